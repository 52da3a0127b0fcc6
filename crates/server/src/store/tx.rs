//! Statements inside a transaction. The only `match` on the driver per statement is here.

use std::fmt::Write;

use tokio_postgres::types::ToSql;

use super::{Arg, Column, Row, dialect, dialect::Dialect, lite::LiteTx, postgres::PgTx};
use crate::error::{Error, Result};

/// A running transaction on one of the two databases.
pub struct Tx(pub(super) Driver);

pub(super) enum Driver {
    Lite(LiteTx),
    Pg(Box<PgTx>),
}

/// The longest list of values in one statement; longer lists run in pieces.
const LIST: usize = 500;

impl Tx {
    /// Runs a statement; answers how many rows it touched.
    pub async fn run(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        match &mut self.0 {
            Driver::Lite(tx) => tx.run(sql, args),
            Driver::Pg(tx) => tx.execute(sql, &bind(args)).await,
        }
    }

    /// Runs a statement and reads all its rows.
    pub async fn rows<T: Send>(
        &mut self,
        sql: &str,
        args: &[Arg],
        read: impl Fn(&Row<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        match &mut self.0 {
            Driver::Lite(tx) => tx.rows(sql, args, read),
            Driver::Pg(tx) => {
                let rows = tx.query(&dialect::pg_text(sql), &bind(args)).await?;
                rows.iter().map(|row| read(&Row::postgres(row))).collect()
            }
        }
    }

    /// Runs a statement and reads its first row, if there is one.
    pub async fn row<T: Send>(
        &mut self,
        sql: &str,
        args: &[Arg],
        read: impl Fn(&Row<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Option<T>> {
        Ok(self.rows(sql, args, read).await?.into_iter().next())
    }

    /// The first column of the first row of a statement that always has one, such as a count.
    pub async fn value<T: Column + Send>(&mut self, sql: &str, args: &[Arg]) -> Result<T> {
        let found = self.row(sql, args, |row| row.next()).await?;
        found.ok_or_else(|| Error::internal(format!("no row from: {sql}")))
    }

    /// Reads rows for a list of values of any length. `{in}` in the text stands for the list; `$1`.. are `args`. `{held}`
    /// at the end of any select keeps its rows from other writers until the transaction ends; order it by key, so that
    /// nobody waits in a circle. `{free}` does the same and leaves out what another transaction holds.
    pub async fn rows_in<T: Send>(
        &mut self,
        sql: &str,
        args: &[Arg],
        list: &[Arg],
        read: impl Fn(&Row<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        let mut found = Vec::with_capacity(list.len());
        for piece in list.chunks(LIST) {
            match &mut self.0 {
                Driver::Lite(tx) => {
                    let (sql, all) = with_list(sql, args, piece);
                    found.append(&mut tx.rows(&sql, &all, &read)?);
                }
                Driver::Pg(tx) => {
                    let (sql, values) = with_array(sql, args, piece)?;
                    for row in &tx.query(&sql, &with_last(args, &*values)).await? {
                        found.push(read(&Row::postgres(row))?);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Runs a statement for a list of values of any length, as [`Tx::rows_in`] reads.
    pub async fn run_in(&mut self, sql: &str, args: &[Arg], list: &[Arg]) -> Result<u64> {
        let mut touched = 0;
        for piece in list.chunks(LIST) {
            touched += match &mut self.0 {
                Driver::Lite(tx) => {
                    let (sql, all) = with_list(sql, args, piece);
                    tx.run(&sql, &all)?
                }
                Driver::Pg(tx) => {
                    let (sql, values) = with_array(sql, args, piece)?;
                    tx.execute(&sql, &with_last(args, &*values)).await?
                }
            };
        }
        Ok(touched)
    }

    /// Writes many rows with one text: `{rows(a, b)}` is a table `v` of them. Sort the rows by key first.
    pub async fn run_bulk(&mut self, sql: &str, rows: &[Vec<Arg>]) -> Result<u64> {
        let Some(first) = rows.first() else { return Ok(0) };
        let wrong = || Error::internal(format!("bulk rows do not fit: {sql}"));
        match &mut self.0 {
            Driver::Lite(tx) => {
                let sql = Dialect::Lite.bulk(sql, first, true).ok_or_else(wrong)?;
                tx.run_each(&sql, rows)
            }
            Driver::Pg(tx) => {
                let sql = Dialect::Pg.bulk(sql, first, rows.len() > 1).ok_or_else(wrong)?;
                if rows.len() == 1 {
                    return tx.execute(&sql, &bind(first)).await;
                }
                let columns = columns(rows, first.len()).ok_or_else(wrong)?;
                tx.execute(&sql, &bound(&columns)).await
            }
        }
    }

    /// The same with a `returning` at the end: reads what the written rows tell, in no order.
    pub async fn rows_bulk<T: Send>(
        &mut self,
        sql: &str,
        rows: &[Vec<Arg>],
        read: impl Fn(&Row<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let wrong = || Error::internal(format!("bulk rows do not fit: {sql}"));
        match &mut self.0 {
            Driver::Lite(tx) => {
                let sql = Dialect::Lite.bulk(sql, first, true).ok_or_else(wrong)?;
                tx.rows_each(&sql, rows, read)
            }
            Driver::Pg(tx) => {
                let sql = Dialect::Pg.bulk(sql, first, rows.len() > 1).ok_or_else(wrong)?;
                let told = match columns(rows, first.len()) {
                    _ if rows.len() == 1 => tx.query(&sql, &bind(first)).await?,
                    Some(columns) => tx.query(&sql, &bound(&columns)).await?,
                    None => return Err(wrong()),
                };
                told.iter().map(|row| read(&Row::postgres(row))).collect()
            }
        }
    }

    /// Whether another transaction got in the way of this body's last run: what it then only read and wrote back under
    /// a guard it had better hold now (`{held}`).
    pub fn is_repeated(&self) -> bool {
        matches!(&self.0, Driver::Pg(tx) if tx.is_repeated)
    }

    /// Hands out `count` ids of a kind and answers the first. No database sequence: blocks on PostgreSQL, the
    /// counter's row on SQLite, whose writer is alone anyway.
    pub async fn ids(&mut self, kind: &'static str, count: i64) -> Result<i64> {
        match &mut self.0 {
            Driver::Pg(tx) if !tx.ids_inside => tx.ids().take(kind, count).await,
            Driver::Lite(_) | Driver::Pg(_) => {
                let next: i64 = self.value(TAKE_IDS, args![kind, count]).await?;
                Ok(next - count)
            }
        }
    }

    /// For a transaction that fills tables from empty on: statements find rows by keys from the first one.
    pub async fn fill_tables(&mut self) -> Result<()> {
        if let Driver::Pg(tx) = &mut self.0 {
            tx.execute(BY_KEYS, &[]).await?;
        }
        Ok(())
    }

    /// Takes ids from the counters inside this transaction on both databases: for one that sets the counters itself
    /// or fills an empty world, which nobody else may wait for.
    pub fn take_ids_inside(&mut self) {
        if let Driver::Pg(tx) = &mut self.0 {
            tx.ids_inside = true;
        }
    }
}

/// PostgreSQL keeps plans, and the best plan for an empty table is to read it whole.
const BY_KEYS: &str = "set local enable_seqscan = off";

/// Moves a counter on and answers where it stands after.
pub(super) const TAKE_IDS: &str = "update id_counter set next = next + $2 where kind = $1 returning next";

use crate::args;

fn bind(args: &[Arg]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter()
        .map(|arg| -> &(dyn ToSql + Sync) {
            match arg {
                Arg::Int(value) => value,
                Arg::Text(value) => value,
            }
        })
        .collect()
}

/// A value that PostgreSQL is handed.
type Value<'a> = Box<dyn ToSql + Sync + Send + 'a>;

/// Values of one type as one array; nothing when they are fewer than said or of both types.
fn array<'a>(values: impl Iterator<Item = &'a Arg> + Clone, length: usize) -> Option<Value<'a>> {
    let numbers: Vec<Option<i64>> =
        values.clone().map_while(|value| if let Arg::Int(number) = value { Some(*number) } else { None }).collect();
    if numbers.len() == length {
        return Some(Box::new(numbers));
    }
    let texts: Vec<Option<&str>> =
        values.map_while(|value| if let Arg::Text(text) = value { Some(text.as_deref()) } else { None }).collect();
    (texts.len() == length).then(|| -> Value<'a> { Box::new(texts) })
}

/// The columns of bulk rows, as arrays.
fn columns(rows: &[Vec<Arg>], many: usize) -> Option<Vec<Value<'_>>> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    (0..many).map(|at| array(cells(at), rows.len())).collect()
}

fn bound<'a>(columns: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    columns.iter().map(|column| -> &(dyn ToSql + Sync) { &**column }).collect()
}

/// One array for the list, so that one plan serves lists of every length. One value stands for itself: for an array
/// PostgreSQL expects ten, finds a plan for one cheaper, and so would plan anew with every call.
fn with_array<'a>(sql: &str, args: &[Arg], piece: &'a [Arg]) -> Result<(String, Value<'a>)> {
    if let [only] = piece {
        let value: Value<'a> = match only {
            Arg::Int(number) => Box::new(*number),
            Arg::Text(text) => Box::new(text.as_deref()),
        };
        return Ok((dialect::pg_text(sql).replace("{in}", &format!("= ${}", args.len() + 1)), value));
    }
    let values = array(piece.iter(), piece.len()).ok_or_else(|| Error::internal(format!("a mixed list for: {sql}")))?;
    Ok((dialect::pg_text(sql).replace("{in}", &format!("= any(${})", args.len() + 1)), values))
}

fn with_last<'a>(args: &'a [Arg], last: &'a (dyn ToSql + Sync)) -> Vec<&'a (dyn ToSql + Sync)> {
    let mut all = bind(args);
    all.push(last);
    all
}

/// Few different lengths, so that prepared statements are found again: the last value fills the rest.
fn with_list(sql: &str, args: &[Arg], piece: &[Arg]) -> (String, Vec<Arg>) {
    let length = [1, 10, 50, 100, LIST].into_iter().find(|&length| length >= piece.len()).unwrap_or(LIST);
    let mut list = String::new();
    for at in 0..length {
        let _ = write!(list, "{}${}", if at == 0 { "" } else { ", " }, args.len() + at + 1);
    }
    let mut all = args.to_vec();
    all.extend_from_slice(piece);
    if let Some(last) = piece.last() {
        all.resize(args.len() + length, last.clone());
    }
    (sql.replace("{in}", &format!("in ({list})")), all)
}

impl LiteTx {
    pub(super) fn run(&self, sql: &str, args: &[Arg]) -> Result<u64> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&dialect::lite_text(sql))?;
        let touched = statement.execute(rusqlite::params_from_iter(args))?;
        u64::try_from(touched).map_err(|error| Error::Internal(error.into()))
    }

    /// One prepared statement, row after row.
    fn run_each(&self, sql: &str, rows: &[Vec<Arg>]) -> Result<u64> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&dialect::lite_text(sql))?;
        let mut touched = 0;
        for row in rows {
            touched += statement.execute(rusqlite::params_from_iter(row))?;
        }
        u64::try_from(touched).map_err(|error| Error::Internal(error.into()))
    }

    fn rows_each<T>(&self, sql: &str, rows: &[Vec<Arg>], read: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&dialect::lite_text(sql))?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let mut told = statement.query(rusqlite::params_from_iter(row))?;
            while let Some(row) = told.next()? {
                all.push(read(&Row::lite(row))?);
            }
        }
        Ok(all)
    }

    pub(super) fn rows<T>(&self, sql: &str, args: &[Arg], read: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&dialect::lite_text(sql))?;
        let mut rows = statement.query(rusqlite::params_from_iter(args))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(&Row::lite(row))?);
        }
        Ok(all)
    }
}

impl rusqlite::ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Int(value) => rusqlite::ToSql::to_sql(value),
            Self::Text(value) => rusqlite::ToSql::to_sql(value),
        }
    }
}
