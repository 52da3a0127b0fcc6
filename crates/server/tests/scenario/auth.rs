//! Who may call: keys, shops, roles, networks, and the operator's token.

use gostiny_client::{Client, ClientError};
use gostiny_wire::{
    finance::{FinanceTransactionListV3, FinanceTransactionListV3Request},
    method::{Empty, Verb},
    operator::{
        ClockGet, ErrorEra, KeyCreate, KeyCreateRequest, KeyCreateResponse, KeyRevoke, KeyRevokeRequest, Settings,
    },
    product::{ProductImportV2, ProductImportV2Request, ProductListV2, ProductListV2Request, ProductListV2Response},
    scalar::ClientId,
    warehouse::WarehouseListV1,
};

use crate::{
    goods::good_item,
    shop::Shop,
    world::{World, post, refusal_of, refused},
};

async fn list(client: &Client) -> Result<ProductListV2Response, ClientError> {
    client.call(ProductListV2, &ProductListV2Request { limit: 10, ..Default::default() }).await
}

async fn key(world: &World, shop: &Shop, change: impl FnOnce(&mut KeyCreateRequest)) -> (KeyCreateResponse, Client) {
    let mut request =
        KeyCreateRequest { client_id: shop.client_id, name: "второй ключ".to_owned(), ..Default::default() };
    change(&mut request);
    let made = world.operator.call(KeyCreate, &request).await.unwrap();
    let client = world.stranger.as_seller(shop.client_id, &made.api_key).unwrap();
    (made, client)
}

#[tokio::test]
async fn a_call_without_both_headers_is_not_authenticated() {
    let world = World::new().await;
    let shop = world.shop().await;
    let id = shop.client_id.to_string();
    let some: [&[(&str, &str)]; 4] =
        [&[], &[("client-id", &id)], &[("api-key", &shop.api_key)], &[("client-id", &id), ("api-key", "")]];
    for headers in some {
        let raw = world.stranger.send(Verb::Post, "/v2/product/list", "{}", headers).await.unwrap();
        let want = (401, 16, "Client-Id and Api-Key headers are required".to_owned());
        assert_eq!(refusal_of(&raw), want, "{headers:?}");
    }
}

#[tokio::test]
async fn a_client_id_that_is_no_positive_integer_is_an_invalid_argument() {
    let world = World::new().await;
    let shop = world.shop().await;
    for id in ["abc", "0", "-5", "1.5"] {
        let odd = world.stranger.with(&[("client-id", id), ("api-key", &shop.api_key)]).unwrap();
        refused(list(&odd).await, 400, 3, "Client-Id header value should be positive integer");
    }
}

#[tokio::test]
async fn a_wrong_key_an_unknown_shop_and_another_shop_s_key_look_the_same() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let wrong = [
        world.stranger.as_seller(one.client_id, "00000000-0000-4000-8000-000000000000").unwrap(),
        world.stranger.as_seller(ClientId(999_999_999), &one.api_key).unwrap(),
        world.stranger.as_seller(one.client_id, &two.api_key).unwrap(),
    ];
    for (era, status, code, message) in [
        (ErrorEra::Year2022, 403, 7, "Invalid Api-Key, please contact support"),
        (ErrorEra::Year2026, 404, 5, "Invalid Api-Key, please check the key and try again"),
    ] {
        world.set(Settings { error_era: Some(era), ..Default::default() }).await;
        let mut bodies = Vec::new();
        for client in &wrong {
            refused(list(client).await, status, code, message);
            bodies.push(post(client, "/v2/product/list", "{}").await.body);
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]));
    }
    assert!(list(&one.client).await.is_ok());
}

#[tokio::test]
async fn a_revoked_key_and_an_expired_key_are_deactivated() {
    let world = World::new().await;
    let shop = world.shop().await;
    let deactivated = "Api-key is deactivated, use another one or generate a new one";

    let (made, revoked) = key(&world, &shop, |_| {}).await;
    assert!(list(&revoked).await.is_ok());
    let revoke = KeyRevokeRequest { client_id: shop.client_id, key_id: made.key_id };
    world.operator.call(KeyRevoke, &revoke).await.unwrap();
    refused(list(&revoked).await, 403, 7, deactivated);
    let (status, ..) = crate::world::refusal(world.operator.call(KeyRevoke, &revoke).await);
    assert_eq!(status, 404);

    let expiry = world.now().await.plus_hours(1);
    let (_, expiring) = key(&world, &shop, |request| request.expires_at = Some(expiry)).await;
    world.pass(3_599).await;
    assert!(list(&expiring).await.is_ok());
    world.pass(1).await;
    refused(list(&expiring).await, 403, 7, deactivated);
    assert!(list(&shop.client).await.is_ok());
}

#[tokio::test]
async fn a_key_that_one_process_revokes_no_other_takes() {
    let world = World::new().await;
    let shop = world.shop().await;
    let Some(other) = world.beside().await else { return };
    let (made, _) = key(&world, &shop, |_| {}).await;
    let there = other.as_seller(shop.client_id, &made.api_key).unwrap();
    assert!(list(&there).await.is_ok(), "a new key is known everywhere");
    let revoke = KeyRevokeRequest { client_id: shop.client_id, key_id: made.key_id };
    world.operator.call(KeyRevoke, &revoke).await.unwrap();
    refused(list(&there).await, 403, 7, "Api-key is deactivated, use another one or generate a new one");
}

#[tokio::test]
async fn a_key_does_what_its_roles_cover() {
    let world = World::new().await;
    let shop = world.shop().await;
    let missing = "Api-Key is missing a required role for a method";
    let role = |name: &str| {
        let roles = vec![name.to_owned()];
        |request: &mut KeyCreateRequest| request.roles = roles
    };

    let (_, finance) = key(&world, &shop, role("Finance")).await;
    refused(list(&finance).await, 403, 7, missing);
    let until = world.now().await;
    let mut money = FinanceTransactionListV3Request { page: 1, page_size: 10, ..Default::default() };
    (money.filter.date.from, money.filter.date.to) = (Some(until.plus_days(-1)), Some(until));
    assert!(finance.call(FinanceTransactionListV3, &money).await.is_ok());

    let (_, reader) = key(&world, &shop, role("Admin read only")).await;
    assert!(list(&reader).await.is_ok());
    let import = ProductImportV2Request { items: vec![good_item("A-1")] };
    refused(reader.call(ProductImportV2, &import).await, 403, 7, missing);
    assert_eq!(list(&shop.client).await.unwrap().result.total, 0);

    let (_, packer) = key(&world, &shop, role("Posting FBS")).await;
    refused(list(&packer).await, 403, 7, missing);
    assert!(packer.call(WarehouseListV1, &Empty {}).await.is_ok());
}

#[tokio::test]
async fn a_key_bound_to_networks_works_from_these_only() {
    let world = World::new().await;
    let shop = world.shop().await;
    let network = |name: &str| {
        let networks = vec![name.to_owned()];
        |request: &mut KeyCreateRequest| request.networks = networks
    };
    let (_, far) = key(&world, &shop, network("203.0.113.0/24")).await;
    refused(list(&far).await, 403, 7, "Api-Key is restricted to specific IP addresses");
    let (_, near) = key(&world, &shop, network("127.0.0.0/8")).await;
    assert!(list(&near).await.is_ok());
}

#[tokio::test]
async fn the_operator_s_calls_need_the_token() {
    let world = World::new().await;
    let shop = world.shop().await;
    for headers in [&[][..], &[("authorization", "Bearer wrong")], &[("authorization", "test-token")]] {
        let client = world.stranger.with(headers).unwrap();
        let raw = client.send(Verb::Get, "/operator/v1/clock", "", &[]).await.unwrap();
        assert_eq!((raw.status, raw.header("content-type")), (401, Some("application/problem+json")));
    }
    let (status, ..) = crate::world::refusal(shop.call(ClockGet, &Empty {}).await);
    assert_eq!(status, 401);
    // And the token is no seller's key.
    let raw = post(&world.operator, "/v2/product/list", "{}").await;
    assert_eq!(refusal_of(&raw).0, 401);
}
