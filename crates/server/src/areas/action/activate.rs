//! Puts products into a promotion, up to 1000 a call. Each is judged by itself; the second offer of a product is
//! judged on the first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    action::{
        ActionOutcome, ActionProductReason, ActionRejection, ActionsProductsActivateV1Request,
        ActionsProductsActivateV1Response, ActionsProductsUpdateV1Request, ActionsProductsUpdateV1Response,
    },
    scalar::{ActionId, Digits, Money, ProductId},
};

use super::{
    row::{self, Change, Entry},
    rule::{self, Goods, Offer},
};
use crate::{
    areas::{product, seller},
    call::Call,
    check,
    error::{Error, Result},
};

/// The accepted, and the rejected with a word each.
pub async fn v1(call: &mut Call, req: &ActionsProductsActivateV1Request) -> Result<ActionsProductsActivateV1Response> {
    let offer = |one: &gostiny_wire::action::ActionsProductsActivateV1Product| {
        (one.product_id, Offer { price: Money(one.action_price.0), stock: one.stock })
    };
    let offers: Vec<(ProductId, Offer)> = req.products.iter().map(offer).collect();
    let done = put_in(call, "ActionsProductsActivateV1Request", req.action_id, &offers, TooDear::Stays).await?;
    let rejection = |(product_id, reason): (ProductId, &str)| ActionRejection { product_id, reason: reason.to_owned() };
    let rejected = done.rejected.into_iter().map(rejection).collect();
    Ok(ActionsProductsActivateV1Response { result: ActionOutcome { product_ids: done.entered, rejected } })
}

/// The same, but what takes part and would become too dear is taken out.
pub async fn update_v1(
    call: &mut Call,
    req: &ActionsProductsUpdateV1Request,
) -> Result<ActionsProductsUpdateV1Response> {
    let currency = seller::find(call, call.seller).await?.currency_code;
    let mut offers = Vec::with_capacity(req.products.len());
    for (at, one) in req.products.iter().enumerate() {
        let wrong = |rule: &str| Error::invalid(format!("{UPDATE}.Products[{at}].ActionPrice"), rule);
        if !one.action_price.currency.is_empty() && one.action_price.currency != currency {
            return Err(wrong("value must be in the shop's currency"));
        }
        let price = Money::parse(&one.action_price.amount).ok_or_else(|| wrong("value must be an amount"))?;
        offers.push((one.product_id, Offer { price, stock: one.stock }));
    }
    let done = put_in(call, UPDATE, req.action_id, &offers, TooDear::Leaves).await?;
    let digits = |ids: Vec<ProductId>| ids.into_iter().map(|id| Digits(id.0)).collect();
    let told = |(product_id, reason): (ProductId, &str)| ActionProductReason { product_id, reason: reason.to_owned() };
    let warning = |id: &ProductId| told((*id, rule::TOO_HIGH));
    Ok(ActionsProductsUpdateV1Response {
        warnings: done.left.iter().map(warning).collect(),
        active_product_ids: digits(done.entered),
        deactivated_product_ids: digits(done.left),
        rejected: done.rejected.into_iter().map(told).collect(),
    })
}

const UPDATE: &str = "ActionsProductsUpdateRequest";

/// What becomes of a product that takes part and is offered above the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TooDear {
    /// It keeps the price it has.
    Stays,
    /// It is taken out.
    Leaves,
}

/// What became of offers.
#[derive(Default)]
struct Done {
    entered: Vec<ProductId>,
    left: Vec<ProductId>,
    rejected: Vec<(ProductId, &'static str)>,
}

async fn put_in(
    call: &mut Call,
    request: &str,
    action_id: ActionId,
    offers: &[(ProductId, Offer)],
    too_dear: TooDear,
) -> Result<Done> {
    check::items(request, "Products", offers.len(), 1, 1000)?;
    let promotion = row::hold(call, action_id).await?;
    let ids: Vec<ProductId> = offers.iter().map(|(id, _)| *id).collect();
    let goods = goods(call, &ids, promotion.is_limited()).await?;
    let known = row::of_products(call, promotion.action_id, &ids).await?;
    let mut after: BTreeMap<ProductId, Entry> = BTreeMap::new();
    let (mut entered, mut left, mut rejected) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for &(id, offer) in offers {
        let entry = after.get(&id).or_else(|| known.get(&id)).copied();
        match rule::enter(&promotion, entry, goods.get(&id).copied(), offer, call.now) {
            Ok(one) => {
                after.insert(id, one);
                entered.insert(id);
                left.remove(&id);
            }
            Err(rule::TOO_HIGH) if too_dear == TooDear::Leaves && entry.is_some_and(Entry::takes_part) => {
                match rule::leave(&promotion, entry, call.now) {
                    Ok(one) => {
                        after.insert(id, one);
                        left.insert(id);
                        entered.remove(&id);
                    }
                    Err(reason) => rejected.push((id, reason)),
                }
            }
            Err(reason) => rejected.push((id, reason)),
        }
    }
    let change = |(id, after): (&ProductId, &Entry)| Change {
        product_id: *id,
        before: known.get(id).copied(),
        after: Some(*after),
    };
    row::write(call, &promotion, &after.iter().map(change).collect::<Vec<_>>()).await?;
    let in_order = |set: &BTreeSet<ProductId>| {
        let mut seen = BTreeSet::new();
        ids.iter().copied().filter(|id| set.contains(id) && seen.insert(*id)).collect()
    };
    Ok(Done { entered: in_order(&entered), left: in_order(&left), rejected })
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
