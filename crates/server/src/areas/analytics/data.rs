//! Metrics by dimensions over a period. The database adds up, orders and cuts the page.

use std::{collections::HashMap, sync::Arc};

use gostiny_wire::{
    analytics::{
        AnalyticsDataRow, AnalyticsDataV1Request, AnalyticsDataV1Response, AnalyticsDataV1Result, AnalyticsDimension,
    },
    scalar::{CategoryId, Decimal2, ProductId, Sku},
};
use jiff::ToSpan;

use super::{
    day::{date_of, day_named, day_of, number_of},
    dimension::Dimension,
    query::Query,
};
use crate::{
    App,
    areas::{category, product, seller, setting},
    args,
    call::{By, Call},
    error::{Error, Result},
    store::Row,
};

const REQUEST: &str = "AnalyticsGetDataRequest";
/// How far a shop without the premium level looks back.
const BASIC_MONTHS: i64 = 3;

/// Counts the call, where calls are limited, and answers beside the threads that answer short calls.
pub(super) async fn v1(app: Arc<App>, by: By, request: AnalyticsDataV1Request) -> Result<AnalyticsDataV1Response> {
    let limit =
        app.world.read(by, |call| Box::pin(async move { Ok(setting::of(call).await?.analytics_interval_seconds) }));
    if let seconds @ 1.. = limit.await? {
        app.write(by, move |call| Box::pin(one_call(call, seconds))).await?;
    }
    let request = Arc::new(request);
    app.scan(by, move |call| {
        let request = request.clone();
        Box::pin(async move { answer(call, &request).await })
    })
    .await
}

/// Notes a call, unless the last one was too short a while ago.
async fn one_call(call: &mut Call, seconds: i64) -> Result<()> {
    if call.tx.run(ONE_CALL, args![call.seller, call.now, call.now.plus_seconds(-seconds)]).await? == 1 {
        return Ok(());
    }
    Err(Error::Limited { retry_after: u32::try_from(seconds).unwrap_or(u32::MAX) })
}

const ONE_CALL: &str = "insert into analytics_call (seller_id, called_at) values ($1, $2) \
    on conflict (seller_id) do update set called_at = excluded.called_at where analytics_call.called_at <= $3";

async fn answer(call: &mut Call, req: &AnalyticsDataV1Request) -> Result<AnalyticsDataV1Response> {
    let days = (day("DateFrom", &req.date_from)?, day("DateTo", &req.date_to)?);
    if days.0 > days.1 {
        return Err(Error::invalid(format!("{REQUEST}.DateFrom"), "value must not be later than date_to"));
    }
    let query = Query::of(req, days)?;
    if !seller::find(call, call.seller).await?.premium {
        basic_only(call, &query)?;
    }
    let (sql, args) = query.rows(call);
    let rows = call.tx.rows(&sql, &args, |row| read(row, &query)).await?;
    let (sql, args) = query.totals(call);
    let read_totals = |row: &Row<'_>| query.metrics.iter().map(|_| row.next().map(Decimal2)).collect();
    let totals: Vec<Decimal2> = call.tx.row(&sql, &args, read_totals).await?.unwrap_or_default();
    let mut data = Vec::with_capacity(rows.len());
    let names = Names::gather(call, &query, &rows).await?;
    for (values, metrics) in rows {
        let dimensions = query.dimensions.iter().zip(values).map(|(dimension, value)| names.tell(*dimension, value));
        data.push(AnalyticsDataRow { dimensions: dimensions.collect(), metrics });
    }
    let result = AnalyticsDataV1Result { data, totals };
    Ok(AnalyticsDataV1Response { result, timestamp: call.now.date_and_time() })
}

fn day(field: &str, text: &str) -> Result<i64> {
    day_named(text)
        .map(number_of)
        .ok_or_else(|| Error::invalid(format!("{REQUEST}.{field}"), "value must be a day: YYYY-MM-DD"))
}

/// What shops without the premium level may not ask is refused as a right that they do not have.
fn basic_only(call: &Call, query: &Query) -> Result<()> {
    if !query.is_basic() {
        return Err(Error::Denied("metrics and dimensions other than the basic ones need the Premium subscription"));
    }
    let earliest = date_of(day_of(call.now)).checked_sub(BASIC_MONTHS.months());
    if earliest.is_ok_and(|earliest| query.days.0 < number_of(earliest)) {
        return Err(Error::BadRequest("without the Premium subscription only the last 3 months are available".into()));
    }
    Ok(())
}

/// Value of a dimension in a row.
enum Value {
    Number(i64),
    Text(String),
}

fn read(row: &Row<'_>, query: &Query) -> Result<(Vec<Value>, Vec<Decimal2>)> {
    let value = |dimension: &Dimension| {
        if dimension.is_text() { row.next().map(Value::Text) } else { row.next().map(Value::Number) }
    };
    let values = query.dimensions.iter().map(value).collect::<Result<_>>()?;
    let metrics = query.metrics.iter().map(|_| row.next().map(Decimal2)).collect::<Result<_>>()?;
    Ok((values, metrics))
}

/// Titles of what stands in the rows of a page.
#[derive(Default)]
struct Names {
    skus: HashMap<i64, String>,
    products: HashMap<i64, String>,
    categories: HashMap<i64, String>,
}

impl Names {
    async fn gather(call: &mut Call, query: &Query, rows: &[(Vec<Value>, Vec<Decimal2>)]) -> Result<Self> {
        let numbers = |wanted: fn(Dimension) -> bool| {
            let places: Vec<usize> =
                (0..).zip(&query.dimensions).filter(|(_, one)| wanted(**one)).map(|(at, _)| at).collect();
            let values = rows.iter().flat_map(|(values, _)| places.iter().filter_map(|at| values.get(*at)));
            let mut all: Vec<i64> = values
                .filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let skus: Vec<Sku> = numbers(|one| one == Dimension::Sku).into_iter().map(Sku).collect();
        let products: Vec<ProductId> = numbers(|one| one == Dimension::Spu).into_iter().map(ProductId).collect();
        let categories: Vec<CategoryId> = numbers(Dimension::is_category).into_iter().map(CategoryId).collect();
        let mut names = Self::default();
        for product in product::by_skus(call, &skus).await? {
            names.skus.extend([product.sku, product.fbo_sku].map(|sku| (sku.0, product.name.clone())));
        }
        for product in product::by_product_ids(call, &products).await? {
            names.products.insert(product.product_id.0, product.name);
        }
        for (id, category) in category::find_all(call, &categories).await? {
            names.categories.insert(id.0, category.title);
        }
        Ok(names)
    }

    fn tell(&self, dimension: Dimension, value: Value) -> AnalyticsDimension {
        match value {
            Value::Text(name) => AnalyticsDimension { id: name.clone(), name },
            Value::Number(number) => {
                let names = match dimension {
                    Dimension::Sku => &self.skus,
                    Dimension::Spu => &self.products,
                    _ => &self.categories,
                };
                let name = if dimension.is_time() { None } else { names.get(&number).cloned() };
                AnalyticsDimension { id: dimension.id(number), name: name.unwrap_or_default() }
            }
        }
    }
}
