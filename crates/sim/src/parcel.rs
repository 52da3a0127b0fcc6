//! What becomes of a parcel next, and when. Pure: where it stands, since when, and chance by its number decide, so nothing
//! has to be remembered.

use gostiny_wire::{
    operator::{PostingEvent, PostingListItem},
    scalar::Time,
};

use crate::{
    chance::{Chance, Share, Span},
    profile::Profile,
};

/// Something that happens to a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Carrier, buyer or marketplace.
    Event(PostingEvent, &'static str),
    /// The buyer sends something back.
    SendBack,
    /// The seller packs it.
    Pack,
    /// The seller's own delivery takes it.
    StartDelivery,
    /// The seller's courier is on the way.
    LastMile,
    /// The seller's courier hands it over.
    HandOver,
}

/// What decides.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'p> {
    /// Chance.
    pub chance: Chance,
    /// Rates and times.
    pub profile: &'p Profile,
    /// The simulator stands in for the shop's software.
    pub acts: bool,
    /// The server moves carriers of this shop by itself.
    pub carriers_move: bool,
}

/// What happens next, and when; nothing when it is somebody else's turn or the parcel has come to its end.
pub fn next(parcel: &PostingListItem, rules: &Rules<'_>) -> Option<(Time, Step)> {
    let of = Of { parcel, rules, number: parcel.posting_number.as_str() };
    let steps = match parcel.status.as_str() {
        "awaiting_packaging" if parcel.scheme == "fbo" => [of.cancels_unpacked(), of.picked()],
        "awaiting_packaging" => [of.cancels_unpacked(), of.packed()],
        "awaiting_deliver" if parcel.scheme == "fbo" => [None, of.carrier(PostingEvent::InTransit, of.profile().sorts)],
        "awaiting_deliver" => [of.cancels_packed(), of.handed_over()],
        "sent_by_seller" => [None, of.carrier(PostingEvent::Accepted, of.profile().sorts)],
        "acceptance_in_progress" => [None, of.carrier(PostingEvent::InTransit, of.profile().sorts)],
        "not_accepted" | "arbitration" => [None, of.found()],
        "delivering" => [None, of.delivering()],
        "client_arbitration" => [None, of.judged()],
        "delivered" => [of.disputed().or_else(|| of.sends_back()), of.confirmed()],
        _ => [None, None],
    };
    steps.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// A question that the buyer asks about a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Where is it?
    Before,
    /// About what came.
    After,
}

impl Question {
    /// What the buyer writes.
    pub fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Before => &[
                "Здравствуйте! Когда отправите заказ?",
                "Добрый день, успеете до выходных?",
                "Можно положить чек в коробку?",
                "Подскажите, пожалуйста, точный размер.",
            ],
            Self::After => &[
                "Получил, спасибо!",
                "Подскажите, как оформить гарантию?",
                "Не нашёл инструкцию в коробке, пришлите, пожалуйста.",
                "Цвет немного отличается от фото. Так и должно быть?",
            ],
        }
    }
}

/// What the buyer asks, and when, as it turns out when the parcel is ordered or delivered.
pub fn question(parcel: &PostingListItem, rules: &Rules<'_>) -> Option<(Time, Question)> {
    let (buyers, number) = (&rules.profile.buyers, parcel.posting_number.as_str());
    let (question, from, share, span) = match (parcel.event.as_str(), parcel.delivered_at) {
        ("placed", _) => (Question::Before, parcel.created_at, buyers.asks_before, buyers.asks_before_after),
        ("delivered" | "handed_over", Some(at)) => (Question::After, at, buyers.asks_later, buyers.asks_later_after),
        _ => return None,
    };
    let about = if question == Question::Before { "asks before" } else { "asks later" };
    let asks = rules.chance.hits(about, number, share);
    asks.then(|| (from.plus_seconds(rules.chance.lasts(&format!("{about} after"), number, span)), question))
}

/// A parcel before its rules.
struct Of<'a> {
    parcel: &'a PostingListItem,
    rules: &'a Rules<'a>,
    number: &'a str,
}

type Next = Option<(Time, Step)>;

impl Of<'_> {
    fn profile(&self) -> &crate::profile::Carriers {
        &self.rules.profile.carriers
    }

    fn hits(&self, about: &str, share: Share) -> bool {
        self.rules.chance.hits(about, self.number, share)
    }

    fn after(&self, from: Time, about: &str, span: Span) -> Time {
        from.plus_seconds(self.rules.chance.lasts(about, self.number, span))
    }

    /// A time that begins when the parcel came to where it stands.
    fn since(&self, about: &str, span: Span) -> Time {
        self.after(self.parcel.changed_at, about, span)
    }

    /// The seller sees to delivery alone.
    fn is_own_delivery(&self) -> bool {
        self.parcel.scheme == "rfbs" && self.parcel.tpl_integration_type == "non_integrated"
    }

    fn by_carrier(&self, at: Time, event: PostingEvent, reason: &'static str) -> Next {
        let moves = !self.rules.carriers_move && !self.is_own_delivery();
        moves.then_some((at, Step::Event(event, reason)))
    }

    /// The carrier's usual next scan.
    fn carrier(&self, event: PostingEvent, span: Span) -> Next {
        self.by_carrier(self.since(&format!("scan {}", self.parcel.substatus), span), event, "")
    }

    fn by_seller(&self, step: Step) -> Next {
        let at = self.since(&format!("own {step:?}"), self.rules.profile.seller.delivers);
        (self.rules.acts && self.is_own_delivery()).then_some((at, step))
    }

    fn cancels_unpacked(&self) -> Next {
        let buyers = &self.rules.profile.buyers;
        self.hits("cancels unpacked", buyers.cancels_unpacked).then(|| {
            let at = self.after(self.parcel.created_at, "cancels unpacked after", buyers.cancels_after);
            (at, Step::Event(PostingEvent::CancelledByBuyer, "Передумал покупать"))
        })
    }

    fn cancels_packed(&self) -> Next {
        let buyers = &self.rules.profile.buyers;
        self.hits("cancels packed", buyers.cancels_packed).then(|| {
            let at = self.since("cancels packed after", buyers.cancels_after);
            (at, Step::Event(PostingEvent::CancelledByBuyer, "Нашёл дешевле"))
        })
    }

    fn picked(&self) -> Next {
        self.carrier(PostingEvent::Accepted, self.profile().picks)
    }

    fn packed(&self) -> Next {
        let seller = &self.rules.profile.seller;
        let packs = self.rules.acts && self.hits("packs", seller.packs);
        packs.then(|| (self.after(self.parcel.created_at, "packs after", seller.packs_after), Step::Pack))
    }

    fn handed_over(&self) -> Next {
        if self.is_own_delivery() {
            return self.by_seller(Step::StartDelivery);
        }
        // Of the seller's carriers none asks for an act; the marketplace's comes later to whoever made none.
        let has_act = self.parcel.substatus == "posting_in_carriage" || self.parcel.scheme == "rfbs";
        let span = if has_act { self.profile().takes_over } else { self.profile().without_act };
        let missed = self.parcel.scheme == "fbs" && self.hits("misses", self.profile().misses);
        let event = if missed { PostingEvent::NotAccepted } else { PostingEvent::Accepted };
        self.carrier(event, span)
    }

    fn found(&self) -> Next {
        let at = self.since("found after", self.profile().found_after);
        if self.hits("never found", self.profile().never_found) {
            return self.by_carrier(at, PostingEvent::Lost, "Не найдено на сортировочном центре");
        }
        self.by_carrier(at, PostingEvent::Accepted, "")
    }

    fn delivering(&self) -> Next {
        match self.parcel.substatus.as_str() {
            "posting_on_way_to_city" if self.is_own_delivery() => self.by_seller(Step::LastMile),
            "posting_in_courier_service" if self.is_own_delivery() => self.by_seller(Step::HandOver),
            "posting_on_way_to_city" => self.travels(),
            "posting_in_courier_service" => self.at_the_door(),
            "posting_in_pickup_point" => self.at_pickup_point(),
            _ => None,
        }
    }

    fn travels(&self) -> Next {
        let carriers = self.profile();
        let mut at = self.since("travels", carriers.travels);
        if self.hits("delayed", carriers.delayed) {
            at = self.after(at, "delay", carriers.delay);
        }
        if self.hits("loses", carriers.loses) {
            return self.by_carrier(at, PostingEvent::Lost, "Утеряно при перевозке");
        }
        let to_point = self.hits("to pick-up point", carriers.to_pickup_point);
        self.by_carrier(at, if to_point { PostingEvent::PickupPoint } else { PostingEvent::Courier }, "")
    }

    fn refuses(&self, at: Time) -> Next {
        self.by_carrier(at, PostingEvent::CancelledByBuyer, "Отказ при вручении")
    }

    fn at_the_door(&self) -> Next {
        let at = self.since("courier brings", self.profile().courier_brings);
        if self.hits("refuses", self.rules.profile.door.refuses) {
            return self.refuses(at);
        }
        self.by_carrier(at, PostingEvent::Delivered, "")
    }

    fn at_pickup_point(&self) -> Next {
        let door = &self.rules.profile.door;
        if self.hits("never fetches", door.never_fetches) {
            let at = self.since("storage", door.storage);
            return self.by_carrier(at, PostingEvent::Returned, "Истёк срок хранения");
        }
        let at = self.since("waits at pick-up point", self.profile().waits_at_pickup_point);
        if self.hits("refuses", door.refuses) {
            return self.refuses(at);
        }
        self.by_carrier(at, PostingEvent::Delivered, "")
    }

    fn disputed(&self) -> Next {
        let door = &self.rules.profile.door;
        let disputes = self.parcel.scheme != "fbo"
            && self.parcel.substatus == "posting_delivered"
            // What was judged once is not disputed again.
            && self.parcel.delivered_at == Some(self.parcel.changed_at)
            && self.hits("disputes", door.disputes);
        let at = self.since("disputes after", door.disputes_after);
        disputes.then_some((at, Step::Event(PostingEvent::DisputedByBuyer, "Заказ не получен")))
    }

    fn judged(&self) -> Next {
        let door = &self.rules.profile.door;
        let right = self.hits("dispute is right", door.dispute_is_right);
        let event = if right { PostingEvent::Returned } else { PostingEvent::Delivered };
        Some((self.since("dispute takes", door.dispute_takes), Step::Event(event, "Решение по спору")))
    }

    fn confirmed(&self) -> Next {
        let door = &self.rules.profile.door;
        let confirms = self.parcel.substatus == "posting_delivered" && self.hits("confirms", door.confirms);
        confirms.then(|| (self.since("confirms after", door.confirms_after), Step::Event(PostingEvent::Received, "")))
    }

    fn sends_back(&self) -> Next {
        let returns = &self.rules.profile.returns;
        let at = self.after(self.parcel.delivered_at?, "sends back after", returns.after);
        // What lies before the last change has happened.
        let to_come = self.parcel.substatus == "posting_delivered" || at > self.parcel.changed_at;
        (to_come && self.hits("sends back", returns.share)).then_some((at, Step::SendBack))
    }
}

#[cfg(test)]
mod tests;
