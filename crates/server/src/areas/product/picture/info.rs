//! What became of pictures: `/v1/product/pictures/info` and what followed it.

use std::collections::HashMap;

use gostiny_wire::{
    product::{
        ProductPicture, ProductPictureError, ProductPictures, ProductPicturesInfoV1Request,
        ProductPicturesInfoV1Response, ProductPicturesInfoV2Response, ProductPicturesV2,
    },
    scalar::{Digits, ProductId},
};

use super::{Picture, Place, State, all, judge, link, sets};
use crate::{
    areas::product::row::{Product, by_product_ids},
    call::Call,
    check,
    error::Result,
};

/// The pictures of the named products, in the order asked for. Unknown ones are left out.
pub async fn v1(call: &mut Call, req: &ProductPicturesInfoV1Request) -> Result<ProductPicturesInfoV1Response> {
    let told = asked_for(call, &req.product_id).await?;
    let pictures = told.into_iter().flat_map(|(id, pictures)| shown(call, id, &pictures)).collect();
    Ok(ProductPicturesInfoV1Response { result: ProductPictures { pictures } })
}

/// The same by their use, with what could not be taken.
pub async fn v2(call: &mut Call, req: &ProductPicturesInfoV1Request) -> Result<ProductPicturesInfoV2Response> {
    let told = asked_for(call, &req.product_id).await?;
    Ok(ProductPicturesInfoV2Response { items: told.into_iter().map(|(id, all)| by_use(call, id, &all)).collect() })
}

async fn asked_for(call: &mut Call, asked: &[Digits]) -> Result<Vec<(ProductId, Vec<Picture>)>> {
    check::items("ProductPicturesInfoV1Request", "ProductId", asked.len(), 1, 1000)?;
    let ids: Vec<ProductId> = asked.iter().map(|id| ProductId::from(*id)).collect();
    let products = by_product_ids(call, &ids).await?;
    let mut sets = sets(call, &ids).await?;
    let mut known: HashMap<ProductId, Vec<Picture>> = products
        .iter()
        .map(|product| {
            let set = sets.remove(&product.product_id);
            (product.product_id, set.map_or_else(|| as_imported(product), |set| set.pictures))
        })
        .collect();
    // A product that is asked for twice is told once.
    Ok(ids.into_iter().filter_map(|id| Some((id, known.remove(&id)?))).collect())
}

fn by_use(call: &Call, product_id: ProductId, pictures: &[Picture]) -> ProductPicturesV2 {
    let mut told = ProductPicturesV2 { product_id, ..ProductPicturesV2::default() };
    for (picture, shown) in pictures.iter().zip(shown(call, product_id, pictures)) {
        let list = match picture.place {
            _ if picture.state == State::Failed => {
                let message = picture.fault.clone();
                told.errors.push(ProductPictureError { message, url: shown.url });
                continue;
            }
            Place::Primary | Place::Image if shown.is_primary => &mut told.primary_photo,
            Place::Primary | Place::Image => &mut told.photo,
            Place::Frame => &mut told.photo_360,
            Place::Color => &mut told.color_photo,
        };
        list.push(shown.url);
    }
    told
}

/// Pictures that came with the card and were taken by their addresses.
fn as_imported(product: &Product) -> Vec<Picture> {
    let mut pictures = all(&product.primary_image, &product.images, &product.images360, &product.color_image);
    for picture in &mut pictures {
        match judge(&picture.url) {
            Ok(()) => picture.state = State::Uploaded,
            Err(fault) => (picture.state, picture.fault) = (State::Failed, fault.to_owned()),
        }
    }
    pictures
}

/// On the wire: the first of the list is the main one when none is named apart.
pub(super) fn shown(call: &Call, product_id: ProductId, pictures: &[Picture]) -> Vec<ProductPicture> {
    let main = pictures.iter().position(|picture| matches!(picture.place, Place::Primary | Place::Image));
    let one = |(at, picture): (usize, &Picture)| ProductPicture {
        is_360: picture.place == Place::Frame,
        is_color: picture.place == Place::Color,
        is_primary: Some(at) == main,
        product_id,
        state: picture.state.as_str().to_owned(),
        url: if picture.file.is_empty() { picture.url.clone() } else { link(call, &picture.file) },
    };
    pictures.iter().enumerate().map(one).collect()
}
