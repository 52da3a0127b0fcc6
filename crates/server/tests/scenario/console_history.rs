//! What a shop's pages tell of the past: the history of a product, where goods of a posting were made, money of a period.

use gostiny_wire::{
    operator::{ModerationDecision, ProductModerate, ProductModerateRequest},
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
};

use crate::{
    console::{Browser, text},
    goods::{Product, good_item},
    parcel::company_buys,
    returns,
    shop::Shop,
    world::World,
};

async fn set_price(shop: &Shop, offer_id: &str, price: &str) {
    let price = ProductImportPricesV1Price { offer_id: offer_id.into(), price: price.to_owned(), ..Default::default() };
    let answer = shop.call(ProductImportPricesV1, &ProductImportPricesV1Request { prices: vec![price] }).await.unwrap();
    assert!(answer.result[0].updated, "{answer:?}");
}

/// Rows of the history on a page of a card, each as one text without tags.
fn rows(page: &str) -> Vec<String> {
    let history = page.split("id=\"history\"").nth(1).unwrap().split("</table>").next().unwrap();
    let body = history.split("<tbody>").nth(1).unwrap();
    let row = |row: &str| {
        let texts = row.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    body.split("</tr>").map(row).filter(|row| !row.is_empty()).collect()
}

fn has(rows: &[String], parts: &[&str]) -> bool {
    rows.iter().any(|row| parts.iter().all(|part| row.contains(part)))
}

/// All pages of a history, one after the other.
async fn turned(browser: &mut Browser, card: &str) -> Vec<Vec<String>> {
    let mut path = card.to_owned();
    let mut pages = Vec::new();
    loop {
        let page = browser.page(&path).await;
        pages.push(rows(&page));
        let Some(next) = page.split("rel=\"next\" href=\"").nth(1) else { return pages };
        path = next.split(['"', '#']).next().unwrap().replace("&amp;", "&");
    }
}

async fn judge(world: &World, product: &Product, decision: ModerationDecision, reasons: &[&str]) {
    let request = ProductModerateRequest {
        product_id: product.product_id,
        decision: Some(decision),
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
    };
    world.operator.call(ProductModerate, &request).await.unwrap();
}

#[tokio::test]
async fn a_card_tells_what_happened_to_its_product() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").price("1000").on_sale().await;
    let card = format!("/console/goods/{}", product.product_id);
    let mut browser = Browser::seller(&world, &shop).await;
    world.pass(60).await;
    set_price(&shop, "A-1", "1100").await;
    set_price(&shop, "A-1", "1200").await;
    // The same price again is no change.
    set_price(&shop, "A-1", "1200").await;
    world.pass(60).await;
    let set = browser.send(&card, &format!("{card}/price"), "price=1150&old_price=1500&min_price=").await;
    assert_eq!(set.status, 303, "{}", text(&set));
    assert!(shop.set_stock(&product.offer_id, 7).await.updated);
    world.pass(60).await;
    assert!(shop.set_stock(&product.offer_id, 5).await.updated);
    let mut bad = good_item("A-1");
    bad.attributes.remove(0);
    shop.import(vec![bad]).await;
    judge(&world, &product, ModerationDecision::Decline, &["Нечёткое фото <b>"]).await;

    let told = rows(&browser.page(&card).await);
    let dash = "\u{2192}";
    for parts in [
        &["через API", &format!("Цена: | 1\u{a0}000,00\u{a0}₽ {dash} 1\u{a0}100,00\u{a0}₽")][..],
        &["через API", &format!("1\u{a0}100,00\u{a0}₽ {dash} 1\u{a0}200,00\u{a0}₽")],
        &[
            "в кабинете",
            &format!("1\u{a0}200,00\u{a0}₽ {dash} 1\u{a0}150,00\u{a0}₽"),
            &format!("\u{2014} {dash} 1\u{a0}500,00\u{a0}₽"),
        ],
        &["Остаток изменён", &format!("7 {dash} 5")],
        &["Загрузка", "Бренд"],
        &["Отклонено модерацией", "Нечёткое фото &lt;b&gt;"],
        &["Одобрено модерацией"],
        &["Впервые поступило в остатки"],
        &["Карточка создана"],
    ] {
        assert!(has(&told, parts), "{parts:?} in {told:#?}");
    }
    assert_eq!(told.iter().filter(|row| row.contains("Цены изменены")).count(), 3, "{told:#?}");
    let times: Vec<&String> = told.iter().collect();
    assert!(times[0].contains("Отклонено") && told.last().unwrap().contains("Загрузка"), "{told:#?}");
    browser.language = "en";
    let told = rows(&browser.page(&card).await);
    assert!(has(&told, &["Prices changed", "in the console"]) && has(&told, &["Declined by moderation"]), "{told:#?}");

    let mut stranger = Browser::seller(&world, &other).await;
    assert_eq!(stranger.get(&card).await.status, 404);
    assert_eq!(browser.get(&format!("{card}?older=nonsense")).await.status, 400);
}

#[tokio::test]
async fn a_history_is_paged_to_its_first_import_and_keeps_thirty_prices() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").price("1000").on_sale().await;
    other.product("A-1").price("1000").on_sale().await;
    for number in 1..=25 {
        let mut item = good_item("A-1");
        item.name = format!("Чехол {number}");
        shop.import(vec![item]).await;
        set_price(&shop, "A-1", &(1_000 + number).to_string()).await;
        set_price(&shop, "A-1", &(1_100 + number).to_string()).await;
    }
    let mut browser = Browser::seller(&world, &shop).await;
    let pages = turned(&mut browser, &format!("/console/goods/{}", product.product_id)).await;
    assert!(pages.len() > 2 && pages.iter().rev().skip(1).all(|page| page.len() == 20), "{pages:#?}");
    let all: Vec<&String> = pages.iter().flatten().collect();
    let count = |part: &str| all.iter().filter(|row| row.contains(part)).count();
    assert_eq!((count("Загрузка"), count("Цены изменены")), (26, 30), "{all:#?}");
    assert!(count("1\u{a0}125,00") == 1 && count("1\u{a0}010,00") == 0, "the newest are kept: {all:#?}");
    // Another shop's product of the same article has a history of its own.
    let kept = world.rows("select seller_id, count(*) from price_history group by seller_id").await;
    assert_eq!(kept, [[shop.client_id.to_string(), "30".to_owned()]]);
}

#[tokio::test]
async fn a_company_is_told_where_goods_were_made() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = company_buys(&world, &[(sku, 1)]).await;
    let (path, give) = (format!("/console/postings/{number}"), format!("/console/postings/{number}/country"));
    let mut browser = Browser::seller(&world, &shop).await;
    let page = browser.page(&path).await;
    assert!(page.contains("нужно указать") && page.contains("<details open>"), "{page}");
    browser.refused(&path, &give, &format!("sku={sku}&country=ZZ"), "CountryIsoCode").await;
    browser.refused(&path, &give, "sku=5&country=CN", "alert").await;
    let mut stranger = Browser::seller(&world, &other).await;
    let foreign = stranger.send("/console/keys", &give, &format!("sku={sku}&country=CN")).await;
    assert_eq!(foreign.status, 404);
    let told = browser.send(&path, &give, &format!("sku={sku}&country=CN")).await;
    assert_eq!(told.status, 303, "{}", text(&told));
    let page = browser.page(&path).await;
    assert!(page.contains("<td>Китай</td>") && page.contains(&format!("name=\"gtd.{sku}.0\"")), "{page}");
    browser.language = "en";
    assert!(browser.page(&path).await.contains("<td>China</td>"));
    browser.language = "ru";
    browser.send(&path, &give, &format!("sku={sku}&country=BY")).await;
    let packed = browser.send(&path, &format!("{path}/pack"), "").await;
    assert_eq!(packed.status, 303, "{}", text(&packed));
    let page = browser.page(&path).await;
    assert!(page.contains("<td>Беларусь</td>") && !page.contains("name=\"country\""), "shown, and closed: {page}");
    browser.refused(&path, &give, &format!("sku={sku}&country=CN"), "POSTING_ALREADY_SHIPPED").await;

    let person = world.order_one(&[(sku, 1)]).await;
    let page = browser.page(&format!("/console/postings/{person}")).await;
    assert!(page.contains("<details>") && !page.contains("нужно указать"), "nobody asks, it can be told: {page}");
}

#[tokio::test]
async fn money_is_summed_up_for_the_period_that_is_shown() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let number = returns::delivered(&world, &shop, product.sku, 2).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let sales = |page: &str| {
        page.split("<dt>Продажи</dt><dd class=\"num\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let page = browser.page("/console/finance").await;
    assert!(page.contains("aria-current=\"true\"> 7 дней") || page.contains("aria-current=\"true\">7 дней"), "{page}");
    assert_eq!(sales(&page), "2\u{a0}000,00\u{a0}₽");
    let day = page.split("<tbody><tr><th scope=\"row\">").nth(1).unwrap();
    let (total, of_day) =
        (page.split("<strong>Итого</strong>").nth(1).unwrap(), day.split("<td class=\"num\">").nth(1).unwrap());
    let total = total.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(of_day.split('<').next().unwrap(), total, "one day brought all of it: {page}");

    world.pass(10 * 86_400).await;
    let page = browser.page("/console/finance").await;
    assert_eq!(sales(&page), "0,00\u{a0}₽", "{page}");
    let month = page.split("<p class=\"tabs\">").nth(1).unwrap().split("href=\"").nth(2).unwrap();
    let month = month.split('"').next().unwrap().replace("&amp;", "&");
    let page = browser.page(&month).await;
    assert!(page.contains(number.as_str()), "{page}");
    assert_eq!(sales(&page), "2\u{a0}000,00\u{a0}₽");
    let page = browser.page(&format!("/console/finance?number={number}")).await;
    assert_eq!(sales(&page), "2\u{a0}000,00\u{a0}₽", "a posting is told whole, whenever it was");
}
