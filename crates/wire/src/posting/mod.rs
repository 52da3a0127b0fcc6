//! FBS and rFBS postings on the wire: lists, the posting itself, packing, labels, cancelling.
//! `block` holds the parts that several answers share; each further file is one group of methods.

mod block;
mod cancel;
mod get;
mod list;
mod ship;

pub use block::*;
pub use cancel::*;
pub use get::*;
pub use list::*;
pub use ship::*;

use crate::{
    method::{Empty, Pdf},
    methods,
};

methods! {
    area "posting";
    /// Pages through the postings that are not finished yet, by cut-off or by hand-over date.
    PostingFbsUnfulfilledListV3: Post "/v3/posting/fbs/unfulfilled/list",
        PostingFbsUnfulfilledListV3Request => PostingFbsUnfulfilledListV3Response;
    /// Pages through all postings whose processing began in a period.
    PostingFbsListV3: Post "/v3/posting/fbs/list", PostingFbsListV3Request => PostingFbsListV3Response;
    /// Shows one posting in full.
    PostingFbsGetV3: Post "/v3/posting/fbs/get", PostingFbsGetV3Request => PostingFbsGetV3Response;
    /// Finds a posting by a barcode of its label.
    PostingFbsGetByBarcodeV2: Post "/v2/posting/fbs/get-by-barcode",
        PostingFbsGetByBarcodeV2Request => PostingFbsGetByBarcodeV2Response;
    /// Packs a posting; each package becomes a posting of its own. Oldest form, goods by SKU.
    PostingFbsShipV2: Post "/v2/posting/fbs/ship", PostingFbsShipV2Request => PostingFbsShipV2Response;
    /// Packs a posting and hands in the marking data of its units in the same call.
    PostingFbsShipV3: Post "/v3/posting/fbs/ship" | "/v3/posting/fbs/set",
        PostingFbsShipV3Request => PostingFbsShipResponse;
    /// Packs a part of a posting into a new posting; the rest stays unpacked.
    PostingFbsShipPackageV3: Post "/v3/posting/fbs/ship/package",
        PostingFbsShipPackageV3Request => PostingFbsShipResponse;
    /// Packs a posting whose marking data, where required, was set beforehand.
    PostingFbsShipV4: Post "/v4/posting/fbs/ship", PostingFbsShipV4Request => PostingFbsShipResponse;
    /// Draws the labels of up to 20 packed postings, one page each, or of none if one is not ready.
    PostingFbsPackageLabelV2: Post "/v2/posting/fbs/package-label", PostingFbsPackageLabelV2Request => Pdf;
    /// Lists every reason a posting can be cancelled for.
    PostingFbsCancelReasonListV2: Post "/v2/posting/fbs/cancel-reason/list",
        Empty => PostingFbsCancelReasonListV2Response;
    /// Cancels a whole posting on the seller's side.
    PostingFbsCancelV2: Post "/v2/posting/fbs/cancel", PostingFbsCancelV2Request => PostingFbsCancelV2Response;
}
