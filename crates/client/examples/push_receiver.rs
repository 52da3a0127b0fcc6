//! Takes a shop's pushes and tells of each once: `push_receiver 127.0.0.1:9000`, then have them sent to
//! `http://127.0.0.1:9000/push`. Of a new posting it asks the API what is to be packed. Ends on Ctrl-C.

mod shop;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, extract::State, routing::post};
use gostiny_client::{
    Client,
    push::{Answer, Received},
    wire::{posting::PostingFbsGetV3Request, push::Push},
};
use shop::{Outcome, given, shop};
use tokio::net::TcpListener;

#[derive(Clone)]
struct Receiver {
    shop: Client,
    /// Keys of what was told. A program that is to remember longer than it runs keeps them in its database.
    told: Arc<Mutex<HashSet<String>>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let listener = TcpListener::bind(given(1, "ADDRESS")?).await?;
    println!("listening on http://{}/push", listener.local_addr()?);
    let receiver = Receiver { shop: shop("GOSTINY")?, told: Arc::default() };
    let router = Router::new().route("/push", post(take)).with_state(receiver);
    let told_to_stop = async {
        // Without signals it runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    };
    Ok(axum::serve(listener, router).with_graceful_shutdown(told_to_stop).await?)
}

async fn take(State(receiver): State<Receiver>, received: Received) -> Answer {
    let is_told = |key: &str| receiver.told.lock().unwrap_or_else(PoisonError::into_inner).contains(key);
    if is_told(&received.key) {
        return Answer::Duplicate;
    }
    match line(&receiver.shop, &received.push).await {
        Ok(line) => println!("{line}"),
        // It is sent again later.
        Err(error) => return Answer::failed(error),
    }
    receiver.told.lock().unwrap_or_else(PoisonError::into_inner).insert(received.key);
    Answer::Taken
}

async fn line(shop: &Client, push: &Push) -> Outcome<String> {
    Ok(match push {
        Push::NewPosting(new) => {
            let posting_number = new.posting_number.clone();
            let request = PostingFbsGetV3Request { posting_number, ..Default::default() };
            let posting = shop.postings().get_v3(&request).await?.result;
            let goods = posting.products.iter().map(|one| format!("{} × {}", one.quantity, one.name));
            format!("{} is new: {}", new.posting_number, goods.collect::<Vec<_>>().join(", "))
        }
        Push::StateChanged(changed) => format!("{} is now {}", changed.posting_number, changed.new_state),
        Push::PostingCancelled(gone) => format!("{} was called off: {}", gone.posting_number, gone.reason.message),
        Push::NewMessage(message) => format!("{} wrote: {}", message.user.kind, message.data.join(" ")),
        other => other.kind().map_or("something new", |kind| kind.name()).to_owned(),
    })
}
