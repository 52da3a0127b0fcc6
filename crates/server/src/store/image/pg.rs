//! Images of a PostgreSQL schema: a schema each in the same database, copied by the server itself.

use std::fmt::Write;

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};

use super::{
    super::{
        Tx, migrate,
        offline::owned,
        postgres::{Postgres, SCHEMA_TURN},
        together::SHARED,
        tx::Driver,
    },
    NOTE, Notes,
};
use crate::{
    args,
    error::{Error, Result},
};

/// The images of this schema; the comment of each names it.
const IMAGES: &str = "select nspname::text from pg_namespace \
    where obj_description(oid, 'pg_namespace') = 'image of ' || current_schema() order by nspname";
const RETURN_IDS: &str = "update id_counter set next = $1 where kind = $2 and next = $3";

impl Postgres {
    pub async fn keep_image(&self, key: &str, notes: Notes) -> Result<()> {
        let key = key.to_owned();
        self.run(move |tx| Box::pin(keep(tx, key.clone(), notes.clone()))).await
    }

    pub async fn restore_image(&self, key: &str, notes: Notes) -> Result<bool> {
        let key = key.to_owned();
        self.run(move |tx| Box::pin(restore(tx, key.clone(), notes.clone()))).await
    }

    pub async fn images(&self) -> Result<Vec<Notes>> {
        self.run(|tx| Box::pin(all_notes(tx))).await
    }

    pub async fn drop_image(&self, key: &str) -> Result<bool> {
        let key = key.to_owned();
        self.run(move |tx| Box::pin(forget(tx, key.clone()))).await
    }

    pub async fn return_ids(&self) -> Result<()> {
        let reserved = self.take_reserved();
        self.run(move |tx| Box::pin(give_back(tx, reserved.clone()))).await
    }

    async fn run<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.write(owned(body)).await
    }
}

async fn keep(tx: &mut Tx, key: String, notes: Notes) -> Result<()> {
    // Long jobs may write meanwhile: all tables are copied as of one moment.
    batch(tx, "set transaction isolation level repeatable read").await?;
    let (own, image) = schemas(tx, &key).await?;
    let own = own.replace('\'', "''");
    let mut sql = format!(
        "drop schema if exists {image} cascade; create schema {image}; comment on schema {image} is 'image of {own}'; \
         create table {image}.schema_migration as table schema_migration; "
    );
    for table in migrate::tables(migrate::newest()) {
        let _ = write!(sql, "create table {image}.{table} as table {table}; ");
    }
    batch(tx, &sql).await?;
    let (forget, note) = (
        format!("delete from {image}.world where name = $1"),
        format!("insert into {image}.world (name, value) values ($1, $2)"),
    );
    for (name, value) in &notes {
        tx.run(&forget, args![name]).await?;
        tx.run(&note, args![name, value]).await?;
    }
    Ok(())
}

async fn restore(tx: &mut Tx, key: String, notes: Notes) -> Result<bool> {
    let (_, image) = schemas(tx, &key).await?;
    if !tx.rows(IMAGES, &[], |row| row.next::<String>()).await?.contains(&image) {
        return Ok(false);
    }
    tx.run(SCHEMA_TURN, &[]).await?;
    // One may have started or come back since the caller looked.
    if !tx.has_it_alone().await? {
        return Err(Error::Conflict(SHARED.to_owned()));
    }
    // Whatever else still writes comes before all of this or after all of it.
    let all = migrate::tables(migrate::newest()).join(", ");
    batch(tx, &format!("lock table {all} in access exclusive mode")).await?;
    let version = tx.value(&format!("select coalesce(max(version), 0) from {image}.schema_migration"), &[]).await?;
    if version > migrate::newest() {
        return Err(migrate::too_new(version));
    }
    let mut sql = String::new();
    if version == migrate::newest() {
        for table in migrate::tables(version).iter().rev() {
            let _ = write!(sql, "delete from {table}; ");
        }
    } else {
        migrate::begin_anew(tx, version).await?;
    }
    for table in migrate::tables(version) {
        let _ = write!(sql, "insert into {table} select * from {image}.{table}; ");
    }
    batch(tx, &sql).await?;
    migrate::run(tx).await?;
    for (name, value) in &notes {
        tx.run(NOTE, args![name, value]).await?;
    }
    Ok(true)
}

async fn all_notes(tx: &mut Tx) -> Result<Vec<Notes>> {
    let mut all = Vec::new();
    for image in tx.rows(IMAGES, &[], |row| row.next::<String>()).await? {
        let sql = format!("select name, value from {image}.world");
        all.push(tx.rows(&sql, &[], |row| Ok((row.next()?, row.next()?))).await?.into_iter().collect());
    }
    Ok(all)
}

async fn forget(tx: &mut Tx, key: String) -> Result<bool> {
    let (_, image) = schemas(tx, &key).await?;
    if !tx.rows(IMAGES, &[], |row| row.next::<String>()).await?.contains(&image) {
        return Ok(false);
    }
    batch(tx, &format!("drop schema {image} cascade")).await?;
    Ok(true)
}

async fn give_back(tx: &mut Tx, reserved: Vec<(&'static str, i64, i64)>) -> Result<()> {
    for (kind, next, end) in reserved {
        tx.run(RETURN_IDS, args![next, kind, end]).await?;
    }
    Ok(())
}

/// This schema, and the one of an image of it. Names are short there, so it is known by a hash.
async fn schemas(tx: &mut Tx, key: &str) -> Result<(String, String)> {
    let own: String = tx.value("select current_schema()::text", &[]).await?;
    let hash = Sha256::new().chain_update(&own).chain_update([0]).chain_update(key).finalize();
    let image = hash.iter().take(16).fold("gostiny_image_".to_owned(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    });
    Ok((own, image))
}

/// Several statements at once, none with values.
async fn batch(tx: &mut Tx, sql: &str) -> Result<()> {
    match &mut tx.0 {
        Driver::Pg(tx) => tx.batch(sql).await,
        Driver::Lite(_) => Err(Error::internal("an image of PostgreSQL on another database")),
    }
}
