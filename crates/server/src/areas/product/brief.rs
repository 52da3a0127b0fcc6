//! The little of a product that a change of its stock asks for: read for hundreds of goods at once.

use gostiny_wire::scalar::{OfferId, ProductId, Sku};

use crate::{
    args,
    call::Call,
    error::Result,
    store::{Arg, Row},
};

/// A product in brief.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its number.
    pub product_id: ProductId,
    /// What buyers see under FBS and rFBS.
    pub sku: Sku,
    /// The seller's article.
    pub offer_id: OfferId,
    /// Has a card on the site.
    pub is_created: bool,
    /// Moderated and priced: stock may be set.
    pub is_ready: bool,
    /// In the archive.
    pub is_archived: bool,
    /// Bulky.
    pub is_kgt: bool,
    /// Sold as codes.
    pub is_digital: bool,
}

fn brief(row: &Row<'_>) -> Result<Brief> {
    Ok(Brief {
        product_id: row.next()?,
        sku: row.next()?,
        offer_id: row.next()?,
        is_created: row.next()?,
        is_ready: row.next::<String>()? == super::facet::READY,
        is_archived: row.next()?,
        is_kgt: row.next()?,
        is_digital: row.next::<Option<i64>>()?.is_some(),
    })
}

macro_rules! briefs {
    ($which:literal) => {
        concat!(
            "select product_id, sku, offer_id, is_created, state, is_archived, is_kgt, digital_product.product_id \
             from product left join digital_product using (seller_id, product_id) where seller_id = $1 and ",
            $which
        )
    };
}

/// The seller's products with these articles, in no order.
pub async fn briefs_by_offer_ids(call: &mut Call, ids: &[OfferId]) -> Result<Vec<Brief>> {
    let list: Vec<Arg> = ids.iter().map(Arg::from).collect();
    call.tx.rows_in(BY_OFFER, args![call.seller], &list, brief).await
}

const BY_OFFER: &str = briefs!("offer_id {in}");

/// The seller's products with these numbers, in no order.
pub async fn briefs_by_product_ids(call: &mut Call, ids: &[ProductId]) -> Result<Vec<Brief>> {
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    call.tx.rows_in(BY_ID, args![call.seller], &list, brief).await
}

const BY_ID: &str = briefs!("product_id {in}");
