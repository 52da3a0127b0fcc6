//! The end of a product: only of one that never came on sale and lies in the archive.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use gostiny_wire::{
    product::{ProductsDeleteV2Request, ProductsDeleteV2Response, ProductsDeleteV2Status},
    scalar::{OfferId, ProductId},
};

use super::{
    milestone::{Milestones, milestones},
    picture,
    row::{Product, by_offer_ids},
    write::{count, hold},
};
use crate::{
    args,
    call::Call,
    check,
    error::Result,
    job::{self, Kind},
    store::Arg,
};

/// On the agenda once products are gone: the payload is a JSON list of their numbers. Executed by `certificate`, the
/// one higher area whose rows can name a product that was never on sale.
pub const GONE: Kind = Kind("product.gone");

/// Each product by itself, in the order of the request; one that is named twice is gone at the second time.
pub async fn v2(call: &mut Call, req: &ProductsDeleteV2Request) -> Result<ProductsDeleteV2Response> {
    check::items("ProductsDeleteV2Request", "Products", req.products.len(), 1, 500)?;
    let offers: Vec<OfferId> = req.products.iter().map(|one| one.offer_id.clone()).collect();
    hold(call, &offers).await?;
    let products = by_offer_ids(call, &offers).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let past = milestones(call, &ids).await?;
    let known: HashMap<OfferId, Product> =
        products.into_iter().map(|product| (product.offer_id.clone(), product)).collect();
    let (mut gone, mut seen) = (Vec::new(), HashSet::new());
    let mut status = Vec::with_capacity(offers.len());
    for offer_id in offers {
        let product = known.get(&offer_id).filter(|_| !seen.contains(&offer_id));
        let error = match product {
            None => "product is not found",
            Some(product) => refusal(product, past.get(&product.product_id).copied().unwrap_or_default()),
        };
        if let Some(product) = product.filter(|_| error.is_empty()) {
            gone.push(product);
            seen.insert(offer_id.clone());
        }
        status.push(ProductsDeleteV2Status { error: error.to_owned(), is_deleted: error.is_empty(), offer_id });
    }
    erase(call, &gone).await?;
    Ok(ProductsDeleteV2Response { status })
}

/// Why a product stays; empty when it can go.
fn refusal(product: &Product, past: Milestones) -> &'static str {
    if !product.is_archived {
        "product is not in the archive"
    } else if past.approved_at.is_some() || past.stocked_at.is_some() {
        "product has a sku"
    } else {
        ""
    }
}

/// Takes the products out of all tables of this area. What is still planned for them finds nothing.
async fn erase(call: &mut Call, products: &[&Product]) -> Result<()> {
    if products.is_empty() {
        return Ok(());
    }
    let ids: Vec<ProductId> = products.iter().map(|product| product.product_id).collect();
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let sets = picture::sets(call, &ids).await?;
    for product in products {
        let set = sets.get(&product.product_id).map(|set| set.pictures.as_slice()).unwrap_or_default();
        picture::clear_later(call, product.product_id, picture::files(product, set), &BTreeSet::new()).await?;
    }
    let mut fewer: BTreeMap<i64, i64> = BTreeMap::new();
    for product in products {
        *fewer.entry(product.facets).or_default() -= 1;
    }
    for table in TABLES {
        call.tx
            .run_in(
                &format!("delete from {table} where seller_id = $1 and product_id {{in}}"),
                args![call.seller],
                &list,
            )
            .await?;
    }
    count(call, fewer).await?;
    job::schedule(call, GONE, call.now, "", &serde_json::to_string(&ids)?).await
}

/// Rows of a product, dependants first.
const TABLES: &[&str] = &[
    "product_life",
    "product_pictures",
    "product_barcode",
    "product_card",
    "product_stock",
    "price_history",
    "product_event",
    "product",
];

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::Time;

    use super::{super::facet::tests::product, *};

    #[test]
    fn only_what_was_never_on_sale_goes() {
        let archived = Product { is_archived: true, ..product() };
        let (new, once) = (Milestones::default(), Some(Time(1)));
        assert_eq!(refusal(&product(), new), "product is not in the archive");
        assert_eq!(refusal(&archived, new), "");
        assert_eq!(refusal(&archived, Milestones { approved_at: once, ..new }), "product has a sku");
        assert_eq!(refusal(&archived, Milestones { stocked_at: once, ..new }), "product has a sku");
    }
}
