//! Labels of packed postings: one PDF, a page for each, or nothing when one of them cannot have it.

use std::collections::HashMap;

use gostiny_wire::{
    method::Pdf,
    operator::LabelNotReady,
    posting::PostingFbsPackageLabelV2Request,
    scalar::{OrderId, PostingNumber, Time, WarehouseId},
};

use super::{
    order::{Order, orders},
    row::{self, Item, Posting},
};
use crate::{
    areas::{
        seller,
        setting::{self, InForce},
        tariff::Scheme,
        warehouse::{self, Warehouse},
    },
    call::Call,
    check,
    error::{Error, Result},
    pdf::{Label, LabelItem, labels},
};

/// Pages in the order of the request; a posting named twice has two pages.
pub async fn v2(call: &mut Call, req: &PostingFbsPackageLabelV2Request) -> Result<Pdf> {
    let numbers = &req.posting_number;
    check::items("PostingFbsPackageLabelV2Request", "PostingNumber", numbers.len(), 1, 20)?;
    let postings = asked(call, numbers).await?;
    let setting = setting::of(call).await?;
    ready(&postings, call.now, &setting)?;
    let pages = pages(call, &postings).await?;
    let made_at = made_at(&postings);
    let bytes = labels(&pages, made_at.seconds_since(Time(0))).map_err(|error| Error::Internal(error.into()))?;
    Ok(Pdf(bytes))
}

/// What the labels of these postings say.
pub(super) async fn pages(call: &mut Call, postings: &[Posting]) -> Result<Vec<Label>> {
    let label = Contents::gather(call, postings).await?;
    Ok(postings.iter().map(|posting| label.of(posting)).collect())
}

/// The date of a document. No moment of the call in it: the same labels are the same bytes whenever they are asked for.
pub(super) fn made_at(postings: &[Posting]) -> Time {
    postings.iter().filter_map(|posting| posting.shipped_at).max().unwrap_or_default()
}

/// The postings of these numbers in their order; one unknown number fails all.
async fn asked(call: &mut Call, numbers: &[PostingNumber]) -> Result<Vec<Posting>> {
    let found = row::by_numbers(call, numbers).await?;
    let found: HashMap<&PostingNumber, &Posting> = found
        .iter()
        .filter(|posting| posting.scheme != Scheme::Fbo)
        .map(|posting| (&posting.posting_number, posting))
        .collect();
    let postings = numbers.iter().map(|number| found.get(number).map(|&posting| posting.clone()));
    postings.collect::<Option<_>>().ok_or_else(|| Error::NotFound("POSTING_NOT_FOUND".to_owned()))
}

/// Only what waits to be handed over has a label, and not before the seconds of the setting have passed since it was packed.
fn ready(postings: &[Posting], now: Time, setting: &InForce) -> Result<()> {
    let delay = setting.label_delay_seconds;
    let lacks = |code| postings.iter().any(|posting| lacking(posting, now, delay) == Some(code));
    match [WRONG_STATUS, TOO_EARLY].into_iter().find(|code| lacks(code)) {
        None => Ok(()),
        Some(TOO_EARLY) => Err(too_early(setting.label_not_ready)),
        Some(code) => Err(Error::BadRequest(code.to_owned())),
    }
}

const WRONG_STATUS: &str = "INVALID_ARGUMENT";
const TOO_EARLY: &str = "POSTINGS_NOT_READY";

/// Why a posting has no label now.
pub(super) fn lacking(posting: &Posting, now: Time, delay: i64) -> Option<&'static str> {
    if posting.status != "awaiting_deliver" {
        return Some(WRONG_STATUS);
    }
    let is_early = posting.shipped_at.is_none_or(|packed| now < packed.plus_seconds(delay));
    is_early.then_some(TOO_EARLY)
}

/// The service itself refuses in more than one form.
fn too_early(form: LabelNotReady) -> Error {
    match form {
        LabelNotReady::CodeWord => Error::BadRequest(TOO_EARLY.to_owned()),
        LabelNotReady::Sentence => Error::BadRequest("The next postings aren't ready".to_owned()),
        LabelNotReady::Conflict => Error::Conflict(TOO_EARLY.to_owned()),
    }
}

/// What labels print beside the postings themselves.
struct Contents {
    seller: String,
    items: Vec<Item>,
    orders: HashMap<OrderId, Order>,
    warehouses: HashMap<WarehouseId, Warehouse>,
}

impl Contents {
    async fn gather(call: &mut Call, postings: &[Posting]) -> Result<Self> {
        let numbers: Vec<PostingNumber> = postings.iter().map(|posting| posting.posting_number.clone()).collect();
        let ids: Vec<OrderId> = postings.iter().map(|posting| posting.order_id).collect();
        let warehouses = warehouse::all(call).await?.into_iter();
        Ok(Self {
            seller: seller::find(call, call.seller).await?.name,
            items: row::items(call, &numbers).await?,
            orders: orders(call, &ids).await?,
            warehouses: warehouses.map(|warehouse| (warehouse.warehouse_id, warehouse)).collect(),
        })
    }

    fn of(&self, posting: &Posting) -> Label {
        let items: Vec<&Item> =
            self.items.iter().filter(|item| item.posting_number == posting.posting_number).collect();
        let shipment = self.warehouses.get(&posting.warehouse_id);
        let weight = items.iter().map(|item| item.weight_of_all()).fold(0, i64::saturating_add);
        Label {
            posting_number: posting.posting_number.0.clone(),
            upper_barcode: posting.upper_barcode.clone(),
            lower_barcode: posting.lower_barcode.clone(),
            seller: self.seller.clone(),
            warehouse: posting.warehouse.clone(),
            delivery_method: posting.delivery_method.clone(),
            provider: posting.provider.clone(),
            shipment: shipment.map(|from| warehouse::local_minute(from, posting.shipment_date)).unwrap_or_default(),
            destination: self.orders.get(&posting.order_id).map(destination).unwrap_or_default(),
            weight: kilograms(weight),
            items: items.into_iter().map(line).collect(),
        }
    }
}

fn line(item: &Item) -> LabelItem {
    LabelItem { offer_id: item.offer_id.0.clone(), name: item.name.clone(), quantity: item.quantity }
}

/// `Казань, Татарстан`; a town that is its own region is named once.
fn destination(order: &Order) -> String {
    let (city, region) = (&order.address.city, &order.address.region);
    if region.is_empty() || region == city { city.clone() } else { format!("{city}, {region}") }
}

/// `0,065 кг`.
fn kilograms(grams: i64) -> String {
    format!("{},{:03} кг", grams / 1_000, grams % 1_000)
}

#[cfg(test)]
mod tests {
    use super::{
        super::view::tests::{NOW, in_shop, keep, posting},
        *,
    };

    fn packed(number: &str, seconds_ago: i64) -> Posting {
        let shipped_at = Some(NOW.plus_seconds(-seconds_ago));
        let status = "awaiting_deliver".to_owned();
        Posting { posting_number: number.into(), status, shipped_at, ..posting(Scheme::Fbs) }
    }

    async fn asked_for(call: &mut Call, numbers: &[&str]) -> Result<Pdf> {
        let posting_number = numbers.iter().map(|&number| number.into()).collect();
        v2(call, &PostingFbsPackageLabelV2Request { posting_number }).await
    }

    #[tokio::test]
    async fn labels_come_for_all_or_for_none() {
        in_shop(|call| {
            Box::pin(async move {
                let unpacked = Posting { posting_number: "1-3".into(), ..posting(Scheme::Fbs) };
                let stored = Posting { scheme: Scheme::Fbo, ..packed("1-4", 60) };
                keep(call, &[packed("1-1", 60), packed("1-2", 44), unpacked, stored]).await?;
                let one = asked_for(call, &["1-1"]).await?;
                assert!(one.0.starts_with(b"%PDF-"));
                let (later, twice) = (call.now.plus_days(1), asked_for(call, &["1-1", "1-1"]).await?);
                call.now = later;
                assert!(asked_for(call, &["1-1"]).await? == one && twice != one);
                assert!(asked_for(call, &["1-2", "1-1"]).await.is_ok());
                call.now = NOW;
                for (numbers, code) in [
                    (["1-1", "1-2"], "POSTINGS_NOT_READY"),
                    (["1-2", "1-3"], "INVALID_ARGUMENT"),
                    (["1-3", "1-9"], "POSTING_NOT_FOUND"),
                    (["1-1", "1-4"], "POSTING_NOT_FOUND"),
                ] {
                    assert_eq!(asked_for(call, &numbers).await.unwrap_err().to_string(), code);
                }
                assert!(matches!(asked_for(call, &[]).await, Err(Error::Invalid { .. })));
                assert!(matches!(asked_for(call, &["1-1"; 21]).await, Err(Error::Invalid { .. })));
                Ok(())
            })
        })
        .await;
    }

    #[test]
    fn weight_is_told_in_kilograms() {
        assert_eq!(kilograms(65), "0,065 кг");
        assert_eq!(kilograms(12_500), "12,500 кг");
    }
}
