//! Hundreds of postings of every way of delivery under random events, legal and not. After each event: a refusal has its
//! code, stock is what was brought less what left, what is held is what waits to leave, the history tells how the
//! posting came to where it stands, and its money is what its units and its end make of it.

use std::collections::BTreeMap;

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration as Integration, OrderPlaceRequest, PostingEvent},
    posting::PostingFbsDetail,
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
    /// Units that were called off on their way: they left, and no posting holds them.
    astray: BTreeMap<Sku, i64>,
    chance: ChaCha8Rng,
}

/// What every shelf begins with.
const STOCK: i64 = 1_000;
/// Orders of one posting for each way of delivery.
const ORDERS: usize = 125;
/// Postings that most events are about, and events until others are.
const HOT: usize = 20;
const GUST: usize = 50;

impl Storm {
    async fn new(seed: u64) -> Self {
        let world = World::new().await;
        let shop = world.shop().await;
        let mut goods = vec![shop.product("OZON").stock(STOCK).on_sale().await];
        for (offer, integration) in [
            ("AGGREGATOR", Integration::Aggregator),
            ("TRACKED", Integration::ThirdPartyTracking),
            ("OWN", Integration::NonIntegrated),
        ] {
            let warehouse = own_warehouse(&world, &shop, integration).await;
            goods.push(crate::parcel::goods_at(&shop, offer, warehouse, STOCK).await);
        }
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut numbers = Vec::new();
        for _ in 0..ORDERS {
            let items: Vec<(Sku, i64)> =
                goods.iter().map(|product| (product.sku, chance.random_range(1..=3))).collect();
            let order = OrderPlaceRequest { items: lines(&items), ..Default::default() };
            let placed = world.place(&order).await.unwrap().postings;
            assert_eq!(placed.len(), goods.len());
            numbers.extend(placed.into_iter().map(|posting| posting.posting_number));
        }
        Self { world, shop, goods, numbers, astray: BTreeMap::new(), chance }
    }

    /// Three of four that the next events are about are packed.
    async fn pack_most(&mut self, at: usize) {
        let hot = at / GUST * HOT;
        for (at, number) in self.numbers[hot..hot + HOT].iter().enumerate() {
            let posting = self.shop.posting(number).await;
            if at % 4 != 3 && posting.status == "awaiting_packaging" {
                self.shop.ship(number).await;
            }
        }
    }

    /// One event; the postings it was about.
    async fn blow(&mut self, at: usize) -> Vec<PostingNumber> {
        let hot = at / GUST * HOT;
        let among = if self.chance.random_ratio(4, 5) { &self.numbers[hot..hot + HOT] } else { &self.numbers };
        let number = among.choose(&mut self.chance).unwrap().clone();
        if self.chance.random_ratio(1, 3) {
            let event = *EVENTS.choose(&mut self.chance).unwrap();
            if let Err(error) = self.world.try_event(&number, event).await {
                let refused = matches!(&error, ClientError::Refused { status: 409, message, .. }
                    if message == "TRANSITION_IS_NOT_POSSIBLE");
                assert!(refused, "{number} {event:?}: {error:?}");
            }
            return vec![number];
        }
        let (path, codes) = *TRIES.choose(&mut self.chance).unwrap();
        let mut touched = vec![number.clone()];
        if path.starts_with("/v2/fbs/posting") {
            let hot = &self.numbers[hot..hot + HOT];
            touched.extend(hot.choose_multiple(&mut self.chance, 12).cloned());
            touched.extend(self.numbers.choose_multiple(&mut self.chance, 7).cloned());
            touched.sort();
            touched.dedup();
        }
        let before = self.shop.posting(&number).await;
        let one = before.products[0].sku;
        let body = self.body(path, &touched, &before);
        let raw = self.shop.post(path, &body.to_string()).await;
        if raw.status != 200 {
            let (status, code, message) = refusal_of(&raw);
            assert!(status == 400 && matches!(code, 3 | 9), "{path}: {status} {code} {message}");
            assert!(codes.contains(&message.as_str()), "{path} {number}: {message}");
            return touched;
        }
        let answer: Value = serde_json::from_slice(&raw.body).unwrap();
        if path.contains("/ship") {
            let made = answer["result"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().into());
            touched.extend(made.filter(|made| *made != number));
            self.numbers.extend(touched.iter().skip(1).cloned());
        }
        if path.ends_with("/product/cancel") && before.delivering_date.is_some() && before.products[0].quantity > 1 {
            *self.astray.entry(one).or_default() += 1;
        }
        if path.starts_with("/v2/fbs/posting") {
            let rows = answer["result"].as_array().unwrap();
            assert_eq!(rows.len(), touched.len());
            for row in rows {
                let error = row["error"].as_str().unwrap_or_default();
                assert_eq!(row["result"] == json!(true), error.is_empty(), "{row}");
                assert!(error.is_empty() || codes.contains(&error), "{path} {row}");
            }
        }
        touched
    }

    fn body(&mut self, path: &str, touched: &[PostingNumber], posting: &PostingFbsDetail) -> Value {
        let (number, products) = (&posting.posting_number, &posting.products);
        let all: Vec<Value> =
            products.iter().map(|item| json!({"product_id": item.sku, "quantity": item.quantity})).collect();
        let one = json!([{"product_id": products[0].sku, "sku": products[0].sku, "quantity": 1}]);
        let reason = *[352, 400, 401, 402, 665, 667].choose(&mut self.chance).unwrap();
        match path {
            "/v4/posting/fbs/ship" => json!({"posting_number": number, "packages": [{"products": all}]}),
            "/v3/posting/fbs/ship/package" => json!({"posting_number": number, "products": one}),
            "/v2/posting/fbs/cancel" | "/v2/posting/fbs/product/cancel" => json!({"posting_number": number,
                "cancel_reason_id": reason, "cancel_reason_message": "так вышло", "items": one}),
            _ => json!({"posting_number": touched}),
        }
    }

    /// What lies on the shelves is what was brought, less what has left; what is held is what waits to leave.
    async fn check_stock(&self) {
        let rows = self.world.rows(STOCK_OF_ALL).await;
        assert_eq!(rows.len(), self.goods.len());
        for row in rows {
            let row: [String; 5] = row.try_into().unwrap();
            let [sku, present, reserved, held, left] = row.map(|text| number(&text));
            let astray = self.astray.get(&Sku(sku)).copied().unwrap_or_default();
            assert_eq!((present, reserved), (STOCK - left - astray, held), "{sku}");
        }
    }

    /// How postings came to where they stand, and what they brought.
    async fn check(&self, numbers: &[PostingNumber]) {
        let list: Vec<String> = numbers.iter().map(|number| format!("'{number}'")).collect();
        let list = list.join(", ");
        let mut steps: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for mut row in self.world.rows(&HISTORY.replace("{numbers}", &list)).await {
            steps.entry(row.remove(0)).or_default().push(row);
        }
        let found = self.world.rows(&STANDS.replace("{numbers}", &list)).await;
        assert_eq!(found.len(), numbers.len());
        for row in found {
            let [posting, status, substatus, delivered, items, sold, ledger, sales]: [String; 8] =
                row.try_into().unwrap();
            told(&posting, &steps[&posting], (&status, &substatus));
            let is_sold = !delivered.is_empty() && status != "cancelled";
            assert_eq!(number(&sold), if is_sold { number(&items) } else { 0 }, "money of {posting}, {status}");
            assert_eq!((number(&ledger), sales == "1"), (0, !delivered.is_empty()), "ledger of {posting}");
        }
    }
}

/// The steps of a posting are numbered without a gap, never go back in time, begin with the order, end where the
/// posting stands, and nothing follows the end.
fn told(posting: &str, steps: &[Vec<String>], stands: (&str, &str)) {
    let numbers: Vec<usize> = steps.iter().map(|step| step[0].parse().unwrap()).collect();
    assert!(numbers.iter().copied().eq(1..=steps.len()), "{posting}: {steps:?}");
    assert!(steps.is_sorted_by_key(|step| number(&step[1])), "{posting}: {steps:?}");
    // The parts of a split begin packed.
    assert!(matches!(steps[0][3].as_str(), "awaiting_packaging" | "awaiting_deliver" | "awaiting_registration"));
    let last = steps.last().unwrap();
    assert_eq!((last[3].as_str(), last[4].as_str()), stands, "{posting}: {steps:?}");
    for pair in steps.windows(2) {
        let (before, after) = (pair[0][3].as_str(), pair[1][3].as_str());
        assert_ne!(before, "cancelled", "{posting}: {steps:?}");
        if before == "delivered" {
            assert!(matches!(after, "delivered" | "client_arbitration" | "cancelled"), "{posting}: {steps:?}");
        }
        assert!(after != "awaiting_packaging" || before == after, "{posting}: {steps:?}");
    }
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

const STOCK_OF_ALL: &str = "select i.sku, min(s.present), min(s.reserved), \
    sum(case when p.delivering_date is null and p.status <> 'cancelled' then i.quantity else 0 end), \
    sum(case when p.delivering_date is not null then i.quantity else 0 end) \
    from stock s join posting_item i on i.seller_id = s.seller_id and i.product_id = s.product_id \
    join posting p on p.seller_id = i.seller_id and p.posting_number = i.posting_number group by i.sku";
const HISTORY: &str = "select posting_number, step, happened_at, event, status, substatus from posting_history \
    where posting_number in ({numbers}) order by posting_number, step";
const STANDS: &str = "select p.posting_number, p.status, p.substatus, p.delivered_at, \
    (select sum(i.quantity * i.price) from posting_item i where i.seller_id = p.seller_id \
    and i.posting_number = p.posting_number), \
    (select coalesce(sum(l.amount), 0) from operation o join ledger l on l.seller_id = o.seller_id \
    and l.operation_id = o.operation_id where o.seller_id = p.seller_id and o.posting_number = p.posting_number \
    and l.account = 'seller' and l.part = 'sale'), \
    (select coalesce(sum(l.amount), 0) from operation o join ledger l on l.seller_id = o.seller_id \
    and l.operation_id = o.operation_id where o.seller_id = p.seller_id and o.posting_number = p.posting_number), \
    (select count(*) from operation o where o.seller_id = p.seller_id and o.cause = 'sale:' || p.posting_number) \
    from posting p where p.posting_number in ({numbers})";

async fn storm(seed: u64) {
    let mut storm = Storm::new(seed).await;
    for at in 0..4 * GUST {
        if at % GUST == 0 {
            storm.pack_most(at).await;
        }
        let touched = storm.blow(at).await;
        storm.check(&touched).await;
        storm.check_stock().await;
        if at % GUST == GUST - 1 {
            storm.world.pass(60).await;
            storm.check(&storm.numbers).await;
        }
    }
    // What nobody packed in time is called off.
    storm.world.pass(48 * 3_600).await;
    storm.check_stock().await;
    storm.check(&storm.numbers).await;
    let ends = storm.world.rows("select status, count(*) from posting group by status order by status").await;
    let statuses: Vec<&str> = ends.iter().map(|row| row[0].as_str()).collect();
    assert!(statuses.len() > 4 && ["cancelled", "delivered"].iter().all(|end| statuses.contains(end)), "{ends:?}");
    assert!(!statuses.contains(&"awaiting_packaging"), "{ends:?}");
}

#[tokio::test]
async fn no_storm_of_events_breaks_stock_money_or_history() {
    storm(1).await;
}

#[tokio::test]
async fn nor_does_another_one() {
    storm(2).await;
}
