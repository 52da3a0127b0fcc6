//! What people and machines run beside the server: probe, migration, manual.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what it expects by panicking")]

#[path = "../../server/tests/scenario/database.rs"]
mod database;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Output, Stdio},
};

use database::Database;
use gostiny_client::{Client, Retry, wire::method::Verb};
use gostiny_server::store::DbUrl;

fn gostiny(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gostiny"));
    program.args(arguments).env_clear().current_dir(std::env::temp_dir()).output().unwrap()
}

fn url(database: &Database) -> String {
    match &database.url {
        DbUrl::File(path) => format!("sqlite:{}", path.display()),
        DbUrl::Postgres(url) => url.clone(),
        DbUrl::Memory => unreachable!("what is in memory is gone with its process"),
    }
}

#[tokio::test]
async fn a_server_is_probed_and_tells_its_numbers() {
    let database = Database::fresh().await;
    let url = url(&database);
    for _ in 0..2 {
        let migrated = gostiny(&["migrate", "--database", &url]);
        assert!(migrated.status.success(), "{migrated:?}");
    }
    let mut server = Command::new(env!("CARGO_BIN_EXE_gostiny"))
        .args(["serve", "--listen", "127.0.0.1:0", "--operator-token", "t", "--log", "error", "--database", &url])
        .env_clear()
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let ready = BufReader::new(server.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let address = ready.strip_prefix("gostiny is listening on http://").unwrap().to_owned();
    for arguments in [vec!["probe"], vec!["probe", "--live"], vec!["probe", "--wait", "20"]] {
        let probed = gostiny(&[arguments, vec!["--listen", &address]].concat());
        assert!(probed.status.success(), "{probed:?}");
    }
    let client = Client::builder().base_url(&format!("http://{address}")).retry(Retry::never()).build().unwrap();
    let clock = client.as_bearer("t").unwrap().send(Verb::Get, "/operator/v1/clock", Vec::new(), &[]).await.unwrap();
    assert_eq!(clock.status, 200);
    let numbers = client.send(Verb::Get, "/metrics", Vec::new(), &[]).await.unwrap();
    let numbers = String::from_utf8(numbers.body).unwrap();
    for line in [
        "gostiny_requests_total{path=\"/operator/v1/clock\",status=\"200\"} 1",
        "gostiny_request_seconds_bucket{path=\"/operator/v1/clock\",le=\"+Inf\"} 1",
        "gostiny_agenda_overdue 0",
        "gostiny_agenda_overdue_seconds 0",
        concat!("gostiny_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
    ] {
        assert!(numbers.lines().any(|found| found == line), "{line} is not in\n{numbers}");
    }
    server.kill().unwrap();
    server.wait().unwrap();
    let probed = gostiny(&["probe", "--listen", &address]);
    assert!(!probed.status.success() && String::from_utf8_lossy(&probed.stderr).contains(&address), "{probed:?}");
}

#[tokio::test]
async fn the_database_is_found_in_the_server_s_own_file() {
    let database = Database::fresh().await;
    let url = url(&database);
    let opened = gostiny(&["seller", "add", "Ромашка", "--database", &url]);
    let told = String::from_utf8(opened.stdout).unwrap();
    let client_id = told.lines().find_map(|line| line.strip_prefix("Client-Id: ")).unwrap();
    let file = std::env::temp_dir().join(format!("gostiny-place-{}.toml", std::process::id()));
    std::fs::write(&file, format!("database = {url:?}\n")).unwrap();
    // A key is made only where the shop is known.
    let made = gostiny(&["key", "add", client_id, "--config", file.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&made.stdout).starts_with("Api-Key: "), "{made:?}");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn each_command_has_a_page_in_the_manual() {
    let page = String::from_utf8(gostiny(&["man"]).stdout).unwrap();
    assert!(page.contains(".TH gostiny 1") && page.contains("gostiny\\-serve(1)"), "{page}");
    let folder = std::env::temp_dir().join(format!("gostiny-man-{}", std::process::id()));
    assert!(gostiny(&["man", folder.to_str().unwrap()]).status.success());
    for name in ["gostiny.1", "gostiny-serve.1", "gostiny-probe.1", "gostiny-seller-add.1"] {
        assert!(folder.join(name).exists(), "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
