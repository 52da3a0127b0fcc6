//! The number that the state assay office burns into a piece of jewellery.

/// Sixteen digits, or the code of what is wrong.
pub fn uin(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let fits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(text.to_owned()) } else { Err("JW_UIN_INVALID_FORMAT") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sixteen_digits_and_nothing_else(text in "[0-9a]{14,18}") {
            prop_assert_eq!(uin(&text).is_ok(), text.len() == 16 && !text.contains('a'));
        }
    }
}
