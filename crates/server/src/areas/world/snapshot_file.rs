//! A whole world as one file, the same from and for both databases: `gostiny snapshot`. The agenda's leases, what links
//! are signed with and what processes tell each other are no part of a world.

mod format;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    snapshot::{FILES, ONCE},
    together::{CLOCK, WORLDS},
};
use crate::{
    args, audit,
    error::{Error, Result},
    files::{Files, FilesUrl},
    store::{self, Arg, DbUrl, PAGE, TAKEN, Table, Tx},
};
use format::{Cell, FORMAT, Line, Reader, Writer, check, damaged};

/// Hears how many rows of how many are done.
pub type Progress = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Rows of all tables.
    pub rows: i64,
    /// Pictures, reports and the like.
    pub files: i64,
}

/// Reads the file of a world to its end and holds it against its own words.
pub fn verify(path: &Path) -> Result<Counts> {
    check(path).map(|about| Counts { rows: about.rows, files: about.files })
}

/// Writes the world of a database into a file, as of one moment, whoever serves it. The file is there once it is whole.
pub async fn save(database: &DbUrl, files: &FilesUrl, path: &Path, progress: Progress) -> Result<Counts> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".part");
    let fresh = PathBuf::from(fresh);
    let to = fresh.clone();
    let written = store::look(database, move |tx| {
        let (to, progress) = (to.clone(), progress.clone());
        Box::pin(async move { write_rows(tx, &to, &progress).await })
    });
    let mut writer = written.await?;
    let files = Files::open(files)?;
    for name in files.names().await? {
        // One that is gone meanwhile was shown by nothing any more.
        if let Some(bytes) = files.get(&name).await? {
            writer.file(&name, &bytes)?;
        }
    }
    let (rows, files) = writer.finish()?;
    std::fs::rename(&fresh, path).map_err(|error| Error::Internal(error.into()))?;
    Ok(Counts { rows, files })
}

async fn write_rows(tx: &mut Tx, path: &Path, progress: &Progress) -> Result<Writer> {
    let schema = tx.schema().await?;
    let mut writer = Writer::create(path)?;
    writer.line(&Line::World { format: FORMAT, schema })?;
    let tables = tx.tables(schema).await?;
    let (mut done, mut all) = (0, 0);
    for table in &tables {
        all += tx.count(table).await?;
    }
    for table in &tables {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        writer.line(&Line::Table { name: table.name.to_owned(), columns })?;
        let mut last: Option<Vec<Arg>> = None;
        loop {
            let mut page = tx.page(table, last.as_ref()).await?;
            done += i64::try_from(page.len()).unwrap_or(i64::MAX);
            progress(done, all);
            for row in page.iter().filter(|row| is_of_the_world(table, row)) {
                let cells = table.columns.iter().zip(row);
                let cell = |(column, arg)| if is_lease(table, column) { Cell::Null(()) } else { Cell::of(arg) };
                writer.line(&Line::Row(cells.map(cell).collect()))?;
            }
            let is_last = page.len() < PAGE;
            last = page.pop();
            if is_last {
                break;
            }
        }
    }
    Ok(writer)
}

fn is_lease(table: &Table, column: &store::TableColumn) -> bool {
    table.name == "agenda" && column.name.starts_with("lease_")
}

/// What belongs to an installation, or to the moment, stays behind.
fn is_of_the_world(table: &Table, row: &[Arg]) -> bool {
    if matches!(table.name, "audit" | "limit_use") {
        return false;
    }
    let own =
        ["link_key", "revision", "snapshot_name", "snapshot_saved_at", "snapshot_mode", FILES, TAKEN, WORLDS, CLOCK];
    let name = if let Some(Arg::Text(Some(name))) = row.first() { name.as_str() } else { "" };
    table.name != "world" || !own.contains(&name)
}

/// Puts the world of a file in the place of a database's that nobody else has open, the rows all of them or none. The file
/// is read to its end before anything is changed.
pub async fn restore(database: &DbUrl, files: &FilesUrl, path: &Path, progress: Progress) -> Result<Counts> {
    let about = check(path)?;
    if about.schema > store::newest_schema() {
        return Err(Error::Conflict(format!(
            "the file was saved by a newer version of this program: its schema is {}, the newest one known here is {}",
            about.schema,
            store::newest_schema()
        )));
    }
    let files = Files::open(files)?;
    // Refused before the first file is written, when somebody serves the database.
    store::alone(database, |_| Box::pin(async { Ok(()) })).await?;
    let folder = format!("{ONCE}{}", uuid::Uuid::new_v4().simple());
    let restored = put(database, &files, path, &folder, about, progress).await;
    if restored.is_err() {
        files.forget_aside(&folder, None).await?;
    }
    restored?;
    files.bring_back(&folder).await?;
    store::alone(database, |tx| Box::pin(async { tx.run("delete from world where name = $1", args![FILES]).await }))
        .await?;
    files.forget_aside(&folder, None).await?;
    Ok(Counts { rows: about.rows, files: about.files })
}

async fn put(
    database: &DbUrl,
    files: &Files,
    path: &Path,
    folder: &str,
    about: format::About,
    progress: Progress,
) -> Result<()> {
    if about.files > 0 {
        put_files(files, path, folder).await?;
    }
    let (path, folder) = (path.to_owned(), folder.to_owned());
    let rows = store::alone(database, move |tx| {
        let (path, folder, progress) = (path.clone(), folder.clone(), progress.clone());
        Box::pin(async move { put_rows(tx, &path, &folder, about, &progress).await })
    });
    rows.await
}

async fn put_files(files: &Files, path: &Path, folder: &str) -> Result<()> {
    let mut reader = Reader::open(path)?;
    let mut open = None;
    while let Some(line) = reader.next()? {
        match (line, &mut open) {
            (Line::Bytes(piece), Some(file)) => crate::files::Writer::write(file, &format::bytes(&piece)?).await?,
            (Line::File(name), _) => {
                if let Some(before) = open.replace(files.writer_aside(folder, &name)?) {
                    before.finish().await?;
                }
            }
            _ => {}
        }
    }
    match open {
        Some(last) => last.finish().await,
        None => Ok(()),
    }
}

async fn put_rows(tx: &mut Tx, path: &Path, folder: &str, about: format::About, progress: &Progress) -> Result<()> {
    let (own, audited) = (own_rows(tx).await?, audit::all(tx).await?);
    tx.begin_anew(about.schema).await?;
    let tables = tx.tables(about.schema).await?;
    let mut reader = Reader::open(path)?;
    let (mut table, mut rows, mut done) = (None, Vec::new(), 0);
    while let Some(line) = reader.next()? {
        match line {
            Line::Table { name, columns } => {
                flush(tx, table, &mut rows).await?;
                table = Some(find(&tables, &name, &columns)?);
            }
            Line::Row(cells) => {
                let columns = table.map(|table| table.columns.as_slice()).unwrap_or_default();
                let row = cells.into_iter().zip(columns).map(|(cell, column)| cell.into_arg(column.is_text));
                rows.push(row.collect::<Result<Vec<Arg>>>()?);
                done += 1;
                if rows.len() == PAGE {
                    flush(tx, table, &mut rows).await?;
                    progress(done, about.rows);
                }
            }
            _ => {}
        }
    }
    flush(tx, table, &mut rows).await?;
    progress(done, about.rows);
    tx.catch_up().await?;
    let folder = ("snapshot_files".to_owned(), folder.to_owned());
    for (name, value) in own.into_iter().chain([folder]) {
        tx.run("insert into world (name, value) values ($1, $2)", args![name, value]).await?;
    }
    for line in &audited {
        audit::note(tx, line).await?;
    }
    Ok(())
}

/// What links are signed with stays that of the installation. A fresh database has none yet.
async fn own_rows(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    tx.catch_up().await?;
    let own = "select name, value from world where name = 'link_key'";
    tx.rows(own, &[], |row| Ok((row.next()?, row.next()?))).await
}

async fn flush(tx: &mut Tx, table: Option<&Table>, rows: &mut Vec<Vec<Arg>>) -> Result<()> {
    if let Some(table) = table {
        tx.put_back(table, rows).await?;
    }
    rows.clear();
    Ok(())
}

fn find<'t>(tables: &'t [Table], name: &str, columns: &[String]) -> Result<&'t Table> {
    let found = tables.iter().find(|table| table.name == name);
    let found = found.filter(|table| table.columns.iter().map(|column| &column.name).eq(columns));
    found.ok_or_else(|| damaged(&format!("its table {name} is not that of its schema")))
}
