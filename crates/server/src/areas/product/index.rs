//! How a product's price compares with prices elsewhere: the marketplace says so.

use gostiny_wire::{
    method::Empty,
    operator::PriceIndexSetRequest,
    push::{PriceIndexChanged, Push},
    scalar::Money,
};

use super::moderate::held;
use crate::{
    areas::push,
    args,
    call::Call,
    error::{Error, Result},
};

/// The highest index, in hundredths.
const HIGHEST: i64 = 100_000;

/// Sets the index; the same again changes nothing.
pub(super) async fn by_operator(call: &mut Call, req: &PriceIndexSetRequest) -> Result<Empty> {
    let index = Money::parse(&req.price_index).filter(|index| (0..=HIGHEST).contains(&index.0));
    let Money(index) = index.ok_or_else(|| {
        Error::invalid("PriceIndexSetRequest.PriceIndex", "value must be a number from 0 to 1000, such as \"1.05\"")
    })?;
    let not_found = || Error::NotFound(format!("there is no product {}", req.product_id));
    let product = held(call, req.product_id).await?.ok_or_else(not_found)?;
    if call.tx.run(SET, args![index, call.seller, product.product_id]).await? == 1 {
        let told = PriceIndexChanged {
            seller_id: call.seller,
            updated_at: call.now.into(),
            sku: product.sku,
            product_id: product.product_id,
            // Its type is a whole number, so hundredths travel.
            price_index: index,
        };
        push::tell(call, Push::PriceIndexChanged(told)).await?;
    }
    Ok(Empty {})
}

const SET: &str = "update product set price_index = $1 where seller_id = $2 and product_id = $3 and price_index <> $1";
