//! `kill -9` under load: the real program is killed in the middle of its work, started again, killed again. What it
//! acknowledged is there, what it holds for orders is what the orders say, and what it planned happens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod program;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use gostiny_client::{Client, ClientError, Retry};
use gostiny_wire::{
    category::{CategoryAttributeValuesV2, CategoryAttributeValuesV2Request},
    operator::{
        ClockAdvance, ClockAdvanceRequest, DeliveryMethodCreate, DeliveryMethodCreateRequest, NotificationsSet,
        NotificationsSetRequest, OrderPlace, OrderPlaceItem, OrderPlaceRequest, SellerCreate, SellerCreateRequest,
        SellerCreateResponse, Settings, SettingsSet, SettingsSetRequest, WarehouseCreate, WarehouseCreateRequest,
    },
    posting::{
        PostingFbsGetV3, PostingFbsGetV3Request, PostingFbsListV3, PostingFbsListV3Filter, PostingFbsListV3Request,
        PostingFbsShipV4, PostingFbsShipV4Package, PostingFbsShipV4Product, PostingFbsShipV4Request,
    },
    product::{
        ProductImportAttribute, ProductImportItem, ProductImportV2, ProductImportV2Request, ProductImportValue,
        ProductInfoV2, ProductInfoV2Request,
    },
    push::{Kind, Push},
    scalar::{AttributeId, CategoryId, Digits, PostingNumber, Sku, WarehouseId},
    stock::{
        ProductInfoStocksByWarehouseFbsV1, ProductInfoStocksByWarehouseFbsV1Request, ProductsStocksV2,
        ProductsStocksV2Request, ProductsStocksV2Stock,
    },
};
use program::{Server, checked, database::Database};
use tokio::{sync::mpsc, task::JoinSet};

const STOCK: i64 = 100_000;
const BUYERS: usize = 4;
/// Acknowledged orders after which the server is killed.
const ENOUGH: usize = 60;

fn start(database: &Database) -> Server {
    Server::start(database, &["--operator-token", "t", "--clock", "manual"])
}

impl Server {
    /// Each call goes out once: whether it was acknowledged is what counts.
    fn stranger(&self) -> Client {
        Client::builder().base_url(&self.address).retry(Retry::never()).build().unwrap()
    }

    fn operator(&self) -> Client {
        self.stranger().as_bearer("t").unwrap()
    }

    fn seller(&self, shop: &SellerCreateResponse) -> Client {
        self.stranger().as_seller(shop.client_id, &shop.api_key).unwrap()
    }
}

async fn advance(operator: &Client, seconds: i64) {
    operator.call(ClockAdvance, &ClockAdvanceRequest { seconds }).await.unwrap();
}

async fn open_shop(operator: &Client) -> (SellerCreateResponse, WarehouseId) {
    let shop = SellerCreateRequest { name: "Ромашка".to_owned(), ..Default::default() };
    let shop = operator.call(SellerCreate, &shop).await.unwrap();
    let warehouse = WarehouseCreateRequest {
        client_id: shop.client_id,
        name: "Склад".to_owned(),
        city: "Москва".to_owned(),
        packing_hours: 24,
        ..Default::default()
    };
    let warehouse_id = operator.call(WarehouseCreate, &warehouse).await.unwrap().warehouse_id;
    let method = DeliveryMethodCreateRequest { client_id: shop.client_id, warehouse_id, ..Default::default() };
    operator.call(DeliveryMethodCreate, &method).await.unwrap();
    (shop, warehouse_id)
}

async fn product_on_sale(operator: &Client, seller: &Client, warehouse_id: WarehouseId) -> Sku {
    let (category_id, brand) = (CategoryId(17_036_076), AttributeId(85));
    let values = CategoryAttributeValuesV2Request { attribute_id: brand, category_id, limit: 1, ..Default::default() };
    let value = seller.call(CategoryAttributeValuesV2, &values).await.unwrap().result.remove(0);
    let value = ProductImportValue { dictionary_value_id: value.id, value: value.value };
    let item = ProductImportItem {
        attributes: vec![ProductImportAttribute { complex_id: 0, id: brand, values: vec![value] }],
        category_id,
        depth: 20,
        width: 180,
        height: 250,
        dimension_unit: "mm".to_owned(),
        weight: 300,
        weight_unit: "g".to_owned(),
        images: vec!["https://images.example/front.jpg".to_owned()],
        name: "Чехол".to_owned(),
        offer_id: "A-1".into(),
        price: "1000".to_owned(),
        vat: "0.2".to_owned(),
        ..Default::default()
    };
    seller.call(ProductImportV2, &ProductImportV2Request { items: vec![item] }).await.unwrap();
    advance(operator, 60).await;
    let stock = ProductsStocksV2Stock { offer_id: "A-1".into(), stock: STOCK, warehouse_id, ..Default::default() };
    let set = seller.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: vec![stock] }).await.unwrap();
    assert!(set.result[0].updated, "{set:?}");
    let info = ProductInfoV2Request { offer_id: "A-1".into(), ..Default::default() };
    seller.call(ProductInfoV2, &info).await.unwrap().result.card.fbs_sku
}

/// What a caller was told.
#[derive(Debug)]
enum Told {
    Ordered(PostingNumber),
    Packed(PostingNumber),
}

/// Orders and packs until the server is gone.
async fn trade(operator: Client, seller: Client, sku: Sku, tell: mpsc::UnboundedSender<Told>) {
    let order = OrderPlaceRequest { items: vec![OrderPlaceItem { sku, quantity: 1 }], ..Default::default() };
    for turn in 0_u64.. {
        let placed = match operator.call(OrderPlace, &order).await {
            Ok(mut answer) => answer.postings.remove(0).posting_number,
            Err(ClientError::Transport(_)) => return,
            Err(error) => panic!("{error:?}"),
        };
        let _ = tell.send(Told::Ordered(placed.clone()));
        if turn % 3 != 0 {
            continue;
        }
        let products = vec![PostingFbsShipV4Product { product_id: sku, quantity: 1 }];
        let ship = PostingFbsShipV4Request {
            packages: vec![PostingFbsShipV4Package { products }],
            posting_number: placed.clone(),
            ..Default::default()
        };
        match seller.call(PostingFbsShipV4, &ship).await {
            Ok(_) => drop(tell.send(Told::Packed(placed))),
            Err(ClientError::Transport(_)) => return,
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Lets buyers trade and kills the server in the middle; answers what they were told.
async fn trade_and_kill(server: Server, shop: &SellerCreateResponse, sku: Sku) -> Vec<Told> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut buyers = JoinSet::new();
    for _ in 0..BUYERS {
        buyers.spawn(trade(server.operator(), server.seller(shop), sku, tell.clone()));
    }
    drop(tell);
    let mut all = Vec::new();
    while all.len() < ENOUGH {
        all.push(told.recv().await.unwrap());
    }
    drop(server);
    while let Some(more) = told.recv().await {
        all.push(more);
    }
    while let Some(done) = buyers.join_next().await {
        done.unwrap();
    }
    all
}

async fn all_postings(seller: &Client) -> Vec<PostingNumber> {
    let filter = PostingFbsListV3Filter {
        since: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        to: Some("2026-02-01T00:00:00Z".parse().unwrap()),
        ..Default::default()
    };
    let mut request = PostingFbsListV3Request { filter: Some(filter), limit: 1_000, ..Default::default() };
    let mut all = Vec::new();
    loop {
        let page = seller.call(PostingFbsListV3, &request).await.unwrap().result;
        all.extend(page.postings.into_iter().map(|posting| posting.posting_number));
        if !page.has_next {
            return all;
        }
        request.offset += request.limit;
    }
}

async fn status(seller: &Client, number: &PostingNumber) -> String {
    let request = PostingFbsGetV3Request { posting_number: number.clone(), ..Default::default() };
    seller.call(PostingFbsGetV3, &request).await.unwrap().result.status
}

async fn stock(seller: &Client, sku: Sku) -> (i64, i64) {
    let request = ProductInfoStocksByWarehouseFbsV1Request { sku: vec![Digits(sku.0)], fbs_sku: vec![] };
    let rows = seller.call(ProductInfoStocksByWarehouseFbsV1, &request).await.unwrap().result;
    (rows[0].present, rows[0].reserved)
}

/// A seller's own server, which outlives the program: keeps the numbers of the postings that it is told of.
fn receiver() -> (String, Arc<Mutex<Vec<PostingNumber>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, heard) = (stream.unwrap(), heard.clone());
            // An error is the end of the program at the other end.
            std::thread::spawn(move || drop(listen(&stream, &heard)));
        }
    });
    (url, kept)
}

fn listen(stream: &TcpStream, heard: &Mutex<Vec<PostingNumber>>) -> std::io::Result<()> {
    let (mut reader, mut writer) = (BufReader::new(stream), stream);
    loop {
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let answer = match serde_json::from_slice(&body).unwrap() {
            Push::NewPosting(told) => {
                heard.lock().unwrap().push(told.posting_number);
                r#"{"result":true}"#
            }
            // Whoever does not answer pings is not told of anything after a day.
            _ => r#"{"version":"1","name":"kill","time":"2026-01-12T09:00:00Z"}"#,
        };
        write!(writer, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{answer}", answer.len())?;
    }
}

async fn connect(operator: &Client, shop: &SellerCreateResponse, url: String) {
    let settings = Settings { fetch_private_addresses: Some(true), ..Default::default() };
    operator.call(SettingsSet, &SettingsSetRequest { client_id: None, settings }).await.unwrap();
    let types = vec![Kind::NewPosting];
    let request = NotificationsSetRequest { client_id: shop.client_id, url, types, ..Default::default() };
    operator.call(NotificationsSet, &request).await.unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_nine() {
    let database = Database::fresh().await;
    let mut server = start(&database);
    let (shop, warehouse_id) = open_shop(&server.operator()).await;
    let sku = product_on_sale(&server.operator(), &server.seller(&shop), warehouse_id).await;
    let (url, heard) = receiver();
    connect(&server.operator(), &shop, url).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.extend(trade_and_kill(server, &shop, sku).await);
        let (told_of, holds) = checked(&database);
        assert!(holds, "{told_of}");
        server = start(&database);
        let seller = server.seller(&shop);
        let kept = all_postings(&seller).await;
        for one in &told {
            let (Told::Ordered(number) | Told::Packed(number)) = one;
            assert!(kept.contains(number), "{number} was acknowledged and is gone");
        }
        let held = i64::try_from(kept.len()).unwrap();
        assert_eq!(stock(&seller, sku).await, (STOCK, held));
    }

    let (operator, seller) = (server.operator(), server.seller(&shop));
    let packed: Vec<_> =
        told.iter().filter_map(|one| if let Told::Packed(number) = one { Some(number) } else { None }).collect();
    assert!(!packed.is_empty());
    for number in &packed {
        assert_eq!(status(&seller, number).await, "awaiting_deliver", "{number}");
    }
    // What was planned before the kills happens: whatever nobody packed is cancelled by the platform.
    advance(&operator, 2 * 86_400).await;
    let mut waiting = 0;
    for number in all_postings(&seller).await {
        match status(&seller, &number).await.as_str() {
            "cancelled" => {}
            "awaiting_deliver" => waiting += 1,
            other => panic!("{number} is {other}"),
        }
    }
    assert_eq!(stock(&seller, sku).await, (STOCK, waiting));
    // Its seller was told of each of them, and of nothing that did not happen.
    let mut heard = std::mem::take(&mut *heard.lock().unwrap());
    let mut kept = all_postings(&seller).await;
    kept.sort();
    heard.sort();
    heard.dedup();
    assert_eq!(heard, kept);
}
