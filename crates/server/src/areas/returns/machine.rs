//! The way back: where goods can be, and what moves them on. Pure; the snapshot beside it is the whole table.

use gostiny_wire::operator::ReturnEvent;

use crate::{
    areas::tariff::Scheme,
    error::{Error, Result},
};

/// Where goods are on their way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The buyer said that they come (FBO).
    Created,
    /// The buyer gave them away.
    Accepted,
    /// On the way to where the seller fetches them.
    Moving,
    /// Sorted for the seller.
    Ready,
    /// Wait for the seller.
    Waiting,
    /// The seller has them.
    WithSeller,
    /// Paid for instead.
    Compensated,
    /// To be destroyed.
    Disposing,
    /// Destroyed.
    Disposed,
    /// With the marketplace (FBO).
    WithMarketplace,
    /// The buyer keeps them (FBO).
    Cancelled,
}

impl Status {
    pub(super) const ALL: [Self; 11] = [
        Self::Created,
        Self::Accepted,
        Self::Moving,
        Self::Ready,
        Self::Waiting,
        Self::WithSeller,
        Self::Compensated,
        Self::Disposing,
        Self::Disposed,
        Self::WithMarketplace,
        Self::Cancelled,
    ];

    /// As the column and the list of FBS returns spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Accepted => "accepted_from_customer",
            Self::Moving => "moving",
            Self::Ready => "ready_for_shipment",
            Self::Waiting => "waiting_for_seller",
            Self::WithSeller => "returned_to_seller",
            Self::Compensated => "cancelled_with_compensation",
            Self::Disposing => "disposing",
            Self::Disposed => "disposed",
            Self::WithMarketplace => "returned_to_ozon",
            Self::Cancelled => "cancelled",
        }
    }

    /// As the list of FBO returns names it.
    pub fn fbo_name(self) -> &'static str {
        match self {
            Self::Created => "Возврат создан",
            Self::WithMarketplace => "Получен в Ozon",
            Self::Cancelled => "Возврат отменен",
            _ => "Принят от покупателя",
        }
    }

    /// Reads a column.
    pub fn parse(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|status| status.word() == word);
        found.ok_or_else(|| Error::internal(format!("{word} is no status of a return")))
    }

    /// Where a return that a buyer announces begins.
    pub fn first(scheme: Scheme) -> Self {
        if scheme == Scheme::Fbo { Self::Created } else { Self::Accepted }
    }

    /// Where an event takes the goods.
    pub fn after(self, event: ReturnEvent, scheme: Scheme) -> Result<Self> {
        self.next(event, scheme).ok_or_else(|| Error::WrongState("TRANSITION_IS_NOT_POSSIBLE".to_owned()))
    }

    /// The whole way back. Whatever is not listed here is not possible.
    fn next(self, event: ReturnEvent, scheme: Scheme) -> Option<Self> {
        use {ReturnEvent as E, Scheme::*, Status as S};
        let to = match (scheme, self, event) {
            (Fbo, S::Created, E::AcceptedFromCustomer) => S::Accepted,
            (Fbo, S::Created, E::Cancelled) => S::Cancelled,
            (Fbo, S::Accepted, E::ReturnedToOzon) => S::WithMarketplace,
            (Fbo, ..) => return None,

            (_, S::Accepted, E::Moving) => S::Moving,
            (_, S::Moving, E::ReadyForShipment) => S::Ready,
            (_, S::Ready, E::WaitingForSeller) => S::Waiting,
            (_, S::Waiting, E::ReturnedToSeller) => S::WithSeller,
            // What the seller delivers itself comes back past the marketplace.
            (Rfbs, S::Moving | S::Ready, E::ReturnedToSeller) => S::WithSeller,
            (Fbs, S::Accepted | S::Moving | S::Ready | S::Waiting, E::CancelledWithCompensation) => S::Compensated,
            (Fbs, S::Waiting, E::Disposing) => S::Disposing,
            (Fbs, S::Disposing, E::Disposed) => S::Disposed,
            _ => return None,
        };
        Some(to)
    }

    /// The event by which goods go on when nothing goes wrong and carriers move by themselves.
    pub fn usual(self, scheme: Scheme) -> Option<ReturnEvent> {
        match (scheme, self) {
            (Scheme::Fbo, Self::Created) => Some(ReturnEvent::AcceptedFromCustomer),
            (Scheme::Fbo, Self::Accepted) => Some(ReturnEvent::ReturnedToOzon),
            (_, Self::Accepted) => Some(ReturnEvent::Moving),
            (_, Self::Moving) => Some(ReturnEvent::ReadyForShipment),
            (_, Self::Ready) => Some(ReturnEvent::WaitingForSeller),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EVENTS: [ReturnEvent; 10] = [
        ReturnEvent::AcceptedFromCustomer,
        ReturnEvent::Moving,
        ReturnEvent::ReadyForShipment,
        ReturnEvent::WaitingForSeller,
        ReturnEvent::ReturnedToSeller,
        ReturnEvent::CancelledWithCompensation,
        ReturnEvent::Disposing,
        ReturnEvent::Disposed,
        ReturnEvent::ReturnedToOzon,
        ReturnEvent::Cancelled,
    ];
    const SCHEMES: [Scheme; 3] = [Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs];

    #[test]
    fn the_table() {
        let mut lines = Vec::new();
        for scheme in SCHEMES {
            for status in Status::ALL {
                for event in EVENTS {
                    if let Some(to) = status.next(event, scheme) {
                        let (from, to) = (status.word(), to.word());
                        lines.push(format!("{:<4} {from:<28} {event:<27?} {to}", scheme.as_str()));
                    }
                }
            }
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn an_event_is_named_by_where_it_leads() {
        for event in EVENTS {
            let word = serde_json::to_value(event).unwrap();
            for scheme in SCHEMES {
                for to in Status::ALL.into_iter().filter_map(|from| from.next(event, scheme)) {
                    assert_eq!(word, to.word());
                }
            }
        }
        for status in Status::ALL {
            assert_eq!(Status::parse(status.word()).unwrap(), status);
        }
    }

    proptest! {
        /// Whatever happens in whatever order, goods end once, and no way is longer than the list of statuses.
        #[test]
        fn a_way_back_ends(
            events in prop::collection::vec(prop::sample::select(EVENTS.to_vec()), 0..60),
            scheme in prop::sample::select(SCHEMES.to_vec()),
        ) {
            let (mut status, mut steps, mut seen) = (Status::first(scheme), 0, vec![Status::first(scheme)]);
            for event in events {
                if let Ok(next) = status.after(event, scheme) {
                    prop_assert!(!seen.contains(&next), "{next:?} twice");
                    (status, steps) = (next, steps + 1);
                    seen.push(next);
                }
            }
            prop_assert!(steps < Status::ALL.len());
            let ended = EVENTS.iter().all(|event| status.after(*event, scheme).is_err());
            let is_end = matches!(status, Status::WithSeller | Status::Compensated | Status::Disposed
                | Status::WithMarketplace | Status::Cancelled);
            prop_assert_eq!(ended, is_end);
        }

        #[test]
        fn the_usual_way_is_possible(scheme in prop::sample::select(SCHEMES.to_vec())) {
            let mut status = Status::first(scheme);
            while let Some(event) = status.usual(scheme) {
                status = status.after(event, scheme).unwrap();
            }
            prop_assert!(matches!(status, Status::Waiting | Status::WithMarketplace));
        }
    }
}
