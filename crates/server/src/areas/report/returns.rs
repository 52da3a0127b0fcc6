//! The report on returns to the seller's own warehouses.

use gostiny_wire::scalar::{Money, OrderId, Time};

use super::{
    ask::{From, Page, Style},
    column::{self, Column, cells, column, moment_or_none, yes},
};
use crate::{
    areas::{
        returns::{self, GoodsReturn, ReturnsAfter, Status},
        tariff,
    },
    call::Call,
    error::Result,
    sheet::Cell,
};

const PAGE: i64 = 500;

/// States of a return in this report, each with the Russian words for it.
pub(super) const STATUSES: [(Status, &str); 8] = [
    (Status::Accepted, "Принят от покупателя"),
    (Status::Moving, "В пути"),
    (Status::Ready, "Готов к отправке"),
    (Status::Waiting, "В пункте выдачи"),
    (Status::WithSeller, "Получен"),
    (Status::Compensated, "Компенсирован"),
    (Status::Disposing, "Утилизируется"),
    (Status::Disposed, "Утилизирован"),
];

/// The state of a filter's word.
pub(super) fn status(word: &str) -> Option<Status> {
    STATUSES.iter().map(|(status, _)| *status).find(|status| status.word() == word)
}

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(COLUMNS, style)
}

pub(super) async fn page(call: &mut Call, order_id: OrderId, word: &str, _: Style, from: &From) -> Result<Page> {
    let page = returns::exported(call, order_id, status(word), from.returned(), PAGE).await?;
    told(call, page).await
}

/// Returns of every scheme that began in a period.
pub(super) async fn page_of_period(
    call: &mut Call,
    scheme: &str,
    word: &str,
    period: (Time, Time),
    from: &From,
) -> Result<Page> {
    let page = returns::exported_of(call, scheme, word, period, from.returned(), PAGE).await?;
    told(call, page).await
}

async fn told(call: &mut Call, page: Vec<GoodsReturn>) -> Result<Page> {
    let next = page.last().map(|last| From::Return(ReturnsAfter::this(last)));
    let tariffs = tariff::history(call).await?;
    let line = |goods: GoodsReturn| Line { keeping: goods.keeping_cost(&tariffs), goods };
    Ok(Page { rows: page.into_iter().map(line).map(|line| cells(COLUMNS, &line)).collect(), next })
}

/// A return with what keeping it has cost.
struct Line {
    goods: GoodsReturn,
    keeping: Money,
}

fn price(goods: &GoodsReturn) -> Money {
    goods.price.times(goods.quantity)
}

fn commission(goods: &GoodsReturn) -> Money {
    price(goods).share_rounded_half_up(goods.commission_basis_points)
}

const COLUMNS: &[Column<Line>] = &[
    column("ID товара в возврате", |one| one.goods.return_id.0.into()),
    column("ID отправления", |one| one.goods.posting_number.as_str().into()),
    column("Статус", |one| {
        let told = STATUSES.iter().find(|(status, _)| *status == one.goods.status).map(|(_, told)| *told);
        told.unwrap_or_else(|| one.goods.status.fbo_name()).into()
    }),
    column("Артикул товара", |one| one.goods.offer_id.as_str().into()),
    column("Ozon ID", |one| one.goods.sku.0.into()),
    column("Наименование товара", |one| one.goods.name.as_str().into()),
    column("Количество", |one| one.goods.quantity.into()),
    column("Причина возврата", |one| one.goods.reason.as_str().into()),
    column("Стоимость размещения", |one| one.keeping.into()),
    column("Переход в «Готов к получению»", |one| moment_or_none(one.goods.waiting_from)),
    column("Последний день бесплатного размещения", |one| {
        moment_or_none(one.goods.last_free_day)
    }),
    column("Дата возврата продавцу", |one| {
        moment_or_none(one.goods.ended_at.filter(|_| one.goods.status == Status::WithSeller))
    }),
    column("Местоположение", |one| one.goods.place_name.as_str().into()),
    column("Отправление вскрыто", |one| yes(one.goods.is_opened)),
    column("Процент комиссии", |one| Cell::Hundredths(one.goods.commission_basis_points)),
    column("Комиссия (руб.)", |one| commission(&one.goods).into()),
    column("Цена без комиссии (руб.)", |one| (price(&one.goods) - commission(&one.goods)).into()),
];
