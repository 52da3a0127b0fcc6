//! Each sold unit takes one code, the oldest free one, and one without a code where none is left. Whoever comes second for a code finds it taken: that stands in
//! WHERE.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::scalar::{PostingNumber, ProductId};

use crate::{
    areas::{product, stock},
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// Gives the units of a new posting their codes. Goods that are not digital take none; so do units that lie in stock
/// without a code, which there are not while all goes through this area.
pub async fn sell(call: &mut Call, posting: &PostingNumber, units: &[(ProductId, i64)]) -> Result<()> {
    let ids: Vec<ProductId> = units.iter().map(|(id, _)| *id).collect();
    let digital = product::digital(call, &ids).await?;
    let mut sold: BTreeMap<ProductId, i64> = BTreeMap::new();
    for (id, quantity) in units.iter().filter(|(id, _)| digital.contains(id)) {
        *sold.entry(*id).or_default() += quantity;
    }
    for (product_id, quantity) in sold {
        let args = args![call.seller, product_id, posting, call.now, quantity];
        let taken = call.tx.run(SELL, args).await?;
        if i64::try_from(taken).unwrap_or(i64::MAX) != quantity {
            let free: i64 = call.tx.value(FREE, args![call.seller, product_id]).await?;
            let enough = free.saturating_add(i64::try_from(taken).unwrap_or_default()) >= quantity;
            let short = || Error::Conflict(format!("not enough codes of product {product_id}"));
            return Err(if enough { Error::Raced } else { short() });
        }
    }
    Ok(())
}

const SELL: &str = "update digital_code set posting_number = $3, sold_at = $4 \
    where seller_id = $1 and product_id = $2 and posting_number = '' and code_id in ( \
    select code_id from digital_code where seller_id = $1 and product_id = $2 and posting_number = '' \
    order by is_open, code_id limit $5)";
const FREE: &str = "select count(*) from digital_code where seller_id = $1 and product_id = $2 and posting_number = ''";

/// Frees the codes of a posting that is called off before the buyer had it; nobody has seen them. Units that had left
/// the shelf come back to it with their codes.
pub async fn give_back(call: &mut Call, posting: &PostingNumber, left_the_shelf: bool) -> Result<()> {
    let products: Vec<ProductId> = call.tx.rows(GIVE_BACK, args![call.seller, posting], |row| row.next()).await?;
    let mut freed: BTreeMap<ProductId, i64> = BTreeMap::new();
    for product_id in products {
        *freed.entry(product_id).or_default() += 1;
    }
    if left_the_shelf { stock::arrive(call, &freed).await } else { Ok(()) }
}

const GIVE_BACK: &str = "update digital_code set posting_number = '', sold_at = null \
    where seller_id = $1 and posting_number = $2 and posting_number <> '' returning product_id";

/// Codes by posting and product.
pub type Codes = HashMap<PostingNumber, BTreeMap<ProductId, Vec<String>>>;

/// The codes that the seller's postings hold, by posting and product, in the order in which they came in.
pub async fn codes_of(call: &mut Call, postings: &[PostingNumber]) -> Result<Codes> {
    let list: Vec<Arg> = postings.iter().map(Arg::from).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?, row.next()?, row.next()?));
    let mut rows: Vec<(PostingNumber, ProductId, i64, String)> =
        call.tx.rows_in(CODES, args![call.seller], &list, read).await?;
    rows.sort();
    rows.dedup();
    let mut found = Codes::new();
    for (posting, product, _, code) in rows {
        found.entry(posting).or_default().entry(product).or_default().push(code);
    }
    Ok(found)
}

const CODES: &str = "select posting_number, product_id, code_id, code from digital_code \
    where seller_id = $1 and posting_number <> '' and is_open = 0 and posting_number {in}";
