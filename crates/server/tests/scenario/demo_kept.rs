//! A demo world in memory comes out of a file that an earlier start has filled, and nobody can tell.

use std::path::{Path, PathBuf};

use gostiny_server::clock::Mode;
use gostiny_wire::{
    operator::{AgendaList, AgendaListRequest, SellerList, SellerListRequest},
    scalar::ClientId,
};

use crate::world::World;

const CLIENT_ID: ClientId = ClientId(100_001);
const API_KEY: &str = "11111111-1111-4111-8111-111111111111";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gostiny-kept-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<PathBuf> {
        std::fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    fn only(&self) -> PathBuf {
        let [file] = self.files().try_into().unwrap();
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a world answers, and does after a day.
async fn life(world: &World) -> Vec<Vec<u8>> {
    let shop = world.stranger.as_seller(CLIENT_ID, API_KEY).unwrap();
    let list = r#"{"filter":{"since":"2025-09-01T00:00:00Z","to":"2026-08-01T00:00:00Z"},"limit":1000}"#;
    let mut answers = Vec::new();
    for _ in 0..2 {
        for (path, body) in [
            (
                "/v3/posting/fbs/unfulfilled/list",
                r#"{"filter":{"cutoff_from":"2026-01-01T00:00:00Z","cutoff_to":"2026-02-01T00:00:00Z"},"limit":1000}"#,
            ),
            ("/v3/posting/fbs/list", list),
            ("/v2/product/list", r#"{"limit":1000}"#),
            (
                "/v3/finance/transaction/totals",
                r#"{"date":{"from":"2026-01-01T00:00:00Z","to":"2026-01-31T00:00:00Z"}}"#,
            ),
        ] {
            let raw = crate::world::post(&shop, path, body).await;
            assert_eq!(raw.status, 200, "{path}");
            answers.push(raw.body);
        }
        let agenda = world.operator.call(AgendaList, &AgendaListRequest::default()).await.unwrap();
        answers.push(serde_json::to_vec(&agenda).unwrap());
        world.pass(86_400).await;
    }
    answers
}

/// So that whoever comes out of the file can be told from whoever is filled anew.
fn rename_first_shop(file: &Path, more: &str) {
    let kept = rusqlite::Connection::open(file).unwrap();
    assert_eq!(kept.execute("update seller set name = 'Из файла' where seller_id = 100001", []).unwrap(), 1);
    kept.execute_batch(more).unwrap();
}

async fn first_shop(world: &World) -> String {
    world.operator.call(SellerList, &SellerListRequest::default()).await.unwrap().sellers.remove(0).name
}

#[tokio::test]
async fn a_kept_demo_world_is_the_one_that_would_be_filled() {
    let (kept, elsewhere) = (Folder::new("same"), Folder::new("elsewhere"));
    let filled = life(&World::demo_in_memory(&elsewhere.0, 1, Mode::Manual).await).await;
    assert_eq!(life(&World::demo_in_memory(&kept.0, 1, Mode::Manual).await).await, filled);
    assert_eq!(life(&World::demo_in_memory(&kept.0, 1, Mode::Manual).await).await, filled);
    rename_first_shop(&kept.only(), "");
    assert_eq!(first_shop(&World::demo_in_memory(&kept.0, 1, Mode::Manual).await).await, "Из файла");
    // Another seed is another world.
    assert_eq!(first_shop(&World::demo_in_memory(&kept.0, 2, Mode::Manual).await).await, "Лавка «Волна»");
    assert_eq!(kept.files().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_used_is_filled_anew() {
    let kept = Folder::new("unusable");
    World::demo_in_memory(&kept.0, 1, Mode::Real).await;
    rename_first_shop(&kept.only(), "");
    assert_eq!(first_shop(&World::demo_in_memory(&kept.0, 1, Mode::Real).await).await, "Из файла");
    let old = "update world set value = cast(cast(value as bigint) - 301000000 as text) where name = 'now'";
    rename_first_shop(&kept.only(), old);
    assert_eq!(first_shop(&World::demo_in_memory(&kept.0, 1, Mode::Real).await).await, "Лавка «Волна»");
    std::fs::write(kept.only(), "x").unwrap();
    assert_eq!(first_shop(&World::demo_in_memory(&kept.0, 1, Mode::Real).await).await, "Лавка «Волна»");
    assert!(std::fs::metadata(kept.only()).unwrap().len() > 1_000_000);
    // A folder that cannot be one keeps nothing, and hinders nobody.
    let none = World::demo_in_memory(&kept.only().join("x"), 1, Mode::Real).await;
    assert_eq!(first_shop(&none).await, "Лавка «Волна»");
}
