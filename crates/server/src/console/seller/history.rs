//! What happened to a product, newest first: its imports to the last one, and of prices, decisions and stock what is kept.

use gostiny_wire::{
    product::ItemError,
    scalar::{ProductId, TaskId, Time},
    warehouse::WarehouseListV1Warehouse,
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use crate::{
    api::cursor,
    areas::{
        product::{self, Happened, Import, Past, PriceStep},
        stock::{self, StockSet},
    },
    console::{fields::query, page::heads, show, visit::Cabinet},
    error::Result,
};

/// Moments on a page.
const PAGE: usize = 20;

/// Where the two lists that a page is merged from go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Older {
    /// Behind this key of what is kept.
    kept: Key,
    /// Behind this task, and the place in it.
    import: (i64, i64),
}

const NEWEST: Older = Older { kept: (i64::MAX, 0, 0), import: (i64::MAX, 0) };

/// When, which kind of history, which one of it.
type Key = (i64, i64, i64);

enum What {
    Imported(Import),
    Happened(Happened),
    StockSet(StockSet),
    /// A milestone, by the word for it.
    First(&'static str),
}

/// A page of it.
pub(super) async fn section(
    cabinet: &Cabinet,
    id: ProductId,
    warehouses: &[WarehouseListV1Warehouse],
    currency: &str,
) -> Result<Markup> {
    let older = cursor::read(cabinet.asked.get("older"))?.unwrap_or(NEWEST);
    let (most, before) = (i64::try_from(PAGE + 1).unwrap_or_default(), (TaskId(older.import.0), older.import.1));
    let found = cabinet.read(move |call| {
        Box::pin(async move {
            let imports = product::imports_of(call, id, before, most).await?;
            Ok((product::past(call, id).await?, stock::trail(call, id).await?, imports))
        })
    });
    let (Some(past), stocks, imports) = found.await? else { return Ok(html! {}) };
    let (page, next) = merged(kept(past, stocks), imports, older);
    let (path, titles) = (format!("/console/goods/{id}"), ["when", "what", "how"]);
    let next = next.map(|next| cursor::write(&next)).transpose()?;
    Ok(html! {
        h2 #past { (cabinet.say("history.title")) }
        p.quiet { (cabinet.say("history.about")) }
        div #history data-part {
            div.scroll tabindex="0" { table {
                (heads(titles.map(|title| cabinet.lang.word("history", title))))
                tbody { @for (at, what) in &page { tr { td { (cabinet.moment(*at)) } (told(cabinet, what, warehouses, currency)) } } }
            } }
        }
        @if older != NEWEST || next.is_some() { p.further {
            @if older != NEWEST { a href={ (path) "#past" } { (cabinet.say("history.newest")) } " " }
            @if let Some(next) = &next { a rel="next" href={ (path) (query(&[("older", next)])) "#past" } { (cabinet.say("history.older")) } }
        } }
    })
}

/// All that is kept of a product but its imports, newest first.
fn kept(past: Past, stocks: Vec<StockSet>) -> Vec<(Key, What)> {
    let Past { created_at, approved_at, stocked_at, kept } = past;
    let is_approval = |what: &Happened| matches!(what, Happened::Noted(event, _) if event == "approved");
    let is_told = |at: Time| kept.iter().any(|(told, _, what)| *told == at && is_approval(what));
    // A first time that stands among the rest is not told twice.
    let approved = approved_at.filter(|at| !is_told(*at)).map(|at| (at, "first_approved"));
    let stocked = stocked_at.map(|at| (at, "first_stocked"));
    let firsts = [Some((created_at, "created")), stocked, approved];
    let mut all: Vec<(Key, What)> = Vec::new();
    all.extend((0..).zip(firsts.into_iter().flatten()).map(|(n, (at, word))| ((at.0, 0, n), What::First(word))));
    all.extend(stocks.into_iter().map(|set| ((set.at.0, 1, set.warehouse_id.0), What::StockSet(set))));
    all.extend(kept.into_iter().map(|(at, number, what)| {
        let kind = if matches!(what, Happened::Noted(..)) { 2 } else { 3 };
        ((at.0, kind, number), What::Happened(what))
    }));
    all.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    all
}

/// A page of both lists by time, and where they go on if they do.
fn merged(kept: Vec<(Key, What)>, imports: Vec<Import>, older: Older) -> (Vec<(Time, What)>, Option<Older>) {
    let mut kept = kept.into_iter().filter(|(key, _)| *key < older.kept).peekable();
    let mut imports = imports.into_iter().peekable();
    let (mut page, mut last) = (Vec::new(), older);
    while page.len() < PAGE {
        let at = imports.peek().map(|import| import.at.0);
        // What an import brought about at once stands above it.
        if let Some((key, what)) = kept.next_if(|(key, _)| at.is_none_or(|at| key.0 >= at)) {
            last.kept = key;
            page.push((Time(key.0), what));
        } else if let Some(import) = imports.next() {
            last.import = (import.task_id.0, import.position);
            page.push((import.at, What::Imported(import)));
        } else {
            break;
        }
    }
    let goes_on = kept.peek().is_some() || imports.peek().is_some();
    (page, goes_on.then_some(last))
}

/// What happened, and how.
fn told(cabinet: &Cabinet, what: &What, warehouses: &[WarehouseListV1Warehouse], currency: &str) -> Markup {
    match what {
        What::First(word) => html! { th scope="row" { (cabinet.lang.word("history", word)) } td {} },
        What::Imported(import) => imported(cabinet, import),
        What::StockSet(set) => {
            let place = warehouses.iter().find(|one| one.warehouse_id == set.warehouse_id);
            html! {
                th scope="row" { (cabinet.say("history.stock_set")) }
                td.wide { (place.map_or("FBO", |one| one.name.as_str())) @if let Some(is) = set.is { ": " (step(&units(set.was), &units(Some(is)))) } }
            }
        }
        What::Happened(Happened::Noted(event, reasons)) => html! {
            th scope="row" { (cabinet.lang.word("history", event)) }
            td.wide { @for reason in reasons { div { (reason) } } }
        },
        What::Happened(Happened::Priced(way, steps)) => html! {
            th scope="row" { (cabinet.say("history.priced")) " " span.quiet { (cabinet.lang.word("history", way)) } }
            td.wide { @for one in steps { div { (priced(cabinet, one, currency)) } } }
        },
    }
}

fn priced(cabinet: &Cabinet, PriceStep { name, was, is }: &PriceStep, currency: &str) -> Markup {
    let money = |price: Option<_>| price.map_or_else(|| "\u{2014}".to_owned(), |price| show::money(price, currency));
    html! { (cabinet.lang.word("history", name)) ": " (step(&money(*was), &money(*is))) }
}

fn units(count: Option<i64>) -> String {
    count.map_or_else(|| "\u{2014}".to_owned(), show::number)
}

fn step(was: &str, is: &str) -> Markup {
    html! { span.whole { (was) " \u{2192} " (is) } }
}

fn imported(cabinet: &Cabinet, import: &Import) -> Markup {
    html! {
        th scope="row" {
            a href={ "/console/imports/" (import.task_id) } { (cabinet.say("imports.task")) " " (import.task_id) } " "
            (cabinet.badge("task", &import.status))
        }
        td.wide { (remarks(&import.errors)) }
    }
}

/// What an import found wrong with a product, in plain words.
pub(super) fn remarks(errors: &[ItemError]) -> Markup {
    html! { @for error in errors { div {
        @if !error.attribute_name.is_empty() { strong { (error.attribute_name) ": " } }
        (if error.description.is_empty() { &error.message } else { &error.description })
        " " code { (error.code) }
    } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(task: i64, at: i64) -> Import {
        Import { task_id: TaskId(task), position: 0, at: Time(at), status: "imported".to_owned(), errors: Vec::new() }
    }

    /// As a page has them: the imports behind the last one that was shown.
    fn turned(past: &Past, imports: &[Import], older: Older) -> (Vec<i64>, Option<Older>) {
        let behind = imports.iter().filter(|import| (import.task_id.0, import.position) < older.import);
        let (page, next) = merged(kept(past.clone(), Vec::new()), behind.cloned().collect(), older);
        (page.iter().map(|(at, _)| at.0).collect(), next)
    }

    #[test]
    fn pages_tell_each_moment_once_in_the_order_of_time() {
        let noted = |at: i64| (Time(at), at, Happened::Noted("approved".to_owned(), Vec::new()));
        let past = Past {
            created_at: Time(0),
            approved_at: Some(Time(2)),
            stocked_at: None,
            kept: (1..=30).map(|n| noted(n * 2)).collect(),
        };
        let imports: Vec<Import> = (1..=30).rev().map(|n| import(n, n * 2 - 1)).collect();
        let (mut seen, mut older, mut pages) = (Vec::new(), Some(NEWEST), 0);
        while let Some(from) = older {
            let (mut page, next) = turned(&past, &imports, from);
            assert!(page.len() == PAGE || next.is_none());
            seen.append(&mut page);
            (older, pages) = (next, pages + 1);
        }
        assert_eq!((seen, pages), ((0..=60).rev().collect(), 4));
    }

    #[test]
    fn what_an_import_brought_about_at_once_stands_above_it() {
        let noted = (Time(5), 1, Happened::Noted("approved".to_owned(), Vec::new()));
        let past = Past { created_at: Time(5), approved_at: Some(Time(5)), stocked_at: None, kept: vec![noted] };
        let (page, next) = merged(kept(past, Vec::new()), vec![import(1, 5)], NEWEST);
        assert!(matches!(page.last(), Some((_, What::Imported(_)))) && page.len() == 3 && next.is_none());
    }
}
