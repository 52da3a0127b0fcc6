//! Puts products into a promotion, up to 1000 a call. Each is judged by itself; the second offer of a product is
//! judged on the first.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    action::{ActionOutcome, ActionRejection, ActionsProductsActivateV1Request, ActionsProductsActivateV1Response},
    scalar::{Money, ProductId},
};

use super::{
    row::{self, Change, Entry},
    rule::{self, Goods, Offer},
};
use crate::{areas::product, call::Call, check, error::Result};

/// The accepted, and the rejected with a word each.
pub async fn v1(call: &mut Call, req: &ActionsProductsActivateV1Request) -> Result<ActionsProductsActivateV1Response> {
    check::items("ActionsProductsActivateV1Request", "Products", req.products.len(), 1, 1000)?;
    let promotion = row::hold(call, req.action_id).await?;
    let ids: Vec<ProductId> = req.products.iter().map(|one| one.product_id).collect();
    let goods = goods(call, &ids, promotion.is_limited()).await?;
    let known = row::of_products(call, promotion.action_id, &ids).await?;
    let mut after: BTreeMap<ProductId, Entry> = BTreeMap::new();
    let mut outcome = ActionOutcome::default();
    for one in &req.products {
        let id = one.product_id;
        let entry = after.get(&id).or_else(|| known.get(&id)).copied();
        let offer = Offer { price: Money(one.action_price.0), stock: one.stock };
        match rule::enter(&promotion, entry, goods.get(&id).copied(), offer, call.now) {
            Ok(entered) => {
                if after.insert(id, entered).is_none() {
                    outcome.product_ids.push(id);
                }
            }
            Err(reason) => outcome.rejected.push(ActionRejection { product_id: id, reason: reason.to_owned() }),
        }
    }
    let change = |(id, after): (&ProductId, &Entry)| Change {
        product_id: *id,
        before: known.get(id).copied(),
        after: Some(*after),
    };
    row::write(call, &promotion, &after.iter().map(change).collect::<Vec<_>>()).await?;
    Ok(ActionsProductsActivateV1Response { result: outcome })
}

/// The seller's products, with their stock where it matters.
async fn goods(call: &mut Call, ids: &[ProductId], with_stock: bool) -> Result<HashMap<ProductId, Goods>> {
    let mut goods: HashMap<ProductId, Goods> = HashMap::new();
    for product in product::promotable(call, ids).await? {
        goods.insert(product.product_id, Goods { product, sellable: 0 });
    }
    if with_stock {
        for product in product::by_product_ids(call, ids).await? {
            let sellable = product.present_fbs - product.reserved_fbs + product.present_fbo - product.reserved_fbo;
            if let Some(goods) = goods.get_mut(&product.product_id) {
                goods.sellable = sellable;
            }
        }
    }
    Ok(goods)
}
