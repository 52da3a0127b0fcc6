//! The report on postings: one row for each product of a posting.

use std::collections::HashMap;

use gostiny_wire::{
    operator::ReportHeadings,
    scalar::{Money, PostingNumber, Time},
};

use super::{
    ask::{From, Page, Postings, Style, numbers},
    column::{self, Column, cells, column, moment, moment_or_none},
};
use crate::{
    areas::{
        posting::{self, Item, Posting, PostingsAfter},
        tariff::{Scheme, volume_weight_hundredths},
    },
    call::Call,
    error::Result,
    sheet::Cell,
};

/// Postings on a page.
const PAGE: i64 = 500;

/// What `delivery_schema` takes. Nothing here crosses a border.
pub(super) const SCHEMES: &[&str] = &["fbo", "fbs", "crossborder"];

/// Statuses in the order of a posting's life; `statuses` counts them from 1.
pub(super) const STATUSES: &[&str] = &[
    "awaiting_packaging",
    "awaiting_registration",
    "awaiting_deliver",
    "acceptance_in_progress",
    "not_accepted",
    "delivering",
    "client_arbitration",
    "delivered",
    "cancelled",
];

fn told(status: &str) -> &str {
    match status {
        "awaiting_packaging" => "Ожидает сборки",
        "awaiting_registration" => "Ожидает регистрации",
        "awaiting_deliver" => "Ожидает отгрузки",
        "acceptance_in_progress" => "Идёт приёмка",
        "not_accepted" => "Не принят на сортировочном центре",
        "delivering" => "Доставляется",
        "client_arbitration" => "Спорный",
        "delivered" => "Доставлен",
        "cancelled" => "Отменён",
        other => other,
    }
}

/// A line of a posting.
struct Line {
    posting: Posting,
    item: Item,
    /// Price of the whole posting.
    sum: Money,
    cancelled_at: Option<Time>,
}

impl Line {
    fn discount(&self) -> Money {
        if self.item.old_price > self.item.price { self.item.old_price - self.item.price } else { Money(0) }
    }

    fn before_discount(&self) -> Money {
        self.item.price + self.discount()
    }

    fn discount_percent(&self) -> Cell {
        let whole = i128::from(self.before_discount().0);
        let percent = (i128::from(self.discount().0) * 10_000 + whole / 2).checked_div(whole).unwrap_or_default();
        Cell::Hundredths(i64::try_from(percent).unwrap_or_default())
    }
}

/// The file has the columns of FBO when only FBO is asked for.
pub(super) fn headings(asked: &Postings, style: Style) -> Vec<String> {
    column::headings(&columns(asked, style.headings), style)
}

pub(super) async fn page(call: &mut Call, asked: &Postings, style: Style, from: &From) -> Result<Page> {
    let postings = posting::exported(call, asked.to, &from.posting(asked.from), PAGE).await?;
    let next = postings.last().map(|last| From::Posting(PostingsAfter::this(last)));
    let postings: Vec<Posting> = postings.into_iter().filter(|posting| is_asked(posting, asked)).collect();
    let mut items: HashMap<PostingNumber, Vec<Item>> = HashMap::with_capacity(postings.len());
    for item in posting::items(call, &numbers(postings.iter())).await? {
        items.entry(item.posting_number.clone()).or_default().push(item);
    }
    let cancelled = numbers(postings.iter().filter(|posting| posting.status == "cancelled"));
    let cancelled = posting::cancelled_at(call, &cancelled).await?;
    let columns = columns(asked, style.headings);
    let mut rows = Vec::with_capacity(items.len());
    for posting in postings {
        let items = items.remove(&posting.posting_number).unwrap_or_default();
        let sum = items.iter().map(|item| item.price.times(item.quantity)).sum();
        let cancelled_at = cancelled.get(&posting.posting_number).copied();
        for item in items.into_iter().filter(|item| is_wanted(item, asked)) {
            rows.push(cells(&columns, &Line { posting: posting.clone(), item, sum, cancelled_at }));
        }
    }
    Ok(Page { rows, next })
}

fn is_asked(posting: &Posting, asked: &Postings) -> bool {
    let scheme = if posting.scheme == Scheme::Fbo { "fbo" } else { "fbs" };
    let holds = |list: &[String], word: &str| list.is_empty() || list.iter().any(|known| known == word);
    let reasons = &asked.cancel_reason_id;
    holds(&asked.schemes, scheme)
        && holds(&asked.statuses, &posting.status)
        && (reasons.is_empty() || reasons.iter().any(|reason| reason.0 == posting.cancel_reason_id))
}

fn is_wanted(item: &Item, asked: &Postings) -> bool {
    (asked.sku.is_empty() || asked.sku.contains(&item.sku))
        && (asked.offer_id.as_str().is_empty() || asked.offer_id == item.offer_id)
        && (asked.title.is_empty() || item.name.to_lowercase().contains(&asked.title))
}

fn columns(asked: &Postings, year: ReportHeadings) -> Vec<Column<Line>> {
    let is_fbs = asked.schemes != ["fbo"];
    let mut columns = vec![
        column("Номер заказа", |line: &Line| line.posting.order_number.0.as_str().into()),
        column("Номер отправления", |line: &Line| line.posting.posting_number.as_str().into()),
        column("Принят в обработку", |line: &Line| moment(line.posting.in_process_at)),
        column("Дата отгрузки", |line: &Line| moment(line.posting.shipment_date)),
    ];
    if is_fbs {
        columns.push(column("Дата отгрузки без просрочки", |line| {
            moment(line.posting.shipment_date)
        }));
    }
    columns.extend([
        column("Статус", |line: &Line| told(&line.posting.status).into()),
        column("Дата доставки", |line: &Line| moment_or_none(line.posting.delivered_at)),
        column("Фактическая дата передачи в доставку", |line: &Line| {
            moment_or_none(line.posting.delivering_date)
        }),
    ]);
    if is_fbs {
        columns.push(column("Дата отмены", |line| moment_or_none(line.cancelled_at)));
    }
    columns.extend([
        column("Сумма отправления", |line: &Line| line.sum.into()),
        column("Код валюты отправления", |line: &Line| line.posting.currency_code.as_str().into()),
    ]);
    columns.extend(titles(is_fbs, year));
    columns.extend(prices(year));
    columns.extend_from_slice(REST);
    if is_fbs {
        columns.push(column("Подъем на этаж", |_| Cell::Empty));
    }
    columns
}

fn titles(is_fbs: bool, year: ReportHeadings) -> Vec<Column<Line>> {
    let is_new = year == ReportHeadings::Year2024;
    let title = |line: &Line| line.item.name.as_str().into();
    let sku = |line: &Line| line.item.sku.0.into();
    let mut columns = vec![column(if is_new { "Название товара" } else { "Наименование товара" }, title)];
    if is_fbs {
        // A posting keeps no attributes of its goods.
        columns
            .extend([column("Цвет товара", |_: &Line| Cell::Empty), column("Размер товара", |_: &Line| Cell::Empty)]);
    }
    columns.push(column(if is_new { "SKU" } else { "OZON id" }, sku));
    columns.push(column("Артикул", |line| line.item.offer_id.as_str().into()));
    columns
}

fn prices(year: ReportHeadings) -> Vec<Column<Line>> {
    let own = if year == ReportHeadings::Year2022 {
        column("Итоговая стоимость товара", |line: &Line| {
            line.item.price.times(line.item.quantity).into()
        })
    } else {
        column("Ваша цена", |line: &Line| line.item.price.into())
    };
    let paid = if year == ReportHeadings::Year2024 {
        "Оплачено покупателем"
    } else {
        "Стоимость товара для покупателя"
    };
    let currency = |line: &Line| line.posting.currency_code.as_str().into();
    vec![
        own,
        column("Код валюты товара", currency),
        column(paid, |line| line.item.price.into()),
        column("Код валюты покупателя", currency),
    ]
}

const REST: &[Column<Line>] = &[
    column("Количество", |line| line.item.quantity.into()),
    // Buyers pay nothing for delivery here.
    column("Стоимость доставки", |_| Money(0).into()),
    column("Связанные отправления", |line| line.posting.parent_posting_number.as_str().into()),
    column("Выкуп товара", |line| if line.posting.status == "delivered" { "Да".into() } else { Cell::Empty }),
    column("Цена товара до скидок", |line| line.before_discount().into()),
    column("Скидка %", Line::discount_percent),
    column("Скидка руб", |line| line.discount().into()),
    column("Акции", |line| line.item.actions.join(", ").into()),
    column("Объемный вес товаров, кг", |line| {
        Cell::Hundredths(volume_weight_hundredths(line.item.volume_ml().saturating_mul(line.item.quantity)))
    }),
];
