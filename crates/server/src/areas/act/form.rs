//! The papers of a carriage become ready: what can still go goes, the rest is named.

use std::collections::HashSet;

use gostiny_wire::scalar::{CarriageId, PostingNumber};

use super::row::{self, FAILED, IN_PROCESS, READY};
use crate::{
    areas::posting,
    args,
    call::Call,
    error::{Error, Result},
    job::Due,
};

/// Puts the postings meant for the carriage into it. A posting that was cancelled meanwhile stays out.
pub async fn execute(call: &mut Call, due: &Due) -> Result<()> {
    let id = CarriageId(due.subject_number()?);
    let carriage = row::find(call, id).await?;
    if carriage.status != IN_PROCESS || carriage.is_draft {
        return Ok(());
    }
    let meant: Vec<PostingNumber> = serde_json::from_str(&due.payload)?;
    let put: HashSet<PostingNumber> = posting::put_in_carriage(call, &meant, id).await?.into_iter().collect();
    let removed: Vec<&PostingNumber> = meant.iter().filter(|number| !put.contains(*number)).collect();
    let status = if put.is_empty() { FAILED } else { READY };
    let postings = i64::try_from(put.len()).unwrap_or(i64::MAX);
    let removed = serde_json::to_string(&removed)?;
    let args = args![status, postings, removed, call.now, call.seller, id, IN_PROCESS];
    if call.tx.run(FINISH, args).await? != 1 {
        return Err(Error::Raced);
    }
    Ok(())
}

const FINISH: &str = "update carriage set status = $1, postings = $2, removed = $3, ready_at = $4 \
    where seller_id = $5 and carriage_id = $6 and status = $7";
