//! Goods on their way back: sent back by buyers, or called off on their way. Owns `goods_return`, `returned_units`.
//! Start at `machine.rs`, the way back, and `advance.rs`, what each step brings along. What it costs is told to
//! finance by [`Charge`].

mod advance;
mod charge;
mod coming;
mod create;
mod desk;
mod export;
mod fbo;
mod fbs;
mod filter;
mod invariant;
mod keep;
mod list;
mod machine;
mod row;
mod units;
mod visual;

pub use advance::record;
pub use charge::{CHARGE, Charge, ChargedLine, What};
pub use coming::coming;
pub use create::create;
pub use export::{ReturnsAfter, exported, exported_of};
pub use invariant::invariants;
pub use machine::Status;
pub use row::GoodsReturn;
pub use visual::is_visual_word;

use gostiny_wire::{operator, returns};

use super::posting;
use crate::api::Routes;

/// The seller's methods of this area, and what happens to goods on their way back by itself.
pub fn routes() -> Routes {
    Routes::default()
        .reads(returns::ReturnsCompanyFboV2, fbo::v2)
        .reads(returns::ReturnsCompanyFbsV2, fbs::v2)
        .reads(returns::ReturnsListV1, list::v1)
        .reads(returns::ReturnsCompanyFbsV3, fbs::v3)
        .reads(returns::ReturnsCompanyFboV3, fbo::v3)
        .job(posting::CAME_BACK, create::came_back)
        .job(posting::PART_CANCELLED, create::part_came_back)
        .job(keep::KEEP, keep::keep)
        .job(keep::DISPOSE, keep::dispose)
        .job(advance::CARRY, advance::carry)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::ReturnCreate, create::create)
        .writes(operator::ReturnEventRecord, advance::record)
        .reads(operator::ReturnList, desk::list)
}
