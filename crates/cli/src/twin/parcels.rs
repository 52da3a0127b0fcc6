//! Postings: each is bought anew at the target and taken as far as it has come at the source.

mod steps;

use std::collections::HashMap;

use gostiny_client::Paged;
use gostiny_wire::{
    method::Empty,
    operator::{ClockGet, OrderPlace, OrderPlaceAddress, OrderPlaceBuyer, OrderPlaceItem, OrderPlaceRequest},
    posting::{
        Customer, PostingDir, PostingFboGetV2, PostingFboGetV2Request, PostingFboListV3, PostingFboListV3Filter,
        PostingFboListV3Request, PostingFboListV3With, PostingFboV3, PostingFbsGetV3, PostingFbsGetV3Request,
        PostingFbsListV4, PostingFbsListV4Filter, PostingFbsListV4Request, PostingFbsListV4With, PostingFbsV4,
    },
    scalar::{CancelReasonId, DeliveryMethodId, OfferId, PostingNumber, Time, WarehouseId},
};

use super::{
    Copying, Failure,
    goods::{Infos, Lying, infos, lying, skus},
    journal::{Journal, Known},
    pause,
    places::Places,
    source::Failed,
    way::{self, Goal, Step},
};
use crate::progress::bar;

/// Postings of a page.
const PAGE: i64 = 100;
/// Days of one list, less than the year that it may cover.
const DAYS: i64 = 360;
/// More than any way has steps.
const STEPS: usize = 8;
/// Looks at carriers that register parcels.
const LOOKS: usize = 600;
const REGISTERS: &str = "awaiting_registration";

/// A posting of the source.
struct Parcel {
    number: PostingNumber,
    /// How it goes; none from the marketplace's own warehouse.
    method: Option<DeliveryMethodId>,
    lines: Vec<(OfferId, i64)>,
    goal: Goal,
    is_legal: bool,
    is_premium: bool,
    customer: Option<Customer>,
    cancel_reason: (CancelReasonId, String),
}

impl From<PostingFbsV4> for Parcel {
    fn from(one: PostingFbsV4) -> Self {
        let analytics = one.analytics_data.unwrap_or_default();
        Self {
            number: one.posting_number,
            method: Some(one.delivery_method.id),
            lines: one.products.into_iter().map(|line| (line.offer_id, line.quantity.into())).collect(),
            goal: Goal {
                is_fbo: false,
                status: one.status,
                substatus: one.substatus,
                was_packed: one.cancellation.cancelled_after_ship,
                had_left: one.delivering_date.is_some(),
                called_off_by: one.cancellation.cancellation_type,
            },
            is_legal: analytics.is_legal,
            is_premium: analytics.is_premium,
            customer: one.customer,
            cancel_reason: (one.cancellation.cancel_reason_id, one.cancellation.cancel_reason),
        }
    }
}

impl From<PostingFboV3> for Parcel {
    fn from(one: PostingFboV3) -> Self {
        let analytics = one.analytics_data.unwrap_or_default();
        Self {
            number: one.posting_number,
            method: None,
            lines: one.products.into_iter().map(|line| (line.offer_id, line.quantity.into())).collect(),
            goal: Goal {
                is_fbo: true,
                status: one.status,
                substatus: one.substatus,
                called_off_by: one.cancellation.cancellation_type,
                ..Goal::default()
            },
            is_legal: analytics.is_legal,
            is_premium: analytics.is_premium,
            customer: None,
            cancel_reason: (one.cancel_reason_id, one.cancellation.cancel_reason),
        }
    }
}

/// What became of a posting that was to be moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// It stands where it should, or cannot get there.
    Done,
    /// Its carrier has to register it first.
    Waits,
}

impl Copying {
    /// Postings of a period. Those that a carrier is registering come last: nothing is waited for after them.
    pub async fn parcels(&mut self, places: &Places, journal: Journal, period: (Time, Time)) -> Result<(), Failure> {
        if !journal.is_kept() && (self.newest(false).await?.is_some() || self.newest(true).await?.is_some()) {
            self.left("postings", "the twin has some, and no --state tells of which they are");
            return Ok(());
        }
        if let Some(last) = &journal.last
            && !self.has(last).await?
        {
            return Err(format!("the twin has no posting {last}: the state is of another world").into());
        }
        let mut parcels = Parcels { copying: self, places, journal, done: 0 };
        let mut to = period.1;
        while to > period.0 {
            let from = to.plus_days(-DAYS).max(period.0);
            parcels.through(PostingFbsListV4, fbs(from, to, &[]), |one| one.goal.status != REGISTERS).await?;
            parcels.through(PostingFboListV3, fbo(from, to), |_| true).await?;
            to = Time(from.0 - 1);
        }
        let mut to = period.1;
        while to > period.0 {
            let from = to.plus_days(-DAYS).max(period.0);
            parcels.through(PostingFbsListV4, fbs(from, to, &[REGISTERS]), |_| true).await?;
            to = Time(from.0 - 1);
        }
        bar(parcels.done, parcels.done);
        Ok(())
    }

    /// Whether the twin has a posting.
    async fn has(&self, number: &PostingNumber) -> Result<bool, Failure> {
        for is_fbo in [false, true] {
            match self.stands(number, is_fbo).await {
                Ok(_) => return Ok(true),
                Err(error) if error.downcast_ref::<Failed>().is_some_and(|failed| failed.error.is_not_found()) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    /// The twin's newest posting of a scheme, with its goods.
    async fn newest(&self, is_fbo: bool) -> Result<Option<Parcel>, Failure> {
        let now = self.operator.call(ClockGet, &Empty {}).await?.now;
        let (from, to) = (now.plus_days(-DAYS), now.plus_days(1));
        if is_fbo {
            let request = PostingFboListV3Request { limit: 1, sort_dir: PostingDir::Desc, ..fbo(from, to) };
            return Ok(self
                .there
                .read(PostingFboListV3, &request)
                .await?
                .postings
                .into_iter()
                .next()
                .map(Parcel::from));
        }
        let request = PostingFbsListV4Request { limit: 1, sort_dir: PostingDir::Desc, ..fbs(from, to, &[]) };
        Ok(self.there.read(PostingFbsListV4, &request).await?.postings.into_iter().next().map(Parcel::from))
    }

    /// Where a posting of the twin stands.
    async fn stands(&self, number: &PostingNumber, is_fbo: bool) -> Result<(String, String), Failure> {
        let posting_number = number.clone();
        if is_fbo {
            let request = PostingFboGetV2Request { posting_number, ..Default::default() };
            return Ok((self.there.read(PostingFboGetV2, &request).await?.result.status, String::new()));
        }
        let request = PostingFbsGetV3Request { posting_number, ..Default::default() };
        let found = self.there.read(PostingFbsGetV3, &request).await?.result;
        Ok((found.status, found.substatus))
    }
}

fn fbs(from: Time, to: Time, statuses: &[&str]) -> PostingFbsListV4Request {
    let statuses = statuses.iter().map(|status| (*status).to_owned()).collect();
    let filter = PostingFbsListV4Filter { since: Some(from), to: Some(to), statuses, ..Default::default() };
    let with = PostingFbsListV4With { analytics_data: true, ..Default::default() };
    PostingFbsListV4Request { filter: Some(filter), limit: PAGE, with, ..Default::default() }
}

fn fbo(from: Time, to: Time) -> PostingFboListV3Request {
    let filter = PostingFboListV3Filter { since: Some(from), to: Some(to), ..Default::default() };
    let with = PostingFboListV3With { analytics_data: true, ..Default::default() };
    PostingFboListV3Request { filter, limit: PAGE, with, ..Default::default() }
}

/// Takes postings over, page by page.
struct Parcels<'c> {
    copying: &'c mut Copying,
    places: &'c Places,
    journal: Journal,
    done: i64,
}

impl Parcels<'_> {
    async fn through<M>(
        &mut self,
        method: M,
        mut request: M::Request,
        takes: impl Fn(&Parcel) -> bool,
    ) -> Result<(), Failure>
    where
        M: Paged<Item: Into<Parcel>>,
    {
        loop {
            let (page, goes_on) = self.copying.source.page(method, &mut request).await?;
            let page: Vec<Parcel> = page.into_iter().map(Into::into).filter(&takes).collect();
            self.take(&page).await?;
            self.done += i64::try_from(page.len())?;
            if !goes_on {
                return Ok(());
            }
            bar(self.done, self.done + 1);
        }
    }

    async fn take(&mut self, page: &[Parcel]) -> Result<(), Failure> {
        let fresh: Vec<_> = page.iter().filter(|one| !self.journal.known.contains_key(&one.number)).collect();
        if !fresh.is_empty() {
            let offers = fresh.iter().flat_map(|one| one.lines.iter().map(|(offer_id, _)| offer_id));
            let cards = infos(&self.copying.there, offers).await?;
            self.lift(&fresh, &cards).await?;
            for one in fresh {
                self.place(one, &cards).await?;
            }
        }
        let mut waiting = Vec::new();
        for one in page {
            if self.moved(one).await? == Moved::Waits {
                waiting.push(one);
            }
        }
        for _ in 0..LOOKS {
            if waiting.is_empty() {
                return Ok(());
            }
            self.copying.pace.pass(&self.copying.operator).await?;
            if !self.copying.pace.stands_still {
                pause().await;
            }
            let mut still = Vec::new();
            for one in waiting {
                if self.moved(one).await? == Moved::Waits {
                    still.push(one);
                }
            }
            waiting = still;
        }
        for one in waiting {
            self.copying.left(format!("posting {}", one.number), "its carrier does not register it");
        }
        Ok(())
    }

    /// Lets the twin have what these postings sell.
    async fn lift(&mut self, fresh: &[&Parcel], cards: &Infos) -> Result<(), Failure> {
        let (mut own, mut fbo): (Lying, HashMap<OfferId, i64>) = Default::default();
        for one in fresh {
            let Some(warehouse_id) = self.warehouse(one) else {
                one.lines.iter().filter(|_| one.goal.is_fbo).for_each(|(offer_id, units)| {
                    *fbo.entry(offer_id.clone()).or_default() += units;
                });
                continue;
            };
            for (offer_id, units) in one.lines.iter().filter(|(offer_id, _)| cards.contains_key(offer_id)) {
                *own.entry((offer_id.clone(), warehouse_id)).or_default() += units;
            }
        }
        let offers: Vec<_> = own.keys().map(|(offer_id, _)| offer_id.clone()).collect();
        let there = lying(&self.copying.there, &offers).await?;
        own.retain(|key, units| there.get(key).copied().unwrap_or_default() < *units);
        self.copying.set_stocks(own).await?;
        let mut fbo: Vec<_> = fbo.into_iter().collect();
        fbo.sort();
        self.copying.supply(&fbo, cards).await
    }

    /// The twin's warehouse that a posting of a seller's warehouse leaves from.
    fn warehouse(&self, one: &Parcel) -> Option<WarehouseId> {
        self.places.of_method.get(&one.method?).copied()
    }

    /// Buys it at the target.
    async fn place(&mut self, one: &Parcel, cards: &Infos) -> Result<(), Failure> {
        let what = format!("posting {}", one.number);
        let method = match one.method {
            Some(method) => match self.places.methods.get(&method) {
                Some(method) => Some(*method),
                None => {
                    self.copying.left(what, format!("the twin has no delivery method {method}"));
                    return Ok(());
                }
            },
            None => None,
        };
        if let Some((gone, _)) = one.lines.iter().find(|(offer_id, _)| !cards.contains_key(offer_id)) {
            self.copying.left(what, format!("the twin has no {gone}"));
            return Ok(());
        }
        if self.journal.begun.as_ref() == Some(&one.number) {
            let newest = self.copying.newest(one.goal.is_fbo).await?;
            let own = newest.filter(|newest| !self.journal.made.contains(&newest.number) && newest.lines == one.lines);
            if let Some(own) = own {
                return self.journal.made(&one.number, &own.number);
            }
        }
        self.journal.begin(&one.number)?;
        let placed = self.copying.operator.call(OrderPlace, &self.order(one, method, cards)).await;
        let placed = self.copying.taken(what, placed)?.and_then(|placed| placed.postings.into_iter().next());
        match placed {
            Some(placed) => self.journal.made(&one.number, &placed.posting_number),
            None => Ok(()),
        }
    }

    fn order(&self, one: &Parcel, delivery_method_id: Option<DeliveryMethodId>, cards: &Infos) -> OrderPlaceRequest {
        let item = |(offer_id, quantity): &(OfferId, i64)| {
            let (own, fbo) = skus(cards.get(offer_id)?);
            Some(OrderPlaceItem { sku: if one.goal.is_fbo { fbo } else { own }, quantity: *quantity })
        };
        let people = one.customer.as_ref().filter(|_| self.copying.keeps_people);
        OrderPlaceRequest {
            items: one.lines.iter().filter_map(item).collect(),
            buyer: people.map(|who| OrderPlaceBuyer {
                name: who.name.clone(),
                phone: who.phone.clone(),
                email: who.customer_email.clone(),
                customer_id: None,
            }),
            address: people.map(address),
            legal_entity: one.is_legal,
            delivery_method_id,
            scheme: if one.goal.is_fbo { "fbo".to_owned() } else { String::new() },
            premium: one.is_premium,
        }
    }

    /// Takes one as far as the source's has come.
    async fn moved(&mut self, one: &Parcel) -> Result<Moved, Failure> {
        let stood = (one.goal.status.clone(), one.goal.substatus.clone());
        let Some(known) = self.journal.known.get(&one.number).filter(|known| known.stood != stood) else {
            return Ok(Moved::Done);
        };
        let Known { number, .. } = known.clone();
        let (mut status, mut substatus) = self.copying.stands(&number, one.goal.is_fbo).await?;
        for _ in 0..STEPS {
            let Some(step) = way::next(&status, &substatus, &one.goal) else { break };
            if step == Step::Wait {
                return Ok(Moved::Waits);
            }
            match self.copying.step(one, &number, step).await? {
                Some(now) => (status, substatus) = now,
                None => return Ok(Moved::Done),
            }
        }
        if way::is_there(&status, &one.goal) {
            self.journal.moved(&one.number, &stood.0, &stood.1)?;
        } else {
            self.copying.left(
                format!("posting {}", one.number),
                format!("its twin {number} stands at {status} and not at {}", stood.0),
            );
        }
        Ok(Moved::Done)
    }
}

fn address(who: &Customer) -> OrderPlaceAddress {
    let to = &who.address;
    OrderPlaceAddress {
        city: to.city.clone(),
        region: to.region.clone(),
        address_tail: to.address_tail.clone(),
        zip_code: to.zip_code.clone(),
        district: to.district.clone(),
        country: to.country.clone(),
        comment: to.comment.clone(),
        latitude: to.latitude,
        longitude: to.longitude,
    }
}
