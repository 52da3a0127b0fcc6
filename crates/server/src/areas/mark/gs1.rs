//! GS1 element strings: what a scanner reads off a DataMatrix. An element is an application identifier (AI) and its
//! value; a value of open length ends with a group separator or with the text.

/// Between an element of open length and the next one.
pub(super) const SEPARATOR: char = '\u{1d}';

/// Prefixes by which scanners tell the symbology; they are no part of the code.
const SYMBOLOGIES: [&str; 3] = ["]d2", "]C1", "]Q3"];

/// An application identifier this marketplace understands: its digits, and the length of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ai {
    digits: &'static str,
    length: Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Fixed(usize),
    UpTo(usize),
}

const AIS: &[Ai] = &[
    Ai { digits: "01", length: Length::Fixed(14) },
    Ai { digits: "21", length: Length::UpTo(20) },
    Ai { digits: "91", length: Length::UpTo(90) },
    Ai { digits: "92", length: Length::UpTo(90) },
    Ai { digits: "93", length: Length::UpTo(90) },
    Ai { digits: "8005", length: Length::Fixed(6) },
    Ai { digits: "3103", length: Length::Fixed(6) },
    Ai { digits: "17", length: Length::Fixed(6) },
    Ai { digits: "10", length: Length::UpTo(20) },
    Ai { digits: "240", length: Length::UpTo(30) },
];

/// One element of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// Its application identifier.
    pub ai: &'static str,
    /// What it says.
    pub value: String,
}

/// Why a text is no element string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A letter outside the alphabet of GS1.
    Letter,
    /// A value that is too short or too long.
    Length,
    /// An unknown application identifier, or none where one must stand.
    Structure,
}

/// The text without blanks around it and without what scanners put before it.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() && letter != SEPARATOR);
    let text = SYMBOLOGIES.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    text.trim_matches(SEPARATOR)
}

/// The 82 letters that values may hold.
pub(super) fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(letter)
}

/// Reads a bare text. `serial` is how long serial numbers of the goods are: where a scanner lost the separators, it
/// tells the end of a serial number.
pub(super) fn elements(text: &str, serial: &[usize]) -> Result<Vec<Element>, Flaw> {
    if !text.chars().all(|letter| is_letter(letter) || letter == SEPARATOR) {
        return Err(Flaw::Letter);
    }
    let mut rest = text;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let ai = AIS.iter().find(|ai| rest.starts_with(ai.digits)).ok_or(Flaw::Structure)?;
        let after = rest.get(ai.digits.len()..).unwrap_or_default();
        let end = end_of(*ai, after, serial)?;
        let value = after.get(..end).ok_or(Flaw::Length)?;
        if value.is_empty() || value.contains(SEPARATOR) {
            return Err(Flaw::Length);
        }
        found.push(Element { ai: ai.digits, value: value.to_owned() });
        let next = after.get(end..).unwrap_or_default();
        rest = next.strip_prefix(SEPARATOR).unwrap_or(next);
    }
    Ok(found)
}

fn end_of(ai: Ai, after: &str, serial: &[usize]) -> Result<usize, Flaw> {
    let most = match ai.length {
        Length::Fixed(length) => return Ok(length),
        Length::UpTo(most) => most,
    };
    let open = after.find(SEPARATOR).unwrap_or(after.len());
    if ai.digits == "21" && open > most {
        // Without separators the usual length of a serial number tells where the next element begins.
        let fits = |length: &&usize| {
            after.get(**length..).is_some_and(|next| AIS.iter().any(|ai| next.starts_with(ai.digits)))
        };
        return serial.iter().find(fits).copied().ok_or(Flaw::Length);
    }
    // The key of a mark has four characters; its signature follows at once where separators were lost.
    let signed = |word: &str| after.get(4..).is_some_and(|next| next.starts_with(word));
    if ai.digits == "91" && open > 4 + 2 && signed("92") {
        return Ok(4);
    }
    if open > most { Err(Flaw::Length) } else { Ok(open) }
}

/// Whether the last of 14 digits is the check digit of the others.
pub(super) fn is_gtin(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|letter| letter.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 14) else { return false };
    let sum: u32 = digits.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { digit * 3 } else { *digit }).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<(&'static str, String)>, Flaw> {
        let found = elements(bare(text), &[13])?;
        Ok(found.into_iter().map(|element| (element.ai, element.value)).collect())
    }

    #[test]
    fn a_scanned_code_falls_into_its_elements() {
        let signature = "b".repeat(44);
        let full = format!("]d2\u{1d}0104600000000015215Qbag!abcdefg\u{1d}91EE06\u{1d}92{signature}");
        let want = [
            ("01", "04600000000015".to_owned()),
            ("21", "5Qbag!abcdefg".to_owned()),
            ("91", "EE06".to_owned()),
            ("92", signature.clone()),
        ];
        assert_eq!(read(&full).unwrap(), want);
        // The same without its separators.
        assert_eq!(read(&full.replace(SEPARATOR, "")).unwrap(), want);
        assert_eq!(read("01046000000000152112345678005123456").unwrap()[1].1, "12345678005123456");
        assert_eq!(read("0104600000000015211234567\u{1d}8005123456\u{1d}93abcd").unwrap()[2].1, "123456");
    }

    #[test]
    fn what_is_no_element_string_is_told_apart() {
        assert_eq!(read("0104600000000015я"), Err(Flaw::Letter));
        assert_eq!(read("01046"), Err(Flaw::Length));
        assert_eq!(read("550460000"), Err(Flaw::Structure));
        assert_eq!(read(&format!("010460000000001521{}", "a".repeat(40))), Err(Flaw::Length));
        assert!(is_gtin("04600000000015") == (is_check("04600000000015")) && !is_gtin("0460000000001"));
    }

    fn is_check(text: &str) -> bool {
        let digits: Vec<u32> = text.bytes().map(|byte| u32::from(byte - b'0')).collect();
        let sum: u32 = digits[..13].iter().enumerate().map(|(at, digit)| digit * if at % 2 == 0 { 3 } else { 1 }).sum();
        (10 - sum % 10) % 10 == digits[13]
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text: String) {
            let _ = elements(bare(&text), &[6, 13]);
            let _ = is_gtin(&text);
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..300), serial in 0..40_usize) {
            let text = String::from_utf8_lossy(&bytes);
            let _ = elements(bare(&text), &[serial]);
        }

        /// Whatever is made of the letters of codes: what is read is all that was written, but for separators.
        #[test]
        fn nothing_is_lost_or_invented(text in "(01[0-9]{14}|21[a-z]{1,22}|91[A-Z]{0,6}|92[a-z]{0,9}|93|8005[0-9]{5,7}|\u{1d}|9){0,6}") {
            if let Ok(found) = elements(bare(&text), &[13, 6]) {
                let written: String = found.iter().map(|one| format!("{}{}", one.ai, one.value)).collect();
                prop_assert_eq!(written, text.replace(SEPARATOR, ""));
            }
        }

        #[test]
        fn elements_read_back(gtin in "[0-9]{14}", serial in "[A-Za-z0-9!%&]{1,20}", key in "[A-Z0-9]{4}") {
            let text = format!("01{gtin}21{serial}{SEPARATOR}91{key}");
            let found = elements(&text, &[]).unwrap();
            let written: Vec<String> = found.iter().map(|one| format!("{}{}", one.ai, one.value)).collect();
            prop_assert_eq!(written, [format!("01{gtin}"), format!("21{serial}"), format!("91{key}")]);
        }

        #[test]
        fn a_wrong_check_digit_is_seen(digits in "[0-9]{14}") {
            prop_assert_eq!(is_gtin(&digits), is_check(&digits));
        }
    }
}
