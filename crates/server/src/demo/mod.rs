//! Fills an empty world: always with the taxonomy, with `--demo` also with shops, goods, orders and money, built
//! through the same functions as real calls.

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::scalar::ClientId;

use crate::{App, areas::category, call::Call, error::Result, job::Executor};

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
        category::load(call).await?;
        if self.demo {
            let _ = &self.executors;
        }
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
    let shops = SHOPS.iter().map(|shop| format!("  {}  Client-Id: {}  Api-Key: {}\n", shop.name, shop.client_id, shop.api_key));
    format!("demo shops:\n{}operator token: {OPERATOR_TOKEN}", shops.collect::<String>())
}

/// A shop of the demo world.
struct DemoShop {
    name: &'static str,
    client_id: i64,
    api_key: &'static str,
}

const OPERATOR_TOKEN: &str = "demo-operator-token";
const SHOPS: [DemoShop; 2] = [
    DemoShop { name: "Лавка Волна", client_id: 100_001, api_key: "11111111-1111-4111-8111-111111111111" },
    DemoShop { name: "Берег", client_id: 100_002, api_key: "22222222-2222-4222-8222-222222222222" },
];
