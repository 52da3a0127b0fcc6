//! Products with defaults: `shop.product("A-1").price("1000").stock(10).on_sale().await`.

use gostiny_wire::{
    product::{ProductImportAttribute, ProductImportItem, ProductImportValue},
    scalar::{AttributeId, CategoryId, OfferId, ProductId, Sku, ValueId},
};

use crate::shop::Shop;

/// Tablet cases: the leaf that every world has. Of its attributes only the brand is required.
pub const TABLET_CASES: CategoryId = CategoryId(17_036_076);
pub const BRAND: AttributeId = AttributeId(85);
pub const COLOUR: AttributeId = AttributeId(10_096);
pub const DESCRIPTION: AttributeId = AttributeId(4_191);
/// A brand of the dictionary.
pub const VOLNA: ValueId = ValueId(126_746_012);
/// Seconds after which automatic moderation has spoken.
pub const MODERATION: i64 = 2;

pub struct Product {
    pub offer_id: OfferId,
    pub product_id: ProductId,
    /// For FBS and rFBS.
    pub sku: Sku,
    /// For FBO.
    pub fbo_sku: Sku,
}

pub struct NewProduct<'a> {
    shop: &'a Shop,
    item: ProductImportItem,
    stock: i64,
}

/// An item that breaks no rule.
pub fn good_item(offer_id: &str) -> ProductImportItem {
    ProductImportItem {
        attributes: vec![
            attribute(BRAND, VOLNA, "Волна"),
            attribute(AttributeId(9_048), ValueId(0), &format!("Модель {offer_id}")),
            attribute(DESCRIPTION, ValueId(0), "Плотный чехол.<br/>Защищает углы."),
            attribute(COLOUR, ValueId(61_510), "чёрный"),
        ],
        category_id: TABLET_CASES,
        currency_code: "RUB".to_owned(),
        depth: 20,
        dimension_unit: "mm".to_owned(),
        height: 250,
        images: vec!["https://images.example/front.jpg".to_owned(), "https://images.example/back.jpg".to_owned()],
        name: format!("Чехол для планшета {offer_id}"),
        offer_id: offer_id.into(),
        price: "1000".to_owned(),
        vat: "0.2".to_owned(),
        weight: 300,
        weight_unit: "g".to_owned(),
        width: 180,
        ..Default::default()
    }
}

pub fn attribute(id: AttributeId, dictionary_value_id: ValueId, value: &str) -> ProductImportAttribute {
    let value = ProductImportValue { dictionary_value_id, value: value.to_owned() };
    ProductImportAttribute { complex_id: 0, id, values: vec![value] }
}

impl<'a> NewProduct<'a> {
    pub fn new(shop: &'a Shop, offer_id: &str) -> Self {
        Self { shop, item: good_item(offer_id), stock: 10 }
    }

    pub fn price(mut self, price: &str) -> Self {
        self.item.price = price.to_owned();
        self
    }

    pub fn stock(mut self, stock: i64) -> Self {
        self.stock = stock;
        self
    }

    pub fn with(mut self, change: impl FnOnce(&mut ProductImportItem)) -> Self {
        change(&mut self.item);
        self
    }

    /// Imported without errors; moderation has not spoken yet.
    pub async fn imported(self) -> Product {
        let offer_id = self.item.offer_id.clone();
        let outcome = self.shop.import(vec![self.item]).await;
        assert_eq!((outcome.len(), outcome[0].status.as_str()), (1, "imported"), "{outcome:?}");
        assert_eq!(outcome[0].errors, [], "{offer_id}");
        let card = self.shop.info(offer_id.as_str()).await.card;
        Product { offer_id, product_id: outcome[0].product_id, sku: card.fbs_sku, fbo_sku: card.fbo_sku }
    }

    /// Approved, with a price, without stock.
    pub async fn approved(self) -> Product {
        let shop = self.shop;
        let product = self.imported().await;
        shop.pass(MODERATION).await;
        assert_eq!(shop.info(product.offer_id.as_str()).await.card.status.state, "price_sent");
        product
    }

    /// Buyers can buy it.
    pub async fn on_sale(self) -> Product {
        let (shop, stock) = (self.shop, self.stock);
        let product = self.approved().await;
        let set = shop.set_stock(&product.offer_id, stock).await;
        assert!(set.updated, "{set:?}");
        product
    }
}
