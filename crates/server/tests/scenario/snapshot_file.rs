//! A world as a file: from one database to the other and back, from an older version, damaged, and in a place that is
//! taken. The command over it is tried in `crates/cli/tests/snapshot.rs`.

use std::{
    io::{Read, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use gostiny_server::{
    areas::world::{Counts, restore_file, save_file},
    error::{Error, Result},
    files::FilesUrl,
    store::{self, DbUrl},
};
use gostiny_wire::{
    operator::PostingEvent,
    report::{ReportProductsCreateV1, ReportProductsCreateV1Request},
};

use crate::{
    database::Database,
    look,
    snapshot::{Folder, dump, same},
    world::World,
};

async fn put(url: &DbUrl, files: &Path, file: &Path) -> Result<Counts> {
    restore_file(url, &FilesUrl::Folder(files.to_owned()), file, Arc::new(|_, _| {})).await
}

async fn take(url: &DbUrl, files: &Path, file: &Path) -> Vec<u8> {
    let told = Arc::new(AtomicI64::new(0));
    let heard = told.clone();
    let progress = Arc::new(move |done, all| {
        assert!((0..=all).contains(&done));
        heard.store(done, Ordering::Relaxed);
    });
    let counts = save_file(url, &FilesUrl::Folder(files.to_owned()), file, progress).await.unwrap();
    assert!(counts.rows <= told.load(Ordering::Relaxed));
    std::fs::read(file).unwrap()
}

/// A shop that has sold something, and has a report to show for it.
async fn busy(folder: &Folder) -> World {
    let world = World::with_files_in(&folder.files()).await;
    let shop = world.shop().await;
    let product = shop.product("Чехол-1").stock(50).on_sale().await;
    for _ in 0..3 {
        let number = world.order_one(&[(product.sku, 1)]).await;
        shop.ship(&number).await;
        world.events(&number, &[PostingEvent::Accepted, PostingEvent::Delivered]).await;
    }
    shop.call(ReportProductsCreateV1, &ReportProductsCreateV1Request::default()).await.unwrap();
    world.pass(60).await;
    world
}

#[tokio::test]
async fn a_world_travels_from_one_database_to_the_other_and_back() {
    let folder = Folder::new("travel");
    let world = busy(&folder).await;
    let first = dump(&world, &folder.file("first")).await;

    let sqlite = Database::in_file(&format!("gostiny_travel_{}_{}", std::process::id(), first.len()));
    let there = folder.0.join("there");
    let counts = put(&sqlite.url, &there, &folder.file("first")).await.unwrap();
    assert!(counts.rows > 500 && counts.files == 1, "{counts:?}");
    same(&take(&sqlite.url, &there, &folder.file("second")).await, &first);

    let fresh = Database::fresh().await;
    let back = folder.0.join("back");
    put(&fresh.url, &back, &folder.file("second")).await.unwrap();
    same(&take(&fresh.url, &back, &folder.file("third")).await, &first);
    // Onto a world that was there already, and its files are gone with it.
    std::fs::write(back.join("old.txt"), "x").unwrap();
    put(&fresh.url, &back, &folder.file("first")).await.unwrap();
    same(&take(&fresh.url, &back, &folder.file("fourth")).await, &first);
}

#[tokio::test]
async fn a_place_that_is_served_is_left_alone() {
    let folder = Folder::new("served");
    let world = busy(&folder).await;
    let before = dump(&world, &folder.file("world")).await;
    let refused = put(&world.options().database, &folder.files(), &folder.file("world")).await;
    assert!(matches!(&refused, Err(Error::Conflict(why)) if why.contains("another process")), "{refused:?}");
    same(&dump(&world, &folder.file("again")).await, &before);
    let nowhere = put(&DbUrl::Memory, &folder.files(), &folder.file("world")).await;
    assert!(matches!(nowhere, Err(Error::BadRequest(_))), "{nowhere:?}");
}

#[tokio::test]
async fn a_file_of_an_older_version_is_brought_up_to_date() {
    let folder = Folder::new("older");
    let old = Database::fresh().await;
    store::alone(&old.url, |tx| {
        Box::pin(async move {
            tx.begin_anew(9).await?;
            tx.run("insert into world (name, value) values ('seed', '7'), ('now', '1000000')", &[]).await?;
            tx.run("insert into dictionary_value (dictionary_id, value_id, value_ru, value_en, info, picture) values (1, 2, 'Ёж', 'Hedgehog', '', '')", &[]).await.map(|_| ())
        })
    })
    .await
    .unwrap();
    let file = folder.file("old");
    take(&old.url, &folder.files(), &file).await;
    let place = Database::fresh().await;
    assert_eq!(put(&place.url, &folder.files(), &file).await.unwrap(), Counts { rows: 3, files: 0 });
    let newest = store::newest_schema().to_string();
    let versions = look::rows(&place.url, "select max(version), count(*) from schema_migration").await;
    assert_eq!(versions, [[newest.clone(), newest]]);
    let value = look::rows(&place.url, "select value_ru, key_ru from dictionary_value").await;
    assert_eq!(value, [["Ёж".to_owned(), String::new()]]);
}

fn unpacked(file: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

fn packed(text: &str) -> Vec<u8> {
    let mut file = GzEncoder::new(Vec::new(), Compression::fast());
    file.write_all(text.as_bytes()).unwrap();
    file.finish().unwrap()
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_changes_nothing() {
    let folder = Folder::new("damaged");
    let world = busy(&folder).await;
    let good = dump(&world, &folder.file("good")).await;
    let place = Database::fresh().await;
    let there = folder.0.join("there");
    put(&place.url, &there, &folder.file("good")).await.unwrap();

    let text = unpacked(&good);
    let lines: Vec<&str> = text.lines().collect();
    let without = |at: usize| {
        let kept: Vec<&str> = lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| *line).collect();
        packed(&(kept.join("\n") + "\n"))
    };
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x10;
    let row = lines.iter().position(|line| line.starts_with(r#"{"row":"#)).unwrap();
    let cases = [
        ("empty", Vec::new()),
        ("no archive", b"hello".to_vec()),
        ("cut off", good[..good.len() - 9].to_vec()),
        ("cut in the middle", good[..middle].to_vec()),
        ("a bit", flipped),
        ("no head", without(0)),
        ("a row less", without(row)),
        ("no end", without(lines.len() - 1)),
        ("another text", packed(&text.replace("Чехол-1", "Чехол-2"))),
        ("more after the end", packed(&(text.clone() + lines[row] + "\n"))),
        ("no lines", packed("привет")),
        ("another document", packed("{\"goods\":[]}\n")),
    ];
    for (what, bytes) in cases {
        let bad = folder.file("bad");
        std::fs::write(&bad, bytes).unwrap();
        let refused = put(&place.url, &there, &bad).await;
        assert!(matches!(&refused, Err(Error::BadRequest(why)) if why.contains("damaged")), "{what}: {refused:?}");
    }
    for (what, from, to) in [("schema", r#""schema":"#, r#""schema":99"#), ("format", r#""format":1"#, r#""format":2"#)]
    {
        let bad = folder.file("bad");
        // Whoever makes a newer file signs it, too.
        let newer = signed(&text.replacen(from, to, 1));
        std::fs::write(&bad, packed(&newer)).unwrap();
        let refused = put(&place.url, &there, &bad).await;
        assert!(matches!(&refused, Err(Error::Conflict(why)) if why.contains("newe")), "{what}: {refused:?}");
    }
    assert!(put(&place.url, &there, &folder.file("absent")).await.is_err());
    same(&take(&place.url, &there, &folder.file("after")).await, &good);
}

/// The text with a hash that fits.
fn signed(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let (lines, end) = text.trim_end().rsplit_once('\n').unwrap();
    let lines = format!("{lines}\n");
    let hash: String = Sha256::digest(lines.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let (counts, _) = end.split_once(r#""sha256":"#).unwrap();
    format!("{lines}{counts}\"sha256\":\"{hash}\"}}}}\n")
}
