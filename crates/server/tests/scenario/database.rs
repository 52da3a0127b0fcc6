//! A database that nobody else uses: a fresh SQLite file, or a fresh schema of the PostgreSQL in `TEST_DATABASE_URL`.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use gostiny_server::store::DbUrl;
use tokio_postgres::NoTls;

/// Removed when the test is over.
pub struct Database {
    pub url: DbUrl,
    kind: Kind,
}

enum Kind {
    Folder(PathBuf),
    Schema { server: String, name: String },
}

impl Database {
    pub async fn fresh() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gostiny_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return Self::in_file(&name) };
        statement(&server, format!("create schema {name}")).await;
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = DbUrl::Postgres(format!("{server}{joint}options=-c%20search_path%3D{name}"));
        Self { url, kind: Kind::Schema { server, name } }
    }
}

impl Database {
    /// A fresh SQLite file, whichever database the tests run on.
    pub fn in_file(name: &str) -> Self {
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self { url: DbUrl::File(folder.join("world.db")), kind: Kind::Folder(folder) }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Kind::Schema { server, name } => {
                // A call that a failed test left behind may hold its tables: the schema then goes with the whole server.
                let sql = format!("set lock_timeout = '20s'; drop schema {name} cascade");
                let server = server.clone();
                // A drop cannot wait for a future, and the test's own runtime is busy with this very drop.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(statement(&server, sql));
                });
                let _ = dropped.join();
            }
        }
    }
}

async fn statement(server: &str, sql: String) {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
    let served = tokio::spawn(connection);
    client.batch_execute(&sql).await.unwrap();
    drop(client);
    let _ = served.await;
}
