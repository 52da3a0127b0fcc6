//! Fetches a set of pictures from the sellers' addresses into the file store. Outside any transaction; a second run
//! after a crash writes the same files again, since a file is named by its set and by what is in it.

use futures_util::{StreamExt, stream};
use gostiny_wire::scalar::{ClientId, ProductId};
use sha2::{Digest, Sha256};

use super::{
    Picture, State, judge, sets,
    settle::{set_of, settle},
};
use crate::{
    areas::setting,
    call::World,
    error::Result,
    fetch::{self, Fault, Format},
    job::Due,
};

/// Pictures of one product fetched at once.
const AT_ONCE: usize = 4;

/// Fetches what is still to be fetched and ends the set.
pub(in crate::areas::product) async fn fetch(world: World, due: Due) -> Result<()> {
    let (product_id, seller) = (ProductId(due.subject_number()?), due.seller);
    let set_id = set_of(&due)?;
    let read = world.read(seller, move |call| {
        Box::pin(async move {
            let set = sets(call, &[product_id]).await?.remove(&product_id);
            Ok((set, setting::of(call).await?.fetch_private_addresses))
        })
    });
    let (set, private) = read.await?;
    // A set that was replaced meanwhile is no longer wanted.
    let pictures = set.filter(|set| set.set_id == set_id).map(|set| set.pictures).unwrap_or_default();
    let world_of = |picture| one(world.clone(), (seller, set_id), picture, private);
    let fetched: Vec<Result<Picture>> = stream::iter(pictures).map(world_of).buffered(AT_ONCE).collect().await;
    let fetched = fetched.into_iter().collect::<Result<Vec<Picture>>>()?;
    due.finish(&world, move |call| {
        let fetched = fetched.clone();
        Box::pin(async move { settle(call, product_id, set_id, &fetched).await })
    })
    .await
}

async fn one(world: World, (seller, set_id): (ClientId, i64), mut picture: Picture, private: bool) -> Result<Picture> {
    if picture.state != State::Imported {
        return Ok(picture);
    }
    if !picture.file.is_empty() {
        picture.state = State::Uploaded;
        return Ok(picture);
    }
    let found = match judge(&picture.url) {
        Err("pics_http_error") => Err(Fault::Address),
        _ => fetch::picture(&picture.url, private).await,
    };
    match found {
        Ok(found) => {
            let end = if found.format == Format::Png { "png" } else { "jpg" };
            let name: String = Sha256::digest(&found.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            picture.file = format!("picture/{seller}/{set_id}/{name}.{end}");
            world.files.put(&picture.file, found.bytes).await?;
            picture.state = State::Uploaded;
        }
        Err(fault) => {
            tracing::debug!(url = picture.url, fault = ?fault, "a picture could not be fetched");
            picture.state = State::Failed;
            picture.fault = if fault == Fault::Content { "pics_cant_decode" } else { "pics_http_error" }.to_owned();
        }
    }
    Ok(picture)
}
