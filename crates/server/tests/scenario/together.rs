//! Several processes on one database are one marketplace when another world takes the place of theirs, and when time is
//! moved. SQLite has one process only.

use gostiny_client::Client;
use gostiny_server::{Options, areas, clock::Mode, files::FilesUrl, store::DbUrl};
use gostiny_wire::{
    method::Empty,
    operator::{
        ClockAdvance, ClockAdvanceRequest, ClockGet, ClockSet, ClockSetRequest, Reset, SnapshotNamedRequest,
        SnapshotRestore, SnapshotSave, SnapshotSaveRequest,
    },
    product::{ProductInfoV2, ProductInfoV2Request},
    scalar::{OfferId, ProductId},
};

use crate::{
    shop::Shop,
    world::{TOKEN, World, refusal},
};

/// A world and another process that serves it, as its operator sees it.
async fn two() -> Option<(World, Client)> {
    let world = World::of_this_moment().await;
    let other = world.beside().await?.as_bearer(TOKEN).unwrap();
    Some((world, other))
}

/// Asks again until it is so.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..1_000 {
        if is_so().await {
            return;
        }
        let _over = tokio::time::timeout(std::time::Duration::from_millis(20), std::future::pending::<()>()).await;
    }
    panic!("never: {what}");
}

async fn number(shop: &Client, offer_id: &str) -> Option<ProductId> {
    let request = ProductInfoV2Request { offer_id: OfferId::from(offer_id), ..Default::default() };
    shop.call(ProductInfoV2, &request).await.ok().map(|found| found.result.card.id)
}

#[tokio::test]
async fn a_restore_in_one_process_is_one_in_all() {
    let Some((world, other)) = two().await else { return };
    let shop = world.shop().await;
    let there = other.as_seller(shop.client_id, &shop.api_key).unwrap();
    let kept = shop.product("A-1").on_sale().await;
    world.operator.call(SnapshotSave, &SnapshotSaveRequest { name: "до".to_owned() }).await.unwrap();
    let gone = shop.product("A-2").on_sale().await;
    assert_eq!(number(&there, "A-2").await, Some(gone.product_id));

    // Calls of both go on meanwhile: each is answered from the one world or from the other.
    let asking = async |client: &Client| {
        for _ in 0..200 {
            assert_eq!(number(client, "A-1").await, Some(kept.product_id));
        }
    };
    let restore = async |operator: &Client| {
        operator.call(SnapshotRestore, &SnapshotNamedRequest { name: "до".to_owned() }).await.unwrap();
    };
    tokio::join!(asking(&shop.client), asking(&there), restore(&other));
    assert_eq!((number(&shop.client, "A-2").await, number(&there, "A-2").await), (None, None));

    // No number is given twice, whichever process gives it.
    let theirs = Shop {
        client: there.clone(),
        operator: other.clone(),
        client_id: shop.client_id,
        api_key: shop.api_key.clone(),
        warehouse_id: shop.warehouse_id,
        delivery_method_id: shop.delivery_method_id,
    };
    let mut numbers = vec![kept.product_id];
    for round in 0..3 {
        numbers.push(shop.product(&format!("B-{round}")).on_sale().await.product_id);
        numbers.push(theirs.product(&format!("C-{round}")).on_sale().await.product_id);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 7);
    tokio::join!(restore(&world.operator), asking(&there));
    assert_eq!((number(&shop.client, "C-0").await, number(&there, "B-0").await), (None, None));

    world.operator.call(Reset, &Empty {}).await.unwrap();
    let refused = there.call(ProductInfoV2, &ProductInfoV2Request::default()).await;
    assert_eq!(refusal(refused).0, 403, "the shop is gone in both");
}

#[tokio::test]
async fn who_ends_while_it_has_the_world_for_itself_is_not_waited_for() {
    let Some((world, other)) = two().await else { return };
    let shop = world.shop().await;
    let kept = shop.product("A-1").on_sale().await;
    world.operator.call(SnapshotSave, &SnapshotSaveRequest { name: "до".to_owned() }).await.unwrap();
    shop.product("A-2").on_sale().await;
    let DbUrl::Postgres(url) = &world.options().database else { return };
    let (database, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let sql = "insert into world (name, value) values ('taken', 'gostiny-of-the-past')";
    database.execute(sql, &[]).await.unwrap();
    let is_taken = async || !world.rows("select value from world where name = 'taken'").await.is_empty();
    until("the world is free", async || !is_taken().await).await;
    other.call(SnapshotRestore, &SnapshotNamedRequest { name: "до".to_owned() }).await.unwrap();
    assert!(!is_taken().await);
    assert_eq!(number(&shop.client, "A-1").await, Some(kept.product_id));
    assert_eq!(number(&shop.client, "A-2").await, None);
}

#[tokio::test]
async fn time_is_one_in_all_processes() {
    let Some((world, other)) = two().await else { return };
    let clock = async |operator: &Client| operator.call(ClockGet, &Empty {}).await.unwrap();
    let stop = ClockSetRequest { mode: "manual".to_owned(), ..Default::default() };
    world.operator.call(ClockSet, &stop).await.unwrap();
    until("the other stands still", async || clock(&other).await.mode == "manual").await;
    let moved = other.call(ClockAdvance, &ClockAdvanceRequest { seconds: 86_400 }).await.unwrap();
    until("it is the same day", async || clock(&world.operator).await.now == moved.now).await;
    let hurry = ClockSetRequest { mode: "x60".to_owned(), ..Default::default() };
    world.operator.call(ClockSet, &hurry).await.unwrap();
    until("both hurry", async || clock(&other).await.mode == "x60").await;
    assert!(clock(&other).await.now > moved.now);

    // A command that opens the world for a moment, or a process whose clock is behind, changes nothing of it.
    let told = async || world.rows("select name, value from world where name in ('clock', 'now') order by name").await;
    world.operator.call(ClockSet, &stop).await.unwrap();
    until("the other stands still", async || clock(&other).await.mode == "manual").await;
    let before = told().await;
    let command = Options { files: FilesUrl::Memory, clock: Mode::Real, ..world.options().clone() };
    let early = gostiny_server::open(&command).await.unwrap();
    early.world.clock.set(Mode::Manual, Some(command.clock_start));
    areas::world::keep_later_time(&early.world).await.unwrap();
    assert_eq!(told().await, before);
}

#[tokio::test]
async fn time_does_not_go_back_when_a_process_is_killed() {
    let world = World::of_this_moment().await;
    let kept = async || -> i64 {
        let rows = world.rows("select value from world where name = 'now'").await;
        rows.first().map_or(0, |row| row[0].parse().unwrap())
    };
    let hurry = ClockSetRequest { mode: "x1000".to_owned(), ..Default::default() };
    world.operator.call(ClockSet, &hurry).await.unwrap();
    let before = kept().await;
    until("its time is kept as it goes", async || kept().await > before).await;
}
