//! Methods that are versions of one action: what the oldest writes the newer ones read, and the other way round. The
//! list names the story of each family; those without one of their own stand here.

use gostiny_wire::{
    operator::{CertificateDecision, DeliveryMethodCreateIntegration as Integration},
    scalar::{CategoryId, ProductId},
    seller_methods,
};
use serde_json::{Value, json};

use crate::{
    action::running,
    certificate, certificate_today,
    goods::{MODERATION, TABLET_CASES, good_item},
    goods_today::above_cases,
    parcel::{mark, sneakers},
    report::table,
    returns::{delivered, send_back},
    shop::Shop,
    world::World,
};

/// Families of which two methods are served, by the methods' words, and the story of each.
const FAMILIES: &[(&str, &str)] = &[
    ("product list", "goods_today::both_lists_turn_the_same_pages"),
    ("product details", "families::goods_are_written_and_read_by_every_version"),
    ("product attributes", "families::goods_are_written_and_read_by_every_version"),
    ("product import", "families::goods_are_written_and_read_by_every_version"),
    ("product stocks", "families::stock_is_written_and_read_by_every_version"),
    ("product prices", "stock_today::prices_are_numbers_where_they_were_texts"),
    ("stocks per seller warehouse", "families::stock_is_written_and_read_by_every_version"),
    ("stock upload", "families::stock_is_written_and_read_by_every_version"),
    ("upload limits", "goods_today::quotas_are_told_by_each_version"),
    ("picture upload", "families::pictures_are_written_and_read_by_every_version"),
    ("picture status", "families::pictures_are_written_and_read_by_every_version"),
    ("category tree", "goods_today::a_product_of_today_s_import_shows_in_every_version"),
    ("category attributes", "goods_today::both_trees_ask_a_type_for_the_same"),
    ("attribute values", "goods_today::both_trees_ask_a_type_for_the_same"),
    ("warehouse list", "families::warehouses_and_their_ways_are_read_by_every_version"),
    ("delivery method list", "families::warehouses_and_their_ways_are_read_by_every_version"),
    ("FBS posting list", "posting_today::both_lists_of_a_period_show_the_same_postings"),
    ("FBS unfulfilled list", "posting_today::both_unfulfilled_lists_count_the_same"),
    ("FBO posting list", "posting_today::both_lists_of_the_marketplace_s_parcels_agree"),
    ("digital codes upload", "digital_today::codes_before_the_sale_and_after_it_are_the_same_codes"),
    ("pack a posting", "families::a_posting_that_one_version_packs_is_packed_for_all"),
    ("pack a part", "posting_step_today::a_part_is_packed_by_either_version"),
    ("exemplars: create or get", "exemplar_today::numbers_are_given_once_and_every_version_sees_the_same_marks"),
    ("exemplars: set", "exemplar_today::numbers_are_given_once_and_every_version_sees_the_same_marks"),
    ("exemplars: validate", "families::a_mark_is_good_or_bad_for_every_version"),
    ("exemplars: status", "exemplar_today::numbers_are_given_once_and_every_version_sees_the_same_marks"),
    ("labels: make", "label_today::newer_versions_start_a_task_for_each_size"),
    ("labels: fetch", "label_today::a_task_is_waited_for_and_both_versions_tell_the_same"),
    ("hand over a shipment", "act_today::a_carriage_that_is_called_off_frees_its_postings"),
    ("carriages by delivery method", "act_today::every_list_of_a_day_tells_the_same_carriage"),
    ("act documents", "act_today::electronic_papers_tell_what_the_carrier_took"),
    ("act status", "act_today::a_draft_is_filled_approved_and_leaves_like_any_other"),
    ("FBO and FBS returns", "returns_today::every_list_tells_the_same_way_back"),
    ("cancellation requests: list", "cancellation::both_lists_turn_the_same_pages"),
    ("cancellation requests: approve", "cancellation::a_granted_request_calls_the_posting_off"),
    ("cancellation requests: reject", "cancellation::a_refused_posting_goes_on_and_a_forgotten_one_is_called_off"),
    ("chat list", "chat_today::lists_turn_by_number_and_by_cursor"),
    ("chat history", "chat_today::every_version_shows_the_same_words"),
    ("finance operations", "money_today::a_sale_and_its_return_are_told_by_day_and_by_posting"),
    ("returns report", "families::both_reports_on_returns_name_the_same_return"),
    ("cash flow", "families::the_statement_and_the_file_tell_the_same_money"),
    ("warehouse stock analytics", "around_today::stock_at_the_marketplace_is_told_with_how_it_sells"),
    ("certificates: create", "families::certificates_of_both_versions_are_bound_and_listed_alike"),
    ("certifiable categories", "around_today::certified_goods_are_told_in_the_words_of_both_trees"),
    ("accordance types", "around_today::certified_goods_are_told_in_the_words_of_both_trees"),
    ("polygon binding", "families::areas_are_bound_by_either_version"),
    ("promotions: candidates", "families::a_promotion_is_joined_and_left_by_either_version"),
    ("promotions: products", "families::a_promotion_is_joined_and_left_by_either_version"),
    ("promotions: add or change products", "families::a_promotion_is_joined_and_left_by_either_version"),
    ("promotions: remove products", "families::a_promotion_is_joined_and_left_by_either_version"),
    ("discount requests", "discount_request::a_granted_price_is_paid_once_by_its_buyer"),
];

/// The families of the list of facts, where it lies beside the project.
const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/contract/families.json");

#[test]
fn every_family_has_its_story() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenario");
    for (family, story) in FAMILIES {
        let (file, name) = story.split_once("::").unwrap();
        let text = std::fs::read_to_string(format!("{folder}/{file}.rs")).unwrap();
        assert!(text.contains(&format!("async fn {name}(")), "{family}: there is no {story}");
    }
    let Ok(facts) = std::fs::read(FACTS) else { return };
    let facts: Value = serde_json::from_slice(&facts).unwrap();
    for (family, facts) in facts.as_object().unwrap() {
        let members = facts["newest_first"].as_array().unwrap().iter().filter_map(|one| one["path"].as_str());
        let served = members.filter(|path| seller_methods().any(|info| info.path == *path)).count();
        let listed = FAMILIES.iter().any(|(name, _)| name == family);
        assert!(served < 2 || listed, "{family} has {served} versions and no story");
    }
}

/// The answer to a call that is not refused.
async fn ask(shop: &Shop, path: &str, body: Value) -> Value {
    let raw = shop.post(path, &body.to_string()).await;
    let text = String::from_utf8_lossy(&raw.body).into_owned();
    assert_eq!(raw.status, 200, "{path} {body}: {text}");
    serde_json::from_str(&text).unwrap()
}

fn at<'a>(answer: &'a Value, pointer: &str) -> &'a Value {
    answer.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer} in {answer}"))
}

/// Name and depth of a product as every version tells them.
async fn cards(shop: &Shop, id: ProductId) -> Vec<(String, i64)> {
    let ids = json!([id.0.to_string()]);
    let filter = json!({"filter": {"product_id": ids}, "limit": 10});
    let told = |row: &Value| (row["name"].as_str().unwrap().to_owned(), row["depth"].as_i64().unwrap());
    let v3 = ask(shop, "/v3/products/info/attributes", filter.clone()).await;
    let v4 = ask(shop, "/v4/product/info/attributes", filter).await;
    let full = [told(at(&v3, "/result/0")), told(at(&v4, "/result/0"))];
    let one = ask(shop, "/v2/product/info", json!({"product_id": id})).await;
    let many = ask(shop, "/v2/product/info/list", json!({"product_id": [id]})).await;
    let today = ask(shop, "/v3/product/info/list", json!({"product_id": ids})).await;
    let names = [at(&one, "/result/name"), at(&many, "/result/items/0/name"), at(&today, "/items/0/name")];
    assert!(names.iter().all(|name| name.as_str() == Some(full[0].0.as_str())), "{names:?}");
    full.to_vec()
}

#[tokio::test]
async fn goods_are_written_and_read_by_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let above: CategoryId = above_cases(&shop).await;
    let import = async |path: &str, name: &str, depth: i64, today: bool| {
        let mut item = serde_json::to_value(good_item("A-1")).unwrap();
        (item["name"], item["depth"]) = (json!(name), json!(depth));
        if today {
            item.as_object_mut().unwrap().remove("category_id");
            (item["description_category_id"], item["type_id"]) = (json!(above), json!(TABLET_CASES));
        }
        let task = ask(&shop, path, json!({"items": [item]})).await;
        world.pass(1 + MODERATION).await;
        let told = ask(&shop, "/v1/product/import/info", json!({"task_id": at(&task, "/result/task_id")})).await;
        assert_eq!(at(&told, "/result/items/0/status"), "imported");
    };
    for (path, name, depth, today) in [
        ("/v2/product/import", "Чехол старый", 31, false),
        ("/v3/product/import", "Чехол новый", 32, true),
        ("/v2/product/import", "Чехол опять старый", 33, false),
    ] {
        import(path, name, depth, today).await;
        let want = (name.to_owned(), depth);
        assert_eq!(cards(&shop, product.product_id).await, [want.clone(), want], "{path}");
    }
}

#[tokio::test]
async fn stock_is_written_and_read_by_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").stock(1).on_sale().await;
    let write = json!({"offer_id": "A-1", "stock": 0, "warehouse_id": shop.warehouse_id});
    for (path, units) in
        [("/v1/product/import/stocks", 4), ("/v2/products/stocks", 7), ("/v1/product/import/stocks", 2)]
    {
        let mut one = write.clone();
        one["stock"] = json!(units);
        let done = ask(&shop, path, json!({"stocks": [one]})).await;
        assert_eq!(at(&done, "/result/0/updated"), true, "{path}");
        let filter = json!({"filter": {"offer_id": ["A-1"]}, "limit": 10});
        let v3 = ask(&shop, "/v3/product/info/stocks", filter.clone()).await;
        let v4 = ask(&shop, "/v4/product/info/stocks", filter).await;
        let fbs = |rows: &Value| {
            let row = rows.as_array().unwrap().iter().find(|row| row["type"] == "fbs").unwrap();
            row["present"].as_i64().unwrap()
        };
        assert_eq!((fbs(at(&v3, "/result/items/0/stocks")), fbs(at(&v4, "/items/0/stocks"))), (units, units), "{path}");
        let sku = json!({"sku": [product.sku.0.to_string()], "limit": 10});
        let v1 = ask(&shop, "/v1/product/info/stocks-by-warehouse/fbs", sku.clone()).await;
        let v2 = ask(&shop, "/v2/product/info/stocks-by-warehouse/fbs", sku).await;
        let told = [at(&v1, "/result/0/present"), at(&v2, "/products/0/present")];
        assert_eq!(told.map(Value::as_i64), [Some(units), Some(units)], "{path}");
    }
}

#[tokio::test]
async fn pictures_are_written_and_read_by_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").approved().await;
    let picture = |name: &str| format!("https://images.example/{name}.jpg");
    let old = json!({"product_id": product.product_id, "images": [picture("old"), picture("older")]});
    let new = json!({"items": [{"offer_id": "A-1", "images": [picture("new"), picture("newer")]}]});
    for (path, body, names) in [
        ("/v1/product/pictures/import", old.clone(), ["old", "older"]),
        ("/v2/product/pictures/import", new, ["new", "newer"]),
        ("/v1/product/pictures/import", old, ["old", "older"]),
    ] {
        ask(&shop, path, body).await;
        world.pass(10).await;
        let ids = json!({"product_id": [product.product_id.0.to_string()]});
        let v1 = ask(&shop, "/v1/product/pictures/info", ids.clone()).await;
        let v2 = ask(&shop, "/v2/product/pictures/info", ids).await;
        let v1: Vec<_> = at(&v1, "/result/pictures").as_array().unwrap().iter().map(|row| row["url"].clone()).collect();
        let mut today = at(&v2, "/items/0/primary_photo").as_array().unwrap().clone();
        today.extend(at(&v2, "/items/0/photo").as_array().unwrap().clone());
        assert_eq!(
            (v1, today),
            (names.map(|name| json!(picture(name))).to_vec(), names.map(|name| json!(picture(name))).to_vec())
        );
    }
}

#[tokio::test]
async fn warehouses_and_their_ways_are_read_by_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let own = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    world.delivery(&shop, own, |request| request.tpl_integration_type = Integration::NonIntegrated).await;
    let limit = json!({"limit": 50});
    let v1 = ask(&shop, "/v1/warehouse/list", limit.clone()).await;
    let v2 = ask(&shop, "/v2/warehouse/list", limit.clone()).await;
    let told = |rows: &Value| -> Vec<Value> {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| json!([row["warehouse_id"], row["name"], row["is_rfbs"], row["status"]])).collect()
    };
    assert_eq!(told(at(&v1, "/result")), told(at(&v2, "/warehouses")));
    assert_eq!(told(at(&v1, "/result")).len(), 2);
    let v1 = ask(&shop, "/v1/delivery-method/list", limit.clone()).await;
    let v2 = ask(&shop, "/v2/delivery-method/list", limit).await;
    let told = |rows: &Value| -> Vec<Value> {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| json!([row["id"], row["name"], row["warehouse_id"], row["cutoff"], row["status"]])).collect()
    };
    assert_eq!(told(at(&v1, "/result")), told(at(&v2, "/delivery_methods")));
}

#[tokio::test]
async fn a_posting_that_one_version_packs_is_packed_for_all() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(9).on_sale().await.sku.0;
    let versions = ["/v2/posting/fbs/ship", "/v3/posting/fbs/ship", "/v4/posting/fbs/ship"];
    for packs in versions {
        let number = world.order_one(&[(gostiny_wire::scalar::Sku(sku), 1)]).await;
        let body = |path: &str| match path {
            "/v2/posting/fbs/ship" => json!([{"items": [{"sku": sku, "quantity": 1}]}]),
            _ => json!([{"products": [{"product_id": sku, "quantity": 1}]}]),
        };
        let packed = ask(&shop, packs, json!({"posting_number": number, "packages": body(packs)})).await;
        assert_eq!(packed["result"], json!([number]), "{packs}");
        for again in versions {
            let raw = shop.post(again, &json!({"posting_number": number, "packages": body(again)}).to_string()).await;
            assert_eq!(crate::world::refusal_of(&raw).2, "POSTING_ALREADY_SHIPPED", "{packs} {again}");
        }
        assert_eq!(shop.posting(&number).await.status, "awaiting_deliver");
    }
}

#[tokio::test]
async fn a_mark_is_good_or_bad_for_every_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = sneakers(&shop, "SHOE-1").await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    for (text, valid) in [(mark(1), true), ("короткая".to_owned(), false)] {
        let v4 = json!({"posting_number": number, "products": [{"product_id": sku, "exemplars": [{"mandatory_mark": text}]}]});
        let v5 = json!({"posting_number": number, "products": [
            {"product_id": sku, "exemplars": [{"marks": [{"mark_type": "mandatory_mark", "mark": text}]}]}]});
        let v4 = ask(&shop, "/v4/fbs/posting/product/exemplar/validate", v4).await;
        let v5 = ask(&shop, "/v5/fbs/posting/product/exemplar/validate", v5).await;
        assert_eq!(at(&v4, "/result/products/0/exemplars/0/valid"), valid, "{text}");
        assert_eq!(at(&v5, "/products/0/exemplars/0/valid"), valid, "{text}");
    }
}

#[tokio::test]
async fn both_reports_on_returns_name_the_same_return() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = delivered(&world, &shop, sku, 1).await;
    send_back(&world, &number, sku, 1, |_| {}).await.unwrap();
    let now = world.now().await;
    let old = json!({"filter": {"delivery_schema": "fbs"}});
    let new = json!({"filter": {"delivery_schema": "FBS", "date_from": now.plus_days(-30), "date_to": now}});
    let mut seen = Vec::new();
    for (path, body) in [("/v1/report/returns/create", old), ("/v2/report/returns/create", new)] {
        let code = ask(&shop, path, body).await;
        let told = table(&world, &shop, at(&code, "/result/code").as_str().unwrap()).await;
        assert_eq!(told.rows.len(), 1, "{path}");
        seen.push(told.rows[0].values().any(|cell| cell == number.as_str()));
    }
    assert_eq!(seen, [true, true]);
}

#[tokio::test]
async fn the_statement_and_the_file_tell_the_same_money() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1000").on_sale().await.sku;
    let number = delivered(&world, &shop, sku, 2).await;
    send_back(&world, &number, sku, 1, |_| {}).await.unwrap();
    let date = json!({"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z"});
    let body = json!({"date": date, "page": 1, "page_size": 10, "with_details": true});
    let statement = ask(&shop, "/v1/finance/cash-flow-statement/list", body).await;
    let end = at(&statement, "/result/details/end_balance_amount").as_f64().unwrap();
    let body = json!({"date_from": "2026-01-01", "date_to": "2026-01-31"});
    let code = ask(&shop, "/v1/report/finance/create", body).await;
    let file = table(&world, &shop, at(&code, "/result/code").as_str().unwrap()).await;
    let closing = file.column("Баланс на конец, руб.");
    assert_eq!(closing.last().unwrap().parse::<f64>().unwrap(), end);
    assert!(end != 0.0);
}

#[tokio::test]
async fn certificates_of_both_versions_are_bound_and_listed_alike() {
    let world = World::new().await;
    let shop = world.shop().await;
    let (one, two) = (shop.product("A-1").on_sale().await, shop.product("A-2").on_sale().await);
    let old = certificate::create(&shop, |_| {}).await.unwrap();
    let new = certificate_today::bring(&shop, certificate_today::good(&[one.sku])).await.certificate_id;
    // Both lie before the moderator, and both take further goods by the older call.
    for (id, before) in [(old, 0), (new, 1)] {
        let told = certificate::seen(&world, id).await;
        assert_eq!((told.status.as_str(), told.products), ("moderation", before));
        certificate::decide(&world, id, CertificateDecision::Approve).await.unwrap();
        let body = json!({"certificate_id": id, "product_id": [two.product_id]});
        assert_eq!(ask(&shop, "/v1/product/certificate/bind", body).await["result"], true);
        assert_eq!(certificate::seen(&world, id).await.products, before + 1);
    }
}

#[tokio::test]
async fn areas_are_bound_by_either_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let warehouse = world.warehouse(&shop, "Свой курьер", |request| request.is_rfbs = true).await;
    let method = world.delivery(&shop, warehouse, |request| request.tpl_integration_type = Integration::NonIntegrated);
    let method = method.await;
    let mut areas = Vec::new();
    for outline in ["[[[37,55],[38,55],[38,56],[37,55]]]", "[[[30,59],[31,59],[31,60],[30,59]]]"] {
        areas.push(ask(&shop, "/v1/polygon/create", json!({"coordinates": outline})).await["polygon_id"].clone());
    }
    let first = |minutes: i64| {
        json!({"delivery_method_id": method, "polygons": [{"polygon_id": areas[0], "time": minutes}],
            "warehouse_location": {"lat": "55.3", "lon": "37.8"}})
    };
    let second = |area: usize, minutes: i64| json!({"delivery_method_id": method, "polygon_id": areas[area], "time": minutes, "warehouse_id": warehouse});
    let bound = async || world.rows("select minutes from polygon_binding order by polygon_id").await;
    ask(&shop, "/v1/polygon/bind", first(60)).await;
    ask(&shop, "/v2/polygon/bind", second(1, 90)).await;
    assert_eq!(bound().await, [["60"], ["90"]]);
    ask(&shop, "/v2/polygon/bind", second(0, 30)).await;
    assert_eq!(bound().await, [["30"], ["90"]]);
    // The older call names all areas of a method.
    ask(&shop, "/v1/polygon/bind", first(45)).await;
    assert_eq!(bound().await, [["45"]]);
}

#[tokio::test]
async fn a_promotion_is_joined_and_left_by_either_version() {
    let world = World::new().await;
    let shop = world.shop().await;
    let id = shop.product("A-1").price("1000").on_sale().await.product_id;
    let action = running(&world).await.action_id;
    let joined = async || {
        let v1 = ask(&shop, "/v1/actions/products", json!({"action_id": action})).await;
        let v2 = ask(&shop, "/v2/actions/products", json!({"action_id": action})).await;
        let v1: Vec<f64> = at(&v1, "/result/products")
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["action_price"].as_f64().unwrap())
            .collect();
        let price = |one: &Value| at(one, "/action_price/amount").as_str().unwrap().parse::<f64>().unwrap();
        let v2: Vec<f64> = v2["products"].as_array().unwrap().iter().map(price).collect();
        assert_eq!(v1, v2);
        let old = ask(&shop, "/v1/actions/candidates", json!({"action_id": action})).await;
        let new = ask(&shop, "/v2/actions/candidates", json!({"action_id": action})).await;
        let ids =
            |rows: &Value| rows.as_array().unwrap().iter().map(|one| one["id"].as_f64().unwrap()).collect::<Vec<_>>();
        assert_eq!(ids(at(&old, "/result/products")), ids(&new["products"]));
        v1
    };
    let old = json!({"action_id": action, "products": [{"product_id": id, "action_price": 800}]});
    let new = json!({"action_id": action, "products": [{"product_id": id, "action_price": {"amount": "700", "currency": "RUB"}}]});
    let out = json!({"action_id": action, "product_ids": [id]});
    let out_today = json!({"action_id": action, "product_ids": [id.0.to_string()]});
    assert_eq!(joined().await, [0.0; 0]);
    for (path, body, want) in [
        ("/v1/actions/products/activate", &old, vec![800.0]),
        ("/v1/actions/products/update", &new, vec![700.0]),
        ("/v1/actions/products/deactivate", &out, vec![]),
        ("/v1/actions/products/update", &new, vec![700.0]),
        ("/v2/actions/products/deactivate", &out_today, vec![]),
        ("/v1/actions/products/activate", &old, vec![800.0]),
        ("/v2/actions/products/deactivate", &out_today, vec![]),
    ] {
        ask(&shop, path, body.clone()).await;
        assert_eq!(joined().await, want, "{path}");
    }
}
