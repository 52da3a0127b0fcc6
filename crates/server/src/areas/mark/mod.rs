//! What tells one unit from another: marks of "Chestny ZNAK", customs declarations, jewellery numbers, countries,
//! and which goods need which of them. Pure: owns no table. Start at `code.rs` for marks, at `demand.rs` for who
//! needs what.

mod code;
mod country;
mod customs;
mod demand;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzz;
mod gs1;
mod jewellery;

pub use code::{Group, Mark, Strictness, judge};
pub use country::{Country, countries, country_named, has_border};
pub use customs::{Declaration, declaration, registration};
pub use demand::{Demand, of_category};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzz::marks as fuzz;
pub use jewellery::uin;
