//! The seller sets how many units can be sold. The number is absolute: what orders hold stays on top of it.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    price::UpdateError,
    scalar::{OfferId, ProductId, Time, WarehouseId},
    stock::{
        ProductImportStocksV1Request, ProductImportStocksV1Response, ProductImportStocksV1Result,
        ProductImportStocksV1Stock, ProductsStocksV2Request, ProductsStocksV2Response, ProductsStocksV2Result,
        ProductsStocksV2Stock,
    },
};

use super::{
    notify,
    refusal::{Before, Goods, Place, because, refusal},
    row::{Stock, sums, to_change},
};
use crate::{
    areas::{
        product::{self, Brief, StockMove},
        setting, warehouse,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// Products, or pairs of product and warehouse, in one request.
const MOST: usize = 100;

/// From the time when a shop had one warehouse: takes it as meant.
pub async fn v1(call: &mut Call, req: &ProductImportStocksV1Request) -> Result<ProductImportStocksV1Response> {
    let request = "ImportProductsStocksRequest";
    check::items(request, "Stocks", req.stocks.len(), 1, MOST)?;
    for (at, item) in req.stocks.iter().enumerate() {
        not_negative(request, at, item.stock)?;
    }
    let warehouse_id = the_one_warehouse(call).await?;
    let wish = |item: &ProductImportStocksV1Stock| Wish {
        offer_id: item.offer_id.clone(),
        product_id: item.product_id,
        warehouse_id,
        stock: item.stock,
    };
    let done = update(call, &req.stocks.iter().map(wish).collect::<Vec<_>>()).await?;
    let row = |done: Outcome| ProductImportStocksV1Result {
        updated: done.errors.is_empty(),
        errors: done.errors,
        offer_id: done.offer_id,
        product_id: done.product_id,
    };
    Ok(ProductImportStocksV1Response { result: done.into_iter().map(row).collect() })
}

/// Names the warehouse of each item.
pub async fn v2(call: &mut Call, req: &ProductsStocksV2Request) -> Result<ProductsStocksV2Response> {
    let request = "ProductsStocksRequest";
    check::items(request, "Stocks", req.stocks.len(), 1, MOST)?;
    for (at, item) in req.stocks.iter().enumerate() {
        if item.warehouse_id.0 <= 0 {
            return Err(embedded(request, at, "WarehouseId", "value must be greater than 0"));
        }
        not_negative(request, at, item.stock)?;
    }
    let wish = |item: &ProductsStocksV2Stock| Wish {
        offer_id: item.offer_id.clone(),
        product_id: item.product_id,
        warehouse_id: item.warehouse_id,
        stock: item.stock,
    };
    let done = update(call, &req.stocks.iter().map(wish).collect::<Vec<_>>()).await?;
    let row = |done: Outcome| ProductsStocksV2Result {
        updated: done.errors.is_empty(),
        errors: done.errors,
        offer_id: done.offer_id,
        product_id: done.product_id,
        warehouse_id: done.warehouse_id,
    };
    Ok(ProductsStocksV2Response { result: done.into_iter().map(row).collect() })
}

fn not_negative(request: &str, at: usize, stock: i64) -> Result<()> {
    if stock >= 0 {
        return Ok(());
    }
    Err(embedded(request, at, "Stock", "value must be greater than or equal to 0"))
}

/// A broken rule inside a list: the service names the item and, after it, the field.
fn embedded(request: &str, at: usize, field: &str, rule: &str) -> Error {
    let rule = format!("embedded message failed validation | caused by: invalid {request}_Stock.{field}: {rule}");
    Error::invalid(format!("{request}.Stocks[{at}]"), rule)
}

/// The shop's only warehouse, or the only one from which the marketplace delivers.
async fn the_one_warehouse(call: &mut Call) -> Result<WarehouseId> {
    let working: Vec<_> = warehouse::all(call).await?.into_iter().filter(|warehouse| warehouse.works()).collect();
    if let [only] = working.as_slice() {
        return Ok(only.warehouse_id);
    }
    let fbs: Vec<_> = working.iter().filter(|warehouse| !warehouse.is_rfbs).collect();
    if let [only] = fbs.as_slice() {
        return Ok(only.warehouse_id);
    }
    let (company, count) = (call.seller, fbs.len());
    Err(Error::BadRequest(format!(
        "company {company} has {count} non-rfbs warehouses, should be 1. use /rfbs/item/stock/batch-set"
    )))
}

struct Wish {
    offer_id: OfferId,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    stock: i64,
}

struct Outcome {
    offer_id: OfferId,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    errors: Vec<UpdateError>,
}

/// Each item by itself, in order: a later one sees what an earlier one did.
async fn update(call: &mut Call, wishes: &[Wish]) -> Result<Vec<Outcome>> {
    let named = Named::of(call, wishes).await?;
    let places: HashMap<_, _> = warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one)).collect();
    let interval = setting::of(call).await?.stock_update_interval_seconds;
    let found = to_change(call, &named.ids(), the_only_one(wishes)).await?;
    let mut known: HashMap<_, _> =
        found.into_iter().map(|(stock, at)| ((stock.product_id, stock.warehouse_id), (stock, at))).collect();
    let mut changes = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let product = named.find(wish);
        let place = places.get(&wish.warehouse_id).filter(|warehouse| warehouse.works()).map(Place::from);
        let key = (product.map(|product| product.product_id).unwrap_or_default(), wish.warehouse_id);
        let before = known.get(&key).map(|(stock, at)| before(stock, *at, interval));
        let refused = match product.is_some_and(|product| product.is_digital) {
            true => because("DIGITAL_GOODS_STOCK", "Stock of digital goods is their codes"),
            false => refusal(product.map(Goods::from), place, before, wish.stock, call.now),
        };
        if refused.is_none() {
            let reserved = known.get(&key).map_or(0, |(stock, _)| stock.reserved);
            let after = Stock { product_id: key.0, warehouse_id: key.1, present: wish.stock + reserved, reserved };
            let first = known.insert(key, (after, call.now)).map(|(stock, _)| stock.sellable());
            changes.entry(key).or_insert(Change { before: first, after: 0, at: call.now }).after = wish.stock;
        }
        outcomes.push(Outcome {
            offer_id: product.map_or_else(|| wish.offer_id.clone(), |product| product.offer_id.clone()),
            product_id: product.map_or(wish.product_id, |product| product.product_id),
            warehouse_id: wish.warehouse_id,
            errors: refused.into_iter().collect(),
        });
    }
    write(call, &changes).await?;
    notify::changed(call, changes.keys().copied()).await?;
    // What comes into stock may have gone into the archive, or be sold as codes, since it was read.
    let arrived = changes.iter().filter(|(_, change)| change.before.unwrap_or(0) == 0 && change.after > 0);
    let arrived: Vec<ProductId> = arrived.map(|((product_id, _), _)| *product_id).collect();
    let products = product::briefs_by_product_ids(call, &arrived).await?;
    if products.iter().any(|product| product.is_archived || product.is_digital) {
        Err(Error::Raced)
    } else {
        Ok(outcomes)
    }
}

/// The warehouse that all wishes name; none when they name several.
fn the_only_one(wishes: &[Wish]) -> Option<WarehouseId> {
    let first = wishes.first()?.warehouse_id;
    wishes.iter().all(|wish| wish.warehouse_id == first).then_some(first)
}

fn before(stock: &Stock, updated_at: Time, interval: i64) -> Before {
    let closed_until = (interval > 0).then(|| updated_at.plus_seconds(interval));
    Before { sellable: stock.sellable(), closed_until }
}

/// What the sellable amount was, none before the first, and what it becomes.
struct Change {
    before: Option<i64>,
    after: i64,
    at: Time,
}

/// The sums of the products move by the difference, so a row that moved since it was read is a race lost.
async fn write(call: &mut Call, changes: &BTreeMap<(ProductId, WarehouseId), Change>) -> Result<()> {
    let (mut known, mut new): (Vec<Vec<Arg>>, Vec<Vec<Arg>>) = (Vec::new(), Vec::new());
    for ((product_id, warehouse_id), change) in changes {
        let row = args![call.seller, *product_id, *warehouse_id, change.after, change.at];
        match change.before {
            Some(before) => known.push([row, args![before].as_slice()].concat()),
            None => new.push(row.to_vec()),
        }
    }
    let touched = call.tx.run_bulk(UPDATE, &known).await? + call.tx.run_bulk(INSERT, &new).await?;
    if usize::try_from(touched).ok() != Some(changes.len()) {
        return Err(Error::Raced);
    }
    let step = |((product_id, warehouse_id), change): (&(ProductId, WarehouseId), &Change)| {
        let before = change.before.unwrap_or(0);
        let stays_in_stock = before > 0 && change.after > 0;
        StockMove { stays_in_stock, ..sums(*product_id, *warehouse_id, change.after - before, 0) }
    };
    product::move_stock(call, &changes.iter().map(step).collect::<Vec<_>>()).await
}

const UPDATE: &str = "update stock set present = stock.reserved + v.sellable, updated_at = v.updated_at, \
    set_from = v.before, set_to = v.sellable \
    from {rows(seller_id, product_id, warehouse_id, sellable, updated_at, before)} \
    where stock.seller_id = v.seller_id and stock.product_id = v.product_id and stock.warehouse_id = v.warehouse_id \
    and stock.present - stock.reserved = v.before";
const INSERT: &str = "insert into stock (seller_id, product_id, warehouse_id, present, reserved, updated_at, set_to) \
    select seller_id, product_id, warehouse_id, sellable, 0, updated_at, sellable \
    from {rows(seller_id, product_id, warehouse_id, sellable, updated_at)} where true \
    on conflict (seller_id, product_id, warehouse_id) do nothing";

/// The products that a request names, by either name.
struct Named {
    by_offer: HashMap<OfferId, Brief>,
    by_id: HashMap<ProductId, Brief>,
}

impl Named {
    async fn of(call: &mut Call, wishes: &[Wish]) -> Result<Self> {
        let offers: Vec<_> =
            wishes.iter().filter(|wish| !wish.offer_id.0.is_empty()).map(|wish| wish.offer_id.clone()).collect();
        let ids: Vec<_> = wishes.iter().filter(|wish| wish.offer_id.0.is_empty()).map(|wish| wish.product_id).collect();
        let by_offer = product::briefs_by_offer_ids(call, &offers).await?;
        let by_id = product::briefs_by_product_ids(call, &ids).await?;
        Ok(Self {
            by_offer: by_offer.into_iter().map(|product| (product.offer_id.clone(), product)).collect(),
            by_id: by_id.into_iter().map(|product| (product.product_id, product)).collect(),
        })
    }

    fn find(&self, wish: &Wish) -> Option<&Brief> {
        if wish.offer_id.0.is_empty() { self.by_id.get(&wish.product_id) } else { self.by_offer.get(&wish.offer_id) }
    }

    fn ids(&self) -> Vec<ProductId> {
        let mut ids: Vec<_> =
            self.by_offer.values().chain(self.by_id.values()).map(|product| product.product_id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Sets the sellable amount: present = amount + reserved. For the demo world and imports: it asks no rule and does
/// not count as an update of the seller's.
pub async fn set_sellable(
    call: &mut Call,
    product_id: ProductId,
    warehouse_id: WarehouseId,
    amount: i64,
) -> Result<()> {
    if amount < 0 {
        return Err(Error::internal(format!("{amount} units of product {product_id} cannot be sold")));
    }
    let known = to_change(call, &[product_id], Some(warehouse_id)).await?.pop();
    let before = known.map(|(stock, _)| stock.sellable());
    let change = Change { before, after: amount, at: known.map(|(_, at)| at).unwrap_or_default() };
    write(call, &BTreeMap::from([((product_id, warehouse_id), change)])).await
}
