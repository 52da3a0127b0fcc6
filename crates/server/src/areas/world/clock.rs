//! The operator's hands on time.

use std::sync::Arc;

use gostiny_wire::{
    method::Empty,
    operator::{
        AgendaItem, AgendaListRequest, AgendaListResponse, ClockAdvanceRequest, ClockAdvanceResponse, ClockSetRequest,
        ClockState, ClockStepEvent, ClockStepResponse,
    },
    scalar::{ClientId, Time},
};

use super::wake::keep_time;
use crate::{
    App,
    api::cursor,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// The farthest one step may go, in seconds: ten years.
const LONGEST_STEP: i64 = 315_360_000;
/// The first moment of the year 9000: dates that follow from a call still have four digits.
const LATEST: Time = Time(221_845_392_000_000_000);

fn state(app: &App) -> ClockState {
    ClockState { now: app.world.clock.now(), mode: app.world.clock.mode().to_string() }
}

/// What time it is.
pub async fn get(app: Arc<App>, _: Empty) -> Result<ClockState> {
    Ok(state(&app))
}

/// Sets how time goes and, when given, what time it is. What falls due on the way happens first.
pub async fn set(app: Arc<App>, req: ClockSetRequest) -> Result<ClockState> {
    let clock = &app.world.clock;
    let mode = if req.mode.is_empty() { clock.mode() } else { req.mode.parse()? };
    if let Some(moment) = req.now {
        if moment < clock.now() {
            return Err(Error::invalid("ClockSetRequest.Now", "time never goes back; a reset begins anew"));
        }
        within_reach(moment.seconds_since(clock.now()), moment)?;
        app.agenda.run_until(moment).await?;
        clock.forward_to(moment);
    }
    clock.set(mode, None);
    keep_time(&app.world).await?;
    Ok(state(&app))
}

/// Moves time forward; answers after all that fell due has happened, in order.
pub async fn advance(app: Arc<App>, req: ClockAdvanceRequest) -> Result<ClockAdvanceResponse> {
    if req.seconds < 0 {
        return Err(Error::invalid("ClockAdvanceRequest.Seconds", "value must be greater than or equal to 0"));
    }
    let target = app.world.clock.now().plus_seconds(req.seconds);
    within_reach(req.seconds, target)?;
    let executed = app.agenda.run_until(target).await?;
    app.world.clock.forward_to(target);
    keep_time(&app.world).await?;
    let ClockState { now, mode } = state(&app);
    Ok(ClockAdvanceResponse { now, mode, executed })
}

/// Moves time to the next moment at which something falls due; answers what happened.
pub async fn step(app: Arc<App>, _: Empty) -> Result<ClockStepResponse> {
    let happened = app.agenda.step().await?;
    keep_time(&app.world).await?;
    let event = |row: job::Happened| ClockStepEvent {
        id: row.id,
        due_at: row.due_at,
        kind: row.kind,
        client_id: Some(row.seller).filter(|seller| *seller != ClientId(0)),
        subject: row.subject,
        error: row.error,
    };
    let ClockState { now, mode } = state(&app);
    Ok(ClockStepResponse { now, mode, happened: happened.into_iter().map(event).collect() })
}

fn within_reach(seconds: i64, target: Time) -> Result<()> {
    if target > LATEST {
        return Err(Error::invalid("Now", "the clock stays before the year 9000"));
    }
    if seconds <= LONGEST_STEP {
        return Ok(());
    }
    Err(Error::invalid("Seconds", format!("value must be inside range [0, {LONGEST_STEP}]")))
}

/// What will happen, soonest first.
pub async fn agenda(call: &mut Call, req: &AgendaListRequest) -> Result<AgendaListResponse> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit("AgendaListRequest", limit, 1000)?;
    let after: (i64, i64) = cursor::read(&req.last_id)?.unwrap_or((i64::MIN, 0));
    let page = job::planned(call, (Time(after.0), after.1), limit).await?;
    let last_id = page.last().map(|last| cursor::write(&(last.due_at.0, last.id))).transpose()?;
    let item = |row: job::Planned| AgendaItem {
        id: row.id,
        due_at: row.due_at,
        kind: row.kind,
        client_id: Some(row.seller).filter(|seller| *seller != ClientId(0)),
        subject: row.subject,
        attempts: row.attempts,
        last_error: row.last_error,
    };
    let total = job::planned_total(call).await?;
    Ok(AgendaListResponse { items: page.into_iter().map(item).collect(), last_id: last_id.unwrap_or_default(), total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_step_nor_the_clock_goes_too_far() {
        let last: Time = "9000-01-01T00:00:00Z".parse().unwrap();
        assert!(within_reach(LONGEST_STEP, last).is_ok() && within_reach(1, last.plus_seconds(1)).is_err());
        assert!(within_reach(LONGEST_STEP + 1, Time(0)).is_err());
    }
}
