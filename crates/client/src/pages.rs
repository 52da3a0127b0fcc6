//! Lists, page after page: some ways of turning pages, one way of reading them.

use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use gostiny_wire::{
    act::*,
    action::*,
    analytics::*,
    cancellation::*,
    category::*,
    certificate::*,
    chat::*,
    finance::*,
    method::Method,
    operator::{edge::*, *},
    posting::*,
    price::*,
    product::*,
    push::{NotificationListV1, NotificationUrl},
    report::*,
    returns::*,
    stock::*,
    warehouse::*,
};

use crate::{Client, ClientError};

/// A method that answers a list page by page.
pub trait Paged: Method<Request: Clone> + Copy {
    /// One line of the list.
    type Item: Send + 'static;
    /// Takes the lines out of an answer and turns the request to the page after it; `false` after the last page.
    fn turn(request: &mut Self::Request, answer: Self::Response) -> (Vec<Self::Item>, bool);
    /// Whether a line that answers `request` stood on the page before: messages of chats begin with the last one seen.
    fn repeats(_request: &Self::Request, _line: &Self::Item) -> bool {
        false
    }
}

/// The pages of a list, from the request's own page on. One page is in memory at a time.
pub struct Pages<M: Paged> {
    client: Client,
    method: M,
    request: M::Request,
    is_first: bool,
    is_over: bool,
}

impl<M: Paged> Pages<M> {
    /// The next page; `None` after the last, however often it is asked for. After an error the same page is asked for
    /// again, so nothing is lost.
    ///
    /// # Errors
    /// Those of [`Client::call`].
    pub async fn next(&mut self) -> Result<Option<Vec<M::Item>>, ClientError> {
        if self.is_over {
            return Ok(None);
        }
        let answer = self.client.call(self.method, &self.request).await?;
        let before = (!std::mem::take(&mut self.is_first)).then(|| self.request.clone());
        let (mut items, goes_on) = M::turn(&mut self.request, answer);
        if let Some(request) = before {
            items.retain(|line| !M::repeats(&request, line));
        }
        self.is_over = !goes_on || items.is_empty();
        Ok(if items.is_empty() { None } else { Some(items) })
    }

    /// The lines of all pages. An error is one element of the stream: whoever stops there has all lines before it, and
    /// whoever goes on gets all lines after it. Where the same page would fail again (a key that is not let in, an answer
    /// that cannot be read), its error is the last element.
    pub fn items(self) -> BoxStream<'static, Result<M::Item, ClientError>> {
        let state = (self, Vec::new().into_iter());
        let items = stream::unfold(state, async |(mut pages, mut page)| {
            loop {
                if let Some(item) = page.next() {
                    return Some((Ok(item), (pages, page)));
                }
                match pages.next().await {
                    Ok(Some(next)) => page = next.into_iter(),
                    Ok(None) => return None,
                    Err(error) => {
                        pages.is_over = error.is_lasting();
                        return Some((Err(error), (pages, page)));
                    }
                }
            }
        });
        items.fuse().boxed()
    }
}

impl Client {
    /// The pages of a list. `request` names the first page and how long pages are.
    pub fn pages<M: Paged>(&self, method: M, request: M::Request) -> Pages<M> {
        Pages { client: self.clone(), method, request, is_first: true, is_over: false }
    }

    /// The lines of a list, page after page: see [`Pages::items`].
    pub fn items<M: Paged>(&self, method: M, request: M::Request) -> BoxStream<'static, Result<M::Item, ClientError>> {
        self.pages(method, request).items()
    }
}

/// `Method: Item, PATH, HOW;` where PATH leads to the lines of an answer and HOW says how pages are turned; a word after
/// it names what tells a line that was seen already.
macro_rules! paged {
    ($($method:ident: $item:ty, $($list:ident).+, $how:ident $($with:ident).+ $(, $repeats:ident)?;)+) => {
        $(impl Paged for $method {
            type Item = $item;
            fn turn(request: &mut Self::Request, answer: Self::Response) -> (Vec<$item>, bool) {
                let items = answer.$($list).+;
                let goes_on = !items.is_empty() && paged!(@$how request answer items $($with).+);
                (items, goes_on)
            }
            $(fn repeats(request: &Self::Request, line: &$item) -> bool {
                $repeats(request.from_message_id.0, line)
            })?
        })+
        /// Names of the methods that [`Client::pages`] takes.
        #[cfg(test)]
        pub(crate) const PAGED: &[&str] = &[$(stringify!($method)),+];
    };
    // The answer names the page after it, by text or by number; some answers still do on the last one.
    (@last_id $request:ident $answer:ident $items:ident $($last:ident).+) => {
        follow(&mut $request.last_id, $answer.$($last).+)
    };
    // The answer says from where the page after it begins; nothing on the last one.
    (@cursor $request:ident $answer:ident $items:ident $($next:ident).+) => {
        follow(&mut $request.cursor, $answer.$($next).+)
    };
    // The last line says from where the page after it begins, the answer whether there is one.
    (@last_line $request:ident $answer:ident $items:ident $($more:ident).+) => {
        follow(&mut $request.last_id, $items.last().map(|line| line.id).unwrap_or_default()) && $answer.$($more).+
    };
    // The same; a page that is shorter than asked for is the last one.
    (@last_line_short $request:ident $answer:ident $items:ident $limit:ident) => {
        follow(&mut $request.last_id, $items.last().map(|line| line.id).unwrap_or_default())
            && signed($items.len()) >= i64::from($request.$limit)
    };
    // The answer says whether there is more.
    (@has_next $request:ident $answer:ident $items:ident $($more:ident).+) => {
        skip(&mut $request.offset, $items.len()) && $answer.$($more).+
    };
    // The answer says how many lines there are in all.
    (@offset_of $request:ident $answer:ident $items:ident $($total:ident).+) => {
        skip(&mut $request.offset, $items.len()) && i64::from($request.offset) < i64::from($answer.$($total).+)
    };
    // A page that is shorter than asked for is the last one.
    (@offset_short $request:ident $answer:ident $items:ident $limit:ident) => {
        skip(&mut $request.offset, $items.len()) && signed($items.len()) >= i64::from($request.$limit)
    };
    (@page_of $request:ident $answer:ident $items:ident $($total:ident).+) => {{
        let page = $request.page.max(1);
        $request.page = page + 1;
        let shown = i64::from(page).saturating_mul(i64::from($request.page_size));
        shown == 0 || shown < i64::from($answer.$($total).+)
    }};
    (@page_to $request:ident $answer:ident $items:ident $($pages:ident).+) => {{
        let page = $request.page.max(1);
        $request.page = page + 1;
        i64::from(page) < i64::from($answer.$($pages).+)
    }};
    (@page_short $request:ident $answer:ident $items:ident $size:ident) => {{
        $request.page = $request.page.max(1) + 1;
        signed($items.len()) >= i64::from($request.$size)
    }};
    (@value $request:ident $answer:ident $items:ident $($more:ident).+) => {
        follow(&mut $request.last_value_id, $items.last().map(|value| value.id).unwrap_or_default())
            && $answer.$($more).+
    };
    (@order $request:ident $answer:ident $items:ident $limit:ident) => {
        follow(&mut $request.last_order_number, $items.last().map(|one| one.order_number).unwrap_or_default())
            && signed($items.len()) >= $request.$limit
    };
    // The page after it begins with its last message, or behind it; the answer says whether there are more.
    (@message $request:ident $answer:ident $items:ident $($more:ident).+) => {
        behind(&mut $request.from_message_id.0, &mut $request.limit, &$items) && $answer.$($more).+
    };
    // The same; a page that is shorter than asked for is the last one.
    (@message_short $request:ident $answer:ident $items:ident $limit:ident) => {{
        let asked = $request.$limit;
        behind(&mut $request.from_message_id.0, &mut $request.limit, &$items) && signed($items.len()) >= asked
    }};
}

/// What has a number in its chat.
trait Message {
    fn number(&self) -> i64;
}

impl Message for ChatMessageV1 {
    fn number(&self) -> i64 {
        self.id.0
    }
}

impl Message for ChatMessageV2 {
    /// Written in two ways, of which a server may know one.
    fn number(&self) -> i64 {
        if self.number.0 == 0 { self.message_id.0 } else { self.number.0 }
    }
}

impl Message for ChatMessageV3 {
    fn number(&self) -> i64 {
        self.message_id.0
    }
}

/// Moves on to the last message of a page. Pages of one message would show that one for ever: they get a second one.
fn behind<M: Message>(from: &mut i64, limit: &mut i64, messages: &[M]) -> bool {
    let was_one = *limit == 1;
    if was_one {
        *limit = 2;
    }
    follow(from, messages.last().map(Message::number).unwrap_or_default()) || was_one
}

/// The message from which a page was asked for.
fn is_from<M: Message>(from: i64, message: &M) -> bool {
    message.number() == from
}

/// Takes the mark from which the next page begins; `false` where it names no further page.
fn follow<T: Default + PartialEq>(mark: &mut T, next: T) -> bool {
    let goes_on = next != T::default() && next != *mark;
    *mark = next;
    goes_on
}

/// Moves an offset, of either width, behind the lines of a page; `false` where no request can name the next one.
fn skip<N: Copy + Into<i64> + TryFrom<i64>>(offset: &mut N, lines: usize) -> bool {
    let before: i64 = (*offset).into();
    let next = N::try_from(before.saturating_add(signed(lines)));
    next.map(|next| *offset = next).is_ok()
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

paged! {
    ProductListV2: ProductListV2Item, result.items, last_id result.last_id;
    ProductListV3: ProductListV3Item, result.items, last_id result.last_id;
    ProductInfoStocksV3: ProductInfoStocksV3Item, result.items, last_id result.last_id;
    ProductInfoPricesV4: ProductInfoPricesV4Item, result.items, last_id result.last_id;
    ProductsInfoAttributesV3: ProductWithAttributes, result, last_id last_id;
    ProductInfoAttributesV4: ProductWithAttributesV4, result, last_id last_id;
    ProductInfoStocksV4: ProductInfoStocksV4Item, items, cursor cursor;
    ProductInfoStocksByWarehouseFbsV2: ProductInfoStocksByWarehouseFbsV2Product, products, cursor cursor;
    ProductInfoWarehouseStocksV1: ProductInfoWarehouseStocksV1Stock, stocks, cursor cursor;
    ProductInfoPricesV5: ProductInfoPricesV5Item, items, cursor cursor;
    WarehouseListV2: WarehouseListV2Warehouse, warehouses, cursor cursor;
    DeliveryMethodListV2: DeliveryMethodListV2Method, delivery_methods, cursor cursor;
    PostingFbsListV3: PostingFbs, result.postings, has_next result.has_next;
    PostingFbsUnfulfilledListV3: PostingFbs, result.postings, offset_of result.count;
    PostingFbsListV4: PostingFbsV4, postings, cursor cursor;
    PostingFbsUnfulfilledListV4: PostingFbsV4, postings, cursor cursor;
    PostingFboListV3: PostingFboV3, postings, cursor cursor;
    PostingFboListV2: PostingFbo, result, offset_short limit;
    DeliveryMethodListV1: DeliveryMethodListV1Method, result, has_next has_next;
    ActionsCandidatesV1: ActionProduct, result.products, offset_of result.total;
    ActionsProductsV1: ActionProduct, result.products, offset_of result.total;
    ReturnsCompanyFboV2: ReturnFboV2, returns, offset_of count;
    ReturnsCompanyFbsV2: ReturnFbsV2, result.returns, offset_of result.count;
    AnalyticsDataV1: AnalyticsDataRow, result.data, offset_short limit;
    AnalyticsStockOnWarehousesV2: StockRow, result.rows, offset_short limit;
    ReportListV1: Report, result.reports, page_of result.total;
    FinanceTransactionListV3: FinanceOperation, result.operations, page_to result.page_count;
    ProductCertificationListV1: ProductCertification, result.certification, page_of result.total;
    BrandCompanyCertificationListV1: BrandCertification, result.brand_certification, page_of result.total;
    ChatListV1: ChatV1, result, page_short page_size;
    CategoryAttributeValuesV2: CategoryAttributeValue, result, value has_next;
    DescriptionCategoryAttributeValuesV1: CategoryAttributeValue, result, value has_next;
    ProductsGeoRestrictionsV1: ProductsGeoRestrictionsV1Restriction, restrictions, order limit;
    ActionsCandidatesV2: ActionCandidateV2, products, last_id last_id;
    ActionsProductsV2: ActionParticipantV2, products, last_id last_id;
    ActionsDiscountsTaskListV1: DiscountTaskV1, result, page_short limit;
    ActionsDiscountsTaskListV2: DiscountTaskV2, tasks, last_line_short limit;
    ReturnsListV1: ReturnV1, returns, last_line has_next;
    ReturnsCompanyFboV3: ReturnFboV2, returns, last_id last_id;
    ReturnsCompanyFbsV3: ReturnFbsV3, returns, last_id last_id;
    ConditionalCancellationListV1: ConditionalCancellation, result, offset_of total;
    ConditionalCancellationListV2: ConditionalCancellationV2, result, last_id last_id;
    ChatListV2: ChatV2, chats, offset_of total_chats_count;
    ChatListV3: ChatV3, chats, cursor cursor;
    AnalyticsManageStocksV1: AnalyticsManagedStock, items, offset_short limit;
    ProductCertificationListV2: ProductCertificationV2, certification, page_of total;
    FinanceAccrualByDayV1: FinanceAccrual, accruals, last_id last_id;
    CarriageDeliveryListV2: CarriageDeliveryV2, methods, cursor cursor;
    NotificationListV1: NotificationUrl, urls, offset_of total_count;
    FinanceCashFlowStatementListV1: FinanceCashFlow, result.cash_flows, page_to result.page_count;
    ChatHistoryV1: ChatMessageV1, result, message_short limit, is_from;
    ChatUpdatesV1: ChatMessageV1, result, message_short limit, is_from;
    ChatHistoryV2: ChatMessageV2, messages, message has_next, is_from;
    ChatHistoryV3: ChatMessageV3, messages, message has_next, is_from;
    AgendaList: AgendaItem, items, last_id last_id;
    SellerList: SellerListItem, sellers, last_id last_id;
    RequestList: SellerRequest, requests, last_id last_id;
    PromotionList: Promotion, promotions, last_id last_id;
    PostingList: PostingListItem, postings, last_id last_id;
    PostingChangeList: PostingListItem, postings, last_id last_id;
    GoodsList: GoodsListItem, products, last_id last_id;
    ReturnList: ReturnListItem, returns, last_id last_id;
    ChatList: ChatListItem, chats, last_id last_id;
    SupplyOrderList: SupplyOrderListItem, supply_orders, last_id last_id;
    CertificateList: Certificate, certificates, last_id last_id;
    DeliveryList: Delivery, deliveries, last_id last_id;
    AuditList: AuditLine, lines, last_id last_id;
}

#[cfg(test)]
mod tests;
