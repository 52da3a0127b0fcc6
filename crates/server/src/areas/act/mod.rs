//! Carriages and their documents: act, waybill, container labels. Owns `carriage`.

use crate::api::Routes;

/// STUB (replace): the seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
}
