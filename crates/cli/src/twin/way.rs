//! Which step takes a posting of the twin to where one of the source stands. Pure.

use gostiny_wire::operator::PostingEvent;

/// Where a posting of the source stands, in today's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goal {
    /// The marketplace packs and delivers it.
    pub is_fbo: bool,
    pub status: String,
    pub substatus: String,
    /// It was packed before it was called off.
    pub was_packed: bool,
    /// It had left before it was called off.
    pub had_left: bool,
    /// Who called it off: `client`, `seller`, `delivery`, `ozon`; empty while it lives.
    pub called_off_by: String,
}

/// What is done with a posting of the twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The seller packs it.
    Pack,
    /// Its carrier registers it: time passes.
    Wait,
    /// Carrier, buyer or marketplace do something.
    Record(PostingEvent),
    /// The seller sends it off.
    Send,
    /// The seller disputes that it was not accepted.
    Arbitrate,
    /// The seller calls it off.
    CallOff,
}

/// A status of a posting, those that are alike as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Unpacked,
    Registering,
    Packed,
    Sent,
    Accepting,
    NotAccepted,
    Arbitration,
    Disputed,
    OnWay,
    Delivered,
    Cancelled,
}

impl At {
    fn of(status: &str) -> Option<Self> {
        Some(match status {
            "awaiting_packaging" | "awaiting_approve" | "awaiting_verification" => Self::Unpacked,
            "awaiting_registration" => Self::Registering,
            "awaiting_deliver" => Self::Packed,
            "sent_by_seller" => Self::Sent,
            "acceptance_in_progress" => Self::Accepting,
            "not_accepted" => Self::NotAccepted,
            "arbitration" => Self::Arbitration,
            "client_arbitration" => Self::Disputed,
            "delivering" | "driver_pickup" => Self::OnWay,
            "delivered" => Self::Delivered,
            "cancelled" | "cancelled_from_split_pending" => Self::Cancelled,
            _ => return None,
        })
    }
}

/// Whether a posting stands where the goal does, as far as the twin can follow.
pub fn is_there(status: &str, goal: &Goal) -> bool {
    At::of(status).is_some_and(|at| Some(at) == At::of(&goal.status))
}

/// The next step of a posting; none when it has arrived, or where there is no way.
pub fn next(status: &str, substatus: &str, goal: &Goal) -> Option<Step> {
    use PostingEvent as E;
    let (at, to) = (At::of(status)?, At::of(&goal.status)?);
    if at == to {
        return further(at, substatus, &goal.substatus).map(Step::Record);
    }
    let step = match (at, to) {
        (At::Cancelled, _) | (_, At::Unpacked) => return None,
        (At::Unpacked, At::Cancelled) if !goal.was_packed && !goal.had_left => called_off(at, goal),
        (At::Unpacked, At::Packed | At::Cancelled) if goal.is_fbo && !goal.had_left => Step::Record(E::Accepted),
        (At::Unpacked, _) if goal.is_fbo => Step::Record(E::InTransit),
        (At::Unpacked, _) => Step::Pack,
        (At::Registering, _) => Step::Wait,
        (_, At::Registering | At::Packed) => return None,
        (At::Packed | At::Accepting | At::Sent, At::Cancelled) if goal.had_left => Step::Record(E::InTransit),
        (_, At::Cancelled) => called_off(at, goal),
        (At::Packed, At::Sent) => Step::Send,
        (At::Packed, At::NotAccepted | At::Arbitration) => Step::Record(E::NotAccepted),
        (At::NotAccepted | At::Accepting | At::OnWay, At::Arbitration) => Step::Arbitrate,
        (At::Packed | At::NotAccepted | At::Arbitration, At::Accepting) => Step::Record(E::Accepted),
        (At::Packed, At::Disputed) => Step::Record(E::InTransit),
        (_, At::Disputed) => Step::Record(E::DisputedByBuyer),
        (At::Packed | At::Sent | At::Accepting | At::NotAccepted | At::Arbitration, At::OnWay) => {
            Step::Record(E::InTransit)
        }
        (_, At::Delivered) => Step::Record(E::Delivered),
        _ => return None,
    };
    Some(step)
}

/// Within a status there are stages that matter to a seller.
fn further(at: At, substatus: &str, goal: &str) -> Option<PostingEvent> {
    let passed = |word: &str| !substatus.contains(word) && goal.contains(word);
    match at {
        At::OnWay if passed("courier") => Some(PostingEvent::Courier),
        At::OnWay if passed("pickup_point") => Some(PostingEvent::PickupPoint),
        At::Delivered if passed("received") => Some(PostingEvent::Received),
        _ => None,
    }
}

fn called_off(at: At, goal: &Goal) -> Step {
    let is_with_seller = matches!(at, At::Unpacked | At::Registering | At::Packed | At::NotAccepted);
    Step::Record(match goal.called_off_by.as_str() {
        "seller" if is_with_seller && !goal.is_fbo => return Step::CallOff,
        _ if at == At::Delivered => PostingEvent::Returned,
        "delivery" if at == At::OnWay => PostingEvent::Lost,
        "client" => PostingEvent::CancelledByBuyer,
        _ => PostingEvent::CancelledByPlatform,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps until there is none; a step is believed to lead where the goal of the same name is.
    fn way(goal: &Goal) -> Vec<Step> {
        let (mut at, mut substatus, mut steps) = ("awaiting_packaging", "posting_created", Vec::new());
        while let Some(step) = next(at, substatus, goal) {
            assert!(steps.len() < 8, "{steps:?}");
            steps.push(step);
            (at, substatus) = match step {
                Step::Pack if goal.called_off_by == "registers" => ("awaiting_registration", ""),
                Step::Pack | Step::Wait | Step::Record(PostingEvent::Accepted)
                    if goal.is_fbo || step != Step::Record(PostingEvent::Accepted) =>
                {
                    ("awaiting_deliver", "")
                }
                Step::Record(PostingEvent::Accepted) => ("acceptance_in_progress", ""),
                Step::Send => ("sent_by_seller", ""),
                Step::Arbitrate => ("arbitration", ""),
                Step::Record(PostingEvent::NotAccepted) => ("not_accepted", ""),
                Step::Record(PostingEvent::InTransit) => ("delivering", "posting_on_way_to_city"),
                Step::Record(PostingEvent::Courier) => ("delivering", "posting_in_courier_service"),
                Step::Record(PostingEvent::PickupPoint) => ("delivering", "posting_in_pickup_point"),
                Step::Record(PostingEvent::Delivered) => ("delivered", "posting_delivered"),
                Step::Record(PostingEvent::Received) => ("delivered", "posting_received"),
                Step::Record(PostingEvent::DisputedByBuyer) => ("client_arbitration", ""),
                _ => ("cancelled", "posting_canceled"),
            };
        }
        steps
    }

    fn goal(status: &str, substatus: &str) -> Goal {
        Goal { status: status.to_owned(), substatus: substatus.to_owned(), ..Goal::default() }
    }

    #[test]
    fn each_status_has_a_way_that_ends() {
        use PostingEvent as E;
        let event = Step::Record;
        assert_eq!(way(&goal("awaiting_packaging", "posting_created")), []);
        assert_eq!(way(&goal("awaiting_deliver", "posting_in_carriage")), [Step::Pack]);
        assert_eq!(way(&goal("sent_by_seller", "")), [Step::Pack, Step::Send]);
        assert_eq!(way(&goal("not_accepted", "")), [Step::Pack, event(E::NotAccepted)]);
        assert_eq!(way(&goal("arbitration", "")), [Step::Pack, event(E::NotAccepted), Step::Arbitrate]);
        assert_eq!(way(&goal("client_arbitration", "")), [Step::Pack, event(E::InTransit), event(E::DisputedByBuyer)]);
        assert_eq!(
            way(&goal("delivering", "posting_in_courier_service")),
            [Step::Pack, event(E::InTransit), event(E::Courier)]
        );
        assert_eq!(way(&goal("delivered", "posting_received")).last(), Some(&event(E::Received)));
        let registers = Goal { called_off_by: "registers".to_owned(), ..goal("delivered", "") };
        assert_eq!(way(&registers), [Step::Pack, Step::Wait, event(E::Delivered)]);
        assert_eq!(way(&goal("something_new", "")), []);
    }

    #[test]
    fn goods_of_the_marketplace_are_not_packed_by_the_seller() {
        use PostingEvent as E;
        let fbo = |status| Goal { is_fbo: true, ..goal(status, "") };
        assert_eq!(way(&fbo("awaiting_deliver")), [Step::Record(E::Accepted)]);
        assert_eq!(way(&fbo("delivering")), [Step::Record(E::InTransit)]);
        assert_eq!(way(&fbo("delivered")), [Step::Record(E::InTransit), Step::Record(E::Delivered)]);
        assert_eq!(way(&fbo("cancelled")), [Step::Record(E::CancelledByPlatform)]);
    }

    #[test]
    fn what_was_called_off_had_come_as_far_and_by_the_same_hand() {
        use PostingEvent as E;
        let off = |by: &str, was_packed, had_left| Goal {
            was_packed,
            had_left,
            called_off_by: by.to_owned(),
            ..goal("cancelled", "")
        };
        assert_eq!(way(&off("seller", false, false)), [Step::CallOff]);
        assert_eq!(way(&off("seller", true, false)), [Step::Pack, Step::CallOff]);
        assert_eq!(way(&off("client", false, false)), [Step::Record(E::CancelledByBuyer)]);
        assert_eq!(way(&off("delivery", true, true)), [Step::Pack, Step::Record(E::InTransit), Step::Record(E::Lost)]);
    }
}
