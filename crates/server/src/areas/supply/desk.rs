//! Supplies of all shops, as the operator looks through them.

use gostiny_wire::{
    operator::{
        SupplyOrderItem, SupplyOrderListItem, SupplyOrderListRequest, SupplyOrderListResponse, SupplyOrderWaybillState,
    },
    scalar::SupplyOrderId,
};

use crate::{
    areas::seller,
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// Oldest of a shop first.
pub async fn list(call: &mut Call, req: &SupplyOrderListRequest) -> Result<SupplyOrderListResponse> {
    let asked = seller::Asked {
        request: "SupplyOrderListRequest",
        client_id: req.client_id,
        limit: req.limit,
        last_id: &req.last_id,
    };
    let key = |item: &SupplyOrderListItem| item.order_id.0;
    let (supply_orders, last_id) = seller::walk(call, asked, key, |call, behind, limit| {
        Box::pin(async move {
            let page = call.tx.rows(PAGE, args![call.seller, behind.unwrap_or(0), limit], order).await?;
            with_waybills(call, page).await
        })
    })
    .await?;
    Ok(SupplyOrderListResponse { supply_orders, last_id })
}

fn order(row: &Row<'_>) -> Result<SupplyOrderListItem> {
    let (client_id, order_id) = (row.next()?, row.next()?);
    Ok(SupplyOrderListItem { client_id, order_id, created_at: row.next()?, ..SupplyOrderListItem::default() })
}

const PAGE: &str = "select seller_id, order_id, created_at from supply_order where seller_id = $1 and order_id > $2 \
    order by order_id limit $3";

/// `orders` is sorted by number.
async fn with_waybills(call: &mut Call, mut orders: Vec<SupplyOrderListItem>) -> Result<Vec<SupplyOrderListItem>> {
    let list: Vec<Arg> = orders.iter().map(|order| Arg::from(order.order_id)).collect();
    let read = |row: &Row<'_>| {
        let order_id: SupplyOrderId = row.next()?;
        let (waybill_id, waybill_number) = (row.next()?, row.next()?);
        Ok((order_id, SupplyOrderWaybillState { waybill_id, waybill_number, status: row.next()? }))
    };
    let mut waybills = call.tx.rows_in(WAYBILLS, args![call.seller], &list, read).await?;
    waybills.sort_by_key(|(_, waybill)| waybill.waybill_id);
    for (order_id, waybill) in waybills {
        if let Some(order) = numbered(&mut orders, order_id) {
            order.waybills.push(waybill);
        }
    }
    let read = |row: &Row<'_>| Ok((row.next()?, SupplyOrderItem { sku: row.next()?, quantity: row.next()? }));
    let mut lines = call.tx.rows_in(LINES, args![call.seller], &list, read).await?;
    lines.sort_by_key(|(order_id, line)| (*order_id, line.sku));
    for (order_id, line) in lines {
        if let Some(order) = numbered(&mut orders, order_id) {
            order.items.push(line);
        }
    }
    Ok(orders)
}

fn numbered(orders: &mut [SupplyOrderListItem], order_id: SupplyOrderId) -> Option<&mut SupplyOrderListItem> {
    let at = orders.binary_search_by_key(&order_id, |order| order.order_id).ok()?;
    orders.get_mut(at)
}

const WAYBILLS: &str = "select order_id, waybill_id, waybill_number, status from supply_waybill \
    where seller_id = $1 and order_id {in}";
const LINES: &str = "select w.order_id, i.sku, cast(sum(i.declared) as bigint) from supply_waybill as w \
    join supply_item as i on i.seller_id = w.seller_id and i.waybill_id = w.waybill_id \
    where w.seller_id = $1 and w.order_id {in} group by w.order_id, i.sku";
