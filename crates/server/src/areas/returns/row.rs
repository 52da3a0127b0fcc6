//! The row of a return.

use gostiny_wire::{
    operator::ReturnState,
    scalar::{ClientId, Money, OfferId, OrderId, PostingNumber, ProductId, ReturnId, Sku, Time, WarehouseId},
};

use super::machine::Status;
use crate::{
    areas::tariff::{History, Scheme},
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// How codes on labels of returns begin; the number of the return follows.
pub(super) const BARCODE: &str = "%101%";

/// Goods of one line of a posting on their way back.
#[derive(Clone, Debug)]
pub struct GoodsReturn {
    /// Its number.
    pub return_id: ReturnId,
    /// The posting that the goods came with.
    pub posting_number: PostingNumber,
    /// Its order.
    pub order_id: OrderId,
    /// Its scheme.
    pub scheme: Scheme,
    /// Where they are.
    pub status: Status,
    /// Where they go.
    pub warehouse_id: WarehouseId,
    /// The name of that place.
    pub place_name: String,
    /// The code of the posting.
    pub clearing_id: i64,
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
    /// Commission of the sale, hundredths of a percent.
    pub commission_basis_points: i64,
    /// What the way back costs.
    pub way_back: Money,
    /// Why.
    pub reason: String,
    /// They cannot be sold again.
    pub is_defective: bool,
    /// The package was opened.
    pub is_opened: bool,
    /// Handling was charged.
    pub is_handled: bool,
    /// When the return began.
    pub created_at: Time,
    /// When the buyer, or the carrier, gave them away.
    pub accepted_at: Option<Time>,
    /// When they began to wait for the seller.
    pub waiting_from: Option<Time>,
    /// Until when they wait free of charge.
    pub last_free_day: Option<Time>,
    /// When the way back ended.
    pub ended_at: Option<Time>,
    /// Days that keeping was charged for.
    pub paid_days: i64,
    /// How they came to come back.
    pub kind: Kind,
    /// Since when they are where they are.
    pub changed_at: Time,
}

/// How goods came to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The buyer had them.
    FromBuyer,
    /// Their posting was called off on its way.
    CalledOff,
    /// A part of their posting was.
    PartCalledOff,
}

impl Kind {
    /// As the column and the list of returns spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::FromBuyer => "ClientReturn",
            Self::CalledOff => "Cancellation",
            Self::PartCalledOff => "PartialReturn",
        }
    }

    fn parse(word: &str) -> Result<Self> {
        let all = [Self::FromBuyer, Self::CalledOff, Self::PartCalledOff];
        let found = all.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| Error::internal(format!("{word} is no kind of return")))
    }
}

impl GoodsReturn {
    /// For the operator.
    pub fn state(&self, seller: ClientId) -> ReturnState {
        ReturnState {
            return_id: self.return_id,
            client_id: seller,
            scheme: self.scheme.as_str().to_owned(),
            status: self.status.word().to_owned(),
        }
    }

    /// What a day of keeping one unit costs: the tariff in force when the goods began to wait.
    pub fn keeping_day(&self, tariffs: &History) -> Money {
        self.waiting_from.map_or(Money(0), |from| tariffs.at(from).keeping_day())
    }

    /// Whole days they have waited for the seller, or did wait.
    pub fn days_waited(&self, now: Time) -> i64 {
        self.waiting_from.map_or(0, |from| self.ended_at.unwrap_or(now).seconds_since(from) / 86_400)
    }

    /// The code on their label.
    pub fn barcode(&self) -> String {
        format!("{BARCODE}{}", self.return_id)
    }

    /// What keeping has cost.
    pub fn keeping_cost(&self, tariffs: &History) -> Money {
        self.keeping_day(tariffs).times(self.quantity).times(self.paid_days)
    }
}

/// All columns of [`GoodsReturn`], in the order in which [`goods_return`] reads them.
macro_rules! columns {
    () => {
        "return_id, posting_number, order_id, scheme, status, warehouse_id, place_name, clearing_id, product_id, sku, \
         offer_id, name, quantity, price, commission_basis_points, way_back, reason, is_defective, is_opened, \
         is_handled, created_at, accepted_at, waiting_from, last_free_day, ended_at, paid_days, kind, changed_at"
    };
}
pub(super) use columns;

/// Reads a row of `columns!()`.
pub(super) fn goods_return(row: &Row<'_>) -> Result<GoodsReturn> {
    Ok(GoodsReturn {
        return_id: row.next()?,
        posting_number: row.next()?,
        order_id: row.next()?,
        scheme: Scheme::parse(&row.next::<String>()?)?,
        status: Status::parse(&row.next::<String>()?)?,
        warehouse_id: row.next()?,
        place_name: row.next()?,
        clearing_id: row.next()?,
        product_id: row.next()?,
        sku: row.next()?,
        offer_id: row.next()?,
        name: row.next()?,
        quantity: row.next()?,
        price: row.next()?,
        commission_basis_points: row.next()?,
        way_back: row.next()?,
        reason: row.next()?,
        is_defective: row.next()?,
        is_opened: row.next()?,
        is_handled: row.next()?,
        created_at: row.next()?,
        accepted_at: row.next()?,
        waiting_from: row.next()?,
        last_free_day: row.next()?,
        ended_at: row.next()?,
        paid_days: row.next()?,
        kind: Kind::parse(&row.next::<String>()?)?,
        changed_at: row.next()?,
    })
}

/// The seller's return.
pub(super) async fn find(call: &mut Call, return_id: ReturnId) -> Result<GoodsReturn> {
    let found = call.tx.row(FIND, args![call.seller, return_id], goods_return).await?;
    found.ok_or_else(|| Error::NotFound("RETURN_NOT_FOUND".to_owned()))
}

const FIND: &str = concat!("select ", columns!(), " from goods_return where seller_id = $1 and return_id = $2");

/// Keeps a new return.
pub(super) async fn keep(call: &mut Call, new: &GoodsReturn) -> Result<()> {
    let args = args![
        call.seller,
        new.return_id,
        &new.posting_number,
        new.order_id,
        new.scheme.as_str(),
        new.status.word(),
        new.warehouse_id,
        &new.place_name,
        new.clearing_id,
        new.product_id,
        new.sku,
        &new.offer_id,
        &new.name,
        new.name.to_lowercase(),
        new.quantity,
        new.price,
        new.commission_basis_points,
        new.way_back,
        &new.reason,
        new.is_defective,
        new.is_opened,
        new.is_handled,
        new.created_at,
        new.accepted_at,
        new.waiting_from,
        new.last_free_day,
        new.ended_at,
        new.paid_days,
        new.kind.word(),
        new.changed_at
    ];
    call.tx.run(KEEP, args).await?;
    Ok(())
}

const KEEP: &str = "insert into goods_return (seller_id, return_id, posting_number, order_id, scheme, status, \
    warehouse_id, place_name, clearing_id, product_id, sku, offer_id, name, folded_name, quantity, price, \
    commission_basis_points, way_back, reason, is_defective, is_opened, is_handled, created_at, accepted_at, \
    waiting_from, last_free_day, ended_at, paid_days, kind, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
    $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)";
