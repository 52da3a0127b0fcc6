//! The world as it was first filled.

use std::sync::Arc;

use gostiny_wire::{method::Empty, scalar::ClientId};

use super::wake::keep_time;
use crate::{App, call::Call, clock::Mode, demo, error::Result, known};

/// Every table but the history of the schema, dependants first.
const TABLES: &[&str] = &[
    "push_delivery",
    "push_subscription",
    "certified_brand",
    "certified_category",
    "certificate_product",
    "certificate",
    "digital_code",
    "digital_task",
    "digital_product",
    "seller_brand",
    "promoted_price",
    "promotion_product",
    "promotion_shop",
    "promotion",
    "chat_message",
    "chat",
    "returned_units",
    "goods_return",
    "supply_item",
    "supply_waybill",
    "supply_order",
    "polygon_binding",
    "polygon_origin",
    "polygon_cell",
    "polygon",
    "report",
    "analytics_call",
    "analytics_sku",
    "analytics_day",
    "tariff_commission",
    "tariff",
    "ledger",
    "operation",
    "carriage",
    "mark_taken",
    "posting_exemplar",
    "posting_history",
    "posting_item",
    "posting",
    "buyer_order",
    "stock",
    "product_count",
    "price_change",
    "product_life",
    "product_pictures",
    "product_barcode",
    "product_quota",
    "product_card",
    "product_stock",
    "product",
    "import_item",
    "import_task",
    "delivery_method",
    "warehouse",
    "dictionary_value",
    "category_price_bound",
    "category_attribute",
    "attribute",
    "category",
    "agenda",
    "fault",
    "setting",
    "api_key",
    "seller",
];

/// Empties the world and fills it again, in one transaction. Its time begins anew: a clock that stands still where
/// it once began, any other at the present.
pub async fn reset(app: Arc<App>, _: Empty) -> Result<Empty> {
    let clock = &app.world.clock;
    let beginning = if clock.mode() == Mode::Manual { app.clock_start } else { clock.system() };
    let filling = demo::Filling::of(&app);
    let emptied = app.world.write(ClientId(0), move |call| {
        let filling = filling.clone();
        call.now = beginning;
        Box::pin(async move {
            empty(call).await?;
            filling.fill(call).await
        })
    });
    let (_, scheduled) = emptied.await?;
    app.world.db.forget_ids();
    app.edge.clear();
    clock.set(clock.mode(), Some(beginning));
    keep_time(&app.world).await?;
    app.world.files.clear().await?;
    demo::keep_files(&app).await?;
    app.agenda.after_commit(scheduled).await?;
    Ok(Empty {})
}

async fn empty(call: &mut Call) -> Result<()> {
    call.tx.take_ids_inside();
    for table in TABLES {
        call.tx.run(&format!("delete from {table}"), &[]).await?;
    }
    call.tx.run("update id_counter set next = first", &[]).await?;
    known::changed(call).await
}
