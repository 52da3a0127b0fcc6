//! Whose a SKU is: for what buyers do with goods of any shop, many at once.

use gostiny_wire::scalar::{CategoryId, ClientId, ProductId, Sku};

use crate::{
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A SKU and what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owned {
    /// What was asked for.
    pub sku: Sku,
    /// Whose it is.
    pub seller: ClientId,
    /// The product.
    pub product_id: ProductId,
    /// Its category.
    pub category_id: CategoryId,
}

/// Those of the SKU that exist, by number. Under unified SKU one number stands for both schemes.
pub async fn owned(call: &mut Call, skus: &[Sku]) -> Result<Vec<Owned>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let mut found = call.tx.rows_in(BY_SKU, &[], &list, read).await?;
    found.append(&mut call.tx.rows_in(BY_FBO_SKU, &[], &list, read).await?);
    found.sort_by_key(|owned| owned.sku);
    found.dedup_by_key(|owned| owned.sku);
    Ok(found)
}

const BY_SKU: &str = "select sku, seller_id, product_id, category_id from product where sku {in}";
const BY_FBO_SKU: &str = "select fbo_sku, seller_id, product_id, category_id from product where fbo_sku {in}";

fn read(row: &Row<'_>) -> Result<Owned> {
    Ok(Owned { sku: row.next()?, seller: row.next()?, product_id: row.next()?, category_id: row.next()? })
}
