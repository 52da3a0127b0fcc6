//! Parcels that need something of the seller at the present: units to be marked, companies that ask for papers, goods
//! by weight, and postings at each step that the seller itself takes.

use std::collections::HashMap;

use gostiny_wire::{
    operator::{OrderPlaceItem, OrderPlaceRequest, PostingEvent, PostingEventRecordRequest},
    posting::{
        FbsPostingStepV2Request, FbsPostingTrackingNumber, FbsPostingTrackingNumberSetV2Request, Kilograms,
        PostingExemplar, PostingFbsMoveV2Request, PostingFbsProductChangeV2Item, PostingFbsProductChangeV2Request,
        PostingFbsProductCountrySetV2Request, PostingFbsShipV3Package, PostingFbsShipV3Product,
        PostingFbsShipV3Request,
    },
    scalar::{PostingNumber, Sku},
};

use super::goods::Good;
use crate::{
    areas::{
        mark::{self, Group, Strictness},
        posting::{self, Item, Posting},
    },
    call::Call,
    error::{Error, Result},
    job::{self, Executor},
};

/// Goods for these parcels, by their letter in the file of goods.
pub(super) const GOODS: &str = "A2";

/// Packs a posting with all that its units need.
pub(super) async fn pack(call: &mut Call, number: &PostingNumber) -> Result<()> {
    let found = posting::find(call, number).await?;
    let items = posting::items(call, std::slice::from_ref(number)).await?;
    for item in items.iter().filter(|item| item.needs.needs_country()) {
        let request = PostingFbsProductCountrySetV2Request {
            country_iso_code: "RU".to_owned(),
            posting_number: number.clone(),
            product_id: item.sku,
        };
        posting::set_country(call, &request).await?;
    }
    for item in items.iter().filter(|item| item.needs.weight.is_some()) {
        weigh(call, item).await?;
    }
    let product = |item: &Item| PostingFbsShipV3Product {
        exemplar_info: exemplars(&found, item),
        product_id: item.sku,
        quantity: item.quantity.try_into().unwrap_or(i32::MAX),
    };
    let request = PostingFbsShipV3Request {
        packages: vec![PostingFbsShipV3Package { products: items.iter().map(product).collect() }],
        posting_number: number.clone(),
        ..PostingFbsShipV3Request::default()
    };
    posting::ship_with_exemplars(call, &request).await.map(drop)
}

async fn weigh(call: &mut Call, item: &Item) -> Result<()> {
    let Some((least, most)) = item.needs.weight else { return Ok(()) };
    let weight_real = (0..item.quantity).map(|unit| Kilograms((least + 10 * unit).min(most))).collect();
    let request = PostingFbsProductChangeV2Request {
        posting_number: item.posting_number.clone(),
        items: vec![PostingFbsProductChangeV2Item { sku: item.sku, weight_real }],
    };
    posting::set_weights(call, &request).await.map(drop)
}

fn exemplars(posting: &Posting, item: &Item) -> Vec<PostingExemplar> {
    if !item.needs.asks_for_units() {
        return Vec::new();
    }
    let papers = item.needs.needs_gtd();
    let unit = |unit| PostingExemplar {
        gtd: String::new(),
        is_gtd_absent: papers,
        is_rnpt_absent: papers,
        mandatory_mark: item.needs.mark.map(|group| code(posting, item, group, unit)).unwrap_or_default(),
        rnpt: String::new(),
    };
    (1..=item.quantity).map(unit).collect()
}

/// A mark that no other unit of this world has: the parcel and the unit make its serial number.
fn code(posting: &Posting, item: &Item, group: Group, unit: i64) -> String {
    let parcel: i64 = posting.lower_barcode.parse().unwrap_or_default();
    let parcel = parcel / 1_000 % 1_000_000;
    let serial = match group {
        Group::Dairy | Group::Water => format!("{:06}", (parcel * 7 + unit) % 1_000_000),
        _ => format!("D{parcel:06}u{:03}x{}", unit % 1_000, item.position % 10),
    };
    let gtin = format!("029{:010}", item.sku.0 % 10_000_000_000);
    let codes = (0..10).map(|digit| format!("01{gtin}{digit}21{serial}"));
    codes.into_iter().find(|code| mark::judge(code, group, Strictness::Strict).is_ok()).unwrap_or_default()
}

/// The parcels that are under way at the present.
pub(super) struct Under<'w> {
    pub executors: &'w HashMap<&'static str, Executor>,
    /// What the shops sell.
    pub goods: Vec<Good>,
    /// Goods that need more than others.
    pub special: Vec<Good>,
}

impl Under<'_> {
    /// Places them and takes each as far as it has come.
    pub async fn way(self, call: &mut Call) -> Result<()> {
        let seller = self.goods.first().map(|good| good.seller);
        let (mut marked, mut plain): (Vec<&Good>, Vec<&Good>) = Default::default();
        for good in self.goods.iter().filter(|good| Some(good.seller) == seller && good.stock > 3) {
            if good.is_marked { marked.push(good) } else { plain.push(good) }
        }
        let fbs = |good: &&&Good| good.is_fbs;
        for good in marked.iter().filter(fbs).take(3) {
            buy(call, good.sku, "fbs", false).await?;
        }
        for good in plain.iter().filter(fbs).skip(1).take(3) {
            buy(call, good.sku, "fbs", true).await?;
        }
        for good in &self.special {
            buy(call, good.sku, "rfbs", false).await?;
        }
        let rfbs: Vec<&&Good> = plain.iter().filter(|good| good.carrier.is_some()).skip(1).take(5).collect();
        for (good, steps) in rfbs.iter().zip(0..) {
            own_delivery(call, good, steps, steps).await?;
        }
        for (good, steps) in plain.iter().filter(|good| good.is_fbo).skip(1).take(4).zip(0..) {
            fbo(call, good, steps).await?;
        }
        let disputed: Vec<&&Good> = plain.iter().filter(fbs).skip(5).take(2).collect();
        for (good, steps) in disputed.iter().zip(0..) {
            dispute(call, good, steps).await?;
        }
        let now = call.now;
        job::run_inside(call, self.executors, now).await
    }
}

/// A parcel that the seller delivers, the more steps on its way the later it comes; nothing when it is sold out.
pub(super) async fn own_delivery(
    call: &mut Call,
    good: &Good,
    number: usize,
    steps: usize,
) -> Result<Option<PostingNumber>> {
    let Some(posting_number) = buy(call, good.sku, "rfbs", false).await? else { return Ok(None) };
    call.seller = good.seller;
    pack(call, &posting_number).await?;
    let tracking_numbers = vec![FbsPostingTrackingNumber {
        posting_number: posting_number.clone(),
        tracking_number: format!("DEMO{number:06}"),
    }];
    posting::set_tracking_numbers(call, &FbsPostingTrackingNumberSetV2Request { tracking_numbers }).await?;
    let request = FbsPostingStepV2Request { posting_number: vec![posting_number.clone()] };
    if steps == 1 {
        posting::send_by_seller(call, &request).await?;
    }
    if steps > 1 {
        posting::start_delivery(call, &request).await?;
    }
    if steps > 2 {
        posting::last_mile(call, &request).await?;
    }
    if steps > 3 {
        posting::hand_over(call, &request).await?;
    }
    Ok(Some(posting_number))
}

/// A purchase of one unit; nothing when it is sold out.
async fn buy(call: &mut Call, sku: Sku, scheme: &str, legal_entity: bool) -> Result<Option<PostingNumber>> {
    let request = OrderPlaceRequest {
        items: vec![OrderPlaceItem { sku, quantity: 1 }],
        scheme: scheme.to_owned(),
        legal_entity,
        ..OrderPlaceRequest::default()
    };
    call.tx.run("savepoint parcel", &[]).await?;
    let placed = posting::place(call, &request).await;
    if placed.is_err() {
        call.tx.run("rollback to savepoint parcel", &[]).await?;
    }
    call.tx.run("release savepoint parcel", &[]).await?;
    match placed {
        Ok(placed) => Ok(placed.postings.into_iter().map(|one| one.posting_number).next()),
        Err(Error::Conflict(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A parcel of the marketplace's own stock, the more steps on its way the later it comes here.
async fn fbo(call: &mut Call, good: &Good, steps: usize) -> Result<()> {
    let Some(number) = buy(call, good.fbo_sku, "fbo", false).await? else { return Ok(()) };
    let way: &[PostingEvent] = match steps {
        0 => &[],
        1 => &[PostingEvent::Accepted],
        2 => &[PostingEvent::Accepted, PostingEvent::InTransit],
        _ => &[PostingEvent::CancelledByBuyer],
    };
    happen(call, &number, way).await
}

/// A parcel that was handed over and not accepted; the first of them the seller disputes.
async fn dispute(call: &mut Call, good: &Good, steps: usize) -> Result<()> {
    let Some(number) = buy(call, good.sku, "fbs", false).await? else { return Ok(()) };
    call.seller = good.seller;
    pack(call, &number).await?;
    happen(call, &number, &[PostingEvent::NotAccepted]).await?;
    if steps > 0 {
        return Ok(());
    }
    call.seller = good.seller;
    posting::arbitrate(call, &PostingFbsMoveV2Request { posting_number: vec![number] }).await.map(drop)
}

async fn happen(call: &mut Call, number: &PostingNumber, events: &[PostingEvent]) -> Result<()> {
    for event in events {
        let request =
            PostingEventRecordRequest { posting_number: number.clone(), event: Some(*event), reason: String::new() };
        posting::record(call, &request).await?;
    }
    Ok(())
}
