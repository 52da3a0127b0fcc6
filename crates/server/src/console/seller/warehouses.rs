//! Warehouses, ways of delivery from them, and the areas that these serve on a map that asks nobody for tiles.

use gostiny_wire::{
    scalar::{Decimal2, DeliveryMethodId},
    warehouse::{
        DeliveryMethodListV2, DeliveryMethodListV2Method, DeliveryMethodListV2Request, WarehouseListV2,
        WarehouseListV2Request, WarehouseListV2Warehouse,
    },
};
use maud::{Markup, html};

use crate::{
    areas::polygon::{self, Outline},
    console::{
        chart::{Drawn, Pin, map},
        page::heads,
        visit::{Cabinet, Shown},
    },
};

const PATH: &str = "/console/warehouses";
/// Ten millionths of a degree in a hundredth.
const HUNDREDTH: i64 = 100_000;

/// All of it.
pub async fn show(cabinet: Cabinet) -> Shown {
    let asked = &cabinet.asked;
    let request =
        WarehouseListV2Request { cursor: asked.get("warehouses").to_owned(), limit: 100, ..Default::default() };
    let warehouses = cabinet.call(WarehouseListV2, &request).await?;
    let request =
        DeliveryMethodListV2Request { cursor: asked.get("methods").to_owned(), limit: 50, ..Default::default() };
    let methods = cabinet.call(DeliveryMethodListV2, &request).await?;
    let outlines = cabinet.read(|call| Box::pin(polygon::outlines(call))).await?;
    let body = html! {
        @if warehouses.warehouses.is_empty() { (cabinet.nothing()) } @else { (table(&cabinet, &warehouses.warehouses)) }
        (cabinet.further(PATH, &[("warehouses", &warehouses.cursor)], warehouses.has_next))
        h2 { (cabinet.say("warehouses.methods")) }
        @if methods.delivery_methods.is_empty() { (cabinet.nothing()) } @else {
            (ways(&cabinet, &methods.delivery_methods, &warehouses.warehouses))
        }
        (cabinet.further(PATH, &[("methods", &methods.cursor)], methods.has_next))
        h2 { (cabinet.say("warehouses.areas")) }
        @if outlines.is_empty() { (cabinet.nothing()) } @else {
            (areas(&cabinet, &outlines, &methods.delivery_methods, &warehouses.warehouses))
        }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "warehouses"), None, body))
}

fn table(cabinet: &Cabinet, warehouses: &[WarehouseListV2Warehouse]) -> Markup {
    let titles = [
        cabinet.say("keys.name"),
        "ID",
        cabinet.say("buyer.scheme"),
        cabinet.say("imports.state"),
        cabinet.say("buyer.address"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in warehouses { tr {
                th scope="row" { (one.name) } td { (one.warehouse_id) }
                td { (if one.is_rfbs { "rFBS" } else { "FBS" }) @if one.is_kgt { " " span.badge { (cabinet.say("warehouses.bulky")) } } }
                td { (cabinet.lang.word("warehouse", &one.status)) } td { (one.address_info.address) }
            } } }
        } }
    }
}

fn ways(cabinet: &Cabinet, methods: &[DeliveryMethodListV2Method], warehouses: &[WarehouseListV2Warehouse]) -> Markup {
    let titles = [
        cabinet.say("keys.name"),
        "ID",
        cabinet.say("postings.warehouse"),
        cabinet.say("warehouses.cutoff"),
        cabinet.say("warehouses.integration"),
        cabinet.say("imports.state"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in methods { tr {
                th scope="row" { (one.name) } td { (one.id) }
                td { @match warehouses.iter().find(|known| known.warehouse_id == one.warehouse_id) { Some(known) => (known.name), None => (one.warehouse_id) } }
                td { (one.cutoff) } td { (one.tpl_integration_type) } td { (cabinet.lang.word("warehouse", &one.status)) }
            } } }
        } }
    }
}

fn areas(
    cabinet: &Cabinet,
    outlines: &[Outline],
    methods: &[DeliveryMethodListV2Method],
    warehouses: &[WarehouseListV2Warehouse],
) -> Markup {
    let name = |id: DeliveryMethodId| {
        methods.iter().find(|one| one.id == id).map_or_else(|| id.to_string(), |one| one.name.clone())
    };
    let served = |outline: &Outline| {
        let served = outline
            .methods
            .iter()
            .map(|(id, minutes)| format!("{}: {minutes} {}", name(*id), cabinet.say("warehouses.minutes")));
        served.collect::<Vec<_>>().join("; ")
    };
    let drawn = |outline: &Outline| Drawn {
        title: format!("{} {} {}", cabinet.say("warehouses.area"), outline.polygon_id, served(outline)),
        rings: outline.rings.iter().map(|ring| ring.iter().map(|point| (point.lon, point.lat)).collect()).collect(),
    };
    let pins: Vec<Pin> = warehouses.iter().filter_map(pin).collect();
    let shapes: Vec<Drawn> = outlines.iter().map(drawn).collect();
    html! {
        (map(cabinet.say("warehouses.map"), &shapes, &pins))
        div.scroll tabindex="0" { table {
            (heads([cabinet.say("warehouses.area"), cabinet.say("warehouses.serves")]))
            tbody { @for outline in outlines { tr {
                th scope="row" { (outline.polygon_id) }
                td { @if outline.methods.is_empty() { "\u{2014}" } @else { (served(outline)) } }
            } } }
        } }
    }
}

/// Where a warehouse lies, when that is known.
fn pin(warehouse: &WarehouseListV2Warehouse) -> Option<Pin> {
    let units = |degrees: Decimal2| i32::try_from(degrees.0.saturating_mul(HUNDREDTH)).ok();
    let (east, north) = (warehouse.address_info.longitude, warehouse.address_info.latitude);
    if east.0 == 0 && north.0 == 0 {
        return None;
    }
    Some(Pin { title: warehouse.name.clone(), at: (units(east)?, units(north)?) })
}
