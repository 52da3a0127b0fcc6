//! The edge of the seller API as the operator holds it: faults on purpose, methods that are switched off, who used the
//! limits up, the last calls and why they were refused. Owns the table `fault`. Start at `rules.rs`: what each call is
//! held against.

mod ahead;
mod audit;
mod calendar;
mod fault;
mod limit;
mod request;
mod rules;
mod why;

pub use fault::strikes;
pub use rules::rules;

use gostiny_wire::operator::edge;

use crate::api::Routes;

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(edge::FaultCreate, fault::create)
        .reads(edge::FaultList, fault::list)
        .writes(edge::FaultClear, fault::clear)
        .writes(edge::FaultRemove, fault::remove)
        .runs(edge::LimitsGet, limit::get)
        .runs(edge::RequestList, request::list)
        .runs(edge::CalendarGet, ahead::get)
        .reads(edge::AuditList, audit::list)
}
