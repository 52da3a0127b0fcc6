//! What changes in a posting before it is packed: units called off, weights, countries of origin.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::scalar::{CancelReasonId, PostingNumber, Sku};

/// Asks to call some units of a posting off.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCancelV2Request {
    /// Why; one of the seller's reasons.
    pub cancel_reason_id: CancelReasonId,
    /// In the seller's own words; always needed.
    pub cancel_reason_message: String,
    /// What is called off.
    pub items: Vec<PostingFbsProductCancelV2Item>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// Units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCancelV2Item {
    /// Units, 1 or more.
    pub quantity: i32,
    /// The product.
    pub sku: Sku,
}

/// The posting that was changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCancelV2Response {
    /// Its number.
    pub result: PostingNumber,
}

/// Tells what the units of weighed goods weigh.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductChangeV2Request {
    /// By product.
    pub items: Vec<PostingFbsProductChangeV2Item>,
    /// The posting.
    pub posting_number: PostingNumber,
}

/// The units of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductChangeV2Item {
    /// The product.
    pub sku: Sku,
    /// One weight per unit, kilograms.
    #[serde(rename = "weightReal")]
    pub weight_real: Vec<Kilograms>,
}

/// The posting that was changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductChangeV2Response {
    /// Its number.
    pub result: PostingNumber,
}

/// A weight: a JSON number of kilograms, held in grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kilograms(
    /// Grams.
    pub i64,
);

impl Serialize for Kilograms {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = format!("{}{}.{:03}", if self.0 < 0 { "-" } else { "" }, self.0.abs() / 1_000, self.0.abs() % 1_000);
        to.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Kilograms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = format!("{:.3}", f64::deserialize(from)?).replace('.', "");
        text.parse().map(Self).map_err(|_| de::Error::custom("a number out of range"))
    }
}

impl JsonSchema for Kilograms {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Kilograms".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "format": "double"})
    }
}

/// Asks for countries by a part of their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCountryListV2Request {
    /// A part of the Russian name in any case; empty: all.
    pub name_search: String,
}

/// Countries, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCountryListV2Response {
    /// Those that fit.
    pub result: Vec<ProductCountry>,
}

/// A country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductCountry {
    /// Two letters of ISO 3166-1.
    pub country_iso_code: String,
    /// Russian name.
    pub name: String,
}

/// Tells where goods of a posting were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCountrySetV2Request {
    /// Two letters of ISO 3166-1.
    pub country_iso_code: String,
    /// The posting.
    pub posting_number: PostingNumber,
    /// The product, by its SKU.
    pub product_id: Sku,
}

/// What follows from the country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostingFbsProductCountrySetV2Response {
    /// Whether a customs declaration must be given before packing.
    pub is_gtd_needed: bool,
    /// The product, as asked.
    pub product_id: Sku,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::from_slice;

    #[test]
    fn weights_are_kilograms_on_the_wire_and_grams_inside() {
        let body = br#"{"posting_number":"70-1-1","items":[{"sku":"5","weightReal":[0.3,1,1.2345]}]}"#;
        let change: PostingFbsProductChangeV2Request = from_slice(body).unwrap();
        assert_eq!(change.items[0].weight_real, [Kilograms(300), Kilograms(1_000), Kilograms(1_234)]);
        let json = serde_json::to_string(&change).unwrap();
        assert!(json.contains(r#""weightReal":[0.3,1.0,1.234]"#), "{json}");
    }

    #[test]
    fn requests_are_read() {
        let body = br#"{"posting_number":"70-1-1","cancel_reason_id":"352","items":[{"sku":5,"quantity":"2"}]}"#;
        let cancel: PostingFbsProductCancelV2Request = from_slice(body).unwrap();
        assert_eq!((cancel.items[0].sku, cancel.items[0].quantity), (Sku(5), 2));
        let body = br#"{"posting_number":"70-1-1","product_id":5,"country_iso_code":"NO"}"#;
        let set: PostingFbsProductCountrySetV2Request = from_slice(body).unwrap();
        assert_eq!((set.product_id, set.country_iso_code.as_str()), (Sku(5), "NO"));
    }
}
