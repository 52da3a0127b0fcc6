//! Money and figures as the operator holds them: tariffs, single charges, and what buyers looked at.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{CategoryId, ClientId, Decimal2, OperationId, PostingNumber, Sku, Time},
};

methods! {
    area "operator";
    /// Shows the tariffs in force at a moment, and the commissions that were changed.
    TariffsGet: Get "/operator/v1/tariffs", TariffsGetRequest => Tariffs;
    /// Changes tariffs and commissions from a moment on, and answers with those then in force.
    TariffsSet: Put "/operator/v1/tariffs", TariffsSetRequest => Tariffs;
    /// Books a single operation of a shop: a service, a compensation, a correction.
    ChargePost: Post "/operator/v1/sellers/{client_id}/charges", ChargePostRequest => ChargePostResponse;
    /// Adds up what buyers looked at and put into their baskets on a day.
    AnalyticsEventsRecord: Post "/operator/v1/analytics/events", AnalyticsEventsRecordRequest => Empty;
}

/// The moment whose tariffs to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TariffsGetRequest {
    /// None: now.
    pub at: Option<Time>,
}

/// What to change, and from when on. An order is charged by the tariffs in force when its processing began.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TariffsSetRequest {
    /// Not in the past; none: from now on.
    pub effective_from: Option<Time>,
    /// What changes; fields left out stay as they are at that moment.
    pub rates: TariffRates,
    /// Commissions that change, up to 1000.
    pub commissions: Vec<TariffCommission>,
}

/// Tariffs in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Tariffs {
    /// The moment they are shown for.
    pub at: Time,
    /// Everything but commissions.
    pub rates: TariffRates,
    /// Commissions that differ from those the category tree came with.
    pub commissions: Vec<TariffCommission>,
}

/// Rates in the shop's currency, for one unit unless said otherwise. Under rFBS the seller delivers and pays none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TariffRates {
    /// FBO: picking and packing.
    pub fbo_fulfillment: Option<Decimal2>,
    /// FBO: transport of up to a litre.
    pub fbo_first_litre: Option<Decimal2>,
    /// FBO: transport of each further litre, up to 190 of them.
    pub fbo_further_litre: Option<Decimal2>,
    /// FBO: transport back of up to a litre.
    pub fbo_return_first_litre: Option<Decimal2>,
    /// FBO: transport back of each further litre.
    pub fbo_return_further_litre: Option<Decimal2>,
    /// FBO: handling of what came back.
    pub fbo_return_handling: Option<Decimal2>,
    /// FBS: handling at the drop-off.
    pub fbs_dropoff: Option<Decimal2>,
    /// FBS: transport of up to a litre.
    pub fbs_first_litre: Option<Decimal2>,
    /// FBS: transport of each further litre, up to 190 of them.
    pub fbs_further_litre: Option<Decimal2>,
    /// FBS: transport back of up to a litre.
    pub fbs_return_first_litre: Option<Decimal2>,
    /// FBS: transport back of each further litre.
    pub fbs_return_further_litre: Option<Decimal2>,
    /// FBS: handling of what came back.
    pub fbs_return_handling: Option<Decimal2>,
    /// Last mile, percent of the price.
    pub last_mile_percent: Option<Decimal2>,
    /// Last mile, at least.
    pub last_mile_least: Option<Decimal2>,
    /// Last mile, at most.
    pub last_mile_most: Option<Decimal2>,
    /// FBO: days of sales that may lie in stock for nothing.
    pub storage_free_days: Option<i64>,
    /// FBO: a litre and day above that.
    pub storage_litre_day: Option<Decimal2>,
    /// FBS: a day of one unit that came back and is not fetched, after the free week.
    pub fbs_keeping_day: Option<Decimal2>,
    /// A posting that the seller called off or did not pack in time.
    pub cancel_fee: Option<Decimal2>,
}

/// Commission of a category under a scheme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TariffCommission {
    /// A leaf of the tree.
    pub category_id: CategoryId,
    /// `fbo`, `fbs` or `rfbs`.
    pub scheme: String,
    /// Percent of the price.
    pub percent: Decimal2,
}

/// An operation to book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChargePostRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// Type, such as `MarketplaceMarketingActionCostOperation`; none of those that a parcel's way books by itself.
    pub operation_type: String,
    /// Positive: the seller receives; negative: the seller pays.
    pub amount: Decimal2,
    /// The parcel it is about; empty: the shop as a whole.
    pub posting_number: PostingNumber,
}

/// The operation booked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChargePostResponse {
    /// Its number in the transaction list.
    pub operation_id: OperationId,
}

/// What happened on a day. Calls for the same day and SKU add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsEventsRecordRequest {
    /// The UTC day, `2026-01-12`, not in the future; empty: today.
    pub day: String,
    /// Goods of any shop, 1 to 1000.
    pub events: Vec<AnalyticsEvents>,
}

/// What happened to one product on a day; numbers from 0 to a milliard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnalyticsEvents {
    /// The product.
    pub sku: Sku,
    /// Shown in search and category.
    pub hits_view_search: i64,
    /// Shown on its card.
    pub hits_view_pdp: i64,
    /// Put into the basket from search or category.
    pub hits_tocart_search: i64,
    /// Put into the basket from its card.
    pub hits_tocart_pdp: i64,
    /// Sessions that saw it in search or category.
    pub session_view_search: i64,
    /// Sessions that saw its card.
    pub session_view_pdp: i64,
    /// Sessions that saw it anywhere.
    pub session_view: i64,
    /// Mean position in search and category; 0: not measured.
    pub position_category: Decimal2,
    /// Advertisement shown on cards.
    pub adv_view_pdp: i64,
    /// Advertisement shown in search and category.
    pub adv_view_search_category: i64,
    /// Advertisement shown anywhere.
    pub adv_view_all: i64,
    /// Spent on advertisement, in the shop's currency.
    pub adv_sum_all: Decimal2,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"effective_from":"2026-02-01T00:00:00Z","rates":{"fbs_dropoff":30.5},
            "commissions":[{"category_id":17036076,"scheme":"fbs","percent":17.5}]}"#;
        let req: TariffsSetRequest = from_slice(body).unwrap();
        assert_eq!((req.rates.fbs_dropoff, req.rates.fbo_first_litre), (Some(Decimal2(3_050)), None));
        assert_eq!(req.commissions[0].percent, Decimal2(1_750));
        let req: AnalyticsEventsRecordRequest =
            from_slice(br#"{"day":"2026-01-12","events":[{"sku":9,"hits_view_pdp":"5","position_category":3.5}]}"#)
                .unwrap();
        assert_eq!((req.events[0].hits_view_pdp, req.events[0].position_category), (5, Decimal2(350)));
    }

    #[test]
    fn every_path_parameter_is_a_field_of_the_request() {
        for method in METHODS.iter().filter(|method| method.path.contains('{')) {
            let mut schemas = schemars::SchemaGenerator::default();
            let _ = (method.request)(&mut schemas);
            let fields = |schema: &serde_json::Value| schema["properties"].get("client_id").is_some();
            assert!(schemas.definitions().values().any(fields), "{}", method.path);
        }
    }
}
