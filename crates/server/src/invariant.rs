//! What holds in every world at every moment, as statements that find where it does not. Areas say what holds of their
//! tables; [`check`] asks a database, also while a server runs on it.

use std::sync::Arc;

use crate::{
    error::{Error, Result},
    store::{self, Arg, DbUrl, Tx},
};

/// Breaches that are told of each invariant at most.
pub const MOST: usize = 20;

/// Something that always holds.
#[derive(Clone, Debug)]
pub struct Invariant {
    /// Its name: area and what it is about.
    pub name: &'static str,
    /// It in a sentence.
    pub says: &'static str,
    /// Finds breaches: the shop, 0 for none, and what is wrong there.
    pub breaches: &'static str,
    /// The statement's values.
    pub args: Vec<Arg>,
}

impl Invariant {
    /// One whose statement takes no values.
    pub fn new(name: &'static str, says: &'static str, breaches: &'static str) -> Self {
        Self { name, says, breaches, args: Vec::new() }
    }
}

/// Where an invariant does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The shop; 0 for none.
    pub seller_id: i64,
    /// What is wrong.
    pub what: String,
}

/// An invariant that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its name.
    pub name: &'static str,
    /// It in a sentence.
    pub says: &'static str,
    /// Where it does not hold, [`MOST`] places at most; none: it holds.
    pub breaches: Vec<Breach>,
}

/// Asks a database as of one moment for all of these invariants.
///
/// # Errors
/// `Conflict` when its schema is not this program's: the statements are about no other one.
pub async fn check(database: &DbUrl, invariants: Vec<Invariant>) -> Result<Vec<Asked>> {
    let invariants = Arc::new(invariants);
    store::look(database, move |tx| {
        let invariants = invariants.clone();
        Box::pin(async move {
            let schema = tx.schema().await?;
            if schema != store::newest_schema() {
                let newest = store::newest_schema();
                return Err(Error::Conflict(format!(
                    "the schema is {schema}, not {newest}: run `gostiny migrate` first"
                )));
            }
            ask_all(tx, &invariants).await
        })
    })
    .await
}

/// Asks for invariants inside a transaction.
pub async fn ask_all(tx: &mut Tx, invariants: &[Invariant]) -> Result<Vec<Asked>> {
    let mut asked = Vec::with_capacity(invariants.len());
    for invariant in invariants {
        asked.push(ask(tx, invariant).await?);
    }
    Ok(asked)
}

async fn ask(tx: &mut Tx, invariant: &Invariant) -> Result<Asked> {
    let sql = format!("select * from ({}) breach order by 1, 2 limit {MOST}", invariant.breaches);
    let breach = |row: &store::Row<'_>| Ok(Breach { seller_id: row.next()?, what: row.next()? });
    let breaches = tx.rows(&sql, &invariant.args, breach).await?;
    Ok(Asked { name: invariant.name, says: invariant.says, breaches })
}

/// A counter that stands behind an id that is in use would hand it out again.
macro_rules! counter {
    ($name:literal, $kind:literal, $used:literal) => {
        $crate::invariant::Invariant::new(
            $name,
            concat!("the counter `", $kind, "` stands behind no id that is in use"),
            concat!(
                "select cast(0 as bigint) as seller_id, '",
                $kind,
                " ' || u.used as what from (",
                $used,
                ") u join id_counter c on c.kind = '",
                $kind,
                "' where u.used >= c.next"
            ),
        )
    };
}
pub(crate) use counter;
