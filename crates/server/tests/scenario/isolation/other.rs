//! The other shop: what it has, and for each method the request that names it.

use gostiny_wire::{
    operator::{ChatOpen, ChatOpenRequest, PostingEvent},
    push::Kind,
    scalar::{ActionId, CancellationId, CarriageId, CertificateId, ChatId, DiscountTaskId},
};
use serde_json::{Value, json};

use crate::{
    act, action, cancellation, certificate, discount_request, goods::Product, receiver::Receiver, shop::Shop,
    world::World,
};

/// What an answer may look like that tells nothing of another shop.
pub enum Nothing {
    /// 404 and code 5.
    NotFound,
    /// 200, and the list under this pointer is empty.
    Empty(&'static str),
    /// 200, and each row under `/result` is refused.
    Refused,
    /// 200, and each row under `/status` says that nothing was updated.
    NotUpdated,
    /// 200, and the status is this word.
    Says(&'static str),
    /// 200, and each row under `/status` says that nothing was deleted.
    Kept,
    /// 200, and the one row under `/errors` says that nothing was changed.
    Stayed,
    /// 200, and each row under `/result` has this error.
    Told(&'static str),
    /// 200, and nothing under `/result` was done.
    Undone,
    /// The method takes no id of a shop's object.
    NoIds,
}

const AREA: &str = "[[[37,55],[38,55],[38,56],[37,55]]]";

pub struct Other {
    pub(super) product: Product,
    pub(super) number: String,
    pub(super) barcode: String,
    pub(super) order_id: i64,
    pub(super) task_id: i64,
    pub(super) label_task_id: i64,
    pub(super) carriage: CarriageId,
    pub(super) certificate: CertificateId,
    pub(super) action: ActionId,
    pub(super) chat_id: ChatId,
    pub(super) polygon_id: i64,
    pub(super) report_code: String,
    pub(super) discount_task: DiscountTaskId,
    pub(super) cancellation: CancellationId,
    pub(super) notification_id: i64,
    pub(super) shop: Shop,
}

impl Other {
    pub async fn new(world: &World) -> Self {
        let shop = world.shop().await;
        let product = shop.product("theirs").on_sale().await;
        let action = action::running(world).await.action_id;
        let certificate = certificate::create(&shop, |_| {}).await.unwrap();
        let packed = world.order_one(&[(product.sku, 1)]).await;
        shop.ship(&packed).await;
        world.pass(23 * 3_600).await;
        let carriage = act::create(&shop, |_| {}).await.unwrap();
        world.pass(5).await;
        let delivered = world.order_one(&[(product.sku, 1)]).await;
        shop.ship(&delivered).await;
        world.events(&delivered, &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered]).await;
        world.events(&delivered, &[PostingEvent::Returned]).await;
        let opened = ChatOpenRequest { posting_number: delivered };
        let chat_id = world.operator.call(ChatOpen, &opened).await.unwrap().chat_id;
        let area = shop.post("/v1/polygon/create", &json!({"coordinates": AREA}).to_string()).await;
        let area: Value = serde_json::from_slice(&area.body).unwrap();
        let import = shop.post("/v2/product/import", &json!({"items": [{"offer_id": "theirs too"}]}).to_string()).await;
        let import: Value = serde_json::from_slice(&import.body).unwrap();
        let report = shop.post("/v1/report/stock/create", "{}").await;
        let report: Value = serde_json::from_slice(&report.body).unwrap();
        let labels = json!({"posting_number": [packed]}).to_string();
        let labels = shop.post("/v1/posting/fbs/package-label/create", &labels).await;
        let labels: Value = serde_json::from_slice(&labels.body).unwrap();
        let cancellation = cancellation::asked(world, &shop).await;
        let discount_task = discount_request::ask(world, product.sku, 1, |_| {}).await.unwrap().task_id;
        Receiver::new().await.of(world, &shop, &[Kind::ChatClosed]).await;
        let listed = shop.post("/v1/notification/list", "{}").await;
        let listed: Value = serde_json::from_slice(&listed.body).unwrap();
        let notification_id = listed.pointer("/urls/0/id").and_then(Value::as_i64).unwrap();
        let number = world.order_one(&[(product.sku, 1)]).await;
        let posting = shop.posting(&number).await;
        Self {
            report_code: report.pointer("/result/code").and_then(Value::as_str).unwrap().to_owned(),
            product,
            number: number.0,
            barcode: posting.barcodes.unwrap().upper_barcode,
            order_id: posting.order_id.0,
            label_task_id: labels.pointer("/result/task_id").and_then(Value::as_i64).unwrap(),
            task_id: import.pointer("/result/task_id").and_then(Value::as_i64).unwrap(),
            carriage,
            certificate,
            action,
            chat_id,
            polygon_id: area["polygon_id"].as_i64().unwrap(),
            discount_task,
            cancellation,
            notification_id,
            shop,
        }
    }

    /// The request that names theirs, and what it may be answered.
    pub fn ask(&self, path: &str) -> Option<(Value, Nothing)> {
        use Nothing::{Empty, Kept, NoIds, NotFound, NotUpdated, Refused, Says, Stayed, Told, Undone};
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
            "/v3/product/list" => (json!({"filter": {"skus": [sku.to_string()]}, "limit": 10}), Empty("/result/items")),
            "/v3/product/info/list" => (
                json!({"sku": [sku.to_string()], "product_id": [id.to_string()], "offer_id": [offer]}),
                Empty("/items"),
            ),
            "/v4/product/info/attributes" => {
                let filter = json!({"offer_id": [offer], "product_id": [id.to_string()], "sku": [sku.to_string()]});
                (json!({"filter": filter, "limit": 10}), Empty("/result"))
            }
            "/v5/product/info/prices" | "/v4/product/info/stocks" => {
                (json!({"filter": filter, "limit": 10}), Empty("/items"))
            }
            "/v2/product/info/stocks-by-warehouse/fbs" => {
                (json!({"sku": [sku.to_string()], "offer_id": [offer], "limit": 10}), Empty("/products"))
            }
            "/v1/product/info/warehouse/stocks" => {
                (json!({"warehouse_id": self.shop.warehouse_id, "limit": 10}), NotFound)
            }
            "/v2/warehouse/list" => {
                (json!({"warehouse_ids": [self.shop.warehouse_id.to_string()], "limit": 10}), Empty("/warehouses"))
            }
            "/v2/delivery-method/list" => {
                let filter = json!({"warehouse_ids": [self.shop.warehouse_id.to_string()]});
                (json!({"filter": filter, "limit": 10}), Empty("/delivery_methods"))
            }
            "/v2/product/pictures/info" => (json!({"product_id": [id.to_string()]}), Empty("/items")),
            // What becomes of the items of these is told by the task; theirs stay as they are.
            "/v2/product/pictures/import" => {
                (json!({"items": [{"offer_id": offer, "images": ["https://images.example/1.jpg"]}]}), NoIds)
            }
            "/v1/product/attributes/update" => (json!({"items": [{"offer_id": offer, "attributes": []}]}), NoIds),
            "/v1/product/update/offer-id" => {
                (json!({"update_offer_id": [{"offer_id": offer, "new_offer_id": "mine"}]}), Stayed)
            }
            "/v1/product/info/description" => (json!({"product_id": id}), NotFound),
            "/v3/products/info/attributes" => (json!({"filter": filter, "limit": 10}), Empty("/result")),
            "/v1/product/archive" | "/v1/product/unarchive" => (json!({"product_id": [id]}), NotFound),
            "/v1/product/pictures/import" => {
                (json!({"product_id": id, "images": ["https://images.example/1.jpg"]}), NotFound)
            }
            "/v1/product/pictures/info" => (json!({"product_id": [id.to_string()]}), Empty("/result/pictures")),
            "/v2/products/delete" => (json!({"products": [{"offer_id": offer}]}), Kept),
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
            "/v2/posting/fbs/product/cancel" => (
                json!({"posting_number": number, "cancel_reason_id": 352, "cancel_reason_message": "x", "items": goods}),
                NotFound,
            ),
            "/v2/posting/fbs/product/change" => {
                (json!({"posting_number": number, "items": [{"sku": sku, "weightReal": [1]}]}), NotFound)
            }
            "/v2/posting/fbs/product/country/set" => {
                (json!({"posting_number": number, "product_id": sku, "country_iso_code": "CN"}), NotFound)
            }
            "/v2/posting/fbs/arbitration" | "/v2/posting/fbs/awaiting-delivery" => {
                (json!({"posting_number": [number]}), NotFound)
            }
            "/v2/fbs/posting/sent-by-seller"
            | "/v2/fbs/posting/delivering"
            | "/v2/fbs/posting/last-mile"
            | "/v2/fbs/posting/delivered" => (json!({"posting_number": [number]}), Told("POSTING_NOT_FOUND")),
            "/v2/fbs/posting/tracking-number/set" => {
                let one = json!({"posting_number": number, "tracking_number": "1"});
                (json!({"tracking_numbers": [one]}), Told("POSTING_NOT_FOUND"))
            }
            "/v4/fbs/posting/product/exemplar/set"
            | "/v4/fbs/posting/product/exemplar/status"
            | "/v4/fbs/posting/product/exemplar/validate" => {
                (json!({"posting_number": number, "products": [{"product_id": sku}]}), NotFound)
            }
            "/v4/posting/fbs/list" | "/v4/posting/fbs/unfulfilled/list" => {
                let year = json!({"since": year["since"], "to": year["to"], "order_id": self.order_id,
                    "warehouse_ids": [self.shop.warehouse_id.to_string()], "cutoff_from": year["cutoff_from"],
                    "cutoff_to": year["cutoff_to"]});
                (json!({"filter": year, "limit": 10}), Empty("/postings"))
            }
            "/v3/posting/fbo/list" => {
                (json!({"filter": {"posting_numbers": [number]}, "limit": 10}), Empty("/postings"))
            }
            "/v4/posting/fbs/ship/package" => (json!({"posting_number": number, "products": goods}), NotFound),
            "/v5/fbs/posting/product/exemplar/set"
            | "/v6/fbs/posting/product/exemplar/set"
            | "/v5/fbs/posting/product/exemplar/validate"
            | "/v5/fbs/posting/product/exemplar/status"
            | "/v5/fbs/posting/product/exemplar/create-or-get"
            | "/v6/fbs/posting/product/exemplar/create-or-get" => {
                (json!({"posting_number": number, "products": [{"product_id": sku}]}), NotFound)
            }
            "/v1/posting/fbs/cancel-reason" => (json!({"related_posting_numbers": [number]}), NotFound),
            "/v1/posting/fbs/restrictions" | "/v1/posting/fbs/timeslot/change-restrictions" => {
                (json!({"posting_number": number}), NotFound)
            }
            "/v1/posting/fbs/timeslot/set" => {
                let slot = json!({"from": "2026-01-14T00:00:00Z", "to": "2026-01-15T00:00:00Z"});
                (json!({"posting_number": number, "new_timeslot": slot}), NotFound)
            }
            "/v3/posting/multiboxqty/set" => (json!({"posting_number": number, "multi_box_qty": 2}), NotFound),
            "/v1/posting/fbs/package-label/create"
            | "/v2/posting/fbs/package-label/create"
            | "/v3/posting/fbs/package-label/create" => {
                (json!({"posting_number": [number], "posting_numbers": [number]}), NotFound)
            }
            "/v1/posting/fbs/package-label/get" | "/v2/posting/fbs/package-label/get" => {
                (json!({"task_id": self.label_task_id}), NotFound)
            }
            "/v2/posting/fbo/list" => (json!({"limit": 10}), Empty("/result")),
            "/v2/posting/fbo/get" => (json!({"posting_number": number}), NotFound),
            "/v2/posting/fbs/act/create" => (json!({"delivery_method_id": self.shop.delivery_method_id}), NotFound),
            "/v2/posting/fbs/act/check-status"
            | "/v2/posting/fbs/act/get-pdf"
            | "/v2/posting/fbs/act/get-container-labels" => (json!({"id": self.carriage}), NotFound),
            "/v1/posting/carriage-available/list" => {
                (json!({"delivery_method_id": self.shop.delivery_method_id}), Empty("/result"))
            }
            "/v1/actions/candidates" | "/v1/actions/products" => {
                (json!({"action_id": self.action}), Empty("/result/products"))
            }
            "/v1/actions/products/activate" => {
                let products = json!([{"product_id": id, "action_price": 1}]);
                (json!({"action_id": self.action, "products": products}), Empty("/result/product_ids"))
            }
            "/v1/actions/products/deactivate" => {
                (json!({"action_id": self.action, "product_ids": [id]}), Empty("/result/product_ids"))
            }
            "/v1/product/upload_digital_codes" => (json!({"product_id": id, "digital_codes": ["A"]}), NotFound),
            "/v1/product/upload_digital_codes/info" => (json!({"task_id": self.task_id}), NotFound),
            "/v1/product/certificate/bind" => {
                (json!({"certificate_id": self.certificate, "product_id": [id]}), NotFound)
            }
            "/v1/brand/company-certification/list" => (json!({}), Empty("/result/brand_certification")),
            "/v1/product/certification/list" => (json!({}), NoIds),
            "/v3/finance/transaction/list" => {
                (json!({"filter": {"posting_number": number}, "page": 1, "page_size": 10}), Empty("/result/operations"))
            }
            "/v3/finance/transaction/totals" => (json!({"posting_number": number}), NoIds),
            "/v1/polygon/bind" => {
                let polygons = json!([{"polygon_id": self.polygon_id, "time": 60}]);
                let method = self.shop.delivery_method_id;
                let place = json!({"lat": "55.1", "lon": "37.9"});
                let body = json!({"delivery_method_id": method, "polygons": polygons, "warehouse_location": place});
                (body, NotFound)
            }
            "/v1/polygon/delete" => (json!({"polygon_ids": [self.polygon_id.to_string()]}), NotFound),
            "/v2/returns/company/fbo" => {
                (json!({"filter": {"posting_number": number}, "limit": 10}), Empty("/returns"))
            }
            "/v2/returns/company/fbs" => (json!({"filter": {}, "limit": 10}), Empty("/result/returns")),
            "/v1/chat/list" => (json!({"chat_id_list": [self.chat_id]}), Empty("/result")),
            "/v1/chat/history" | "/v1/chat/updates" => (json!({"chat_id": self.chat_id, "limit": 10}), NotFound),
            "/v1/chat/start" => (json!({"posting_number": number}), NotFound),
            "/v1/chat/send/message" => (json!({"chat_id": self.chat_id, "text": "mine"}), NotFound),
            "/v1/chat/send/file" => {
                (json!({"chat_id": self.chat_id, "name": "a.txt", "base64_content": "bWluZQ=="}), NotFound)
            }
            "/v1/polygon/create" => (json!({"coordinates": AREA}), NoIds),
            "/v1/analytics/data" => {
                let only = json!([{"key": "sku", "op": "EQ", "value": sku.to_string()}]);
                let all = json!({"date_from": "2026-01-01", "date_to": "2026-01-31", "dimension": ["sku"],
                    "metrics": ["revenue"], "filters": only, "limit": 10});
                (all, Empty("/result/data"))
            }
            "/v1/analytics/item_turnover" => (json!({"date_from": "2026-01-01"}), Empty("/categories")),
            "/v1/analytics/stock_on_warehouses" => (json!({}), Empty("/total_items")),
            "/v2/analytics/stock_on_warehouses" => (json!({}), Empty("/result/rows")),
            "/v1/report/list" => (json!({}), Empty("/result/reports")),
            "/v1/report/info" => (json!({"code": self.report_code}), NotFound),
            "/v1/description-category/tree"
            | "/v1/description-category/attribute"
            | "/v1/description-category/attribute/values"
            | "/v1/description-category/attribute/values/search"
            | "/v3/product/import"
            | "/v3/product/info/limit"
            | "/v4/product/info/limit"
            | "/v1/categories/tree"
            | "/v2/category/tree"
            | "/v3/category/attribute"
            | "/v2/category/attribute/values"
            | "/v2/product/import"
            | "/v1/product/import-by-sku"
            | "/v2/product/info/limit"
            | "/v1/products/geo-restrictions-catalog-by-filter"
            | "/v1/warehouse/list"
            | "/v2/posting/fbs/product/country/list"
            | "/v2/posting/fbs/cancel-reason/list" => (json!({}), NoIds),
            "/v1/returns/list" => (json!({"filter": {"posting_numbers": [number]}, "limit": 10}), Empty("/returns")),
            "/v3/returns/company/fbs" | "/v3/returns/company/fbo" => (json!({"limit": 10}), Empty("/returns")),
            "/v2/chat/list" | "/v3/chat/list" => (json!({}), Empty("/chats")),
            "/v2/chat/history" | "/v3/chat/history" => (json!({"chat_id": self.chat_id}), NotFound),
            "/v2/chat/read" => (json!({"chat_id": self.chat_id, "from_message_id": 1}), NotFound),
            "/v1/finance/accrual/by-day" => (json!({"date": "2026-01-14"}), Empty("/accruals")),
            "/v1/finance/accrual/postings" => (json!({"posting_numbers": [number]}), Empty("/posting_accruals")),
            "/v2/finance/realization" => (json!({"month": 12, "year": 2025}), Empty("/result/rows")),
            "/v1/finance/accrual/types" | "/v1/finance/cash-flow-statement/list" => (json!({}), NoIds),
            "/v2/actions/candidates" | "/v2/actions/products" => {
                (json!({"action_id": self.action}), Empty("/products"))
            }
            "/v1/actions/products/update" => {
                let products = json!([{"product_id": id, "action_price": {"amount": "1", "currency": "RUB"}}]);
                (json!({"action_id": self.action, "products": products}), Empty("/active_product_ids"))
            }
            "/v2/actions/products/deactivate" => {
                (json!({"action_id": self.action, "product_ids": [id.to_string()]}), Empty("/product_ids"))
            }
            "/v2/polygon/bind" => {
                let method = self.shop.delivery_method_id;
                let place = self.shop.warehouse_id;
                let body = json!({"delivery_method_id": method, "polygon_id": self.polygon_id, "time": 60,
                    "warehouse_id": place});
                (body, NotFound)
            }
            "/v1/conditional-cancellation/list" | "/v2/conditional-cancellation/list" => {
                (json!({"filters": {"posting_number": [number]}, "limit": 10}), Empty("/result"))
            }
            "/v1/actions/discounts-task/list" => (json!({"limit": 10}), Empty("/result")),
            "/v2/actions/discounts-task/list" => (json!({"limit": 10}), Empty("/tasks")),
            "/v1/actions/discounts-task/approve" | "/v1/actions/discounts-task/decline" => {
                (json!({"tasks": [{"id": self.discount_task, "approved_price": 1}]}), Undone)
            }
            path if path.contains("/conditional-cancellation/") => {
                (json!({"cancellation_id": self.cancellation}), NotFound)
            }
            "/v1/analytics/stocks" => (json!({"skus": [sku.to_string()]}), Empty("/items")),
            "/v1/analytics/manage/stocks" => {
                (json!({"filter": {"skus": [sku.to_string()]}, "limit": 10}), Empty("/items"))
            }
            "/v1/report/warehouse/stock" => (json!({"warehouseId": [self.shop.warehouse_id.to_string()]}), NotFound),
            "/v2/product/certificate/create" => (json!({"params": {"skus": [sku.to_string()]}}), NoIds),
            "/v2/product/certification/list"
            | "/v2/report/returns/create"
            | "/v1/rating/summary"
            | "/v1/roles"
            | "/v1/seller/info" => (json!({}), NoIds),
            "/v1/barcode/add" => (json!({"barcodes": [{"sku": sku, "barcode": "4600000000008"}]}), Stayed),
            "/v1/barcode/generate" => (json!({"product_ids": [id.to_string()]}), Stayed),
            "/v1/carriage/create" => (json!({"delivery_method_id": self.shop.delivery_method_id}), NotFound),
            "/v1/carriage/approve" | "/v1/carriage/cancel" | "/v1/carriage/get" => {
                (json!({"carriage_id": self.carriage}), NotFound)
            }
            "/v1/carriage/delivery/list" => {
                (json!({"delivery_method_id": self.shop.delivery_method_id}), Empty("/result"))
            }
            "/v2/carriage/delivery/list" => {
                let filter = json!({"delivery_method_id": self.shop.delivery_method_id});
                (json!({"filter": filter, "limit": 10}), Empty("/methods"))
            }
            "/v2/posting/fbs/act/list" => (json!({"limit": 10}), Empty("/result")),
            "/v2/posting/fbs/act/get-postings"
            | "/v2/posting/fbs/act/get-barcode"
            | "/v2/posting/fbs/act/get-barcode/text" => (json!({"id": self.carriage}), NotFound),
            "/v2/posting/fbs/digital/act/check-status" => (json!({"id": self.carriage}), Says("NOT_FOUND")),
            "/v2/posting/fbs/digital/act/get-pdf" => {
                (json!({"id": self.carriage, "doc_type": "act_of_acceptance"}), NotFound)
            }
            "/v1/product/digital/stocks/import" => (json!({"stocks": [{"offer_id": offer, "stock": 1}]}), NotUpdated),
            "/v1/posting/digital/codes/upload" => {
                let codes = json!([{"sku": sku, "exemplar_qty": 1, "exemplar_keys": ["A"]}]);
                (json!({"posting_number": number, "exemplars_by_sku": codes}), NotFound)
            }
            "/v1/notification/update" | "/v1/notification/delete" | "/v1/notification/enable" => {
                (json!({"id": self.notification_id}), NotFound)
            }
            "/v1/notification/list" => (json!({"limit": 10}), Empty("/urls")),
            "/v1/notification/check" | "/v1/notification/set" | "/v1/notification/push-type/list" => {
                (json!({"url": "http://127.0.0.1:1/", "types": ["TYPE_NEW_POSTING"]}), NoIds)
            }
            // What stands in the files is looked at in report.rs; ordering one tells nothing.
            path if path.starts_with("/v1/report/") && path.ends_with("/create") => (json!({"date_from": "x"}), NoIds),
            _ => return None,
        })
    }

    /// Everything of theirs that a call could have changed.
    pub async fn state(&self) -> Vec<Vec<u8>> {
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
