//! What takes many calls: orders from the purchase to the money, and a list from its first page to its last.

use std::time::Instant;

use serde_json::{Value, json};

use super::load::{Call, Figures, micros};
use super::world::{Good, OPERATOR, World, list, rotating, text};
use crate::Outcome;

/// Orders that live from beginning to end.
const LIVES: usize = 3_000;
/// What is told of a posting that the seller delivers, one after the other.
const WAY: [&str; 3] = ["/v2/fbs/posting/delivering", "/v2/fbs/posting/last-mile", "/v2/fbs/posting/delivered"];

impl World {
    /// Orders of one piece each from the purchase to the buyer's hands and the shop's account: five calls for each of them,
    /// 32 orders at once.
    pub async fn lives(&mut self) -> Outcome<Figures> {
        let own = self.own_delivery().await?;
        let begun = Instant::now();
        let numbers = self.packed(&own, LIVES).await?;
        for path in WAY {
            let bodies = numbers.iter().map(|number| json!({"posting_number": [number]})).collect();
            let told = self.at_most(Call { keep: true, ..rotating(path, bodies) }, LIVES).await?;
            let went = |body: &Vec<u8>| {
                let answer: Value = serde_json::from_slice(body).unwrap_or_default();
                answer.pointer("/result/0/result") == Some(&json!(true))
            };
            if told.len() < LIVES || !told.iter().all(went) {
                return Err(format!("{path} did not take {LIVES} postings on their way").into());
            }
        }
        // What is due by now has happened when this is answered.
        self.ask("POST", "/operator/v1/clock/advance", OPERATOR, &json!({"seconds": 0})).await?;
        let elapsed = micros(begun.elapsed());
        let last = numbers.last().ok_or("no orders")?;
        let filter = json!({"posting_number": last, "transaction_type": "all"});
        let booked = json!({"filter": filter, "page": 1, "page_size": 10});
        if list(&self.seller("/v3/finance/transaction/list", &booked).await?, "/result/operations")?.is_empty() {
            return Err(format!("nothing is booked for {last}").into());
        }
        Ok(Figures { requests: u64::try_from(LIVES)?, elapsed, ..Figures::default() })
    }

    /// Postings of one piece each that the seller delivers, ordered and packed.
    pub async fn packed(&mut self, own: &Good, wanted: usize) -> Outcome<Vec<String>> {
        let order = json!({"items": [{"sku": own.sku, "quantity": 1}], "scheme": "rfbs"});
        let orders = rotating("/operator/v1/orders", vec![order]);
        let placed = self.at_most(Call { headers: OPERATOR, keep: true, ..orders }, wanted).await?;
        let mut numbers = Vec::new();
        for body in &placed {
            numbers.push(text(&serde_json::from_slice(body)?, "/postings/0/posting_number")?);
        }
        let packing = numbers.iter().map(|number| {
            let products = json!([{"product_id": own.sku, "quantity": 1}]);
            json!({"posting_number": number, "packages": [{"products": products}]})
        });
        let packing = rotating("/v4/posting/fbs/ship", packing.collect());
        let packed = self.at_most(Call { keep: true, ..packing }, wanted).await?;
        match packed.len() {
            enough if enough >= wanted => Ok(numbers),
            few => Err(format!("{wanted} postings are needed, {few} were packed").into()),
        }
    }

    /// The list of all goods, a thousand to the page, one page after the other; fails when it does not hold them all.
    pub async fn walk(&mut self) -> Outcome {
        let (mut last_id, mut seen) = (String::new(), 0_u64);
        loop {
            let page = json!({"filter": {"visibility": "ALL"}, "limit": 1000, "last_id": last_id});
            let page = self.seller("/v2/product/list", &page).await?;
            let items = list(&page, "/result/items")?.len();
            if items == 0 {
                let total = page.pointer("/result/total").and_then(Value::as_u64);
                return if total == Some(seen) { Ok(()) } else { Err(format!("{seen} goods of {total:?}").into()) };
            }
            seen = seen.saturating_add(u64::try_from(items)?);
            last_id = text(&page, "/result/last_id")?;
        }
    }
}
