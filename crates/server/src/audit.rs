//! The audit log: what the operator, and shops in their cabinets, changed of the marketplace itself - shops, keys,
//! settings, the clock, faults, snapshots. A line is written in the transaction of what it tells, or right after what
//! takes more than one. Owns the table `audit`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use gostiny_wire::scalar::{ClientId, Time};
use serde_json::{Map, Value};

use crate::{
    App, args,
    error::Result,
    mask,
    store::{Row, Tx},
};

/// Lines that are kept, the newest.
const MOST: i64 = 50_000;
/// Lines between two looks at whether there are more.
const BETWEEN_SWEEPS: u64 = 256;
/// Characters of a request that are kept.
const LONGEST: usize = 2_000;

/// Who does something.
#[derive(Clone, Debug)]
pub struct Actor {
    /// `operator`, `shop` or `command`.
    pub name: &'static str,
    /// The shop.
    pub seller: ClientId,
    /// From where; empty for a command.
    pub address: String,
    /// Which call it was; empty for a page and a command.
    pub request_id: String,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands: later lines have greater ones.
    pub audit_id: String,
    /// When, by the clock on the wall.
    pub at: Time,
    /// As [`Actor::name`].
    pub actor: String,
    /// The shop that acted or that it is about; 0: none.
    pub seller: ClientId,
    /// What was called.
    pub method: String,
    /// As [`Actor::address`].
    pub address: String,
    /// As [`Actor::request_id`].
    pub request_id: String,
    /// What was asked for, masked.
    pub request: String,
}

impl Actor {
    /// Whoever works at the command line of the machine.
    pub fn command() -> Self {
        Self { name: "command", seller: ClientId(0), address: String::new(), request_id: String::new() }
    }
}

impl Line {
    /// The same about a shop.
    #[must_use]
    pub fn about(self, seller: ClientId) -> Self {
        Self { seller, ..self }
    }

    /// What somebody asks for, `system` being the time on the wall.
    pub fn asked(actor: &Actor, system: Time, method: &str, asked: Map<String, Value>) -> Self {
        let about = asked.get("client_id").and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
        let request = mask::json(&Value::Object(asked).to_string());
        Self {
            audit_id: format!("{:016x}-{:08x}", system.0, uuid::Uuid::new_v4().as_fields().0),
            at: system,
            actor: actor.name.to_owned(),
            seller: about.map_or(actor.seller, ClientId),
            method: method.to_owned(),
            address: actor.address.clone(),
            request_id: actor.request_id.clone(),
            request: request.chars().take(LONGEST).collect(),
        }
    }
}

/// Writes a line.
pub async fn note(tx: &mut Tx, line: &Line) -> Result<()> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let Line { audit_id, at, actor, seller, method, address, request_id, request } = line;
    let row = args![
        audit_id.as_str(),
        *at,
        actor.as_str(),
        *seller,
        method.as_str(),
        address.as_str(),
        request_id.as_str(),
        request.as_str()
    ];
    tx.run(NOTE, row).await?;
    if WRITTEN.fetch_add(1, Ordering::Relaxed).is_multiple_of(BETWEEN_SWEEPS) {
        tx.run(SWEEP, args![MOST]).await?;
    }
    Ok(())
}

const NOTE: &str = "insert into audit (audit_id, at, actor, seller_id, method, address, request_id, request) \
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (audit_id) do nothing";
const SWEEP: &str = "delete from audit where audit_id <= \
    (select audit_id from audit order by audit_id desc limit 1 offset $1)";

/// The same in a transaction of its own, after what took several.
pub async fn note_after(app: &App, line: Line) -> Result<()> {
    let line = Arc::new(line);
    let noted = app.world.write(ClientId(0), move |call| {
        let line = line.clone();
        Box::pin(async move { note(&mut call.tx, &line).await })
    });
    noted.await.map(|_| ())
}

/// Lines, newest first: of a shop, of a method, older than a line. No number is greater than `g`.
pub async fn lines(tx: &mut Tx, seller: Option<ClientId>, method: &str, before: &str, limit: i64) -> Result<Vec<Line>> {
    let before = if before.is_empty() { "g" } else { before };
    match seller {
        Some(seller) => tx.rows(OF_SHOP, args![before, method, limit, seller], read).await,
        None => tx.rows(LINES, args![before, method, limit], read).await,
    }
}

/// All of them, for whoever puts another world in this one's place.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Line>> {
    lines(tx, None, "", "", MOST).await
}

/// Writes lines down again in the world that came.
pub(crate) async fn stays(app: &App, lines: Vec<Line>) -> Result<()> {
    let lines = Arc::new(lines);
    let kept = app.world.write(ClientId(0), move |call| {
        let lines = lines.clone();
        Box::pin(async move {
            for line in lines.iter() {
                note(&mut call.tx, line).await?;
            }
            Ok(())
        })
    });
    kept.await.map(|_| ())
}

const LINES: &str = "select audit_id, at, actor, seller_id, method, address, request_id, request from audit \
    where audit_id < $1 and ($2 = '' or method = $2) order by audit_id desc limit $3";
const OF_SHOP: &str = "select audit_id, at, actor, seller_id, method, address, request_id, request from audit \
    where seller_id = $4 and audit_id < $1 and ($2 = '' or method = $2) order by audit_id desc limit $3";

fn read(row: &Row<'_>) -> Result<Line> {
    Ok(Line {
        audit_id: row.next()?,
        at: row.next()?,
        actor: row.next()?,
        seller: row.next()?,
        method: row.next()?,
        address: row.next()?,
        request_id: row.next()?,
        request: row.next()?,
    })
}
