//! Where the goods of a posting were made, for people.

use gostiny_wire::scalar::{PostingNumber, Sku};

use super::{machine::Status, row};
use crate::{
    areas::mark::{self, Country},
    call::Call,
    error::Result,
};

/// Where the goods of one line were made.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The product.
    pub sku: Sku,
    /// Its title.
    pub name: String,
    /// Nothing while it is unknown.
    pub country: Option<Country>,
    /// A company buys, and so must be told.
    pub is_needed: bool,
}

/// By line of a posting of the call's shop, and whether the seller can still say so: until the posting is packed.
pub async fn origins(call: &mut Call, number: &PostingNumber) -> Result<(Vec<Origin>, bool)> {
    let posting = row::find_own(call, number).await?;
    let items = row::items(call, std::slice::from_ref(number)).await?;
    let origin = |item: row::Item| Origin {
        country: mark::countries().iter().find(|country| country.code == item.needs.country).copied(),
        is_needed: item.needs.needs_country(),
        sku: item.sku,
        name: item.name,
    };
    Ok((items.into_iter().map(origin).collect(), Status::of(&posting)? == Status::Unpacked))
}
