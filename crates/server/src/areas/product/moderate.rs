//! Moderation: the agenda approves by itself or leaves the card to a person, who decides through the operator's API.

use gostiny_wire::{
    operator::{ModerationDecision, ProductModerateRequest, ProductModerateResponse},
    product::ItemError,
    push::ItemChanged,
    scalar::{ClientId, ProductId, Time},
};

use super::{
    PROMOTABLE, barcode,
    history::note,
    milestone::approved,
    precheck::precheck,
    row::{Product, by_product_ids},
    write,
};
use crate::{
    areas::{push, setting},
    args,
    call::Call,
    error::{Error, Result},
    job::{self, Due, Kind, cancel},
};

/// The moderator's turn; its subject is the product.
pub(super) const MODERATE: Kind = Kind("product.moderate");

/// Checks an imported card, takes it into moderation and, unless a person is to look at it, approves it.
pub(super) async fn decide(call: &mut Call, due: &Due) -> Result<()> {
    let product_id = ProductId(due.subject_number()?);
    let Some(before) = held(call, product_id).await? else { return Ok(()) };
    if !before.state_failed.is_empty() {
        return Ok(());
    }
    let mut after = before.clone();
    let wrong = precheck(call, &before).await?;
    if !wrong.is_empty() {
        let reasons: Vec<String> = wrong.iter().map(|error| error.description.clone()).collect();
        fail(&mut after, wrong);
        note(call, &[product_id], "failed", &reasons).await?;
        return settle(call, &before, after).await.map(|_| ());
    }
    // A ban was a person's word, and a new import of the card does not take it back.
    if setting::of(call).await?.moderates_itself && !before.is_banned {
        approve(&mut after);
        note(call, &[product_id], "approved", &[]).await?;
    } else if !after.is_ready() {
        after.state = "moderating".to_owned();
        after.moderate_status = "in-moderating".to_owned();
        after.validation_state = "success".to_owned();
        created(&mut after);
        note(call, &[product_id], "moderating", &[]).await?;
    }
    settle(call, &before, after).await.map(|_| ())
}

/// A person's word. It may be taken back by another one later.
pub async fn by_operator(call: &mut Call, req: &ProductModerateRequest) -> Result<ProductModerateResponse> {
    let decision =
        req.decision.ok_or_else(|| Error::invalid("ProductModerateRequest.Decision", "value is required"))?;
    let not_found = || Error::NotFound(format!("there is no product {}", req.product_id));
    let before = held(call, req.product_id).await?.ok_or_else(not_found)?;
    if !before.state_failed.is_empty() {
        return Err(Error::WrongState(format!(
            "product {} failed before moderation: there is no card",
            req.product_id
        )));
    }
    let mut after = before.clone();
    let event = match decision {
        ModerationDecision::Approve => {
            approve(&mut after);
            barcode::claim(call, &after).await?;
            "approved"
        }
        ModerationDecision::Decline => {
            decline(&mut after, &req.reasons);
            "declined"
        }
        ModerationDecision::Ban => {
            ban(&mut after, &req.reasons);
            "banned"
        }
    };
    note(call, &[req.product_id], event, &after.decline_reasons).await?;
    cancel(call, MODERATE, &req.product_id.to_string()).await?;
    let after = settle(call, &before, after).await?;
    Ok(ProductModerateResponse {
        product_id: after.product_id,
        state: after.state,
        moderate_status: after.moderate_status,
    })
}

/// The product, kept from others until the transaction ends, and the call set to its shop.
pub(super) async fn held(call: &mut Call, product_id: ProductId) -> Result<Option<Product>> {
    let shop: Option<ClientId> = call.tx.row(HOLD, args![product_id], |row| row.next()).await?;
    let Some(shop) = shop else { return Ok(None) };
    call.seller = shop;
    Ok(by_product_ids(call, &[product_id]).await?.into_iter().next())
}

const HOLD: &str = "select seller_id from product where product_id = $1 {held}";

/// Writes what was decided, with the moment of it.
pub(super) async fn settle(call: &mut Call, before: &Product, mut after: Product) -> Result<Product> {
    stamp(before, &mut after, call.now);
    if after.is_ready() && !before.is_ready() {
        approved(call, after.product_id).await?;
    }
    write::save(call, before, &after).await?;
    if after.is_ready() != before.is_ready() || after.is_banned != before.is_banned {
        let ids = serde_json::to_string(&[after.product_id])?;
        job::schedule(call, PROMOTABLE, call.now, &after.product_id.to_string(), &ids).await?;
    }
    tell(call, before, &after).await?;
    Ok(after)
}

/// Tells the seller's software that the product was made, or what the moderator said.
async fn tell(call: &mut Call, before: &Product, after: &Product) -> Result<()> {
    let is_made = after.is_created && !before.is_created;
    let stands = |product: &Product| (product.state.clone(), product.moderate_status.clone(), product.is_banned);
    let is_judged = stands(before) != stands(after) && after.moderate_status != "in-moderating";
    if !is_made && !is_judged {
        return Ok(());
    }
    let told = ItemChanged {
        seller_id: call.seller,
        offer_id: after.offer_id.clone(),
        product_id: after.product_id,
        is_error: after.is_banned || after.state.starts_with("failed"),
        changed_at: call.now.into(),
    };
    push::item_changed(call, !before.is_created, told).await
}

fn stamp(before: &Product, after: &mut Product, now: Time) {
    after.updated_at = now;
    if (&before.state, &before.moderate_status) != (&after.state, &after.moderate_status) {
        after.state_updated_at = now;
    }
}

/// The card does not even reach a moderator; one that was on sale no longer is.
fn fail(product: &mut Product, wrong: Vec<ItemError>) {
    product.state = "failed_validation".to_owned();
    product.state_failed = "validating".to_owned();
    product.moderate_status = String::new();
    product.validation_state = "fail".to_owned();
    product.item_errors.extend(wrong);
}

/// The card is shown; an earlier ban is lifted.
fn approve(product: &mut Product) {
    product.state = "price_sent".to_owned();
    product.moderate_status = "approved".to_owned();
    product.validation_state = "success".to_owned();
    product.decline_reasons = Vec::new();
    product.is_banned = false;
    created(product);
}

/// The seller has to correct the card; the next import brings it back.
fn decline(product: &mut Product, reasons: &[String]) {
    product.state = "failed_moderation".to_owned();
    product.moderate_status = "declined".to_owned();
    product.validation_state = "success".to_owned();
    product.decline_reasons = reasons.to_vec();
    created(product);
}

/// Not to be sold here. A card that still waited for its moderator is declined with it.
fn ban(product: &mut Product, reasons: &[String]) {
    if !product.is_ready() {
        decline(product, reasons);
    }
    product.is_banned = true;
    product.decline_reasons = reasons.to_vec();
}

fn created(product: &mut Product) {
    product.is_created = true;
    own_barcode(product);
}

/// A product without a barcode of its maker gets one of the marketplace.
pub(super) fn own_barcode(product: &mut Product) {
    if product.barcodes.is_empty() {
        product.barcodes.push(barcode::own(product));
    }
}
