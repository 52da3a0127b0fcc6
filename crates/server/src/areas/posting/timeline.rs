//! What happened to a posting, for people; and which posting a person at a parcel means.

use gostiny_wire::scalar::{ClientId, PostingNumber, Time};

use crate::{args, call::Call, error::Result, store::Row};

/// Steps shown at most.
const MOST: i64 = 1_000;

/// One step of a posting.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub happened_at: Time,
    /// What: `placed`, `ship`, ...
    pub event: String,
    /// The status after it.
    pub status: String,
    /// The substatus after it.
    pub substatus: String,
    /// What was said with it.
    pub note: String,
}

/// The steps of a posting of the call's shop, oldest first; none when it has no such posting.
pub async fn timeline(call: &mut Call, number: &PostingNumber) -> Result<Vec<Step>> {
    call.tx.rows(STEPS, args![call.seller, number, MOST], step).await
}

const STEPS: &str = "select happened_at, event, status, substatus, note from posting_history \
    where seller_id = $1 and posting_number = $2 order by step limit $3";

fn step(row: &Row<'_>) -> Result<Step> {
    Ok(Step {
        happened_at: row.next()?,
        event: row.next()?,
        status: row.next()?,
        substatus: row.next()?,
        note: row.next()?,
    })
}

/// A posting of any shop by its number or by a barcode of its label: for the marketplace itself.
pub async fn scanned(call: &mut Call, text: &str) -> Result<Option<(ClientId, PostingNumber, String)>> {
    call.tx.row(SCANNED, args![text.trim()], |row| Ok((row.next()?, row.next()?, row.next()?))).await
}

/// Three looks, each by an index of its own.
const SCANNED: &str = "select seller_id, posting_number, scheme from posting where posting_number = $1 \
    union all select seller_id, posting_number, scheme from posting where upper_barcode = $1 \
    union all select seller_id, posting_number, scheme from posting where lower_barcode = $1";
