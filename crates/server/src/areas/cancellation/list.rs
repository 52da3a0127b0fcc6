//! Shows requests. Only what is asked for stands in the statement, so that an index serves it.

use gostiny_wire::{
    cancellation::{
        ConditionalCancellation, ConditionalCancellationCounters, ConditionalCancellationFilters,
        ConditionalCancellationGetV1Request, ConditionalCancellationGetV1Response,
        ConditionalCancellationListV1Request, ConditionalCancellationListV1Response,
        ConditionalCancellationListV2Request, ConditionalCancellationListV2Response, ConditionalCancellationV2,
    },
    scalar::CancellationId,
};

use super::row::{self, APPROVED, OPEN, REJECTED, columns, request};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "GetConditionalCancellationListRequest";
const LARGEST_PAGE: i64 = 500;
/// Values in one list of a filter.
const MOST: usize = 500;

/// One request.
pub async fn get_v1(
    call: &mut Call,
    req: &ConditionalCancellationGetV1Request,
) -> Result<ConditionalCancellationGetV1Response> {
    check::positive("GetConditionalCancellationRequest", "CancellationId", req.cancellation_id.0)?;
    Ok(ConditionalCancellationGetV1Response { result: row::find(call, req.cancellation_id).await? })
}

/// A page by the number of those before it, and how many there are.
pub async fn v1(
    call: &mut Call,
    req: &ConditionalCancellationListV1Request,
) -> Result<ConditionalCancellationListV1Response> {
    check::limit(REQUEST, req.limit.into(), LARGEST_PAGE)?;
    check::offset(REQUEST, req.offset.into())?;
    let which = Which::of(call, &req.filters)?;
    let count = format!("select count(*) from cancellation_request where {}", which.conditions);
    let total: i64 = call.tx.value(&count, &which.values).await?;
    let result = which.page(call, req.limit.into(), Start::After(req.offset.into())).await?;
    let counters = if req.with.counters { counters(call).await? } else { Default::default() };
    let total = i32::try_from(total).unwrap_or(i32::MAX);
    Ok(ConditionalCancellationListV1Response { counters, result, total })
}

/// A page behind a request.
pub async fn v2(
    call: &mut Call,
    req: &ConditionalCancellationListV2Request,
) -> Result<ConditionalCancellationListV2Response> {
    check::limit(REQUEST, req.limit.into(), LARGEST_PAGE)?;
    let page = Which::of(call, &req.filters)?.page(call, req.limit.into(), Start::Behind(req.last_id)).await?;
    let last_id = page.last().map(|last| last.cancellation_id).unwrap_or_default();
    let counter = if req.with.counter { counters(call).await?.on_approval } else { 0 };
    let result = page.into_iter().map(|request| ConditionalCancellationV2 { request, source_id: 0 }).collect();
    Ok(ConditionalCancellationListV2Response { counter, last_id, result })
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    /// After so many.
    After(i64),
    /// After this request.
    Behind(CancellationId),
}

/// Conditions that all hold, with their values.
struct Which {
    conditions: String,
    values: Vec<Arg>,
}

impl Which {
    fn of(call: &Call, filters: &ConditionalCancellationFilters) -> Result<Self> {
        const FIELD: &str = "GetConditionalCancellationListRequest.Filters";
        check::items(FIELD, "PostingNumber", filters.posting_number.len(), 0, MOST)?;
        check::items(FIELD, "CancellationInitiator", filters.cancellation_initiator.len(), 0, MOST)?;
        let mut which = Self { conditions: "seller_id = $1".to_owned(), values: args![call.seller].to_vec() };
        match filters.state.as_str() {
            "" | "ALL" => {}
            state @ (OPEN | APPROVED | REJECTED) => which.is_one_of("state", [Arg::from(state)]),
            _ => {
                let rule = format!("value must be in list [ALL {OPEN} {APPROVED} {REJECTED}]");
                return Err(Error::invalid(format!("{FIELD}.State"), rule));
            }
        }
        if !filters.posting_number.is_empty() {
            which.is_one_of("posting_number", filters.posting_number.iter().map(Arg::from));
        }
        if !filters.cancellation_initiator.is_empty() {
            which.is_one_of("initiator", filters.cancellation_initiator.iter().map(Arg::from));
        }
        Ok(which)
    }

    fn bind(&mut self, value: Arg) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn is_one_of(&mut self, column: &'static str, values: impl IntoIterator<Item = Arg>) {
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        self.conditions.push_str(&format!(" and {column} in ({})", places.join(", ")));
    }

    async fn page(mut self, call: &mut Call, limit: i64, start: Start) -> Result<Vec<ConditionalCancellation>> {
        let (behind, offset) = match start {
            Start::After(count) => (CancellationId(0), count),
            Start::Behind(last) => (last, 0),
        };
        let (behind, limit, offset) = (self.bind(behind.into()), self.bind(limit.into()), self.bind(offset.into()));
        let page = format!(
            "select {} from cancellation_request where {} and cancellation_id > {behind} \
             order by cancellation_id limit {limit} offset {offset}",
            columns!(),
            self.conditions
        );
        call.tx.rows(&page, &self.values, request).await
    }
}

/// How many requests of the shop are how far.
async fn counters(call: &mut Call) -> Result<ConditionalCancellationCounters> {
    let read = |row: &Row<'_>| Ok((row.next::<String>()?, row.next::<i64>()?));
    let mut counters = ConditionalCancellationCounters::default();
    for (state, count) in call.tx.rows(COUNTERS, args![call.seller], read).await? {
        match state.as_str() {
            APPROVED => counters.approved = count,
            REJECTED => counters.rejected = count,
            _ => counters.on_approval = count,
        }
    }
    Ok(counters)
}

const COUNTERS: &str = "select state, count(*) from cancellation_request where seller_id = $1 group by state";
