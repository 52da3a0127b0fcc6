//! Promotions that goods of the shop take part in, or may.

use std::collections::HashMap;

use gostiny_wire::{
    action::{
        ActionCandidateV2, ActionsCandidatesV2, ActionsCandidatesV2Request, ActionsProductsUpdateV1,
        ActionsProductsUpdateV1Product, ActionsProductsUpdateV1Request, ActionsProductsV2, ActionsProductsV2Request,
        ActionsV1, ActionsV1Action,
    },
    method::Empty,
    operator::{
        ClockGet, PromotionChange, PromotionChangeRequest, PromotionCreate, PromotionCreateRequest, PromotionDiscount,
        PromotionDiscountType, PromotionKind, PromotionProduct,
    },
    product::{ProductInfoListV3, ProductInfoListV3Request},
    scalar::{ActionId, Amount, Decimal2, Digits, Money, OfferId, ProductId, Time},
};

use super::{
    Copying, Failure,
    goods::{infos, skus},
    source::Shop,
};

const PAGE: i32 = 100;
/// Goods that a promotion names.
const MOST: usize = 10_000;

impl Copying {
    /// Opens what the twin lacks, by title, and puts goods in that take part at the source and not yet there.
    pub async fn promotions(&mut self) -> Result<(), Failure> {
        let there: HashMap<_, _> = self
            .there
            .read(ActionsV1, &Empty {})
            .await?
            .result
            .into_iter()
            .map(|one| (one.title.clone(), one))
            .collect();
        let now = self.operator.call(ClockGet, &Empty {}).await?.now;
        for one in self.source.read(ActionsV1, &Empty {}).await?.result {
            if one.potential_products_count + one.participating_products_count == 0 {
                continue;
            }
            let known = there.get(&one.title);
            let action_id = match known {
                Some(known) => Some(known.id),
                None if one.date_end <= now => {
                    self.left(format!("promotion {}", one.title), "it is over by the target's clock");
                    None
                }
                None => self.open(&one).await?,
            };
            let Some(action_id) = action_id else { continue };
            self.enter(&one, action_id).await?;
            let freeze_date = one.freeze_date.parse::<Time>().ok();
            if freeze_date.is_some() && known.is_none_or(|known| known.freeze_date.is_empty()) {
                let change = PromotionChangeRequest { action_id, freeze_date, ..Default::default() };
                let changed = self.operator.call(PromotionChange, &change).await;
                self.taken(format!("promotion {}", one.title), changed)?;
            }
        }
        Ok(())
    }

    /// A promotion with the same goods before its door. It is frozen once they are in.
    async fn open(&mut self, one: &ActionsV1Action) -> Result<Option<ActionId>, Failure> {
        let mut products = Vec::new();
        let mut page = ActionsCandidatesV2Request { action_id: one.id, limit: PAGE, ..Default::default() };
        loop {
            let (candidates, goes_on) = self.source.page(ActionsCandidatesV2, &mut page).await?;
            let there = twins(&self.source, &self.there, candidates.iter().map(|candidate| candidate.id)).await?;
            products.extend(candidates.iter().filter_map(|candidate| named(candidate, there.get(&candidate.id)?.1)));
            if !goes_on || products.len() >= MOST {
                break;
            }
        }
        let what = format!("promotion {}", one.title);
        if products.is_empty() {
            self.left(what, "the twin has none of its goods");
            return Ok(None);
        }
        if products.len() > MOST {
            self.left(&what, format!("it has more than {MOST} goods"));
            products.truncate(MOST);
        }
        let request = PromotionCreateRequest {
            title: one.title.clone(),
            description: one.description.clone(),
            kind: if one.action_type == "STOCK_DISCOUNT" {
                PromotionKind::StockDiscount
            } else {
                PromotionKind::Discount
            },
            date_start: Some(one.date_start),
            date_end: Some(one.date_end),
            freeze_date: None,
            discount: PromotionDiscount {
                r#type: match one.discount_type.as_str() {
                    "PERCENT" => PromotionDiscountType::Percent,
                    "RUBLE" => PromotionDiscountType::Ruble,
                    _ => PromotionDiscountType::Unknown,
                },
                value: one.discount_value,
            },
            order_amount: one.order_amount,
            is_voucher_action: one.is_voucher_action,
            with_targeting: one.with_targeting,
            products,
            ..Default::default()
        };
        let opened = self.operator.call(PromotionCreate, &request).await;
        Ok(self.taken(what, opened)?.map(|opened| opened.action_id))
    }

    /// Puts in what takes part at the source and not at the target, at the same price.
    async fn enter(&mut self, one: &ActionsV1Action, action_id: ActionId) -> Result<(), Failure> {
        let all = |action_id| ActionsProductsV2Request { action_id, limit: PAGE, ..Default::default() };
        let (mut inside, mut page): (HashMap<ProductId, Amount>, _) = (HashMap::new(), all(action_id));
        loop {
            let (participants, goes_on) = self.there.page(ActionsProductsV2, &mut page).await?;
            inside.extend(participants.into_iter().map(|one| (one.product.id, one.product.action_price)));
            if !goes_on {
                break;
            }
        }
        let mut page = all(one.id);
        loop {
            let (participants, goes_on) = self.source.page(ActionsProductsV2, &mut page).await?;
            let there = twins(&self.source, &self.there, participants.iter().map(|one| one.product.id)).await?;
            let mut products = Vec::new();
            for participant in participants {
                let Some((product_id, _)) = there.get(&participant.product.id).copied() else { continue };
                let action_price = participant.product.action_price;
                if inside.get(&product_id) != Some(&action_price) {
                    let stock = participant.stock;
                    products.push(ActionsProductsUpdateV1Product { action_price, product_id, stock });
                }
            }
            if !products.is_empty() {
                let request = ActionsProductsUpdateV1Request { action_id, products };
                let entered = self.twin.call(ActionsProductsUpdateV1, &request).await;
                if let Some(entered) = self.taken(format!("promotion {}", one.title), entered)? {
                    for refused in entered.rejected.into_iter().chain(entered.warnings) {
                        let what = format!("promotion {}, product {}", one.title, refused.product_id);
                        self.left(what, refused.reason);
                    }
                }
            }
            if !goes_on {
                return Ok(());
            }
        }
    }
}

/// A product before the door of a promotion.
fn named(candidate: &ActionCandidateV2, sku: gostiny_wire::scalar::Sku) -> Option<PromotionProduct> {
    let highest = money(&candidate.max_action_price).filter(|highest| highest.0 > 0);
    Some(PromotionProduct {
        sku,
        max_action_price: highest.map(Decimal2::from),
        min_stock: Some(i64::from(candidate.min_stock)).filter(|units| *units > 0),
    })
}

fn money(amount: &Amount) -> Option<Money> {
    Money::parse(&amount.amount)
}

/// The twin's products, and what they are sold under, of some of the source's.
async fn twins(
    source: &Shop,
    there: &Shop,
    of: impl Iterator<Item = ProductId>,
) -> Result<HashMap<ProductId, (ProductId, gostiny_wire::scalar::Sku)>, Failure> {
    let product_id: Vec<_> = of.map(|id| Digits(id.0)).collect();
    if product_id.is_empty() {
        return Ok(HashMap::new());
    }
    let request = ProductInfoListV3Request { product_id, ..Default::default() };
    let found = source.read(ProductInfoListV3, &request).await?.items;
    let offers: HashMap<ProductId, OfferId> = found.into_iter().map(|one| (one.id, one.offer_id)).collect();
    let known = infos(there, offers.values()).await?;
    Ok(offers.into_iter().filter_map(|(id, offer)| known.get(&offer).map(|one| (id, (one.id, skus(one).0)))).collect())
}
