//! Pictures of goods. A set replaces what was there; a little later each picture is found good or not: by its address
//! alone, or, where the operator allows it, by fetching it into the file store (`fetch.rs`).

mod clear;
mod fetch;
mod import;
mod info;
mod settle;

use std::collections::HashMap;

use gostiny_wire::{
    product::ProductImportItem,
    scalar::{ProductId, Time},
};
use serde::{Deserialize, Serialize};

pub(super) use self::{
    clear::{clear, clear_later, files},
    fetch::fetch,
    import::{v1 as import, v2 as import_v2},
    info::{v1 as info, v2 as info_v2},
    settle::by_address,
};
use super::{row::Product, validate::is_address};
use crate::{
    args,
    call::Call,
    error::Result,
    job::{self, Kind},
    store::{Arg, Row},
};

/// Judges a set by its addresses; its subject is the product, its payload the set.
pub(super) const PICTURES: Kind = Kind("product.pictures");
/// Fetches a set; subject and payload are the same.
pub(super) const FETCH: Kind = Kind("product.pictures.fetch");
/// Forgets files that no product shows any more; its payload is a JSON list of their names.
pub(super) const CLEAR: Kind = Kind("product.pictures.clear");

/// What stands before the name of a file in a product's list of pictures.
const FILE: &str = "file:";
/// How long a link to a file holds, counted from the end of the day, so that it stays the same for a day.
const LINK_DAYS: i64 = 7;

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    /// The main picture, named apart.
    Primary,
    /// In the list; the first is the main one when none is named apart.
    Image,
    /// A frame of the turning picture.
    Frame,
    /// The colour sample.
    Color,
}

/// How far a picture has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Imported,
    Uploaded,
    Failed,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Uploaded => "uploaded",
            Self::Failed => "failed",
        }
    }
}

/// One picture of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Picture {
    pub place: Place,
    /// As the seller gave it.
    pub url: String,
    pub state: State,
    /// The file it was fetched into; empty when it was not.
    pub file: String,
    /// Why it failed, a code of an item's error; empty otherwise.
    pub fault: String,
}

impl Picture {
    fn new(place: Place, url: &str) -> Self {
        Self { place, url: url.to_owned(), state: State::Imported, file: String::new(), fault: String::new() }
    }

    /// How a product's list names it.
    fn entry(&self) -> String {
        if self.file.is_empty() { self.url.clone() } else { format!("{FILE}{}", self.file) }
    }
}

/// The pictures of an item, in the order in which they are shown.
pub(super) fn of_item(item: &ProductImportItem) -> Vec<Picture> {
    all(&item.primary_image, &item.images, &item.images360, &item.color_image)
}

fn all(primary: &str, images: &[String], frames: &[String], color: &str) -> Vec<Picture> {
    let given = |address: &&str| !address.is_empty();
    let mut all: Vec<Picture> =
        Some(primary).iter().filter(|one| given(one)).map(|one| Picture::new(Place::Primary, one)).collect();
    all.extend(images.iter().map(|one| Picture::new(Place::Image, one)));
    all.extend(frames.iter().map(|one| Picture::new(Place::Frame, one)));
    all.extend(Some(color).iter().filter(|one| given(one)).map(|one| Picture::new(Place::Color, one)));
    all
}

/// A link of ours that comes back is the picture it was made for, and an address that was fetched once is not fetched
/// again.
pub(super) fn recognize(given: &mut [Picture], known: &[Picture]) {
    for picture in given {
        original(&mut picture.url, known);
        let found = known.iter().find(|known| known.url == picture.url && !known.file.is_empty());
        if let Some(known) = found {
            picture.file.clone_from(&known.file);
        }
    }
}

/// The same for an item, before it is held against the rules of addresses.
pub(super) fn recognize_in(item: &mut ProductImportItem, known: &[Picture]) {
    let lists = item.images.iter_mut().chain(&mut item.images360);
    lists.chain([&mut item.primary_image, &mut item.color_image]).for_each(|address| original(address, known));
}

/// Puts the seller's address in place of our link to the file.
fn original(address: &mut String, known: &[Picture]) {
    let is_of = |known: &&Picture| !known.file.is_empty() && address.contains(&format!("/{}?", known.file));
    if let Some(known) = known.iter().find(is_of) {
        address.clone_from(&known.url);
    }
}

/// Puts pictures into the product's lists.
pub(super) fn dress<'p>(product: &mut Product, pictures: impl Iterator<Item = &'p Picture>) {
    (product.images, product.images360) = (Vec::new(), Vec::new());
    (product.primary_image, product.color_image) = (String::new(), String::new());
    for picture in pictures {
        match picture.place {
            Place::Primary => product.primary_image = picture.entry(),
            Place::Image => product.images.push(picture.entry()),
            Place::Frame => product.images360.push(picture.entry()),
            Place::Color => product.color_image = picture.entry(),
        }
    }
}

/// Names the pictures of a card that is copied by the addresses they came from: a file belongs to its shop.
pub(super) fn undress(item: &mut ProductImportItem, known: &[Picture]) {
    let lists = item.images.iter_mut().chain(&mut item.images360);
    for entry in lists.chain([&mut item.primary_image, &mut item.color_image]) {
        if let Some(name) = entry.strip_prefix(FILE) {
            *entry = known.iter().find(|one| one.file == name).map(|one| one.url.clone()).unwrap_or_default();
        }
    }
}

/// Turns files into links that can be opened.
pub(super) fn show(call: &Call, product: &mut Product) {
    let lists = product.images.iter_mut().chain(&mut product.images360);
    for entry in lists.chain([&mut product.primary_image, &mut product.color_image]) {
        if let Some(name) = entry.strip_prefix(FILE) {
            *entry = link(call, name);
        }
    }
}

fn link(call: &Call, name: &str) -> String {
    let day = 86_400_000_000;
    let until = Time((call.now.0.div_euclid(day) + 1) * day).plus_days(LINK_DAYS);
    call.files.link(name, until)
}

/// Whether an address can be that of a picture: on the web, and not of another kind of file by its name.
pub(super) fn judge(address: &str) -> Result<(), &'static str> {
    if !is_address(address) {
        return Err("pics_http_error");
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let end = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end.to_ascii_lowercase());
    if end.is_some_and(|end| OTHERS.contains(&end.as_str())) {
        return Err("pics_cant_decode");
    }
    Ok(())
}

/// Ends of names that are no JPEG and no PNG.
const OTHERS: &[&str] = &[
    "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "avif", "ico", "psd", "pdf", "html", "htm", "txt", "zip", "mp4",
];

/// A stored set.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub set_id: i64,
    pub pictures: Vec<Picture>,
}

/// The sets of the seller's products; products whose pictures were never looked at apart have none.
pub(super) async fn sets(call: &mut Call, ids: &[ProductId]) -> Result<HashMap<ProductId, Set>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| Ok((row.next()?, Set { set_id: row.next()?, pictures: row.next_json()? }));
    Ok(call.tx.rows_in(SETS, args![call.seller], &list, read).await?.into_iter().collect())
}

const SETS: &str = "select product_id, set_id, pictures from product_pictures where seller_id = $1 and product_id {in}";

/// Keeps a set in place of the one before and puts it on the agenda. What is planned for the one before finds that its
/// set is gone.
pub(super) async fn keep(
    call: &mut Call,
    product_id: ProductId,
    pictures: &[Picture],
    kind: Kind,
    delay: i64,
) -> Result<()> {
    let set_id = call.id("picture_set").await?;
    call.tx.run(KEEP, args![call.seller, product_id, set_id, serde_json::to_string(pictures)?]).await?;
    let due_at = call.now.plus_seconds(delay);
    job::schedule(call, kind, due_at, &product_id.to_string(), &set_id.to_string()).await
}

const KEEP: &str = "insert into product_pictures (seller_id, product_id, set_id, pictures) values ($1, $2, $3, $4) \
    on conflict (seller_id, product_id) do update set set_id = excluded.set_id, pictures = excluded.pictures";

/// Drops the sets of products whose pictures an import has just replaced.
pub(super) async fn drop_sets(call: &mut Call, ids: &[ProductId]) -> Result<()> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.run_in(DROP, args![call.seller], &list).await?;
    Ok(())
}

const DROP: &str = "delete from product_pictures where seller_id = $1 and product_id {in}";

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    fn fetched(url: &str, file: &str) -> Picture {
        Picture { file: file.to_owned(), state: State::Uploaded, ..Picture::new(Place::Image, url) }
    }

    #[test]
    fn an_address_is_judged_by_what_it_says() {
        for good in ["https://a.example/1.jpg", "http://a.example/x", "https://a.example/1.PNG?v=1.gif"] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
        for (bad, code) in [
            ("front.jpg", "pics_http_error"),
            ("ftp://a.example/1.jpg", "pics_http_error"),
            ("https://a.example/1.GIF", "pics_cant_decode"),
            ("https://a.example/manual.pdf#p=1", "pics_cant_decode"),
        ] {
            assert_eq!(judge(bad), Err(code), "{bad}");
        }
    }

    #[test]
    fn our_own_link_is_known_again() {
        let known = [fetched("https://a.example/1.jpg", "picture/1/ab.jpg")];
        let link = "https://market.example/files/picture/1/ab.jpg?until=1&signature=2";
        let mut given = all("", &[link.to_owned(), "https://a.example/2.jpg".to_owned()], &[], "");
        recognize(&mut given, &known);
        let told: Vec<_> = given.iter().map(|one| (one.url.as_str(), one.file.as_str())).collect();
        assert_eq!(told, [("https://a.example/1.jpg", "picture/1/ab.jpg"), ("https://a.example/2.jpg", "")]);
    }

    #[test]
    fn a_product_is_dressed_in_what_it_is_given() {
        let mut product = Product { primary_image: "https://a.example/old.jpg".to_owned(), ..product() };
        let pictures = [
            fetched("https://a.example/1.jpg", "picture/1/ab.jpg"),
            Picture::new(Place::Frame, "https://a.example/f.jpg"),
            Picture::new(Place::Color, "https://a.example/c.jpg"),
        ];
        dress(&mut product, pictures.iter());
        assert_eq!(
            (product.images.as_slice(), product.primary_image.as_str()),
            (["file:picture/1/ab.jpg".to_owned()].as_slice(), "")
        );
        assert_eq!((product.images360.len(), product.color_image.as_str()), (1, "https://a.example/c.jpg"));
    }
}
