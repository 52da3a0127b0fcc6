//! `gostiny watch`: each event once, also across restarts.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use gostiny_wire::{
    chat::{ChatListV3, ChatListV3Request},
    operator::{
        ChatMessageSend, ChatMessageSendRequest, OrderPlace, OrderPlaceItem, OrderPlaceRequest, PostingEvent,
        PostingEventRecord, PostingEventRecordRequest,
    },
    product::{ProductInfoListV2, ProductInfoListV2Request, ProductListV2, ProductListV2Request},
    scalar::{PostingNumber, Sku},
};
use serde_json::Value;

use crate::program::{Demo, Folder, GOSTINY, Running};

async fn on_sale(demo: &Demo) -> Sku {
    let shop = demo.seller(0);
    let listed = ProductListV2Request { limit: 100, ..Default::default() };
    let listed = shop.call(ProductListV2, &listed).await.unwrap().result.items;
    let offer_id = listed.into_iter().map(|item| item.offer_id).collect();
    let asked = ProductInfoListV2Request { offer_id, ..Default::default() };
    let cards = shop.call(ProductInfoListV2, &asked).await.unwrap().result.items;
    cards.into_iter().map(|item| item.card).find(|card| card.visible && card.stocks.present > 10).unwrap().fbs_sku
}

async fn ordered(demo: &Demo, sku: Sku, scheme: &str) -> PostingNumber {
    let items = vec![OrderPlaceItem { sku, quantity: 1 }];
    let order = OrderPlaceRequest { items, scheme: scheme.to_owned(), ..Default::default() };
    demo.operator().call(OrderPlace, &order).await.unwrap().postings.remove(0).posting_number
}

async fn cancelled(demo: &Demo, posting_number: &PostingNumber) {
    let event = Some(PostingEvent::CancelledByBuyer);
    let request = PostingEventRecordRequest { posting_number: posting_number.clone(), event, ..Default::default() };
    demo.operator().call(PostingEventRecord, &request).await.unwrap();
}

/// Writes to the shop as a buyer.
async fn written(demo: &Demo, text: &str) {
    let chats = ChatListV3Request { limit: 1_000, ..Default::default() };
    let chats = demo.seller(0).call(ChatListV3, &chats).await.unwrap().chats;
    let open = chats.into_iter().find(|chat| chat.chat.chat_status == "OPENED").unwrap();
    let message = ChatMessageSendRequest { chat_id: open.chat.chat_id, text: text.to_owned(), ..Default::default() };
    demo.operator().call(ChatMessageSend, &message).await.unwrap();
}

fn watch(demo: &Demo, state: &Path, more: &[&str]) -> Command {
    let mut command = demo.command(GOSTINY);
    command.args(["watch", "--every", "1", "--json", "--state"]).arg(state).args(more).stderr(Stdio::inherit());
    command
}

/// Looks once; answers the events.
fn looked(demo: &Demo, state: &Path) -> Vec<Value> {
    let output = watch(demo, state, &["--once"]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of(event: &Value) -> (&str, &str, &str) {
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    (text("event"), text("posting_number"), text("status"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_told_once_also_across_restarts() {
    let (demo, folder) = (Demo::start(), Folder::new());
    let state = folder.file("watch.json");
    let sku = on_sale(&demo).await;

    // What is there at first is known, not told.
    assert_eq!(looked(&demo, &state), Vec::<Value>::new());
    let first = ordered(&demo, sku, "fbs").await;
    let mut running = Running::start(&mut watch(&demo, &state, &[]));
    let event: Value = serde_json::from_str(&running.line()).unwrap();
    assert_eq!(of(&event), ("posting", first.as_str(), "awaiting_packaging"));
    assert_eq!(
        (&event["substatus"], &event["in_process_at"]),
        (&"posting_created".into(), &"2026-01-12T09:00:00Z".into())
    );
    cancelled(&demo, &first).await;
    let event: Value = serde_json::from_str(&running.line()).unwrap();
    assert_eq!((of(&event), &event["from"]), (("status", first.as_str(), "cancelled"), &"awaiting_packaging".into()));
    written(&demo, "Когда <b>отправите</b>?").await;
    let event: Value = serde_json::from_str(&running.line()).unwrap();
    let (what, from, text) = (&event["event"], &event["from"], event["text"].as_str().unwrap());
    assert_eq!((what, from), (&"message".into(), &"Customer".into()));
    assert!(text.contains("отправите"), "{text}");
    assert_eq!(running.interrupt(), (true, Vec::new()));

    // What happens while nobody watches is told at the next look, once.
    let second = ordered(&demo, sku, "fbs").await;
    cancelled(&demo, &second).await;
    let third = ordered(&demo, sku, "fbs").await;
    written(&demo, "Ещё один вопрос").await;
    let events = looked(&demo, &state);
    let told: Vec<_> = events.iter().map(of).collect();
    let (second, third) = (second.as_str(), third.as_str());
    let wanted = [("posting", second, "cancelled"), ("posting", third, "awaiting_packaging"), ("message", "", "")];
    assert_eq!(told, wanted);
    assert_eq!(looked(&demo, &state), Vec::<Value>::new());

    // From a moment on, for people; a pipe that is closed early is no failure.
    let mut all = demo.command(GOSTINY);
    let all = all.args(["watch", "--once", "--since", "2026-01-01T00:00:00Z"]).output().unwrap();
    let all = String::from_utf8(all.stdout).unwrap();
    assert!(all.lines().count() > 100 && all.contains(&format!("new posting {second}: cancelled")), "{all}");
    let mut closed = demo.command(GOSTINY);
    let closed = closed.args(["watch", "--once", "--since", "2026-01-01T00:00:00Z"]).stdout(Stdio::piped());
    let mut closed = closed.spawn().unwrap();
    drop(closed.stdout.take());
    assert!(closed.wait().unwrap().success());

    // A wrong key ends it.
    let refused = demo.command(GOSTINY).args(["watch", "--api-key", "нет"]).output().unwrap();
    assert!(!refused.status.success());
}
