//! Faults on purpose: set up by the operator, kept in the database, drawn by the world's chance.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use gostiny_wire::{
    method::Empty,
    operator::edge::{Fault as Told, FaultClearResponse, FaultListResponse, FaultRemoveRequest, FaultRule},
    seller_methods,
};
use serde_json::Value;

use crate::{
    api::{CERTAIN, End, Fault, Pattern, Reply},
    areas::seller,
    args,
    call::Call,
    error::{Error, Result},
    known,
    store::Row,
};

/// Faults at once.
const MOST: i64 = 200;
/// The longest wait, in milliseconds.
const LONGEST_WAIT: i64 = 300_000;
/// The furthest that lists are behind, in seconds.
const FURTHEST_LAG: i64 = 86_400;
/// The largest body, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// Sets a fault up.
pub async fn create(call: &mut Call, req: &FaultRule) -> Result<Told> {
    let fault = checked(0, req)?;
    if !seller_methods().any(|info| fault.path.may_cover(&info)) {
        return Err(invalid("path", format!("{} is no path of the seller API", fault.path)));
    }
    if let Some(client_id) = fault.client_id {
        seller::find(call, client_id).await?;
    }
    if call.tx.value::<i64>("select count(*) from fault", &[]).await? >= MOST {
        return Err(Error::Conflict(format!("there are {MOST} faults at most")));
    }
    let fault_id = call.id("fault").await?;
    let rule = FaultRule { path: fault.path.to_string(), ..req.clone() };
    call.tx.run(CREATE, args![fault_id, serde_json::to_string(&rule)?, rule.times, call.now]).await?;
    known::changed(call).await?;
    Ok(Told { fault_id, created_at: call.now, met: 0, applied: 0, rule })
}

const CREATE: &str =
    "insert into fault (fault_id, rule, times, met, applied, created_at) values ($1, $2, $3, 0, 0, $4)";

/// Shows all of them.
pub async fn list(call: &mut Call, _: &Empty) -> Result<FaultListResponse> {
    let faults = call.tx.rows(LIST, &[], told).await?;
    Ok(FaultListResponse { faults })
}

const LIST: &str = "select fault_id, created_at, met, applied, rule from fault order by fault_id";

fn told(row: &Row<'_>) -> Result<Told> {
    Ok(Told {
        fault_id: row.next()?,
        created_at: row.next()?,
        met: row.next()?,
        applied: row.next()?,
        rule: row.next_json()?,
    })
}

/// Takes all of them away.
pub async fn clear(call: &mut Call, _: &Empty) -> Result<FaultClearResponse> {
    let removed = call.tx.run("delete from fault", &[]).await?;
    known::changed(call).await?;
    Ok(FaultClearResponse { removed: i64::try_from(removed).unwrap_or(i64::MAX) })
}

/// Takes one away.
pub async fn remove(call: &mut Call, req: &FaultRemoveRequest) -> Result<Empty> {
    if call.tx.run("delete from fault where fault_id = $1", args![req.fault_id]).await? == 0 {
        return Err(Error::NotFound(format!("there is no fault {}", req.fault_id)));
    }
    known::changed(call).await?;
    Ok(Empty {})
}

/// The faults that are not used up.
pub(super) async fn working(call: &mut Call) -> Result<Vec<Fault>> {
    let rules = call.tx.rows(WORKING, &[], |row| Ok((row.next()?, row.next_json::<FaultRule>()?))).await?;
    rules.iter().map(|(id, rule)| checked(*id, rule)).collect()
}

const WORKING: &str = "select fault_id, rule from fault where times is null or applied < times order by fault_id";

/// Counts a call that a fault is about, and draws whether it goes wrong.
pub fn strikes<'a>(call: &'a mut Call, fault: &'a Fault) -> BoxFuture<'a, Result<bool>> {
    Box::pin(async move {
        // The row is held from here on, so that no two calls are the last one.
        let met = call.tx.row(MEET, args![fault.id], |row| row.next::<i64>()).await?;
        let Some(number) = met else { return Ok(false) };
        if !fault.strikes(&call.chance, number) {
            return Ok(false);
        }
        let left = call.tx.value::<i64>(APPLY, args![fault.id]).await?;
        if left == 0 {
            known::changed(call).await?;
        }
        Ok(true)
    })
}

const MEET: &str =
    "update fault set met = met + 1 where fault_id = $1 and (times is null or applied < times) returning met";
/// How often it may still strike; -1 is without end.
const APPLY: &str =
    "update fault set applied = applied + 1 where fault_id = $1 returning coalesce(times - applied, -1)";

fn invalid(field: &str, rule: impl Into<String>) -> Error {
    Error::invalid(format!("FaultRule.{field}"), rule)
}

/// A fault as it strikes, or the rule that it breaks.
fn checked(id: i64, rule: &FaultRule) -> Result<Fault> {
    let path = Pattern::parse("FaultRule.path", &rule.path)?;
    let chance = rule.probability.unwrap_or(1.0);
    if !(0.0..=1.0).contains(&chance) {
        return Err(invalid("probability", "value must be inside range [0, 1]"));
    }
    if !(0..=LONGEST_WAIT).contains(&rule.latency_ms) {
        return Err(invalid("latency_ms", format!("value must be inside range [0, {LONGEST_WAIT}]")));
    }
    if !(0..=FURTHEST_LAG).contains(&rule.lag_seconds) {
        return Err(invalid("lag_seconds", format!("value must be inside range [0, {FURTHEST_LAG}]")));
    }
    if rule.times.is_some_and(|times| !(1..=1_000_000_000).contains(&times)) {
        return Err(invalid("times", "value must be inside range [1, 1000000000]"));
    }
    let end = match (rule.drop, rule.truncate) {
        (true, true) => return Err(invalid("truncate", "nothing is left of an answer that is dropped")),
        (true, false) => Some(End::Nothing),
        (false, true) => Some(End::Half),
        (false, false) => None,
    };
    let reply = reply(rule)?;
    if rule.drop && reply.is_some() {
        return Err(invalid("status", "an answer that is dropped has no status"));
    }
    if reply.is_none() && end.is_none() && rule.latency_ms == 0 && rule.lag_seconds == 0 {
        return Err(invalid("status", "one of status, latency_ms, drop, truncate and lag_seconds must be given"));
    }
    let latency = Duration::from_millis(u64::try_from(rule.latency_ms).unwrap_or_default());
    let client_id = rule.client_id.filter(|client_id| client_id.0 != 0);
    let (probability, after, lag_seconds) = (parts(chance)?, rule.after, rule.lag_seconds);
    Ok(Fault { id, path, client_id, probability, after, latency, reply, end, lag_seconds })
}

/// Exact: the number's own digits, not its binary form.
fn parts(chance: f64) -> Result<u32> {
    let text = format!("{chance:.6}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let parts = format!("{whole}{fraction}").parse().ok().filter(|parts| *parts <= CERTAIN);
    parts.ok_or_else(|| invalid("probability", "value must be inside range [0, 1]"))
}

fn reply(rule: &FaultRule) -> Result<Option<Reply>> {
    let Some(status) = rule.status.filter(|status| *status != 0) else {
        if rule.body.is_some() || !rule.content_type.is_empty() || rule.retry_after.is_some() {
            return Err(invalid("status", "a body and headers need a status"));
        }
        return Ok(None);
    };
    let status =
        u16::try_from(status).ok().filter(|status| (200..=599).contains(status) && !matches!(status, 204 | 304));
    let mut reply = Reply::usual(
        status.ok_or_else(|| invalid("status", "value must be inside range [200, 599], without 204 and 304"))?,
    );
    if let Some(body) = &rule.body {
        let (kind, bytes) = match body {
            Value::String(text) => (kind_of(text), text.clone().into_bytes()),
            other => ("application/json", serde_json::to_vec(other)?),
        };
        if bytes.len() > LARGEST_BODY {
            return Err(invalid("body", format!("value length must be at most {LARGEST_BODY} bytes")));
        }
        (reply.content_type, reply.body) = (kind.to_owned(), Bytes::from(bytes));
    }
    if !rule.content_type.is_empty() {
        let fits =
            rule.content_type.len() <= 100 && rule.content_type.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        if !fits {
            return Err(invalid("content_type", "value must be a content type"));
        }
        reply.content_type.clone_from(&rule.content_type);
    }
    if let Some(seconds) = rule.retry_after {
        let seconds = u32::try_from(seconds).map_err(|_| invalid("retry_after", "value must be seconds"))?;
        reply.retry_after = Some(seconds);
    }
    Ok(Some(reply))
}

/// By its looks.
fn kind_of(text: &str) -> &'static str {
    match text.trim_start().chars().next() {
        Some('{' | '[') => "application/json",
        Some('<') => "text/html",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rule(change: Value) -> FaultRule {
        let mut rule = json!({"path": "/v2/product/info"});
        rule.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        serde_json::from_value(rule).unwrap()
    }

    #[test]
    fn a_rule_that_does_nothing_or_too_much_is_refused() {
        for change in [
            json!({}),
            json!({"path": "", "drop": true}),
            json!({"drop": true, "truncate": true}),
            json!({"drop": true, "status": 500}),
            json!({"body": "x"}),
            json!({"status": 199}),
            json!({"status": 600}),
            json!({"status": 204}),
            json!({"status": 500, "body": "я".repeat(LARGEST_BODY)}),
            json!({"status": 500, "content_type": "text/\nhtml"}),
            json!({"status": 500, "retry_after": -1}),
            json!({"drop": true, "probability": 1.01}),
            json!({"drop": true, "probability": -0.1}),
            json!({"drop": true, "times": 0}),
            json!({"latency_ms": 300_001}),
        ] {
            assert!(checked(1, &rule(change.clone())).is_err(), "{change}");
        }
    }

    #[test]
    fn chance_is_counted_in_whole_parts() {
        for (chance, want) in [(0.0, 0), (0.1, 100_000), (0.25, 250_000), (0.000_001, 1), (1.0, CERTAIN), (1e-9, 0)] {
            assert_eq!(parts(chance).unwrap(), want);
        }
    }

    #[test]
    fn a_body_has_the_type_that_it_looks_like() {
        let reply = |change| checked(1, &rule(change)).unwrap().reply.unwrap();
        for (body, kind, sent) in [
            (json!("<html>"), "text/html", "<html>"),
            (json!(" {}"), "application/json", " {}"),
            (json!("беда"), "text/plain; charset=utf-8", "беда"),
            (json!({"code": 1}), "application/json", r#"{"code":1}"#),
        ] {
            let reply = reply(json!({"status": 500, "body": body}));
            assert_eq!((reply.content_type.as_str(), &reply.body[..]), (kind, sent.as_bytes()));
        }
        let typed = reply(json!({"status": 429, "body": "{}", "content_type": "text/x", "retry_after": 30}));
        assert_eq!((typed.content_type.as_str(), typed.retry_after), ("text/x", Some(30)));
    }
}
