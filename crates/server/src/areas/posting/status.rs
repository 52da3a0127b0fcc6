//! Moves postings. The one place that writes the status, with all that a move brings along: dates, history, stock,
//! what falls due. What moves where is said in `machine.rs`.

use gostiny_wire::scalar::{CarriageId, ClientId, PostingNumber, Time};

use super::{
    CAME_BACK, DELIVERED,
    cancel::Cancellation,
    deliver,
    expire::EXPIRE,
    machine::{Event, Status, Way},
    row::{self, Posting},
};
use crate::{
    areas::{stock, tariff::Scheme},
    args,
    call::Call,
    error::{Error, Result},
    job,
    store::Arg,
};

/// Moves a posting along; answers it as it is after.
pub(super) async fn advance(call: &mut Call, posting: &Posting, event: Event, note: &str) -> Result<Posting> {
    go(call, posting, event, Cancellation::by(event, note, posting.delivered_at.is_some()), note).await
}

/// Calls a posting off for a reason of its own.
pub(super) async fn call_off(
    call: &mut Call,
    posting: &Posting,
    event: Event,
    cancellation: Cancellation,
    note: &str,
) -> Result<Posting> {
    go(call, posting, event, Some(cancellation), note).await
}

async fn go(
    call: &mut Call,
    posting: &Posting,
    event: Event,
    cancellation: Option<Cancellation>,
    note: &str,
) -> Result<Posting> {
    let from = Status::of(posting)?;
    let to = from.after(event, Way::of(posting))?;
    let after = moved(posting, from, to, event, cancellation, call.now);
    write(call, posting, &after).await?;
    let (posting_number, note) = (after.posting_number.clone(), note.to_owned());
    let step = Step { posting_number, event: event.word(), status: to, note };
    remember(call, &[step]).await?;
    move_stock(call, posting, &after).await?;
    agree(call, posting, &after, from, event).await?;
    Ok(after)
}

/// The posting after a move. Pure.
fn moved(
    posting: &Posting,
    from: Status,
    to: Status,
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
    if to.is_delivered() {
        after.delivered_at.get_or_insert(now);
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

/// Writes the move, unless someone else moved the posting first.
async fn write(call: &mut Call, before: &Posting, after: &Posting) -> Result<()> {
    let args = args![
        &after.status,
        &after.substatus,
        &after.provider_status,
        &after.tracking_number,
        after.shipped_at,
        after.delivering_date,
        after.delivered_at,
        after.cancel_reason_id,
        &after.cancel_reason,
        &after.cancellation_type,
        after.cancelled_after_ship,
        after.affect_cancellation_rating,
        before.seller,
        &before.posting_number,
        &before.status,
        &before.substatus
    ];
    if call.tx.run(WRITE, args).await? == 1 {
        return Ok(());
    }
    // Somebody else moved it first: the call runs again and is judged by where the posting stands then.
    Err(Error::Raced)
}

const WRITE: &str = "update posting set status = $1, substatus = $2, provider_status = $3, tracking_number = $4, \
    shipped_at = $5, delivering_date = $6, delivered_at = $7, cancel_reason_id = $8, cancel_reason = $9, \
    cancellation_type = $10, cancelled_after_ship = $11, affect_cancellation_rating = $12 \
    where seller_id = $13 and posting_number = $14 and status = $15 and substatus = $16";

/// Goods leave the shelf when the date of their leaving is first set; called off before it, they are free again.
async fn move_stock(call: &mut Call, before: &Posting, after: &Posting) -> Result<()> {
    let leaves = before.delivering_date.is_none() && after.delivering_date.is_some();
    let freed = after.delivering_date.is_none() && Status::of(after)? == Status::Cancelled;
    if !leaves && !freed {
        return Ok(());
    }
    for item in row::items(call, std::slice::from_ref(&after.posting_number)).await? {
        if leaves {
            stock::hand_over(call, item.product_id, after.warehouse_id, item.quantity).await?;
        } else {
            stock::release(call, item.product_id, after.warehouse_id, item.quantity).await?;
        }
    }
    Ok(())
}

/// What falls due because of a move, and what no longer does.
async fn agree(call: &mut Call, before: &Posting, after: &Posting, from: Status, event: Event) -> Result<()> {
    let (number, now) = (after.posting_number.as_str(), call.now);
    if from == Status::Unpacked && after.scheme != Scheme::Fbo {
        job::cancel(call, EXPIRE, number).await?;
    }
    if before.delivered_at.is_none() && after.delivered_at.is_some() {
        job::schedule(call, DELIVERED, now, number, "").await?;
    }
    // What was lost does not come back, but a sale that is undone is undone in money too.
    let was_away = before.delivering_date.is_some() && (event != Event::Lose || before.delivered_at.is_some());
    if was_away && Status::of(after)? == Status::Cancelled {
        job::schedule(call, CAME_BACK, now, number, "").await?;
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
    let args = args![after, carriage, call.seller, status, before];
    let mut put: Vec<PostingNumber> = call.tx.rows_in(PUT, args, &list, |row| row.next()).await?;
    put.sort();
    let step = |number: &PostingNumber| Step {
        posting_number: number.clone(),
        event: Event::PutInCarriage.word(),
        status: to,
        note: carriage.to_string(),
    };
    let steps: Vec<Step> = put.iter().map(step).collect();
    remember(call, &steps).await?;
    deliver::begin(call, &put).await?;
    Ok(put)
}

const PUT: &str = "update posting set substatus = $1, carriage_id = $2 where seller_id = $3 and status = $4 \
    and substatus = $5 and carriage_id = 0 and scheme = 'fbs' and posting_number {in} returning posting_number";

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
    call.tx.run_bulk(REMEMBER, &rows).await?;
    Ok(())
}

const REMEMBER: &str = "insert into posting_history (seller_id, posting_number, step, happened_at, event, status, \
    substatus, note) select v.seller_id, v.posting_number, (select coalesce(max(h.step), 0) + 1 from posting_history h \
    where h.seller_id = v.seller_id and h.posting_number = v.posting_number), v.happened_at, v.event, v.status, \
    v.substatus, v.note from {rows(seller_id, posting_number, happened_at, event, status, substatus, note)}";
