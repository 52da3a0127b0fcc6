//! Shops as the operator opens them: keys, warehouses, delivery methods, goods in the marketplace's warehouse.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{ClientId, DeliveryMethodId, Sku, Time, WarehouseId};

/// A new shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerCreateRequest {
    /// Name of the shop.
    pub name: String,
    /// Currency of its prices: `RUB`, `BYN`, `KZT`, `EUR`, `USD` or `CNY`; empty is `RUB`.
    pub currency_code: String,
    /// Whether it has the paid subscription that opens further analytics.
    pub premium: bool,
}

/// The shop and its first key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerCreateResponse {
    /// Value of the `Client-Id` header.
    pub client_id: ClientId,
    /// Value of the `Api-Key` header; kept as a hash only, so never shown again.
    pub api_key: String,
}

/// A page of shops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerListRequest {
    /// Shops per page; 0 is the server's default.
    pub limit: i64,
    /// `last_id` of the page before; empty for the first.
    pub last_id: String,
}

/// A page of shops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerListResponse {
    /// Shops of the page.
    pub sellers: Vec<SellerListItem>,
    /// Where the next page begins; empty after an empty page.
    pub last_id: String,
}

/// One shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerListItem {
    /// Value of the `Client-Id` header.
    pub client_id: ClientId,
    /// Name of the shop.
    pub name: String,
    /// Currency of its prices.
    pub currency_code: String,
    /// Whether it has the paid subscription.
    pub premium: bool,
    /// When it was opened.
    pub created_at: Time,
}

/// A new key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyCreateRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// What the seller calls the key.
    pub name: String,
    /// What it may do: `Admin`, `Posting FBS` and so on; none is everything.
    pub roles: Vec<String>,
    /// From when it is refused; none is never.
    pub expires_at: Option<Time>,
    /// Networks it may be used from, `203.0.113.0/24`; none is everywhere.
    pub networks: Vec<String>,
}

/// The new key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyCreateResponse {
    /// Names the key when it is revoked.
    pub key_id: i64,
    /// Value of the `Api-Key` header; never shown again.
    pub api_key: String,
}

/// The key to revoke.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyRevokeRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// The key, from the path.
    pub key_id: i64,
}

/// A new warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseCreateRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// Name of the warehouse.
    pub name: String,
    /// Whether the seller, not the marketplace, sees to delivery.
    pub is_rfbs: bool,
    /// Whether it takes bulky goods.
    pub is_kgt: bool,
    /// Town it stands in.
    pub city: String,
    /// Region of that town.
    pub region: String,
    /// IANA name its cut-offs are read in; empty is `Europe/Moscow`.
    pub timezone: String,
    /// How parcels reach the carrier.
    pub first_mile_type: WarehouseCreateFirstMile,
    /// Whether parcels are accepted on trust, without being counted on the spot.
    pub has_entrusted_acceptance: bool,
    /// Whether an act can be printed before the goods are handed over.
    pub can_print_act_in_advance: bool,
    /// Hours between an order and its cut-off at least; 0 is the server's default.
    pub packing_hours: i64,
    /// Days it works, 1 is Monday and 7 is Sunday; none is every day.
    pub working_days: Vec<i64>,
}

/// How parcels reach the carrier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum WarehouseCreateFirstMile {
    /// The seller brings them.
    #[default]
    #[serde(alias = "")]
    DropOff,
    /// The carrier fetches them.
    Pickup,
}

/// The new warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WarehouseCreateResponse {
    /// The warehouse.
    pub warehouse_id: WarehouseId,
}

/// A new delivery method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodCreateRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// Warehouse it starts from.
    pub warehouse_id: WarehouseId,
    /// Its name; empty: made from carrier and town.
    pub name: String,
    /// Who registers parcels and moves their statuses.
    pub tpl_integration_type: DeliveryMethodCreateIntegration,
    /// Carrier; 24 is the marketplace's own, 0 is chosen by the kind of integration.
    pub provider_id: i64,
    /// Name of the carrier; empty: known from `provider_id`.
    pub provider: String,
    /// Local time of the warehouse until which an order is packed the same day; empty is `"13:00"`.
    pub cutoff: String,
}

/// Who registers parcels and moves their statuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMethodCreateIntegration {
    /// The marketplace does both.
    #[default]
    #[serde(alias = "")]
    Ozon,
    /// The marketplace registers, the carrier moves.
    Aggregator,
    /// The seller registers, the carrier moves.
    #[serde(rename = "3pl_tracking")]
    ThirdPartyTracking,
    /// The seller does both.
    NonIntegrated,
}

/// The new delivery method.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryMethodCreateResponse {
    /// The method.
    pub delivery_method_id: DeliveryMethodId,
}

/// Goods that arrive at the marketplace's own warehouse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyStockRequest {
    /// The shop, from the path.
    pub client_id: ClientId,
    /// What arrives; added to what lies there.
    pub items: Vec<SupplyStockItem>,
}

/// One line of a supply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SupplyStockItem {
    /// What buyers see.
    pub sku: Sku,
    /// Units, 1 or more.
    pub quantity: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let fields = [("client_id", "100001"), ("key_id", "7")].map(|(name, text)| (name.to_owned(), text.to_owned()));
        let revoke: KeyRevokeRequest = json::from_fields(fields.into_iter()).unwrap();
        assert_eq!(revoke, KeyRevokeRequest { client_id: ClientId(100_001), key_id: 7 });

        let body = br#"{"warehouse_id":5,"tpl_integration_type":"3pl_tracking","cutoff":"13:00"}"#;
        let method: DeliveryMethodCreateRequest = json::from_slice(body).unwrap();
        assert_eq!(method.tpl_integration_type, DeliveryMethodCreateIntegration::ThirdPartyTracking);
        let method: DeliveryMethodCreateRequest = json::from_slice(br#"{"tpl_integration_type":""}"#).unwrap();
        assert_eq!(method, DeliveryMethodCreateRequest::default());
    }

    #[test]
    fn an_answer_survives_the_wire() {
        let seller = SellerListItem { client_id: ClientId(100_001), created_at: Time(1_500_000), ..Default::default() };
        let answer = SellerListResponse { sellers: vec![seller], last_id: "100001".to_owned() };
        let wire = serde_json::to_value(&answer).unwrap();
        assert_eq!(wire["sellers"][0]["created_at"], "1970-01-01T00:00:01.5Z");
        assert_eq!(json::from_value::<SellerListResponse>(wire).unwrap(), answer);
    }
}
