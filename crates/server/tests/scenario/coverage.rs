//! Every method of the seller API: served, closed to strangers, safe from broken bodies, and named in a story here.

use gostiny_wire::{
    method::{Info, Verb},
    seller_methods,
};

use crate::world::{World, refusal_of};

const STORIES: &[&str] = &[
    include_str!("act.rs"),
    include_str!("act_today.rs"),
    include_str!("action.rs"),
    include_str!("action_today.rs"),
    include_str!("certificate.rs"),
    include_str!("certificate_today.rs"),
    include_str!("digital.rs"),
    include_str!("digital_today.rs"),
    include_str!("discount_request.rs"),
    include_str!("analytics.rs"),
    include_str!("around_today.rs"),
    include_str!("auth.rs"),
    include_str!("barcode.rs"),
    include_str!("cancellation.rs"),
    include_str!("category.rs"),
    include_str!("chat.rs"),
    include_str!("chat_today.rs"),
    include_str!("crash.rs"),
    include_str!("exemplar_today.rs"),
    include_str!("fbo.rs"),
    include_str!("finance.rs"),
    include_str!("first_sale.rs"),
    include_str!("goods_today.rs"),
    include_str!("stock_today.rs"),
    include_str!("label.rs"),
    include_str!("label_today.rs"),
    include_str!("mark.rs"),
    include_str!("money_today.rs"),
    include_str!("notification.rs"),
    include_str!("operator.rs"),
    include_str!("own_delivery.rs"),
    include_str!("parcel.rs"),
    include_str!("part.rs"),
    include_str!("polygon.rs"),
    include_str!("posting.rs"),
    include_str!("posting_list.rs"),
    include_str!("posting_step_today.rs"),
    include_str!("posting_today.rs"),
    include_str!("price.rs"),
    include_str!("product.rs"),
    include_str!("product_by_sku.rs"),
    include_str!("product_check.rs"),
    include_str!("product_errors.rs"),
    include_str!("product_life.rs"),
    include_str!("product_picture.rs"),
    include_str!("returns.rs"),
    include_str!("returns_today.rs"),
    include_str!("report.rs"),
    include_str!("ship.rs"),
    include_str!("shop.rs"),
    include_str!("stock.rs"),
    include_str!("supply.rs"),
    include_str!("warehouse.rs"),
    include_str!("wire.rs"),
];

fn paths(method: &Info) -> impl Iterator<Item = &'static str> {
    std::iter::once(method.path).chain(method.aliases.iter().copied())
}

/// Whether a name stands alone in a text, not as the beginning or end of another.
fn names(text: &str, name: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[tokio::test]
async fn every_method_is_served_under_each_of_its_paths() {
    let world = World::new().await;
    let shop = world.shop().await;
    for method in seller_methods() {
        for path in paths(&method) {
            let raw = shop.client.send(method.verb, path, "", &[]).await.unwrap();
            assert!(raw.status < 500, "{path}: {}", raw.status);
            if raw.status != 200 {
                let (status, code, message) = refusal_of(&raw);
                assert!(message != "Not Found" && code != 12, "{path}: {status} {message}");
            }
        }
    }
}

#[tokio::test]
async fn no_method_answers_without_a_key() {
    let world = World::new().await;
    for method in seller_methods() {
        for path in paths(&method) {
            let raw = world.stranger.send(method.verb, path, "", &[]).await.unwrap();
            let want = (401, 16, "Client-Id and Api-Key headers are required".to_owned());
            assert_eq!(refusal_of(&raw), want, "{path}");
        }
    }
}

#[tokio::test]
async fn no_method_takes_a_broken_body() {
    let world = World::new().await;
    let shop = world.shop().await;
    for method in seller_methods().filter(|method| method.verb == Verb::Post) {
        for (body, message) in [
            (r#"{"limit":"#, "proto: unexpected EOF"),
            (r#"{"nobody":{"knows":["A"#, "proto: unexpected EOF"),
            ("[1]", "proto: syntax error (line 1:1): unexpected token ["),
            (r#""text""#, "proto: syntax error (line 1:1): unexpected token \"text\""),
            ("{}}", "proto: syntax error (line 1:3): unexpected token }"),
        ] {
            let got = refusal_of(&shop.post(method.path, body).await);
            assert_eq!(got, (400, 3, message.to_owned()), "{} {body}", method.path);
        }
    }
}

#[test]
fn every_method_is_named_in_a_story() {
    let uncovered: Vec<_> = include_str!("uncovered.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("no reason given: {line}")).0)
        .collect();
    for method in seller_methods() {
        let covered = STORIES.iter().any(|story| names(story, method.name));
        let excused = uncovered.contains(&method.name);
        assert!(covered || excused, "{} is in no story", method.name);
        assert!(!(covered && excused), "{} is covered: take it off uncovered.txt", method.name);
    }
    for name in uncovered {
        assert!(seller_methods().any(|method| method.name == name), "{name} is no method");
    }
}
