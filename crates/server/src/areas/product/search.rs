//! Goods by what a person types: an article, an SKU, a number, or a part of the title.

use gostiny_wire::scalar::ProductId;

use crate::{args, call::Call, error::Result};

/// Goods found, in the order of their titles.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Their numbers.
    pub products: Vec<ProductId>,
    /// Where to go on: the title and the number of the last; nothing at the end.
    pub next: Option<(String, ProductId)>,
}

/// A page of what matches a text, behind a title and a number. An exact article or number comes alone.
pub async fn search(call: &mut Call, text: &str, behind: &(String, ProductId), limit: i64) -> Result<Hits> {
    let text = text.trim();
    let number = text.parse::<i64>().unwrap_or(-1);
    if behind.0.is_empty() {
        let exact = call.tx.rows(EXACT, args![call.seller, text, number], |row| row.next()).await?;
        if !exact.is_empty() {
            return Ok(Hits { products: exact, next: None });
        }
    }
    let part = format!("%{}%", escaped(&text.to_lowercase()));
    let args = args![call.seller, behind.0.as_str(), behind.1, part, limit];
    let found: Vec<(ProductId, String)> = call.tx.rows(BY_TITLE, args, |row| Ok((row.next()?, row.next()?))).await?;
    let is_full = i64::try_from(found.len()).is_ok_and(|found| found == limit);
    let next = found.last().filter(|_| is_full).map(|(id, title)| (title.clone(), *id));
    Ok(Hits { products: found.into_iter().map(|(id, _)| id).collect(), next })
}

/// Four looks, each by an index of its own.
const EXACT: &str = "select product_id from product where seller_id = $1 and offer_id = $2 \
    union select product_id from product where seller_id = $1 and product_id = $3 \
    union select product_id from product where seller_id = $1 and sku = $3 \
    union select product_id from product where seller_id = $1 and fbo_sku = $3 order by 1";

/// Walks the index of titles, which holds all that it asks for but the number.
const BY_TITLE: &str = "select product_id, name_lc from product where seller_id = $1 \
    and (name_lc, product_id) > ($2, $3) and name_lc like $4 escape '!' order by name_lc, product_id limit $5";

/// A text in which nothing stands for anything else.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|letter| matches!(letter, '!' | '%' | '_').then_some('!').into_iter().chain([letter]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(escaped("100% чай_1!"), "100!% чай!_1!!");
    }
}
