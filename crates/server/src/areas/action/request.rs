//! Buyers' requests for a lower price. What is granted a buyer's next order pays, for a while.

pub(super) mod decide;
pub(super) mod list;

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    operator::{DiscountRequestCreateRequest, DiscountRequestCreateResponse},
    scalar::{DiscountTaskId, Money, ProductId, Time},
};

use super::deal::{Deal, Wanted};
use crate::{
    areas::product,
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Kind},
    store::{Arg, Row},
};

/// On the agenda until nobody answers a request any more; the subject is the request.
pub(super) const FORGOTTEN: Kind = Kind("action.request.forgotten");
/// Hours to answer a request, and to buy at the granted price.
const HOURS: i64 = 48;
const REQUEST: &str = "DiscountRequestCreateRequest";

/// Stands on orders beside the names of promotions.
const TITLE: &str = "Скидка по запросу покупателя";

/// A buyer asks, for goods of any shop.
pub async fn ask(call: &mut Call, req: &DiscountRequestCreateRequest) -> Result<DiscountRequestCreateResponse> {
    check::positive(REQUEST, "Sku", req.sku.0)?;
    check::length(REQUEST, "Comment", &req.comment, 0, 1_000)?;
    let quantity = if req.quantity == 0 { 1 } else { req.quantity };
    if !(1..=1_000).contains(&quantity) {
        return Err(Error::invalid(format!("{REQUEST}.Quantity"), "value must be inside range [1, 1000]"));
    }
    let product = product::of_any_seller(call, req.sku).await?;
    let product = product.ok_or_else(|| Error::NotFound(format!("there is no sku {}", req.sku)))?;
    call.seller = product.seller;
    let on_sale = product.is_visible().then_some(product.price).flatten();
    let price = on_sale.ok_or_else(|| Error::Conflict(format!("sku {} is not on sale", req.sku)))?;
    let asked = Money(req.price.0);
    if asked <= Money(0) || asked >= price {
        return Err(Error::invalid(format!("{REQUEST}.Price"), "value must be positive and below the price"));
    }
    let customer_id = match req.customer_id {
        Some(known) => known,
        None => call.id("buyer").await?,
    };
    let key = args![call.seller, customer_id, product.product_id];
    let previous: i64 = call.tx.value(PREVIOUS, key).await?;
    let (task_id, end_at) = (DiscountTaskId(call.id("discount_task").await?), call.now.plus_hours(HOURS));
    let args = args![
        call.seller,
        task_id,
        product.product_id,
        req.sku,
        &product.offer_id,
        &product.name,
        customer_id,
        &req.last_name,
        &req.first_name,
        &req.patronymic,
        &req.email,
        price,
        product.min_price.unwrap_or_default(),
        asked,
        quantity,
        req.comment.trim(),
        previous,
        call.now,
        end_at
    ];
    call.tx.run(KEEP, args).await?;
    job::schedule(call, FORGOTTEN, end_at, &task_id.to_string(), "").await?;
    Ok(DiscountRequestCreateResponse { task_id, client_id: call.seller, customer_id, end_at })
}

const PREVIOUS: &str = "select coalesce(max(task_id), 0) from discount_task \
    where seller_id = $1 and customer_id = $2 and product_id = $3";
const KEEP: &str = "insert into discount_task (seller_id, task_id, status, product_id, sku, offer_id, name, customer_id, \
    last_name, first_name, patronymic, email, original_price, min_price, requested_price, requested_quantity, \
    approved_price, approved_quantity_min, approved_quantity_max, user_comment, seller_comment, previous_id, created_at, \
    end_at, decided_at) values ($1, $2, 'NEW', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, 0, 0, $16, \
    '', $17, $18, $19, null)";

/// A price that was granted.
struct Granted {
    task_id: DiscountTaskId,
    product_id: ProductId,
    price: Money,
    least: i64,
    most: i64,
}

/// Puts in the prices that a buyer was granted where they are below those that everybody pays; each is good for one
/// purchase.
pub async fn granted(
    call: &mut Call,
    customer_id: i64,
    wanted: &[Wanted],
    deals: &mut HashMap<ProductId, Deal>,
) -> Result<()> {
    let list: Vec<Arg> = wanted.iter().map(|one| Arg::from(one.product_id)).collect();
    let read = |row: &Row<'_>| {
        Ok(Granted {
            task_id: row.next()?,
            product_id: row.next()?,
            price: row.next()?,
            least: row.next()?,
            most: row.next()?,
        })
    };
    let mut found = call.tx.rows_in(GRANTED, args![call.seller, customer_id, call.now], &list, read).await?;
    found.sort_by_key(|one| (one.price, one.task_id));
    let mut seen: HashSet<ProductId> = HashSet::new();
    for one in found {
        let Some(line) = wanted.iter().find(|line| line.product_id == one.product_id) else { continue };
        let usual = deals.get(&one.product_id).map_or(line.price, |deal| deal.price);
        let fits = (one.least..=one.most).contains(&line.quantity) && one.price < usual;
        if fits && seen.insert(one.product_id) && call.tx.run(BOUGHT, args![call.seller, one.task_id]).await? == 1 {
            deals.insert(one.product_id, Deal { price: one.price, title: TITLE.to_owned() });
        }
    }
    Ok(())
}

const GRANTED: &str = "select task_id, product_id, approved_price, approved_quantity_min, approved_quantity_max \
    from discount_task where seller_id = $1 and customer_id = $2 and end_at > $3 \
    and status in ('APPROVED', 'PARTLY_APPROVED') and product_id {in}";
const BOUGHT: &str = "update discount_task set status = 'PURCHASED' \
    where seller_id = $1 and task_id = $2 and status in ('APPROVED', 'PARTLY_APPROVED')";

/// Until when a price that is granted now can be bought at.
fn until(now: Time) -> Time {
    now.plus_hours(HOURS)
}
