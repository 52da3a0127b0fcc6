//! One FBS or rFBS posting: in full by its number, or in the older shape by a barcode of its label.

use gostiny_wire::{
    posting::{
        PostingFbsByBarcode, PostingFbsByBarcodeProduct, PostingFbsByBarcodeRequirements, PostingFbsDetail,
        PostingFbsDetailProduct, PostingFbsGetByBarcodeV2Request, PostingFbsGetByBarcodeV2Response,
        PostingFbsGetV3Request, PostingFbsGetV3Response, RelatedPostings, Requirements,
    },
    scalar::{CancelReasonId, PostingNumber},
};

use super::{
    row::{self, Item, Posting, columns},
    view::{Sources, With, boxes, cancellation, dimensions, requirements},
};
use crate::{args, call::Call, check, error::Result};

/// The posting with the blocks that were asked for.
pub async fn v3(call: &mut Call, req: &PostingFbsGetV3Request) -> Result<PostingFbsGetV3Response> {
    let posting = row::find_own(call, &req.posting_number).await?;
    let related_postings = if req.with.related_postings { Some(related(call, &posting).await?) } else { None };
    let mut sources = Sources::gather(call, std::slice::from_ref(&posting), (&req.with).into()).await?;
    let result = PostingFbsDetail { related_postings, ..detail(&mut sources, posting) };
    Ok(PostingFbsGetV3Response { result })
}

/// The seller's other postings of the same order. Sorted here: asked to sort, SQLite would walk the whole shop.
async fn related(call: &mut Call, posting: &Posting) -> Result<RelatedPostings> {
    let args = args![posting.order_id, call.seller, &posting.posting_number];
    let mut related_posting_numbers: Vec<PostingNumber> = call.tx.rows(RELATED, args, |row| row.next()).await?;
    related_posting_numbers.sort_unstable();
    Ok(RelatedPostings { related_posting_numbers })
}

const RELATED: &str = "select posting_number from posting where order_id = $1 and seller_id = $2 \
    and posting_number <> $3";

fn detail(sources: &mut Sources, mut posting: Posting) -> PostingFbsDetail {
    let items = sources.take_items(&posting);
    PostingFbsDetail {
        addressee: sources.addressee(&posting),
        analytics_data: sources.analytics_data(&posting),
        barcodes: sources.barcodes(&posting),
        customer: sources.customer(&posting),
        financial_data: sources.financial_data(&posting, &items),
        product_exemplars: sources.product_exemplars(&items),
        requirements: requirements(&posting, &items),
        products: items.into_iter().map(|item| product(sources, item, &posting.currency_code)).collect(),
        cancellation: cancellation(&mut posting),
        delivery_method: sources.delivery_method(&mut posting),
        delivering_date: posting.delivering_date,
        in_process_at: posting.in_process_at,
        is_multibox: boxes(&posting) > 1,
        multi_box_qty: boxes(&posting),
        order_id: posting.order_id,
        order_number: posting.order_number,
        parent_posting_number: posting.parent_posting_number.into(),
        posting_number: posting.posting_number,
        provider_status: posting.provider_status,
        shipment_date: posting.shipment_date,
        status: posting.status,
        substatus: posting.substatus,
        tpl_integration_type: posting.tpl_integration_type,
        tracking_number: posting.tracking_number,
        ..PostingFbsDetail::default()
    }
}

fn product(sources: &Sources, item: Item, currency_code: &str) -> PostingFbsDetailProduct {
    PostingFbsDetailProduct {
        currency_code: currency_code.to_owned(),
        dimensions: dimensions(&item),
        jw_uin: item.needs.units.iter().filter(|unit| unit.has_uin()).flat_map(|unit| unit.uin.clone()).collect(),
        mandatory_mark: item.mandatory_marks,
        name: sources.text(item.name),
        offer_id: item.offer_id,
        price: item.price.fixed(4),
        quantity: i32::try_from(item.quantity).unwrap_or(i32::MAX),
        sku: item.sku,
    }
}

/// The posting with this upper or lower barcode. There is nothing to ask blocks with, so they stay `null`.
pub async fn by_barcode_v2(
    call: &mut Call,
    req: &PostingFbsGetByBarcodeV2Request,
) -> Result<PostingFbsGetByBarcodeV2Response> {
    let barcode = req.barcode.trim();
    check::length("PostingFbsGetByBarcodeV2Request", "Barcode", barcode, 1, 100)?;
    // Only upper barcodes begin with a percent sign; asking for one of the two keeps to its index.
    let sql = if barcode.starts_with('%') { BY_UPPER } else { BY_LOWER };
    let posting = call.tx.row(sql, args![call.seller, barcode], row::posting).await?.ok_or_else(row::not_found)?;
    let mut sources = Sources::gather(call, std::slice::from_ref(&posting), With::default()).await?;
    Ok(PostingFbsGetByBarcodeV2Response { result: found(&mut sources, posting) })
}

const BY_UPPER: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and upper_barcode = $2 and scheme in ('fbs', 'rfbs')"
);
const BY_LOWER: &str = concat!(
    "select ",
    columns!(),
    " from posting where seller_id = $1 and lower_barcode = $2 and scheme in ('fbs', 'rfbs')"
);

fn found(sources: &mut Sources, mut posting: Posting) -> PostingFbsByBarcode {
    let items = sources.take_items(&posting);
    PostingFbsByBarcode {
        addressee: sources.addressee(&posting),
        cancel_reason_id: CancelReasonId(posting.cancel_reason_id),
        customer: sources.customer(&posting),
        requirements: found_requirements(requirements(&posting, &items)),
        products: items.into_iter().map(found_product).collect(),
        cancellation: cancellation(&mut posting),
        delivery_method: sources.delivery_method(&mut posting),
        created_at: posting.created_at,
        delivering_date: posting.delivering_date,
        in_process_at: posting.in_process_at,
        order_id: posting.order_id,
        order_number: posting.order_number,
        posting_number: posting.posting_number,
        provider_status: posting.provider_status,
        shipment_date: posting.shipment_date,
        status: posting.status,
        tpl_integration_type: posting.tpl_integration_type,
        tracking_number: posting.tracking_number,
        ..PostingFbsByBarcode::default()
    }
}

fn found_requirements(all: Requirements) -> PostingFbsByBarcodeRequirements {
    PostingFbsByBarcodeRequirements {
        products_requiring_country: all.products_requiring_country,
        products_requiring_gtd: all.products_requiring_gtd,
    }
}

fn found_product(item: Item) -> PostingFbsByBarcodeProduct {
    PostingFbsByBarcodeProduct {
        dimensions: dimensions(&item),
        mandatory_mark: item.mandatory_marks,
        name: item.name,
        offer_id: item.offer_id,
        price: item.price.fixed(4),
        quantity: item.quantity,
        sku: item.sku,
    }
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{posting::PostingFbsGetV3With, scalar::ClientId};

    use super::{
        super::view::tests::{in_shop, keep, posting},
        *,
    };
    use crate::{areas::tariff::Scheme, error::Error};

    fn parcels() -> [Posting; 4] {
        [
            posting(Scheme::Rfbs),
            Posting { posting_number: "57195475-0050-2".into(), ..posting(Scheme::Fbs) },
            Posting { posting_number: "57195475-0050-3".into(), ..posting(Scheme::Fbo) },
            Posting { posting_number: "57195475-0050-4".into(), seller: ClientId(100_002), ..posting(Scheme::Fbs) },
        ]
    }

    async fn get(call: &mut Call, number: &str, with: PostingFbsGetV3With) -> Result<PostingFbsDetail> {
        Ok(v3(call, &PostingFbsGetV3Request { posting_number: number.into(), with }).await?.result)
    }

    #[tokio::test]
    async fn a_posting_is_shown_with_what_was_asked_for() {
        in_shop(|call| {
            Box::pin(async move {
                keep(call, &parcels()).await?;
                let own = get(call, "57195475-0050-1", PostingFbsGetV3With::default()).await?;
                let customer = own.customer.unwrap();
                assert_eq!((customer.name.as_str(), customer.phone.as_str()), ("Юлия", ""));
                assert_eq!((own.addressee.unwrap().name.as_str(), own.related_postings), ("Юлия", None));

                let with = PostingFbsGetV3With { analytics_data: true, related_postings: true, ..Default::default() };
                let platform = get(call, "57195475-0050-2", with).await?;
                assert_eq!((platform.customer, platform.addressee), (None, None));
                assert_eq!(platform.analytics_data.unwrap().region, "Татарстан");
                let related = platform.related_postings.unwrap().related_posting_numbers;
                assert_eq!(related, ["57195475-0050-1".into(), "57195475-0050-3".into()]);

                for other in ["57195475-0050-3", "57195475-0050-4", "no such"] {
                    let error = get(call, other, PostingFbsGetV3With::default()).await.unwrap_err();
                    assert!(matches!(error, Error::NotFound(code) if code == "POSTING_NOT_FOUND"), "{other}");
                }
                Ok(())
            })
        })
        .await;
    }

    #[tokio::test]
    async fn both_barcodes_find_the_posting_and_its_number_does_not() {
        in_shop(|call| {
            Box::pin(async move {
                keep(call, &parcels()).await?;
                for (barcode, found) in [
                    (" %101%5719547500502\n", true),
                    ("5719547500502", true),
                    ("57195475-0050-2", false),
                    ("5719547500503", false),
                    ("5719547500504", false),
                ] {
                    let answer =
                        by_barcode_v2(call, &PostingFbsGetByBarcodeV2Request { barcode: barcode.to_owned() }).await;
                    assert_eq!(
                        answer.is_ok_and(|one| one.result.posting_number.0 == "57195475-0050-2"),
                        found,
                        "{barcode}"
                    );
                }
                Ok(())
            })
        })
        .await;
    }
}
