//! Postings: their life from the order to the buyer's door. Owns `buyer_order`, `posting`, `posting_item`,
//! `posting_history`. Start at `machine.rs`, the life of a posting, and `status.rs`, which every move goes
//! through.

mod cancel;
mod carriage;
mod deliver;
mod event;
mod expire;
mod get;
mod label;
mod list;
mod machine;
mod order;
mod pack;
mod package;
mod people;
mod place;
mod reason;
mod row;
mod ship;
mod source;
mod status;
#[cfg(test)]
mod tests;
mod view;
mod write;

pub use cancel::v2 as cancel;
pub use carriage::{MethodCount, awaiting, in_carriage, packed};
pub use event::record;
pub use place::place;
pub use row::{Item, Posting, find, items};
pub use ship::v4 as ship;
pub use status::put_in_carriage;

use gostiny_wire::{
    operator::{OrderPlace, PostingEventRecord},
    posting::{
        PostingFbsCancelReasonListV2, PostingFbsCancelV2, PostingFbsGetByBarcodeV2, PostingFbsGetV3, PostingFbsListV3,
        PostingFbsPackageLabelV2, PostingFbsShipPackageV3, PostingFbsShipV2, PostingFbsShipV3, PostingFbsShipV4,
        PostingFbsUnfulfilledListV3,
    },
};

use crate::{api::Routes, job::Kind};

/// On the agenda once a posting is delivered; the subject is its number. Executed by finance.
pub const DELIVERED: Kind = Kind("posting.delivered");
/// On the agenda once a posting that had left the seller came back or was cancelled on its way. Executed by finance.
pub const CAME_BACK: Kind = Kind("posting.came_back");

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
        .job(expire::EXPIRE, expire::expire)
        .job(deliver::REGISTER, deliver::register)
        .job(deliver::CARRY, deliver::carry)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().writes(OrderPlace, place::place).writes(PostingEventRecord, event::record)
}
