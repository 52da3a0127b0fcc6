//! Pages of goods with what several reports tell of them.

use std::collections::HashMap;

use gostiny_wire::scalar::{CategoryId, Money, ProductId, WarehouseId};

use super::ask::{From, Goods};
use crate::{
    areas::{
        category,
        product::{self, Product},
        stock::{self, FBO_WAREHOUSE},
        tariff::{self, Commission, Rates},
        warehouse,
    },
    call::Call,
    error::Result,
    sheet::Cell,
};

/// Goods on a page.
const PAGE: i64 = 500;

/// A product with what belongs to it.
pub(super) struct Facts {
    pub product: Product,
    pub brand: String,
    pub category: String,
    pub commission: Commission,
    pub rates: Rates,
    /// The price after promotions.
    pub action_price: Option<Money>,
    /// Can be sold from the seller's FBS warehouses.
    pub sellable_fbs: i64,
    /// Can be sold from the seller's rFBS warehouses.
    pub sellable_rfbs: i64,
}

impl Facts {
    /// Bought from the marketplace's warehouse.
    pub fn is_visible_fbo(&self) -> bool {
        self.product.is_visible() && self.product.present_fbo > self.product.reserved_fbo
    }

    /// Bought from the seller's warehouses.
    pub fn is_visible_fbs(&self) -> bool {
        self.product.is_visible() && self.product.present_fbs > self.product.reserved_fbs
    }

    /// What keeps it from buyers, when something does.
    pub fn hidden_because(&self, is_visible: bool) -> Cell {
        if is_visible {
            return Cell::Empty;
        }
        let status = product::status(&self.product);
        let reason =
            if status.state_description.is_empty() { "Нет на складе" } else { &status.state_description };
        reason.into()
    }

    /// State in words.
    pub fn state(&self) -> Cell {
        product::status(&self.product).state_name.into()
    }

    /// SKU under FBO; unified SKU have one place only.
    pub fn fbo_sku(&self) -> Cell {
        if self.product.fbo_sku == self.product.sku { Cell::Empty } else { self.product.fbo_sku.0.into() }
    }

    /// The first barcode.
    pub fn barcode(&self) -> Cell {
        self.product.barcodes.first().map_or(Cell::Empty, |barcode| barcode.as_str().into())
    }

    /// Litres.
    pub fn litres(&self) -> Cell {
        Cell::Hundredths(self.product.volume_ml / 10)
    }

    /// Kilograms by volume.
    pub fn volume_weight(&self) -> Cell {
        Cell::Hundredths(tariff::volume_weight_hundredths(self.product.volume_ml))
    }

    /// VAT, percent.
    pub fn vat(&self) -> Cell {
        let fraction = Money::parse(&self.product.vat);
        fraction.map_or(Cell::Empty, |fraction| fraction.0.into())
    }
}

/// A page of goods, by number, and where the list goes on.
pub(super) async fn page(call: &mut Call, asked: &Goods, from: &From) -> Result<(Vec<Facts>, Option<From>)> {
    let filter = product::Filter {
        offer_id: asked.offer_id.clone(),
        product_id: Vec::new(),
        sku: asked.sku.clone(),
        visibility: asked.visibility,
    };
    let page = product::page(call, &filter, from.product(), PAGE).await?;
    let next = (!page.products.is_empty()).then_some(From::Product(page.last_id));
    let wanted = page.products.into_iter().filter(|product| is_found(product, &asked.search));
    Ok((facts(call, wanted.collect()).await?, next))
}

fn is_found(product: &Product, search: &str) -> bool {
    let holds = |text: &str| text.to_lowercase().contains(search);
    search.is_empty()
        || holds(product.offer_id.as_str())
        || holds(&product.name)
        || product.barcodes.iter().any(|barcode| holds(barcode))
        || [product.sku.0, product.fbo_sku.0, product.product_id.0].iter().any(|id| id.to_string() == search)
}

async fn facts(call: &mut Call, products: Vec<Product>) -> Result<Vec<Facts>> {
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let mut categories: Vec<CategoryId> = products.iter().map(|product| product.category_id).collect();
    categories.sort_unstable();
    categories.dedup();
    let commissions = category::commissions(call, &categories).await?;
    let categories = category::find_all(call, &categories).await?;
    let mut brands = product::labels(call, &ids, &[product::BRAND]).await?;
    let promoted = product::promoted(call, &ids).await?;
    let history = tariff::history(call).await?;
    let is_rfbs: HashMap<WarehouseId, bool> =
        warehouse::all(call).await?.into_iter().map(|one| (one.warehouse_id, one.is_rfbs)).collect();
    let mut sellable: HashMap<(ProductId, bool), i64> = HashMap::new();
    for stock in stock::of_products(call, &ids).await? {
        if stock.warehouse_id != FBO_WAREHOUSE {
            let is_rfbs = is_rfbs.get(&stock.warehouse_id).copied().unwrap_or_default();
            *sellable.entry((stock.product_id, is_rfbs)).or_default() += stock.present - stock.reserved;
        }
    }
    let of = |product: Product| {
        let id = product.product_id;
        let left = |is_rfbs| sellable.get(&(id, is_rfbs)).copied().unwrap_or_default();
        Facts {
            brand: brands.remove(&(id, product::BRAND)).unwrap_or_default(),
            category: categories.get(&product.category_id).map(|one| one.title.clone()).unwrap_or_default(),
            commission: commissions.get(&product.category_id).copied().unwrap_or_default(),
            rates: history.at(call.now).clone(),
            action_price: product::after_promotions(product.price, promoted.get(&id)),
            sellable_fbs: left(false),
            sellable_rfbs: left(true),
            product,
        }
    };
    Ok(products.into_iter().map(of).collect())
}
