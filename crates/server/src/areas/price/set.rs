//! Sets prices, up to 1000 products a call. Each is judged by itself, in the order of the request.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    price::{
        ProductImportPricesV1Price, ProductImportPricesV1Request, ProductImportPricesV1Response,
        ProductImportPricesV1Result,
    },
    scalar::{OfferId, ProductId},
};

use super::rule::{Terms, change, error};
use crate::{
    areas::{
        product::{self, Prices, Product, Repriced},
        seller, setting,
    },
    call::Call,
    check,
    error::Result,
};

/// One row of the answer per row of the request. A product that comes twice is changed twice.
pub async fn v1(call: &mut Call, req: &ProductImportPricesV1Request) -> Result<ProductImportPricesV1Response> {
    check::items("ProductImportPricesV1Request", "Prices", req.prices.len(), 1, 1000)?;
    let seller = seller::find(call, call.seller).await?;
    let minimum_percent = setting::of(call).await?.price_change_minimum_percent;
    let terms = Terms { currency_code: &seller.currency_code, minimum_percent };
    let mut known = Known::of(call, &req.prices).await?;
    // As they were read, of the products that change.
    let mut read: BTreeMap<ProductId, Prices> = BTreeMap::new();
    let mut result = Vec::with_capacity(req.prices.len());
    for asked in &req.prices {
        let Some(goods) = known.find(asked) else {
            result.push(unknown(asked));
            continue;
        };
        let errors = match change(&goods.prices, asked, terms) {
            Ok(after) => {
                let before = std::mem::replace(&mut goods.prices, after);
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
    product::write_prices(call, &changes.collect::<Vec<_>>()).await?;
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
    prices: Prices,
}

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
    Goods { prices: Prices::of(&product), offer_id: product.offer_id }
}
