//! The list of returns of goods that lay with the marketplace.

use gostiny_wire::{
    returns::{
        ReturnFboV2, ReturnsCompanyFboV2Request, ReturnsCompanyFboV2Response, ReturnsCompanyFboV3Request,
        ReturnsCompanyFboV3Response,
    },
    scalar::{ClientId, PostingNumber},
};

use super::{
    filter::{self, Filter, Start},
    machine::Status,
    row::GoodsReturn,
};
use crate::{
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "GetReturnsCompanyFboRequest";

/// Where buyers bring what they send back.
pub(super) const ACCEPTANCE: &str = "Пункт приёма возвратов";

/// The filter's words, and what stands under each.
const WORDS: &[(&str, &[Status])] = &[
    ("Created", &[Status::Created, Status::Accepted]),
    ("ReturnedToOzon", &[Status::WithMarketplace]),
    ("Cancelled", &[Status::Cancelled]),
];

/// A page by the number of those before it.
pub async fn v2(call: &mut Call, req: &ReturnsCompanyFboV2Request) -> Result<ReturnsCompanyFboV2Response> {
    filter::limit(REQUEST, req.limit)?;
    check::offset(REQUEST, req.offset)?;
    let filter = filter(call, &req.filter.posting_number, &req.filter.status)?;
    let (count, page) = filter.counted(call, req.limit, req.offset).await?;
    let returns = page.into_iter().map(|goods| shown(goods, call.seller)).collect();
    Ok(ReturnsCompanyFboV2Response { count, returns })
}

/// A page behind a return.
pub async fn v3(call: &mut Call, req: &ReturnsCompanyFboV3Request) -> Result<ReturnsCompanyFboV3Response> {
    filter::limit(REQUEST, req.limit)?;
    let filter = filter(call, &req.filter.posting_number, &req.filter.status)?;
    let page = filter.page(call, req.limit, Start::Behind(req.last_id)).await?;
    let last_id = page.last().map(|last| last.return_id).unwrap_or_default();
    let returns = page.into_iter().map(|goods| shown(goods, call.seller)).collect();
    Ok(ReturnsCompanyFboV3Response { last_id, returns })
}

fn filter(call: &Call, posting_number: &PostingNumber, words: &[String]) -> Result<Filter> {
    check::items(&format!("{REQUEST}.Filter"), "Status", words.len(), 0, filter::MOST)?;
    let mut filter = Filter::new(call.seller, "'fbo'");
    let mut statuses: Vec<&str> = Vec::new();
    for word in words {
        let (_, meant) = WORDS.iter().find(|(known, _)| known == word).ok_or_else(unknown)?;
        statuses.extend(meant.iter().map(|status| status.word()));
    }
    statuses.sort_unstable();
    statuses.dedup();
    filter.is_one_of("status", statuses.into_iter().map(Arg::from));
    if !posting_number.as_str().is_empty() {
        filter.is("posting_number", Arg::from(posting_number));
    }
    Ok(filter)
}

fn unknown() -> Error {
    let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    Error::invalid(format!("{REQUEST}.Filter.Status"), format!("value must be in list [{}]", words.join(" ")))
}

fn shown(goods: GoodsReturn, seller: ClientId) -> ReturnFboV2 {
    ReturnFboV2 {
        accepted_from_customer_moment: goods.accepted_at,
        company_id: seller,
        current_place_name: place(&goods).to_owned(),
        dst_place_name: goods.place_name,
        id: goods.return_id,
        is_opened: goods.is_opened,
        posting_number: goods.posting_number,
        return_reason_name: goods.reason,
        returned_to_ozon_moment: goods.ended_at.filter(|_| goods.status == Status::WithMarketplace),
        sku: goods.sku,
        status_name: goods.status.fbo_name().to_owned(),
    }
}

/// Where the goods are.
pub(super) fn place(goods: &GoodsReturn) -> &str {
    match goods.status {
        Status::Created | Status::Cancelled => "Покупатель",
        Status::WithMarketplace => &goods.place_name,
        _ => ACCEPTANCE,
    }
}
