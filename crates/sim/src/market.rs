//! The calls of the simulation, counted: the one place that knows the client.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use gostiny_client::{Client, ClientError};
use gostiny_wire::{
    method::Method,
    operator::{
        Certificate, CertificateList, CertificateListRequest, GoodsList, GoodsListItem, GoodsListRequest, KeyCreate,
        KeyCreateRequest, KeyRevoke, KeyRevokeRequest, PostingChangeList, PostingChangeListRequest, PostingList,
        PostingListItem, PostingListRequest, Promotion, PromotionList, PromotionListRequest, ReturnList,
        ReturnListItem, ReturnListRequest, SellerList, SellerListItem, SellerListRequest, SupplyOrderList,
        SupplyOrderListItem, SupplyOrderListRequest,
    },
    product::Visibility,
    scalar::{ClientId, Time},
};

/// Rows on a page of a list.
const PAGE: i64 = 1_000;

/// Why a simulation ends.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The server does not answer, or does not let the simulator in.
    #[error("{0} could not be called")]
    Client(&'static str, #[source] Box<ClientError>),
    /// What was asked for cannot be simulated.
    #[error("{0}")]
    Asked(String),
}

/// What was done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that did something, by what they did.
    pub done: BTreeMap<&'static str, u64>,
    /// Calls that were refused, by what they were to do and what was said.
    pub refused: BTreeMap<(&'static str, String), u64>,
    /// Calls that the server failed at: status 500 and above.
    pub failed: u64,
}

impl Counts {
    /// How often something was done.
    pub fn of(&self, what: &str) -> u64 {
        self.done.get(what).copied().unwrap_or(0)
    }

    /// How many calls were refused.
    pub fn refusals(&self) -> u64 {
        self.refused.values().sum()
    }
}

/// The marketplace as the simulator reaches it.
#[derive(Debug)]
pub struct Market {
    operator: Client,
    counts: Mutex<Counts>,
}

/// A shop that the simulator stands in for.
#[derive(Debug)]
pub struct Key {
    /// The shop's caller.
    pub client: Client,
    client_id: ClientId,
    key_id: i64,
}

impl Market {
    /// Reaches a server as its operator.
    pub fn new(base_url: &str, token: &str) -> Result<Self, SimError> {
        let operator =
            Client::operator(base_url, token).map_err(|error| SimError::Client("Client", Box::new(error)))?;
        Ok(Self { operator, counts: Mutex::default() })
    }

    /// What was done so far.
    pub fn counts(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn count(&self, note: impl FnOnce(&mut Counts)) {
        note(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Something was done without a call of its own.
    pub fn note(&self, what: &'static str, times: u64) {
        self.count(|counts| *counts.done.entry(what).or_default() += times);
    }

    /// Asks the operator's side something that must be answered.
    pub async fn ask<M: Method>(&self, method: M, request: &M::Request) -> Result<M::Response, SimError> {
        self.operator.call(method, request).await.map_err(|error| SimError::Client(M::INFO.name, Box::new(error)))
    }

    /// Does something on the operator's side; nothing when it is refused.
    pub async fn act<M: Method>(
        &self,
        what: &'static str,
        method: M,
        request: &M::Request,
    ) -> Result<Option<M::Response>, SimError> {
        self.act_as(&self.operator, what, method, request).await
    }

    /// The same as any caller.
    pub async fn act_as<M: Method>(
        &self,
        who: &Client,
        what: &'static str,
        method: M,
        request: &M::Request,
    ) -> Result<Option<M::Response>, SimError> {
        self.tried(what, M::INFO.name, who.call(method, request).await, &[]).map(Result::ok)
    }

    /// The same; the refusals that are expected are handed back and not counted.
    pub async fn try_as<M: Method>(
        &self,
        who: &Client,
        what: &'static str,
        method: M,
        request: &M::Request,
        expected: &[&str],
    ) -> Result<Result<M::Response, String>, SimError> {
        self.tried(what, M::INFO.name, who.call(method, request).await, expected)
    }

    /// The same on the operator's side.
    pub async fn try_operator<M: Method>(
        &self,
        what: &'static str,
        method: M,
        request: &M::Request,
        expected: &[&str],
    ) -> Result<Result<M::Response, String>, SimError> {
        self.try_as(&self.operator, what, method, request, expected).await
    }

    fn tried<T>(
        &self,
        what: &'static str,
        method: &'static str,
        answer: Result<T, ClientError>,
        expected: &[&str],
    ) -> Result<Result<T, String>, SimError> {
        match answer {
            Ok(answer) => {
                self.note(what, 1);
                Ok(Ok(answer))
            }
            Err(ClientError::Refused { status, message, .. }) => {
                self.count(|counts| match status {
                    500.. => counts.failed += 1,
                    _ if expected.iter().any(|text| message.contains(text)) => {}
                    _ => *counts.refused.entry((what, message.clone())).or_default() += 1,
                });
                Ok(Err(message))
            }
            Err(error) => Err(SimError::Client(method, Box::new(error))),
        }
    }

    /// All shops.
    pub async fn shops(&self) -> Result<Vec<SellerListItem>, SimError> {
        let asked = SellerListRequest { limit: PAGE, ..Default::default() };
        self.whole(SellerList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.sellers)).await
    }

    /// Goods that are seen so.
    pub async fn goods(&self, visibility: Visibility) -> Result<Vec<GoodsListItem>, SimError> {
        let asked = GoodsListRequest { visibility: Some(visibility), limit: PAGE, ..Default::default() };
        self.whole(GoodsList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.products)).await
    }

    /// Postings in a status.
    pub async fn postings(&self, status: &str) -> Result<Vec<PostingListItem>, SimError> {
        let asked = PostingListRequest { status: status.to_owned(), limit: PAGE, ..Default::default() };
        self.whole(PostingList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.postings)).await
    }

    /// Postings that something happened to since a moment.
    pub async fn changes(&self, since: Time) -> Result<Vec<PostingListItem>, SimError> {
        let asked = PostingChangeListRequest { since: Some(since), limit: PAGE, ..Default::default() };
        self.whole(PostingChangeList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.postings))
            .await
    }

    /// Returns in a status.
    pub async fn returns(&self, status: &str) -> Result<Vec<ReturnListItem>, SimError> {
        let asked = ReturnListRequest { status: status.to_owned(), limit: PAGE, ..Default::default() };
        self.whole(ReturnList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.returns)).await
    }

    /// Certificates.
    pub async fn certificates(&self) -> Result<Vec<Certificate>, SimError> {
        let asked = CertificateListRequest { limit: PAGE, ..Default::default() };
        self.whole(CertificateList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.certificates))
            .await
    }

    /// Promotions.
    pub async fn promotions(&self) -> Result<Vec<Promotion>, SimError> {
        let asked = PromotionListRequest { limit: PAGE, ..Default::default() };
        self.whole(PromotionList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.promotions)).await
    }

    /// Supplies.
    pub async fn supply_orders(&self) -> Result<Vec<SupplyOrderListItem>, SimError> {
        let asked = SupplyOrderListRequest { limit: PAGE, ..Default::default() };
        self.whole(SupplyOrderList, asked, |asked, page| turned(&mut asked.last_id, page.last_id, page.supply_orders))
            .await
    }

    /// All rows of a list; `turn` takes those of a page and turns the request to the page after it.
    async fn whole<M: Method + Copy, T>(
        &self,
        method: M,
        mut asked: M::Request,
        turn: impl Fn(&mut M::Request, M::Response) -> (Vec<T>, bool),
    ) -> Result<Vec<T>, SimError> {
        let mut all = Vec::new();
        loop {
            let page = self.ask(method, &asked).await?;
            let (rows, goes_on) = turn(&mut asked, page);
            all.extend(rows);
            if !goes_on {
                return Ok(all);
            }
        }
    }

    /// Makes a key of a shop, to stand in for its software.
    pub async fn key(&self, client_id: ClientId, until: Time) -> Result<Key, SimError> {
        let name = "gostiny simulate".to_owned();
        let asked = KeyCreateRequest { client_id, name, expires_at: Some(until), ..Default::default() };
        let made = self.ask(KeyCreate, &asked).await?;
        let client = self.operator.as_seller(client_id, &made.api_key);
        let client = client.map_err(|error| SimError::Client("Client", Box::new(error)))?;
        Ok(Key { client, client_id, key_id: made.key_id })
    }

    /// Gives a key back.
    pub async fn give_back(&self, key: &Key) -> Result<(), SimError> {
        let asked = KeyRevokeRequest { client_id: key.client_id, key_id: key.key_id };
        self.ask(KeyRevoke, &asked).await.map(drop)
    }
}

/// The mark of the page after this one; the last page has none, while others may be empty.
fn turned<T>(mark: &mut String, next: String, rows: Vec<T>) -> (Vec<T>, bool) {
    *mark = next;
    (rows, !mark.is_empty())
}
