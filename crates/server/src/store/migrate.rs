//! Brings the schema up to date: one list for both databases, each file once, in order. Files are only added.

use super::{Tx, dialect::Dialect, tx::Driver};
use crate::{
    args,
    error::{Error, Result},
};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_world.sql")),
    (2, include_str!("../../migrations/0002_catalogue.sql")),
    (3, include_str!("../../migrations/0003_posting.sql")),
    (4, include_str!("../../migrations/0004_finance.sql")),
    (5, include_str!("../../migrations/0005_product_stock.sql")),
    (6, include_str!("../../migrations/0006_goods.sql")),
    (7, include_str!("../../migrations/0007_promotions.sql")),
    (8, include_str!("../../migrations/0008_parcels.sql")),
    (9, include_str!("../../migrations/0009_around.sql")),
    (10, include_str!("../../migrations/0010_insight.sql")),
    (11, include_str!("../../migrations/0011_catalogue_keys.sql")),
    (12, include_str!("../../migrations/0012_edge.sql")),
    (13, include_str!("../../migrations/0013_push.sql")),
    (14, include_str!("../../migrations/0014_posting_changes.sql")),
    (15, include_str!("../../migrations/0015_postings_today.sql")),
    (16, include_str!("../../migrations/0016_today.sql")),
    (17, include_str!("../../migrations/0017_chat_status.sql")),
    (18, include_str!("../../migrations/0018_today.sql")),
    (19, include_str!("../../migrations/0019_notification.sql")),
    (20, include_str!("../../migrations/0020_console.sql")),
    (21, include_str!("../../migrations/0021_audit.sql")),
    (22, include_str!("../../migrations/0022_history.sql")),
    (23, include_str!("../../migrations/0023_limit_use.sql")),
    (24, include_str!("../../migrations/0024_room.sql")),
];

/// The version of the schema that this program makes.
pub(super) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// The tables of a version of the schema, those that others refer to first: the order in which they were made.
pub(super) fn tables(version: i64) -> Vec<&'static str> {
    let made = MIGRATIONS.iter().take_while(|(number, _)| *number <= version);
    made.flat_map(|(_, sql)| sql.lines())
        .filter_map(|line| line.strip_prefix("create table ")?.split_whitespace().next())
        .collect()
}

const HISTORY: &str = "create table if not exists schema_migration (version bigint primary key)";
const APPLIED: &str = "select coalesce(max(version), 0) from schema_migration";
const NOTE: &str = "insert into schema_migration (version) values ($1)";

/// Applies what is missing, inside the given transaction.
pub(super) async fn run(tx: &mut Tx) -> Result<()> {
    run_to(tx, newest()).await
}

/// The same for what another program may have made; refuses what a newer one made.
pub(super) async fn run_known(tx: &mut Tx) -> Result<()> {
    let version = version(tx).await?;
    if version > newest() {
        return Err(too_new(version));
    }
    run(tx).await
}

/// What a newer version of the program made.
pub(super) fn too_new(version: i64) -> Error {
    Error::Conflict(format!(
        "made by a newer version of this program: its schema is {version}, the newest one known here is {}",
        newest()
    ))
}

/// The version of the schema; 0 before the first.
pub(super) async fn version(tx: &mut Tx) -> Result<i64> {
    tx.run(HISTORY, &[]).await?;
    tx.value(APPLIED, &[]).await
}

/// The version of the schema of a database that is only read. Refuses one of another program or of a newer one.
pub(super) async fn known_version(tx: &mut Tx) -> Result<i64> {
    let known = tx.value(APPLIED, &[]).await;
    let none = |error: Error| {
        if error.is_damage() { error } else { Error::BadRequest("the database holds no world".to_owned()) }
    };
    match known.map_err(none)? {
        version if version > newest() => Err(too_new(version)),
        version => Ok(version),
    }
}

/// Takes every table away and makes those of a version, empty.
pub(super) async fn begin_anew(tx: &mut Tx, version: i64) -> Result<()> {
    run_known(tx).await?;
    for table in tables(newest()).iter().rev() {
        tx.run(&format!("drop table {table}"), &[]).await?;
    }
    tx.run("delete from schema_migration", &[]).await?;
    run_to(tx, version).await?;
    // What the migrations themselves filled in comes with the rows.
    for table in tables(version).iter().rev() {
        tx.run(&format!("delete from {table}"), &[]).await?;
    }
    Ok(())
}

async fn run_to(tx: &mut Tx, newest: i64) -> Result<()> {
    let dialect = match &tx.0 {
        Driver::Lite(_) => Dialect::Lite,
        Driver::Pg(_) => Dialect::Pg,
    };
    let applied = version(tx).await?;
    for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| (applied + 1..=newest).contains(version)) {
        for statement in sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            if let Some(statement) = dialect.ddl(statement) {
                tx.run(&statement, &[]).await?;
            }
        }
        tx.run(NOTE, args![*version]).await?;
    }
    Ok(())
}
