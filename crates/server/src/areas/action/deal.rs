//! What a buyer pays under promotions: the lowest price in force that is below the usual one. Offered units of a
//! promotion are taken here, guarded in WHERE; a line that finds too few of them pays the next price.

use std::collections::HashMap;

use gostiny_wire::scalar::{Money, ProductId};

use crate::{
    areas::product::{self, Promoted},
    args,
    call::Call,
    error::Result,
};

/// What somebody buys of the call's seller.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The product; once in a list.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
    /// What one costs without promotions.
    pub price: Money,
}

/// A price under a promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Of one unit.
    pub price: Money,
    /// The promotion's name.
    pub title: String,
}

/// The deals of a purchase by product; whatever is missing is sold at its usual price.
pub async fn deals(call: &mut Call, wanted: &[Wanted]) -> Result<HashMap<ProductId, Deal>> {
    let ids: Vec<ProductId> = wanted.iter().map(|one| one.product_id).collect();
    let promoted = product::promoted(call, &ids).await?;
    let mut found = HashMap::new();
    if promoted.is_empty() {
        return Ok(found);
    }
    let mut wanted: Vec<&Wanted> = wanted.iter().collect();
    wanted.sort_by_key(|one| one.product_id);
    for one in wanted {
        for promotion in promoted.get(&one.product_id).into_iter().flatten() {
            if promotion.price < one.price && take(call, promotion, one.quantity).await? {
                let deal = Deal { price: promotion.price, title: promotion.title.clone() };
                found.insert(one.product_id, deal);
                break;
            }
        }
    }
    Ok(found)
}

/// Takes the units where they are counted; false when there are too few.
async fn take(call: &mut Call, promoted: &Promoted, quantity: i64) -> Result<bool> {
    if !promoted.is_limited {
        return Ok(true);
    }
    let args = args![call.seller, promoted.action_id, promoted.product_id, quantity];
    let left: Option<i64> = call.tx.row(TAKE, args, |row| row.next()).await?;
    if left == Some(0) {
        product::demote(call, promoted.action_id, &[promoted.product_id]).await?;
    }
    Ok(left.is_some())
}

const TAKE: &str = "update promotion_product set stock = stock - $4 where seller_id = $1 and action_id = $2 \
    and product_id = $3 and state = 'participant' and stock >= $4 returning stock";
