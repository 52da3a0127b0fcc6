//! `gostiny taxonomy import`: a category tree of one's own, from a file into a database.

use std::{path::PathBuf, sync::Arc};

use clap::Subcommand;
use gostiny_server::areas::world;
use gostiny_wire::{
    operator::{TaxonomyCount, TaxonomyImportRequest},
    scalar::ClientId,
};

use crate::{Outcome, block_on, manage::Place, progress::bar};

/// Commands on the category tree.
#[derive(Subcommand)]
pub enum TaxonomyCommand {
    /// Take over categories, attributes and dictionaries from a file: all of it or nothing.
    ///
    /// The format is described in docs/taxonomy.md. What is known is changed, what is new is added, nothing is removed.
    Import {
        /// The document, JSON.
        file: PathBuf,
        /// Only check the document and count what would change.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        place: Place,
    },
}

impl TaxonomyCommand {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let Self::Import { file, dry_run, place } = self;
        let text = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut taxonomy: TaxonomyImportRequest =
            serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        taxonomy.dry_run = taxonomy.dry_run || dry_run;
        let taxonomy = Arc::new(taxonomy);
        block_on(async {
            let app = place.open().await?;
            let imported = app.world.write(ClientId(0), move |call| {
                let taxonomy = taxonomy.clone();
                Box::pin(async move {
                    world::import_taxonomy(call, &taxonomy, &|done, all| bar(count(done), count(all))).await
                })
            });
            let (counts, _) = imported.await?;
            println!("{}", if counts.dry_run { "nothing was written; there would be" } else { "taken over" });
            let line = |what: &str, count: TaxonomyCount| {
                println!("  {what:<12}{} new, {} changed, {} the same", count.added, count.changed, count.unchanged);
            };
            line("categories", counts.categories);
            line("attributes", counts.attributes);
            line("asked", counts.asked);
            line("values", counts.values);
            Ok(())
        })?
    }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
