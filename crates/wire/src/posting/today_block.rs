//! Blocks that today's answers about postings share: money, companies, places.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{Decimal2, Time};

/// A cargo place that a posting lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingContainer {
    /// `BOX` or `PALLET`.
    pub cargo_type: String,
    /// Day it leaves.
    pub container_date: String,
    /// The place.
    pub container_id: i64,
    /// Which of the carriage it is, from one.
    pub container_number: i64,
}

/// Whether another platform sold a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingExternalOrder {
    /// It did.
    pub is_external: bool,
    /// Its name, or empty.
    pub platform_name: String,
}

/// Commission of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingCommission {
    /// How much; 0 before delivery.
    pub amount: Decimal2,
    /// In which currency.
    pub currency: String,
    /// Percent of the price.
    pub percent: i32,
}

/// An amount in a currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingMoney {
    /// A decimal number: `"279.0000"`.
    pub amount: String,
    /// `RUB`, `BYN`, `KZT`, `EUR`, `USD`, `CNY`.
    pub currency: String,
}

/// The company that buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingLegalInfo {
    /// Its name.
    pub company_name: String,
    /// Its taxpayer number, or empty.
    pub inn: String,
    /// Code of its registration, or empty.
    pub kpp: String,
}

/// A sorting centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingSortingCenter {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What the moment of packing costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingTariffication {
    /// Charge or discount now.
    pub current_tariff_charge: PostingMoney,
    /// The least of it.
    pub current_tariff_min_charge: PostingMoney,
    /// Rate now, percent.
    pub current_tariff_rate: Decimal2,
    /// What kind it is.
    pub current_tariff_type: String,
    /// Charge or discount of the next step.
    pub next_tariff_charge: PostingMoney,
    /// The least of it.
    pub next_tariff_min_charge: PostingMoney,
    /// Rate of the next step, percent.
    pub next_tariff_rate: Decimal2,
    /// When that begins.
    pub next_tariff_starts_at: Option<Time>,
    /// What kind that is.
    pub next_tariff_type: String,
}

/// One step of the price of packing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingTarifficationStep {
    /// The least of it.
    pub min_charge: PostingMoney,
    /// Charge or discount.
    pub tariff_charge: PostingMoney,
    /// Until when.
    pub tariff_deadline_at: Time,
    /// Rate, percent.
    pub tariff_rate: Decimal2,
    /// What kind it is.
    pub tariff_type: String,
}
