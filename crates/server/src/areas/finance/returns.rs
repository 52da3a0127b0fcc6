//! What goods on their way back cost and give: the sale undone for exactly the units that come back, their handling,
//! the days they wait, what is paid for them instead.

use gostiny_wire::scalar::Money;

use super::{
    accrue,
    ledger::{Line, Operation, Parcel, booked, post},
    operation_type, part,
};
use crate::{
    areas::{
        posting::{self, Item},
        returns::{Charge, ChargedLine, What},
    },
    call::Call,
    error::{Error, Result},
    job::Due,
};

/// Executes [`crate::areas::returns::CHARGE`].
pub(super) async fn charge(call: &mut Call, due: &Due) -> Result<()> {
    let charge = Charge::of(due)?;
    let posting = posting::find(call, &charge.posting_number).await?;
    let whole = accrue::parcel(call, &posting).await?;
    book(call, whole, charge).await
}

/// Books a charge for a part of a parcel.
pub(super) async fn book(call: &mut Call, whole: Parcel, charge: Charge) -> Result<()> {
    let mut units = Vec::with_capacity(charge.lines.len());
    for line in &charge.lines {
        let sold = whole.items.iter().find(|item| item.sku == line.sku);
        let sold = sold.ok_or_else(|| Error::internal(format!("{} holds no {}", charge.posting_number, line.sku)))?;
        units.push((Item { quantity: line.quantity, ..sold.clone() }, *line));
    }
    let parcel = Parcel { items: units.iter().map(|(item, _)| item.clone()).collect(), ..whole };
    let items = &parcel.items;
    let (operation_type, lines) = match charge.what {
        What::Reversal => (operation_type::RETURNED_BY_BUYER, units.iter().flat_map(reversed).collect()),
        What::Handling { after_delivery } => {
            (operation_type::RETURN_HANDLED, accrue::handling(&parcel.rates, parcel.scheme, after_delivery, items))
        }
        What::Keeping { kopecks } => {
            (operation_type::KEPT, items.iter().flat_map(|item| kept(item, Money(kopecks))).collect())
        }
        What::Compensation => (operation_type::COMPENSATED, accrue::compensation(parcel.scheme, items)),
    };
    post(call, &[Operation { operation_type, parcel: Some(&parcel), cause: charge.cause, lines }]).await
}

/// Price and commission of these units. Commission is rounded for a line as a whole, so what is given back is the
/// difference of two such roundings: all units together give back exactly what was taken.
fn reversed((item, line): &(Item, ChargedLine)) -> Vec<Line> {
    let commission = |units: i64| item.price.times(units).share_rounded_half_up(item.commission_basis_points);
    let back = commission(line.before + line.quantity) - commission(line.before);
    let goods = booked(part::SALE, item.sku, -item.price.times(line.quantity));
    goods.chain(booked(part::COMMISSION, item.sku, back)).collect()
}

fn kept(item: &Item, of_one: Money) -> impl Iterator<Item = Line> + use<> {
    booked(part::KEEPING, item.sku, -of_one.times(item.quantity))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::Sku;
    use proptest::prelude::*;

    use super::{super::tests::item, *};

    fn total(lines: &[Line], account: &str, part: &str) -> i64 {
        lines.iter().filter(|line| line.account == account && line.part == part).map(|line| line.amount.0).sum()
    }

    proptest! {
        /// However a line of a posting comes back, piece by piece: together the pieces undo the sale to the kopeck.
        #[test]
        fn pieces_undo_the_sale_to_the_kopeck(
            pieces in prop::collection::vec(1..20_i64, 1..9),
            price in 1..100_000_000_i64,
            points in 0..5_000_i64,
        ) {
            let (mut before, mut lines) = (0, Vec::new());
            for quantity in pieces {
                let piece = reversed(&(item(7, Money(price), quantity, points), ChargedLine { sku: Sku(7), quantity, before }));
                prop_assert_eq!(piece.iter().map(|line| line.amount.0).sum::<i64>(), 0);
                lines.extend(piece);
                before += quantity;
            }
            let sold = Money(price).times(before);
            prop_assert_eq!(total(&lines, part::SELLER, part::SALE), -sold.0);
            let commission = total(&lines, part::SELLER, part::COMMISSION);
            prop_assert_eq!(commission, sold.share_rounded_half_up(points).0);
        }
    }

    #[test]
    fn keeping_is_booked_twice() {
        let goods = item(7, Money(10_000), 3, 1_500);
        let kept: Vec<Line> = kept(&goods, Money(500)).collect();
        let sums = (total(&kept, part::SELLER, part::KEEPING), total(&kept, "service", part::KEEPING));
        assert_eq!(sums, (-1_500, 1_500));
    }
}
