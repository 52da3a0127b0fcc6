//! Stock under any sequence of what sellers, buyers and carriers do, against a model of it.

use std::{collections::BTreeMap, sync::Arc};

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::{SupplyStockItem, SupplyStockRequest},
    scalar::{CategoryId, ClientId, OfferId, ProductId, Sku, Time, WarehouseId},
    stock::{ProductsStocksV2Request, ProductsStocksV2Result, ProductsStocksV2Stock},
};
use proptest::prelude::*;

use super::{FBO_WAREHOUSE, Stock, hand_over, of_products, release, reserve, set, set_sellable};
use crate::{
    areas::product::{self, Product, tests::shelve},
    args,
    call::{Call, World},
    chance::Chance,
    clock::{Clock, Mode},
    error::Result,
    files::Files,
    store::{Db, DbUrl},
};

const SHOP: ClientId = ClientId(100_001);
const CUP: ProductId = ProductId(1);
const SOFA: ProductId = ProductId(2);
const NEAR: WarehouseId = WarehouseId(1_000);
const FAR: WarehouseId = WarehouseId(2_000);
const BULKY: WarehouseId = WarehouseId(3_000);
const CLOSED: WarehouseId = WarehouseId(4_000);

async fn world() -> World {
    let db = Db::open(&DbUrl::Memory).await.unwrap();
    let clock = Clock::new(Mode::Manual, Some(Time(1_768_208_400_000_000)));
    let world = World {
        db: Arc::new(db),
        clock: Arc::new(clock),
        chance: Chance::seeded(1),
        files: Files::in_memory(),
        newest: Arc::default(),
    };
    run(&world, |call| Box::pin(fill(call))).await.unwrap();
    world
}

async fn run<T: Send + 'static>(
    world: &World,
    body: impl for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
) -> Result<T> {
    world.write(SHOP, body).await.map(|(done, _)| done)
}

/// A shop with two products and four warehouses, one for bulky goods and one that does not work.
async fn fill(call: &mut Call) -> Result<()> {
    call.tx.run("insert into seller values ($1, 'Shop', 'RUB', 0, 0)", args![SHOP]).await?;
    call.tx.run("insert into category values (1, 0, 0, '', '', 1, 0, 0, 0)", &[]).await?;
    for (product_id, bulky) in [(CUP, false), (SOFA, true)] {
        let change = |product: &mut Product| {
            (product.product_id, product.category_id) = (product_id, CategoryId(1));
            product.offer_id = OfferId(format!("A-{product_id}"));
            (product.sku, product.fbo_sku) = (Sku(product_id.0 + 10), Sku(product_id.0 + 20));
            (product.is_kgt, product.price) = (bulky, None);
        };
        shelve(call, change).await?;
    }
    for (warehouse_id, bulky, status) in
        [(NEAR, 0, "created"), (FAR, 0, "created"), (BULKY, 1, "created"), (CLOSED, 0, "new")]
    {
        call.tx.run(WAREHOUSE, args![SHOP, warehouse_id, bulky, status]).await?;
    }
    Ok(())
}

const WAREHOUSE: &str = "insert into warehouse values ($1, $2, '', 0, $3, $4, '', '', 'UTC', '', 0, 0, 0, '[]', 0)";

/// One thing that can happen to the cups on one warehouse.
#[derive(Clone, Copy, Debug)]
enum Step {
    Sellable(i64),
    Update(i64),
    Supply(i64),
    Reserve(i64),
    Release(i64),
    HandOver(i64),
}

fn steps() -> impl Strategy<Value = Vec<(WarehouseId, Step)>> {
    let step = prop_oneof![
        (0..20_i64).prop_map(Step::Sellable),
        (0..20_i64).prop_map(Step::Update),
        (1..20_i64).prop_map(Step::Supply),
        (1..20_i64).prop_map(Step::Reserve),
        (1..20_i64).prop_map(Step::Reserve),
        (1..9_i64).prop_map(Step::Release),
        (1..9_i64).prop_map(Step::HandOver),
    ];
    prop::collection::vec((prop::sample::select(vec![NEAR, FAR, FBO_WAREHOUSE]), step), 1..40)
}

/// Whether the store took the step.
async fn take(world: &World, place: WarehouseId, step: Step) -> bool {
    let done = run(world, move |call| {
        Box::pin(async move {
            match step {
                Step::Sellable(units) => set_sellable(call, CUP, place, units).await.map(|()| true),
                Step::Update(units) => {
                    let done = update(call, &[(CUP, place, units)]).await?;
                    Ok(done.iter().all(|row| row.updated))
                }
                Step::Supply(quantity) => {
                    let items = vec![SupplyStockItem { sku: Sku(CUP.0 + 20), quantity }];
                    super::supply(call, &SupplyStockRequest { client_id: SHOP, items }).await.map(|_| true)
                }
                Step::Reserve(units) => reserve(call, CUP, place, units).await,
                Step::Release(units) => release(call, CUP, place, units).await.map(|()| true),
                Step::HandOver(units) => hand_over(call, CUP, place, units).await.map(|()| true),
            }
        })
    });
    done.await.unwrap_or(false)
}

/// The same in the model: present and reserved by warehouse.
fn expect(model: &mut BTreeMap<WarehouseId, (i64, i64)>, place: WarehouseId, step: Step) -> bool {
    let place = if matches!(step, Step::Supply(_)) { FBO_WAREHOUSE } else { place };
    let known = model.get(&place).copied();
    let (present, reserved) = known.unwrap_or_default();
    let after = match step {
        Step::Sellable(units) => Some((units + reserved, reserved)),
        Step::Update(units) => {
            let new = known.is_none() || units != present - reserved;
            (place != FBO_WAREHOUSE && new).then_some((units + reserved, reserved))
        }
        Step::Supply(units) => Some((present + units, reserved)),
        Step::Reserve(units) => (present - reserved >= units).then_some((present, reserved + units)),
        Step::Release(units) => (reserved >= units).then_some((present, reserved - units)),
        Step::HandOver(units) => (reserved >= units).then_some((present - units, reserved - units)),
    };
    if let Some(after) = after {
        model.insert(place, after);
    }
    after.is_some()
}

async fn update(call: &mut Call, stocks: &[(ProductId, WarehouseId, i64)]) -> Result<Vec<ProductsStocksV2Result>> {
    let item = |&(product_id, warehouse_id, stock): &(ProductId, WarehouseId, i64)| ProductsStocksV2Stock {
        product_id,
        warehouse_id,
        stock,
        ..Default::default()
    };
    let stocks = stocks.iter().map(item).collect();
    Ok(set::v2(call, &ProductsStocksV2Request { stocks }).await?.result)
}

async fn stocks(world: &World) -> Vec<Stock> {
    run(world, |call| Box::pin(of_products(call, &[CUP]))).await.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_falls_below_zero_and_the_sums_agree(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = world().await;
            let mut model = BTreeMap::new();
            for (place, step) in steps {
                let (took, should) = (take(&world, place, step).await, expect(&mut model, place, step));
                prop_assert_eq!(took, should, "{:?} on {}", step, place);
                let stocks = stocks(&world).await;
                let found: BTreeMap<_, _> =
                    stocks.iter().map(|stock| (stock.warehouse_id, (stock.present, stock.reserved))).collect();
                prop_assert_eq!(&found, &model);
                prop_assert!(stocks.iter().all(|stock| stock.present >= stock.reserved && stock.reserved >= 0));
                let cup = run(&world, |call| Box::pin(product::by_product_ids(call, &[CUP]))).await.unwrap().remove(0);
                let (fbo, fbs): (Vec<_>, Vec<_>) = stocks.iter().partition(|stock| stock.warehouse_id == FBO_WAREHOUSE);
                let sums = |stocks: &[&Stock]| {
                    stocks.iter().fold((0, 0), |(p, r), stock| (p + stock.present, r + stock.reserved))
                };
                prop_assert_eq!((cup.present_fbo, cup.reserved_fbo), sums(&fbo.iter().collect::<Vec<_>>()));
                prop_assert_eq!((cup.present_fbs, cup.reserved_fbs), sums(&fbs.iter().collect::<Vec<_>>()));
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn items_of_a_request_are_judged_one_by_one() {
    let world = world().await;
    let done = run(&world, |call| {
        Box::pin(async move {
            let items = [
                (CUP, NEAR, 5),
                (CUP, NEAR, 5),
                (CUP, NEAR, 7),
                (CUP, CLOSED, 1),
                (CUP, WarehouseId(9), 1),
                (CUP, BULKY, 1),
                (SOFA, BULKY, 2),
                (ProductId(9), NEAR, 1),
                (CUP, FAR, 1_000_000),
            ];
            update(call, &items).await
        })
    });
    let codes = |row: ProductsStocksV2Result| row.errors.into_iter().map(|error| error.code).next().unwrap_or_default();
    let codes: Vec<String> = done.await.unwrap().into_iter().map(codes).collect();
    let want = [
        "",
        "SKU STOCK NOT CHANGED",
        "",
        "WAREHOUSE_NOT_FOUND",
        "WAREHOUSE_NOT_FOUND",
        "NON_KGT_ON_KGT_WAREHOUSE",
        "",
        "NOT_FOUND_ERROR",
        "STOCK_TOO_BIG",
    ];
    assert_eq!(codes, want);
    assert_eq!(stocks(&world).await, [Stock { product_id: CUP, warehouse_id: NEAR, present: 7, reserved: 0 }]);
}

#[tokio::test]
async fn another_shop_sees_and_moves_nothing() {
    let world = world().await;
    run(&world, |call| Box::pin(set_sellable(call, CUP, NEAR, 5))).await.unwrap();
    let other = world.write(ClientId(100_002), |call| {
        Box::pin(async move { Ok((of_products(call, &[CUP]).await?, reserve(call, CUP, NEAR, 1).await?)) })
    });
    assert_eq!(other.await.unwrap().0, (vec![], false));
}

#[tokio::test]
async fn a_broken_field_is_named_with_its_place() {
    let world = world().await;
    let done =
        run(&world, |call| Box::pin(async move { update(call, &[(CUP, NEAR, 1), (CUP, WarehouseId(0), 1)]).await }));
    assert_eq!(
        done.await.unwrap_err().to_string(),
        "Request validation error: invalid ProductsStocksRequest.Stocks[1]: embedded message failed validation | caused \
         by: invalid ProductsStocksRequest_Stock.WarehouseId: value must be greater than 0"
    );
}
