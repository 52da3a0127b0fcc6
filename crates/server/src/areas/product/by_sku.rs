//! Makes offers from cards that are on the site, whosever they are. What is copied goes the way of any import; an
//! article that is known already is refused there.

use std::collections::HashMap;

use gostiny_wire::{
    product::{
        ProductImportAttribute, ProductImportBySkuV1Item, ProductImportBySkuV1Request, ProductImportBySkuV1Response,
        ProductImportBySkuV1Result, ProductImportItem,
    },
    scalar::Sku,
};

use super::{
    import::{Origin, take},
    picture::{self, Picture},
};
use crate::{
    call::Call,
    check,
    error::Result,
    store::{Arg, Column, Row},
};

/// Takes 1 to 1000 offers into a task. A SKU without a card, or with a blocked one, is unmatched.
pub async fn v1(call: &mut Call, req: &ProductImportBySkuV1Request) -> Result<ProductImportBySkuV1Response> {
    check::items("ProductImportBySkuV1Request", "Items", req.items.len(), 1, 1000)?;
    let list: Vec<Arg> = req.items.iter().map(|item| Arg::from(item.sku)).collect();
    let mut cards: HashMap<Sku, ProductImportItem> = HashMap::new();
    for sql in [by("sku"), by("fbo_sku")] {
        cards.extend(call.tx.rows_in(&sql, &[], &list, card).await?);
    }
    let (mut items, mut unmatched_sku_list) = (Vec::new(), Vec::new());
    for asked in &req.items {
        match cards.get(&asked.sku) {
            Some(card) => items.push(offer(asked, card)),
            None if unmatched_sku_list.contains(&asked.sku) => {}
            None => unmatched_sku_list.push(asked.sku),
        }
    }
    let task_id = take(call, &items, Origin::Card).await?;
    Ok(ProductImportBySkuV1Response { result: ProductImportBySkuV1Result { task_id, unmatched_sku_list } })
}

/// The card as an item, with what is the seller's own. A barcode belongs to the offer it was given to.
fn offer(asked: &ProductImportBySkuV1Item, card: &ProductImportItem) -> ProductImportItem {
    ProductImportItem {
        name: if asked.name.is_empty() { card.name.clone() } else { asked.name.clone() },
        offer_id: asked.offer_id.clone(),
        old_price: asked.old_price.clone(),
        premium_price: asked.premium_price.clone(),
        price: asked.price.clone(),
        vat: asked.vat.clone(),
        currency_code: asked.currency_code.clone(),
        ..card.clone()
    }
}

fn by(column: &str) -> String {
    format!("select p.{column}{CARD} where p.{column} {{in}} and p.is_created = 1 and p.is_banned = 0")
}

/// What follows the first column of a card.
pub(super) const CARD: &str = ", p.name, p.category_id, p.depth, p.width, p.height, p.dimension_unit, p.weight, p.weight_unit, \
    p.images, p.images360, p.primary_image, p.color_image, c.attributes, c.complex_attributes, c.pdf_list, c.geo_names, \
    c.service_type, coalesce(s.pictures, '[]') \
    from product p join product_card c on c.seller_id = p.seller_id and c.product_id = p.product_id \
    left join product_pictures s on s.seller_id = p.seller_id and s.product_id = p.product_id";

/// Reads a card behind its first column.
pub(super) fn card<K: Column>(row: &Row<'_>) -> Result<(K, ProductImportItem)> {
    let key = row.next()?;
    let mut item = ProductImportItem {
        name: row.next()?,
        category_id: row.next()?,
        depth: row.next()?,
        width: row.next()?,
        height: row.next()?,
        dimension_unit: row.next()?,
        weight: row.next()?,
        weight_unit: row.next()?,
        images: row.next_json()?,
        images360: row.next_json()?,
        primary_image: row.next()?,
        color_image: row.next()?,
        attributes: row.next_json::<Vec<ProductImportAttribute>>()?,
        complex_attributes: row.next_json()?,
        pdf_list: row.next_json()?,
        geo_names: row.next_json()?,
        service_type: row.next()?,
        ..ProductImportItem::default()
    };
    picture::undress(&mut item, &row.next_json::<Vec<Picture>>()?);
    Ok((key, item))
}
