//! What the marketplace takes: commission by category, logistics by volume; each by scheme and date. Owns `tariff` and
//! `tariff_commission`, which hold what the operator changed. Start at `rates.rs`: the rules and what holds by default.

mod commission;
mod history;
mod rates;
mod set;

pub use commission::{Changed, changed};
pub use history::{History, history};
pub use rates::{Commission, Logistics, Rates, volume_weight_hundredths};

use gostiny_wire::operator::insight::{TariffsGet, TariffsSet};

use crate::{
    api::Routes,
    error::{Error, Result},
};

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default().reads(TariffsGet, set::get).writes(TariffsSet, set::set)
}

/// Who stores and who delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// The marketplace stores and delivers.
    Fbo,
    /// The seller stores, the marketplace delivers.
    Fbs,
    /// The seller stores and delivers.
    Rfbs,
}

impl Scheme {
    /// As columns and answers spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fbo => "fbo",
            Self::Fbs => "fbs",
            Self::Rfbs => "rfbs",
        }
    }

    /// Reads a column.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "fbo" => Ok(Self::Fbo),
            "fbs" => Ok(Self::Fbs),
            "rfbs" => Ok(Self::Rfbs),
            _ => Err(Error::internal(format!("{text} is no scheme"))),
        }
    }
}
