//! The store on whichever database runs: SQLite in memory and in a file, PostgreSQL when TEST_DATABASE_URL is set.

use std::sync::{Arc, atomic::AtomicUsize, atomic::Ordering};

use futures_util::future::BoxFuture;

use super::*;
use crate::{args, error::Error, error::Result};

/// Runs a test on every database at hand, each time in a table of its own.
async fn on_each<F, Fut>(test: F)
where
    F: Fn(Arc<Db>, String) -> Fut,
    Fut: Future<Output = Result<()>>,
{
    static TABLES: AtomicUsize = AtomicUsize::new(0);
    let folder = std::env::temp_dir().join(format!("gostiny-store-{}", uuid::Uuid::new_v4()));
    let mut urls = vec![DbUrl::Memory, DbUrl::File(folder.join("store.db"))];
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        urls.push(url.parse().unwrap());
    }
    for url in urls {
        let db = Arc::new(Db::open(&url).await.unwrap());
        let table = format!("sample_{}_{}", std::process::id(), TABLES.fetch_add(1, Ordering::Relaxed));
        let create = format!("create table {table} (id bigint primary key, name text, amount bigint)");
        write(&db, &create, vec![]).await.unwrap();
        let outcome = test(db.clone(), table.clone()).await;
        write(&db, &format!("drop table {table}"), vec![]).await.unwrap();
        outcome.unwrap_or_else(|error| panic!("{url:?}: {error:?}"));
    }
    let _ = std::fs::remove_dir_all(folder);
}

async fn write(db: &Db, sql: &str, args: Vec<Arg>) -> Result<u64> {
    let sql = sql.to_owned();
    db.write(move |mut tx| {
        let (sql, args) = (sql.clone(), args.clone());
        Box::pin(async move {
            let done = tx.run(&sql, &args).await;
            (tx, done)
        })
    })
    .await
}

async fn count(db: &Db, table: &str) -> Result<i64> {
    value(db, &format!("select count(*) from {table}")).await
}

/// What a statement answers over a connection that nobody else uses.
async fn value(db: &Db, sql: &str) -> Result<i64> {
    db.read(body(sql, args![].to_vec())).await
}

/// What it answers over one that short reads share.
async fn value_shortly(db: &Db, sql: &str, args: Vec<Arg>) -> Result<i64> {
    db.read_short(body(sql, args)).await
}

fn body(sql: &str, args: Vec<Arg>) -> impl Fn(Tx) -> BoxFuture<'static, (Tx, Result<i64>)> + Send + Sync + 'static {
    let sql = sql.to_owned();
    move |mut tx| {
        let (sql, args) = (sql.clone(), args.clone());
        Box::pin(async move {
            let answer = tx.value(&sql, &args).await;
            (tx, answer)
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn placeholders_bind_by_number_and_null_keeps_its_type() {
    on_each(async |db, table| {
        let insert = format!("insert into {table} (id, name, amount) values ($3, $1, $2)");
        write(&db, &insert, args![Option::<String>::None, Option::<i64>::None, 7].to_vec()).await?;
        let select = format!("select $2, id, name, amount from {table} where id = $1 and cast($2 as bigint) = 9");
        let select = select.replace("select $2", "select cast($2 as bigint)");
        let found = db.read(move |mut tx| {
            let select = select.clone();
            Box::pin(async move {
                let read = |row: &Row<'_>| {
                    Ok((
                        row.next::<i64>()?,
                        row.next::<i64>()?,
                        row.next::<Option<String>>()?,
                        row.next::<Option<i64>>()?,
                    ))
                };
                let found = tx.row(&select, args![7, 9], read).await;
                (tx, found)
            })
        });
        assert_eq!(found.await?, Some((9, 7, None, None)));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_body_changes_nothing_and_its_neighbours_stay() {
    on_each(async |db, table| {
        let mut writes = Vec::new();
        for id in 0..40_i64 {
            let (db, insert) = (db.clone(), format!("insert into {table} (id, name) values ($1, 'x')"));
            writes.push(tokio::spawn(async move {
                db.write(move |mut tx| {
                    let insert = insert.clone();
                    Box::pin(async move {
                        let mut done = tx.run(&insert, args![id]).await.map(|_| ());
                        if id % 4 == 0 {
                            done = Err(Error::WrongState("no".to_owned()));
                        }
                        assert!(id != 13, "a body that panics takes nobody along");
                        (tx, done)
                    })
                })
                .await
            }));
        }
        let mut kept = 0;
        for write in writes {
            // On PostgreSQL the panic reaches the task, on SQLite the writer catches it: an error either way.
            kept += i64::from(matches!(write.await, Ok(Ok(()))));
        }
        assert_eq!((kept, count(&db, &table).await?), (29, 29));
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_and_long_lists_take_one_text() {
    on_each(async |db, table| {
        let (bulk, update) = (
            format!("insert into {table} (id, name, amount) select id, name, amount from {{rows(id, name, amount)}}"),
            format!("update {table} set amount = v.amount from {{rows(id, amount)}} where {table}.id = v.id"),
        );
        let select = format!("select id from {table} where amount > $1 and id {{in}}");
        let found = db.write(move |mut tx| {
            let (bulk, update, select) = (bulk.clone(), update.clone(), select.clone());
            Box::pin(async move {
                let result = async {
                    let rows: Vec<Vec<Arg>> = (0..1_200).map(|id| args![id, "имя", 0].to_vec()).collect();
                    tx.run_bulk(&bulk, &rows).await?;
                    let rows: Vec<Vec<Arg>> = (0..600).map(|id| args![id, id + 1].to_vec()).collect();
                    tx.run_bulk(&update, &rows).await?;
                    let list: Vec<Arg> = (0..1_200).map(Arg::from).collect();
                    tx.rows_in(&select, args![0], &list, |row| row.next::<i64>()).await
                };
                let found = result.await;
                (tx, found)
            })
        });
        assert_eq!(found.await?.len(), 600);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_never_handed_out_twice() {
    on_each(async |db, _| {
        let takers = (0..50).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(|mut tx| {
                    Box::pin(async move {
                        let first = tx.ids("parcel", 3).await;
                        (tx, first)
                    })
                })
                .await
            })
        });
        let mut all = Vec::new();
        for taker in takers.collect::<Vec<_>>() {
            let first = taker.await.map_err(|error| Error::Internal(error.into()))??;
            all.extend(first..first + 3);
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 150);
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn short_reads_of_many_get_their_own_answers() {
    on_each(async |db, _| {
        let readers = (0..200_i64).map(|number| {
            let db = db.clone();
            tokio::spawn(async move { same(&db, number).await })
        });
        let readers: Vec<_> = readers.collect();
        // Callers that hang up in the middle take nobody along.
        readers.iter().step_by(3).for_each(tokio::task::JoinHandle::abort);
        for (reader, number) in readers.into_iter().zip(0..) {
            if let Ok(answer) = reader.await {
                assert_eq!(answer?, number);
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_replaced() {
    on_each(async |db, _| {
        // SQLite knows no such function and has nothing to lose.
        let lost = db.read_short(|mut tx| {
            Box::pin(async move {
                let lost = tx.value::<i64>("select case when pg_terminate_backend(pg_backend_pid()) then 1 end", &[]);
                let lost = lost.await;
                (tx, lost)
            })
        });
        assert!(lost.await.is_err());
        let mut answers = 0;
        for number in 0..1_000 {
            answers += i64::from(same(&db, number).await.is_ok_and(|answer| answer == number));
            tokio::task::yield_now().await;
        }
        assert!(answers > 900, "{answers}");
        Ok(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_keeps_some_statements_and_not_all_there_ever_were() {
    on_each(async |db, _| {
        if !db.can_be_shared() {
            return Ok(());
        }
        for number in 0..2_100_i64 {
            let sql = format!("select {number}::bigint");
            assert_eq!(value(&db, &sql).await?, number);
            assert_eq!(value_shortly(&db, &sql, vec![]).await?, number);
        }
        let kept = "select count(*) from pg_prepared_statements";
        for kept in [value(&db, kept).await?, value_shortly(&db, kept, vec![]).await?] {
            assert!((1..=1_270).contains(&kept), "{kept}");
        }
        Ok(())
    })
    .await;
}

/// A log as long as the largest write there ever was would take that room for good.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_gives_back_what_one_large_write_took() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&DbUrl::File(folder.path().join("store.db"))).await.unwrap();
    let log = || std::fs::metadata(folder.path().join("store.db-wal")).unwrap().len();
    write(&db, "create table large (id bigint primary key, name text)", vec![]).await.unwrap();
    write(&db, "insert into large values (0, printf('%.*c', 150000000, 'x'))", vec![]).await.unwrap();
    assert!(log() > 150_000_000);
    // It begins anew once another thread has copied it into the file, which some of these come before.
    let mut writes = 0;
    while log() > 140_000_000 {
        writes += 1;
        assert!(writes < 10_000, "{}", log());
        write(&db, "insert into large (id) values ($1)", args![writes].to_vec()).await.unwrap();
    }
}

async fn same(db: &Db, number: i64) -> Result<i64> {
    value_shortly(db, "select cast($1 as bigint)", args![number].to_vec()).await
}
