//! Orders reports. The same report that is being made already is not made twice: its code is answered again.

use std::collections::BTreeMap;

use gostiny_wire::{
    product::Visibility,
    report::{
        ReportCode, ReportCreateV1Response, ReportFinanceCreateV1Request, ReportLanguage,
        ReportPostingsCreateV1Request, ReportProductsCreateV1Request, ReportProductsMovementCreateV1Request,
        ReportProductsPricesCreateV1Request, ReportReturnsCreateV1Request, ReportStockCreateV1Request,
        ReportTransactionType, ReportTransactionsCreateV1Request, ReportType,
    },
    scalar::{OfferId, Sku, Time},
};
use jiff::{ToSpan, tz::TimeZone};
use rand::RngCore;
use sha2::{Digest, Sha256};

use super::{
    MAKE,
    ask::{Ask, Goods, Order, Postings},
    postings::{SCHEMES, STATUSES},
    returns,
    row::WAITING,
};
use crate::{
    areas::{
        analytics::{day_named, day_of},
        finance as money, setting,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// Values in one list of a filter.
const MOST_NAMED: usize = 1_000;
/// Characters of a text to search for.
const LONGEST_TEXT: usize = 255;

pub(super) type Params = BTreeMap<String, String>;
pub(super) type Answer = Result<ReportCreateV1Response>;

/// Goods.
pub async fn products(call: &mut Call, req: &ReportProductsCreateV1Request) -> Answer {
    let goods = goods("CreateCompanyProductsReportRequest", &req.offer_id, &req.sku, &req.search, req.visibility)?;
    let params = goods_params(&goods);
    order(call, ReportType::SellerProducts, params, req.language, Ask::Products(goods)).await
}

/// Prices.
pub(super) async fn prices(call: &mut Call, req: &ReportProductsPricesCreateV1Request) -> Answer {
    let request = "CreateCompanyProductsPricesReportRequest";
    let goods = goods(request, &req.offer_id, &req.sku, &req.search, req.visibility)?;
    let params = goods_params(&goods);
    order(call, ReportType::SellerProductPrices, params, req.language, Ask::Prices(goods)).await
}

fn goods(request: &str, offer_id: &[OfferId], sku: &[Sku], search: &str, visibility: Visibility) -> Result<Goods> {
    check::items(request, "OfferId", offer_id.len(), 0, MOST_NAMED)?;
    check::items(request, "Sku", sku.len(), 0, MOST_NAMED)?;
    let search = search.trim();
    check::length(request, "Search", search, 0, LONGEST_TEXT)?;
    Ok(Goods { offer_id: offer_id.to_vec(), sku: sku.to_vec(), search: search.to_lowercase(), visibility })
}

fn goods_params(goods: &Goods) -> Params {
    let mut params = Params::new();
    put(&mut params, "offer_id", &list(&goods.offer_id));
    put(&mut params, "sku", &list(&goods.sku));
    put(&mut params, "search", &goods.search);
    if goods.visibility != Visibility::All {
        // Told by its number, as the service does.
        put(&mut params, "visibility", &visibility_number(goods.visibility).to_string());
    }
    params
}

fn visibility_number(visibility: Visibility) -> usize {
    use Visibility as V;
    const ORDER: [Visibility; 26] = [
        V::All,
        V::Visible,
        V::Invisible,
        V::EmptyStock,
        V::NotModerated,
        V::Moderated,
        V::Disabled,
        V::StateFailed,
        V::ReadyToSupply,
        V::ValidationStatePending,
        V::ValidationStateFail,
        V::ValidationStateSuccess,
        V::ToSupply,
        V::InSale,
        V::RemovedFromSale,
        V::Banned,
        V::Overpriced,
        V::CriticallyOverpriced,
        V::EmptyBarcode,
        V::BarcodeExists,
        V::Quarantine,
        V::Archived,
        V::OverpricedWithStock,
        V::PartialApproved,
        V::ImageAbsent,
        V::ModerationBlock,
    ];
    ORDER.iter().position(|known| *known == visibility).unwrap_or_default()
}

/// Parcels of a period, which is a year at most.
pub async fn postings(call: &mut Call, req: &ReportPostingsCreateV1Request) -> Answer {
    const REQUEST: &str = "CreateCompanyPostingsReportRequest";
    let filter = check::required(REQUEST, "Filter", req.filter.as_ref())?;
    const FILTER: &str = "CreateCompanyPostingsReportRequest.Filter";
    let from = *check::required(FILTER, "ProcessedAtFrom", filter.processed_at_from.as_ref())?;
    let to = *check::required(FILTER, "ProcessedAtTo", filter.processed_at_to.as_ref())?;
    in_order(FILTER, "ProcessedAtFrom", from, to)?;
    year_at_most(from, to)?;
    let lists = [filter.sku.len(), filter.cancel_reason_id.len(), filter.status_alias.len(), filter.statuses.len()];
    for (field, count) in ["Sku", "CancelReasonId", "StatusAlias", "Statuses"].into_iter().zip(lists) {
        check::items(FILTER, field, count, 0, MOST_NAMED)?;
    }
    check::items(FILTER, "DeliverySchema", filter.delivery_schema.len(), 0, 10)?;
    check::length(FILTER, "Title", filter.title.trim(), 0, LONGEST_TEXT)?;
    check::length(FILTER, "OfferId", filter.offer_id.as_str(), 0, LONGEST_TEXT)?;
    let asked = Postings {
        from,
        to,
        schemes: words(&format!("{FILTER}.DeliverySchema"), &filter.delivery_schema, SCHEMES)?,
        statuses: statuses(FILTER, &filter.status_alias, &filter.statuses)?,
        cancel_reason_id: filter.cancel_reason_id.clone(),
        sku: filter.sku.clone(),
        offer_id: OfferId(filter.offer_id.as_str().trim().to_owned()),
        title: filter.title.trim().to_lowercase(),
    };
    let mut params = Params::new();
    put(&mut params, "processed_at_from", &from.to_string());
    put(&mut params, "processed_at_to", &to.to_string());
    put(&mut params, "delivery_schema", &list(&filter.delivery_schema));
    put(&mut params, "sku", &list(&filter.sku));
    put(&mut params, "cancel_reason_id", &list(&filter.cancel_reason_id));
    put(&mut params, "offer_id", filter.offer_id.as_str());
    put(&mut params, "status_alias", &list(&filter.status_alias));
    put(&mut params, "statuses", &list(&filter.statuses));
    put(&mut params, "title", &filter.title);
    order(call, ReportType::SellerPostings, params, req.language, Ask::Postings(asked)).await
}

/// Words of a closed list, each once and in its order.
fn words(field: &str, given: &[String], known: &[&str]) -> Result<Vec<String>> {
    if let Some(unknown) = given.iter().find(|word| !known.contains(&word.as_str())) {
        return Err(Error::invalid(field, format!("{unknown} is not in list [{}]", known.join(" "))));
    }
    Ok(known.iter().filter(|word| given.iter().any(|given| given == **word)).map(|word| (*word).to_owned()).collect())
}

/// Statuses by word and by number, which counts from 1 in the order of a posting's life.
fn statuses(filter: &str, aliases: &[String], numbers: &[i64]) -> Result<Vec<String>> {
    let mut all = words(&format!("{filter}.StatusAlias"), aliases, STATUSES)?;
    for number in numbers {
        let word = number.checked_sub(1).and_then(|at| usize::try_from(at).ok()).and_then(|at| STATUSES.get(at));
        let range = || format!("value must be inside range [1, {}]", STATUSES.len());
        let word = word.ok_or_else(|| Error::invalid(format!("{filter}.Statuses"), range()))?;
        if !all.iter().any(|known| known == word) {
            all.push((*word).to_owned());
        }
    }
    Ok(all)
}

/// Goods that were sent back to the seller's own warehouses.
pub(super) async fn returns(call: &mut Call, req: &ReportReturnsCreateV1Request) -> Answer {
    const FILTER: &str = "CreateCompanyReturnsReportRequest.Filter";
    let scheme = req.filter.delivery_schema.as_str();
    if !["", "fbs"].contains(&scheme) {
        return Err(Error::invalid(format!("{FILTER}.DeliverySchema"), "value must be in list [fbs]"));
    }
    let status = req.filter.status.trim();
    if !status.is_empty() && returns::status(status).is_none() {
        let known = returns::STATUSES.map(|(known, _)| known.word()).join(" ");
        return Err(Error::invalid(format!("{FILTER}.Status"), format!("value must be in list [{known}]")));
    }
    let order_id = req.filter.order_id;
    if order_id.0 < 0 {
        return Err(Error::invalid(format!("{FILTER}.OrderId"), "value must be greater than or equal to 0"));
    }
    let mut params = Params::new();
    put(&mut params, "delivery_schema", scheme);
    put(&mut params, "status", status);
    put(&mut params, "order_id", &if order_id.0 == 0 { String::new() } else { order_id.to_string() });
    let ask = Ask::Returns { order_id, status: status.to_owned() };
    order(call, ReportType::SellerReturns, params, req.language, ask).await
}

/// Stock at the marketplace.
pub(super) async fn stock(call: &mut Call, req: &ReportStockCreateV1Request) -> Answer {
    order(call, ReportType::SellerStock, Params::new(), req.language, Ask::Stock).await
}

/// Where goods are, and what moved in a period, which is a year at most.
pub(super) async fn movement(call: &mut Call, req: &ReportProductsMovementCreateV1Request) -> Answer {
    let (from, to) = period("CreateProductsMovementReportRequest", &req.date_from, &req.date_to)?;
    year_at_most(from, to)?;
    let ask = Ask::Movement { from: day_of(from), to: day_of(to) };
    order(call, ReportType::SellerProductMovement, dates(&req.date_from, &req.date_to), req.language, ask).await
}

/// Accruals of a period, which is as long as that of the transaction list.
pub(super) async fn transactions(call: &mut Call, req: &ReportTransactionsCreateV1Request) -> Answer {
    const REQUEST: &str = "CreateCompanyTransactionsReportRequest";
    let (from, to) = period(REQUEST, &req.date_from, &req.date_to)?;
    money::short_enough(from, to, setting::of(call).await?.finance_period_months)?;
    let search = req.search.trim();
    check::length(REQUEST, "Search", search, 0, LONGEST_TEXT)?;
    let kinds: &[&str] = match req.transaction_type {
        ReportTransactionType::All => &[],
        ReportTransactionType::Orders => &["orders"],
        ReportTransactionType::Returns => &["returns"],
        ReportTransactionType::Services => &["services"],
        ReportTransactionType::Deposit => &["compensation", "transferDelivery"],
        ReportTransactionType::Other => &["other"],
    };
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let mut params = dates(&req.date_from, &req.date_to);
    put(&mut params, "search", search);
    put(&mut params, "transaction_type", &kinds.join(","));
    let ask = Ask::Transactions { from, to, kinds, search: search.to_lowercase() };
    order(call, ReportType::SellerTransactions, params, req.language, ask).await
}

/// Money by day, over a year at most.
pub async fn finance(call: &mut Call, req: &ReportFinanceCreateV1Request) -> Answer {
    let (from, to) = period("CreateCompanyFinanceReportRequest", &req.date_from, &req.date_to)?;
    year_at_most(from, to)?;
    let ask = Ask::Finance { from, to };
    order(call, ReportType::SellerFinance, dates(&req.date_from, &req.date_to), req.language, ask).await
}

/// From the first moment of one UTC day to the last of another. A moment may be given for its day.
fn period(request: &str, from: &str, to: &str) -> Result<(Time, Time)> {
    let midnight = |field: &str, text: &str| -> Result<Time> {
        let rule = "value must be a day: YYYY-MM-DD";
        let wrong = || Error::invalid(format!("{request}.{field}"), rule);
        let date = day_named(text).ok_or_else(wrong)?;
        Time::midnight(date).ok_or_else(wrong)
    };
    let first = midnight("DateFrom", from)?;
    let last = midnight("DateTo", to)?;
    in_order(request, "DateFrom", first, last)?;
    Ok((first, Time(last.plus_days(1).0.saturating_sub(1))))
}

pub(super) fn in_order(request: &str, field: &str, from: Time, to: Time) -> Result<()> {
    if from <= to {
        return Ok(());
    }
    Err(Error::invalid(format!("{request}.{field}"), "value must not be later than the end of the period"))
}

pub(super) fn year_at_most(from: Time, to: Time) -> Result<()> {
    let latest = TimeZone::UTC.to_datetime(from.timestamp()).checked_add(1.year());
    if latest.is_ok_and(|latest| TimeZone::UTC.to_datetime(to.timestamp()) <= latest) {
        return Ok(());
    }
    Err(Error::BadRequest("PERIOD_IS_TOO_LONG".to_owned()))
}

fn dates(from: &str, to: &str) -> Params {
    Params::from([("date_from".to_owned(), from.to_owned()), ("date_to".to_owned(), to.to_owned())])
}

pub(super) fn put(params: &mut Params, name: &str, value: &str) {
    if !value.is_empty() {
        params.insert(name.to_owned(), value.to_owned());
    }
}

pub(super) fn list<T: ToString>(values: &[T]) -> String {
    values.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}

/// A type as columns and filters spell it.
pub(super) fn word(report_type: ReportType) -> &'static str {
    match report_type {
        ReportType::All => "ALL",
        ReportType::SellerProducts => "SELLER_PRODUCTS",
        ReportType::SellerTransactions => "SELLER_TRANSACTIONS",
        ReportType::SellerProductPrices => "SELLER_PRODUCT_PRICES",
        ReportType::SellerStock => "SELLER_STOCK",
        ReportType::SellerProductMovement => "SELLER_PRODUCT_MOVEMENT",
        ReportType::SellerReturns => "SELLER_RETURNS",
        ReportType::SellerPostings => "SELLER_POSTINGS",
        ReportType::SellerFinance => "SELLER_FINANCE",
    }
}

/// Orders a report, or answers the code of the same one that is being made.
pub(super) async fn order(
    call: &mut Call,
    report_type: ReportType,
    params: Params,
    language: ReportLanguage,
    ask: Ask,
) -> Answer {
    let request = serde_json::to_string(&Order { language, ask })?;
    let fingerprint: String = Sha256::digest(request.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let found = call.tx.row(UNDER_WAY, args![call.seller, &fingerprint], |row| row.next::<String>()).await?;
    if let Some(code) = found {
        return Ok(ReportCreateV1Response { result: ReportCode { code } });
    }
    let id = call.id("report").await?;
    let mut bytes = [0; 16];
    call.chance.of("report", id).fill_bytes(&mut bytes);
    let code = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
    let args = args![
        call.seller,
        id,
        &code,
        word(report_type),
        serde_json::to_string(&params)?,
        request,
        fingerprint,
        WAITING,
        call.now
    ];
    // Of two calls at once one orders it; the index `report_under_way` stops the other.
    if call.tx.run(ORDER, args).await? != 1 {
        return Err(Error::Raced);
    }
    let at = call.now.plus_seconds(setting::of(call).await?.report_delay_seconds);
    job::schedule(call, MAKE, at, &id.to_string(), "").await?;
    Ok(ReportCreateV1Response { result: ReportCode { code } })
}

const UNDER_WAY: &str = "select code from report where seller_id = $1 and fingerprint = $2 \
    and status in ('waiting', 'processing')";

const ORDER: &str = "insert into report (seller_id, report_id, code, report_type, params, request, fingerprint, status, \
    error, file, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, 0) on conflict do nothing";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_made_of_whole_days() {
        let (from, to) = period("R", "2022-08-01T10:00:00Z", "2022-08-02").unwrap();
        assert_eq!(
            (from.to_string(), to.to_string()),
            ("2022-08-01T00:00:00Z".into(), "2022-08-02T23:59:59.999999Z".into())
        );
        for (from, to) in [("", "2022-08-02"), ("2022-08-03", "2022-08-02"), ("2022-13-01", "2022-08-02"), ("x", "y")] {
            assert!(period("R", from, to).is_err(), "{from} {to}");
        }
        let at = |text: &str| text.parse::<Time>().unwrap();
        assert!(year_at_most(at("2022-01-01T00:00:00Z"), at("2023-01-01T00:00:00Z")).is_ok());
        assert!(year_at_most(at("2022-01-01T00:00:00Z"), at("2023-01-01T00:00:01Z")).is_err());
    }

    #[test]
    fn filters_are_echoed_as_texts() {
        let goods = goods("R", &["A".into(), "B".into()], &[Sku(5)], " Чай ", Visibility::EmptyStock).unwrap();
        let params = goods_params(&goods);
        assert_eq!(params.get("visibility").map(String::as_str), Some("3"));
        assert_eq!((params["offer_id"].as_str(), params["search"].as_str()), ("A,B", "чай"));
        assert!(goods_params(&Goods::default()).is_empty());
    }

    #[test]
    fn statuses_by_word_and_number_are_one_list() {
        let both = statuses("F", &["delivered".to_owned()], &[1, 8]).unwrap();
        assert_eq!(both, ["delivered", "awaiting_packaging"]);
        assert!(statuses("F", &["eaten".to_owned()], &[]).is_err() && statuses("F", &[], &[0]).is_err());
    }
}
