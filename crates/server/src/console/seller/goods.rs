//! Goods: the list with a search, and prices that are changed where they stand.

use gostiny_wire::{
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    product::{
        ProductInfoListV3, ProductInfoListV3Request, ProductInfoV3, ProductListV3, ProductListV3Filter,
        ProductListV3Request, Visibility,
    },
    scalar::{Digits, ProductId},
};
use maud::{Markup, html};

use super::card;
use crate::{
    areas::product,
    console::{
        fields::{Fields, query},
        page::{Refusal, choice, field, heads},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/goods";
/// Goods on a page.
const PAGE: i64 = 50;
/// States to choose from.
const STATES: [(&str, Visibility); 9] = [
    ("ALL", Visibility::All),
    ("IN_SALE", Visibility::InSale),
    ("READY_TO_SUPPLY", Visibility::ReadyToSupply),
    ("EMPTY_STOCK", Visibility::EmptyStock),
    ("NOT_MODERATED", Visibility::NotModerated),
    ("STATE_FAILED", Visibility::StateFailed),
    ("VALIDATION_STATE_FAIL", Visibility::ValidationStateFail),
    ("REMOVED_FROM_SALE", Visibility::RemovedFromSale),
    ("ARCHIVED", Visibility::Archived),
];

/// A page of goods.
struct Found {
    goods: Vec<ProductInfoV3>,
    total: Option<i64>,
    next: Option<String>,
    /// The title up to which a search looked, where it did not look to the end.
    looked_to: Option<String>,
}

/// Goods of a state, or those that a text finds.
pub async fn list(cabinet: Cabinet) -> Shown {
    let asked = &cabinet.asked;
    let (text, state) = (asked.get("q").to_owned(), asked.get("state").to_owned());
    let found = if text.is_empty() { by_state(&cabinet, &state).await? } else { by_text(&cabinet, &text).await? };
    let states = STATES.map(|(word, _)| (word, cabinet.lang.word("visibility", word)));
    let state = if state.is_empty() { "ALL" } else { &state };
    let body = html! {
        form.filters method="get" action=(PATH) role="search" {
            (field(cabinet.say("goods.search"), html! { input type="search" name="q" value=(text); }))
            (field(cabinet.say("goods.state"), choice("state", state, states)))
            button { (cabinet.say("frame.filter")) }
        }
        div #goods data-part {
            @if let Some(total) = found.total { p.quiet { (cabinet.say("goods.total")) " " (show::number(total)) } }
            @match &found.looked_to {
                Some(title) => p.quiet {
                    (cabinet.say("goods.looked")) " " (show::number(product::TITLES)) ", " (cabinet.say("goods.looked_to")) " \u{ab}" (title) "\u{bb}."
                },
                None if found.goods.is_empty() => (cabinet.nothing()),
                None => {},
            }
            @if !found.goods.is_empty() { (table(&cabinet, &found.goods)) }
        }
        @if let Some(next) = &found.next { (cabinet.further(PATH, &[("q", &text), ("state", state), ("after", next)], true)) }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "goods"), None, body))
}

async fn by_state(cabinet: &Cabinet, state: &str) -> Result<Found> {
    let visibility = STATES.iter().find(|(word, _)| *word == state).map(|(_, visibility)| *visibility);
    let filter = ProductListV3Filter { visibility: visibility.unwrap_or_default(), ..Default::default() };
    let request = ProductListV3Request { filter, last_id: cabinet.asked.get("after").to_owned(), limit: PAGE };
    let page = cabinet.call(ProductListV3, &request).await?.result;
    let ids: Vec<ProductId> = page.items.iter().map(|item| item.product_id).collect();
    let next = (page.items.len() == 50).then_some(page.last_id);
    Ok(Found { goods: cards(cabinet, &ids).await?, total: Some(page.total.into()), next, looked_to: None })
}

async fn by_text(cabinet: &Cabinet, text: &str) -> Result<Found> {
    let behind = cabinet.asked.get("after").split_once('/');
    let behind = behind.and_then(|(id, title)| Some((title.to_owned(), ProductId(id.parse().ok()?))));
    let (text, behind) = (text.to_owned(), behind.unwrap_or_default());
    // A title may stand anywhere in a large shop: beside the threads that answer short calls.
    let found = cabinet.scan(move |call| {
        let (text, behind) = (text.clone(), behind.clone());
        Box::pin(async move { product::search(call, &text, &behind, PAGE).await })
    });
    let hits = found.await?;
    let next = hits.next.map(|(title, id)| format!("{id}/{title}"));
    Ok(Found { goods: cards(cabinet, &hits.products).await?, total: None, next, looked_to: hits.looked_to })
}

/// Cards in the order of their numbers here.
pub(super) async fn cards(cabinet: &Cabinet, ids: &[ProductId]) -> Result<Vec<ProductInfoV3>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let product_id = ids.iter().map(|id| Digits(id.0)).collect();
    let mut items =
        cabinet.call(ProductInfoListV3, &ProductInfoListV3Request { product_id, ..Default::default() }).await?.items;
    items.sort_by_key(|item| ids.iter().position(|id| *id == item.id));
    Ok(items)
}

fn table(cabinet: &Cabinet, goods: &[ProductInfoV3]) -> Markup {
    let titles = [
        cabinet.say("goods.product"),
        cabinet.say("goods.article"),
        "SKU",
        cabinet.say("goods.state"),
        cabinet.say("goods.left"),
        cabinet.say("goods.price"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for item in goods { tr {
                th scope="row" { a href={ (PATH) "/" (item.id) } { (item.name) } }
                td { (item.offer_id) } td { (item.sku) }
                td { (state(cabinet, item)) }
                td { @for stock in &item.stocks.stocks { div { (stock.source.to_uppercase()) " " (stock.present - stock.reserved) } } }
                td { (cabinet.form(&format!("{PATH}/{}/price", item.id), html! { div.inline {
                    input type="hidden" name="back" value=(cabinet.path);
                    input.short name="price" inputmode="decimal" value=(plain(&item.price))
                        aria-label={ (cabinet.say("goods.price")) " \u{b7} " (item.offer_id) };
                    button.plain aria-label={ (cabinet.say("goods.set")) " \u{b7} " (item.offer_id) } { (cabinet.say("goods.set")) }
                } })) }
            } } }
        } }
    }
}

/// What state a product is in, and whether something is wrong with it.
pub(super) fn state(cabinet: &Cabinet, item: &ProductInfoV3) -> Markup {
    html! {
        @if item.is_archived { (cabinet.badge("visibility", "ARCHIVED")) } @else { (cabinet.badge("state", &item.statuses.status)) }
        @if !item.errors.is_empty() { " " span.badge data-word="failed" { (cabinet.say("goods.errors")) " " (item.errors.len()) } }
    }
}

/// A price as a field holds it: without zeros that say nothing.
pub(super) fn plain(price: &str) -> &str {
    if price.contains('.') { price.trim_end_matches('0').trim_end_matches('.') } else { price }
}

/// Changes prices. What the domain refuses is told beside the form of the card.
pub async fn price(
    axum::extract::Path(product_id): axum::extract::Path<i64>,
    Sent { by: cabinet, form }: Sent<Cabinet>,
) -> Shown {
    let id = ProductId(product_id);
    // Another shop's product is not found, whatever the price.
    let item = card::find(&cabinet, id).await?;
    let refusal = match set_price(&cabinet, &item, &form).await {
        Ok(None) => {
            let back = form.get("back");
            let list = back == PATH || back.starts_with("/console/goods?");
            return Ok(cabinet.to(&if list {
                back.to_owned()
            } else {
                format!("{PATH}/{id}{}", query(&[("done", "saved")]))
            }));
        }
        Ok(Some(text)) => Refusal::saying("price", text),
        Err(error) => Refusal::about("price", error)?,
    };
    Ok(card::draw(&cabinet, id, Some(&refusal)).await?)
}

/// A field that is not there leaves its price alone, one that was emptied takes it away. Answers why it was refused.
async fn set_price(cabinet: &Cabinet, item: &ProductInfoV3, form: &Fields) -> Result<Option<String>> {
    let typed = |name: &str| match form.get(name).replace(',', ".").replace([' ', '\u{a0}'], "") {
        text if text.is_empty() && form.names(name) => "0".to_owned(),
        text => text,
    };
    let price = ProductImportPricesV1Price {
        product_id: item.id,
        price: typed("price"),
        old_price: typed("old_price"),
        min_price: typed("min_price"),
        currency_code: item.currency_code.clone(),
        ..Default::default()
    };
    let answer = cabinet.call(ProductImportPricesV1, &ProductImportPricesV1Request { prices: vec![price] }).await?;
    let told = answer.result.into_iter().next().ok_or_else(|| Error::internal("a price without an answer"))?;
    let errors: Vec<String> = told.errors.into_iter().map(|error| error.message).collect();
    Ok(if told.updated { None } else { Some(errors.join("; ")) })
}
