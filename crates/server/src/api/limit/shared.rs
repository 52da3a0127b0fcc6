//! Processes on one database keep limits together: a few times a second each tells the others, in a table, what it let
//! through, and counts what they let through. Asking the database before each call would cost each call a commit.

use std::{collections::HashSet, sync::Arc, time::Duration};

use gostiny_wire::scalar::{ClientId, Time};

use super::Told;
use crate::{App, args, call::Call, error::Result};

/// How long a call is unknown to the others at most.
const PAUSE: Duration = Duration::from_millis(200);
/// What is older stands in no window.
const KEPT_SECONDS: i64 = 60;
/// By so much clocks of machines may differ, and a commit may come after later ones.
const SLACK_SECONDS: i64 = 2;

/// Tells and hears until `stopped`. A database that only one process can have open has no use for it.
pub async fn share(app: Arc<App>, stopped: impl Future<Output = ()>) {
    if !app.world.db.can_be_shared() {
        return;
    }
    tokio::pin!(stopped);
    app.edge.meter.remember();
    let mut exchange = Exchange::new(app.world.clock.system());
    loop {
        if let Err(error) = exchange.run(&app).await {
            tracing::error!(error = ?error, "rate limits could not be shared");
        }
        tokio::select! {
            () = &mut stopped => return,
            _ = tokio::time::timeout(PAUSE, std::future::pending::<()>()) => {}
        }
    }
}

struct Exchange {
    process: String,
    /// Not told yet.
    mine: Vec<Told>,
    /// All that was told before then was heard.
    heard: Time,
    /// What was heard of what was told later.
    seen: HashSet<(Time, String)>,
}

impl Exchange {
    fn new(system: Time) -> Self {
        let heard = system.plus_seconds(-KEPT_SECONDS);
        Self { process: uuid::Uuid::new_v4().to_string(), mine: Vec::new(), heard, seen: HashSet::new() }
    }

    async fn run(&mut self, app: &App) -> Result<()> {
        let system = app.world.clock.system();
        self.mine.append(&mut app.edge.meter.take_untold());
        if !self.mine.is_empty() {
            let (process, uses) = (self.process.clone(), serde_json::to_string(&self.mine)?);
            let told = app.world.write(ClientId(0), move |call| {
                let (process, uses) = (process.clone(), uses.clone());
                Box::pin(async move { tell(call, system, &process, &uses).await })
            });
            told.await?;
            self.mine.clear();
        }
        let (since, process) = (self.heard, self.process.clone());
        let rows = app.world.read_short(ClientId(0), None, move |call| {
            let process = process.clone();
            Box::pin(async move {
                call.tx.rows(HEAR, args![since, process], |row| Ok((row.next()?, row.next()?, row.next_json()?))).await
            })
        });
        for (at, process, uses) in rows.await? {
            if self.seen.insert((at, process)) {
                app.edge.meter.hear(app.world.clock.now(), uses);
            }
        }
        let heard = system.plus_seconds(-SLACK_SECONDS);
        self.heard = heard;
        self.seen.retain(|(at, _)| *at > heard);
        Ok(())
    }
}

async fn tell(call: &mut Call, system: Time, process: &str, uses: &str) -> Result<()> {
    call.tx.run("delete from limit_use where told_at < $1", args![system.plus_seconds(-KEPT_SECONDS)]).await?;
    call.tx.run(TELL, args![system, process, uses]).await.map(drop)
}

const TELL: &str = "insert into limit_use (told_at, process, uses) values ($1, $2, $3)";
const HEAR: &str = "select told_at, process, uses from limit_use where told_at > $1 and process <> $2 order by told_at";
