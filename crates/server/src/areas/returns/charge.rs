//! What a return costs and gives, told to finance over the agenda.

use gostiny_wire::scalar::{PostingNumber, Sku};
use serde::{Deserialize, Serialize};

use crate::{
    call::Call,
    error::Result,
    job::{self, Due, Kind},
};

/// On the agenda when a return moves money; the subject is the posting, the payload a [`Charge`] as JSON. Executed by
/// finance.
pub const CHARGE: Kind = Kind("returns.charge");

/// One operation to book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The posting that the goods came with.
    pub posting_number: PostingNumber,
    /// Unique for the shop; a cause is booked once.
    pub cause: String,
    /// What for.
    pub what: What,
    /// The goods.
    pub lines: Vec<ChargedLine>,
}

impl Charge {
    /// Reads a row of the agenda.
    pub fn of(due: &Due) -> Result<Self> {
        Ok(serde_json::from_str(&due.payload)?)
    }
}

/// What a return moves money for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The sale of these units is undone.
    Reversal,
    /// They were brought back and handled.
    Handling {
        /// The buyer had them.
        after_delivery: bool,
    },
    /// They were kept for a day, at so many kopecks a unit.
    Keeping {
        /// Of one unit.
        kopecks: i64,
    },
    /// The marketplace pays for them.
    Compensation,
}

/// Units of one line of the posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargedLine {
    /// What was bought.
    pub sku: Sku,
    /// Units.
    pub quantity: i64,
    /// Units of the line that were reversed before these: the commission is given back to the kopeck.
    pub before: i64,
}

/// Tells finance, in the same transaction.
pub(super) async fn charge(call: &mut Call, charge: &Charge) -> Result<()> {
    let payload = serde_json::to_string(charge)?;
    job::schedule(call, CHARGE, call.now, charge.posting_number.as_str(), &payload).await
}
