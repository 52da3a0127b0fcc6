//! What cards say under some attributes.

use std::collections::HashMap;

use gostiny_wire::{
    product::ProductImportAttribute,
    scalar::{AttributeId, ProductId},
};

use crate::{args, call::Call, error::Result, store::Arg};

/// Texts of the attributes of the seller's products, by product and attribute.
pub async fn values_of(
    call: &mut Call,
    products: &[ProductId],
    attributes: &[AttributeId],
) -> Result<HashMap<(ProductId, AttributeId), Vec<String>>> {
    let list: Vec<Arg> = products.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &crate::store::Row<'_>| Ok((row.next::<ProductId>()?, row.next_json()?));
    let cards: Vec<(ProductId, Vec<ProductImportAttribute>)> =
        call.tx.rows_in(ATTRIBUTES, args![call.seller], &list, read).await?;
    let mut found = HashMap::new();
    for (product, card) in cards {
        for attribute in card.into_iter().filter(|attribute| attributes.contains(&attribute.id)) {
            let texts = attribute.values.into_iter().map(|value| value.value).collect();
            found.insert((product, attribute.id), texts);
        }
    }
    Ok(found)
}

const ATTRIBUTES: &str = "select product_id, attributes from product_card where seller_id = $1 and product_id {in}";
