//! What was sent and what became of it; sends it once more; forgets what is old.

use gostiny_wire::operator::{
    Delivery, DeliveryListRequest, DeliveryListResponse, DeliveryResendRequest, DeliveryState,
};

use super::{SEND, TIDY, row};
use crate::{
    api::LastId,
    areas::{seller, setting},
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Due},
    store::Row,
};

const USUAL_PAGE: i64 = 100;
const LARGEST_PAGE: i64 = 1_000;
/// Days between two tidyings.
pub(super) const TIDY_DAYS: i64 = 1;
/// Pushes forgotten in one transaction.
const AT_ONCE: u64 = 5_000;

/// All columns of a [`Delivery`], in the order in which [`delivery`] reads them.
macro_rules! deliveries {
    ($rest:literal) => {
        concat!(
            "select number, message_type, body, created_at, state, attempts, tries, next_at, copy_of \
             from push_delivery where seller_id = $1 and ",
            $rest
        )
    };
}

fn delivery(row: &Row<'_>) -> Result<Delivery> {
    Ok(Delivery {
        id: row.next()?,
        message_type: row.next()?,
        body: Some(row.next_json()?),
        created_at: row.next()?,
        state: match row.next::<String>()?.as_str() {
            "delivered" => DeliveryState::Delivered,
            "dropped" => DeliveryState::Dropped,
            _ => DeliveryState::Waiting,
        },
        attempts: row.next()?,
        tries: row.next_json()?,
        next_attempt_at: row.next()?,
        copy_of: row.next()?,
    })
}

/// A page, newest first.
pub(super) async fn list(call: &mut Call, req: &DeliveryListRequest) -> Result<DeliveryListResponse> {
    seller::find(call, req.client_id).await?;
    let limit = if req.limit == 0 { USUAL_PAGE } else { req.limit };
    check::limit("DeliveryListRequest", limit, LARGEST_PAGE)?;
    let before = if req.last_id.is_empty() { i64::MAX } else { LastId::parse(&req.last_id)?.0 };
    let deliveries = match req.state {
        None => call.tx.rows(PAGE, args![req.client_id, before, limit], delivery).await?,
        Some(state) => call.tx.rows(PAGE_OF, args![req.client_id, before, limit, word(state)], delivery).await?,
    };
    let last_id = deliveries.last().map(|last| LastId(last.id).to_string()).unwrap_or_default();
    Ok(DeliveryListResponse { deliveries, last_id })
}

const PAGE: &str = deliveries!("number < $2 order by number desc limit $3");
const PAGE_OF: &str = deliveries!("number < $2 and state = $4 order by number desc limit $3");

fn word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Dropped => "dropped",
    }
}

/// Puts a copy behind all that wait.
pub(super) async fn resend(call: &mut Call, req: &DeliveryResendRequest) -> Result<Delivery> {
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    let to = row::hold(call, call.seller).await?.ok_or_else(|| row::none_of(call.seller))?;
    let found = call.tx.row(FIND, args![call.seller, req.id], delivery).await?;
    let push = found.ok_or_else(|| Error::NotFound(format!("shop {} has no push {}", call.seller, req.id)))?;
    if push.state == DeliveryState::Waiting {
        return Err(Error::Conflict(format!("push {} is still to be sent", req.id)));
    }
    let number = to.last_number + 1;
    call.tx.run(COPY, args![call.seller, push.id, number, call.now]).await?;
    let awake = to.awake || to.sends();
    call.tx.run(NUMBER, args![number, awake, call.seller]).await?;
    if awake && !to.awake {
        job::schedule(call, SEND, call.now, "", "").await?;
    }
    let copy = call.tx.row(FIND, args![call.seller, number], delivery).await?;
    copy.ok_or_else(|| Error::internal("a copy is gone"))
}

const FIND: &str = deliveries!("number = $2");
const COPY: &str = "insert into push_delivery (seller_id, number, message_type, body, created_at, state, attempts, \
    tries, copy_of) select seller_id, $3, message_type, body, $4, 'waiting', 0, '[]', number from push_delivery \
    where seller_id = $1 and number = $2";
const NUMBER: &str = "update push_subscription set last_number = $1, awake = $2 where seller_id = $3";

/// Forgets what is older than the settings say, sent or not, and goes on while there is more of it. The log of a
/// subscription that ended grows old too.
pub(super) async fn tidy(call: &mut Call, _: &Due) -> Result<()> {
    let oldest = call.now.plus_days(-setting::of(call).await?.push_log_days);
    let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let gone = call.tx.run(FORGET, args![call.seller, oldest, limit]).await?;
    if gone == AT_ONCE {
        return job::schedule(call, TIDY, call.now.plus_seconds(1), "", "").await;
    }
    let is_empty = call.tx.row(ANY, args![call.seller], |_| Ok(())).await?.is_none();
    if is_empty && row::find(call, call.seller).await?.is_none() {
        return Ok(());
    }
    job::schedule(call, TIDY, call.now.plus_days(TIDY_DAYS), "", "").await
}

const FORGET: &str = "delete from push_delivery where seller_id = $1 and number in ( \
    select number from push_delivery where seller_id = $1 and created_at < $2 order by created_at limit $3)";
const ANY: &str = "select 1 from push_delivery where seller_id = $1 limit 1";
