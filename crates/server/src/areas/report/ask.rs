//! What is asked of a report once its request was checked, and how its table looks. Kept with the report until it is made.

use gostiny_wire::{
    operator::ReportHeadings,
    product::Visibility,
    report::ReportLanguage,
    scalar::{CancelReasonId, OfferId, OrderId, PostingNumber, Sku, Time, WarehouseId},
};
use serde::{Deserialize, Serialize};

use super::{finance, movement, postings, prices, products, returns, stock, transactions, warehouse};
use crate::{
    areas::{finance::AccrualsAfter, posting::PostingsAfter, returns::ReturnsAfter},
    call::Call,
    error::Result,
    sheet::Cell,
};

/// A report to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Order {
    pub language: ReportLanguage,
    pub ask: Ask,
}

/// What it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Ask {
    Products(Goods),
    Prices(Goods),
    Stock,
    Movement { from: i64, to: i64 },
    Postings(Postings),
    Returns { order_id: OrderId, status: String },
    Transactions { from: Time, to: Time, kinds: Vec<String>, search: String },
    Finance { from: Time, to: Time },
    ReturnsOfPeriod { scheme: String, word: String, from: Time, to: Time },
    WarehouseStock { warehouse_id: Vec<WarehouseId> },
}

/// Which goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Goods {
    pub offer_id: Vec<OfferId>,
    pub sku: Vec<Sku>,
    pub search: String,
    pub visibility: Visibility,
}

/// Which postings. Empty lists and texts select all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Postings {
    pub from: Time,
    pub to: Time,
    /// Of `fbo` and `fbs`, each once.
    pub schemes: Vec<String>,
    pub statuses: Vec<String>,
    pub cancel_reason_id: Vec<CancelReasonId>,
    pub sku: Vec<Sku>,
    pub offer_id: OfferId,
    pub title: String,
}

/// How a table looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub language: ReportLanguage,
    pub headings: ReportHeadings,
}

/// Where a table goes on.
#[derive(Clone, Debug)]
pub(super) enum From {
    Start,
    /// After a product, by its `last_id`.
    Product(String),
    Posting(PostingsAfter),
    Accrual(AccrualsAfter),
    Return(ReturnsAfter),
}

/// Some rows, and where the table goes on; nowhere when it ends.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub rows: Vec<Vec<Cell>>,
    pub next: Option<From>,
}

impl Order {
    /// The first row.
    pub fn headings(&self, style: Style) -> Vec<String> {
        match &self.ask {
            Ask::Products(_) => products::headings(style),
            Ask::Prices(_) => prices::headings(style),
            Ask::Stock => stock::headings(style),
            Ask::Movement { .. } => movement::headings(style),
            Ask::Postings(asked) => postings::headings(asked, style),
            Ask::Returns { .. } => returns::headings(style),
            Ask::Transactions { .. } => transactions::headings(style),
            Ask::Finance { .. } => finance::headings(style),
            Ask::ReturnsOfPeriod { .. } => returns::headings(style),
            Ask::WarehouseStock { .. } => warehouse::headings(style),
        }
    }

    /// A page of rows.
    pub async fn page(&self, call: &mut Call, style: Style, from: &From) -> Result<Page> {
        match &self.ask {
            Ask::Products(asked) => products::page(call, asked, style, from).await,
            Ask::Prices(asked) => prices::page(call, asked, style, from).await,
            Ask::Stock => stock::page(call, style, from).await,
            Ask::Movement { from: first, to } => movement::page(call, (*first, *to), style, from).await,
            Ask::Postings(asked) => postings::page(call, asked, style, from).await,
            Ask::Returns { order_id, status } => returns::page(call, *order_id, status, style, from).await,
            Ask::Transactions { from: first, to, kinds, search } => {
                transactions::page(call, (*first, *to), kinds, search, style, from).await
            }
            Ask::Finance { from: first, to } => finance::page(call, (*first, *to)).await,
            Ask::ReturnsOfPeriod { scheme, word, from: first, to } => {
                returns::page_of_period(call, scheme, word, (*first, *to), from).await
            }
            Ask::WarehouseStock { warehouse_id } => warehouse::page(call, warehouse_id, from).await,
        }
    }
}

impl From {
    /// The product after which a list of goods goes on.
    pub fn product(&self) -> &str {
        match self {
            Self::Product(last_id) => last_id,
            _ => "",
        }
    }

    /// The posting after which a list goes on that begins at a moment.
    pub fn posting(&self, beginning: Time) -> PostingsAfter {
        match self {
            Self::Posting(after) => after.clone(),
            _ => PostingsAfter::beginning(beginning),
        }
    }

    /// The return after which a list goes on.
    pub fn returned(&self) -> ReturnsAfter {
        match self {
            Self::Return(after) => *after,
            _ => ReturnsAfter::BEGINNING,
        }
    }

    /// The operation after which a list goes on that begins at a moment.
    pub fn accrual(&self, beginning: Time) -> AccrualsAfter {
        match self {
            Self::Accrual(after) => *after,
            _ => AccrualsAfter::beginning(beginning),
        }
    }
}

/// Numbers of postings, for looking up what belongs to them.
pub(super) fn numbers<'p>(postings: impl Iterator<Item = &'p crate::areas::posting::Posting>) -> Vec<PostingNumber> {
    postings.map(|posting| posting.posting_number.clone()).collect()
}
