//! Warehouses and delivery methods: opened by the operator, listed by the seller.

use gostiny_wire::{
    method::Empty,
    operator::{DeliveryMethodCreateIntegration, WarehouseCreateFirstMile},
    scalar::{Digits, WarehouseId},
    warehouse::{
        DeliveryMethodListV1, DeliveryMethodListV1Filter, DeliveryMethodListV1Method, DeliveryMethodListV1Request,
        DeliveryMethodListV2, DeliveryMethodListV2Filter, DeliveryMethodListV2Request, WarehouseListV1,
        WarehouseListV2, WarehouseListV2Request,
    },
};

use crate::{
    shop::Shop,
    world::{World, post},
};

async fn methods(shop: &Shop, filter: DeliveryMethodListV1Filter) -> Vec<DeliveryMethodListV1Method> {
    let request = DeliveryMethodListV1Request { filter, limit: 50, offset: 0 };
    shop.call(DeliveryMethodListV1, &request).await.unwrap().result
}

#[tokio::test]
async fn the_list_shows_each_warehouse_with_its_traits() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let rfbs = world
        .warehouse(&shop, "Свой курьер", |request| {
            request.is_rfbs = true;
            request.working_days = vec![1, 2, 3, 4, 5];
        })
        .await;
    let bulky = world
        .warehouse(&shop, "Крупный склад", |request| {
            request.is_kgt = true;
            request.has_entrusted_acceptance = true;
            request.can_print_act_in_advance = true;
            request.first_mile_type = WarehouseCreateFirstMile::Pickup;
        })
        .await;
    let list = shop.call(WarehouseListV1, &Empty {}).await.unwrap().result;
    assert_eq!(list.iter().map(|one| one.warehouse_id).collect::<Vec<_>>(), [shop.warehouse_id, rfbs, bulky]);
    for one in &list {
        let digits = one.warehouse_id.to_string();
        assert!((14..=16).contains(&digits.len()) && digits.ends_with("000"), "{digits}");
        assert_eq!((one.status.as_str(), one.postings_limit, one.has_postings_limit), ("created", -1, false));
    }
    assert_eq!((list[0].name.as_str(), list[0].is_rfbs, list[0].is_kgt), ("Основной склад", false, false));
    assert_eq!(list[0].first_mile_type.first_mile_type, "DropOff");
    assert_eq!(list[1].working_days, [1, 2, 3, 4, 5].map(Digits));
    assert!(list[1].is_rfbs && list[2].is_kgt && list[2].has_entrusted_acceptance && list[2].can_print_act_in_advance);
    assert_eq!((list[2].first_mile_type.first_mile_type.as_str(), list[2].working_days.len()), ("Pickup", 7));
    assert_eq!(other.call(WarehouseListV1, &Empty {}).await.unwrap().result.len(), 1);
}

#[tokio::test]
async fn delivery_methods_are_filtered_and_paged() {
    let world = World::new().await;
    let shop = world.shop().await;
    let rfbs = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    let own = world
        .delivery(&shop, rfbs, |request| {
            request.tpl_integration_type = DeliveryMethodCreateIntegration::NonIntegrated;
            request.name = "Курьер, Москва".to_owned();
            request.cutoff = "17:30".to_owned();
        })
        .await;
    let tracked = world
        .delivery(&shop, rfbs, |request| {
            request.tpl_integration_type = DeliveryMethodCreateIntegration::ThirdPartyTracking;
        })
        .await;

    let all = methods(&shop, DeliveryMethodListV1Filter::default()).await;
    assert_eq!(all.len(), 3);
    let first = all.iter().find(|one| one.id == shop.delivery_method_id).unwrap();
    assert_eq!((first.id.0, first.warehouse_id, first.provider_id), (shop.warehouse_id.0, shop.warehouse_id, 24));
    assert_eq!((first.cutoff.as_str(), first.status.as_str(), first.company_id), ("13:00", "ACTIVE", shop.client_id));
    assert!(first.name.ends_with(", Москва"), "{}", first.name);
    let named = all.iter().find(|one| one.id == own).unwrap();
    assert_eq!((named.name.as_str(), named.cutoff.as_str()), ("Курьер, Москва", "17:30"));

    let at = methods(&shop, DeliveryMethodListV1Filter { warehouse_id: rfbs, ..Default::default() }).await;
    assert_eq!(at.iter().map(|one| one.id).collect::<Vec<_>>(), [own, tracked]);
    let by = methods(&shop, DeliveryMethodListV1Filter { provider_id: 24, ..Default::default() }).await;
    assert_eq!(by.iter().map(|one| one.id).collect::<Vec<_>>(), [shop.delivery_method_id]);
    let off = DeliveryMethodListV1Filter { status: "DISABLED".to_owned(), ..Default::default() };
    assert_eq!(methods(&shop, off).await, []);

    let mut seen = Vec::new();
    for (offset, has_next) in [(0, true), (2, false)] {
        let request = DeliveryMethodListV1Request { limit: 2, offset, ..Default::default() };
        let page = shop.call(DeliveryMethodListV1, &request).await.unwrap();
        assert_eq!(page.has_next, has_next);
        seen.extend(page.result);
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn another_shop_s_warehouse_shows_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let filter = DeliveryMethodListV1Filter { warehouse_id: other.warehouse_id, ..Default::default() };
    assert_eq!(methods(&shop, filter).await, []);
    shop.refuses(
        "/v1/delivery-method/list",
        &[
            ("{}", 400, 3, ".Limit: value must be inside range (0, "),
            (r#"{"limit":101}"#, 400, 3, ".Limit: value must be inside range (0, "),
            (r#"{"limit":10,"offset":-1}"#, 400, 3, ".Offset: "),
            (r#"{"limit":"all"}"#, 400, 3, "unexpected token \"all\""),
            (r#"{"limit":10,"filter":{"warehouse_id":"x"}}"#, 400, 3, "unexpected token \"x\""),
            (r#"{"limit":10,"filter":[1]}"#, 400, 3, "unexpected token ["),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_operator_opens_only_what_fits() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let warehouses = format!("/operator/v1/sellers/{}/warehouses", shop.client_id);
    let methods = format!("/operator/v1/sellers/{}/delivery-methods", shop.client_id);
    let here = shop.warehouse_id;
    let cases = [
        (warehouses.clone(), r#"{"city":"Москва"}"#.to_owned(), 400),
        (warehouses.clone(), r#"{"name":"Склад"}"#.to_owned(), 400),
        (warehouses.clone(), r#"{"name":"Склад","city":"Москва","timezone":"Europe/Atlantis"}"#.to_owned(), 400),
        (warehouses.clone(), r#"{"name":"Склад","city":"Москва","working_days":[8]}"#.to_owned(), 400),
        (warehouses.clone(), r#"{"name":"Склад","city":"Москва","packing_hours":-1}"#.to_owned(), 400),
        (warehouses.clone(), r#"{"name":5}"#.to_owned(), 400),
        ("/operator/v1/sellers/5/warehouses".to_owned(), r#"{"name":"Склад","city":"Москва"}"#.to_owned(), 404),
        (methods.clone(), "{}".to_owned(), 404),
        (methods.clone(), format!(r#"{{"warehouse_id":{}}}"#, other.warehouse_id), 404),
        (methods.clone(), format!(r#"{{"warehouse_id":{here},"cutoff":"25:00"}}"#), 400),
        (methods.clone(), format!(r#"{{"warehouse_id":{here},"cutoff":"noon"}}"#), 400),
        (methods.clone(), format!(r#"{{"warehouse_id":{here},"tpl_integration_type":"non_integrated"}}"#), 400),
        (methods, format!(r#"{{"warehouse_id":{here},"tpl_integration_type":"pigeon"}}"#), 400),
    ];
    for (path, body, status) in cases {
        let raw = post(&world.operator, &path, &body).await;
        let got = (raw.status, raw.header("content-type").unwrap_or_default());
        let fits =
            got == (status, "application/problem+json") || (status == 404 && got == (400, "application/problem+json"));
        assert!(fits, "{path} {body}: {got:?} {}", String::from_utf8_lossy(&raw.body));
    }
    assert_eq!(shop.call(WarehouseListV1, &Empty {}).await.unwrap().result.len(), 1);
    let filter = DeliveryMethodListV1Filter { warehouse_id: WarehouseId(here.0), ..Default::default() };
    assert_eq!(self::methods(&shop, filter).await.len(), 1);
}

#[tokio::test]
async fn today_s_lists_turn_pages_over_the_same_warehouses_and_methods() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let bulky = world
        .warehouse(&shop, "Крупный склад", |request| {
            request.is_kgt = true;
            request.working_days = vec![1, 7];
            request.first_mile_type = WarehouseCreateFirstMile::Pickup;
        })
        .await;
    let more = world.delivery(&shop, bulky, |_| {}).await;

    let request = WarehouseListV2Request { limit: 1, ..Default::default() };
    let first = shop.call(WarehouseListV2, &request).await.unwrap();
    assert!(first.has_next);
    let own = &first.warehouses[0];
    assert_eq!((own.warehouse_id, own.first_mile.r#type.as_str()), (shop.warehouse_id, "DROP_OFF"));
    assert_eq!((own.address_info.address.as_str(), own.warehouse_type.as_str()), ("Московская область, Москва", "fbs"));
    let request = WarehouseListV2Request { cursor: first.cursor, ..request };
    let second = shop.call(WarehouseListV2, &request).await.unwrap();
    assert_eq!((second.warehouses[0].warehouse_id, second.has_next, second.cursor.as_str()), (bulky, false, ""));
    assert_eq!(second.warehouses[0].working_days, ["MONDAY", "SUNDAY"]);
    assert_eq!(second.warehouses[0].first_mile.r#type, "PICK_UP");
    let named = WarehouseListV2Request { limit: 9, warehouse_ids: vec![Digits(bulky.0)], ..Default::default() };
    assert_eq!(shop.call(WarehouseListV2, &named).await.unwrap().warehouses.len(), 1);
    assert_eq!(other.call(WarehouseListV2, &named).await.unwrap().warehouses, []);

    let request = DeliveryMethodListV2Request { limit: 1, sort_dir: "DESC".to_owned(), ..Default::default() };
    let first = shop.call(DeliveryMethodListV2, &request).await.unwrap();
    assert_eq!((first.delivery_methods[0].id, first.has_next), (more, true));
    assert_eq!(first.delivery_methods[0].tpl_dropoff_point, None);
    let request = DeliveryMethodListV2Request { cursor: first.cursor, ..request };
    let second = shop.call(DeliveryMethodListV2, &request).await.unwrap();
    assert_eq!((second.delivery_methods[0].id, second.has_next), (shop.delivery_method_id, false));
    assert!(second.delivery_methods[0].tpl_dropoff_point.is_some());
    let of = |filter| DeliveryMethodListV2Request { filter, limit: 100, ..Default::default() };
    let filters = [
        (DeliveryMethodListV2Filter { warehouse_ids: vec![Digits(bulky.0)], ..Default::default() }, 1),
        (DeliveryMethodListV2Filter { status: vec!["ACTIVE".to_owned(), "NEW".to_owned()], ..Default::default() }, 2),
        (DeliveryMethodListV2Filter { status: vec!["DISABLED".to_owned()], ..Default::default() }, 0),
        (DeliveryMethodListV2Filter { delivery_method_ids: vec![Digits(more.0)], ..Default::default() }, 1),
        (DeliveryMethodListV2Filter { provider_ids: vec![Digits(1)], ..Default::default() }, 0),
    ];
    for (filter, count) in filters {
        let found = shop.call(DeliveryMethodListV2, &of(filter.clone())).await.unwrap().delivery_methods;
        assert_eq!(found.len(), count, "{filter:?}");
    }
    shop.refuses(
        "/v2/delivery-method/list",
        &[
            (r#"{"limit":0}"#, 400, 3, "Limit"),
            (r#"{"limit":1,"sort_dir":"SIDEWAYS"}"#, 400, 3, "sort_dir"),
            (r#"{"limit":1,"filter":{"status":"ACTIVE"}}"#, 400, 3, ""),
        ],
    )
    .await;
    shop.refuses("/v2/warehouse/list", &[(r#"{"limit":201}"#, 400, 3, "Limit"), (r#"{"limit":"x"}"#, 400, 3, "")])
        .await;
}
