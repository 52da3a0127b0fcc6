//! The report on money: what each day brought, with the balance before and after, and the sums of the period last. The
//! real file's headings are not known; these are ours.

use gostiny_wire::scalar::{Money, Time};

use super::{
    ask::{Page, Style},
    column::{self, Column, cells, named},
};
use crate::{
    areas::finance::{self, DaySum},
    call::Call,
    error::Result,
};

/// A row.
struct Row {
    when: String,
    before: Money,
    sum: DaySum,
}

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(COLUMNS, style)
}

/// Days on which no money moved have no row; an empty period has the headings only.
pub(super) async fn page(call: &mut Call, (from, to): (Time, Time)) -> Result<Page> {
    let days = finance::daily(call, from, to).await?;
    if days.is_empty() {
        return Ok(Page::default());
    }
    let first = finance::balance_before(call, from).await?;
    let mut rows = Vec::with_capacity(days.len() + 1);
    let (mut before, mut whole) = (first, DaySum::default());
    for sum in days {
        let when = Time(0).plus_days(sum.day).day().to_string();
        whole = added(whole, sum);
        rows.push(cells(COLUMNS, &Row { when, before, sum }));
        before = before + sum.total();
    }
    rows.push(cells(COLUMNS, &Row { when: "Итого".to_owned(), before: first, sum: whole }));
    Ok(Page { rows, next: None })
}

fn added(one: DaySum, other: DaySum) -> DaySum {
    DaySum {
        day: other.day,
        sales: one.sales + other.sales,
        commission: one.commission + other.commission,
        returns: one.returns + other.returns,
        commission_back: one.commission_back + other.commission_back,
        services: one.services + other.services,
        others: one.others + other.others,
    }
}

const COLUMNS: &[Column<Row>] = &[
    named("Дата", "Date", |row| row.when.as_str().into()),
    named("Баланс на начало, руб.", "Opening balance", |row| row.before.into()),
    named("За доставленные заказы, руб.", "Delivered orders", |row| row.sum.sales.into()),
    named("Комиссия за доставленные заказы, руб.", "Commission", |row| {
        row.sum.commission.into()
    }),
    named("За возвращённые товары, руб.", "Returned goods", |row| row.sum.returns.into()),
    named("Возвращённая комиссия, руб.", "Commission returned", |row| {
        row.sum.commission_back.into()
    }),
    named("Услуги, руб.", "Services", |row| row.sum.services.into()),
    named("Прочее, руб.", "Other", |row| row.sum.others.into()),
    named("Баланс на конец, руб.", "Closing balance", |row| (row.before + row.sum.total()).into()),
];
