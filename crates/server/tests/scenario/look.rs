//! A look into the database, for what no answer tells.

use gostiny_server::store::DbUrl;
use rusqlite::{Connection, Row, types::Value};
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Rows as text.
pub async fn rows(url: &DbUrl, sql: &str) -> Vec<Vec<String>> {
    match url {
        DbUrl::Postgres(server) => {
            let (client, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
            let served = tokio::spawn(connection);
            let told = client.simple_query(sql).await.unwrap();
            drop(client);
            let _ = served.await;
            let row = |told: &SimpleQueryMessage| match told {
                SimpleQueryMessage::Row(row) => {
                    Some((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect())
                }
                _ => None,
            };
            told.iter().filter_map(row).collect()
        }
        DbUrl::File(path) => {
            let connection = Connection::open(path).unwrap();
            let mut statement = connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let text = |value: Value| match value {
                Value::Null => String::new(),
                Value::Integer(number) => number.to_string(),
                Value::Text(text) => text,
                other => panic!("{other:?}"),
            };
            let read = |row: &Row<'_>| (0..columns).map(|at| row.get::<_, Value>(at).map(text)).collect();
            statement.query_map([], read).unwrap().collect::<Result<_, _>>().unwrap()
        }
        DbUrl::Memory => panic!("nobody else sees a database in memory"),
    }
}
