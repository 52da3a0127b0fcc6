//! Where parcels can be brought: outlines on the map and the delivery methods bound to them. Owns `polygon`,
//! `polygon_cell`, `polygon_origin`, `polygon_binding`. Start at `shape.rs`, the outline, and `reach.rs`, what a
//! buyer's address can choose from.

mod bind;
mod create;
mod delete;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzz;
mod grid;
mod outline;
mod reach;
mod shape;
#[cfg(test)]
mod tests;

pub use bind::v1 as bind;
pub use create::create;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzz::outline as fuzz;
pub use outline::{Outline, outlines};
pub use reach::{Reach, reach};
pub use shape::Point;

use gostiny_wire::polygon;

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .stores(polygon::PolygonCreateV1, create::v1)
        .writes(polygon::PolygonBindV1, bind::v1)
        .writes(polygon::PolygonBindV2, bind::v2)
        .writes(polygon::PolygonDeleteV1, delete::v1)
}
