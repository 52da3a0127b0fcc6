//! Roles of API keys: which methods a key may call.

use gostiny_wire::method::Info;

/// The roles that a key can be given.
pub(super) const ROLES: &[&str] =
    &["Admin", "Admin read only", "Product", "Price", "Warehouse", "Posting FBS", "Finance"];

/// Whether roles cover a method. No roles at all is every right, as for the shop's first key.
pub fn permits(roles: &[String], method: &Info, writes: bool) -> bool {
    roles.is_empty()
        || roles.iter().any(|role| match role.as_str() {
            "Admin" => true,
            "Admin read only" => !writes,
            "Product" => matches!(method.area, "category" | "product" | "digital" | "certificate"),
            "Price" => matches!(method.area, "price" | "action"),
            "Warehouse" => matches!(method.area, "warehouse" | "stock"),
            "Posting FBS" => matches!(method.area, "posting" | "act" | "warehouse"),
            "Finance" => method.area == "finance",
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{method::Method, posting::PostingFbsShipV4, product::ProductListV2};

    use super::*;

    #[test]
    fn a_role_covers_its_own_methods_only() {
        let role = |name: &str| vec![name.to_owned()];
        assert!(permits(&[], &PostingFbsShipV4::INFO, true));
        assert!(permits(&role("Posting FBS"), &PostingFbsShipV4::INFO, true));
        assert!(!permits(&role("Posting FBS"), &ProductListV2::INFO, false));
        assert!(permits(&role("Admin read only"), &ProductListV2::INFO, false));
        assert!(!permits(&role("Admin read only"), &PostingFbsShipV4::INFO, true));
    }
}
