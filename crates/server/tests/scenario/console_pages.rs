//! The pages of a shop's cabinet, each as its seller uses it; and all of them as another seller would.

use std::collections::BTreeSet;

use gostiny_wire::push::Kind;

use crate::{
    action, cancellation, chat,
    console::{Browser, text},
    discount_request,
    goods::good_item,
    polygon,
    receiver::{Receiver, open},
    returns,
    world::World,
};

const PAGES: [(&str, &str, &str); 17] = [
    ("/console/overview", "Обзор", "Overview"),
    ("/console/goods", "Товары", "Goods"),
    ("/console/imports", "Загрузки", "Imports"),
    ("/console/promotions", "Акции", "Promotions"),
    ("/console/certificates", "Сертификаты", "Certificates"),
    ("/console/postings", "Отправления", "Postings"),
    ("/console/postings/board", "Доска", "Board"),
    ("/console/fbo", "Отправления FBO", "FBO postings"),
    ("/console/acts", "Акты", "Acts"),
    ("/console/returns", "Возвраты", "Returns"),
    ("/console/chats", "Чаты", "Chats"),
    ("/console/finance", "Финансы", "Finance"),
    ("/console/analytics", "Аналитика", "Analytics"),
    ("/console/reports", "Отчёты", "Reports"),
    ("/console/warehouses", "Склады", "Warehouses"),
    ("/console/pushes", "Уведомления", "Pushes"),
    ("/console/keys", "API-ключи", "API keys"),
];

async fn sent(browser: &mut Browser, from: &str, path: &str, fields: &str) {
    let answer = browser.send(from, path, fields).await;
    assert_eq!(answer.status, 303, "{path}: {}", text(&answer));
}

/// Where a page leads to within the cabinet, without its queries.
fn links(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/console/").skip(1).map(|rest| rest.split(['"', '?']).next().unwrap());
    links.map(|link| format!("/console/{link}")).collect()
}

/// Whether a path names something of a shop.
fn names_something(path: &str) -> bool {
    let depth = path.matches('/').count();
    depth >= 3 && PAGES.iter().all(|(page, ..)| *page != path) && !path.starts_with("/console/assets")
}

#[tokio::test]
async fn every_page_of_a_demo_shop_is_there_and_nothing_of_it_is_another_shop_s() {
    let world = World::demo().await;
    let (mut one, mut other) = (Browser::new(&world), Browser::new(&world));
    sent(&mut one, "/console/sign-in", "/console/demo", "as=100001").await;
    sent(&mut other, "/console/sign-in", "/console/demo", "as=100002").await;
    let (mut own, mut pages) = (BTreeSet::new(), 0);
    for (path, russian, english) in PAGES {
        one.language = "ru";
        let page = one.page(path).await;
        assert!(page.contains(&format!("<h1>{russian}</h1>")), "{path}: {russian}");
        assert!(page.contains("aria-current=\"page\"") && !page.contains("<script>"), "{path}");
        own.extend(links(&page).into_iter().filter(|link| names_something(link)));
        one.language = "en";
        assert!(one.page(path).await.contains(&format!("<h1>{english}</h1>")), "{path}: {english}");
    }
    one.language = "ru";
    let kinds: BTreeSet<String> = own.iter().map(|path| path.rsplit_once('/').unwrap().0.to_owned()).collect();
    for kind in ["goods", "imports", "postings", "fbo", "chats", "finance", "promotions"] {
        assert!(kinds.contains(&format!("/console/{kind}")), "{kind}: {kinds:?}");
    }
    for path in &own {
        let mine = one.get(path).await;
        assert_eq!(mine.status, 200, "{path}");
        pages += 1;
        if !path.starts_with("/console/promotions/") {
            assert_eq!(other.get(path).await.status, 404, "another shop's {path}");
        }
    }
    assert!(pages > 100, "{pages}");
    let (board, overview) = (one.page("/console/postings/board").await, one.page("/console/overview").await);
    assert!(board.contains("<article class=\"card\">") && overview.contains("<svg role=\"img\""));
}

#[tokio::test]
async fn goods_are_found_priced_and_stocked_where_they_stand() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let name = "Чайник «Ёж» 100% <b>";
    let product = shop.product("Ч-1").with(|item| item.name = name.to_owned()).on_sale().await;
    shop.product("Ч-2").with(|item| item.name = "Чашка".to_owned()).on_sale().await;
    let theirs = other.product("Ч-1").on_sale().await;
    let mut browser = Browser::seller(&world, &shop).await;
    let list = browser.page("/console/goods").await;
    assert!(
        list.contains("Чайник «Ёж» 100% &lt;b&gt;") && list.contains("Всего: 2") && list.contains("value=\"1000\"")
    );
    for (asked, found) in
        [("%D1%91%D0%B6", true), ("100%25", true), ("%D0%A7-1", true), ("_", false), ("%D0%A7-3", false)]
    {
        let page = browser.page(&format!("/console/goods?q={asked}")).await;
        assert_eq!(page.contains("Чайник"), found, "{asked}");
        assert!(!page.contains("Чашка"), "{asked}");
    }
    assert!(browser.page(&format!("/console/goods?q={}", product.sku)).await.contains("Чайник"));

    let card = format!("/console/goods/{}", product.product_id);
    sent(&mut browser, "/console/goods", &format!("{card}/price"), "back=%2Fconsole%2Fgoods&price=1+200%2C50").await;
    let page = browser.page(&card).await;
    assert!(page.contains("name=\"price\" inputmode=\"decimal\" value=\"1200.5\""), "{page}");
    sent(&mut browser, &card, &format!("{card}/price"), "price=1200.5&old_price=1500&min_price=900").await;
    assert_eq!(shop.info("Ч-1").await.card.old_price, "1500.0000");
    sent(&mut browser, &card, &format!("{card}/price"), "price=1200.5&old_price=&min_price=900").await;
    assert_eq!(shop.info("Ч-1").await.card.old_price, "");
    browser.refused(&card, &format!("{card}/price"), "price=-5", "alert").await;

    let warehouse = page.split("name=\"warehouse_id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    world.pass(60).await;
    sent(&mut browser, &card, &format!("{card}/stock"), &format!("warehouse_id={warehouse}&stock=7")).await;
    assert_eq!(shop.stock_of(product.sku).await, (7, 0));
    browser.refused(&card, &format!("{card}/stock"), "warehouse_id=1&stock=7", "alert").await;
    sent(&mut browser, &card, &format!("{card}/stock"), &format!("warehouse_id={warehouse}&stock=0")).await;
    sent(&mut browser, &card, &format!("{card}/archive"), "").await;
    assert!(browser.page(&card).await.contains("Вернуть из архива"));
    sent(&mut browser, &card, &format!("{card}/archive"), "").await;
    let foreign = format!("/console/goods/{}", theirs.product_id);
    for (path, fields) in [("/price", "price=5"), ("/stock", "warehouse_id=1&stock=1"), ("/archive", "")] {
        assert_eq!(browser.send(&card, &format!("{foreign}{path}"), fields).await.status, 404, "{path}");
    }
    assert_eq!(other.info("Ч-1").await.card.price, "1000.0000");
}

#[tokio::test]
async fn an_import_tells_what_is_wrong_in_plain_words() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut bad = good_item("Б-1");
    bad.attributes.clear();
    shop.import(vec![good_item("Б-0"), bad]).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let list = browser.page("/console/imports").await;
    let task = links(&list).into_iter().find(|link| names_something(link)).unwrap();
    let page = browser.page(&task).await;
    assert!(
        page.contains("Б-0") && page.contains("Б-1") && page.contains("Заполните обязательный атрибут «Бренд»"),
        "{page}"
    );
    assert_eq!(browser.get("/console/imports/999999").await.status, 404);
}

#[tokio::test]
async fn a_shop_calls_a_posting_off_and_answers_who_asks_for_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("Б-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let path = format!("/console/postings/{number}");
    let page = browser.page(&path).await;
    let reason =
        page.split("<select name=\"reason\"><option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    browser.refused(&path, &format!("{path}/cancel"), "reason=1", "alert").await;
    sent(&mut browser, &path, &format!("{path}/cancel"), &format!("reason={reason}&message=%D0%9D%D0%B5%D1%82")).await;
    assert!(browser.page(&path).await.contains("отменено"));

    let id = cancellation::asked(&world, &shop).await;
    let page = browser.page("/console/returns").await;
    assert!(page.contains("Передумал"), "{page}");
    let decide = "/console/returns/cancellation";
    sent(&mut browser, "/console/returns", decide, &format!("id={id}&decision=reject")).await;
    assert!(!browser.page("/console/returns").await.contains("Передумал"));
    browser.refused("/console/returns", decide, &format!("id={id}&decision=approve"), "alert").await;
    assert_eq!(browser.send("/console/returns", decide, "id=999999&decision=approve").await.status, 404);
}

#[tokio::test]
async fn what_came_back_is_listed_and_every_kopeck_is_explained() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").on_sale().await;
    let number = returns::delivered(&world, &shop, product.sku, 2).await;
    returns::send_back(&world, &number, product.sku, 1, |_| {}).await.unwrap();
    let mut browser = Browser::seller(&world, &shop).await;
    let page = browser.page(&format!("/console/returns?scheme=FBS&number={number}")).await;
    assert!(page.contains("Не подошёл размер") && page.contains("1\u{a0}000,00\u{a0}₽"), "{page}");
    assert!(browser.page("/console/returns?scheme=FBO").await.contains("Здесь пока ничего нет"));

    let money = browser.page("/console/finance").await;
    assert!(money.contains(number.as_str()) && money.contains("1\u{a0}000,00\u{a0}₽"), "{money}");
    let operation = links(&money).into_iter().find(|link| names_something(link)).unwrap();
    let page = browser.page(&operation).await;
    let zero = page.split("<tfoot>").nth(1).unwrap();
    assert!(
        zero.contains("0,00\u{a0}₽") && page.contains("Покупатель") && page.contains("Комиссия площадки"),
        "{page}"
    );
    assert_eq!(Browser::seller(&world, &other).await.get(&operation).await.status, 404);
    refused_period(&mut browser).await;
}

async fn refused_period(browser: &mut Browser) {
    let answer = browser.get("/console/finance?since=2020-01-01&to=2026-01-01").await;
    assert!(answer.status == 400 && text(&answer).contains("role=\"alert\""), "{}", answer.status);
}

#[tokio::test]
async fn a_shop_answers_a_buyer_with_a_text_and_a_file() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let number = chat::order(&world, &shop).await;
    let id = chat::open(&world, &number).await;
    chat::ask(&world, &id, "Где <i>мой</i> заказ?").await.unwrap();
    let mut browser = Browser::seller(&world, &shop).await;
    assert!(browser.page("/console/overview").await.contains("<span class=\"count\">1</span>"));
    let path = format!("/console/chats/{id}");
    assert!(browser.page("/console/chats?unread=1").await.contains(&path));
    let page = browser.page(&path).await;
    assert!(page.contains("Где &lt;i&gt;мой&lt;/i&gt; заказ?") && page.contains("новое"), "{page}");
    let message = page.split("name=\"message\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    sent(&mut browser, &path, &format!("{path}/read"), &format!("message={message}")).await;
    assert!(!browser.page(&path).await.contains("новое"));
    let parts = [("text", "", "Уже в пути"), ("file", "фото.png", "\u{89}PNG")];
    let answered = browser.send_files(&path, &path, &parts[..1]).await;
    assert_eq!(answered.status, 303, "{}", text(&answered));
    let with_file = browser.send_files(&path, &path, &[("text", "", ""), ("file", "ответ.txt", "да")]).await;
    assert_eq!(with_file.status, 303, "{}", text(&with_file));
    let page = browser.page(&path).await;
    assert!(page.contains("Уже в пути") && page.contains("ответ.txt"), "{page}");
    let link = page.split("href=\"/files/").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(browser.get(&format!("/files/{link}")).await.body, "да".as_bytes());
    let empty = browser.send_files(&path, &path, &[("text", "", ""), ("file", "", "")]).await;
    assert!(empty.status == 400 && text(&empty).contains("role=\"alert\""), "{}", empty.status);
    let mut stranger = Browser::seller(&world, &other).await;
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(stranger.send_files("/console/keys", &path, &parts[..1]).await.status, 404);
    assert_eq!(stranger.send("/console/keys", &format!("{path}/read"), "message=1").await.status, 404);
}

#[tokio::test]
async fn an_act_is_formed_and_its_papers_open() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(product.sku, 1)]).await;
    shop.ship(&number).await;
    // The morning of the day it leaves.
    world.pass(23 * 3_600).await;
    let method = shop.posting(&number).await.delivery_method.id;
    let mut browser = Browser::seller(&world, &shop).await;
    let waiting = browser.page(&format!("/console/acts?method={method}&day=2026-01-13")).await;
    assert!(waiting.contains("Собрано из обязательных"), "{waiting}");
    browser.refused("/console/acts", "/console/acts", "method=1&containers=1", "alert").await;
    let many = format!("method={method}&containers=3&day=2026-01-13");
    browser.refused("/console/acts", "/console/acts", &many, "ContainersCount").await;
    sent(&mut browser, "/console/acts", "/console/acts", &format!("method={method}&containers=0&day=2026-01-13")).await;
    world.pass(600).await;
    let page = browser.page("/console/acts").await;
    assert!(page.contains("готова"), "{page}");
    let act = links(&page).into_iter().find(|link| link.ends_with("/act")).unwrap();
    assert!(browser.get(&act).await.body.starts_with(b"%PDF"));
    assert_eq!(Browser::seller(&world, &other).await.get(&act).await.status, 404);
}

#[tokio::test]
async fn a_report_is_ordered_waited_for_and_fetched() {
    let world = World::new().await;
    let shop = world.shop().await;
    shop.product("Ч-1").on_sale().await;
    let mut browser = Browser::seller(&world, &shop).await;
    let path = "/console/reports";
    for kind in [
        "products",
        "prices",
        "stock",
        "postings_fbs",
        "postings_fbo",
        "returns",
        "movement",
        "transactions",
        "finance",
    ] {
        sent(&mut browser, path, path, &format!("kind={kind}&since=2026-01-01&to=2026-01-12")).await;
    }
    browser.refused(path, path, "kind=wishes", "wishes").await;
    world.pass(600).await;
    let page = browser.page(path).await;
    assert_eq!(page.matches("готово").count(), 9, "{page}");
    let link = page.split("href=\"/files/").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(browser.get(&format!("/files/{link}")).await.status, 200);
}

#[tokio::test]
async fn a_product_joins_a_promotion_and_leaves_it() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").on_sale().await;
    let theirs = other.product("A-1").on_sale().await;
    let promotion = action::running(&world).await;
    let mut browser = Browser::seller(&world, &shop).await;
    assert!(browser.page("/console/promotions").await.contains("Неделя чехлов"));
    let path = format!("/console/promotions/{}", promotion.action_id);
    let of = |product_id, price: &str, to: &str| format!("product_id={product_id}&price={price}&stock=5&move={to}");
    browser.refused(&path, &path, &of(product.product_id, "999", "in"), "alert").await;
    sent(&mut browser, &path, &path, &of(product.product_id, "800", "in")).await;
    assert_eq!(action::marketing(&shop, "A-1").await, "800.0000");
    assert!(browser.page(&format!("/console/goods/{}", product.product_id)).await.contains("Неделя чехлов"));
    browser.refused(&path, &path, &of(theirs.product_id, "800", "in"), "alert").await;
    sent(&mut browser, &path, &path, &of(product.product_id, "", "out")).await;
    assert_eq!(browser.get("/console/promotions/999999").await.status, 404);

    let asked = discount_request::ask(&world, product.sku, 700, |_| {}).await.unwrap();
    let page = browser.page("/console/promotions").await;
    assert!(page.contains("700,00\u{a0}₽"), "{page}");
    let requests = "/console/promotions/requests";
    sent(
        &mut browser,
        "/console/promotions",
        requests,
        &format!("id={}&price=750&quantity=2&decision=approve", asked.task_id),
    )
    .await;
    assert!(!browser.page("/console/promotions").await.contains("700,00\u{a0}₽"));
}

#[tokio::test]
async fn a_certificate_is_brought_with_its_scans_and_bound() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let product = shop.product("A-1").on_sale().await;
    let theirs = other.product("A-1").on_sale().await;
    let mut browser = Browser::seller(&world, &shop).await;
    let path = "/console/certificates";
    let mut parts = [
        ("name", "", "Декларация"),
        ("number", "", "РОСС RU.0001"),
        ("type", "", "declaration"),
        ("accordance", "", "gost"),
        ("issued", "", "2026-01-01"),
        ("files", "скан.pdf", "%PDF-1.4\n%%EOF\n"),
    ];
    let added = browser.send_files(path, path, &parts).await;
    assert_eq!(added.status, 303, "{}", text(&added));
    parts[5].2 = "no scan";
    let bad = browser.send_files(path, path, &parts).await;
    assert!(bad.status == 400 && text(&bad).contains("role=\"alert\""), "{}", bad.status);
    let page = browser.page(path).await;
    assert!(page.contains("РОСС RU.0001") && page.contains("на проверке"), "{page}");
    let id = page.split("<th scope=\"row\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let bind = |product| format!("certificate_id={id}&products={product}");
    sent(&mut browser, path, "/console/certificates/bind", &bind(product.product_id)).await;
    browser.refused(path, "/console/certificates/bind", &bind(theirs.product_id), "alert").await;
    let mut stranger = Browser::seller(&world, &other).await;
    assert!(!stranger.page(path).await.contains("РОСС RU.0001"));
    assert!(stranger.send(path, "/console/certificates/bind", &bind(theirs.product_id)).await.status >= 400);
}

#[tokio::test]
async fn figures_are_told_by_day_and_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("Ч-1").on_sale().await;
    world.order_one(&[(product.sku, 3)]).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let overview = browser.page("/console/overview").await;
    assert!(overview.contains("12.01.2026") && overview.contains("3\u{a0}000,00\u{a0}₽"), "{overview}");
    for by in ["day", "sku", "week"] {
        let page = browser.page(&format!("/console/analytics?by={by}&since=2026-01-01&to=2026-01-12")).await;
        assert!(page.contains("3\u{a0}000,00\u{a0}₽") && page.contains("<rect"), "{by}: {page}");
    }
    let page =
        browser.page("/console/analytics?by=sku&across=day&what=ordered_units&since=2026-01-01&to=2026-01-12").await;
    assert!(page.contains("<table class=\"pivot\">") && page.contains("<caption>Товар × День</caption>"), "{page}");
    let table = page.split("<tbody>").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(table.contains("<td class=\"num\">3</td>") && table.matches("<strong>3</strong>").count() == 3, "{table}");
    let same = browser.page("/console/analytics?by=day&across=day").await;
    assert!(!same.contains("class=\"pivot\""), "a thing against itself is no pivot");
    let early = browser.get("/console/analytics?since=2020-01-01&to=2026-01-12").await;
    assert!(text(&early).contains("role=\"alert\""), "{}", early.status);
}

#[tokio::test]
async fn warehouses_are_listed_and_areas_drawn() {
    let world = World::new().await;
    let it = polygon::rfbs(&world).await;
    let ring = polygon::create(&it.shop, polygon::RING).await.unwrap();
    polygon::bind(&it.shop, it.near, &[(ring, 90)]).await.unwrap();
    let mut browser = Browser::seller(&world, &it.shop).await;
    let page = browser.page("/console/warehouses").await;
    assert!(page.contains("Свой курьер") && page.contains("rFBS") && page.contains("fill-rule=\"evenodd\""), "{page}");
    assert!(page.contains(": 90 мин"), "{page}");
    let other = world.shop().await;
    assert!(!Browser::seller(&world, &other).await.page("/console/warehouses").await.contains("fill-rule"));
}

#[tokio::test]
async fn pushes_are_set_up_looked_at_and_sent_again() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    open(&world).await;
    let receiver = Receiver::new().await;
    let mut browser = Browser::seller(&world, &shop).await;
    let path = "/console/pushes";
    browser.refused(path, path, "url=nowhere&type=TYPE_NEW_POSTING", "alert").await;
    let url: String = form(&receiver.url);
    sent(&mut browser, path, path, &format!("url={url}&type=TYPE_NEW_POSTING")).await;
    sent(&mut browser, path, "/console/pushes/check", "").await;
    let product = shop.product("A-1").on_sale().await;
    world.order_one(&[(product.sku, 1)]).await;
    world.pass(10).await;
    assert_eq!(receiver.heard_of(Kind::NewPosting).len(), 1);
    let page = browser.page(path).await;
    assert!(page.contains("Новое отправление") && page.contains("доставлено"), "{page}");
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut stranger = Browser::seller(&world, &other).await;
    assert_eq!(stranger.send("/console/keys", "/console/pushes/resend", &format!("id={id}")).await.status, 404);
    sent(&mut browser, path, "/console/pushes/resend", &format!("id={id}")).await;
    world.pass(10).await;
    assert_eq!(receiver.heard_of(Kind::NewPosting).len(), 1, "the copy");
    assert!(browser.page(&format!("{path}?state=delivered")).await.contains("копия"));
    sent(&mut browser, path, "/console/pushes/delete", "").await;
    assert!(!browser.page(path).await.contains("Больше не присылать"));
}

fn form(text: &str) -> String {
    text.replace(':', "%3A").replace('/', "%2F")
}
