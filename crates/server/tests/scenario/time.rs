//! Time: by steps and by leaps, and the same seed with the same calls as the same bytes.

use std::sync::{Arc, Mutex};

use gostiny_wire::{
    method::{Empty, Method, Verb},
    operator::{
        AgendaList, AgendaListRequest, ChatOpen, ClockAdvance, ClockAdvanceRequest, ClockStep, OrderPlaceRequest,
        PostingEvent, ReturnCreate, Settings,
    },
    push::Kind,
    scalar::Time,
};

use crate::{
    act,
    receiver::Receiver,
    shop::Shop,
    snapshot::{Folder, dump, same},
    world::{World, lines, post},
};

#[tokio::test]
async fn a_step_goes_to_the_next_event_and_tells_it() {
    let world = World::new().await;
    let start = world.now().await;
    let idle = world.operator.call(ClockStep, &Empty {}).await.unwrap();
    assert_eq!((idle.now, idle.mode.as_str(), idle.happened), (start, "manual", vec![]));
    let shop = world.shop().await;
    let import = r#"{"items":[{"offer_id":"A-1"}]}"#;
    assert_eq!(shop.post("/v2/product/import", import).await.status, 200);
    let planned = world.operator.call(AgendaList, &AgendaListRequest::default()).await.unwrap().items.remove(0);
    let step = world.operator.call(ClockStep, &Empty {}).await.unwrap();
    let event = &step.happened[0];
    assert_eq!((step.now, step.happened.len()), (planned.due_at, 1));
    assert_eq!(
        (event.id, event.due_at, &event.kind, event.client_id, &event.subject, event.error.as_str()),
        (planned.id, planned.due_at, &planned.kind, Some(shop.client_id), &planned.subject, "")
    );
    assert_eq!(world.now().await, start.plus_seconds(1));

    let product = shop.product("A-2").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let mut kinds = Vec::new();
    while shop.posting(&number).await.status != "cancelled" {
        let step = world.operator.call(ClockStep, &Empty {}).await.unwrap();
        assert!(!step.happened.is_empty(), "nothing is planned, and it was never cancelled");
        assert!(step.happened.iter().all(|event| event.due_at <= step.now && event.error.is_empty()), "{step:?}");
        kinds.extend(step.happened.into_iter().map(|event| event.kind));
    }
    // What the end of the posting sets off falls due at the same moment: it is in the same step.
    assert!(kinds.len() >= 2 && kinds.iter().any(|kind| kind == "posting.cancelled"), "{kinds:?}");
    assert_eq!(post(&world.stranger, "/operator/v1/clock/step", "{}").await.status, 401);
}

#[tokio::test]
async fn a_step_sends_what_it_tells_while_the_receiver_calls_back() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let receiver = Receiver::new().await;
    receiver.of(&world, &shop, &[Kind::PostingCancelled]).await;
    let (client, answers) = (shop.client.clone(), Arc::new(Mutex::new(Vec::new())));
    let answered = answers.clone();
    receiver.does(move |push| {
        let (client, answered) = (client.clone(), answered.clone());
        Box::pin(async move {
            let body = serde_json::json!({ "posting_number": push["posting_number"] }).to_string();
            let price = r#"{"prices":[{"offer_id":"A-1","price":"777"}]}"#;
            for (path, body) in [("/v3/posting/fbs/get", body.as_str()), ("/v1/product/import/prices", price)] {
                let status = post(&client, path, body).await.status;
                answered.lock().unwrap().push(status);
            }
        })
    });
    let mut sent = Vec::new();
    while shop.posting(&number).await.status != "cancelled" {
        let step = world.operator.call(ClockStep, &Empty {}).await.unwrap();
        assert!(!step.happened.is_empty(), "nothing is planned, and it was never cancelled");
        sent.extend(step.happened.into_iter().filter(|event| event.kind == "push.send"));
    }
    assert_eq!(
        sent.iter().map(|event| (event.client_id, event.error.as_str())).collect::<Vec<_>>(),
        [(Some(shop.client_id), "")]
    );
    assert_eq!(
        (receiver.kinds(), &*answers.lock().unwrap()),
        (vec!["TYPE_POSTING_CANCELLED".to_owned()], &vec![200, 200])
    );
}

#[tokio::test]
async fn steps_and_a_leap_lead_to_the_same_world() {
    let folder = Folder::new("steps");
    let mut worlds = Vec::new();
    for by_steps in [true, false] {
        let world = World::new().await;
        let shop = world.shop().await;
        world.set(Settings { auto_delivery: Some(true), ..Default::default() }).await;
        let product = shop.product("A-1").stock(50).on_sale().await;
        for turn in 0..5 {
            let number = world.order_one(&[(product.sku, 1)]).await;
            if turn % 2 == 0 {
                shop.ship(&number).await;
            }
        }
        let until = world.now().await.plus_days(20);
        let mut executed = 0;
        if by_steps {
            while next_due(&world).await.is_some_and(|next| next <= until) {
                executed += world.operator.call(ClockStep, &Empty {}).await.unwrap().happened.len();
            }
        }
        let rest = until.seconds_since(world.now().await);
        let leap = world.operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: rest }).await.unwrap();
        executed += usize::try_from(leap.executed).unwrap();
        assert_eq!(leap.now, until);
        worlds.push((executed, dump(&world, &folder.file("world")).await));
    }
    assert_eq!(worlds[0].0, worlds[1].0);
    same(&worlds[0].1, &worlds[1].1);
}

async fn next_due(world: &World) -> Option<Time> {
    let request = AgendaListRequest { limit: 1, ..Default::default() };
    world.operator.call(AgendaList, &request).await.unwrap().items.first().map(|row| row.due_at)
}

/// What was answered, word by word.
struct Protocol(Vec<String>);

impl Protocol {
    async fn tell(&mut self, shop: &Shop, path: &str, body: &str) {
        let raw = shop.post(path, body).await;
        assert_eq!(raw.status, 200, "{path} {body}: {}", String::from_utf8_lossy(&raw.body));
        // The port is the machine's.
        let text = String::from_utf8_lossy(&raw.body).replace(shop.client.base_url(), "");
        self.0.push(format!("{path} {text}"));
    }

    async fn ask(&mut self, world: &World, path: &str, body: serde_json::Value) {
        let raw = world.operator.send(Verb::Post, path, body.to_string(), &[("content-type", "application/json")]);
        let raw = raw.await.unwrap();
        assert_eq!(raw.status, 200, "{path} {body}: {}", String::from_utf8_lossy(&raw.body));
        self.0.push(format!("{path} {}", String::from_utf8_lossy(&raw.body)));
    }
}

/// Two months of a shop: goods, prices, promotions, orders of all kinds, parcels on their way, returns, chats, reports,
/// money, figures.
async fn story(world: &World) -> Vec<String> {
    let mut told = Protocol(Vec::new());
    world.set(Settings { auto_delivery: Some(true), ..Default::default() }).await;
    let (shop, other) = (world.shop().await, world.shop().await);
    told.0.push(format!("{} {}", shop.api_key, other.api_key));
    let mut products = Vec::new();
    for number in 0..6 {
        products.push(shop.product(&format!("Товар-{number}")).stock(200).on_sale().await);
    }
    products.push(other.product("Чужой").stock(100).on_sale().await);
    for day in 0_usize..14 {
        for buyer in 0..4 {
            let good = &products[(day + buyer) % products.len()];
            let request = OrderPlaceRequest {
                items: lines(&[(good.sku, 1 + i64::try_from(buyer).unwrap() / 2)]),
                premium: buyer == 1,
                // A company's parcel asks for customs papers to be packed.
                legal_entity: buyer == 2 && (day + buyer) % 5 < 2,
                ..Default::default()
            };
            let placed = world.place(&request).await.unwrap();
            told.0.push(format!("{placed:?}"));
            let number = placed.postings[0].posting_number.clone();
            if good.offer_id.as_str() == "Чужой" {
                continue;
            }
            match (day + buyer) % 5 {
                0 => {}
                1 => {
                    world.try_event(&number, PostingEvent::CancelledByBuyer).await.unwrap();
                }
                _ => {
                    shop.ship(&number).await;
                }
            }
        }
        let price = format!(r#"{{"prices":[{{"offer_id":"Товар-{}","price":"{}"}}]}}"#, day % 6, 900 + day * 10);
        told.tell(&shop, "/v1/product/import/prices", &price).await;
        if day == 5 {
            told.tell(&shop, "/v1/report/products/create", "{}").await;
        }
        world.pass(86_400).await;
        // What was packed a day ago leaves.
        let carriage = act::create(&shop, |_| {}).await.unwrap();
        told.0.push(format!("{carriage:?} {:?}", act::status(&shop, carriage).await));
    }
    let list = r#"{"filter":{"since":"2026-01-01T00:00:00Z","to":"2026-03-01T00:00:00Z"},"limit":1000,"with":{"financial_data":true,"analytics_data":true,"barcodes":true}}"#;
    told.tell(&shop, "/v3/posting/fbs/list", list).await;
    let delivered = shop.post("/v3/posting/fbs/list", &list.replace(r#""to""#, r#""status":"delivered","to""#)).await;
    let delivered: serde_json::Value = serde_json::from_slice(&delivered.body).unwrap();
    let posting = &delivered["result"]["postings"][0];
    let number = posting["posting_number"].clone();
    let sku = posting["products"][0]["sku"].clone();
    assert!(number.is_string(), "nothing was delivered in two weeks: {delivered}");
    let back = serde_json::json!({"posting_number": number, "sku": sku, "quantity": 1, "reason": "не подошёл"});
    told.ask(world, ReturnCreate::INFO.path, back).await;
    told.ask(world, ChatOpen::INFO.path, serde_json::json!({"posting_number": number})).await;
    for _ in 0..20 {
        told.ask(world, "/operator/v1/clock/step", serde_json::json!({})).await;
    }
    world.pass(40 * 86_400).await;
    told.tell(&shop, "/v3/posting/fbs/list", list).await;
    for month in ["2026-01", "2026-02"] {
        let money = format!(
            r#"{{"filter":{{"date":{{"from":"{month}-01T00:00:00Z","to":"{month}-28T00:00:00Z"}}}},"page":1,"page_size":1000}}"#
        );
        told.tell(&shop, "/v3/finance/transaction/list", &money).await;
    }
    let figures = r#"{"date_from":"2026-01-01","date_to":"2026-02-28","metrics":["revenue","ordered_units"],"dimension":["sku","day"],"limit":1000}"#;
    told.tell(&shop, "/v1/analytics/data", figures).await;
    told.tell(&shop, "/v2/product/list", r#"{"limit":1000}"#).await;
    told.tell(&shop, "/v1/report/list", r#"{"page":1,"page_size":100}"#).await;
    told.0
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_the_same_bytes() {
    let mut runs = Vec::new();
    for run in ["first", "second"] {
        let folder = Folder::new(&format!("bytes-{run}"));
        let world = World::with_files_in(&folder.files()).await;
        let told = story(&world).await;
        runs.push((told, dump(&world, &folder.file("world")).await));
    }
    let (first, second) = (&runs[0], &runs[1]);
    for (one, other) in first.0.iter().zip(&second.0) {
        assert_eq!(one, other);
    }
    assert_eq!(first.0.len(), second.0.len());
    same(&first.1, &second.1);
}
