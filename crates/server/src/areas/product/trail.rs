//! What is kept of a product's past, for people: some first times and some last ones. Older prices, states and
//! descriptions are not kept.

use gostiny_wire::scalar::{ProductId, Time};

use super::milestone::{Milestones, milestones};
use crate::{args, call::Call, error::Result};

/// Moments of a product.
#[derive(Clone, Copy, Debug)]
pub struct Trail {
    /// It came by its first import.
    pub created_at: Time,
    /// Its card, its prices or its place in the archive changed last.
    pub changed_at: Time,
    /// Its state changed last.
    pub state_changed_at: Time,
    /// A moderator approved it first.
    pub approved_at: Option<Time>,
    /// It lay in stock first.
    pub stocked_at: Option<Time>,
}

/// The moments of a product of the call's shop; none when it has no such product.
pub async fn trail(call: &mut Call, product_id: ProductId) -> Result<Option<Trail>> {
    let first = milestones(call, &[product_id]).await?.remove(&product_id).unwrap_or_default();
    let Milestones { approved_at, stocked_at } = first;
    call.tx
        .row(MOMENTS, args![call.seller, product_id], |row| {
            let (created_at, changed_at, state_changed_at) = (row.next()?, row.next()?, row.next()?);
            Ok(Trail { created_at, changed_at, state_changed_at, approved_at, stocked_at })
        })
        .await
}

const MOMENTS: &str =
    "select created_at, updated_at, state_updated_at from product where seller_id = $1 and product_id = $2";
