//! The machine: where a posting can stand, what moves it on, and who may. Pure; the snapshot beside it is the whole
//! table.

use super::row::Posting;
use crate::{
    areas::tariff::Scheme,
    error::{Error, Result},
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
    /// Left the seller abroad.
    SentBySeller,
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
    /// The seller handed it over; not confirmed yet.
    Conditional,
    /// The buyer has it.
    Delivered,
    /// The buyer confirmed it.
    Received,
    /// The seller disputes that it was never accepted.
    Arbitration,
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
    /// The seller disputes that it was never accepted.
    Arbitrate,
    /// The seller takes a disputed one back, to hand it over again.
    TakeBack,
    /// The seller abroad sent it off.
    SendBySeller,
    /// The seller's delivery took it.
    StartDelivery,
    /// The seller's courier is on the way to the buyer.
    LastMile,
    /// The seller's courier handed it to the buyer.
    HandOver,
    /// The same, to be confirmed.
    HandOverConditionally,
    /// Nobody objected to a conditional delivery.
    Confirm,
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
    /// A carrier of the seller's choice that reports by itself (`3pl_tracking`).
    Tracked,
    /// The seller alone (`non_integrated`).
    Own,
}

impl Way {
    /// The way of a posting.
    pub fn of(posting: &Posting) -> Self {
        match (posting.scheme, posting.tpl_integration_type.as_str()) {
            (Scheme::Fbo, _) => Self::Warehouse,
            (_, "aggregator") => Self::Carrier,
            (_, "ozon") => Self::Marketplace,
            (_, "3pl_tracking") => Self::Tracked,
            _ => Self::Own,
        }
    }

    /// Whether the seller delivers, or a carrier of its choice.
    pub fn is_seller_s(self) -> bool {
        matches!(self, Self::Tracked | Self::Own)
    }

    /// Whether a step of the seller is one that this way of delivery leaves to it.
    pub fn leaves_to_seller(self, event: Event) -> bool {
        match event {
            Event::Arbitrate | Event::TakeBack => self == Self::Marketplace,
            Event::SendBySeller => self.is_seller_s(),
            Event::StartDelivery | Event::LastMile | Event::HandOver | Event::HandOverConditionally => {
                self == Self::Own
            }
            _ => true,
        }
    }
}

impl Status {
    pub(super) const ALL: [Self; 16] = [
        Self::Unpacked,
        Self::Registering,
        Self::Packed,
        Self::InCarriage,
        Self::SentBySeller,
        Self::Accepting,
        Self::NotAccepted,
        Self::OnWay,
        Self::WithCourier,
        Self::AtPickupPoint,
        Self::Conditional,
        Self::Delivered,
        Self::Received,
        Self::Arbitration,
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
            Self::SentBySeller => ("sent_by_seller", "sent_by_seller"),
            Self::Accepting => ("acceptance_in_progress", "posting_acceptance_in_progress"),
            Self::NotAccepted => ("not_accepted", "posting_not_in_sort_center"),
            Self::OnWay => ("delivering", "posting_on_way_to_city"),
            Self::WithCourier => ("delivering", "posting_in_courier_service"),
            Self::AtPickupPoint => ("delivering", "posting_in_pickup_point"),
            Self::Conditional => ("delivering", "posting_conditionally_delivered"),
            Self::Delivered => ("delivered", "posting_delivered"),
            Self::Received => ("delivered", "posting_received"),
            Self::Arbitration => ("arbitration", "posting_in_arbitration"),
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
            (Way::Warehouse, _, E::CancelBySeller | E::Dispute) => return None,

            (way, _, event) if !way.leaves_to_seller(event) => return None,
            (_, S::InCarriage | S::NotAccepted | S::Accepting | S::OnWay, E::Arbitrate) => S::Arbitration,
            (_, S::Arbitration | S::NotAccepted, E::TakeBack) => S::Packed,
            (_, S::Packed, E::SendBySeller) => S::SentBySeller,
            (_, S::Packed | S::SentBySeller, E::StartDelivery) => S::OnWay,
            (_, S::OnWay, E::LastMile) => S::WithCourier,
            (_, S::OnWay | S::WithCourier | S::AtPickupPoint, E::HandOver) => S::Delivered,
            (_, S::OnWay | S::WithCourier | S::AtPickupPoint, E::HandOverConditionally) => S::Conditional,
            (_, S::Conditional, E::Confirm | E::Deliver) => S::Delivered,
            (_, S::Conditional, E::Receive) => S::Received,
            (_, S::Conditional, E::CancelBySeller) => S::Cancelled,
            (_, S::Conditional, E::CancelByBuyer | E::CancelByPlatform | E::Lose) => S::Cancelled,
            // Found after all, or not.
            (_, S::Arbitration, E::Lose | E::Return) => S::Cancelled,
            (_, S::Arbitration, E::CancelBySeller | E::CancelByBuyer | E::CancelByPlatform) => S::Cancelled,

            (Way::Carrier, S::Unpacked, E::Ship) => S::Registering,
            (_, S::Unpacked, E::Ship) => S::Packed,
            (Way::Carrier, S::Registering, E::Register) => S::Packed,
            (Way::Marketplace | Way::Carrier, S::Packed, E::PutInCarriage) => S::InCarriage,

            (_, S::Packed | S::InCarriage | S::NotAccepted | S::SentBySeller | S::Arbitration, E::Accept) => {
                S::Accepting
            }
            (Way::Marketplace | Way::Carrier, S::Packed | S::InCarriage, E::NotAccept) => S::NotAccepted,
            (_, from, E::InTransit) if from.is_packed() || matches!(from, S::Accepting | S::SentBySeller) => S::OnWay,
            // Carriers miss scans: a later one stands for those before it.
            (_, from, E::Courier) if from.is_packed() || from.is_on_its_way() && from != S::WithCourier => {
                S::WithCourier
            }
            (_, from, E::PickupPoint) if from.is_packed() || from.is_on_its_way() && from != S::AtPickupPoint => {
                S::AtPickupPoint
            }
            (_, from, E::Deliver) if from.is_packed() || from.is_on_its_way() || from == S::Disputed => S::Delivered,
            (_, S::Delivered, E::Receive) => S::Received,

            (_, from, E::Dispute) if from.is_handed_over() || matches!(from, S::NotAccepted | S::Arbitration) => {
                S::Disputed
            }
            (_, S::Disputed, E::Lose | E::Return) => S::Cancelled,
            (_, from, E::Return) if from.is_handed_over() => S::Cancelled,
            (_, S::NotAccepted, E::Lose) => S::Cancelled,
            (_, from, E::Lose) if from.is_on_its_way() => S::Cancelled,

            // Of what is on its way the seller can stop only what it delivers itself.
            (Way::Tracked | Way::Own, from, E::CancelBySeller) if from.is_on_its_way() => S::Cancelled,
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

    fn is_packed(self) -> bool {
        matches!(self, Self::Packed | Self::InCarriage | Self::NotAccepted | Self::Arbitration)
    }

    /// Left the seller and has not reached the buyer.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::SentBySeller | Self::Accepting | Self::OnWay | Self::WithCourier | Self::AtPickupPoint)
    }

    /// Left the seller, whether or not the buyer has it.
    pub fn is_handed_over(self) -> bool {
        self.is_on_its_way() || self == Self::Conditional || self.is_delivered()
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
            Self::Arbitrate => "arbitration",
            Self::TakeBack => "awaiting_delivery",
            Self::SendBySeller => "sent_by_seller",
            Self::StartDelivery => "delivering",
            Self::LastMile => "last_mile",
            Self::HandOver => "handed_over",
            Self::HandOverConditionally => "handed_over_conditionally",
            Self::Confirm => "confirmed",
        }
    }

    /// What a carrier would report; nothing for what no carrier sees.
    pub fn carrier_word(self) -> Option<&'static str> {
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

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    const WAYS: [Way; 5] = [Way::Warehouse, Way::Marketplace, Way::Carrier, Way::Tracked, Way::Own];
    const EVENTS: [Event; 24] = [
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
        Event::Arbitrate,
        Event::TakeBack,
        Event::SendBySeller,
        Event::StartDelivery,
        Event::LastMile,
        Event::HandOver,
        Event::HandOverConditionally,
        Event::Confirm,
    ];

    #[test]
    fn the_machine() {
        let mut table = String::new();
        for way in WAYS {
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
        for way in WAYS {
            for event in EVENTS {
                assert_eq!(Status::Cancelled.next(event, way), None, "{event:?}");
            }
        }
    }
}
