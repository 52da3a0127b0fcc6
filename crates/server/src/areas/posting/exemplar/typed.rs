//! The typed marks of a unit: how they are read from a request and told again. Pure.

use gostiny_wire::posting::ExemplarMark;

use super::Unit;
use crate::error::{Error, Result};

const MANDATORY: &str = "mandatory_mark";
const UIN: &str = "jw_uin";
const IMEI: &str = "imei";
/// Numbers of radio modules of one unit: a telephone has two.
const MOST_IMEI: usize = 4;

impl Unit {
    /// A unit that carries these marks; blank ones are none. `request` is the unit's full name.
    pub(super) fn marked(request: &str, marks: &[ExemplarMark]) -> Result<Self> {
        let mut unit = Self::default();
        for (given, at) in marks.iter().zip(0..) {
            let refused = |field: &str, rule: &str| Error::invalid(format!("{request}.Marks[{at}].{field}"), rule);
            let text = given.mark.trim_matches(' ').to_owned();
            match given.mark_type.as_str() {
                MANDATORY | UIN | IMEI if text.is_empty() => {}
                MANDATORY if unit.mark.is_empty() => unit.mark = text,
                UIN if unit.uin.is_empty() => unit.uin.push(text),
                IMEI if unit.imei.len() < MOST_IMEI => unit.imei.push(text),
                MANDATORY | UIN | IMEI => return Err(refused("MarkType", "value must not repeat")),
                _ => return Err(refused("MarkType", "value must be in list [mandatory_mark jw_uin imei]")),
            }
        }
        Ok(unit)
    }

    /// Its marks with their types.
    pub(super) fn marks(&self) -> Vec<(&'static str, String)> {
        let mark = Some(&self.mark).filter(|mark| !mark.is_empty());
        let marks = mark.into_iter().map(|mark| (MANDATORY, mark));
        let numbers = self.uin.iter().map(|uin| (UIN, uin)).chain(self.imei.iter().map(|imei| (IMEI, imei)));
        marks.chain(numbers).map(|(kind, mark)| (kind, mark.clone())).collect()
    }

    /// Its marks with their types and what is wrong with them; one that is missing is told as an empty text.
    pub(super) fn marks_with_errors(&self) -> Vec<(&'static str, String, &[String])> {
        let errors = |kind| match kind {
            MANDATORY => &self.mark_errors,
            UIN => &self.uin_errors,
            _ => &self.imei_errors,
        };
        let mut told: Vec<_> =
            self.marks().into_iter().map(|(kind, mark)| (kind, mark, errors(kind).as_slice())).collect();
        for kind in [MANDATORY, UIN] {
            if !errors(kind).is_empty() && told.iter().all(|(known, ..)| *known != kind) {
                told.push((kind, String::new(), errors(kind)));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(mark_type: &str, mark: &str) -> ExemplarMark {
        ExemplarMark { mark: mark.to_owned(), mark_type: mark_type.to_owned() }
    }

    #[test]
    fn marks_of_each_type_come_back_as_they_were() {
        let marks = [mark(IMEI, "1"), mark(MANDATORY, " m "), mark(UIN, ""), mark(IMEI, "2")];
        let unit = Unit::marked("R", &marks).unwrap();
        let told: Vec<_> = unit.marks().into_iter().map(|(kind, mark)| format!("{kind} {mark}")).collect();
        assert_eq!(told, ["mandatory_mark m", "imei 1", "imei 2"]);
        let missing = Unit { uin_errors: vec!["JW_UIN_NOT_FILLED".to_owned()], ..unit };
        assert_eq!(
            missing.marks_with_errors().last().map(|(kind, mark, errors)| (*kind, mark.len(), errors.len())),
            Some((UIN, 0, 1))
        );
    }

    #[test]
    fn a_second_mark_of_a_kind_and_an_unknown_kind_are_refused() {
        for marks in [[mark(MANDATORY, "a"), mark(MANDATORY, "b")], [mark(UIN, "1"), mark("seal", "2")]] {
            let refused = Unit::marked("R.Exemplars[0]", &marks).unwrap_err().to_string();
            assert!(refused.contains("R.Exemplars[0].Marks[1].MarkType"), "{refused}");
        }
    }
}
