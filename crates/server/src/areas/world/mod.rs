//! The world itself: its seed, its clock, its agenda, its beginning. Owns the table `world`.

mod clock;
mod reset;
mod settings;
mod taxonomy;
mod wake;

pub use taxonomy::import_with_progress as import_taxonomy;
pub use wake::{Kept, keep_time, wake};

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
        .runs(operator::Reset, reset::reset)
}
