//! Money as it is told today: accruals of days and postings, goods realized in a month, flows by half month.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FinancePeriod;
use crate::scalar::{Amount, Decimal2, OfferId, OperationId, PostingNumber, Ratio, Sku, Time};

/// Which day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualByDayV1Request {
    /// The UTC day, `YYYY-MM-DD`.
    pub date: String,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
}

/// A page of accruals of a day; up to 1000.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualByDayV1Response {
    /// The page, oldest first.
    pub accruals: Vec<FinanceAccrual>,
    /// Where the next page starts; empty on the last one.
    pub last_id: String,
}

/// An accrual: one operation. Amounts are positive when the seller receives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrual {
    /// The operation.
    pub accrual_id: OperationId,
    /// `POSTING` goods sold or sent back, `ITEM` services to goods, `NON_ITEM` everything else.
    pub accrued_category: String,
    /// Always null: containers cost nothing here.
    pub container_fees: Option<FinanceContainerFees>,
    /// The UTC day, `YYYY-MM-DD`.
    pub date: String,
    /// Services to goods; null in other categories.
    pub item_fees: Option<FinanceItemFees>,
    /// What belongs to no goods; null in other categories.
    pub non_item_fee: Option<FinanceFee>,
    /// Goods sold or sent back; null in other categories.
    pub posting: Option<FinanceAccrualPosting>,
    /// The sum of all that stands in it.
    pub total_amount: Amount,
    /// The posting; empty if none.
    pub unit_number: String,
}

/// Fees of a container.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceContainerFees {
    /// The fees.
    pub fees: Vec<FinanceFee>,
}

/// Fees by goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceItemFees {
    /// By SKU.
    pub fees: Vec<FinanceItemFee>,
}

/// Fees of a SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceItemFee {
    /// The fees.
    pub fees: Vec<FinanceFee>,
    /// The goods.
    pub sku: Sku,
}

/// A fee, or what is paid to the seller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceFee {
    /// How much.
    pub accrued: Amount,
    /// What for, see `/v1/finance/accrual/types`.
    pub type_id: i64,
}

/// A posting whose goods were sold or sent back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualPosting {
    /// `FBO`, `FBS` or `RFBS`.
    pub delivery_schema: String,
    /// Always 0.
    pub delivery_speed: i32,
    /// By SKU.
    pub products: Vec<FinanceAccrualProduct>,
}

/// Goods of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualProduct {
    /// Price and commission.
    pub commission: FinanceAccrualCommission,
    /// Services charged with them.
    pub delivery: FinanceAccrualDelivery,
    /// The goods.
    pub sku: Sku,
}

/// Price and commission of goods. Sums are of all units and negative when goods come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualCommission {
    /// Points of the marketplace; always 0.
    pub bonus: Amount,
    /// What partners add; always 0.
    pub coinvestment: Amount,
    /// Commission for the sum, or its refund.
    pub commission: Amount,
    /// The rate of the commission, `0.155`.
    pub commission_ratio: String,
    /// The sum that buyers paid, or have back.
    pub sale_amount: Amount,
    /// The commission after all discounts: the same.
    pub sale_commission: Amount,
    /// What a buyer pays for one unit.
    pub sale_price: Amount,
    /// What the seller asks for one unit.
    pub seller_price: Amount,
}

/// Services charged with goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualDelivery {
    /// Each of them.
    pub services: Vec<FinanceFee>,
    /// Their sum.
    pub total_accrued: Amount,
}

/// Which postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualPostingsV1Request {
    /// 1 to 200 numbers.
    pub posting_numbers: Vec<PostingNumber>,
}

/// Accruals of postings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualPostingsV1Response {
    /// In the order asked for; postings without accruals are left out.
    pub posting_accruals: Vec<FinancePostingAccruals>,
}

/// Accruals of a posting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancePostingAccruals {
    /// By time.
    pub accruals: Vec<FinancePostingAccrual>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// What one part of an operation brought or cost for one SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinancePostingAccrual {
    /// The UTC day, `YYYY-MM-DD`.
    pub accrual_date: String,
    /// How much; positive when the seller receives.
    pub accrued: Amount,
    /// Units of the operation; 0 if it is about no goods.
    pub quantity: i32,
    /// Price of one unit; 0 where the operation brings no sale.
    pub seller_price: Amount,
    /// The goods; 0 if it is about none.
    pub sku: Sku,
    /// What for, see `/v1/finance/accrual/types`.
    pub type_id: i64,
}

/// What accruals are for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualTypesV1Response {
    /// All types, by number.
    pub accrual_types: Vec<FinanceAccrualType>,
}

/// What an accrual is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceAccrualType {
    /// In Russian words.
    pub description: String,
    /// Its number.
    pub id: i64,
    /// Its word: `sale`, `commission`, or the name of a service as the list of operations spells it.
    pub name: String,
}

/// Which month. It is told from the fifth day of the next one on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationV2Request {
    /// 1 to 12.
    pub month: i32,
    /// The year.
    pub year: i32,
}

/// What was realized in a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationV2Response {
    /// The report.
    pub result: FinanceRealizationV2Result,
}

/// Goods delivered and sent back in a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationV2Result {
    /// The document.
    pub header: FinanceRealizationHeader,
    /// By SKU and price.
    pub rows: Vec<FinanceRealizationRow>,
}

/// The document. Days are `YYYY-MM-DD`; tax numbers are empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationHeader {
    /// The day on which the shop was opened.
    pub contract_date: String,
    /// The number of the contract: that of the shop.
    pub contract_number: String,
    /// Currency.
    pub currency_sys_name: String,
    /// What the rows bring in all, after commission.
    pub doc_amount: Decimal2,
    /// The last day of the month.
    pub doc_date: String,
    /// The number of the report.
    pub number: String,
    /// Tax number of the payer.
    pub payer_inn: String,
    /// Tax registration of the payer.
    pub payer_kpp: String,
    /// The marketplace.
    pub payer_name: String,
    /// Tax number of the receiver.
    pub receiver_inn: String,
    /// Tax registration of the receiver.
    pub receiver_kpp: String,
    /// The shop.
    pub receiver_name: String,
    /// The first day of the month.
    pub start_date: String,
    /// The last day of the month.
    pub stop_date: String,
    /// Always 0: the marketplace's share is told without tax.
    pub vat_amount: Decimal2,
}

/// Goods of one SKU at one price. Sums of both directions are positive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationRow {
    /// The rate of the commission, a fraction.
    pub commission_ratio: Ratio,
    /// What was delivered; null when nothing was.
    pub delivery_commission: Option<FinanceRealizationSum>,
    /// The goods.
    pub item: FinanceRealizationItem,
    /// What came back; null when nothing did.
    pub return_commission: Option<FinanceRealizationSum>,
    /// Its number in the report, from 1.
    #[serde(rename = "rowNumber")]
    pub row_number: i32,
    /// The seller's price of one unit.
    pub seller_price_per_instance: Decimal2,
}

/// Goods of a row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationItem {
    /// The first barcode; empty without one, and for goods that are deleted.
    pub barcode: String,
    /// Title.
    pub name: String,
    /// The seller's article; empty for goods that are deleted.
    pub offer_id: OfferId,
    /// What was sold.
    pub sku: Sku,
}

/// Goods that went one way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceRealizationSum {
    /// Their price, all units.
    pub amount: Decimal2,
    /// Always 0.
    pub bank_coinvestment: Decimal2,
    /// Always 0.
    pub bonus: Decimal2,
    /// The commission.
    pub commission: Decimal2,
    /// Always 0.
    pub compensation: Decimal2,
    /// Always 0.
    pub pick_up_point_coinvestment: Decimal2,
    /// Price of one unit.
    pub price_per_instance: Decimal2,
    /// Units.
    pub quantity: i32,
    /// The commission before discounts: the same.
    pub standard_fee: Decimal2,
    /// Always 0.
    pub stars: Decimal2,
    /// The price less the commission.
    pub total: Decimal2,
}

/// Which half months.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowStatementListV1Request {
    /// Half months that touch this period, at most a year.
    pub date: FinancePeriod,
    /// Page, from 1; 0 is the first too.
    pub page: i32,
    /// Half months on a page, 1 to 1000.
    pub page_size: i32,
    /// With the money of the page in detail.
    pub with_details: bool,
}

/// A page of half months.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowStatementListV1Response {
    /// The page.
    pub result: FinanceCashFlowResult,
    /// Pages in all, once more.
    pub page_count: i64,
}

/// Half months, and their money in detail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowResult {
    /// The page, oldest first.
    pub cash_flows: Vec<FinanceCashFlow>,
    /// The whole page in detail; zero values when not asked for.
    pub details: FinanceCashFlowDetails,
    /// Pages in all.
    pub page_count: i64,
}

/// The money of a half month; the five sums together are what the ledger moved. Positive is received.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlow {
    /// Commission less its refunds.
    pub commission_amount: Decimal2,
    /// Currency.
    pub currency_code: String,
    /// Delivery and the way back.
    pub item_delivery_and_return_amount: Decimal2,
    /// Goods delivered.
    pub orders_amount: Decimal2,
    /// The half month.
    pub period: FinanceCashFlowPeriod,
    /// Goods sent back.
    pub returns_amount: Decimal2,
    /// Everything else.
    pub services_amount: Decimal2,
}

/// A half month: from the 1st to the 15th, or from the 16th to the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowPeriod {
    /// Its first moment.
    pub begin: Option<Time>,
    /// Its last moment.
    pub end: Option<Time>,
    /// Its number: year, month, half.
    pub id: i64,
}

/// Money from one balance to another: the sums in between lead from the first to the second.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowDetails {
    /// The balance before.
    pub begin_balance_amount: Decimal2,
    /// Goods delivered.
    pub delivery: FinanceCashFlowDelivery,
    /// The balance after.
    pub end_balance_amount: Decimal2,
    /// Always 0.
    pub invoice_transfer: Decimal2,
    /// Always 0.
    pub loan: Decimal2,
    /// Compensations, acquiring, corrections.
    pub others: FinanceCashFlowServices,
    /// Payouts; none, since the ledger holds none.
    pub payments: Vec<FinanceCashFlowPayment>,
    /// From the first half month of the page to the last; the number is that of the first.
    pub period: FinanceCashFlowPeriod,
    /// Goods sent back.
    pub r#return: FinanceCashFlowReturn,
    /// Delivery money of sellers that deliver themselves.
    pub rfbs: FinanceCashFlowRfbs,
    /// Services beside delivery and the way back.
    pub services: FinanceCashFlowServices,
}

/// Goods delivered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowDelivery {
    /// Their price less commission.
    pub amount: Decimal2,
    /// Delivery.
    pub delivery_services: FinanceCashFlowServices,
    /// Both together.
    pub total: Decimal2,
}

/// Goods sent back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowReturn {
    /// Their price less the commission given back.
    pub amount: Decimal2,
    /// The way back.
    pub return_services: FinanceCashFlowServices,
    /// Both together.
    pub total: Decimal2,
}

/// Sums by service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowServices {
    /// By name.
    pub items: Vec<FinanceCashFlowService>,
    /// All together.
    pub total: Decimal2,
}

/// The sum of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowService {
    /// The service, as the list of operations spells it.
    pub name: String,
    /// The sum.
    pub price: Decimal2,
}

/// A payout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowPayment {
    /// Currency.
    pub currency_code: String,
    /// How much.
    pub payment: Decimal2,
}

/// Delivery money of sellers that deliver themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FinanceCashFlowRfbs {
    /// Paid for a way back.
    pub compensation_delivery_return: Decimal2,
    /// Always 0.
    pub partial_compensation: Decimal2,
    /// Always 0.
    pub partial_compensation_return: Decimal2,
    /// All together.
    pub total: Decimal2,
    /// Paid by buyers for delivery.
    pub transfer_delivery: Decimal2,
    /// Given back to buyers.
    pub transfer_delivery_return: Decimal2,
}
