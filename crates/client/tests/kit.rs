//! The kit against the real program, named by `GOSTINY_BIN`: `cargo xtask kits`.
#![cfg(feature = "kit")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

use gostiny_client::{
    ClientError,
    kit::Gostiny,
    wire::{
        method::Empty,
        operator::{ClockGet, SellerCreate, SellerCreateRequest, SellerList, SellerListRequest},
        product::{ProductInfoV2, ProductInfoV2Request, ProductListV2, ProductListV2Request},
        scalar::ProductId,
        warehouse::WarehouseListV1,
    },
};

#[tokio::test]
async fn a_test_has_a_world_of_its_own_and_a_reset_brings_it_back() {
    let gostiny = Gostiny::start().unwrap();
    let (seller, other) = (gostiny.seller().unwrap(), gostiny.other_seller().unwrap());
    assert!(gostiny.base_url().starts_with("http://127.0.0.1:"));
    let list = ProductListV2Request { limit: 1, ..Default::default() };
    let first = seller.call(ProductListV2, &list).await.unwrap().result;
    assert!(first.total >= 200);
    let shops =
        async || gostiny.operator().call(SellerList, &SellerListRequest::default()).await.unwrap().sellers.len();
    assert_eq!(shops().await, 2);
    let request = SellerCreateRequest { name: "Ёлка".to_owned(), ..Default::default() };
    gostiny.operator().call(SellerCreate, &request).await.unwrap();
    assert_eq!(shops().await, 3);
    let start = gostiny.operator().call(ClockGet, &Empty {}).await.unwrap().now;
    let planned = gostiny.step().await.unwrap();
    assert!(planned.now > start && !planned.happened.is_empty());
    assert_eq!(gostiny.advance(60).await.unwrap().now, planned.now.plus_seconds(60));

    gostiny.reset().await.unwrap();
    assert_eq!(shops().await, 2);
    assert_eq!(gostiny.operator().call(ClockGet, &Empty {}).await.unwrap().now, start);
    assert_ne!(
        seller.call(WarehouseListV1, &Empty {}).await.unwrap(),
        other.call(WarehouseListV1, &Empty {}).await.unwrap()
    );
    let unknown = ProductInfoV2Request { product_id: ProductId(5), ..Default::default() };
    let refused = seller.call(ProductInfoV2, &unknown).await;
    assert!(matches!(refused, Err(ClientError::Refused { status: 404, .. })), "{refused:?}");

    let url = gostiny.base_url().to_owned();
    drop(gostiny);
    assert!(std::net::TcpStream::connect(url.trim_start_matches("http://")).is_err(), "it still answers");
}
