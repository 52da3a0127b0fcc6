//! Pages of postings by cursor: each begins behind the last posting of the one before, whatever came in meanwhile. The
//! cursor is that posting's key: a date and its number.

#[cfg(test)]
mod tests;

use gostiny_wire::{
    posting::PostingDir,
    scalar::{OrderId, OrderNumber, Time},
};

use super::{
    late,
    list::{List, directed, in_order, with_lists},
    row::{Posting, columns},
};
use crate::{api::cursor, args, call::Call, error::Result, store::Arg};

/// Which postings, and by which of their dates they are ordered.
pub(super) struct Choice {
    /// The date.
    pub by: By,
    /// Its earliest and its latest value.
    pub period: (Time, Time),
    /// `scheme = 'fbo'`, or what else holds for all of them.
    pub kind: &'static str,
    /// Any of these; none is no condition.
    pub statuses: Vec<String>,
    /// Columns and the values they may have.
    pub lists: Vec<List>,
    /// Other dates with their earliest and latest value.
    pub dates: Vec<(&'static str, Time, Time)>,
    /// One order; 0 is any.
    pub order_id: OrderId,
    /// Any of these orders; none is no condition.
    pub order_numbers: Vec<OrderNumber>,
}

/// The date that postings are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Begin of processing; there is an index for each status too.
    InProcess,
    /// Cut-off, of postings that are not finished.
    Cutoff,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::InProcess => "in_process_at",
            Self::Cutoff => "shipment_date",
        }
    }

    fn of(self, posting: &Posting) -> Time {
        match self {
            Self::InProcess => posting.in_process_at,
            Self::Cutoff => posting.shipment_date,
        }
    }
}

/// A page, and where the next one starts; empty when there is none.
pub(super) struct Page {
    pub postings: Vec<Posting>,
    pub cursor: String,
}

/// A date and a number that pages begin behind.
type Key = (i64, String);

/// The page behind a cursor, empty for the first one.
pub(super) async fn page(call: &mut Call, choice: &Choice, dir: PostingDir, cursor: &str, limit: i64) -> Result<Page> {
    let after: Option<Key> = cursor::read(cursor)?;
    let (sql, args) = choice.search(call, dir, after, limit.saturating_add(1));
    let mut postings = late::rows(call, &sql, &args).await?;
    postings.sort_by(|a, b| in_order(dir, (choice.by.of(a), choice.by.of(b)), a, b));
    let key = |posting: &Posting| (choice.by.of(posting).0, posting.posting_number.clone());
    let (postings, cursor) = cursor::turn(postings, limit, key)?;
    Ok(Page { postings, cursor })
}

/// How many there are on all pages together.
pub(super) async fn count(call: &mut Call, choice: &Choice) -> Result<i64> {
    let (sql, args) = choice.all(call);
    late::count(call, &sql, &args).await
}

impl Choice {
    fn search(&self, call: &Call, dir: PostingDir, after: Option<Key>, limit: i64) -> (String, Vec<Arg>) {
        let (low, high) = self.bounds(dir, after);
        let mut args = args![call.seller, low.0, low.1, high.0, high.1, limit].to_vec();
        let by_status = self.by == By::InProcess && !self.statuses.is_empty() && !self.is_narrow();
        let keys = if by_status {
            // Each status has its own stretch of an index; the beginnings of all of them are merged.
            let mut stretches = Vec::with_capacity(self.statuses.len());
            for status in &self.statuses {
                args.push(status.into());
                let (period, order) = (in_status(args.len()), "status {dir}, {by} {dir}, posting_number {dir}");
                let stretch =
                    format!("{}{} order by {order} limit $6", KEYS, self.conditions(&period, false, &mut args));
                stretches.push(format!("select dated, posting_number from ({stretch}) as of_{}", stretches.len()));
            }
            format!("{} order by dated {{dir}}, posting_number {{dir}} limit $6", stretches.join(" union all "))
        } else {
            let conditions = self.conditions(PERIOD, true, &mut args);
            format!("{KEYS}{conditions} order by {{by}} {{dir}}, posting_number {{dir}} limit $6")
        };
        let (sql, args) = with_lists(&PAGE.replace("{keys}", &keys), &args, self.lists.clone());
        (directed(&sql.replace("{by}", &self.column()), dir), args)
    }

    fn all(&self, call: &Call) -> (String, Vec<Arg>) {
        let (low, high) = self.bounds(PostingDir::Asc, None);
        let mut args = args![call.seller, low.0, low.1, high.0, high.1].to_vec();
        let conditions = self.conditions(PERIOD, true, &mut args);
        let (sql, args) = with_lists(&format!("{COUNT}{conditions}"), &args, self.lists.clone());
        (sql.replace("{by}", &self.column()), args)
    }

    /// Something else than the period leaves only a few of them.
    fn is_narrow(&self) -> bool {
        let numbered = self.lists.iter().any(|(column, values)| *column == "posting_number" && !values.is_empty());
        numbered || !self.order_numbers.is_empty() || self.order_id != OrderId(0) || self.is_narrowed_by_dates()
    }

    /// Another date leaves a stretch that is no longer than the period.
    fn is_narrowed_by_dates(&self) -> bool {
        let length = |from: Time, to: Time| to.0.saturating_sub(from.0);
        self.dates.iter().any(|(_, from, to)| length(*from, *to) <= length(self.period.0, self.period.1))
    }

    /// The column of the order. Where something else is narrower, a sign keeps planners from walking the period.
    fn column(&self) -> String {
        format!("{}{}", if self.is_narrow() { "+" } else { "" }, self.by.column())
    }

    /// Behind what and before what, both exclusive; no number is empty.
    fn bounds(&self, dir: PostingDir, after: Option<Key>) -> (Key, Key) {
        let low = (self.period.0.0, String::new());
        let high = (self.period.1.0.saturating_add(1), String::new());
        match (dir, after) {
            (_, None) => (low, high),
            (PostingDir::Asc, Some(after)) => (low.max(after), high),
            (PostingDir::Desc, Some(after)) => (low, high.min(after)),
        }
    }

    fn conditions(&self, period: &str, with_statuses: bool, args: &mut Vec<Arg>) -> String {
        let mut text = format!("{period} and {}", self.kind);
        let mut bind = |value: Arg| {
            args.push(value);
            format!("${}", args.len())
        };
        let sign = if self.is_narrowed_by_dates() { "" } else { "+" };
        for (column, from, to) in &self.dates {
            let (from, to) = (bind((*from).into()), bind((*to).into()));
            text.push_str(&format!(" and {sign}{column} >= {from} and {sign}{column} <= {to}"));
        }
        if self.order_id != OrderId(0) {
            text.push_str(&format!(" and order_id = {}", bind(self.order_id.into())));
        }
        if !self.order_numbers.is_empty() {
            let one = |number: &OrderNumber| {
                // In the numbers of its postings a hyphen follows, behind which only the full stop sorts.
                let (from, to) = (bind(format!("{number}-").into()), bind(format!("{number}.").into()));
                format!("({from}, {to}, {})", bind(number.into()))
            };
            let any: Vec<String> = filled(&self.order_numbers).map(one).collect();
            text.push_str(&OF_ORDERS.replace("{orders}", &any.join(", ")));
        }
        if with_statuses && !self.statuses.is_empty() {
            // Joined with nothing, so that the index of another order is not taken for it.
            let list: Vec<String> = self.statuses.iter().map(|status| bind(status.into())).collect();
            text.push_str(&format!(" and status || '' in ({})", list.join(", ")));
        }
        text.push_str("{lists}");
        text
    }
}

const PAGE: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and posting_number in (select posting_number from ({keys}) as found)"
);
const KEYS: &str = "select {by} as dated, posting_number from posting where seller_id = $1 and ";
// A cross join looks each order up among the keys of postings, instead of all postings among the orders.
const OF_ORDERS: &str = " and posting_number in (select p.posting_number from (values {orders}) as o \
    cross join posting p where p.seller_id = $1 and p.posting_number > o.column1 \
    and p.posting_number < o.column2 and p.order_number = o.column3)";
const COUNT: &str = "select count(*) from posting where seller_id = $1 and ";
const PERIOD: &str = "({by}, posting_number) > ($2, $3) and ({by}, posting_number) < ($4, $5)";

/// Up to one of few lengths by the last value, so that prepared statements are found again.
fn filled<T>(values: &[T]) -> impl Iterator<Item = &T> {
    let length = [1, 10, 100].into_iter().find(|&length| length >= values.len()).unwrap_or(values.len());
    values.iter().chain(values.last().into_iter().cycle()).take(length)
}

/// The period within one status; the status begins it, so that only its index serves it.
fn in_status(at: usize) -> String {
    format!("(status, {{by}}, posting_number) > (${at}, $2, $3) and (status, {{by}}, posting_number) < (${at}, $4, $5)")
}
