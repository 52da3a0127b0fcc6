//! Operations that no parcel's way books: storage at the marketplace, and what the operator books by hand: a service to
//! the shop, a compensation, a correction.

use gostiny_wire::{
    operator::insight::{ChargePostRequest, ChargePostResponse},
    scalar::{Money, OperationId, Sku},
};

use super::{
    accrue::parcel,
    ledger::{Operation, booked, post},
    operation_type, part,
};
use crate::{
    areas::{posting, seller},
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "ChargePostRequest";
/// No single operation moves more, kopecks.
const MOST: i64 = 100_000_000_000;

/// Books it. The whole of it is one part; over the goods of a parcel it is not divided.
pub(super) async fn post_one(call: &mut Call, req: &ChargePostRequest) -> Result<ChargePostResponse> {
    if !operation_type::is_single(&req.operation_type) {
        return Err(Error::invalid(
            format!("{REQUEST}.OperationType"),
            "value must be a type of operation other than a sale or a return",
        ));
    }
    let amount = Money(req.amount.0);
    if amount == Money(0) || !(-MOST..=MOST).contains(&amount.0) {
        return Err(Error::invalid(format!("{REQUEST}.Amount"), "value must not be 0 and must be below a milliard"));
    }
    check::length(REQUEST, "PostingNumber", req.posting_number.as_str(), 0, 50)?;
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    let parcel = if req.posting_number.as_str().is_empty() {
        None
    } else {
        let found = posting::find(call, &req.posting_number).await?;
        Some(parcel(call, &found).await?)
    };
    let operation_type = operation_type::known(&req.operation_type)?;
    let cause = format!("charge:{}", call.id("operation").await?);
    let lines = booked(operation_type::single_part(operation_type), Sku(0), amount).collect();
    post(call, &[Operation { operation_type, parcel: parcel.as_ref(), cause: cause.clone(), lines }]).await?;
    let booked = call.tx.value(BY_CAUSE, args![call.seller, cause]).await?;
    Ok(ChargePostResponse { operation_id: OperationId(booked) })
}

/// Books what storage of a half month cost, named by its first day. A half month is booked once.
pub async fn store(call: &mut Call, half: &str, cost: Money) -> Result<()> {
    let lines = booked(part::STORAGE, Sku(0), -cost).collect();
    let cause = format!("storage:{half}");
    post(call, &[Operation { operation_type: operation_type::STORED, parcel: None, cause, lines }]).await
}

const BY_CAUSE: &str = "select operation_id from operation where seller_id = $1 and cause = $2";
