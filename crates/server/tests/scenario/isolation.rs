//! Two shops in one world: one asks with all of the other's ids and learns, and changes, nothing.

mod other;
mod positions;
mod probes;
mod time;

use gostiny_wire::{method::Verb, seller_methods};
use other::{Nothing, Other};
use serde_json::{Value, json};

use crate::world::{World, refusal_of};

#[tokio::test]
async fn no_method_tells_or_changes_anything_of_another_shop() {
    let world = World::new().await;
    let other = Other::new(&world).await;
    let shop = world.shop().await;
    let before = other.state().await;
    for method in seller_methods().filter(|method| method.verb == Verb::Post) {
        let path = method.path;
        let (body, nothing) = other.ask(path).unwrap_or_else(|| panic!("say what {path} may tell another shop"));
        let raw = shop.post(path, &body.to_string()).await;
        let text = String::from_utf8_lossy(&raw.body).into_owned();
        assert!(
            !text.contains("theirs")
                || matches!(nothing, Nothing::Refused | Nothing::Kept | Nothing::Stayed | Nothing::NotUpdated),
            "{path}: {text}"
        );
        match nothing {
            Nothing::NotFound => {
                let (status, code, message) = refusal_of(&raw);
                assert_eq!((status, code), (404, 5), "{path} {body}: {message}");
            }
            // Refusing is as good as showing nothing.
            Nothing::Empty(_) if raw.status == 404 => {}
            Nothing::Empty(list) => {
                assert_eq!(raw.status, 200, "{path} {body}: {text}");
                let answer: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(answer.pointer(list), Some(&json!([])), "{path} {body}");
            }
            Nothing::Refused => {
                assert_eq!(raw.status, 200, "{path} {body}: {text}");
                let answer: Value = serde_json::from_str(&text).unwrap();
                for row in answer["result"].as_array().unwrap() {
                    assert_eq!(row["updated"], json!(false), "{path} {body}");
                    assert!(!row["errors"].as_array().unwrap().is_empty(), "{path} {body}");
                }
            }
            Nothing::NotUpdated => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(answer.pointer("/status/0/updated"), Some(&json!(false)), "{path} {body}: {text}");
            }
            Nothing::Says(word) => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(answer["status"], json!(word), "{path} {body}: {text}");
            }
            Nothing::Kept => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(answer.pointer("/status/0/is_deleted"), Some(&json!(false)), "{path} {body}: {text}");
            }
            Nothing::Stayed => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{path} {body}: {text}");
            }
            Nothing::Told(error) => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                let rows = answer["result"].as_array().unwrap();
                assert!(!rows.is_empty() && rows.iter().all(|row| row["error"] == json!(error)), "{path}: {text}");
            }
            Nothing::Undone => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                let counts = ["success_count", "fail_count"].map(|count| answer["result"][count].as_i64());
                assert_eq!(counts, [Some(0), Some(1)], "{path}: {text}");
            }
            Nothing::NoIds => {}
        }
    }
    assert_eq!(other.state().await, before);
}

#[tokio::test]
async fn the_same_article_in_two_shops_is_two_products() {
    let world = World::new().await;
    let (one, two) = (world.shop().await, world.shop().await);
    let mine = one.product("A-1").price("100").stock(3).on_sale().await;
    let theirs = two.product("A-1").price("200").stock(5).on_sale().await;
    assert_ne!(mine.product_id, theirs.product_id);
    assert_eq!(
        (one.info("A-1").await.card.price, two.info("A-1").await.card.price),
        ("100.0000".to_owned(), "200.0000".to_owned())
    );
    assert!(one.set_stock(&"A-1".into(), 4).await.updated);
    assert_eq!((one.stock_of(mine.sku).await, two.stock_of(theirs.sku).await), ((4, 0), (5, 0)));
}
