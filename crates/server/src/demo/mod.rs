//! Fills an empty world: always with the taxonomy, with `--demo` also with shops, goods, orders and money, built
//! through the same functions as real calls.

mod goods;
mod life;
mod shop;

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::scalar::ClientId;

use crate::{
    App,
    areas::category,
    call::Call,
    error::Result,
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
        category::load(call).await?;
        if self.demo { self.fill_demo(call).await } else { Ok(()) }
    }

    /// Opens the shops four months ago and lets the world live up to the present.
    async fn fill_demo(&self, call: &mut Call) -> Result<()> {
        let present = call.now;
        call.now = present.plus_days(-life::DAYS - 1);
        let mut opened = Vec::new();
        for shop in &SHOPS {
            let shelves = shop::open(call, shop).await?;
            goods::import(call, shop.goods).await?;
            opened.push((shop, call.seller, shelves));
        }
        let settled = call.now.plus_hours(1);
        job::run_inside(call, &self.executors, settled).await?;
        let mut on_sale = Vec::new();
        for (shop, seller, shelves) in opened {
            call.seller = seller;
            on_sale.append(&mut goods::put_on_sale(call, shop.goods, shelves).await?);
        }
        life::Life::new(call, &self.executors, on_sale, present).live(call).await?;
        call.seller = ClientId(0);
        Ok(())
    }
}

/// Fills the world when it is empty; keeps what is there otherwise.
pub async fn fill_when_empty(app: &Arc<App>) -> Result<()> {
    let filling = Filling::of(app);
    let filled = app.world.write(ClientId(0), move |call| {
        let filling = filling.clone();
        Box::pin(async move {
            if call.tx.value::<i64>("select count(*) from category", &[]).await? == 0 {
                filling.fill(call).await?;
            }
            Ok(())
        })
    });
    let (_, scheduled) = filled.await?;
    app.agenda.after_commit(scheduled).await
}

/// What a user needs to enter the demo world, as the program prints it.
pub fn keys() -> String {
    let shops =
        SHOPS.iter().map(|shop| format!("  {}  Client-Id: {}  Api-Key: {}\n", shop.name, shop.client_id, shop.api_key));
    format!("demo shops:\n{}operator token: {OPERATOR_TOKEN}", shops.collect::<String>())
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

const OPERATOR_TOKEN: &str = "demo-operator-token";
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
