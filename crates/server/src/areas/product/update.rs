//! Changes that leave the rest of a card as it is: some attributes by a task, articles at once.

use std::collections::{HashMap, HashSet};

use gostiny_wire::{
    product::{
        ProductAttributesUpdateV1Item, ProductAttributesUpdateV1Request, ProductAttributesUpdateV1Response,
        ProductImportItem, ProductUpdateOfferIdV1Error, ProductUpdateOfferIdV1Request, ProductUpdateOfferIdV1Response,
    },
    scalar::{Money, OfferId, ProductId},
};

use super::{
    by_sku::{CARD, card},
    import::{Origin, Settled, settle_in, take},
    row::{Product, by_offer_ids},
    validate::refused,
    write::hold,
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// The card as it is with the attributes that change goes the way of any import.
pub async fn attributes_v1(
    call: &mut Call,
    req: &ProductAttributesUpdateV1Request,
) -> Result<ProductAttributesUpdateV1Response> {
    check::items("ProductAttributesUpdateV1Request", "Items", req.items.len(), 1, 100)?;
    let offers: Vec<OfferId> = req.items.iter().map(|item| item.offer_id.clone()).collect();
    let list: Vec<Arg> = offers.iter().map(Arg::from).collect();
    let cards = format!("select p.offer_id{CARD} where p.seller_id = $1 and p.offer_id {{in}}");
    let found = call.tx.rows_in(&cards, args![call.seller], &list, card::<OfferId>).await?;
    let cards: HashMap<OfferId, ProductImportItem> = found.into_iter().collect();
    let products = by_offer_ids(call, &offers).await?;
    let products: HashMap<&OfferId, &Product> = products.iter().map(|product| (&product.offer_id, product)).collect();
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    for asked in &req.items {
        match products.get(&asked.offer_id).zip(cards.get(&asked.offer_id)) {
            Some((product, card)) => items.push(changed(asked, product, card)),
            None => unknown.push(Settled {
                offer_id: asked.offer_id.clone(),
                product_id: ProductId(0),
                errors: vec![refused("product_not_found", "offer_id", "Товара с этим артикулом нет.")],
            }),
        }
    }
    let task_id = take(call, &items, Origin::Seller).await?;
    settle_in(call, task_id, items.len(), &unknown).await?;
    Ok(ProductAttributesUpdateV1Response { task_id })
}

/// The product as it would be imported, but for the attributes that are asked for.
fn changed(asked: &ProductAttributesUpdateV1Item, product: &Product, card: &ProductImportItem) -> ProductImportItem {
    let text = |price: Option<Money>| price.map(|price| price.fixed(2)).unwrap_or_default();
    let mut item = ProductImportItem {
        offer_id: product.offer_id.clone(),
        barcode: product.barcodes.first().cloned().unwrap_or_default(),
        currency_code: product.currency_code.clone(),
        price: text(product.price),
        old_price: text(product.old_price),
        premium_price: text(product.premium_price),
        vat: product.vat.clone(),
        ..card.clone()
    };
    for attribute in &asked.attributes {
        item.attributes.retain(|one| (one.id, one.complex_id) != (attribute.id, attribute.complex_id));
    }
    item.attributes.extend(asked.attributes.iter().filter(|one| !one.values.is_empty()).cloned());
    item
}

/// Gives products other articles. An article that any product of the shop has when the call begins is taken.
pub async fn offer_id_v1(
    call: &mut Call,
    req: &ProductUpdateOfferIdV1Request,
) -> Result<ProductUpdateOfferIdV1Response> {
    check::items("ProductUpdateOfferIdV1Request", "UpdateOfferId", req.update_offer_id.len(), 1, 250)?;
    let all = req.update_offer_id.iter().flat_map(|pair| [pair.offer_id.clone(), pair.new_offer_id.clone()]);
    let all: Vec<OfferId> = all.collect();
    hold(call, &all).await?;
    let products = by_offer_ids(call, &all).await?;
    let known: HashMap<OfferId, ProductId> =
        products.into_iter().map(|product| (product.offer_id, product.product_id)).collect();
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    let (mut moved, mut taken) = (HashSet::new(), HashSet::new());
    for pair in &req.update_offer_id {
        let why = match known.get(&pair.offer_id) {
            None => Some("Product not found"),
            Some(_) if pair.new_offer_id == OfferId::default() => Some("new_offer_id is empty"),
            Some(_) if pair.new_offer_id.as_str().chars().count() > 50 => {
                Some("new_offer_id is longer than 50 characters")
            }
            Some(_) if known.contains_key(&pair.new_offer_id) || !taken.insert(&pair.new_offer_id) => {
                Some("new_offer_id belongs to another product")
            }
            Some(product_id) if !moved.insert(*product_id) => Some("offer_id is named twice"),
            Some(product_id) => {
                rows.push(args![call.seller, *product_id, &pair.new_offer_id, call.now].to_vec());
                None
            }
        };
        errors.extend(
            why.map(|why| ProductUpdateOfferIdV1Error { message: why.to_owned(), offer_id: pair.offer_id.clone() }),
        );
    }
    match call.tx.run_bulk(RENAME, &rows).await {
        // Nobody can hold an article that no product has: another call may have taken it since.
        Err(error) if error.is_taken() => Err(Error::Raced),
        Ok(renamed) if usize::try_from(renamed).ok() != Some(rows.len()) => Err(Error::Raced),
        done => done,
    }?;
    Ok(ProductUpdateOfferIdV1Response { errors })
}

const RENAME: &str = "update product set offer_id = v.offer_id, updated_at = v.updated_at \
    from {rows(seller_id, product_id, offer_id, updated_at)} \
    where product.seller_id = v.seller_id and product.product_id = v.product_id";
