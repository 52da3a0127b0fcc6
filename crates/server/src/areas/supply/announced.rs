//! What is on its way to the marketplace's warehouse.

use std::collections::HashMap;

use gostiny_wire::scalar::Sku;

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Units by SKU, as they were declared, of supplies that nobody has counted to the end.
pub async fn announced(call: &mut Call, skus: &[Sku]) -> Result<HashMap<Sku, i64>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let read = |row: &Row<'_>| Ok((row.next::<Sku>()?, row.next::<i64>()?));
    Ok(call.tx.rows_in(ANNOUNCED, args![call.seller], &list, read).await?.into_iter().collect())
}

// The condition on the status is that of the partial index.
const ANNOUNCED: &str = "select sku, cast(sum(declared) as bigint) from supply_item where seller_id = $1 \
    and waybill_id in (select waybill_id from supply_waybill where seller_id = $1 \
    and status in ('CREATED', 'IN_PROGRESS')) and sku {in} group by sku";
