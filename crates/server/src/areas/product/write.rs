//! Writes a product whole: its row, the facets that follow from it, and the counts by facets.

use std::collections::BTreeMap;

use super::{facet::facets, row::columns};
use crate::{
    areas::product::Product,
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
};

/// Inserts a new product of the call's shop. `product.facets` is not looked at: it follows from the rest.
pub(super) async fn insert(call: &mut Call, product: &Product) -> Result<()> {
    let facets = facets(product);
    let mut values = bound(call, product, facets)?;
    values.push(product.name.to_lowercase().into());
    call.tx.run(INSERT, &values).await?;
    count(call, BTreeMap::from([(facets, 1)])).await
}

/// `name_lc` is not a field of the product and stands last.
const INSERT: &str = concat!(
    "insert into product (",
    columns!(),
    ", name_lc) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
     $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, \
     $43, $44, $45, $46, $47, $48, $49)"
);

/// Writes all columns of a product that was read as `before` in this call.
pub(super) async fn save(call: &mut Call, before: &Product, after: &Product) -> Result<()> {
    if before.product_id != after.product_id {
        return Err(Error::internal(format!("product {} cannot become {}", before.product_id, after.product_id)));
    }
    let facets = facets(after);
    let mut values = bound(call, after, facets)?;
    values.push(after.name.to_lowercase().into());
    if call.tx.run(SAVE, &values).await? != 1 {
        return Err(Error::internal(format!("product {} is gone", after.product_id)));
    }
    let mut moved = BTreeMap::new();
    shift(&mut moved, before.facets, facets);
    count(call, moved).await
}

const SAVE: &str = "update product set offer_id = $3, sku = $4, fbo_sku = $5, name = $6, category_id = $7, \
    currency_code = $8, vat = $9, depth = $10, width = $11, height = $12, dimension_unit = $13, weight = $14, \
    weight_unit = $15, volume_ml = $16, weight_grams = $17, is_kgt = $18, barcodes = $19, images = $20, \
    images360 = $21, primary_image = $22, color_image = $23, state = $24, state_failed = $25, \
    moderate_status = $26, validation_state = $27, decline_reasons = $28, item_errors = $29, is_created = $30, \
    is_archived = $31, is_banned = $32, is_hidden = $33, in_quarantine = $34, price = $35, old_price = $36, \
    premium_price = $37, min_price = $38, auto_action = $39, price_strategy = $40, present_fbs = $41, \
    reserved_fbs = $42, present_fbo = $43, reserved_fbo = $44, facets = $45, created_at = $46, updated_at = $47, \
    state_updated_at = $48, name_lc = $49 where seller_id = $1 and product_id = $2";

/// The values of `columns!()`, in its order.
fn bound(call: &Call, product: &Product, facets: i64) -> Result<Vec<Arg>> {
    let p = product;
    let mut values = args![
        call.seller, p.product_id, &p.offer_id, p.sku, p.fbo_sku, &p.name, p.category_id, &p.currency_code, &p.vat,
        p.depth, p.width, p.height, &p.dimension_unit, p.weight, &p.weight_unit, p.volume_ml, p.weight_grams, p.is_kgt,
        serde_json::to_string(&p.barcodes)?, serde_json::to_string(&p.images)?, serde_json::to_string(&p.images360)?,
        &p.primary_image, &p.color_image
    ]
    .to_vec();
    values.extend_from_slice(args![
        &p.state, &p.state_failed, &p.moderate_status, &p.validation_state,
        serde_json::to_string(&p.decline_reasons)?, serde_json::to_string(&p.item_errors)?, p.is_created,
        p.is_archived, p.is_banned, p.is_hidden, p.in_quarantine
    ]);
    values.extend_from_slice(args![
        p.price, p.old_price, p.premium_price, p.min_price, p.auto_action, p.price_strategy, p.present_fbs,
        p.reserved_fbs, p.present_fbo, p.reserved_fbo, facets, p.created_at, p.updated_at, p.state_updated_at
    ]);
    Ok(values)
}

/// Notes that one product went from a set of facets to another.
pub(super) fn shift(moved: &mut BTreeMap<i64, i64>, from: i64, to: i64) {
    if from != to {
        *moved.entry(from).or_default() -= 1;
        *moved.entry(to).or_default() += 1;
    }
}

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
