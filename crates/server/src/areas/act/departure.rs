//! When a carriage can be formed: on its day, or the evening before where the warehouse prints acts in advance.

use gostiny_wire::scalar::Time;

use crate::areas::warehouse::{self, DeliveryMethod, Warehouse};

/// With less time to pack than this nothing is printed in advance.
const SHORT_PACKING_HOURS: i64 = 13;

/// Why a carriage of a local day cannot be formed now, in the service's code words.
pub(super) fn obstacle(warehouse: &Warehouse, method: &DeliveryMethod, day: &str, now: Time) -> Option<&'static str> {
    let today = warehouse::local_day(warehouse, now);
    match day.cmp(today.as_str()) {
        std::cmp::Ordering::Less => Some("outdated"),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => {
            let opens = opens_in_advance(warehouse, method, day);
            if opens.is_some_and(|opens| now >= opens) { None } else { Some("package_time_not_passed") }
        }
    }
}

/// A minute after the last moment at which an order could still be due on that day.
fn opens_in_advance(warehouse: &Warehouse, method: &DeliveryMethod, day: &str) -> Option<Time> {
    if !warehouse.can_print_act_in_advance || warehouse.packing_hours <= SHORT_PACKING_HOURS {
        return None;
    }
    Some(method.cutoff_at(warehouse, day)?.plus_hours(-warehouse.packing_hours).plus_seconds(60))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{DeliveryMethodId, WarehouseId};

    use super::*;

    fn on(packing_hours: i64, in_advance: bool, day: &str, now: &str) -> Option<&'static str> {
        let warehouse = Warehouse {
            warehouse_id: WarehouseId(1),
            name: String::new(),
            is_rfbs: false,
            is_kgt: false,
            status: "created".to_owned(),
            city: String::new(),
            region: String::new(),
            timezone: "Europe/Moscow".to_owned(),
            first_mile_type: "DropOff".to_owned(),
            has_entrusted_acceptance: false,
            can_print_act_in_advance: in_advance,
            packing_hours,
            working_days: Vec::new(),
            created_at: Time(0),
        };
        let method = DeliveryMethod {
            delivery_method_id: DeliveryMethodId(1),
            warehouse_id: WarehouseId(1),
            name: String::new(),
            status: "ACTIVE".to_owned(),
            tpl_integration_type: "ozon".to_owned(),
            provider_id: 24,
            provider: String::new(),
            cutoff: "13:00".to_owned(),
        };
        obstacle(&warehouse, &method, day, now.parse().unwrap())
    }

    #[test]
    fn fifteen_hours_before_the_cutoff_and_a_minute() {
        let day = "2026-01-13";
        assert_eq!(on(15, true, day, "2026-01-12T19:00:59Z"), Some("package_time_not_passed"));
        assert_eq!(on(15, true, day, "2026-01-12T19:01:00Z"), None);
        assert_eq!(on(13, true, day, "2026-01-12T20:59:59Z"), Some("package_time_not_passed"));
        assert_eq!(on(15, false, day, "2026-01-12T20:59:59Z"), Some("package_time_not_passed"));
    }

    #[test]
    fn all_of_its_day_and_never_after() {
        assert_eq!(on(13, false, "2026-01-13", "2026-01-12T21:00:00Z"), None);
        assert_eq!(on(13, false, "2026-01-13", "2026-01-13T20:59:59Z"), None);
        assert_eq!(on(13, true, "2026-01-13", "2026-01-13T21:00:00Z"), Some("outdated"));
    }
}
