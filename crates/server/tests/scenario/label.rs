//! Labels: when they are ready, for whom, and whether a scanner reads them.

use std::{path::Path, process::Command};

use gostiny_wire::{
    posting::{PostingFbsPackageLabelV2, PostingFbsPackageLabelV2Request},
    scalar::PostingNumber,
};

use crate::{
    shop::Shop,
    world::{World, refused, refused_like},
};

pub async fn labels(shop: &Shop, numbers: &[PostingNumber]) -> Result<Vec<u8>, gostiny_client::ClientError> {
    let request = PostingFbsPackageLabelV2Request { posting_number: numbers.to_vec() };
    shop.call(PostingFbsPackageLabelV2, &request).await.map(|pdf| pdf.0)
}

/// The page tree of our documents is not compressed and states its count.
pub fn pages(pdf: &[u8]) -> usize {
    assert!(pdf.starts_with(b"%PDF"));
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("/Count ").nth(1).unwrap();
    count.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// What a decoder reads off each page at 203 dpi, when `ZXING_PYTHON` names a Python that has zxing-cpp and Pillow.
pub fn scan(pdf: &[u8]) -> Option<Vec<Vec<String>>> {
    let python = std::env::var("ZXING_PYTHON").ok()?;
    let folder = std::env::temp_dir().join(format!("gostiny_scan_{}_{:p}", std::process::id(), pdf));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let drawn = Command::new("pdftoppm").args(["-r", "203", "-png"]).arg(&file).arg(folder.join("page")).status();
    assert!(drawn.unwrap().success());
    let scanned = (1..=pages(pdf)).map(|page| decode(&python, &folder, page)).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    Some(scanned)
}

const DECODE: &str = "import sys, zxingcpp\nfrom PIL import Image\n\
    for code in zxingcpp.read_barcodes(Image.open(sys.argv[1])): print(code.text)";

fn decode(python: &str, folder: &Path, page: usize) -> Vec<String> {
    let image = [format!("page-{page}.png"), format!("page-{page:02}.png")].map(|name| folder.join(name));
    let image = image.iter().find(|image| image.exists()).unwrap();
    let read = Command::new(python).args(["-c", DECODE]).arg(image).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let mut texts: Vec<_> = String::from_utf8(read.stdout).unwrap().lines().map(str::to_owned).collect();
    texts.sort_unstable();
    texts
}

#[tokio::test]
async fn a_label_is_ready_three_quarters_of_a_minute_after_packing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let number = world.order_one(&[(sku, 1)]).await;
    let one = [number.clone()];
    refused(labels(&shop, &one).await, 400, 3, "INVALID_ARGUMENT");
    shop.ship(&number).await;
    refused(labels(&shop, &one).await, 400, 3, "POSTINGS_NOT_READY");
    world.pass(44).await;
    refused(labels(&shop, &one).await, 400, 3, "POSTINGS_NOT_READY");
    world.pass(1).await;
    let first = labels(&shop, &one).await.unwrap();
    assert_eq!(pages(&first), 1);
    world.pass(600).await;
    assert_eq!(labels(&shop, &one).await.unwrap(), first, "the same label is the same bytes");
}

#[tokio::test]
async fn labels_of_a_batch_are_pages_in_its_order_that_a_scanner_reads() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").stock(30).on_sale().await.sku;
    let mut numbers = Vec::new();
    for _ in 0..20 {
        let number = world.order_one(&[(sku, 1)]).await;
        shop.ship(&number).await;
        numbers.insert(0, number);
    }
    world.pass(45).await;
    let pdf = labels(&shop, &numbers).await.unwrap();
    assert_eq!(pages(&pdf), 20);
    let Some(scanned) = scan(&pdf) else { return };
    for (number, read) in numbers.iter().zip(scanned) {
        let codes = shop.posting(number).await.barcodes.unwrap();
        let mut printed = [codes.upper_barcode, codes.lower_barcode];
        printed.sort_unstable();
        assert_eq!(read, printed, "{number}");
    }
}

#[tokio::test]
async fn one_bad_posting_refuses_the_whole_call() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let sku = shop.product("A-1").stock(30).on_sale().await.sku;
    let good = world.order_one(&[(sku, 1)]).await;
    shop.ship(&good).await;
    world.pass(45).await;
    let (unpacked, fresh) = (world.order_one(&[(sku, 1)]).await, world.order_one(&[(sku, 1)]).await);
    shop.ship(&fresh).await;
    let unknown = PostingNumber::from("57195475-9999-1");
    refused(labels(&shop, &[good.clone(), unknown]).await, 404, 5, "POSTING_NOT_FOUND");
    refused(labels(&shop, &[good.clone(), unpacked]).await, 400, 3, "INVALID_ARGUMENT");
    refused(labels(&shop, &[good.clone(), fresh]).await, 400, 3, "POSTINGS_NOT_READY");
    refused(labels(&other, std::slice::from_ref(&good)).await, 404, 5, "POSTING_NOT_FOUND");
    refused_like(labels(&shop, &[]).await, 400, 3, "between 1 and 20 items");
    refused_like(labels(&shop, &vec![good.clone(); 21]).await, 400, 3, "between 1 and 20 items");
    shop.refuses(
        "/v2/posting/fbs/package-label",
        &[
            (&format!(r#"{{"posting_number":"{good}"}}"#), 400, 3, "unexpected token \""),
            (r#"{"posting_number":[5]}"#, 400, 3, "unexpected token 5"),
            (&format!(r#"{{"posting_number":["{good}""#), 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    assert!(labels(&shop, &[good]).await.is_ok());
}
