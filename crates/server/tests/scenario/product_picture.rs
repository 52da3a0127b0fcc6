//! Pictures of a product: replaced as a set, looked at a little later, fetched where the operator allows it.

use gostiny_client::ClientError;
use gostiny_wire::{
    operator::Settings,
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductFilter, ProductListV2, ProductListV2Request, ProductPicture,
        ProductPicturesImportV1, ProductPicturesImportV1Request, ProductPicturesInfoV1, ProductPicturesInfoV1Request,
        ProductsDeleteV2, ProductsDeleteV2Product, ProductsDeleteV2Request, ProductsInfoAttributesV3,
        ProductsInfoAttributesV3Request, Visibility,
    },
    scalar::{Digits, ProductId},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    goods::{BRAND, good_item},
    shop::Shop,
    world::{World, refused, refused_like},
};

async fn set(shop: &Shop, id: ProductId, images: &[&str]) -> Result<Vec<ProductPicture>, ClientError> {
    let images = images.iter().map(|one| (*one).to_owned()).collect();
    let request = ProductPicturesImportV1Request { product_id: id, images, ..Default::default() };
    shop.call(ProductPicturesImportV1, &request).await.map(|answer| answer.result.pictures)
}

async fn told(shop: &Shop, ids: &[ProductId]) -> Vec<ProductPicture> {
    let request = ProductPicturesInfoV1Request { product_id: ids.iter().map(|id| Digits(id.0)).collect() };
    shop.call(ProductPicturesInfoV1, &request).await.unwrap().result.pictures
}

fn states(pictures: &[ProductPicture]) -> Vec<(&str, bool)> {
    pictures.iter().map(|one| (one.state.as_str(), one.is_primary)).collect()
}

const DAY: i64 = 86_400;
const NEW: [&str; 2] = ["https://images.example/new-1.jpg", "https://images.example/new-2.png"];

#[tokio::test]
async fn a_set_replaces_the_one_before_after_ten_seconds() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").on_sale().await;
    let id = product.product_id;
    // Those of the card are there already.
    assert_eq!(states(&told(&shop, &[id]).await), [("uploaded", true), ("uploaded", false)]);
    let request = ProductPicturesImportV1Request {
        product_id: id,
        images: NEW.map(str::to_owned).to_vec(),
        images360: vec!["https://images.example/turn.jpg".to_owned()],
        color_image: "https://images.example/colour.jpg".to_owned(),
    };
    let taken = shop.call(ProductPicturesImportV1, &request).await.unwrap().result.pictures;
    let row = |at: usize| &taken[at];
    assert_eq!(states(&taken), [("imported", true), ("imported", false), ("imported", false), ("imported", false)]);
    assert_eq!((row(0).url.as_str(), row(0).product_id), (NEW[0], id));
    assert!(row(2).is_360 && !row(2).is_color && row(3).is_color && !row(3).is_360);
    assert_eq!(told(&shop, &[id]).await, taken);
    assert_eq!(shop.info("A-1").await.card.images, good_item("A-1").images);

    world.pass(9).await;
    assert_eq!(states(&told(&shop, &[id]).await)[0].0, "imported");
    world.pass(1).await;
    let done = told(&shop, &[id]).await;
    assert!(done.iter().all(|one| one.state == "uploaded"));
    let card = shop.info("A-1").await.card;
    assert_eq!((card.images, card.primary_image.as_str()), (NEW.map(str::to_owned).to_vec(), NEW[0]));
    assert_eq!((card.images360.len(), card.color_image.as_str()), (1, "https://images.example/colour.jpg"));
    assert!(card.visible);

    // The next set leaves nothing of this one, and the last one of two counts.
    set(&shop, id, &[NEW[0]]).await.unwrap();
    world.pass(5).await;
    set(&shop, id, &[NEW[1]]).await.unwrap();
    world.pass(60).await;
    let card = shop.info("A-1").await.card;
    assert_eq!((card.images, card.images360.len(), card.color_image.as_str()), (vec![NEW[1].to_owned()], 0, ""));
    assert_eq!(states(&told(&shop, &[id]).await), [("uploaded", true)]);

    // The card imported as it once was brings its pictures back.
    assert_eq!(shop.import(vec![good_item("A-1")]).await[0].status, "imported");
    assert_eq!(shop.info("A-1").await.card.images, good_item("A-1").images);
    assert_eq!(states(&told(&shop, &[id]).await), [("uploaded", true), ("uploaded", false)]);
}

#[tokio::test]
async fn pictures_that_are_none_fail_one_by_one() {
    let world = World::new().await;
    let shop = world.shop().await;
    let id = shop.product("A-1").on_sale().await.product_id;
    set(&shop, id, &["front.jpg", NEW[1], "https://images.example/film.mp4"]).await.unwrap();
    world.pass(10).await;
    assert_eq!(states(&told(&shop, &[id]).await), [("failed", true), ("uploaded", false), ("failed", false)]);
    let card = shop.info("A-1").await.card;
    assert_eq!((card.images, card.visible), (vec![NEW[1].to_owned()], true));
    assert_eq!(card.status.item_errors[0].code, "primary_image_load_failed");

    set(&shop, id, &["https://images.example/a.gif"]).await.unwrap();
    world.pass(10).await;
    let card = shop.info("A-1").await.card;
    assert_eq!((card.images.len(), card.status.item_errors[0].code.as_str()), (0, "all_image_failed"));
    let filter = ProductFilter { visibility: Visibility::ImageAbsent, ..Default::default() };
    let request = ProductListV2Request { filter, limit: 10, ..Default::default() };
    assert_eq!(shop.call(ProductListV2, &request).await.unwrap().result.total, 1);

    set(&shop, id, &[NEW[0]]).await.unwrap();
    world.pass(10).await;
    assert_eq!(shop.info("A-1").await.card.status.item_errors, []);
}

#[tokio::test]
async fn a_set_has_its_bounds_and_its_product() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let theirs = other.product("B-1").approved().await.product_id;
    let mine = shop.product("A-1").approved().await.product_id;
    for unknown in [theirs, ProductId(5)] {
        refused(set(&shop, unknown, &NEW).await, 404, 5, "Product not found");
        assert_eq!(told(&shop, &[unknown]).await, []);
    }
    refused_like(set(&shop, ProductId(0), &NEW).await, 400, 3, "ProductId: value must be greater than 0");
    for count in [0, 16] {
        let answer = set(&shop, mine, &vec![NEW[0]; count]).await;
        refused_like(answer, 400, 3, "Images: value must contain between 1 and 15 items");
    }
    let frames = ProductPicturesImportV1Request {
        product_id: mine,
        images: vec![NEW[0].to_owned()],
        images360: vec![NEW[0].to_owned(); 71],
        ..Default::default()
    };
    let answer = shop.call(ProductPicturesImportV1, &frames).await;
    refused_like(answer, 400, 3, "Images360: value must contain no more than 70 item(s)");
    shop.refuses(
        "/v1/product/pictures/import",
        &[
            (r#"{"product_id":1,"images":"https://a.example/1.jpg"}"#, 400, 3, "unexpected token"),
            (r#"{"product_id":1,"images":[5]}"#, 400, 3, "unexpected token 5"),
            (r#"{"product_id":1,"images":["https://a"#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    shop.refuses(
        "/v1/product/pictures/info",
        &[
            ("{}", 400, 3, "value must contain between 1 and 1000 items"),
            (r#"{"product_id":["x"]}"#, 400, 3, "unexpected token"),
            (r#"{"product_id":["1"#, 400, 3, "unexpected EOF"),
        ],
    )
    .await;
    world.pass(60).await;
    assert_eq!(shop.info("A-1").await.card.images, good_item("A-1").images);
    let both = told(&shop, &[theirs, mine, mine]).await;
    assert_eq!(both.iter().map(|one| one.product_id).collect::<Vec<_>>(), [mine, mine], "one product, two pictures");
}

/// A seller's server with one picture and one page.
async fn seller_s_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4_096];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let body: &[u8] =
                if head[..read].starts_with(b"GET /a.png") { b"\x89PNG\r\n\x1a\npicture" } else { b"<html>" };
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

#[tokio::test]
async fn pictures_are_fetched_where_the_operator_allows_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let server = seller_s_server().await;
    let (picture, page) = (format!("{server}/a.png"), format!("{server}/page"));
    let id = shop.product("A-1").on_sale().await.product_id;

    // This machine is not the open web.
    world.set(Settings { fetch_pictures: Some(true), ..Default::default() }).await;
    set(&shop, id, &[&picture]).await.unwrap();
    world.pass(10).await;
    assert_eq!(states(&told(&shop, &[id]).await), [("failed", true)]);

    world.set(Settings { fetch_private_addresses: Some(true), ..Default::default() }).await;
    set(&shop, id, &[&picture, &page]).await.unwrap();
    world.pass(10).await;
    let done = told(&shop, &[id]).await;
    assert_eq!(states(&done), [("uploaded", true), ("failed", false)]);
    let card = shop.info("A-1").await.card;
    assert_eq!((card.images.len(), card.images[0].as_str()), (1, done[0].url.as_str()));
    let filter = ProductFilter { offer_id: vec!["A-1".into()], ..Default::default() };
    let request = ProductsInfoAttributesV3Request { filter: Some(filter), limit: 10, ..Default::default() };
    let listed = shop.call(ProductsInfoAttributesV3, &request).await.unwrap().result;
    assert_eq!(listed[0].images[0].file_name, card.images[0]);
    let path = &card.images[0][card.images[0].find("/files/").unwrap()..];
    let file = world.stranger.send(gostiny_wire::method::Verb::Get, path, "", &[]).await.unwrap();
    assert_eq!((file.status, file.body.as_slice()), (200, b"\x89PNG\r\n\x1a\npicture".as_slice()));

    // What was shown can be sent back: it is the same picture, and nothing is fetched anew.
    world.set(Settings { fetch_private_addresses: Some(false), ..Default::default() }).await;
    let link = card.images[0].clone();
    set(&shop, id, &[&link]).await.unwrap();
    world.pass(10).await;
    assert_eq!(states(&told(&shop, &[id]).await), [("uploaded", true)]);
    assert_eq!(shop.info("A-1").await.card.images, std::slice::from_ref(&link));
    let mut item = good_item("A-1");
    item.images = vec![link.clone()];
    assert_eq!(shop.import(vec![item]).await[0].errors, []);
    world.pass(60).await;
    assert_eq!(shop.info("A-1").await.card.images, [link]);
}

#[tokio::test]
async fn pictures_of_an_import_are_fetched_too() {
    let world = World::new().await;
    let shop = world.shop().await;
    let server = seller_s_server().await;
    let settings = Settings {
        fetch_pictures: Some(true),
        fetch_private_addresses: Some(true),
        moderation_delay_seconds: Some(30),
        ..Default::default()
    };
    world.set(settings).await;
    let with = |offer: &str, path: &str| {
        let mut item = good_item(offer);
        item.images = vec![format!("{server}{path}")];
        item
    };
    let outcome = shop.import(vec![with("good", "/a.png"), with("bad", "/page")]).await;
    assert!(outcome.iter().all(|item| item.status == "imported" && item.errors.is_empty()));
    let ids: Vec<ProductId> = outcome.iter().map(|item| item.product_id).collect();
    assert_eq!(states(&told(&shop, &ids).await), [("imported", true), ("imported", true)]);
    world.pass(10).await;
    assert_eq!(states(&told(&shop, &ids).await), [("uploaded", true), ("failed", true)]);
    world.pass(60).await;
    assert_eq!(shop.info("good").await.card.status.state, "price_sent");
    assert!(shop.info("good").await.card.images[0].contains("/files/picture/"));
    let failed = shop.info("bad").await.card.status;
    assert_eq!((failed.state.as_str(), failed.validation_state.as_str()), ("failed_validation", "fail"));
    assert!(failed.item_errors.iter().any(|error| error.code == "all_image_failed"), "{failed:?}");
    assert_eq!(shop.import(vec![with("good", "/a.png")]).await[0].status, "skipped");
}

/// How many pictures lie in the file store.
fn kept(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { kept(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_file_goes_once_no_product_shows_it_and_no_link_to_it_holds() {
    let folder = std::env::temp_dir().join(format!("gostiny-pictures-{}", std::process::id()));
    let world = World::with_files_in(&folder).await;
    let shop = world.shop().await;
    let server = seller_s_server().await;
    let (picture, page) = (format!("{server}/a.png"), format!("{server}/page"));
    let fetching =
        |yes| Settings { fetch_pictures: Some(yes), fetch_private_addresses: Some(true), ..Default::default() };
    let status = async |link: &str| {
        let path = link[link.find("/files/").unwrap()..].to_owned();
        world.stranger.send(gostiny_wire::method::Verb::Get, &path, "", &[]).await.unwrap().status
    };
    world.set(fetching(true)).await;
    let id = shop.product("A-1").approved().await.product_id;
    set(&shop, id, &[&picture]).await.unwrap();
    world.pass(10).await;
    assert_eq!(kept(&folder), 1);
    // The next set names it still.
    set(&shop, id, &[&picture, &page]).await.unwrap();
    world.pass(9 * DAY).await;
    let link = shop.info("A-1").await.card.images[0].clone();
    assert_eq!((kept(&folder), status(&link).await), (1, 200));
    // This one does not, but its link may be about for a week.
    set(&shop, id, &[&page]).await.unwrap();
    world.pass(7 * DAY).await;
    assert_eq!((kept(&folder), status(&link).await), (1, 200));
    world.pass(DAY + 10).await;
    assert_eq!((kept(&folder), status(&link).await), (0, 404));

    // Two products with the same picture have a file each; one goes with its product, one with its card's next import.
    let mut items = ["draft", "card"].map(good_item);
    items.iter_mut().for_each(|item| item.images = vec![picture.clone()]);
    items[0].attributes.retain(|one| one.id != BRAND);
    let draft = shop.import(items.to_vec()).await[0].product_id;
    world.pass(60).await;
    assert_eq!(kept(&folder), 2);
    shop.call(ProductArchiveV1, &ProductArchiveV1Request { product_id: vec![draft] }).await.unwrap();
    let products = vec![ProductsDeleteV2Product { offer_id: "draft".into() }];
    let gone = shop.call(ProductsDeleteV2, &ProductsDeleteV2Request { products }).await.unwrap();
    assert!(gone.status[0].is_deleted);
    world.pass(9 * DAY).await;
    let shown = shop.info("card").await.card.images[0].clone();
    assert_eq!((kept(&folder), status(&shown).await), (1, 200));
    world.set(fetching(false)).await;
    assert_eq!(shop.import(vec![good_item("card")]).await[0].status, "imported");
    world.pass(9 * DAY).await;
    assert_eq!((kept(&folder), shop.info("card").await.card.images), (0, good_item("card").images));

    // A set that was replaced while it was fetched leaves nothing behind.
    world.set(fetching(true)).await;
    set(&shop, id, &[&picture]).await.unwrap();
    set(&shop, id, &[&page]).await.unwrap();
    world.pass(9 * DAY).await;
    assert_eq!(kept(&folder), 0);
    drop(world);
    std::fs::remove_dir_all(folder).unwrap();
}
