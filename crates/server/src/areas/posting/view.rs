//! What answers show of a posting: its row, its lines and its order, as the blocks of the wire. A block that was
//! not asked for is `null`. Sources are fetched for a whole page at once, never per posting.

mod money;
#[cfg(test)]
pub(super) mod tests;
mod today;
mod translit;

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::{
    posting::{
        Address, Addressee, AnalyticsData, Barcodes, Cancellation, Customer, FinancialData, PostingDeliveryMethod,
        PostingDimensions, PostingExemplar, PostingFbs, PostingFbsGetV3With, PostingFbsListWith, PostingFbsProduct,
        ProductExemplars, ProductExemplarsItem, Requirements,
    },
    scalar::{CancelReasonId, Digits, OrderId, PostingNumber, WarehouseId},
};

use super::{
    exemplar::{self, Unit},
    needs,
    order::{Order, orders},
    row::{self, Item, Posting},
};
use crate::{
    areas::{
        tariff::{self, History, Scheme},
        warehouse,
    },
    call::Call,
    error::Result,
};

/// The blocks that were asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct With {
    /// Where it goes and for whom.
    pub analytics_data: bool,
    /// Codes of the label.
    pub barcodes: bool,
    /// Prices, commission, services.
    pub financial_data: bool,
    /// The company that buys.
    pub legal_info: bool,
    /// Marks of the units.
    pub product_exemplars: bool,
    /// Names in Latin letters.
    pub translit: bool,
}

impl From<&PostingFbsListWith> for With {
    fn from(with: &PostingFbsListWith) -> Self {
        Self {
            analytics_data: with.analytics_data,
            barcodes: with.barcodes,
            financial_data: with.financial_data,
            translit: with.translit,
            ..Self::default()
        }
    }
}

impl From<&PostingFbsGetV3With> for With {
    fn from(with: &PostingFbsGetV3With) -> Self {
        Self {
            analytics_data: with.analytics_data,
            barcodes: with.barcodes,
            financial_data: with.financial_data,
            product_exemplars: with.product_exemplars,
            translit: with.translit,
            ..Self::default()
        }
    }
}

/// What the answers about some postings draw on.
#[derive(Debug, Default)]
pub(super) struct Sources {
    with: With,
    items: HashMap<PostingNumber, Vec<Item>>,
    orders: HashMap<OrderId, Order>,
    regions: HashMap<WarehouseId, String>,
    tariffs: Arc<History>,
}

impl Sources {
    /// Fetches lines, and orders and warehouses where a block needs them: four statements at most.
    pub async fn gather(call: &mut Call, postings: &[Posting], with: With) -> Result<Self> {
        let numbers: Vec<PostingNumber> = postings.iter().map(|posting| posting.posting_number.clone()).collect();
        let mut sources = Self { with, items: HashMap::with_capacity(numbers.len()), ..Self::default() };
        let mut items = row::items(call, &numbers).await?;
        exemplar::read(call, &mut items, with.product_exemplars).await?;
        for mut item in items {
            let number = std::mem::take(&mut item.posting_number);
            sources.items.entry(number).or_default().push(item);
        }
        if with.analytics_data || with.financial_data || with.legal_info || postings.iter().any(tells_buyer) {
            let mut ids: Vec<OrderId> = postings.iter().map(|posting| posting.order_id).collect();
            ids.sort_unstable();
            ids.dedup();
            sources.orders = orders(call, &ids).await?;
        }
        if with.financial_data && !postings.is_empty() {
            let warehouses = warehouse::all(call).await?.into_iter();
            sources.regions = warehouses.map(|warehouse| (warehouse.warehouse_id, warehouse.region)).collect();
            sources.tariffs = tariff::history(call).await?;
        }
        Ok(sources)
    }

    /// The lines of a posting, in their order; they can be taken once.
    pub fn take_items(&mut self, posting: &Posting) -> Vec<Item> {
        self.items.remove(&posting.posting_number).unwrap_or_default()
    }

    /// A text for people, in the letters that were asked for.
    pub fn text(&self, text: String) -> String {
        if self.with.translit { translit::translit(&text) } else { text }
    }

    /// The posting as both lists show it.
    pub fn listed(&mut self, mut posting: Posting) -> PostingFbs {
        let items = self.take_items(&posting);
        PostingFbs {
            addressee: self.addressee(&posting),
            analytics_data: self.analytics_data(&posting),
            barcodes: self.barcodes(&posting),
            customer: self.customer(&posting),
            financial_data: self.financial_data(&posting, &items),
            requirements: requirements(&posting, &items),
            products: items.into_iter().map(|item| self.listed_product(item, &posting.currency_code)).collect(),
            cancellation: cancellation(&mut posting),
            delivery_method: self.delivery_method(&mut posting),
            delivering_date: posting.delivering_date,
            in_process_at: posting.in_process_at,
            is_multibox: boxes(&posting) > 1,
            multi_box_qty: boxes(&posting),
            order_id: posting.order_id,
            order_number: posting.order_number,
            parent_posting_number: posting.parent_posting_number.into(),
            posting_number: posting.posting_number,
            shipment_date: posting.shipment_date,
            status: posting.status,
            substatus: posting.substatus,
            tpl_integration_type: posting.tpl_integration_type,
            tracking_number: posting.tracking_number,
            ..PostingFbs::default()
        }
    }

    fn listed_product(&self, item: Item, currency_code: &str) -> PostingFbsProduct {
        PostingFbsProduct {
            currency_code: currency_code.to_owned(),
            mandatory_mark: item.mandatory_marks,
            name: self.text(item.name),
            offer_id: item.offer_id,
            price: item.price.fixed(4),
            products_requiring_jw_uin: Digits(if item.needs.uin { item.sku.0 } else { 0 }),
            quantity: i32::try_from(item.quantity).unwrap_or(i32::MAX),
            sku: item.sku,
        }
    }

    /// How the posting goes. Takes the names out of it, so the other blocks come first.
    pub fn delivery_method(&self, posting: &mut Posting) -> PostingDeliveryMethod {
        PostingDeliveryMethod {
            id: posting.delivery_method_id,
            name: self.text(std::mem::take(&mut posting.delivery_method)),
            tpl_provider: self.text(std::mem::take(&mut posting.provider)),
            tpl_provider_id: posting.provider_id,
            warehouse: self.text(std::mem::take(&mut posting.warehouse)),
            warehouse_id: posting.warehouse_id,
        }
    }

    /// Codes of the label.
    pub fn barcodes(&self, posting: &Posting) -> Option<Barcodes> {
        self.with.barcodes.then(|| Barcodes {
            lower_barcode: posting.lower_barcode.clone(),
            upper_barcode: posting.upper_barcode.clone(),
        })
    }

    /// The buyer, where the seller delivers. Telephone numbers are never handed out.
    pub fn customer(&self, posting: &Posting) -> Option<Customer> {
        let order = tells_buyer(posting).then(|| self.orders.get(&posting.order_id)).flatten()?;
        let (buyer, to) = (&order.buyer, &order.address);
        let address = Address {
            address_tail: self.text(to.address_tail.clone()),
            city: self.text(to.city.clone()),
            comment: self.text(to.comment.clone()),
            country: self.text(to.country.clone()),
            district: self.text(to.district.clone()),
            latitude: to.latitude,
            longitude: to.longitude,
            region: self.text(to.region.clone()),
            zip_code: to.zip_code.clone(),
            ..Address::default()
        };
        Some(Customer {
            address,
            customer_email: buyer.email.clone(),
            customer_id: buyer.customer_id,
            name: self.text(buyer.name.clone()),
            phone: String::new(),
        })
    }

    /// Who receives the parcel, where the seller delivers.
    pub fn addressee(&self, posting: &Posting) -> Option<Addressee> {
        let order = tells_buyer(posting).then(|| self.orders.get(&posting.order_id)).flatten()?;
        Some(Addressee { name: self.text(order.buyer.name.clone()), phone: String::new() })
    }

    /// Where, how and for whom the posting is delivered.
    pub fn analytics_data(&self, posting: &Posting) -> Option<AnalyticsData> {
        let order = self.with.analytics_data.then(|| self.orders.get(&posting.order_id)).flatten()?;
        Some(AnalyticsData {
            city: self.text(order.address.city.clone()),
            delivery_date_begin: Some(posting.delivery_date_begin),
            delivery_date_end: Some(posting.delivery_date_end),
            delivery_type: if posting.scheme == Scheme::Rfbs { "Courier" } else { "PVZ" }.to_owned(),
            is_legal: order.is_legal,
            is_premium: order.is_premium,
            payment_type_group_name: order.payment_type.clone(),
            region: self.text(order.address.region.clone()),
            tpl_provider: self.text(posting.provider.clone()),
            tpl_provider_id: posting.provider_id,
            warehouse: self.text(posting.warehouse.clone()),
            warehouse_id: posting.warehouse_id,
        })
    }

    /// Money; clusters are the regions of the warehouse and of the buyer.
    pub fn financial_data(&self, posting: &Posting, items: &[Item]) -> Option<FinancialData> {
        self.with.financial_data.then(|| {
            let from = self.regions.get(&posting.warehouse_id).cloned();
            let to = self.orders.get(&posting.order_id).map(|order| order.address.region.clone());
            FinancialData {
                cluster_from: self.text(from.unwrap_or_default()),
                cluster_to: self.text(to.unwrap_or_default()),
                ..money::financial_data(posting, items, self.tariffs.at(posting.in_process_at))
            }
        })
    }

    /// The units of each line with the marks that were handed in.
    pub fn product_exemplars(&self, items: &[Item]) -> Option<ProductExemplars> {
        self.with.product_exemplars.then(|| ProductExemplars { products: items.iter().map(exemplars).collect() })
    }
}

/// Boxes it is packed in; 0 before anyone told.
pub(super) fn boxes(posting: &Posting) -> i32 {
    i32::try_from(posting.multi_box_qty).unwrap_or(i32::MAX)
}

/// What is still missing before the posting can be packed; nothing once it is.
pub(super) fn requirements(posting: &Posting, items: &[Item]) -> Requirements {
    if posting.status == "awaiting_packaging" { needs::missing(items) } else { Requirements::default() }
}

/// True where the seller delivers and must know to whom.
fn tells_buyer(posting: &Posting) -> bool {
    posting.scheme == Scheme::Rfbs && posting.tpl_integration_type != "ozon"
}

fn exemplars(item: &Item) -> ProductExemplarsItem {
    let units = usize::try_from(item.quantity).unwrap_or_default();
    let blank = Unit::default();
    let given = item.needs.units.iter().chain(std::iter::repeat(&blank));
    let exemplars = given.take(units).map(|unit| PostingExemplar {
        gtd: unit.gtd.clone(),
        is_gtd_absent: unit.no_gtd,
        is_rnpt_absent: unit.no_rnpt,
        mandatory_mark: unit.mark.clone(),
        rnpt: unit.rnpt.clone(),
    });
    ProductExemplarsItem { exemplars: exemplars.collect(), sku: item.sku }
}

/// Who cancelled it and why. Takes the reason out of the posting.
pub(super) fn cancellation(posting: &mut Posting) -> Cancellation {
    Cancellation {
        affect_cancellation_rating: posting.affect_cancellation_rating,
        cancel_reason: std::mem::take(&mut posting.cancel_reason),
        cancel_reason_id: CancelReasonId(posting.cancel_reason_id),
        cancellation_initiator: initiator(&posting.cancellation_type).to_owned(),
        cancellation_type: std::mem::take(&mut posting.cancellation_type),
        cancelled_after_ship: posting.cancelled_after_ship,
    }
}

/// Carriers and the system act for the platform.
fn initiator(cancellation_type: &str) -> &'static str {
    match cancellation_type {
        "" => "",
        "seller" => "Продавец",
        "client" | "customer" => "Клиент",
        _ => "Ozon",
    }
}

/// Packed size of one unit.
pub(super) fn dimensions(item: &Item) -> PostingDimensions {
    PostingDimensions {
        height: format!("{}.00", item.height_mm),
        length: format!("{}.00", item.depth_mm),
        weight: item.weight_grams.to_string(),
        width: format!("{}.00", item.width_mm),
    }
}
