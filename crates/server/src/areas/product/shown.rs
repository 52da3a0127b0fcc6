//! Products as their cards show them: each with its lowest price of the promotions in force, in one statement.

use gostiny_wire::scalar::{Money, OfferId, ProductId, Sku};

use super::row::{Product, columns, product, source};
use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A product and what a promotion asks for it.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub product: Product,
    /// The lowest price in force; a promotion never makes dearer.
    pub promoted: Option<Money>,
}

impl Shown {
    /// The price after all promotions.
    pub fn marketing_price(&self) -> Option<Money> {
        let price = self.product.price?;
        Some(self.promoted.map_or(price, |promoted| promoted.min(price)))
    }
}

macro_rules! shown {
    ($which:literal) => {
        concat!(
            "select ",
            columns!(),
            ", (select min(p.price) from promoted_price p where p.seller_id = product.seller_id \
             and p.product_id = product.product_id and p.date_start <= $2 and p.date_end > $2)",
            source!(),
            "where seller_id = $1 and ",
            $which
        )
    };
}

fn shown(row: &Row<'_>) -> Result<Shown> {
    Ok(Shown { product: product(row)?, promoted: row.next()? })
}

/// The seller's products with these articles, in no order.
pub(super) async fn by_offer_ids(call: &mut Call, ids: &[OfferId]) -> Result<Vec<Shown>> {
    let list: Vec<Arg> = ids.iter().map(Arg::from).collect();
    call.tx.rows_in(BY_OFFER, args![call.seller, call.now], &list, shown).await
}

const BY_OFFER: &str = shown!("offer_id {in}");

/// The seller's products with these numbers, in no order.
pub(super) async fn by_product_ids(call: &mut Call, ids: &[ProductId]) -> Result<Vec<Shown>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.rows_in(BY_ID, args![call.seller, call.now], &list, shown).await
}

const BY_ID: &str = shown!("product_id {in}");

/// The seller's products with these SKU of any scheme, in no order; one with both of its SKU among them comes twice.
pub(super) async fn by_skus(call: &mut Call, skus: &[Sku]) -> Result<Vec<Shown>> {
    let list: Vec<Arg> = skus.iter().map(|sku| Arg::from(*sku)).collect();
    let mut found = call.tx.rows_in(BY_SKU, args![call.seller, call.now], &list, shown).await?;
    found.append(&mut call.tx.rows_in(BY_FBO_SKU, args![call.seller, call.now], &list, shown).await?);
    Ok(found)
}

const BY_SKU: &str = shown!("sku {in}");
const BY_FBO_SKU: &str = shown!("fbo_sku {in}");
