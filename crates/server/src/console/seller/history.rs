//! What happened to a product, as far as it is kept.

use gostiny_wire::{
    scalar::{ProductId, Time},
    warehouse::WarehouseListV1Warehouse,
};
use maud::{Markup, html};

use crate::{
    areas::{product, stock},
    console::visit::Cabinet,
    error::Result,
};

/// A line of time, oldest first.
pub(super) async fn section(
    cabinet: &Cabinet,
    id: ProductId,
    warehouses: &[WarehouseListV1Warehouse],
) -> Result<Markup> {
    let found = cabinet.read(move |call| {
        Box::pin(async move { Ok((product::trail(call, id).await?, stock::trail(call, id).await?)) })
    });
    let (Some(trail), stocks) = found.await? else { return Ok(html! {}) };
    let mut steps: Vec<(Time, String)> = vec![(trail.created_at, cabinet.say("history.created").to_owned())];
    let mut note = |at: Option<Time>, what: &str| steps.extend(at.map(|at| (at, what.to_owned())));
    note(trail.approved_at, cabinet.say("history.approved"));
    note(trail.stocked_at, cabinet.say("history.stocked"));
    note(Some(trail.state_changed_at), cabinet.say("history.state"));
    note(Some(trail.changed_at), cabinet.say("history.changed"));
    for (id, at) in stocks {
        let name = warehouses.iter().find(|one| one.warehouse_id == id).map(|one| one.name.as_str());
        note(Some(at), &format!("{} \u{b7} {}", cabinet.say("history.stock_set"), name.unwrap_or("FBO")));
    }
    steps.sort_by_key(|(at, _)| *at);
    Ok(html! {
        h2 { (cabinet.say("history.title")) }
        ol.timeline #history data-part { @for (at, what) in &steps { li { (cabinet.moment(*at)) " " (what) } } }
        p { a href="/console/imports" { (cabinet.say("history.imports")) } }
    })
}
