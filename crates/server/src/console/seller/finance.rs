//! Money: totals of a period, its operations, and the ledger behind each of them.

use axum::extract::Path;
use gostiny_wire::{
    finance::{
        FinanceOperation, FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Filter,
        FinanceTransactionListV3Request, FinanceTransactionTotalsV3, FinanceTransactionTotalsV3Request,
        FinanceTransactionTotalsV3Result,
    },
    scalar::{Decimal2, Money, OperationId, Time},
};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    areas::finance,
    console::{
        chart::{Bar, bars},
        fields::{query, segment},
        page::{Refusal, field, heads},
        show,
        visit::{Cabinet, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/finance";
/// Operations on a page.
const PAGE: i64 = 50;
/// Days that can be chosen with one click; the first ones are shown unless it is told otherwise, since a page sums up all
/// money of its period.
const DAYS: [i64; 2] = [7, 30];

/// A period.
pub async fn list(cabinet: Cabinet) -> Shown {
    let (asked, now) = (&cabinet.asked, cabinet.console.app.world.clock.now());
    let from = show::midnight(asked.get("since")).unwrap_or_else(|| first_day(now, DAYS[0]));
    let to = show::midnight(asked.get("to")).map_or(now, |day| day.plus_days(1).plus_seconds(-1));
    let page = asked.whole("page")?.max(1);
    let number = asked.get("number");
    let (refusal, found) = match find(&cabinet, from, to, number, page).await {
        Ok(found) => (None, Some(found)),
        Err(error) => (Some(Refusal::about("period", error)?), None),
    };
    let (from_day, to_day, next) = (show::day(from), show::day(to), (page + 1).to_string());
    let body = html! {
        (cabinet.alert(refusal.as_ref(), "period"))
        form.filters method="get" action=(PATH) {
            (field(cabinet.say("postings.since"), html! { input type="date" name="since" value=(from_day); }))
            (field(cabinet.say("postings.to"), html! { input type="date" name="to" value=(to_day); }))
            (field(cabinet.say("postings.number"), html! { input name="number" value=(number); }))
            button { (cabinet.say("frame.filter")) }
        }
        (periods(&cabinet, &from_day, &to_day, now))
        @if let Some(Found { totals, days, operations, pages }) = &found {
            div #money data-part {
                h2 {
                    @if number.is_empty() { (show::date_of(from)) " \u{2013} " (show::date_of(to)) } @else { (cabinet.say("finance.of_posting")) " " (number) }
                }
                (sums(&cabinet, totals))
                @if number.is_empty() { (by_day(&cabinet, days)) }
                h2 { (cabinet.say("finance.operations")) }
                @if operations.is_empty() { (cabinet.nothing()) } @else { (table(&cabinet, operations)) }
            }
            (cabinet.further(PATH, &[("since", &from_day), ("to", &to_day), ("number", number), ("page", &next)], page < *pages))
        }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "finance"), refusal.as_ref(), body))
}

/// The first moment of so many days, today among them.
fn first_day(now: Time, days: i64) -> Time {
    let day = now.plus_days(1 - days);
    show::midnight(&show::day(day)).unwrap_or(day)
}

/// Periods up to today to choose from, the one that is shown marked.
fn periods(cabinet: &Cabinet, from_day: &str, to_day: &str, now: Time) -> Markup {
    let today = show::day(now);
    html! {
        p.tabs { @for days in DAYS {
            @let since = show::day(first_day(now, days));
            @let is_shown = from_day == since && to_day == today;
            a href={ (PATH) (query(&[("since", &since), ("to", &today)])) } aria-current=[is_shown.then_some("true")] {
                (days) " " (cabinet.say("finance.days"))
            }
        } }
    }
}

/// What a page tells.
struct Found {
    totals: FinanceTransactionTotalsV3Result,
    days: Vec<(Date, Money)>,
    operations: Vec<FinanceOperation>,
    pages: i64,
}

/// The list first: it refuses a period that is too long to be summed up. What is told of one posting is all of it.
async fn find(cabinet: &Cabinet, from: Time, to: Time, number: &str, page: i64) -> Result<Found> {
    let is_period = number.is_empty();
    let date = FinancePeriod { from: Some(from).filter(|_| is_period), to: Some(to).filter(|_| is_period) };
    let filter = FinanceTransactionListV3Filter {
        date: date.clone(),
        posting_number: number.into(),
        transaction_type: "all".to_owned(),
        ..Default::default()
    };
    let request = FinanceTransactionListV3Request { filter, page, page_size: PAGE };
    let list = cabinet.call(FinanceTransactionListV3, &request).await?.result;
    let (totals, days) = if is_period {
        let summary = cabinet.scan(move |call| Box::pin(async move { finance::summary(call, from, to).await }));
        summary.await?
    } else {
        let request = FinanceTransactionTotalsV3Request {
            date,
            posting_number: number.into(),
            transaction_type: "all".to_owned(),
        };
        (cabinet.call(FinanceTransactionTotalsV3, &request).await?.result, Vec::new())
    };
    let days = days.into_iter().map(|(day, sum)| (Time(0).plus_days(day).day(), sum)).collect();
    Ok(Found { totals, days, operations: list.operations, pages: list.page_count })
}

fn by_day(cabinet: &Cabinet, days: &[(Date, Money)]) -> Markup {
    let money = |amount: Money| show::money(amount, &cabinet.shop.currency_code);
    let bar =
        |(day, sum): &(Date, Money)| Bar { title: format!("{}: {}", show::date(*day), money(*sum)), value: sum.0 };
    let drawn: Vec<Bar> = days.iter().map(bar).collect();
    html! {
        (bars(cabinet.say("finance.chart"), &drawn))
        details {
            summary { (cabinet.say("overview.table")) }
            div.scroll tabindex="0" { table {
                (heads([cabinet.say("overview.day"), cabinet.say("finance.amount")]))
                tbody { @for (day, sum) in days.iter().rev() { tr { th scope="row" { (show::date(*day)) } td.num { (money(*sum)) } } } }
            } }
        }
    }
}

fn sums(cabinet: &Cabinet, totals: &FinanceTransactionTotalsV3Result) -> Markup {
    let lines = [
        (cabinet.say("finance.sales"), totals.accruals_for_sale),
        (cabinet.say("finance.commission"), totals.sale_commission),
        (cabinet.say("finance.delivery"), totals.processing_and_delivery),
        (cabinet.say("finance.refunds"), totals.refunds_and_cancellations),
        (cabinet.say("finance.services"), totals.services_amount),
        (cabinet.say("finance.compensation"), totals.compensation_amount),
        (cabinet.say("finance.transfer"), totals.money_transfer),
        (cabinet.say("finance.others"), totals.others_amount),
    ];
    let sum: i64 = lines.iter().map(|(_, amount)| amount.0).sum();
    html! {
        dl.facts.money {
            @for (label, amount) in lines { dt { (label) } dd.num { (wire_money(cabinet, amount)) } }
            dt { strong { (cabinet.say("finance.sum")) } } dd.num { strong { (wire_money(cabinet, Decimal2(sum))) } }
        }
    }
}

fn wire_money(cabinet: &Cabinet, amount: Decimal2) -> String {
    show::money(Money(amount.0), &cabinet.shop.currency_code)
}

fn table(cabinet: &Cabinet, operations: &[FinanceOperation]) -> Markup {
    let titles = [
        cabinet.say("finance.operation"),
        cabinet.say("finance.when"),
        cabinet.say("finance.what"),
        cabinet.say("postings.number"),
        cabinet.say("finance.amount"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in operations { tr {
                th scope="row" { a href={ (PATH) "/" (one.operation_id) } { (one.operation_id) } }
                td.whole { (one.operation_date) } td { (one.operation_type_name) }
                td.whole { (one.posting.posting_number) }
                td.num { (wire_money(cabinet, one.amount)) }
            } } }
        } }
    }
}

/// Where an amount comes from, to the kopeck: both sides of every line, which sum to zero.
pub async fn one(cabinet: Cabinet, Path(operation_id): Path<i64>) -> Shown {
    let id = OperationId(operation_id);
    let lines = cabinet.read(move |call| Box::pin(async move { finance::explain(call, id).await }));
    let lines = lines.await?;
    if lines.is_empty() {
        return Err(Error::NotFound(cabinet.say("finance.unknown").to_owned()).into());
    }
    let own: Money = lines.iter().filter(|line| line.account == "seller").map(|line| line.amount).sum();
    let all: Money = lines.iter().map(|line| line.amount).sum();
    let money = |amount| show::money(amount, &cabinet.shop.currency_code);
    let titles = [cabinet.say("finance.account"), cabinet.say("finance.part"), "SKU", cabinet.say("finance.amount")];
    let body = html! {
        p.big { (money(own)) }
        p { (cabinet.say("finance.explained")) }
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for line in &lines { tr {
                th scope="row" { (cabinet.lang.word("account", &line.account)) } td { (cabinet.lang.word("part", &line.part)) }
                td { @if line.sku.0 > 0 { a href={ "/console/goods?q=" (segment(&line.sku.to_string())) } { (line.sku) } } @else { "\u{2014}" } }
                td.num { (money(line.amount)) }
            } } }
            tfoot { tr { th scope="row" colspan="3" { (cabinet.say("finance.zero")) } td.num { (money(all)) } } }
        } }
    };
    Ok(cabinet.page(&format!("{} {operation_id}", cabinet.say("finance.operation")), None, body))
}
