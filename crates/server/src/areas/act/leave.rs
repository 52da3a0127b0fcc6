//! A posting leaves its act: it was called off before it was handed over, or the seller took it back.

use gostiny_wire::scalar::{CarriageId, PostingNumber};

use super::row;
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    job::Due,
};

/// Names the posting among the removed ones and counts it no longer.
pub async fn execute(call: &mut Call, due: &Due) -> Result<()> {
    let id = due.payload.parse().map_err(|_| Error::internal(format!("no carriage {}", due.payload)))?;
    let carriage = row::find(call, CarriageId(id)).await?;
    let number: PostingNumber = due.subject.as_str().into();
    let before = serde_json::to_string(&carriage.removed)?;
    let mut removed = carriage.removed;
    if removed.contains(&number) {
        return Ok(());
    }
    removed.push(number);
    removed.sort();
    let args = args![serde_json::to_string(&removed)?, call.seller, id, before];
    if call.tx.run(LEAVE, args).await? == 1 { Ok(()) } else { Err(Error::Raced) }
}

const LEAVE: &str = "update carriage set removed = $1, postings = postings - 1 \
    where seller_id = $2 and carriage_id = $3 and removed = $4";
