//! Writes a product whole: its row, the facets that follow from it, and the counts by facets.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{OfferId, ProductId};

use super::{
    facet::facets,
    history::Way,
    milestone::stocked,
    row::{Product, by_product_ids},
    sums::{Prices, Repriced, write_prices},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// Keeps others from writing these products until the transaction ends, so that what is read next can be written back.
pub(super) async fn hold(call: &mut Call, offers: &[OfferId]) -> Result<()> {
    let list: Vec<Arg> = offers.iter().map(Arg::from).collect();
    call.tx.rows_in(HOLD, args![call.seller], &list, |_| Ok(())).await?;
    Ok(())
}

const HOLD: &str = "select 1 from product where seller_id = $1 and offer_id {in} order by product_id {held}";

/// The same, by number; unknown ones are passed over.
pub async fn hold_numbers(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.rows_in(HOLD_NUMBERS, args![call.seller], &list, |_| Ok(())).await?;
    Ok(())
}

const HOLD_NUMBERS: &str = "select 1 from product where seller_id = $1 and product_id {in} order by product_id {held}";

/// After a change of stock that takes products in or out of stock, whose rows in `product_stock` this transaction has
/// written: they are held against other writers first, so that their facets follow from what all of them wrote.
pub(super) async fn refresh_stock(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    hold_numbers(call, ids).await?;
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next::<ProductId>()?, row.next::<bool>()?));
    let turned = call.tx.rows_in(TURN, args![call.seller], &list, read).await?;
    let mut arrived: Vec<ProductId> = turned.into_iter().filter(|(_, in_stock)| *in_stock).map(|(id, _)| id).collect();
    arrived.sort_unstable();
    // Of a draft and of what lies in the archive too, whose facets ask nothing of stock.
    stocked(call, &arrived).await?;
    refresh(call, ids).await
}

const TURN: &str = "update product_stock set in_stock = 1 - in_stock where seller_id = $1 and product_id {in} \
    returning product_id, in_stock";

/// Inserts new products of the call's shop. `product.facets` is not looked at: it follows from the rest. An article
/// that someone else has just taken is a race lost.
pub(super) async fn insert(call: &mut Call, products: &[Product]) -> Result<()> {
    let mut more: BTreeMap<i64, i64> = BTreeMap::new();
    let mut rows = Vec::with_capacity(products.len());
    for product in products {
        let facets = facets(product);
        *more.entry(facets).or_default() += 1;
        rows.push(inserted(call, product, facets)?);
    }
    if usize::try_from(call.tx.run_bulk(INSERT, &rows).await?).ok() != Some(products.len()) {
        return Err(Error::Raced);
    }
    let rows: Vec<Vec<Arg>> = products.iter().map(|product| stock(call, product)).collect();
    call.tx.run_bulk(INSERT_STOCK, &rows).await?;
    count(call, more).await
}

macro_rules! inserted {
    () => {
        "seller_id, product_id, offer_id, sku, fbo_sku, name, name_lc, category_id, currency_code, vat, depth, width, \
         height, dimension_unit, weight, weight_unit, volume_ml, weight_grams, is_kgt, barcodes, images, images360, \
         primary_image, color_image, state, state_failed, moderate_status, validation_state, decline_reasons, \
         item_errors, is_created, is_archived, is_banned, is_hidden, in_quarantine, price, old_price, premium_price, \
         min_price, auto_action, price_strategy, facets, created_at, updated_at, state_updated_at"
    };
}

const INSERT: &str = concat!(
    "insert into product (",
    inserted!(),
    ") select ",
    inserted!(),
    " from {rows(",
    inserted!(),
    ")} where true on conflict (seller_id, offer_id) do nothing"
);
const INSERT_STOCK: &str = "insert into product_stock (seller_id, product_id, present_fbs, reserved_fbs, present_fbo, \
    reserved_fbo, in_stock) select seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo, \
    in_stock from {rows(seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo, in_stock)}";

/// Writes a product of the call's shop that was held and then read as `before`: its card and its state, its prices
/// where they differ. The sums of its stock stay as they are in the table: they are `move_stock`'s alone.
pub(super) async fn save(call: &mut Call, before: &Product, after: &Product) -> Result<()> {
    let id = after.product_id;
    if call.tx.run(SAVE, &saved(call, after)?).await? != 1 {
        return Err(Error::internal(format!("product {id} is gone")));
    }
    let prices = Repriced { before: Prices::of(before), after: Prices::of(after) };
    if prices.before == prices.after {
        return refresh(call, &[id]).await;
    }
    // Only an import changes a card and its prices at once.
    write_prices(call, Way::Import, &[prices]).await
}

const SAVE: &str = "update product set offer_id = $3, sku = $4, fbo_sku = $5, name = $6, name_lc = $7, \
    category_id = $8, currency_code = $9, vat = $10, depth = $11, width = $12, height = $13, dimension_unit = $14, \
    weight = $15, weight_unit = $16, volume_ml = $17, weight_grams = $18, is_kgt = $19, barcodes = $20, \
    images = $21, images360 = $22, primary_image = $23, color_image = $24, state = $25, state_failed = $26, \
    moderate_status = $27, validation_state = $28, decline_reasons = $29, item_errors = $30, is_created = $31, \
    is_archived = $32, is_banned = $33, is_hidden = $34, created_at = $35, updated_at = $36, \
    state_updated_at = $37 where seller_id = $1 and product_id = $2";

/// What a list by title is sorted by. A draft's name has any length; an index of PostgreSQL takes 2,700 bytes.
pub(super) fn title_key(name: &str) -> String {
    name.to_lowercase().chars().take(500).collect()
}

/// The values of [`SAVE`].
fn saved(call: &Call, p: &Product) -> Result<Vec<Arg>> {
    let mut values = args![call.seller, p.product_id, &p.offer_id, p.sku, p.fbo_sku, &p.name].to_vec();
    values.push(title_key(&p.name).into());
    values.append(&mut card(p)?);
    values.append(&mut state(p)?);
    values.extend_from_slice(args![p.created_at, p.updated_at, p.state_updated_at]);
    Ok(values)
}

/// The values of [`INSERT`].
fn inserted(call: &Call, p: &Product, facets: i64) -> Result<Vec<Arg>> {
    let mut values = args![call.seller, p.product_id, &p.offer_id, p.sku, p.fbo_sku, &p.name].to_vec();
    values.push(title_key(&p.name).into());
    values.append(&mut card(p)?);
    values.append(&mut state(p)?);
    values.extend_from_slice(args![p.in_quarantine, p.price, p.old_price, p.premium_price, p.min_price, p.auto_action]);
    values.extend_from_slice(args![p.price_strategy, facets, p.created_at, p.updated_at, p.state_updated_at]);
    Ok(values)
}

/// The values of [`INSERT_STOCK`].
fn stock(call: &Call, p: &Product) -> Vec<Arg> {
    let mut values = args![call.seller, p.product_id, p.present_fbs, p.reserved_fbs].to_vec();
    values.extend_from_slice(args![p.present_fbo, p.reserved_fbo, p.has_stock()]);
    values
}

/// From `category_id` to `color_image`.
fn card(p: &Product) -> Result<Vec<Arg>> {
    let mut values = args![p.category_id, &p.currency_code, &p.vat, p.depth, p.width, p.height].to_vec();
    values.extend_from_slice(args![&p.dimension_unit, p.weight, &p.weight_unit, p.volume_ml, p.weight_grams, p.is_kgt]);
    values.push(serde_json::to_string(&p.barcodes)?.into());
    values.push(serde_json::to_string(&p.images)?.into());
    values.push(serde_json::to_string(&p.images360)?.into());
    values.extend_from_slice(args![&p.primary_image, &p.color_image]);
    Ok(values)
}

/// From `state` to `is_hidden`.
fn state(p: &Product) -> Result<Vec<Arg>> {
    let mut values = args![&p.state, &p.state_failed, &p.moderate_status, &p.validation_state].to_vec();
    values.push(serde_json::to_string(&p.decline_reasons)?.into());
    values.push(serde_json::to_string(&p.item_errors)?.into());
    values.extend_from_slice(args![p.is_created, p.is_archived, p.is_banned, p.is_hidden]);
    Ok(values)
}

/// Computes the facets of products that this transaction has just written, and so holds against others.
pub(super) async fn refresh(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let mut products = by_product_ids(call, ids).await?;
    products.sort_by_key(|product| product.product_id);
    let mut moved: BTreeMap<i64, i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for product in products {
        let facets = facets(&product);
        if facets != product.facets {
            *moved.entry(product.facets).or_default() -= 1;
            *moved.entry(facets).or_default() += 1;
            rows.push(args![call.seller, product.product_id, facets].to_vec());
        }
    }
    call.tx.run_bulk(FACETS, &rows).await?;
    count(call, moved).await
}

const FACETS: &str = "update product set facets = v.facets from {rows(seller_id, product_id, facets)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id";

/// Adds to the counts of the call's shop: products more (or fewer) by set of facets.
pub(super) async fn count(call: &mut Call, moved: BTreeMap<i64, i64>) -> Result<()> {
    let rows = moved.into_iter().filter(|(_, more)| *more != 0);
    let rows: Vec<Vec<Arg>> = rows.map(|(facets, more)| args![call.seller, facets, more].to_vec()).collect();
    call.tx.run_bulk(COUNT, &rows).await?;
    Ok(())
}

const COUNT: &str = "insert into product_count (seller_id, facets, products) \
    select seller_id, facets, products from {rows(seller_id, facets, products)} where true \
    on conflict (seller_id, facets) do update set products = product_count.products + excluded.products";
