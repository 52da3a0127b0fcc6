//! Checks of fields that many methods share, with the texts of the real service.

use crate::error::{Error, Result};

/// `low < value <= high` for page sizes: `value must be inside range (0, 1000]`.
pub fn limit(request: &str, value: i64, high: i64) -> Result<()> {
    if value > 0 && value <= high {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.Limit"), format!("value must be inside range (0, {high}]")))
}

/// `value >= 0` for offsets.
pub fn offset(request: &str, value: i64) -> Result<()> {
    if value >= 0 {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.Offset"), "value must be greater than or equal to 0"))
}

/// A list of a bounded length: `value must contain between 1 and 100 items`.
pub fn items(request: &str, field: &str, count: usize, low: usize, high: usize) -> Result<()> {
    if (low..=high).contains(&count) {
        return Ok(());
    }
    let rule = if low == 0 {
        format!("value must contain no more than {high} item(s)")
    } else {
        format!("value must contain between {low} and {high} items")
    };
    Err(Error::invalid(format!("{request}.{field}"), rule))
}

/// A sub-message that must be there: `value is required`.
pub fn required<'a, T>(request: &str, field: &str, value: Option<&'a T>) -> Result<&'a T> {
    value.ok_or_else(|| Error::invalid(format!("{request}.{field}"), "value is required"))
}

/// An id that must be given: `value must be greater than 0`.
pub fn positive(request: &str, field: &str, value: i64) -> Result<()> {
    if value > 0 {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.{field}"), "value must be greater than 0"))
}

/// A text that must be given: `value length must be between 1 and 50 runes, inclusive`.
pub fn length(request: &str, field: &str, value: &str, low: usize, high: usize) -> Result<()> {
    if (low..=high).contains(&value.chars().count()) {
        return Ok(());
    }
    let rule = format!("value length must be between {low} and {high} runes, inclusive");
    Err(Error::invalid(format!("{request}.{field}"), rule))
}
