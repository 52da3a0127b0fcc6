//! Roles of API keys: which methods a key may call.

use gostiny_wire::{
    method::{Empty, Info},
    seller::{RolesV1Response, RolesV1Role},
};

use crate::{api::Identity, error::Result};

/// The roles that a key can be given.
pub const ROLES: &[&str] = &["Admin", "Admin read only", "Product", "Price", "Warehouse", "Posting FBS", "Finance"];

/// Whether roles cover a method. No roles at all is every right, as for the shop's first key.
pub fn permits(roles: &[String], method: &Info, writes: bool) -> bool {
    roles.is_empty()
        || roles.iter().any(|role| match role.as_str() {
            "Admin" => true,
            "Admin read only" => !writes,
            "Product" => matches!(method.area, "category" | "product" | "digital" | "certificate"),
            "Price" => matches!(method.area, "price" | "action"),
            "Warehouse" => matches!(method.area, "warehouse" | "stock" | "polygon" | "supply"),
            "Posting FBS" => {
                matches!(method.area, "posting" | "cancellation" | "act" | "warehouse" | "returns" | "chat" | "push")
            }
            "Finance" => matches!(method.area, "finance" | "report" | "analytics"),
            _ => false,
        })
        // Whatever a key is for, it can tell.
        || method.area == "seller"
}

/// The roles of the key that is used. One without any has every right, as an admin's.
pub(super) fn roles_v1(key: &Identity, _: &Empty) -> Result<RolesV1Response> {
    let role = |name: &str| {
        let roles = [name.to_owned()];
        let opened = gostiny_wire::seller_methods().filter(|method| permits(&roles, method, !method.reads));
        RolesV1Role { methods: opened.map(|method| method.path.to_owned()).collect(), name: name.to_owned() }
    };
    let names = if key.roles.is_empty() { &["Admin".to_owned()][..] } else { &key.roles };
    Ok(RolesV1Response {
        roles: names.iter().map(|name| role(name)).collect(),
        expires_at: key.expires_at.map(|at| at.to_string()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{method::Method, posting::PostingFbsShipV4, product::ProductListV2, report::ReportInfoV1};

    use super::*;

    /// A new area is given to a role, or this says why not.
    #[test]
    fn every_area_is_in_a_role_besides_the_admins() {
        let roles: Vec<String> = ROLES.iter().skip(2).map(|role| (*role).to_owned()).collect();
        for method in gostiny_wire::seller_methods() {
            assert!(permits(&roles, &method, true), "{} is in no role", method.name);
        }
    }

    #[test]
    fn a_role_covers_its_own_methods_only() {
        let role = |name: &str| vec![name.to_owned()];
        assert!(permits(&[], &PostingFbsShipV4::INFO, true));
        assert!(permits(&role("Posting FBS"), &PostingFbsShipV4::INFO, true));
        assert!(!permits(&role("Posting FBS"), &ProductListV2::INFO, false));
        assert!(permits(&role("Finance"), &ReportInfoV1::INFO, false));
        assert!(permits(&role("Admin read only"), &ProductListV2::INFO, false));
        assert!(!permits(&role("Admin read only"), &PostingFbsShipV4::INFO, true));
    }
}
