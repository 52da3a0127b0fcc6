//! A question to the sums, checked, as SQL. Words of the text come from the tables of metrics and dimensions; values
//! are bound.

use std::fmt::Write;

use gostiny_wire::{
    analytics::{AnalyticsDataV1Request, AnalyticsFilter, AnalyticsFilterOp, AnalyticsOrder, AnalyticsSorting},
    scalar::Money,
};

use super::{
    dimension::Dimension,
    metric::{Metric, SUMS},
};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "AnalyticsGetDataRequest";
const MOST_METRICS: usize = 14;
const MOST_DIMENSIONS: usize = 4;
const MOST_CONDITIONS: usize = 20;
const LARGEST_PAGE: i64 = 1_000;

/// A checked question.
#[derive(Debug)]
pub(super) struct Query {
    pub dimensions: Vec<Dimension>,
    pub metrics: Vec<Metric>,
    /// First and last day.
    pub days: (i64, i64),
    on_rows: Vec<Condition>,
    on_metrics: Vec<Condition>,
    order: Vec<String>,
    page: (i64, i64),
}

#[derive(Debug)]
struct Condition {
    expression: &'static str,
    op: &'static str,
    value: Arg,
    by_goods: bool,
}

fn unknown(field: &str, at: usize) -> Error {
    Error::invalid(format!("{REQUEST}.{field}[{at}]"), "value must be one of the defined enum values")
}

impl Query {
    /// Checks a question about days that were checked before.
    pub fn of(req: &AnalyticsDataV1Request, days: (i64, i64)) -> Result<Self> {
        if req.metrics.len() > MOST_METRICS {
            return Err(Error::BadRequest("InvalidArgument".to_owned()));
        }
        check::items(REQUEST, "Metrics", req.metrics.len(), 1, MOST_METRICS)?;
        check::items(REQUEST, "Dimension", req.dimension.len(), 1, MOST_DIMENSIONS)?;
        check::items(REQUEST, "Filters", req.filters.len(), 0, MOST_CONDITIONS)?;
        check::items(REQUEST, "Sort", req.sort.len(), 0, MOST_CONDITIONS)?;
        check::limit(REQUEST, req.limit, LARGEST_PAGE)?;
        check::offset(REQUEST, req.offset)?;
        let named = req.metrics.iter().enumerate();
        let metrics = named.map(|(at, name)| Metric::named(name).ok_or_else(|| unknown("Metrics", at)));
        let named = req.dimension.iter().enumerate();
        let dimensions = named.map(|(at, name)| Dimension::named(name).ok_or_else(|| unknown("Dimension", at)));
        let mut query = Self {
            dimensions: dimensions.collect::<Result<_>>()?,
            metrics: metrics.collect::<Result<_>>()?,
            days,
            on_rows: Vec::new(),
            on_metrics: Vec::new(),
            order: Vec::new(),
            page: (req.limit, req.offset),
        };
        for (at, filter) in req.filters.iter().enumerate() {
            query.filter(at, filter)?;
        }
        for (at, sorting) in req.sort.iter().enumerate() {
            query.sort(at, sorting)?;
        }
        Ok(query)
    }

    /// Whether a shop without the premium level may ask it.
    pub fn is_basic(&self) -> bool {
        self.metrics.iter().all(|metric| metric.is_basic)
            && self.dimensions.iter().all(|dimension| dimension.is_basic())
    }

    fn filter(&mut self, at: usize, filter: &AnalyticsFilter) -> Result<()> {
        let op = match filter.op {
            AnalyticsFilterOp::Eq => "=",
            AnalyticsFilterOp::Gt => ">",
            AnalyticsFilterOp::Gte => ">=",
            AnalyticsFilterOp::Lt => "<",
            AnalyticsFilterOp::Lte => "<=",
        };
        let field = |name: &str| format!("{REQUEST}.Filters[{at}].{name}");
        let unreadable = || Error::invalid(field("Value"), "value does not fit the key");
        if let Some(metric) = Metric::named(&filter.key) {
            let value = Money::parse(&filter.value).ok_or_else(unreadable)?;
            self.on_metrics.push(Condition { expression: metric.expression, op, value: value.into(), by_goods: false });
            return Ok(());
        }
        let dimension = Dimension::named(&filter.key).filter(|dimension| *dimension != Dimension::Brand);
        let dimension = dimension
            .ok_or_else(|| Error::invalid(field("Key"), "value must be a metric or a dimension other than brand"))?;
        let value = if dimension.is_text() {
            Arg::from(&filter.value)
        } else {
            Arg::from(dimension.value(&filter.value).ok_or_else(unreadable)?)
        };
        let by_goods = !dimension.is_time();
        self.on_rows.push(Condition { expression: dimension.expression(), op, value, by_goods });
        Ok(())
    }

    fn sort(&mut self, at: usize, sorting: &AnalyticsSorting) -> Result<()> {
        let way = if sorting.order == AnalyticsOrder::Desc { "desc" } else { "asc" };
        let place = Dimension::named(&sorting.key)
            .and_then(|wanted| self.dimensions.iter().position(|dimension| *dimension == wanted));
        let by = match (Metric::named(&sorting.key), place) {
            (Some(metric), _) => metric.expression.to_owned(),
            (None, Some(place)) => format!("d{place}"),
            (None, None) => {
                let rule = "value must be a metric or a dimension that was asked for";
                return Err(Error::invalid(format!("{REQUEST}.Sort[{at}].Key"), rule));
            }
        };
        self.order.push(format!("{by} {way}"));
        Ok(())
    }

    /// The rows of the page: dimensions, then metrics.
    pub fn rows(&self, call: &Call) -> (String, Vec<Arg>) {
        let (inner, mut args) = self.groups(call);
        let places: Vec<String> = (0..self.dimensions.len()).map(|place| format!("d{place}")).collect();
        // What the order leaves open is settled by the dimensions, so that pages fit together.
        let order: Vec<&str> = self.order.iter().chain(&places).map(String::as_str).collect();
        let (limit, offset) = (args.len() + 1, args.len() + 2);
        args.extend_from_slice(args![self.page.0, self.page.1]);
        let sql = format!(
            "select {}, {} from {inner} order by {} limit ${limit} offset ${offset}",
            places.join(", "),
            self.expressions(),
            order.join(", ")
        );
        (sql, args)
    }

    /// One row: the metrics over all rows.
    pub fn totals(&self, call: &Call) -> (String, Vec<Arg>) {
        // Only conditions on metrics ask for the groups themselves.
        let (inner, args) = if self.on_metrics.is_empty() { self.days(call, &[]) } else { self.groups(call) };
        let whole = |sum: &&str| format!("cast(coalesce(sum({sum}), 0) as bigint) as {sum}");
        let sums: Vec<String> = self.sums().iter().map(whole).collect();
        (format!("select {} from (select {} from {inner}) as whole", self.expressions(), sums.join(", ")), args)
    }

    /// The columns that the question needs.
    fn sums(&self) -> Vec<&'static str> {
        let metrics = self.metrics.iter().map(|metric| metric.expression);
        let asked = metrics.chain(self.on_metrics.iter().map(|condition| condition.expression));
        let asked: Vec<&str> = asked.chain(self.order.iter().map(String::as_str)).collect();
        let names =
            |sum: &str, text: &&str| text.split(|c: char| c != '_' && !c.is_alphanumeric()).any(|word| word == sum);
        SUMS.into_iter().filter(|sum| asked.iter().any(|text| names(sum, text))).collect()
    }

    fn expressions(&self) -> String {
        self.metrics.iter().map(|metric| metric.expression).collect::<Vec<_>>().join(", ")
    }

    /// The groups that pass all conditions, as a table: `d0`, `d1`, ... and the sums.
    fn groups(&self, call: &Call) -> (String, Vec<Arg>) {
        let (sums, mut args) = self.days(call, &self.dimensions);
        let places = (0..self.dimensions.len()).map(|place| format!("d{place}, ")).collect::<String>();
        let mut sql = format!("(select {places}{} from {sums}", self.sums().join(", "));
        if !self.on_metrics.is_empty() {
            sql.push_str(" where 1 = 1");
            conditions(&mut sql, " and ", &self.on_metrics, &mut args);
        }
        sql.push_str(") as groups");
        (sql, args)
    }

    /// The sums of the days by these dimensions, as a table.
    fn days(&self, call: &Call, dimensions: &[Dimension]) -> (String, Vec<Arg>) {
        let by_goods = self.dimensions.iter().any(|dimension| !dimension.is_time())
            || self.on_rows.iter().any(|condition| condition.by_goods);
        let mut args: Vec<Arg> = args![call.seller, self.days.0, self.days.1].to_vec();
        let mut sql = "(select ".to_owned();
        for (place, dimension) in dimensions.iter().enumerate() {
            let _ = write!(sql, "{} as d{place}, ", dimension.expression());
        }
        let sums = self.sums().into_iter().map(|sum| format!("cast(sum(a.{sum}) as bigint) as {sum}"));
        sql.push_str(&sums.collect::<Vec<_>>().join(", "));
        sql.push_str(" from analytics_day a");
        if by_goods {
            sql.push_str(" join analytics_sku s on s.seller_id = a.seller_id and s.sku = a.sku");
        }
        sql.push_str(" where a.seller_id = $1 and a.day >= $2 and a.day <= $3");
        if !by_goods {
            // Postings are counted once each by the row of no SKU, and once for each of their goods by the others.
            sql = sql
                .replace("sum(a.postings)", "sum(case when a.sku = 0 then a.postings else 0 end)")
                .replace("sum(a.postings_premium)", "sum(case when a.sku = 0 then a.postings_premium else 0 end)");
        }
        conditions(&mut sql, " and ", &self.on_rows, &mut args);
        if !dimensions.is_empty() {
            let groups: Vec<&str> = dimensions.iter().map(|dimension| dimension.expression()).collect();
            let _ = write!(sql, " group by {}", groups.join(", "));
        }
        sql.push_str(") as sums");
        (sql, args)
    }
}

fn conditions(sql: &mut String, before: &str, conditions: &[Condition], args: &mut Vec<Arg>) {
    for condition in conditions {
        args.push(condition.value.clone());
        let _ = write!(sql, "{before}({}) {} ${}", condition.expression, condition.op, args.len());
    }
}
