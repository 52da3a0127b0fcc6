//! The orders in which the attribute list can turn its pages: by number, SKU, article, title, volume or age, either
//! way.

use gostiny_wire::{product::ProductSortDir, scalar::ProductId};
use serde::{Deserialize, Serialize};

use super::{
    facet::bit,
    page::{Filter, Page, named, names_products, page},
    pick::{Choice, choice, numbers},
    row::{Product, by_product_ids, columns, product, source},
    write::title_key,
};
use crate::{
    api::cursor,
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// The places of so many products are read and ordered here: an index of the order would lead past all that a rare
/// filter leaves out.
const FEW: i64 = 20_000;

/// What products are ordered by; the number decides between equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortBy {
    Id,
    Sku,
    OfferId,
    Title,
    Volume,
    CreatedAt,
}

/// The place of a product in an order: what the next page starts behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Key {
    Number(i64, i64),
    Text(String, i64),
}

impl SortBy {
    /// Reads the request's word; empty is `id`. `seller_sku` is another name of the article.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "" | "id" => Ok(Self::Id),
            "sku" => Ok(Self::Sku),
            "offer_id" | "seller_sku" => Ok(Self::OfferId),
            "title" => Ok(Self::Title),
            "volume" => Ok(Self::Volume),
            "created_at" => Ok(Self::CreatedAt),
            _ => Err(Error::BadRequest(format!(
                "sort_by {word} is not one of: id, sku, offer_id, seller_sku, title, volume, created_at"
            ))),
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Id => "product_id",
            Self::Sku => "sku",
            Self::OfferId => "offer_id",
            Self::Title => "name_lc",
            Self::Volume => "volume_ml",
            Self::CreatedAt => "created_at",
        }
    }

    fn key(self, product: &Product) -> Key {
        let id = product.product_id.0;
        match self {
            Self::Id => Key::Number(id, id),
            Self::Sku => Key::Number(product.sku.0, id),
            Self::OfferId => Key::Text(product.offer_id.0.clone(), id),
            Self::Title => Key::Text(title_key(&product.name), id),
            Self::Volume => Key::Number(product.volume_ml, id),
            Self::CreatedAt => Key::Number(product.created_at.0, id),
        }
    }

    /// The key that a `last_id` holds; one of another order is refused.
    fn read(self, last_id: &str) -> Result<Option<Key>> {
        let key = cursor::read::<Option<Key>>(last_id)?.flatten();
        let texts = matches!(self, Self::OfferId | Self::Title);
        match &key {
            Some(Key::Text(..)) if !texts => Err(other_order()),
            Some(Key::Number(..)) if texts => Err(other_order()),
            _ => Ok(key),
        }
    }
}

fn other_order() -> Error {
    Error::invalid("last_id", "value must be a last_id of a page in the same order")
}

/// As [`page`], in any order.
pub(super) async fn sorted(
    call: &mut Call,
    filter: &Filter,
    (by, dir): (SortBy, ProductSortDir),
    last_id: &str,
    limit: i64,
) -> Result<Page> {
    if by == SortBy::Id && dir == ProductSortDir::Asc {
        return page(call, filter, last_id, limit).await;
    }
    let after = by.read(last_id)?;
    let (products, total) = if names_products(filter) {
        let named = named(call, filter).await?;
        let total = i64::try_from(named.len()).unwrap_or(i64::MAX);
        (behind(named, (by, dir), after.as_ref(), limit), total)
    } else {
        let choice = choice(call, filter.visibility).await?;
        let products = if choice.total <= FEW && !choice.is_dense() {
            let ids = page_of(keys(call, filter, &choice, by).await?, dir, after.as_ref(), limit);
            let found = by_product_ids(call, &ids).await?;
            behind(found, (by, dir), None, limit)
        } else {
            let (sql, args) = statement(call, filter, (by, dir), after, limit);
            call.tx.rows(&sql, &args, product).await?
        };
        (products, choice.total)
    };
    let last_id = products.last().map(|last| cursor::write(&by.key(last))).transpose()?.unwrap_or_default();
    Ok(Page { products, total, last_id })
}

/// The places of all products that a filter chose.
async fn keys(call: &mut Call, filter: &Filter, choice: &Choice, by: SortBy) -> Result<Vec<Key>> {
    let chosen = numbers(call, filter.visibility, choice, 0, FEW).await?;
    let list: Vec<Arg> = chosen.into_iter().map(Arg::from).collect();
    let sql = format!("select {}, product_id from product where seller_id = $1 and product_id {{in}}", by.column());
    let read = |row: &Row<'_>| match by {
        SortBy::OfferId | SortBy::Title => Ok(Key::Text(row.next()?, row.next()?)),
        _ => Ok(Key::Number(row.next()?, row.next()?)),
    };
    call.tx.rows_in(&sql, args![call.seller], &list, read).await
}

/// The products of one page.
fn page_of(mut keys: Vec<Key>, dir: ProductSortDir, after: Option<&Key>, limit: i64) -> Vec<ProductId> {
    keys.sort_unstable();
    if dir == ProductSortDir::Desc {
        keys.reverse();
    }
    let further = |key: &Key| match (after, dir) {
        (None, _) => true,
        (Some(after), ProductSortDir::Asc) => key > after,
        (Some(after), ProductSortDir::Desc) => key < after,
    };
    let id = |key: Key| match key {
        Key::Number(_, id) | Key::Text(_, id) => ProductId(id),
    };
    keys.into_iter().filter(further).map(id).take(usize::try_from(limit).unwrap_or(0)).collect()
}

fn behind(
    mut products: Vec<Product>,
    (by, dir): (SortBy, ProductSortDir),
    after: Option<&Key>,
    limit: i64,
) -> Vec<Product> {
    products.sort_by_cached_key(|product| by.key(product));
    if dir == ProductSortDir::Desc {
        products.reverse();
    }
    let further = |product: &Product| match (after, dir) {
        (None, _) => true,
        (Some(after), ProductSortDir::Asc) => by.key(product) > *after,
        (Some(after), ProductSortDir::Desc) => by.key(product) < *after,
    };
    products.into_iter().filter(further).take(usize::try_from(limit).unwrap_or(0)).collect()
}

fn statement(
    call: &Call,
    filter: &Filter,
    (by, dir): (SortBy, ProductSortDir),
    after: Option<Key>,
    limit: i64,
) -> (String, Vec<Arg>) {
    let (column, (sign, way)) = (by.column(), if dir == ProductSortDir::Asc { (">", "asc") } else { ("<", "desc") });
    let mut args = args![call.seller, bit(filter.visibility), limit].to_vec();
    let further = match after {
        None => String::new(),
        Some(key) => {
            args.extend(match key {
                Key::Number(value, id) => [Arg::from(value), Arg::from(id)],
                Key::Text(value, id) => [Arg::from(value), Arg::from(id)],
            });
            format!("and ({column}, product_id) {sign} ($4, $5) ")
        }
    };
    let sql = format!("{SELECT} {further}order by {column} {way}, product_id {way} limit $3");
    (sql, args)
}

const SELECT: &str = concat!("select ", columns!(), source!(), "where seller_id = $1 and (facets & $2) <> 0");

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{OfferId, Time};

    use super::{super::facet::tests::product, *};

    fn three() -> Vec<Product> {
        let of = |id, offer: &str, at| Product {
            product_id: ProductId(id),
            offer_id: OfferId::from(offer),
            created_at: Time(at),
            ..product()
        };
        vec![of(1, "B", 30), of(2, "A", 30), of(3, "C", 10)]
    }

    #[test]
    fn pages_go_on_where_they_ended_in_every_order() {
        let orders = [
            (SortBy::Id, ProductSortDir::Desc, [3, 2, 1]),
            (SortBy::OfferId, ProductSortDir::Asc, [2, 1, 3]),
            (SortBy::Title, ProductSortDir::Asc, [1, 2, 3]),
            (SortBy::CreatedAt, ProductSortDir::Asc, [3, 1, 2]),
            (SortBy::CreatedAt, ProductSortDir::Desc, [2, 1, 3]),
        ];
        for (by, dir, want) in orders {
            let (mut seen, mut after) = (Vec::new(), None);
            while let Some(last) = behind(three(), (by, dir), after.as_ref(), 1).pop() {
                seen.push(last.product_id.0);
                after = by.read(&cursor::write(&by.key(&last)).unwrap()).unwrap();
            }
            assert_eq!(seen, want, "{by:?} {dir:?}");
        }
    }

    #[test]
    fn places_are_paged_as_products_are() {
        for (by, dir) in [(SortBy::OfferId, ProductSortDir::Desc), (SortBy::CreatedAt, ProductSortDir::Asc)] {
            let (mut seen, mut after) = (Vec::new(), None);
            let keys: Vec<Key> = three().iter().map(|product| by.key(product)).collect();
            while let Some(id) = page_of(keys.clone(), dir, after.as_ref(), 1).pop() {
                after = three().iter().find(|product| product.product_id == id).map(|product| by.key(product));
                seen.push(id);
            }
            let want: Vec<ProductId> = behind(three(), (by, dir), None, 9).iter().map(|one| one.product_id).collect();
            assert_eq!(seen, want, "{by:?} {dir:?}");
        }
    }

    #[test]
    fn a_last_id_of_another_order_is_refused() {
        let last = cursor::write(&SortBy::Title.key(&product())).unwrap();
        assert!(SortBy::CreatedAt.read(&last).is_err());
        assert_eq!(SortBy::Title.read("").unwrap(), None);
        assert!(SortBy::parse("price_index").is_err());
    }
}
