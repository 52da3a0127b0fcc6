//! Tables as they stand, for a world that travels as a file: which there are, their rows page by page, rows put back.

use std::fmt::Write;

use super::{Arg, Row, Tx, dialect, migrate, tx::Driver};
use crate::{args, error::Result};

/// Rows read or written at once.
pub const PAGE: usize = 1_000;

/// A table and what it holds.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns in their order.
    pub columns: Vec<TableColumn>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// `text`; otherwise `bigint`.
    pub is_text: bool,
    /// Its place in the table's key, from 1 on; 0 when it is no part of it.
    key: i64,
}

impl Table {
    /// The columns of the key, as they are ordered by, and where each stands.
    fn key(&self) -> Vec<(usize, &str)> {
        let mut key: Vec<_> = self.columns.iter().enumerate().filter(|(_, column)| column.key > 0).collect();
        key.sort_by_key(|(_, column)| column.key);
        key.into_iter().map(|(at, column)| (at, column.name.as_str())).collect()
    }

    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The version of the schema that this program makes.
pub fn newest_schema() -> i64 {
    migrate::newest()
}

/// Every table but the history of the schema, those that others refer to first.
pub fn table_names() -> Vec<&'static str> {
    migrate::tables(migrate::newest())
}

impl Tx {
    /// The version of the schema. Refuses a database that is not of this program, or of a newer one.
    pub async fn schema(&mut self) -> Result<i64> {
        migrate::known_version(self).await
    }

    /// Every table of this version of the schema but its own history, those that others refer to first.
    pub async fn tables(&mut self, version: i64) -> Result<Vec<Table>> {
        let sql = match &self.0 {
            Driver::Lite(_) => dialect::LITE_COLUMNS,
            Driver::Pg(_) => dialect::PG_COLUMNS,
        };
        let mut tables = Vec::new();
        for name in migrate::tables(version) {
            let read = |row: &Row<'_>| Ok(TableColumn { name: row.next()?, is_text: row.next()?, key: row.next()? });
            tables.push(Table { name, columns: self.rows(sql, args![name], read).await? });
        }
        Ok(tables)
    }

    /// How many rows a table has.
    pub async fn count(&mut self, table: &Table) -> Result<i64> {
        self.value(&format!("select count(*) from {}", table.name), &[]).await
    }

    /// The rows of a table in order of its key, after a row of the page before; none is the end.
    pub async fn page(&mut self, table: &Table, after: Option<&Vec<Arg>>) -> Result<Vec<Vec<Arg>>> {
        let key = table.key();
        let order = key.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
        let mut sql = format!("select {} from {}", table.names(), table.name);
        let mut args = Vec::new();
        if let Some(row) = after {
            args.extend(key.iter().filter_map(|(at, _)| row.get(*at).cloned()));
            let marks = (1..=args.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
            let _ = write!(sql, " where ({order}) > ({marks})");
        }
        let _ = write!(sql, " order by {order} limit {PAGE}");
        let read = |row: &Row<'_>| {
            let value =
                |column: &TableColumn| Ok(if column.is_text { Arg::Text(row.next()?) } else { Arg::Int(row.next()?) });
            table.columns.iter().map(value).collect::<Result<Vec<Arg>>>()
        };
        self.rows(&sql, &args, read).await
    }

    /// Writes rows as they were read.
    pub async fn put_back(&mut self, table: &Table, rows: &[Vec<Arg>]) -> Result<()> {
        let names = table.names();
        let sql = format!("insert into {} ({names}) select {names} from {{rows({names})}} where true", table.name);
        for page in rows.chunks(PAGE) {
            self.run_bulk(&sql, page).await?;
        }
        Ok(())
    }

    /// Takes every table away and makes those of a version of the schema, empty.
    pub async fn begin_anew(&mut self, version: i64) -> Result<()> {
        migrate::begin_anew(self, version).await
    }

    /// Brings the schema up to date.
    pub async fn catch_up(&mut self) -> Result<()> {
        migrate::run(self).await
    }
}
