//! The calendar of a warehouse: its cut-offs, its days, its local time. Pure.

use gostiny_wire::scalar::Time;
use jiff::{
    civil::{self, Date},
    tz::TimeZone,
};

use super::{DeliveryMethod, Warehouse};

/// Where a warehouse stands when nobody said so.
pub(super) const DEFAULT_ZONE: &str = "Europe/Moscow";
/// A warehouse works at least one day a week, so the search for a working day ends.
const WEEK: usize = 7;

impl Warehouse {
    /// Zones are checked when a warehouse opens; a database of zones that lost one since is no reason to stop.
    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.timezone).or_else(|_| TimeZone::get(DEFAULT_ZONE)).unwrap_or(TimeZone::UTC)
    }

    fn works_on(&self, day: Date) -> bool {
        let weekday = i64::from(day.weekday().to_monday_one_offset());
        self.working_days.is_empty() || self.working_days.contains(&weekday)
    }
}

impl DeliveryMethod {
    /// Pack until: the first cut-off on a working day that leaves the hours to pack. Pure.
    pub fn shipment_date(&self, warehouse: &Warehouse, ordered_at: Time) -> Time {
        let zone = warehouse.zone();
        let earliest = ordered_at.plus_hours(warehouse.packing_hours);
        let mut day = zone.to_datetime(earliest.timestamp()).date();
        // Today's cut-off may be over: one day more than a week.
        for _ in 0..=WEEK {
            let cutoff = self.cutoff_on(&zone, day);
            if warehouse.works_on(day) && cutoff >= earliest {
                return cutoff;
            }
            day = day.tomorrow().unwrap_or(day);
        }
        earliest
    }

    /// The cut-off of a local day `2026-01-12`; none when the text is no day.
    pub fn cutoff_at(&self, warehouse: &Warehouse, day: &str) -> Option<Time> {
        Some(self.cutoff_on(&warehouse.zone(), day.parse().ok()?))
    }

    fn cutoff_on(&self, zone: &TimeZone, day: Date) -> Time {
        moment(zone, day, cutoff(&self.cutoff).unwrap_or(civil::Time::midnight()))
    }
}

/// Reads `HH:MM`.
pub(super) fn cutoff(text: &str) -> Option<civil::Time> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hours) || !two_digits(minutes) {
        return None;
    }
    civil::Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

fn moment(zone: &TimeZone, day: Date, time: civil::Time) -> Time {
    zone.to_timestamp(day.to_datetime(time)).map(Time::from).unwrap_or_default()
}

/// The calendar day of a moment where the warehouse stands, `2026-01-12`.
pub fn local_day(warehouse: &Warehouse, at: Time) -> String {
    warehouse.zone().to_datetime(at.timestamp()).date().to_string()
}

/// The last moment of a local day `2026-01-12`; none when the text is no day.
pub fn day_end(warehouse: &Warehouse, day: &str) -> Option<Time> {
    let next = day.parse::<Date>().ok()?.tomorrow().ok()?;
    Some(Time(moment(&warehouse.zone(), next, civil::Time::midnight()).0 - 1))
}

/// The first moment of a local day; none when the text is no day.
pub fn day_start(warehouse: &Warehouse, day: &str) -> Option<Time> {
    Some(moment(&warehouse.zone(), day.parse().ok()?, civil::Time::midnight()))
}

/// How far the clocks of the warehouse are ahead of UTC, minutes.
pub fn utc_offset_minutes(warehouse: &Warehouse, at: Time) -> i32 {
    warehouse.zone().to_offset(at.timestamp()).seconds() / 60
}

/// A moment as the documents of the warehouse print it, local time: `12.01.2026 13:00`.
pub fn local_minute(warehouse: &Warehouse, at: Time) -> String {
    warehouse.zone().to_datetime(at.timestamp()).strftime("%d.%m.%Y %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{DeliveryMethodId, WarehouseId};

    use super::*;

    fn warehouse(packing_hours: i64, working_days: &[i64]) -> Warehouse {
        Warehouse {
            warehouse_id: WarehouseId(22_142_605_386_000),
            name: "Склад".to_owned(),
            is_rfbs: false,
            is_kgt: false,
            status: "created".to_owned(),
            city: "Москва".to_owned(),
            region: String::new(),
            timezone: DEFAULT_ZONE.to_owned(),
            first_mile_type: "DropOff".to_owned(),
            has_entrusted_acceptance: false,
            can_print_act_in_advance: false,
            packing_hours,
            working_days: working_days.to_vec(),
            created_at: Time(0),
        }
    }

    fn until(cutoff: &str) -> DeliveryMethod {
        DeliveryMethod {
            delivery_method_id: DeliveryMethodId(1),
            warehouse_id: WarehouseId(22_142_605_386_000),
            name: String::new(),
            status: "ACTIVE".to_owned(),
            tpl_integration_type: "ozon".to_owned(),
            provider_id: 24,
            provider: String::new(),
            cutoff: cutoff.to_owned(),
        }
    }

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn an_order_is_packed_until_the_first_cutoff_that_leaves_the_hours() {
        let (method, any_day) = (until("13:00"), warehouse(2, &[]));
        for (ordered, want) in [
            ("2026-01-12T07:59:59.5Z", "2026-01-12T10:00:00Z"),
            ("2026-01-12T08:00:00Z", "2026-01-12T10:00:00Z"),
            ("2026-01-12T08:00:00.000001Z", "2026-01-13T10:00:00Z"),
            ("2026-01-12T21:30:00Z", "2026-01-13T10:00:00Z"),
        ] {
            assert_eq!(method.shipment_date(&any_day, at(ordered)), at(want), "{ordered}");
        }
    }

    #[test]
    fn only_working_days_have_a_cutoff() {
        let weekdays = warehouse(24, &[1, 2, 3, 4, 5]);
        // Thursday afternoon in Moscow: Friday's cut-off leaves too few hours.
        assert_eq!(until("13:00").shipment_date(&weekdays, at("2026-01-15T12:00:00Z")), at("2026-01-19T10:00:00Z"));
        let monday = warehouse(0, &[1]);
        assert_eq!(until("00:05").shipment_date(&monday, at("2026-01-12T09:00:00Z")), at("2026-01-18T21:05:00Z"));
    }

    #[test]
    fn a_cutoff_is_a_whole_minute_even_where_the_clock_is_put_on() {
        let berlin = Warehouse { timezone: "Europe/Berlin".to_owned(), ..warehouse(0, &[]) };
        // 02:30 does not exist on that day.
        assert_eq!(until("02:30").shipment_date(&berlin, at("2026-03-28T23:30:00Z")), at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn days_are_those_of_the_warehouse() {
        let moscow = warehouse(0, &[]);
        assert_eq!(local_day(&moscow, at("2026-01-12T20:59:59Z")), "2026-01-12");
        assert_eq!(local_day(&moscow, at("2026-01-12T21:00:00Z")), "2026-01-13");
        assert_eq!(day_end(&moscow, "2026-01-12"), Some(at("2026-01-12T20:59:59.999999Z")));
        assert_eq!(day_end(&moscow, "12.01.2026"), None);
        assert_eq!(local_minute(&moscow, at("2026-01-12T10:00:00Z")), "12.01.2026 13:00");
        assert_eq!(until("13:00").cutoff_at(&moscow, "2026-01-12"), Some(at("2026-01-12T10:00:00Z")));
    }

    #[test]
    fn a_cutoff_has_two_digits_each_side() {
        assert_eq!(cutoff("13:05"), Some(civil::Time::constant(13, 5, 0, 0)));
        assert!(
            ["", "24:00", "12:60", "1:00", "12:5", "12-05", "12:05:00", "+1:00"]
                .iter()
                .all(|text| cutoff(text).is_none())
        );
    }
}
