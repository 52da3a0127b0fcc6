//! Two shops in one world: one asks with all of the other's ids and learns, and changes, nothing.

use gostiny_wire::{method::Verb, operator::PostingEvent, scalar::CarriageId, seller_methods};
use serde_json::{Value, json};

use crate::{
    act,
    goods::Product,
    shop::Shop,
    world::{World, refusal_of},
};

/// What an answer may look like that tells nothing of another shop.
enum Nothing {
    /// 404 and code 5.
    NotFound,
    /// 200, and the list under this pointer is empty.
    Empty(&'static str),
    /// 200, and each row under `/result` is refused.
    Refused,
    /// The method takes no id of a shop's object.
    NoIds,
}

struct Other {
    product: Product,
    number: String,
    barcode: String,
    order_id: i64,
    task_id: i64,
    carriage: CarriageId,
    shop: Shop,
}

impl Other {
    async fn new(world: &World) -> Self {
        let shop = world.shop().await;
        let product = shop.product("theirs").on_sale().await;
        let packed = world.order_one(&[(product.sku, 1)]).await;
        shop.ship(&packed).await;
        world.pass(23 * 3_600).await;
        let carriage = act::create(&shop, |_| {}).await.unwrap();
        world.pass(5).await;
        let delivered = world.order_one(&[(product.sku, 1)]).await;
        shop.ship(&delivered).await;
        world.events(&delivered, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
        let import = shop.post("/v2/product/import", &json!({"items": [{"offer_id": "theirs too"}]}).to_string()).await;
        let import: Value = serde_json::from_slice(&import.body).unwrap();
        let number = world.order_one(&[(product.sku, 1)]).await;
        let posting = shop.posting(&number).await;
        Self {
            product,
            number: number.0,
            barcode: posting.barcodes.unwrap().upper_barcode,
            order_id: posting.order_id.0,
            task_id: import.pointer("/result/task_id").and_then(Value::as_i64).unwrap(),
            carriage,
            shop,
        }
    }

    /// The request that names theirs, and what it may be answered.
    fn ask(&self, path: &str) -> Option<(Value, Nothing)> {
        use Nothing::{Empty, NoIds, NotFound, Refused};
        let (id, sku, number) = (self.product.product_id.0, self.product.sku.0, self.number.as_str());
        let offer = self.product.offer_id.as_str();
        let filter = json!({"offer_id": [offer], "product_id": [id.to_string()]});
        let goods = json!([{"product_id": sku, "sku": sku, "quantity": 1}]);
        let packages = json!([{"products": goods, "items": goods}]);
        let year = json!({"since": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z", "order_id": self.order_id,
            "warehouse_id": [self.shop.warehouse_id], "cutoff_from": "2026-01-01T00:00:00Z", "cutoff_to": "2026-02-01T00:00:00Z"});
        Some(match path {
            "/v1/product/import/info" => (json!({"task_id": self.task_id}), NotFound),
            "/v2/product/list" => (json!({"filter": filter, "limit": 10}), Empty("/result/items")),
            "/v2/product/info" => (json!({"product_id": id}), NotFound),
            "/v2/product/info/list" => (json!({"sku": [sku, self.product.fbo_sku]}), Empty("/result/items")),
            "/v1/product/info/description" => (json!({"product_id": id}), NotFound),
            "/v3/products/info/attributes" => (json!({"filter": filter, "limit": 10}), Empty("/result")),
            "/v1/product/import/prices" => {
                (json!({"prices": [{"product_id": id, "price": "1"}, {"offer_id": offer, "price": "1"}]}), Refused)
            }
            "/v4/product/info/prices" => (json!({"filter": filter, "limit": 10}), Empty("/result/items")),
            "/v1/product/import/stocks" => (json!({"stocks": [{"product_id": id, "stock": 1}]}), Refused),
            "/v2/products/stocks" => {
                (json!({"stocks": [{"product_id": id, "stock": 1, "warehouse_id": self.shop.warehouse_id}]}), Refused)
            }
            "/v3/product/info/stocks" => (json!({"filter": filter, "limit": 10}), Empty("/result/items")),
            "/v1/product/info/stocks-by-warehouse/fbs" => (json!({"sku": [sku]}), Empty("/result")),
            "/v1/delivery-method/list" => {
                (json!({"filter": {"warehouse_id": self.shop.warehouse_id}, "limit": 10}), Empty("/result"))
            }
            "/v3/posting/fbs/unfulfilled/list" => (json!({"filter": year, "limit": 10}), Empty("/result/postings")),
            "/v3/posting/fbs/list" => (json!({"filter": year, "limit": 10}), Empty("/result/postings")),
            "/v3/posting/fbs/get" => (json!({"posting_number": number}), NotFound),
            "/v2/posting/fbs/get-by-barcode" => (json!({"barcode": self.barcode}), NotFound),
            "/v2/posting/fbs/ship" | "/v3/posting/fbs/ship" | "/v4/posting/fbs/ship" => {
                (json!({"posting_number": number, "packages": packages}), NotFound)
            }
            "/v3/posting/fbs/ship/package" => (json!({"posting_number": number, "products": goods}), NotFound),
            "/v2/posting/fbs/package-label" => (json!({"posting_number": [number]}), NotFound),
            "/v2/posting/fbs/cancel" => (json!({"posting_number": number, "cancel_reason_id": 352}), NotFound),
            "/v2/posting/fbs/act/create" => (json!({"delivery_method_id": self.shop.delivery_method_id}), NotFound),
            "/v2/posting/fbs/act/check-status"
            | "/v2/posting/fbs/act/get-pdf"
            | "/v2/posting/fbs/act/get-container-labels" => (json!({"id": self.carriage}), NotFound),
            "/v1/posting/carriage-available/list" => {
                (json!({"delivery_method_id": self.shop.delivery_method_id}), Empty("/result"))
            }
            "/v3/finance/transaction/list" => {
                (json!({"filter": {"posting_number": number}, "page": 1, "page_size": 10}), Empty("/result/operations"))
            }
            "/v3/finance/transaction/totals" => (json!({"posting_number": number}), NoIds),
            "/v1/categories/tree"
            | "/v2/category/tree"
            | "/v3/category/attribute"
            | "/v2/category/attribute/values"
            | "/v2/product/import"
            | "/v1/warehouse/list"
            | "/v2/posting/fbs/cancel-reason/list" => (json!({}), NoIds),
            _ => return None,
        })
    }

    /// Everything of theirs that a call could have changed.
    async fn state(&self) -> Vec<Vec<u8>> {
        let mut answers = Vec::new();
        for path in [
            "/v2/product/info",
            "/v4/product/info/prices",
            "/v3/product/info/stocks",
            "/v3/posting/fbs/list",
            "/v3/posting/fbs/get",
        ] {
            let (mut body, _) = self.ask(path).unwrap();
            if path == "/v3/posting/fbs/list" {
                body = json!({"filter": {"since": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}, "limit": 100});
            }
            let raw = self.shop.post(path, &body.to_string()).await;
            assert_eq!(raw.status, 200, "{path}: {}", String::from_utf8_lossy(&raw.body));
            answers.push(raw.body);
        }
        answers
    }
}

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
        assert!(!text.contains("theirs") || matches!(nothing, Nothing::Refused), "{path}: {text}");
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
