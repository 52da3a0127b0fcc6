//! When the real service began to describe each method and when it switched it off, as its changelog tells: the day on
//! which a method left the description, or the announced one. No day of birth: it was there before the changelog names
//! it. What was announced without a day is not switched off.

use std::collections::HashMap;

use gostiny_wire::scalar::Time;

use crate::{
    api::{Life, Off, Pattern},
    error::Result,
};

/// A method of the real service in time.
pub(super) struct Entry {
    pub path: &'static str,
    /// Empty: ever since.
    pub born: &'static str,
    /// Empty: it is still there.
    pub off: &'static str,
    /// What is called in its place.
    pub replaced_by: &'static [&'static str],
}

macro_rules! calendar {
    ($($path:literal $born:literal $off:literal $(=> $($by:literal),+)?;)+) => {
        pub(super) const CALENDAR: &[Entry] = &[$(Entry {
            path: $path,
            born: $born,
            off: $off,
            replaced_by: &[$($($by),+)?],
        }),+];
    };
}

/// Methods that came back after they had been switched off, and when.
const BACK: &[(&str, &str)] = &[("/v1/polygon/delete", "2025-11-06"), ("/v1/product/unarchive", "2024-04-01")];

calendar! {
    "/v1/actions" "2021-09-29" "";
    "/v1/actions/candidates" "2021-09-29" "2026-10-13" => "/v2/actions/candidates";
    "/v2/actions/candidates" "2026-09-22" "";
    "/v1/actions/discounts-task/approve" "2022-12-30" "";
    "/v1/actions/discounts-task/decline" "2022-12-30" "";
    "/v1/actions/discounts-task/list" "2022-12-30" "" => "/v2/actions/discounts-task/list";
    "/v2/actions/discounts-task/list" "2026-01-23" "";
    "/v1/actions/products" "2021-09-29" "2026-10-13" => "/v2/actions/products";
    "/v2/actions/products" "2026-09-22" "";
    "/v1/actions/products/activate" "2021-09-29" "2026-10-13" => "/v1/actions/products/update";
    "/v1/actions/products/deactivate" "2021-09-29" "2026-10-13" => "/v2/actions/products/deactivate";
    "/v2/actions/products/deactivate" "2026-09-22" "";
    "/v1/actions/products/update" "2026-09-22" "";
    "/v1/analytics/data" "" "";
    "/v1/analytics/item_turnover" "2021-06-23" "2023-08-22";
    "/v1/analytics/manage/stocks" "2024-11-18" "2026-01-22" => "/v1/analytics/stocks";
    "/v1/analytics/stock_on_warehouses" "" "2023-08-22" => "/v2/analytics/stock_on_warehouses";
    "/v2/analytics/stock_on_warehouses" "2023-02-22" "" => "/v1/analytics/stocks";
    "/v1/analytics/stocks" "2025-04-09" "";
    "/v1/barcode/add" "2023-10-04" "";
    "/v1/barcode/generate" "2023-10-04" "";
    "/v1/brand/company-certification/list" "" "";
    "/v1/carriage/approve" "2024-12-27" "";
    "/v1/carriage/cancel" "2024-12-19" "";
    "/v1/carriage/create" "2024-12-27" "";
    "/v1/carriage/delivery/list" "2024-12-27" "2026-03-20" => "/v2/carriage/delivery/list";
    "/v2/carriage/delivery/list" "2025-12-02" "";
    "/v1/carriage/get" "2024-04-01" "";
    "/v1/categories/tree" "" "2022-09-19" => "/v2/category/tree";
    "/v3/category/attribute" "" "2024-03-11" => "/v1/description-category/attribute";
    "/v2/category/attribute/values" "" "2024-03-11" => "/v1/description-category/attribute/values";
    "/v2/category/tree" "" "2024-03-11" => "/v1/description-category/tree";
    "/v1/chat/history" "" "2024-02-20" => "/v2/chat/history";
    "/v2/chat/history" "2022-08-11" "2026-02-20" => "/v3/chat/history";
    "/v3/chat/history" "2025-03-11" "";
    "/v1/chat/list" "2021-01-13" "2024-02-20" => "/v2/chat/list";
    "/v2/chat/list" "2022-08-11" "2026-06-09" => "/v3/chat/list";
    "/v3/chat/list" "2025-07-28" "";
    "/v2/chat/read" "2022-08-11" "";
    "/v1/chat/send/file" "2021-01-13" "";
    "/v1/chat/send/message" "2021-01-13" "";
    "/v1/chat/start" "2021-01-13" "";
    "/v1/chat/updates" "" "2024-02-20" => "/v2/chat/history";
    "/v1/conditional-cancellation/approve" "2022-07-06" "2025-09-03" => "/v2/conditional-cancellation/approve";
    "/v2/conditional-cancellation/approve" "2025-04-30" "";
    "/v1/conditional-cancellation/get" "2022-07-06" "2025-09-03" => "/v2/conditional-cancellation/list";
    "/v1/conditional-cancellation/list" "2022-07-06" "2025-09-03" => "/v2/conditional-cancellation/list";
    "/v2/conditional-cancellation/list" "2025-04-30" "";
    "/v1/conditional-cancellation/reject" "2022-07-06" "2025-09-03" => "/v2/conditional-cancellation/reject";
    "/v2/conditional-cancellation/reject" "2025-04-30" "";
    "/v1/delivery-method/list" "" "2026-04-07" => "/v2/delivery-method/list";
    "/v2/delivery-method/list" "2025-12-02" "";
    "/v1/description-category/attribute" "2023-10-06" "";
    "/v1/description-category/attribute/values" "2023-10-06" "";
    "/v1/description-category/attribute/values/search" "2024-08-09" "";
    "/v1/description-category/tree" "2023-10-06" "";
    "/v2/fbs/posting/delivered" "" "";
    "/v2/fbs/posting/delivering" "" "";
    "/v2/fbs/posting/last-mile" "" "";
    "/v5/fbs/posting/product/exemplar/create-or-get" "2023-12-01" "2026-01-13"
        => "/v6/fbs/posting/product/exemplar/create-or-get";
    "/v6/fbs/posting/product/exemplar/create-or-get" "2025-02-17" "";
    "/v4/fbs/posting/product/exemplar/set" "2022-04-07" "2026-01-13" => "/v6/fbs/posting/product/exemplar/set";
    "/v5/fbs/posting/product/exemplar/set" "2023-12-01" "2026-01-13" => "/v6/fbs/posting/product/exemplar/set";
    "/v6/fbs/posting/product/exemplar/set" "2025-02-17" "";
    "/v4/fbs/posting/product/exemplar/status" "2022-04-07" "2026-01-13" => "/v5/fbs/posting/product/exemplar/status";
    "/v5/fbs/posting/product/exemplar/status" "2025-02-17" "";
    "/v4/fbs/posting/product/exemplar/validate" "2022-04-07" "2026-01-13"
        => "/v5/fbs/posting/product/exemplar/validate";
    "/v5/fbs/posting/product/exemplar/validate" "2025-02-17" "";
    "/v2/fbs/posting/sent-by-seller" "2021-12-09" "2026-01-20";
    "/v2/fbs/posting/tracking-number/set" "" "";
    "/v1/finance/accrual/by-day" "2026-05-06" "";
    "/v1/finance/accrual/postings" "2026-05-06" "";
    "/v1/finance/accrual/types" "2026-05-06" "";
    "/v1/finance/cash-flow-statement/list" "2022-08-12" "";
    "/v2/finance/realization" "2024-05-02" "";
    "/v3/finance/transaction/list" "" "2026-09-08"
        => "/v1/finance/accrual/postings", "/v1/finance/accrual/types", "/v1/finance/accrual/by-day";
    "/v3/finance/transaction/totals" "" "2026-09-08"
        => "/v1/finance/accrual/postings", "/v1/finance/accrual/types", "/v1/finance/accrual/by-day";
    "/v1/notification/check" "2026-04-08" "";
    "/v1/notification/delete" "2026-04-08" "";
    "/v1/notification/enable" "2026-04-08" "";
    "/v1/notification/list" "2026-04-08" "";
    "/v1/notification/push-type/list" "2026-04-08" "";
    "/v1/notification/set" "2026-04-08" "";
    "/v1/notification/update" "2026-04-08" "";
    "/v1/polygon/bind" "2021-12-09" "" => "/v2/polygon/bind";
    "/v2/polygon/bind" "2025-11-06" "";
    "/v1/polygon/create" "2021-12-09" "";
    "/v1/polygon/delete" "2021-12-09" "2023-09-05";
    "/v1/posting/carriage-available/list" "2022-05-30" "2026-03-20" => "/v2/carriage/delivery/list";
    "/v1/posting/digital/codes/upload" "2025-07-01" "";
    "/v2/posting/fbo/get" "" "";
    "/v2/posting/fbo/list" "" "2026-08-31" => "/v3/posting/fbo/list";
    "/v3/posting/fbo/list" "2026-04-30" "";
    "/v2/posting/fbs/act/check-status" "" "";
    "/v2/posting/fbs/act/create" "2022-03-23" "2026-09-07" => "/v1/carriage/create", "/v1/carriage/approve";
    "/v2/posting/fbs/act/get-barcode" "2023-05-29" "";
    "/v2/posting/fbs/act/get-barcode/text" "2023-07-12" "";
    "/v2/posting/fbs/act/get-container-labels" "" "";
    "/v2/posting/fbs/act/get-pdf" "" "";
    "/v2/posting/fbs/act/get-postings" "2022-10-18" "";
    "/v2/posting/fbs/act/list" "2022-10-18" "";
    "/v2/posting/fbs/arbitration" "" "";
    "/v2/posting/fbs/awaiting-delivery" "" "";
    "/v2/posting/fbs/cancel" "" "";
    "/v1/posting/fbs/cancel-reason" "2022-11-03" "";
    "/v2/posting/fbs/cancel-reason/list" "" "";
    "/v2/posting/fbs/digital/act/check-status" "2022-05-20" "2026-03-22" => "/v2/posting/fbs/act/check-status";
    "/v2/posting/fbs/digital/act/get-pdf" "2022-05-20" "2026-03-22" => "/v2/posting/fbs/act/get-pdf";
    "/v3/posting/fbs/get" "" "";
    "/v2/posting/fbs/get-by-barcode" "" "";
    "/v3/posting/fbs/list" "" "2026-08-31" => "/v4/posting/fbs/list";
    "/v4/posting/fbs/list" "2026-04-30" "";
    "/v2/posting/fbs/package-label" "" "2026-11-02"
        => "/v3/posting/fbs/package-label/create", "/v2/posting/fbs/package-label/get";
    "/v1/posting/fbs/package-label/create" "2023-02-16" "2026-11-02" => "/v3/posting/fbs/package-label/create";
    "/v2/posting/fbs/package-label/create" "2024-05-23" "2026-11-02" => "/v3/posting/fbs/package-label/create";
    "/v3/posting/fbs/package-label/create" "2026-09-22" "";
    "/v1/posting/fbs/package-label/get" "2023-02-16" "2026-11-02" => "/v2/posting/fbs/package-label/get";
    "/v2/posting/fbs/package-label/get" "2026-09-22" "";
    "/v2/posting/fbs/product/cancel" "" "";
    "/v2/posting/fbs/product/change" "2021-09-21" "2025-12-25";
    "/v2/posting/fbs/product/country/list" "2021-10-19" "";
    "/v2/posting/fbs/product/country/set" "2021-10-19" "";
    "/v1/posting/fbs/restrictions" "2022-07-12" "";
    "/v2/posting/fbs/ship" "" "2022-09-19" => "/v3/posting/fbs/ship";
    "/v3/posting/fbs/ship" "" "2024-02-09" => "/v4/posting/fbs/ship";
    "/v4/posting/fbs/ship" "" "";
    "/v3/posting/fbs/ship/package" "2021-10-19" "2024-02-09" => "/v4/posting/fbs/ship/package";
    "/v4/posting/fbs/ship/package" "2023-12-01" "";
    "/v1/posting/fbs/timeslot/change-restrictions" "2023-03-03" "";
    "/v1/posting/fbs/timeslot/set" "2023-03-03" "";
    "/v3/posting/fbs/unfulfilled/list" "" "2026-08-31" => "/v4/posting/fbs/unfulfilled/list";
    "/v4/posting/fbs/unfulfilled/list" "2026-04-30" "";
    "/v3/posting/multiboxqty/set" "2023-01-19" "";
    "/v1/product/archive" "" "";
    "/v1/product/attributes/update" "2023-05-17" "";
    "/v1/product/certificate/accordance-types" "" "";
    "/v2/product/certificate/accordance-types/list" "2023-04-01" "";
    "/v1/product/certificate/bind" "" "";
    "/v1/product/certificate/create" "" "2026-08-31" => "/v2/product/certificate/create";
    "/v2/product/certificate/create" "2026-08-13" "";
    "/v1/product/certificate/types" "" "";
    "/v1/product/certification/list" "2021-04-13" "" => "/v2/product/certification/list";
    "/v2/product/certification/list" "2024-12-06" "";
    "/v1/product/digital/stocks/import" "2025-07-01" "";
    "/v2/product/import" "" "2024-03-11" => "/v3/product/import";
    "/v3/product/import" "2023-12-25" "";
    "/v1/product/import-by-sku" "" "";
    "/v1/product/import/info" "2021-04-13" "";
    "/v1/product/import/prices" "2021-04-13" "";
    "/v1/product/import/stocks" "2021-04-13" "2025-05-27" => "/v2/products/stocks";
    "/v2/product/info" "" "2025-03-10" => "/v3/product/info/list";
    "/v4/product/info/attributes" "2024-12-09" "";
    "/v1/product/info/description" "2021-04-13" "";
    "/v2/product/info/limit" "2022-01-11" "2023-08-22" => "/v4/product/info/limit";
    "/v3/product/info/limit" "2022-12-15" "2023-08-22" => "/v4/product/info/limit";
    "/v4/product/info/limit" "2023-02-13" "";
    "/v2/product/info/list" "2021-04-13" "2025-02-17" => "/v3/product/info/list";
    "/v3/product/info/list" "2024-12-17" "";
    "/v4/product/info/prices" "2022-05-05" "2025-02-18" => "/v5/product/info/prices";
    "/v5/product/info/prices" "2024-12-26" "";
    "/v3/product/info/stocks" "2022-02-21" "2025-02-10" => "/v4/product/info/stocks";
    "/v4/product/info/stocks" "2024-12-04" "";
    "/v1/product/info/stocks-by-warehouse/fbs" "2022-03-23" "2026-04-07" => "/v2/product/info/stocks-by-warehouse/fbs";
    "/v2/product/info/stocks-by-warehouse/fbs" "2025-12-02" "";
    "/v1/product/info/warehouse/stocks" "2025-10-02" "";
    "/v2/product/list" "2022-02-21" "2025-02-11" => "/v3/product/list";
    "/v3/product/list" "2024-12-09" "";
    "/v1/product/pictures/import" "2022-03-25" "2026-10-01" => "/v2/product/pictures/import";
    "/v2/product/pictures/import" "2026-09-03" "";
    "/v1/product/pictures/info" "2022-03-25" "2025-02-10" => "/v2/product/pictures/info";
    "/v2/product/pictures/info" "2024-12-11" "";
    "/v1/product/unarchive" "" "2023-06-14";
    "/v1/product/update/offer-id" "2022-09-19" "";
    "/v1/product/upload_digital_codes" "2021-10-28" "2025-07-01"
        => "/v1/posting/digital/list", "/v1/posting/digital/codes/upload", "/v1/product/digital/stocks/import";
    "/v1/product/upload_digital_codes/info" "2022-01-31" "2025-07-01"
        => "/v1/posting/digital/list", "/v1/posting/digital/codes/upload", "/v1/product/digital/stocks/import";
    "/v2/products/delete" "" "";
    "/v1/products/geo-restrictions-catalog-by-filter" "2022-02-02" "2024-10-17";
    "/v3/products/info/attributes" "2022-02-21" "2025-02-10" => "/v4/product/info/attributes";
    "/v2/products/stocks" "" "";
    "/v1/rating/summary" "2022-11-09" "";
    "/v1/report/finance/create" "" "2023-08-22" => "/v1/finance/cash-flow-statement/list";
    "/v1/report/info" "2021-04-15" "";
    "/v1/report/list" "2021-04-15" "";
    "/v1/report/postings/create" "" "";
    "/v1/report/products/create" "2021-04-15" "";
    "/v1/report/products/movement/create" "" "2023-10-18";
    "/v1/report/products/prices/create" "" "2023-08-22" => "/v4/product/info/prices";
    "/v1/report/returns/create" "" "2025-02-18" => "/v2/report/returns/create";
    "/v2/report/returns/create" "2024-11-22" "";
    "/v1/report/stock/create" "" "2023-10-18" => "/v1/report/warehouse/stock";
    "/v1/report/transactions/create" "2021-04-15" "2023-08-22" => "/v3/finance/transaction/list";
    "/v1/report/warehouse/stock" "2023-10-18" "";
    "/v2/returns/company/fbo" "" "2023-08-22" => "/v3/returns/company/fbo";
    "/v3/returns/company/fbo" "2022-10-05" "2025-02-18" => "/v1/returns/list";
    "/v2/returns/company/fbs" "" "2023-08-22" => "/v3/returns/company/fbs";
    "/v3/returns/company/fbs" "2023-03-22" "2025-02-18" => "/v1/returns/list";
    "/v1/returns/list" "2024-10-16" "";
    "/v1/roles" "2025-07-14" "";
    "/v1/seller/info" "2025-11-11" "";
    "/v1/supplier/orders/{orderId}/waybill_acceptance_results" "" "2023-01-10";
    "/v1/supplier/waybill_acceptance_results/{waybillId}" "" "2023-01-10";
    "/v1/warehouse/list" "" "2026-04-07" => "/v2/warehouse/list";
    "/v2/warehouse/list" "2025-08-27" "";
}

impl Entry {
    /// The day on which it was there again; empty: none.
    pub fn back(&self) -> &'static str {
        BACK.iter().find(|(path, _)| *path == self.path).map_or("", |(_, day)| day)
    }

    pub fn life(&self) -> Life {
        Life {
            born: midnight(self.born).unwrap_or(Time(i64::MIN)),
            off: midnight(self.off),
            back: midnight(self.back()),
        }
    }
}

fn midnight(day: &str) -> Option<Time> {
    day.parse().ok().and_then(Time::midnight)
}

/// The life of each method by its own path.
pub(super) fn lives() -> HashMap<&'static str, Life> {
    CALENDAR.iter().map(|entry| (entry.path, entry.life())).collect()
}

/// What is switched off for good, and from when on.
pub(super) fn switched_off() -> Result<Vec<Off>> {
    let gone = CALENDAR.iter().filter(|entry| !entry.off.is_empty() && entry.back().is_empty());
    gone.map(|entry| Ok(Off { path: Pattern::parse("calendar", entry.path)?, from: entry.life().off })).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gostiny_wire::seller_methods;
    use serde_json::Value;

    use super::*;

    /// The list of facts, where it lies beside the project.
    const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/contract/calendar.json");

    #[test]
    fn every_method_that_is_served_has_its_place_and_no_other_one() {
        let served: BTreeSet<&str> = seller_methods().map(|info| info.path).collect();
        let listed: BTreeSet<&str> = CALENDAR.iter().map(|entry| entry.path).collect();
        assert_eq!(listed.len(), CALENDAR.len(), "one is listed twice");
        assert_eq!(listed, served);
        for entry in CALENDAR {
            for day in [entry.born, entry.off, entry.back()] {
                assert!(day.is_empty() || midnight(day).is_some(), "{} {day}", entry.path);
            }
            assert!(entry.off.is_empty() || entry.born < entry.off, "{}", entry.path);
        }
        assert!(BACK.iter().all(|(path, _)| listed.contains(path)));
    }

    #[test]
    fn the_days_are_those_of_the_list_of_facts() {
        let Ok(facts) = std::fs::read(FACTS) else { return };
        let facts: Value = serde_json::from_slice(&facts).unwrap();
        for entry in CALENDAR {
            let verb = seller_methods().find(|info| info.path == entry.path).unwrap().verb.as_str();
            let fact = &facts[format!("{verb} {}", entry.path)];
            let day = |name: &str| fact[name]["date"].as_str().unwrap_or_default();
            // A year alone says that a method was there already.
            let born = Some(day("first_seen")).filter(|day| day.len() > 4).unwrap_or_default();
            assert!(fact.is_object() && entry.born.starts_with(born), "{} {born}", entry.path);
            assert_eq!(entry.off, day("switched_off"), "{}", entry.path);
            let back = day("returned");
            assert!(back.is_empty() || entry.back() == back, "{}", entry.path);
            assert_eq!(entry.back().is_empty(), fact["returned"].is_null(), "{}", entry.path);
        }
    }
}
