//! Which returns a list is about. Only what is asked for stands in the statement, so that an index serves it.

use gostiny_wire::{
    returns::ReturnsTimeRange,
    scalar::{ClientId, ReturnId, Time},
};

use super::{
    machine::Status,
    row::{self, GoodsReturn, columns, goods_return},
    visual,
};
use crate::{
    areas::tariff::Scheme,
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
};

/// Values in one list of a filter.
pub(super) const MOST: usize = 500;
/// Returns on a page.
const LARGEST_PAGE: i64 = 1_000;
/// Characters of a title.
pub(super) const LONGEST_NAME: usize = 500;

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    /// After so many.
    After(i64),
    /// After this one of the seller's returns; 0 is the beginning.
    Behind(ReturnId),
    /// After the return that began then.
    Since(Time, ReturnId),
}

/// Conditions that all hold, with their values.
pub(super) struct Filter {
    conditions: String,
    values: Vec<Arg>,
}

impl Filter {
    /// The seller's returns of these schemes.
    pub fn new(seller: ClientId, schemes: &str) -> Self {
        Self { conditions: format!("seller_id = $1 and scheme in ({schemes})"), values: args![seller].to_vec() }
    }

    fn bind(&mut self, value: Arg) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// A column has this value.
    pub fn is(&mut self, column: &'static str, value: Arg) {
        let place = self.bind(value);
        self.conditions.push_str(&format!(" and {column} = {place}"));
    }

    /// A column has one of these values; none is no condition.
    pub fn is_one_of(&mut self, column: &'static str, values: impl IntoIterator<Item = Arg>) {
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        if !places.is_empty() {
            self.conditions.push_str(&format!(" and {column} in ({})", places.join(", ")));
        }
    }

    /// The seller's returns of a scheme of today's list: `FBO`, or `FBS` with rFBS; empty is all. Where they are is
    /// said by a word of that list, unless it is empty.
    pub fn of(seller: ClientId, scheme: &str, word: &str) -> Option<Self> {
        let schemes: &[Scheme] = match scheme {
            "" => &[Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs],
            "FBO" => &[Scheme::Fbo],
            "FBS" => &[Scheme::Fbs, Scheme::Rfbs],
            _ => return None,
        };
        let list: Vec<String> = schemes.iter().map(|scheme| format!("'{}'", scheme.as_str())).collect();
        let mut filter = Self::new(seller, &list.join(", "));
        if !word.is_empty() {
            filter.stands_at(schemes.iter().map(|scheme| (scheme.as_str(), visual::statuses(*scheme, word))));
        }
        Some(filter)
    }

    /// The goods are where a word of today's list says, which may differ from scheme to scheme.
    fn stands_at(&mut self, by_scheme: impl IntoIterator<Item = (&'static str, Vec<Status>)>) {
        let mut ways = Vec::new();
        for (scheme, statuses) in by_scheme {
            let places: Vec<String> = statuses.iter().map(|status| self.bind(Arg::from(status.word()))).collect();
            if !places.is_empty() {
                ways.push(format!("(scheme = '{scheme}' and status in ({}))", places.join(", ")));
            }
        }
        let any = if ways.is_empty() { "1 = 0".to_owned() } else { ways.join(" or ") };
        self.conditions.push_str(&format!(" and ({any})"));
    }

    /// A moment lies in one of these stretches; none is no condition.
    pub fn is_within(&mut self, column: &'static str, ranges: &[ReturnsTimeRange]) {
        let range = |filter: &mut Self, range: &ReturnsTimeRange| {
            let from = filter.bind(range.time_from.unwrap_or(Time(i64::MIN)).into());
            let to = filter.bind(range.time_to.unwrap_or(Time(i64::MAX)).into());
            format!("{column} between {from} and {to}")
        };
        let ranges: Vec<String> = ranges.iter().map(|one| range(self, one)).collect();
        if !ranges.is_empty() {
            self.conditions.push_str(&format!(" and ({})", ranges.join(" or ")));
        }
    }

    /// A column of folded text holds this part, in any case; an empty part is no condition.
    pub fn holds(&mut self, column: &'static str, part: &str) {
        if part.is_empty() {
            return;
        }
        let escaped = part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let place = self.bind(format!("%{escaped}%").into());
        self.conditions.push_str(&format!(" and {column} like {place} escape '\\'"));
    }

    /// How many there are, and one page of them, oldest first.
    pub async fn counted(self, call: &mut Call, limit: i64, offset: i64) -> Result<(i64, Vec<GoodsReturn>)> {
        let count = format!("select count(*) from goods_return where {}", self.conditions);
        let count: i64 = call.tx.value(&count, &self.values).await?;
        Ok((count, self.page(call, limit, Start::After(offset)).await?))
    }

    /// One page of them, oldest first.
    pub async fn page(mut self, call: &mut Call, limit: i64, start: Start) -> Result<Vec<GoodsReturn>> {
        let (offset, after) = match start {
            Start::After(count) => (count, None),
            Start::Behind(ReturnId(0)) => (0, None),
            Start::Behind(last) => (0, Some((row::find(call, last).await?.created_at, last))),
            Start::Since(at, id) => (0, Some((at, id))),
        };
        if let Some((at, id)) = after {
            let (at, id) = (self.bind(at.into()), self.bind(id.into()));
            self.conditions.push_str(&format!(" and (created_at, return_id) > ({at}, {id})"));
        }
        let (limit, offset) = (self.bind(limit.into()), self.bind(offset.into()));
        let page = format!(
            "select {} from goods_return where {} order by created_at, return_id limit {limit} offset {offset}",
            columns!(),
            self.conditions
        );
        call.tx.rows(&page, &self.values, goods_return).await
    }
}

/// Page sizes are 1 to 1000.
pub(super) fn limit(request: &str, limit: i64) -> Result<()> {
    if (1..=LARGEST_PAGE).contains(&limit) {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.Limit"), format!("value must be inside range [1, {LARGEST_PAGE}]")))
}

/// No stretch ends before it begins.
pub(super) fn in_order(request: &str, field: &str, ranges: &[ReturnsTimeRange]) -> Result<()> {
    if ranges.iter().any(|range| range.time_from.zip(range.time_to).is_some_and(|(from, to)| from > to)) {
        return Err(Error::invalid(format!("{request}.{field}"), "time_from must not be later than time_to"));
    }
    Ok(())
}
