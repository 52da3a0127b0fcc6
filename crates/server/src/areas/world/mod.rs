//! The world itself: its seed, its clock, its agenda, its beginning. Owns the table `world`.

mod clock;
mod desk;
mod reset;
mod settings;
mod snapshot;
mod snapshot_file;
mod taxonomy;
mod together;
mod wake;

pub use reset::{First, YOUNG, keep_first};
pub use snapshot::settle;
pub use snapshot_file::{Counts, restore as restore_file, save as save_file, verify as check_file};
pub use taxonomy::import_with_progress as import_taxonomy;
pub use together::{follow, join};
pub use wake::{Kept, keep_later_time, wake};

use gostiny_wire::operator;

use crate::api::Routes;

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .runs(operator::ClockGet, clock::get)
        .runs(operator::ClockSet, clock::set)
        .runs(operator::ClockAdvance, clock::advance)
        .reads(operator::SettingsGet, settings::get)
        .writes(operator::SettingsSet, settings::set)
        .reads(operator::AgendaList, clock::agenda)
        .writes(operator::TaxonomyImport, taxonomy::import)
        .runs(operator::ClockStep, clock::step)
        .alone(operator::Reset, reset::reset)
        .alone(operator::SnapshotSave, snapshot::save)
        .alone(operator::SnapshotRestore, snapshot::restore)
        .alone(operator::SnapshotDelete, snapshot::delete)
        .runs(operator::SnapshotList, snapshot::list)
}
