//! What holds of everything that comes from outside, whatever it is: one function for each target of `fuzz/`, given any
//! bytes. It panics where something does not hold. Feature `fuzzing`, and tests, which try the seeds.

use std::sync::{Arc, LazyLock};

use futures_util::FutureExt;
use gostiny_client::sheet as client;
use gostiny_wire::{
    json,
    operator::{TaxonomyCount, TaxonomyImportRequest},
    scalar::ClientId,
};
use tokio::runtime::{Builder, Runtime};

use crate::{
    api,
    areas::{category, mark, polygon, push, world::import_taxonomy},
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::{Error, Result},
    files::Files,
    sheet::{Cell, Format, Sheet},
    store::{Db, DbUrl},
};

/// A name, and what holds of any bytes.
type Target = (&'static str, fn(&[u8]));

/// All targets by name.
pub const TARGETS: [Target; 8] = [
    ("requests", api::requests),
    ("forms", api::forms),
    ("words", api::words),
    ("marks", mark::fuzz),
    ("polygons", polygon::fuzz),
    ("pushes", push::fuzz),
    ("taxonomy", taxonomy),
    ("sheets", sheets),
];

/// Holds a target against some bytes.
pub fn hold(target: &str, data: &[u8]) {
    let Some((_, holds)) = TARGETS.iter().find(|(name, _)| *name == target) else { panic!("no target {target}") };
    holds(data);
}

/// A document comes in whole, and the same one again changes nothing; or it is refused for a reason that is told, and
/// nothing changed. As a call brings it, and as the command reads it.
fn taxonomy(data: &[u8]) {
    let read = [serde_json::from_slice(data).ok(), json::from_slice(data).ok()];
    let documents: Vec<TaxonomyImportRequest> = read.into_iter().flatten().collect();
    let mut differing = documents.into_iter();
    let Some(first) = differing.next() else { return };
    differing.filter(|second| *second != first).for_each(imported);
    imported(first);
}

struct Tree {
    runtime: Runtime,
    world: World,
}

static TREE: LazyLock<Result<Tree>> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| Error::Internal(error.into()))?;
    let world = World {
        db: Arc::new(runtime.block_on(Db::open(&DbUrl::Memory))?),
        clock: Arc::new(Clock::new(Mode::Manual, None)),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    runtime.block_on(world.write(ClientId(0), |call| category::load(call).boxed()))?;
    Ok(Tree { runtime, world })
});

fn imported(mut document: TaxonomyImportRequest) {
    document.dry_run = false;
    let tree = TREE.as_ref().unwrap_or_else(|error| panic!("{error:?}"));
    let document = Arc::new(document);
    let run = tree.world.write(ClientId(0), move |call| {
        let document = document.clone();
        async move { twice(call, &document).await }.boxed()
    });
    // Whatever came in is rolled back, so that each document meets the same tree.
    match tree.runtime.block_on(run) {
        Err(Error::Conflict(told)) if told == DONE => {}
        Err(Error::BadRequest(told)) if told.starts_with("the taxonomy cannot be taken over: ") => {}
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("nothing was rolled back"),
    }
}

const DONE: &str = "rolled back";

async fn twice(call: &mut Call, document: &TaxonomyImportRequest) -> Result<()> {
    let first = import_taxonomy(call, document, &|_, _| {}).await?;
    // PostgreSQL takes no text with the character zero.
    assert!(!serde_json::to_string(document)?.contains("\\u0000"), "a text with the character zero comes in");
    let again = import_taxonomy(call, document, &|_, _| {}).await?;
    let all = |counts: [TaxonomyCount; 4]| counts.map(|one| one.added + one.changed + one.unchanged);
    let of = [first.categories, first.attributes, first.asked, first.values];
    let then = [again.categories, again.attributes, again.asked, again.values];
    assert_eq!(all(of), all(then));
    assert!(then.iter().all(|count| count.added + count.changed == 0), "again: {again:?}");
    Err(Error::Conflict(DONE.to_owned()))
}

/// Rows of a report are read or refused one by one, as each kind of row; cells that were written are the cells read.
fn sheets(data: &[u8]) {
    use client::rows;
    let told = |error: gostiny_client::ClientError| assert!(!error.to_string().is_empty());
    rows::<client::ProductRow>(data).filter_map(|row| row.err()).for_each(told);
    rows::<client::PriceRow>(data).filter_map(|row| row.err()).for_each(told);
    rows::<client::PostingRow>(data).filter_map(|row| row.err()).for_each(told);
    rows::<client::ReturnRow>(data).filter_map(|row| row.err()).for_each(told);
    rows::<client::TransactionRow>(data).filter_map(|row| row.err()).for_each(told);
    rows::<client::FinanceRow>(data).filter_map(|row| row.err()).for_each(told);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let cells: Vec<&str> = text.split('\u{1}').collect();
    let written = written(&cells).unwrap_or_else(|error| panic!("{error:?}"));
    let read: Vec<Vec<String>> =
        rows(written.as_slice()).collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read, [cells.as_slice(), cells.as_slice()]);
}

/// A table of two equal rows.
fn written(cells: &[&str]) -> Result<Vec<u8>> {
    let mut sheet = Sheet::new(Format::Csv, &cells.iter().map(|_| "Графа".to_owned()).collect::<Vec<_>>())?;
    let row: Vec<Cell> = cells.iter().map(|cell| Cell::from(*cell)).collect();
    sheet.row(&row)?;
    sheet.row(&row)?;
    sheet.take()
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    use super::*;

    fn names(folder: &Path) -> BTreeSet<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn every_target_holds_on_its_seeds() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let programs: BTreeSet<String> = names(&fuzz.join("fuzz_targets")).iter().map(stem).collect();
        assert_eq!(programs, TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect());
        for (name, _) in TARGETS {
            let seeds = names(&fuzz.join("seeds").join(name));
            assert!(seeds.len() > 3, "{name} has few seeds");
            seeds.iter().for_each(|seed| hold(name, &fs::read(seed).unwrap()));
        }
    }
}
