//! The operator hides a product from buyers and shows it again.

use gostiny_wire::operator::{ProductHideRequest, ProductHideResponse};

use super::{
    history::note,
    moderate::{held, settle},
    row::Product,
};
use crate::{
    call::Call,
    error::{Error, Result},
};

/// Hides or shows; the same again changes nothing.
pub async fn by_operator(call: &mut Call, req: &ProductHideRequest) -> Result<ProductHideResponse> {
    let hidden = req.hidden.ok_or_else(|| Error::invalid("ProductHideRequest.Hidden", "value is required"))?;
    let not_found = || Error::NotFound(format!("there is no product {}", req.product_id));
    let before = held(call, req.product_id).await?.ok_or_else(not_found)?;
    if !before.is_created {
        return Err(Error::WrongState(format!("product {} has no card to hide", req.product_id)));
    }
    if hidden != before.is_hidden {
        note(call, &[req.product_id], if hidden { "hidden" } else { "shown" }, &[]).await?;
    }
    let after = settle(call, &before, Product { is_hidden: hidden, ..before.clone() }).await?;
    Ok(ProductHideResponse { product_id: after.product_id, hidden, visible: after.is_visible() })
}
