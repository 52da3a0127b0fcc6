//! The units of postings: what was handed in for each, its check, and the codes that are taken in the whole world.
//! A code is taken by the check that passes it and free again when its posting is called off before it left.

mod check;
mod number;
mod set;
mod status;
mod typed;
mod validate;

use std::collections::{BTreeMap, BTreeSet};

use gostiny_wire::{
    posting::{FbsPostingProductExemplarSetV4Exemplar, PostingExemplar},
    scalar::{PostingNumber, Sku},
};
use serde::{Deserialize, Serialize};

use super::row::Item;
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
};

pub use check::execute;
pub(super) use check::{CHECK, give};
pub use number::{v5 as create_or_get_v5, v6 as create_or_get_v6};
pub use set::{v4 as set_v4, v5 as set_v5, v6 as set_v6};
pub use status::{v4 as status_v4, v5 as status_v5};
pub use validate::{v4 as validate_v4, v5 as validate_v5};

/// What was handed in for one unit, and what its check found. Kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unit {
    /// Its number; 0 before anyone asked for it.
    pub id: i64,
    /// Mark of "Chestny ZNAK", as handed in.
    pub mark: String,
    /// Customs declaration.
    pub gtd: String,
    /// There is none.
    pub no_gtd: bool,
    /// Registration number of a batch.
    pub rnpt: String,
    /// There is none.
    pub no_rnpt: bool,
    /// Numbers of the assay office.
    pub uin: Vec<String>,
    /// Numbers of its radio modules.
    pub imei: Vec<String>,
    /// What it weighs, grams; 0 when nobody told.
    pub weight: i64,
    /// The check has been made.
    pub checked: bool,
    /// What it found wrong with the mark.
    pub mark_errors: Vec<String>,
    /// With the declaration.
    pub gtd_errors: Vec<String>,
    /// With the batch.
    pub rnpt_errors: Vec<String>,
    /// With the assay office's numbers.
    pub uin_errors: Vec<String>,
    /// With the numbers of its radio modules.
    pub imei_errors: Vec<String>,
    /// With its weight.
    pub weight_errors: Vec<String>,
    /// Codes that this unit has taken.
    pub taken: Vec<String>,
}

impl Unit {
    /// It carries an accepted mark.
    pub fn has_mark(&self) -> bool {
        self.checked && !self.mark.is_empty() && self.mark_errors.is_empty()
    }

    /// Its declaration is accepted, or there is none.
    pub fn has_gtd(&self) -> bool {
        self.checked && (self.no_gtd || !self.gtd.is_empty()) && self.gtd_errors.is_empty()
    }

    /// Its batch is accepted, or there is none.
    pub fn has_rnpt(&self) -> bool {
        self.checked && (self.no_rnpt || !self.rnpt.is_empty()) && self.rnpt_errors.is_empty()
    }

    /// Its number of the assay office is accepted.
    pub fn has_uin(&self) -> bool {
        self.checked && !self.uin.is_empty() && self.uin_errors.is_empty()
    }

    /// All that is wrong with it.
    pub fn errors(&self) -> Vec<&str> {
        let marks = [&self.mark_errors, &self.gtd_errors, &self.rnpt_errors, &self.uin_errors];
        let all = marks.into_iter().chain([&self.imei_errors, &self.weight_errors]);
        all.flatten().map(String::as_str).collect()
    }

    /// Nothing was handed in.
    pub fn is_blank(&self) -> bool {
        let told = Self { id: 0, checked: false, ..self.clone() };
        told.without_errors() == Self::default()
    }

    fn without_errors(mut self) -> Self {
        for errors in [
            &mut self.mark_errors,
            &mut self.gtd_errors,
            &mut self.rnpt_errors,
            &mut self.uin_errors,
            &mut self.imei_errors,
            &mut self.weight_errors,
        ] {
            errors.clear();
        }
        self
    }

    /// A unit that has a number and nothing else; there is nothing in it to check.
    pub fn numbered(id: i64) -> Self {
        Self { id, checked: true, ..Self::default() }
    }
}

impl From<&FbsPostingProductExemplarSetV4Exemplar> for Unit {
    fn from(given: &FbsPostingProductExemplarSetV4Exemplar) -> Self {
        Self {
            mark: given.mandatory_mark.trim_matches(' ').to_owned(),
            gtd: given.gtd.trim().to_owned(),
            no_gtd: given.is_gtd_absent,
            rnpt: given.rnpt.trim().to_owned(),
            no_rnpt: given.is_rnpt_absent,
            uin: given.jw_uin.iter().map(|uin| uin.trim().to_owned()).filter(|uin| !uin.is_empty()).collect(),
            ..Self::default()
        }
    }
}

impl From<&PostingExemplar> for Unit {
    fn from(given: &PostingExemplar) -> Self {
        Self {
            mark: given.mandatory_mark.trim_matches(' ').to_owned(),
            gtd: given.gtd.trim().to_owned(),
            no_gtd: given.is_gtd_absent,
            rnpt: given.rnpt.trim().to_owned(),
            no_rnpt: given.is_rnpt_absent,
            ..Self::default()
        }
    }
}

/// Reads the units of lines into them; lines that cannot have any cost nothing unless `all` are wanted.
pub(super) async fn read(call: &mut Call, items: &mut [Item], all: bool) -> Result<()> {
    let has = |item: &&Item| all || item.needs.asks_for_units() || !item.mandatory_marks.is_empty();
    let wanted = items.iter().filter(has);
    let numbers: BTreeSet<PostingNumber> = wanted.map(|item| item.posting_number.clone()).collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let read = |row: &crate::store::Row<'_>| Ok(((row.next()?, row.next()?), row.next()?, row.next_json()?));
    let rows: Vec<((PostingNumber, Sku), i64, Unit)> = call.tx.rows_in(UNITS, args![call.seller], &list, read).await?;
    let mut units: BTreeMap<(PostingNumber, Sku), BTreeMap<i64, Unit>> = BTreeMap::new();
    for (line, unit, exemplar) in rows {
        units.entry(line).or_default().insert(unit, exemplar);
    }
    for item in items {
        if let Some(units) = units.remove(&(item.posting_number.clone(), item.sku)) {
            item.needs.units = units.into_values().collect();
        }
    }
    Ok(())
}

const UNITS: &str = "select posting_number, sku, unit, exemplar from posting_exemplar \
    where seller_id = $1 and posting_number {in}";

/// Keeps the units of lines in the place of all that stood under these postings before.
pub(super) async fn keep(call: &mut Call, items: &[Item]) -> Result<()> {
    let numbers: BTreeSet<&PostingNumber> = items.iter().map(|item| &item.posting_number).collect();
    let list: Vec<Arg> = numbers.into_iter().map(Arg::from).collect();
    call.tx.run_in(CLEAR, args![call.seller], &list).await?;
    let (mut rows, mut codes) = (Vec::new(), Vec::new());
    for item in items {
        for (unit, number) in item.needs.units.iter().zip(1_i64..) {
            let exemplar = serde_json::to_string(unit)?;
            rows.push(args![call.seller, &item.posting_number, item.sku, number, exemplar].to_vec());
            codes.extend(unit.taken.iter().map(|code| (code, &item.posting_number)));
        }
    }
    call.tx.run_bulk(KEEP, &rows).await?;
    codes.sort_unstable();
    let row = |(code, number): (&String, &PostingNumber)| args![call.seller, code, number].to_vec();
    let rows: Vec<Vec<Arg>> = codes.into_iter().map(row).collect();
    call.tx.run_bulk(CARRY_CODES, &rows).await?;
    Ok(())
}

const CLEAR: &str = "delete from posting_exemplar where seller_id = $1 and posting_number {in}";
const KEEP: &str = "insert into posting_exemplar (seller_id, posting_number, sku, unit, exemplar) \
    select seller_id, posting_number, sku, unit, exemplar from {rows(seller_id, posting_number, sku, unit, exemplar)}";
const CARRY_CODES: &str = "update mark_taken set posting_number = v.posting_number \
    from {rows(seller_id, code, posting_number)} \
    where mark_taken.seller_id = v.seller_id and mark_taken.code = v.code";

/// Writes what the lines themselves say of their units: needs, and the marks that were accepted. Nobody else may have
/// changed the lines meanwhile: whoever calls this holds the posting.
pub(super) async fn note(call: &mut Call, items: &[Item]) -> Result<()> {
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let (marks, needs) =
            (serde_json::to_string(&item.needs.accepted_marks())?, serde_json::to_string(&item.needs)?);
        rows.push(args![call.seller, &item.posting_number, item.position, marks, needs].to_vec());
    }
    let expected = u64::try_from(rows.len()).map_err(|error| Error::Internal(error.into()))?;
    if call.tx.run_bulk(NOTE, &rows).await? == expected { Ok(()) } else { Err(Error::Raced) }
}

const NOTE: &str = "update posting_item set mandatory_marks = v.mandatory_marks, needs = v.needs \
    from {rows(seller_id, posting_number, position, mandatory_marks, needs)} \
    where posting_item.seller_id = v.seller_id and posting_item.posting_number = v.posting_number \
    and posting_item.position = v.position";

/// Takes codes for a posting; answers those that another unit has.
async fn take(call: &mut Call, number: &PostingNumber, codes: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let rows: Vec<Vec<Arg>> = codes.iter().map(|code| args![code, call.seller, number].to_vec()).collect();
    if call.tx.run_bulk(TAKE, &rows).await? == u64::try_from(rows.len()).unwrap_or(u64::MAX) {
        return Ok(BTreeSet::new());
    }
    let list: Vec<Arg> = codes.iter().map(Arg::from).collect();
    let ours = call.tx.rows_in(OURS, args![call.seller, number], &list, |row| row.next::<String>()).await?;
    Ok(codes.difference(&ours.into_iter().collect()).cloned().collect())
}

const TAKE: &str = "insert into mark_taken (code, seller_id, posting_number) select code, seller_id, posting_number \
    from {rows(code, seller_id, posting_number)} where true on conflict (code) do nothing";
const OURS: &str = "select code from mark_taken where seller_id = $1 and posting_number = $2 and code {in}";

/// Frees the codes of postings.
pub(super) async fn free(call: &mut Call, numbers: &[PostingNumber]) -> Result<()> {
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    call.tx.run_in(FREE, args![call.seller], &list).await?;
    Ok(())
}

const FREE: &str = "delete from mark_taken where seller_id = $1 and posting_number {in}";

/// Frees some codes of the call's seller.
pub(super) async fn free_codes(call: &mut Call, codes: &[String]) -> Result<()> {
    let list: Vec<Arg> = codes.iter().map(Arg::from).collect();
    call.tx.run_in(FREE_CODES, args![call.seller], &list).await?;
    Ok(())
}

const FREE_CODES: &str = "delete from mark_taken where seller_id = $1 and code {in}";
