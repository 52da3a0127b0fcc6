//! `gostiny snapshot` with the real program: a world is saved while it is served, restored where nobody serves it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

mod program;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use gostiny_client::Client;
use gostiny_server::store::DbUrl;
use gostiny_wire::operator::{SellerCreate, SellerCreateRequest, SellerList, SellerListRequest};
use program::{database::Database, url};

struct Place {
    database: Database,
    folder: PathBuf,
}

impl Place {
    async fn fresh(name: &str) -> Self {
        let database = Database::fresh().await;
        let kind = if matches!(database.url, DbUrl::Postgres(_)) { "postgres" } else { "sqlite" };
        let folder = std::env::temp_dir().join(format!("gostiny-cli-{name}-{kind}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { database, folder }
    }

    fn files(&self) -> String {
        self.folder.join("files").display().to_string()
    }

    fn snapshot(&self, word: &str, file: &Path) -> Output {
        self.run(&["snapshot", word, file.to_str().unwrap()])
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gostiny"));
        command.args(words).args(["--database", &url(&self.database), "--files", &self.files()]).output().unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The running program; it stops when its input ends.
struct Server {
    program: program::Server,
    operator: Client,
}

impl Server {
    fn start(place: &Place) -> Self {
        let more = ["--operator-token", "t", "--stop-with-input", "--files", &place.files()];
        let program = program::Server::start(&place.database, &more);
        Self { operator: Client::operator(&program.address, "t").unwrap(), program }
    }

    fn stop(mut self) {
        drop(self.program.child.stdin.take());
        assert!(self.program.child.wait().unwrap().success(), "it did not stop well when its input ended");
    }

    async fn shops(&self) -> Vec<String> {
        let list = self.operator.call(SellerList, &SellerListRequest::default()).await.unwrap();
        list.sellers.into_iter().map(|shop| shop.name).collect()
    }

    async fn open(&self, name: &str) {
        let request = SellerCreateRequest { name: name.to_owned(), ..Default::default() };
        self.operator.call(SellerCreate, &request).await.unwrap();
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_world_is_saved_and_restored_by_command() {
    let (here, there) = (Place::fresh("here").await, Place::fresh("there").await);
    let file = here.folder.join("мир.gostiny");
    let server = Server::start(&here);
    server.open("Ромашка").await;
    let saved = here.snapshot("save", &file);
    assert!(saved.status.success(), "{}", words(&saved.stderr));
    assert!(words(&saved.stdout).starts_with("saved "), "{}", words(&saved.stdout));

    server.open("Позже").await;
    let refused = here.snapshot("restore", &file);
    assert!(!refused.status.success());
    assert!(words(&refused.stderr).contains("another process has this database open"), "{}", words(&refused.stderr));
    assert_eq!(server.shops().await, ["Ромашка", "Позже"]);
    server.stop();

    for place in [&here, &there] {
        let restored = place.snapshot("restore", &file);
        assert!(restored.status.success(), "{}", words(&restored.stderr));
        let server = Server::start(place);
        assert_eq!(server.shops().await, ["Ромашка"]);
        server.open("Новая").await;
        assert_eq!(server.shops().await, ["Ромашка", "Новая"]);
        server.stop();
    }

    std::fs::write(&file, "x").unwrap();
    let damaged = there.snapshot("restore", &file);
    assert!(!damaged.status.success() && words(&damaged.stderr).contains("damaged"), "{}", words(&damaged.stderr));
    let server = Server::start(&there);
    assert_eq!(server.shops().await, ["Ромашка", "Новая"]);
    server.stop();
    let absent = there.snapshot("restore", &there.folder.join("нет"));
    assert!(!absent.status.success() && words(&absent.stderr).contains("нет"), "{}", words(&absent.stderr));
}

#[tokio::test]
async fn a_backup_is_dated_and_the_oldest_go() {
    let place = Place::fresh("backup").await;
    let folder = place.folder.join("копии");
    let names = || {
        let entries = std::fs::read_dir(&folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    std::fs::create_dir_all(&folder).unwrap();
    for old in ["gostiny-20250101T000000Z.gostiny", "gostiny-20250102T000000Z.gostiny", "gostiny-notes.gostiny"] {
        std::fs::write(folder.join(old), "x").unwrap();
    }
    let server = Server::start(&place);
    server.open("Ромашка").await;
    let kept = place.run(&["backup", folder.to_str().unwrap(), "--keep", "2"]);
    assert!(kept.status.success(), "{}", words(&kept.stderr));
    let left = names();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left[0] == "gostiny-20250102T000000Z.gostiny" && left[2] == "gostiny-notes.gostiny", "{left:?}");
    server.open("Позже").await;
    server.stop();
    assert!(place.snapshot("restore", &folder.join(&left[1])).status.success());
    let server = Server::start(&place);
    assert_eq!(server.shops().await, ["Ромашка"]);
    server.stop();

    // One that cannot be written takes none away.
    let refused = place.run(&["backup", folder.to_str().unwrap(), "--keep", "1", "--files", "/dev/null/files"]);
    assert!(!refused.status.success());
    assert_eq!(names(), left);
}
