//! The shop itself: who it is, and what a key of it may do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    method::Empty,
    methods,
    scalar::{Decimal2, Time},
};

methods! {
    area "seller";
    /// Tells the roles of the key that is used, and which methods each opens.
    RolesV1: Post reads "/v1/roles", Empty => RolesV1Response;
    /// Tells about the shop: its company, its level and how well it works.
    SellerInfoV1: Post reads "/v1/seller/info", Empty => SellerInfoV1Response;
}

/// What the key may do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RolesV1Response {
    /// Its roles.
    pub roles: Vec<RolesV1Role>,
    /// When it stops to work, RFC 3339; empty when it does not.
    pub expires_at: String,
}

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RolesV1Role {
    /// Its name.
    pub name: String,
    /// Paths of the methods it opens.
    pub methods: Vec<String>,
}

/// A shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerInfoV1Response {
    /// Its company. Tax numbers are not kept and empty.
    pub company: SellerCompany,
    /// How well it works.
    pub ratings: Vec<SellerRating>,
    /// Its level.
    pub subscription: SellerSubscription,
}

/// A company.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerCompany {
    /// Country code: `RU`.
    pub country: String,
    /// Currency of its prices.
    pub currency: String,
    /// Tax number.
    pub inn: String,
    /// Name in documents.
    pub legal_name: String,
    /// Name of the shop.
    pub name: String,
    /// Registration number.
    pub ogrn: String,
    /// Legal form.
    pub ownership_form: String,
    /// `UNKNOWN`.
    pub tax_system: String,
}

/// A rating.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerRating {
    /// Over the last 14 days.
    pub current_value: SellerRatingValue,
    /// Its Russian name.
    pub name: String,
    /// Over the 14 days before.
    pub past_value: SellerRatingValue,
    /// Its word.
    pub rating: String,
    /// `OK`, `WARNING` or `CRITICAL`.
    pub status: String,
    /// `PERCENT`.
    pub value_type: String,
}

/// A rating of a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerRatingValue {
    /// From then.
    pub date_from: Option<Time>,
    /// To then.
    pub date_to: Option<Time>,
    /// For people.
    pub formatted: String,
    /// How bad it is.
    pub status: SellerRatingStatus,
    /// The value.
    pub value: Decimal2,
}

/// How bad a rating is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerRatingStatus {
    /// The shop may be shut.
    pub danger: bool,
    /// Good enough for the premium level.
    pub premium: bool,
    /// It is getting bad.
    pub warning: bool,
}

/// A level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SellerSubscription {
    /// Whether the shop pays for one.
    pub is_premium: bool,
    /// `PREMIUM` or `UNSPECIFIED`.
    pub r#type: String,
}
