//! `gostiny watch`: what happens in a shop, line by line, seen through its own reading methods.

mod look;
mod state;

use std::{io::Write, path::PathBuf, time::Duration};

use clap::Args;
use gostiny_client::ClientError;
use gostiny_wire::scalar::Time;
use look::{Event, look};
use state::State;

use crate::{
    Outcome, block_on,
    call::{Shop, gone},
    told_to_stop,
};

/// Tell of new postings, of postings that moved, and of messages in chats, as they come.
///
/// Looks again and again through methods that only read; the lists have no changes, so postings are listed from the oldest
/// one on that is still on its way. What is there at the first look is not told, unless --since says from when.
/// With --state each event is told once, also across restarts; a kill in the middle of printing repeats that look's lines.
#[derive(Args)]
pub struct Watch {
    #[command(flatten)]
    shop: Shop,
    /// Print each event as a line of JSON
    #[arg(long)]
    json: bool,
    /// Remember in this file what was told
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Tell of all postings since this moment, such as 2026-01-12T00:00:00Z; a remembered state goes before it
    #[arg(long, value_name = "MOMENT")]
    since: Option<Time>,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    every: u64,
    /// Look once and end: for whoever is started by a timer
    #[arg(long)]
    once: bool,
}

impl Watch {
    /// Looks until it is told to stop.
    pub fn run(self) -> Outcome {
        let client = self.shop.client()?;
        let mut state = match &self.state {
            Some(file) => State::read(file)?,
            None => State::default(),
        };
        if !state.has_begun() {
            state.since = self.since;
        }
        block_on(async {
            let mut stop = Box::pin(told_to_stop()?);
            loop {
                let seen = tokio::select! {
                    () = &mut stop => return Ok(()),
                    seen = look(&client, &mut state) => seen,
                };
                match seen {
                    Ok(events) => {
                        if !self.tell(&events)? {
                            return Ok(());
                        }
                        if let Some(file) = &self.state {
                            state.write(file)?;
                        }
                    }
                    Err(error) => self.failed(&error)?,
                }
                if self.once {
                    return Ok(());
                }
                tokio::select! {
                    () = &mut stop => return Ok(()),
                    () = pause(self.every) => {}
                }
            }
        })?
    }

    /// Prints events; false when nobody reads them any more.
    fn tell(&self, events: &[Event]) -> std::io::Result<bool> {
        let mut out = std::io::stdout().lock();
        let mut lines = || {
            for event in events {
                if self.json {
                    serde_json::to_writer(&mut out, event)?;
                    writeln!(out)?;
                } else {
                    writeln!(out, "{event}")?;
                }
            }
            out.flush()
        };
        let printed = lines();
        let is_closed = printed.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe);
        gone(printed).map(|()| !is_closed)
    }

    /// What may pass is told and looked over; what would fail each time ends it, and so does one look that fails.
    fn failed(&self, error: &ClientError) -> Outcome {
        let is_lasting = error.status().is_some_and(|status| matches!(status, 400..=404));
        if self.once || is_lasting {
            return Err(error.to_string().into());
        }
        eprintln!("gostiny: {error}; looking again in {} s", self.every);
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "it watches from outside, in the wall's time")]
async fn pause(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

#[expect(clippy::disallowed_methods, reason = "it watches from outside, in the wall's time")]
fn today() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or_default())
}
