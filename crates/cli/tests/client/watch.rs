//! `gostiny watch`: each event once, none lost while nobody watches, and an end when it is told to end.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use gostiny_wire::{
    chat::{ChatListV3, ChatListV3Request},
    method::Empty,
    operator::{
        ChatMessageSend, ChatMessageSendRequest, ClockGet, OrderPlace, OrderPlaceItem, OrderPlaceRequest, PostingEvent,
        PostingEventRecord, PostingEventRecordRequest, Settings, SettingsSet, SettingsSetRequest,
        edge::{FaultCreate, FaultRule},
    },
    product::{ProductInfoListV2, ProductInfoListV2Request, ProductListV2, ProductListV2Request},
    scalar::{PostingNumber, Sku},
};
use serde_json::Value;

use crate::program::{Demo, Folder, GOSTINY, Running, SHOPS};

/// A shop that is watched.
struct Watched {
    demo: Demo,
    sku: Sku,
    /// What its world's clock shows.
    now: String,
    state: PathBuf,
    _folder: Folder,
}

impl Watched {
    async fn start() -> Self {
        let (demo, folder) = (Demo::start(), Folder::new());
        let sku = on_sale(&demo).await;
        let now = demo.operator().call(ClockGet, &Empty {}).await.unwrap().now.to_string();
        Self { demo, sku, now, state: folder.file("state.json"), _folder: folder }
    }

    fn watch(&self, state: Option<&Path>, more: &[&str]) -> Command {
        let mut command = self.demo.command(GOSTINY);
        command.args(["watch", "--as-of", &self.now, "--every", "1"]).args(more);
        if let Some(state) = state {
            command.arg("--state").arg(state);
        }
        command
    }

    /// Looks once, answers the events.
    fn looked(&self) -> Vec<Value> {
        let (is_done, said, complained) = run(&mut self.watch(Some(&self.state), &["--json", "--once"]));
        assert!(is_done && complained.is_empty(), "{complained}");
        said.lines().map(event).collect()
    }

    /// An order with one posting.
    async fn ordered(&self) -> PostingNumber {
        let items = vec![OrderPlaceItem { sku: self.sku, quantity: 1 }];
        let order = OrderPlaceRequest { items, scheme: "fbs".to_owned(), ..Default::default() };
        self.demo.operator().call(OrderPlace, &order).await.unwrap().postings.remove(0).posting_number
    }

    async fn cancelled(&self, posting_number: &PostingNumber) {
        let event = Some(PostingEvent::CancelledByBuyer);
        let request = PostingEventRecordRequest { posting_number: posting_number.clone(), event, ..Default::default() };
        self.demo.operator().call(PostingEventRecord, &request).await.unwrap();
    }

    /// Writes to the shop as a buyer.
    async fn written(&self, text: &str) {
        let chats = ChatListV3Request { limit: 1_000, ..Default::default() };
        let chats = self.demo.seller(0).call(ChatListV3, &chats).await.unwrap().chats;
        let open = chats.into_iter().find(|chat| chat.chat.chat_status == "OPENED").unwrap();
        let message =
            ChatMessageSendRequest { chat_id: open.chat.chat_id, text: text.to_owned(), ..Default::default() };
        self.demo.operator().call(ChatMessageSend, &message).await.unwrap();
    }

    async fn fault(&self, path: &str, status: i64, times: Option<i64>) {
        let rule = FaultRule { path: path.to_owned(), status: Some(status), times, ..Default::default() };
        self.demo.operator().call(FaultCreate, &rule).await.unwrap();
    }
}

async fn on_sale(demo: &Demo) -> Sku {
    let shop = demo.seller(0);
    let listed = ProductListV2Request { limit: 100, ..Default::default() };
    let listed = shop.call(ProductListV2, &listed).await.unwrap().result.items;
    let offer_id = listed.into_iter().map(|item| item.offer_id).collect();
    let asked = ProductInfoListV2Request { offer_id, ..Default::default() };
    let cards = shop.call(ProductInfoListV2, &asked).await.unwrap().result.items;
    cards.into_iter().map(|item| item.card).find(|card| card.visible && card.stocks.present > 10).unwrap().fbs_sku
}

fn run(command: &mut Command) -> (bool, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn event(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

/// What happened, to what, and where it stands.
fn of(event: &Value) -> (&str, &str, &str) {
    let posting = &event["posting"];
    (
        event["event"].as_str().unwrap(),
        posting["posting_number"].as_str().or(event["data"][0].as_str()).unwrap(),
        posting["status"].as_str().unwrap_or_default(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_told_once_also_across_restarts() {
    let shop = Watched::start().await;

    // What is there at first is known, not told, then or later.
    assert_eq!((shop.looked(), shop.looked()), (Vec::new(), Vec::new()));

    // As it happens.
    let first = shop.ordered().await;
    let mut running = Running::start(&mut shop.watch(Some(&shop.state), &["--json"]));
    let told = event(&running.line());
    assert_eq!(of(&told), ("new_posting", first.as_str(), "awaiting_packaging"));
    let posting = &told["posting"];
    assert_eq!(
        (&posting["substatus"], &posting["in_process_at"], &posting["products"][0]["quantity"]),
        (&"posting_created".into(), &shop.now.as_str().into(), &1.into())
    );
    shop.cancelled(&first).await;
    let told = event(&running.line());
    assert_eq!((of(&told), &told["before"]), (("status", first.as_str(), "cancelled"), &"awaiting_packaging".into()));
    shop.written("Когда <b>отправите</b>?").await;
    let told = event(&running.line());
    assert_eq!((of(&told), &told["from"]), (("message", "Когда <b>отправите</b>?", ""), &"Customer".into()));
    assert!(told["message_id"].is_string());
    assert_eq!(running.interrupt(), (true, Vec::new()));

    // What happens while nobody watches is told at the next look, once.
    let second = shop.ordered().await;
    shop.cancelled(&second).await;
    let third = shop.ordered().await;
    shop.written("Ещё один вопрос").await;
    shop.written("И ещё").await;
    let events = shop.looked();
    let wanted = [
        ("new_posting", second.as_str(), "cancelled"),
        ("new_posting", third.as_str(), "awaiting_packaging"),
        ("message", "Ещё один вопрос", ""),
        ("message", "И ещё", ""),
    ];
    assert_eq!(events.iter().map(of).collect::<Vec<_>>(), wanted);
    assert_eq!(shop.looked(), Vec::<Value>::new());

    // A state is of one shop, and of this program.
    let other = ["--once", "--client-id", "100002", "--api-key", SHOPS[1].1];
    let (is_done, said, complained) = run(&mut shop.watch(Some(&shop.state), &other));
    assert_eq!((is_done, said.as_str()), (false, ""));
    assert!(complained.contains("is the state of shop 100001"), "{complained}");
    let foreign = shop.state.with_extension("txt");
    std::fs::write(&foreign, "{}").unwrap();
    let (is_done, _, complained) = run(&mut shop.watch(Some(&foreign), &["--once"]));
    assert!(!is_done && complained.contains("is no state: "), "{complained}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_loses_nothing_and_is_told_nothing_twice() {
    let shop = Watched::start().await;
    assert_eq!(shop.looked(), Vec::<Value>::new());

    // Nobody reads from the start: all is told next time.
    let (first, second) = (shop.ordered().await, shop.ordered().await);
    shop.written("Здравствуйте").await;
    let mut closed = shop.watch(Some(&shop.state), &["--json", "--once"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(closed.stdout.take());
    assert!(closed.wait().unwrap().success());
    let mut child = shop.watch(Some(&shop.state), &["--json"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || event(&lines.next().unwrap().unwrap());
    let told = [line(), line(), line()];
    let wanted = [
        ("new_posting", first.as_str(), "awaiting_packaging"),
        ("new_posting", second.as_str(), "awaiting_packaging"),
        ("message", "Здравствуйте", ""),
    ];
    assert_eq!(told.each_ref().map(of), wanted);

    // The reader goes in the middle: the line that was not taken is told again, none before it is.
    drop(lines);
    let third = shop.ordered().await;
    assert!(child.wait().unwrap().success());
    let events = shop.looked();
    assert_eq!(events.iter().map(of).collect::<Vec<_>>(), [("new_posting", third.as_str(), "awaiting_packaging")]);
    assert_eq!(shop.looked(), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_for_people_and_what_is_said_of_a_server_that_refuses() {
    let shop = Watched::start().await;
    assert_eq!(shop.looked(), Vec::<Value>::new());

    // What a buyer wrote moves no cursor.
    let first = shop.ordered().await;
    shop.written("нет\u{1b}[2J\u{9b}1A да\nвторая").await;
    let (is_done, said, _) = run(&mut shop.watch(Some(&shop.state), &["--once"]));
    let lines: Vec<_> = said.lines().collect();
    assert!(is_done && lines.len() == 2, "{said:?}");
    assert!(lines[0].contains(&format!("{first} is new, awaiting_packaging: ")), "{said}");
    assert!(lines[1].ends_with("customer: нет [2J 1A да вторая"), "{said:?}");

    // From a moment on.
    let (is_done, said, _) = run(&mut shop.watch(None, &["--once", "--days", "90", "--since", "2025-12-01T00:00:00Z"]));
    assert!(is_done && said.lines().count() > 50, "{said}");
    let (is_done, _, complained) = run(&mut shop.watch(None, &["--once", "--since", "2025-12-01T00:00:00Z"]));
    assert!(!is_done && complained.contains("give more --days"), "{complained}");

    // A shop without chats is watched all the same.
    shop.fault("/v3/chat/list", 403, None).await;
    let second = shop.ordered().await;
    let (is_done, said, complained) = run(&mut shop.watch(Some(&shop.state), &["--once"]));
    assert!(is_done && said.contains(second.as_str()), "{said}");
    assert!(complained.contains("watching without chats: /v3/chat/list: 403"), "{complained}");

    // What may pass is said and looked over: the client's own attempts are four.
    shop.fault("/v4/posting/fbs/list", 503, Some(4)).await;
    let third = shop.ordered().await;
    let mut failing = shop.watch(Some(&shop.state), &[]);
    let mut running = Running::start(failing.stderr(Stdio::piped()));
    assert!(running.line().contains(third.as_str()));
    assert_eq!(running.interrupt(), (true, Vec::new()));

    // What will not pass ends it, and says what is missing.
    let settings = Settings { api_date: Some("2026-01-12".to_owned()), ..Default::default() };
    shop.demo.operator().call(SettingsSet, &SettingsSetRequest { client_id: None, settings }).await.unwrap();
    let (is_done, _, complained) = run(&mut shop.watch(Some(&shop.state), &[]));
    assert!(!is_done && complained.contains("/v4/posting/fbs/list: 404"), "{complained}");
    assert!(complained.contains("watching needs the lists that came on 2026-04-30"), "{complained}");
    let (is_done, _, complained) = run(&mut shop.watch(None, &["--api-key", "нет"]));
    assert!(!is_done, "{complained}");
    let nobody = run(Command::new(GOSTINY).args(["watch", "--once", "--base-url", "http://127.0.0.1:1"]));
    assert!(!nobody.0 && nobody.2.contains("because: "), "{}", nobody.2);
}
