//! Fills an empty world: always with the taxonomy, with `--demo` also with shops, goods, orders and money, built
//! through the same functions as real calls.

mod around;
mod asks;
mod catalogue;
mod corners;
mod goods;
mod insight;
mod kept;
mod life;
mod parcels;
mod shop;

pub use kept::Kept;

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::scalar::{ClientId, Time};

use crate::{
    App,
    areas::{category, world},
    call::Call,
    error::{Error, Result},
    job::{self, Executor},
};

/// What to fill a world with.
#[derive(Clone)]
pub struct Filling {
    /// With the demo world.
    demo: bool,
    /// What falls due while the demo world lives through its past is executed by these.
    executors: HashMap<&'static str, Executor>,
}

impl Filling {
    /// As the program was started.
    pub fn of(app: &App) -> Self {
        Self { demo: app.demo, executors: app.agenda.executors().clone() }
    }

    /// Fills an empty world.
    pub async fn fill(&self, call: &mut Call) -> Result<()> {
        call.tx.take_ids_inside();
        call.tx.fill_tables().await?;
        category::load(call).await?;
        if self.demo { self.fill_demo(call).await } else { Ok(()) }
    }

    /// Opens the shops four months ago and lets the world live up to the present.
    async fn fill_demo(&self, call: &mut Call) -> Result<()> {
        // Until it changes it itself, nobody changes what is kept in memory: all of this is one transaction.
        call.known = Some(Arc::default());
        let present = call.now;
        call.now = present.plus_days(-life::DAYS - 1);
        let mut opened = Vec::new();
        for shop in &SHOPS {
            let shelves = shop::open(call, shop).await?;
            goods::import(call, shop.goods).await?;
            opened.push((shop, call.seller, shelves));
        }
        let first = opened.first().map(|(_, seller, shelves)| (*seller, *shelves));
        if let Some((seller, _)) = first {
            call.seller = seller;
            goods::import(call, parcels::GOODS).await?;
        }
        let settled = call.now.plus_hours(1);
        job::run_inside(call, &self.executors, settled).await?;
        let (mut on_sale, mut special) = (Vec::new(), Vec::new());
        for (shop, seller, shelves) in opened {
            call.seller = seller;
            on_sale.append(&mut goods::put_on_sale(call, shop.goods, shelves).await?);
            if shop.goods == "A" {
                corners::fill(call, &self.executors, shop.goods, shelves).await?;
            }
        }
        let sellers: Vec<ClientId> = SHOPS.iter().map(|shop| ClientId(shop.client_id)).collect();
        catalogue::before(call, &sellers, present).await?;
        if let Some((seller, shelves)) = first {
            call.seller = seller;
            special = goods::put_on_sale(call, parcels::GOODS, shelves).await?;
        }
        let goods = on_sale.clone();
        life::Life::new(call, &self.executors, on_sale.clone(), present).live(call).await?;
        parcels::Under { executors: &self.executors, goods, special }.way(call).await?;
        catalogue::now(call, &sellers).await?;
        around::surround(call, &self.executors, &on_sale, present).await?;
        asks::ask(call, &on_sale, present).await?;
        insight::looks(call, &on_sale, present).await?;
        for seller in sellers {
            insight::reports(call, seller, present).await?;
        }
        call.seller = ClientId(0);
        Ok(())
    }
}

/// Fills the world when it is empty, or puts back what was filled before; keeps what is there otherwise.
pub async fn fill_when_empty(app: &Arc<App>, kept: Option<Kept>) -> Result<()> {
    // A cache that fails is no more than a slow one.
    let failed = |error: Error| tracing::warn!(error = ?error, "the filled demo world is not kept for the next start");
    if let Some(kept) = &kept
        && kept
            .bring_back(app)
            .await
            .inspect_err(|error| tracing::warn!(?error, "a kept demo world cannot be used"))
            .is_ok_and(|is| is)
    {
        return after_filling(app, Some(app.world.clock.now())).await;
    }
    let filling = Filling::of(app);
    let filled = app.world.write(ClientId(0), move |call| {
        let filling = filling.clone();
        Box::pin(async move {
            let is_empty = call.tx.value::<i64>("select count(*) from category", &[]).await? == 0;
            if is_empty {
                filling.fill(call).await?;
            }
            Ok(is_empty)
        })
    });
    let (is_new, scheduled) = filled.await?;
    if !is_new {
        return app.agenda.after_commit(scheduled).await;
    }
    if let Some(kept) = kept {
        kept.keep(app).await.unwrap_or_else(failed);
    }
    after_filling(app, scheduled).await
}

/// What comes after the transaction that filled the world: its files, what is due already, and for the demo world an
/// image to go back to.
pub async fn after_filling(app: &Arc<App>, scheduled: Option<Time>) -> Result<()> {
    let beginning = app.world.clock.now();
    keep_files(app).await?;
    app.agenda.after_commit(scheduled).await?;
    if app.demo { world::keep_first(app, beginning).await } else { Ok(()) }
}

/// Keeps the files that the demo world refers to: no transaction may wait for them.
async fn keep_files(app: &Arc<App>) -> Result<()> {
    if !app.demo {
        return Ok(());
    }
    catalogue::keep_files(&app.world.files).await?;
    around::keep_files(&app.world.files).await
}

/// What a user needs to enter the demo world, as the program prints it. A token of the operator's own is not shown.
pub fn keys(operator_token: &str) -> String {
    let shops =
        SHOPS.iter().map(|shop| format!("  {}  Client-Id: {}  Api-Key: {}\n", shop.name, shop.client_id, shop.api_key));
    let token = match operator_token {
        OPERATOR_TOKEN => OPERATOR_TOKEN,
        "" => "none, the operator API is closed",
        _ => "the one it was started with",
    };
    format!("demo shops:\n{}operator token: {token}", shops.collect::<String>())
}

/// A shop of the demo world.
struct DemoShop {
    name: &'static str,
    client_id: i64,
    api_key: &'static str,
    /// Its letter in the file of goods.
    goods: &'static str,
    city: &'static str,
    region: &'static str,
}

/// Shops of the demo world: whoever reads its documentation may enter them.
pub fn shops() -> impl Iterator<Item = (ClientId, &'static str)> {
    SHOPS.iter().map(|shop| (ClientId(shop.client_id), shop.name))
}

/// The operator token of the demo world.
pub const OPERATOR_TOKEN: &str = "demo-operator-token";
const SHOPS: [DemoShop; 2] = [
    DemoShop {
        name: "Лавка «Волна»",
        client_id: 100_001,
        api_key: "11111111-1111-4111-8111-111111111111",
        goods: "A",
        city: "Москва",
        region: "Московская область",
    },
    DemoShop {
        name: "Торговый дом «Берег»",
        client_id: 100_002,
        api_key: "22222222-2222-4222-8222-222222222222",
        goods: "B",
        city: "Санкт-Петербург",
        region: "Ленинградская область",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_demo_worlds_own_token_is_told() {
        assert!(keys(OPERATOR_TOKEN).ends_with("operator token: demo-operator-token"));
        for (token, told) in [("s3cret", "the one it was started with"), ("", "none, the operator API is closed")] {
            assert!(keys(token).ends_with(&format!("operator token: {told}")));
        }
    }
}
