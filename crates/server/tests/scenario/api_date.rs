//! The API as of a day: what was not there is refused as the real service did, and limits and wording are those of the
//! time. And the calendar that tells what will break.

use gostiny_wire::{
    method::Verb,
    operator::{
        ErrorEra, KeyCreate, KeyCreateRequest, Settings, SettingsGet, SettingsGetRequest, SettingsSet,
        SettingsSetRequest, WrongVerb,
        edge::{CalendarGet, CalendarGetRequest, CalendarState},
    },
    scalar::Time,
};
use serde_json::json;

use crate::{
    shop::Shop,
    world::{World, post, refusal_of},
};

const OBSOLETE: (u16, i32, &str) = (400, 9, "obsolete method cannot be used");
const UNKNOWN: (u16, i32, &str) = (404, 5, "Not Found");

async fn told(shop: &Shop, path: &str, date: &str) -> (u16, i32, String) {
    let headers = [("X-Gostiny-Api-Date", date)];
    let headers: &[(&str, &str)] = if date.is_empty() { &[] } else { &headers };
    let raw = shop.client.send(Verb::Post, path, "{}", headers).await.unwrap();
    if raw.status == 200 { (200, 0, String::new()) } else { refusal_of(&raw) }
}

fn as_of(date: &str) -> Settings {
    Settings { api_date: Some(date.to_owned()), ..Settings::default() }
}

fn owned((status, code, text): (u16, i32, &str)) -> (u16, i32, String) {
    (status, code, text.to_owned())
}

#[tokio::test]
async fn methods_are_there_from_their_first_day_to_their_last() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (obsolete, unknown) = (owned(OBSOLETE), owned(UNKNOWN));
    for (path, dates) in [
        // Old, and off since the summer of 2023.
        ("/v2/product/info/limit", [("2023-08-21", None), ("2023-08-22", Some(&obsolete)), ("all", None)].as_slice()),
        // New, and still there.
        ("/v2/warehouse/list", &[("2022-06-01", Some(&unknown)), ("2026-10-01", None), ("", None)]),
        // It went and came back.
        (
            "/v1/product/unarchive",
            &[("2023-06-13", None), ("2023-06-14", Some(&obsolete)), ("2024-04-01", None), ("clock", None)],
        ),
    ] {
        for (date, refusal) in dates {
            let told = told(&shop, path, date).await;
            match refusal {
                Some(refusal) => assert_eq!(told, **refusal, "{path} {date}"),
                None => assert!(told != obsolete && told != unknown, "{path} {date}: {told:?}"),
            }
        }
    }
    for wrong in ["2024-02-30", "вчера", "2024", " "] {
        let (status, code, _) = told(&shop, "/v2/warehouse/list", &wrong.replace("вчера", "yesterday")).await;
        assert_eq!((status, code), (400, 3), "{wrong}");
    }
}

#[tokio::test]
async fn a_setting_holds_for_all_for_one_or_by_the_clock() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let old = "/v2/product/info/limit";
    world.set(as_of("2026-01-01")).await;
    assert_eq!((told(&one, old, "").await, told(&two, old, "").await.0), (owned(OBSOLETE), 400));
    assert_eq!(told(&one, old, "all").await.0, 200, "a call has its own day");
    let own = SettingsSetRequest { client_id: Some(two.client_id), settings: as_of("2022-10-01") };
    world.operator.call(SettingsSet, &own).await.unwrap();
    assert_eq!((told(&one, old, "").await.0, told(&two, old, "").await.0), (400, 200));
    assert_eq!(told(&two, "/v4/product/info/stocks", "").await, owned(UNKNOWN));
    world.restart().await;
    assert_eq!(told(&two, "/v4/product/info/stocks", "").await, owned(UNKNOWN));
    // By the world's clock: the day on which lists of postings went.
    world.set(as_of("clock")).await;
    let list = "/v3/posting/fbs/list";
    assert_ne!(told(&one, list, "").await, owned(OBSOLETE));
    let end: Time = "2026-08-31T00:00:00Z".parse().unwrap();
    world.pass(end.seconds_since(world.now().await)).await;
    assert_eq!(told(&one, list, "").await, owned(OBSOLETE));
    // Strangers do not learn it.
    assert_eq!(post(&world.stranger, list, "{}").await.status, 401);
    let wrong = json!({"settings": {"api_date": "2024-13-01"}}).to_string();
    assert_eq!(world.operator.send(Verb::Put, "/operator/v1/settings", wrong, &[]).await.unwrap().status, 400);
    world.set(as_of("all")).await;
    assert_ne!(told(&one, list, "").await, owned(OBSOLETE));
}

#[tokio::test]
async fn limits_and_wording_are_those_of_the_time_unless_they_are_chosen() {
    let world = World::new().await;
    let shop = world.shop().await;
    let in_force = async || world.operator.call(SettingsGet, &SettingsGetRequest::default()).await.unwrap();
    for (day, interval, changes, months, unified, keys) in [
        ("2022-10-01", 0, 0, 3, false, 0),
        ("2023-06-01", 120, 0, 1, false, 0),
        ("2025-06-01", 30, 10, 1, true, 0),
        ("2026-03-01", 30, 10, 1, true, 6),
        ("2026-10-01", 30, 10, 1, true, 3),
    ] {
        world.set(as_of(day)).await;
        let now = in_force().await;
        assert_eq!(
            (now.stock_update_interval_seconds, now.price_changes_per_hour, now.finance_period_months),
            (Some(interval), Some(changes), Some(months)),
            "{day}"
        );
        assert_eq!((now.unified_sku, now.key_months), (Some(unified), Some(keys)), "{day}");
    }
    // A bad key, by the setting and by the header.
    let bad = shop.client.as_seller(shop.client_id, "00000000-0000-4000-8000-000000000000").unwrap();
    let of_2026 = (404, 5, "Invalid Api-Key, please check the key and try again".to_owned());
    let of_2022 = (403, 7, "Invalid Api-Key, please contact support".to_owned());
    assert_eq!(refusal_of(&post(&bad, "/v1/roles", "{}").await), of_2026);
    let old = bad.send(Verb::Post, "/v1/roles", "{}", &[("X-Gostiny-Api-Date", "2024-06-01")]).await.unwrap();
    assert_eq!(refusal_of(&old), of_2022);
    // The period of finance by the header.
    let body = json!({"filter": {"date": {"from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}}, "page": 1, "page_size": 1});
    let finance = async |date: &str| {
        let headers = [("X-Gostiny-Api-Date", date)];
        shop.client.send(Verb::Post, "/v3/finance/transaction/list", body.to_string(), &headers).await.unwrap().status
    };
    assert_eq!((finance("2022-10-01").await, finance("2024-01-01").await), (200, 400));
    // Keys run out by themselves.
    let key = KeyCreateRequest { client_id: shop.client_id, name: "склад".to_owned(), ..Default::default() };
    let key = world.operator.call(KeyCreate, &key).await.unwrap();
    let client = shop.client.as_seller(shop.client_id, &key.api_key).unwrap();
    let end: Time = "2026-04-12T09:00:00Z".parse().unwrap();
    world.pass(end.seconds_since(world.now().await) - 1).await;
    assert_eq!(post(&client, "/v1/roles", "{}").await.status, 200);
    world.pass(1).await;
    assert_eq!(refusal_of(&post(&client, "/v1/roles", "{}").await).1, 7);
    // What is chosen stands over the day.
    let chosen = Settings { error_era: Some(ErrorEra::Year2022), rate_limits: Some(false), ..Default::default() };
    world.set(chosen).await;
    assert_eq!(refusal_of(&post(&bad, "/v1/roles", "{}").await), of_2022);
    assert_eq!(in_force().await.stock_update_interval_seconds, Some(0));
}

#[tokio::test]
async fn a_method_with_more_than_one_transaction_hears_the_date_in_each() {
    let world = World::new().await;
    let shop = world.shop().await;
    let body = json!({
        "date_from": "2026-01-01", "date_to": "2026-01-02", "metrics": ["ordered_units"], "dimension": ["sku"], "limit": 10
    });
    let asked = async |date: &str| {
        let headers = [("X-Gostiny-Api-Date", date)];
        shop.client.send(Verb::Post, "/v1/analytics/data", body.to_string(), &headers).await.unwrap().status
    };
    assert_eq!((asked("2023-06-01").await, asked("2023-06-01").await), (200, 200));
    assert_eq!((asked("2024-06-01").await, asked("2024-06-01").await), (200, 429));
    world.pass(60).await;
    assert_eq!(asked("2024-06-01").await, 200);
}

#[tokio::test]
async fn fifty_calls_in_a_second_under_the_date_of_a_day_when_that_held() {
    let world = World::new().await;
    let shop = world.shop().await;
    for (day, refused) in [("2025-05-18", 0), ("2025-05-19", 10)] {
        world.set(as_of(day)).await;
        world.pass(2).await;
        let mut statuses = Vec::new();
        for _ in 0..60 {
            statuses.push(post(&shop.client, "/v1/chat/start", "{}").await.status);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 429).count(), refused, "{day}");
    }
}

#[tokio::test]
async fn the_calendar_tells_which_calls_would_break() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    for _ in 0..3 {
        one.post("/v3/posting/fbs/list", "{}").await;
    }
    one.post("/v4/posting/fbs/list", "{}").await;
    two.post("/v2/posting/fbs/act/create", "{}").await;
    two.post("/v1/rating/summary", "{}").await;
    let get = async |request: CalendarGetRequest| world.operator.call(CalendarGet, &request).await.unwrap();
    let today = get(CalendarGetRequest::default()).await;
    assert_eq!((today.date.as_str(), today.breaks.len(), today.calls), ("2026-01-12", 1, 6));
    let early = &today.breaks[0];
    assert_eq!((early.path.as_str(), early.state), ("/v4/posting/fbs/list", CalendarState::NotBorn));
    let of = |path: &str| today.methods.iter().find(|method| method.path == path).unwrap().clone();
    let list = of("/v3/posting/fbs/list");
    assert_eq!((list.switched_off.as_str(), list.state), ("2026-08-31", CalendarState::Served));
    assert_eq!(list.replaced_by, ["/v4/posting/fbs/list"]);
    assert_eq!(of("/v1/product/unarchive").returns, "2024-04-01");
    assert_eq!(of("/v2/product/info").state, CalendarState::SwitchedOff);

    let autumn = get(CalendarGetRequest { date: "2026-09-07".to_owned(), ..Default::default() }).await;
    let breaks: Vec<_> =
        autumn.breaks.iter().map(|one| (one.client_id, one.path.as_str(), one.calls, one.day.as_str())).collect();
    let want = [
        (one.client_id, "/v3/posting/fbs/list", 3, "2026-08-31"),
        (two.client_id, "/v2/posting/fbs/act/create", 1, "2026-09-07"),
    ];
    assert_eq!(breaks, want);
    assert_eq!(autumn.breaks[1].replaced_by, ["/v1/carriage/create", "/v1/carriage/approve"]);
    let own =
        CalendarGetRequest { date: "2026-09-07".to_owned(), client_id: Some(two.client_id), ..Default::default() };
    assert_eq!(get(own).await.breaks.len(), 1);
    let early = CalendarGetRequest { date: "2022-06-01".to_owned(), path: "/v4/*".to_owned(), ..Default::default() };
    let early = get(early).await;
    assert!(early.methods.iter().all(|method| method.path.starts_with("/v4/")));
    assert_eq!((early.breaks.len(), early.breaks[0].state), (1, CalendarState::NotBorn));
    let wrong = world.operator.send(Verb::Get, "/operator/v1/calendar?date=2026", "", &[]).await.unwrap();
    assert_eq!(wrong.status, 400);
    // What was refused is explained.
    one.client.send(Verb::Post, "/v4/posting/fbs/list", "{}", &[("X-Gostiny-Api-Date", "2022-06-01")]).await.unwrap();
    let raw = world.operator.send(Verb::Get, "/operator/v1/requests?limit=1", "", &[]).await.unwrap();
    let text = String::from_utf8(raw.body).unwrap();
    assert!(text.contains("the API is served as of 2022-06-01"), "{text}");
}

#[tokio::test]
async fn a_wrong_verb_is_refused_in_one_of_two_forms() {
    let world = World::new().await;
    let get = async || {
        let raw = world.stranger.send(Verb::Get, "/v1/warehouse/list", "", &[]).await.unwrap();
        (raw.status, refusal_of(&raw).1)
    };
    assert_eq!(get().await, (501, 12));
    world.set(Settings { wrong_verb: Some(WrongVerb::MethodNotAllowed), ..Default::default() }).await;
    assert_eq!(get().await, (405, 12));
    world.set(Settings { wrong_verb: Some(WrongVerb::NotImplemented), ..Default::default() }).await;
    assert_eq!(get().await, (501, 12));
}
