//! Carriages one by one, the list of acts, and the postings of one.

use std::collections::HashMap;

use gostiny_wire::{
    act::{
        CarriageCancelAvailability, CarriageGetV1Request, CarriageGetV1Response, PostingFbsAct, PostingFbsActDoc,
        PostingFbsActDocs, PostingFbsActGetPostingsV2Request, PostingFbsActGetPostingsV2Response,
        PostingFbsActListV2Filter, PostingFbsActListV2Request, PostingFbsActListV2Response, PostingFbsActPosting,
        PostingFbsActProduct,
    },
    scalar::{PostingNumber, Time, WarehouseId},
};

use super::{
    available::small,
    check_status::more_wait,
    digital,
    row::{self, Carriage, IN_PROCESS, READY},
};
use crate::{
    areas::{
        posting::{self, Handed, Item, Posting},
        warehouse::{self, DeliveryMethod, Warehouse},
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "PostingFBSActListRequest";

/// All about one.
pub async fn get_v1(call: &mut Call, req: &CarriageGetV1Request) -> Result<CarriageGetV1Response> {
    let carriage = row::find(call, req.carriage_id).await?;
    let lost = || Error::internal(format!("carriage {} has lost where it starts", req.carriage_id));
    let from = warehouse::find(call, carriage.warehouse_id).await?.ok_or_else(lost)?;
    let method = warehouse::method(call, carriage.delivery_method_id).await?.ok_or_else(lost)?;
    let is_partial = row::parts(call, carriage.delivery_method_id, &carriage.departure_day).await? > 1;
    let is_ready = carriage.status == READY;
    let papers: &[&str] = if is_ready { &["get_act_of_acceptance", "get_waybill"] } else { &[] };
    let is_cancel_available = carriage.status == IN_PROCESS;
    let reason = if is_cancel_available { "" } else { "Incorrect_carriage_status" }.to_owned();
    Ok(CarriageGetV1Response {
        is_waybill_enabled: from.can_print_act_in_advance,
        available_actions: papers.iter().map(|paper| (*paper).to_owned()).collect(),
        cancel_availability: CarriageCancelAvailability { is_cancel_available, reason },
        carriage_id: carriage.carriage_id,
        company_id: call.seller,
        containers_count: small(carriage.containers_count),
        created_at: carriage.created_at,
        delivery_method_id: carriage.delivery_method_id,
        departure_date: carriage.departure_day.clone(),
        first_mile_type: from.first_mile_type,
        has_postings_for_next_carriage: more_wait(call, &carriage).await?,
        integration_type: method.tpl_integration_type,
        is_partial,
        partial_num: if is_partial { carriage.partial_num } else { 0 },
        status: carriage.word().to_owned(),
        tpl_provider_id: method.provider_id,
        updated_at: carriage.changed_at(),
        warehouse_id: carriage.warehouse_id,
        ..CarriageGetV1Response::default()
    })
}

/// An act with how many parts its day has.
struct Listed {
    carriage: Carriage,
    parts: i64,
}

/// The newest acts that the filter admits.
pub async fn list_v2(call: &mut Call, req: &PostingFbsActListV2Request) -> Result<PostingFbsActListV2Response> {
    check::limit(REQUEST, req.limit, 1_000)?;
    let methods = warehouse::all_methods(call).await?;
    let acts = admitted(call, &req.filter, &methods, req.limit).await?;
    let ids: Vec<_> = acts.iter().map(|act| act.carriage.carriage_id).collect();
    let handed = posting::handed(call, &ids).await?;
    let loose = posting::earliest_loose(call).await?;
    let warehouses = warehouse::all(call).await?;
    let warehouses: HashMap<WarehouseId, Warehouse> =
        warehouses.into_iter().map(|one| (one.warehouse_id, one)).collect();
    let row = |act: Listed| {
        let handed = handed.get(&act.carriage.carriage_id).copied().unwrap_or_default();
        let until = warehouses.get(&act.carriage.warehouse_id);
        let until = until.and_then(|from| warehouse::day_end(from, &act.carriage.departure_day));
        let waits = loose.get(&act.carriage.delivery_method_id).zip(until).is_some_and(|(first, end)| *first <= end);
        shown(act, methods.iter(), handed, waits)
    };
    Ok(PostingFbsActListV2Response { result: acts.into_iter().map(row).collect() })
}

async fn admitted(
    call: &mut Call,
    filter: &PostingFbsActListV2Filter,
    methods: &[DeliveryMethod],
    limit: i64,
) -> Result<Vec<Listed>> {
    let from = moment("DateFrom", &filter.date_from, false)?.unwrap_or(Time(i64::MIN));
    let to = moment("DateTo", &filter.date_to, true)?.unwrap_or(Time(i64::MAX));
    let kind = filter.integration_type.as_str();
    let travels = |method: &&DeliveryMethod| kind.is_empty() || method.tpl_integration_type == kind;
    let list: Vec<Arg> = methods.iter().filter(travels).map(|method| Arg::from(method.delivery_method_id)).collect();
    let words = match filter.status.as_slice() {
        [] => String::new(),
        words => format!(",{},", words.join(",")),
    };
    let read = |row: &Row<'_>| Ok(Listed { carriage: row::carriage(row)?, parts: row.next()? });
    let mut acts = call.tx.rows_in(LIST, args![call.seller, from, to, words, limit], &list, read).await?;
    acts.sort_by_key(|act| std::cmp::Reverse((act.carriage.created_at, act.carriage.carriage_id)));
    acts.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(acts)
}

// `success` is another word for what is formed.
const LIST: &str = "select carriage_id, delivery_method_id, warehouse_id, departure_day, status, containers_count, \
    partial_num, postings, removed, ready_at, is_draft, meant, created_at, (select count(*) from carriage part \
    where part.seller_id = carriage.seller_id and part.delivery_method_id = carriage.delivery_method_id \
    and part.departure_day = carriage.departure_day and part.status in ('in_process', 'ready')) \
    from carriage where seller_id = $1 and created_at >= $2 and created_at <= $3 \
    and (cast($4 as text) = '' or $4 like '%,' || case when is_draft = 1 then 'new' \
    when status = 'ready' then 'formed' else status end || ',%' \
    or (status = 'ready' and $4 like '%,success,%')) and delivery_method_id {in} \
    order by created_at desc, carriage_id desc limit $5";

/// A day or a moment; the end of a period is the last moment of its day.
fn moment(field: &str, text: &str, ends: bool) -> Result<Option<Time>> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = text.parse::<Time>() {
        return Ok(Some(at));
    }
    let wrong = || Error::invalid(format!("{REQUEST}_Filter.{field}"), "value must be a day or a moment");
    let day = text.parse().ok().and_then(Time::midnight).ok_or_else(wrong)?;
    Ok(Some(if ends { Time(day.plus_days(1).0 - 1) } else { day }))
}

fn shown<'a>(
    act: Listed,
    mut methods: impl Iterator<Item = &'a DeliveryMethod>,
    handed: Handed,
    waits: bool,
) -> PostingFbsAct {
    let Listed { carriage, parts } = act;
    let method = methods.find(|method| method.delivery_method_id == carriage.delivery_method_id);
    let name = |method: &DeliveryMethod| (method.name.clone(), method.tpl_integration_type.clone());
    let (delivery_method_name, integration_type) = method.map(name).unwrap_or_default();
    PostingFbsAct {
        id: carriage.carriage_id,
        delivery_method_id: carriage.delivery_method_id,
        delivery_method_name,
        integration_type,
        containers_count: small(carriage.containers_count),
        status: carriage.word().to_owned(),
        departure_date: carriage.departure_day.clone(),
        created_at: carriage.created_at,
        updated_at: carriage.changed_at(),
        act_type: String::new(),
        is_partial: parts > 1,
        has_postings_for_next_carriage: carriage.status != IN_PROCESS && waits,
        partial_num: if parts > 1 { carriage.partial_num } else { 0 },
        related_docs: papers(&carriage, handed),
    }
}

fn papers(carriage: &Carriage, handed: Handed) -> PostingFbsActDocs {
    let made = carriage.ready_at.filter(|_| carriage.status == READY);
    let paper =
        |status: &str| made.map(|created_at| PostingFbsActDoc { created_at, document_status: status.to_owned() });
    PostingFbsActDocs {
        act_of_acceptance: paper(digital::word(carriage, handed)),
        act_of_mismatch: if handed.refused > 0 { paper("CONFIRMED") } else { None },
        act_of_excess: None,
    }
}

/// What is in the carriage, or is meant to be while it is gathered.
pub async fn postings_v2(
    call: &mut Call,
    req: &PostingFbsActGetPostingsV2Request,
) -> Result<PostingFbsActGetPostingsV2Response> {
    let carriage = row::find(call, req.id).await?;
    let postings = if carriage.status == IN_PROCESS {
        posting::by_numbers(call, &carriage.meant).await?
    } else {
        posting::in_carriage(call, carriage.carriage_id).await?
    };
    let numbers: Vec<PostingNumber> = postings.iter().map(|posting| posting.posting_number.clone()).collect();
    let mut items: HashMap<PostingNumber, Vec<Item>> = HashMap::new();
    for item in posting::items(call, &numbers).await? {
        items.entry(item.posting_number.clone()).or_default().push(item);
    }
    let row = |posting: Posting| {
        let own = items.remove(&posting.posting_number).unwrap_or_default();
        told(posting, own)
    };
    Ok(PostingFbsActGetPostingsV2Response { result: postings.into_iter().map(row).collect() })
}

fn told(posting: Posting, items: Vec<Item>) -> PostingFbsActPosting {
    let moved = [posting.delivered_at, posting.delivering_date, posting.shipped_at].into_iter().flatten().max();
    let product = |item: Item| PostingFbsActProduct {
        name: item.name,
        offer_id: item.offer_id,
        price: item.price.fixed(4),
        quantity: small(item.quantity),
        sku: item.sku,
    };
    PostingFbsActPosting {
        // The digits under its bar code are its number among parcels.
        id: posting.lower_barcode.parse().unwrap_or_default(),
        multi_box_qty: small(posting.multi_box_qty.max(1)),
        posting_number: posting.posting_number,
        seller_error: if posting.status == "not_accepted" { "not_accepted_on_sc".to_owned() } else { String::new() },
        status: posting.status,
        updated_at: moved.unwrap_or(posting.in_process_at),
        created_at: posting.created_at,
        products: items.into_iter().map(product).collect(),
        is_blr_traceable: false,
        scanit: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_both_of_its_days() {
        let at = |text, ends| moment("DateFrom", text, ends).unwrap().unwrap().to_string();
        assert_eq!(at("2026-01-12", false), "2026-01-12T00:00:00Z");
        assert_eq!(at("2026-01-12", true), "2026-01-12T23:59:59.999999Z");
        assert_eq!(at("2026-01-12T10:00:00Z", true), "2026-01-12T10:00:00Z");
        assert_eq!(moment("DateFrom", "", true).unwrap(), None);
        assert!(moment("DateFrom", "вчера", false).is_err());
    }
}
