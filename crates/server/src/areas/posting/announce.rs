//! Tells higher areas, over the agenda, what was ordered.

use gostiny_wire::scalar::{CategoryId, Money, ProductId, Sku};
use serde::{Deserialize, Serialize};

use super::{
    ORDERED,
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
