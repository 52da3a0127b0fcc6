//! What held on the real service on a day: limits, wording, rules that changed over the years. Under what was chosen.

use gostiny_wire::{
    operator::{ErrorEra, ReportHeadings, Settings},
    scalar::Time,
};

/// A day of the calendar, as its first moment.
macro_rules! days {
    ($($(#[$doc:meta])+ $name:ident = $micros:literal, $day:literal;)+) => {
        $($(#[$doc])+ const $name: Time = Time($micros);)+
        #[cfg(test)]
        const DAYS: &[(Time, &str)] = &[$(($name, $day)),+];
    };
}

days! {
    /// The year after the seed's: five percent of a price and the cancelling of what is delivered conditionally are gone
    /// from the documents, stocks are limited.
    Y2023 = 1_672_531_200_000_000, "2023-01-01";
    /// Transaction lists span a month instead of three.
    SHORT_PERIODS = 1_677_628_800_000_000, "2023-03-01";
    /// Goods come out of the archive a hundred in a day.
    RESTORES = 1_686_700_800_000_000, "2023-06-14";
    /// One SKU for all schemes.
    ONE_SKU = 1_692_057_600_000_000, "2023-08-15";
    /// Analytics are asked once a minute; reports have new headings.
    Y2024 = 1_704_067_200_000_000, "2024-01-01";
    /// Stocks change every half minute, prices ten times an hour; who may begin a chat is limited.
    Y2025 = 1_735_689_600_000_000, "2025-01-01";
    /// Fifty calls in a second.
    FIFTY = 1_747_612_800_000_000, "2025-05-19";
    /// A bad key is answered with 404.
    Y2026 = 1_767_225_600_000_000, "2026-01-01";
    /// Keys live for half a year.
    KEYS_END = 1_770_940_800_000_000, "2026-02-13";
    /// Keys live for a quarter.
    KEYS_END_SOON = 1_788_393_600_000_000, "2026-09-03";
}

/// The settings of a day; without limits of rates where they are not to hold.
pub(super) fn of(date: Time, limited: bool) -> Settings {
    let since = |day: Time| date >= day;
    let limits = if limited { limits(date) } else { Settings::default() };
    Settings {
        rate_limits: Some(limited),
        finance_period_months: Some(if since(SHORT_PERIODS) { 1 } else { 3 }),
        error_era: Some(if since(Y2026) { ErrorEra::Year2026 } else { ErrorEra::Year2022 }),
        unified_sku: Some(since(ONE_SKU)),
        price_change_minimum_percent: Some(if since(Y2023) { 0 } else { 5 }),
        conditional_cancel: Some(!since(Y2023)),
        chat_limits: Some(since(Y2025)),
        chat_needs_premium: Some(since(Y2025)),
        report_headings: Some(match date {
            date if date >= Y2024 => ReportHeadings::Year2024,
            date if date >= Y2023 => ReportHeadings::Year2023,
            _ => ReportHeadings::Year2022,
        }),
        key_months: Some(match date {
            date if date >= KEYS_END_SOON => 3,
            date if date >= KEYS_END => 6,
            _ => 0,
        }),
        ..limits
    }
}

fn limits(date: Time) -> Settings {
    let since = |day: Time, number: i64| Some(if date >= day { number } else { 0 });
    Settings {
        // 1000 is as good as none.
        requests_per_second: Some(if date >= FIFTY { 50 } else { 1_000 }),
        stock_update_interval_seconds: if date >= Y2025 { Some(30) } else { since(Y2023, 120) },
        price_changes_per_hour: since(Y2025, 10),
        analytics_interval_seconds: since(Y2024, 60),
        daily_restore_limit: since(RESTORES, 100),
        ..Settings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_what_they_are_called() {
        for (day, text) in DAYS {
            assert_eq!(day.to_string(), format!("{text}T00:00:00Z"));
        }
    }

    #[test]
    fn each_year_has_its_rules() {
        let on = |day: &str| of(format!("{day}T12:00:00Z").parse().unwrap(), true);
        let stock = |day| on(day).stock_update_interval_seconds.unwrap();
        assert_eq!([stock("2022-06-01"), stock("2023-06-01"), stock("2025-01-01")], [0, 120, 30]);
        let keys = |day| on(day).key_months.unwrap();
        assert_eq!([keys("2026-02-12"), keys("2026-02-13"), keys("2026-09-03")], [0, 6, 3]);
        assert_eq!(on("2022-06-01").finance_period_months, Some(3));
        assert_eq!(on("2025-12-31").error_era, Some(ErrorEra::Year2022));
        assert_eq!(on("2026-01-01").error_era, Some(ErrorEra::Year2026));
        assert_eq!((on("2023-08-14").unified_sku, on("2023-08-15").unified_sku), (Some(false), Some(true)));
        let free = of(Y2026, false);
        assert_eq!((free.rate_limits, free.price_changes_per_hour, free.key_months), (Some(false), None, Some(0)));
    }
}
