//! The demo shops' goods, as their sellers would bring them in.

use std::sync::LazyLock;

use gostiny_wire::{
    operator::{ModerationDecision, ProductModerateRequest, SupplyStockItem, SupplyStockRequest},
    product::{ProductImportItem, ProductImportV2Request},
    scalar::{ClientId, DeliveryMethodId, OfferId, ProductId, Sku, WarehouseId},
};
use serde::Deserialize;

use super::catalogue;
use crate::{
    areas::{mark, product, stock},
    call::Call,
    error::{Error, Result},
};

/// What the demo world keeps of a product that is on sale.
#[derive(Clone, Debug)]
pub(super) struct Good {
    pub seller: ClientId,
    pub product_id: ProductId,
    /// Bought under FBS and rFBS.
    pub sku: Sku,
    /// Bought under FBO.
    pub fbo_sku: Sku,
    /// Where the seller keeps it.
    pub shelves: Vec<WarehouseId>,
    /// The shop's way of delivery whose carrier registers parcels, when it is sold that way.
    pub carrier: Option<DeliveryMethodId>,
    /// The marketplace delivers it from the seller's shelf.
    pub is_fbs: bool,
    /// Also with the marketplace.
    pub is_fbo: bool,
    /// What each shelf is filled up to.
    pub stock: i64,
    /// Its units carry marks.
    pub is_marked: bool,
}

/// The shelves of a shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shelves {
    pub fbs: WarehouseId,
    pub rfbs: WarehouseId,
    pub bulky: WarehouseId,
    /// The way of delivery whose carrier registers parcels.
    pub carrier: DeliveryMethodId,
}

/// A product of the demo file: what is imported, and what becomes of it.
#[derive(Clone, Deserialize)]
struct Draft {
    #[serde(flatten)]
    item: ProductImportItem,
    shop: String,
    schemes: Vec<String>,
    kgt: bool,
    stock: i64,
    expected: String,
    #[serde(default)]
    decline_reasons: Vec<String>,
}

#[derive(Deserialize)]
struct Drafts {
    goods: Vec<Draft>,
}

/// Goods in one import call at most.
const BATCH: usize = 100;

/// Imports a shop's goods. They are on sale once the agenda has gone on.
pub(super) async fn import(call: &mut Call, shop: &str) -> Result<()> {
    let items: Vec<ProductImportItem> = drafts(shop)?.into_iter().map(|draft| draft.item).collect();
    for batch in items.chunks(BATCH) {
        product::import(call, &ProductImportV2Request { items: batch.to_vec() }).await?;
    }
    Ok(())
}

/// Declines what the moderator declines, puts the rest on its shelves, and answers what is on sale.
pub(super) async fn put_on_sale(call: &mut Call, shop: &str, shelves: Shelves) -> Result<Vec<Good>> {
    let drafts = drafts(shop)?;
    let offers: Vec<OfferId> = drafts.iter().map(|draft| draft.item.offer_id.clone()).collect();
    let seller = call.seller;
    let products = product::by_offer_ids(call, &offers).await?;
    let (mut goods, mut supply) = (Vec::new(), Vec::new());
    for draft in drafts {
        let Some(product) = products.iter().find(|product| product.offer_id == draft.item.offer_id) else {
            return Err(Error::internal(format!("{} was not imported", draft.item.offer_id)));
        };
        if draft.expected == "declined" {
            let decision = Some(ModerationDecision::Decline);
            let word =
                ProductModerateRequest { product_id: product.product_id, decision, reasons: draft.decline_reasons };
            product::moderate(call, &word).await?;
            call.seller = seller;
        }
        if draft.expected != "sale" || draft.stock == 0 {
            continue;
        }
        let has = |scheme: &str| draft.schemes.iter().any(|name| name == scheme);
        let mut good = Good {
            seller,
            product_id: product.product_id,
            sku: product.sku,
            fbo_sku: product.fbo_sku,
            shelves: Vec::new(),
            carrier: None,
            is_fbs: has("fbs") && !draft.kgt,
            is_fbo: has("fbo"),
            stock: draft.stock,
            is_marked: mark::of_category(product.category_id).mark.is_some(),
        };
        if has("fbs") {
            good.shelves.push(if draft.kgt { shelves.bulky } else { shelves.fbs });
        }
        if has("rfbs") && !draft.kgt {
            good.shelves.push(shelves.rfbs);
            good.carrier = Some(shelves.carrier);
        }
        if draft.item.service_type == "IS_CODE_SERVICE" {
            catalogue::upload_codes(call, good.product_id, draft.stock).await?;
        } else if good.is_fbo {
            supply.push(SupplyStockItem { sku: good.fbo_sku, quantity: draft.stock });
        }
        fill(call, &good).await?;
        goods.push(good);
    }
    let supply = SupplyStockRequest { client_id: seller, items: supply };
    if !supply.items.is_empty() {
        stock::supply(call, &supply).await?;
    }
    call.seller = seller;
    Ok(goods)
}

/// Fills a product's shelves up.
pub(super) async fn fill(call: &mut Call, good: &Good) -> Result<()> {
    for shelf in &good.shelves {
        stock::set_sellable(call, good.product_id, *shelf, good.stock).await?;
    }
    Ok(())
}

/// A good product of a shop.
pub(super) fn sample(shop: &str) -> Result<ProductImportItem> {
    let good = drafts(shop)?.into_iter().find(|draft| draft.expected == "sale" && !draft.kgt && draft.stock > 0);
    good.map(|draft| draft.item).ok_or_else(|| Error::internal(format!("shop {shop} has nothing to sell")))
}

static DRAFTS: LazyLock<Option<Drafts>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../assets/demo-goods.json")).ok());

fn drafts(shop: &str) -> Result<Vec<Draft>> {
    let all = DRAFTS.as_ref().ok_or_else(|| Error::internal("the demo goods cannot be read"))?;
    Ok(all.goods.iter().filter(|draft| draft.shop == shop).cloned().collect())
}
