//! The demo world's parcels: in every status there is, and some that need something before they can be packed.

use std::collections::BTreeSet;

use gostiny_wire::{
    action::{ActionsDiscountsTaskListV2, ActionsDiscountsTaskListV2Request},
    cancellation::{ConditionalCancellationListV2, ConditionalCancellationListV2Request},
    posting::{
        PostingFboListV2, PostingFboListV2Request, PostingFbs, PostingFbsListV3, PostingFbsListV3Filter,
        PostingFbsListV3Request, Requirements,
    },
    scalar::ClientId,
};

use crate::world::World;

const KEY: &str = "11111111-1111-4111-8111-111111111111";

#[tokio::test]
async fn demo_parcels_stand_in_every_status() {
    let world = World::demo().await;
    let seller = world.stranger.as_seller(ClientId(100_001), KEY).unwrap();
    let mut postings: Vec<PostingFbs> = Vec::new();
    loop {
        let request = PostingFbsListV3Request {
            filter: Some(PostingFbsListV3Filter {
                since: Some("2025-08-01T00:00:00Z".parse().unwrap()),
                to: Some("2026-02-01T00:00:00Z".parse().unwrap()),
                ..Default::default()
            }),
            limit: 300,
            offset: i64::try_from(postings.len()).unwrap(),
            ..Default::default()
        };
        let page = seller.call(PostingFbsListV3, &request).await.unwrap().result;
        postings.extend(page.postings);
        if !page.has_next {
            break;
        }
    }
    // A shop in good order: a few are not packed in time.
    let late = postings.iter().filter(|posting| posting.cancellation.cancel_reason.contains("не собрано")).count();
    assert!((1..=20).contains(&late), "{late} of {}", postings.len());
    let found: BTreeSet<&str> = postings.iter().map(|posting| posting.status.as_str()).collect();
    let want = [
        "acceptance_in_progress",
        "arbitration",
        "awaiting_deliver",
        "awaiting_packaging",
        "awaiting_registration",
        "cancelled",
        "client_arbitration",
        "delivered",
        "delivering",
        "not_accepted",
        "sent_by_seller",
    ];
    let missing: Vec<&str> = want.into_iter().filter(|status| !found.contains(status)).collect();
    assert!(missing.is_empty(), "no posting in {missing:?}");
    let waiting: Vec<&PostingFbs> = postings.iter().filter(|posting| posting.status == "awaiting_packaging").collect();
    let free = waiting.iter().filter(|posting| posting.requirements == Requirements::default()).count();
    assert!(free >= 20, "{free}");
    for needs in [
        |asked: &Requirements| !asked.products_requiring_mandatory_mark.is_empty(),
        |asked: &Requirements| !asked.products_requiring_gtd.is_empty(),
        |asked: &Requirements| !asked.products_requiring_jw_uin.is_empty(),
    ] {
        assert!(waiting.iter().any(|posting| needs(&posting.requirements)));
    }
    // Marked goods were sold all along.
    assert!(postings.iter().any(|posting| posting.products.iter().any(|item| !item.mandatory_mark.is_empty())));

    let fbo = PostingFboListV2Request { limit: 1_000, ..Default::default() };
    let fbo = seller.call(PostingFboListV2, &fbo).await.unwrap().result;
    let found: BTreeSet<&str> = fbo.iter().map(|posting| posting.status.as_str()).collect();
    for status in ["awaiting_packaging", "awaiting_deliver", "delivering", "delivered", "cancelled"] {
        assert!(found.contains(status), "{status}");
    }
}

#[tokio::test]
async fn demo_buyers_ask_for_what_a_seller_has_to_decide() {
    let world = World::demo().await;
    for (client_id, key) in [(100_001, KEY), (100_002, "22222222-2222-4222-8222-222222222222")] {
        let seller = world.stranger.as_seller(ClientId(client_id), key).unwrap();
        let request = ConditionalCancellationListV2Request { limit: 500, ..Default::default() };
        let asked = seller.call(ConditionalCancellationListV2, &request).await.unwrap().result;
        let states: BTreeSet<&str> = asked.iter().map(|asked| asked.request.state.state.as_str()).collect();
        assert_eq!(states, ["APPROVED", "ON_APPROVAL", "REJECTED"].into(), "{client_id}");
        let mut found = BTreeSet::new();
        for status in ["NEW", "APPROVED", "DECLINED"] {
            let request =
                ActionsDiscountsTaskListV2Request { status: status.to_owned(), limit: 50, ..Default::default() };
            let tasks = seller.call(ActionsDiscountsTaskListV2, &request).await.unwrap().tasks;
            found.extend(tasks.into_iter().map(|task| task.status));
        }
        assert_eq!(
            found.iter().map(String::as_str).collect::<Vec<_>>(),
            ["APPROVED", "DECLINED", "NEW"],
            "{client_id}"
        );
    }
}
