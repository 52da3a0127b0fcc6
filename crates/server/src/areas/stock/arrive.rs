//! Tells higher areas, over the agenda, that goods arrived at the marketplace's warehouse.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{ProductId, Sku};
use serde::{Deserialize, Serialize};

use super::ARRIVED;
use crate::{
    areas::product::{self, Product},
    call::Call,
    error::Result,
    job::{self, Due},
};

/// Units of one product that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The product.
    pub product_id: ProductId,
    /// What buyers see under FBO.
    pub fbo_sku: Sku,
    /// Units.
    pub units: i64,
}

impl Arrival {
    /// Reads a row of the agenda.
    pub fn all(due: &Due) -> Result<Vec<Self>> {
        Ok(serde_json::from_str(&due.payload)?)
    }
}

/// Puts arrivals of products of the call's seller on the agenda.
pub(super) async fn announce(call: &mut Call, arrived: &BTreeMap<ProductId, i64>) -> Result<()> {
    let ids: Vec<ProductId> = arrived.keys().copied().collect();
    let arrival = |product: Product| {
        let units = arrived.get(&product.product_id).copied()?;
        Some(Arrival { product_id: product.product_id, fbo_sku: product.fbo_sku, units })
    };
    let products = product::by_product_ids(call, &ids).await?;
    let mut arrivals: Vec<Arrival> = products.into_iter().filter_map(arrival).collect();
    arrivals.sort_by_key(|arrival| arrival.product_id);
    job::schedule(call, ARRIVED, call.now, "", &serde_json::to_string(&arrivals)?).await
}
