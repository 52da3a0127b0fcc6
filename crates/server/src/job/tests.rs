//! Rows of the agenda, short and long, on a database in memory.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::{
    chance::Chance,
    clock::Clock,
    files::Files,
    store::{Db, DbUrl},
};

const SHORT: Kind = Kind("test.short");
const LONG: Kind = Kind("test.long");
const SEND: Kind = Kind("test.send");

async fn world(mode: Mode) -> World {
    world_in(&DbUrl::Memory, mode).await
}

/// One of several that share a PostgreSQL.
async fn world_of(url: &str) -> World {
    world_in(&url.parse().unwrap(), Mode::Real).await
}

async fn world_in(url: &DbUrl, mode: Mode) -> World {
    let db = Arc::new(Db::open(url).await.unwrap());
    let clock = Arc::new(Clock::new(mode, Some(Time(1_000_000))));
    World { db, clock, chance: Chance::seeded(1), files: Files::in_memory(), newest: Arc::default() }
}

async fn run(world: &World, sql: String) {
    let ran = world.write(ClientId(0), move |call| {
        let sql = sql.clone();
        Box::pin(async move { call.tx.run(&sql, &[]).await })
    });
    ran.await.unwrap();
}

/// Writes down what happened, in order.
async fn note(call: &mut Call, what: &str) -> Result<()> {
    let sql = "insert into world (name, value) select 'note' || count(*), $1 from world where name like 'note%'";
    call.tx.run(sql, args![what]).await.map(|_| ())
}

async fn notes(world: &World) -> Vec<String> {
    let sql = "select value from world where name like 'note%' order by name";
    world
        .read(ClientId(0), move |call| Box::pin(async move { call.tx.rows(sql, &[], |row| row.next()).await }))
        .await
        .unwrap()
}

/// A long job that fails until it has been tried so often.
fn agenda(world: &World, failures: i64) -> Agenda {
    let tries = Arc::new(AtomicI64::new(0));
    let short: Arc<Inside> = Arc::new(|call, due| Box::pin(async move { note(call, &due.subject).await }));
    let long: Arc<Long> = Arc::new(move |world, due| {
        let tries = tries.clone();
        Box::pin(async move {
            world.files.put(&due.subject, bytes::Bytes::from_static(b"done")).await?;
            match tries.fetch_add(1, Ordering::SeqCst) {
                tried if tried < failures => Err(Error::internal("not yet")),
                1_000 => unreachable!("a test ends before"),
                _ => {
                    let subject = due.subject.clone();
                    let noted = due.finish(&world, move |call| {
                        let subject = subject.clone();
                        Box::pin(async move { note(call, &subject).await })
                    });
                    noted.await
                }
            }
        })
    });
    let executors = HashMap::from([(SHORT.0, Executor::Inside(short)), (LONG.0, Executor::Long(long))]);
    Agenda::new(world.clone(), executors)
}

async fn plan(world: &World, rows: &'static [(Kind, i64, &'static str)]) {
    let planned = world.write(ClientId(1), move |call| {
        Box::pin(async move {
            for (kind, after, subject) in rows {
                schedule(call, *kind, call.now.plus_seconds(*after), subject, "").await?;
            }
            Ok(())
        })
    });
    planned.await.unwrap();
}

#[tokio::test]
async fn long_jobs_keep_their_place_in_the_order() {
    let world = world(Mode::Manual).await;
    plan(&world, &[(SHORT, 1, "a"), (LONG, 2, "b"), (SHORT, 3, "c"), (LONG, 9, "d")]).await;
    let executed = agenda(&world, 0).run_until(Time(1_000_000).plus_seconds(5)).await.unwrap();
    assert_eq!((executed, notes(&world).await), (3, vec!["a".to_owned(), "b".into(), "c".into()]));
    assert!(world.files.get("b").await.unwrap().is_some() && world.files.get("d").await.unwrap().is_none());
}

#[tokio::test]
async fn a_long_job_that_fails_is_tried_again_later() {
    let world = world(Mode::Manual).await;
    plan(&world, &[(LONG, 0, "b")]).await;
    let agenda = agenda(&world, 2);
    agenda.run_until(Time(1_000_000)).await.unwrap();
    assert_eq!(notes(&world).await, [""; 0]);
    agenda.run_until(Time(1_000_000).plus_seconds(60)).await.unwrap();
    assert_eq!(notes(&world).await, ["b"]);
    let left = world.read(ClientId(0), |call| Box::pin(planned_total(call))).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn long_jobs_run_beside_everything_while_time_goes() {
    let world = world(Mode::Real).await;
    plan(&world, &[(LONG, 0, "a"), (LONG, 0, "b"), (LONG, 0, "c"), (LONG, 0, "d"), (SHORT, 0, "e")]).await;
    let agenda = agenda(&world, 0);
    agenda.run_until(world.clock.now()).await.unwrap();
    let mut done = notes(&world).await;
    done.sort();
    assert_eq!(done, ["a", "b", "c", "d", "e"]);
}

#[tokio::test]
async fn a_long_job_keeps_no_thread_that_answers_calls() {
    let world = world(Mode::Manual).await;
    plan(&world, &[(LONG, 0, "a")]).await;
    let (tell, told) = std::sync::mpsc::channel::<()>();
    let (told, begun) = (Arc::new(std::sync::Mutex::new(told)), Arc::new(Notify::new()));
    let begins = begun.clone();
    let long: Arc<Long> = Arc::new(move |world, due| {
        let (told, begins) = (told.clone(), begins.clone());
        Box::pin(async move {
            begins.notify_one();
            // Like a long read on SQLite: it never yields. What it waits for comes from the test's only thread.
            let heard = told.lock().unwrap().recv_timeout(Duration::from_secs(5));
            heard.map_err(|_| Error::internal("nobody answered meanwhile"))?;
            due.finish(&world, |call| Box::pin(async move { note(call, "heard").await })).await
        })
    });
    let agenda = Agenda::new(world.clone(), HashMap::from([(LONG.0, Executor::Long(long))]));
    let answer = async {
        begun.notified().await;
        tell.send(()).unwrap();
    };
    let (executed, ()) = tokio::join!(agenda.run_until(Time(1_000_000)), answer);
    assert_eq!((executed.unwrap(), notes(&world).await), (1, vec!["heard".to_owned()]));
}

#[tokio::test]
async fn what_one_process_executes_holds_up_no_other() {
    // SQLite has one writer.
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let schema = format!("job_{}", uuid::Uuid::new_v4().simple());
    let whole = world_of(&server).await;
    run(&whole, format!("create schema {schema}")).await;
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-c%20search_path%3D{schema}");
    let (one, other) = (world_of(&url).await, world_of(&url).await);
    plan(&one, &[(SHORT, 0, "a")]).await;

    let (begun, goes) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (begins, waits, planner) = (begun.clone(), goes.clone(), one.clone());
    let slow: Arc<Inside> = Arc::new(move |_, due| {
        let (begins, waits, planner) = (begins.clone(), waits.clone(), planner.clone());
        Box::pin(async move {
            if due.subject == "a" {
                // Nobody has claimed it when this transaction comes to it.
                plan(&planner, &[(SHORT, -1, "b")]).await;
            } else {
                begins.notify_one();
                waits.notified().await;
            }
            Ok(())
        })
    });
    let executing = tokio::spawn(async move {
        let agenda = Agenda::new(one.clone(), HashMap::from([(SHORT.0, Executor::Inside(slow))]));
        agenda.run_what_is_due().await
    });
    tokio::time::timeout(Duration::from_secs(20), begun.notified()).await.unwrap();
    plan(&other, &[(SHORT, 0, "c")]).await;
    let agenda = agenda(&other, 0);
    let executed = tokio::time::timeout(Duration::from_secs(20), agenda.run_what_is_due()).await;
    assert!(matches!(executed, Ok(Ok(None))), "{executed:?}");
    assert_eq!(notes(&other).await, ["c"]);
    goes.notify_one();
    assert!(matches!(executing.await.unwrap(), Ok(None)));
    let left = other.read(ClientId(0), |call| Box::pin(planned_total(call))).await.unwrap();
    assert_eq!(left, 0);
    run(&whole, format!("drop schema {schema} cascade")).await;
}

#[tokio::test]
async fn who_is_told_to_stop_does_not_wait_for_the_last_row() {
    let world = world(Mode::Real).await;
    plan(&world, &[(SHORT, 0, "a")]).await;
    let short: Arc<Inside> =
        Arc::new(|call, due| Box::pin(async move { schedule(call, SHORT, due.due_at, &due.subject, "").await }));
    let agenda = Agenda::new(world.clone(), HashMap::from([(SHORT.0, Executor::Inside(short))]));
    let stopped = agenda.run(std::future::ready(()));
    assert!(tokio::time::timeout(Duration::from_secs(60), stopped).await.is_ok(), "each row brings the next");
    let left = world.read(ClientId(0), |call| Box::pin(planned_total(call))).await.unwrap();
    assert_eq!(left, 1);
}

#[tokio::test]
async fn what_nobody_answers_holds_up_nothing_else() {
    let world = world(Mode::Real).await;
    let unanswered = [(SEND, 0, "nobody"); SENDS_AT_ONCE + 10];
    let planned = world.write(ClientId(1), move |call| {
        Box::pin(async move {
            for (kind, after, subject) in unanswered.into_iter().chain([(LONG, 1, "b"), (SHORT, 1, "c")]) {
                schedule(call, kind, Time(call.now.0 - 1_000 + after), subject, "").await?;
            }
            Ok(())
        })
    });
    planned.await.unwrap();
    let begun = Arc::new(AtomicI64::new(0));
    let counted = begun.clone();
    let send: Arc<Long> = Arc::new(move |_, _| {
        counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::pending())
    });
    let agenda = agenda(&world, 0);
    let mut executors = agenda.executors().clone();
    executors.insert(SEND.0, Executor::Sends(send));
    let agenda = Agenda::new(world.clone(), executors);
    let running = tokio::spawn(async move { agenda.run(std::future::pending()).await });
    let both_done = async {
        while notes(&world).await.len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), both_done).await.unwrap();
    assert_eq!(begun.load(Ordering::SeqCst), i64::try_from(SENDS_AT_ONCE).unwrap());
    running.abort();
}

#[tokio::test]
async fn a_pause_waits_for_long_jobs_and_lets_none_begin() {
    let world = world(Mode::Real).await;
    plan(&world, &[(LONG, 0, "a")]).await;
    let (begun, goes) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (begins, go) = (begun.clone(), goes.clone());
    let long: Arc<Long> = Arc::new(move |world, due| {
        let (begins, go) = (begins.clone(), go.clone());
        Box::pin(async move {
            begins.notify_one();
            go.notified().await;
            due.finish(&world, |call| Box::pin(async move { note(call, "a").await })).await
        })
    });
    let agenda = Arc::new(Agenda::new(world.clone(), HashMap::from([(LONG.0, Executor::Long(long))])));
    let runner = agenda.clone();
    let running = tokio::spawn(async move { runner.run(std::future::pending()).await });
    begun.notified().await;
    let pause = agenda.pause();
    tokio::pin!(pause);
    assert!(tokio::time::timeout(Duration::from_millis(100), &mut pause).await.is_err());
    goes.notify_one();
    let paused = tokio::time::timeout(Duration::from_secs(20), pause).await.unwrap().unwrap();
    assert_eq!(notes(&world).await, ["a"]);
    assert!(agenda.turn.try_lock().is_err() && agenda.long.try_acquire().is_err());
    drop(paused);
    assert!(agenda.long.try_acquire().is_ok());
    running.abort();
}

#[tokio::test]
async fn what_a_row_sets_off_for_later_waits_for_the_long_one_between() {
    let world = world(Mode::Manual).await;
    let plans = Kind("test.plans");
    plan(&world, &[(Kind("test.plans"), 1, "a"), (LONG, 5, "b"), (SHORT, 9, "d")]).await;
    let sets_off: Arc<Inside> = Arc::new(|call, due| {
        Box::pin(async move {
            schedule(call, SHORT, call.now.plus_seconds(6), "c", "").await?;
            note(call, &due.subject).await
        })
    });
    let agenda = agenda(&world, 0);
    let mut executors = agenda.executors().clone();
    executors.insert(plans.0, Executor::Inside(sets_off));
    let executed = Agenda::new(world.clone(), executors).run_until(Time(1_000_000).plus_seconds(10)).await.unwrap();
    assert_eq!((executed, notes(&world).await.concat().as_str()), (4, "abcd"));
}

#[tokio::test]
async fn a_row_that_a_dead_process_holds_is_not_overtaken() {
    let world = world(Mode::Manual).await;
    plan(&world, &[(SHORT, 1, "a"), (LONG, 2, "b"), (SHORT, 9, "c")]).await;
    let until = Time(world.clock.system().0 + 700_000);
    let held = world.write(ClientId(0), move |call| {
        let sql = "update agenda set lease_owner = 'dead', lease_until = $1 where subject = 'a'";
        Box::pin(async move { call.tx.run(sql, args![until]).await })
    });
    held.await.unwrap();
    let executed = agenda(&world, 0).run_until(Time(1_000_000).plus_seconds(10)).await.unwrap();
    assert_eq!((executed, notes(&world).await.concat().as_str()), (3, "abc"));
    assert!(world.clock.system() >= until, "it was taken from whom it belonged to");
}
