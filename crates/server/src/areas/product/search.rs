//! Goods by what a person types: an article, an SKU, a number, or a part of the title.

use gostiny_wire::scalar::ProductId;

use crate::{args, call::Call, error::Result};

/// Titles that one search looks through: so many take a moment on both databases.
pub const TITLES: i64 = 100_000;

/// Goods found, in the order of their titles.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Their numbers.
    pub products: Vec<ProductId>,
    /// Where to go on: the title and the number of the last; nothing at the end.
    pub next: Option<(String, ProductId)>,
    /// The title up to which was looked, where there are more behind it that may match.
    pub looked_to: Option<String>,
}

/// A page of what matches a text, behind a title and a number. An exact article or number comes alone. In a large shop
/// a search stops after [`TITLES`] titles, whatever it found, and can go on from there.
pub async fn search(call: &mut Call, text: &str, behind: &(String, ProductId), limit: i64) -> Result<Hits> {
    search_among(call, TITLES, text, behind, limit).await
}

async fn search_among(
    call: &mut Call,
    most: i64,
    text: &str,
    behind: &(String, ProductId),
    limit: i64,
) -> Result<Hits> {
    let text = text.trim();
    let number = text.parse::<i64>().unwrap_or(-1);
    if behind.0.is_empty() {
        let exact = call.tx.rows(EXACT, args![call.seller, text, number], |row| row.next()).await?;
        if !exact.is_empty() {
            return Ok(Hits { products: exact, ..Hits::default() });
        }
    }
    let end: Option<String> = call.tx.row(END, args![call.seller, behind.0.as_str(), most], |row| row.next()).await?;
    let part = format!("%{}%", escaped(&text.to_lowercase()));
    let args = args![call.seller, behind.0.as_str(), behind.1, part, limit, end.as_deref().unwrap_or(LAST)];
    let found: Vec<(ProductId, String)> = call.tx.rows(BY_TITLE, args, |row| Ok((row.next()?, row.next()?))).await?;
    let is_full = i64::try_from(found.len()).is_ok_and(|found| found == limit);
    let last = found.last().filter(|_| is_full).map(|(id, title)| (title.clone(), *id));
    // A full page goes on behind its last product, another one behind all that was looked at.
    let looked_to = end.filter(|_| !is_full);
    let next = last.or_else(|| looked_to.clone().map(|title| (title, ProductId(i64::MAX))));
    Ok(Hits { products: found.into_iter().map(|(id, _)| id).collect(), next, looked_to })
}

/// Four looks, each by an index of its own.
const EXACT: &str = "select product_id from product where seller_id = $1 and offer_id = $2 \
    union select product_id from product where seller_id = $1 and product_id = $3 \
    union select product_id from product where seller_id = $1 and sku = $3 \
    union select product_id from product where seller_id = $1 and fbo_sku = $3 order by 1";

/// Stands behind every title.
const LAST: &str = "\u{10ffff}";

/// Counts along the index of titles, which holds all that it asks for.
const END: &str =
    "select name_lc from product where seller_id = $1 and name_lc > $2 order by name_lc limit 1 offset $3";
/// Walks the same index, which holds all but the number.
const BY_TITLE: &str = "select product_id, name_lc from product where seller_id = $1 \
    and (name_lc, product_id) > ($2, $3) and name_lc <= $6 and name_lc like $4 escape '!' \
    order by name_lc, product_id limit $5";

/// A text in which nothing stands for anything else.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|letter| matches!(letter, '!' | '%' | '_').then_some('!').into_iter().chain([letter]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::with_goods, *};

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(escaped("100% чай_1!"), "100!% чай!_1!!");
    }

    #[tokio::test]
    async fn a_search_stops_in_time_and_goes_on_to_the_end() {
        with_goods(|call| {
            Box::pin(async move {
                for (number, name) in (1_i64..).zip(["абв ёж", "вата", "гвоздь", "ёжик", "ёжик"])
                {
                    let named = "update product set name_lc = $3 where seller_id = $1 and product_id = $2";
                    call.tx.run(named, args![call.seller, number, name]).await?;
                }
                let (mut behind, mut pages) = ((String::new(), ProductId(0)), Vec::new());
                loop {
                    let hits = search_among(call, 2, "ЁЖ", &behind, 10).await?;
                    pages.push((hits.products, hits.looked_to));
                    let Some(next) = hits.next else { break };
                    behind = next;
                }
                let rest = vec![ProductId(4), ProductId(5)];
                assert_eq!(pages, [(vec![ProductId(1)], Some("гвоздь".to_owned())), (rest, None)]);
                let none = search_among(call, 2, "нет такого", &Default::default(), 10).await?;
                assert_eq!((none.products, none.next), (vec![], Some(("гвоздь".to_owned(), ProductId(i64::MAX)))));
                let full = search_among(call, 10, "ёж", &Default::default(), 2).await?;
                assert_eq!((full.next, full.looked_to), (Some(("ёжик".to_owned(), ProductId(4))), None));
                Ok(())
            })
        })
        .await;
    }
}
