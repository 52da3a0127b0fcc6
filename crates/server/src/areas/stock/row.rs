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
    pub(super) fn sellable(&self) -> i64 {
        self.present - self.reserved
    }
}

/// Stock rows of the seller's products, on all warehouses.
pub async fn of_products(call: &mut Call, products: &[ProductId]) -> Result<Vec<Stock>> {
    Ok(read(call, OF_PRODUCTS, products).await?.into_iter().map(|(stock, _)| stock).collect())
}

/// The same, each with the seller's last update of it, kept from others until the transaction ends.
pub(super) async fn held(call: &mut Call, products: &[ProductId]) -> Result<Vec<(Stock, Time)>> {
    read(call, HELD, products).await
}

async fn read(call: &mut Call, sql: &str, products: &[ProductId]) -> Result<Vec<(Stock, Time)>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let mut found = call.tx.rows_in(sql, args![call.seller], &list, stock).await?;
    found.sort_by_key(|(stock, _)| (stock.product_id, stock.warehouse_id));
    Ok(found)
}

const OF_PRODUCTS: &str = "select product_id, warehouse_id, present, reserved, updated_at from stock \
    where seller_id = $1 and product_id {in}";
const HELD: &str = "select product_id, warehouse_id, present, reserved, updated_at from stock \
    where seller_id = $1 and product_id {in} order by product_id, warehouse_id {held}";

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
