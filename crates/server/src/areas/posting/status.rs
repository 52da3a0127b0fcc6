//! The machine: where a posting can stand and what moves it on. Pure at the top, then the one place that writes the
//! status, with all that a move brings along: dates, history, stock, what falls due.

use gostiny_wire::scalar::{ClientId, PostingNumber, Time};

use super::{
    CAME_BACK, DELIVERED,
    cancel::Cancellation,
    expire::EXPIRE,
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

/// Where a posting stands: a status with its substatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// To be packed.
    Unpacked,
    /// Packed; the carrier registers it.
    Registering,
    /// Packed, to be handed over.
    Packed,
    /// Packed and in an act.
    InCarriage,
    /// At the drop-off.
    Accepting,
    /// Handed over, never scanned.
    NotAccepted,
    /// Between towns.
    OnWay,
    /// With the courier.
    WithCourier,
    /// Waits for the buyer.
    AtPickupPoint,
    /// The buyer has it.
    Delivered,
    /// The buyer confirmed it.
    Received,
    /// The buyer disputes it.
    Disputed,
    /// Called off, lost or sent back.
    Cancelled,
}

/// What moves a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The seller packed it.
    Ship,
    /// The carrier registered it.
    Register,
    /// The seller put it under an act.
    PutInCarriage,
    /// The carrier took it over.
    Accept,
    /// The carrier never scanned it.
    NotAccept,
    /// It left for the buyer's town.
    InTransit,
    /// A courier took it.
    Courier,
    /// It reached a pick-up point.
    PickupPoint,
    /// The buyer got it.
    Deliver,
    /// The buyer confirmed it.
    Receive,
    /// It was lost.
    Lose,
    /// The seller called it off.
    CancelBySeller,
    /// The buyer called it off.
    CancelByBuyer,
    /// The marketplace called it off.
    CancelByPlatform,
    /// The buyer opened a dispute.
    Dispute,
    /// It came back, before the buyer had it or after.
    Return,
}

/// Who sees to delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// FBO: the goods lie with the marketplace, the seller has no hand in it.
    Warehouse,
    /// The marketplace, from the seller's door on.
    Marketplace,
    /// A carrier that registers each parcel first (`aggregator`).
    Carrier,
    /// The seller, with or without a carrier of its own.
    Seller,
}

impl Way {
    /// The way of a posting.
    pub fn of(posting: &Posting) -> Self {
        match (posting.scheme, posting.tpl_integration_type.as_str()) {
            (Scheme::Fbo, _) => Self::Warehouse,
            (_, "aggregator") => Self::Carrier,
            (_, "ozon") => Self::Marketplace,
            _ => Self::Seller,
        }
    }
}

impl Status {
    const ALL: [Self; 13] = [
        Self::Unpacked,
        Self::Registering,
        Self::Packed,
        Self::InCarriage,
        Self::Accepting,
        Self::NotAccepted,
        Self::OnWay,
        Self::WithCourier,
        Self::AtPickupPoint,
        Self::Delivered,
        Self::Received,
        Self::Disputed,
        Self::Cancelled,
    ];

    /// Status and substatus, as columns and answers spell them.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unpacked => ("awaiting_packaging", "posting_created"),
            Self::Registering => ("awaiting_registration", "posting_awaiting_registration"),
            Self::Packed => ("awaiting_deliver", "posting_transferring_to_delivery"),
            Self::InCarriage => ("awaiting_deliver", "posting_in_carriage"),
            Self::Accepting => ("acceptance_in_progress", "posting_acceptance_in_progress"),
            Self::NotAccepted => ("not_accepted", "posting_not_in_sort_center"),
            Self::OnWay => ("delivering", "posting_on_way_to_city"),
            Self::WithCourier => ("delivering", "posting_in_courier_service"),
            Self::AtPickupPoint => ("delivering", "posting_in_pickup_point"),
            Self::Delivered => ("delivered", "posting_delivered"),
            Self::Received => ("delivered", "posting_received"),
            Self::Disputed => ("client_arbitration", "posting_in_client_arbitration"),
            Self::Cancelled => ("cancelled", "posting_canceled"),
        }
    }

    /// Where a posting stands.
    pub fn of(posting: &Posting) -> Result<Self> {
        let found = Self::ALL
            .into_iter()
            .find(|status| status.words() == (posting.status.as_str(), posting.substatus.as_str()));
        found.ok_or_else(|| Error::internal(format!("{} stands at {}", posting.posting_number, posting.substatus)))
    }

    /// Where an event takes it.
    pub fn after(self, event: Event, way: Way) -> Result<Self> {
        self.next(event, way).ok_or_else(|| Error::WrongState("TRANSITION_IS_NOT_POSSIBLE".to_owned()))
    }

    /// The whole life of a posting. Whatever is not listed here is not possible.
    fn next(self, event: Event, way: Way) -> Option<Self> {
        use {Event as E, Status as S};
        let to = match (way, self, event) {
            (Way::Warehouse, S::Unpacked, E::Accept) => S::Packed,
            (Way::Warehouse, S::Unpacked | S::Packed, E::InTransit) => S::OnWay,
            (Way::Warehouse, _, E::Ship | E::Register | E::PutInCarriage | E::Accept | E::NotAccept) => return None,
            (Way::Warehouse, _, E::CancelBySeller) => return None,

            (Way::Carrier, S::Unpacked, E::Ship) => S::Registering,
            (_, S::Unpacked, E::Ship) => S::Packed,
            (Way::Carrier, S::Registering, E::Register) => S::Packed,
            (Way::Marketplace | Way::Carrier, S::Packed, E::PutInCarriage) => S::InCarriage,

            (_, S::Packed | S::InCarriage | S::NotAccepted, E::Accept) => S::Accepting,
            (Way::Marketplace | Way::Carrier, S::Packed | S::InCarriage, E::NotAccept) => S::NotAccepted,
            (_, S::Packed | S::InCarriage | S::Accepting | S::NotAccepted, E::InTransit) => S::OnWay,
            (_, S::Accepting | S::OnWay | S::AtPickupPoint, E::Courier) => S::WithCourier,
            (_, S::Accepting | S::OnWay | S::WithCourier, E::PickupPoint) => S::AtPickupPoint,
            (_, S::OnWay | S::WithCourier | S::AtPickupPoint | S::Disputed, E::Deliver) => S::Delivered,
            (_, S::Delivered, E::Receive) => S::Received,

            (_, from, E::Dispute) if from.is_handed_over() || from == S::NotAccepted => S::Disputed,
            (_, S::Disputed, E::Lose | E::Return) => S::Cancelled,
            (_, from, E::Return) if from.is_handed_over() => S::Cancelled,
            (_, S::NotAccepted, E::Lose) => S::Cancelled,
            (_, from, E::Lose) if from.is_on_its_way() => S::Cancelled,

            // Of what is on its way the seller can stop only what it delivers itself.
            (Way::Seller, from, E::CancelBySeller) if from.is_on_its_way() => S::Cancelled,
            (_, from, E::CancelBySeller) if from.is_with_seller() => S::Cancelled,
            (_, S::Disputed, E::CancelByBuyer | E::CancelByPlatform) => S::Cancelled,
            (_, from, E::CancelByBuyer | E::CancelByPlatform) if from.is_with_seller() || from.is_on_its_way() => {
                S::Cancelled
            }
            _ => return None,
        };
        Some(to)
    }

    fn is_with_seller(self) -> bool {
        matches!(self, Self::Unpacked | Self::Registering | Self::Packed | Self::InCarriage | Self::NotAccepted)
    }

    /// Left the seller and has not reached the buyer.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::Accepting | Self::OnWay | Self::WithCourier | Self::AtPickupPoint)
    }

    /// Left the seller, whether or not the buyer has it.
    fn is_handed_over(self) -> bool {
        self.is_on_its_way() || self.is_delivered()
    }

    /// The buyer has it.
    pub fn is_delivered(self) -> bool {
        matches!(self, Self::Delivered | Self::Received)
    }
}

impl Event {
    /// As the history keeps it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Register => "register",
            Self::PutInCarriage => "put_in_carriage",
            Self::Accept => "accepted",
            Self::NotAccept => "not_accepted",
            Self::InTransit => "in_transit",
            Self::Courier => "courier",
            Self::PickupPoint => "pickup_point",
            Self::Deliver => "delivered",
            Self::Receive => "received",
            Self::Lose => "lost",
            Self::CancelBySeller => "cancelled_by_seller",
            Self::CancelByBuyer => "cancelled_by_buyer",
            Self::CancelByPlatform => "cancelled_by_platform",
            Self::Dispute => "disputed_by_buyer",
            Self::Return => "returned",
        }
    }

    /// What a carrier would report; nothing for what no carrier sees.
    fn carrier_word(self) -> Option<&'static str> {
        let seen = matches!(
            self,
            Self::Register
                | Self::Accept
                | Self::InTransit
                | Self::Courier
                | Self::PickupPoint
                | Self::Deliver
                | Self::Lose
                | Self::Return
        );
        seen.then(|| if self == Self::Register { "registered" } else { self.word() })
    }
}

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
    Err(Error::WrongState("HAS_INCORRECT_STATUS".to_owned()))
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
    let came_back = before.delivering_date.is_some() && Status::of(after)? == Status::Cancelled && event != Event::Lose;
    if came_back {
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

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    const EVENTS: [Event; 16] = [
        Event::Ship,
        Event::Register,
        Event::PutInCarriage,
        Event::Accept,
        Event::NotAccept,
        Event::InTransit,
        Event::Courier,
        Event::PickupPoint,
        Event::Deliver,
        Event::Receive,
        Event::Lose,
        Event::CancelBySeller,
        Event::CancelByBuyer,
        Event::CancelByPlatform,
        Event::Dispute,
        Event::Return,
    ];

    #[test]
    fn the_machine() {
        let mut table = String::new();
        for way in [Way::Warehouse, Way::Marketplace, Way::Carrier, Way::Seller] {
            writeln!(table, "{way:?}").unwrap();
            for status in Status::ALL {
                let moves: Vec<String> = EVENTS
                    .iter()
                    .filter_map(|&event| Some(format!("{event:?} > {:?}", status.next(event, way)?)))
                    .collect();
                writeln!(table, "  {status:?}: {}", moves.join(", ")).unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn words_name_one_status_each() {
        for status in Status::ALL {
            assert_eq!(Status::ALL.iter().filter(|other| other.words() == status.words()).count(), 1, "{status:?}");
        }
    }

    #[test]
    fn nothing_moves_a_cancelled_posting() {
        for way in [Way::Warehouse, Way::Marketplace, Way::Carrier, Way::Seller] {
            for event in EVENTS {
                assert_eq!(Status::Cancelled.next(event, way), None, "{event:?}");
            }
        }
    }
}
