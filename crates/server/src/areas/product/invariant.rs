//! What always holds of goods.

use crate::invariant::{Invariant, counter};

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![
        Invariant::new("product.parts", "every product has a card and a row of stock", PARTS),
        Invariant::new("product.in_stock", "a product counts as in stock when units of it can be sold", IN_STOCK),
        Invariant::new("product.count", "products are counted under the facets that they have", COUNT),
        counter!("product.id", "product", "select max(product_id) as used from product"),
        counter!("product.sku", "sku", "select max(sku) as used from product"),
    ]
}

const PARTS: &str = "select p.seller_id, 'product ' || p.product_id as what from product p \
    left join product_card c on c.seller_id = p.seller_id and c.product_id = p.product_id \
    left join product_stock s on s.seller_id = p.seller_id and s.product_id = p.product_id \
    where c.product_id is null or s.product_id is null";

const IN_STOCK: &str = "select seller_id, 'product ' || product_id as what from product_stock \
    where in_stock <> case when present_fbs > reserved_fbs or present_fbo > reserved_fbo then 1 else 0 end";

const COUNT: &str = "select seller_id, 'facets ' || facets || ' are counted ' || sum(counted) || ' times, not ' \
    || sum(found) as what from (select seller_id, facets, products as counted, 0 as found from product_count \
    union all select seller_id, facets, 0 as counted, count(*) as found from product group by seller_id, facets) both_ways \
    group by seller_id, facets having sum(counted) <> sum(found)";
