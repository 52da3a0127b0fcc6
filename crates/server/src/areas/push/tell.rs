//! Tells a shop's own software what happened: the push is written down in the transaction of what it tells of, and sent
//! later. Where nobody listens it costs a look into memory.

use std::collections::{BTreeMap, HashMap};

use futures_util::future::BoxFuture;
use gostiny_wire::{
    push::{ItemChanged, Kind, Push, StocksChanged},
    scalar::{ClientId, Time},
};

use super::{SEND, row};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    job,
    outbox::Told,
    store::{Arg, Row},
};

/// 15 July 2023: from then on one push tells of products that are made and that are changed.
const ONE_FOR_ITEMS: Time = Time(1_689_379_200_000_000);

/// Who listens to what.
struct Listeners(HashMap<ClientId, Vec<Kind>>);

/// Whether the call's shop wants to be told. Ask before reading what only a push needs.
pub async fn wanted(call: &mut Call, kind: Kind) -> Result<bool> {
    let listeners = call.known_here(|call| Box::pin(listeners(call))).await?;
    Ok(listeners.0.get(&call.seller).is_some_and(|kinds| kinds.contains(&kind)))
}

async fn listeners(call: &mut Call) -> Result<Listeners> {
    let read = |row: &Row<'_>| Ok((row.next()?, row.next_json()?));
    Ok(Listeners(call.tx.rows(LISTENERS, &[], read).await?.into_iter().collect()))
}

const LISTENERS: &str = "select seller_id, types from push_subscription where is_enabled = 1";

/// Tells the call's shop, if it is among those who want to know.
pub async fn tell(call: &mut Call, push: Push) -> Result<()> {
    let kind = push.kind().ok_or_else(|| Error::internal("a push that tells of nothing"))?;
    if wanted(call, kind).await? {
        call.outbox.put(Told { seller: call.seller, push }, write_down);
    }
    Ok(())
}

/// Tells that a product was made or changed, or could not be.
pub async fn item_changed(call: &mut Call, is_new: bool, change: ItemChanged) -> Result<()> {
    if call.now < ONE_FOR_ITEMS {
        let change = change.clone();
        tell(call, if is_new { Push::CreateItem(change) } else { Push::UpdateItem(change) }).await?;
    }
    tell(call, Push::CreateOrUpdateItem(change)).await
}

/// Writes down what a call has to tell: shop by shop, so that nobody waits in a circle, numbered in the order in which
/// transactions end.
fn write_down(call: &mut Call, told: Vec<Told>) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let mut shops: BTreeMap<ClientId, Vec<Push>> = BTreeMap::new();
        for Told { seller, push } in told {
            shops.entry(seller).or_default().push(push);
        }
        let before = call.seller;
        for (seller, pushes) in shops {
            call.seller = seller;
            add(call, joined(pushes)).await?;
        }
        call.seller = before;
        Ok(())
    })
}

/// What moved twice is told once, as it is at the end.
fn joined(pushes: Vec<Push>) -> Vec<Push> {
    let mut joined: Vec<Push> = Vec::with_capacity(pushes.len());
    for push in pushes {
        let earlier = joined.iter_mut().find_map(|other| match other {
            Push::StocksChanged(stocks) => Some(stocks),
            _ => None,
        });
        match (push, earlier) {
            (Push::StocksChanged(later), Some(earlier)) => join(earlier, later),
            (push, _) => joined.push(push),
        }
    }
    joined
}

fn join(earlier: &mut StocksChanged, later: StocksChanged) {
    for item in later.items {
        let Some(known) = earlier.items.iter_mut().find(|known| known.product_id == item.product_id) else {
            earlier.items.push(item);
            continue;
        };
        known.updated_at = item.updated_at;
        known.stocks.retain(|stock| item.stocks.iter().all(|other| other.warehouse_id != stock.warehouse_id));
        known.stocks.extend(item.stocks);
    }
}

/// Adds pushes of the call's shop behind those that wait.
async fn add(call: &mut Call, pushes: Vec<Push>) -> Result<()> {
    // Nobody listens any more, since the call began.
    let found = row::hold(call, call.seller).await?.filter(|found| found.is_enabled);
    let Some(subscription) = found else { return Ok(()) };
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(pushes.len());
    let mut number = subscription.last_number;
    for push in pushes {
        let kind = push.kind().filter(|kind| subscription.types.contains(kind));
        let Some(kind) = kind else { continue };
        number += 1;
        rows.push(args![call.seller, number, kind.name(), serde_json::to_string(&push)?, call.now].to_vec());
    }
    call.tx.run_bulk(ADD, &rows).await?;
    let awake = subscription.awake || subscription.sends();
    call.tx.run(NUMBER, args![number, awake, call.seller]).await?;
    if awake && !subscription.awake {
        job::schedule(call, SEND, call.now, "", "").await?;
    }
    Ok(())
}

const ADD: &str = "insert into push_delivery (seller_id, number, message_type, body, created_at, state, attempts, \
    tries) select seller_id, number, message_type, body, created_at, 'waiting', 0, '[]' \
    from {rows(seller_id, number, message_type, body, created_at)}";
const NUMBER: &str = "update push_subscription set last_number = $1, awake = $2 where seller_id = $3";

#[cfg(test)]
mod tests {
    use gostiny_wire::{
        push::{StateChanged, StocksChangedItem, WarehouseStock},
        scalar::{ProductId, WarehouseId},
    };

    use super::*;

    fn stocks(product: i64, warehouse: i64, present: i64) -> Push {
        let stocks = vec![WarehouseStock { warehouse_id: WarehouseId(warehouse), present, reserved: 0 }];
        let item = StocksChangedItem { product_id: ProductId(product), stocks, ..Default::default() };
        Push::StocksChanged(StocksChanged { items: vec![item], ..Default::default() })
    }

    #[test]
    fn what_moves_twice_in_one_call_is_told_once() {
        let state = Push::StateChanged(StateChanged::default());
        let told = joined(vec![stocks(1, 1, 5), state.clone(), stocks(2, 1, 7), stocks(1, 1, 4), stocks(1, 2, 9)]);
        assert_eq!((told.len(), &told[1]), (2, &state));
        let Push::StocksChanged(first) = &told[0] else { panic!("{told:?}") };
        let seen: Vec<(i64, i64, i64)> = first
            .items
            .iter()
            .flat_map(|item| item.stocks.iter().map(|stock| (item.product_id.0, stock.warehouse_id.0, stock.present)))
            .collect();
        assert_eq!(seen, [(1, 1, 4), (1, 2, 9), (2, 1, 7)]);
    }

    #[test]
    fn one_push_tells_of_all_items_since_july_2023() {
        assert_eq!(ONE_FOR_ITEMS.to_string(), "2023-07-15T00:00:00Z");
    }
}
