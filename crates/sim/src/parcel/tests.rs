//! Parcels lived through without a server: what the plan says is done, and the parcel stands where that takes it.

use std::collections::BTreeMap;

use gostiny_wire::operator::PostingListLine;

use super::*;

fn rules(profile: &Profile) -> Rules<'_> {
    Rules { chance: Chance::seeded(3), profile, acts: true, carriers_move: false }
}

fn usual() -> Profile {
    Profile::built_in("usual").unwrap().unwrap()
}

fn parcel(number: usize, scheme: &str, integration: &str) -> PostingListItem {
    PostingListItem {
        posting_number: format!("4{number:07}-0001-1").as_str().into(),
        scheme: scheme.to_owned(),
        status: "awaiting_packaging".to_owned(),
        substatus: "posting_created".to_owned(),
        tpl_integration_type: integration.to_owned(),
        event: "placed".to_owned(),
        items: vec![PostingListLine { quantity: 1, ..Default::default() }],
        ..Default::default()
    }
}

/// Where a step takes a parcel, as the server's machine has it.
fn moved(mut parcel: PostingListItem, at: Time, step: Step) -> PostingListItem {
    let (status, substatus) = match step {
        Step::Pack => ("awaiting_deliver", "posting_transferring_to_delivery"),
        Step::StartDelivery | Step::Event(PostingEvent::InTransit, _) => ("delivering", "posting_on_way_to_city"),
        Step::LastMile | Step::Event(PostingEvent::Courier, _) => ("delivering", "posting_in_courier_service"),
        Step::Event(PostingEvent::PickupPoint, _) => ("delivering", "posting_in_pickup_point"),
        Step::Event(PostingEvent::Accepted, _) if parcel.scheme == "fbo" => {
            ("awaiting_deliver", "posting_transferring_to_delivery")
        }
        Step::Event(PostingEvent::Accepted, _) => ("acceptance_in_progress", "posting_acceptance_in_progress"),
        Step::Event(PostingEvent::NotAccepted, _) => ("not_accepted", "posting_not_in_sort_center"),
        Step::HandOver | Step::Event(PostingEvent::Delivered, _) => ("delivered", "posting_delivered"),
        Step::Event(PostingEvent::Received, _) => ("delivered", "posting_received"),
        Step::Event(PostingEvent::DisputedByBuyer, _) => ("client_arbitration", "posting_in_client_arbitration"),
        Step::SendBack => ("sent back", ""),
        Step::Event(..) => ("cancelled", "posting_canceled"),
    };
    if status == "delivered" {
        parcel.delivered_at.get_or_insert(at);
    }
    (parcel.status, parcel.substatus, parcel.changed_at) = (status.to_owned(), substatus.to_owned(), at);
    parcel
}

/// The steps of a parcel to its end.
fn life(mut parcel: PostingListItem, rules: &Rules<'_>) -> Vec<(Time, Step)> {
    let mut steps = Vec::new();
    while let Some((at, step)) = next(&parcel, rules) {
        assert!(at >= parcel.changed_at, "{step:?} at {at} before {parcel:?}");
        assert_eq!(next(&parcel, rules), Some((at, step)));
        steps.push((at, step));
        assert!(steps.len() < 20, "{steps:?}");
        parcel = moved(parcel, at, step);
    }
    steps
}

#[test]
fn parcels_of_every_scheme_come_to_an_end_and_most_of_them_to_the_buyer() {
    let profile = usual();
    for (scheme, integration) in
        [("fbs", "ozon"), ("rfbs", "aggregator"), ("rfbs", "3pl_tracking"), ("rfbs", "non_integrated"), ("fbo", "ozon")]
    {
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        for number in 0..2_000 {
            for (_, step) in life(parcel(number, scheme, integration), &rules(&profile)) {
                let name = match step {
                    Step::Event(event, _) => format!("{event:?}"),
                    step => format!("{step:?}"),
                };
                *ends.entry(name).or_default() += 1;
            }
        }
        let of = |names: &[&str]| names.iter().map(|name| ends.get(*name).copied().unwrap_or(0)).sum::<usize>();
        assert!(of(&["Delivered", "HandOver"]) > 1_700, "{scheme} {integration}: {ends:?}");
        assert!((55..145).contains(&of(&["SendBack"])), "{scheme} {integration}: {ends:?}");
        assert!(of(&["CancelledByBuyer"]) > 30, "{scheme} {integration}: {ends:?}");
        assert!(scheme == "fbo" || of(&["Pack"]) > 1_850, "{scheme} {integration}: {ends:?}");
        if scheme == "fbs" {
            let rare = of(&["NotAccepted"]) * of(&["Lost"]) * of(&["Returned"]) * of(&["DisputedByBuyer"]);
            assert!(rare > 0, "{ends:?}");
        }
    }
}

#[test]
fn a_shop_that_packs_itself_is_waited_for() {
    let profile = Profile::built_in("quiet").unwrap().unwrap();
    let rules = Rules { acts: false, ..rules(&profile) };
    assert_eq!(next(&parcel(1, "fbs", "ozon"), &rules), None);
    let packed = moved(parcel(1, "fbs", "ozon"), Time(0), Step::Pack);
    let (without_act, step) = next(&packed, &rules).unwrap();
    assert_eq!(step, Step::Event(PostingEvent::Accepted, ""));
    let in_act = PostingListItem { substatus: "posting_in_carriage".to_owned(), ..packed.clone() };
    assert!(next(&in_act, &rules).unwrap().0 < without_act);
    assert_eq!(next(&packed, &Rules { carriers_move: true, ..rules }), None);
    let own = moved(parcel(1, "rfbs", "non_integrated"), Time(0), Step::Pack);
    assert_eq!(next(&own, &rules), None);
    for (status, substatus) in [("cancelled", "posting_canceled"), ("awaiting_registration", ""), ("eaten", "")] {
        let ended = PostingListItem { status: status.to_owned(), substatus: substatus.to_owned(), ..packed.clone() };
        assert_eq!(next(&ended, &rules), None);
    }
}

#[test]
fn buyers_ask_as_often_as_the_profile_says() {
    let profile = usual();
    let asked: Vec<_> =
        (0..4_000).filter_map(|number| question(&parcel(number, "fbs", "ozon"), &rules(&profile))).collect();
    assert!((150..250).contains(&asked.len()), "{}", asked.len());
    assert!(asked.iter().all(|(at, question)| *question == Question::Before && *at >= Time(0).plus_hours(3)));
    let packed = PostingListItem { event: "ship".to_owned(), ..parcel(1, "fbs", "ozon") };
    assert_eq!(question(&packed, &rules(&profile)), None);
}
