//! Forms a carriage of what is packed: at once, or as a draft that waits to be approved. The papers follow by the agenda,
//! see `form.rs`.

use gostiny_wire::{
    act::{
        CarriageApproveV1Request, CarriageCancelV1Request, CarriageCancelV1Response, CarriageCreateV1Request,
        CarriageCreateV1Response, PostingFbsActCreateV2Request, PostingFbsActCreateV2Response,
        PostingFbsActCreateV2Result,
    },
    method::Empty,
    scalar::{CarriageId, DeliveryMethodId, PostingNumber, Time},
};

use super::{
    FORM, departure,
    row::{self, CANCELLED, Carriage, IN_PROCESS, carriages},
};
use crate::{
    areas::{
        posting, setting,
        warehouse::{self, DeliveryMethod, Warehouse},
    },
    args,
    call::Call,
    error::{Error, Result},
    job,
};

/// Containers of one carriage.
const MOST_CONTAINERS: i32 = 1_000;

/// The same call again, while the papers are being made, answers the same carriage; postings packed later travel
/// in a further one of the same day. A draft of the day is approved by it.
pub async fn v2(call: &mut Call, req: &PostingFbsActCreateV2Request) -> Result<PostingFbsActCreateV2Response> {
    let containers = req.containers_count;
    in_range("PostingFBSActCreateRequest", containers)?;
    let (method, warehouse) = method_of_fbs(call, req.delivery_method_id).await?;
    fit(&warehouse, containers)?;
    let day = warehouse::local_day(&warehouse, req.departure_date.unwrap_or(call.now));
    let carriage = create_for(call, &method, &warehouse, &day).await?;
    if carriage.is_draft {
        approve(call, &carriage, containers).await?;
    }
    Ok(PostingFbsActCreateV2Response { result: PostingFbsActCreateV2Result { id: carriage.carriage_id } })
}

/// A draft of what is packed by now. While a carriage of the day is under way, that one is answered.
pub async fn draft_v1(call: &mut Call, req: &CarriageCreateV1Request) -> Result<CarriageCreateV1Response> {
    let (method, warehouse) = method_of_fbs(call, req.delivery_method_id).await?;
    let day = warehouse::local_day(&warehouse, req.departure_date.unwrap_or(call.now));
    let carriage = create_for(call, &method, &warehouse, &day).await?;
    Ok(CarriageCreateV1Response { carriage_id: carriage.carriage_id })
}

/// The seller's leave: from here on a carriage goes the way of one that was formed at once.
pub async fn approve_v1(call: &mut Call, req: &CarriageApproveV1Request) -> Result<Empty> {
    in_range("CarriageApproveRequest", req.containers_count)?;
    let carriage = row::find(call, req.carriage_id).await?;
    let (method, warehouse) = method_of_fbs(call, carriage.delivery_method_id).await?;
    fit(&warehouse, req.containers_count)?;
    if !carriage.is_draft {
        return Err(Error::BadRequest("Incorrect_carriage_status".to_owned()));
    }
    if let Some(code) = departure::obstacle(&warehouse, &method, &carriage.departure_day, call.now) {
        return Err(Error::BadRequest(code.to_owned()));
    }
    approve(call, &carriage, req.containers_count).await?;
    Ok(Empty {})
}

/// Calls off what has no papers yet; its postings stay packed. What cannot be called off is told, not refused.
pub async fn cancel_v1(call: &mut Call, req: &CarriageCancelV1Request) -> Result<CarriageCancelV1Response> {
    let carriage = row::find(call, req.carriage_id).await?;
    match carriage.status.as_str() {
        IN_PROCESS => call_off(call, carriage.carriage_id).await?,
        CANCELLED => {}
        _ => {
            let carriage_status = carriage.word().to_owned();
            return Ok(CarriageCancelV1Response { error: "Incorrect_carriage_status".to_owned(), carriage_status });
        }
    }
    Ok(CarriageCancelV1Response { error: String::new(), carriage_status: CANCELLED.to_owned() })
}

async fn call_off(call: &mut Call, id: CarriageId) -> Result<()> {
    if call.tx.run(CALL_OFF, args![CANCELLED, call.now, call.seller, id, IN_PROCESS]).await? != 1 {
        return Err(Error::Raced);
    }
    job::cancel(call, FORM, &id.to_string()).await?;
    Ok(())
}

const CALL_OFF: &str = "update carriage set status = $1, is_draft = 0, ready_at = $2 \
    where seller_id = $3 and carriage_id = $4 and status = $5";

async fn approve(call: &mut Call, draft: &Carriage, containers: i32) -> Result<()> {
    if call.tx.run(APPROVE, args![i64::from(containers), call.seller, draft.carriage_id, IN_PROCESS]).await? != 1 {
        return Err(Error::Raced);
    }
    let (id, meant) = (draft.carriage_id.to_string(), serde_json::to_string(&draft.meant)?);
    let ready_at = call.now.plus_seconds(setting::of(call).await?.act_delay_seconds);
    job::schedule(call, FORM, ready_at, &id, &meant).await
}

const APPROVE: &str = "update carriage set is_draft = 0, containers_count = $1 \
    where seller_id = $2 and carriage_id = $3 and status = $4 and is_draft = 1";

fn in_range(request: &str, containers: i32) -> Result<()> {
    if (0..=MOST_CONTAINERS).contains(&containers) {
        return Ok(());
    }
    let rule = format!("value must be inside range [0, {MOST_CONTAINERS}]");
    Err(Error::invalid(format!("{request}.ContainersCount"), rule))
}

fn fit(warehouse: &Warehouse, containers: i32) -> Result<()> {
    if containers == 0 || warehouse.has_entrusted_acceptance {
        return Ok(());
    }
    Err(Error::BadRequest("Trying set ContainersCount to not HasEntrustedAcceptance company".to_owned()))
}

/// The carriage of a method and day that is under way, or a new draft.
async fn create_for(call: &mut Call, method: &DeliveryMethod, warehouse: &Warehouse, day: &str) -> Result<Carriage> {
    if let Some(code) = departure::obstacle(warehouse, method, day, call.now) {
        return Err(Error::BadRequest(code.to_owned()));
    }
    match under_way(call, method.delivery_method_id).await? {
        Some(carriage) if carriage.departure_day == day => return Ok(carriage),
        // Nobody approved it while it could leave.
        Some(draft) if draft.is_draft && draft.departure_day < warehouse::local_day(warehouse, call.now) => {
            call_off(call, draft.carriage_id).await?;
        }
        // Its postings are still being gathered and could be the same ones.
        Some(_) => return Err(Error::BadRequest("there_are_incomplete_carriages".to_owned())),
        None => {}
    }
    begin(call, method, warehouse, day).await
}

/// The seller's method, with its warehouse; only from FBS warehouses the marketplace fetches anything.
async fn method_of_fbs(call: &mut Call, id: DeliveryMethodId) -> Result<(DeliveryMethod, Warehouse)> {
    let unknown = || Error::NotFound("DELIVERY_METHOD_NOT_FOUND".to_owned());
    let method = warehouse::method(call, id).await?.ok_or_else(unknown)?;
    let warehouse = warehouse::find(call, method.warehouse_id).await?.ok_or_else(unknown)?;
    if !warehouse.is_rfbs {
        return Ok((method, warehouse));
    }
    let none = warehouse::all(call).await?.iter().all(|warehouse| warehouse.is_rfbs);
    let text = if none { "Company has no FBS-warehouses" } else { "non_carriageable" };
    Err(Error::BadRequest(text.to_owned()))
}

async fn under_way(call: &mut Call, method: DeliveryMethodId) -> Result<Option<Carriage>> {
    call.tx.row(UNDER_WAY, args![call.seller, method, IN_PROCESS], row::carriage).await
}

const UNDER_WAY: &str = carriages!("delivery_method_id = $2 and status = $3 order by carriage_id limit 1");

async fn begin(call: &mut Call, method: &DeliveryMethod, warehouse: &Warehouse, day: &str) -> Result<Carriage> {
    let no_day = || Error::invalid("PostingFBSActCreateRequest.DepartureDate", "value must be a day of the calendar");
    let until = warehouse::day_end(warehouse, day).ok_or_else(no_day)?;
    let packed = posting::packed(call, method.delivery_method_id, until).await?;
    if packed.is_empty() {
        return Err(Error::BadRequest(nothing_packed(call, method.delivery_method_id, until).await?.to_owned()));
    }
    let meant: Vec<PostingNumber> = packed.into_iter().map(|posting| posting.posting_number).collect();
    let carriage = Carriage {
        carriage_id: CarriageId(call.id("carriage").await?),
        delivery_method_id: method.delivery_method_id,
        warehouse_id: warehouse.warehouse_id,
        departure_day: day.to_owned(),
        status: IN_PROCESS.to_owned(),
        containers_count: 0,
        partial_num: row::parts(call, method.delivery_method_id, day).await? + 1,
        postings: 0,
        removed: Vec::new(),
        ready_at: None,
        is_draft: true,
        meant,
        created_at: call.now,
    };
    let args = args![
        call.seller,
        carriage.carriage_id,
        carriage.delivery_method_id,
        carriage.warehouse_id,
        day,
        IN_PROCESS,
        carriage.partial_num,
        call.now,
        serde_json::to_string(&carriage.meant)?
    ];
    if call.tx.run(BEGIN, args).await? != 1 {
        return Err(Error::Raced);
    }
    Ok(carriage)
}

// Of two calls at once one begins; the index `carriage_under_way` stops the other.
const BEGIN: &str = "insert into carriage (seller_id, carriage_id, delivery_method_id, warehouse_id, departure_day, \
    status, containers_count, partial_num, postings, removed, created_at, ready_at, is_draft, meant) \
    values ($1, $2, $3, $4, $5, $6, 0, $7, 0, '[]', $8, null, 1, $9) on conflict do nothing";

/// Why there is nothing to carry: it waits to be packed, or nothing is due.
async fn nothing_packed(call: &mut Call, method: DeliveryMethodId, until: Time) -> Result<&'static str> {
    let due = posting::awaiting(call, Time(0), Time(until.0.saturating_add(1))).await?;
    let waits = due.iter().any(|count| count.delivery_method_id == method && count.to_pack > 0);
    Ok(if waits { "not_packaged" } else { "no_postings" })
}
