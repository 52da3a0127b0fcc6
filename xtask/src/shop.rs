//! Shops for the commands that let a world live: opened, with goods on sale.

use std::{path::Path, process::Command};

use gostiny_client::Client;
use gostiny_wire::{
    operator::{
        ClockAdvance, ClockAdvanceRequest, DeliveryMethodCreate, DeliveryMethodCreateIntegration,
        DeliveryMethodCreateRequest, SellerCreate, SellerCreateRequest, WarehouseCreate, WarehouseCreateRequest,
    },
    product::{ProductImportAttribute, ProductImportItem, ProductImportV2, ProductImportV2Request, ProductImportValue},
    scalar::{AttributeId, CategoryId, ClientId, ValueId, WarehouseId},
    stock::{ProductsStocksV2, ProductsStocksV2Request, ProductsStocksV2Stock},
};

use crate::Outcome;

/// What a shop is to have.
pub struct Plan {
    /// Goods.
    pub goods: usize,
    /// Pieces of each.
    pub stock: i64,
    /// It delivers itself.
    pub is_rfbs: bool,
}

/// A shop that was opened.
pub struct Shop {
    pub client_id: ClientId,
    pub warehouse_id: WarehouseId,
    pub api_key: String,
}

/// Opens a shop with goods on sale; moves the clock on by a minute for them.
pub async fn open(operator: &Client, number: i64, plan: &Plan) -> Outcome<Shop> {
    let seller =
        SellerCreateRequest { name: format!("Лавка {number}"), premium: number % 3 == 0, ..Default::default() };
    let opened = operator.call(SellerCreate, &seller).await?;
    let (client_id, shop) = (opened.client_id, operator.as_seller(opened.client_id, &opened.api_key)?);
    let warehouse = WarehouseCreateRequest {
        client_id,
        name: "Основной склад".to_owned(),
        city: "Москва".to_owned(),
        region: "Московская область".to_owned(),
        is_rfbs: plan.is_rfbs,
        ..Default::default()
    };
    let warehouse_id = operator.call(WarehouseCreate, &warehouse).await?.warehouse_id;
    let tpl_integration_type =
        if plan.is_rfbs { DeliveryMethodCreateIntegration::NonIntegrated } else { Default::default() };
    let method = DeliveryMethodCreateRequest { client_id, warehouse_id, tpl_integration_type, ..Default::default() };
    operator.call(DeliveryMethodCreate, &method).await?;
    let items = (1..=plan.goods).map(|good| item(number, good)).collect();
    shop.call(ProductImportV2, &ProductImportV2Request { items }).await?;
    operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 60 }).await?;
    let stocks = (1..=plan.goods).map(|good| ProductsStocksV2Stock {
        offer_id: offer_id(number, good).into(),
        stock: plan.stock,
        warehouse_id,
        ..Default::default()
    });
    let set = shop.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: stocks.collect() }).await?.result;
    if let Some(refused) = set.iter().find(|set| !set.updated) {
        return Err(format!("a stock was not set: {refused:?}").into());
    }
    Ok(Shop { client_id, warehouse_id, api_key: opened.api_key })
}

/// The article of a shop's good.
pub fn offer_id(shop: i64, good: usize) -> String {
    format!("M{shop}-{good}")
}

/// A case for tablets: of its attributes only the brand is required.
fn item(shop: i64, good: usize) -> ProductImportItem {
    let value = ProductImportValue { dictionary_value_id: ValueId(126_746_012), value: "Волна".to_owned() };
    ProductImportItem {
        attributes: vec![ProductImportAttribute { complex_id: 0, id: AttributeId(85), values: vec![value] }],
        category_id: CategoryId(17_036_076),
        currency_code: "RUB".to_owned(),
        depth: 20,
        dimension_unit: "mm".to_owned(),
        height: 250,
        images: vec!["https://images.example/front.jpg".to_owned()],
        name: format!("Чехол для планшета, вид {good}"),
        offer_id: offer_id(shop, good).into(),
        price: (500 + good * 37).to_string(),
        vat: "0.2".to_owned(),
        weight: 300,
        weight_unit: "g".to_owned(),
        width: 180,
        ..Default::default()
    }
}

/// Fails unless all holds that must hold of a world; the program says what does not.
pub fn check(program: &Path, url: &str) -> Outcome {
    let said = Command::new(program).args(["check", "--database", url]).output()?;
    if said.status.success() {
        return Ok(());
    }
    let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    Err(format!("not all holds:\n{out}{err}").into())
}
