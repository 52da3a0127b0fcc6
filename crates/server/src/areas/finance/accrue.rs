//! What a parcel's way brings and costs the seller: the sale and its acquiring when it arrives, the reversal and the
//! handling when it comes back.

use gostiny_wire::scalar::Money;

use super::{
    ledger::{Line, Operation, Parcel, booked, post},
    operation_type, part,
};
use crate::{
    areas::{
        posting::{self, Item, Posting},
        setting,
        tariff::{self, Scheme},
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

/// Executes [`posting::CAME_BACK`].
pub(super) async fn came_back(call: &mut Call, due: &Due) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    let parcel = parcel(call, &posting).await?;
    returned(call, &parcel, posting.delivered_at.is_some()).await
}

async fn parcel(call: &mut Call, posting: &Posting) -> Result<Parcel> {
    Ok(Parcel {
        posting_number: posting.posting_number.clone(),
        scheme: posting.scheme,
        in_process_at: posting.in_process_at,
        warehouse_id: posting.warehouse_id,
        items: posting::items(call, std::slice::from_ref(&posting.posting_number)).await?,
    })
}

/// Books the sale with its commission and logistics, and acquiring apart.
pub(super) async fn sold(call: &mut Call, parcel: &Parcel) -> Result<()> {
    let basis_points = setting::of(call).await?.acquiring_basis_points;
    let sale = Operation {
        operation_type: operation_type::DELIVERED,
        parcel: Some(parcel),
        cause: format!("sale:{}", parcel.posting_number),
        lines: sale(parcel.scheme, &parcel.items),
    };
    let acquiring = Operation {
        operation_type: operation_type::ACQUIRING,
        parcel: Some(parcel),
        cause: format!("acquiring:{}", parcel.posting_number),
        lines: acquiring(basis_points, &parcel.items),
    };
    post(call, &[sale, acquiring]).await
}

/// Books the way back; what the buyer had received is reversed apart.
pub(super) async fn returned(call: &mut Call, parcel: &Parcel, was_delivered: bool) -> Result<()> {
    let reversal = Operation {
        operation_type: operation_type::RETURNED_BY_BUYER,
        parcel: Some(parcel),
        cause: format!("return:{}", parcel.posting_number),
        lines: if was_delivered { reversal(&parcel.items) } else { Vec::new() },
    };
    let handling = Operation {
        operation_type: operation_type::RETURN_HANDLED,
        parcel: Some(parcel),
        cause: format!("handling:{}", parcel.posting_number),
        lines: handling(parcel.scheme, was_delivered, &parcel.items),
    };
    post(call, &[reversal, handling]).await
}

/// Goods, commission (rounded for each line of the posting), and what the platform did to bring them.
fn sale(scheme: Scheme, items: &[Item]) -> Vec<Line> {
    let lines = items.iter().flat_map(|item| {
        let cost = tariff::logistics(scheme, item.volume_ml(), item.price).times(item.quantity);
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

/// The sale's goods and commission the other way round; what was done to bring them stays charged.
fn reversal(items: &[Item]) -> Vec<Line> {
    let lines = items.iter().flat_map(|item| {
        let (price, commission) = goods(item);
        [booked(part::SALE, item.sku, -price), booked(part::COMMISSION, item.sku, commission)]
    });
    lines.flatten().collect()
}

fn handling(scheme: Scheme, was_delivered: bool, items: &[Item]) -> Vec<Line> {
    let handled = if was_delivered { part::RETURN_AFTER_DELIVERY } else { part::RETURN_NOT_DELIVERED };
    let lines = items.iter().flat_map(|item| {
        let cost = tariff::logistics(scheme, item.volume_ml(), item.price).times(item.quantity);
        let handling = tariff::return_handling(scheme).times(item.quantity);
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
    use gostiny_wire::scalar::Sku;
    use proptest::prelude::*;

    use super::{super::tests::item, *};

    fn total(lines: &[Line], account: &str, part: Option<&str>) -> i64 {
        let wanted = |line: &&Line| line.account == account && part.is_none_or(|part| line.part == part);
        lines.iter().filter(wanted).map(|line| line.amount.0).sum()
    }

    #[test]
    fn a_sale_brings_its_price_less_commission_and_logistics() {
        let items = [item(1, Money(15_700), 2, 2_290)];
        let fbs = sale(Scheme::Fbs, &items);
        assert_eq!(total(&fbs, part::SELLER, Some(part::SALE)), 31_400);
        assert_eq!(total(&fbs, part::SELLER, Some(part::COMMISSION)), -7_191); // 7190.6
        assert_eq!(total(&fbs, part::SELLER, Some(part::DROPOFF)), -5_000);
        assert_eq!(total(&fbs, part::SELLER, Some(part::LAST_MILE)), -4_000);
        assert_eq!((total(&fbs, "buyer", None), total(&fbs, "commission", None)), (-31_400, 7_191));
        let fbo = sale(Scheme::Fbo, &items);
        assert_eq!((total(&fbo, part::SELLER, Some(part::DROPOFF)), total(&fbo, "buyer", None)), (0, -31_400));
        assert_eq!(total(&fbo, part::SELLER, Some(part::FULFILLMENT)), -6_300);
        let rfbs = sale(Scheme::Rfbs, &items);
        assert_eq!((rfbs.len(), total(&rfbs, part::SELLER, None)), (4, 31_400 - 7_191));
        assert!(handling(Scheme::Rfbs, true, &items).is_empty());
        assert_eq!(total(&acquiring(100, &items), part::SELLER, None), -314);
    }

    fn some_items() -> impl Strategy<Value = Vec<Item>> {
        let some_item = (1..99_i64, 1..100_000_000_i64, 1..1_000_i64, 0..5_000_i64);
        let some_item = some_item.prop_map(|(sku, price, quantity, points)| item(sku, Money(price), quantity, points));
        prop::collection::vec(some_item, 1..6)
    }

    proptest! {
        #[test]
        fn every_operation_sums_to_zero_and_a_return_gives_all_back(
            items in some_items(),
            scheme in prop::sample::select(vec![Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs]),
            was_delivered: bool,
            basis_points in 0..1_000_i64,
        ) {
            let (sale, back) = (sale(scheme, &items), reversal(&items));
            let (handled, shared) = (handling(scheme, was_delivered, &items), acquiring(basis_points, &items));
            for lines in [&sale, &back, &handled, &shared] {
                prop_assert_eq!(lines.iter().map(|line| line.amount.0).sum::<i64>(), 0);
                prop_assert!(lines.iter().all(|line| line.amount != Money(0) && line.sku != Sku(0)));
            }
            for part in [part::SALE, part::COMMISSION] {
                let both = total(&sale, part::SELLER, Some(part)) + total(&back, part::SELLER, Some(part));
                prop_assert_eq!(both, 0);
            }
            let goods: i64 = items.iter().map(|item| item.price.0 * item.quantity).sum();
            prop_assert_eq!(total(&sale, "buyer", None), -goods);
            prop_assert!(total(&handled, part::SELLER, None) <= 0 && total(&shared, part::SELLER, None) <= 0);
        }
    }
}
