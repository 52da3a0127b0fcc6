//! Forms a carriage of what is packed. The papers follow by the agenda, see `form.rs`.

use gostiny_wire::{
    act::{PostingFbsActCreateV2Request, PostingFbsActCreateV2Response, PostingFbsActCreateV2Result},
    scalar::{CarriageId, DeliveryMethodId, PostingNumber, Time},
};

use super::{
    FORM, departure,
    row::{self, IN_PROCESS, carriages},
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
/// in a further one of the same day.
pub async fn v2(call: &mut Call, req: &PostingFbsActCreateV2Request) -> Result<PostingFbsActCreateV2Response> {
    let containers = req.containers_count;
    if !(0..=MOST_CONTAINERS).contains(&containers) {
        let rule = format!("value must be inside range [0, {MOST_CONTAINERS}]");
        return Err(Error::invalid("PostingFBSActCreateRequest.ContainersCount", rule));
    }
    let (method, warehouse) = method_of_fbs(call, req.delivery_method_id).await?;
    if containers > 0 && !warehouse.has_entrusted_acceptance {
        let text = "Trying set ContainersCount to not HasEntrustedAcceptance company";
        return Err(Error::BadRequest(text.to_owned()));
    }
    let day = warehouse::local_day(&warehouse, req.departure_date.unwrap_or(call.now));
    if let Some(code) = departure::obstacle(&warehouse, &method, &day, call.now) {
        return Err(Error::BadRequest(code.to_owned()));
    }
    let id = match in_process(call, method.delivery_method_id).await? {
        Some((id, its_day)) if its_day == day => id,
        // Its postings are still being gathered and could be the same ones.
        Some(_) => return Err(Error::BadRequest("there_are_incomplete_carriages".to_owned())),
        None => begin(call, &method, &warehouse, &day, containers.into()).await?,
    };
    Ok(PostingFbsActCreateV2Response { result: PostingFbsActCreateV2Result { id } })
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

async fn in_process(call: &mut Call, method: DeliveryMethodId) -> Result<Option<(CarriageId, String)>> {
    let found = call.tx.row(UNDER_WAY, args![call.seller, method, IN_PROCESS], row::carriage).await?;
    Ok(found.map(|carriage| (carriage.carriage_id, carriage.departure_day)))
}

const UNDER_WAY: &str = carriages!("delivery_method_id = $2 and status = $3 order by carriage_id limit 1");

async fn begin(
    call: &mut Call,
    method: &DeliveryMethod,
    warehouse: &Warehouse,
    day: &str,
    containers: i64,
) -> Result<CarriageId> {
    let no_day = || Error::invalid("PostingFBSActCreateRequest.DepartureDate", "value must be a day of the calendar");
    let until = warehouse::day_end(warehouse, day).ok_or_else(no_day)?;
    let packed = posting::packed(call, method.delivery_method_id, until).await?;
    if packed.is_empty() {
        return Err(Error::BadRequest(nothing_packed(call, method.delivery_method_id, until).await?.to_owned()));
    }
    let numbers: Vec<PostingNumber> = packed.into_iter().map(|posting| posting.posting_number).collect();
    let partial_num = row::parts(call, method.delivery_method_id, day).await? + 1;
    let id = CarriageId(call.id("carriage").await?);
    let args = args![
        call.seller,
        id,
        method.delivery_method_id,
        warehouse.warehouse_id,
        day,
        IN_PROCESS,
        containers,
        partial_num,
        call.now
    ];
    if call.tx.run(BEGIN, args).await? != 1 {
        return Err(Error::Raced);
    }
    let ready_at = call.now.plus_seconds(setting::of(call).await?.act_delay_seconds);
    job::schedule(call, FORM, ready_at, &id.to_string(), &serde_json::to_string(&numbers)?).await?;
    Ok(id)
}

// Of two calls at once one begins; the index `carriage_under_way` stops the other.
const BEGIN: &str = "insert into carriage (seller_id, carriage_id, delivery_method_id, warehouse_id, departure_day, \
    status, containers_count, partial_num, postings, removed, created_at, ready_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, 0, '[]', $9, null) on conflict do nothing";

/// Why there is nothing to carry: it waits to be packed, or nothing is due.
async fn nothing_packed(call: &mut Call, method: DeliveryMethodId, until: Time) -> Result<&'static str> {
    let due = posting::awaiting(call, Time(0), Time(until.0.saturating_add(1))).await?;
    let waits = due.iter().any(|count| count.delivery_method_id == method && count.to_pack > 0);
    Ok(if waits { "not_packaged" } else { "no_postings" })
}
