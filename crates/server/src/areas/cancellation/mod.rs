//! Buyers' requests to call off what sellers deliver themselves and what is on its way already. Owns
//! `cancellation_request`. Start at `decide.rs`: what a decision brings along.

mod ask;
mod decide;
mod list;
mod row;

pub use ask::ask;
pub use decide::{approve, reject};

use gostiny_wire::{cancellation as wire, operator};

use crate::{api::Routes, job::Kind};

/// On the agenda until a request is granted by itself; the subject is the request.
const GRANT: Kind = Kind("cancellation.grant");

/// The seller's methods of this area, and what is granted by itself.
pub fn routes() -> Routes {
    Routes::default()
        .reads(wire::ConditionalCancellationGetV1, list::get_v1)
        .reads(wire::ConditionalCancellationListV1, list::v1)
        .writes(wire::ConditionalCancellationApproveV1, decide::approve)
        .writes(wire::ConditionalCancellationRejectV1, decide::reject)
        .reads(wire::ConditionalCancellationListV2, list::v2)
        .writes(wire::ConditionalCancellationApproveV2, decide::approve)
        .writes(wire::ConditionalCancellationRejectV2, decide::reject)
        .job(GRANT, decide::grant)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(operator::CancellationRequest, ask::ask)
}
