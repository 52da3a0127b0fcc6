//! Sends what waits for one shop's receiver, oldest first. What fails holds up those behind it, so that they never
//! overtake it; other shops' pushes are sent meanwhile.

use gostiny_wire::{operator::DeliveryTry, scalar::Time};
use rand::seq::SliceRandom;

use super::{
    SEND,
    check::Reach,
    health,
    judge::{self, Outcome},
    retry, row,
};
use crate::{
    args,
    call::{Call, World},
    error::Result,
    fetch::{Fault, Receiver},
    job::{self, Due},
    store::Row,
};

/// Pushes sent in one go, and held in memory.
const BATCH: i64 = 20;

/// What is sent in one go.
struct Bundle {
    url: String,
    twice: bool,
    reach: Reach,
    pushes: Vec<Waiting>,
}

/// A push that waits.
#[derive(Clone)]
struct Waiting {
    number: i64,
    body: String,
    attempts: i64,
    tries: Vec<DeliveryTry>,
}

/// Sends until one fails, or a bundle is done.
pub(super) async fn send(world: World, due: Due) -> Result<()> {
    let mut again_at = None;
    if let Some(bundle) = world.read(due.seller, |call| Box::pin(bundle(call))).await? {
        let receiver = Receiver::at(&bundle.url, bundle.reach.private, bundle.reach.longest).await;
        for push in bundle.pushes {
            let outcome = hand_over(&receiver, &push.body, bundle.reach).await;
            let is_taken = outcome.result.is_ok();
            match record(&world, &due, push.clone(), outcome).await? {
                Next::Later(at) => {
                    again_at = Some(at);
                    break;
                }
                Next::Nobody => break,
                Next::Push if is_taken && bundle.twice => {
                    // A copy on request: what is answered to it changes nothing.
                    let copy = hand_over(&receiver, &push.body, bundle.reach).await;
                    tracing::debug!(number = push.number, answered = ?copy.result, "a push was sent twice");
                }
                Next::Push => {}
            }
        }
    }
    due.finish(&world, move |call| Box::pin(go_on(call, again_at))).await
}

/// What waits; nothing while the receiver is paused or gone.
async fn bundle(call: &mut Call) -> Result<Option<Bundle>> {
    let found = row::find(call, call.seller).await?.filter(row::Subscription::sends);
    let Some(to) = found else { return Ok(None) };
    let mut pushes = call.tx.rows(WAITING, args![call.seller, BATCH], waiting).await?;
    if let (true, Some(first)) = (to.shuffled, pushes.first()) {
        let mut chance = call.chance.of("order of pushes", first.number);
        pushes.shuffle(&mut chance);
    }
    Ok(Some(Bundle { url: to.url, twice: to.twice, reach: Reach::of(call).await?, pushes }))
}

fn waiting(row: &Row<'_>) -> Result<Waiting> {
    Ok(Waiting { number: row.next()?, body: row.next()?, attempts: row.next()?, tries: row.next_json()? })
}

const WAITING: &str = "select number, body, attempts, tries from push_delivery \
    where seller_id = $1 and state = 'waiting' order by number limit $2";

async fn hand_over(receiver: &Result<Receiver, Fault>, body: &str, reach: Reach) -> Outcome<()> {
    let answered = match receiver {
        Ok(receiver) => receiver.post(body.to_owned()).await,
        Err(fault) => Err(*fault),
    };
    judge::taken(answered, reach.longest)
}

/// What comes after a try.
enum Next {
    /// The next push.
    Push,
    /// The same one, then.
    Later(Time),
    /// The push is no longer this sender's.
    Nobody,
}

async fn record(world: &World, due: &Due, push: Waiting, outcome: Outcome<()>) -> Result<Next> {
    let due = due.clone();
    let recorded = world.write(due.seller, move |call| {
        let (due, push, outcome) = (due.clone(), push.clone(), outcome.clone());
        Box::pin(async move {
            // Another process goes on with it, or another world has come, whose pushes have the same numbers.
            if due.is_held(call).await? { tried(call, push, outcome).await } else { Ok(Next::Nobody) }
        })
    });
    recorded.await.map(|(next, _)| next)
}

async fn tried(call: &mut Call, push: Waiting, outcome: Outcome<()>) -> Result<Next> {
    let attempts = push.attempts + 1;
    let gap = retry::gap(attempts);
    let next_at = gap.filter(|_| outcome.result.is_err()).map(|gap| call.now.plus_seconds(gap));
    let state = match (&outcome.result, next_at) {
        (Ok(()), _) => "delivered",
        (Err(_), Some(_)) => "waiting",
        (Err(_), None) => "dropped",
    };
    let mut tries = push.tries;
    let error = outcome.result.as_ref().err().cloned().unwrap_or_default();
    tries.push(DeliveryTry { at: call.now, status: outcome.status, error });
    let tries = serde_json::to_string(&tries)?;
    let args = args![state, attempts, tries, next_at.map(|at| at.0), call.seller, push.number, push.attempts];
    if call.tx.run(TRIED, args).await? == 0 {
        return Ok(Next::Nobody);
    }
    match outcome.result {
        Ok(()) => health::succeeded(call).await?,
        Err(_) => health::failed(call).await?,
    }
    Ok(next_at.map_or(Next::Push, Next::Later))
}

const TRIED: &str = "update push_delivery set state = $1, attempts = $2, tries = $3, next_at = $4 \
    where seller_id = $5 and number = $6 and attempts = $7 and state = 'waiting'";

/// Plans what waits, or lets the receiver be until something happens.
async fn go_on(call: &mut Call, again_at: Option<Time>) -> Result<()> {
    let Some(to) = row::hold(call, call.seller).await? else { return Ok(()) };
    if to.sends() && row::waits(call).await? {
        let at = again_at.map_or(call.now, |at| at.max(call.now));
        return job::schedule(call, SEND, at, "", "").await;
    }
    call.tx.run(SLEEP, args![call.seller]).await.map(|_| ())
}

const SLEEP: &str = "update push_subscription set awake = 0 where seller_id = $1";
