//! The first page of a shop: what was ordered day by day, what waits for somebody, which cut-offs come next.

use gostiny_wire::{
    chat::{ChatListFilter, ChatListV3, ChatListV3Request},
    posting::{
        PostingFbsUnfulfilledListV4, PostingFbsUnfulfilledListV4Filter, PostingFbsUnfulfilledListV4Request,
        PostingFbsUnfulfilledListV4Response,
    },
    scalar::{Money, Time},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

use crate::{
    areas::analytics::{self, DayLine},
    console::{
        chart::{Bar, bars},
        fields::segment,
        page::heads,
        show,
        visit::{Cabinet, Shown},
    },
    error::Result,
};

/// Days that are shown.
const DAYS: i64 = 30;
/// Cut-offs that are listed.
const NEXT: i64 = 10;

/// All of it.
pub async fn show(cabinet: Cabinet) -> Shown {
    let now = cabinet.console.app.world.clock.now();
    let days = days(&cabinet, now).await?;
    let pack = waiting(&cabinet, now, "awaiting_packaging").await?;
    let hand_over = waiting(&cabinet, now, "awaiting_deliver").await?;
    let unread = ChatListFilter { unread_only: true, ..ChatListFilter::default() };
    let chats = cabinet.call(ChatListV3, &ChatListV3Request { filter: unread, limit: 1, ..Default::default() }).await?;
    let body = html! {
        div #waits data-part {
            h2 { (cabinet.say("overview.waits")) }
            ul.tiles {
                (tile("/console/postings?status=awaiting_packaging", cabinet.say("overview.pack"), pack.count))
                (tile("/console/postings?status=awaiting_deliver", cabinet.say("overview.hand_over"), hand_over.count))
                (tile("/console/chats?unread=1", cabinet.say("overview.unread"), chats.total_unread_count))
            }
            h2 { (cabinet.say("overview.cutoffs")) }
            (cutoffs(&cabinet, &pack))
        }
        div #days data-part { (figures(&cabinet, &days)) }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "overview"), None, body))
}

/// Every day of the period, those without orders too.
async fn days(cabinet: &Cabinet, now: Time) -> Result<Vec<DayLine>> {
    let to = now.day();
    let from = to.checked_sub(1.days().checked_mul(DAYS - 1).unwrap_or_default()).unwrap_or(to);
    let found = cabinet.read(move |call| Box::pin(async move { analytics::by_day(call, from, to).await }));
    let found = found.await?;
    let of = |day: Date| {
        let none = DayLine { day, postings: 0, units: 0, revenue: Money(0) };
        found.iter().find(|line| line.day == day).copied().unwrap_or(none)
    };
    Ok(from.series(1.day()).take_while(|day| *day <= to).map(of).collect())
}

async fn waiting(cabinet: &Cabinet, now: Time, status: &str) -> Result<PostingFbsUnfulfilledListV4Response> {
    let filter = PostingFbsUnfulfilledListV4Filter {
        cutoff_from: Some(now.plus_days(-90)),
        cutoff_to: Some(now.plus_days(90)),
        statuses: vec![status.to_owned()],
        ..Default::default()
    };
    let request = PostingFbsUnfulfilledListV4Request { filter: Some(filter), limit: NEXT, ..Default::default() };
    cabinet.call(PostingFbsUnfulfilledListV4, &request).await
}

fn tile(to: &str, label: &str, count: i64) -> Markup {
    html! { li { a href=(to) { span.count { (show::number(count)) } " " span { (label) } } } }
}

fn cutoffs(cabinet: &Cabinet, waiting: &PostingFbsUnfulfilledListV4Response) -> Markup {
    html! {
        @if waiting.postings.is_empty() { (cabinet.nothing()) } @else {
            div.scroll tabindex="0" { table {
                (heads([cabinet.say("postings.cutoff"), cabinet.say("postings.number"), cabinet.say("postings.goods")]))
                tbody { @for posting in &waiting.postings { tr {
                    td { (cabinet.moment(posting.shipment_date)) }
                    th scope="row" { a href={ "/console/postings/" (segment(posting.posting_number.as_str())) } { (posting.posting_number) } }
                    td.wide { @for item in &posting.products { div { (item.quantity) " \u{d7} " (item.name) } } }
                } } }
            } }
        }
    }
}

fn figures(cabinet: &Cabinet, days: &[DayLine]) -> Markup {
    let (postings, units) = (days.iter().map(|day| day.postings).sum(), days.iter().map(|day| day.units).sum());
    let revenue: Money = days.iter().map(|day| day.revenue).sum();
    let money = |amount| show::money(amount, &cabinet.shop.currency_code);
    let bar = |line: &DayLine| Bar {
        title: format!("{}: {}", show::date(line.day), show::number(line.postings)),
        value: line.postings,
    };
    let drawn: Vec<Bar> = days.iter().map(bar).collect();
    html! {
        h2 { (cabinet.say("overview.days")) }
        dl.facts {
            dt { (cabinet.say("overview.orders")) } dd { (show::number(postings)) }
            dt { (cabinet.say("overview.units")) } dd { (show::number(units)) }
            dt { (cabinet.say("overview.revenue")) } dd { (money(revenue)) }
        }
        (bars(cabinet.say("overview.chart"), &drawn))
        details {
            summary { (cabinet.say("overview.table")) }
            div.scroll tabindex="0" { table {
                (heads([cabinet.say("overview.day"), cabinet.say("overview.orders"), cabinet.say("overview.units"), cabinet.say("overview.revenue")]))
                tbody { @for line in days.iter().rev() { tr {
                    th scope="row" { (show::date(line.day)) } td.num { (show::number(line.postings)) }
                    td.num { (show::number(line.units)) } td.num { (money(line.revenue)) }
                } } }
            } }
        }
    }
}
