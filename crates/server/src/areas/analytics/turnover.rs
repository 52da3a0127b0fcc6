//! How fast goods at the marketplace turn over in half a month. Stock of a day is what lies there now, less what arrived
//! and more what left after it.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    analytics::{AnalyticsItemTurnoverV1Request, AnalyticsItemTurnoverV1Response, TurnoverCategory, TurnoverItem},
    scalar::{CategoryId, Decimal2, Money, Sku, Time},
};
use jiff::{ToSpan, civil::Date};

use super::day::{Moved, day_named, day_of, moved, number_of};
use crate::{
    areas::{
        finance,
        product::{self, Product},
        tariff::{self, Rates},
    },
    call::{Call, World},
    error::{Error, Result},
    job::{self, Due, Kind},
};

const REQUEST: &str = "AnalyticsItemTurnoverRequest";
const PAGE: i64 = 1_000;
/// The second half of a month begins on this day.
const SECOND_HALF: i8 = 15;

/// On the agenda at the end of each half month in which goods lie at the marketplace; the subject is its first day.
pub(super) const CHARGE: Kind = Kind("analytics.storage");

/// The half month that begins on the 1st or the 15th, as far as it has passed.
pub(super) async fn v1(
    call: &mut Call,
    req: &AnalyticsItemTurnoverV1Request,
) -> Result<AnalyticsItemTurnoverV1Response> {
    let (first, last) = half(&req.date_from)?;
    let today = day_of(call.now);
    if number_of(first) > today {
        return Err(Error::invalid(format!("{REQUEST}.DateFrom"), "value must not lie in the future"));
    }
    let days = (number_of(first), number_of(last).min(today));
    let rates = rates(call, last).await?;
    let mut categories: BTreeMap<CategoryId, TurnoverCategory> = BTreeMap::new();
    let mut from = Some(String::new());
    while let Some(last_id) = from {
        let (goods, next) = page(call, days, &last_id).await?;
        for (product, figures) in &goods {
            let category = categories.entry(product.category_id);
            put(category.or_insert_with(|| empty(product.category_id, &rates)), product, *figures, &rates);
        }
        from = next;
    }
    let categories: Vec<TurnoverCategory> = categories.into_values().collect();
    Ok(AnalyticsItemTurnoverV1Response {
        commission_total: Decimal2(categories.iter().map(|category| category.commission.0).sum()),
        categories,
        date: call.now.day().to_string(),
        period: format!("{first} - {last}"),
    })
}

/// The rates of a half month are those in force on its last day, or now while it lasts.
async fn rates(call: &mut Call, last: Date) -> Result<Rates> {
    let at = Time(0).plus_days(number_of(last)).min(call.now);
    Ok(tariff::history(call).await?.at(at).clone())
}

/// A page of goods, those of them that lay at the marketplace or moved there since the first of the days, and where the
/// next page begins.
async fn page(call: &mut Call, days: (i64, i64), last_id: &str) -> Result<(Vec<(Product, Figures)>, Option<String>)> {
    let page = product::page(call, &product::Filter::default(), last_id, PAGE).await?;
    let skus: Vec<Sku> = page.products.iter().map(|product| product.fbo_sku).collect();
    let mut moves: HashMap<Sku, Vec<Moved>> = HashMap::new();
    for one in moved(call, &skus, days.0).await? {
        moves.entry(one.sku).or_default().push(one);
    }
    let next = (!page.products.is_empty()).then_some(page.last_id);
    let seen = |product: Product| {
        let moves = moves.remove(&product.fbo_sku).unwrap_or_default();
        let is_there = product.present_fbo > 0 || !moves.is_empty();
        let figures = Figures::of(&product, &moves, days);
        is_there.then_some((product, figures))
    };
    Ok((page.products.into_iter().filter_map(seen).collect(), next))
}

/// Goods lie at the marketplace from now on: what they cost is counted when the half month is over.
pub(super) async fn begin(call: &mut Call) -> Result<()> {
    schedule(call, call.now.day()).await
}

/// Puts the half month of a day on the agenda, once.
async fn schedule(call: &mut Call, day: Date) -> Result<()> {
    let start = if day.day() < SECOND_HALF { 1 } else { SECOND_HALF };
    let first = day.checked_sub((i64::from(day.day()) - i64::from(start)).days());
    let first = first.map_err(|error| Error::Internal(error.into()))?.to_string();
    let (_, last) = half(&first)?;
    job::cancel(call, CHARGE, &first).await?;
    job::schedule(call, CHARGE, Time(0).plus_days(number_of(last) + 1), &first, "").await
}

/// Executes [`CHARGE`]: what turnover tells of the half month is booked, and the next one begins while goods are left.
/// Goods are read page by page, each in a short read of its own, outside the transaction that books.
pub(super) async fn charge(world: World, due: Due) -> Result<()> {
    let (first, last) = half(&due.subject)?;
    let days = (number_of(first), number_of(last));
    let rates = world.read(due.seller, move |call| Box::pin(rates(call, last))).await?;
    let (mut cost, mut are_left, mut from) = (Money(0), false, Some(String::new()));
    while let Some(last_id) = from {
        let read = world.read(due.seller, move |call| {
            let last_id = last_id.clone();
            Box::pin(async move { page(call, days, &last_id).await })
        });
        let (goods, next) = read.await?;
        for (product, figures) in &goods {
            cost = cost + figures.charge(&rates);
            are_left |= product.present_fbo > 0;
        }
        from = next;
    }
    let (half, next) = (due.subject.clone(), due.due_at.day());
    let done = due.finish(&world, move |call| {
        let half = half.clone();
        Box::pin(async move {
            finance::store(call, &half, cost).await?;
            if are_left { schedule(call, next).await } else { Ok(()) }
        })
    });
    done.await
}

fn half(text: &str) -> Result<(Date, Date)> {
    let wrong = || Error::invalid(format!("{REQUEST}.DateFrom"), "value must be the 1st or the 15th of a month");
    let first = day_named(text).ok_or_else(wrong)?;
    let last = match first.day() {
        1 => first.checked_add((i64::from(SECOND_HALF) - 2).days()).map_err(|_| wrong())?,
        SECOND_HALF => first.last_of_month(),
        _ => return Err(wrong()),
    };
    Ok((first, last))
}

/// What happened to one product, in hundredths of units and litres a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    days: i64,
    sold: i64,
    stock: i64,
    volume_ml: i64,
}

impl Figures {
    fn of(product: &Product, moves: &[Moved], (from, to): (i64, i64)) -> Self {
        let days = to - from + 1;
        let sold: i64 = moves.iter().filter(|one| (from..=to).contains(&one.day)).map(|one| one.left).sum();
        let at_end = |day: i64| {
            let later = moves.iter().filter(|one| one.day > day).map(|one| one.left - one.arrived).sum::<i64>();
            product.present_fbo.saturating_add(later).max(0)
        };
        let stock: i64 = (from..=to).map(at_end).sum();
        Self { days, sold: average(sold, days), stock: average(stock, days), volume_ml: product.volume_ml }
    }

    fn litres(self, units: i64) -> i64 {
        units.saturating_mul(self.volume_ml) / 1_000
    }

    /// Hundredths of units above what may lie there for nothing.
    fn above(self, rates: &Rates) -> i64 {
        (self.stock - self.sold.saturating_mul(rates.storage_free_days())).max(0)
    }

    /// What those cost.
    fn charge(self, rates: &Rates) -> Money {
        let litre_days = self.litres(self.above(rates)).saturating_mul(self.days);
        Money((rates.storage_litre_day().0.saturating_mul(litre_days) + 50) / 100)
    }
}

/// In hundredths, rounded half up.
fn average(sum: i64, days: i64) -> i64 {
    if days <= 0 { 0 } else { (sum.saturating_mul(200) + days) / (2 * days) }
}

/// Days that a stock lasts; nothing when nothing is sold.
fn turnover(stock: i64, sold: i64) -> Option<i64> {
    (sold > 0).then(|| (2 * stock + sold) / (2 * sold))
}

fn told(days: Option<i64>) -> String {
    days.map(|days| days.to_string()).unwrap_or_default()
}

fn empty(category_id: CategoryId, rates: &Rates) -> TurnoverCategory {
    TurnoverCategory {
        category_id,
        fee: rates.storage_litre_day().into(),
        threshold_free: rates.storage_free_days(),
        ..TurnoverCategory::default()
    }
}

/// Adds a product to its category.
fn put(category: &mut TurnoverCategory, product: &Product, figures: Figures, rates: &Rates) {
    let item = item(product, figures, rates);
    category.avg_sold_litres.0 += item.avg_sold_litres.0;
    category.avg_stock_litres.0 += item.avg_stock_litres.0;
    category.commission.0 += item.item_commission_part.0;
    if item.item_commission_part.0 > 0 {
        category.billed_days = i32::try_from(figures.days).unwrap_or(i32::MAX);
    }
    let days = turnover(category.avg_stock_litres.0, category.avg_sold_litres.0);
    category.threshold_used = days.unwrap_or_default();
    category.turnover = told(days);
    category.turnover_items.push(item);
}

fn item(product: &Product, figures: Figures, rates: &Rates) -> TurnoverItem {
    let free_days = rates.storage_free_days();
    let charge = figures.charge(rates);
    let size = |length: i64| Decimal2(length.saturating_mul(100));
    let needed = if free_days > 0 { (2 * figures.stock + free_days) / (2 * free_days) } else { figures.stock };
    let advice = match (charge, figures.sold) {
        (Money(0), _) => "",
        (_, 0) => "Продаж не было: вывезите товар или снизьте цену",
        _ => "Запас больше нормы: ускорьте продажи или вывезите излишек",
    };
    TurnoverItem {
        avg_sold_items: Decimal2(figures.sold),
        avg_sold_litres: Decimal2(figures.litres(figures.sold)),
        avg_stock_items: Decimal2(figures.stock),
        avg_stock_items_free: Decimal2(figures.sold.saturating_mul(free_days)),
        avg_stock_litres: Decimal2(figures.litres(figures.stock)),
        discounted: false,
        height: size(product.millimetres(product.height)),
        item_commission_part: charge.into(),
        length: size(product.millimetres(product.depth)),
        min_daily_sales: Decimal2(needed),
        name: product.name.clone(),
        offer_id: product.offer_id.clone(),
        recommendation: advice.to_owned(),
        sku: product.fbo_sku,
        stock_items_total: product.present_fbo,
        threshold_free: free_days,
        turnover: told(turnover(figures.stock, figures.sold)),
        volume: Decimal2(product.volume_ml / 10),
        width: size(product.millimetres(product.width)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_months() {
        let told = |text: &str| half(text).map(|(first, last)| format!("{first} - {last}"));
        assert_eq!(told("2026-02-01").unwrap(), "2026-02-01 - 2026-02-14");
        assert_eq!(told("2026-02-15T00:00:00Z").unwrap(), "2026-02-15 - 2026-02-28");
        assert!(["2026-02-02", "2026-02-30", "", "x"].iter().all(|text| told(text).is_err()));
    }

    #[test]
    fn averages_and_days() {
        assert_eq!((average(7, 2), average(1, 3), average(0, 0)), (350, 33, 0));
        assert_eq!((turnover(1_000, 300), turnover(5, 0)), (Some(3), None));
        let figures = Figures { days: 14, sold: 10, stock: 3_000, volume_ml: 2_000 };
        let rates = Rates::default();
        // 30 units less 120 days of 0.1 a day are 18 units, 36 litres; 14 days at 0.15.
        assert_eq!((figures.above(&rates), figures.charge(&rates)), (1_800, Money(7_560)));
    }
}
