//! Which returns a list is about. Only what is asked for stands in the statement, so that an index serves it.

use gostiny_wire::{
    returns::ReturnsTimeRange,
    scalar::{ClientId, Time},
};

use super::row::{GoodsReturn, columns, goods_return};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Arg,
};

/// Values in one list of a filter.
pub(super) const MOST: usize = 500;
/// Returns on a page.
const LARGEST_PAGE: i64 = 1_000;

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

    /// A column of folded text holds this part, in any case.
    pub fn holds(&mut self, column: &'static str, part: &str) {
        let escaped = part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let place = self.bind(format!("%{escaped}%").into());
        self.conditions.push_str(&format!(" and {column} like {place} escape '\\'"));
    }

    /// How many there are, and one page of them, oldest first.
    pub async fn page(mut self, call: &mut Call, limit: i64, offset: i64) -> Result<(i64, Vec<GoodsReturn>)> {
        let count = format!("select count(*) from goods_return where {}", self.conditions);
        let count: i64 = call.tx.value(&count, &self.values).await?;
        let (limit, offset) = (self.bind(limit.into()), self.bind(offset.into()));
        let page = format!(
            "select {} from goods_return where {} order by created_at, return_id limit {limit} offset {offset}",
            columns!(),
            self.conditions
        );
        Ok((count, call.tx.rows(&page, &self.values, goods_return).await?))
    }
}

/// Page sizes are 1 to 1000.
pub(super) fn limit(request: &str, limit: i64) -> Result<()> {
    if (1..=LARGEST_PAGE).contains(&limit) {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.Limit"), format!("value must be inside range [1, {LARGEST_PAGE}]")))
}
