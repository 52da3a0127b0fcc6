//! Lists that lag behind, a fault on purpose: postings as they stood a while ago, and those that are younger not at all.
//! What changes about a posting besides its status is told as it is.

use std::borrow::Cow;

use super::row::{self, Posting, columns};
use crate::{call::Call, error::Result, store::Arg};

/// The postings that a list's statement finds.
pub(super) async fn rows(call: &mut Call, sql: &str, args: &[Arg]) -> Result<Vec<Posting>> {
    let (sql, args) = as_of_then(call, sql, args);
    call.tx.rows(&sql, &args, row::posting).await
}

/// How many a list's statement counts.
pub(super) async fn count(call: &mut Call, sql: &str, args: &[Arg]) -> Result<i64> {
    let (sql, args) = as_of_then(call, sql, args);
    call.tx.value(&sql, &args).await
}

/// Puts what stood then in the place of the table. No index of statuses serves such a list.
fn as_of_then<'a>(call: &Call, sql: &'a str, args: &'a [Arg]) -> (Cow<'a, str>, Cow<'a, [Arg]>) {
    if call.lag_seconds == 0 {
        return (sql.into(), args.into());
    }
    let mut args = args.to_vec();
    args.push(call.now.plus_seconds(-call.lag_seconds).into());
    let then = format!("${}", args.len());
    let stood = |column: &str, latest: &str, otherwise: &str| {
        format!(
            "case when status_changed_at <= {then} then {column} else coalesce((select {latest} from posting_history as h \
             where h.seller_id = late.seller_id and h.posting_number = late.posting_number \
             and h.happened_at <= {then} order by h.step desc limit 1), {otherwise}) end as {column}"
        )
    };
    let columns = columns!().replace(
        "status, substatus, tpl",
        &format!("{}, {}, tpl", stood("status", "h.status", "status"), stood("substatus", "h.substatus", "substatus")),
    );
    let changed = stood("status_changed_at", "h.happened_at", "created_at");
    let table =
        format!("(select {columns}, {changed} from posting as late where seller_id = $1 and created_at <= {then})");
    (sql.replace(" from posting where ", &format!(" from {table} as posting where ")).into(), args.into())
}
