//! What was realized in a month: goods delivered and sent back, as the ledger has them.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    finance::{
        FinanceRealizationHeader, FinanceRealizationItem, FinanceRealizationRow, FinanceRealizationSum,
        FinanceRealizationV2Request, FinanceRealizationV2Response, FinanceRealizationV2Result,
    },
    scalar::{Decimal2, Money, Ratio, Sku, Time},
};
use jiff::{ToSpan, civil::Date};

use super::{
    accrual::of_one,
    export::{self, AccrualGoods, AccrualsAfter},
    operation_type::Kind,
};
use crate::{
    areas::{
        product::{self, Product},
        seller::{self, Seller},
    },
    call::Call,
    error::{Error, Result},
};

const REQUEST: &str = "GetRealizationReportRequestV2";
/// Operations read at once.
const PIECE: i64 = 1_000;
/// Day of the next month on which the report is ready.
const READY_ON: i64 = 5;

/// The report of a month that is over.
pub(super) async fn v2(call: &mut Call, req: &FinanceRealizationV2Request) -> Result<FinanceRealizationV2Response> {
    let (first, next) = month(req)?;
    let midnight = |day: Date| Time::midnight(day).ok_or_else(|| Error::internal("the calendar ends"));
    let (from, end) = (midnight(first)?, midnight(next)?);
    if call.now < end.plus_days(READY_ON - 1) {
        return Err(Error::NotFound("REPORT_IS_NOT_READY".to_owned()));
    }
    let sums = sums(call, from, Time(end.0 - 1)).await?;
    let mut skus: Vec<Sku> = sums.keys().map(|(sku, _)| *sku).collect();
    skus.dedup();
    let mut products: HashMap<Sku, Product> = HashMap::new();
    for product in product::by_skus(call, &skus).await? {
        products.insert(product.fbo_sku, product.clone());
        products.insert(product.sku, product);
    }
    let row = |(number, ((sku, price), sum)): (usize, ((Sku, Money), Sums))| FinanceRealizationRow {
        commission_ratio: Ratio::of(sum.there.commission + sum.back.commission, sum.there.amount + sum.back.amount),
        delivery_commission: sum.there.shown(price),
        item: item(sku, sum.name, products.get(&sku)),
        return_commission: sum.back.shown(price),
        row_number: i32::try_from(number).unwrap_or(i32::MAX),
        seller_price_per_instance: price.into(),
    };
    let shop = seller::find(call, call.seller).await?;
    let rows: Vec<FinanceRealizationRow> = (1..).zip(sums).map(row).collect();
    let total = |sum: &Option<FinanceRealizationSum>| sum.as_ref().map_or(0, |sum| sum.total.0);
    let amount: i64 = rows.iter().map(|row| total(&row.delivery_commission) - total(&row.return_commission)).sum();
    let header = FinanceRealizationHeader { doc_amount: Decimal2(amount), ..header(&shop, first, next)? };
    let result = FinanceRealizationV2Result { header, rows };
    Ok(FinanceRealizationV2Response { result })
}

/// Its first day and that of the next one.
fn month(req: &FinanceRealizationV2Request) -> Result<(Date, Date)> {
    let wrong = |field: &str| Error::invalid(format!("{REQUEST}.{field}"), "value must be a month of the calendar");
    let year = i16::try_from(req.year).ok().filter(|year| (1..9_999).contains(year)).ok_or_else(|| wrong("Year"))?;
    let month = i8::try_from(req.month).map_err(|_| wrong("Month"))?;
    let first = Date::new(year, month, 1).map_err(|_| wrong("Month"))?;
    Ok((first, first.checked_add(1.month()).map_err(|_| wrong("Month"))?))
}

/// What went both ways at one price.
#[derive(Default)]
struct Sums {
    name: String,
    there: Sum,
    back: Sum,
}

/// What went one way; positive.
#[derive(Clone, Copy, Default)]
struct Sum {
    quantity: i64,
    amount: Money,
    commission: Money,
}

impl Sum {
    fn add(&mut self, goods: &AccrualGoods) {
        self.quantity += goods.quantity;
        self.amount = self.amount + Money(goods.sale().0.abs());
        self.commission = self.commission + Money(goods.commission().0.abs());
    }

    fn shown(self, price: Money) -> Option<FinanceRealizationSum> {
        (self.quantity > 0).then(|| FinanceRealizationSum {
            amount: self.amount.into(),
            commission: self.commission.into(),
            price_per_instance: price.into(),
            quantity: i32::try_from(self.quantity).unwrap_or(i32::MAX),
            standard_fee: self.commission.into(),
            total: (self.amount - self.commission).into(),
            ..FinanceRealizationSum::default()
        })
    }
}

/// Sums by SKU and price. Operations are read piece by piece; only the sums are kept.
async fn sums(call: &mut Call, from: Time, to: Time) -> Result<BTreeMap<(Sku, Money), Sums>> {
    let kinds = [Kind::Orders.as_str(), Kind::Returns.as_str()];
    let mut sums: BTreeMap<(Sku, Money), Sums> = BTreeMap::new();
    let mut after = Some(AccrualsAfter::beginning(from));
    while let Some(at) = after {
        let (piece, next) = export::accruals(call, &kinds, to, at, PIECE).await?;
        for goods in piece.iter().flat_map(|accrual| &accrual.goods).filter(|goods| goods.sale() != Money(0)) {
            let sum = sums.entry((goods.sku, of_one(goods))).or_default();
            let way = if goods.sale() > Money(0) { &mut sum.there } else { &mut sum.back };
            way.add(goods);
            sum.name.clone_from(&goods.name);
        }
        after = next;
    }
    Ok(sums)
}

fn item(sku: Sku, name: String, product: Option<&Product>) -> FinanceRealizationItem {
    let barcode = product.and_then(|product| product.barcodes.first()).cloned().unwrap_or_default();
    let offer_id = product.map(|product| product.offer_id.clone()).unwrap_or_default();
    FinanceRealizationItem { barcode, name, offer_id, sku }
}

fn header(shop: &Seller, first: Date, next: Date) -> Result<FinanceRealizationHeader> {
    let last = next.yesterday().map_err(|error| Error::Internal(error.into()))?.to_string();
    Ok(FinanceRealizationHeader {
        contract_date: shop.created_at.day().to_string(),
        contract_number: shop.client_id.to_string(),
        currency_sys_name: shop.currency_code.clone(),
        doc_date: last.clone(),
        number: format!("{}-{}", first.strftime("%Y%m"), shop.client_id),
        payer_name: "Гостиный двор".to_owned(),
        receiver_name: shop.name.clone(),
        start_date: first.to_string(),
        stop_date: last,
        ..FinanceRealizationHeader::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months() {
        let told = |year, month| self::month(&FinanceRealizationV2Request { month, year });
        let (first, next) = told(2026, 12).unwrap();
        assert_eq!((first.to_string().as_str(), next.to_string().as_str()), ("2026-12-01", "2027-01-01"));
        for (year, month) in [(2026, 0), (2026, 13), (0, 1), (-1, 1), (9_999, 12), (70_000, 1), (2026, 300)] {
            assert!(matches!(told(year, month), Err(Error::Invalid { .. })), "{year} {month}");
        }
    }
}
