//! The simulator against the real program: ten days of the usual profile in the demo world, then what the API tells of
//! them; the same once more, byte for byte; stopped and started again; and beside a server whose clock goes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod program;

use std::process::Command;

use gostiny_client::Client;
use gostiny_sim::{Acting, Options, Progress, chance::Share, profile::Profile, stopper};
use gostiny_wire::{
    finance::{
        FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Filter, FinanceTransactionListV3Request,
        FinanceTransactionTotalsV3, FinanceTransactionTotalsV3Request,
    },
    method::{Empty, Verb},
    operator::{ClockGet, ClockSet, ClockSetRequest, PostingList, PostingListRequest, Reset},
    scalar::{ClientId, Time},
};
use program::{Server, checked, database::Database};

const DEMO: [&str; 5] = ["--demo", "--seed", "1", "--files", ":memory:"];
const TOKEN: &str = "demo-operator-token";
const SHOPS: [(i64, &str); 2] =
    [(100_001, "11111111-1111-4111-8111-111111111111"), (100_002, "22222222-2222-4222-8222-222222222222")];

/// The demo world, served by the real program.
struct Demo {
    server: Server,
    database: Database,
}

impl Demo {
    async fn start(more: &[&str]) -> Self {
        let database = Database::fresh().await;
        let server = Server::start(&database, &[&DEMO[..], more].concat());
        Self { server, database }
    }

    fn operator(&self) -> Client {
        Client::operator(&self.server.address, TOKEN).unwrap()
    }

    fn seller(&self, shop: usize) -> Client {
        Client::seller(&self.server.address, ClientId(SHOPS[shop].0), SHOPS[shop].1).unwrap()
    }

    fn options(&self, profile: &str, days: i64) -> Options {
        Options {
            base_url: self.server.address.clone(),
            token: TOKEN.to_owned(),
            profile: Profile::built_in(profile).unwrap().unwrap(),
            seed: 7,
            days: Some(days),
            acting: Acting::All,
            only: Vec::new(),
            at_once: 1,
        }
    }

    async fn live(&self, options: &Options) -> Progress {
        let (_stopping, stop) = stopper();
        gostiny_sim::run(options, stop, |_| {}).await.unwrap()
    }

    async fn now(&self) -> Time {
        self.operator().call(ClockGet, &Empty {}).await.unwrap().now
    }

    /// What the API tells of a world, as bytes.
    async fn told(&self) -> Vec<Vec<u8>> {
        let (operator, mut told) = (self.operator(), Vec::new());
        let mut last_id = String::new();
        loop {
            let asked = PostingListRequest { limit: 1_000, last_id, ..Default::default() };
            let page = operator.call(PostingList, &asked).await.unwrap();
            told.push(serde_json::to_vec(&page).unwrap());
            last_id = page.last_id;
            if last_id.is_empty() {
                break;
            }
        }
        for path in ["products", "returns", "chats", "supply-orders", "promotions", "sellers"] {
            let raw = operator.send(Verb::Get, &format!("/operator/v1/{path}?limit=1000"), "", &[]).await.unwrap();
            assert_eq!(raw.status, 200, "{path}");
            told.push(raw.body);
        }
        let period = r#""date":{"from":"2026-01-12T09:00:00Z","to":"2026-02-12T00:00:00Z"}"#;
        for shop in 0..SHOPS.len() {
            for (path, body) in [
                ("/v3/finance/transaction/list", format!(r#"{{"filter":{{{period}}},"page":1,"page_size":1000}}"#)),
                ("/v3/finance/transaction/totals", format!("{{{period}}}")),
                ("/v1/chat/list", r#"{"page_size":1000,"with":{"unread_count":true}}"#.to_owned()),
                ("/v1/analytics/data", ANALYTICS.to_owned()),
            ] {
                let json = &[("content-type", "application/json")];
                let raw = self.seller(shop).send(Verb::Post, path, body, json).await.unwrap();
                assert_eq!(raw.status, 200, "{path}: {}", String::from_utf8_lossy(&raw.body));
                told.push(raw.body);
            }
        }
        told
    }

    /// The shop's operations since a moment add up to its totals; answers how many there are.
    async fn money_adds_up(&self, shop: usize, from: Time) -> i64 {
        let date = FinancePeriod { from: Some(from), to: Some(from.plus_days(30)) };
        let filter = FinanceTransactionListV3Filter { date: date.clone(), ..Default::default() };
        let mut asked = FinanceTransactionListV3Request { filter, page: 1, page_size: 1_000 };
        let (mut sum, mut rows) = (0, 0);
        loop {
            let page = self.seller(shop).call(FinanceTransactionListV3, &asked).await.unwrap().result;
            sum += page.operations.iter().map(|one| one.amount.0).sum::<i64>();
            rows += i64::try_from(page.operations.len()).unwrap();
            if asked.page >= page.page_count {
                assert_eq!(rows, page.row_count);
                break;
            }
            asked.page += 1;
        }
        let totals = FinanceTransactionTotalsV3Request { date, ..Default::default() };
        let totals = self.seller(shop).call(FinanceTransactionTotalsV3, &totals).await.unwrap().result;
        let all = [
            totals.accruals_for_sale,
            totals.compensation_amount,
            totals.money_transfer,
            totals.others_amount,
            totals.processing_and_delivery,
            totals.refunds_and_cancellations,
            totals.sale_commission,
            totals.services_amount,
        ];
        assert_eq!(all.iter().map(|part| part.0).sum::<i64>(), sum, "shop {shop}");
        rows
    }
}

const ANALYTICS: &str = r#"{"date_from":"2026-01-12","date_to":"2026-01-31","dimension":["day"],"limit":1000,
    "metrics":["hits_view","hits_tocart","session_view","revenue","ordered_units","returns","cancellations"]}"#;

/// What must have happened in ten days.
const KINDS: &[&str] = &[
    "accepted",
    "acts",
    "answers",
    "at pick-up point",
    "cancelled by buyer",
    "chats",
    "delivered",
    "hours of browsing",
    "in transit",
    "lost",
    "messages",
    "not accepted",
    "orders",
    "own delivery",
    "own last mile",
    "packed",
    "promotions",
    "promotions joined",
    "received",
    "refused at the door",
    "restocked",
    "sent back",
    "steps back",
    "supplies",
    "supplies counted",
    "units told",
    "views",
    "with courier",
];

#[tokio::test]
async fn ten_usual_days_are_lived_as_the_profile_says_and_the_money_adds_up() {
    let demo = Demo::start(&["--clock", "manual"]).await;
    let begun = demo.now().await;
    let mut options = demo.options("usual", 10);
    // Fewer orders than usual are told apart as well, and sooner; what is rare happens often enough to be certain.
    options.profile.buyers.orders_per_day = 50;
    options.profile.carriers.misses = Share::try_from(0.04).unwrap();
    options.profile.carriers.loses = Share::try_from(0.02).unwrap();
    let done = demo.live(&options).await;
    let counts = &done.counts;
    assert_eq!((demo.now().await, done.now), (begun.plus_days(10), begun.plus_days(10)));
    assert_eq!((counts.failed, &counts.refused), (0, &Default::default()), "{counts:?}");
    // 50 orders a day, by the days of the week: 495 in ten days that begin on a Monday, some for goods just gone.
    let wanted = counts.of("orders") + counts.of("sold out") + counts.of("came too late");
    assert!((430..560).contains(&wanted), "{counts:?}");
    assert!(counts.of("orders") * 20 > wanted * 19, "{counts:?}");
    for kind in KINDS {
        assert!(counts.of(kind) > 0, "{kind} never happened: {counts:?}");
    }
    let returned = counts.of("sent back") * 100 / counts.of("delivered");
    assert!((1..=6).contains(&returned), "{returned} percent came back: {counts:?}");
    for shop in 0..SHOPS.len() {
        assert!(demo.money_adds_up(shop, begun).await > 100);
    }
    let (told, holds) = checked(&demo.database);
    assert!(holds, "{told}");
}

#[tokio::test]
async fn the_same_seed_and_profile_in_the_same_world_give_the_same_bytes() {
    let demos = [Demo::start(&["--clock", "manual"]).await, Demo::start(&["--clock", "manual"]).await];
    let mut told = Vec::new();
    for demo in &demos {
        let done = demo.live(&demo.options("usual", 1)).await;
        told.push((done.counts, demo.told().await));
    }
    assert_eq!(told[0].0, told[1].0);
    assert_eq!(told[0].1.len(), told[1].1.len());
    for (one, other) in told[0].1.iter().zip(&told[1].1) {
        assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    }
    let demo = &demos[0];
    demo.operator().call(Reset, &Empty {}).await.unwrap();
    let other = demo.live(&Options { seed: 8, ..demo.options("usual", 1) }).await;
    assert_ne!(told[0].0, other.counts);
}

#[tokio::test]
async fn stopped_and_started_again_it_goes_on_with_the_parcels_on_their_way() {
    let demo = Demo::start(&["--clock", "manual"]).await;
    let options = demo.options("usual", 3);
    let (stopping, stop) = stopper();
    let begun = demo.now().await;
    let half = gostiny_sim::run(&options, stop, |progress| {
        if progress.now >= begun.plus_days(1) {
            stopping.send_replace(true);
        }
    });
    let half = half.await.unwrap();
    assert!(half.now < begun.plus_days(2) && half.under_way > 50, "{half:?}");
    // Nobody orders any more: what is delivered from here on was ordered before.
    let mut rest = demo.options("usual", 4);
    rest.profile.buyers.orders_per_day = 0;
    let rest = demo.live(&rest).await;
    assert_eq!((rest.counts.of("orders"), rest.counts.failed), (0, 0));
    assert!(rest.counts.of("delivered") > half.counts.of("orders") * 7 / 10, "{half:?} {rest:?}");
    assert_eq!(rest.counts.refused, Default::default());
}

#[tokio::test]
async fn a_shop_that_is_not_acted_for_is_left_to_its_own_software() {
    let demo = Demo::start(&["--clock", "manual"]).await;
    let acting = Acting::Only(vec![ClientId(SHOPS[1].0)]);
    let done = demo.live(&Options { acting, ..demo.options("usual", 1) }).await;
    assert_eq!((done.counts.failed, &done.counts.refused), (0, &Default::default()));
    let of = |shop: usize, status: &str| {
        let (operator, status) = (demo.operator(), status.to_owned());
        let asked =
            PostingListRequest { client_id: Some(ClientId(SHOPS[shop].0)), status, limit: 1_000, ..Default::default() };
        async move { operator.call(PostingList, &asked).await.unwrap().postings }
    };
    let simulated = |postings: Vec<gostiny_wire::operator::PostingListItem>| {
        postings.into_iter().filter(|one| one.posting_number.as_str().starts_with('4') && one.scheme != "fbo").count()
    };
    assert_eq!(simulated(of(0, "awaiting_deliver").await), 0);
    assert!(simulated(of(0, "awaiting_packaging").await) > 5);
    assert!(done.counts.of("packed") > 0);
}

#[tokio::test]
async fn beside_a_server_whose_clock_goes_it_lives_along() {
    let mut demo = Demo::start(&["--clock", "x3600", "--simulate", "black-friday"]).await;
    let simulated = async {
        loop {
            let asked =
                PostingListRequest { limit: 1_000, status: "awaiting_deliver".to_owned(), ..Default::default() };
            let found = demo.operator().call(PostingList, &asked).await.unwrap().postings;
            if found.iter().filter(|one| one.posting_number.as_str().starts_with('4')).count() > 3 {
                return;
            }
            let _ = tokio::time::timeout(std::time::Duration::from_millis(100), std::future::pending::<()>()).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(120), simulated).await.unwrap();
    let pid = demo.server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(demo.server.child.wait().unwrap().success());
}

#[tokio::test]
async fn on_a_clock_that_goes_it_does_not_move_the_clock() {
    let demo = Demo::start(&["--clock", "manual"]).await;
    let hurried = ClockSetRequest { mode: "x14400".to_owned(), now: None };
    demo.operator().call(ClockSet, &hurried).await.unwrap();
    let begun = std::time::Instant::now();
    let mut options = demo.options("quiet", 1);
    options.acting = Acting::Nobody;
    let done = demo.live(&options).await;
    // A day takes 6 seconds, and a tick that is late a little more.
    assert!((5..60).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert!(done.counts.of("orders") > 3 && done.counts.failed == 0, "{:?}", done.counts);
}

#[test]
fn what_cannot_be_simulated_is_said() {
    let refused = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_gostiny")).args(args).env_clear().output().unwrap();
        assert!(!done.status.success(), "{args:?}");
        String::from_utf8(done.stderr).unwrap()
    };
    assert!(refused(&["simulate", "--profile", "christmas"]).contains("quiet, usual, black-friday"));
    assert!(refused(&["simulate", "--url", "http://127.0.0.1:1"]).contains("could not be called"));
    let in_memory = ["serve", "--database", "sqlite::memory:", "--listen", "127.0.0.1:0", "--simulate", "usual"];
    assert!(refused(&in_memory).contains("--operator-token"));
    let by_hand = [&in_memory[..], &["--operator-token", "t", "--clock", "manual"]].concat();
    assert!(refused(&by_hand).contains("--clock real"));
}
