//! What the seller can do with a posting where it stands, in the words of today's lists.

use gostiny_wire::scalar::Time;

use super::{
    cancel::is_cancellable,
    label::lacking,
    machine::{Event, Status, Way},
    needs,
    row::{Item, Posting},
    timeslot, tracking,
};
use crate::{
    areas::{seller, setting, tariff::Scheme},
    call::Call,
    error::Result,
};

/// Hours after payment or delivery in which the seller may write first.
const TO_WRITE_FIRST: i64 = 72;

/// What the answer depends on beside the posting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// The moment of the call.
    pub now: Time,
    /// One that was delivered conditionally can be cancelled.
    pub conditional_cancel: bool,
    /// The shop's level lets it begin chats.
    pub begins_chats: bool,
    /// Chats can be begun for some days only.
    pub chat_limits: bool,
    /// Seconds from packing to the label.
    pub label_delay: i64,
}

impl Terms {
    /// What the shop's settings and its level say.
    pub async fn of(call: &mut Call) -> Result<Self> {
        let setting = setting::of(call).await?;
        Ok(Self {
            now: call.now,
            conditional_cancel: setting.conditional_cancel,
            begins_chats: !setting.chat_needs_premium || seller::find(call, call.seller).await?.premium,
            chat_limits: setting.chat_limits,
            label_delay: setting.label_delay_seconds,
        })
    }
}

/// The words, in the order of the alphabet: what a call would do now.
pub(super) fn available(posting: &Posting, items: &[Item], terms: Terms) -> Result<Vec<String>> {
    let (at, way) = (Status::of(posting)?, Way::of(posting));
    let can = |event: Event| at.after(event, way).is_ok();
    let can_cancel = is_cancellable(posting, at, terms.conditional_cancel);
    let has_label = lacking(posting, terms.now, terms.label_delay).is_none();
    let may_write = !terms.chat_limits || may_write_first(posting, terms.now);
    let is_complete = needs::check_ready(items).is_ok();
    let words = [
        ("arbitration", can(Event::Arbitrate)),
        ("awaiting_delivery", can(Event::TakeBack)),
        ("can_create_chat", terms.begins_chats && may_write),
        ("cancel", can_cancel),
        ("label_download", has_label),
        ("label_download_big", has_label),
        ("label_download_small", has_label),
        ("non_int_delivered", can(Event::HandOver)),
        ("non_int_delivering", can(Event::StartDelivery)),
        ("non_int_last_mile", can(Event::LastMile)),
        ("product_cancel", can_cancel),
        ("set_timeslot", timeslot::remaining(posting, terms.now)? > 0),
        ("set_track_number", tracking::judge(posting)?.is_ok()),
        ("ship", can(Event::Ship) && is_complete),
        ("ship_with_additional_info", can(Event::Ship) && !is_complete),
    ];
    Ok(words.into_iter().filter(|(_, can)| *can).map(|(word, _)| word.to_owned()).collect())
}

/// Within some hours after payment or delivery. About FBO goods the buyer writes first, always.
pub fn may_write_first(posting: &Posting, now: Time) -> bool {
    let soon = |from: Time| now <= from.plus_hours(TO_WRITE_FIRST);
    posting.scheme != Scheme::Fbo && (soon(posting.created_at) || posting.delivered_at.is_some_and(soon))
}

#[cfg(test)]
mod tests {
    use super::{
        super::view::tests::{NOW, item, posting},
        *,
    };
    use crate::areas::mark::Group;

    const TERMS: Terms =
        Terms { now: NOW, conditional_cancel: false, begins_chats: true, chat_limits: false, label_delay: 45 };

    fn standing(scheme: Scheme, status: Status) -> Posting {
        let (status, substatus) = status.words();
        let shipped_at = Some(NOW.plus_seconds(-45));
        let dates = Posting { created_at: NOW, in_process_at: NOW, shipment_date: NOW, shipped_at, ..posting(scheme) };
        Posting { status: status.to_owned(), substatus: substatus.to_owned(), ..dates }
    }

    fn words(scheme: Scheme, status: Status) -> String {
        available(&standing(scheme, status), &[], TERMS).unwrap().join(" ")
    }

    #[test]
    fn each_stop_and_each_way_offers_its_own() {
        assert_eq!(words(Scheme::Fbs, Status::Unpacked), "can_create_chat cancel product_cancel ship");
        let packed = "can_create_chat cancel label_download label_download_big label_download_small";
        assert_eq!(words(Scheme::Fbs, Status::Packed), format!("{packed} product_cancel"));
        let rest = "non_int_delivering product_cancel set_timeslot set_track_number";
        assert_eq!(words(Scheme::Rfbs, Status::Packed), format!("{packed} {rest}"));
        assert_eq!(
            words(Scheme::Fbs, Status::NotAccepted),
            "arbitration awaiting_delivery can_create_chat cancel product_cancel"
        );
        assert_eq!(words(Scheme::Rfbs, Status::Conditional), "can_create_chat");
        assert_eq!(words(Scheme::Fbs, Status::Delivered), "can_create_chat");
    }

    #[test]
    fn what_is_missing_is_told_by_another_word() {
        let mut line = item(1, 100, 0);
        line.needs.mark = Some(Group::Shoes);
        let words = available(&posting(Scheme::Fbs), &[line], TERMS).unwrap();
        assert!(words.contains(&"ship_with_additional_info".to_owned()) && !words.contains(&"ship".to_owned()));
    }

    #[test]
    fn what_was_used_up_or_is_too_late_is_not_offered() {
        let has = |posting: &Posting, terms: Terms, word: &str| {
            available(posting, &[], terms).unwrap().iter().any(|one| one == word)
        };
        let moved = |timeslot_changes| Posting { timeslot_changes, ..standing(Scheme::Rfbs, Status::Packed) };
        assert!(has(&moved(1), TERMS, "set_timeslot") && !has(&moved(2), TERMS, "set_timeslot"));
        assert!(!has(&moved(0), Terms { now: NOW.plus_days(31), ..TERMS }, "set_timeslot"));
        let late = Terms { now: NOW.plus_days(31), chat_limits: true, ..TERMS };
        assert!(
            !has(&moved(0), late, "can_create_chat") && has(&moved(0), Terms { now: NOW, ..late }, "can_create_chat")
        );
        assert!(!has(&moved(0), Terms { begins_chats: false, ..TERMS }, "can_create_chat"));
        assert!(!has(&moved(0), Terms { label_delay: 46, ..TERMS }, "label_download"));
    }
}
