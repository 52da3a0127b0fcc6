//! Prices set and shown against goods in a database in memory.

use gostiny_wire::{
    price::{ProductImportPricesV1Price, ProductImportPricesV1Request, ProductInfoPricesV4Request},
    product::Visibility,
    scalar::{Money, ProductId},
};

use super::{set, show};
use crate::areas::product::{self, tests::with_goods};

#[tokio::test]
async fn prices_are_set_row_by_row() {
    with_goods(|call| {
        Box::pin(async move {
            let row = |offer: &str, id, price: &str| ProductImportPricesV1Price {
                offer_id: offer.into(),
                product_id: ProductId(id),
                price: price.to_owned(),
                ..Default::default()
            };
            let prices = vec![
                row("A-9", 2, "600"),
                row("none", 3, "600"),
                row("", 4, "-1"),
                row("", 1, "1000"),
                row("", 2, "610.50"),
                row("", 0, "1"),
            ];
            let answer = set::v1(call, &ProductImportPricesV1Request { prices }).await?.result;
            let told: Vec<_> =
                answer.iter().map(|row| (row.product_id.0, row.offer_id.as_str(), row.updated)).collect();
            let want = [(1, "A-9", true), (3, "none", false), (4, "A-6", false), (1, "A-9", true), (2, "A-8", true)];
            assert_eq!(told[..5], want);
            assert_eq!(answer[1].errors[0].code, "NOT_FOUND_ERROR");
            let found = product::by_product_ids(call, &[ProductId(1), ProductId(2)]).await?;
            assert_eq!(found.iter().map(|p| p.price).collect::<Vec<_>>(), [Some(Money(100_000)), Some(Money(61_050))]);
            let filter = product::Filter { visibility: Visibility::Quarantine, ..product::Filter::default() };
            let kept_back = product::page(call, &filter, "", 10).await?;
            assert_eq!((kept_back.total, kept_back.products[0].product_id), (1, ProductId(1)));
            let request = ProductInfoPricesV4Request { limit: 1, ..Default::default() };
            let page = show::v4(call, &request).await?.result;
            assert_eq!((page.total, page.items.len()), (5, 1));
            let first = &page.items[0];
            assert_eq!(
                (first.price.price.as_str(), first.price.vat.as_str(), first.acquiring),
                ("1000.0000", "0.200000", 10)
            );
            Ok(())
        })
    })
    .await;
}
