//! The archive: goods without stock go in and come out again, as many as a call names or none of them.

use gostiny_wire::{
    product::{
        ProductArchiveV1Request, ProductArchiveV1Response, ProductUnarchiveV1Request, ProductUnarchiveV1Response,
    },
    scalar::ProductId,
};

use super::{
    PROMOTABLE, barcode,
    history::note,
    quota,
    row::{Product, by_product_ids},
    write::{hold_numbers, refresh},
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    job,
    store::Arg,
};

/// Products in one call.
const MOST: usize = 100;

/// Puts products into the archive. What lies there already stays there.
pub async fn v1(call: &mut Call, req: &ProductArchiveV1Request) -> Result<ProductArchiveV1Response> {
    let products = named(call, "ProductArchiveV1Request", &req.product_id).await?;
    if products.iter().any(|product| product.present_fbo > 0) {
        return Err(Error::WrongState("item has fbo stock".to_owned()));
    }
    if products.iter().any(|product| product.present_fbs > 0) {
        return Err(Error::WrongState("item has fbs stock".to_owned()));
    }
    let moving: Vec<&Product> = products.iter().filter(|product| !product.is_archived).collect();
    barcode::release(call, &numbers(&moving)).await?;
    shift(call, &moving, true).await?;
    Ok(ProductArchiveV1Response { result: true })
}

/// Takes products out of the archive; their state is what it was.
pub async fn out_v1(call: &mut Call, req: &ProductUnarchiveV1Request) -> Result<ProductUnarchiveV1Response> {
    let products = named(call, "ProductUnarchiveV1Request", &req.product_id).await?;
    let moving: Vec<&Product> = products.iter().filter(|product| product.is_archived).collect();
    quota::restore(call, moving.len()).await?;
    shift(call, &moving, false).await?;
    for product in moving.into_iter().filter(|product| product.is_created) {
        barcode::claim(call, product).await?;
    }
    Ok(ProductUnarchiveV1Response { result: true })
}

/// The products, kept from others until the transaction ends; an unknown one fails the call.
async fn named(call: &mut Call, request: &str, ids: &[ProductId]) -> Result<Vec<Product>> {
    check::items(request, "ProductId", ids.len(), 1, MOST)?;
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    // In the order in which a change of stock holds them.
    call.tx.rows_in(HOLD_STOCK, args![call.seller], &list, |_| Ok(())).await?;
    hold_numbers(call, &ids).await?;
    let mut products = by_product_ids(call, &ids).await?;
    if products.len() < ids.len() {
        return Err(Error::NotFound("Product not found".to_owned()));
    }
    products.sort_by_key(|product| product.product_id);
    Ok(products)
}

const HOLD_STOCK: &str =
    "select 1 from product_stock where seller_id = $1 and product_id {in} order by product_id {held}";

async fn shift(call: &mut Call, products: &[&Product], is_archived: bool) -> Result<()> {
    let row = |product: &&Product| args![call.seller, product.product_id, is_archived, call.now].to_vec();
    let rows: Vec<Vec<Arg>> = products.iter().map(row).collect();
    call.tx.run_bulk(SHIFT, &rows).await?;
    note(call, &numbers(products), if is_archived { "archived" } else { "unarchived" }, &[]).await?;
    refresh(call, &numbers(products)).await?;
    if products.is_empty() {
        return Ok(());
    }
    // What lies in the archive is no candidate of a promotion, what comes out of it may be one.
    job::schedule(call, PROMOTABLE, call.now, "", &serde_json::to_string(&numbers(products))?).await
}

const SHIFT: &str = "update product set is_archived = v.is_archived, updated_at = v.updated_at \
    from {rows(seller_id, product_id, is_archived, updated_at)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id";

fn numbers(products: &[&Product]) -> Vec<ProductId> {
    products.iter().map(|product| product.product_id).collect()
}
