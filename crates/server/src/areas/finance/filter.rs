//! Which operations a list or a total is about.

use gostiny_wire::{
    finance::{FinancePeriod, FinanceTransactionListV3Filter},
    scalar::{PostingNumber, Time},
};
use jiff::{ToSpan, tz::TimeZone};

use super::operation_type::Kind;
use crate::{
    areas::setting,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// The most types of operation in one filter.
const MOST_TYPES: usize = 100;

/// A checked filter.
#[derive(Debug)]
pub(super) struct Filter {
    from: Time,
    to: Time,
    /// None: all.
    kind: Option<Kind>,
    posting_number: PostingNumber,
    /// Empty: all.
    operation_types: Vec<String>,
}

/// One statement over the operations that a filter lets through, for each of its two ways to them.
pub(super) struct Text {
    pub by_period: &'static str,
    pub by_posting: &'static str,
}

/// A [`Text`]: `where` is followed by conditions on `operation` that take `$1` to `$6` and `{in}`.
macro_rules! text {
    ($head:literal, $tail:literal) => {
        $crate::areas::finance::filter::Text {
            by_period: $crate::areas::finance::filter::text!($head, "$6 = ''", $tail),
            by_posting: $crate::areas::finance::filter::text!($head, "posting_number = $6", $tail),
        }
    };
    ($head:literal, $posting:literal, $tail:literal) => {
        concat!(
            $head,
            " where seller_id = $1 and happened_at >= $2 and happened_at <= $3 and ($4 = '' or kind = $4) \
             and (cast($5 as bigint) = 0 or operation_type {in}) and ",
            $posting,
            $tail
        )
    };
}
pub(super) use text;

impl Filter {
    /// Checks a filter; `field` is what the request calls it.
    pub async fn of(call: &mut Call, field: &str, filter: &FinanceTransactionListV3Filter) -> Result<Self> {
        check::items(field, "OperationType", filter.operation_type.len(), 0, MOST_TYPES)?;
        let kind = kind(field, &filter.transaction_type)?;
        let posting_number = PostingNumber::from(filter.posting_number.as_str().trim());
        let (from, to) = if posting_number.as_str().is_empty() {
            let from = *check::required(field, "Date.From", filter.date.from.as_ref())?;
            (from, *check::required(field, "Date.To", filter.date.to.as_ref())?)
        } else {
            (filter.date.from.unwrap_or(Time(i64::MIN)), filter.date.to.unwrap_or(Time(i64::MAX)))
        };
        if from > to {
            return Err(Error::invalid(format!("{field}.Date"), "from must not be later than to"));
        }
        if let FinancePeriod { from: Some(from), to: Some(to) } = filter.date {
            short_enough(from, to, setting::of(call).await?.finance_period_months)?;
        }
        Ok(Self { from, to, kind, posting_number, operation_types: filter.operation_type.clone() })
    }

    /// The statement for this filter.
    pub fn pick(&self, text: &Text) -> &'static str {
        if self.posting_number.as_str().is_empty() { text.by_period } else { text.by_posting }
    }

    /// `$1` to `$6`, and what comes after them.
    pub fn args(&self, call: &Call, more: &[Arg]) -> Vec<Arg> {
        let kind = self.kind.map_or("", Kind::as_str);
        let by_type = !self.operation_types.is_empty();
        let mut all = args![call.seller, self.from, self.to, kind, by_type, &self.posting_number].to_vec();
        all.extend_from_slice(more);
        all
    }

    /// The list behind `{in}`; never empty, so that the statement runs.
    pub fn operation_types(&self) -> Vec<Arg> {
        if self.operation_types.is_empty() {
            return vec![Arg::from("")];
        }
        self.operation_types.iter().map(Arg::from).collect()
    }
}

fn kind(field: &str, word: &str) -> Result<Option<Kind>> {
    if word.is_empty() || word == "all" {
        return Ok(None);
    }
    let known = || Kind::ALL.map(Kind::as_str).join(" ");
    let unknown =
        || Error::invalid(format!("{field}.TransactionType"), format!("value must be in list [all {}]", known()));
    Kind::parse(word).map(Some).ok_or_else(unknown)
}

/// Calendar months: from the 31st of January the 28th of February is a month away.
pub fn short_enough(from: Time, to: Time, months: i64) -> Result<()> {
    let latest = TimeZone::UTC.to_datetime(from.timestamp()).checked_add(months.months());
    if latest.is_ok_and(|latest| TimeZone::UTC.to_datetime(to.timestamp()) <= latest) {
        return Ok(());
    }
    let word = usize::try_from(months).ok().and_then(|months| NUMBERS.get(months.saturating_sub(1))).copied();
    let plural = if months == 1 { "" } else { "s" };
    Err(Error::BadRequest(format!("too long period, only {} month{plural} allowed", word.unwrap_or("a few"))))
}

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, months: i64) -> Result<()> {
        short_enough(from.parse().unwrap(), to.parse().unwrap(), months)
    }

    #[test]
    fn a_period_is_a_calendar_month() {
        check("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", 1).unwrap();
        check("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", 1).unwrap();
        check("2026-01-15T10:00:00Z", "2026-04-15T10:00:00Z", 3).unwrap();
        let error = check("2026-02-01T00:00:00Z", "2026-03-01T00:00:00.001Z", 1).unwrap_err();
        assert_eq!(error.to_string(), "too long period, only one month allowed");
        // 29 days, but over the short month
        assert!(check("2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z", 1).is_err());
        let error = check("2026-01-15T10:00:00Z", "2026-04-15T10:00:01Z", 3).unwrap_err();
        assert_eq!(error.to_string(), "too long period, only three months allowed");
    }

    #[test]
    fn a_kind_is_a_word_of_the_list() {
        assert_eq!((kind("F", "").unwrap(), kind("F", "all").unwrap()), (None, None));
        assert_eq!(kind("F", "transferDelivery").unwrap(), Some(Kind::TransferDelivery));
        let text = kind("FinanceTransactionTotalsV3Request", "sales").unwrap_err().to_string();
        assert!(
            text.starts_with("Request validation error: invalid FinanceTransactionTotalsV3Request.TransactionType")
        );
    }
}
