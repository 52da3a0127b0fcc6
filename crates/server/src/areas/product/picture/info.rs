//! What became of pictures: `/v1/product/pictures/info`.

use gostiny_wire::{
    product::{ProductPicture, ProductPictures, ProductPicturesInfoV1Request, ProductPicturesInfoV1Response},
    scalar::ProductId,
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
    check::items("ProductPicturesInfoV1Request", "ProductId", req.product_id.len(), 1, 1000)?;
    let mut ids: Vec<ProductId> = Vec::with_capacity(req.product_id.len());
    ids.extend(req.product_id.iter().map(|id| ProductId::from(*id)));
    let products = by_product_ids(call, &ids).await?;
    let mut sets = sets(call, &ids).await?;
    let mut known: std::collections::HashMap<ProductId, Vec<Picture>> = products
        .iter()
        .map(|product| {
            let set = sets.remove(&product.product_id);
            (product.product_id, set.map_or_else(|| as_imported(product), |set| set.pictures))
        })
        .collect();
    // A product that is asked for twice is told once.
    let told = ids.iter().filter_map(|id| Some((*id, known.remove(id)?)));
    let pictures = told.flat_map(|(id, pictures)| shown(call, id, &pictures)).collect();
    Ok(ProductPicturesInfoV1Response { result: ProductPictures { pictures } })
}

/// Pictures that came with the card and were taken by their addresses.
fn as_imported(product: &Product) -> Vec<Picture> {
    let mut pictures = all(&product.primary_image, &product.images, &product.images360, &product.color_image);
    for picture in &mut pictures {
        picture.state = if judge(&picture.url).is_ok() { State::Uploaded } else { State::Failed };
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
