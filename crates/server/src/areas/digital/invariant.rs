//! What always holds of digital codes.

use crate::invariant::Invariant;

/// What always holds of the tables of this area.
pub fn invariants() -> Vec<Invariant> {
    vec![Invariant::new("digital.sold", "a code is sold with a posting that is there, and once at most", SOLD)]
}

const SOLD: &str = "select c.seller_id, c.posting_number || ' has code ' || c.code_id as what from digital_code c \
    left join posting p on p.seller_id = c.seller_id and p.posting_number = c.posting_number \
    where c.posting_number <> '' and p.posting_number is null \
    union all select seller_id, 'code ' || min(code_id) || ' is there twice' as what from digital_code \
    group by seller_id, product_id, code having count(*) > 1";
