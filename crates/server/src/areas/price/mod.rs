//! Prices: set and shown. The columns live in `product`.

use crate::api::Routes;

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}
