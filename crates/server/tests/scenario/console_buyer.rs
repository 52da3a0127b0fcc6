//! The buyers' desk: what the operator does in the place of a buyer, and how the shop meets it.

use crate::{
    cancellation,
    console::{Browser, text},
    discount_request, returns,
    world::World,
};

const DESK: &str = "/console/operator/buyer";

#[tokio::test]
async fn a_buyer_writes_about_a_posting_and_the_shop_answers() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let (mut operator, mut seller) = (Browser::operator(&world).await, Browser::seller(&world, &shop).await);
    let page = format!("{DESK}/posting?code={number}");
    assert!(operator.page(&page).await.contains("Чехол для планшета A-1"));
    assert!(operator.page(&format!("{DESK}/posting?code=nothing")).await.contains("Такой посылки нет"));
    let write = format!("{DESK}/posting/write");
    let empty = operator.send_files(&page, &write, &[("number", "", number.as_str()), ("text", "", "")]).await;
    assert!(empty.status == 400 && text(&empty).contains("role=\"alert\""), "{}", empty.status);
    assert!(operator.page(&format!("{DESK}/chats")).await.contains("Здесь пока ничего нет"), "no chat without a word");
    let parts = [("number", "", number.as_str()), ("text", "", "Где <i>он</i>?"), ("file", "чек.txt", "чек")];
    let written = operator.send_files(&page, &write, &parts).await;
    assert_eq!(written.status, 303, "{}", text(&written));
    let chat = written.header("location").unwrap().split('?').next().unwrap().to_owned();
    assert!(chat.starts_with(&format!("{DESK}/chats/{}/", shop.client_id)), "{chat}");

    let own = format!("/console/chats/{}", chat.rsplit('/').next().unwrap());
    let seen = seller.page(&own).await;
    assert!(seen.contains("Где &lt;i&gt;он&lt;/i&gt;?") && seen.contains("чек.txt"), "{seen}");
    assert_eq!(seller.send_files(&own, &own, &[("text", "", "В пути")]).await.status, 303);
    let seen = operator.page(&chat).await;
    assert!(seen.contains("В пути") && seen.contains("новое") && seen.contains("<li class=\"own\">"), "{seen}");
    assert_eq!(operator.send(&chat, &format!("{chat}/do"), "act=read").await.status, 303);
    assert!(!operator.page(&chat).await.contains("новое"));
    assert_eq!(operator.send_files(&chat, &chat, &[("text", "", "Спасибо")]).await.status, 303);
    assert!(seller.page(&own).await.contains("Спасибо"));
    assert_eq!(operator.send(&chat, &format!("{chat}/do"), "act=close").await.status, 303);
    operator.refused(&chat, &format!("{chat}/do"), "act=close", "CHAT_IS_CLOSED").await;
    assert!(operator.page(&format!("{DESK}/chats?client_id={}", shop.client_id)).await.contains("закрыт"));
    let other = world.shop().await;
    let foreign = chat.replace(&shop.client_id.to_string(), &other.client_id.to_string());
    assert_eq!(operator.get(&foreign).await.status, 404, "a chat under another shop's number");
    assert_eq!(seller.get(&chat).await.status, 303, "the desk is the operator's");
}

#[tokio::test]
async fn a_buyer_sends_goods_back_and_they_come_to_the_seller() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = returns::delivered(&world, &shop, product.sku, 2).await;
    let mut operator = Browser::operator(&world).await;
    let (page, send) = (format!("{DESK}/posting?code={number}"), format!("{DESK}/posting/return"));
    let of = |quantity| {
        format!("number={number}&sku={}&quantity={quantity}&reason=%D0%9C%D0%B0%D0%BB&opened=1", product.sku)
    };
    operator.refused(&page, &send, &of(3), "2 units can come back").await;
    assert_eq!(operator.send(&page, &send, &of(1)).await.status, 303);
    let list = format!("{DESK}/returns");
    let seen = operator.page(&list).await;
    assert!(seen.contains("Мал") && seen.contains(number.as_str()), "{seen}");
    let id = seen.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let event = |event: &str| format!("id={id}&event={event}");
    operator.refused(&list, &list, &event(""), "alert").await;
    for word in ["moving", "ready_for_shipment", "waiting_for_seller", "returned_to_seller"] {
        let moved = operator.send(&list, &list, &event(word)).await;
        assert_eq!(moved.status, 303, "{word}: {}", text(&moved));
    }
    assert!(operator.page(&format!("{list}?status=returned_to_seller")).await.contains("Мал"));
    assert_eq!(operator.send(&list, &list, "id=999999&event=moving").await.status, 404);
    assert!(Browser::seller(&world, &shop).await.page("/console/returns").await.contains("Мал"));
}

#[tokio::test]
async fn a_buyer_asks_to_call_off_and_to_pay_less() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = cancellation::own_goods(&world, &shop).await;
    let number = cancellation::on_its_way(&world, &shop, sku).await;
    let mut operator = Browser::operator(&world).await;
    let (page, ask) = (format!("{DESK}/posting?code={number}"), format!("{DESK}/posting/call-off"));
    let fields = format!("number={number}&message=%D0%9F%D0%B5%D1%80%D0%B5%D0%B4%D1%83%D0%BC%D0%B0%D0%BB%D0%B8");
    assert_eq!(operator.send(&page, &ask, &fields).await.status, 303);
    operator.refused(&page, &ask, &fields, "CANCELLATION_IS_REQUESTED_ALREADY").await;
    let mut seller = Browser::seller(&world, &shop).await;
    assert!(seller.page("/console/returns").await.contains("Передумали"));

    let price = format!("{DESK}/price");
    for bad in ["price=much", "price=999999", "price=0"] {
        operator.refused(DESK, &price, &format!("sku={sku}&{bad}"), "alert").await;
    }
    let wish = format!("sku={sku}&price=700%2C50&quantity=2&first_name=%D0%9C%D0%B0%D1%80%D0%B8%D1%8F&comment=x");
    let asked = operator.send(DESK, &price, &wish).await;
    assert!(asked.status == 200 && text(&asked).contains("Запрос отправлен"), "{}", text(&asked));
    assert!(seller.page("/console/promotions").await.contains("700,50\u{a0}₽"));
}

#[tokio::test]
async fn what_a_stranger_sends_about_another_shop_is_not_found_and_changes_nothing() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let id = cancellation::asked(&world, &shop).await;
    let product = shop.product("B-2").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let wish = discount_request::ask(&world, product.sku, 700, |_| {}).await.unwrap().task_id;
    let mut owner = Browser::seller(&world, &shop).await;
    let pages =
        [format!("/console/postings/{number}"), "/console/returns".to_owned(), "/console/promotions".to_owned()];
    let mut before = Vec::new();
    for page in &pages {
        before.push(inside(&owner.page(page).await));
    }
    let mut stranger = Browser::seller(&world, &other).await;
    for (path, fields) in [
        (format!("/console/postings/{number}/cancel"), "reason=352".to_owned()),
        (format!("/console/postings/{number}/pack"), String::new()),
        (format!("/console/postings/{number}/marks"), String::new()),
        ("/console/returns/cancellation".to_owned(), format!("id={id}&decision=approve")),
        ("/console/promotions/requests".to_owned(), format!("id={wish}&price=700&quantity=1&decision=approve")),
    ] {
        let answer = stranger.send("/console/keys", &path, &fields).await;
        assert!(answer.status >= 400, "{path}: {}", answer.status);
        assert!(!text(&answer).contains(number.as_str()) || path.contains(number.as_str()), "{path}");
    }
    for (page, before) in pages.iter().zip(before) {
        assert_eq!(inside(&owner.page(page).await), before, "{page}");
    }
}

/// What a page holds.
fn inside(page: &str) -> String {
    page.split("<main").nth(1).unwrap().to_owned()
}
