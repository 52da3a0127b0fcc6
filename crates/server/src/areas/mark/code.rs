//! Marks of "Chestny ZNAK": the GTIN, the serial number of the unit, the key and the signature, by the lengths of the
//! group of goods. A lenient judge looks at length and alphabet only, so that anonymised samples pass.

use std::fmt;

use super::gs1::{self, Element, Flaw, SEPARATOR};

/// A group of goods that must be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Footwear.
    Shoes,
    /// Clothes, linen, towels.
    Clothes,
    /// Milk, cheese, ice cream.
    Dairy,
    /// Bottled water.
    Water,
    /// Cigarettes.
    Tobacco,
    /// Medicines.
    Medicine,
}

impl Group {
    /// How long serial numbers of the group are, the usual length first.
    fn serial(self) -> &'static [usize] {
        match self {
            Self::Shoes | Self::Clothes => &[13],
            Self::Dairy | Self::Water => &[6, 8, 13],
            Self::Tobacco => &[7],
            Self::Medicine => &[13, 14, 15, 16, 17, 18, 19, 20],
        }
    }
}

/// How marks are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Structure, lengths of the group and the check digit.
    Strict,
    /// Length and alphabet.
    Lenient,
}

/// A mark, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The article, 14 digits.
    pub gtin: String,
    /// The unit.
    pub serial: String,
    /// Further elements as they came: key, signature, price, weight.
    more: Vec<Element>,
}

impl Mark {
    /// What names the unit, whatever was scanned beside it: GTIN and serial number.
    pub fn unit(&self) -> String {
        format!("01{}21{}", self.gtin, self.serial)
    }

    fn part(&self, ai: &str) -> Option<&str> {
        self.more.iter().find(|element| element.ai == ai).map(|element| element.value.as_str())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.unit())?;
        self.more.iter().try_for_each(|element| write!(f, "{SEPARATOR}{}{}", element.ai, element.value))
    }
}

const LENGTH: &str = "MANDATORY_MARK_INVALID_LENGTH";
const LETTER: &str = "MANDATORY_MARK_INVALID_CHARACTER";
const STRUCTURE: &str = "MANDATORY_MARK_INVALID_STRUCTURE";
const GTIN: &str = "MANDATORY_MARK_INVALID_GTIN";

/// A lenient judge takes anything between the shortest code of a package and the longest with a signature.
const SHORTEST: usize = 16;
const LONGEST: usize = 200;

/// A pack of cigarettes carries its code without identifiers: GTIN, serial number, price and key in a row.
const PACK: usize = 14 + 7 + 4 + 4;

/// What names the unit that carries this mark, or the code of what is wrong with it.
pub fn judge(text: &str, group: Group, strictness: Strictness) -> Result<String, &'static str> {
    match (strictness, read(text, group)) {
        (_, Ok(mark)) => Ok(mark.unit()),
        (Strictness::Strict, Err(code)) => Err(code),
        (Strictness::Lenient, Err(_)) => lenient(text),
    }
}

fn lenient(text: &str) -> Result<String, &'static str> {
    let text = gs1::bare(text);
    if !text.chars().all(|letter| gs1::is_letter(letter) || letter == SEPARATOR) {
        return Err(LETTER);
    }
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return Err(LENGTH);
    }
    // The signature changes from print to print; what comes before the first separator names the unit.
    let unit = text.split(SEPARATOR).next().unwrap_or(text);
    Ok(if unit.len() < SHORTEST { text } else { unit }.to_owned())
}

/// Reads a mark and holds it against the lengths of its group.
pub fn read(text: &str, group: Group) -> Result<Mark, &'static str> {
    let text = gs1::bare(text);
    if group == Group::Tobacco && text.len() == PACK && !text.contains(SEPARATOR) {
        return pack(text);
    }
    let elements = gs1::elements(text, group.serial()).map_err(|flaw| match flaw {
        Flaw::Letter => LETTER,
        Flaw::Length => LENGTH,
        Flaw::Structure => STRUCTURE,
    })?;
    let mut elements = elements.into_iter();
    let (Some(first), Some(second)) = (elements.next(), elements.next()) else { return Err(STRUCTURE) };
    if first.ai != "01" || second.ai != "21" {
        return Err(STRUCTURE);
    }
    let mark = Mark { gtin: first.value, serial: second.value, more: elements.collect() };
    fits(&mark, group)?;
    Ok(mark)
}

fn pack(text: &str) -> Result<Mark, &'static str> {
    if !text.chars().all(gs1::is_letter) {
        return Err(LETTER);
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let mark = Mark {
        gtin: part(0, 14),
        serial: part(14, 21),
        more: vec![Element { ai: "8005", value: part(21, 25) }, Element { ai: "93", value: part(25, PACK) }],
    };
    if gs1::is_gtin(&mark.gtin) { Ok(mark) } else { Err(GTIN) }
}

fn fits(mark: &Mark, group: Group) -> Result<(), &'static str> {
    if !gs1::is_gtin(&mark.gtin) {
        return Err(GTIN);
    }
    let length = |ai: &str, allowed: &[usize]| mark.part(ai).is_none_or(|value| allowed.contains(&value.len()));
    let signed = match group {
        Group::Dairy | Group::Water | Group::Tobacco => &[][..],
        Group::Shoes | Group::Clothes | Group::Medicine => &[44, 88][..],
    };
    let lengths =
        group.serial().contains(&mark.serial.len()) && length("91", &[4]) && length("92", signed) && length("93", &[4]);
    // A key and its signature come together or not at all.
    let paired = mark.part("91").is_some() == mark.part("92").is_some();
    if !lengths {
        return Err(LENGTH);
    }
    if paired { Ok(()) } else { Err(STRUCTURE) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The documented sample; anonymised, so that neither its check digit nor its second identifier is right.
    const SAMPLE: &str = "010290000151642731tVMohkbfFgunB";

    fn strict(text: &str, group: Group) -> Result<String, &'static str> {
        judge(text, group, Strictness::Strict)
    }

    #[test]
    fn the_documented_sample_passes_a_lenient_judge_only() {
        assert_eq!(judge(SAMPLE, Group::Shoes, Strictness::Lenient), Ok(SAMPLE.to_owned()));
        assert_eq!(strict(SAMPLE, Group::Shoes), Err(STRUCTURE));
    }

    #[test]
    fn a_unit_is_named_by_gtin_and_serial_whatever_is_scanned_beside() {
        let unit = "010460000000001521abcdefghijklm";
        let full = format!("{unit}\u{1d}91EE06\u{1d}92{}", "s".repeat(44));
        for text in [unit, full.as_str(), &format!(" ]d2\u{1d}{full} "), &full.replace(SEPARATOR, "")] {
            for strictness in [Strictness::Strict, Strictness::Lenient] {
                assert_eq!(judge(text, Group::Clothes, strictness).as_deref(), Ok(unit), "{text}");
            }
        }
    }

    #[test]
    fn lengths_follow_the_group() {
        let of = |serial: &str| format!("010460000000001521{serial}");
        assert!(strict(&of("abcdef"), Group::Dairy).is_ok());
        assert_eq!(strict(&of("abcdef"), Group::Shoes), Err(LENGTH));
        assert!(strict(&of("abcdefg"), Group::Tobacco).is_ok());
        assert!(strict("04600000000015abcdefgAAAAkey1", Group::Tobacco).is_ok());
        assert!(strict(&of("abcdefghijklmnopqrst"), Group::Medicine).is_ok());
        assert_eq!(strict(&of("abcdef").replace("0015", "0016"), Group::Dairy), Err(GTIN));
        let unsigned = format!("{}\u{1d}91EE06", of("abcdefghijklm"));
        assert_eq!(strict(&unsigned, Group::Shoes), Err(STRUCTURE));
    }

    #[test]
    fn a_lenient_judge_still_refuses_what_no_code_can_be() {
        let lenient = |text: &str| judge(text, Group::Shoes, Strictness::Lenient);
        assert_eq!(lenient(""), Err(LENGTH));
        assert_eq!(lenient("abc"), Err(LENGTH));
        assert_eq!(lenient("код маркировки товара"), Err(LETTER));
        assert_eq!(lenient(&"a".repeat(201)), Err(LENGTH));
        assert_eq!(lenient("samplemandatorymark"), Ok("samplemandatorymark".to_owned()));
    }

    fn some_group() -> impl Strategy<Value = Group> {
        use Group::{Clothes, Dairy, Medicine, Shoes, Tobacco, Water};
        prop::sample::select(vec![Shoes, Clothes, Dairy, Water, Tobacco, Medicine])
    }

    fn with_check_digit(digits: &str) -> String {
        let last = (0..10).map(|digit| format!("{digits}{digit}")).find(|gtin| gs1::is_gtin(gtin));
        last.unwrap()
    }

    proptest! {
        #[test]
        fn no_text_brings_the_judge_down(text: String, group in some_group()) {
            let _ = strict(&text, group);
            let _ = judge(&text, group, Strictness::Lenient);
        }

        #[test]
        fn near_codes_do_not_either(text in "(\\]d2)?01[0-9]{12,15}21[a-zA-Z0-9!\u{1d}]{0,40}(91|92|93|8005)?.{0,50}",
            group in some_group()) {
            let _ = strict(&text, group);
        }

        #[test]
        fn marks_read_back_as_written(digits in "[0-9]{13}", serial in "[A-Za-z0-9!?%&*+/]{13}",
            key in "[A-Z0-9]{4}", signature in "[A-Za-z0-9+/=]{44}", signed: bool) {
            let gtin = with_check_digit(&digits);
            let mut text = format!("01{gtin}21{serial}");
            if signed {
                text += &format!("{SEPARATOR}91{key}{SEPARATOR}92{signature}");
            }
            let mark = read(&text, Group::Shoes).unwrap();
            prop_assert_eq!(mark.to_string(), text);
            prop_assert_eq!(mark.unit(), format!("01{gtin}21{serial}"));
        }
    }
}
