//! The simulator against the real program: ten days of the usual profile in the demo world, then what the API tells of
//! them; the same once more, byte for byte; killed and started again; and beside a server whose clock goes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

#[path = "../../server/tests/scenario/database.rs"]
mod database;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use database::Database;
use gostiny_client::Client;
use gostiny_server::store::DbUrl;
use gostiny_sim::{Acting, Options, Progress, profile::Profile, stopper};
use gostiny_wire::{
    finance::{
        FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Filter, FinanceTransactionListV3Request,
        FinanceTransactionTotalsV3, FinanceTransactionTotalsV3Request,
    },
    method::{Empty, Verb},
    operator::{ClockGet, ClockSet, ClockSetRequest, PostingList, PostingListRequest},
    scalar::{ClientId, Time},
};

const TOKEN: &str = "demo-operator-token";
const SHOPS: [(i64, &str); 2] =
    [(100_001, "11111111-1111-4111-8111-111111111111"), (100_002, "22222222-2222-4222-8222-222222222222")];

/// The running program with the demo world; killed when it goes out of sight.
struct Server {
    child: Child,
    address: String,
    _database: Database,
}

impl Server {
    async fn start(more: &[&str]) -> Self {
        let database = Database::fresh().await;
        let url = match &database.url {
            DbUrl::File(path) => format!("sqlite:{}", path.display()),
            DbUrl::Postgres(url) => url.clone(),
            DbUrl::Memory => unreachable!("every test has a database of its own"),
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_gostiny"))
            .args(["serve", "--listen", "127.0.0.1:0", "--demo", "--seed", "1", "--log", "error"])
            .args(["--files", ":memory:", "--database", &url])
            .args(more)
            .env_clear()
            .current_dir(std::env::temp_dir())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next().unwrap().unwrap();
        let address = ready.strip_prefix("gostiny is listening on ").unwrap().to_owned();
        // The rest is read, so that the program never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, _database: database }
    }

    fn operator(&self) -> Client {
        Client::operator(&self.address, TOKEN).unwrap()
    }

    fn seller(&self, shop: usize) -> Client {
        Client::seller(&self.address, ClientId(SHOPS[shop].0), SHOPS[shop].1).unwrap()
    }

    fn options(&self, profile: &str, days: i64) -> Options {
        Options {
            base_url: self.address.clone(),
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

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
    let server = Server::start(&["--clock", "manual"]).await;
    let begun = server.now().await;
    let done = server.live(&server.options("usual", 10)).await;
    let counts = &done.counts;
    assert_eq!((server.now().await, done.now), (begun.plus_days(10), begun.plus_days(10)));
    assert_eq!((counts.failed, &counts.refused), (0, &Default::default()), "{counts:?}");
    // 120 orders a day, by the days of the week: 1200 in ten days that begin on a Monday, some for goods just gone.
    let wanted = counts.of("orders") + counts.of("sold out") + counts.of("came too late");
    assert!((1_080..1_290).contains(&wanted), "{counts:?}");
    assert!(counts.of("orders") * 20 > wanted * 19, "{counts:?}");
    for kind in KINDS {
        assert!(counts.of(kind) > 0, "{kind} never happened: {counts:?}");
    }
    let returned = counts.of("sent back") * 100 / counts.of("delivered");
    assert!((1..=6).contains(&returned), "{returned} percent came back: {counts:?}");
    for shop in 0..SHOPS.len() {
        assert!(server.money_adds_up(shop, begun).await > 100);
    }
}

#[tokio::test]
async fn the_same_seed_and_profile_in_the_same_world_give_the_same_bytes() {
    let mut told = Vec::new();
    for seed in [7, 7, 8] {
        let server = Server::start(&["--clock", "manual"]).await;
        let done = server.live(&Options { seed, ..server.options("usual", 1) }).await;
        told.push((done.counts, server.told().await));
    }
    assert_eq!(told[0].0, told[1].0);
    assert_eq!(told[0].1.len(), told[1].1.len());
    for (one, other) in told[0].1.iter().zip(&told[1].1) {
        assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    }
    assert_ne!(told[0].0, told[2].0);
}

#[tokio::test]
async fn stopped_and_started_again_it_goes_on_with_the_parcels_on_their_way() {
    let server = Server::start(&["--clock", "manual"]).await;
    let options = server.options("usual", 3);
    let (stopping, stop) = stopper();
    let begun = server.now().await;
    let half = gostiny_sim::run(&options, stop, |progress| {
        if progress.now >= begun.plus_days(1) {
            stopping.send_replace(true);
        }
    });
    let half = half.await.unwrap();
    assert!(half.now < begun.plus_days(2) && half.under_way > 50, "{half:?}");
    // Nobody orders any more: what is delivered from here on was ordered before.
    let mut rest = server.options("usual", 6);
    rest.profile.buyers.orders_per_day = 0;
    let rest = server.live(&rest).await;
    assert_eq!((rest.counts.of("orders"), rest.counts.failed), (0, 0));
    assert!(rest.counts.of("delivered") > half.counts.of("orders") * 7 / 10, "{half:?} {rest:?}");
    assert_eq!(rest.counts.refused, Default::default());
}

#[tokio::test]
async fn a_shop_that_is_not_acted_for_is_left_to_its_own_software() {
    let server = Server::start(&["--clock", "manual"]).await;
    let acting = Acting::Only(vec![ClientId(SHOPS[1].0)]);
    let done = server.live(&Options { acting, ..server.options("usual", 1) }).await;
    assert_eq!((done.counts.failed, &done.counts.refused), (0, &Default::default()));
    let of = |shop: usize, status: &str| {
        let (operator, status) = (server.operator(), status.to_owned());
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
    let server = Server::start(&["--clock", "x3600", "--simulate", "black-friday"]).await;
    let simulated = async {
        loop {
            let asked =
                PostingListRequest { limit: 1_000, status: "awaiting_deliver".to_owned(), ..Default::default() };
            let found = server.operator().call(PostingList, &asked).await.unwrap().postings;
            if found.iter().filter(|one| one.posting_number.as_str().starts_with('4')).count() > 3 {
                return;
            }
            let _ = tokio::time::timeout(std::time::Duration::from_millis(100), std::future::pending::<()>()).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(120), simulated).await.unwrap();
    let pid = server.child.id().to_string();
    let mut server = server;
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success());
}

#[tokio::test]
async fn on_a_clock_that_goes_it_does_not_move_the_clock() {
    let server = Server::start(&["--clock", "manual"]).await;
    let hurried = ClockSetRequest { mode: "x14400".to_owned(), now: None };
    server.operator().call(ClockSet, &hurried).await.unwrap();
    let begun = std::time::Instant::now();
    let mut options = server.options("quiet", 1);
    options.acting = Acting::Nobody;
    let done = server.live(&options).await;
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
