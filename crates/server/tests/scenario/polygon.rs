//! Areas of delivery: what an outline must be, and which way of delivery a buyer's address can choose.

use gostiny_client::ClientError;
use gostiny_wire::{
    method::Empty,
    operator::{
        DeliveryMethodCreateIntegration as Integration, OrderPlaceAddress, OrderPlaceRequest, OrderPlaceResponse,
    },
    polygon::{
        PolygonBindV1, PolygonBindV1Location, PolygonBindV1Polygon, PolygonBindV1Request, PolygonCreateV1,
        PolygonCreateV1Request, PolygonDeleteV1, PolygonDeleteV1Request,
    },
    scalar::{DeliveryMethodId, Digits, PolygonId, Sku, WarehouseId},
};

use crate::{
    shop::Shop,
    world::{World, lines, refusal, refused},
};

/// Around Moscow, with the district in its middle left out.
pub const RING: &str =
    "[[[37,55],[38,55],[38,56],[37,56],[37,55]],[[37.4,55.4],[37.6,55.4],[37.6,55.6],[37.4,55.6],[37.4,55.4]]]";
const MIDDLE: &str = "[[[37.4,55.4],[37.6,55.4],[37.6,55.6],[37.4,55.6],[37.4,55.4]]]";

pub async fn create(shop: &Shop, coordinates: &str) -> Result<PolygonId, ClientError> {
    let request = PolygonCreateV1Request { coordinates: coordinates.to_owned() };
    let made = shop.call(PolygonCreateV1, &request).await?;
    assert_eq!(made.digits, Digits(made.polygon_id.0), "both names tell the same number");
    Ok(made.polygon_id)
}

pub async fn bind(shop: &Shop, method: DeliveryMethodId, areas: &[(PolygonId, i64)]) -> Result<Empty, ClientError> {
    let polygons = areas.iter().map(|&(polygon_id, time)| PolygonBindV1Polygon { polygon_id, time }).collect();
    let location = PolygonBindV1Location { lat: "55.2".to_owned(), lon: "37.2".to_owned() };
    let request = PolygonBindV1Request { delivery_method_id: method, polygons, warehouse_location: Some(location) };
    shop.call(PolygonBindV1, &request).await
}

async fn delete(shop: &Shop, ids: &[PolygonId]) -> Result<Empty, ClientError> {
    let request = PolygonDeleteV1Request { polygon_ids: ids.iter().map(|id| Digits(id.0)).collect() };
    shop.call(PolygonDeleteV1, &request).await
}

/// A shop that sells from an rFBS warehouse only, by two ways of its own.
pub struct Rfbs {
    pub shop: Shop,
    sku: Sku,
    pub near: DeliveryMethodId,
    far: DeliveryMethodId,
}

pub async fn rfbs(world: &World) -> Rfbs {
    let shop = world.shop().await;
    let warehouse_id: WarehouseId = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    let way =
        |integration| world.delivery(&shop, warehouse_id, move |request| request.tpl_integration_type = integration);
    let (near, far) = (way(Integration::NonIntegrated).await, way(Integration::ThirdPartyTracking).await);
    let product = shop.product("A-1").stock(0).on_sale().await;
    assert!(shop.set_stock_at(&product.offer_id, warehouse_id, 100).await.updated);
    Rfbs { sku: product.sku, shop, near, far }
}

impl Rfbs {
    async fn order(
        &self,
        world: &World,
        at: Option<(f64, f64)>,
        named: Option<DeliveryMethodId>,
    ) -> Result<OrderPlaceResponse, ClientError> {
        let address = at.map(|(longitude, latitude)| OrderPlaceAddress {
            city: "Москва".to_owned(),
            longitude,
            latitude,
            ..Default::default()
        });
        let items = lines(&[(self.sku, 1)]);
        world.place(&OrderPlaceRequest { items, address, delivery_method_id: named, ..Default::default() }).await
    }

    /// The way by which an order goes there.
    async fn way(&self, world: &World, at: Option<(f64, f64)>) -> DeliveryMethodId {
        let placed = self.order(world, at, None).await.unwrap();
        let posting = self.shop.posting(&placed.postings[0].posting_number).await;
        posting.delivery_method.id
    }
}

const IN_RING: Option<(f64, f64)> = Some((37.1, 55.1));
const IN_MIDDLE: Option<(f64, f64)> = Some((37.5, 55.5));
const ELSEWHERE: Option<(f64, f64)> = Some((30.3, 59.9));

#[tokio::test]
async fn an_address_is_served_by_the_soonest_way_whose_area_holds_it() {
    let world = World::new().await;
    let it = rfbs(&world).await;
    assert_eq!(it.way(&world, ELSEWHERE).await, it.near, "without areas the first way goes everywhere");

    let (ring, middle) = (create(&it.shop, RING).await.unwrap(), create(&it.shop, MIDDLE).await.unwrap());
    bind(&it.shop, it.near, &[(ring, 120)]).await.unwrap();
    assert_eq!(it.way(&world, IN_RING).await, it.near);
    assert_eq!(it.way(&world, IN_MIDDLE).await, it.far, "a hole is not served; the other way has no area");
    assert_eq!(it.way(&world, ELSEWHERE).await, it.far);

    bind(&it.shop, it.far, &[(ring, 60), (middle, 600)]).await.unwrap();
    assert_eq!(it.way(&world, IN_RING).await, it.far, "60 minutes are sooner than 120");
    let conflict = |error: Result<OrderPlaceResponse, ClientError>| {
        let (status, _, text) = refusal(error);
        assert_eq!(status, 409, "{text}");
        text
    };
    let text = conflict(it.order(&world, ELSEWHERE, None).await);
    assert!(text.contains("can be brought to this address"), "{text}");
    let text = conflict(it.order(&world, IN_MIDDLE, Some(it.near)).await);
    assert!(text.contains("does not deliver to this address"), "{text}");
    it.order(&world, IN_RING, Some(it.near)).await.unwrap();
    it.order(&world, None, None).await.unwrap();
    it.order(&world, Some((0.0, 0.0)), None).await.unwrap();
}

#[tokio::test]
async fn the_minutes_of_an_area_make_the_promised_window() {
    let world = World::new().await;
    let it = rfbs(&world).await;
    let ring = create(&it.shop, RING).await.unwrap();
    bind(&it.shop, it.near, &[(ring, 90)]).await.unwrap();
    let placed = it.order(&world, IN_RING, None).await.unwrap();
    let posting = it.shop.posting(&placed.postings[0].posting_number).await;
    let window = posting.analytics_data.unwrap();
    assert_eq!(window.delivery_date_begin, Some(posting.shipment_date));
    assert_eq!(window.delivery_date_end.unwrap().seconds_since(posting.shipment_date), 90 * 60);
}

#[tokio::test]
async fn binding_again_replaces_and_deleting_frees_the_way() {
    let world = World::new().await;
    let it = rfbs(&world).await;
    let (ring, middle) = (create(&it.shop, RING).await.unwrap(), create(&it.shop, MIDDLE).await.unwrap());
    bind(&it.shop, it.near, &[(ring, 30), (middle, 30)]).await.unwrap();
    bind(&it.shop, it.far, &[(ring, 60)]).await.unwrap();
    assert_eq!(it.way(&world, IN_MIDDLE).await, it.near);
    bind(&it.shop, it.near, &[(ring, 120)]).await.unwrap();
    assert_eq!(refusal(it.order(&world, IN_MIDDLE, None).await).0, 409);
    assert_eq!(it.way(&world, IN_RING).await, it.far);

    refused(delete(&it.shop, &[ring, PolygonId(5)]).await, 404, 5, "polygon id 5 not found");
    assert_eq!(it.way(&world, IN_RING).await, it.far, "nothing was deleted");
    delete(&it.shop, &[ring, middle]).await.unwrap();
    assert_eq!(it.way(&world, ELSEWHERE).await, it.near, "no area is left");
    refused(delete(&it.shop, &[ring]).await, 404, 5, &format!("polygon id {ring} not found"));
}

#[tokio::test]
async fn an_outline_that_is_none_is_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (coordinates, message) in [
        ("", "coordinates not provided"),
        ("[]", "coordinates not provided"),
        ("[[[37],[38,55],[38,56],[37]]]", "invalid coordinates, must have two points in coordinate"),
        ("[[[37,55],[38,55],[38,56],[37,56]]]", "the first and last points in loop must be same"),
        ("[[[37,55],[38,55],[37,55]]]", "non-full loops must have at least 4 unique vertices for polygons"),
        (
            "[[[37,55],[38,56],[38,55],[37,56],[37,55]]]",
            "invalid coordinates, edges of a loop must not cross or touch each other",
        ),
        (
            "[[[237,55],[38,56],[38,55],[237,55]]]",
            "invalid coordinates, longitude must be in [-180, 180] and latitude in [-90, 90]",
        ),
        ("{}", "invalid coordinates, must be a JSON text of rings of points [[[lon,lat],...]]"),
    ] {
        refused(create(&shop, coordinates).await, 400, 3, message);
    }
    let long = format!("[[{}]]", vec!["[37,55]"; 70_000].join(","));
    assert_eq!(refusal(create(&shop, &long).await).0, 400);
    shop.refuses(
        "/v1/polygon/create",
        &[
            ("{}", 400, 3, "coordinates not provided"),
            (r#"{"coordinates":[[[37,55]]]}"#, 400, 3, "unexpected token ["),
            (r#"{"coordinates":5}"#, 400, 3, "unexpected token 5"),
            (r#"{"coordinates":"[[["#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    // The smallest there is: three points and the first again.
    create(&shop, "[[[30.31,59.93],[30.36,59.93],[30.36,59.96],[30.31,59.93]]]").await.unwrap();
}

#[tokio::test]
async fn a_binding_that_cannot_be_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let it = rfbs(&world).await;
    let other = world.shop().await;
    let (ring, middle) = (create(&it.shop, RING).await.unwrap(), create(&it.shop, MIDDLE).await.unwrap());
    let theirs = create(&other, RING).await.unwrap();
    refused(bind(&it.shop, DeliveryMethodId(0), &[(ring, 5)]).await, 400, 3, "no delivery method id provided");
    refused(bind(&it.shop, it.near, &[]).await, 400, 3, "delivery target polygons not provided");
    let far_off = bind(&it.shop, it.near, &[(middle, 5)]).await;
    refused(far_off, 400, 3, "not found polygon for warehouse point");
    refused(bind(&it.shop, it.near, &[(ring, 5), (PolygonId(7), 5)]).await, 404, 5, "polygon id 7 not found");
    let foreign = bind(&it.shop, it.near, &[(ring, 5), (theirs, 5)]).await;
    refused(foreign, 404, 5, &format!("polygon id {theirs} not found"));
    refused(bind(&other, it.near, &[(theirs, 5)]).await, 404, 5, "DELIVERY_METHOD_NOT_FOUND");
    refused(delete(&other, &[ring]).await, 404, 5, &format!("polygon id {ring} not found"));
    for time in [0, -1, 525_601] {
        assert_eq!(refusal(bind(&it.shop, it.near, &[(ring, time)]).await).0, 400);
    }
    let (near, no_place) = (it.near, "no warehouse points provided");
    let body = |rest: &str| {
        format!(r#"{{"delivery_method_id":{near},"polygons":[{{"polygon_id":"{ring}","time":"14"}}]{rest}}}"#)
    };
    it.shop
        .refuses(
            "/v1/polygon/bind",
            &[
                (&body(""), 400, 3, no_place),
                (&body(r#","warehouse_location":{"lat":"55.2"}"#), 400, 3, no_place),
                (&body(r#","warehouse_location":{"lat":"here","lon":"there"}"#), 400, 3, "WarehouseLocation"),
                (&body(r#","warehouse_location":{"lat":"95","lon":"37.2"}"#), 400, 3, "WarehouseLocation"),
                (&body(r#","warehouse_location":[]"#), 400, 3, "unexpected token ["),
                (r#"{"delivery_method_id":[1]}"#, 400, 3, "unexpected token ["),
                (r#"{"polygons":{}}"#, 400, 3, "unexpected token {"),
            ],
        )
        .await;
    it.shop
        .refuses(
            "/v1/polygon/delete",
            &[
                ("{}", 400, 3, "value must contain between 1 and 500 items"),
                (r#"{"polygon_ids":["x"]}"#, 400, 3, "unexpected token \"x\""),
                (r#"{"polygon_ids":"5"}"#, 400, 3, "unexpected token \"5\""),
                (r#"{"polygon_ids":["5"]}"#, 404, 5, "polygon id 5 not found"),
            ],
        )
        .await;
    assert_eq!(it.way(&world, ELSEWHERE).await, it.near, "nothing was bound");
    let raw = it.shop.post("/v1/polygon/bind", &body(r#","warehouse_location":{"lat":"55.2","lon":"37.2"}"#)).await;
    assert_eq!((raw.status, raw.body.as_slice()), (200, b"{}".as_slice()));
}

#[tokio::test]
async fn of_many_bindings_at_once_one_stays_whole() {
    let world = World::new().await;
    let it = rfbs(&world).await;
    let (ring, middle) = (create(&it.shop, RING).await.unwrap(), create(&it.shop, MIDDLE).await.unwrap());
    let (one, both) = ([(ring, 10)], [(ring, 20), (middle, 20)]);
    let (first, second, third) =
        tokio::join!(bind(&it.shop, it.near, &one), bind(&it.shop, it.near, &both), bind(&it.shop, it.near, &one));
    for outcome in [first, second, third] {
        outcome.unwrap();
    }
    bind(&it.shop, it.near, &one).await.unwrap();
    assert_eq!(it.way(&world, IN_RING).await, it.near);
    assert_eq!(it.way(&world, IN_MIDDLE).await, it.far);
}
