//! Lists over all shops: shop by shop, each by an index that begins with its seller.

use futures_util::future::BoxFuture;
use gostiny_wire::scalar::ClientId;
use serde::{Serialize, de::DeserializeOwned};

use super::open::find;
use crate::{api::cursor, args, call::Call, check, error::Result};

/// Shops that one call goes through.
const SHOPS: i64 = 100;
const USUAL_PAGE: i64 = 100;
const LARGEST_PAGE: i64 = 1_000;

/// What a list over shops is asked for.
pub struct Asked<'r> {
    /// The request's name in refusals.
    pub request: &'static str,
    /// One shop; none is all.
    pub client_id: Option<ClientId>,
    /// Rows per page; 0 is 100.
    pub limit: i64,
    /// Where the page begins.
    pub last_id: &'r str,
}

/// Rows of a page, and where the next one begins: empty on the last page. `read` reads rows of the call's seller behind
/// a key, in the order of their keys, up to a number of them.
pub async fn walk<T, K, F>(call: &mut Call, asked: Asked<'_>, key: fn(&T) -> K, read: F) -> Result<(Vec<T>, String)>
where
    K: Serialize + DeserializeOwned + Send,
    T: Send,
    F: for<'a> Fn(&'a mut Call, Option<K>, i64) -> BoxFuture<'a, Result<Vec<T>>> + Send + Sync,
{
    let mut left = if asked.limit == 0 { USUAL_PAGE } else { asked.limit };
    check::limit(asked.request, left, LARGEST_PAGE)?;
    let (from, mut behind): (i64, Option<K>) = cursor::read(asked.last_id)?.unwrap_or((0, None));
    let shops = shops(call, asked.client_id, ClientId(from)).await?;
    let mut found = Vec::new();
    for shop in &shops {
        call.seller = *shop;
        let rows = read(call, behind.take().filter(|_| shop.0 == from), left).await?;
        left -= i64::try_from(rows.len()).unwrap_or(left);
        found.extend(rows);
        if left == 0 {
            let last_id = cursor::write(&(shop.0, found.last().map(key)))?;
            return Ok((found, last_id));
        }
    }
    let more = shops.last().filter(|_| i64::try_from(shops.len()) == Ok(SHOPS));
    let last_id = more.map(|last| cursor::write(&(last.0 + 1, None::<K>))).transpose()?;
    Ok((found, last_id.unwrap_or_default()))
}

async fn shops(call: &mut Call, one: Option<ClientId>, from: ClientId) -> Result<Vec<ClientId>> {
    match one {
        Some(client_id) => Ok(vec![find(call, client_id).await?.client_id]),
        None => call.tx.rows(FROM, args![from, SHOPS], |row| row.next()).await,
    }
}

const FROM: &str = "select seller_id from seller where seller_id >= $1 order by seller_id limit $2";
