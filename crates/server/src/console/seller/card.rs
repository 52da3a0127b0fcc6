//! The card of a product: its state and errors, pictures, prices, stocks by warehouse, promotions, its past.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    method::Empty,
    price::{ProductInfoPricesV4Filter, ProductInfoPricesV5, ProductInfoPricesV5Item, ProductInfoPricesV5Request},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductInfoDescriptionV1, ProductInfoDescriptionV1Request,
        ProductInfoV3, ProductUnarchiveV1, ProductUnarchiveV1Request,
    },
    scalar::{Digits, ProductId, WarehouseId},
    stock::{
        ProductInfoStocksByWarehouseFbsV1, ProductInfoStocksByWarehouseFbsV1Request,
        ProductInfoStocksByWarehouseFbsV1Result, ProductsStocksV2, ProductsStocksV2Request, ProductsStocksV2Stock,
    },
    warehouse::{WarehouseListV1, WarehouseListV1Warehouse},
};
use maud::{Markup, html};

use super::{
    goods::{cards, plain, state},
    history,
};
use crate::{
    console::{
        page::{Refusal, field, heads},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/goods";

/// A product of this shop.
pub(super) async fn find(cabinet: &Cabinet, id: ProductId) -> Result<ProductInfoV3> {
    let found = cards(cabinet, &[id]).await?.into_iter().next();
    found.ok_or_else(|| Error::NotFound(cabinet.say("goods.unknown").to_owned()))
}

/// Its card.
pub async fn show(cabinet: Cabinet, Path(product_id): Path<i64>) -> Shown {
    Ok(draw(&cabinet, ProductId(product_id), None).await?)
}

pub(super) async fn draw(cabinet: &Cabinet, id: ProductId, refusal: Option<&Refusal>) -> Result<Response> {
    let item = find(cabinet, id).await?;
    let asked = ProductInfoDescriptionV1Request { product_id: id, ..Default::default() };
    let description = cabinet.call(ProductInfoDescriptionV1, &asked).await?.result.description;
    let warehouses = cabinet.call(WarehouseListV1, &Empty {}).await?.result;
    let asked = ProductInfoStocksByWarehouseFbsV1Request { sku: vec![Digits(item.sku.0)], ..Default::default() };
    // Goods without an SKU lie nowhere.
    let stocks = match item.sku.0 {
        0 => Vec::new(),
        _ => cabinet.call(ProductInfoStocksByWarehouseFbsV1, &asked).await?.result,
    };
    let filter = ProductInfoPricesV4Filter { product_id: vec![Digits(id.0)], ..Default::default() };
    let request = ProductInfoPricesV5Request { filter, limit: 1, ..Default::default() };
    let prices = cabinet.call(ProductInfoPricesV5, &request).await?.items.into_iter().next();
    let body = html! {
        div #facts data-part { (facts(cabinet, &item)) }
        (errors(cabinet, &item))
        div.cards {
            (prices_form(cabinet, &item, refusal))
            (stocks_form(cabinet, &item, &warehouses, &stocks, refusal))
        }
        @if let Some(prices) = &prices { (promotions(cabinet, prices)) }
        (pictures(cabinet, &item))
        @if !description.is_empty() { h2 { (cabinet.say("goods.description")) } p.text { (description) } }
        (history::section(cabinet, id, &warehouses, &item.currency_code).await?)
        (archive_form(cabinet, &item, refusal))
    };
    Ok(cabinet.page(&item.name, refusal, body))
}

fn facts(cabinet: &Cabinet, item: &ProductInfoV3) -> Markup {
    html! {
        dl.facts {
            dt { (cabinet.say("goods.article")) } dd { (item.offer_id) }
            dt { "SKU" } dd { (item.sku) }
            dt { (cabinet.say("goods.number")) } dd { (item.id) }
            dt { (cabinet.say("goods.state")) } dd { (state(cabinet, item)) " " span.quiet { (item.statuses.status_name) } }
            @if !item.statuses.status_tooltip.is_empty() { dt { (cabinet.say("goods.advice")) } dd { (item.statuses.status_tooltip) } }
            dt { (cabinet.say("goods.barcodes")) } dd { @if item.barcodes.is_empty() { "\u{2014}" } @else { (item.barcodes.join(", ")) } }
            @for stock in &item.stocks.stocks {
                dt { (cabinet.say("goods.left")) " " (stock.source.to_uppercase()) }
                dd { (stock.present) " (" (cabinet.say("goods.reserved")) " " (stock.reserved) ")" }
            }
        }
    }
}

fn errors(cabinet: &Cabinet, item: &ProductInfoV3) -> Markup {
    html! {
        @if !item.errors.is_empty() {
            section.card {
                h2 { (cabinet.say("goods.errors")) }
                ul { @for error in &item.errors { li {
                    @if !error.texts.attribute_name.is_empty() { strong { (error.texts.attribute_name) ": " } }
                    (if error.texts.description.is_empty() { &error.texts.message } else { &error.texts.description })
                    " " code { (error.code) }
                } } }
            }
        }
    }
}

fn prices_form(cabinet: &Cabinet, item: &ProductInfoV3, refusal: Option<&Refusal>) -> Markup {
    let price = |name: &str, value: &str, needed: bool| {
        html! { input name=(name) inputmode="decimal" value=(plain(value)) required[needed]; }
    };
    html! {
        section.card {
            h2 { (cabinet.say("goods.prices")) " (" (item.currency_code) ")" }
            (cabinet.alert(refusal, "price"))
            (cabinet.form(&format!("{PATH}/{}/price", item.id), html! {
                (field(cabinet.say("goods.price"), price("price", &item.price, true)))
                (field(cabinet.say("goods.old_price"), price("old_price", &item.old_price, false)))
                (field(cabinet.say("goods.min_price"), price("min_price", &item.min_price, false)))
                button { (cabinet.say("frame.save")) }
            }))
        }
    }
}

fn stocks_form(
    cabinet: &Cabinet,
    item: &ProductInfoV3,
    warehouses: &[WarehouseListV1Warehouse],
    stocks: &[ProductInfoStocksByWarehouseFbsV1Result],
    refusal: Option<&Refusal>,
) -> Markup {
    let at = |id: WarehouseId| stocks.iter().find(|stock| stock.warehouse_id == id);
    html! {
        section.card {
            h2 { (cabinet.say("goods.stocks")) }
            (cabinet.alert(refusal, "stock"))
            @if warehouses.is_empty() { (cabinet.nothing()) }
            @for warehouse in warehouses {
                @let stock = at(warehouse.warehouse_id);
                (cabinet.form(&format!("{PATH}/{}/stock", item.id), html! {
                    input type="hidden" name="warehouse_id" value=(warehouse.warehouse_id);
                    label.field { span { (warehouse.name) " (" (cabinet.say("goods.reserved")) " " (stock.map_or(0, |stock| stock.reserved)) ")" }
                        span.inline {
                            input.short name="stock" type="number" min="0" required value=(stock.map_or(0, |stock| stock.present - stock.reserved));
                            button.plain aria-label={ (cabinet.say("goods.set")) " \u{b7} " (warehouse.name) } { (cabinet.say("goods.set")) }
                        }
                    }
                }))
            }
        }
    }
}

fn promotions(cabinet: &Cabinet, prices: &ProductInfoPricesV5Item) -> Markup {
    let money = |amount: gostiny_wire::scalar::Decimal2| {
        show::money(gostiny_wire::scalar::Money(amount.0), &prices.price.currency_code)
    };
    let actions = prices.marketing_actions.as_ref().map(|actions| actions.actions.as_slice()).unwrap_or_default();
    html! {
        h2 { (cabinet.say("goods.promotions")) }
        @if actions.is_empty() { (cabinet.nothing()) } @else {
            p { (cabinet.say("goods.promoted_price")) " " (money(prices.price.marketing_seller_price)) }
            div.scroll tabindex="0" { table {
                (heads([cabinet.say("promotions.title"), cabinet.say("promotions.from"), cabinet.say("promotions.to")]))
                tbody { @for action in actions { tr {
                    th scope="row" { (action.title) } td { (cabinet.moment(action.date_from)) } td { (cabinet.moment(action.date_to)) }
                } } }
            } }
        }
    }
}

/// Pictures of ours are shown; elsewhere nobody's server is asked because somebody looks at a page.
fn pictures(cabinet: &Cabinet, item: &ProductInfoV3) -> Markup {
    let own = |link: &str| link.split_once("/files/").map(|(_, rest)| format!("/files/{rest}"));
    let others = item.images.iter().filter(|link| !item.primary_image.contains(link));
    let all: Vec<&String> = item.primary_image.iter().chain(others).collect();
    html! {
        @if !all.is_empty() {
            h2 { (cabinet.say("goods.pictures")) }
            ul.pictures { @for (at, link) in all.iter().enumerate() { li {
                @match own(link) {
                    Some(path) => img src=(path) alt={ (item.name) " " (at + 1) } loading="lazy" width="160" height="160";,
                    None => a href=(link) rel="noreferrer noopener" { (link) },
                }
            } } }
        }
    }
}

fn archive_form(cabinet: &Cabinet, item: &ProductInfoV3, refusal: Option<&Refusal>) -> Markup {
    let text = if item.is_archived { cabinet.say("goods.unarchive") } else { cabinet.say("goods.archive") };
    html! {
        (cabinet.alert(refusal, "archive"))
        (cabinet.form(&format!("{PATH}/{}/archive", item.id), html! { button.plain { (text) } }))
    }
}

/// Sets what can be sold from one warehouse.
pub async fn stock(Path(product_id): Path<i64>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let id = ProductId(product_id);
    let item = find(&cabinet, id).await?;
    let stock = ProductsStocksV2Stock {
        product_id: item.id,
        offer_id: item.offer_id,
        stock: form.whole("stock")?,
        warehouse_id: WarehouseId(form.whole("warehouse_id")?),
    };
    let refusal = match cabinet.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: vec![stock] }).await {
        Ok(answer) if answer.result.iter().all(|one| one.updated) => {
            return Ok(cabinet.to(&format!("{PATH}/{id}?done=saved")));
        }
        Ok(answer) => {
            let errors = answer.result.iter().flat_map(|one| &one.errors).map(|error| error.message.as_str());
            Refusal::saying("stock", errors.collect::<Vec<_>>().join("; "))
        }
        Err(error) => Refusal::about("stock", error)?,
    };
    Ok(draw(&cabinet, id, Some(&refusal)).await?)
}

/// Puts it into the archive, or takes it out.
pub async fn archive(Path(product_id): Path<i64>, Sent { by: cabinet, .. }: Sent<Cabinet>) -> Shown {
    let id = ProductId(product_id);
    let item = find(&cabinet, id).await?;
    let product_id = vec![id];
    let moved = if item.is_archived {
        cabinet.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id }).await.map(drop)
    } else {
        cabinet.call(ProductArchiveV1, &ProductArchiveV1Request { product_id }).await.map(drop)
    };
    match moved {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}/{id}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::about("archive", error)?;
            Ok(draw(&cabinet, id, Some(&refusal)).await?)
        }
    }
}
