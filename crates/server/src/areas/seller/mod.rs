//! Shops and their API keys. Owns the tables `seller` and `api_key`. Start at `admit.rs`: who may call.

mod admit;
mod key;
mod keys;
mod open;
mod role;
mod walk;

pub use admit::admit;
pub use key::{Limits, add_key, create as create_key};
pub use keys::{KeyLine, keys};
pub use open::{Seller, create, find, open_shop};
pub use role::{ROLES, permits};
pub use walk::{Asked, walk};

use gostiny_wire::{operator, seller};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default().tells(seller::RolesV1, role::roles_v1)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::SellerCreate, open::create)
        .reads(operator::SellerList, open::list)
        .writes(operator::KeyCreate, key::create)
        .writes(operator::KeyRevoke, key::revoke)
}
