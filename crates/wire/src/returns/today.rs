//! Returns as they are listed today, all schemes in one list, and the lists per scheme of 2023.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReturnFboV2, ReturnFbsV2, ReturnsTimeRange};
use crate::scalar::{
    ClientId, Decimal2, OfferId, OrderId, OrderNumber, PostingNumber, ReturnId, Sku, Time, WarehouseId,
};

/// A page of FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV3Request {
    /// Which returns; absent = all.
    pub filter: ReturnsCompanyFboV3Filter,
    /// The last return of the page before; 0 at first.
    pub last_id: ReturnId,
    /// Returns per page, 1 to 1000.
    pub limit: i64,
}

/// Which FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV3Filter {
    /// Of this posting; empty = of all.
    pub posting_number: PostingNumber,
    /// `Created`, `ReturnedToOzon`, `Cancelled`; none = all.
    pub status: Vec<String>,
}

/// A page of FBO returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFboV3Response {
    /// The last return of the page; 0 when the page is empty.
    pub last_id: ReturnId,
    /// The page, oldest first.
    pub returns: Vec<ReturnFboV2>,
}

/// A page of FBS returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV3Request {
    /// Which returns; absent = all.
    pub filter: ReturnsCompanyFbsV3Filter,
    /// Returns per page, 1 to 1000.
    pub limit: i64,
    /// The last return of the page before; 0 at first.
    pub last_id: ReturnId,
}

/// Which FBS returns. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV3Filter {
    /// Given away by the buyer then.
    pub accepted_from_customer_moment: ReturnsTimeRange,
    /// The last free day lies there.
    pub last_free_waiting_day: ReturnsTimeRange,
    /// Of this order; 0 = of all.
    pub order_id: OrderId,
    /// Of these postings, up to 500; none = of all.
    pub posting_number: Vec<PostingNumber>,
    /// Part of the title, in any case; empty = any.
    pub product_name: String,
    /// The seller's article; empty = any.
    pub product_offer_id: OfferId,
    /// Status; empty = any.
    pub status: String,
}

/// A page of FBS returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsCompanyFbsV3Response {
    /// The last return of the page; 0 when the page is empty.
    pub last_id: ReturnId,
    /// The page, oldest first.
    pub returns: Vec<ReturnFbsV3>,
}

/// An FBS return with the codes on its parcel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnFbsV3 {
    /// What the older list tells too; its fields stand beside the others.
    #[serde(flatten, deserialize_with = "crate::json::beside")]
    pub goods: ReturnFbsV2,
    /// The unit; 0, since units of a return are not told apart.
    pub exemplar_id: i64,
    /// Always empty.
    pub picking_tag: String,
    /// The code on the return's label.
    pub return_barcode: String,
    /// The code of the return's parcel.
    pub return_clearing_id: i64,
}

/// A page of returns of every scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsListV1Request {
    /// Which returns; absent = all.
    pub filter: ReturnsListV1Filter,
    /// The last return of the page before; 0 at first.
    pub last_id: ReturnId,
    /// Returns per page, 1 to 500.
    pub limit: i32,
}

/// Which returns. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsListV1Filter {
    /// The code on the return's label; empty = any.
    pub barcode: String,
    /// 1 sent, 2 received, 3 cancelled, 4 taken back; 0 = any.
    pub compensation_status_id: i64,
    /// Given away by the buyer then.
    pub logistic_return_date: ReturnsTimeRange,
    /// The seller's article; empty = any.
    pub offer_id: OfferId,
    /// Of this order; 0 = of all.
    pub order_id: OrderId,
    /// Of these postings, up to 500; none = of all.
    pub posting_numbers: Vec<PostingNumber>,
    /// Part of the title, in any case; empty = any.
    pub product_name: String,
    /// `FBO`, or `FBS`, which takes in rFBS; empty = any.
    pub return_schema: String,
    /// Keeping is paid for from a day that lies there.
    pub storage_tariffication_start_date: ReturnsTimeRange,
    /// The status changed then.
    pub visual_status_change_moment: ReturnsTimeRange,
    /// Status as `visual.status.sys_name` tells it; empty = any.
    pub visual_status_name: String,
    /// To this warehouse; 0 = to any.
    pub warehouse_id: WarehouseId,
}

/// A page of returns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnsListV1Response {
    /// There is a next page.
    pub has_next: bool,
    /// The page, oldest first.
    pub returns: Vec<ReturnV1>,
}

/// A return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1 {
    /// What else is known of it.
    pub additional_info: ReturnV1AdditionalInfo,
    /// The code of the posting that the goods came with.
    pub clearing_id: i64,
    /// The shop.
    pub company_id: ClientId,
    /// What is paid instead; null when nothing is.
    pub compensation_status: Option<ReturnV1Compensation>,
    /// Its units; empty, since units of a return are not told apart.
    pub exemplars: Vec<ReturnV1Exemplar>,
    /// The return.
    pub id: ReturnId,
    /// Its way.
    pub logistic: ReturnV1Logistic,
    /// The order.
    pub order_id: OrderId,
    /// The order as buyers see it.
    pub order_number: OrderNumber,
    /// Where the goods are.
    pub place: ReturnV1Place,
    /// The posting that the goods came with.
    pub posting_number: PostingNumber,
    /// The goods.
    pub product: ReturnV1Product,
    /// The code of the return's parcel.
    pub return_clearing_id: Option<i64>,
    /// Why.
    pub return_reason_name: String,
    /// `FBO` or `FBS`; rFBS is told as `FBS`.
    pub schema: String,
    /// The return that it goes on from; always 0.
    pub source_id: i64,
    /// What keeping costs.
    pub storage: ReturnV1Storage,
    /// Where the goods go.
    pub target_place: ReturnV1Place,
    /// `ClientReturn`, `Cancellation` on the way to the buyer, or `PartialReturn` of a part of the posting.
    pub r#type: String,
    /// Its status.
    pub visual: ReturnV1Visual,
}

/// What else is known of a return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1AdditionalInfo {
    /// Whether the packaging was opened.
    pub is_opened: bool,
    /// Whether the goods are sold under the cheapest tariff; always false.
    pub is_super_econom: bool,
}

/// What is paid for goods that do not come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Compensation {
    /// Since when, RFC 3339.
    pub change_moment: String,
    /// How far it is.
    pub status: ReturnV1CompensationStatus,
}

/// How far a compensation is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1CompensationStatus {
    /// In Russian words.
    pub display_name: String,
    /// 1 to 4.
    pub id: i64,
    /// `Sent`, `Received`, `Canceled` or `DecompensationSent`.
    pub sys_name: String,
}

/// A unit of a return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Exemplar {
    /// The unit.
    pub id: i64,
}

/// A place on the way back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Place {
    /// Its address; empty where none is known.
    pub address: String,
    /// Its number; 0 where it has none.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// What keeping costs. Days are told as their first moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Storage {
    /// Since when the goods wait for the seller; null before.
    pub arrived_moment: Option<Time>,
    /// Days they have waited, or did wait.
    pub days: i64,
    /// What keeping has cost.
    pub sum: ReturnV1Money,
    /// The first day that is paid for; null while it is not known, and for rFBS.
    pub tariffication_first_date: Option<Time>,
    /// The same day.
    pub tariffication_start_date: Option<Time>,
    /// When goods that nobody fetches are destroyed, RFC 3339; empty when they are not.
    pub utilization_forecast_date: String,
    /// What destroying costs: nothing.
    pub utilization_sum: ReturnV1Money,
}

/// An amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Money {
    /// Currency.
    pub currency_code: String,
    /// The amount.
    pub price: Decimal2,
}

/// The goods of a return. Money is of one unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Product {
    /// The marketplace's share.
    pub commission: ReturnV1Money,
    /// The same in percent.
    pub commission_percent: Decimal2,
    /// Title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
    /// The price.
    pub price: ReturnV1Money,
    /// The price less the commission.
    pub price_without_commission: ReturnV1Money,
    /// Units.
    pub quantity: i32,
    /// What was bought.
    pub sku: Sku,
}

/// The way of a return. A moment is null before it has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Logistic {
    /// The code on its label.
    pub barcode: String,
    /// When the seller was paid instead.
    pub cancelled_with_compensation_moment: Option<Time>,
    /// When the goods arrived: with the seller, or with the marketplace.
    pub final_moment: Option<Time>,
    /// When the buyer gave them away.
    pub return_date: Option<Time>,
    /// When the return began.
    pub technical_return_moment: Option<Time>,
}

/// The status of a return.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1Visual {
    /// Since when.
    pub change_moment: Option<Time>,
    /// Which.
    pub status: ReturnV1VisualStatus,
}

/// A status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReturnV1VisualStatus {
    /// In Russian words.
    pub display_name: String,
    /// Its number.
    pub id: i32,
    /// Its word.
    pub sys_name: String,
}
