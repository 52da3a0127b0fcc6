//! Updates of any size: cut into requests of the allowed size, answered for item by item.

use std::sync::Arc;

use gostiny_wire::{method::Method, price::*, scalar::*, stock::*};

use crate::{Client, ClientError};

/// A method that changes many items at once and answers for each.
pub trait Batched: Method + Copy {
    /// What is changed.
    type Item: Send + Sync + 'static;
    /// What became of it.
    type Row: Send + 'static;
    /// Items that one request may hold.
    const MOST: usize;
    /// A request of these items.
    fn request(items: Vec<Self::Item>) -> Self::Request;
    /// The items of a request, in their order.
    fn items(request: &Self::Request) -> &[Self::Item];
    /// The rows of an answer.
    fn rows(answer: Self::Response) -> Vec<Self::Row>;
    /// Whether a row is about an item.
    fn is_about(row: &Self::Row, item: &Self::Item) -> bool;
}

/// What became of one item. An item whose request failed as a whole shares its error with the others of that request.
pub type Outcome<R> = Result<R, Arc<ClientError>>;

impl Client {
    /// Changes any number of items, request by request, and answers with one outcome for each, in the order given. A
    /// request that fails does not hold up those after it.
    pub async fn batch<M: Batched>(&self, method: M, items: Vec<M::Item>) -> Vec<Outcome<M::Row>> {
        let mut outcomes = Vec::with_capacity(items.len());
        let mut left = items.into_iter();
        loop {
            let some: Vec<_> = left.by_ref().take(M::MOST).collect();
            if some.is_empty() {
                return outcomes;
            }
            let request = M::request(some);
            let answer = self.call(method, &request).await.map_err(Arc::new);
            outcomes.extend(assigned::<M>(M::items(&request), answer));
        }
    }
}

/// One outcome for each item. Rows stand in the order of the items; where they do not, the name decides.
fn assigned<M: Batched>(items: &[M::Item], answer: Outcome<M::Response>) -> Vec<Outcome<M::Row>> {
    let mut rows: Vec<_> = match answer {
        Ok(answer) => M::rows(answer).into_iter().map(Some).collect(),
        Err(error) => return items.iter().map(|_| Err(error.clone())).collect(),
    };
    let mut from = 0;
    let outcome = |item| {
        let is_it = |row: &Option<M::Row>| row.as_ref().is_some_and(|row| M::is_about(row, item));
        // The row in the item's own place first: the same item may stand in a request twice.
        let at = (from..rows.len()).chain(0..from.min(rows.len())).find(|at| rows.get(*at).is_some_and(is_it));
        from += 1;
        let row = at.and_then(|at| rows.get_mut(at)).and_then(Option::take);
        row.ok_or_else(|| Arc::new(ClientError::unanswered(M::INFO.name)))
    };
    items.iter().map(outcome).collect()
}

macro_rules! batched {
    ($($method:ident: $field:ident of $item:ty, $most:literal, $request:ident, $row:ty $(, $also:ident)?;)+) => {
        $(impl Batched for $method {
            type Item = $item;
            type Row = $row;
            const MOST: usize = $most;
            fn request(items: Vec<$item>) -> $request {
                $request { $field: items }
            }
            fn items(request: &$request) -> &[$item] {
                &request.$field
            }
            fn rows(answer: Self::Response) -> Vec<$row> {
                answer.result
            }
            fn is_about(row: &$row, item: &$item) -> bool {
                named((&row.offer_id, row.product_id), (&item.offer_id, item.product_id)) $(&& row.$also == item.$also)?
            }
        })+
        /// Names of the methods that [`Client::batch`] takes, and the size of their requests.
        #[cfg(test)]
        pub(crate) const BATCHED: &[(&str, usize)] = &[$((stringify!($method), $most)),+];
    };
}

batched! {
    ProductImportPricesV1: prices of ProductImportPricesV1Price, 1000, ProductImportPricesV1Request,
        ProductImportPricesV1Result;
    ProductImportStocksV1: stocks of ProductImportStocksV1Stock, 100, ProductImportStocksV1Request,
        ProductImportStocksV1Result;
    ProductsStocksV2: stocks of ProductsStocksV2Stock, 100, ProductsStocksV2Request, ProductsStocksV2Result,
        warehouse_id;
}

/// The article decides where there is one.
fn named(row: (&OfferId, ProductId), item: (&OfferId, ProductId)) -> bool {
    if item.0.as_str().is_empty() { row.1 == item.1 } else { row.0 == item.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(name: u8, stock: i64) -> ProductsStocksV2Result {
        // The warehouse tells the rows of one article apart here.
        ProductsStocksV2Result {
            offer_id: name.to_string().into(),
            warehouse_id: WarehouseId(stock),
            ..Default::default()
        }
    }

    fn item(name: u8, stock: i64) -> ProductsStocksV2Stock {
        ProductsStocksV2Stock {
            offer_id: name.to_string().into(),
            warehouse_id: WarehouseId(stock),
            ..Default::default()
        }
    }

    proptest! {
        #[test]
        fn each_item_gets_its_own_row_whatever_their_order(
            (names, order) in proptest::collection::vec((0..6_u8, 0..3_i64), 0..40)
                .prop_flat_map(|names| (Just(names.clone()), Just(names).prop_shuffle())),
            lost in 0..40_usize,
        ) {
            let items: Vec<_> = names.iter().map(|(name, at)| item(*name, *at)).collect();
            let answer = |rows: &[(u8, i64)]| {
                Ok(ProductsStocksV2Response { result: rows.iter().map(|(name, at)| row(*name, *at)).collect() })
            };
            let all = assigned::<ProductsStocksV2>(&items, answer(&order));
            prop_assert_eq!(all.len(), items.len());
            for (outcome, item) in all.iter().zip(&items) {
                prop_assert!(ProductsStocksV2::is_about(outcome.as_ref().unwrap(), item));
            }
            let mut short = order;
            if lost < short.len() {
                short.remove(lost);
                let some = assigned::<ProductsStocksV2>(&items, answer(&short));
                prop_assert_eq!(some.iter().filter(|outcome| outcome.is_err()).count(), 1);
                prop_assert_eq!(some.len(), items.len());
            }
        }
    }

    #[test]
    fn the_same_item_twice_gets_both_rows_in_their_order() {
        let rows = vec![
            ProductsStocksV2Result { updated: true, ..row(1, 1) },
            row(2, 1),
            ProductsStocksV2Result { updated: false, ..row(1, 1) },
        ];
        let items = [item(1, 1), item(2, 1), item(1, 1)];
        let all = assigned::<ProductsStocksV2>(&items, Ok(ProductsStocksV2Response { result: rows }));
        let updated: Vec<_> = all.into_iter().map(|outcome| outcome.unwrap().updated).collect();
        assert_eq!(updated, [true, false, false]);
    }
}
