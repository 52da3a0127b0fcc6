//! Takes products out of a promotion, up to 1000 a call: buyers pay the usual price again.

use std::collections::BTreeMap;

use gostiny_wire::{
    action::{
        ActionOutcome, ActionRejection, ActionsProductsDeactivateV1Request, ActionsProductsDeactivateV1Response,
        ActionsProductsDeactivateV2Request, ActionsProductsDeactivateV2Response,
    },
    scalar::{ActionId, Digits, ProductId},
};

use super::{
    row::{self, Change, Entry},
    rule,
};
use crate::{areas::product, call::Call, check, error::Result};

/// The accepted, and the rejected with a word each. A product that is named twice is out after the first time.
pub async fn v1(
    call: &mut Call,
    req: &ActionsProductsDeactivateV1Request,
) -> Result<ActionsProductsDeactivateV1Response> {
    let result = take_out(call, "ActionsProductsDeactivateV1Request", req.action_id, &req.product_ids).await?;
    Ok(ActionsProductsDeactivateV1Response { result })
}

/// The accepted alone.
pub async fn v2(
    call: &mut Call,
    req: &ActionsProductsDeactivateV2Request,
) -> Result<ActionsProductsDeactivateV2Response> {
    let ids: Vec<ProductId> = req.product_ids.iter().map(|&id| id.into()).collect();
    let outcome = take_out(call, "ActionsProductsDeactivateRequest", req.action_id, &ids).await?;
    let product_ids = outcome.product_ids.iter().map(|id| Digits(id.0)).collect();
    Ok(ActionsProductsDeactivateV2Response { product_ids })
}

async fn take_out(call: &mut Call, request: &str, action_id: ActionId, ids: &[ProductId]) -> Result<ActionOutcome> {
    check::items(request, "ProductIds", ids.len(), 1, 1000)?;
    let promotion = row::hold(call, action_id).await?;
    let known = row::of_products(call, promotion.action_id, ids).await?;
    let strange: Vec<ProductId> = ids.iter().filter(|id| !known.contains_key(id)).copied().collect();
    let own = product::promotable(call, &strange).await?;
    let mut after: BTreeMap<ProductId, Entry> = BTreeMap::new();
    let mut outcome = ActionOutcome::default();
    for id in ids {
        let entry = after.get(id).or_else(|| known.get(id)).copied();
        let unknown = entry.is_none() && !own.iter().any(|one| one.product_id == *id);
        let left = if unknown { Err("PRODUCT_NOT_FOUND") } else { rule::leave(&promotion, entry, call.now) };
        match left {
            Ok(left) => {
                after.insert(*id, left);
                outcome.product_ids.push(*id);
            }
            Err(reason) => outcome.rejected.push(ActionRejection { product_id: *id, reason: reason.to_owned() }),
        }
    }
    let change = |(id, after): (&ProductId, &Entry)| Change {
        product_id: *id,
        before: known.get(id).copied(),
        after: Some(*after),
    };
    row::write(call, &promotion, &after.iter().map(change).collect::<Vec<_>>()).await?;
    Ok(outcome)
}
