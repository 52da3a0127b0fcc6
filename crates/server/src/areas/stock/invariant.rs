//! What always holds of stock.

use super::FBO_WAREHOUSE;
use crate::{args, invariant::Invariant};

/// What always holds of the tables of this area. That units are held by postings only is said by `posting`.
pub fn invariants() -> Vec<Invariant> {
    let sums = Invariant::new("stock.sums", "the sums of a product's stock are those of its warehouses", SUMS);
    vec![Invariant { args: args![FBO_WAREHOUSE].to_vec(), ..sums }]
}

const SUMS: &str = "select seller_id, 'product ' || product_id as what from (\
    select seller_id, product_id, present_fbs, reserved_fbs, present_fbo, reserved_fbo from product_stock \
    union all select seller_id, product_id, case when warehouse_id = $1 then 0 else -present end, \
    case when warehouse_id = $1 then 0 else -reserved end, case when warehouse_id = $1 then -present else 0 end, \
    case when warehouse_id = $1 then -reserved else 0 end from stock) both_ways group by seller_id, product_id \
    having sum(present_fbs) <> 0 or sum(reserved_fbs) <> 0 or sum(present_fbo) <> 0 or sum(reserved_fbo) <> 0";
