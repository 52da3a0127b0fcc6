//! Opens shops and finds them.

use gostiny_wire::{
    operator::{SellerCreateRequest, SellerCreateResponse, SellerListItem, SellerListRequest, SellerListResponse},
    scalar::{ClientId, Time},
};

use super::key::{Limits, add_key};
use crate::{
    api::LastId,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Row,
};

/// Currencies a shop can trade in.
const CURRENCIES: &[&str] = &["RUB", "BYN", "KZT", "EUR", "USD", "CNY"];

/// A shop.
#[derive(Clone, Debug)]
pub struct Seller {
    /// Its number.
    pub client_id: ClientId,
    /// Its name, as documents print it.
    pub name: String,
    /// The currency of its prices.
    pub currency_code: String,
    /// Whether it pays for the premium level.
    pub premium: bool,
    /// When it opened.
    pub created_at: Time,
}

fn seller(row: &Row<'_>) -> Result<Seller> {
    Ok(Seller {
        client_id: row.next()?,
        name: row.next()?,
        currency_code: row.next()?,
        premium: row.next()?,
        created_at: row.next()?,
    })
}

/// The shop, or not found.
pub async fn find(call: &mut Call, client_id: ClientId) -> Result<Seller> {
    let found = call.tx.row(FIND, args![client_id], seller).await?;
    found.ok_or_else(|| Error::NotFound(format!("there is no shop {client_id}")))
}

const FIND: &str = "select seller_id, name, currency_code, premium, created_at from seller where seller_id = $1";

/// Opens a shop under the next free number.
pub async fn open_shop(call: &mut Call, name: &str, currency_code: &str, premium: bool) -> Result<ClientId> {
    let client_id = ClientId(call.id("seller").await?);
    call.tx.run(OPEN, args![client_id, name, currency_code, premium, call.now]).await?;
    Ok(client_id)
}

const OPEN: &str =
    "insert into seller (seller_id, name, currency_code, premium, created_at) values ($1, $2, $3, $4, $5)";

/// Opens a shop with a first key.
pub async fn create(call: &mut Call, req: &SellerCreateRequest) -> Result<SellerCreateResponse> {
    check::length("SellerCreateRequest", "Name", &req.name, 1, 200)?;
    let currency = if req.currency_code.is_empty() { "RUB" } else { req.currency_code.as_str() };
    if !CURRENCIES.contains(&currency) {
        let known = CURRENCIES.join(", ");
        return Err(Error::invalid("SellerCreateRequest.CurrencyCode", format!("{currency} is not one of: {known}")));
    }
    let client_id = open_shop(call, &req.name, currency, req.premium).await?;
    let number = call.id("key").await?;
    let api_key = call.chance.api_key(number);
    add_key(call, client_id, "first key", &api_key, &Limits::default()).await?;
    Ok(SellerCreateResponse { client_id, api_key })
}

/// A page of shops by number.
pub async fn list(call: &mut Call, req: &SellerListRequest) -> Result<SellerListResponse> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit("SellerListRequest", limit, 1000)?;
    let after = LastId::parse(&req.last_id)?;
    let page = call.tx.rows(LIST, args![after.0, limit], seller).await?;
    let last_id = page.last().map(|last| LastId(last.client_id.0).to_string()).unwrap_or_default();
    let item = |seller: Seller| SellerListItem {
        client_id: seller.client_id,
        name: seller.name,
        currency_code: seller.currency_code,
        premium: seller.premium,
        created_at: seller.created_at,
    };
    Ok(SellerListResponse { sellers: page.into_iter().map(item).collect(), last_id })
}

const LIST: &str = "select seller_id, name, currency_code, premium, created_at from seller \
    where seller_id > $1 order by seller_id limit $2";
