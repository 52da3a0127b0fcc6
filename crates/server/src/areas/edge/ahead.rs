//! The calendar as the operator reads it: methods in time, and which calls would break on a day.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use gostiny_wire::{
    operator::edge::{CalendarBreak, CalendarGetRequest, CalendarGetResponse, CalendarMethod, CalendarState},
    scalar::{ClientId, Time},
};

use super::calendar::{CALENDAR, Entry};
use crate::{
    App,
    api::Pattern,
    error::{Error, Result},
};

const REQUEST: &str = "CalendarGetRequest";

/// All of it, held against the calls that this process has kept.
pub async fn get(app: Arc<App>, req: CalendarGetRequest) -> Result<CalendarGetResponse> {
    let wrong = || Error::invalid(format!("{REQUEST}.date"), "value must be a day such as 2026-11-02");
    let date = match req.date.as_str() {
        "" => app.world.clock.now(),
        day => day.parse().ok().and_then(Time::midnight).ok_or_else(wrong)?,
    };
    let path = match req.path.as_str() {
        "" => None,
        path => Some(Pattern::parse(&format!("{REQUEST}.path"), path)?),
    };
    let wanted = |entry: &&Entry| path.as_ref().is_none_or(|path| path.fits(entry.path));
    let entries: HashMap<&str, &Entry> = CALENDAR.iter().filter(wanted).map(|entry| (entry.path, entry)).collect();
    let mut seen: BTreeMap<(ClientId, &str), (i64, Time)> = BTreeMap::new();
    let (calls, _) = app.edge.log.page(0, usize::MAX, |call| {
        call.client_id.is_some_and(|caller| req.client_id.is_none_or(|client_id| client_id == caller))
            && call.method.is_some_and(|info| entries.contains_key(info.path))
    });
    for call in &calls {
        if let (Some(client_id), Some(info)) = (call.client_id, call.method) {
            let (count, last_at) = seen.entry((client_id, info.path)).or_default();
            (*count, *last_at) = (*count + 1, call.at.max(*last_at));
        }
    }
    let broken = |((client_id, path), (calls, last_at)): ((ClientId, &str), (i64, Time))| {
        let entry = entries.get(path)?;
        let state = state(entry, date);
        let day = match state {
            CalendarState::Served => return None,
            CalendarState::NotBorn => entry.born,
            CalendarState::SwitchedOff => entry.off,
        };
        let (path, day, replaced_by) = (path.to_owned(), day.to_owned(), texts(entry.replaced_by));
        Some(CalendarBreak { client_id, path, state, day, calls, last_at, replaced_by })
    };
    let mut breaks: Vec<CalendarBreak> = seen.into_iter().filter_map(broken).collect();
    breaks.sort_by_key(|of| std::cmp::Reverse(of.calls));
    let mut methods: Vec<CalendarMethod> = entries.values().map(|entry| shown(entry, date)).collect();
    methods.sort_by(|a, b| a.path.cmp(&b.path));
    let calls = i64::try_from(calls.len()).unwrap_or(i64::MAX);
    Ok(CalendarGetResponse { date: date.day().to_string(), methods, breaks, calls })
}

fn state(entry: &Entry, date: Time) -> CalendarState {
    let life = entry.life();
    match (life.is_unborn(date), life.is_over(date)) {
        (true, _) => CalendarState::NotBorn,
        (false, true) => CalendarState::SwitchedOff,
        (false, false) => CalendarState::Served,
    }
}

fn shown(entry: &Entry, date: Time) -> CalendarMethod {
    CalendarMethod {
        path: entry.path.to_owned(),
        appears: entry.born.to_owned(),
        switched_off: entry.off.to_owned(),
        returns: entry.back().to_owned(),
        replaced_by: texts(entry.replaced_by),
        state: state(entry, date),
    }
}

fn texts(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}
