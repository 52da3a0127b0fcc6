//! What comes back to the marketplace's warehouse.

use std::collections::HashMap;

use gostiny_wire::scalar::ProductId;

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Units by product that buyers gave away and the warehouse has not received.
pub async fn coming(call: &mut Call, products: &[ProductId]) -> Result<HashMap<ProductId, i64>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next::<ProductId>()?, row.next::<i64>()?));
    Ok(call.tx.rows_in(COMING, args![call.seller], &list, read).await?.into_iter().collect())
}

const COMING: &str = "select product_id, cast(sum(quantity) as bigint) from goods_return \
    where seller_id = $1 and status = 'accepted_from_customer' and scheme = 'fbo' and product_id {in} \
    group by product_id";
