//! When the real service switched methods off, as its changelog tells: the day on which one left the description, or the
//! announced one. What came back, or was announced without a day, is not in it.

use gostiny_wire::scalar::Time;

use crate::{
    api::{Off, Pattern},
    error::Result,
};

/// Day and methods.
const CALENDAR: &[(&str, &[&str])] = &[
    ("2022-09-19", &["/v1/categories/tree", "/v2/posting/fbs/ship"]),
    (
        "2023-01-10",
        &[
            "/v1/supplier/orders/{orderId}/waybill_acceptance_results",
            "/v1/supplier/waybill_acceptance_results/{waybillId}",
        ],
    ),
    (
        "2023-08-22",
        &[
            "/v1/analytics/item_turnover",
            "/v1/analytics/stock_on_warehouses",
            "/v1/report/finance/create",
            "/v1/report/products/prices/create",
            "/v1/report/transactions/create",
            "/v2/product/info/limit",
            "/v2/returns/company/fbo",
            "/v2/returns/company/fbs",
            "/v3/product/info/limit",
        ],
    ),
    ("2023-10-18", &["/v1/report/products/movement/create", "/v1/report/stock/create"]),
    ("2024-02-09", &["/v3/posting/fbs/ship", "/v3/posting/fbs/ship/package"]),
    ("2024-02-20", &["/v1/chat/history", "/v1/chat/list", "/v1/chat/updates"]),
    (
        "2024-03-11",
        &["/v2/category/attribute/values", "/v2/category/tree", "/v2/product/import", "/v3/category/attribute"],
    ),
    ("2024-10-17", &["/v1/products/geo-restrictions-catalog-by-filter"]),
    ("2025-02-10", &["/v1/product/pictures/info", "/v3/product/info/stocks", "/v3/products/info/attributes"]),
    ("2025-02-11", &["/v2/product/list"]),
    ("2025-02-17", &["/v2/product/info/list"]),
    (
        "2025-02-18",
        &["/v1/report/returns/create", "/v3/returns/company/fbo", "/v3/returns/company/fbs", "/v4/product/info/prices"],
    ),
    ("2025-03-10", &["/v2/product/info"]),
    ("2025-05-27", &["/v1/product/import/stocks"]),
    ("2025-07-01", &["/v1/product/upload_digital_codes", "/v1/product/upload_digital_codes/info"]),
    (
        "2025-09-03",
        &[
            "/v1/conditional-cancellation/approve",
            "/v1/conditional-cancellation/get",
            "/v1/conditional-cancellation/list",
            "/v1/conditional-cancellation/reject",
        ],
    ),
    ("2025-12-25", &["/v2/posting/fbs/product/change"]),
    (
        "2026-01-13",
        &[
            "/v4/fbs/posting/product/exemplar/set",
            "/v4/fbs/posting/product/exemplar/status",
            "/v4/fbs/posting/product/exemplar/validate",
            "/v5/fbs/posting/product/exemplar/create-or-get",
            "/v5/fbs/posting/product/exemplar/set",
        ],
    ),
    ("2026-01-20", &["/v2/fbs/posting/sent-by-seller"]),
    ("2026-01-22", &["/v1/analytics/manage/stocks"]),
    ("2026-02-20", &["/v2/chat/history"]),
    ("2026-03-20", &["/v1/posting/carriage-available/list"]),
    ("2026-04-07", &["/v1/delivery-method/list", "/v1/product/info/stocks-by-warehouse/fbs", "/v1/warehouse/list"]),
    ("2026-06-09", &["/v2/chat/list"]),
    (
        "2026-08-31",
        &[
            "/v1/product/certificate/create",
            "/v2/posting/fbo/list",
            "/v3/posting/fbs/list",
            "/v3/posting/fbs/unfulfilled/list",
        ],
    ),
    ("2026-09-07", &["/v2/posting/fbs/act/create"]),
    ("2026-09-08", &["/v3/finance/transaction/list", "/v3/finance/transaction/totals"]),
    ("2026-10-01", &["/v1/product/pictures/import"]),
    (
        "2026-10-13",
        &[
            "/v1/actions/candidates",
            "/v1/actions/products",
            "/v1/actions/products/activate",
            "/v1/actions/products/deactivate",
        ],
    ),
    (
        "2026-11-02",
        &[
            "/v1/posting/fbs/package-label/create",
            "/v1/posting/fbs/package-label/get",
            "/v2/posting/fbs/package-label",
            "/v2/posting/fbs/package-label/create",
        ],
    ),
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
