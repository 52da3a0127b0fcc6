//! Shops that trade while servers die under them: what each was told is noted, to be asked for later.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use base64::{Engine, prelude::BASE64_STANDARD};
use gostiny_client::{Client, ClientError, Retry};
use gostiny_wire::{
    operator::{
        ChatMessageSend, ChatMessageSendRequest, ChatOpen, ChatOpenRequest, OrderPlace, OrderPlaceItem,
        OrderPlaceRequest, PostingEvent, PostingEventRecord, PostingEventRecordRequest,
    },
    posting::{
        PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsGetV3, PostingFbsGetV3Request, PostingFbsShipV4,
        PostingFbsShipV4Package, PostingFbsShipV4Product, PostingFbsShipV4Request,
    },
    price::{ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request},
    scalar::{CancelReasonId, ChatId, PostingNumber, Sku},
    stock::{ProductsStocksV2, ProductsStocksV2Request, ProductsStocksV2Stock},
};

use super::TOKEN;
use crate::{Outcome, run, shop};

/// Goods of a shop: these are bought.
pub const BOUGHT: usize = 10;
/// All of them; what is not bought has its prices and stocks set.
pub const GOODS: usize = 30;
/// The first price; each later one is higher, and within what a promotion or a guard would ask of it.
const PRICE: i64 = 1_000;
/// Between two tries to reach a server.
const PAUSE: Duration = Duration::from_millis(20);

/// Where servers answer at present.
#[derive(Clone, Default)]
pub struct Doors(Arc<RwLock<Vec<String>>>);

impl Doors {
    pub fn open(&self, addresses: Vec<String>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = addresses;
    }

    fn one(&self, turn: usize) -> Option<String> {
        let addresses = self.0.read().unwrap_or_else(PoisonError::into_inner);
        addresses.get(turn.checked_rem(addresses.len())?).cloned()
    }
}

/// How far a parcel came at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Ordered,
    Packed,
    Delivered,
    Cancelled,
}

/// A parcel.
#[derive(Clone)]
pub struct Parcel {
    pub number: PostingNumber,
    pub stage: Stage,
    /// A call about it was not answered: it may have come further, and is left alone.
    is_in_doubt: bool,
}

/// A number that is set again and again: as it was acknowledged last, if ever, and what was asked for since without an
/// answer.
#[derive(Debug, Default)]
pub struct Value {
    kept: Option<i64>,
    perhaps: Vec<i64>,
}

impl Value {
    pub fn allows(&self, found: i64) -> bool {
        self.kept.is_none_or(|kept| kept == found) || self.perhaps.contains(&found)
    }
}

/// What a shop was told since it was last asked about.
#[derive(Default)]
pub struct Told {
    pub parcels: Vec<Parcel>,
    pub files: Vec<(ChatId, String)>,
    /// By the number of the good. Holds from the first call on.
    pub prices: BTreeMap<usize, Value>,
    pub stocks: BTreeMap<usize, Value>,
}

/// What was counted over all shops.
#[derive(Default)]
pub struct Counts {
    pub acknowledged: u64,
    pub undecided: u64,
    /// The longest time without any answer but failures.
    pub longest_gap: Duration,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.acknowledged += other.acknowledged;
        self.undecided += other.undecided;
        self.longest_gap = self.longest_gap.max(other.longest_gap);
    }
}

/// A shop and the one piece of software that acts for it and its buyers.
pub struct Trader {
    pub number: i64,
    pub shop: shop::Shop,
    /// The SKUs of the goods, from the first on.
    pub skus: Vec<Sku>,
    pub told: Told,
    pub counts: Counts,
    turn: usize,
    clients: HashMap<String, Client>,
    last: Option<Instant>,
}

/// Whose call it is.
#[derive(Clone, Copy)]
enum As {
    Operator,
    Seller,
}

impl Trader {
    pub fn new(number: i64, shop: shop::Shop, skus: Vec<Sku>) -> Self {
        let (told, counts) = (Told::default(), Counts::default());
        Self { number, shop, skus, told, counts, turn: 0, clients: HashMap::new(), last: None }
    }

    /// Acts until told to stop. A server that fails in another way than by being gone is a failure.
    pub async fn trade(&mut self, doors: &Doors, until: &tokio::sync::watch::Receiver<bool>) -> Outcome {
        self.last = Some(Instant::now());
        while !*until.borrow() {
            self.turn += 1;
            match self.turn % 8 {
                1 | 5 => self.order(doors).await?,
                2 => self.advance(doors, Stage::Ordered, Stage::Packed).await?,
                3 => self.price(doors).await?,
                4 => self.stock(doors).await?,
                6 => self.advance(doors, Stage::Packed, Stage::Delivered).await?,
                7 => self.file(doors).await?,
                _ => self.advance(doors, Stage::Ordered, Stage::Cancelled).await?,
            }
        }
        Ok(())
    }

    async fn order(&mut self, doors: &Doors) -> Outcome {
        let Some(sku) = self.skus.get(self.turn % BOUGHT).copied() else { return Err("no goods".into()) };
        let Some(client) = self.client(doors, As::Operator).await? else { return Ok(()) };
        let order = OrderPlaceRequest { items: vec![OrderPlaceItem { sku, quantity: 1 }], ..Default::default() };
        if let Some(placed) = self.note(client.call(OrderPlace, &order).await).await? {
            let parcel = |number| Parcel { number, stage: Stage::Ordered, is_in_doubt: false };
            self.told.parcels.extend(placed.postings.into_iter().map(|one| parcel(one.posting_number)));
        }
        Ok(())
    }

    /// Moves the newest parcel of a stage on.
    async fn advance(&mut self, doors: &Doors, from: Stage, to: Stage) -> Outcome {
        let is_it = |parcel: &Parcel| parcel.stage == from && !parcel.is_in_doubt;
        let Some(at) = self.told.parcels.iter().rposition(is_it) else { return Ok(()) };
        let whose = if to == Stage::Delivered { As::Operator } else { As::Seller };
        let Some(client) = self.client(doors, whose).await? else { return Ok(()) };
        let Some(number) = self.told.parcels.get(at).map(|parcel| parcel.number.clone()) else { return Ok(()) };
        let moved = match to {
            Stage::Cancelled => cancel(&client, &number).await,
            Stage::Packed => pack(&client, &number).await,
            _ => deliver(&client, &number).await,
        };
        let is_done = self.note(moved).await?.is_some();
        if let Some(parcel) = self.told.parcels.get_mut(at) {
            (parcel.stage, parcel.is_in_doubt) = if is_done { (to, false) } else { (from, true) };
        }
        Ok(())
    }

    async fn price(&mut self, doors: &Doors) -> Outcome {
        let good = self.set_good();
        let wanted = PRICE + i64::try_from(self.turn)?;
        let Some(client) = self.client(doors, As::Seller).await? else { return Ok(()) };
        self.told.prices.entry(good).or_default().perhaps.push(wanted);
        let offer_id = shop::offer_id(self.number, good).into();
        let price = ProductImportPricesV1Price { offer_id, price: wanted.to_string(), ..Default::default() };
        let request = ProductImportPricesV1Request { prices: vec![price] };
        let set = self.note(client.call(ProductImportPricesV1, &request).await).await?;
        if let Some(set) = set {
            if let Some(refused) = set.result.iter().find(|one| !one.updated) {
                return Err(format!("a price was not set: {refused:?}").into());
            }
            self.told.prices.insert(good, Value { kept: Some(wanted), perhaps: Vec::new() });
        }
        Ok(())
    }

    async fn stock(&mut self, doors: &Doors) -> Outcome {
        let good = self.set_good();
        let wanted = i64::try_from(self.turn)?;
        let Some(client) = self.client(doors, As::Seller).await? else { return Ok(()) };
        self.told.stocks.entry(good).or_default().perhaps.push(wanted);
        let stock = ProductsStocksV2Stock {
            offer_id: shop::offer_id(self.number, good).into(),
            stock: wanted,
            warehouse_id: self.shop.warehouse_id,
            ..Default::default()
        };
        let set =
            self.note(client.call(ProductsStocksV2, &ProductsStocksV2Request { stocks: vec![stock] }).await).await?;
        if let Some(set) = set {
            if let Some(refused) = set.result.iter().find(|one| !one.updated) {
                return Err(format!("a stock was not set: {refused:?}").into());
            }
            self.told.stocks.insert(good, Value { kept: Some(wanted), perhaps: Vec::new() });
        }
        Ok(())
    }

    /// A buyer sends a file about the newest parcel.
    async fn file(&mut self, doors: &Doors) -> Outcome {
        let Some(number) = self.told.parcels.last().map(|parcel| parcel.number.clone()) else { return Ok(()) };
        let Some(client) = self.client(doors, As::Operator).await? else { return Ok(()) };
        let opened = client.call(ChatOpen, &ChatOpenRequest { posting_number: number }).await;
        let Some(opened) = self.note(opened).await? else { return Ok(()) };
        let name = format!("{}.txt", self.turn);
        let request = ChatMessageSendRequest {
            chat_id: opened.chat_id.clone(),
            name: name.clone(),
            base64_content: BASE64_STANDARD.encode(content(&opened.chat_id, &name)),
            ..Default::default()
        };
        if self.note(client.call(ChatMessageSend, &request).await).await?.is_some() {
            self.told.files.push((opened.chat_id, name));
        }
        Ok(())
    }

    /// The next good whose price or stock is set.
    fn set_good(&self) -> usize {
        BOUGHT + 1 + (self.turn / 8) % (GOODS - BOUGHT)
    }

    async fn client(&mut self, doors: &Doors, whose: As) -> Outcome<Option<Client>> {
        let Some(address) = doors.one(self.turn) else {
            run::rest(PAUSE).await;
            return Ok(None);
        };
        if !self.clients.contains_key(&address) {
            self.clients.insert(address.clone(), stranger(&address)?);
        }
        let Some(client) = self.clients.get(&address) else { return Ok(None) };
        Ok(Some(match whose {
            As::Operator => client.as_bearer(TOKEN)?,
            As::Seller => client.as_seller(self.shop.client_id, &self.shop.api_key)?,
        }))
    }

    /// Counts an answer. None: the server was gone, or said that it has no database.
    async fn note<T>(&mut self, answer: Result<T, ClientError>) -> Outcome<Option<T>> {
        let now = Instant::now();
        match answer {
            Ok(answer) => {
                let gap = self.last.replace(now).map_or(Duration::ZERO, |last| now - last);
                self.counts.longest_gap = self.counts.longest_gap.max(gap);
                self.counts.acknowledged += 1;
                Ok(Some(answer))
            }
            Err(ClientError::Refused { status: 503, .. } | ClientError::Transport(_) | ClientError::Decode { .. }) => {
                self.counts.undecided += 1;
                run::rest(PAUSE).await;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What a file says.
pub fn content(chat_id: &ChatId, name: &str) -> String {
    format!("{chat_id} {name}\n").repeat(100)
}

/// Each call goes out once: whether it was acknowledged is what counts.
pub fn stranger(address: &str) -> Outcome<Client> {
    let client = Client::builder().base_url(address).timeout(Duration::from_secs(60));
    Ok(client.retry(Retry::never()).build()?)
}

async fn cancel(client: &Client, number: &PostingNumber) -> Result<(), ClientError> {
    let cancel = PostingFbsCancelV2Request {
        posting_number: number.clone(),
        cancel_reason_id: CancelReasonId(352),
        cancel_reason_message: String::new(),
    };
    client.call(PostingFbsCancelV2, &cancel).await.map(drop)
}

async fn deliver(client: &Client, number: &PostingNumber) -> Result<(), ClientError> {
    for event in [PostingEvent::Accepted, PostingEvent::Delivered] {
        let happens =
            PostingEventRecordRequest { posting_number: number.clone(), event: Some(event), reason: String::new() };
        client.call(PostingEventRecord, &happens).await?;
    }
    Ok(())
}

async fn pack(client: &Client, number: &PostingNumber) -> Result<(), ClientError> {
    let found = PostingFbsGetV3Request { posting_number: number.clone(), ..Default::default() };
    let goods = client.call(PostingFbsGetV3, &found).await?.result.products;
    let products = goods.iter().map(|good| PostingFbsShipV4Product { product_id: good.sku, quantity: good.quantity });
    let ship = PostingFbsShipV4Request {
        packages: vec![PostingFbsShipV4Package { products: products.collect() }],
        posting_number: number.clone(),
        ..Default::default()
    };
    client.call(PostingFbsShipV4, &ship).await.map(drop)
}
