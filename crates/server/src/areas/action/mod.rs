//! Promotions and the goods in them, and lower prices that buyers ask for. Owns `promotion`, `promotion_shop`,
//! `promotion_product`, `discount_task`. Start at `rule.rs`: who may take part and at what price; `choose.rs` keeps the
//! candidates, `deal.rs` says what an order pays, `request.rs` what one buyer pays. The prices in force stand on the
//! goods themselves, see `product::promoted`.

mod activate;
mod change;
mod choose;
mod create;
mod deactivate;
mod deal;
mod list;
mod products;
mod request;
mod row;
mod rule;

pub use activate::v1 as activate;
pub use change::change;
pub use create::create;
pub use deal::{Deal, Wanted, deals};
pub use products::candidates_v1 as candidates;
pub use request::{
    ask as ask_discount,
    decide::{approve as approve_discounts, decline as decline_discounts},
    granted,
};

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
        .reads(action::ActionsCandidatesV2, products::candidates_v2)
        .reads(action::ActionsProductsV2, products::products_v2)
        .writes(action::ActionsProductsUpdateV1, activate::update_v1)
        .writes(action::ActionsProductsDeactivateV2, deactivate::v2)
        .reads(action::ActionsDiscountsTaskListV1, request::list::v1)
        .reads(action::ActionsDiscountsTaskListV2, request::list::v2)
        .writes(action::ActionsDiscountsTaskApproveV1, request::decide::approve)
        .writes(action::ActionsDiscountsTaskDeclineV1, request::decide::decline)
        .job(request::FORGOTTEN, request::decide::forgotten)
        .job(CHOOSE, choose::choose)
        .job(REFRESH, choose::refresh)
        .job(PROMOTABLE, choose::reconsider)
        .job(END, change::over)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::DiscountRequestCreate, request::ask)
        .writes(operator::PromotionCreate, create::create)
        .reads(operator::PromotionList, list::of_operator)
        .writes(operator::PromotionChange, change::change)
        .writes(operator::PromotionFreeze, change::freeze)
        .writes(operator::PromotionEnd, change::end)
}
