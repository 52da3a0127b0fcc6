//! Single rows, each on the disk before the next one of the same writer: by many writers at once, beside the same with a
//! commit each (SQLite) and beside PostgreSQL's own `pgbench`. Asks the store itself: no HTTP.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gostiny_server::store::{Arg, Db, Tx};

use super::load::{CONNECTIONS, Figures, micros};
use super::report::{Floor, Row};
use crate::{Failure, Outcome, postgres, run};

const ROWS: u64 = 10_000;
const TABLE: &str = "create table commit_bench (id bigint primary key, amount bigint not null)";
const KEEP: &str = "insert into commit_bench (id, amount) values ($1, 1) \
    on conflict (id) do update set amount = commit_bench.amount + 1";

/// What is wanted, in thousandths: of one after the other on SQLite, of what `pgbench` does on PostgreSQL.
const OF_ONE_BY_ONE: u64 = 4_000;
const OF_PGBENCH: u64 = 500;

/// On SQLite in a database of its own, on PostgreSQL in a table of its own.
pub async fn measure(name: String, database: &str, folder: &Path, lasting: Duration) -> Outcome<Row> {
    let own = format!("sqlite:{}", folder.join("commit.db").display());
    let is_postgres = database.starts_with("postgres");
    let db = Arc::new(Db::open(&if is_postgres { database } else { &own }.parse()?).await?);
    once(&db, TABLE, Vec::new()).await?;
    let seen = write(&db, CONNECTIONS, lasting).await?;
    let floor = match is_postgres {
        true => {
            let per_second = pgbench(database, folder, lasting)?;
            Floor { name: "pgbench", per_second, cpu_tenths: 0, goal: OF_PGBENCH }
        }
        false => Floor::new("one by one", &write(&db, 1, lasting).await?, 0, OF_ONE_BY_ONE),
    };
    once(&db, "drop table commit_bench", Vec::new()).await?;
    Ok(Row::new(name, &seen, 0, &Figures::default(), Some(floor)))
}

async fn write(db: &Arc<Db>, writers: usize, lasting: Duration) -> Outcome<Figures> {
    let begun = Instant::now();
    let writers = (0..writers).map(|writer| {
        let db = db.clone();
        tokio::spawn(async move {
            let (mut times, mut row) = (Vec::new(), u64::try_from(writer)?);
            while begun.elapsed() < lasting {
                // Wanders through the rows without meeting the others at each step.
                row = row.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let asked = Instant::now();
                once(&db, KEEP, vec![i64::try_from((row >> 33) % ROWS)?.into()]).await?;
                times.push(micros(asked.elapsed()));
            }
            Ok::<_, Failure>(times)
        })
    });
    let mut times = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        times.append(&mut writer.await??);
    }
    Ok(Figures::of(times, micros(begun.elapsed())))
}

async fn once(db: &Db, sql: &'static str, args: Vec<Arg>) -> Outcome {
    let done = db.write(move |mut tx: Tx| {
        let args = args.clone();
        Box::pin(async move {
            let done = tx.run(sql, &args).await;
            (tx, done)
        })
    });
    done.await?;
    Ok(())
}

/// Transactions per second.
fn pgbench(database: &str, folder: &Path, lasting: Duration) -> Outcome<u64> {
    let programs = postgres::find_or_install().ok_or("PostgreSQL is not installed")?;
    let script = folder.join("commit.sql");
    let keep = KEEP.replace("$1", ":id");
    std::fs::write(&script, format!("\\set id random(0, {})\n{keep};\n", ROWS - 1))?;
    let mut pgbench = Command::new(programs.join("pgbench"));
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2", &format!("--client={CONNECTIONS}")]);
    pgbench.arg(format!("--time={}", lasting.as_secs())).arg(format!("--file={}", script.display())).arg(database);
    let told = run::capture(&mut pgbench)?;
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split('.').next()?.parse().ok());
    Ok(rate.ok_or_else(|| format!("pgbench told no rate: {told}"))?)
}
