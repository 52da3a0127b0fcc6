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

/// What holds for a shop before any method is reached.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Calls in a second; none while limits are off.
    pub per_second: Option<usize>,
    /// Methods that are switched off.
    pub off: Vec<Off>,
    /// Ids and names sent as zero are refused.
    pub strict_zero: bool,
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
}

/// What is known of a call so far.
#[derive(Default)]
pub(super) struct Note {
    pub entry: Entry,
    /// The shop that was let in; 0 is nobody.
    pub seller: ClientId,
    pub fault: Option<Arc<Fault>>,
    pub strict_zero: bool,
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
    let off = terms.off.iter().find(|off| off.from.is_none_or(|from| from <= now) && off.path.covers(called, info));
    if let Some(off) = off {
        let since = off.from.map(|from| format!(" since {from}")).unwrap_or_default();
        let why = format!("{} is switched off{since} by a setting", off.path);
        return Err(Error::WrongState("obsolete method cannot be used".to_owned()).because(why));
    }
    note.budget = app.edge.meter.count(now, (caller.seller, caller.key_id), info, terms.per_second)?;
    (note.strict_zero, note.fault) = (terms.strict_zero, None);
    for fault in &rules.faults {
        if fault.is_about(called, info, caller.seller) && strikes(app, gate, caller, fault).await? {
            note.fault = Some(fault.clone());
            break;
        }
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
