//! Carriages and their papers: forming a carriage of packed postings, its act, its container labels.

mod paper;
mod today;

pub use paper::*;
pub use today::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::{Empty, Pdf, Png},
    methods,
    scalar::{CarriageId, DeliveryMethodId, PostingNumber, Time, WarehouseId},
};

methods! {
    area "act";
    /// Forms a carriage of the packed postings of a delivery method and day and starts its papers.
    PostingFbsActCreateV2: Post "/v2/posting/fbs/act/create",
        PostingFbsActCreateV2Request => PostingFbsActCreateV2Response;
    /// Tells whether the papers of a carriage are ready and which postings it took.
    PostingFbsActCheckStatusV2: Post reads "/v2/posting/fbs/act/check-status",
        PostingFbsActCheckStatusV2Request => PostingFbsActCheckStatusV2Response;
    /// Hands out the acceptance act and waybill of a carriage.
    PostingFbsActGetPdfV2: Post reads "/v2/posting/fbs/act/get-pdf", PostingFbsActGetPdfV2Request => Pdf;
    /// Hands out the labels of a carriage's containers.
    PostingFbsActGetContainerLabelsV2: Post reads "/v2/posting/fbs/act/get-container-labels",
        PostingFbsActGetContainerLabelsV2Request => Pdf;
    /// Shows the carriage of a delivery method and day, and what still keeps it from being formed.
    PostingCarriageAvailableListV1: Post reads "/v1/posting/carriage-available/list",
        PostingCarriageAvailableListV1Request => PostingCarriageAvailableListV1Response;
    /// Creates a carriage of the packed postings of a delivery method and day; it leaves once it is approved.
    CarriageCreateV1: Post "/v1/carriage/create", CarriageCreateV1Request => CarriageCreateV1Response;
    /// Approves a carriage: its papers are started.
    CarriageApproveV1: Post "/v1/carriage/approve", CarriageApproveV1Request => Empty;
    /// Calls off a carriage whose papers are not made yet.
    CarriageCancelV1: Post "/v1/carriage/cancel", CarriageCancelV1Request => CarriageCancelV1Response;
    /// Shows a carriage.
    CarriageGetV1: Post reads "/v1/carriage/get", CarriageGetV1Request => CarriageGetV1Response;
    /// Lists delivery methods with their carriages of a day.
    CarriageDeliveryListV1: Post reads "/v1/carriage/delivery/list",
        CarriageDeliveryListV1Request => CarriageDeliveryListV1Response;
    /// Lists delivery methods with their carriages of a day, page by page.
    CarriageDeliveryListV2: Post reads "/v2/carriage/delivery/list",
        CarriageDeliveryListV2Request => CarriageDeliveryListV2Response;
    /// Lists acts.
    PostingFbsActListV2: Post reads "/v2/posting/fbs/act/list",
        PostingFbsActListV2Request => PostingFbsActListV2Response;
    /// Lists the postings of an act.
    PostingFbsActGetPostingsV2: Post reads "/v2/posting/fbs/act/get-postings",
        PostingFbsActGetPostingsV2Request => PostingFbsActGetPostingsV2Response;
    /// Draws the bar code by which a carriage is accepted.
    PostingFbsActGetBarcodeV2: Post reads "/v2/posting/fbs/act/get-barcode",
        PostingFbsActGetBarcodeV2Request => Png;
    /// Tells the bar code by which a carriage is accepted.
    PostingFbsActGetBarcodeTextV2: Post reads "/v2/posting/fbs/act/get-barcode/text",
        PostingFbsActGetBarcodeV2Request => PostingFbsActGetBarcodeTextV2Response;
    /// Tells how far the electronic papers of a carriage are.
    PostingFbsDigitalActCheckStatusV2: Post reads "/v2/posting/fbs/digital/act/check-status",
        PostingFbsDigitalActCheckStatusV2Request => PostingFbsDigitalActCheckStatusV2Response;
    /// Hands out an electronic paper of a carriage.
    PostingFbsDigitalActGetPdfV2: Post reads "/v2/posting/fbs/digital/act/get-pdf",
        PostingFbsDigitalActGetPdfV2Request => Pdf;
}

/// Which carriage to form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCreateV2Request {
    /// Containers, for warehouses with entrusted acceptance only; 0 elsewhere.
    pub containers_count: i32,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure; absent = today.
    pub departure_date: Option<Time>,
}

/// The carriage formed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCreateV2Response {
    /// The carriage.
    pub result: PostingFbsActCreateV2Result,
}

/// Id of a formed carriage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCreateV2Result {
    /// The carriage, which is also the task that makes its papers.
    pub id: CarriageId,
}

/// Which carriage to ask about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCheckStatusV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// How far the papers are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCheckStatusV2Response {
    /// The state.
    pub result: PostingFbsActCheckStatusV2Result,
}

/// State of a carriage's papers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActCheckStatusV2Result {
    /// Kind of act; `ozon_digital` is the electronic one.
    pub act_type: String,
    /// Postings in the act.
    pub added_to_act: Vec<PostingNumber>,
    /// Whether packed postings are left for a further carriage.
    pub has_postings_for_next_carriage: bool,
    /// Whether this is one part of a divided carriage.
    pub is_partial: bool,
    /// Number of that part.
    pub partial_num: i64,
    /// Postings that did not get into the act and travel later.
    pub removed_from_act: Vec<PostingNumber>,
    /// `in_process`, `ready`, `error` or `cancelled`.
    pub status: String,
}

/// Whose act to fetch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetPdfV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// Whose container labels to fetch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsActGetContainerLabelsV2Request {
    /// The carriage.
    pub id: CarriageId,
}

/// Which method and day to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCarriageAvailableListV1Request {
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Day of departure; absent = today.
    pub departure_date: Option<Time>,
}

/// The carriages found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCarriageAvailableListV1Response {
    /// The carriages.
    pub result: Vec<CarriageAvailable>,
}

/// A carriage of one delivery method and day, formed or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageAvailable {
    /// The carriage.
    pub carriage_id: CarriageId,
    /// Postings in it.
    pub carriage_postings_count: i32,
    /// State, such as `new` or `formed`.
    pub carriage_status: String,
    /// Pack until then.
    pub cutoff_at: Time,
    /// The delivery method.
    pub delivery_method_id: DeliveryMethodId,
    /// Its name.
    pub delivery_method_name: String,
    /// What keeps it from being formed.
    pub errors: Vec<CarriageError>,
    /// How parcels come to the carrier.
    pub first_mile_type: String,
    /// Whether the warehouse has entrusted acceptance.
    pub has_entrusted_acceptance: bool,
    /// Of the mandatory postings, those packed already.
    pub mandatory_packaged_count: i32,
    /// Postings that have to be packed.
    pub mandatory_postings_count: i32,
    /// Picture of the carrier.
    pub tpl_provider_icon_url: String,
    /// Name of the carrier.
    pub tpl_provider_name: String,
    /// City of the warehouse.
    pub warehouse_city: String,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// Its name.
    pub warehouse_name: String,
    /// Its time zone.
    pub warehouse_timezone: String,
}

/// Something that keeps a carriage from being formed, or should be known before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CarriageError {
    /// Code word, such as `no_postings`.
    pub code: String,
    /// `warning` or `critical`.
    pub status: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"containers_count":2,"delivery_method_id":"21","departure_date":"2026-01-12T09:00:00.5Z"}"#;
        let create: PostingFbsActCreateV2Request = from_slice(body).unwrap();
        assert_eq!((create.containers_count, create.delivery_method_id), (2, DeliveryMethodId(21)));
        assert_eq!(create.departure_date.unwrap().date_and_time(), "2026-01-12 09:00:00");
        let available: PostingCarriageAvailableListV1Request = from_slice(br#"{"delivery_method_id":21}"#).unwrap();
        assert_eq!((available.delivery_method_id, available.departure_date), (DeliveryMethodId(21), None));

        let (number, digits) = (br#"{"id":300000001}"#, br#"{"id":"300000001"}"#);
        let id = CarriageId(300_000_001);
        assert_eq!(from_slice::<PostingFbsActCheckStatusV2Request>(number).unwrap().id, id);
        assert_eq!(from_slice::<PostingFbsActGetPdfV2Request>(digits).unwrap().id, id);
        assert_eq!(from_slice::<PostingFbsActGetContainerLabelsV2Request>(digits).unwrap().id, id);
    }

    #[test]
    fn answers_read_back_as_printed() {
        let created = PostingFbsActCreateV2Response { result: PostingFbsActCreateV2Result { id: CarriageId(3) } };
        assert_eq!(serde_json::to_string(&created).unwrap(), r#"{"result":{"id":3}}"#);

        let result = PostingFbsActCheckStatusV2Result {
            added_to_act: vec!["70-1-1".into()],
            status: "ready".into(),
            ..Default::default()
        };
        let status = PostingFbsActCheckStatusV2Response { result };
        let json = serde_json::to_value(&status).unwrap();
        assert_eq!(json["result"].as_object().unwrap().len(), 7);
        assert_eq!(from_slice::<PostingFbsActCheckStatusV2Response>(json.to_string().as_bytes()).unwrap(), status);

        let errors = vec![CarriageError { code: "no_postings".into(), status: "critical".into() }];
        let carriage = CarriageAvailable { errors, warehouse_id: WarehouseId(8), ..Default::default() };
        let list = PostingCarriageAvailableListV1Response { result: vec![carriage] };
        let json = serde_json::to_value(&list).unwrap();
        assert_eq!(json["result"][0].as_object().unwrap().len(), 17);
        assert_eq!(from_slice::<PostingCarriageAvailableListV1Response>(json.to_string().as_bytes()).unwrap(), list);
    }
}
