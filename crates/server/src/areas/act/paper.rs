//! The printed papers of a carriage: act with waybill, container labels.

use std::collections::HashMap;

use gostiny_wire::{
    act::{
        PostingFbsActGetBarcodeTextV2Response, PostingFbsActGetBarcodeV2Request,
        PostingFbsActGetContainerLabelsV2Request, PostingFbsActGetPdfV2Request,
    },
    method::{Pdf, Png},
    scalar::{CarriageId, Money, PostingNumber, Time},
};

use super::row::{self, CANCELLED, Carriage, FAILED, READY};
use crate::{
    areas::{
        posting::{self, Item, Posting},
        seller,
        warehouse::{self, DeliveryMethod, Warehouse},
    },
    call::Call,
    error::{Error, Result},
    pdf::{self, Act, ActRow, ContainerLabel, PdfError},
};

/// For whom the goods are carried.
const MARKETPLACE: &str = "Гостиный";

/// The acceptance act and, after it, the waybill.
pub async fn act_v2(call: &mut Call, req: &PostingFbsActGetPdfV2Request) -> Result<Pdf> {
    let papers = Papers::of(call, req.id).await?;
    let postings = posting::in_carriage(call, req.id).await?;
    papers.drawn(call, &postings).await
}

/// The bar code as a picture.
pub async fn barcode_v2(call: &mut Call, req: &PostingFbsActGetBarcodeV2Request) -> Result<Png> {
    let text = barcode_text(call, req.id).await?;
    pdf::barcode_picture(&text).map(Png).map_err(|error| Error::Internal(error.into()))
}

/// The bar code as text.
pub async fn barcode_text_v2(
    call: &mut Call,
    req: &PostingFbsActGetBarcodeV2Request,
) -> Result<PostingFbsActGetBarcodeTextV2Response> {
    Ok(PostingFbsActGetBarcodeTextV2Response { result: barcode_text(call, req.id).await? })
}

/// What never leaves needs none.
async fn barcode_text(call: &mut Call, id: CarriageId) -> Result<String> {
    let carriage = row::find(call, id).await?;
    if matches!(carriage.status.as_str(), FAILED | CANCELLED) {
        return Err(Error::BadRequest("Incorrect_carriage_status".to_owned()));
    }
    Ok(barcode(id))
}

/// One label per container; without containers the carriage goes as one.
pub async fn container_labels_v2(call: &mut Call, req: &PostingFbsActGetContainerLabelsV2Request) -> Result<Pdf> {
    let papers = Papers::of(call, req.id).await?;
    let labels: Vec<ContainerLabel> = (1..=papers.containers()).map(|number| papers.container(number)).collect();
    drawn(pdf::container_labels(&labels, seconds(papers.made_at)))
}

/// What both papers say about a carriage.
pub(super) struct Papers {
    carriage: Carriage,
    shop: seller::Seller,
    warehouse: Warehouse,
    method: DeliveryMethod,
    made_at: Time,
}

impl Papers {
    pub async fn of(call: &mut Call, id: CarriageId) -> Result<Self> {
        let carriage = row::find(call, id).await?;
        let (READY, Some(made_at)) = (carriage.status.as_str(), carriage.ready_at) else {
            return Err(Error::BadRequest("Incorrect_carriage_status".to_owned()));
        };
        let lost = || Error::internal(format!("carriage {id} has lost where it starts"));
        Ok(Self {
            shop: seller::find(call, call.seller).await?,
            warehouse: warehouse::find(call, carriage.warehouse_id).await?.ok_or_else(lost)?,
            method: warehouse::method(call, carriage.delivery_method_id).await?.ok_or_else(lost)?,
            carriage,
            made_at,
        })
    }

    /// The act of these postings.
    pub async fn drawn(&self, call: &mut Call, postings: &[Posting]) -> Result<Pdf> {
        let numbers: Vec<PostingNumber> = postings.iter().map(|posting| posting.posting_number.clone()).collect();
        let mut items: HashMap<PostingNumber, Vec<Item>> = HashMap::with_capacity(numbers.len());
        for item in posting::items(call, &numbers).await? {
            items.entry(item.posting_number.clone()).or_default().push(item);
        }
        let rows = postings.iter().map(|posting| {
            act_row(&self.warehouse, posting, items.get(&posting.posting_number).map_or(&[], Vec::as_slice))
        });
        drawn(pdf::act(&self.act(rows.collect()), seconds(self.made_at)))
    }

    fn containers(&self) -> i64 {
        self.carriage.containers_count.max(1)
    }

    fn act(&self, rows: Vec<ActRow>) -> Act {
        Act {
            number: self.carriage.carriage_id.to_string(),
            date: printed_day(&self.carriage.departure_day),
            seller: self.shop.name.clone(),
            client_id: self.shop.client_id.to_string(),
            marketplace: MARKETPLACE.to_owned(),
            warehouse: self.warehouse.name.clone(),
            warehouse_city: self.warehouse.city.clone(),
            delivery_method: self.method.name.clone(),
            provider: self.method.provider.clone(),
            containers: self.containers(),
            barcode: barcode(self.carriage.carriage_id),
            rows,
        }
    }

    fn container(&self, number: i64) -> ContainerLabel {
        ContainerLabel {
            barcode: container_barcode(self.carriage.carriage_id, number),
            number,
            of: self.containers(),
            seller: self.shop.name.clone(),
            warehouse: self.warehouse.name.clone(),
            delivery_method: self.method.name.clone(),
            date: printed_day(&self.carriage.departure_day),
            carriage_id: self.carriage.carriage_id.to_string(),
        }
    }
}

fn act_row(warehouse: &Warehouse, posting: &Posting, items: &[Item]) -> ActRow {
    let price: Money = items.iter().map(|item| item.price.times(item.quantity)).sum();
    let goods: Vec<String> = items.iter().map(|item| format!("{}, {} шт.", item.name, item.quantity)).collect();
    ActRow {
        posting_number: posting.posting_number.to_string(),
        barcode: posting.upper_barcode.clone(),
        shipment: warehouse::local_minute(warehouse, posting.shipment_date),
        places: 1,
        quantity: items.iter().map(|item| item.quantity).sum(),
        price: roubles(price),
        goods: goods.join("; "),
    }
}

/// What the marketplace scans when a carriage is accepted.
fn barcode(id: CarriageId) -> String {
    format!("%303%{id}")
}

fn container_barcode(id: CarriageId, number: i64) -> String {
    format!("%304%{id}{number:04}")
}

/// `2026-01-12` as `12.01.2026`.
fn printed_day(day: &str) -> String {
    day.split('-').rev().collect::<Vec<_>>().join(".")
}

/// `1 234,56`.
fn roubles(money: Money) -> String {
    let digits = money.fixed(2);
    let (whole, kopecks) = digits.split_once('.').unwrap_or((&digits, "00"));
    let mut grouped = String::with_capacity(digits.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    format!("{grouped},{kopecks}")
}

fn seconds(at: Time) -> i64 {
    at.seconds_since(Time(0))
}

fn drawn(document: Result<Vec<u8>, PdfError>) -> Result<Pdf> {
    document.map(Pdf).map_err(|error| Error::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_printed_in_groups() {
        for (kopecks, want) in
            [(5, "0,05"), (12_345, "123,45"), (123_456, "1 234,56"), (12_345_678_900, "123 456 789,00")]
        {
            assert_eq!(roubles(Money(kopecks)), want);
        }
        assert_eq!(printed_day("2026-01-12"), "12.01.2026");
    }

    #[test]
    fn the_longest_codes_have_room_on_their_paper() {
        let id = CarriageId(99_999_999_999_999);
        let label = ContainerLabel {
            barcode: container_barcode(id, 1_000),
            number: 1_000,
            of: 1_000,
            seller: "Лавка".to_owned(),
            warehouse: "Склад".to_owned(),
            delivery_method: "Доставка Гостиный самостоятельно, Москва".to_owned(),
            date: printed_day("2026-01-12"),
            carriage_id: id.to_string(),
        };
        assert!(pdf::container_labels(&[label], 0).is_ok());
        let act = Act {
            number: id.to_string(),
            date: String::new(),
            seller: String::new(),
            client_id: String::new(),
            marketplace: MARKETPLACE.to_owned(),
            warehouse: String::new(),
            warehouse_city: String::new(),
            delivery_method: String::new(),
            provider: String::new(),
            containers: 1,
            barcode: barcode(id),
            rows: Vec::new(),
        };
        assert!(pdf::act(&act, 0).is_ok());
    }
}
