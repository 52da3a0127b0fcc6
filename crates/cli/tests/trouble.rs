//! Databases and folders that cannot be used: the program names them, says why, and ends.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by panicking")]

use std::{
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gostiny-trouble-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gostiny")).args(words).env_clear().current_dir(folder).output().unwrap()
}

fn fails(folder: &Path, words: &[&str], says: &[&str]) {
    let output = run(folder, words);
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!output.status.success(), "{words:?}: {told}");
    for part in says {
        assert!(told.contains(part), "{words:?} does not say {part:?}: {told}");
    }
}

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = Folder::new("named");
    std::fs::write(folder.0.join("letter.db"), "no database at all".repeat(1_000)).unwrap();
    let serve = |database, files| ["serve", "--listen", "127.0.0.1:0", "--database", database, "--files", files];
    let none = "file is not a database";
    fails(&folder.0, &serve("sqlite:letter.db", "files"), &["the database letter.db cannot be used", none]);
    fails(&folder.0, &["check", "--database", "sqlite:letter.db"], &["the database letter.db cannot be used", none]);
    let read_only = &["the database /proc/gostiny.db cannot be used", "unable to open database file"];
    fails(&folder.0, &serve("sqlite:/proc/gostiny.db", "files"), read_only);
    fails(&folder.0, &serve("sqlite:good.db", "/proc/files"), &["the folder /proc/files cannot be used"]);
    // Its address may hold a password, and is not shown.
    let gone = "postgres://shop:tajna@127.0.0.1:1/gostiny";
    fails(&folder.0, &serve(gone, "files"), &["the PostgreSQL database cannot be used", "Connection refused"]);
    let said = run(&folder.0, &serve(gone, "files"));
    assert!(!String::from_utf8(said.stderr).unwrap().contains("tajna"));
}

#[test]
fn a_damaged_database_is_found_out() {
    let folder = Folder::new("damaged");
    let database = ["--database", "sqlite:good.db"];
    assert!(run(&folder.0, &["seller", "add", "Ромашка", database[0], database[1]]).status.success());
    assert!(run(&folder.0, &["check", database[0], database[1]]).status.success());
    let file = std::fs::OpenOptions::new().write(true).open(folder.0.join("good.db")).unwrap();
    let pages = file.metadata().unwrap().len() / 4_096;
    assert!(pages > 200, "{pages}");
    for page in 100..110 {
        file.write_all_at(&[0x5a; 4_096], page * 4_096).unwrap();
    }
    fails(&folder.0, &["check", database[0], database[1]], &["DAMAGED", "restore a backup"]);
}
