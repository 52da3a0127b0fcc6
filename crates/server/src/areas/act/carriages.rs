//! The carriages of a shop, for people who look for an act.

use gostiny_wire::scalar::CarriageId;

use super::row::{Carriage, carriage, carriages};
use crate::{args, call::Call, error::Result};

/// A page of the shop's carriages before one of them, newest first.
pub async fn list(call: &mut Call, before: CarriageId, limit: i64) -> Result<Vec<Carriage>> {
    call.tx.rows(PAGE, args![call.seller, before, limit], carriage).await
}

const PAGE: &str = carriages!("carriage_id < $2 order by carriage_id desc limit $3");
