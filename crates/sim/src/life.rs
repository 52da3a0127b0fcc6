//! The life of a world, tick by tick: looks what changed, lets happen what is due, lets buyers order, moves the clock.
//! What is where is asked of the server; what is kept here can be asked again at any time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures_util::{FutureExt, StreamExt, TryFutureExt, TryStreamExt, future::BoxFuture, stream};
use gostiny_wire::{
    method::Empty,
    operator::{
        ChatMessageSend, ChatMessageSendRequest, ChatOpen, ChatOpenRequest, ClockAdvance, ClockAdvanceRequest,
        ClockGet, OrderPlace, OrderPlaceRequest, PostingEvent, PostingEventRecord, PostingEventRecordRequest,
        PostingListItem, ReturnCreate, ReturnCreateRequest, ReturnEventRecord, ReturnEventRecordRequest, SettingsGet,
        SettingsGetRequest,
        insight::{AnalyticsEventsRecord, AnalyticsEventsRecordRequest},
    },
    product::Visibility,
    scalar::{ClientId, DeliveryMethodId, PostingNumber, Time},
};
use rand::{Rng, seq::IndexedRandom};

use crate::{
    back, buyer,
    chance::Chance,
    desk,
    market::{Market, SimError},
    parcel::{self, Question, Rules, Step},
    profile::Profile,
    seller::{self, Staff},
    shelf::Shelf,
};

/// Statuses in which a posting is under way. Delivered ones are found by what happened lately.
const OPEN: [&str; 8] = [
    "awaiting_packaging",
    "awaiting_deliver",
    "sent_by_seller",
    "acceptance_in_progress",
    "not_accepted",
    "arbitration",
    "delivering",
    "client_arbitration",
];
/// How far back a start looks for delivered postings, in days: what buyers still do comes within this.
const LATELY_DAYS: i64 = 14;
/// What happened so many seconds before the last look is looked at again while the clock goes by itself: what was
/// written meanwhile may carry an earlier time.
const LOOK_BACK_SECONDS: i64 = 10;
/// What could not be finished is tried again after so many seconds.
const AGAIN_SECONDS: i64 = 60;
const HOUR: i64 = 3_600_000_000;

/// A parcel and what is to happen to it.
struct Planned {
    parcel: PostingListItem,
    at: Time,
    step: Step,
}

/// The world as the simulator sees it.
pub struct Life<'p> {
    /// The calls.
    pub market: Market,
    chance: Chance,
    profile: &'p Profile,
    staff: Staff,
    only: BTreeSet<ClientId>,
    at_once: usize,
    begun: Time,
    /// The last moment that was lived.
    now: Time,
    looked: Time,
    shelf: Shelf,
    planned: HashMap<PostingNumber, Planned>,
    due: BTreeSet<(Time, PostingNumber)>,
    questions: BTreeMap<(Time, PostingNumber), Question>,
    carriers_move: HashMap<ClientId, bool>,
}

/// How a life begins.
pub struct Beginning<'p> {
    /// The calls.
    pub market: Market,
    /// Chance.
    pub chance: Chance,
    /// Rates and times.
    pub profile: &'p Profile,
    /// Shops that the simulator stands in for.
    pub staff: Staff,
    /// Shops that it is limited to; none is all.
    pub only: BTreeSet<ClientId>,
    /// Calls at once.
    pub at_once: usize,
}

impl<'p> Life<'p> {
    /// Looks around: what is on sale, what is on its way.
    pub async fn begin(from: Beginning<'p>) -> Result<Self, SimError> {
        let now = from.market.ask(ClockGet, &Empty {}).await?.now;
        let mut life = Self {
            market: from.market,
            chance: from.chance,
            profile: from.profile,
            staff: from.staff,
            only: from.only,
            at_once: from.at_once.max(1),
            begun: now,
            now,
            looked: now,
            shelf: Shelf::default(),
            planned: HashMap::new(),
            due: BTreeSet::new(),
            questions: BTreeMap::new(),
            carriers_move: HashMap::new(),
        };
        life.lay_out().await?;
        for status in OPEN {
            for parcel in life.market.postings(status).await? {
                life.learn(parcel).await?;
            }
        }
        for parcel in life.market.changes(now.plus_days(-LATELY_DAYS)).await? {
            if parcel.status == "delivered" {
                life.learn(parcel).await?;
            }
        }
        Ok(life)
    }

    /// The last moment that was lived.
    pub fn now(&self) -> Time {
        self.now
    }

    /// How many parcels something is going to happen to.
    pub fn under_way(&self) -> usize {
        self.planned.len()
    }

    /// How many goods are on sale.
    pub fn on_sale(&self) -> usize {
        self.shelf.len()
    }

    /// When something is going to happen next, as far as is known.
    pub fn next(&self) -> Option<Time> {
        let buyers = (buyer::slot_of(self.now)..)
            .take(2)
            .flat_map(|slot| buyer::moments(&self.chance, &self.profile.buyers, slot))
            .map(|(at, _)| at)
            .find(|at| *at > self.now);
        let parcel = self.due.first().map(|(at, _)| *at);
        let question = self.questions.first_key_value().map(|((at, _), _)| *at);
        [buyers, parcel, question].into_iter().flatten().min()
    }

    /// Moves a clock that stands still to the next step of the profile, or to the end if that is sooner.
    pub async fn advance(&mut self, end: Time) -> Result<(), SimError> {
        let step = self.profile.step.0 * 1_000_000;
        let target = Time(self.now.0 - self.now.0.rem_euclid(step) + step).min(end);
        // The clock goes in whole seconds; the last fraction of one is lived with the next step.
        let seconds = target.seconds_since(self.now).max(1);
        self.market.ask(ClockAdvance, &ClockAdvanceRequest { seconds }).await.map(drop)
    }

    /// Lives from the last moment to the present.
    pub async fn live(&mut self) -> Result<(), SimError> {
        let (before, now) = (self.now, self.market.ask(ClockGet, &Empty {}).await?.now);
        self.now = now;
        self.look(before == now).await?;
        for hour in before.0.div_euclid(HOUR) + 1..=now.0.div_euclid(HOUR) {
            self.hour(hour).await?;
        }
        self.happen().await?;
        self.ask().await?;
        self.order(before).await
    }

    /// Gives back what was taken.
    pub async fn end(&self) -> Result<(), SimError> {
        self.staff.leave(&self.market).await
    }

    fn serves(&self, shop: ClientId) -> bool {
        self.only.is_empty() || self.only.contains(&shop)
    }

    async fn lay_out(&mut self) -> Result<(), SimError> {
        let mut goods = self.market.goods(Visibility::Visible).await?;
        goods.retain(|good| self.serves(good.client_id));
        self.shelf = Shelf::new(goods, &self.chance);
        Ok(())
    }

    async fn look(&mut self, stands: bool) -> Result<(), SimError> {
        let since = if stands { self.looked } else { self.looked.plus_seconds(-LOOK_BACK_SECONDS) };
        let changes = self.market.changes(since).await?;
        self.looked = self.now;
        for parcel in changes {
            self.learn(parcel).await?;
        }
        Ok(())
    }

    /// Takes in where a parcel stands, and plans what comes next.
    async fn learn(&mut self, parcel: PostingListItem) -> Result<(), SimError> {
        if !self.serves(parcel.client_id) {
            return Ok(());
        }
        let known = self.planned.get(&parcel.posting_number);
        if known.is_some_and(|known| known.parcel == parcel) {
            return Ok(());
        }
        if let Some(known) = self.planned.remove(&parcel.posting_number) {
            self.due.remove(&(known.at, parcel.posting_number.clone()));
        }
        let rules = self.rules(parcel.client_id).await?;
        if let Some((at, question)) = parcel::question(&parcel, &rules).filter(|(at, _)| *at > self.now) {
            self.questions.insert((at, parcel.posting_number.clone()), question);
        }
        let Some((at, step)) = parcel::next(&parcel, &rules) else { return Ok(()) };
        // What a buyer did before this start is done: a return leaves no trace on its posting.
        if step == Step::SendBack && at <= self.begun {
            return Ok(());
        }
        self.due.insert((at, parcel.posting_number.clone()));
        self.planned.insert(parcel.posting_number.clone(), Planned { parcel, at, step });
        Ok(())
    }

    async fn rules(&mut self, shop: ClientId) -> Result<Rules<'p>, SimError> {
        let carriers_move = match self.carriers_move.get(&shop) {
            Some(known) => *known,
            None => {
                let asked = SettingsGetRequest { client_id: Some(shop) };
                let moves = self.market.ask(SettingsGet, &asked).await?.auto_delivery.unwrap_or(false);
                self.carriers_move.insert(shop, moves);
                moves
            }
        };
        Ok(Rules { chance: self.chance, profile: self.profile, acts: self.staff.is_in(shop), carriers_move })
    }

    /// All that is due to parcels.
    async fn happen(&mut self) -> Result<(), SimError> {
        let mut happening = Vec::new();
        while let Some((at, number)) = self.due.pop_first() {
            if at > self.now {
                self.due.insert((at, number));
                break;
            }
            happening.extend(self.planned.remove(&number));
        }
        let (market, chance, staff) = (&self.market, &self.chance, &self.staff);
        let returns = &self.profile.returns;
        let mut steps = Vec::with_capacity(happening.len());
        for one in &happening {
            steps.push(match one.step {
                Step::Event(event, reason) => record(market, &one.parcel, event, reason).map_ok(|()| false).boxed(),
                Step::SendBack => send_back(market, chance, returns, &one.parcel).map_ok(|()| false).boxed(),
                step => staff.step(market, &one.parcel, step).boxed(),
            });
        }
        let again = all(self.at_once, steps).await?;
        for (mut one, _) in happening.into_iter().zip(again).filter(|(_, again)| *again) {
            one.at = self.now.plus_seconds(AGAIN_SECONDS);
            self.due.insert((one.at, one.parcel.posting_number.clone()));
            self.planned.insert(one.parcel.posting_number.clone(), one);
        }
        Ok(())
    }

    /// Buyers' questions that are due.
    async fn ask(&mut self) -> Result<(), SimError> {
        let mut asking = Vec::new();
        while let Some(((at, number), question)) = self.questions.pop_first() {
            if at > self.now {
                self.questions.insert((at, number), question);
                break;
            }
            asking.push((number, question));
        }
        let (market, chance) = (&self.market, &self.chance);
        let mut asked = Vec::with_capacity(asking.len());
        for (number, question) in &asking {
            asked.push(write(market, chance, number, *question).boxed());
        }
        all(self.at_once, asked).await.map(drop)
    }

    /// Buyers that came since a moment.
    async fn order(&mut self, since: Time) -> Result<(), SimError> {
        let mut orders = Vec::new();
        for slot in buyer::slot_of(since)..=buyer::slot_of(self.now) {
            for (at, number) in buyer::moments(&self.chance, &self.profile.buyers, slot) {
                if at <= since || at > self.now {
                    continue;
                }
                match buyer::order(&self.chance, &self.profile.buyers, &mut self.shelf, slot, number) {
                    Some(order) => orders.push(order),
                    None => self.market.note("sold out", 1),
                }
            }
        }
        let mut placed = Vec::with_capacity(orders.len());
        for order in &orders {
            placed.push(place(&self.market, order).boxed());
        }
        all(self.at_once, placed).await.map(drop)
    }

    /// What people do by the hour; hours are counted from 1970.
    async fn hour(&mut self, hour: i64) -> Result<(), SimError> {
        self.lay_out().await?;
        let events = buyer::looks(&self.chance, &self.profile.browsing, &self.shelf, hour);
        if !events.is_empty() {
            let views = events.iter().map(|one| one.hits_view_search + one.hits_view_pdp).sum::<i64>();
            self.market
                .act(
                    "hours of browsing",
                    AnalyticsEventsRecord,
                    &AnalyticsEventsRecordRequest { day: String::new(), events },
                )
                .await?;
            self.market.note("views", views.unsigned_abs());
        }
        let (day, hour_of_day) = (hour.div_euclid(24), hour.rem_euclid(24));
        if hour_of_day % 2 == 0 {
            self.goods_come_back().await?;
            for (_, shop) in self.staff.shops() {
                seller::answer(&self.market, &self.chance, &self.profile.seller, shop).await?;
            }
        }
        match hour_of_day {
            6 => self.supplies(day).await?,
            7 => desk::promote(&self.market, &self.chance, &self.profile.desk, self.now, day).await?,
            8 => desk::certify(&self.market, &self.chance, &self.profile.desk).await?,
            9 | 15 => desk::moderate(&self.market, &self.chance, &self.profile.desk).await?,
            _ => {}
        }
        self.shops_work(day, hour_of_day).await
    }

    async fn supplies(&self, day: i64) -> Result<(), SimError> {
        let (market, chance) = (&self.market, &self.chance);
        let on_the_way = desk::count(market, chance, self.profile, self.now).await?;
        for (shop, low) in self.shelf.low_at_marketplace(self.profile.supplies.low) {
            if !on_the_way.contains(&shop) {
                desk::supply(market, chance, &self.profile.supplies, (shop, &low), day).await?;
            }
        }
        Ok(())
    }

    /// What shops' software does by the hour, where the simulator stands in for it.
    async fn shops_work(&self, day: i64, hour_of_day: i64) -> Result<(), SimError> {
        let (market, chance, rules) = (&self.market, &self.chance, &self.profile.seller);
        for (shop, client) in self.staff.shops() {
            if hour_of_day == rules.restock_hour {
                seller::restock(market, chance, rules, &self.shelf, (shop, client), day).await?;
            }
            if hour_of_day == rules.act_hour {
                seller::acts(market, client, self.packed(shop).into_iter()).await?;
            }
            if hour_of_day == 10 {
                seller::join_promotions(market, chance, rules, (shop, client)).await?;
            }
        }
        Ok(())
    }

    /// Ways of delivery of a shop by which packed parcels leave today.
    fn packed(&self, shop: ClientId) -> BTreeSet<DeliveryMethodId> {
        let day_end = Time(self.now.0 - self.now.0.rem_euclid(24 * HOUR) + 21 * HOUR);
        let waits = |parcel: &&PostingListItem| {
            let packed = parcel.scheme == "fbs" && parcel.substatus == "posting_transferring_to_delivery";
            packed && parcel.client_id == shop && parcel.shipment_date < day_end
        };
        let parcels = self.planned.values().map(|one| &one.parcel);
        parcels.filter(waits).map(|parcel| parcel.delivery_method_id).collect()
    }

    async fn goods_come_back(&mut self) -> Result<(), SimError> {
        for status in back::OPEN {
            let mut due = Vec::new();
            for goods in self.market.returns(status).await? {
                if !self.serves(goods.client_id) {
                    continue;
                }
                let rules = self.rules(goods.client_id).await?;
                let next = back::next(&goods, &rules).filter(|(at, _)| *at <= self.now);
                due.extend(
                    next.map(|(_, event)| ReturnEventRecordRequest { return_id: goods.return_id, event: Some(event) }),
                );
            }
            let mut steps = Vec::with_capacity(due.len());
            for step in &due {
                steps.push(step_back(&self.market, step).boxed());
            }
            all(self.at_once, steps).await?;
        }
        Ok(())
    }
}

/// Makes calls, so many at once; they begin in their order.
async fn all<T>(at_once: usize, calls: Vec<BoxFuture<'_, Result<T, SimError>>>) -> Result<Vec<T>, SimError> {
    stream::iter(calls).buffered(at_once).try_collect().await
}

async fn step_back(market: &Market, step: &ReturnEventRecordRequest) -> Result<(), SimError> {
    market.act("steps back", ReturnEventRecord, step).await.map(drop)
}

/// Goods that were sold out meanwhile, or taken off sale.
const TOO_LATE: &[&str] = &["not enough stock", "is not on sale"];

async fn place(market: &Market, order: &OrderPlaceRequest) -> Result<(), SimError> {
    let placed = market.try_operator("orders", OrderPlace, order, TOO_LATE).await?;
    match placed {
        Ok(placed) => market.note("parcels", placed.postings.len().try_into().unwrap_or(0)),
        Err(text) if TOO_LATE.iter().any(|late| text.contains(late)) => market.note("came too late", 1),
        Err(_) => {}
    }
    Ok(())
}

async fn record(market: &Market, parcel: &PostingListItem, event: PostingEvent, reason: &str) -> Result<(), SimError> {
    let what = match event {
        PostingEvent::Accepted => "accepted",
        PostingEvent::NotAccepted => "not accepted",
        PostingEvent::InTransit => "in transit",
        PostingEvent::Courier => "with courier",
        PostingEvent::PickupPoint => "at pick-up point",
        PostingEvent::Delivered => "delivered",
        PostingEvent::Received => "received",
        PostingEvent::Lost => "lost",
        PostingEvent::CancelledByBuyer if parcel.status == "delivering" => "refused at the door",
        PostingEvent::CancelledByBuyer => "cancelled by buyer",
        PostingEvent::CancelledByPlatform => "cancelled by platform",
        PostingEvent::DisputedByBuyer => "disputed",
        PostingEvent::Returned => "never fetched",
    };
    let request = PostingEventRecordRequest {
        posting_number: parcel.posting_number.clone(),
        event: Some(event),
        reason: reason.to_owned(),
    };
    market.act(what, PostingEventRecord, &request).await.map(drop)
}

const REASONS: &[&str] = &["Не подошёл размер", "Не понравилось качество", "Привезли не то", "Брак", "Передумал"];

async fn send_back(
    market: &Market,
    chance: &Chance,
    rules: &crate::profile::Returns,
    parcel: &PostingListItem,
) -> Result<(), SimError> {
    let mut draws = chance.of("what comes back", parcel.posting_number.as_str());
    let Some(line) = parcel.items.choose(&mut draws) else { return Ok(()) };
    let request = ReturnCreateRequest {
        posting_number: parcel.posting_number.clone(),
        sku: line.sku,
        quantity: draws.random_range(1..=line.quantity.max(1)),
        reason: REASONS.choose(&mut draws).copied().unwrap_or_default().to_owned(),
        defect: rules.defective.hits(&mut draws),
        is_opened: rules.opened.hits(&mut draws),
    };
    market.act("sent back", ReturnCreate, &request).await.map(drop)
}

async fn write(market: &Market, chance: &Chance, number: &PostingNumber, question: Question) -> Result<(), SimError> {
    let open = ChatOpenRequest { posting_number: number.clone() };
    let Some(chat) = market.act("chats", ChatOpen, &open).await? else { return Ok(()) };
    let mut draws = chance.of("words", &format!("{question:?} {number}"));
    let text = question.texts().choose(&mut draws).copied().unwrap_or_default().to_owned();
    let request = ChatMessageSendRequest { chat_id: chat.chat_id, text, ..Default::default() };
    market.act("messages", ChatMessageSend, &request).await.map(drop)
}
