//! The floor: a server on the same HTTP stack that has everything in memory and does only what cannot be spared.
//! `/fixed/{bytes}` answers bytes of that length; `/one`, `/page/{bytes}` and `/stocks` also read and write JSON.

use crate::Outcome;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Products in memory.
const GOODS: i64 = 1_000;
/// Bytes of JSON of one.
const PRODUCT_BYTES: usize = 1_140;

/// Serves until it is killed; prints a ready line like the real server's.
pub fn serve() -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("floor is listening on http://{}", listener.local_addr()?);
        let goods: Arc<[Product]> = (0..GOODS).map(Product::new).collect();
        let routes = Router::new()
            .route("/fixed/{bytes}", post(fixed))
            .route("/one", post(one))
            .route("/page/{bytes}", post(page))
            .route("/stocks", post(stocks));
        Ok(axum::serve(listener, routes.with_state(goods)).await?)
    })
}

async fn fixed(Path(bytes): Path<usize>, _body: axum::body::Bytes) -> impl IntoResponse {
    static BYTES: [u8; 1 << 20] = [b'x'; 1 << 20];
    ([(CONTENT_TYPE, "application/json")], BYTES.get(..bytes).unwrap_or(&BYTES))
}

async fn one(State(goods): State<Arc<[Product]>>, Json(wanted): Json<One>) -> impl IntoResponse {
    let product = goods.get(wanted.offer_id.len() % 100).map(|result| Answer { result });
    match product {
        Some(answer) => Json(&answer).into_response(),
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

/// As many products as make an answer of that length.
async fn page(
    State(goods): State<Arc<[Product]>>,
    Path(bytes): Path<usize>,
    _body: axum::body::Bytes,
) -> impl IntoResponse {
    let items = goods.get(..bytes / PRODUCT_BYTES).unwrap_or(&goods);
    Json(&Answer { result: Items { items } }).into_response()
}

async fn stocks(Json(update): Json<StockUpdate>) -> impl IntoResponse {
    let lines = update.stocks.into_iter();
    let result =
        lines.map(|line| StockAnswer { updated: line.stock >= 0, errors: Vec::new(), line }).collect::<Vec<_>>();
    Json(Answer { result })
}

#[derive(Serialize)]
struct Answer<T> {
    result: T,
}

#[derive(Serialize)]
struct Items<'a> {
    items: &'a [Product],
}

#[derive(Deserialize)]
struct One {
    offer_id: String,
}

#[derive(Deserialize)]
struct StockUpdate {
    stocks: Vec<StockLine>,
}

#[derive(Serialize, Deserialize)]
struct StockLine {
    offer_id: String,
    product_id: i64,
    #[serde(skip_serializing)]
    stock: i64,
    warehouse_id: i64,
}

#[derive(Serialize)]
struct StockAnswer {
    #[serde(flatten)]
    line: StockLine,
    updated: bool,
    errors: Vec<String>,
}

/// About 1.1 KB of JSON with the fields a product card has.
#[derive(Serialize)]
struct Product {
    id: i64,
    name: String,
    offer_id: String,
    barcode: String,
    barcodes: Vec<String>,
    category_id: i64,
    created_at: String,
    images: Vec<String>,
    primary_image: String,
    description_category: String,
    currency_code: String,
    price: String,
    old_price: String,
    min_price: String,
    marketing_price: String,
    premium_price: String,
    vat: String,
    visible: bool,
    is_kgt: bool,
    fbo_sku: i64,
    fbs_sku: i64,
    stocks: Stocks,
    status: Status,
}

#[derive(Serialize)]
struct Stocks {
    coming: i64,
    present: i64,
    reserved: i64,
}

#[derive(Serialize)]
struct Status {
    state: String,
    state_name: String,
    state_description: String,
    moderate_status: String,
    validation_state: String,
}

impl Product {
    fn new(number: i64) -> Self {
        let image = |n: i64| format!("https://img.example.test/goods/A-{number:05}-{n}.jpg");
        Self {
            id: 300_000_000 + number,
            name: format!("Чайник электрический «Волна» 1,7 л, белый, артикул {number}"),
            offer_id: format!("VOLNA-{number:05}"),
            barcode: format!("29{number:011}"),
            barcodes: vec![format!("29{number:011}"), format!("OZN{number:09}")],
            category_id: 17_036_076,
            created_at: "2026-01-12T09:00:00.000000Z".to_owned(),
            images: (1..4).map(image).collect(),
            primary_image: image(0),
            description_category: "Бытовая техника и электроника / Чайники и термопоты / Чайники электрические"
                .to_owned(),
            currency_code: "RUB".to_owned(),
            price: "1290.0000".to_owned(),
            old_price: "1690.0000".to_owned(),
            min_price: "1100.0000".to_owned(),
            marketing_price: "1250.0000".to_owned(),
            premium_price: String::new(),
            vat: "0.200000".to_owned(),
            visible: true,
            is_kgt: false,
            fbo_sku: 400_000_000 + number,
            fbs_sku: 500_000_000 + number,
            stocks: Stocks { coming: 0, present: 120, reserved: 3 },
            status: Status {
                state: "price_sent".to_owned(),
                state_name: "Продается".to_owned(),
                state_description: "Товар виден покупателям".to_owned(),
                moderate_status: "approved".to_owned(),
                validation_state: "success".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_weighs_what_is_asked_for() {
        let goods: Vec<Product> = (0..100).map(Product::new).collect();
        let bytes = serde_json::to_vec(&Items { items: &goods }).unwrap().len();
        assert!((bytes / 100).abs_diff(PRODUCT_BYTES) < 20, "{bytes}");
    }
}
