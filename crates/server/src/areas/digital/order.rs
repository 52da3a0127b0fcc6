//! Digital goods that are sold to order: a unit can be sold before it has a code, which is given to its posting.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    digital::{
        PostingDigitalCodeError, ProductDigitalStock, ProductDigitalStockError, ProductDigitalStockStatus,
        ProductDigitalStocksImportV1Request, ProductDigitalStocksImportV1Response,
    },
    scalar::{OfferId, PostingNumber, ProductId},
};

use super::upload::{LONGEST, has_other_stock, put_on_sale};
use crate::{
    areas::{
        product::{self, Product},
        stock::{self, FBO_WAREHOUSE},
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "StocksImportRequest";

/// Says how much can be sold. What has a code is sold first, and cannot be taken back by a number.
pub(super) async fn stocks_v1(
    call: &mut Call,
    req: &ProductDigitalStocksImportV1Request,
) -> Result<ProductDigitalStocksImportV1Response> {
    check::items(REQUEST, "Stocks", req.stocks.len(), 1, 100)?;
    let offers: Vec<OfferId> = req.stocks.iter().map(|item| item.offer_id.clone()).collect();
    let found = product::by_offer_ids(call, &offers).await?;
    let found: HashMap<OfferId, Product> = found.into_iter().map(|one| (one.offer_id.clone(), one)).collect();
    let (mut status, mut seen) = (Vec::with_capacity(req.stocks.len()), HashSet::new());
    for item in &req.stocks {
        let product = found.get(&item.offer_id);
        let wrong = match product {
            None => Some("NOT_FOUND_ERROR"),
            Some(_) if !seen.insert(&item.offer_id) => Some("NOT_UNIQUE_OFFER_ID"),
            Some(product) => set(call, product, item).await?,
        };
        let error = |code: &str| ProductDigitalStockError { code: code.to_owned(), message: told(code).to_owned() };
        status.push(ProductDigitalStockStatus {
            updated: wrong.is_none(),
            errors: wrong.map(error).into_iter().collect(),
            offer_id: item.offer_id.clone(),
            product_id: product.map(|product| product.product_id).unwrap_or_default(),
            sku: product.map(|product| product.fbo_sku).unwrap_or_default(),
        });
    }
    Ok(ProductDigitalStocksImportV1Response { status })
}

fn told(code: &str) -> &'static str {
    match code {
        "NOT_FOUND_ERROR" => "Товара с этим артикулом нет.",
        "NOT_UNIQUE_OFFER_ID" => "Товар назван дважды.",
        "PRODUCT_IS_ARCHIVED" => "Товар в архиве.",
        "PRODUCT_IS_NOT_DIGITAL" => "Товар не цифровой.",
        "PRODUCT_HAS_STOCK" => "У товара есть остаток без кодов.",
        "STOCK_IS_LESS_THAN_CODES" => "Свободных кодов больше, чем указано.",
        _ => "Остаток должен быть от 0 до 1000000.",
    }
}

/// Makes or takes away units without a code; answers why not.
async fn set(call: &mut Call, product: &Product, item: &ProductDigitalStock) -> Result<Option<&'static str>> {
    let id = product.product_id;
    if product.is_archived {
        return Ok(Some("PRODUCT_IS_ARCHIVED"));
    }
    if !(0..1_000_000).contains(&item.stock) {
        return Ok(Some("STOCK_TOO_BIG"));
    }
    if !product::may_be_digital(call, id).await? {
        return Ok(Some("PRODUCT_IS_NOT_DIGITAL"));
    }
    if has_other_stock(call, id).await? {
        return Ok(Some("PRODUCT_HAS_STOCK"));
    }
    let (coded, open) = free(call, id).await?;
    if item.stock < coded {
        return Ok(Some("STOCK_IS_LESS_THAN_CODES"));
    }
    match item.stock - coded - open {
        0 => {}
        more if more > 0 => open_units(call, id, more).await?,
        fewer => close_units(call, id, -fewer).await?,
    }
    // Another call may have set it, or brought codes, since they were counted.
    let (coded, open) = free(call, id).await?;
    if coded + open == item.stock { Ok(None) } else { Err(Error::Raced) }
}

/// Units that are not sold: with a code, without.
async fn free(call: &mut Call, id: ProductId) -> Result<(i64, i64)> {
    let read = |row: &Row<'_>| Ok((row.next::<bool>()?, row.next::<i64>()?));
    let counts: HashMap<bool, i64> = call.tx.rows(FREE, args![call.seller, id], read).await?.into_iter().collect();
    let of = |is_open| counts.get(&is_open).copied().unwrap_or_default();
    Ok((of(false), of(true)))
}

const FREE: &str = "select is_open, count(*) from digital_code \
    where seller_id = $1 and product_id = $2 and posting_number = '' group by is_open";

/// Units are written down this many at once.
const PIECE: usize = 1_000;

async fn open_units(call: &mut Call, id: ProductId, units: i64) -> Result<()> {
    let first = call.ids("code", units).await?;
    let numbers: Vec<i64> = (first..first.saturating_add(units)).collect();
    for piece in numbers.chunks(PIECE) {
        let row = |number: &i64| args![call.seller, id, *number, format!(" {number}")].to_vec();
        let rows: Vec<Vec<Arg>> = piece.iter().map(row).collect();
        call.tx.run_bulk(OPEN, &rows).await?;
    }
    put_on_sale(call, id, units).await
}

const OPEN: &str = "insert into digital_code (seller_id, product_id, code_id, code, posting_number, sold_at, is_open) \
    select seller_id, product_id, code_id, code, '', null, 1 from {rows(seller_id, product_id, code_id, code)}";

async fn close_units(call: &mut Call, id: ProductId, units: i64) -> Result<()> {
    // An order may have taken some of them since they were counted.
    let is_held = stock::reserve(call, id, FBO_WAREHOUSE, units).await?;
    let gone = call.tx.run(CLOSE, args![call.seller, id, units]).await?;
    if !is_held || i64::try_from(gone).ok() != Some(units) {
        return Err(Error::Raced);
    }
    stock::hand_over(call, id, FBO_WAREHOUSE, units).await
}

const CLOSE: &str = "delete from digital_code where seller_id = $1 and product_id = $2 and posting_number = '' \
    and is_open = 1 and code_id in (select code_id from digital_code where seller_id = $1 and product_id = $2 \
    and posting_number = '' and is_open = 1 order by code_id desc limit $3)";

/// What became of codes that were given to a posting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// Codes that were taken.
    pub received: i64,
    /// The others, and why.
    pub failed: Vec<PostingDigitalCodeError>,
}

/// Gives codes to units of a posting that were sold without one, one after the other.
pub async fn fill(call: &mut Call, posting: &PostingNumber, product: ProductId, keys: &[String]) -> Result<Filled> {
    let mut open = call.tx.rows(WAITING, args![call.seller, posting, product], |row| row.next::<i64>()).await?;
    open.reverse();
    let mut filled = Filled::default();
    for key in keys {
        let code = key.trim();
        let wrong = match open.last() {
            _ if code.is_empty() || code.chars().count() > LONGEST => Some("KEY_IS_INVALID"),
            None => Some("ALL_UNITS_HAVE_KEYS"),
            Some(_) if is_known(call, product, code).await? => Some("KEY_ALREADY_EXISTS"),
            Some(unit) => {
                match call.tx.run(FILL, args![code, call.seller, product, *unit]).await {
                    // Another call has brought the same code.
                    Err(error) if error.is_taken() => return Err(Error::Raced),
                    Ok(1) => {}
                    Ok(_) => return Err(Error::Raced),
                    Err(error) => return Err(error),
                }
                open.pop();
                filled.received += 1;
                None
            }
        };
        let failed = |message: &str| PostingDigitalCodeError { key: key.clone(), message: message.to_owned() };
        filled.failed.extend(wrong.map(failed));
    }
    Ok(filled)
}

const WAITING: &str = "select code_id from digital_code where seller_id = $1 and posting_number = $2 \
    and posting_number <> '' and product_id = $3 and is_open = 1 order by code_id";
const FILL: &str = "update digital_code set code = $1, is_open = 0 \
    where seller_id = $2 and product_id = $3 and code_id = $4 and is_open = 1";

async fn is_known(call: &mut Call, product: ProductId, code: &str) -> Result<bool> {
    Ok(call.tx.row(KNOWN, args![call.seller, product, code], |_| Ok(())).await?.is_some())
}

const KNOWN: &str = "select 1 from digital_code where seller_id = $1 and product_id = $2 and code = $3";
