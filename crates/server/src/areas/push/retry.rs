//! When a push that failed is sent again. Pure.

/// Seconds after the first failure.
const FIRST: i64 = 5;
/// Seconds between two tries at most.
const LONGEST: i64 = 600;
/// Tries at the longest gap beyond the one that reached it.
const LAST_TRIES: i64 = 5;

/// Seconds until the next try after so many failed ones; nothing when it is given up.
pub(super) fn gap(failed: i64) -> Option<i64> {
    let growing = (0..).take_while(|step| FIRST << step < LONGEST).count();
    let growing = i64::try_from(growing).unwrap_or_default();
    let step = failed - 1;
    match u32::try_from(step) {
        Ok(shift) if step < growing => Some(FIRST << shift),
        Ok(_) if step <= growing + LAST_TRIES => Some(LONGEST),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_grow_to_ten_minutes_and_five_more_tries_follow() {
        let gaps: Vec<i64> = (1..).map_while(gap).collect();
        assert_eq!(gaps, [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600, 600]);
        assert_eq!((gap(14), gap(1_000), gap(0)), (None, None, None));
    }
}
