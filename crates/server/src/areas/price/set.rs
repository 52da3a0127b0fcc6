//! Sets prices, up to 1000 products a call. Each is judged by itself, in the order of the request.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    price::{
        ProductImportPricesV1Price, ProductImportPricesV1Request, ProductImportPricesV1Response,
        ProductImportPricesV1Result, UpdateError,
    },
    scalar::{CategoryId, OfferId, ProductId},
};

use super::{
    pace::Pace,
    rule::{Terms, change, error},
};
use crate::{
    areas::{
        product::{self, Prices, Product, Repriced, Way},
        seller, setting,
    },
    call::Call,
    check,
    error::Result,
    job,
};

/// One row of the answer per row of the request. A product that comes twice is changed twice.
pub async fn v1(call: &mut Call, req: &ProductImportPricesV1Request) -> Result<ProductImportPricesV1Response> {
    check::items("ProductImportPricesV1Request", "Prices", req.prices.len(), 1, 1000)?;
    let seller = seller::find(call, call.seller).await?;
    let setting = setting::of(call).await?;
    let mut known = Known::of(call, &req.prices).await?;
    let bounds = product::price_bounds(call, &known.categories()).await?;
    let ids = known.goods.keys().copied().collect::<Vec<_>>();
    let mut pace = Pace::of(call, setting.price_changes_per_hour, &ids).await?;
    // As they were read, of the products that change.
    let mut read: BTreeMap<ProductId, Prices> = BTreeMap::new();
    let mut result = Vec::with_capacity(req.prices.len());
    for asked in &req.prices {
        let Some(goods) = known.find(asked) else {
            result.push(unknown(asked));
            continue;
        };
        let terms = Terms {
            currency_code: &seller.currency_code,
            minimum_percent: setting.price_change_minimum_percent,
            bounds: bounds.get(&goods.category_id).copied().unwrap_or_default(),
        };
        let errors = match goods.change(asked, terms, &mut pace) {
            Ok(before) => {
                read.entry(before.product_id).or_insert(before);
                Vec::new()
            }
            Err(errors) => errors,
        };
        result.push(ProductImportPricesV1Result {
            updated: errors.is_empty(),
            errors,
            offer_id: goods.offer_id.clone(),
            product_id: goods.prices.product_id,
        });
    }
    let changes = read.into_values().filter_map(|before| {
        let after = known.goods.get(&before.product_id)?.prices.clone();
        Some(Repriced { before, after })
    });
    let changes: Vec<Repriced> = changes.collect();
    product::write_prices(call, Way::Method, &changes).await?;
    pace.keep(call).await?;
    // Promotions take goods in, or let them go, by themselves where the seller allows it.
    let automatic = changes.iter().filter(|change| change.after.auto_action || change.before.auto_action);
    let automatic: Vec<ProductId> = automatic.map(|change| change.after.product_id).collect();
    if !automatic.is_empty() {
        job::schedule(call, product::PROMOTABLE, call.now, "", &serde_json::to_string(&automatic)?).await?;
    }
    Ok(ProductImportPricesV1Response { result })
}

fn unknown(asked: &ProductImportPricesV1Price) -> ProductImportPricesV1Result {
    ProductImportPricesV1Result {
        errors: vec![error("NOT_FOUND_ERROR", "Товар не найден")],
        offer_id: asked.offer_id.clone(),
        product_id: asked.product_id,
        updated: false,
    }
}

/// A product of the request with its prices as the rows so far left them.
struct Goods {
    offer_id: OfferId,
    category_id: CategoryId,
    is_archived: bool,
    prices: Prices,
}

impl Goods {
    /// Changes the prices and answers what they were.
    fn change(
        &mut self,
        asked: &ProductImportPricesV1Price,
        terms: Terms<'_>,
        pace: &mut Pace,
    ) -> Result<Prices, Vec<UpdateError>> {
        if self.is_archived {
            return Err(vec![error("INVALID_STATE", "Товар в архиве")]);
        }
        let after = change(&self.prices, asked, terms)?;
        if after != self.prices && !pace.step(self.prices.product_id) {
            return Err(vec![error(TOO_OFTEN, TOO_OFTEN)]);
        }
        Ok(std::mem::replace(&mut self.prices, after))
    }
}

/// The service tells this one by its text.
const TOO_OFTEN: &str = "error limiting: acquire limit per item: items limit: limit exceeded";

/// The products that the request names.
struct Known {
    goods: HashMap<ProductId, Goods>,
    numbers: HashMap<OfferId, ProductId>,
}

impl Known {
    async fn of(call: &mut Call, asked: &[ProductImportPricesV1Price]) -> Result<Self> {
        let (by_offer, by_number): (Vec<_>, Vec<_>) = asked.iter().partition(|asked| is_by_offer(asked));
        let offers: Vec<OfferId> = by_offer.into_iter().map(|asked| asked.offer_id.clone()).collect();
        let numbers: Vec<ProductId> = by_number.into_iter().map(|asked| asked.product_id).collect();
        let mut found = product::by_offer_ids(call, &offers).await?;
        found.append(&mut product::by_product_ids(call, &numbers).await?);
        let numbers = found.iter().map(|product| (product.offer_id.clone(), product.product_id)).collect();
        let goods = found.into_iter().map(|product| (product.product_id, goods(product))).collect();
        Ok(Self { goods, numbers })
    }

    fn categories(&self) -> Vec<CategoryId> {
        let categories: BTreeSet<CategoryId> = self.goods.values().map(|goods| goods.category_id).collect();
        categories.into_iter().collect()
    }

    fn find(&mut self, asked: &ProductImportPricesV1Price) -> Option<&mut Goods> {
        let number = if is_by_offer(asked) { *self.numbers.get(&asked.offer_id)? } else { asked.product_id };
        self.goods.get_mut(&number)
    }
}

/// The article decides when both are given.
fn is_by_offer(asked: &ProductImportPricesV1Price) -> bool {
    !asked.offer_id.as_str().is_empty()
}

fn goods(product: Product) -> Goods {
    let (category_id, is_archived) = (product.category_id, product.is_archived);
    Goods { category_id, is_archived, prices: Prices::of(&product), offer_id: product.offer_id }
}
