//! The list of returns of goods that lay with the seller.

use gostiny_wire::{
    returns::{ReturnFbsV2, ReturnsCompanyFbsV2Request, ReturnsCompanyFbsV2Response, ReturnsCompanyFbsV2Result},
    scalar::{Decimal2, Time},
};

use super::{
    filter::{self, Filter},
    machine::Status,
    row::GoodsReturn,
};
use crate::{
    areas::tariff::{self, History},
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "GetReturnsCompanyFBSRequest";
/// Stretches of time in one filter.
const MOST_RANGES: usize = 50;
/// Characters of a title.
const LONGEST_NAME: usize = 500;

/// The statuses that the filter knows.
const STATUSES: [Status; 8] = [
    Status::WithSeller,
    Status::Waiting,
    Status::Accepted,
    Status::Compensated,
    Status::Ready,
    Status::Moving,
    Status::Disposed,
    Status::Disposing,
];

/// A page.
pub async fn v2(call: &mut Call, req: &ReturnsCompanyFbsV2Request) -> Result<ReturnsCompanyFbsV2Response> {
    filter::limit(REQUEST, req.limit)?;
    check::offset(REQUEST, req.offset)?;
    let filter = filter(call, req)?;
    let (count, page) = filter.page(call, req.limit, req.offset).await?;
    let tariffs = tariff::history(call).await?;
    let returns = page.into_iter().map(|goods| shown(goods, &tariffs, call.now)).collect();
    Ok(ReturnsCompanyFbsV2Response { result: ReturnsCompanyFbsV2Result { count, returns } })
}

fn filter(call: &Call, req: &ReturnsCompanyFbsV2Request) -> Result<Filter> {
    let (asked, field) = (&req.filter, format!("{REQUEST}.Filter"));
    check::items(&field, "PostingNumber", asked.posting_number.len(), 0, filter::MOST)?;
    for (name, ranges) in [
        ("AcceptedFromCustomerMoment", &asked.accepted_from_customer_moment),
        ("LastFreeWaitingDay", &asked.last_free_waiting_day),
    ] {
        check::items(&field, name, ranges.len(), 0, MOST_RANGES)?;
        if ranges.iter().any(|range| range.time_from.zip(range.time_to).is_some_and(|(from, to)| from > to)) {
            return Err(Error::invalid(format!("{field}.{name}"), "time_from must not be later than time_to"));
        }
    }
    check::length(&field, "ProductName", &asked.product_name, 0, LONGEST_NAME)?;
    let known = |status: &Status| status.word() == asked.status;
    if !asked.status.is_empty() && !STATUSES.iter().any(known) {
        let words = STATUSES.map(Status::word).join(" ");
        return Err(Error::invalid(format!("{field}.Status"), format!("value must be in list [{words}]")));
    }
    let mut filter = Filter::new(call.seller, "'fbs', 'rfbs'");
    if !asked.status.is_empty() {
        filter.is("status", Arg::from(&asked.status));
    }
    if asked.order_id.0 != 0 {
        filter.is("order_id", asked.order_id.into());
    }
    if !asked.product_offer_id.as_str().is_empty() {
        filter.is("offer_id", Arg::from(&asked.product_offer_id));
    }
    if !asked.product_name.trim().is_empty() {
        filter.holds("folded_name", asked.product_name.trim());
    }
    filter.is_one_of("posting_number", asked.posting_number.iter().map(Arg::from));
    filter.is_within("accepted_at", &asked.accepted_from_customer_moment);
    filter.is_within("last_free_day", &asked.last_free_waiting_day);
    Ok(filter)
}

fn shown(goods: GoodsReturn, tariffs: &History, now: Time) -> ReturnFbsV2 {
    let commission = goods.price.share_rounded_half_up(goods.commission_basis_points);
    let moment = |at: Option<Time>| at.map(|at| at.to_string()).unwrap_or_default();
    let waited = goods.waiting_from.map_or(0, |from| goods.ended_at.unwrap_or(now).seconds_since(from) / 86_400);
    ReturnFbsV2 {
        accepted_from_customer_moment: moment(goods.accepted_at),
        clearing_id: goods.clearing_id,
        commission: commission.into(),
        commission_percent: Decimal2(goods.commission_basis_points),
        id: goods.return_id,
        is_moving: goods.status == Status::Moving,
        is_opened: goods.is_opened,
        last_free_waiting_day: moment(goods.last_free_day),
        place_id: goods.warehouse_id.0,
        moving_to_place_name: goods.place_name.clone(),
        picking_amount: goods.way_back.into(),
        posting_number: goods.posting_number.clone(),
        price: goods.price.into(),
        price_without_commission: (goods.price - commission).into(),
        product_id: goods.product_id,
        product_name: goods.name.clone(),
        quantity: goods.quantity,
        return_date: moment(Some(goods.created_at)),
        return_reason_name: goods.reason.clone(),
        waiting_for_seller_date_time: moment(goods.waiting_from),
        returned_to_seller_date_time: moment(goods.ended_at.filter(|_| goods.status == Status::WithSeller)),
        waiting_for_seller_days: waited,
        returns_keeping_cost: goods.keeping_cost(tariffs).into(),
        sku: goods.sku,
        status: goods.status.word().to_owned(),
    }
}
