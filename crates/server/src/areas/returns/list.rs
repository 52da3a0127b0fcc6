//! Returns of every scheme in one list, as it is shown today.

use gostiny_wire::{
    returns::{
        ReturnV1, ReturnV1AdditionalInfo, ReturnV1Compensation, ReturnV1CompensationStatus, ReturnV1Logistic,
        ReturnV1Money, ReturnV1Place, ReturnV1Product, ReturnV1Storage, ReturnV1Visual, ReturnV1VisualStatus,
        ReturnsListV1Filter, ReturnsListV1Request, ReturnsListV1Response, ReturnsTimeRange,
    },
    scalar::{ClientId, Decimal2, Money, OrderNumber, ReturnId, Time},
};

use super::{
    fbo,
    fbs::given,
    filter::{self, Filter, Start},
    keep,
    machine::Status,
    row::{BARCODE, GoodsReturn},
    visual,
};
use crate::{
    areas::{
        seller,
        tariff::{self, History, Scheme},
        warehouse::{self, Warehouse},
    },
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "GetReturnsListRequest";
const LARGEST_PAGE: i32 = 500;
/// What `compensation_status_id` can be; whoever is compensated here has received the money at once.
const COMPENSATIONS: std::ops::RangeInclusive<i64> = 0..=4;
const RECEIVED: i64 = 2;

/// A page behind a return, oldest first.
pub async fn v1(call: &mut Call, req: &ReturnsListV1Request) -> Result<ReturnsListV1Response> {
    check::limit(REQUEST, req.limit.into(), LARGEST_PAGE.into())?;
    let filter = filter(call, &req.filter)?;
    let mut page = filter.page(call, i64::from(req.limit) + 1, Start::Behind(req.last_id)).await?;
    let limit = usize::try_from(req.limit).unwrap_or_default();
    let has_next = page.len() > limit;
    page.truncate(limit);
    let shop = seller::find(call, call.seller).await?;
    let (tariffs, warehouses) = (tariff::history(call).await?, warehouse::all(call).await?);
    let around = Around {
        seller: call.seller,
        currency: &shop.currency_code,
        now: call.now,
        tariffs: &tariffs,
        warehouses: &warehouses,
    };
    Ok(ReturnsListV1Response { has_next, returns: page.into_iter().map(|goods| around.shown(goods)).collect() })
}

fn filter(call: &Call, asked: &ReturnsListV1Filter) -> Result<Filter> {
    const FIELD: &str = "GetReturnsListRequest.Filter";
    check::items(FIELD, "PostingNumbers", asked.posting_numbers.len(), 0, filter::MOST)?;
    check::length(FIELD, "ProductName", &asked.product_name, 0, filter::LONGEST_NAME)?;
    if !COMPENSATIONS.contains(&asked.compensation_status_id) {
        return Err(Error::invalid(format!("{FIELD}.CompensationStatusId"), "value must be inside range [0, 4]"));
    }
    let mut filter = of_scheme(call, asked)?;
    if !asked.barcode.trim().is_empty() {
        let number = asked.barcode.trim().strip_prefix(BARCODE).and_then(|number| number.parse().ok());
        filter.is("return_id", Arg::from(ReturnId(number.unwrap_or_default())));
    }
    if asked.compensation_status_id != 0 {
        let is_paid = asked.compensation_status_id == RECEIVED;
        filter.is("status", Arg::from(if is_paid { Status::Compensated.word() } else { "" }));
    }
    if asked.order_id.0 != 0 {
        filter.is("order_id", asked.order_id.into());
    }
    if asked.warehouse_id.0 != 0 {
        filter.is("warehouse_id", asked.warehouse_id.into());
    }
    if !asked.offer_id.as_str().is_empty() {
        filter.is("offer_id", Arg::from(&asked.offer_id));
    }
    filter.holds("folded_name", asked.product_name.trim());
    filter.is_one_of("posting_number", asked.posting_numbers.iter().map(Arg::from));
    for (name, column, range) in [
        ("LogisticReturnDate", "accepted_at", asked.logistic_return_date.clone()),
        ("StorageTarifficationStartDate", "last_free_day", day_before(&asked.storage_tariffication_start_date)),
        ("VisualStatusChangeMoment", "changed_at", asked.visual_status_change_moment.clone()),
    ] {
        let ranges = given(&range);
        filter::in_order(FIELD, name, &ranges)?;
        filter.is_within(column, &ranges);
    }
    Ok(filter)
}

/// The schemes asked for, and where the goods are.
fn of_scheme(call: &Call, asked: &ReturnsListV1Filter) -> Result<Filter> {
    const FIELD: &str = "GetReturnsListRequest.Filter";
    let word = asked.visual_status_name.as_str();
    if !word.is_empty() && !visual::is_visual_word(word) {
        return Err(Error::invalid(format!("{FIELD}.VisualStatusName"), format!("{word} is no status of a return")));
    }
    let mut filter = Filter::of(call.seller, &asked.return_schema.to_ascii_uppercase(), word)
        .ok_or_else(|| Error::invalid(format!("{FIELD}.ReturnSchema"), "value must be in list [FBO FBS]"))?;
    if asked.storage_tariffication_start_date != ReturnsTimeRange::default() {
        // Only what the marketplace keeps for the seller is paid for.
        filter.is("scheme", Arg::from(Scheme::Fbs.as_str()));
    }
    Ok(filter)
}

/// Keeping is paid for from the day after the last free one.
fn day_before(range: &ReturnsTimeRange) -> ReturnsTimeRange {
    let before = |at: Option<Time>| at.map(|at| at.plus_days(-1));
    ReturnsTimeRange { time_from: before(range.time_from), time_to: before(range.time_to) }
}

/// What all returns of an answer share.
struct Around<'a> {
    seller: ClientId,
    currency: &'a str,
    now: Time,
    tariffs: &'a History,
    warehouses: &'a [Warehouse],
}

impl Around<'_> {
    fn shown(&self, goods: GoodsReturn) -> ReturnV1 {
        let order_number = goods.posting_number.as_str().rsplit_once('-').map(|(order, _)| order).unwrap_or_default();
        ReturnV1 {
            additional_info: ReturnV1AdditionalInfo { is_opened: goods.is_opened, is_super_econom: false },
            clearing_id: goods.clearing_id,
            company_id: self.seller,
            compensation_status: compensation(&goods),
            exemplars: Vec::new(),
            id: goods.return_id,
            logistic: logistic(&goods),
            order_id: goods.order_id,
            order_number: OrderNumber::from(order_number),
            place: self.place(&goods),
            product: self.product(&goods),
            return_clearing_id: Some(goods.return_id.0),
            schema: if goods.scheme == Scheme::Fbo { "FBO" } else { "FBS" }.to_owned(),
            source_id: 0,
            storage: self.storage(&goods),
            target_place: self.target(&goods),
            r#type: goods.kind.word().to_owned(),
            visual: status(&goods),
            posting_number: goods.posting_number,
            return_reason_name: goods.reason,
        }
    }

    fn money(&self, amount: Money) -> ReturnV1Money {
        ReturnV1Money { currency_code: self.currency.to_owned(), price: amount.into() }
    }

    fn target(&self, goods: &GoodsReturn) -> ReturnV1Place {
        let own = self.warehouses.iter().find(|one| one.warehouse_id == goods.warehouse_id);
        ReturnV1Place {
            address: own.map(|one| format!("{}, {}", one.region, one.city)).unwrap_or_default(),
            id: goods.warehouse_id.0,
            name: goods.place_name.clone(),
        }
    }

    fn place(&self, goods: &GoodsReturn) -> ReturnV1Place {
        let named = |name: &str| ReturnV1Place { name: name.to_owned(), ..ReturnV1Place::default() };
        match (goods.scheme, goods.status) {
            (Scheme::Fbo, Status::WithMarketplace) => self.target(goods),
            (Scheme::Fbo, _) => named(fbo::place(goods)),
            (_, Status::Accepted) => named(fbo::ACCEPTANCE),
            (_, Status::Moving) => named("В пути"),
            _ => self.target(goods),
        }
    }

    fn product(&self, goods: &GoodsReturn) -> ReturnV1Product {
        let commission = goods.price.share_rounded_half_up(goods.commission_basis_points);
        ReturnV1Product {
            commission: self.money(commission),
            commission_percent: Decimal2(goods.commission_basis_points),
            name: goods.name.clone(),
            offer_id: goods.offer_id.clone(),
            price: self.money(goods.price),
            price_without_commission: self.money(goods.price - commission),
            quantity: i32::try_from(goods.quantity).unwrap_or(i32::MAX),
            sku: goods.sku,
        }
    }

    fn storage(&self, goods: &GoodsReturn) -> ReturnV1Storage {
        let paid_from = keep::paid_from(goods);
        ReturnV1Storage {
            arrived_moment: goods.waiting_from,
            days: goods.days_waited(self.now),
            sum: self.money(goods.keeping_cost(self.tariffs)),
            tariffication_first_date: paid_from,
            tariffication_start_date: paid_from,
            utilization_forecast_date: keep::destroyed_at(goods).map(|at| at.to_string()).unwrap_or_default(),
            utilization_sum: self.money(Money(0)),
        }
    }
}

fn logistic(goods: &GoodsReturn) -> ReturnV1Logistic {
    let ended_as = |wanted: &[Status]| goods.ended_at.filter(|_| wanted.contains(&goods.status));
    ReturnV1Logistic {
        barcode: goods.barcode(),
        cancelled_with_compensation_moment: ended_as(&[Status::Compensated]),
        final_moment: ended_as(&[Status::WithSeller, Status::WithMarketplace]),
        return_date: goods.accepted_at,
        technical_return_moment: Some(goods.created_at),
    }
}

fn status(goods: &GoodsReturn) -> ReturnV1Visual {
    let told = visual::visual(goods.scheme, goods.status);
    let status =
        ReturnV1VisualStatus { display_name: told.name.to_owned(), id: told.id, sys_name: told.word.to_owned() };
    ReturnV1Visual { change_moment: Some(goods.changed_at), status }
}

fn compensation(goods: &GoodsReturn) -> Option<ReturnV1Compensation> {
    let is_paid = goods.status == Status::Compensated;
    is_paid.then(|| ReturnV1Compensation {
        change_moment: goods.changed_at.to_string(),
        status: ReturnV1CompensationStatus {
            display_name: "Получена".to_owned(),
            id: RECEIVED,
            sys_name: "Received".to_owned(),
        },
    })
}
