//! A seller's own server that takes pushes: keeps what it hears, answers as it is told.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{Response, header},
    routing::post,
};
use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::{
        DeliveryList, DeliveryListRequest, Notifications, NotificationsGet, NotificationsRequest, NotificationsSet,
        NotificationsSetRequest, Settings,
    },
    push::Kind,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{shop::Shop, world::World};

/// What a receiver heard that heard nothing.
pub const NOTHING: [Value; 0] = [];

/// How a receiver answers.
#[derive(Clone)]
pub enum Reply {
    /// As it should.
    Good,
    /// With a status and a body.
    With(u16, &'static str),
    /// Answers pings as it should, and takes no push.
    PingsOnly,
    /// Sends the caller elsewhere.
    Elsewhere(String),
    /// Never.
    Never,
}

/// Does something when a push arrives, before it is answered.
type Then = Arc<dyn Fn(Value) -> BoxFuture<'static, ()> + Send + Sync>;

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    heard: Arc<Mutex<Vec<Value>>>,
    pings: Arc<Mutex<Vec<Value>>>,
    reply: Arc<Mutex<Reply>>,
    then: Arc<Mutex<Option<Then>>>,
}

impl Receiver {
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/push", listener.local_addr().unwrap()),
            heard: Arc::default(),
            pings: Arc::default(),
            reply: Arc::new(Mutex::new(Reply::Good)),
            then: Arc::default(),
        };
        let router = Router::new().route("/push", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    pub fn answers(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    pub fn does(&self, then: impl Fn(Value) -> BoxFuture<'static, ()> + Send + Sync + 'static) {
        *self.then.lock().unwrap() = Some(Arc::new(then));
    }

    /// What was heard since the last look.
    pub fn heard(&self) -> Vec<Value> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// The same, of one kind.
    pub fn heard_of(&self, kind: Kind) -> Vec<Value> {
        self.heard().into_iter().filter(|push| push["message_type"] == kind.name()).collect()
    }

    /// The kinds of what was heard since the last look.
    pub fn kinds(&self) -> Vec<String> {
        self.heard().iter().map(|push| push["message_type"].as_str().unwrap().to_owned()).collect()
    }

    pub fn pings(&self) -> Vec<Value> {
        std::mem::take(&mut *self.pings.lock().unwrap())
    }

    /// A shop's pushes go here from now on.
    pub async fn of(&self, world: &World, shop: &Shop, kinds: &[Kind]) -> Notifications {
        open(world).await;
        subscribe(shop, &self.url, |request| request.types = kinds.to_vec()).await
    }
}

async fn take(State(receiver): State<Receiver>, Json(push): Json<Value>) -> Response<Body> {
    let is_ping = push["message_type"] == "TYPE_PING";
    let list = if is_ping { &receiver.pings } else { &receiver.heard };
    list.lock().unwrap().push(push.clone());
    let then = receiver.then.lock().unwrap().clone();
    if let Some(then) = then.filter(|_| !is_ping) {
        then(push).await;
    }
    let reply = receiver.reply.lock().unwrap().clone();
    let answer = Response::builder().header(header::CONTENT_TYPE, "application/json");
    let ping = json!({"version": "1.0", "name": "Учёт", "time": "2026-01-12T09:00:00Z"});
    match reply {
        Reply::Good | Reply::PingsOnly if is_ping => answer.body(ping.to_string().into()).unwrap(),
        Reply::Good => answer.body(json!({"result": true}).to_string().into()).unwrap(),
        Reply::PingsOnly => answer.status(500).body(Body::empty()).unwrap(),
        Reply::With(status, body) => answer.status(status).body(body.into()).unwrap(),
        Reply::Elsewhere(url) => answer.status(307).header(header::LOCATION, url).body(Body::empty()).unwrap(),
        Reply::Never => std::future::pending().await,
    }
}

/// Receivers on this machine are allowed from now on, and answer soon or never.
pub async fn open(world: &World) {
    let settings = Settings {
        fetch_private_addresses: Some(true),
        push_timeout_seconds: Some(1),
        moderation_delay_seconds: Some(2),
        ..Default::default()
    };
    world.set(settings).await;
}

pub async fn subscribe(shop: &Shop, url: &str, change: impl FnOnce(&mut NotificationsSetRequest)) -> Notifications {
    let mut request = NotificationsSetRequest { client_id: shop.client_id, url: url.to_owned(), ..Default::default() };
    change(&mut request);
    shop.operator.call(NotificationsSet, &request).await.unwrap()
}

pub async fn state(shop: &Shop) -> Notifications {
    shop.operator.call(NotificationsGet, &NotificationsRequest { client_id: shop.client_id }).await.unwrap()
}

/// The whole log, newest first, read in small pages.
pub async fn log(shop: &Shop, change: impl FnOnce(&mut DeliveryListRequest)) -> Vec<gostiny_wire::operator::Delivery> {
    let mut request = DeliveryListRequest { client_id: shop.client_id, limit: 3, ..Default::default() };
    change(&mut request);
    let mut all = Vec::new();
    loop {
        let page = shop.operator.call(DeliveryList, &request).await.unwrap();
        if page.deliveries.is_empty() {
            assert_eq!(page.last_id, "");
            return all;
        }
        all.extend(page.deliveries);
        request.last_id = page.last_id;
    }
}
