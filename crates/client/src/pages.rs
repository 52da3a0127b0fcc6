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
}

/// The pages of a list, from the request's own page on. One page is in memory at a time.
pub struct Pages<M: Paged> {
    client: Client,
    method: M,
    request: M::Request,
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
        let (items, goes_on) = M::turn(&mut self.request, answer);
        self.is_over = !goes_on;
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
        Pages { client: self.clone(), method, request, is_over: false }
    }

    /// The lines of a list, page after page: see [`Pages::items`].
    pub fn items<M: Paged>(&self, method: M, request: M::Request) -> BoxStream<'static, Result<M::Item, ClientError>> {
        self.pages(method, request).items()
    }
}

/// `Method: Item in PATH, HOW;` where PATH leads to the lines of an answer and HOW says how pages are turned.
macro_rules! paged {
    ($($method:ident: $item:ty, $($list:ident).+, $how:ident $($with:ident).+;)+) => {
        $(impl Paged for $method {
            type Item = $item;
            fn turn(request: &mut Self::Request, answer: Self::Response) -> (Vec<$item>, bool) {
                let items = answer.$($list).+;
                let goes_on = !items.is_empty() && paged!(@$how request answer items $($with).+);
                (items, goes_on)
            }
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
}

#[cfg(test)]
mod tests {
    use gostiny_wire::scalar::{DiscountTaskId, OperationId, OrderId, ProductId, ReturnId, ValueId};

    use super::*;

    /// Pages through `total` lines, as a server would cut them, and tells the numbers seen.
    fn walk<R, P>(
        total: usize,
        mut request: R,
        page: impl Fn(&R) -> P,
        turn: impl Fn(&mut R, P) -> (Vec<i64>, bool),
    ) -> Vec<i64> {
        let mut seen = Vec::new();
        for _ in 0..=total + 2 {
            let answer = page(&request);
            let (items, goes_on) = turn(&mut request, answer);
            seen.extend(items);
            if !goes_on {
                return seen;
            }
        }
        panic!("no end")
    }

    fn cut(from: i64, limit: i64, total: usize) -> std::ops::Range<i64> {
        from.min(signed(total))..(from + limit).min(signed(total))
    }

    #[test]
    fn pages_by_number_end_at_their_total_count_or_short_page() {
        for (total, size) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
            let all: Vec<i64> = (0..signed(total)).collect();
            for first in [0, 1] {
                let request = ReportListV1Request { page: first, page_size: size, ..Default::default() };
                let seen = walk(
                    total,
                    request,
                    |request| {
                        let from = i64::from((request.page.max(1) - 1) * size);
                        let report = |n: i64| Report { code: n.to_string(), ..Default::default() };
                        let reports = cut(from, i64::from(size), total).map(report).collect();
                        ReportListV1Response {
                            result: ReportListV1Result { reports, total: i32::try_from(total).unwrap() },
                        }
                    },
                    |request, answer| {
                        let (items, goes_on) = ReportListV1::turn(request, answer);
                        (items.into_iter().map(|one| one.code.parse().unwrap()).collect(), goes_on)
                    },
                );
                assert_eq!(seen, all, "{total} by {size}");
            }
            let request = FinanceTransactionListV3Request { page: 1, page_size: i64::from(size), ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let one = |n: i64| FinanceOperation { operation_id: OperationId(n), ..Default::default() };
                    let operations =
                        cut((request.page - 1) * i64::from(size), i64::from(size), total).map(one).collect();
                    let page_count = signed(total.div_ceil(usize::try_from(size).unwrap()));
                    FinanceTransactionListV3Response {
                        result: FinanceTransactionListV3Result { operations, page_count, row_count: signed(total) },
                    }
                },
                |request, answer| {
                    let (items, goes_on) = FinanceTransactionListV3::turn(request, answer);
                    (items.into_iter().map(|one| one.operation_id.0).collect(), goes_on)
                },
            );
            assert_eq!(seen, all);
            let request = ChatListV1Request { page_size: size, ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let chat = |n: i64| ChatV1 { unread_count: n, ..Default::default() };
                    let from = i64::from((request.page.max(1) - 1) * size);
                    ChatListV1Response {
                        result: cut(from, i64::from(size), total).map(chat).collect(),
                        ..Default::default()
                    }
                },
                |request, answer| {
                    let (items, goes_on) = ChatListV1::turn(request, answer);
                    (items.into_iter().map(|one| one.unread_count).collect(), goes_on)
                },
            );
            assert_eq!(seen, all);
        }
    }

    #[test]
    fn pages_by_a_mark_end_once_whether_the_last_one_has_it_or_not() {
        for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
            let all: Vec<i64> = (0..signed(total)).collect();
            for always in [true, false] {
                let request = ActionsCandidatesV2Request { limit, ..Default::default() };
                let seen = walk(
                    total,
                    request,
                    |request| {
                        let rows = cut(request.last_id.parse().unwrap_or_default(), i64::from(limit), total);
                        let is_named = always || rows.end < signed(total);
                        let last_id = if is_named { rows.end.to_string() } else { String::new() };
                        let one = |n: i64| ActionCandidateV2 { id: ProductId(n), ..Default::default() };
                        ActionsCandidatesV2Response { last_id, products: rows.map(one).collect(), total: 0 }
                    },
                    |request, answer| {
                        let (items, goes_on) = ActionsCandidatesV2::turn(request, answer);
                        (items.into_iter().map(|one| one.id.0).collect(), goes_on)
                    },
                );
                assert_eq!(seen, all, "{total} by {limit}");
            }
        }
    }

    #[test]
    fn pages_by_the_number_of_the_last_line_end_once() {
        for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
            let all: Vec<i64> = (0..signed(total)).collect();
            let request = ReturnsCompanyFboV3Request { limit: i64::from(limit), ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    // Numbers begin at 1, and that of an empty page is 0.
                    let rows = cut(request.last_id.0, i64::from(limit), total);
                    let last_id = ReturnId(if rows.is_empty() { 0 } else { rows.end });
                    let one = |n: i64| ReturnFboV2 { id: ReturnId(n + 1), ..Default::default() };
                    ReturnsCompanyFboV3Response { last_id, returns: rows.map(one).collect() }
                },
                |request, answer| {
                    let (items, goes_on) = ReturnsCompanyFboV3::turn(request, answer);
                    (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
                },
            );
            assert_eq!(seen, all, "{total} by {limit}");
            let request = ReturnsListV1Request { limit, ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let rows = cut(request.last_id.0, i64::from(limit), total);
                    let has_next = rows.end < signed(total);
                    let one = |n: i64| ReturnV1 { id: ReturnId(n + 1), ..Default::default() };
                    ReturnsListV1Response { has_next, returns: rows.map(one).collect() }
                },
                |request, answer| {
                    let (items, goes_on) = ReturnsListV1::turn(request, answer);
                    (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
                },
            );
            assert_eq!(seen, all, "{total} by {limit}");
            let request = ActionsDiscountsTaskListV2Request { limit, ..Default::default() };
            let seen = walk(
                total,
                request,
                |request| {
                    let rows = cut(request.last_id.0, i64::from(limit), total);
                    let one = |n: i64| DiscountTaskV2 { id: DiscountTaskId(n + 1), ..Default::default() };
                    ActionsDiscountsTaskListV2Response { tasks: rows.map(one).collect() }
                },
                |request, answer| {
                    let (items, goes_on) = ActionsDiscountsTaskListV2::turn(request, answer);
                    (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
                },
            );
            assert_eq!(seen, all, "{total} by {limit}");
        }
    }

    #[test]
    fn an_offset_that_no_request_can_hold_is_the_end() {
        let mut offset = i32::MAX - 1;
        assert!(skip(&mut offset, 1) && !skip(&mut offset, 1));
        assert_eq!(offset, i32::MAX);
    }

    #[test]
    fn pages_by_offset_and_by_the_last_line_end_once() {
        for (total, limit) in [(0, 3), (2, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)] {
            let all: Vec<i64> = (0..signed(total)).collect();
            let fbo = PostingFboListV2Request { limit, ..Default::default() };
            let seen = walk(
                total,
                fbo,
                |request| {
                    let posting = |n: i64| PostingFbo { order_id: OrderId(n), ..Default::default() };
                    PostingFboListV2Response { result: cut(request.offset, limit, total).map(posting).collect() }
                },
                |request, answer| {
                    let (items, goes_on) = PostingFboListV2::turn(request, answer);
                    (items.into_iter().map(|one| one.order_id.0).collect(), goes_on)
                },
            );
            assert_eq!(seen, all);
            let values = CategoryAttributeValuesV2Request { limit, ..Default::default() };
            let seen = walk(
                total,
                values,
                |request| {
                    // Numbers of values begin at 1, and the last one seen is left out.
                    let rows = cut(request.last_value_id.0, limit, total);
                    let has_next = rows.end < signed(total);
                    let value = |n: i64| CategoryAttributeValue { id: ValueId(n + 1), ..Default::default() };
                    CategoryAttributeValuesV2Response { has_next, result: rows.map(value).collect() }
                },
                |request, answer| {
                    let (items, goes_on) = CategoryAttributeValuesV2::turn(request, answer);
                    (items.into_iter().map(|one| one.id.0 - 1).collect(), goes_on)
                },
            );
            assert_eq!(seen, all);
        }
    }
}
