//! Shows prices, and what a sale at the present price costs.

use gostiny_wire::{
    price::{
        ProductInfoPricesV4Commissions, ProductInfoPricesV4Filter, ProductInfoPricesV4Item,
        ProductInfoPricesV4MarketingAction, ProductInfoPricesV4MarketingActions, ProductInfoPricesV4Price,
        ProductInfoPricesV4Request, ProductInfoPricesV4Response, ProductInfoPricesV4Result,
        ProductInfoPricesV5Commissions, ProductInfoPricesV5Index, ProductInfoPricesV5Indexes, ProductInfoPricesV5Item,
        ProductInfoPricesV5MarketingAction, ProductInfoPricesV5MarketingActions, ProductInfoPricesV5Price,
        ProductInfoPricesV5Request, ProductInfoPricesV5Response,
    },
    product::PriceIndexData,
    scalar::{Decimal2, Money, ProductId},
};

use crate::{
    areas::{
        category,
        product::{self, Product, Promoted},
        setting,
        tariff::{self, Commission, Rates, Scheme, volume_weight_hundredths},
    },
    call::Call,
    check,
    error::Result,
};

/// A page of prices, by product number.
pub async fn v4(call: &mut Call, req: &ProductInfoPricesV4Request) -> Result<ProductInfoPricesV4Response> {
    let limit = i64::from(req.limit);
    check::limit("ProductInfoPricesV4Request", limit, 1000)?;
    let page = priced(call, &req.filter, &req.last_id, limit, item).await?;
    let total = i32::try_from(page.total).unwrap_or(i32::MAX);
    Ok(ProductInfoPricesV4Response {
        result: ProductInfoPricesV4Result { items: page.items, last_id: page.last_id, total },
    })
}

/// The same as numbers.
pub async fn v5(call: &mut Call, req: &ProductInfoPricesV5Request) -> Result<ProductInfoPricesV5Response> {
    let limit = i64::from(req.limit);
    check::limit("ProductInfoPricesV5Request", limit, 1000)?;
    let page = priced(call, &req.filter, &req.cursor, limit, item_v5).await?;
    Ok(ProductInfoPricesV5Response {
        cursor: page.last_id,
        items: page.items,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
        total_items: page.total,
    })
}

/// A page of what a version shows of a price.
struct PricePage<T> {
    items: Vec<T>,
    last_id: String,
    total: i64,
}

/// A price and all that its sale is charged by.
struct Priced<'a> {
    product: &'a Product,
    commission: Commission,
    acquiring: i32,
    rates: &'a Rates,
    promoted: Option<&'a Vec<Promoted>>,
}

async fn priced<T>(
    call: &mut Call,
    filter: &ProductInfoPricesV4Filter,
    last_id: &str,
    limit: i64,
    show: impl Fn(Priced<'_>) -> T,
) -> Result<PricePage<T>> {
    let filter = product::Filter::new(&filter.offer_id, &filter.product_id, &[], filter.visibility);
    let page = product::page(call, &filter, last_id, limit).await?;
    let acquiring = setting::of(call).await?.acquiring_basis_points;
    let commissions = category::commissions(call, &product::categories_of(&page.products)).await?;
    let ids: Vec<ProductId> = page.products.iter().map(|product| product.product_id).collect();
    let promoted = product::promoted(call, &ids).await?;
    let history = tariff::history(call).await?;
    let rates = history.at(call.now);
    let shown = |product: &Product| {
        show(Priced {
            product,
            commission: commissions.get(&product.category_id).copied().unwrap_or_default(),
            acquiring: whole_units(product.price.unwrap_or_default().share_rounded_half_up(acquiring)),
            rates,
            promoted: promoted.get(&product.product_id),
        })
    };
    Ok(PricePage { items: page.products.iter().map(shown).collect(), last_id: page.last_id, total: page.total })
}

fn item(Priced { product, commission, acquiring, rates, promoted }: Priced<'_>) -> ProductInfoPricesV4Item {
    let price = product.price.unwrap_or_default();
    ProductInfoPricesV4Item {
        commissions: costs(product.volume_ml, price, commission, rates),
        marketing_actions: promoted.map(|all| actions(price, all)),
        offer_id: product.offer_id.clone(),
        price: prices(product, promoted),
        price_index: Money(product.price_index).fixed(2),
        product_id: product.product_id,
        volume_weight: Decimal2(volume_weight_hundredths(product.volume_ml)),
        acquiring,
        price_indexes: product::price_indexes(product),
    }
}

fn item_v5(Priced { product, commission, acquiring, rates, promoted }: Priced<'_>) -> ProductInfoPricesV5Item {
    let price = product.price.unwrap_or_default();
    let costs = costs(product.volume_ml, price, commission, rates);
    let indexes = product::price_indexes(product);
    let index = |of: PriceIndexData| ProductInfoPricesV5Index {
        min_price: of.minimal_price,
        min_price_currency: of.minimal_price_currency,
        price_index_value: of.price_index_value,
    };
    ProductInfoPricesV5Item {
        acquiring,
        commissions: ProductInfoPricesV5Commissions {
            fbo_deliv_to_customer_amount: costs.fbo_deliv_to_customer_amount,
            fbo_direct_flow_trans_max_amount: costs.fbo_direct_flow_trans_max_amount,
            fbo_direct_flow_trans_min_amount: costs.fbo_direct_flow_trans_min_amount,
            fbo_return_flow_amount: costs.fbo_return_flow_amount,
            fbs_deliv_to_customer_amount: costs.fbs_deliv_to_customer_amount,
            fbs_direct_flow_trans_max_amount: costs.fbs_direct_flow_trans_max_amount,
            fbs_direct_flow_trans_min_amount: costs.fbs_direct_flow_trans_min_amount,
            fbs_first_mile_max_amount: costs.fbs_first_mile_max_amount,
            fbs_first_mile_min_amount: costs.fbs_first_mile_min_amount,
            fbs_return_flow_amount: costs.fbs_return_flow_amount,
            sales_percent_fbo: Decimal2(commission.fbo),
            sales_percent_fbs: Decimal2(commission.fbs),
            sales_percent_rfbs: Decimal2(commission.rfbs),
            sales_percent_fbp: Decimal2(0),
        },
        marketing_actions: promoted.map(|all| actions_v5(actions(price, all))),
        offer_id: product.offer_id.clone(),
        price: prices_v5(product, promoted),
        price_indexes: ProductInfoPricesV5Indexes {
            color_index: product::index_color(&indexes).to_owned(),
            external_index_data: index(indexes.external_index_data),
            ozon_index_data: index(indexes.ozon_index_data),
            self_marketplaces_index_data: index(indexes.self_marketplaces_index_data),
        },
        product_id: product.product_id,
        volume_weight: Decimal2(volume_weight_hundredths(product.volume_ml)),
    }
}

fn actions_v5(actions: ProductInfoPricesV4MarketingActions) -> ProductInfoPricesV5MarketingActions {
    let action = |one: ProductInfoPricesV4MarketingAction| ProductInfoPricesV5MarketingAction {
        date_from: one.date_from,
        date_to: one.date_to,
        title: one.title,
        value: one.discount_value,
    };
    ProductInfoPricesV5MarketingActions {
        actions: actions.actions.into_iter().map(action).collect(),
        current_period_from: actions.current_period_from,
        current_period_to: actions.current_period_to,
        ozon_actions_exist: actions.ozon_actions_exist,
    }
}

fn prices_v5(product: &Product, promoted: Option<&Vec<Promoted>>) -> ProductInfoPricesV5Price {
    let number = |price: Option<Money>| price.unwrap_or_default().into();
    let marketing = number(product::after_promotions(product.price, promoted));
    ProductInfoPricesV5Price {
        auto_action_enabled: product.auto_action,
        auto_add_to_ozon_actions_list_enabled: product.auto_action,
        currency_code: product.currency_code.clone(),
        marketing_price: marketing,
        marketing_seller_price: marketing,
        min_price: number(product.min_price),
        old_price: number(product.old_price),
        price: number(product.price),
        vat: number(Money::parse(&product.vat)),
        ..ProductInfoPricesV5Price::default()
    }
}

/// Rounded half up; no price is negative.
fn whole_units(amount: Money) -> i32 {
    i32::try_from((amount.0 + 50) / 100).unwrap_or(i32::MAX)
}

fn prices(product: &Product, promoted: Option<&Vec<Promoted>>) -> ProductInfoPricesV4Price {
    let marketing = product::after_promotions(product.price, promoted);
    let text = |price: Option<Money>| price.map(|price| price.fixed(4)).unwrap_or_default();
    ProductInfoPricesV4Price {
        auto_action_enabled: product.auto_action,
        currency_code: product.currency_code.clone(),
        marketing_price: text(marketing),
        marketing_seller_price: text(marketing),
        min_ozon_price: String::new(),
        min_price: text(product.min_price),
        old_price: text(product.old_price),
        premium_price: text(product.premium_price),
        price: text(product.price),
        recommended_price: String::new(),
        retail_price: String::new(),
        vat: product::fraction(&product.vat, 6),
    }
}

/// The promotions in force; the discount of each is of one unit, in money.
fn actions(price: Money, promoted: &[Promoted]) -> ProductInfoPricesV4MarketingActions {
    let action = |one: &Promoted| ProductInfoPricesV4MarketingAction {
        date_from: one.date_start,
        date_to: one.date_end,
        discount_value: (price - one.price).max(Money(0)).fixed(2),
        title: one.title.clone(),
    };
    ProductInfoPricesV4MarketingActions {
        actions: promoted.iter().map(action).collect(),
        current_period_from: promoted.iter().map(|one| one.date_start).max(),
        current_period_to: promoted.iter().map(|one| one.date_end).min(),
        ozon_actions_exist: false,
    }
}

/// Our tariff knows one amount where the service gives bounds: least and most are equal. The way back is one
/// amount too, told as the handling of a return; carriage of returns is 0 beside it, so that sums stay true.
fn costs(volume_ml: i64, price: Money, commission: Commission, rates: &Rates) -> ProductInfoPricesV4Commissions {
    let fbo = rates.logistics(Scheme::Fbo, volume_ml, price);
    let fbs = rates.logistics(Scheme::Fbs, volume_ml, price);
    ProductInfoPricesV4Commissions {
        fbo_deliv_to_customer_amount: fbo.last_mile.into(),
        fbo_direct_flow_trans_max_amount: fbo.direct_flow.into(),
        fbo_direct_flow_trans_min_amount: fbo.direct_flow.into(),
        fbo_fulfillment_amount: fbo.fulfillment.into(),
        fbo_return_flow_amount: fbo.return_flow.into(),
        fbs_deliv_to_customer_amount: fbs.last_mile.into(),
        fbs_direct_flow_trans_max_amount: fbs.direct_flow.into(),
        fbs_direct_flow_trans_min_amount: fbs.direct_flow.into(),
        fbs_first_mile_min_amount: fbs.dropoff.into(),
        fbs_first_mile_max_amount: fbs.dropoff.into(),
        fbs_return_flow_amount: fbs.return_flow.into(),
        sales_percent: Decimal2(commission.fbo.max(commission.fbs)),
        sales_percent_fbo: Decimal2(commission.fbo),
        sales_percent_fbs: Decimal2(commission.fbs),
        ..ProductInfoPricesV4Commissions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_come_from_the_tariff_and_the_category() {
        let costs = costs(900, Money(49_900), Commission { fbo: 1_500, fbs: 1_600, rfbs: 0 }, &Rates::default());
        assert_eq!((costs.sales_percent, costs.sales_percent_fbo), (Decimal2(1_600), Decimal2(1_500)));
        assert_eq!(costs.fbs_direct_flow_trans_min_amount, Decimal2(4_300));
        assert_eq!(costs.fbs_direct_flow_trans_max_amount, costs.fbs_direct_flow_trans_min_amount);
        assert_eq!(
            (costs.fbo_return_flow_amount, costs.fbo_return_flow_trans_max_amount),
            (Decimal2(5_000), Decimal2(0))
        );
        assert_eq!([149, 150, 0].map(|kopecks| whole_units(Money(kopecks))), [1, 2, 0]);
    }
}
