//! Promotions and the goods in them. Owns `promotion`, `promotion_shop`, `promotion_product`. Start at `rule.rs`: who
//! may take part and at what price; `choose.rs` keeps the candidates, `deal.rs` says what an order pays. The prices in
//! force stand on the goods themselves, see `product::promoted`.

mod activate;
mod change;
mod choose;
mod create;
mod deactivate;
mod deal;
mod list;
mod products;
mod row;
mod rule;

pub use activate::v1 as activate;
pub use change::change;
pub use create::create;
pub use deal::{Deal, Wanted, deals};
pub use products::candidates_v1 as candidates;

use gostiny_wire::{action, operator};

use super::product::PROMOTABLE;
use crate::{api::Routes, job::Kind};

/// Goes through the goods of all shops for candidates, a piece at a time; the subject is the promotion.
const CHOOSE: Kind = Kind("action.choose");
/// Begins a round of [`CHOOSE`] each day while the promotion lives.
const REFRESH: Kind = Kind("action.refresh");
/// Clears away the prices of a promotion that is over.
const END: Kind = Kind("action.end");

/// The seller's methods of this area, and what becomes of promotions by itself.
pub fn routes() -> Routes {
    Routes::default()
        .reads(action::ActionsV1, list::v1)
        .reads(action::ActionsCandidatesV1, products::candidates_v1)
        .reads(action::ActionsProductsV1, products::products_v1)
        .writes(action::ActionsProductsActivateV1, activate::v1)
        .writes(action::ActionsProductsDeactivateV1, deactivate::v1)
        .job(CHOOSE, choose::choose)
        .job(REFRESH, choose::refresh)
        .job(PROMOTABLE, choose::reconsider)
        .job(END, change::over)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::PromotionCreate, create::create)
        .reads(operator::PromotionList, list::of_operator)
        .writes(operator::PromotionChange, change::change)
        .writes(operator::PromotionFreeze, change::freeze)
        .writes(operator::PromotionEnd, change::end)
}
