//! Imports: which there were, and what became of each product in them.

use axum::extract::Path;
use gostiny_wire::{
    product::{ProductImportInfoV1, ProductImportInfoV1Request},
    scalar::TaskId,
};
use maud::html;

use super::history::remarks;
use crate::{
    areas::product,
    console::{
        page::heads,
        show,
        visit::{Cabinet, Shown},
    },
};

const PATH: &str = "/console/imports";
/// Imports on a page.
const PAGE: i64 = 50;

/// Imports, newest first.
pub async fn list(cabinet: Cabinet) -> Shown {
    let before = TaskId(cabinet.asked.whole_if_given("before")?.unwrap_or(i64::MAX));
    let tasks = cabinet.read(move |call| Box::pin(async move { product::imports(call, before, PAGE).await }));
    let tasks = tasks.await?;
    let last = tasks.last().map(|task| task.task_id.to_string()).unwrap_or_default();
    let titles = [
        cabinet.say("imports.task"),
        cabinet.say("imports.when"),
        cabinet.say("imports.state"),
        cabinet.say("imports.goods"),
        cabinet.say("imports.failed"),
    ];
    let body = html! {
        div #imports data-part {
            @if tasks.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for task in &tasks { tr {
                        th scope="row" { a href={ (PATH) "/" (task.task_id) } { (task.task_id) } }
                        td { (cabinet.moment(task.created_at)) }
                        td { (cabinet.badge("task", if task.done { "imported" } else { "pending" })) }
                        td { (show::number(task.items)) }
                        td { @if task.failed > 0 { span.badge data-word="failed" { (show::number(task.failed)) } } @else { "0" } }
                    } } }
                } }
            }
        }
        (cabinet.further(PATH, &[("before", &last)], tasks.len() == 50))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "imports"), None, body))
}

/// What became of each product, with its errors in plain words.
pub async fn one(cabinet: Cabinet, Path(task_id): Path<i64>) -> Shown {
    let request = ProductImportInfoV1Request { task_id: TaskId(task_id) };
    let items = cabinet.call(ProductImportInfoV1, &request).await?.result.items;
    let titles = [
        cabinet.say("goods.article"),
        cabinet.say("imports.state"),
        cabinet.say("goods.product"),
        cabinet.say("goods.errors"),
    ];
    let body = html! {
        div #import data-part {
            @if items.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for item in &items { tr {
                        th scope="row" { (item.offer_id) }
                        td { (cabinet.badge("task", &item.status)) }
                        td { @if item.product_id.0 > 0 { a href={ "/console/goods/" (item.product_id) } { (item.product_id) } } @else { "\u{2014}" } }
                        td.wide { (remarks(&item.errors)) }
                    } } }
                } }
            }
        }
    };
    Ok(cabinet.page(&format!("{} {task_id}", cabinet.say("imports.task")), None, body))
}
