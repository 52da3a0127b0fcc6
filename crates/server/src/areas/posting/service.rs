//! How a seller serves its buyers, counted over postings.

use gostiny_wire::scalar::Time;

use crate::{args, call::Call, error::Result, store::Row};

/// What became of the postings that the seller packs itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Postings whose processing began.
    pub postings: i64,
    /// Those called off by the seller's fault.
    pub called_off: i64,
    /// Those handed over.
    pub handed_over: i64,
    /// Those of them handed over after their time.
    pub late: i64,
}

/// Of the seller's postings whose processing began from one moment to another.
pub async fn served(call: &mut Call, from: Time, to: Time) -> Result<Served> {
    let read = |row: &Row<'_>| {
        Ok(Served { postings: row.next()?, called_off: row.next()?, handed_over: row.next()?, late: row.next()? })
    };
    Ok(call.tx.row(SERVED, args![call.seller, from, to], read).await?.unwrap_or_default())
}

const SERVED: &str = "select count(*), cast(coalesce(sum(affect_cancellation_rating), 0) as bigint), \
    count(delivering_date), \
    cast(coalesce(sum(case when delivering_date > shipment_date then 1 else 0 end), 0) as bigint) \
    from posting where seller_id = $1 and in_process_at >= $2 and in_process_at < $3 and scheme in ('fbs', 'rfbs')";
