//! The description of one product.

use gostiny_wire::product::{
    ProductDescription, ProductInfoDescriptionV1Request, ProductInfoDescriptionV1Response, ProductInfoV2Request,
};

use super::info;
use crate::{args, call::Call, error::Result};

/// Text of the card of one product.
pub async fn v1(call: &mut Call, req: &ProductInfoDescriptionV1Request) -> Result<ProductInfoDescriptionV1Response> {
    let named = ProductInfoV2Request {
        offer_id: req.offer_id.clone(),
        product_id: req.product_id,
        ..ProductInfoV2Request::default()
    };
    let product = info::find(call, &named).await?.product;
    let description = call.tx.row(DESCRIPTION, args![call.seller, product.product_id], |row| row.next()).await?;
    let result = ProductDescription {
        description: description.unwrap_or_default(),
        id: product.product_id,
        name: product.name,
        offer_id: product.offer_id,
    };
    Ok(ProductInfoDescriptionV1Response { result })
}

const DESCRIPTION: &str = "select description from product_card where seller_id = $1 and product_id = $2";
