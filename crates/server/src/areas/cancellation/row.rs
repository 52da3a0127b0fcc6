//! The row of a request.

use gostiny_wire::{
    cancellation::{ConditionalCancellation, ConditionalCancellationReason, ConditionalCancellationState},
    scalar::CancellationId,
};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// Not decided.
pub(super) const OPEN: &str = "ON_APPROVAL";
/// Granted.
pub(super) const APPROVED: &str = "APPROVED";
/// Refused.
pub(super) const REJECTED: &str = "REJECTED";

/// All columns that [`request`] reads, in its order.
macro_rules! columns {
    () => {
        "remark, decided_at, auto_approve_at, cancellation_id, initiator, reason_id, reason, message, cancelled_at, \
         order_date, posting_number, state, tpl_integration_type"
    };
}
pub(super) use columns;

/// Reads a row of `columns!()`.
pub(super) fn request(row: &Row<'_>) -> Result<ConditionalCancellation> {
    Ok(ConditionalCancellation {
        approve_comment: row.next()?,
        approve_date: row.next()?,
        auto_approve_date: row.next()?,
        cancellation_id: row.next()?,
        cancellation_initiator: row.next()?,
        cancellation_reason: ConditionalCancellationReason { id: row.next()?, name: row.next()? },
        cancellation_reason_message: row.next()?,
        cancelled_at: row.next()?,
        order_date: row.next()?,
        posting_number: row.next()?,
        state: state(row.next::<String>()?),
        tpl_integration_type: carrier(&row.next::<String>()?).to_owned(),
    })
}

fn state(word: String) -> ConditionalCancellationState {
    let (id, name) = match word.as_str() {
        APPROVED => (2, "Подтверждена"),
        REJECTED => (3, "Отклонена"),
        _ => (1, "На рассмотрении"),
    };
    ConditionalCancellationState { id, name: name.to_owned(), state: word }
}

/// These methods spell who moves a posting in their own way.
fn carrier(word: &str) -> &str {
    match word {
        "3pl_tracking" => "ThirdPartyTracking",
        "non_integrated" => "NonIntegrated",
        "aggregator" => "Aggregator",
        "ozon" => "Ozon",
        other => other,
    }
}

/// The seller's request.
pub(super) async fn find(call: &mut Call, id: CancellationId) -> Result<ConditionalCancellation> {
    let found = call.tx.row(FIND, args![call.seller, id], request).await?;
    found.ok_or_else(|| Error::NotFound("CANCELLATION_NOT_FOUND".to_owned()))
}

const FIND: &str =
    concat!("select ", columns!(), " from cancellation_request where seller_id = $1 and cancellation_id = $2");
