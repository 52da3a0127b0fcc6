//! The check of units: form, whether they are wanted at all, and that no code is on two units. It follows a few
//! seconds after the units were handed in, or at once where packing brings them along.

use std::collections::BTreeSet;

use gostiny_wire::scalar::PostingNumber;

use super::{
    super::{
        machine::Status,
        needs::Needs,
        row::{self, Item},
    },
    Unit, free, keep, note, read, take,
};
use crate::{
    areas::{
        mark::{self, Group, Strictness},
        setting,
    },
    call::Call,
    error::{Error, Result},
    job::{Due, Kind},
};

/// On the agenda a few seconds after units were handed in; the subject is the posting.
pub(in crate::areas::posting) const CHECK: Kind = Kind("posting.check_exemplars");

const USED: &str = "MANDATORY_MARK_ALREADY_USED";

/// The check has come: judges what was handed in last.
pub async fn execute(call: &mut Call, due: &Due) -> Result<()> {
    let number: PostingNumber = due.subject.as_str().into();
    row::hold(call, &number).await?;
    let posting = row::find(call, &number).await?;
    if Status::of(&posting)? != Status::Unpacked {
        return Ok(());
    }
    let mut items = row::items(call, std::slice::from_ref(&number)).await?;
    read(call, &mut items, true).await?;
    judge(call, &number, &mut items).await?;
    keep(call, &items).await?;
    note(call, &items).await
}

/// Checks units that came with packing at once; whatever is wrong with one refuses all.
pub(in crate::areas::posting) async fn give(call: &mut Call, number: &PostingNumber, items: &mut [Item]) -> Result<()> {
    let redundant =
        |item: &Item| item.needs.mark.is_none() && item.needs.units.iter().any(|unit| !unit.mark.is_empty());
    if items.iter().any(redundant) {
        return Err(Error::WrongState("MANDATORY_MARK_REDUNDANT".to_owned()));
    }
    judge(call, number, items).await?;
    // What is not filled at all is told by the check of completeness, which leaves out what stays unpacked.
    let units = items.iter().flat_map(|item| &item.needs.units).filter(|unit| !unit.is_blank());
    match units.flat_map(Unit::errors).find(|code| !code.ends_with("_NOT_FILLED")) {
        Some(code) => Err(Error::WrongState(code.to_owned())),
        None => Ok(()),
    }
}

/// Judges every unit; what passes takes its codes.
async fn judge(call: &mut Call, number: &PostingNumber, items: &mut [Item]) -> Result<()> {
    let strictness = strictness(call).await?;
    free(call, std::slice::from_ref(number)).await?;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for item in &mut *items {
        let mut units = std::mem::take(&mut item.needs.units);
        for unit in &mut units {
            let codes = look(unit, &item.needs, strictness);
            // The same code on two units of one posting: the second is wrong.
            unit.taken = codes.iter().filter(|code| seen.insert((*code).clone())).cloned().collect();
            if unit.taken.len() < codes.len() {
                used(unit, &codes);
                unit.taken.clear();
            }
        }
        item.needs.units = units;
    }
    let wanted: BTreeSet<String> =
        items.iter().flat_map(|item| &item.needs.units).flat_map(|unit| unit.taken.iter().cloned()).collect();
    let lost = take(call, number, &wanted).await?;
    for unit in items.iter_mut().flat_map(|item| &mut item.needs.units) {
        if unit.taken.iter().any(|code| lost.contains(code)) {
            let codes = std::mem::take(&mut unit.taken);
            used(unit, &codes);
            unit.taken = codes.into_iter().filter(|code| !lost.contains(code)).collect();
        }
    }
    Ok(())
}

fn used(unit: &mut Unit, codes: &[String]) {
    if codes.iter().any(|code| code.starts_with(UIN)) {
        unit.uin_errors.push("JW_UIN_ALREADY_USED".to_owned());
    } else {
        unit.mark_errors.push(USED.to_owned());
    }
}

/// Keeps numbers of the assay office apart from marks, which have no such letter.
const UIN: &str = "uin#";

pub(super) async fn strictness(call: &mut Call) -> Result<Strictness> {
    Ok(if setting::of(call).await?.strict_marks { Strictness::Strict } else { Strictness::Lenient })
}

/// Judges one unit by itself; answers the codes that it would take.
fn look(unit: &mut Unit, needs: &Needs, strictness: Strictness) -> Vec<String> {
    unit.checked = true;
    let mut codes = Vec::new();
    unit.mark_errors = match (needs.mark, unit.mark.as_str()) {
        (None, "") => Vec::new(),
        // Nobody asked for it, so that it is only looked at whether it can be a mark at all.
        (None, text) => errors(mark::judge(text, Group::Shoes, Strictness::Lenient).map(|code| codes.push(code))),
        (Some(_), "") => vec!["MANDATORY_MARK_NOT_FILLED".to_owned()],
        (Some(group), text) => errors(mark::judge(text, group, strictness).map(|code| codes.push(code))),
    };
    unit.uin_errors = match (needs.uin, unit.uin.as_slice()) {
        (false, []) => Vec::new(),
        (false, _) => vec!["JW_UIN_REDUNDANT".to_owned()],
        (true, []) => vec!["JW_UIN_NOT_FILLED".to_owned()],
        (true, [one]) => errors(mark::uin(one).map(|uin| codes.push(format!("{UIN}{uin}")))),
        (true, _) => vec!["JW_UIN_INVALID_FORMAT".to_owned()],
    };
    let gtd_missing = needs.needs_gtd() && !unit.no_gtd;
    unit.gtd_errors = match unit.gtd.as_str() {
        "" if gtd_missing => vec!["GTD_MUST_BE_SPECIFIED_FOR_PRODUCT_COUNTRY".to_owned()],
        "" => Vec::new(),
        _ if !needs.company => vec!["GTD_IS_REQUIRED_ONLY_FOR_LEGAL_CUSTOMER".to_owned()],
        text => errors(mark::declaration(text).map(drop).map_err(gtd_code)),
    };
    let rnpt_missing = needs.needs_rnpt() && !unit.no_rnpt;
    unit.rnpt_errors = match unit.rnpt.as_str() {
        "" if rnpt_missing => vec!["RNPT_NOT_FILLED".to_owned()],
        "" => Vec::new(),
        text => errors(mark::registration(text).map(drop).map_err(rnpt_code)),
    };
    let is_wrong = unit.imei.iter().any(|imei| !is_imei(imei));
    unit.imei_errors = if is_wrong { vec!["IMEI_INVALID_FORMAT".to_owned()] } else { Vec::new() };
    unit.weight_errors = match (needs.weight, unit.weight) {
        (_, 0) => Vec::new(),
        (None, _) => vec!["WEIGHT_REDUNDANT".to_owned()],
        (Some((least, most)), weight) if (least..=most).contains(&weight) => Vec::new(),
        _ => vec!["PRODUCT_WEIGHT_OUT_OF_RANGE".to_owned()],
    };
    codes
}

/// Fifteen digits, the last of which checks the others: every second one counts double, its digits summed.
fn is_imei(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let weighed =
        digits.iter().enumerate().map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit });
    digits.len() == 15 && text.len() == 15 && weighed.sum::<u32>() % 10 == 0
}

fn errors(outcome: Result<(), &'static str>) -> Vec<String> {
    outcome.err().map(str::to_owned).into_iter().collect()
}

fn gtd_code(flaw: &'static str) -> &'static str {
    if flaw == "INVALID_DATE" { "GTD_INVALID_DATE" } else { "GTD_INVALID_FORMAT" }
}

fn rnpt_code(flaw: &'static str) -> &'static str {
    if flaw == "INVALID_DATE" { "RNPT_INVALID_DATE" } else { "RNPT_INVALID_FORMAT" }
}

/// A unit with what is wrong with its form, whatever else has taken its codes.
pub(super) fn form(mut unit: Unit, needs: &Needs, strictness: Strictness) -> Unit {
    // Nobody has to say here that there are no papers.
    (unit.no_gtd, unit.no_rnpt) = (true, true);
    look(&mut unit, needs, strictness);
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(unit: Unit, needs: &Needs) -> Vec<String> {
        let mut unit = unit;
        look(&mut unit, needs, Strictness::Lenient);
        unit.errors().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_unit_is_told_all_that_is_wrong_with_it() {
        let shoes = Needs { mark: Some(Group::Shoes), ..Needs::default() };
        assert_eq!(looked(Unit::default(), &shoes), ["MANDATORY_MARK_NOT_FILLED"]);
        let both = Unit { mark: "x".to_owned(), gtd: "1".to_owned(), ..Unit::default() };
        let codes = ["MANDATORY_MARK_INVALID_LENGTH", "GTD_IS_REQUIRED_ONLY_FOR_LEGAL_CUSTOMER"];
        assert_eq!(looked(both.clone(), &shoes), codes);
        let codes = ["MANDATORY_MARK_INVALID_LENGTH", "GTD_INVALID_FORMAT"];
        assert_eq!(looked(both, &Needs { company: true, ..Needs::default() }), codes);
        assert!(looked(Unit::default(), &Needs::default()).is_empty());
    }

    #[test]
    fn radio_modules_and_weights_are_looked_at() {
        assert!(is_imei("490154203237518") && !is_imei("490154203237519") && !is_imei("49015420323751"));
        let weighed = Needs { weight: Some((250, 500)), ..Needs::default() };
        let heavy = Unit { weight: 501, imei: vec!["1".to_owned()], ..Unit::default() };
        assert_eq!(looked(heavy, &weighed), ["IMEI_INVALID_FORMAT", "PRODUCT_WEIGHT_OUT_OF_RANGE"]);
        assert!(looked(Unit { weight: 500, ..Unit::default() }, &weighed).is_empty());
        assert_eq!(looked(Unit { weight: 5, ..Unit::default() }, &Needs::default()), ["WEIGHT_REDUNDANT"]);
    }

    #[test]
    fn papers_are_named_or_said_to_be_absent() {
        let imported = Needs { company: true, traceable: true, country: "CN".to_owned(), ..Needs::default() };
        let codes = ["GTD_MUST_BE_SPECIFIED_FOR_PRODUCT_COUNTRY", "RNPT_NOT_FILLED"];
        assert_eq!(looked(Unit::default(), &imported), codes);
        assert!(looked(Unit { no_gtd: true, no_rnpt: true, ..Unit::default() }, &imported).is_empty());
        let named = Unit {
            gtd: "10702020/060520/0013422".to_owned(),
            rnpt: "10702020/060520/0013422/1".to_owned(),
            ..Unit::default()
        };
        assert!(looked(named, &imported).is_empty());
    }
}
