//! Packing: every version, splits, parts, and what cannot be packed.

use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration, OrderPlaceRequest, PostingEvent},
    posting::{
        PostingFbsShipPackageV3, PostingFbsShipPackageV3Request, PostingFbsShipV2, PostingFbsShipV2Item,
        PostingFbsShipV2Package, PostingFbsShipV2Request, PostingFbsShipV3, PostingFbsShipV3Package,
        PostingFbsShipV3Product, PostingFbsShipV3Request, PostingFbsShipV4, PostingFbsShipV4Request,
        PostingFbsShipWith,
    },
    scalar::{PostingNumber, Sku},
};

use crate::{
    shop::Shop,
    world::{World, lines, refused},
};

/// Goods by package.
type Packages<'a> = &'a [&'a [(Sku, i32)]];

fn v3_product(product_id: Sku, quantity: i32) -> PostingFbsShipV3Product {
    PostingFbsShipV3Product { product_id, quantity, ..Default::default() }
}

/// What lies in a posting.
async fn goods(shop: &Shop, number: &PostingNumber) -> Vec<(Sku, i32)> {
    shop.posting(number).await.products.iter().map(|item| (item.sku, item.quantity)).collect()
}

#[tokio::test]
async fn each_version_packs_a_posting_whole() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(10).on_sale().await;
    let sku = product.sku;

    let number = world.order_one(&[(sku, 2)]).await;
    let package = PostingFbsShipV2Package { items: vec![PostingFbsShipV2Item { quantity: 2, sku }] };
    let v2 = PostingFbsShipV2Request { packages: vec![package], posting_number: number.clone() };
    assert_eq!(shop.call(PostingFbsShipV2, &v2).await.unwrap().result, std::slice::from_ref(&number));
    let posting = shop.posting(&number).await;
    assert_eq!(
        (posting.status.as_str(), posting.substatus.as_str()),
        ("awaiting_deliver", "posting_transferring_to_delivery")
    );

    let number = world.order_one(&[(sku, 2)]).await;
    let v3 = PostingFbsShipV3Request {
        packages: vec![PostingFbsShipV3Package { products: vec![v3_product(sku, 2)] }],
        posting_number: number.clone(),
        with: PostingFbsShipWith { additional_data: true },
    };
    let answer = shop.call(PostingFbsShipV3, &v3).await.unwrap();
    assert_eq!((answer.result.clone(), answer.additional_data.len()), (vec![number.clone()], 1));
    let told = &answer.additional_data[0];
    assert_eq!((&told.posting_number, told.products[0].sku, told.products[0].quantity), (&number, sku, 2));
    assert_eq!((told.products[0].offer_id.as_str(), told.products[0].price.as_str()), ("A-1", "1000.0000"));

    let number = world.order_one(&[(sku, 2)]).await;
    let alias = format!(
        r#"{{"posting_number":"{number}","packages":[{{"products":[{{"product_id":"{sku}","quantity":2}}]}}]}}"#
    );
    assert_eq!(shop.post("/v3/posting/fbs/set", &alias).await.status, 200);
    assert_eq!(shop.posting(&number).await.status, "awaiting_deliver");

    let number = world.order_one(&[(sku, 2)]).await;
    assert_eq!(shop.try_ship(&number, &[&[(sku, 2)]]).await.unwrap(), std::slice::from_ref(&number));
    assert_eq!(shop.posting(&number).await.status, "awaiting_deliver");
    // Packed is not gone: the units are held until the carrier takes them.
    assert_eq!(shop.stock_of(sku).await, (10, 8));
}

#[tokio::test]
async fn ship_splits_a_posting_into_packages() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").on_sale().await.sku, shop.product("B-1").on_sale().await.sku);
    let number = world.order_one(&[(a, 3), (b, 1)]).await;
    let whole = shop.posting(&number).await;
    let packed = shop.try_ship(&number, &[&[(a, 1)], &[(a, 2)], &[(b, 1)]]).await.unwrap();
    assert_eq!((packed.len(), &packed[0]), (3, &number));
    let order = whole.order_number.as_str();
    for (n, posting) in packed.iter().enumerate() {
        assert_eq!(posting.as_str(), format!("{order}-{}", n + 1));
    }
    assert_eq!(goods(&shop, &packed[0]).await, [(a, 1)]);
    assert_eq!(goods(&shop, &packed[1]).await, [(a, 2)]);
    assert_eq!(goods(&shop, &packed[2]).await, [(b, 1)]);
    let mut codes = Vec::new();
    for posting in &packed {
        let child = shop.posting(posting).await;
        assert_eq!(
            (child.status.as_str(), child.order_id, child.shipment_date),
            ("awaiting_deliver", whole.order_id, whole.shipment_date)
        );
        let parent = if posting == &number { "" } else { number.as_str() };
        assert_eq!(child.parent_posting_number.as_str(), parent);
        let mut related = child.related_postings.unwrap().related_posting_numbers;
        related.sort_unstable();
        let others: Vec<_> = packed.iter().filter(|other| *other != posting).cloned().collect();
        assert_eq!(related, others);
        let barcodes = child.barcodes.unwrap();
        codes.extend([barcodes.upper_barcode, barcodes.lower_barcode]);
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 6);
    assert_eq!((shop.stock_of(a).await, shop.stock_of(b).await), ((10, 3), (10, 1)));
}

#[tokio::test]
async fn a_part_is_packed_into_a_new_posting_and_the_rest_waits() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (a, b) = (shop.product("A-1").on_sale().await.sku, shop.product("B-1").on_sale().await.sku);
    let number = world.order_one(&[(a, 2), (b, 1)]).await;
    let part = PostingFbsShipPackageV3Request {
        posting_number: number.clone(),
        products: vec![v3_product(a, 1), v3_product(b, 1)],
    };
    let packed = shop.call(PostingFbsShipPackageV3, &part).await.unwrap().result;
    assert_eq!(packed.len(), 1);
    assert_ne!(packed[0], number);
    let child = shop.posting(&packed[0]).await;
    assert_eq!((child.status.as_str(), &child.parent_posting_number), ("awaiting_deliver", &number));
    assert_eq!(goods(&shop, &packed[0]).await, [(a, 1), (b, 1)]);
    assert_eq!(goods(&shop, &number).await, [(a, 1)]);
    assert_eq!(shop.posting(&number).await.status, "awaiting_packaging");
    assert_eq!((shop.stock_of(a).await, shop.stock_of(b).await), ((10, 2), (10, 1)));

    let too_much = PostingFbsShipPackageV3Request { posting_number: number.clone(), products: vec![v3_product(a, 2)] };
    refused(shop.call(PostingFbsShipPackageV3, &too_much).await, 400, 9, "HAS_INCORRECT_PRODUCT_QUANTITY");
    assert_eq!(shop.ship(&number).await, number);
}

/// Each part waits for the one before: no unit is packed twice, none is lost.
#[tokio::test]
async fn parts_packed_at_the_same_time_share_the_units() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(50).on_sale().await;
    let number = world.order_one(&[(product.sku, 6)]).await;
    let request =
        PostingFbsShipPackageV3Request { posting_number: number.clone(), products: vec![v3_product(product.sku, 1)] };
    let parts = (0..6).map(|_| shop.call(PostingFbsShipPackageV3, &request));
    let parts = futures_util::future::join_all(parts).await;
    let mut packed: Vec<PostingNumber> = parts.into_iter().flat_map(|part| part.unwrap().result).collect();
    packed.sort();
    packed.dedup();
    assert_eq!(packed.len(), 6, "{packed:?}");
    assert!(packed.contains(&number), "what is left last keeps the number");
    for number in &packed {
        assert_eq!(goods(&shop, number).await, [(product.sku, 1)], "{number}");
    }
    assert_eq!(shop.stock_of(product.sku).await, (50, 6));
}

/// Whoever comes first packs; whoever comes second sees what is left.
#[tokio::test]
async fn a_part_and_the_whole_are_not_packed_both() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(50).on_sale().await;
    for _ in 0..5 {
        let number = world.order_one(&[(product.sku, 3)]).await;
        let part = PostingFbsShipPackageV3Request {
            posting_number: number.clone(),
            products: vec![v3_product(product.sku, 1)],
        };
        let whole: Packages = &[&[(product.sku, 1)], &[(product.sku, 2)]];
        let (part, whole) = tokio::join!(shop.call(PostingFbsShipPackageV3, &part), shop.try_ship(&number, whole));
        assert_ne!(part.is_ok(), whole.is_ok(), "{part:?} {whole:?}");
        let mut numbers = vec![number];
        numbers.extend(part.map(|part| part.result).unwrap_or_default());
        numbers.extend(whole.unwrap_or_default());
        numbers.sort();
        numbers.dedup();
        let mut units = 0;
        for number in &numbers {
            units += goods(&shop, number).await.iter().map(|(_, quantity)| quantity).sum::<i32>();
        }
        assert_eq!(units, 3, "{numbers:?}");
    }
}

#[tokio::test]
async fn an_aggregator_registers_before_the_parcel_can_be_handed_over() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    world
        .delivery(&shop, warehouse, |request| {
            request.tpl_integration_type = DeliveryMethodCreateIntegration::Aggregator;
        })
        .await;
    let product = shop.product("A-1").approved().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse, 5).await.updated);
    let number = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&number).await;
    let posting = shop.posting(&number).await;
    assert_eq!((posting.status.as_str(), posting.tracking_number.as_str()), ("awaiting_registration", ""));
    assert_eq!(posting.tpl_integration_type, "aggregator");
    world.pass(30).await;
    let posting = shop.posting(&number).await;
    assert_eq!(posting.status, "awaiting_deliver");
    assert!(!posting.tracking_number.is_empty());
}

#[tokio::test]
async fn what_does_not_cover_the_posting_exactly_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (a, b) = (shop.product("A-1").on_sale().await.sku, shop.product("B-1").on_sale().await.sku);
    let number = world.order_one(&[(a, 2), (b, 1)]).await;
    let before = shop.posting(&number).await;
    let quantity = "HAS_INCORRECT_PRODUCT_QUANTITY";
    let cases: [(Packages<'_>, &str); 5] = [
        (&[&[(a, 2)]], quantity),
        (&[&[(a, 1), (b, 1)]], quantity),
        (&[&[(a, 2), (b, 1)], &[(a, 1)]], quantity),
        (&[&[(a, 3), (b, 1)]], quantity),
        (&[&[(a, 2), (b, 1), (Sku(5), 1)]], "UNKNOWN_PRODUCT_DEFINED"),
    ];
    for (packages, code) in cases {
        refused(shop.try_ship(&number, packages).await, 400, 9, code);
    }
    for packages in
        [&[][..], &[&[][..]], &[&[(a, 0), (b, 1)][..]], &[&[(a, -2), (b, 1)][..]], &[&[(a, 2), (b, 1)][..], &[][..]]]
    {
        let (status, ..) = crate::world::refusal(shop.try_ship(&number, packages).await);
        assert_eq!(status, 400, "{packages:?}");
    }
    refused(shop.try_ship(&"57195475-9999-1".into(), &[&[(a, 2), (b, 1)]]).await, 404, 5, "POSTING_NOT_FOUND");
    refused(other.try_ship(&number, &[&[(a, 2), (b, 1)]]).await, 404, 5, "POSTING_NOT_FOUND");
    let whole = format!(r#"[{{"product_id":{a},"quantity":"two"}}]"#);
    for path in ["/v2/posting/fbs/ship", "/v3/posting/fbs/ship", "/v4/posting/fbs/ship"] {
        shop.refuses(
            path,
            &[
                (r#"{"posting_number":5}"#, 400, 3, "unexpected token 5"),
                (r#"{"posting_number":"57195475-9999-1","packages":{"a":1}}"#, 400, 3, "unexpected token {"),
                (
                    &format!(r#"{{"posting_number":"{number}","packages":[{{"products":{whole},"items":{whole}}}]}}"#)
                        .replace("product_id\":", "sku\":"),
                    400,
                    3,
                    "\"two\"",
                ),
            ],
        )
        .await;
    }
    shop.refuses(
        "/v3/posting/fbs/ship/package",
        &[
            (&format!(r#"{{"posting_number":"{number}"}}"#), 400, 3, ""),
            (&format!(r#"{{"posting_number":"{number}","products":{whole}}}"#), 400, 3, "\"two\""),
            (
                r#"{"posting_number":"57195475-9999-1","products":[{"product_id":5,"quantity":1}]}"#,
                404,
                5,
                "POSTING_NOT_FOUND",
            ),
        ],
    )
    .await;
    assert_eq!(shop.posting(&number).await, before);
    assert_eq!((shop.stock_of(a).await, shop.stock_of(b).await), ((10, 2), (10, 1)));
}

#[tokio::test]
async fn only_what_waits_for_packing_is_packed() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let one: &[&[(Sku, i32)]] = &[&[(sku, 1)]];
    let packed = world.order_one(&[(sku, 1)]).await;
    shop.ship(&packed).await;
    refused(shop.try_ship(&packed, one).await, 400, 9, "POSTING_ALREADY_SHIPPED");
    let cancelled = world.order_one(&[(sku, 1)]).await;
    world.try_event(&cancelled, PostingEvent::CancelledByBuyer).await.unwrap();
    refused(shop.try_ship(&cancelled, one).await, 400, 9, "POSTING_ALREADY_CANCELLED");
    // Another seller cannot tell even that.
    let other = world.shop().await;
    refused(other.try_ship(&packed, one).await, 404, 5, "POSTING_NOT_FOUND");
}

#[tokio::test]
async fn goods_in_the_marketplace_s_warehouse_are_not_the_seller_s_to_pack() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let supply = gostiny_wire::operator::SupplyStockRequest {
        client_id: shop.client_id,
        items: vec![gostiny_wire::operator::SupplyStockItem { sku: product.fbo_sku, quantity: 5 }],
    };
    world.operator.call(gostiny_wire::operator::SupplyStock, &supply).await.unwrap();
    let order = OrderPlaceRequest { items: lines(&[(product.fbo_sku, 1)]), ..Default::default() };
    let placed = world.place(&order).await.unwrap().postings.remove(0);
    assert_eq!((placed.scheme.as_str(), placed.client_id), ("fbo", shop.client_id));
    refused(shop.try_ship(&placed.posting_number, &[&[(product.fbo_sku, 1)]]).await, 404, 5, "POSTING_NOT_FOUND");
    let v4 = PostingFbsShipV4Request { posting_number: placed.posting_number.clone(), ..Default::default() };
    assert!(shop.call(PostingFbsShipV4, &v4).await.is_err());
    refused(shop.try_posting(&placed.posting_number).await, 404, 5, "POSTING_NOT_FOUND");
}
