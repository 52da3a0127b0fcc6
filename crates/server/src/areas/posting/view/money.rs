//! The money block of a posting. Commission, payout and services are 0 until the buyer has the parcel and again when
//! it came back; in between they are the same amounts that the sale's accrual books.

use gostiny_wire::{
    posting::{FinancialData, FinancialProduct, FinancialServices},
    scalar::{Decimal2, Money},
};

use super::super::row::{Item, Posting};
use crate::areas::tariff::{Rates, Scheme};

/// The block without its clusters.
pub(super) fn financial_data(posting: &Posting, items: &[Item], rates: &Rates) -> FinancialData {
    let delivered = posting.delivered_at.is_some() && posting.status != "cancelled";
    let products = items.iter().map(|item| product(item, posting, delivered, rates)).collect();
    FinancialData { products, ..FinancialData::default() }
}

/// Prices and discount are of one unit; commission, payout and services of the whole line.
fn product(item: &Item, posting: &Posting, delivered: bool, rates: &Rates) -> FinancialProduct {
    let discount = discount(item.price, item.old_price);
    let before_delivery = FinancialProduct {
        actions: item.actions.clone(),
        commissions_currency_code: posting.currency_code.clone(),
        currency_code: posting.currency_code.clone(),
        old_price: item.old_price.into(),
        price: item.price.into(),
        product_id: item.sku,
        quantity: item.quantity,
        total_discount_percent: percent_of(discount, item.old_price),
        total_discount_value: discount.into(),
        ..FinancialProduct::default()
    };
    if !delivered {
        return before_delivery;
    }
    let sum = item.price.times(item.quantity);
    let commission = sum.share_rounded_half_up(item.commission_basis_points);
    FinancialProduct {
        commission_amount: commission.into(),
        commission_percent: (item.commission_basis_points + 50) / 100,
        payout: (sum - commission).into(),
        item_services: services(posting.scheme, item, rates),
        ..before_delivery
    }
}

fn services(scheme: Scheme, item: &Item, rates: &Rates) -> FinancialServices {
    let cost = rates.logistics(scheme, item.volume_ml(), item.price).times(item.quantity);
    FinancialServices {
        marketplace_service_item_fulfillment: (-cost.fulfillment).into(),
        marketplace_service_item_dropoff_sc: (-cost.dropoff).into(),
        marketplace_service_item_direct_flow_trans: (-cost.direct_flow).into(),
        marketplace_service_item_deliv_to_customer: (-cost.last_mile).into(),
        ..FinancialServices::default()
    }
}

fn discount(price: Money, old_price: Money) -> Money {
    if old_price > price { old_price - price } else { Money(0) }
}

/// Percent with two decimals, rounded half up; of nothing it is 0.
fn percent_of(part: Money, whole: Money) -> Decimal2 {
    if whole.0 <= 0 {
        return Decimal2(0);
    }
    let (part, whole) = (i128::from(part.0), i128::from(whole.0));
    Decimal2(i64::try_from((part * 10_000 + whole / 2) / whole).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, posting};
    use super::*;
    use gostiny_wire::scalar::Time;

    #[test]
    fn before_delivery_only_prices_are_shown() {
        let block = financial_data(&posting(Scheme::Fbs), &[item(1, 8_100, 11_500)], &Rates::default());
        let product = block.products.first().unwrap();
        assert_eq!((product.price, product.old_price, product.quantity), (Decimal2(8_100), Decimal2(11_500), 1));
        assert_eq!((product.total_discount_value, product.total_discount_percent), (Decimal2(3_400), Decimal2(2_957)));
        assert_eq!(
            (product.commission_percent, product.commission_amount, product.payout),
            (0, Decimal2(0), Decimal2(0))
        );
        assert_eq!(product.item_services, FinancialServices::default());
    }

    #[test]
    fn a_delivered_line_shows_what_the_seller_gets() {
        let delivered = |scheme| Posting { delivered_at: Some(Time(1)), ..posting(scheme) };
        let block =
            financial_data(&delivered(Scheme::Fbs), &[item(1, 8_100, 11_500), item(3, 8_101, 0)], &Rates::default());
        let [one, three] = block.products.as_slice() else { panic!("{block:?}") };
        assert_eq!((one.commission_percent, one.commission_amount, one.payout), (15, Decimal2(1_215), Decimal2(6_885)));
        assert_eq!((three.commission_amount, three.payout), (Decimal2(3_645), Decimal2(20_658)));
        assert_eq!((three.total_discount_value, three.total_discount_percent), (Decimal2(0), Decimal2(0)));
        assert_eq!(three.item_services.marketplace_service_item_dropoff_sc, Decimal2(-7_500));
        assert_eq!(three.item_services.marketplace_service_item_deliv_to_customer, Decimal2(-6_000));
        assert_eq!(block.posting_services, FinancialServices::default());

        let own = financial_data(&delivered(Scheme::Rfbs), &[item(1, 8_100, 11_500)], &Rates::default());
        assert_eq!(own.products.first().unwrap().item_services, FinancialServices::default());
    }
}
