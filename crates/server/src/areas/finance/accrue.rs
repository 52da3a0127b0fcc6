//! What a parcel's way brings and costs the seller: the sale and its acquiring when it arrives, the handling when it
//! is called off by the seller's fault. What comes back is told by `returns.rs`.

use gostiny_wire::scalar::{Money, Sku};

use super::{
    ledger::{Line, Operation, Parcel, booked, post},
    operation_type, part,
};
use crate::{
    areas::{
        posting::{self, Item, Posting},
        setting,
        tariff::{self, Rates, Scheme},
    },
    call::Call,
    error::Result,
    job::Due,
};

/// Executes [`posting::DELIVERED`].
pub(super) async fn delivered(call: &mut Call, due: &Due) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    let parcel = parcel(call, &posting).await?;
    sold(call, &parcel).await
}

/// The posting with its goods and the tariffs in force when its processing began.
pub(super) async fn parcel(call: &mut Call, posting: &Posting) -> Result<Parcel> {
    Ok(Parcel {
        posting_number: posting.posting_number.clone(),
        scheme: posting.scheme,
        in_process_at: posting.in_process_at,
        warehouse_id: posting.warehouse_id,
        items: posting::items(call, std::slice::from_ref(&posting.posting_number)).await?,
        rates: tariff::history(call).await?.at(posting.in_process_at).clone(),
    })
}

/// Executes [`posting::LOST`]: who lost it pays for it. What the seller delivers itself is the seller's loss.
pub(super) async fn lost(call: &mut Call, due: &Due) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    let parcel = parcel(call, &posting).await?;
    compensated(call, &parcel).await
}

/// Executes [`posting::CANCELLED`]: a posting that never left is paid for when it counts against the seller. By the
/// tariffs in force when it is called off.
pub(super) async fn cancelled(call: &mut Call, due: &Due) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    if !posting.affect_cancellation_rating {
        return Ok(());
    }
    let parcel = parcel(call, &posting).await?;
    let fee = tariff::history(call).await?.at(call.now).cancel_fee();
    let fee = Operation {
        operation_type: operation_type::CANCELLED,
        parcel: Some(&parcel),
        cause: format!("cancel:{}", parcel.posting_number),
        lines: booked(part::CANCEL_FEE, Sku(0), -fee).collect(),
    };
    post(call, &[fee]).await
}

/// Books the sale with its commission and logistics, and acquiring apart.
pub(super) async fn sold(call: &mut Call, parcel: &Parcel) -> Result<()> {
    let basis_points = setting::of(call).await?.acquiring_basis_points;
    let sale = Operation {
        operation_type: operation_type::DELIVERED,
        parcel: Some(parcel),
        cause: format!("sale:{}", parcel.posting_number),
        lines: sale(&parcel.rates, parcel.scheme, &parcel.items),
    };
    let acquiring = Operation {
        operation_type: operation_type::ACQUIRING,
        parcel: Some(parcel),
        cause: format!("acquiring:{}", parcel.posting_number),
        lines: acquiring(basis_points, &parcel.items),
    };
    post(call, &[sale, acquiring]).await
}

/// Pays the seller for lost goods.
pub(super) async fn compensated(call: &mut Call, parcel: &Parcel) -> Result<()> {
    let compensation = Operation {
        operation_type: operation_type::COMPENSATED,
        parcel: Some(parcel),
        cause: format!("lost:{}", parcel.posting_number),
        lines: compensation(parcel.scheme, &parcel.items),
    };
    post(call, &[compensation]).await
}

/// What the seller would have got for the goods: their price less commission.
pub(super) fn compensation(scheme: Scheme, items: &[Item]) -> Vec<Line> {
    if scheme == Scheme::Rfbs {
        return Vec::new();
    }
    let paid = |item: &Item| {
        let (price, commission) = goods(item);
        booked(part::COMPENSATION, item.sku, price - commission)
    };
    items.iter().flat_map(paid).collect()
}

/// Goods, commission (rounded for each line of the posting), and what the platform did to bring them.
fn sale(rates: &Rates, scheme: Scheme, items: &[Item]) -> Vec<Line> {
    let lines = items.iter().flat_map(|item| {
        let cost = rates.logistics(scheme, item.volume_ml(), item.price).times(item.quantity);
        let (price, commission) = goods(item);
        [
            booked(part::SALE, item.sku, price),
            booked(part::COMMISSION, item.sku, -commission),
            booked(part::FULFILLMENT, item.sku, -cost.fulfillment),
            booked(part::DROPOFF, item.sku, -cost.dropoff),
            booked(part::DIRECT_FLOW, item.sku, -cost.direct_flow),
            booked(part::LAST_MILE, item.sku, -cost.last_mile),
        ]
    });
    lines.flatten().collect()
}

/// The way back and the handling of goods that came back.
pub(super) fn handling(rates: &Rates, scheme: Scheme, was_delivered: bool, items: &[Item]) -> Vec<Line> {
    let handled = if was_delivered { part::RETURN_AFTER_DELIVERY } else { part::RETURN_NOT_DELIVERED };
    let lines = items.iter().flat_map(|item| {
        let cost = rates.logistics(scheme, item.volume_ml(), item.price).times(item.quantity);
        let handling = rates.return_handling(scheme).times(item.quantity);
        [booked(handled, item.sku, -handling), booked(part::RETURN_FLOW, item.sku, -cost.return_flow)]
    });
    lines.flatten().collect()
}

fn acquiring(basis_points: i64, items: &[Item]) -> Vec<Line> {
    let share = |item: &Item| -goods(item).0.share_rounded_half_up(basis_points);
    items.iter().flat_map(|item| booked(part::ACQUIRING, item.sku, share(item))).collect()
}

/// Price and commission of a line of the posting.
fn goods(item: &Item) -> (Money, Money) {
    let price = item.price.times(item.quantity);
    (price, price.share_rounded_half_up(item.commission_basis_points))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{operator::insight::TariffRates, scalar::Decimal2};
    use proptest::prelude::*;

    use super::{super::tests::item, *};

    fn total(lines: &[Line], account: &str, part: Option<&str>) -> i64 {
        let wanted = |line: &&Line| line.account == account && part.is_none_or(|part| line.part == part);
        lines.iter().filter(wanted).map(|line| line.amount.0).sum()
    }

    #[test]
    fn a_sale_brings_its_price_less_commission_and_logistics() {
        let (rates, items) = (Rates::default(), [item(1, Money(15_700), 2, 2_290)]);
        let fbs = sale(&rates, Scheme::Fbs, &items);
        assert_eq!(total(&fbs, part::SELLER, Some(part::SALE)), 31_400);
        assert_eq!(total(&fbs, part::SELLER, Some(part::COMMISSION)), -7_191); // 7190.6
        assert_eq!(total(&fbs, part::SELLER, Some(part::DROPOFF)), -5_000);
        assert_eq!(total(&fbs, part::SELLER, Some(part::LAST_MILE)), -4_000);
        assert_eq!((total(&fbs, "buyer", None), total(&fbs, "commission", None)), (-31_400, 7_191));
        let fbo = sale(&rates, Scheme::Fbo, &items);
        assert_eq!((total(&fbo, part::SELLER, Some(part::DROPOFF)), total(&fbo, "buyer", None)), (0, -31_400));
        assert_eq!(total(&fbo, part::SELLER, Some(part::FULFILLMENT)), -6_300);
        let rfbs = sale(&rates, Scheme::Rfbs, &items);
        assert_eq!((rfbs.len(), total(&rfbs, part::SELLER, None)), (4, 31_400 - 7_191));
        assert!(handling(&rates, Scheme::Rfbs, true, &items).is_empty());
        assert_eq!(total(&acquiring(100, &items), part::SELLER, None), -314);
    }

    fn some_items() -> impl Strategy<Value = Vec<Item>> {
        let some_item = (1..99_i64, 1..100_000_000_i64, 1..1_000_i64, 0..5_000_i64);
        let some_item = some_item.prop_map(|(sku, price, quantity, points)| item(sku, Money(price), quantity, points));
        prop::collection::vec(some_item, 1..6)
    }

    fn some_rates() -> impl Strategy<Value = TariffRates> {
        let rate = || prop::option::of((0..1_000_000_i64).prop_map(Decimal2));
        (rate(), rate(), rate(), rate(), rate(), rate()).prop_map(|(a, b, c, d, e, f)| TariffRates {
            fbs_dropoff: a,
            fbo_fulfillment: b,
            fbs_first_litre: c,
            fbo_return_further_litre: d,
            last_mile_least: e,
            fbs_return_handling: f,
            ..TariffRates::default()
        })
    }

    proptest! {
        #[test]
        fn every_operation_sums_to_zero(
            items in some_items(),
            scheme in prop::sample::select(vec![Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs]),
            was_delivered: bool,
            basis_points in 0..1_000_i64,
            changed in some_rates(),
        ) {
            let rates = Rates::default().with(&changed);
            let sale = sale(&rates, scheme, &items);
            let (handled, shared) = (handling(&rates, scheme, was_delivered, &items), acquiring(basis_points, &items));
            let paid = compensation(scheme, &items);
            for lines in [&sale, &handled, &shared, &paid] {
                prop_assert_eq!(lines.iter().map(|line| line.amount.0).sum::<i64>(), 0);
                prop_assert!(lines.iter().all(|line| line.amount != Money(0) && line.sku != Sku(0)));
            }
            let goods: i64 = items.iter().map(|item| item.price.0 * item.quantity).sum();
            prop_assert_eq!(total(&sale, "buyer", None), -goods);
            prop_assert!(total(&handled, part::SELLER, None) <= 0 && total(&shared, part::SELLER, None) <= 0);
        }
    }
}
