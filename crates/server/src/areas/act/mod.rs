//! Carriages and their documents: act, waybill, container labels. Owns `carriage`.

mod available;
mod carriages;
mod check_status;
mod create;
mod delivery;
mod departure;
mod digital;
mod form;
mod invariant;
mod leave;
mod paper;
mod row;
mod show;

#[cfg(test)]
mod tests;

pub use carriages::list as carriages;
pub use create::v2 as create;
pub use invariant::invariants;
pub use row::Carriage;

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
        .writes(act::CarriageCreateV1, create::draft_v1)
        .writes(act::CarriageApproveV1, create::approve_v1)
        .writes(act::CarriageCancelV1, create::cancel_v1)
        .reads(act::CarriageGetV1, show::get_v1)
        .reads(act::CarriageDeliveryListV1, delivery::list_v1)
        .reads(act::CarriageDeliveryListV2, delivery::list_v2)
        .reads(act::PostingFbsActListV2, show::list_v2)
        .reads(act::PostingFbsActGetPostingsV2, show::postings_v2)
        .reads(act::PostingFbsActGetBarcodeV2, paper::barcode_v2)
        .reads(act::PostingFbsActGetBarcodeTextV2, paper::barcode_text_v2)
        .reads(act::PostingFbsDigitalActCheckStatusV2, digital::check_status_v2)
        .scans(act::PostingFbsDigitalActGetPdfV2, digital::get_pdf_v2)
        .job(FORM, form::execute)
        .job(posting::LEFT_CARRIAGE, leave::execute)
}
