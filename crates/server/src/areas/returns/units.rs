//! How many units of a line are on their way back: never more than were delivered, whoever asks at the same time.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{PostingNumber, Sku};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// Takes units for a return; false, and nothing taken, when not so many are left.
pub(super) async fn take(
    call: &mut Call,
    number: &PostingNumber,
    sku: Sku,
    delivered: i64,
    quantity: i64,
) -> Result<bool> {
    if quantity > delivered {
        return Ok(false);
    }
    Ok(call.tx.run(TAKE, args![call.seller, number, sku, delivered, quantity]).await? == 1)
}

// The guard stands in the statement: of two calls at once the second sees what the first took.
const TAKE: &str = "insert into returned_units (seller_id, posting_number, sku, delivered, returned, reversed) \
    values ($1, $2, $3, $4, $5, 0) on conflict (seller_id, posting_number, sku) do update \
    set returned = returned_units.returned + excluded.returned \
    where returned_units.returned + excluded.returned <= returned_units.delivered";

/// Units of each SKU of a posting that are taken already.
pub(super) async fn taken(call: &mut Call, number: &PostingNumber) -> Result<BTreeMap<Sku, i64>> {
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    Ok(call.tx.rows(TAKEN, args![call.seller, number], read).await?.into_iter().collect())
}

const TAKEN: &str = "select sku, returned from returned_units where seller_id = $1 and posting_number = $2";

/// Lets units go: the buyer keeps them.
pub(super) async fn give_back(call: &mut Call, number: &PostingNumber, sku: Sku, quantity: i64) -> Result<()> {
    let touched = call.tx.run(GIVE_BACK, args![call.seller, number, sku, quantity]).await?;
    if touched == 1 { Ok(()) } else { Err(Error::internal(format!("{quantity} units of {sku} were not taken"))) }
}

const GIVE_BACK: &str = "update returned_units set returned = returned - $4 \
    where seller_id = $1 and posting_number = $2 and sku = $3 and returned - reversed >= $4";

/// The sale of these units is undone; answers how many were undone before them.
pub(super) async fn reverse(call: &mut Call, number: &PostingNumber, sku: Sku, quantity: i64) -> Result<i64> {
    let after = call.tx.row(REVERSE, args![call.seller, number, sku, quantity], |row| row.next::<i64>()).await?;
    let after = after.ok_or_else(|| Error::internal(format!("{quantity} units of {sku} were not taken")))?;
    Ok(after - quantity)
}

const REVERSE: &str = "update returned_units set reversed = reversed + $4 \
    where seller_id = $1 and posting_number = $2 and sku = $3 and reversed + $4 <= returned returning reversed";
