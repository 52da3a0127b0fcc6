//! What a SKU is grouped by: product, way of categories, brand and model. Looked up when the SKU is first counted, and
//! again once its category has changed.

use std::collections::HashMap;

use gostiny_wire::scalar::{CategoryId, ProductId, Sku};

use crate::{
    areas::{category, product},
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A SKU that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub sku: Sku,
    pub product_id: ProductId,
    pub category_id: CategoryId,
}

/// Makes sure that these SKU of the call's seller can be grouped.
pub(super) async fn know(call: &mut Call, counted: &[Counted]) -> Result<()> {
    let list: Vec<Arg> = counted.iter().map(|one| Arg::from(one.sku)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    let known: HashMap<Sku, CategoryId> =
        call.tx.rows_in(KNOWN, args![call.seller], &list, read).await?.into_iter().collect();
    let mut new: Vec<Counted> =
        counted.iter().filter(|one| known.get(&one.sku) != Some(&one.category_id)).copied().collect();
    if new.is_empty() {
        return Ok(());
    }
    new.sort_by_key(|one| one.sku);
    new.dedup_by_key(|one| one.sku);
    let products: Vec<ProductId> = new.iter().map(|one| one.product_id).collect();
    let categories: Vec<CategoryId> = new.iter().map(|one| one.category_id).collect();
    let paths = category::paths(call, &categories).await?;
    let labels = product::labels(call, &products, &[product::BRAND, product::MODEL]).await?;
    let mut rows = Vec::with_capacity(new.len());
    for one in new {
        let way = paths.get(&one.category_id).map(Vec::as_slice).unwrap_or_default();
        let level = |at: usize| way.get(at).map_or(CategoryId(0), |step| step.category_id);
        let label = |id| labels.get(&(one.product_id, id)).cloned().unwrap_or_default();
        let (brand, model) = (label(product::BRAND), label(product::MODEL));
        let mut row: Vec<Arg> = args![call.seller, one.sku, one.product_id, one.category_id].to_vec();
        row.extend((0..4).map(|at| Arg::from(level(at))));
        row.extend([Arg::from(brand), Arg::from(model)]);
        rows.push(row);
    }
    call.tx.run_bulk(KNOW, &rows).await?;
    Ok(())
}

const KNOWN: &str = "select sku, category_id from analytics_sku where seller_id = $1 and sku {in}";

const KNOW: &str = "insert into analytics_sku (seller_id, sku, product_id, category_id, category1, category2, category3, \
    category4, brand, model) select seller_id, sku, product_id, category_id, category1, category2, category3, category4, \
    brand, model from {rows(seller_id, sku, product_id, category_id, category1, category2, category3, category4, brand, \
    model)} where true on conflict (seller_id, sku) do update set product_id = excluded.product_id, \
    category_id = excluded.category_id, category1 = excluded.category1, category2 = excluded.category2, \
    category3 = excluded.category3, category4 = excluded.category4, brand = excluded.brand, model = excluded.model";
