//! Pages through operations, oldest first. All amounts are read from the ledger.

use std::collections::HashMap;

use gostiny_wire::{
    finance::{
        FinanceOperation, FinanceOperationItem, FinanceOperationPosting, FinanceOperationService,
        FinanceTransactionListV3Request, FinanceTransactionListV3Response, FinanceTransactionListV3Result,
    },
    scalar::{Money, OperationId, PostingNumber, Time, WarehouseId},
};

use super::{
    filter::{Filter, Text, text},
    ledger::OperationItem,
    operation_type, part,
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "FinanceTransactionListV3Request";
const LARGEST_PAGE: i64 = 1_000;

/// A page of operations and how many there are.
pub(super) async fn v3(
    call: &mut Call,
    req: &FinanceTransactionListV3Request,
) -> Result<FinanceTransactionListV3Response> {
    let offset = offset(req.page, req.page_size)?;
    let filter = Filter::of(call, "FinanceTransactionListV3Request.Filter", &req.filter).await?;
    let types = filter.operation_types();
    let args = filter.args(call, &[]);
    let row_count: i64 =
        call.tx.rows_in(filter.pick(&COUNT), &args, &types, |row| row.next::<i64>()).await?.into_iter().sum();
    let args = filter.args(call, args![req.page_size, offset]);
    let booked = call.tx.rows_in(filter.pick(&PAGE), &args, &types, operation).await?;
    let ids: Vec<Arg> = booked.iter().map(|operation| Arg::from(operation.operation_id)).collect();
    let mut parts: HashMap<OperationId, Vec<Part>> = HashMap::with_capacity(ids.len());
    for (operation_id, part) in call.tx.rows_in(PARTS, args![call.seller, part::SELLER], &ids, part).await? {
        parts.entry(operation_id).or_default().push(part);
    }
    let with_parts = |booked: Booked| {
        let parts = parts.remove(&booked.operation_id).unwrap_or_default();
        booked.with(parts)
    };
    let operations = booked.into_iter().map(with_parts).collect();
    let page_count = (row_count + req.page_size - 1) / req.page_size;
    Ok(FinanceTransactionListV3Response {
        result: FinanceTransactionListV3Result { operations, page_count, row_count },
    })
}

const COUNT: Text = text!("select count(*) from operation", "");

// What is skipped over is skipped in the index; only the rows of the page are looked at.
const PAGE: Text = text!(
    "select o.operation_id, o.operation_type, o.kind, o.happened_at, o.posting_number, o.delivery_schema, o.order_date, \
     o.warehouse_id, o.items from (select operation_id as number from operation",
    " order by happened_at, operation_id limit $7 offset $8) as page cross join operation o \
     where o.seller_id = $1 and o.operation_id = page.number order by o.happened_at, o.operation_id"
);

const PARTS: &str = "select operation_id, part, cast(sum(amount) as bigint) from ledger \
    where seller_id = $1 and account = $2 and operation_id {in} group by operation_id, part \
    order by operation_id, min(line)";

/// Operations before the page. Pages count from 1; 0 is read as the first too, as clients send it.
fn offset(page: i64, page_size: i64) -> Result<i64> {
    if !(1..=LARGEST_PAGE).contains(&page_size) {
        let rule = format!("value must be inside range (0, {LARGEST_PAGE}]");
        return Err(Error::invalid(format!("{REQUEST}.PageSize"), rule));
    }
    if page < 0 {
        return Err(Error::invalid(format!("{REQUEST}.Page"), "value must be greater than or equal to 0"));
    }
    Ok((page.max(1) - 1).saturating_mul(page_size))
}

/// A row of `operation`.
struct Booked {
    operation_id: OperationId,
    operation_type: String,
    kind: String,
    happened_at: Time,
    posting_number: PostingNumber,
    delivery_schema: String,
    order_date: Option<Time>,
    warehouse_id: WarehouseId,
    items: Vec<OperationItem>,
}

fn operation(row: &Row<'_>) -> Result<Booked> {
    Ok(Booked {
        operation_id: row.next()?,
        operation_type: row.next()?,
        kind: row.next()?,
        happened_at: row.next()?,
        posting_number: row.next()?,
        delivery_schema: row.next()?,
        order_date: row.next()?,
        warehouse_id: row.next()?,
        items: row.next_json()?,
    })
}

/// The seller's money of one part of an operation.
struct Part {
    name: String,
    amount: Money,
}

fn part(row: &Row<'_>) -> Result<(OperationId, Part)> {
    Ok((row.next()?, Part { name: row.next()?, amount: row.next()? }))
}

impl Booked {
    fn with(self, parts: Vec<Part>) -> FinanceOperation {
        let amount: Money = parts.iter().map(|part| part.amount).sum();
        let of = |name: &str| parts.iter().filter(|part| part.name == name).map(|part| part.amount).sum::<Money>();
        let (accruals_for_sale, sale_commission) = (of(part::SALE), of(part::COMMISSION));
        let services = parts.into_iter().filter(|part| part.name != part::SALE && part.name != part::COMMISSION);
        FinanceOperation {
            accruals_for_sale: accruals_for_sale.into(),
            amount: amount.into(),
            items: self.items.into_iter().flat_map(units).collect(),
            operation_date: self.happened_at.date_and_time(),
            operation_id: self.operation_id,
            operation_type_name: operation_type::name(&self.operation_type).to_owned(),
            operation_type: self.operation_type,
            posting: FinanceOperationPosting {
                delivery_schema: self.delivery_schema,
                order_date: self.order_date.map(Time::date_and_time).unwrap_or_default(),
                posting_number: self.posting_number,
                warehouse_id: self.warehouse_id,
            },
            sale_commission: sale_commission.into(),
            services: services
                .map(|part| FinanceOperationService { name: part.name, price: part.amount.into() })
                .collect(),
            kind: self.kind,
            // Both delivery charges belong to tariffs before 2021-02.
            ..FinanceOperation::default()
        }
    }
}

/// One entry for each unit, as the real list shows goods.
fn units(item: OperationItem) -> impl Iterator<Item = FinanceOperationItem> {
    let count = usize::try_from(item.quantity).unwrap_or_default();
    std::iter::repeat_n(FinanceOperationItem { name: item.name, sku: item.sku }, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_count_from_one_and_zero_is_the_first() {
        assert_eq!((offset(0, 10).unwrap(), offset(1, 10).unwrap(), offset(3, 10).unwrap()), (0, 0, 20));
        assert_eq!(offset(i64::MAX, 1_000).unwrap(), i64::MAX);
        let range = "invalid FinanceTransactionListV3Request.PageSize: value must be inside range (0, 1000]";
        for page_size in [0, -1, 1_001] {
            assert!(offset(1, page_size).unwrap_err().to_string().ends_with(range));
        }
        assert!(offset(-1, 10).is_err());
    }
}
