//! Goods on their way back: what happens to them next, and when. Pure, like `parcel.rs`.

use gostiny_wire::{
    operator::{ReturnEvent, ReturnListItem},
    scalar::Time,
};

use crate::parcel::Rules;

/// Statuses in which something can still happen, in the order of the way.
pub const OPEN: [&str; 5] = ["created", "accepted_from_customer", "moving", "ready_for_shipment", "waiting_for_seller"];

/// What happens next, and when; nothing when it is somebody else's turn.
pub fn next(goods: &ReturnListItem, rules: &Rules<'_>) -> Option<(Time, ReturnEvent)> {
    let (returns, name) = (&rules.profile.returns, goods.return_id.to_string());
    if let ("waiting_for_seller", Some(from)) = (goods.status.as_str(), goods.waiting_from) {
        let fetched = rules.chance.hits("fetched", &name, returns.fetched);
        let at = from.plus_seconds(rules.chance.lasts("fetched after", &name, returns.fetched_after));
        return fetched.then_some((at, ReturnEvent::ReturnedToSeller));
    }
    if rules.carriers_move {
        return None;
    }
    let steps = OPEN.iter().position(|status| *status == goods.status)?;
    let step = |at: usize| rules.chance.lasts(&format!("back {at}"), &name, returns.step);
    let at = goods.created_at.plus_seconds((0..=steps).map(step).sum());
    let is_lost = goods.scheme == "fbs" && rules.chance.hits("lost on the way", &name, returns.lost_on_the_way);
    let event = match (goods.scheme.as_str(), goods.status.as_str()) {
        ("fbo", "created") if rules.chance.hits("thinks again", &name, returns.thinks_again) => ReturnEvent::Cancelled,
        ("fbo", "created") => ReturnEvent::AcceptedFromCustomer,
        ("fbo", _) => ReturnEvent::ReturnedToOzon,
        (_, "moving") if is_lost => ReturnEvent::CancelledWithCompensation,
        ("rfbs", "moving") => ReturnEvent::ReturnedToSeller,
        (_, "accepted_from_customer") => ReturnEvent::Moving,
        (_, "moving") => ReturnEvent::ReadyForShipment,
        (_, "ready_for_shipment") => ReturnEvent::WaitingForSeller,
        _ => return None,
    };
    Some((at, event))
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::ReturnId;

    use super::*;
    use crate::{chance::Chance, profile::Profile};

    fn goods(scheme: &str, status: &str) -> ReturnListItem {
        ReturnListItem {
            return_id: ReturnId(7),
            scheme: scheme.to_owned(),
            status: status.to_owned(),
            ..Default::default()
        }
    }

    #[test]
    fn each_step_comes_after_the_one_before_it() {
        let profile = Profile::built_in("quiet").unwrap().unwrap();
        let rules = Rules { chance: Chance::seeded(1), profile: &profile, acts: false, carriers_move: false };
        let steps: Vec<_> = OPEN[1..4].iter().filter_map(|status| next(&goods("fbs", status), &rules)).collect();
        let events: Vec<_> = steps.iter().map(|(_, event)| *event).collect();
        assert_eq!(events, [ReturnEvent::Moving, ReturnEvent::ReadyForShipment, ReturnEvent::WaitingForSeller]);
        assert!(steps.is_sorted_by(|one, other| one.0 < other.0), "{steps:?}");
        assert_eq!(next(&goods("fbo", "accepted_from_customer"), &rules).unwrap().1, ReturnEvent::ReturnedToOzon);
        assert_eq!(next(&goods("rfbs", "moving"), &rules).unwrap().1, ReturnEvent::ReturnedToSeller);
        let waits = ReturnListItem { waiting_from: Some(Time(5)), ..goods("fbs", "waiting_for_seller") };
        assert_eq!(next(&waits, &rules).unwrap().1, ReturnEvent::ReturnedToSeller);
        assert_eq!(next(&goods("fbs", "disposed"), &rules), None);
        let by_themselves = Rules { carriers_move: true, ..rules };
        assert_eq!(next(&goods("fbs", "moving"), &by_themselves), None);
        assert!(next(&waits, &by_themselves).is_some());
    }
}
