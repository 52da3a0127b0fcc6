//! The ledger by half months: five sums each, together all that moved, and the way from one balance to the next.

use std::collections::BTreeMap;

use gostiny_wire::{
    finance::{
        FinanceCashFlow, FinanceCashFlowDelivery, FinanceCashFlowDetails, FinanceCashFlowPeriod, FinanceCashFlowResult,
        FinanceCashFlowReturn, FinanceCashFlowRfbs, FinanceCashFlowService, FinanceCashFlowServices,
        FinanceCashFlowStatementListV1Request, FinanceCashFlowStatementListV1Response,
    },
    scalar::{Decimal2, Money, Time},
};
use jiff::{ToSpan, civil::Date};

use super::{
    export::{self, PartSum},
    filter::short_enough,
    operation_type::Kind,
    part::{self, Way},
};
use crate::{
    areas::seller,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "FinanceCashFlowStatementListRequest";
const LARGEST_PAGE: i32 = 1_000;
const MOST_MONTHS: i64 = 12;
/// The second half of a month begins on this day.
const SECOND_HALF: i8 = 16;
const DAY: i64 = 86_400_000_000;

/// A page of half months that have begun, oldest first.
pub(super) async fn v1(
    call: &mut Call,
    req: &FinanceCashFlowStatementListV1Request,
) -> Result<FinanceCashFlowStatementListV1Response> {
    if !(1..=LARGEST_PAGE).contains(&req.page_size) {
        let rule = format!("value must be inside range [1, {LARGEST_PAGE}]");
        return Err(Error::invalid(format!("{REQUEST}.PageSize"), rule));
    }
    if req.page < 0 {
        return Err(Error::invalid(format!("{REQUEST}.Page"), "value must be greater than or equal to 0"));
    }
    let from = *check::required(REQUEST, "Date.From", req.date.from.as_ref())?;
    let to = *check::required(REQUEST, "Date.To", req.date.to.as_ref())?;
    if from > to {
        return Err(Error::invalid(format!("{REQUEST}.Date"), "from must not be later than to"));
    }
    short_enough(from, to, MOST_MONTHS)?;
    let all = halves(from, to.min(call.now))?;
    let size = usize::try_from(req.page_size).unwrap_or(1);
    let before = usize::try_from(req.page.max(1) - 1).unwrap_or_default().saturating_mul(size);
    let page: Vec<Half> = all.iter().skip(before).take(size).copied().collect();
    let page_count = i64::try_from(all.len().div_ceil(size)).unwrap_or(i64::MAX);
    let (Some(first), Some(last)) = (page.first().copied(), page.last().copied()) else {
        let result = FinanceCashFlowResult { page_count, ..FinanceCashFlowResult::default() };
        return Ok(FinanceCashFlowStatementListV1Response { result, page_count });
    };
    let sums = export::by_part(call, first.begin, last.end).await?;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let cash_flows = page.iter().map(|half| flow(*half, &sums, &currency)).collect();
    let details = if req.with_details {
        let balance = export::balance_before(call, first.begin).await?;
        details(Half { end: last.end, ..first }, balance, &sums)
    } else {
        FinanceCashFlowDetails::default()
    };
    let result = FinanceCashFlowResult { cash_flows, details, page_count };
    Ok(FinanceCashFlowStatementListV1Response { result, page_count })
}

/// From the 1st to the 15th, or from the 16th to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Half {
    id: i64,
    begin: Time,
    end: Time,
}

impl Half {
    fn shown(self) -> FinanceCashFlowPeriod {
        FinanceCashFlowPeriod { begin: Some(self.begin), end: Some(self.end), id: self.id }
    }
}

/// The half months that touch a period.
fn halves(from: Time, to: Time) -> Result<Vec<Half>> {
    let internal = |error: jiff::Error| Error::Internal(error.into());
    let midnight = |day: Date| Time::midnight(day).ok_or_else(|| Error::internal("the calendar ends"));
    let mut halves = Vec::new();
    let mut month = from.day().first_of_month();
    while midnight(month)? <= to {
        let next = month.checked_add(1.month()).map_err(internal)?;
        let middle = Date::new(month.year(), month.month(), SECOND_HALF).map_err(internal)?;
        let number = i64::from(month.year()) * 1_000 + i64::from(month.month()) * 10;
        for (id, begin, end) in [(number + 1, month, middle), (number + 2, middle, next)] {
            let half = Half { id, begin: midnight(begin)?, end: Time(midnight(end)?.0 - 1) };
            if half.end >= from && half.begin <= to {
                halves.push(half);
            }
        }
        month = next;
    }
    Ok(halves)
}

/// What a part of an operation counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Orders,
    OrdersCommission,
    Returns,
    ReturnsCommission,
    Delivery,
    WayBack,
    Services,
    Rfbs,
    Others,
}

fn heading(kind: &str, part: &str) -> Heading {
    let is_return = kind == Kind::Returns.as_str();
    match Kind::parse(kind) {
        Some(Kind::TransferDelivery) => Heading::Rfbs,
        Some(Kind::Compensation | Kind::Other) | None => Heading::Others,
        Some(Kind::Orders | Kind::Returns | Kind::Services) => match (part, part::way(part)) {
            (part::SALE, _) if is_return => Heading::Returns,
            (part::SALE, _) => Heading::Orders,
            (part::COMMISSION, _) if is_return => Heading::ReturnsCommission,
            (part::COMMISSION, _) => Heading::OrdersCommission,
            (_, Way::There) => Heading::Delivery,
            (_, Way::Back) => Heading::WayBack,
            (_, Way::None) => Heading::Services,
        },
    }
}

/// The five sums of a half month: each part falls under one of them.
fn flow(half: Half, sums: &[PartSum], currency: &str) -> FinanceCashFlow {
    let mut flow =
        FinanceCashFlow { currency_code: currency.to_owned(), period: half.shown(), ..FinanceCashFlow::default() };
    let days = half.begin.0.div_euclid(DAY)..=half.end.0.div_euclid(DAY);
    for one in sums.iter().filter(|one| days.contains(&one.day)) {
        let place = match heading(&one.kind, &one.part) {
            Heading::Orders => &mut flow.orders_amount,
            Heading::Returns => &mut flow.returns_amount,
            Heading::OrdersCommission | Heading::ReturnsCommission => &mut flow.commission_amount,
            Heading::Delivery | Heading::WayBack => &mut flow.item_delivery_and_return_amount,
            Heading::Services | Heading::Rfbs | Heading::Others => &mut flow.services_amount,
        };
        place.0 += one.amount.0;
    }
    flow
}

/// From the balance before to the balance after.
fn details(period: Half, balance: Money, sums: &[PartSum]) -> FinanceCashFlowDetails {
    let of = |wanted: &[Heading]| -> Vec<&PartSum> {
        sums.iter().filter(|one| wanted.contains(&heading(&one.kind, &one.part))).collect()
    };
    let amount = |wanted: &[Heading]| total(&of(wanted));
    let sold = amount(&[Heading::Orders, Heading::OrdersCommission]);
    let returned = amount(&[Heading::Returns, Heading::ReturnsCommission]);
    let (there, back) = (services(&of(&[Heading::Delivery])), services(&of(&[Heading::WayBack])));
    FinanceCashFlowDetails {
        begin_balance_amount: balance.into(),
        delivery: FinanceCashFlowDelivery {
            amount: sold.into(),
            total: Decimal2(sold.0 + there.total.0),
            delivery_services: there,
        },
        end_balance_amount: (balance + total(&sums.iter().collect::<Vec<_>>())).into(),
        others: services(&of(&[Heading::Others])),
        period: period.shown(),
        r#return: FinanceCashFlowReturn {
            amount: returned.into(),
            total: Decimal2(returned.0 + back.total.0),
            return_services: back,
        },
        rfbs: rfbs(&of(&[Heading::Rfbs])),
        services: services(&of(&[Heading::Services])),
        ..FinanceCashFlowDetails::default()
    }
}

fn total(sums: &[&PartSum]) -> Money {
    sums.iter().map(|one| one.amount).sum()
}

fn services(sums: &[&PartSum]) -> FinanceCashFlowServices {
    let mut by_name: BTreeMap<&str, Money> = BTreeMap::new();
    for one in sums {
        let sum = by_name.entry(&one.part).or_default();
        *sum = *sum + one.amount;
    }
    let item = |(name, sum): (&str, Money)| FinanceCashFlowService { name: name.to_owned(), price: sum.into() };
    FinanceCashFlowServices { items: by_name.into_iter().map(item).collect(), total: total(sums).into() }
}

fn rfbs(sums: &[&PartSum]) -> FinanceCashFlowRfbs {
    let mut told = FinanceCashFlowRfbs { total: total(sums).into(), ..FinanceCashFlowRfbs::default() };
    for one in sums {
        let place = match one.part.as_str() {
            "ReturnAgentOperationRFBS" => &mut told.transfer_delivery_return,
            "MarketplaceSellerShippingCompensationReturnOperation" => &mut told.compensation_delivery_return,
            _ => &mut told.transfer_delivery,
        };
        place.0 += one.amount.0;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_cut_at_the_sixteenth() {
        let told = |from: &str, to: &str| -> Vec<i64> {
            let all = halves(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            assert!(all.iter().zip(all.iter().skip(1)).all(|(one, next)| one.end.0 + 1 == next.begin.0));
            all.iter().map(|half| half.id).collect()
        };
        assert_eq!(told("2026-01-15T23:59:59Z", "2026-02-16T00:00:00Z"), [2_026_011, 2_026_012, 2_026_021, 2_026_022]);
        assert_eq!(told("2025-12-16T00:00:00Z", "2025-12-31T23:59:59Z"), [2_025_122]);
        assert_eq!(told("2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"), [0_i64; 0]);
    }

    #[test]
    fn all_that_moved_stands_under_one_heading() {
        let sum = |kind: &str, part: &str, amount| PartSum {
            day: 0,
            kind: kind.to_owned(),
            part: part.to_owned(),
            amount: Money(amount),
        };
        let sums = [
            sum("orders", part::SALE, 1),
            sum("orders", part::COMMISSION, 2),
            sum("orders", part::LAST_MILE, 4),
            sum("returns", part::SALE, 8),
            sum("returns", part::COMMISSION, 16),
            sum("returns", part::RETURN_FLOW, 32),
            sum("services", part::STORAGE, 64),
            sum("other", part::ACQUIRING, 128),
            sum("transferDelivery", "ReturnAgentOperationRFBS", 256),
            sum("compensation", part::COMPENSATION, 512),
        ];
        let half = Half { id: 1, begin: Time(0), end: Time(DAY - 1) };
        let told = flow(half, &sums, "RUB");
        let five = [
            told.orders_amount,
            told.returns_amount,
            told.commission_amount,
            told.item_delivery_and_return_amount,
            told.services_amount,
        ];
        assert_eq!(five.map(|sum| sum.0), [1, 8, 18, 36, 960]);
        let told = details(half, Money(10_000), &sums);
        assert_eq!((told.delivery.total.0, told.r#return.total.0), (7, 56));
        assert_eq!((told.services.total.0, told.others.total.0, told.rfbs.transfer_delivery_return.0), (64, 640, 256));
        assert_eq!(told.end_balance_amount.0, 11_023);
    }
}
