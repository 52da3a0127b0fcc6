//! The steps that take a posting of the twin on its way.

use std::collections::HashMap;

use gostiny_wire::{
    operator::{PostingEvent, PostingEventRecord, PostingEventRecordRequest},
    posting::{
        FbsPostingSentBySellerV2, FbsPostingStepV2Request, PostingExemplar, PostingFbsArbitrationV2,
        PostingFbsCancelV2, PostingFbsCancelV2Request, PostingFbsDetailProduct, PostingFbsGetV3,
        PostingFbsGetV3Request, PostingFbsGetV3With, PostingFbsMoveV2Request, PostingFbsProductCountrySetV2,
        PostingFbsProductCountrySetV2Request, PostingFbsShipV3, PostingFbsShipV3Package, PostingFbsShipV3Product,
        PostingFbsShipV3Request, Requirements,
    },
    scalar::{CancelReasonId, OfferId, PostingNumber, Sku},
};

use super::{
    super::{Copying, Failure, way::Step},
    Parcel,
};

/// Reasons that a seller can give without words of its own, and the one with them.
const REASONS: [i64; 2] = [352, 400];
const OTHER_REASON: i64 = 402;

impl Copying {
    /// Takes a step; answers where the posting stands then, nothing when the target refused it.
    pub(super) async fn step(
        &mut self,
        one: &Parcel,
        number: &PostingNumber,
        step: Step,
    ) -> Result<Option<(String, String)>, Failure> {
        let what = format!("posting {}, {step:?}", one.number);
        let taken = match step {
            Step::Record(event) => return self.record(one, number, event).await,
            Step::Wait => Some(()),
            Step::Pack => self.pack(one, number).await?,
            Step::Send => {
                let request = FbsPostingStepV2Request { posting_number: vec![number.clone()] };
                let sent = self.twin.call(FbsPostingSentBySellerV2, &request).await;
                let sent = self.taken(&what, sent)?;
                let error = sent.and_then(|sent| sent.result.into_iter().next()).and_then(|row| row.error);
                error.map_or(Some(()), |error| {
                    self.left(&what, error);
                    None
                })
            }
            Step::Arbitrate => {
                let request = PostingFbsMoveV2Request { posting_number: vec![number.clone()] };
                let moved = self.twin.call(PostingFbsArbitrationV2, &request).await;
                self.taken(&what, moved)?.map(drop)
            }
            Step::CallOff => {
                let (reason, words) = &one.cancel_reason;
                let known = REASONS.contains(&reason.0);
                let request = PostingFbsCancelV2Request {
                    posting_number: number.clone(),
                    cancel_reason_id: if known { *reason } else { CancelReasonId(OTHER_REASON) },
                    cancel_reason_message: if known || !words.is_empty() { words.clone() } else { "—".to_owned() },
                };
                let cancelled = self.twin.call(PostingFbsCancelV2, &request).await;
                self.taken(&what, cancelled)?.map(drop)
            }
        };
        match taken {
            Some(()) => Ok(Some(self.stands(number, one.goal.is_fbo).await?)),
            None => Ok(None),
        }
    }

    async fn record(
        &mut self,
        one: &Parcel,
        number: &PostingNumber,
        event: PostingEvent,
    ) -> Result<Option<(String, String)>, Failure> {
        let request = PostingEventRecordRequest {
            posting_number: number.clone(),
            event: Some(event),
            reason: if one.goal.called_off_by.is_empty() { String::new() } else { one.cancel_reason.1.clone() },
        };
        let done = self.operator.call(PostingEventRecord, &request).await;
        let done = self.taken(format!("posting {}, {event:?}", one.number), done)?;
        Ok(done.map(|done| (done.status, done.substatus)))
    }

    /// Packs it as one parcel, with what the source's units carry.
    async fn pack(&mut self, one: &Parcel, number: &PostingNumber) -> Result<Option<()>, Failure> {
        let request = PostingFbsGetV3Request { posting_number: number.clone(), ..Default::default() };
        let detail = self.there.read(PostingFbsGetV3, &request).await?.result;
        let needs = detail.requirements;
        let what = format!("posting {}, packing", one.number);
        for sku in &needs.products_requiring_country {
            // A company is told one; which the source told is not shown.
            let request = PostingFbsProductCountrySetV2Request {
                posting_number: number.clone(),
                product_id: Sku(sku.0),
                country_iso_code: "RU".to_owned(),
            };
            let set = self.twin.call(PostingFbsProductCountrySetV2, &request).await;
            if self.taken(&what, set)?.is_none() {
                return Ok(None);
            }
        }
        let mut units = if asks_for_units(&needs) { self.units(one).await? } else { HashMap::new() };
        let product = |line: PostingFbsDetailProduct| PostingFbsShipV3Product {
            exemplar_info: units.remove(&line.offer_id).unwrap_or_default(),
            product_id: line.sku,
            quantity: line.quantity,
        };
        let request = PostingFbsShipV3Request {
            packages: vec![PostingFbsShipV3Package { products: detail.products.into_iter().map(product).collect() }],
            posting_number: number.clone(),
            ..Default::default()
        };
        let shipped = self.twin.call(PostingFbsShipV3, &request).await;
        Ok(self.taken(&what, shipped)?.map(drop))
    }

    /// What the units of the source's posting carry, by article.
    async fn units(&self, one: &Parcel) -> Result<HashMap<OfferId, Vec<PostingExemplar>>, Failure> {
        let request = PostingFbsGetV3Request {
            posting_number: one.number.clone(),
            with: PostingFbsGetV3With { product_exemplars: true, ..Default::default() },
        };
        let detail = self.source.read(PostingFbsGetV3, &request).await?.result;
        let offers: HashMap<_, _> = detail.products.into_iter().map(|line| (line.sku, line.offer_id)).collect();
        let products = detail.product_exemplars.unwrap_or_default().products.into_iter();
        Ok(products.filter_map(|of| Some((offers.get(&of.sku)?.clone(), of.exemplars))).collect())
    }
}

fn asks_for_units(needs: &Requirements) -> bool {
    let lists =
        [&needs.products_requiring_gtd, &needs.products_requiring_mandatory_mark, &needs.products_requiring_rnpt];
    lists.iter().any(|list| !list.is_empty())
}
