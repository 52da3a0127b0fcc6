//! Cancelling: the reasons there are, what a cancellation leaves on the posting, and the seller's own one.

use gostiny_wire::{
    posting::{PostingFbsCancelV2Request, PostingFbsCancelV2Response},
    scalar::PostingNumber,
};

use super::{
    machine::{Event, Status, Way},
    row::{self, Posting},
    status,
};
use crate::{
    areas::setting,
    call::Call,
    check,
    error::{Error, Result},
};

/// A reason of the seller's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    /// Its number.
    pub id: i64,
    /// In Russian words.
    pub title: &'static str,
    /// A seller may give it before hand-over.
    pub is_available: bool,
}

const fn reason(id: i64, title: &'static str, is_available: bool) -> Reason {
    Reason { id, title, is_available }
}

/// The reasons that the seller's list shows.
pub(super) const REASONS: &[Reason] = &[
    reason(352, "Товар закончился на складе продавца", true),
    reason(400, "Остался только бракованный товар", true),
    reason(DISPUTE_LOST, "Продавец отклонил арбитраж", false),
    reason(OTHER, "Другое (вина продавца)", true),
    NOT_COLLECTED,
    reason(666, "Возврат из службы доставки: нет доставки в указанный регион", false),
    LOST,
];

/// Ends a dispute that the seller opened.
const DISPUTE_LOST: i64 = 401;
/// Demands words of one's own.
const OTHER: i64 = 402;
const NOT_COLLECTED: Reason = reason(665, "Покупатель не забрал заказ", false);
const LOST: Reason = reason(667, "Заказ утерян службой доставки", false);
/// Reasons that no seller gives; 508 is the service's own number, the rest are ours.
const BY_BUYER: Reason = reason(508, "Покупатель отменил заказ", false);
const NOT_PACKED: Reason = reason(509, "Отправление не собрано в срок", false);
const BY_PLATFORM: Reason = reason(510, "Отменено площадкой", false);
const SENT_BACK: Reason = reason(511, "Покупатель вернул заказ", false);

/// What a cancellation leaves on the posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cancellation {
    /// Number of the reason.
    pub reason_id: i64,
    /// In words.
    pub reason: String,
    /// `seller`, `client`, `ozon`, `delivery`.
    pub kind: &'static str,
    /// Counts against the seller.
    pub affects_rating: bool,
}

impl Cancellation {
    fn new(reason: Reason, words: &str, kind: &'static str, affects_rating: bool) -> Self {
        let words = if words.trim().is_empty() { reason.title } else { words.trim() };
        Self { reason_id: reason.id, reason: words.to_owned(), kind, affects_rating }
    }

    /// What an event of carrier, buyer or platform leaves; their own words win over the usual ones.
    pub fn by(event: Event, words: &str, was_delivered: bool) -> Option<Self> {
        let (reason, kind) = match event {
            Event::CancelByBuyer => (BY_BUYER, "client"),
            Event::CancelByPlatform => (BY_PLATFORM, "ozon"),
            Event::Lose => (LOST, "delivery"),
            Event::Return if was_delivered => (SENT_BACK, "client"),
            Event::Return => (NOT_COLLECTED, "client"),
            _ => return None,
        };
        Some(Self::new(reason, words, kind, false))
    }

    /// What the seller's own word leaves.
    pub fn by_seller(reason: Reason) -> Self {
        Self::new(reason, "", "seller", reason.id <= OTHER)
    }

    /// Not packed in time.
    pub fn of_unpacked() -> Self {
        Self::new(NOT_PACKED, "", "ozon", true)
    }
}

/// The seller calls a posting off.
pub async fn v2(call: &mut Call, req: &PostingFbsCancelV2Request) -> Result<PostingFbsCancelV2Response> {
    let (posting, at) = cancellable(call, &req.posting_number).await?;
    let reason = allowed(at, req.cancel_reason_id.0)?;
    let message = req.cancel_reason_message.trim();
    if reason.id == OTHER {
        check::length("PostingFbsCancelV2Request", "CancelReasonMessage", message, 1, 1_000)?;
    }
    status::call_off(call, &posting, Event::CancelBySeller, Cancellation::by_seller(reason), message).await?;
    Ok(PostingFbsCancelV2Response { result: true })
}

/// The seller's posting and where it stands, if the seller can call it off.
pub(super) async fn cancellable(call: &mut Call, number: &PostingNumber) -> Result<(Posting, Status)> {
    let posting = row::find_own(call, number).await?;
    let at = Status::of(&posting)?;
    if at == Status::Cancelled {
        return Err(Error::WrongState("POSTING_ALREADY_CANCELLED".to_owned()));
    }
    let conditional_cancel = at == Status::Conditional && setting::of(call).await?.conditional_cancel;
    if !is_cancellable(&posting, at, conditional_cancel) {
        return Err(Error::WrongState("HAS_INCORRECT_STATUS".to_owned()));
    }
    Ok((posting, at))
}

/// Whether the seller can call it off where it stands. `conditional_cancel`: even what was delivered conditionally.
pub(super) fn is_cancellable(posting: &Posting, at: Status, conditional_cancel: bool) -> bool {
    let is_spared = at == Status::Conditional && !conditional_cancel;
    !is_spared && at.after(Event::CancelBySeller, Way::of(posting)).is_ok()
}

/// The reason, if a seller may give it for a posting that stands there. What the seller delivers itself can fail on
/// its way for other reasons than what still lies on its shelf.
pub(super) fn allowed(at: Status, id: i64) -> Result<Reason> {
    let found = REASONS.iter().find(|reason| reason.id == id);
    let fits = |reason: &&Reason| match at {
        Status::Conditional => reason.id > OTHER,
        Status::Arbitration => matches!(reason.id, DISPUTE_LOST | OTHER),
        at if at.is_on_its_way() => reason.id >= OTHER,
        _ => reason.is_available,
    };
    found.filter(fits).copied().ok_or_else(|| Error::BadRequest("HAS_INCORRECT_CANCEL_REASON".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_fit_where_the_posting_stands() {
        let given = |at| REASONS.iter().filter(move |reason| allowed(at, reason.id).is_ok()).map(|reason| reason.id);
        assert!(given(Status::Unpacked).eq([352, 400, 402]));
        assert!(given(Status::WithCourier).eq([402, 665, 666, 667]));
        assert!(given(Status::Arbitration).eq([401, 402]));
        assert!(given(Status::Conditional).eq([665, 666, 667]));
        assert!(allowed(Status::Unpacked, 0).is_err() && allowed(Status::Unpacked, 508).is_err());
    }

    #[test]
    fn the_words_of_a_carrier_win_over_the_usual_ones() {
        let lost = Cancellation::by(Event::Lose, " burnt ", false).unwrap();
        assert_eq!((lost.reason_id, lost.reason.as_str(), lost.kind), (667, "burnt", "delivery"));
        assert_eq!(Cancellation::by(Event::Return, "", true).unwrap().reason_id, 511);
        assert_eq!(Cancellation::by(Event::Accept, "x", false), None);
    }
}
