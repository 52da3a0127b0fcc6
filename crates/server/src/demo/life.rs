//! The demo world's past: four months of purchases, packing, carriages and deliveries, lived through in order of
//! time by the same functions as real calls. What would lie after the present does not happen, so postings stand in
//! every status of their way.

use std::{cmp::Reverse, collections::BinaryHeap, collections::HashMap};

use gostiny_wire::{
    act::PostingFbsActCreateV2Request,
    operator::{OrderPlaceItem, OrderPlaceRequest, PostingEvent, PostingEventRecordRequest},
    posting::PostingFbsCancelV2Request,
    scalar::{CancelReasonId, ClientId, DeliveryMethodId, PostingNumber, Sku, Time},
};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{
    goods::{self, Good},
    parcels,
};
use crate::{
    areas::{act, posting},
    call::Call,
    error::{Error, Result},
    job::{self, Executor},
};

/// How far the past reaches, in days.
pub(super) const DAYS: i64 = 120;
/// Parcels that wait to be packed at the end, one a minute.
const WAITING: i64 = 40;
/// Parcels that were packed in the last hours.
const PACKED: i64 = 16;

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Restock,
    Buy { scheme: &'static str, fate: Fate },
    Ship(ClientId, PostingNumber),
    CallOff(ClientId, PostingNumber),
    MakeAct(ClientId, DeliveryMethodId),
    Carrier(PostingNumber, Carrier),
}

/// How far a purchase has come by the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Chance decides.
    Any,
    /// Nobody has packed it yet.
    Waits,
    /// It was packed soon after the purchase.
    Packed,
    /// Its carrier registers it just now.
    Registers,
}

/// What the carrier or the buyer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Carrier {
    Accepted,
    NotAccepted,
    InTransit,
    Courier,
    PickupPoint,
    Delivered,
    Returned,
    CancelledByBuyer,
    Disputed,
}

/// Lives through the past up to the present.
pub(super) struct Life<'w> {
    pub executors: &'w HashMap<&'static str, Executor>,
    pub goods: Vec<Good>,
    steps: BinaryHeap<Reverse<(Time, u64, Step)>>,
    count: u64,
    chance: ChaCha8Rng,
    present: Time,
}

impl<'w> Life<'w> {
    pub fn new(call: &Call, executors: &'w HashMap<&'static str, Executor>, goods: Vec<Good>, present: Time) -> Self {
        let chance = call.chance.of("demo", 0);
        Self { executors, goods, steps: BinaryHeap::new(), count: 0, chance, present }
    }

    /// Lives.
    pub async fn live(mut self, call: &mut Call) -> Result<()> {
        self.plan();
        let earliest = call.scheduled;
        // When the next row of the agenda falls due.
        let mut next = Some(call.now);
        while let Some(Reverse((at, _, step))) = self.steps.pop() {
            if at > self.present {
                continue;
            }
            if next.is_some_and(|next| next <= at) {
                next = job::live_until(call, self.executors, at).await?;
            }
            (call.now, call.scheduled) = (call.now.max(at), None);
            self.happen(call, step).await?;
            next = [next, call.scheduled].into_iter().flatten().min();
        }
        job::run_inside(call, self.executors, self.present).await?;
        call.scheduled = [earliest, call.scheduled, next].into_iter().flatten().min();
        Ok(())
    }

    fn at(&mut self, at: Time, step: Step) {
        self.count += 1;
        self.steps.push(Reverse((at, self.count, step)));
    }

    fn plan(&mut self) {
        for day in (1..=DAYS).rev() {
            let morning = self.present.plus_days(-day);
            if day % 7 == 0 {
                self.at(morning, Step::Restock);
            }
            // A shop grows.
            let purchases = 4 + (DAYS - day) / 30 + self.chance.random_range(0..3);
            for _ in 0..purchases {
                let at = morning.plus_seconds(self.chance.random_range(0..72_000));
                let scheme = ["fbs", "fbs", "fbs", "rfbs", "fbo"].choose(&mut self.chance).copied().unwrap_or("fbs");
                self.at(at, Step::Buy { scheme, fate: Fate::Any });
            }
        }
        for parcel in 0..WAITING {
            let scheme = if parcel % 5 == 4 { "rfbs" } else { "fbs" };
            self.at(self.present.plus_seconds(-60 * (parcel + 1)), Step::Buy { scheme, fate: Fate::Waits });
        }
        for parcel in 0..PACKED {
            let at = self.present.plus_seconds(-7_200 - 300 * parcel);
            self.at(at, Step::Buy { scheme: "fbs", fate: Fate::Packed });
        }
        for parcel in 0..4 {
            let at = self.present.plus_seconds(-4_000 - parcel);
            self.at(at, Step::Buy { scheme: "rfbs", fate: Fate::Registers });
        }
    }

    async fn happen(&mut self, call: &mut Call, step: Step) -> Result<()> {
        match step {
            Step::Restock => {
                for good in &self.goods {
                    call.seller = good.seller;
                    goods::fill(call, good).await?;
                }
                Ok(())
            }
            Step::Buy { scheme, fate } => self.buy(call, scheme, fate).await,
            Step::Ship(seller, number) => {
                call.seller = seller;
                self.ship(call, &number).await
            }
            Step::CallOff(seller, posting_number) => {
                call.seller = seller;
                let reason = PostingFbsCancelV2Request {
                    posting_number,
                    cancel_reason_id: CancelReasonId(352),
                    cancel_reason_message: String::new(),
                };
                attempt(posting::cancel(call, &reason).await.map(drop))
            }
            Step::MakeAct(seller, delivery_method_id) => {
                call.seller = seller;
                let request =
                    PostingFbsActCreateV2Request { delivery_method_id, departure_date: None, containers_count: 0 };
                attempt(act::create(call, &request).await.map(drop))
            }
            Step::Carrier(posting_number, event) => {
                let request =
                    PostingEventRecordRequest { posting_number, event: Some(event.word()), reason: String::new() };
                attempt(posting::record(call, &request).await.map(drop))
            }
        }
    }

    async fn buy(&mut self, call: &mut Call, scheme: &'static str, fate: Fate) -> Result<()> {
        // What is under way at the present is the first shop's.
        let now = fate != Fate::Any;
        let first = self.goods.first().map(|good| good.seller);
        let fits = |good: &&Good| {
            let sold = match scheme {
                "fbo" => good.is_fbo,
                "rfbs" => good.carrier.is_some(),
                _ => good.is_fbs,
            };
            sold && (!now || Some(good.seller) == first && !good.is_marked)
        };
        let fitting: Vec<Good> = self.goods.iter().filter(fits).cloned().collect();
        let Some(good) = fitting.choose(&mut self.chance) else { return Ok(()) };
        let sku: Sku = if scheme == "fbo" { good.fbo_sku } else { good.sku };
        let quantity = if now { 1 } else { [1, 1, 1, 2, 3].choose(&mut self.chance).copied().unwrap_or(1) };
        let request = OrderPlaceRequest {
            items: vec![OrderPlaceItem { sku, quantity }],
            scheme: scheme.to_owned(),
            legal_entity: self.chance.random_ratio(1, 20) && !now,
            premium: self.chance.random_ratio(1, 5),
            delivery_method_id: if fate == Fate::Registers { good.carrier } else { None },
            ..OrderPlaceRequest::default()
        };
        call.tx.run("savepoint purchase", &[]).await?;
        let placed = posting::place(call, &request).await;
        if placed.is_err() {
            call.tx.run("rollback to savepoint purchase", &[]).await?;
        }
        call.tx.run("release savepoint purchase", &[]).await?;
        let placed = match placed {
            Ok(placed) => placed,
            // Sold out, or not sold under this scheme: the buyer goes elsewhere.
            Err(Error::Conflict(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        for parcel in placed.postings {
            call.seller = parcel.client_id;
            let number = parcel.posting_number;
            match fate {
                Fate::Waits => {}
                Fate::Packed => self.at(call.now.plus_seconds(900), Step::Ship(parcel.client_id, number)),
                Fate::Registers => self.at(self.present.plus_seconds(-10), Step::Ship(parcel.client_id, number)),
                Fate::Any => {
                    let found = posting::find(call, &number).await?;
                    self.foresee(call.now, &found);
                }
            }
        }
        Ok(())
    }

    /// What becomes of a new parcel.
    fn foresee(&mut self, now: Time, parcel: &posting::Posting) {
        let (seller, number) = (parcel.seller, parcel.posting_number.clone());
        let fate = self.chance.random_range(0..100);
        let hours = |life: &mut Self, from: i64, to: i64| life.chance.random_range(from * 3_600..to * 3_600);
        if parcel.scheme.as_str() == "fbo" {
            let mut at = now;
            for event in [Carrier::Accepted, Carrier::InTransit, Carrier::PickupPoint, Carrier::Delivered] {
                at = at.plus_seconds(hours(self, 3, 20));
                self.at(at, Step::Carrier(number.clone(), event));
            }
            return;
        }
        match fate {
            0..4 => return self.at(now.plus_hours(2), Step::Carrier(number, Carrier::CancelledByBuyer)),
            4..6 => return self.at(now.plus_hours(3), Step::CallOff(seller, number)),
            // Nobody packs it: the platform cancels it at its shipment date.
            6..8 => return,
            _ => {}
        }
        // A shop in good order packs in time for the act.
        let packed = now.plus_seconds(hours(self, 1, 6)).min(parcel.shipment_date.plus_seconds(-2_400));
        self.at(packed, Step::Ship(seller, number.clone()));
        let mut at = parcel.shipment_date;
        if parcel.tpl_integration_type == "ozon" {
            self.at(at.plus_seconds(-1_800), Step::MakeAct(seller, parcel.delivery_method_id));
        }
        at = at.plus_seconds(hours(self, 1, 4));
        let way: &[Carrier] = match (parcel.tpl_integration_type.as_str(), fate) {
            (_, 8..10) => &[Carrier::NotAccepted],
            (_, 10..12) => &[Carrier::Accepted, Carrier::InTransit, Carrier::Disputed],
            (_, 12..15) => &[Carrier::Accepted, Carrier::InTransit, Carrier::PickupPoint, Carrier::Returned],
            (_, 15..18) => {
                &[Carrier::Accepted, Carrier::InTransit, Carrier::PickupPoint, Carrier::Delivered, Carrier::Returned]
            }
            ("ozon", _) => &[Carrier::Accepted, Carrier::InTransit, Carrier::PickupPoint, Carrier::Delivered],
            _ => &[Carrier::InTransit, Carrier::Courier, Carrier::Delivered],
        };
        for event in way {
            self.at(at, Step::Carrier(number.clone(), *event));
            at = at.plus_seconds(hours(self, 8, 40));
        }
    }

    async fn ship(&mut self, call: &mut Call, number: &PostingNumber) -> Result<()> {
        attempt(parcels::pack(call, number).await)
    }
}

/// A step that the parcel's state no longer allows does not happen.
fn attempt(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(Error::WrongState(_) | Error::BadRequest(_)) => Ok(()),
        outcome => outcome,
    }
}

impl Carrier {
    fn word(self) -> PostingEvent {
        match self {
            Self::Accepted => PostingEvent::Accepted,
            Self::NotAccepted => PostingEvent::NotAccepted,
            Self::InTransit => PostingEvent::InTransit,
            Self::Courier => PostingEvent::Courier,
            Self::PickupPoint => PostingEvent::PickupPoint,
            Self::Delivered => PostingEvent::Delivered,
            Self::Returned => PostingEvent::Returned,
            Self::CancelledByBuyer => PostingEvent::CancelledByBuyer,
            Self::Disputed => PostingEvent::DisputedByBuyer,
        }
    }
}
