//! Moves postings. The one place that writes the status, with all that a move brings along: dates, history, stock,
//! marks, what falls due. What moves where is said in `machine.rs`.

use std::collections::BTreeMap;

use gostiny_wire::scalar::{CarriageId, ClientId, PostingNumber, ProductId, Time, WarehouseId};

use super::{
    CAME_BACK, CANCELLED, DELIVERED, LEFT, LEFT_CARRIAGE, LOST,
    cancel::Cancellation,
    deliver, exemplar,
    expire::EXPIRE,
    machine::{Event, Status, Way},
    notify,
    row::{self, Posting},
    step::CONFIRM,
};
use crate::{
    areas::{digital, stock, tariff::Scheme},
    args,
    call::Call,
    error::{Error, Result},
    job,
    known::revision,
    store::Arg,
};

/// Days after which nobody objects to a conditional delivery any more.
const CONFIRMED_AFTER_DAYS: i64 = 1;

/// Moves a posting along; answers it as it is after.
pub(super) async fn advance(call: &mut Call, posting: &Posting, event: Event, note: &str) -> Result<Posting> {
    let cancellation = Cancellation::by(event, note, posting.delivered_at.is_some());
    one(call, posting, event, cancellation, note).await
}

/// Calls a posting off for a reason of its own.
pub(super) async fn call_off(
    call: &mut Call,
    posting: &Posting,
    event: Event,
    cancellation: Cancellation,
    note: &str,
) -> Result<Posting> {
    one(call, posting, event, Some(cancellation), note).await
}

async fn one(
    call: &mut Call,
    posting: &Posting,
    event: Event,
    cancellation: Option<Cancellation>,
    note: &str,
) -> Result<Posting> {
    let mut moved = go(call, std::slice::from_ref(posting), event, cancellation.as_ref(), note).await?;
    moved.pop().ok_or_else(|| Error::internal("a move without a posting"))
}

/// Moves postings of the call's seller by one event, all or none; answers them as they are after, in their order.
pub(super) async fn advance_all(call: &mut Call, postings: &[Posting], event: Event) -> Result<Vec<Posting>> {
    go(call, postings, event, None, "").await
}

async fn go(
    call: &mut Call,
    postings: &[Posting],
    event: Event,
    cancellation: Option<&Cancellation>,
    note: &str,
) -> Result<Vec<Posting>> {
    let mut moves = Vec::with_capacity(postings.len());
    for before in postings {
        let from = Status::of(before)?;
        let to = from.after(event, Way::of(before))?;
        let after = moved(before, (from, to), event, cancellation.cloned(), call.now);
        moves.push(Move { before: before.clone(), after, from, to, event });
    }
    write(call, &moves).await?;
    let step = |one: &Move| Step {
        posting_number: one.after.posting_number.clone(),
        event: event.word(),
        status: one.to,
        note: note.to_owned(),
    };
    remember(call, &moves.iter().map(step).collect::<Vec<_>>()).await?;
    notify::moved(call, &moves.iter().map(|one| (&one.before, &one.after)).collect::<Vec<_>>()).await?;
    move_stock(call, &moves).await?;
    for one in &moves {
        agree(call, one).await?;
    }
    Ok(moves.into_iter().map(|one| one.after).collect())
}

/// A posting before and after it moves.
struct Move {
    before: Posting,
    after: Posting,
    from: Status,
    to: Status,
    event: Event,
}

impl Move {
    /// It leaves the shelf: the date of its leaving is first set.
    fn leaves(&self) -> bool {
        self.before.delivering_date.is_none() && self.after.delivering_date.is_some()
    }

    /// It is called off before it left.
    fn is_freed(&self) -> bool {
        self.after.delivering_date.is_none() && self.to == Status::Cancelled
    }

    /// It had left and lies on the shelf again, held for the same buyer.
    fn is_back(&self) -> bool {
        self.before.delivering_date.is_some() && self.after.delivering_date.is_none()
    }
}

/// The posting after a move. Pure.
fn moved(
    posting: &Posting,
    (from, to): (Status, Status),
    event: Event,
    cancellation: Option<Cancellation>,
    now: Time,
) -> Posting {
    let mut after = posting.clone();
    let (status, substatus) = to.words();
    (after.status, after.substatus) = (status.to_owned(), substatus.to_owned());
    if let Some(word) = event.carrier_word() {
        after.provider_status = word.to_owned();
    }
    if from == Status::Unpacked && to != Status::Cancelled {
        after.shipped_at = Some(now);
    }
    if event == Event::Register && after.tracking_number.is_empty() {
        after.tracking_number = format!("80{}", posting.lower_barcode);
    }
    // What was lost has left the shelf too, even if nobody ever scanned it.
    if to.is_handed_over() || event == Event::Lose {
        after.delivering_date.get_or_insert(now);
    }
    if event == Event::TakeBack {
        after.delivering_date = None;
    }
    if to.is_delivered() {
        after.delivered_at.get_or_insert(now);
    }
    // What never left stands under no act any more; nor does what will be handed over anew.
    if event == Event::TakeBack || to == Status::Cancelled && after.delivering_date.is_none() {
        after.carriage_id = CarriageId(0);
    }
    if let (Status::Cancelled, Some(cancellation)) = (to, cancellation) {
        after.cancel_reason_id = cancellation.reason_id;
        after.cancel_reason = cancellation.reason;
        after.cancellation_type = cancellation.kind.to_owned();
        after.affect_cancellation_rating = cancellation.affects_rating;
        after.cancelled_after_ship = posting.shipped_at.is_some();
    }
    after
}

/// Writes the moves, unless someone else moved one of the postings first.
async fn write(call: &mut Call, moves: &[Move]) -> Result<()> {
    let mut sorted: Vec<&Move> = moves.iter().collect();
    sorted.sort_by(|a, b| a.before.posting_number.cmp(&b.before.posting_number));
    let rows: Vec<Vec<Arg>> = sorted.into_iter().map(|one| written(&one.before, &one.after, call.now)).collect();
    let expected = u64::try_from(rows.len()).map_err(|error| Error::Internal(error.into()))?;
    if call.tx.run_bulk(WRITE, &rows).await? == expected {
        return Ok(());
    }
    // Somebody else moved it first: the call runs again and is judged by where the posting stands then.
    Err(Error::Raced)
}

fn written(before: &Posting, after: &Posting, now: Time) -> Vec<Arg> {
    args![
        before.seller,
        &before.posting_number,
        &before.status,
        &before.substatus,
        &after.status,
        &after.substatus,
        &after.provider_status,
        &after.tracking_number,
        after.shipped_at,
        after.delivering_date,
        after.delivered_at,
        after.carriage_id,
        after.cancel_reason_id,
        &after.cancel_reason,
        &after.cancellation_type,
        after.cancelled_after_ship,
        after.affect_cancellation_rating,
        now
    ]
    .to_vec()
}

const WRITE: &str = "update posting set status = v.status, substatus = v.substatus, \
    provider_status = v.provider_status, tracking_number = v.tracking_number, shipped_at = v.shipped_at, \
    delivering_date = v.delivering_date, delivered_at = v.delivered_at, carriage_id = v.carriage_id, \
    cancel_reason_id = v.cancel_reason_id, cancel_reason = v.cancel_reason, cancellation_type = v.cancellation_type, \
    cancelled_after_ship = v.cancelled_after_ship, affect_cancellation_rating = v.affect_cancellation_rating, \
    status_changed_at = v.status_changed_at \
    from {rows(seller_id, posting_number, status_before, substatus_before, status, substatus, provider_status, \
    tracking_number, shipped_at, delivering_date, delivered_at, carriage_id, cancel_reason_id, cancel_reason, \
    cancellation_type, cancelled_after_ship, affect_cancellation_rating, status_changed_at)} \
    where posting.seller_id = v.seller_id and posting.posting_number = v.posting_number \
    and posting.status = v.status_before and posting.substatus = v.substatus_before";

/// Where units go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shelf {
    Leaves,
    Freed,
    Back,
}

/// Goods leave the shelf when the date of their leaving is first set; called off before it, they are free again, and
/// so are their marks.
async fn move_stock(call: &mut Call, moves: &[Move]) -> Result<()> {
    let mut shelves: BTreeMap<&PostingNumber, (Shelf, WarehouseId)> = BTreeMap::new();
    for one in moves {
        let shelf = match one {
            one if one.leaves() => Shelf::Leaves,
            one if one.is_freed() => Shelf::Freed,
            one if one.is_back() => Shelf::Back,
            _ => continue,
        };
        shelves.insert(&one.after.posting_number, (shelf, one.after.warehouse_id));
    }
    let numbers: Vec<PostingNumber> = shelves.keys().map(|&number| number.clone()).collect();
    let mut units: BTreeMap<(ProductId, WarehouseId, Shelf), i64> = BTreeMap::new();
    for item in row::items(call, &numbers).await? {
        let Some(&(shelf, warehouse)) = shelves.get(&item.posting_number) else { continue };
        *units.entry((item.product_id, warehouse, shelf)).or_default() += item.quantity;
    }
    let places: Vec<_> = units.keys().map(|&(product, warehouse, _)| (product, warehouse)).collect();
    for ((product, warehouse, shelf), quantity) in units {
        match shelf {
            Shelf::Leaves => stock::hand_over(call, product, warehouse, quantity).await?,
            Shelf::Freed => stock::release(call, product, warehouse, quantity).await?,
            Shelf::Back => stock::take_back(call, product, warehouse, quantity).await?,
        }
    }
    stock::changed(call, places).await?;
    let freed = shelves.iter().filter(|(_, (shelf, _))| *shelf == Shelf::Freed);
    exemplar::free(call, &freed.map(|(&number, _)| number.clone()).collect::<Vec<_>>()).await
}

/// What falls due because of a move, and what no longer does.
async fn agree(call: &mut Call, one: &Move) -> Result<()> {
    let (before, after) = (&one.before, &one.after);
    let (number, now) = (after.posting_number.as_str(), call.now);
    if one.from == Status::Unpacked && after.scheme != Scheme::Fbo {
        job::cancel(call, EXPIRE, number).await?;
    }
    if before.delivered_at.is_none() && after.delivered_at.is_some() {
        job::schedule(call, DELIVERED, now, number, "").await?;
    }
    // What was lost is paid for, codes too: they are not sold again.
    let is_called_off = one.to == Status::Cancelled && one.event != Event::Lose;
    if after.scheme == Scheme::Fbo && after.delivered_at.is_none() && is_called_off {
        digital::give_back(call, &after.posting_number, after.delivering_date.is_some()).await?;
    }
    if one.to == Status::Conditional {
        job::schedule(call, CONFIRM, now.plus_days(CONFIRMED_AFTER_DAYS), number, "").await?;
    }
    if before.carriage_id != after.carriage_id {
        job::schedule(call, LEFT_CARRIAGE, now, number, &before.carriage_id.to_string()).await?;
    }
    // What was lost does not come back, but a sale that is undone is undone in money too.
    let was_away = before.delivering_date.is_some() && (one.event != Event::Lose || before.delivered_at.is_some());
    if was_away && one.to == Status::Cancelled {
        job::schedule(call, CAME_BACK, now, number, "").await?;
    }
    if one.event == Event::Lose {
        job::schedule(call, LOST, now, number, "").await?;
    } else if !was_away && one.to == Status::Cancelled {
        job::schedule(call, CANCELLED, now, number, "").await?;
    }
    if after.scheme == Scheme::Fbo && before.delivering_date.is_none() && after.delivering_date.is_some() {
        job::schedule(call, LEFT, now, number, "").await?;
    }
    Ok(())
}

/// A line of the history.
pub(super) struct Step {
    /// The parcel.
    pub posting_number: PostingNumber,
    /// What happened; for a new parcel, what made it.
    pub event: &'static str,
    /// Where it stands after.
    pub status: Status,
    /// In words.
    pub note: String,
}

/// Puts postings under an act; answers those that were still packed and under none.
pub async fn put_in_carriage(
    call: &mut Call,
    numbers: &[PostingNumber],
    carriage: CarriageId,
) -> Result<Vec<PostingNumber>> {
    let from = Status::Packed;
    let to = from.after(Event::PutInCarriage, Way::Marketplace)?;
    let ((status, before), (_, after)) = (from.words(), to.words());
    let list: Vec<Arg> = numbers.iter().map(Arg::from).collect();
    let args = args![after, carriage, call.seller, status, before, call.now];
    let mut put: Vec<(PostingNumber, WarehouseId)> =
        call.tx.rows_in(PUT, args, &list, |row| Ok((row.next()?, row.next()?))).await?;
    put.sort();
    let (put, warehouses): (Vec<PostingNumber>, Vec<WarehouseId>) = put.into_iter().unzip();
    let step = |number: &PostingNumber| Step {
        posting_number: number.clone(),
        event: Event::PutInCarriage.word(),
        status: to,
        note: carriage.to_string(),
    };
    let steps: Vec<Step> = put.iter().map(step).collect();
    remember(call, &steps).await?;
    for (number, warehouse) in put.iter().zip(warehouses) {
        notify::stands(call, number, warehouse, to).await?;
    }
    deliver::begin(call, &put).await?;
    Ok(put)
}

const PUT: &str = "update posting set substatus = $1, carriage_id = $2, status_changed_at = $6 \
    where seller_id = $3 and status = $4 and substatus = $5 and carriage_id = 0 and scheme = 'fbs' \
    and posting_number {in} returning posting_number, warehouse_id";

/// Writes one step per parcel of the call's seller.
pub(super) async fn remember(call: &mut Call, steps: &[Step]) -> Result<()> {
    let (seller, now): (ClientId, Time) = (call.seller, call.now);
    let row = |step: &Step| {
        let (status, substatus) = step.status.words();
        vec![
            Arg::from(seller),
            Arg::from(&step.posting_number),
            Arg::from(now),
            Arg::from(step.event),
            Arg::from(status),
            Arg::from(substatus),
            Arg::from(&step.note),
        ]
    };
    let mut steps: Vec<&Step> = steps.iter().collect();
    steps.sort_by(|a, b| a.posting_number.cmp(&b.posting_number));
    let rows: Vec<Vec<Arg>> = steps.into_iter().map(row).collect();
    // Every change of a posting comes by here, so here it learns at no cost what is known in memory of who listens.
    for revision in call.tx.rows_bulk(REMEMBER, &rows, |row| row.next::<Option<i64>>()).await? {
        call.basis.came(revision);
    }
    Ok(())
}

const REMEMBER: &str = concat!(
    "insert into posting_history (seller_id, posting_number, step, happened_at, event, status, \
    substatus, note) select v.seller_id, v.posting_number, (select coalesce(max(h.step), 0) + 1 from posting_history h \
    where h.seller_id = v.seller_id and h.posting_number = v.posting_number), v.happened_at, v.event, v.status, \
    v.substatus, v.note from {rows(seller_id, posting_number, happened_at, event, status, substatus, note)} \
    returning ",
    revision!()
);
