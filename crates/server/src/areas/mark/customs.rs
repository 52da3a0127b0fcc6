//! Numbers of customs papers: a declaration (`10702020/060520/0013422`, with the item of it after a further stroke)
//! and the registration number of a traceable batch, which is a declaration with its item.

use std::fmt;

use jiff::civil;

const FORM: &str = "INVALID_FORMAT";
const DATE: &str = "INVALID_DATE";

/// A customs declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    office: String,
    date: String,
    number: String,
    item: Option<String>,
}

impl fmt::Display for Declaration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.office, self.date, self.number)?;
        self.item.iter().try_for_each(|item| write!(f, "/{item}"))
    }
}

/// Reads a declaration, with or without an item.
pub fn declaration(text: &str) -> Result<Declaration, &'static str> {
    let mut parts = text.trim().split('/');
    let mut part = || parts.next().map(str::to_owned);
    let (Some(office), Some(date), Some(number), item) = (part(), part(), part(), part()) else { return Err(FORM) };
    let letters = number.chars().count() == 7 && number.chars().all(char::is_alphanumeric);
    let item_fits = item.as_ref().is_none_or(|item| digits(item, 1) || digits(item, 2) || digits(item, 3));
    if part().is_some() || !digits(&office, 8) || !digits(&date, 6) || !letters || !item_fits {
        return Err(FORM);
    }
    if day(&date).is_none() {
        return Err(DATE);
    }
    Ok(Declaration { office, date, number, item })
}

/// Reads the registration number of a batch: a declaration that names its item.
pub fn registration(text: &str) -> Result<Declaration, &'static str> {
    let declaration = declaration(text)?;
    if declaration.item.is_some() { Ok(declaration) } else { Err(FORM) }
}

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `060520` as a day of this century.
fn day(date: &str) -> Option<civil::Date> {
    let number = |from: usize| date.get(from..from + 2)?.parse::<i8>().ok();
    let year = i16::from(number(4)?).checked_add(2_000)?;
    civil::Date::new(year, number(2)?, number(0)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_declaration_has_an_office_a_day_and_a_number() {
        for good in ["10702020/060520/0013422", "10702020/060520/0013422/12", " 10129060/290224/П031417 "] {
            assert!(declaration(good).is_ok(), "{good}");
        }
        for (text, code) in [
            ("", FORM),
            ("10702020/060520", FORM),
            ("1070202/060520/0013422", FORM),
            ("10702020/060520/001342", FORM),
            ("10702020/060520/0013422/1234", FORM),
            ("10702020/060520/0013422/1/1", FORM),
            ("10702020/320520/0013422", DATE),
            ("10702020/290223/0013422", DATE),
        ] {
            assert_eq!(declaration(text), Err(code), "{text}");
        }
    }

    #[test]
    fn a_registration_names_its_item() {
        assert!(registration("10702020/060520/0013422/1").is_ok());
        assert_eq!(registration("10702020/060520/0013422"), Err(FORM));
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text: String) {
            let _ = (declaration(&text), registration(&text));
        }

        #[test]
        fn near_declarations_do_not_either(text in "[0-9]{7,9}/[0-9]{5,7}/[0-9А-Я]{6,8}(/[0-9]{0,4})?") {
            let _ = registration(&text);
        }

        #[test]
        fn declarations_read_back(office in "[0-9]{8}", day in 1..29_u8, month in 1..13_u8, year in 0..100_u8,
            number in "[0-9]{7}", item in prop::option::of("[0-9]{1,3}")) {
            let mut text = format!("{office}/{day:02}{month:02}{year:02}/{number}");
            if let Some(item) = item {
                text += &format!("/{item}");
            }
            prop_assert_eq!(declaration(&text).unwrap().to_string(), text);
        }
    }
}
