//! The report on accruals: one row for each product of an operation. All amounts come from the ledger, so that the sum of
//! the last column is that of the transaction list.

use std::collections::HashMap;

use gostiny_wire::scalar::{Money, OfferId, Sku, Time, WarehouseId};

use super::{
    ask::{From, Page, Style},
    column::{self, Column, cells, column, moment, moment_or_none},
};
use crate::{
    areas::{
        finance::{self, Accrual, AccrualGoods},
        product,
        stock::{FBO_WAREHOUSE, FBO_WAREHOUSE_NAME},
        warehouse,
    },
    call::Call,
    error::Result,
    sheet::Cell,
};

const PAGE: i64 = 500;

/// An operation as far as it concerns one product.
struct Line<'a> {
    accrual: &'a Accrual,
    goods: &'a AccrualGoods,
    offer_id: Option<&'a OfferId>,
    warehouse: &'a str,
}

/// What the file tells of a [`Line`]; columns take no lifetimes.
struct Told {
    happened_at: Time,
    kind: &'static str,
    number: String,
    order_date: Option<Time>,
    warehouse: String,
    sku: Sku,
    offer_id: String,
    goods: AccrualGoods,
}

impl Line<'_> {
    /// Some text of the line holds this.
    fn is_found(&self, search: &str) -> bool {
        let holds = |text: &str| text.to_lowercase().contains(search);
        search.is_empty()
            || holds(self.accrual.posting_number.as_str())
            || self.offer_id.is_some_and(|offer| holds(offer.as_str()))
            || holds(&self.goods.name)
            || self.goods.sku.0.to_string() == search
    }

    /// What belongs to no posting is told by its own number.
    fn told(&self) -> Told {
        let number = self.accrual.posting_number.as_str();
        let number = if number.is_empty() { self.accrual.operation_id.to_string() } else { number.to_owned() };
        let mut goods = self.goods.clone();
        if goods.name.is_empty() {
            goods.name = self.accrual.name.to_owned();
        }
        Told {
            happened_at: self.accrual.happened_at,
            kind: self.accrual.name,
            number,
            order_date: self.accrual.order_date,
            warehouse: self.warehouse.to_owned(),
            sku: goods.sku,
            offer_id: self.offer_id.map(|offer| offer.as_str().to_owned()).unwrap_or_default(),
            goods,
        }
    }
}

pub(super) fn headings(style: Style) -> Vec<String> {
    column::headings(COLUMNS, style)
}

pub(super) async fn page(
    call: &mut Call,
    (first, to): (Time, Time),
    kinds: &[String],
    search: &str,
    _: Style,
    from: &From,
) -> Result<Page> {
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let (accruals, next) = finance::accruals(call, &kinds, to, from.accrual(first), PAGE).await?;
    let mut skus: Vec<Sku> = accruals.iter().flat_map(|one| one.goods.iter().map(|goods| goods.sku)).collect();
    skus.sort_unstable();
    skus.dedup();
    let mut offers: HashMap<Sku, OfferId> = HashMap::new();
    for product in product::by_skus(call, &skus).await? {
        offers.extend([(product.sku, product.offer_id.clone()), (product.fbo_sku, product.offer_id)]);
    }
    let names: HashMap<WarehouseId, String> =
        warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one.name)).collect();
    let mut rows = Vec::with_capacity(accruals.len());
    for accrual in &accruals {
        let known = names.get(&accrual.warehouse_id).map(String::as_str).unwrap_or_default();
        let warehouse = if accrual.warehouse_id == FBO_WAREHOUSE { FBO_WAREHOUSE_NAME } else { known };
        let line = |goods| Line { accrual, goods, offer_id: offers.get(&goods.sku), warehouse };
        let lines = accrual.goods.iter().map(line).filter(|line: &Line<'_>| line.is_found(search));
        rows.extend(lines.map(|line| cells(COLUMNS, &line.told())));
    }
    Ok(Page { rows, next: next.map(From::Accrual) })
}

/// Commission as a share of the sale, in hundredths of a percent.
fn rate(told: &Told) -> Cell {
    let (sale, commission) = (told.goods.sale().0.unsigned_abs(), told.goods.commission().0.unsigned_abs());
    if sale == 0 {
        return Cell::Empty;
    }
    let rate = (u128::from(commission) * 10_000 + u128::from(sale) / 2) / u128::from(sale);
    Cell::Hundredths(i64::try_from(rate).unwrap_or_default())
}

macro_rules! services {
    ($($name:literal),+) => {
        |told: &Told| [$(told.goods.service($name)),+].into_iter().sum::<Money>().into()
    };
}

const COLUMNS: &[Column<Told>] = &[
    column("Дата начисления", |told| moment(told.happened_at)),
    column("Тип начисления", |told| told.kind.into()),
    column("Номер отправления или идентификатор услуги", |told| {
        told.number.as_str().into()
    }),
    column("Дата принятия заказа в обработку или оказания услуги", |told| moment_or_none(told.order_date)),
    column("Склад отгрузки", |told| told.warehouse.as_str().into()),
    column("SKU", |told| if told.sku == Sku(0) { Cell::Empty } else { told.sku.0.into() }),
    column("Артикул", |told| told.offer_id.as_str().into()),
    column("Название товара или услуги", |told| told.goods.name.as_str().into()),
    column("Количество", |told| told.goods.quantity.into()),
    column("За продажу или возврат до вычета комиссий и услуг", |told| {
        told.goods.sale().into()
    }),
    column("Ставка комиссии", rate),
    column("Комиссия за продажу", |told| told.goods.commission().into()),
    column("Сборка заказа", services!("MarketplaceServiceItemFulfillment")),
    column(
        "Обработка отправления (Drop-off/Pick-up) (разбивается по товарам пропорционально количеству в отправлении)",
        services!(
            "MarketplaceServiceItemDropoffSC",
            "MarketplaceServiceItemDropoffFF",
            "MarketplaceServiceItemDropoffPVZ",
            "MarketplaceServiceItemPickup"
        ),
    ),
    column("Магистраль", services!("MarketplaceServiceItemDirectFlowTrans")),
    column(
        "Последняя миля (разбивается по товарам пропорционально доле цены товара в сумме отправления)",
        services!("MarketplaceServiceItemDelivToCustomer"),
    ),
    column("Обратная магистраль", services!("MarketplaceServiceItemReturnFlowTrans")),
    column("Обработка возврата", services!("MarketplaceServiceItemReturnAfterDelivToCustomer")),
    column(
        "Обработка отмененного или невостребованного товара (разбивается по товарам в отправлении в одинаковой \
         пропорции)",
        services!("MarketplaceServiceItemReturnNotDelivToCustomer"),
    ),
    column("Обработка невыкупленного товара", services!("MarketplaceServiceItemReturnPartGoodsCustomer")),
    column("Логистика", services!("MarketplaceServiceItemDirectFlowLogistic")),
    column("Индекс локализации", |_| Cell::Empty),
    column("Обратная логистика", services!("MarketplaceServiceItemReturnFlowLogistic")),
    column("Итого", |told| told.goods.total().into()),
];
