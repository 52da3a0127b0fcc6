//! One area for one delivery method.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::{DeliveryMethodId, PolygonId, WarehouseId};

/// An area that a delivery method serves from now on, beside those it serves already.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonBindV2Request {
    /// The method.
    pub delivery_method_id: DeliveryMethodId,
    /// The area.
    pub polygon_id: PolygonId,
    /// Minutes from hand-over to the buyer's door.
    pub time: i64,
    /// Where the method starts.
    pub warehouse_id: WarehouseId,
}
