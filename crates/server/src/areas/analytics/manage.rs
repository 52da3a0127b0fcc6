//! Stock at the marketplace as it is told today: of given goods with how fast they sell, or page by page.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    analytics::{
        AnalyticsManageStocksV1Request, AnalyticsManageStocksV1Response, AnalyticsManagedStock, AnalyticsStock,
        AnalyticsStocksV1Request, AnalyticsStocksV1Response,
    },
    scalar::{Decimal2, Digits, ProductId, Sku},
};

use super::{
    day::{Moved, day_of, moved},
    stock::{announced, page},
};
use crate::{
    areas::{
        product::{self, Product},
        returns,
        stock::{self, FBO_WAREHOUSE, FBO_WAREHOUSE_NAME, Stock},
    },
    call::Call,
    check,
    error::{Error, Result},
};

/// Days over which sales are counted.
const DAYS: i64 = 28;
/// The marketplace has one warehouse, so one cluster.
const CLUSTER: i64 = 1;
const CLUSTER_NAME: &str = "Москва";
const MOST_SKUS: usize = 100;

/// Stock of given goods.
pub(super) async fn stocks_v1(call: &mut Call, req: &AnalyticsStocksV1Request) -> Result<AnalyticsStocksV1Response> {
    check::items("AnalyticsStocksRequest", "Skus", req.skus.len(), 1, MOST_SKUS)?;
    let asked: Vec<Sku> = req.skus.iter().map(|&sku| sku.into()).collect();
    let is_here = admits(&req.warehouse_ids, FBO_WAREHOUSE.0)
        && admits(&req.cluster_ids, CLUSTER)
        && (req.macrolocal_cluster_ids.is_empty() || req.macrolocal_cluster_ids.contains(&CLUSTER.to_string()))
        && allows(&req.item_tags, "ITEM_ATTRIBUTE_NONE")
        && allows(&req.placement_zone, "PLACEMENT_ZONE_NONE");
    if !is_here {
        return Ok(AnalyticsStocksV1Response::default());
    }
    let products = product::by_skus(call, &asked).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let skus: Vec<Sku> = products.iter().map(|product| product.fbo_sku).collect();
    let stocks = here(call, &ids).await?;
    let around =
        Around { announced: announced(call, products.iter()).await?, coming: returns::coming(call, &ids).await? };
    let today = day_of(call.now);
    let mut moves: HashMap<Sku, Vec<Moved>> = HashMap::new();
    for one in moved(call, &skus, today - DAYS + 1).await? {
        moves.entry(one.sku).or_default().push(one);
    }
    let (mut items, mut told) = (Vec::new(), HashSet::new());
    for sku in asked {
        let found = products.iter().find(|product| product.fbo_sku == sku || product.sku == sku);
        let Some(product) = found.filter(|product| told.insert(product.product_id)) else { continue };
        let sales = moves.get(&product.fbo_sku).map(Vec::as_slice).unwrap_or_default();
        // What never lay at the marketplace has no row there.
        let Some(stock) = stocks.get(&product.product_id) else { continue };
        let item = item(product, *stock, sales, today, &around);
        if allows(&req.turnover_grades, &item.turnover_grade) {
            items.push(item);
        }
    }
    Ok(AnalyticsStocksV1Response { items })
}

/// Units that are not stock yet.
struct Around {
    announced: HashMap<ProductId, i64>,
    coming: HashMap<ProductId, i64>,
}

/// An empty list admits everything.
fn admits(list: &[Digits], id: i64) -> bool {
    list.is_empty() || list.contains(&Digits(id))
}

/// The same of words.
fn allows(list: &[String], word: &str) -> bool {
    list.is_empty() || list.iter().any(|one| one == word)
}

fn item(product: &Product, stock: Stock, sales: &[Moved], today: i64, around: &Around) -> AnalyticsStock {
    let sold: i64 = sales.iter().map(|one| one.left).sum();
    let last = sales.iter().filter(|one| one.left > 0).map(|one| one.day).max();
    let available = stock.sellable();
    let grade = grade(available, sold).to_owned();
    let count = |units: i64| i32::try_from(units).unwrap_or(i32::MAX);
    let of = |units: &HashMap<ProductId, i64>| count(units.get(&product.product_id).copied().unwrap_or_default());
    let (ads, idc) = (Decimal2(hundredths(sold, DAYS)), Decimal2(days_left(available, sold)));
    let days_without_sales = count(last.map_or(DAYS, |last| today - last));
    AnalyticsStock {
        ads,
        ads_cluster: ads,
        available_stock_count: count(available),
        cluster_id: CLUSTER,
        cluster_name: CLUSTER_NAME.to_owned(),
        days_without_sales,
        days_without_sales_cluster: days_without_sales,
        excess_stock_count: count((available - (sold * LONG_DAYS + DAYS - 1) / DAYS).max(0)),
        idc,
        idc_cluster: idc,
        macrolocal_cluster_id: CLUSTER,
        name: product.name.clone(),
        offer_id: product.offer_id.clone(),
        other_stock_count: count(stock.reserved),
        requested_stock_count: of(&around.announced),
        return_from_customer_stock_count: of(&around.coming),
        sku: product.fbo_sku,
        turnover_grade: grade.clone(),
        turnover_grade_cluster: grade,
        valid_stock_count: count(stock.present),
        warehouse_id: FBO_WAREHOUSE,
        warehouse_name: FBO_WAREHOUSE_NAME.to_owned(),
        ..AnalyticsStock::default()
    }
}

/// A stock that lasts longer is more than is needed.
const LONG_DAYS: i64 = 120;

/// Hundredths of a quotient, rounded half up.
fn hundredths(sum: i64, by: i64) -> i64 {
    (sum.saturating_mul(200) + by) / (2 * by)
}

/// Hundredths of the days that a stock lasts; 0 when nothing is sold.
fn days_left(available: i64, sold: i64) -> i64 {
    if sold > 0 { hundredths(available.saturating_mul(DAYS), sold) } else { 0 }
}

/// How goods sell, by the days that their stock lasts.
fn grade(available: i64, sold: i64) -> &'static str {
    match (available > 0, sold > 0, days_left(available, sold) / 100) {
        (false, true, _) => "WAS_DEFICIT",
        (false, false, _) => "WAITING_FOR_SUPPLY",
        (true, false, _) => "NO_SALES",
        (true, true, ..28) => "DEFICIT",
        (true, true, 28..56) => "POPULAR",
        (true, true, 56..=120) => "ACTUAL",
        (true, true, _) => "SURPLUS",
    }
}

/// A page of stock.
pub(super) async fn manage_v1(
    call: &mut Call,
    req: &AnalyticsManageStocksV1Request,
) -> Result<AnalyticsManageStocksV1Response> {
    const REQUEST: &str = "AnalyticsManageStocksRequest";
    const TYPES: [&str; 4] =
        ["STOCK_TYPE_VALID", "STOCK_TYPE_WAITING_DOCS", "STOCK_TYPE_EXPIRING", "STOCK_TYPE_DEFECT"];
    let filter = &req.filter;
    check::limit(REQUEST, req.limit.into(), 1_000)?;
    check::offset(REQUEST, req.offset.into())?;
    check::items(&format!("{REQUEST}.Filter"), "Skus", filter.skus.len(), 0, 1_000)?;
    if filter.stock_types.iter().any(|word| !TYPES.contains(&word.as_str())) {
        let rule = format!("value must be in list [{}]", TYPES.join(" "));
        return Err(Error::invalid(format!("{REQUEST}.Filter.StockTypes"), rule));
    }
    // Nothing but good units is kept at the marketplace.
    if !admits(&filter.warehouse_ids, FBO_WAREHOUSE.0) || !allows(&filter.stock_types, "STOCK_TYPE_VALID") {
        return Ok(AnalyticsManageStocksV1Response::default());
    }
    let rows = if filter.skus.is_empty() {
        page(call, REQUEST, req.limit.into(), req.offset.into()).await?
    } else {
        let skus: Vec<Sku> = filter.skus.iter().map(|&sku| sku.into()).collect();
        let (skip, take) = (usize::try_from(req.offset), usize::try_from(req.limit));
        let rows = named(call, &skus).await?.into_iter();
        rows.skip(skip.unwrap_or_default()).take(take.unwrap_or_default()).collect()
    };
    let item = |(product, stock): (Product, Stock)| AnalyticsManagedStock {
        name: product.name,
        offer_id: product.offer_id,
        sku: product.fbo_sku,
        valid_stock_count: stock.present,
        warehouse_name: FBO_WAREHOUSE_NAME.to_owned(),
        ..AnalyticsManagedStock::default()
    };
    Ok(AnalyticsManageStocksV1Response { items: rows.into_iter().map(item).collect() })
}

/// Goods by their SKU of any scheme, with what lies at the marketplace, by product.
async fn named(call: &mut Call, skus: &[Sku]) -> Result<Vec<(Product, Stock)>> {
    let products = product::by_skus(call, skus).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let mut stocks = here(call, &ids).await?;
    let with_stock = |product: Product| stocks.remove(&product.product_id).map(|stock| (product, stock));
    Ok(products.into_iter().filter_map(with_stock).collect())
}

/// What lies at the marketplace, of these products.
async fn here(call: &mut Call, ids: &[ProductId]) -> Result<HashMap<ProductId, Stock>> {
    let all = stock::of_products(call, ids).await?.into_iter();
    Ok(all.filter(|one| one.warehouse_id == FBO_WAREHOUSE).map(|one| (one.product_id, one)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_how_long_the_stock_lasts() {
        assert_eq!((days_left(10, 28), days_left(10, 0), days_left(1, 3)), (1_000, 0, 933));
        let told = [(0, 1), (0, 0), (5, 0), (27, 28), (28, 28), (56, 28), (120, 28), (121, 28)];
        let told = told.map(|(available, sold)| grade(available, sold));
        let want =
            ["WAS_DEFICIT", "WAITING_FOR_SUPPLY", "NO_SALES", "DEFICIT", "POPULAR", "ACTUAL", "ACTUAL", "SURPLUS"];
        assert_eq!(told, want);
    }
}
