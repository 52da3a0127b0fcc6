//! A buyer asks.

use gostiny_wire::{
    operator::{CancellationRequestRequest, CancellationRequestResponse},
    scalar::CancellationId,
};

use super::GRANT;
use crate::{
    areas::{posting, tariff::Scheme},
    args,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// Hours after which a request is granted by itself.
const HOURS: i64 = 48;
/// The reason that buyers give, as it stands on postings that they call off.
const REASON: (i64, &str) = (508, "Покупатель отменил заказ");

/// About any shop's posting that its seller delivers. What has not left, buyers call off without asking.
pub async fn ask(call: &mut Call, req: &CancellationRequestRequest) -> Result<CancellationRequestResponse> {
    check::length("CancellationRequest", "Message", &req.message, 0, 1_000)?;
    call.seller = posting::owner(call, &req.posting_number).await?;
    let posting = posting::find(call, &req.posting_number).await?;
    if posting.scheme != Scheme::Rfbs {
        return Err(Error::WrongState("ONLY_THE_SELLER_S_OWN_DELIVERY_IS_ASKED_FOR".to_owned()));
    }
    if posting.status != "delivering" {
        return Err(Error::WrongState("POSTING_IS_NOT_ON_ITS_WAY".to_owned()));
    }
    let id = CancellationId(call.id("cancellation").await?);
    let auto_approve_date = call.now.plus_hours(HOURS);
    let args = args![
        call.seller,
        id,
        &posting.posting_number,
        REASON.0,
        REASON.1,
        req.message.trim(),
        &posting.tpl_integration_type,
        posting.created_at,
        call.now,
        auto_approve_date
    ];
    if call.tx.run(ASK, args).await? != 1 {
        return Err(Error::Conflict("CANCELLATION_IS_REQUESTED_ALREADY".to_owned()));
    }
    job::schedule(call, GRANT, auto_approve_date, &id.to_string(), "").await?;
    Ok(CancellationRequestResponse { cancellation_id: id, client_id: call.seller, auto_approve_date })
}

const ASK: &str = "insert into cancellation_request (seller_id, cancellation_id, posting_number, reason_id, reason, \
    message, initiator, tpl_integration_type, order_date, cancelled_at, auto_approve_at, state, remark, decided_at) \
    values ($1, $2, $3, $4, $5, $6, 'CLIENT', $7, $8, $9, $10, 'ON_APPROVAL', '', null) on conflict do nothing";
