//! What acts need of postings: which are packed, which are in a carriage, how much is waiting.

use std::collections::HashMap;

use gostiny_wire::scalar::{CarriageId, DeliveryMethodId, PostingNumber, Time};

use super::{
    machine::Status,
    row::{self, Posting, columns},
};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// FBS postings of a delivery method that are packed, under no act yet and due by `until`, by cut-off and number.
pub async fn packed(call: &mut Call, method: DeliveryMethodId, until: Time) -> Result<Vec<Posting>> {
    let (status, substatus) = Status::Packed.words();
    call.tx.rows(PACKED, args![call.seller, method, until, status, substatus], row::posting).await
}

// The list of statuses is the partial index's own condition, word for word.
const PACKED: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and delivery_method_id = $2 and shipment_date <= $3 \
     and status in ('awaiting_packaging', 'awaiting_deliver') and status = $4 and substatus = $5 \
     and carriage_id = 0 and scheme = 'fbs' order by shipment_date, posting_number"
);

/// Postings under an act, whatever became of them, by number.
pub async fn in_carriage(call: &mut Call, carriage: CarriageId) -> Result<Vec<Posting>> {
    call.tx.rows(IN_CARRIAGE, args![call.seller, carriage], row::posting).await
}

const IN_CARRIAGE: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and carriage_id = $2 and carriage_id > 0 \
     order by posting_number"
);

/// How much of a delivery method is waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodCount {
    /// The method.
    pub delivery_method_id: DeliveryMethodId,
    /// Postings to pack.
    pub to_pack: i64,
    /// Packed postings, under an act or not.
    pub packed: i64,
    /// Packed postings under no act.
    pub loose: i64,
}

/// FBS postings with a cut-off at or after `from` and before `to`, by delivery method.
pub async fn awaiting(call: &mut Call, from: Time, to: Time) -> Result<Vec<MethodCount>> {
    call.tx.rows(AWAITING, args![call.seller, from, to], method_count).await
}

const AWAITING: &str = "select delivery_method_id, \
    cast(sum(case when status = 'awaiting_packaging' then 1 else 0 end) as bigint), \
    cast(sum(case when status = 'awaiting_deliver' then 1 else 0 end) as bigint), \
    cast(sum(case when status = 'awaiting_deliver' and carriage_id = 0 then 1 else 0 end) as bigint) \
    from posting where seller_id = $1 and status in ('awaiting_packaging', 'awaiting_deliver') \
    and shipment_date >= $2 and shipment_date < $3 and scheme = 'fbs' \
    group by delivery_method_id order by delivery_method_id";

fn method_count(row: &Row<'_>) -> Result<MethodCount> {
    Ok(MethodCount { delivery_method_id: row.next()?, to_pack: row.next()?, packed: row.next()?, loose: row.next()? })
}

/// The earliest cut-off of packed FBS postings under no act, by delivery method.
pub async fn earliest_loose(call: &mut Call) -> Result<HashMap<DeliveryMethodId, Time>> {
    let (status, substatus) = Status::Packed.words();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    Ok(call.tx.rows(LOOSE, args![call.seller, status, substatus], read).await?.into_iter().collect())
}

const LOOSE: &str = "select delivery_method_id, min(shipment_date) from posting where seller_id = $1 \
    and status in ('awaiting_packaging', 'awaiting_deliver') and status = $2 and substatus = $3 \
    and carriage_id = 0 and scheme = 'fbs' group by delivery_method_id";

/// How far the postings of a carriage are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// Postings under the act.
    pub total: i64,
    /// Those that the carrier took.
    pub accepted: i64,
    /// Those that it refused.
    pub refused: i64,
}

/// The same for each of these carriages that has postings.
pub async fn handed(call: &mut Call, carriages: &[CarriageId]) -> Result<HashMap<CarriageId, Handed>> {
    let list: Vec<Arg> = carriages.iter().map(|id| Arg::from(*id)).collect();
    let (refused, _) = Status::NotAccepted.words();
    let read =
        |row: &Row<'_>| Ok((row.next()?, Handed { total: row.next()?, accepted: row.next()?, refused: row.next()? }));
    Ok(call.tx.rows_in(HANDED, args![call.seller, refused], &list, read).await?.into_iter().collect())
}

const HANDED: &str = "select carriage_id, count(*), \
    cast(sum(case when delivering_date is not null then 1 else 0 end) as bigint), \
    cast(sum(case when status = $2 then 1 else 0 end) as bigint) \
    from posting where seller_id = $1 and carriage_id > 0 and carriage_id {in} group by carriage_id";

/// The shop's postings of these numbers, by number.
pub async fn by_numbers(call: &mut Call, numbers: &[PostingNumber]) -> Result<Vec<Posting>> {
    let mut found = row::by_numbers(call, numbers).await?;
    found.sort_by(|a, b| a.posting_number.cmp(&b.posting_number));
    Ok(found)
}
