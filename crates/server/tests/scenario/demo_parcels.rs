//! The demo world's parcels: in every status there is, and some that need something before they can be packed.

use std::collections::BTreeSet;

use gostiny_wire::{
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
