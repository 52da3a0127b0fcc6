//! Goods in a database in memory: pages, totals by facet, stock sums and prices stay in step.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    product::{
        ProductFilter, ProductInfoDescriptionV1Request, ProductInfoListV2Request, ProductInfoV2Request,
        ProductListV2Request, ProductSortDir, ProductsInfoAttributesV3Request, Visibility,
    },
    scalar::{ClientId, Money, OfferId, ProductId, Sku},
};

use super::{facet::tests::product, write::insert, *};
use crate::{
    areas::seller,
    args,
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::{Error, Result},
    files::Files,
    store::{Db, DbUrl},
};

/// Inserts a product that is on sale but for what `change` says of it, without stock and without a card.
pub(in crate::areas) async fn shelve(call: &mut Call, change: impl FnOnce(&mut Product)) -> Result<()> {
    let mut shelved = Product { present_fbs: 0, reserved_fbs: 0, ..product() };
    change(&mut shelved);
    insert(call, &[shelved]).await
}

/// Runs a body in a world with one shop and five products, on sale but for the last, which has no stock.
pub(in crate::areas) async fn with_goods<F>(body: F)
where
    F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
{
    let now = "2026-01-12T09:00:00Z".parse().unwrap();
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let world = World {
        db,
        clock: Arc::new(Clock::new(Mode::Manual, Some(now))),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    let body = Arc::new(body);
    let run = world.write(ClientId(0), move |call| {
        let body = body.clone();
        Box::pin(async move {
            call.seller = seller::open_shop(call, "Лавка", "RUB", false).await?;
            call.tx.run(CATEGORY, args![product().category_id]).await?;
            for number in 1..=5 {
                insert(call, &[numbered(number)]).await?;
                call.tx.run(CARD, args![call.seller, ProductId(number)]).await?;
            }
            body(call).await
        })
    });
    run.await.unwrap();
}

const CATEGORY: &str = "insert into category (category_id, parent_id, position, title_ru, title_en, is_leaf, \
    commission_fbo, commission_fbs, commission_rfbs) values ($1, 0, 1, 'Чайники', 'Kettles', 1, 1500, 1600, 1400)";
const CARD: &str = "insert into product_card (seller_id, product_id, description, attributes, complex_attributes, \
    pdf_list, geo_names, service_type, request_hash) values ($1, $2, 'Греет воду', \
    '[{\"id\":85,\"values\":[{\"dictionary_value_id\":971,\"value\":\"Нева\"}]}]', '[]', '[]', '[]', '', '')";

fn numbered(number: i64) -> Product {
    Product {
        product_id: ProductId(number),
        offer_id: OfferId(format!("A-{}", 10 - number)),
        sku: Sku(number * 10),
        fbo_sku: Sku(number * 10 + 1),
        present_fbs: if number == 5 { 0 } else { 5 },
        reserved_fbs: 0,
        ..product()
    }
}

fn under(visibility: Visibility) -> Filter {
    Filter { visibility, ..Filter::default() }
}

async fn selected(call: &mut Call, visibility: Visibility) -> Result<(Vec<i64>, i64)> {
    let page = page(call, &under(visibility), "", 1000).await?;
    Ok((page.products.iter().map(|product| product.product_id.0).collect(), page.total))
}

#[tokio::test]
async fn pages_end_with_an_empty_one() {
    with_goods(|call| {
        Box::pin(async move {
            let (mut last_id, mut seen) = (String::new(), Vec::new());
            loop {
                let request = ProductListV2Request { last_id, limit: 2, ..ProductListV2Request::default() };
                let page = list::v2(call, &request).await?.result;
                assert_eq!(page.total, 5);
                if page.items.is_empty() {
                    assert_eq!(page.last_id, "");
                    break;
                }
                seen.extend(page.items.iter().map(|item| item.product_id.0));
                last_id = page.last_id;
            }
            assert_eq!(seen, [1, 2, 3, 4, 5]);
            assert!(list::v2(call, &ProductListV2Request::default()).await.is_err());
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn a_filter_may_name_products_either_way() {
    with_goods(|call| {
        Box::pin(async move {
            let filter = Filter {
                offer_id: vec![OfferId::from("A-9"), OfferId::from("A-5"), OfferId::from("none")],
                product_id: vec![ProductId(5), ProductId(2)],
                sku: vec![Sku(999_999)],
                visibility: Visibility::All,
            };
            let page = super::page(call, &filter, "", 2).await?;
            assert_eq!((page.products.len(), page.total), (2, 3));
            let page = super::page(call, &filter, &page.last_id, 2).await?;
            assert_eq!(page.products.iter().map(|product| product.product_id.0).collect::<Vec<_>>(), [5]);
            let visible = Filter { visibility: Visibility::Visible, ..filter };
            assert_eq!(super::page(call, &visible, "", 10).await?.total, 2);
            let many = Filter { product_id: vec![ProductId(1); 1_001], ..Filter::default() };
            assert!(matches!(super::page(call, &many, "", 10).await, Err(Error::Invalid { .. })));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn totals_follow_stock() {
    with_goods(|call| {
        Box::pin(async move {
            assert_eq!(selected(call, Visibility::EmptyStock).await?, (vec![5], 1));
            let step = |id, present_fbs, reserved_fbs| StockMove {
                product_id: ProductId(id),
                present_fbs,
                reserved_fbs,
                ..StockMove::default()
            };
            move_stock(call, &[step(5, 2, 0), step(1, 0, 3), step(1, 0, 2), step(2, 0, 1), step(3, 1, 0)]).await?;
            assert_eq!(selected(call, Visibility::EmptyStock).await?, (vec![1], 1));
            assert_eq!(selected(call, Visibility::InSale).await?, (vec![2, 3, 4, 5], 4));
            let found = by_product_ids(call, &[ProductId(1)]).await?;
            assert_eq!(found.first().map(|p| (p.present_fbs, p.reserved_fbs)), Some((5, 5)));
            assert!(move_stock(call, &[step(2, -6, 0)]).await.is_err());
            assert!(move_stock(call, &[step(99, 1, 0)]).await.is_err());
            assert_eq!(selected(call, Visibility::Archived).await?, (vec![], 0));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn saving_keeps_the_sums_and_moves_the_counts() {
    with_goods(|call| {
        Box::pin(async move {
            let before = by_product_ids(call, &[ProductId(1)]).await?.remove(0);
            move_stock(call, &[StockMove { product_id: ProductId(1), present_fbs: 4, ..StockMove::default() }]).await?;
            let after = Product { is_banned: true, price: None, name: "ЧАЙ".to_owned(), ..before.clone() };
            write::save(call, &before, &after).await?;
            let found = by_product_ids(call, &[ProductId(1)]).await?.remove(0);
            assert_eq!((found.present_fbs, found.price, found.name.as_str()), (9, None, "ЧАЙ"));
            assert_eq!(selected(call, Visibility::Banned).await?, (vec![1], 1));
            assert_eq!(selected(call, Visibility::Visible).await?, (vec![2, 3, 4], 3));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn prices_that_moved_since_they_were_read_are_not_overwritten() {
    with_goods(|call| {
        Box::pin(async move {
            let before = Prices::of(&by_product_ids(call, &[ProductId(1)]).await?.remove(0));
            let to = |old_price| Repriced {
                before: before.clone(),
                after: Prices { old_price: Some(Money(old_price)), ..before.clone() },
            };
            write_prices(call, Way::Method, &[to(80_000)]).await?;
            assert!(matches!(write_prices(call, Way::Method, &[to(90_000)]).await, Err(Error::Raced)));
            let found = by_product_ids(call, &[ProductId(1)]).await?.remove(0);
            assert_eq!((found.price, found.old_price), (before.price, Some(Money(80_000))));
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn products_are_found_by_every_name() {
    with_goods(|call| {
        Box::pin(async move {
            let by = |offer: &str, id, sku| ProductInfoV2Request {
                offer_id: offer.into(),
                product_id: ProductId(id),
                sku: Sku(sku),
            };
            for request in [by("A-8", 0, 0), by("", 2, 0), by("", 0, 20), by("", 0, 21), by("A-8", 3, 40)] {
                assert_eq!(info::find(call, &request).await?.product.product_id, ProductId(2));
            }
            assert!(matches!(info::find(call, &by("", 77, 0)).await, Err(Error::NotFound(_))));
            assert!(matches!(info::find(call, &by("", 0, 0)).await, Err(Error::BadRequest(_))));
            let request = ProductInfoListV2Request { sku: [Sku(41), Sku(7), Sku(10)].to_vec(), ..Default::default() };
            let items = info::list_v2(call, &request).await?.result.items;
            assert_eq!(items.iter().map(|item| item.card.id.0).collect::<Vec<_>>(), [4, 1]);
            let one = info::v2(call, &by("", 1, 0)).await?.result;
            assert_eq!((one.commissions.len(), one.card.price.as_str()), (3, "590.0000"));
            let request = ProductInfoDescriptionV1Request { product_id: ProductId(1), ..Default::default() };
            assert_eq!(description::v1(call, &request).await?.result.description, "Греет воду");
            Ok(())
        })
    })
    .await;
}

#[tokio::test]
async fn attributes_come_in_any_order() {
    with_goods(|call| {
        Box::pin(async move {
            let orders = [
                ("", ProductSortDir::Asc, [1, 2, 3, 4, 5]),
                ("id", ProductSortDir::Desc, [5, 4, 3, 2, 1]),
                ("offer_id", ProductSortDir::Asc, [5, 4, 3, 2, 1]),
                ("title", ProductSortDir::Asc, [1, 2, 3, 4, 5]),
                ("seller_sku", ProductSortDir::Desc, [1, 2, 3, 4, 5]),
                ("sku", ProductSortDir::Desc, [5, 4, 3, 2, 1]),
                ("volume", ProductSortDir::Asc, [1, 2, 3, 4, 5]),
                ("created_at", ProductSortDir::Desc, [5, 4, 3, 2, 1]),
            ];
            for (sort_by, sort_dir, want) in orders {
                let (mut last_id, mut seen) = (String::new(), Vec::new());
                for _ in 0..3 {
                    let request = ProductsInfoAttributesV3Request {
                        filter: Some(ProductFilter::default()),
                        last_id,
                        limit: 2,
                        sort_by: sort_by.to_owned(),
                        sort_dir,
                    };
                    let page = attributes::v3(call, &request).await?;
                    assert!(page.result.iter().all(|product| product.attributes.len() == 1));
                    seen.extend(page.result.iter().map(|product| product.id.0));
                    last_id = page.last_id;
                }
                assert_eq!(seen, want, "{sort_by} {sort_dir:?}");
            }
            Ok(())
        })
    })
    .await;
}
