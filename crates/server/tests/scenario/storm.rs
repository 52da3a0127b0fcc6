//! Many postings of every way of delivery under random events, legal and not: each refusal has its code, stock never
//! drifts from what the postings hold, and what is finished stays so.

use std::collections::BTreeMap;

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration as Integration, OrderPlaceRequest, PostingEvent},
    scalar::{PostingNumber, Sku},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::{
    goods::Product,
    parcel::own_warehouse,
    shop::Shop,
    world::{World, lines, refusal_of},
};

const EVENTS: [PostingEvent; 12] = [
    PostingEvent::Accepted,
    PostingEvent::NotAccepted,
    PostingEvent::InTransit,
    PostingEvent::Courier,
    PostingEvent::PickupPoint,
    PostingEvent::Delivered,
    PostingEvent::Received,
    PostingEvent::Lost,
    PostingEvent::CancelledByBuyer,
    PostingEvent::CancelledByPlatform,
    PostingEvent::DisputedByBuyer,
    PostingEvent::Returned,
];

/// What a seller may try, with the codes by which it may be refused.
const TRIES: [(&str, &[&str]); 10] = [
    ("/v4/posting/fbs/ship", &["POSTING_ALREADY_SHIPPED", "POSTING_ALREADY_CANCELLED", "HAS_INCORRECT_STATUS"]),
    ("/v3/posting/fbs/ship/package", &["POSTING_ALREADY_SHIPPED", "POSTING_ALREADY_CANCELLED", "HAS_INCORRECT_STATUS"]),
    ("/v2/posting/fbs/cancel", &["POSTING_ALREADY_CANCELLED", "HAS_INCORRECT_STATUS", "HAS_INCORRECT_CANCEL_REASON"]),
    (
        "/v2/posting/fbs/product/cancel",
        &["POSTING_ALREADY_CANCELLED", "HAS_INCORRECT_STATUS", "HAS_INCORRECT_CANCEL_REASON"],
    ),
    ("/v2/posting/fbs/arbitration", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
    ("/v2/posting/fbs/awaiting-delivery", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
    ("/v2/fbs/posting/sent-by-seller", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
    ("/v2/fbs/posting/delivering", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
    ("/v2/fbs/posting/last-mile", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
    ("/v2/fbs/posting/delivered", &["TRANSITION_IS_NOT_POSSIBLE", "HAS_INCORRECT_TPL_INTEGRATION_TYPE"]),
];

struct Storm {
    world: World,
    shop: Shop,
    goods: Vec<Product>,
    numbers: Vec<PostingNumber>,
    chance: ChaCha8Rng,
}

impl Storm {
    async fn new(seed: u64) -> Self {
        let world = World::new().await;
        let shop = world.shop().await;
        let mut goods = vec![shop.product("OZON").stock(60).on_sale().await];
        for (offer, integration) in [
            ("AGGREGATOR", Integration::Aggregator),
            ("TRACKED", Integration::ThirdPartyTracking),
            ("OWN", Integration::NonIntegrated),
        ] {
            let warehouse = own_warehouse(&world, &shop, integration).await;
            goods.push(crate::parcel::goods_at(&shop, offer, warehouse, 60).await);
        }
        let mut numbers = Vec::new();
        for round in 0..6 {
            for product in &goods {
                let order = OrderPlaceRequest { items: lines(&[(product.sku, 1 + round % 3)]), ..Default::default() };
                numbers.push(world.place(&order).await.unwrap().postings.remove(0).posting_number);
            }
        }
        Self { world, shop, goods, numbers, chance: ChaCha8Rng::seed_from_u64(seed) }
    }

    async fn blow(&mut self) {
        let number = self.numbers.choose(&mut self.chance).unwrap().clone();
        if self.chance.random_ratio(1, 3) {
            let event = *EVENTS.choose(&mut self.chance).unwrap();
            if let Err(error) = self.world.try_event(&number, event).await {
                let refused = matches!(&error, ClientError::Refused { status: 409, message, .. }
                    if message == "TRANSITION_IS_NOT_POSSIBLE");
                assert!(refused, "{number} {event:?}: {error:?}");
            }
            return;
        }
        let (path, codes) = *TRIES.choose(&mut self.chance).unwrap();
        let body = self.body(path, &number).await;
        let raw = self.shop.post(path, &body.to_string()).await;
        if raw.status != 200 {
            let (status, code, message) = refusal_of(&raw);
            assert!(status == 400 && matches!(code, 3 | 9), "{path}: {status} {code} {message}");
            assert!(codes.contains(&message.as_str()), "{path} {number}: {message}");
            return;
        }
        let answer: Value = serde_json::from_slice(&raw.body).unwrap();
        if path.contains("/ship") {
            let made = answer["result"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().into());
            self.numbers.extend(made);
            self.numbers.sort();
            self.numbers.dedup();
        }
        if path.starts_with("/v2/fbs/posting") {
            let row = &answer["result"][0];
            let error = row["error"].as_str().unwrap_or_default();
            assert_eq!(row["result"] == json!(true), error.is_empty(), "{row}");
            assert!(error.is_empty() || codes.contains(&error), "{path} {number}: {error}");
        }
    }

    async fn body(&mut self, path: &str, number: &PostingNumber) -> Value {
        let products = self.shop.posting(number).await.products;
        let all: Vec<Value> =
            products.iter().map(|item| json!({"product_id": item.sku, "quantity": item.quantity})).collect();
        let one = json!([{"product_id": products[0].sku, "sku": products[0].sku, "quantity": 1}]);
        let reason = *[352, 400, 401, 402, 665, 667].choose(&mut self.chance).unwrap();
        match path {
            "/v4/posting/fbs/ship" => json!({"posting_number": number, "packages": [{"products": all}]}),
            "/v3/posting/fbs/ship/package" => json!({"posting_number": number, "products": one}),
            "/v2/posting/fbs/cancel" | "/v2/posting/fbs/product/cancel" => json!({"posting_number": number,
                "cancel_reason_id": reason, "cancel_reason_message": "так вышло", "items": one}),
            _ => json!({"posting_number": [number]}),
        }
    }

    /// What lies on the shelves is what was brought, less what has left; what is held is what waits to leave.
    async fn check(&self, finished: &mut BTreeMap<PostingNumber, (String, String)>) {
        let mut held: BTreeMap<Sku, i64> = BTreeMap::new();
        for number in &self.numbers {
            let posting = self.shop.posting(number).await;
            let stands = (posting.status.clone(), posting.substatus.clone());
            let waits = posting.delivering_date.is_none() && posting.status != "cancelled";
            for item in posting.products.iter().filter(|_| waits) {
                *held.entry(item.sku).or_default() += i64::from(item.quantity);
            }
            assert_eq!(posting.cancellation.cancel_reason_id.0 > 0, posting.status == "cancelled", "{number}");
            assert!(posting.delivering_date.is_some() || posting.status != "delivered", "{number}");
            if posting.status == "cancelled" {
                assert_eq!(finished.entry(number.clone()).or_insert_with(|| stands.clone()), &stands);
            }
        }
        for product in &self.goods {
            let (present, reserved) = self.shop.stock_of(product.sku).await;
            assert_eq!(reserved, held.get(&product.sku).copied().unwrap_or_default(), "{}", product.offer_id);
            assert!((reserved..=60).contains(&present), "{}: {present}", product.offer_id);
        }
    }
}

#[tokio::test]
async fn no_storm_of_events_breaks_stock_or_order() {
    for seed in 1..=3 {
        let mut storm = Storm::new(seed).await;
        let mut finished = BTreeMap::new();
        for gust in 0..150 {
            storm.blow().await;
            if gust % 50 == 49 {
                storm.world.pass(60).await;
                storm.check(&mut finished).await;
            }
        }
        assert!(finished.len() > 3, "{finished:?}");
    }
}
