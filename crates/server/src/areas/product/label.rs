//! Single facts of goods as reports tell them: attributes of many goods as text, lengths in millimetres.

use std::collections::HashMap;

use gostiny_wire::{
    product::ProductImportAttribute,
    scalar::{AttributeId, ProductId},
};

use crate::{args, call::Call, error::Result, store::Arg};

/// The attribute that names the brand.
pub const BRAND: AttributeId = AttributeId(85);
/// The attribute that joins goods to one model.
pub const MODEL: AttributeId = AttributeId(9_048);

impl super::Product {
    /// A length of this product in millimetres.
    pub fn millimetres(&self, length: i64) -> i64 {
        match self.dimension_unit.as_str() {
            "cm" => length.saturating_mul(10),
            "in" => (length.saturating_mul(254) + 5) / 10,
            _ => length,
        }
    }
}

/// The first values of these attributes; absent where a product has none.
pub async fn labels(
    call: &mut Call,
    products: &[ProductId],
    wanted: &[AttributeId],
) -> Result<HashMap<(ProductId, AttributeId), String>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let read =
        |row: &crate::store::Row<'_>| Ok((row.next::<ProductId>()?, row.next_json::<Vec<ProductImportAttribute>>()?));
    let mut found = HashMap::new();
    for (product_id, attributes) in call.tx.rows_in(CARDS, args![call.seller], &list, read).await? {
        for attribute in attributes.into_iter().filter(|attribute| wanted.contains(&attribute.id)) {
            if let Some(first) = attribute.values.into_iter().next() {
                found.entry((product_id, attribute.id)).or_insert(first.value);
            }
        }
    }
    Ok(found)
}

const CARDS: &str = "select product_id, attributes from product_card where seller_id = $1 and product_id {in}";
