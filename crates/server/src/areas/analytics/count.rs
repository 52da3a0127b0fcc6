//! What is counted when: orders on the day of the order, all else on the day it happened.

use gostiny_wire::scalar::Sku;

use super::{
    day::{Growth, WHOLE, add, day_of},
    sku::{Counted, know},
    turnover,
};
use crate::{
    areas::{
        posting::{self, CalledOff, CalledOffLine, Item, Ordered, Posting},
        returns::{Charge, ChargedLine, What},
        stock::Arrival,
        tariff::Scheme,
    },
    call::Call,
    error::Result,
    job::Due,
};

/// Executes [`posting::ORDERED`].
pub(super) async fn ordered(call: &mut Call, due: &Due) -> Result<()> {
    let ordered = Ordered::of(due)?;
    let counted: Vec<Counted> = ordered
        .lines
        .iter()
        .map(|line| Counted { sku: line.sku, product_id: line.product_id, category_id: line.category_id })
        .collect();
    know(call, &counted).await?;
    let posting = Growth { postings: 1, postings_premium: ordered.is_premium.into(), ..Growth::default() };
    let line = |line: &posting::OrderedLine| {
        (line.sku, Growth { revenue: line.kopecks, ordered_units: line.quantity, ..posting })
    };
    let mut growths: Vec<(Sku, Growth)> = ordered.lines.iter().map(line).collect();
    growths.push((WHOLE, posting));
    add(call, day_of(due.due_at), growths);
    Ok(())
}

/// Executes [`posting::DELIVERED`].
pub(super) async fn delivered(call: &mut Call, due: &Due) -> Result<()> {
    units(call, due, |_, units| Growth { delivered_units: units, ..Growth::default() }).await
}

/// Executes [`posting::CANCELLED`].
pub(super) async fn cancelled(call: &mut Call, due: &Due) -> Result<()> {
    units(call, due, |_, units| Growth { cancellations: units, ..Growth::default() }).await
}

/// Executes [`posting::PART_CANCELLED`].
pub(super) async fn part_cancelled(call: &mut Call, due: &Due) -> Result<()> {
    let growth = |line: &CalledOffLine| (line.sku, Growth { cancellations: line.quantity, ..Growth::default() });
    add(call, day_of(due.due_at), CalledOff::of(due)?.lines.iter().map(growth).collect());
    Ok(())
}

/// Executes [`posting::LOST`].
pub(super) async fn lost(call: &mut Call, due: &Due) -> Result<()> {
    units(call, due, not_delivered).await
}

fn not_delivered(posting: &Posting, units: i64) -> Growth {
    let cancellations = if posting.delivered_at.is_none() { units } else { 0 };
    Growth { cancellations, ..Growth::default() }
}

/// Executes [`posting::CAME_BACK`]: a cancellation of what no buyer had had.
pub(super) async fn came_back(call: &mut Call, due: &Due) -> Result<()> {
    units(call, due, not_delivered).await
}

/// Executes [`crate::areas::returns::CHARGE`]: goods are returned when their sale is undone.
pub(super) async fn returned(call: &mut Call, due: &Due) -> Result<()> {
    let charge = Charge::of(due)?;
    if charge.what != What::Reversal {
        return Ok(());
    }
    let growth = |line: &ChargedLine| (line.sku, Growth { returns: line.quantity, ..Growth::default() });
    add(call, day_of(due.due_at), charge.lines.iter().map(growth).collect());
    Ok(())
}

/// Executes [`posting::LEFT`].
pub(super) async fn left(call: &mut Call, due: &Due) -> Result<()> {
    let left = |posting: &Posting, units| {
        let fbo_left = if posting.scheme == Scheme::Fbo { units } else { 0 };
        Growth { fbo_left, ..Growth::default() }
    };
    units(call, due, left).await
}

/// Executes [`crate::areas::stock::ARRIVED`].
pub(super) async fn arrived(call: &mut Call, due: &Due) -> Result<()> {
    turnover::begin(call).await?;
    let growth = |arrival: Arrival| (arrival.fbo_sku, Growth { fbo_arrived: arrival.units, ..Growth::default() });
    add(call, day_of(due.due_at), Arrival::all(due)?.into_iter().map(growth).collect());
    Ok(())
}

/// Counts the units of a posting, SKU by SKU.
async fn units(call: &mut Call, due: &Due, count: impl Fn(&Posting, i64) -> Growth) -> Result<()> {
    let posting = posting::find(call, &due.subject.as_str().into()).await?;
    let items = posting::items(call, std::slice::from_ref(&posting.posting_number)).await?;
    let growth = |item: &Item| (item.sku, count(&posting, item.quantity));
    add(call, day_of(due.due_at), items.iter().map(growth).collect());
    Ok(())
}
