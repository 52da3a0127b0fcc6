//! The posting's row, its items, and the statements that more than one verb uses.

use gostiny_wire::scalar::{
    CarriageId, ClientId, DeliveryMethodId, Money, OfferId, OrderId, OrderNumber, PostingNumber, ProductId, Sku, Time,
    WarehouseId,
};

use super::needs::Needs;
use crate::{
    areas::tariff::Scheme,
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// A parcel.
#[derive(Clone, Debug)]
pub struct Posting {
    /// Whose it is.
    pub seller: ClientId,
    /// Its number.
    pub posting_number: PostingNumber,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: OrderNumber,
    /// Who stores and delivers.
    pub scheme: Scheme,
    /// `awaiting_packaging`, ...
    pub status: String,
    /// `posting_created`, ...
    pub substatus: String,
    /// Who moves it on.
    pub tpl_integration_type: String,
    /// Carrier's number.
    pub provider_id: i64,
    /// Carrier.
    pub provider: String,
    /// The carrier's own word on where it is.
    pub provider_status: String,
    /// Where it starts.
    pub warehouse_id: WarehouseId,
    /// Name of the warehouse.
    pub warehouse: String,
    /// How it goes.
    pub delivery_method_id: DeliveryMethodId,
    /// Name of the method.
    pub delivery_method: String,
    /// Currency of its prices.
    pub currency_code: String,
    /// When the order was placed.
    pub created_at: Time,
    /// When processing began.
    pub in_process_at: Time,
    /// Pack until.
    pub shipment_date: Time,
    /// When it was packed.
    pub shipped_at: Option<Time>,
    /// When it was given to delivery.
    pub delivering_date: Option<Time>,
    /// When the buyer got it.
    pub delivered_at: Option<Time>,
    /// Promised from.
    pub delivery_date_begin: Time,
    /// Promised to.
    pub delivery_date_end: Time,
    /// Of the carrier; empty before registration.
    pub tracking_number: String,
    /// `%101%806044518`.
    pub upper_barcode: String,
    /// 14 or 15 digits.
    pub lower_barcode: String,
    /// Where it was split from.
    pub parent_posting_number: String,
    /// Its carriage; 0 before an act was made.
    pub carriage_id: CarriageId,
    /// Why it was cancelled; 0 when it was not.
    pub cancel_reason_id: i64,
    /// In words.
    pub cancel_reason: String,
    /// `seller`, `client`, `ozon`, ... or empty.
    pub cancellation_type: String,
    /// Cancelled after it had been packed.
    pub cancelled_after_ship: bool,
    /// Counts against the seller.
    pub affect_cancellation_rating: bool,
    /// Boxes it is packed in; 0 before anyone told.
    pub multi_box_qty: i64,
    /// How often its delivery was moved.
    pub timeslot_changes: i64,
}

/// One line of a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The parcel.
    pub posting_number: PostingNumber,
    /// Its place in it, from 1.
    pub position: i64,
    /// The product.
    pub product_id: ProductId,
    /// What was bought.
    pub sku: Sku,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Title.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Of one unit.
    pub price: Money,
    /// Crossed-out price of one unit; 0 for none.
    pub old_price: Money,
    /// Codes of "Chestny ZNAK" that were accepted.
    pub mandatory_marks: Vec<String>,
    /// Commission at the time of the order, hundredths of a percent.
    pub commission_basis_points: i64,
    /// Of one unit, millimetres.
    pub depth_mm: i64,
    /// Of one unit, millimetres.
    pub width_mm: i64,
    /// Of one unit, millimetres.
    pub height_mm: i64,
    /// Of one unit.
    pub weight_grams: i64,
    /// Titles of the promotions that made the price.
    pub actions: Vec<String>,
    /// What its units need before they are packed.
    pub needs: Needs,
}

impl Item {
    /// Of all units: as weighed, where each was.
    pub fn weight_of_all(&self) -> i64 {
        if self.needs.weights.is_empty() {
            return self.weight_grams.saturating_mul(self.quantity);
        }
        self.needs.weights.iter().sum()
    }

    /// Of one unit, millilitres.
    pub fn volume_ml(&self) -> i64 {
        self.depth_mm.saturating_mul(self.width_mm).saturating_mul(self.height_mm) / 1_000
    }
}

/// All columns of [`Posting`], in the order in which [`posting`] reads them.
macro_rules! columns {
    () => {
        "seller_id, posting_number, order_id, order_number, scheme, status, substatus, tpl_integration_type, \
         provider_id, provider, provider_status, warehouse_id, warehouse, delivery_method_id, delivery_method, \
         currency_code, created_at, in_process_at, shipment_date, shipped_at, delivering_date, delivered_at, \
         delivery_date_begin, delivery_date_end, tracking_number, upper_barcode, lower_barcode, \
         parent_posting_number, carriage_id, cancel_reason_id, cancel_reason, cancellation_type, \
         cancelled_after_ship, affect_cancellation_rating, multi_box_qty, timeslot_changes"
    };
}
pub(super) use columns;

/// Reads a row of `columns!()`.
pub(super) fn posting(row: &Row<'_>) -> Result<Posting> {
    Ok(Posting {
        seller: row.next()?,
        posting_number: row.next()?,
        order_id: row.next()?,
        order_number: row.next()?,
        scheme: Scheme::parse(&row.next::<String>()?)?,
        status: row.next()?,
        substatus: row.next()?,
        tpl_integration_type: row.next()?,
        provider_id: row.next()?,
        provider: row.next()?,
        provider_status: row.next()?,
        warehouse_id: row.next()?,
        warehouse: row.next()?,
        delivery_method_id: row.next()?,
        delivery_method: row.next()?,
        currency_code: row.next()?,
        created_at: row.next()?,
        in_process_at: row.next()?,
        shipment_date: row.next()?,
        shipped_at: row.next()?,
        delivering_date: row.next()?,
        delivered_at: row.next()?,
        delivery_date_begin: row.next()?,
        delivery_date_end: row.next()?,
        tracking_number: row.next()?,
        upper_barcode: row.next()?,
        lower_barcode: row.next()?,
        parent_posting_number: row.next()?,
        carriage_id: row.next()?,
        cancel_reason_id: row.next()?,
        cancel_reason: row.next()?,
        cancellation_type: row.next()?,
        cancelled_after_ship: row.next()?,
        affect_cancellation_rating: row.next()?,
        multi_box_qty: row.next()?,
        timeslot_changes: row.next()?,
    })
}

/// The seller's posting of any scheme, or not found.
pub async fn find(call: &mut Call, number: &PostingNumber) -> Result<Posting> {
    let found = call.tx.row(FIND, args![call.seller, number], posting).await?;
    found.ok_or_else(not_found)
}

const FIND: &str = concat!("select ", columns!(), " from posting where seller_id = $1 and posting_number = $2");

/// The posting, if the seller has it and packs it itself: its hand is in no FBO posting.
pub(super) async fn find_own(call: &mut Call, number: &PostingNumber) -> Result<Posting> {
    let posting = find(call, number).await?;
    if posting.scheme == Scheme::Fbo { Err(not_found()) } else { Ok(posting) }
}

/// What is not there, and what is not one's own.
pub(super) fn not_found() -> Error {
    Error::NotFound("POSTING_NOT_FOUND".to_owned())
}

/// Those of the seller's postings of any scheme that have these numbers, in no order.
pub(super) async fn by_numbers(call: &mut Call, numbers: &[PostingNumber]) -> Result<Vec<Posting>> {
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    call.tx.rows_in(BY_NUMBERS, args![call.seller], &list, posting).await
}

const BY_NUMBERS: &str = concat!("select ", columns!(), " from posting where seller_id = $1 and posting_number {in}");

/// Keeps others from moving or dividing a posting until the transaction ends, so that its lines, read after this, are
/// the ones that are divided.
pub(super) async fn hold(call: &mut Call, number: &PostingNumber) -> Result<()> {
    call.tx.rows(HOLD, args![call.seller, number], |_| Ok(())).await?;
    Ok(())
}

const HOLD: &str = "select 1 from posting where seller_id = $1 and posting_number = $2 {held}";

/// Lines of the seller's postings, by posting and position.
pub async fn items(call: &mut Call, numbers: &[PostingNumber]) -> Result<Vec<Item>> {
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let mut items = call.tx.rows_in(ITEMS, args![call.seller], &list, item).await?;
    items.sort_by(|a, b| (&a.posting_number, a.position).cmp(&(&b.posting_number, b.position)));
    Ok(items)
}

const ITEMS: &str = "select posting_number, position, product_id, sku, offer_id, name, quantity, price, old_price, \
    mandatory_marks, commission_basis_points, depth_mm, width_mm, height_mm, weight_grams, actions, needs \
    from posting_item where seller_id = $1 and posting_number {in}";

fn item(row: &Row<'_>) -> Result<Item> {
    Ok(Item {
        posting_number: row.next()?,
        position: row.next()?,
        product_id: row.next()?,
        sku: row.next()?,
        offer_id: row.next()?,
        name: row.next()?,
        quantity: row.next()?,
        price: row.next()?,
        old_price: row.next()?,
        mandatory_marks: row.next_json()?,
        commission_basis_points: row.next()?,
        depth_mm: row.next()?,
        width_mm: row.next()?,
        height_mm: row.next()?,
        weight_grams: row.next()?,
        actions: row.next_json()?,
        needs: row.next_json()?,
    })
}
