//! Files that no product shows any more. A file belongs to the set it was fetched for, and a set to one product, so
//! what a product's card and set no longer name comes back into neither and can go once no link to it holds.

use std::collections::BTreeSet;

use gostiny_wire::scalar::ProductId;

use super::{CLEAR, FILE, LINK_DAYS, Picture};
use crate::{
    areas::product::row::Product,
    call::{Call, World},
    error::Result,
    job::{self, Due},
};

/// The files that a product shows, and those that its set names.
pub(in crate::areas::product) fn files(product: &Product, set: &[Picture]) -> BTreeSet<String> {
    let lists = product.images.iter().chain(&product.images360);
    let shown =
        lists.chain([&product.primary_image, &product.color_image]).filter_map(|entry| entry.strip_prefix(FILE));
    let set = set.iter().map(|picture| picture.file.as_str()).filter(|file| !file.is_empty());
    shown.chain(set).map(str::to_owned).collect()
}

/// Puts the files that are no longer named on the agenda, for when the last link to them has run out.
pub(in crate::areas::product) async fn clear_later(
    call: &mut Call,
    product_id: ProductId,
    before: BTreeSet<String>,
    after: &BTreeSet<String>,
) -> Result<()> {
    let left: Vec<&String> = before.difference(after).collect();
    if left.is_empty() {
        return Ok(());
    }
    let due_at = call.now.plus_days(LINK_DAYS + 1);
    job::schedule(call, CLEAR, due_at, &product_id.to_string(), &serde_json::to_string(&left)?).await
}

/// Forgets the files. Outside any transaction; a second run finds them gone.
pub(in crate::areas::product) async fn clear(world: World, due: Due) -> Result<()> {
    for name in serde_json::from_str::<Vec<String>>(&due.payload)? {
        world.files.delete(&name).await?;
    }
    due.finish(&world, |_| Box::pin(async { Ok(()) })).await
}
