//! Brings the schema up to date: one list for both databases, each file once, in order. Files are only added.

use super::{Tx, dialect::Dialect, tx::Driver};
use crate::{args, error::Result};

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
];

const HISTORY: &str = "create table if not exists schema_migration (version bigint primary key)";
const APPLIED: &str = "select coalesce(max(version), 0) from schema_migration";
const NOTE: &str = "insert into schema_migration (version) values ($1)";

/// Applies what is missing, inside the given transaction.
pub(super) async fn run(tx: &mut Tx) -> Result<()> {
    let dialect = match &tx.0 {
        Driver::Lite(_) => Dialect::Lite,
        Driver::Pg(_) => Dialect::Pg,
    };
    tx.run(HISTORY, &[]).await?;
    let applied: i64 = tx.value(APPLIED, &[]).await?;
    for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| *version > applied) {
        for statement in sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            tx.run(&dialect.ddl(statement), &[]).await?;
        }
        tx.run(NOTE, args![*version]).await?;
    }
    Ok(())
}
