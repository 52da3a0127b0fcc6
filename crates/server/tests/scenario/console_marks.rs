//! Marks of a posting's units, handed in on its page: what they need, what the check says, and packing after it.

use gostiny_wire::{
    operator::DeliveryMethodCreateIntegration,
    scalar::{AttributeId, ValueId},
};

use crate::{
    console::{Browser, text},
    goods::{BRAND, VOLNA, attribute},
    parcel::{CHINA, COUNTRY, NUTS, company_buys, mark, own_warehouse, sneakers},
    world::World,
};

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn marks_are_handed_in_checked_in_plain_words_and_packed() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let plain = shop.product("A-1").on_sale().await;
    let number = world.order_one(&[(sku, 2), (plain.sku, 1)]).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let path = format!("/console/postings/{number}");
    let page = browser.page(&path).await;
    assert!(
        page.contains(&format!("name=\"mark.{sku}.1\"")) && !page.contains(&format!("name=\"mark.{}.0\"", plain.sku))
    );
    let unmarked = browser.send(&path, &format!("{path}/pack"), "").await;
    assert!(unmarked.status == 400 && text(&unmarked).contains("role=\"alert\""), "{}", unmarked.status);

    let give = format!("{path}/marks");
    let one = encoded(&mark(1));
    let twice = browser.send(&path, &give, &format!("mark.{sku}.0={one}&mark.{sku}.1={one}")).await;
    assert_eq!(twice.status, 303, "{}", text(&twice));
    assert!(browser.page(&path).await.contains("проверяется"));
    world.pass(3).await;
    let page = browser.page(&path).await;
    assert!(page.contains("принято") && page.contains("Этот код уже указан у другой единицы."), "{page}");
    assert!(page.contains(&mark(1)), "what was handed in stands in the form");
    browser.send(&path, &give, &format!("mark.{sku}.0={one}&mark.{sku}.1=short")).await;
    world.pass(3).await;
    assert!(browser.page(&path).await.contains("отсканируйте его целиком"));

    let mut stranger = Browser::seller(&world, &other).await;
    assert_eq!(stranger.send("/console/keys", &give, &format!("mark.{sku}.0={one}")).await.status, 404);
    let fields = format!("mark.{sku}.0={one}&mark.{sku}.1={}", encoded(&mark(2)));
    assert_eq!(browser.send(&path, &give, &fields).await.status, 303);
    world.pass(3).await;
    let packed = browser.send(&path, &format!("{path}/pack"), "").await;
    assert_eq!(packed.status, 303, "{}", text(&packed));
    assert!(!browser.page(&path).await.contains("id=\"marking\""), "nothing is asked for any more");
    let late = browser.send(&path, &give, &fields).await;
    let back = browser.get(&give).await;
    assert_eq!(
        (back.status, back.header("location")),
        (303, Some(path.as_str())),
        "a form's address leads to its page"
    );
    assert!(late.status == 400 && text(&late).contains("role=\"alert\""), "{}: {}", late.status, text(&late));
}

#[tokio::test]
async fn papers_of_imported_goods_and_weights_are_asked_for() {
    let world = World::new().await;
    let shop = world.shop().await;
    let of = |id, value: &str| attribute(AttributeId(id), ValueId(0), value);
    let weighed = [of(20_577, "true"), of(8_933, "0.25"), of(8_934, "0.5")];
    // What the seller delivers itself is weighed unit by unit.
    let warehouse = own_warehouse(&world, &shop, DeliveryMethodCreateIntegration::NonIntegrated).await;
    let nuts = shop.product("NUT-1").with(|item| {
        item.category_id = NUTS;
        item.attributes = [vec![attribute(BRAND, VOLNA, "Волна")], weighed.to_vec()].concat();
    });
    let nuts = nuts.approved().await;
    assert!(shop.set_stock_at(&nuts.offer_id, warehouse, 9).await.updated);
    let foreign = shop.product("A-1").with(|item| item.attributes.push(attribute(COUNTRY, CHINA, "Китай")));
    let foreign = foreign.on_sale().await;
    let number = company_buys(&world, &[(foreign.sku, 1)]).await;
    let path = format!("/console/postings/{number}");
    let mut browser = Browser::seller(&world, &shop).await;
    let give = format!("{path}/marks");
    for (fields, told) in [
        ("gtd.{}.0=12", "Номер ГТД пишется так"),
        ("gtd.{}.0=", "укажите номер ГТД или что его нет"),
        ("no_gtd.{}.0=1", "принято"),
    ] {
        let fields = fields.replace("{}", &foreign.sku.to_string());
        assert_eq!(browser.send(&path, &give, &fields).await.status, 303);
        world.pass(3).await;
        assert!(browser.page(&path).await.contains(told), "{fields}");
    }

    let number = world.order_one(&[(nuts.sku, 1)]).await;
    let path = format!("/console/postings/{number}");
    let page = browser.page(&path).await;
    let field = format!("name=\"weight.{}.0\" min=\"", nuts.sku);
    let least = page.split(&field).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let give = |weight: &str| format!("weight.{}.0={weight}", nuts.sku);
    browser.send(&path, &format!("{path}/marks"), &give("1")).await;
    world.pass(3).await;
    assert!(browser.page(&path).await.contains("Вес единицы не входит в допустимый."));
    let unreadable = browser.send(&path, &format!("{path}/marks"), &give("much")).await;
    assert!(unreadable.status == 400 && text(&unreadable).contains("much is not a whole number"));
    browser.send(&path, &format!("{path}/marks"), &give(&least)).await;
    world.pass(3).await;
    let page = browser.page(&path).await;
    assert!(page.contains("принято") && page.contains(&format!("value=\"{least}\"")), "{page}");
}
