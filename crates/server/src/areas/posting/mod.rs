//! Postings: their life from the order to the buyer's door. Owns `buyer_order`, `posting`, `posting_item`,
//! `posting_history`, `posting_exemplar`, `mark_taken`, `label_task`. Start at `machine.rs`, the life of a posting, and `status.rs`, which every move goes
//! through.

mod action;
mod announce;
mod boxes;
mod cancel;
mod carriage;
mod change;
mod codes;
mod dates;
mod deliver;
mod desk;
mod event;
mod exemplar;
mod expire;
mod export;
mod fbo;
mod get;
mod invariant;
mod label;
mod label_task;
mod late;
mod list;
mod lookup;
mod machine;
mod needs;
mod notify;
mod order;
mod origin;
mod pack;
mod package;
mod part;
mod people;
mod place;
mod reach;
mod reason;
mod restriction;
mod row;
mod service;
mod ship;
mod sold;
mod source;
mod status;
mod step;
#[cfg(test)]
mod tests;
mod timeline;
mod timeslot;
mod tracking;
mod turn;
mod view;
mod wanted;
mod write;

pub use action::may_write_first;
pub use announce::{CalledOff, CalledOffLine, Ordered, OrderedLine};
pub use cancel::v2 as cancel;
pub use carriage::{Handed, MethodCount, awaiting, by_numbers, earliest_loose, handed, in_carriage, packed};
pub use change::{country_set_v2 as set_country, weights_v2 as set_weights};
pub use event::record;
pub use exemplar::{Unit, set_v4 as set_exemplars};
pub use export::{PostingsAfter, cancelled_at, exported, in_delivery};
pub use invariant::invariants;
pub use lookup::{customer, newest, owner};
pub use needs::Needs;
pub use origin::{Origin, origins};
pub use part::v2 as cancel_part;
pub use place::place;
pub use row::{Item, Posting, find, items};
pub use service::{Served, served};
pub use ship::{v3 as ship_with_exemplars, v4 as ship};
pub use status::put_in_carriage;
pub use step::{
    arbitration_v2 as arbitrate, delivered_v2 as hand_over, delivering_v2 as start_delivery, last_mile_v2 as last_mile,
    sent_by_seller_v2 as send_by_seller,
};
pub use timeline::{Step, scanned, timeline};
pub use tracking::set_v2 as set_tracking_numbers;
pub use wanted::{Wanted, wanted};

use gostiny_wire::{
    digital::PostingDigitalCodesUploadV1,
    operator::{OrderPlace, PostingChangeList, PostingDatesSet, PostingEventRecord, PostingList},
    posting::{
        FbsPostingDeliveredV2, FbsPostingDeliveringV2, FbsPostingLastMileV2, FbsPostingProductExemplarCreateOrGetV5,
        FbsPostingProductExemplarCreateOrGetV6, FbsPostingProductExemplarSetV4, FbsPostingProductExemplarSetV5,
        FbsPostingProductExemplarSetV6, FbsPostingProductExemplarStatusV4, FbsPostingProductExemplarStatusV5,
        FbsPostingProductExemplarValidateV4, FbsPostingProductExemplarValidateV5, FbsPostingSentBySellerV2,
        FbsPostingTrackingNumberSetV2, PostingFboGetV2, PostingFboListV2, PostingFboListV3, PostingFbsArbitrationV2,
        PostingFbsAwaitingDeliveryV2, PostingFbsCancelReasonListV2, PostingFbsCancelReasonV1, PostingFbsCancelV2,
        PostingFbsGetByBarcodeV2, PostingFbsGetV3, PostingFbsListV3, PostingFbsListV4, PostingFbsPackageLabelCreateV1,
        PostingFbsPackageLabelCreateV2, PostingFbsPackageLabelCreateV3, PostingFbsPackageLabelGetV1,
        PostingFbsPackageLabelGetV2, PostingFbsPackageLabelV2, PostingFbsProductCancelV2, PostingFbsProductChangeV2,
        PostingFbsProductCountryListV2, PostingFbsProductCountrySetV2, PostingFbsRestrictionsV1,
        PostingFbsShipPackageV3, PostingFbsShipPackageV4, PostingFbsShipV2, PostingFbsShipV3, PostingFbsShipV4,
        PostingFbsTimeslotChangeRestrictionsV1, PostingFbsTimeslotSetV1, PostingFbsUnfulfilledListV3,
        PostingFbsUnfulfilledListV4, PostingMultiBoxQtySetV3,
    },
};

use crate::{api::Routes, job::Kind};

/// On the agenda once a posting is ordered; the subject is its number, the payload an [`Ordered`].
pub const ORDERED: Kind = Kind("posting.ordered");
/// On the agenda once a posting was called off that had not left the seller; the subject is its number.
pub const CANCELLED: Kind = Kind("posting.cancelled");
/// On the agenda once some units of a posting were called off and the rest goes on; the subject is its number, the
/// payload a [`CalledOff`].
pub const PART_CANCELLED: Kind = Kind("posting.part_cancelled");
/// On the agenda once goods of a posting left the marketplace's own warehouse; the subject is its number.
pub const LEFT: Kind = Kind("posting.left");
/// On the agenda once a posting was lost; the subject is its number.
pub const LOST: Kind = Kind("posting.lost");
/// On the agenda once a posting is delivered; the subject is its number. Executed by finance and
/// analytics.
pub const DELIVERED: Kind = Kind("posting.delivered");
/// On the agenda once a posting that had left the seller came back or was cancelled on its way. Executed by
/// returns and analytics.
pub const CAME_BACK: Kind = Kind("posting.came_back");
/// On the agenda once a posting no longer travels under its act: it was called off before it left, or the seller took
/// it back. The subject is its number, the payload the carriage. Executed by act.
pub const LEFT_CARRIAGE: Kind = Kind("posting.left_carriage");

/// The seller's methods of this area, and what happens to postings by itself.
pub fn routes() -> Routes {
    Routes::default()
        .reads(PostingFbsUnfulfilledListV3, list::unfulfilled_v3)
        .reads(PostingFbsListV3, list::v3)
        .reads(PostingFbsGetV3, get::v3)
        .reads(PostingFbsGetByBarcodeV2, get::by_barcode_v2)
        .writes(PostingFbsShipV2, ship::v2)
        .writes(PostingFbsShipV3, ship::v3)
        .writes(PostingFbsShipPackageV3, package::v3)
        .writes(PostingFbsShipV4, ship::v4)
        .scans(PostingFbsPackageLabelV2, label::v2)
        .reads(PostingFbsCancelReasonListV2, reason::list_v2)
        .writes(PostingFbsCancelV2, cancel::v2)
        .writes(PostingFbsProductCancelV2, part::v2)
        .writes(PostingFbsProductChangeV2, change::weights_v2)
        .reads(PostingFbsProductCountryListV2, change::country_list_v2)
        .writes(PostingFbsProductCountrySetV2, change::country_set_v2)
        .writes(PostingFbsArbitrationV2, step::arbitration_v2)
        .writes(PostingFbsAwaitingDeliveryV2, step::awaiting_delivery_v2)
        .writes(FbsPostingTrackingNumberSetV2, tracking::set_v2)
        .writes(FbsPostingSentBySellerV2, step::sent_by_seller_v2)
        .writes(FbsPostingDeliveringV2, step::delivering_v2)
        .writes(FbsPostingLastMileV2, step::last_mile_v2)
        .writes(FbsPostingDeliveredV2, step::delivered_v2)
        .writes(FbsPostingProductExemplarSetV4, exemplar::set_v4)
        .reads(FbsPostingProductExemplarStatusV4, exemplar::status_v4)
        .reads(FbsPostingProductExemplarValidateV4, exemplar::validate_v4)
        .reads(PostingFboListV2, fbo::list_v2)
        .reads(PostingFboGetV2, fbo::get_v2)
        .reads(PostingFbsListV4, list::v4)
        .reads(PostingFbsUnfulfilledListV4, list::unfulfilled_v4)
        .reads(PostingFboListV3, fbo::list_v3)
        .writes(PostingFbsShipPackageV4, package::v4)
        .writes(FbsPostingProductExemplarSetV6, exemplar::set_v6)
        .writes(FbsPostingProductExemplarSetV5, exemplar::set_v5)
        .reads(FbsPostingProductExemplarValidateV5, exemplar::validate_v5)
        .reads(FbsPostingProductExemplarStatusV5, exemplar::status_v5)
        .writes(FbsPostingProductExemplarCreateOrGetV5, exemplar::create_or_get_v5)
        .writes(FbsPostingProductExemplarCreateOrGetV6, exemplar::create_or_get_v6)
        .reads(PostingFbsCancelReasonV1, reason::of_postings_v1)
        .reads(PostingFbsRestrictionsV1, restriction::v1)
        .reads(PostingFbsTimeslotChangeRestrictionsV1, timeslot::restrictions_v1)
        .writes(PostingFbsTimeslotSetV1, timeslot::set_v1)
        .writes(PostingMultiBoxQtySetV3, boxes::set_v3)
        .writes(PostingFbsPackageLabelCreateV1, label_task::create_v1)
        .writes(PostingFbsPackageLabelCreateV2, label_task::create_v2)
        .writes(PostingFbsPackageLabelCreateV3, label_task::create_v3)
        .reads(PostingFbsPackageLabelGetV1, label_task::get_v1)
        .reads(PostingFbsPackageLabelGetV2, label_task::get_v2)
        .writes(PostingDigitalCodesUploadV1, codes::upload_v1)
        .job(expire::EXPIRE, expire::expire)
        .long_job(label_task::MAKE, label_task::make)
        .long_job(label_task::EXPIRE, label_task::expire)
        .job(deliver::REGISTER, deliver::register)
        .job(deliver::CARRY, deliver::carry)
        .job(exemplar::CHECK, exemplar::execute)
        .job(step::CONFIRM, step::confirm)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(OrderPlace, place::place)
        .writes(PostingEventRecord, event::record)
        .writes(PostingDatesSet, dates::set)
        .reads(PostingList, desk::list)
        .reads(PostingChangeList, desk::changes)
}
