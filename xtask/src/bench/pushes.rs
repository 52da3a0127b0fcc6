//! How many pushes a second leave: a receiver on this machine counts them while buyers order, until the last has come.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::load::{self, Call, Figures};
use super::world::{OPERATOR, World};
use crate::{Outcome, run};

const NOTIFICATIONS: &str = "/operator/v1/sellers/100001/notifications";
/// How long the last push may keep us waiting.
const PATIENCE: Duration = Duration::from_secs(120);

/// Pushes that came, and when the last one did.
type Heard = Arc<Mutex<(u64, Option<Instant>)>>;

/// Lets buyers order for a while, and counts from the first order to the last push.
pub async fn measure(address: SocketAddr, world: &mut World, orders: &Call, lasting: Duration) -> Outcome<Figures> {
    let heard = Heard::default();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let receiver = Router::new().route("/", post(hear)).with_state(heard.clone());
    let served = tokio::spawn(async move { axum::serve(listener, receiver).await });
    let settings = json!({"settings": {"fetch_private_addresses": true}});
    world.ask("PUT", "/operator/v1/settings", OPERATOR, &settings).await?;
    let set = json!({"url": url, "types": ["TYPE_NEW_POSTING"]});
    world.ask("PUT", NOTIFICATIONS, OPERATOR, &set).await?;
    let begun = Instant::now();
    let ordered = load::run(address, orders, lasting).await?.requests;
    let told = loop {
        let (count, last) = *heard.lock().unwrap_or_else(PoisonError::into_inner);
        if count >= ordered {
            break last.map(|last| last.duration_since(begun));
        }
        if begun.elapsed() > lasting + PATIENCE {
            return Err(format!("{count} pushes came for {ordered} orders").into());
        }
        run::rest(Duration::from_millis(10)).await;
    };
    world.ask("DELETE", NOTIFICATIONS, OPERATOR, &Value::Null).await?;
    served.abort();
    let elapsed = load::micros(told.ok_or("nothing was told")?);
    Ok(Figures { requests: ordered, elapsed, ..Figures::default() })
}

async fn hear(State(heard): State<Heard>, Json(push): Json<Value>) -> Json<Value> {
    if push.get("message_type").and_then(Value::as_str) == Some("TYPE_PING") {
        return Json(json!({"version": "1", "name": "bench", "time": "2026-01-12T09:00:00Z"}));
    }
    let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    *heard = (heard.0 + 1, Some(Instant::now()));
    Json(json!({"result": true}))
}
