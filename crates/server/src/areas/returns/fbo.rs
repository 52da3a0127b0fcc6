//! The list of returns of goods that lay with the marketplace.

use gostiny_wire::{
    returns::{ReturnFboV2, ReturnsCompanyFboV2Request, ReturnsCompanyFboV2Response},
    scalar::ClientId,
};

use super::{
    filter::{self, Filter},
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

/// The filter's words, and what stands under each.
const WORDS: &[(&str, &[Status])] = &[
    ("Created", &[Status::Created, Status::Accepted]),
    ("ReturnedToOzon", &[Status::WithMarketplace]),
    ("Cancelled", &[Status::Cancelled]),
];

/// A page.
pub async fn v2(call: &mut Call, req: &ReturnsCompanyFboV2Request) -> Result<ReturnsCompanyFboV2Response> {
    filter::limit(REQUEST, req.limit)?;
    check::offset(REQUEST, req.offset)?;
    check::items(&format!("{REQUEST}.Filter"), "Status", req.filter.status.len(), 0, filter::MOST)?;
    let mut filter = Filter::new(call.seller, "'fbo'");
    let mut statuses: Vec<&str> = Vec::new();
    for word in &req.filter.status {
        let (_, meant) = WORDS.iter().find(|(known, _)| known == word).ok_or_else(unknown)?;
        statuses.extend(meant.iter().map(|status| status.word()));
    }
    statuses.sort_unstable();
    statuses.dedup();
    filter.is_one_of("status", statuses.into_iter().map(Arg::from));
    if !req.filter.posting_number.as_str().is_empty() {
        filter.is("posting_number", Arg::from(&req.filter.posting_number));
    }
    let (count, page) = filter.page(call, req.limit, req.offset).await?;
    let returns = page.into_iter().map(|goods| shown(goods, call.seller)).collect();
    Ok(ReturnsCompanyFboV2Response { count, returns })
}

fn unknown() -> Error {
    let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    Error::invalid(format!("{REQUEST}.Filter.Status"), format!("value must be in list [{}]", words.join(" ")))
}

fn shown(goods: GoodsReturn, seller: ClientId) -> ReturnFboV2 {
    let place = match goods.status {
        Status::Created | Status::Cancelled => "Покупатель",
        Status::WithMarketplace => goods.place_name.as_str(),
        _ => "Пункт приёма возвратов",
    };
    ReturnFboV2 {
        accepted_from_customer_moment: goods.accepted_at,
        company_id: seller,
        current_place_name: place.to_owned(),
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
