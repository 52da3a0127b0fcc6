//! FBS and rFBS postings on the wire: lists, the posting itself, packing, labels, cancelling.
//! `block` holds the parts that several answers share; each further file is one group of methods.

mod block;
mod cancel;
mod exemplar;
mod fbo;
mod get;
mod list;
mod part;
mod ship;
mod step;
mod today;
mod today_block;
mod today_exemplar;
mod today_fbo;
mod today_label;
mod today_step;

pub use block::*;
pub use cancel::*;
pub use exemplar::*;
pub use fbo::*;
pub use get::*;
pub use list::*;
pub use part::*;
pub use ship::*;
pub use step::*;
pub use today::*;
pub use today_block::*;
pub use today_exemplar::*;
pub use today_fbo::*;
pub use today_label::*;
pub use today_step::*;

use crate::{
    method::{Empty, Pdf},
    methods,
};

methods! {
    area "posting";
    /// Pages through the postings that are not finished yet, by cut-off or by hand-over date.
    PostingFbsUnfulfilledListV3: Post reads "/v3/posting/fbs/unfulfilled/list",
        PostingFbsUnfulfilledListV3Request => PostingFbsUnfulfilledListV3Response;
    /// Pages through all postings whose processing began in a period.
    PostingFbsListV3: Post reads "/v3/posting/fbs/list", PostingFbsListV3Request => PostingFbsListV3Response;
    /// Shows one posting in full.
    PostingFbsGetV3: Post reads "/v3/posting/fbs/get", PostingFbsGetV3Request => PostingFbsGetV3Response;
    /// Finds a posting by a barcode of its label.
    PostingFbsGetByBarcodeV2: Post reads "/v2/posting/fbs/get-by-barcode",
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
    PostingFbsPackageLabelV2: Post reads "/v2/posting/fbs/package-label", PostingFbsPackageLabelV2Request => Pdf;
    /// Lists every reason a posting can be cancelled for.
    PostingFbsCancelReasonListV2: Post reads "/v2/posting/fbs/cancel-reason/list",
        Empty => PostingFbsCancelReasonListV2Response;
    /// Cancels a whole posting on the seller's side.
    PostingFbsCancelV2: Post "/v2/posting/fbs/cancel", PostingFbsCancelV2Request => PostingFbsCancelV2Response;
    /// Calls some units of a posting off; all of them call the posting off.
    PostingFbsProductCancelV2: Post "/v2/posting/fbs/product/cancel",
        PostingFbsProductCancelV2Request => PostingFbsProductCancelV2Response;
    /// Tells what the units of weighed goods weigh, before they are packed.
    PostingFbsProductChangeV2: Post "/v2/posting/fbs/product/change",
        PostingFbsProductChangeV2Request => PostingFbsProductChangeV2Response;
    /// Lists countries by a part of their names.
    PostingFbsProductCountryListV2: Post reads "/v2/posting/fbs/product/country/list",
        PostingFbsProductCountryListV2Request => PostingFbsProductCountryListV2Response;
    /// Tells where goods of a posting were made.
    PostingFbsProductCountrySetV2: Post "/v2/posting/fbs/product/country/set",
        PostingFbsProductCountrySetV2Request => PostingFbsProductCountrySetV2Response;
    /// Opens a dispute over postings that were handed over and not accepted.
    PostingFbsArbitrationV2: Post "/v2/posting/fbs/arbitration", PostingFbsMoveV2Request => PostingFbsMoveV2Response;
    /// Takes disputed postings back, to be handed over again.
    PostingFbsAwaitingDeliveryV2: Post "/v2/posting/fbs/awaiting-delivery",
        PostingFbsMoveV2Request => PostingFbsMoveV2Response;
    /// Names the tracking numbers of the seller's carrier.
    FbsPostingTrackingNumberSetV2: Post "/v2/fbs/posting/tracking-number/set" | "/v2/fbs/posting/tracking-numbers/set",
        FbsPostingTrackingNumberSetV2Request => FbsPostingStepV2Response;
    /// Tells that postings left the seller abroad.
    FbsPostingSentBySellerV2: Post "/v2/fbs/posting/sent-by-seller" | "/v2/fbs/posting/send-by-seller",
        FbsPostingStepV2Request => FbsPostingSentBySellerV2Response;
    /// Tells that the seller's delivery took postings.
    FbsPostingDeliveringV2: Post "/v2/fbs/posting/delivering", FbsPostingStepV2Request => FbsPostingStepV2Response;
    /// Tells that the seller's courier is on the way to the buyer.
    FbsPostingLastMileV2: Post "/v2/fbs/posting/last-mile", FbsPostingStepV2Request => FbsPostingStepV2Response;
    /// Tells that the seller's delivery handed postings to the buyer.
    FbsPostingDeliveredV2: Post "/v2/fbs/posting/delivered", FbsPostingStepV2Request => FbsPostingStepV2Response;
    /// Hands in the marks and papers of a posting's units, to be checked.
    FbsPostingProductExemplarSetV4: Post "/v4/fbs/posting/product/exemplar/set",
        FbsPostingProductExemplarSetV4Request => FbsPostingProductExemplarSetV4Response;
    /// Tells how far the check of a posting's units is.
    FbsPostingProductExemplarStatusV4: Post reads "/v4/fbs/posting/product/exemplar/status",
        FbsPostingProductExemplarStatusV4Request => FbsPostingProductExemplarStatusV4Response;
    /// Tells whether marks and papers are well formed.
    FbsPostingProductExemplarValidateV4: Post reads "/v4/fbs/posting/product/exemplar/validate",
        FbsPostingProductExemplarValidateV4Request => FbsPostingProductExemplarValidateV4Response;
    /// Lists FBO postings of a period.
    PostingFboListV2: Post reads "/v2/posting/fbo/list", PostingFboListV2Request => PostingFboListV2Response;
    /// Shows one FBO posting.
    PostingFboGetV2: Post reads "/v2/posting/fbo/get", PostingFboGetV2Request => PostingFboGetV2Response;
    /// Pages through the postings of a period by cursor.
    PostingFbsListV4: Post reads "/v4/posting/fbs/list", PostingFbsListV4Request => PostingFbsListV4Response;
    /// Pages through the postings that are not finished yet by cursor and counts them.
    PostingFbsUnfulfilledListV4: Post reads "/v4/posting/fbs/unfulfilled/list",
        PostingFbsUnfulfilledListV4Request => PostingFbsUnfulfilledListV4Response;
    /// Pages through FBO postings by cursor.
    PostingFboListV3: Post reads "/v3/posting/fbo/list", PostingFboListV3Request => PostingFboListV3Response;
    /// Packs a part of a posting, unit by unit where they are named; answers the posting that holds the package.
    PostingFbsShipPackageV4: Post "/v4/posting/fbs/ship/package",
        PostingFbsShipPackageV4Request => PostingFbsShipPackageV4Response;
    /// Hands in the typed marks and papers of a posting's units by their numbers, to be checked.
    FbsPostingProductExemplarSetV6: Post "/v6/fbs/posting/product/exemplar/set",
        FbsPostingProductExemplarSetV6Request => Empty;
    /// Hands in the marks and papers of a posting's units by their numbers, to be checked.
    FbsPostingProductExemplarSetV5: Post "/v5/fbs/posting/product/exemplar/set",
        FbsPostingProductExemplarSetV5Request => FbsPostingProductExemplarSetV5Response;
    /// Tells of each typed mark and paper whether it is well formed.
    FbsPostingProductExemplarValidateV5: Post reads "/v5/fbs/posting/product/exemplar/validate",
        FbsPostingProductExemplarValidateV5Request => FbsPostingProductExemplarValidateV5Response;
    /// Tells of each typed mark and paper how far its check is.
    FbsPostingProductExemplarStatusV5: Post reads "/v5/fbs/posting/product/exemplar/status",
        FbsPostingProductExemplarStatusV5Request => FbsPostingProductExemplarStatusV5Response;
    /// Numbers the units of a posting and shows what was handed in for each, one mark each.
    FbsPostingProductExemplarCreateOrGetV5: Post "/v5/fbs/posting/product/exemplar/create-or-get",
        FbsPostingProductExemplarCreateOrGetRequest => FbsPostingProductExemplarCreateOrGetV5Response;
    /// Numbers the units of a posting and shows what was handed in for each.
    FbsPostingProductExemplarCreateOrGetV6: Post "/v6/fbs/posting/product/exemplar/create-or-get",
        FbsPostingProductExemplarCreateOrGetRequest => FbsPostingProductExemplarCreateOrGetV6Response;
    /// Lists for each posting what it can be cancelled for now.
    PostingFbsCancelReasonV1: Post reads "/v1/posting/fbs/cancel-reason",
        PostingFbsCancelReasonV1Request => PostingFbsCancelReasonV1Response;
    /// Tells which weights, sizes and prices the drop-off of a posting takes.
    PostingFbsRestrictionsV1: Post reads "/v1/posting/fbs/restrictions",
        PostingFbsRestrictionsV1Request => PostingFbsRestrictionsV1Response;
    /// Tells where to and how often the delivery of a posting can be moved.
    PostingFbsTimeslotChangeRestrictionsV1: Post reads "/v1/posting/fbs/timeslot/change-restrictions",
        PostingFbsTimeslotChangeRestrictionsV1Request => PostingFbsTimeslotChangeRestrictionsV1Response;
    /// Moves the delivery of a posting, twice at most.
    PostingFbsTimeslotSetV1: Post "/v1/posting/fbs/timeslot/set",
        PostingFbsTimeslotSetV1Request => PostingFbsTimeslotSetV1Response;
    /// Tells how many boxes a posting is packed in.
    PostingMultiBoxQtySetV3: Post "/v3/posting/multiboxqty/set",
        PostingMultiBoxQtySetV3Request => PostingMultiBoxQtySetV3Response;
    /// Starts the drawing of large labels as one task.
    PostingFbsPackageLabelCreateV1: Post "/v1/posting/fbs/package-label/create",
        PostingFbsPackageLabelCreateRequest => PostingFbsPackageLabelCreateV1Response;
    /// Starts the drawing of labels as a task for each size.
    PostingFbsPackageLabelCreateV2: Post "/v2/posting/fbs/package-label/create",
        PostingFbsPackageLabelCreateRequest => PostingFbsPackageLabelCreateV2Response;
    /// Starts the drawing of labels as a task for each size; the answer has no wrapper.
    PostingFbsPackageLabelCreateV3: Post "/v3/posting/fbs/package-label/create",
        PostingFbsPackageLabelCreateV3Request => PostingFbsPackageLabelCreateV3Response;
    /// Tells what became of a task of labels, all in one object.
    PostingFbsPackageLabelGetV1: Post reads "/v1/posting/fbs/package-label/get",
        PostingFbsPackageLabelGetRequest => PostingFbsPackageLabelGetV1Response;
    /// Tells what became of a task of labels, with an object for its state.
    PostingFbsPackageLabelGetV2: Post reads "/v2/posting/fbs/package-label/get",
        PostingFbsPackageLabelGetRequest => PostingFbsPackageLabelGetV2Response;
}
