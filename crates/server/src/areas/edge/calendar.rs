//! When the real service switched methods off, as its changelog and its users tell. Several dates of one method: the
//! first after which it never came back.

use gostiny_wire::scalar::Time;

use crate::{
    api::{Off, Pattern},
    error::Result,
};

/// Day and methods.
const CALENDAR: &[(&str, &[&str])] = &[
    ("2022-09-19", &["/v1/categories/tree", "/v2/posting/fbs/ship"]),
    ("2023-01-10", &["/v1/supplier/orders/*", "/v1/supplier/waybill_acceptance_results/*"]),
    (
        "2023-08-22",
        &[
            "/v1/report/transactions/create",
            "/v1/report/finance/create",
            "/v1/report/products/prices/create",
            "/v2/product/info/limit",
            "/v1/analytics/item_turnover",
            "/v1/analytics/stock_on_warehouses",
            "/v2/returns/company/fbo",
            "/v2/returns/company/fbs",
        ],
    ),
    ("2023-10-18", &["/v1/report/stock/create", "/v1/report/products/movement/create"]),
    ("2024-02-09", &["/v3/posting/fbs/ship", "/v3/posting/fbs/ship/package"]),
    ("2024-02-20", &["/v1/chat/list", "/v1/chat/history", "/v1/chat/updates"]),
    (
        "2024-03-11",
        &["/v2/category/tree", "/v3/category/attribute", "/v2/category/attribute/values", "/v2/product/import"],
    ),
    (
        "2025-02-01",
        &[
            "/v2/product/list",
            "/v2/product/info",
            "/v2/product/info/list",
            "/v3/products/info/attributes",
            "/v3/product/info/stocks",
            "/v4/product/info/prices",
            "/v4/fbs/posting/product/exemplar/*",
        ],
    ),
    ("2025-05-27", &["/v1/product/import/stocks"]),
    ("2026-04-07", &["/v1/warehouse/list", "/v1/delivery-method/list"]),
    ("2026-08-31", &["/v3/posting/fbs/list", "/v3/posting/fbs/unfulfilled/list", "/v2/posting/fbo/list"]),
    ("2026-09-08", &["/v3/finance/transaction/list", "/v3/finance/transaction/totals"]),
    ("2026-11-02", &["/v2/posting/fbs/act/create", "/v2/posting/fbs/package-label"]),
];

/// All of it.
pub(super) fn calendar() -> Result<Vec<Off>> {
    let named = CALENDAR.iter().flat_map(|(day, paths)| paths.iter().map(move |path| (day, path)));
    let off = named.map(|(day, path)| {
        let from =
            format!("{day}T00:00:00Z").parse::<Time>().map_err(|error| crate::error::Error::Internal(error.into()))?;
        Ok(Off { path: Pattern::parse("calendar", path)?, from: Some(from) })
    });
    off.collect()
}

#[cfg(test)]
mod tests {
    use gostiny_wire::seller_methods;

    use super::*;

    #[test]
    fn every_entry_is_of_a_method_that_is_served() {
        for off in calendar().unwrap() {
            assert!(seller_methods().any(|info| off.path.may_cover(&info)), "{}", off.path);
        }
    }
}
