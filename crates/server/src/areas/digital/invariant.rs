//! What always holds of digital codes.

use crate::invariant::Invariant;

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![
        Invariant::new("digital.sold", "a code is sold with a posting that is there, and once at most", SOLD),
        Invariant::new("digital.stock", "as many units of a digital product can be sold as are free", STOCK),
    ]
}

const SOLD: &str = "select c.seller_id, c.posting_number || ' has code ' || c.code_id as what from digital_code c \
    left join posting p on p.seller_id = c.seller_id and p.posting_number = c.posting_number \
    where c.posting_number <> '' and p.posting_number is null \
    union all select seller_id, 'code ' || min(code_id) || ' is there twice' as what from digital_code \
    group by seller_id, product_id, code having count(*) > 1";

const STOCK: &str = "select p.seller_id, 'product ' || p.product_id || ': ' || (s.present_fbo - s.reserved_fbo) \
    || ' can be sold, ' || coalesce(c.free, 0) || ' are free' as what from digital_product p \
    join product_stock s on s.seller_id = p.seller_id and s.product_id = p.product_id \
    left join (select seller_id, product_id, count(*) as free from digital_code where posting_number = '' \
    group by seller_id, product_id) c on c.seller_id = p.seller_id and c.product_id = p.product_id \
    where s.present_fbo - s.reserved_fbo <> coalesce(c.free, 0)";
