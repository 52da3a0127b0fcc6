//! What stands between the door and a method: methods that are switched off, limits, faults on purpose. And what is
//! noted of a call for whoever asks later why it was refused.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Response},
};
use gostiny_wire::{
    method::Info,
    scalar::{ClientId, Time},
};

use super::{
    error::{RATE_REMAINING, rpc_status},
    fault::Fault,
    http::Gate,
    limit::{Budget, Meter},
    line::Peer,
    log::{Entry, Excerpt, ItemErrors, Log, Refused, item_errors},
    pattern::Pattern,
    routes::Caller,
};
use crate::{
    App,
    clock::ApiDate,
    error::{Error, Result},
    known::Known,
};

/// Characters of a path that are kept: strangers choose it.
const LONGEST_PATH: usize = 1_000;

/// What one process knows of the calls it has seen.
#[derive(Default)]
pub struct Edge {
    /// The last calls.
    pub log: Log,
    /// How often who called what.
    pub meter: Meter,
}

impl Edge {
    /// Forgets everything: for a world that begins anew.
    pub fn clear(&self) {
        self.log.clear();
        self.meter.clear();
    }
}

/// A method that is switched off.
#[derive(Clone, Debug)]
pub struct Off {
    /// Which.
    pub path: Pattern,
    /// From when on; none: at once.
    pub from: Option<Time>,
}

/// When a method of the real service was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// From then on.
    pub born: Time,
    /// Until then.
    pub off: Option<Time>,
    /// And again from then on.
    pub back: Option<Time>,
}

impl Life {
    /// Whether it was not there yet.
    pub fn is_unborn(&self, at: Time) -> bool {
        at < self.born
    }

    /// Whether it was not there any more.
    pub fn is_over(&self, at: Time) -> bool {
        self.off.is_some_and(|off| off <= at) && self.back.is_none_or(|back| at < back)
    }
}

/// 19 May 2025: from then on a shop made 50 calls in a second at most.
const FIFTY_SINCE: Time = Time(1_747_612_800_000_000);
const FIFTY: usize = 50;

/// What holds for a shop before any method is reached.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Whether limits hold; none: under an API date.
    pub limited: Option<bool>,
    /// Calls in a second while limits hold; none: as documented.
    pub per_second: Option<usize>,
    /// As of when the API is served.
    pub date: ApiDate,
    /// Methods that are switched off.
    pub off: Vec<Off>,
    /// Ids and names sent as zero are refused.
    pub strict_zero: bool,
}

impl Terms {
    /// Calls in a second, none while limits are off.
    fn per_second(&self, date: Option<Time>) -> Option<usize> {
        let documented = || if date.is_none_or(|date| date >= FIFTY_SINCE) { FIFTY } else { usize::MAX };
        self.limited.unwrap_or(date.is_some()).then(|| self.per_second.unwrap_or_else(documented))
    }
}

/// What holds for everybody, kept in memory until it changes.
#[derive(Default)]
pub struct Rules {
    /// For shops without terms of their own.
    pub all: Terms,
    /// Terms of single shops.
    pub shops: HashMap<ClientId, Terms>,
    /// Faults that are not used up, oldest first.
    pub faults: Vec<Arc<Fault>>,
    /// When each method was there, by its own path.
    pub lives: HashMap<&'static str, Life>,
    /// A wrong verb is answered with 405 instead of 501.
    pub names_wrong_verb: bool,
}

/// What is known of a call so far.
#[derive(Default)]
pub(super) struct Note {
    pub entry: Entry,
    /// The shop that was let in; 0 is nobody.
    pub seller: ClientId,
    pub fault: Option<Arc<Fault>>,
    pub strict_zero: bool,
    /// As of when the caller wants the API served; none: as the settings say.
    pub date: Option<ApiDate>,
    budget: Option<Budget>,
}

impl Note {
    pub fn of(request: &Request, request_id: String, method: Option<Info>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let entry = Entry {
            client_id: claimed(request.headers()),
            request_id,
            verb: request.method().as_str().to_owned(),
            path: request.uri().path().chars().take(LONGEST_PATH).collect(),
            method,
            request: Excerpt::of(query.as_bytes()),
            ..Entry::default()
        };
        Self { entry, ..Self::default() }
    }

    pub fn answered(&mut self, body: &[u8], info: &Info, writes: bool) {
        if info.content_type != "application/json" {
            self.entry.answer = Excerpt::size_of(body);
            return;
        }
        self.entry.answer = Excerpt::of(body);
        // What became of a task is told by a method that only reads.
        if writes || info.path.ends_with("/import/info") {
            self.entry.items = item_errors(body);
        }
    }

    pub fn refused(&mut self, error: &Error) {
        let why = match error {
            Error::Because { why, .. } => Some(why.clone()),
            _ => None,
        };
        self.told(error.codes().0, &error.to_string(), why);
    }

    pub fn told(&mut self, code: i32, message: &str, why: Option<String>) {
        let body = rpc_status(code, message);
        self.entry.answer = Excerpt::of(&serde_json::to_vec(&body).unwrap_or_default());
        self.entry.refused = Some(Refused { code, message: body.message, why });
    }

    /// Lets the answer go wrong, if it is to, and tells what is left of the limits.
    pub async fn finish(&mut self, mut answer: Response<Body>, peer: &Peer) -> Response<Body> {
        if let Some(budget) = self.budget {
            tell(answer.headers_mut(), budget);
        }
        self.entry.status = answer.status().as_u16();
        let Some(fault) = self.fault.clone() else { return answer };
        if fault.after {
            fault.wait().await;
        }
        let spoiled = fault.spoil(answer).await;
        self.entry.fault_id = Some(fault.id);
        self.entry.status = spoiled.status().as_u16();
        if fault.leaves_nothing() {
            peer.reset();
            self.entry.status = 0;
        }
        if let Some(reply) = &fault.reply {
            (self.entry.answer, self.entry.items) = (Excerpt::of(&reply.body), ItemErrors::default());
        }
        spoiled
    }

    pub fn keep(mut self, app: &App, duration_us: i64) {
        self.entry.at = app.world.clock.now();
        self.entry.duration_us = duration_us;
        app.edge.log.note(self.entry);
    }
}

/// The shop in whose name the call came.
fn claimed(headers: &HeaderMap) -> Option<ClientId> {
    let id = headers.get("client-id").and_then(|value| value.to_str().ok())?.trim().parse().ok()?;
    (id > 0).then_some(ClientId(id))
}

fn tell(headers: &mut HeaderMap, budget: Budget) {
    const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
    const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
    headers.insert(LIMIT, HeaderValue::from(budget.limit));
    headers.insert(RATE_REMAINING, HeaderValue::from(budget.remaining));
    headers.insert(RESET, HeaderValue::from(budget.reset));
}

/// Lets a call through to its method; notes how it is to go wrong, if it is.
pub(super) async fn pass(app: &Arc<App>, gate: &Gate, caller: &Caller, info: &Info, note: &mut Note) -> Result<()> {
    let rules = match &caller.known {
        Some(known) => rules(app, gate, known).await?,
        None => return Ok(()),
    };
    let (now, called) = (app.world.clock.now(), note.entry.path.as_str());
    let terms = rules.shops.get(&caller.seller).unwrap_or(&rules.all);
    let date = note.date.unwrap_or(terms.date).at(now);
    if let Some((date, life)) = date.and_then(|date| Some((date, rules.lives.get(info.path)?))) {
        is_there(info, date, *life)?;
    }
    let off = terms.off.iter().find(|off| off.from.is_none_or(|from| from <= now) && off.path.covers(called, info));
    if let Some(off) = off {
        let since = off.from.map(|from| format!(" since {from}")).unwrap_or_default();
        let why = format!("{} is switched off{since} by a setting", off.path);
        return Err(Error::WrongState("obsolete method cannot be used".to_owned()).because(why));
    }
    note.budget = app.edge.meter.count(now, (caller.seller, caller.key_id), info, terms.per_second(date))?;
    (note.strict_zero, note.fault) = (terms.strict_zero, None);
    for fault in &rules.faults {
        if fault.is_about(called, info, caller.seller) && strikes(app, gate, caller, fault).await? {
            note.fault = Some(fault.clone());
            break;
        }
    }
    Ok(())
}

/// Refuses what the real service did not have on a day, in its own words.
fn is_there(info: &Info, date: Time, life: Life) -> Result<()> {
    let day = date.day();
    if life.is_unborn(date) {
        let why = format!("the API is served as of {day}, and {} came on {}", info.path, life.born.day());
        return Err(Error::NotFound("Not Found".to_owned()).because(why));
    }
    if life.is_over(date) {
        let since = life.off.unwrap_or_default().day();
        let why = format!("the API is served as of {day}, and {} was switched off on {since}", info.path);
        return Err(Error::WrongState("obsolete method cannot be used".to_owned()).because(why));
    }
    Ok(())
}

/// Read once for each revision of what is kept in memory.
async fn rules(app: &Arc<App>, gate: &Gate, known: &Arc<Known>) -> Result<Arc<Rules>> {
    if let Some(rules) = known.value() {
        return Ok(rules);
    }
    let load = gate.rules;
    let read = app.world.read_knowing(ClientId(0), Some(known.clone()), move |call| Box::pin(call.known(load)));
    read.await?.ok_or_else(|| Error::internal("a call came without a revision"))
}

/// Draws whether a call goes wrong. The count of calls is kept in the database, so that draws follow the seed and a fault
/// for a number of times is one, however many processes there are.
async fn strikes(app: &Arc<App>, gate: &Gate, caller: &Caller, fault: &Arc<Fault>) -> Result<bool> {
    let (_turn, is_the_same) = app.turns.enter(caller.seen).await;
    if !is_the_same {
        // The faults of a world that is gone; it will be let in anew.
        return Ok(false);
    }
    let (draw, fault) = (gate.strikes, fault.clone());
    app.write(ClientId(0), move |call| {
        let fault = fault.clone();
        Box::pin(async move { draw(call, &fault).await })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_calls_in_a_second_since_a_day_in_may() {
        assert_eq!(FIFTY_SINCE.to_string(), "2025-05-19T00:00:00Z");
        let day = |text| ApiDate::parse(text).unwrap().at(Time(0));
        let terms = Terms::default();
        assert_eq!(terms.per_second(None), None);
        assert_eq!(terms.per_second(day("2025-05-18")), Some(usize::MAX));
        assert_eq!(terms.per_second(day("2025-05-19")), Some(50));
        assert_eq!(Terms { limited: Some(true), ..Terms::default() }.per_second(None), Some(50));
        assert_eq!(Terms { limited: Some(false), ..Terms::default() }.per_second(day("2026-01-01")), None);
        assert_eq!(Terms { per_second: Some(3), ..Terms::default() }.per_second(day("2023-01-01")), Some(3));
    }

    #[test]
    fn a_method_that_came_back_has_a_gap() {
        let (born, off, back) = (Time(10), Some(Time(20)), Some(Time(30)));
        let life = Life { born, off, back };
        let seen: Vec<(bool, bool)> =
            [9, 10, 19, 20, 29, 30].map(|at| (life.is_unborn(Time(at)), life.is_over(Time(at)))).to_vec();
        let (there, over) = ((false, false), (false, true));
        assert_eq!(seen, [(true, false), there, there, over, over, there]);
        assert_eq!((ApiDate::parse("clock"), ApiDate::parse("all")), (Some(ApiDate::Clock), Some(ApiDate::All)));
        assert_eq!((ApiDate::parse("2024-02-30"), ApiDate::parse("")), (None, None));
    }
}
