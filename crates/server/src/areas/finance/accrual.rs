//! Accruals by goods and type: of a day, and of postings. Each operation of the ledger is one of them.

use std::collections::HashMap;

use gostiny_wire::{
    finance::{
        FinanceAccrual, FinanceAccrualByDayV1Request, FinanceAccrualByDayV1Response, FinanceAccrualCommission,
        FinanceAccrualDelivery, FinanceAccrualPosting, FinanceAccrualPostingsV1Request,
        FinanceAccrualPostingsV1Response, FinanceAccrualProduct, FinanceFee, FinanceItemFee, FinanceItemFees,
        FinancePostingAccrual, FinancePostingAccruals,
    },
    scalar::{Amount, Money, OperationId, PostingNumber, Ratio, Sku, Time},
};
use jiff::civil::Date;

use super::{
    accrual_type,
    export::{self, Accrual, AccrualGoods, AccrualPart, AccrualsAfter},
    part,
};
use crate::{
    api::cursor,
    areas::seller,
    call::Call,
    check,
    error::{Error, Result},
};

const PAGE: i64 = 1_000;
/// Postings of one call.
const MOST_POSTINGS: usize = 200;

/// A page of the operations of a UTC day, oldest first.
pub(super) async fn by_day_v1(
    call: &mut Call,
    req: &FinanceAccrualByDayV1Request,
) -> Result<FinanceAccrualByDayV1Response> {
    let first = day(&req.date)?;
    let last = Time(first.plus_days(1).0 - 1);
    let after = match cursor::read::<(i64, i64)>(&req.last_id)? {
        Some((at, id)) if at >= first.0 => AccrualsAfter(Time(at), OperationId(id)),
        _ => AccrualsAfter::beginning(first),
    };
    let (all, _) = export::accruals(call, &[], last, after, PAGE + 1).await?;
    let (page, last_id) = cursor::turn(all, PAGE, |one| (one.happened_at.0, one.operation_id.0))?;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let accruals = page.into_iter().map(|accrual| shown(accrual, &currency)).collect::<Result<_>>()?;
    Ok(FinanceAccrualByDayV1Response { accruals, last_id })
}

fn day(text: &str) -> Result<Time> {
    let wrong = || Error::invalid("GetFinanceAccrualByDayRequest.Date", "value must be a day: YYYY-MM-DD");
    let date: Date = text.trim().parse().map_err(|_| wrong())?;
    Time::midnight(date).ok_or_else(wrong)
}

/// What happened to the money of postings, by SKU and type.
pub(super) async fn postings_v1(
    call: &mut Call,
    req: &FinanceAccrualPostingsV1Request,
) -> Result<FinanceAccrualPostingsV1Response> {
    let numbers = &req.posting_numbers;
    check::items("GetFinanceAccrualPostingsRequest", "PostingNumbers", numbers.len(), 1, MOST_POSTINGS)?;
    let currency = seller::find(call, call.seller).await?.currency_code;
    let mut by_posting: HashMap<PostingNumber, Vec<FinancePostingAccrual>> = HashMap::new();
    for accrual in export::of_postings(call, numbers).await? {
        let told = by_posting.entry(accrual.posting_number.clone()).or_default();
        for goods in &accrual.goods {
            for part in &goods.parts {
                told.push(of_part(&accrual, goods, part, &currency)?);
            }
        }
    }
    let told = |number: &PostingNumber| {
        let accruals = by_posting.remove(number)?;
        Some(FinancePostingAccruals { accruals, posting_number: number.clone() })
    };
    Ok(FinanceAccrualPostingsV1Response { posting_accruals: numbers.iter().filter_map(told).collect() })
}

fn of_part(
    accrual: &Accrual,
    goods: &AccrualGoods,
    part: &AccrualPart,
    currency: &str,
) -> Result<FinancePostingAccrual> {
    Ok(FinancePostingAccrual {
        accrual_date: accrual.happened_at.day().to_string(),
        accrued: Amount::of(part.amount, currency),
        quantity: i32::try_from(goods.quantity).unwrap_or(i32::MAX),
        seller_price: Amount::of(of_one(goods), currency),
        sku: goods.sku,
        type_id: accrual_type::id(&part.name)?,
    })
}

/// What one unit was sold for.
pub(super) fn of_one(goods: &AccrualGoods) -> Money {
    if goods.quantity > 0 { Money(goods.sale().0.abs() / goods.quantity) } else { Money(0) }
}

/// An operation in the shape of its category.
fn shown(accrual: Accrual, currency: &str) -> Result<FinanceAccrual> {
    let total: Money = accrual.goods.iter().map(AccrualGoods::total).sum();
    let mut told = FinanceAccrual {
        accrual_id: accrual.operation_id,
        date: accrual.happened_at.day().to_string(),
        total_amount: Amount::of(total, currency),
        unit_number: accrual.posting_number.0,
        ..FinanceAccrual::default()
    };
    let is_sale = |goods: &AccrualGoods| goods.parts.iter().any(|part| is_trade(&part.name));
    if accrual.goods.iter().any(is_sale) {
        let products = accrual.goods.iter().map(|goods| product(goods, currency)).collect::<Result<_>>()?;
        told.accrued_category = "POSTING".to_owned();
        told.posting =
            Some(FinanceAccrualPosting { delivery_schema: accrual.delivery_schema, delivery_speed: 0, products });
        return Ok(told);
    }
    if let [AccrualGoods { sku: Sku(0), parts, .. }] = accrual.goods.as_slice()
        && let [part] = parts.as_slice()
    {
        told.accrued_category = "NON_ITEM".to_owned();
        told.non_item_fee = Some(fee(part, currency)?);
        return Ok(told);
    }
    let item = |goods: &AccrualGoods| {
        let fees = goods.parts.iter().map(|part| fee(part, currency)).collect::<Result<_>>()?;
        Ok(FinanceItemFee { fees, sku: goods.sku })
    };
    told.accrued_category = "ITEM".to_owned();
    told.item_fees = Some(FinanceItemFees { fees: accrual.goods.iter().map(item).collect::<Result<_>>()? });
    Ok(told)
}

/// Price or commission of goods, as against services to them.
fn is_trade(part: &str) -> bool {
    part == part::SALE || part == part::COMMISSION
}

fn product(goods: &AccrualGoods, currency: &str) -> Result<FinanceAccrualProduct> {
    let amount = |money: Money| Amount::of(money, currency);
    let (sale, commission) = (goods.sale(), goods.commission());
    let services = goods.parts.iter().filter(|part| !is_trade(&part.name));
    Ok(FinanceAccrualProduct {
        commission: FinanceAccrualCommission {
            bonus: amount(Money(0)),
            coinvestment: amount(Money(0)),
            commission: amount(commission),
            commission_ratio: Ratio::of(commission, sale).to_string(),
            sale_amount: amount(sale),
            sale_commission: amount(commission),
            sale_price: amount(of_one(goods)),
            seller_price: amount(of_one(goods)),
        },
        delivery: FinanceAccrualDelivery {
            services: services.map(|part| fee(part, currency)).collect::<Result<_>>()?,
            total_accrued: amount(goods.total() - sale - commission),
        },
        sku: goods.sku,
    })
}

fn fee(part: &AccrualPart, currency: &str) -> Result<FinanceFee> {
    Ok(FinanceFee { accrued: Amount::of(part.amount, currency), type_id: accrual_type::id(&part.name)? })
}
