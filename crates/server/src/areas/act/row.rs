//! The carriage's row, and the statements that more than one verb uses.

use gostiny_wire::scalar::{CarriageId, DeliveryMethodId, PostingNumber, Time, WarehouseId};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// The postings are being gathered and the papers drawn up.
pub(super) const IN_PROCESS: &str = "in_process";
/// The papers can be fetched.
pub(super) const READY: &str = "ready";
/// None of the postings could go.
pub(super) const FAILED: &str = "error";
/// It was called off.
pub(super) const CANCELLED: &str = "cancelled";

/// The postings of one delivery method and day that travel under one act.
#[derive(Clone, Debug)]
pub struct Carriage {
    /// Its number.
    pub carriage_id: CarriageId,
    /// How its postings travel.
    pub delivery_method_id: DeliveryMethodId,
    /// Where it leaves from.
    pub warehouse_id: WarehouseId,
    /// Local day of the warehouse, `2026-01-12`.
    pub departure_day: String,
    /// `in_process`, `ready`, `error` or `cancelled`.
    pub status: String,
    /// Boxes it travels in.
    pub containers_count: i64,
    /// Which carriage of this method and day it is, from 1.
    pub partial_num: i64,
    /// How many postings it took.
    pub postings: i64,
    /// Postings that were meant for it and could not go.
    pub removed: Vec<PostingNumber>,
    /// When its papers were ready, or when it failed or was called off.
    pub ready_at: Option<Time>,
    /// The postings are chosen, but nobody has approved it.
    pub is_draft: bool,
    /// Postings chosen when it began.
    pub meant: Vec<PostingNumber>,
    /// When it was created.
    pub created_at: Time,
}

impl Carriage {
    /// Its state in the words of the list of acts.
    pub fn word(&self) -> &'static str {
        match self.status.as_str() {
            IN_PROCESS if self.is_draft => "new",
            IN_PROCESS => "in_process",
            READY => "formed",
            CANCELLED => "cancelled",
            _ => "error",
        }
    }

    /// How many postings are in it, or are meant to be.
    pub fn size(&self) -> i64 {
        if self.status == IN_PROCESS { i64::try_from(self.meant.len()).unwrap_or(i64::MAX) } else { self.postings }
    }

    /// When anything last happened to it.
    pub fn changed_at(&self) -> Time {
        self.ready_at.unwrap_or(self.created_at)
    }
}

/// All columns of [`Carriage`], in the order in which [`carriage`] reads them, of the seller's rows.
macro_rules! carriages {
    ($rest:literal) => {
        concat!(
            "select carriage_id, delivery_method_id, warehouse_id, departure_day, status, containers_count, \
             partial_num, postings, removed, ready_at, is_draft, meant, created_at from carriage \
             where seller_id = $1 and ",
            $rest
        )
    };
}
pub(super) use carriages;

/// Reads a row of `carriages!`.
pub(super) fn carriage(row: &Row<'_>) -> Result<Carriage> {
    Ok(Carriage {
        carriage_id: row.next()?,
        delivery_method_id: row.next()?,
        warehouse_id: row.next()?,
        departure_day: row.next()?,
        status: row.next()?,
        containers_count: row.next()?,
        partial_num: row.next()?,
        postings: row.next()?,
        removed: row.next_json()?,
        ready_at: row.next()?,
        is_draft: row.next()?,
        meant: row.next_json()?,
        created_at: row.next()?,
    })
}

/// The seller's carriage, or not found.
pub(super) async fn find(call: &mut Call, carriage_id: CarriageId) -> Result<Carriage> {
    let found = call.tx.row(FIND, args![call.seller, carriage_id], carriage).await?;
    found.ok_or_else(|| Error::NotFound("CARRIAGE_NOT_FOUND".to_owned()))
}

const FIND: &str = carriages!("carriage_id = $2");

/// How many carriages of a method and day travel or will.
pub(super) async fn parts(call: &mut Call, method: DeliveryMethodId, day: &str) -> Result<i64> {
    call.tx.value(PARTS, args![call.seller, method, day]).await
}

const PARTS: &str = "select count(*) from carriage where seller_id = $1 and delivery_method_id = $2 \
    and departure_day = $3 and status in ('in_process', 'ready')";
