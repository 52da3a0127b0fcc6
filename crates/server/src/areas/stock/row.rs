//! The rows of stock.

use gostiny_wire::scalar::{ProductId, Time, WarehouseId};

use super::FBO_WAREHOUSE;
use crate::{
    areas::product::StockMove,
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Stock of one product on one warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The product.
    pub product_id: ProductId,
    /// Where.
    pub warehouse_id: WarehouseId,
    /// All on the shelf.
    pub present: i64,
    /// Held by orders.
    pub reserved: i64,
}

impl Stock {
    /// What can be sold.
    pub fn sellable(&self) -> i64 {
        self.present - self.reserved
    }
}

/// Stock rows of the seller's products, on all warehouses.
pub async fn of_products(call: &mut Call, products: &[ProductId]) -> Result<Vec<Stock>> {
    let found = read(call, OF_PRODUCTS, products, None).await?;
    let mut found: Vec<Stock> = found.into_iter().map(|(stock, _)| stock).collect();
    found.sort_by_key(|stock| (stock.product_id, stock.warehouse_id));
    Ok(found)
}

/// Rows on the seller's warehouses behind a product and warehouse, in their order.
pub(super) async fn behind(call: &mut Call, after: (i64, i64), limit: i64) -> Result<Vec<Stock>> {
    let args = args![call.seller, after.0, after.1, FBO_WAREHOUSE, limit];
    Ok(call.tx.rows(BEHIND, args, stock).await?.into_iter().map(|(stock, _)| stock).collect())
}

const BEHIND: &str = "select product_id, warehouse_id, present, reserved, updated_at from stock \
    where seller_id = $1 and (product_id, warehouse_id) > ($2, $3) and warehouse_id <> $4 \
    order by product_id, warehouse_id limit $5";

/// Rows of one warehouse behind a product, in their order, each with the seller's last update of it.
pub(super) async fn on_warehouse(
    call: &mut Call,
    warehouse_id: WarehouseId,
    after: i64,
    limit: i64,
) -> Result<Vec<(Stock, Time)>> {
    call.tx.rows(ON_WAREHOUSE, args![call.seller, warehouse_id, after, limit], stock).await
}

const ON_WAREHOUSE: &str = "select product_id, warehouse_id, present, reserved, updated_at from stock \
    where seller_id = $1 and warehouse_id = $2 and product_id > $3 order by product_id limit $4";

/// The same on one warehouse or on all, each with the seller's last update of it, for one who writes it back under a
/// guard. Who lost a race has them kept from others until the transaction ends, and so does not lose again.
pub(super) async fn to_change(
    call: &mut Call,
    products: &[ProductId],
    warehouse_id: Option<WarehouseId>,
) -> Result<Vec<(Stock, Time)>> {
    let sql = if call.tx.is_repeated() { HELD } else { OF_PRODUCTS };
    read(call, sql, products, warehouse_id).await
}

async fn read(
    call: &mut Call,
    sql: &str,
    products: &[ProductId],
    warehouse_id: Option<WarehouseId>,
) -> Result<Vec<(Stock, Time)>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    call.tx.rows_in(sql, args![call.seller, warehouse_id], &list, stock).await
}

macro_rules! stocks {
    ($rest:literal) => {
        concat!(
            "select product_id, warehouse_id, present, reserved, updated_at from stock \
             where seller_id = $1 and (warehouse_id = $2 or $2 is null) and product_id {in} ",
            $rest
        )
    };
}

const OF_PRODUCTS: &str = stocks!("");
const HELD: &str = stocks!("order by product_id, warehouse_id {held}");

fn stock(row: &Row<'_>) -> Result<(Stock, Time)> {
    let stock =
        Stock { product_id: row.next()?, warehouse_id: row.next()?, present: row.next()?, reserved: row.next()? };
    Ok((stock, row.next()?))
}

/// How the sums of a product move when these units move on this warehouse.
pub(super) fn sums(product_id: ProductId, warehouse_id: WarehouseId, present: i64, reserved: i64) -> StockMove {
    let none = StockMove { product_id, ..StockMove::default() };
    if warehouse_id == FBO_WAREHOUSE {
        StockMove { present_fbo: present, reserved_fbo: reserved, ..none }
    } else {
        StockMove { present_fbs: present, reserved_fbs: reserved, ..none }
    }
}
