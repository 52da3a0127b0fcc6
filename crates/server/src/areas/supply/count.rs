//! What is counted of a line when it arrives. Pure.

/// Units of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// Good units, surplus included.
    pub accepted: i64,
    /// Arrived damaged.
    pub defective: i64,
    /// Good units beyond the announced ones.
    pub surplus: i64,
    /// Announced units that did not arrive.
    pub shortage: i64,
}

impl Counted {
    /// None when more is missing or damaged than was announced, or a number is below zero.
    pub fn of(declared: i64, shortage: i64, surplus: i64, defective: i64) -> Option<Self> {
        if shortage < 0 || surplus < 0 || defective < 0 {
            return None;
        }
        let as_announced = declared.checked_sub(shortage)?.checked_sub(defective).filter(|left| *left >= 0)?;
        Some(Self { accepted: as_announced.checked_add(surplus)?, defective, surplus, shortage })
    }

    /// The line arrived as announced.
    pub fn is_clean(&self) -> bool {
        self.defective == 0 && self.surplus == 0 && self.shortage == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_counted_by_what_differs() {
        let counted = Counted::of(10, 2, 1, 3).unwrap();
        assert_eq!(counted, Counted { accepted: 6, defective: 3, surplus: 1, shortage: 2 });
        assert!(Counted::of(10, 0, 0, 0).unwrap().is_clean() && !counted.is_clean());
        assert_eq!(Counted::of(0, 0, 4, 0).unwrap().accepted, 4);
        for (declared, shortage, surplus, defective) in
            [(10, 11, 0, 0), (10, 6, 0, 5), (10, -1, 0, 0), (10, 0, -1, 0), (10, 0, 0, -1), (10, 0, i64::MAX, 0)]
        {
            assert_eq!(Counted::of(declared, shortage, surplus, defective), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_appears_or_is_lost(declared in 0..1_000_i64, shortage in 0..99_i64, surplus in 0..99_i64, bad in 0..99_i64) {
            if let Some(counted) = Counted::of(declared, shortage, surplus, bad) {
                prop_assert_eq!(counted.accepted + counted.defective + counted.shortage, declared + counted.surplus);
                prop_assert!(counted.accepted >= 0);
            } else {
                prop_assert!(shortage + bad > declared);
            }
        }
    }
}
