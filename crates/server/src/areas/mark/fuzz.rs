//! What holds of any text that is scanned off a unit.

use super::{Strictness, code, code::Group, declaration, registration, uin};

const GROUPS: [Group; 6] = [Group::Shoes, Group::Clothes, Group::Dairy, Group::Water, Group::Tobacco, Group::Medicine];

/// A mark names its unit or is refused by a code; what a strict judge takes a lenient one takes as the same unit. The
/// other numbers read back as they are written.
pub fn marks(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for group in GROUPS {
        let lenient = code::judge(text, group, Strictness::Lenient);
        match code::judge(text, group, Strictness::Strict) {
            Ok(unit) => {
                assert_eq!(lenient.as_ref(), Ok(&unit));
                assert_eq!(code::judge(&unit, group, Strictness::Strict).as_ref(), Ok(&unit), "of {text:?}");
            }
            Err(code) => named(code, "MANDATORY_MARK_INVALID_"),
        }
        match lenient {
            Ok(unit) => assert!((16..=200).contains(&unit.len()) && unit.is_ascii()),
            Err(code) => named(code, "MANDATORY_MARK_INVALID_"),
        }
    }
    match declaration(text) {
        Ok(read) => assert_eq!(declaration(&read.to_string()), Ok(read)),
        Err(code) => named(code, "INVALID_"),
    }
    if let Ok(read) = registration(text) {
        assert_eq!(declaration(text), Ok(read));
    }
    match uin(text) {
        Ok(number) => assert_eq!(uin(&number), Ok(number)),
        Err(code) => named(code, "JW_UIN_INVALID_"),
    }
}

fn named(code: &str, beginning: &str) {
    assert!(code.starts_with(beginning), "{code}");
}
