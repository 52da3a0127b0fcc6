//! Inserts postings with their lines: for a new order, and for the parts of a posting that is split.

use gostiny_wire::scalar::{PostingNumber, Time};

use super::row::{Item, Posting};
use crate::{args, call::Call, error::Result, store::Arg};

/// The codes on the label of a parcel: the one above and the one below.
pub(super) fn barcodes(parcel: i64) -> (String, String) {
    (format!("%101%{parcel}"), format!("2{parcel:011}000"))
}

/// The number of a parcel within its order.
pub(super) fn number(order_number: &str, parcel: i64) -> PostingNumber {
    format!("{order_number}-{parcel}").into()
}

/// Keeps new postings.
pub(super) async fn postings(call: &mut Call, postings: &[Posting]) -> Result<()> {
    for posting in postings {
        call.tx.run(POSTING, &values(posting, call.now)).await?;
    }
    Ok(())
}

const POSTING: &str = "insert into posting (seller_id, posting_number, order_id, order_number, scheme, status, \
    substatus, tpl_integration_type, provider_id, provider, provider_status, warehouse_id, warehouse, \
    delivery_method_id, delivery_method, currency_code, created_at, in_process_at, shipment_date, shipped_at, \
    delivering_date, delivered_at, delivery_date_begin, delivery_date_end, tracking_number, upper_barcode, \
    lower_barcode, parent_posting_number, carriage_id, cancel_reason_id, cancel_reason, cancellation_type, \
    cancelled_after_ship, affect_cancellation_rating, multi_box_qty, timeslot_changes, status_changed_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
    $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)";

fn values(posting: &Posting, now: Time) -> [Arg; 37] {
    [
        posting.seller.into(),
        (&posting.posting_number).into(),
        posting.order_id.into(),
        (&posting.order_number).into(),
        posting.scheme.as_str().into(),
        (&posting.status).into(),
        (&posting.substatus).into(),
        (&posting.tpl_integration_type).into(),
        posting.provider_id.into(),
        (&posting.provider).into(),
        (&posting.provider_status).into(),
        posting.warehouse_id.into(),
        (&posting.warehouse).into(),
        posting.delivery_method_id.into(),
        (&posting.delivery_method).into(),
        (&posting.currency_code).into(),
        posting.created_at.into(),
        posting.in_process_at.into(),
        posting.shipment_date.into(),
        posting.shipped_at.into(),
        posting.delivering_date.into(),
        posting.delivered_at.into(),
        posting.delivery_date_begin.into(),
        posting.delivery_date_end.into(),
        (&posting.tracking_number).into(),
        (&posting.upper_barcode).into(),
        (&posting.lower_barcode).into(),
        (&posting.parent_posting_number).into(),
        posting.carriage_id.into(),
        posting.cancel_reason_id.into(),
        (&posting.cancel_reason).into(),
        (&posting.cancellation_type).into(),
        posting.cancelled_after_ship.into(),
        posting.affect_cancellation_rating.into(),
        posting.multi_box_qty.into(),
        posting.timeslot_changes.into(),
        now.into(),
    ]
}

/// Keeps lines of the call's seller.
pub(super) async fn items(call: &mut Call, items: &[Item]) -> Result<()> {
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        rows.push(vec![
            call.seller.into(),
            (&item.posting_number).into(),
            item.position.into(),
            item.product_id.into(),
            item.sku.into(),
            (&item.offer_id).into(),
            (&item.name).into(),
            item.quantity.into(),
            item.price.into(),
            item.old_price.into(),
            serde_json::to_string(&item.mandatory_marks)?.into(),
            item.commission_basis_points.into(),
            item.depth_mm.into(),
            item.width_mm.into(),
            item.height_mm.into(),
            item.weight_grams.into(),
            serde_json::to_string(&item.actions)?.into(),
            serde_json::to_string(&item.needs)?.into(),
        ]);
    }
    call.tx.run_bulk(ITEMS, &rows).await?;
    Ok(())
}

const ITEMS: &str = "insert into posting_item (seller_id, posting_number, position, product_id, sku, offer_id, name, \
    quantity, price, old_price, mandatory_marks, commission_basis_points, depth_mm, width_mm, height_mm, weight_grams, \
    actions, needs) select seller_id, posting_number, position, product_id, sku, offer_id, name, quantity, price, \
    old_price, mandatory_marks, commission_basis_points, depth_mm, width_mm, height_mm, weight_grams, actions, needs \
    from {rows(seller_id, posting_number, position, product_id, sku, offer_id, name, quantity, price, old_price, \
    mandatory_marks, commission_basis_points, depth_mm, width_mm, height_mm, weight_grams, actions, needs)}";

/// Replaces the lines of a posting that is split.
pub(super) async fn replace_items(call: &mut Call, number: &PostingNumber, lines: &[Item]) -> Result<()> {
    call.tx.run(CLEAR, args![call.seller, number]).await?;
    items(call, lines).await
}

const CLEAR: &str = "delete from posting_item where seller_id = $1 and posting_number = $2";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_has_two_codes() {
        let want = ("%101%806044518".to_owned(), "200806044518000".to_owned());
        assert_eq!(barcodes(806_044_518), want);
        assert_eq!(want.1.len(), 15);
        assert_eq!(number("57195475-0050", 3), "57195475-0050-3".into());
    }
}
