//! Tells the seller's software what becomes of its postings. What the marketplace stores and delivers (FBO) asks nothing
//! of the seller, so it is not told of that.

use gostiny_wire::{
    push::{CancelReason, Kind, NewPosting, PostingCancelled, PostingProduct, Push, StateChanged},
    scalar::{PostingNumber, WarehouseId},
};

use super::{
    machine::Status,
    row::{self, Item, Posting},
};
use crate::{
    areas::{push, tariff::Scheme},
    call::Call,
    error::Result,
};

/// A posting was ordered, or split off.
pub(super) async fn made(call: &mut Call, posting: &Posting, items: &[Item]) -> Result<()> {
    if posting.scheme == Scheme::Fbo || !push::wanted(call, Kind::NewPosting).await? {
        return Ok(());
    }
    let told = NewPosting {
        posting_number: posting.posting_number.clone(),
        products: products(items.iter()),
        in_process_at: posting.in_process_at.into(),
        warehouse_id: posting.warehouse_id,
        seller_id: posting.seller,
    };
    push::tell(call, Push::NewPosting(told)).await
}

/// A posting was split off: it is new, and stands where it stands.
pub(super) async fn split_off(call: &mut Call, posting: &Posting, items: &[Item]) -> Result<()> {
    made(call, posting, items).await?;
    stands(call, &posting.posting_number, posting.warehouse_id, Status::of(posting)?).await
}

/// Postings before and after they moved.
pub(super) async fn moved(call: &mut Call, moves: &[(&Posting, &Posting)]) -> Result<()> {
    let own: Vec<_> = moves.iter().filter(|(_, after)| after.scheme != Scheme::Fbo).collect();
    let is_off = |after: &Posting| Status::of(after).is_ok_and(|to| to == Status::Cancelled);
    let mut items = Vec::new();
    if own.iter().any(|(_, after)| is_off(after)) && push::wanted(call, Kind::PostingCancelled).await? {
        let off = own.iter().filter(|(_, after)| is_off(after));
        let numbers: Vec<PostingNumber> = off.map(|(_, after)| after.posting_number.clone()).collect();
        items = row::items(call, &numbers).await?;
    }
    for (before, after) in own {
        match Status::of(after)? {
            Status::Cancelled => called_off(call, before, after, &items).await?,
            to => stands(call, &after.posting_number, after.warehouse_id, to).await?,
        }
    }
    Ok(())
}

/// A posting stands somewhere. Where it stands is told by the words of the substatus.
pub(super) async fn stands(
    call: &mut Call,
    number: &PostingNumber,
    warehouse_id: WarehouseId,
    status: Status,
) -> Result<()> {
    let told = StateChanged {
        posting_number: number.clone(),
        new_state: status.words().1.to_owned(),
        changed_state_date: call.now.into(),
        warehouse_id,
        seller_id: call.seller,
    };
    push::tell(call, Push::StateChanged(told)).await
}

async fn called_off(call: &mut Call, before: &Posting, after: &Posting, items: &[Item]) -> Result<()> {
    let told = PostingCancelled {
        posting_number: after.posting_number.clone(),
        products: products(items.iter().filter(|item| item.posting_number == after.posting_number)),
        old_state: before.substatus.clone(),
        new_state: after.substatus.clone(),
        changed_state_date: call.now.into(),
        reason: CancelReason { id: after.cancel_reason_id, message: after.cancel_reason.clone() },
        warehouse_id: after.warehouse_id,
        seller_id: call.seller,
    };
    push::tell(call, Push::PostingCancelled(told)).await
}

fn products<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<PostingProduct> {
    items.map(|item| PostingProduct { sku: item.sku, quantity: item.quantity }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documented table, status by status; what it does not know is told by the same rule.
    #[test]
    fn a_state_is_one_of_those_documented_for_its_status() {
        let table: &[(&str, &[&str])] = &[
            ("acceptance_in_progress", &["posting_acceptance_in_progress"]),
            ("awaiting_approve", &["posting_created"]),
            ("awaiting_packaging", &["posting_created"]),
            ("awaiting_registration", &["posting_awaiting_registration"]),
            (
                "awaiting_deliver",
                &["posting_transferring_to_delivery", "posting_in_carriage", "posting_not_in_carriage"],
            ),
            ("arbitration", &["posting_in_arbitration"]),
            ("client_arbitration", &["posting_in_client_arbitration"]),
            (
                "delivering",
                &[
                    "posting_on_way_to_city",
                    "posting_transferred_to_courier_service",
                    "posting_in_courier_service",
                    "posting_on_way_to_pickup_point",
                    "posting_in_pickup_point",
                    "posting_conditionally_delivered",
                ],
            ),
            ("driver_pickup", &["posting_driver_pick_up"]),
            ("delivered", &["posting_delivered", "posting_received"]),
            ("cancelled", &["posting_canceled"]),
            ("not_accepted", &["posting_not_in_sort_center"]),
            // Not in the table.
            ("sent_by_seller", &["sent_by_seller"]),
        ];
        for status in Status::ALL {
            let (word, state) = status.words();
            let states = table.iter().find(|(known, _)| *known == word).map(|(_, states)| *states);
            assert!(states.is_some_and(|states| states.contains(&state)), "{word}: {state}");
        }
    }
}
