//! What the units of a posting must carry before it can be packed, and what was handed in for each: for people.

use gostiny_wire::scalar::{PostingNumber, Sku};

use super::{
    exemplar::{self, Unit},
    machine::Status,
    row::{self, Item},
};
use crate::{call::Call, error::Result};

/// The units of one line, and what they must carry.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The product.
    pub sku: Sku,
    /// Its title.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// A mark of "Chestny ZNAK".
    pub mark: bool,
    /// A number of the assay office.
    pub uin: bool,
    /// A customs declaration.
    pub gtd: bool,
    /// The number of a traceable batch.
    pub rnpt: bool,
    /// The least and the most that a unit weighs, grams, where each is weighed.
    pub weight: Option<(i64, i64)>,
    /// What was handed in, by unit; fewer than there are units while nobody handed in anything for the rest.
    pub units: Vec<Unit>,
}

/// The lines of a posting of the call's shop whose units must carry something; none once it is packed.
pub async fn wanted(call: &mut Call, number: &PostingNumber) -> Result<Vec<Wanted>> {
    let posting = row::find_own(call, number).await?;
    if Status::of(&posting)? != Status::Unpacked {
        return Ok(Vec::new());
    }
    let mut items = row::items(call, std::slice::from_ref(number)).await?;
    exemplar::read(call, &mut items, true).await?;
    Ok(items.into_iter().map(line).filter(Wanted::is_asked).collect())
}

impl Wanted {
    fn is_asked(&self) -> bool {
        self.mark || self.uin || self.gtd || self.rnpt || self.weight.is_some()
    }
}

fn line(mut item: Item) -> Wanted {
    let needs = &item.needs;
    let (mark, uin, gtd, rnpt) = (needs.mark.is_some(), needs.uin, needs.needs_gtd(), needs.needs_rnpt());
    let (weight, units) = (needs.weight, item.needs.weighed_units());
    Wanted { sku: item.sku, name: item.name, quantity: item.quantity, mark, uin, gtd, rnpt, weight, units }
}
