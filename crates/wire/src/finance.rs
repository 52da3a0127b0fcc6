//! Money that moved between platform and seller: the list of operations and its totals.

mod today;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::today::*;
use crate::{
    method::Empty,
    methods,
    scalar::{Decimal2, OperationId, PostingNumber, Sku, Time, WarehouseId},
};

methods! {
    area "finance";
    /// Pages through the operations of a period or of one posting.
    FinanceTransactionListV3: Post reads "/v3/finance/transaction/list",
        FinanceTransactionListV3Request => FinanceTransactionListV3Response;
    /// Adds up the operations of a period or of one posting by kind.
    FinanceTransactionTotalsV3: Post reads "/v3/finance/transaction/totals",
        FinanceTransactionTotalsV3Request => FinanceTransactionTotalsV3Response;
    /// Accruals of one day with goods, fees and their types, page by page.
    FinanceAccrualByDayV1: Post reads "/v1/finance/accrual/by-day",
        FinanceAccrualByDayV1Request => FinanceAccrualByDayV1Response;
    /// Accruals of postings by SKU and type.
    FinanceAccrualPostingsV1: Post reads "/v1/finance/accrual/postings",
        FinanceAccrualPostingsV1Request => FinanceAccrualPostingsV1Response;
    /// The types of accruals.
    FinanceAccrualTypesV1: Post reads "/v1/finance/accrual/types", Empty => FinanceAccrualTypesV1Response;
    /// Goods delivered and sent back in a month, by SKU and price.
    FinanceRealizationV2: Post reads "/v2/finance/realization",
        FinanceRealizationV2Request => FinanceRealizationV2Response;
    /// Money by half months, page by page.
    FinanceCashFlowStatementListV1: Post reads "/v1/finance/cash-flow-statement/list",
        FinanceCashFlowStatementListV1Request => FinanceCashFlowStatementListV1Response;
}

/// Which operations to list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionListV3Request {
    /// Limits the list.
    pub filter: FinanceTransactionListV3Filter,
    /// Page, from 1.
    pub page: i64,
    /// Operations on a page, up to 1000.
    pub page_size: i64,
}

/// Limits the operations by period, kind and posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionListV3Filter {
    /// Period; may be left out when a posting is named.
    pub date: FinancePeriod,
    /// Operation types, such as `OperationAgentDeliveredToCustomer`; empty = all.
    pub operation_type: Vec<String>,
    /// One posting; empty = all.
    pub posting_number: PostingNumber,
    /// Kind: `all`, `orders`, `returns`, `services`, `compensation`, `transferDelivery` or `other`; empty = all.
    pub transaction_type: String,
}

/// A period by the date of operations, at most a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancePeriod {
    /// Start.
    pub from: Option<Time>,
    /// End.
    pub to: Option<Time>,
}

/// A page of operations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionListV3Response {
    /// The page.
    pub result: FinanceTransactionListV3Result,
}

/// Operations and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionListV3Result {
    /// This page.
    pub operations: Vec<FinanceOperation>,
    /// Pages in all.
    pub page_count: i64,
    /// Operations in all.
    pub row_count: i64,
}

/// One operation; amounts are positive when the seller receives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceOperation {
    /// Price of the goods after the seller's discounts.
    pub accruals_for_sale: Decimal2,
    /// The sum: sale, commission, services and both delivery charges.
    pub amount: Decimal2,
    /// Delivery at the tariffs before February 2021; else 0.
    pub delivery_charge: Decimal2,
    /// Goods it is about, one entry for each unit; may be empty.
    pub items: Vec<FinanceOperationItem>,
    /// `YYYY-MM-DD hh:mm:ss`.
    pub operation_date: String,
    /// The operation.
    pub operation_id: OperationId,
    /// Type, such as `OperationAgentDeliveredToCustomer`.
    pub operation_type: String,
    /// Its Russian name.
    pub operation_type_name: String,
    /// The posting it is about; zero values if none.
    pub posting: FinanceOperationPosting,
    /// Return and cancellation at the tariffs before February 2021; else 0.
    pub return_delivery_charge: Decimal2,
    /// Commission, or its refund.
    pub sale_commission: Decimal2,
    /// Services charged with it.
    pub services: Vec<FinanceOperationService>,
    /// Kind: `orders`, `returns`, `services`, `compensation`, `transferDelivery` or `other`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A product of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceOperationItem {
    /// Title.
    pub name: String,
    /// The product.
    pub sku: Sku,
}

/// The posting of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceOperationPosting {
    /// `FBO`, `FBS`, `RFBS` or `Crossborder`; empty without a posting.
    pub delivery_schema: String,
    /// When processing began, `YYYY-MM-DD hh:mm:ss`; empty without a posting.
    pub order_date: String,
    /// The posting; empty if none.
    pub posting_number: PostingNumber,
    /// Warehouse it left from; 0 if none.
    pub warehouse_id: WarehouseId,
}

/// A service of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceOperationService {
    /// Service, such as `MarketplaceServiceItemDelivToCustomer`.
    pub name: String,
    /// Charge, negative when the seller pays.
    pub price: Decimal2,
}

/// Which operations to add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionTotalsV3Request {
    /// Period; may be left out when a posting is named.
    pub date: FinancePeriod,
    /// One posting; empty = all.
    pub posting_number: PostingNumber,
    /// Kind: `all`, `orders`, `returns`, `services`, `compensation`, `transferDelivery` or `other`; empty = all.
    pub transaction_type: String,
}

/// The sums.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionTotalsV3Response {
    /// The sums.
    pub result: FinanceTransactionTotalsV3Result,
}

/// Sums by kind, signed as in the operations; the eight together equal the sum of all amounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceTransactionTotalsV3Result {
    /// Sales less returned goods.
    pub accruals_for_sale: Decimal2,
    /// Compensations.
    pub compensation_amount: Decimal2,
    /// Delivery money of rFBS.
    pub money_transfer: Decimal2,
    /// Everything else.
    pub others_amount: Decimal2,
    /// Assembly, drop-off, trunk transport, last mile.
    pub processing_and_delivery: Decimal2,
    /// Reverse transport, returns, cancellations.
    pub refunds_and_cancellations: Decimal2,
    /// Commission less its refunds.
    pub sale_commission: Decimal2,
    /// Further services.
    pub services_amount: Decimal2,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn requests_are_read() {
        let body = br#"{"filter":{"date":{"from":"2026-01-01T00:00:00.000Z","to":"2026-01-31T00:00:00Z"},
            "operation_type":["OperationItemReturn"],"posting_number":"","transaction_type":"returns"},
            "page":"2","page_size":1000}"#;
        let list: FinanceTransactionListV3Request = from_slice(body).unwrap();
        assert_eq!((list.page, list.page_size), (2, 1000));
        assert_eq!(list.filter.date.to.unwrap().seconds_since(list.filter.date.from.unwrap()), 30 * 86_400);
        assert_eq!(list.filter.operation_type, ["OperationItemReturn"]);
        assert_eq!(list.filter.transaction_type, "returns");

        let totals: FinanceTransactionTotalsV3Request =
            from_slice(br#"{"posting_number":"70-1-1","transaction_type":"all"}"#).unwrap();
        assert_eq!((totals.posting_number.as_str(), totals.date), ("70-1-1", FinancePeriod::default()));
    }

    #[test]
    fn an_operation_prints_every_field_and_reads_back() {
        let service =
            FinanceOperationService { name: "MarketplaceServiceItemDropoffPVZ".into(), price: Decimal2(-845) };
        let operation = FinanceOperation {
            accruals_for_sale: Decimal2(15_700),
            amount: Decimal2(14_855),
            items: vec![FinanceOperationItem { sku: Sku(5), ..Default::default() }],
            services: vec![service],
            kind: "orders".into(),
            ..Default::default()
        };
        let result = FinanceTransactionListV3Result { operations: vec![operation], page_count: 1, row_count: 1 };
        let answer = FinanceTransactionListV3Response { result };
        let json = serde_json::to_value(&answer).unwrap();
        let printed = &json["result"]["operations"][0];
        assert_eq!(printed.as_object().unwrap().len(), 13);
        assert_eq!(printed["amount"], serde_json::json!(148.55));
        assert_eq!((printed["type"].as_str(), printed["posting"]["order_date"].as_str()), (Some("orders"), Some("")));
        assert_eq!(from_slice::<FinanceTransactionListV3Response>(json.to_string().as_bytes()).unwrap(), answer);
    }

    #[test]
    fn totals_read_back_as_printed() {
        let result = FinanceTransactionTotalsV3Result { sale_commission: Decimal2(-802_015), ..Default::default() };
        let answer = FinanceTransactionTotalsV3Response { result };
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json["result"].as_object().unwrap().len(), 8);
        assert_eq!(json["result"]["sale_commission"], serde_json::json!(-8020.15));
        assert_eq!(from_slice::<FinanceTransactionTotalsV3Response>(json.to_string().as_bytes()).unwrap(), answer);
    }
}
