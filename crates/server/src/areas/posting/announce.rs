//! Tells higher areas, over the agenda, what was ordered and what of it was called off.

use gostiny_wire::scalar::{CategoryId, Money, OfferId, ProductId, Sku};
use serde::{Deserialize, Serialize};

use super::{
    ORDERED, PART_CANCELLED,
    cancel::Reason,
    row::{Item, Posting},
};
use crate::{
    call::Call,
    error::Result,
    job::{self, Due},
};

/// What was ordered with one posting: the payload of [`ORDERED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// By a buyer with the paid subscription.
    pub is_premium: bool,
    /// What.
    pub lines: Vec<OrderedLine>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedLine {
    /// What the buyer saw.
    pub sku: Sku,
    /// The product.
    pub product_id: ProductId,
    /// Its category.
    pub category_id: CategoryId,
    /// Units.
    pub quantity: i64,
    /// Price of all units, kopecks.
    pub kopecks: i64,
}

impl Ordered {
    /// Reads a row of the agenda.
    pub fn of(due: &Due) -> Result<Self> {
        Ok(serde_json::from_str(&due.payload)?)
    }
}

/// Puts the order of a posting on the agenda; the categories are those of the items, one after the other.
pub(super) async fn ordered(
    call: &mut Call,
    posting: &Posting,
    items: &[Item],
    categories: impl Iterator<Item = CategoryId>,
    is_premium: bool,
) -> Result<()> {
    let line = |(item, category_id): (&Item, CategoryId)| {
        let Money(kopecks) = item.price.times(item.quantity);
        OrderedLine { sku: item.sku, product_id: item.product_id, category_id, quantity: item.quantity, kopecks }
    };
    let ordered = Ordered { is_premium, lines: items.iter().zip(categories).map(line).collect() };
    let payload = serde_json::to_string(&ordered)?;
    job::schedule(call, ORDERED, call.now, posting.posting_number.as_str(), &payload).await
}

/// What was called off of a posting that goes on with the rest: the payload of [`PART_CANCELLED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledOff {
    /// The posting was on its way.
    pub had_left: bool,
    /// Number of the reason.
    pub reason_id: i64,
    /// In words.
    pub reason: String,
    /// What.
    pub lines: Vec<CalledOffLine>,
}

/// Units of a line; the posting may hold no more of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledOffLine {
    /// What the buyer saw.
    pub sku: Sku,
    /// The product.
    pub product_id: ProductId,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Title.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Price of one unit.
    pub kopecks: i64,
    /// Commission at the time of the order, hundredths of a percent.
    pub commission_basis_points: i64,
}

impl CalledOff {
    /// Reads a row of the agenda.
    pub fn of(due: &Due) -> Result<Self> {
        Ok(serde_json::from_str(&due.payload)?)
    }
}

/// Puts units that were called off on the agenda.
pub(super) async fn called_off(
    call: &mut Call,
    posting: &Posting,
    reason: Reason,
    units: &[(&Item, i64)],
) -> Result<()> {
    let line = |&(item, quantity): &(&Item, i64)| CalledOffLine {
        sku: item.sku,
        product_id: item.product_id,
        offer_id: item.offer_id.clone(),
        name: item.name.clone(),
        quantity,
        kopecks: item.price.0,
        commission_basis_points: item.commission_basis_points,
    };
    let told = CalledOff {
        had_left: posting.delivering_date.is_some(),
        reason_id: reason.id,
        reason: reason.title.to_owned(),
        lines: units.iter().map(line).collect(),
    };
    let payload = serde_json::to_string(&told)?;
    job::schedule(call, PART_CANCELLED, call.now, posting.posting_number.as_str(), &payload).await
}
