//! How money, moments and numbers are written for people. Pure.

use gostiny_wire::scalar::{Money, Time};
use jiff::tz::TimeZone;

use super::text::Lang;

/// Between groups of digits, and before a sign.
const NARROW: char = '\u{a0}';

/// `1 234,50 ₽`.
pub fn money(amount: Money, currency: &str) -> String {
    let (sign, all) = if amount.0 < 0 { ("\u{2212}", amount.0.unsigned_abs()) } else { ("", amount.0.unsigned_abs()) };
    format!("{sign}{},{:02}{NARROW}{}", grouped(all / 100), all % 100, symbol(currency))
}

/// A price as the wire writes it; a dash when there is none.
pub fn price(text: &str, currency: &str) -> String {
    Money::parse(text).map_or_else(|| "\u{2014}".to_owned(), |amount| money(amount, currency))
}

/// `12 345`.
pub fn number(number: i64) -> String {
    let sign = if number < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

fn symbol(currency: &str) -> &str {
    match currency {
        "RUB" => "₽",
        "BYN" => "Br",
        "KZT" => "₸",
        "EUR" => "€",
        "USD" => "$",
        "CNY" => "¥",
        other => other,
    }
}

/// Moscow, whose time the marketplace keeps and the service's own cabinet shows.
pub fn zone() -> TimeZone {
    // Without the zone's table UTC is told, and named so.
    TimeZone::get("Europe/Moscow").unwrap_or(TimeZone::UTC)
}

/// `12.01.2026 12:00 МСК`.
pub fn moment(at: Time, lang: Lang) -> String {
    let zone = zone();
    let name = match (zone.iana_name(), lang) {
        (Some("Europe/Moscow"), Lang::Ru) => "МСК",
        (Some("Europe/Moscow"), Lang::En) => "MSK",
        _ => "UTC",
    };
    format!("{} {name}", zone.to_datetime(at.timestamp()).strftime("%d.%m.%Y %H:%M"))
}

/// `12.01.2026`, a day of the calendar.
pub fn date(day: jiff::civil::Date) -> String {
    day.strftime("%d.%m.%Y").to_string()
}

/// The same of a moment, the day in Moscow.
pub fn date_of(at: Time) -> String {
    date(zone().to_datetime(at.timestamp()).date())
}

/// `2026-01-12`, the day in Moscow.
pub fn day(at: Time) -> String {
    zone().to_datetime(at.timestamp()).date().to_string()
}

/// The first moment of a day in Moscow, written `2026-01-12`.
pub fn midnight(day: &str) -> Option<Time> {
    let date: jiff::civil::Date = day.trim().parse().ok()?;
    zone().to_timestamp(date.at(0, 0, 0, 0)).ok().map(Time::from)
}

/// A moment as a form's field writes it, `2026-01-12T12:00`, Moscow time.
pub fn typed_moment(text: &str) -> Option<Time> {
    let at: jiff::civil::DateTime = text.trim().parse().ok()?;
    zone().to_timestamp(at).ok().map(Time::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_groups_a_comma_and_a_sign() {
        assert_eq!(money(Money(123_450), "RUB"), "1\u{a0}234,50\u{a0}₽");
        assert_eq!(money(Money(-5), "KZT"), "\u{2212}0,05\u{a0}₸");
        assert_eq!(money(Money(100_000_000), "XXX"), "1\u{a0}000\u{a0}000,00\u{a0}XXX");
        assert_eq!((price("590.0000", "RUB"), price("", "RUB")), ("590,00\u{a0}₽".to_owned(), "\u{2014}".to_owned()));
        assert_eq!((number(-1_234_567), number(12)), ("\u{2212}1\u{a0}234\u{a0}567".to_owned(), "12".to_owned()));
    }

    #[test]
    fn moments_are_told_in_moscow() {
        let at: Time = "2026-01-12T21:30:00Z".parse().unwrap();
        assert_eq!(moment(at, Lang::Ru), "13.01.2026 00:30 МСК");
        assert_eq!(day(at), "2026-01-13");
        assert_eq!(midnight("2026-01-13").unwrap().to_string(), "2026-01-12T21:00:00Z");
        assert_eq!(typed_moment("2026-01-13T00:30"), Some(at));
        assert_eq!((midnight("x"), typed_moment("")), (None, None));
    }
}
