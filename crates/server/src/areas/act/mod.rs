//! Carriages and their documents: act, waybill, container labels. Owns `carriage`.

mod available;
mod check_status;
mod create;
mod departure;
mod form;
mod invariant;
mod leave;
mod paper;
mod row;

#[cfg(test)]
mod tests;

pub use create::v2 as create;
pub use invariant::invariants;

use gostiny_wire::act;

use crate::{api::Routes, areas::posting, job::Kind};

/// On the agenda from the call to the papers; the subject is the carriage, the payload the postings meant for it.
const FORM: Kind = Kind("act.form");

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .writes(act::PostingFbsActCreateV2, create::v2)
        .reads(act::PostingFbsActCheckStatusV2, check_status::v2)
        .scans(act::PostingFbsActGetPdfV2, paper::act_v2)
        .scans(act::PostingFbsActGetContainerLabelsV2, paper::container_labels_v2)
        .reads(act::PostingCarriageAvailableListV1, available::list_v1)
        .job(FORM, form::execute)
        .job(posting::LEFT_CARRIAGE, leave::execute)
}
