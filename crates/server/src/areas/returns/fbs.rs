//! The list of returns of goods that lay with the seller.

use gostiny_wire::{
    returns::{
        ReturnFbsV2, ReturnFbsV3, ReturnsCompanyFbsV2Filter, ReturnsCompanyFbsV2Request, ReturnsCompanyFbsV2Response,
        ReturnsCompanyFbsV2Result, ReturnsCompanyFbsV3Request, ReturnsCompanyFbsV3Response, ReturnsTimeRange,
    },
    scalar::{Decimal2, Time},
};

use super::{
    filter::{self, Filter, Start},
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

/// A page by the number of those before it.
pub async fn v2(call: &mut Call, req: &ReturnsCompanyFbsV2Request) -> Result<ReturnsCompanyFbsV2Response> {
    filter::limit(REQUEST, req.limit)?;
    check::offset(REQUEST, req.offset)?;
    let filter = filter(call, &req.filter)?;
    let (count, page) = filter.counted(call, req.limit, req.offset).await?;
    let tariffs = tariff::history(call).await?;
    let returns = page.into_iter().map(|goods| shown(goods, &tariffs, call.now)).collect();
    Ok(ReturnsCompanyFbsV2Response { result: ReturnsCompanyFbsV2Result { count, returns } })
}

/// A page behind a return, with one stretch of time where the older list takes several.
pub async fn v3(call: &mut Call, req: &ReturnsCompanyFbsV3Request) -> Result<ReturnsCompanyFbsV3Response> {
    filter::limit(REQUEST, req.limit)?;
    let asked = ReturnsCompanyFbsV2Filter {
        accepted_from_customer_moment: given(&req.filter.accepted_from_customer_moment),
        last_free_waiting_day: given(&req.filter.last_free_waiting_day),
        order_id: req.filter.order_id,
        posting_number: req.filter.posting_number.clone(),
        product_name: req.filter.product_name.clone(),
        product_offer_id: req.filter.product_offer_id.clone(),
        status: req.filter.status.clone(),
    };
    let page = filter(call, &asked)?.page(call, req.limit, Start::Behind(req.last_id)).await?;
    let last_id = page.last().map(|last| last.return_id).unwrap_or_default();
    let tariffs = tariff::history(call).await?;
    let shown = |goods: GoodsReturn| ReturnFbsV3 {
        exemplar_id: 0,
        picking_tag: String::new(),
        return_barcode: goods.barcode(),
        return_clearing_id: goods.return_id.0,
        goods: shown(goods, &tariffs, call.now),
    };
    Ok(ReturnsCompanyFbsV3Response { last_id, returns: page.into_iter().map(shown).collect() })
}

/// A stretch without ends is none.
pub(super) fn given(range: &ReturnsTimeRange) -> Vec<ReturnsTimeRange> {
    Some(range.clone()).filter(|range| *range != ReturnsTimeRange::default()).into_iter().collect()
}

fn filter(call: &Call, asked: &ReturnsCompanyFbsV2Filter) -> Result<Filter> {
    let field = format!("{REQUEST}.Filter");
    check::items(&field, "PostingNumber", asked.posting_number.len(), 0, filter::MOST)?;
    for (name, ranges) in [
        ("AcceptedFromCustomerMoment", &asked.accepted_from_customer_moment),
        ("LastFreeWaitingDay", &asked.last_free_waiting_day),
    ] {
        check::items(&field, name, ranges.len(), 0, MOST_RANGES)?;
        filter::in_order(&field, name, ranges)?;
    }
    check::length(&field, "ProductName", &asked.product_name, 0, filter::LONGEST_NAME)?;
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
    filter.holds("folded_name", asked.product_name.trim());
    filter.is_one_of("posting_number", asked.posting_number.iter().map(Arg::from));
    filter.is_within("accepted_at", &asked.accepted_from_customer_moment);
    filter.is_within("last_free_day", &asked.last_free_waiting_day);
    Ok(filter)
}

fn shown(goods: GoodsReturn, tariffs: &History, now: Time) -> ReturnFbsV2 {
    let commission = goods.price.share_rounded_half_up(goods.commission_basis_points);
    let moment = |at: Option<Time>| at.map(|at| at.to_string()).unwrap_or_default();
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
        waiting_for_seller_days: goods.days_waited(now),
        returns_keeping_cost: goods.keeping_cost(tariffs).into(),
        sku: goods.sku,
        status: goods.status.word().to_owned(),
    }
}
