//! Ends a set: each picture has failed or not, and the product shows those that have not.

use std::collections::BTreeSet;

use gostiny_wire::{product::ItemError, scalar::ProductId};

use super::{Picture, Place, State, clear_later, dress, files, judge, sets};
use crate::{
    areas::product::{
        row::{Product, by_product_ids},
        validate::Findings,
        write::{self, hold_numbers},
    },
    args,
    call::Call,
    error::{Error, Result},
    job::Due,
};

/// Codes of what is said about pictures after the import; the next set takes them back.
const CODES: &[&str] = &["all_image_failed", "some_image_failed", "primary_image_load_failed"];

/// Judges a set by its addresses.
pub(in crate::areas::product) async fn by_address(call: &mut Call, due: &Due) -> Result<()> {
    let product_id = ProductId(due.subject_number()?);
    let Some(set) = sets(call, &[product_id]).await?.remove(&product_id) else { return Ok(()) };
    let mut pictures = set.pictures;
    for picture in pictures.iter_mut().filter(|picture| picture.state == State::Imported) {
        match judge(&picture.url) {
            Ok(()) => picture.state = State::Uploaded,
            Err(fault) => (picture.state, picture.fault) = (State::Failed, fault.to_owned()),
        }
    }
    settle(call, product_id, set_of(due)?, &pictures).await
}

/// The set that a row of the agenda is about.
pub(super) fn set_of(due: &Due) -> Result<i64> {
    due.payload.parse().map_err(|_| Error::internal(format!("a set of pictures is called {}", due.payload)))
}

/// Writes down what became of the set and dresses the product in it, unless another set came meanwhile.
pub(super) async fn settle(call: &mut Call, product_id: ProductId, set_id: i64, pictures: &[Picture]) -> Result<()> {
    hold_numbers(call, &[product_id]).await?;
    let fetched = || pictures.iter().map(|picture| picture.file.clone()).filter(|file| !file.is_empty()).collect();
    let Some(before) = by_product_ids(call, &[product_id]).await?.into_iter().next() else {
        return clear_later(call, product_id, fetched(), &BTreeSet::new()).await;
    };
    let args = args![call.seller, product_id, set_id, serde_json::to_string(pictures)?];
    if call.tx.run(SETTLE, args).await? == 0 {
        let set = sets(call, &[product_id]).await?.remove(&product_id);
        let named = files(&before, set.as_ref().map(|set| set.pictures.as_slice()).unwrap_or_default());
        return clear_later(call, product_id, fetched(), &named).await;
    }
    let mut after = Product { updated_at: call.now, ..before.clone() };
    dress(&mut after, pictures.iter().filter(|picture| picture.state == State::Uploaded));
    after.item_errors.retain(|error| !CODES.contains(&error.code.as_str()));
    after.item_errors.extend(remarks(pictures));
    clear_later(call, product_id, files(&before, &[]), &files(&after, pictures)).await?;
    write::save(call, &before, &after).await
}

const SETTLE: &str =
    "update product_pictures set pictures = $4 where seller_id = $1 and product_id = $2 and set_id = $3";

/// What the seller is told about a set.
fn remarks(pictures: &[Picture]) -> Vec<ItemError> {
    let mut findings = Findings::default();
    let images = || pictures.iter().filter(|picture| matches!(picture.place, Place::Primary | Place::Image));
    let failed: Vec<&Picture> = images().filter(|picture| picture.state == State::Failed).collect();
    let text = || failed.iter().map(|one| format!("{} ({})", one.url, one.fault)).collect::<Vec<_>>().join(", ");
    if failed.is_empty() {
        return Vec::new();
    }
    if failed.len() == images().count() {
        findings.error("all_image_failed", "images", format!("Не загрузилось ни одного изображения: {}.", text()));
    } else if failed.first().is_some_and(|first| images().next() == Some(*first)) {
        findings.warn("primary_image_load_failed", "primary_image", format!("Не загрузились: {}.", text()));
    } else {
        findings.warn("some_image_failed", "images", format!("Не загрузились: {}.", text()));
    }
    findings.list().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_told_by_how_much_it_was() {
        let set = |states: &[State]| -> Vec<Picture> {
            let one =
                |state: &State| Picture { state: *state, ..Picture::new(Place::Image, "https://a.example/1.jpg") };
            states.iter().map(one).collect()
        };
        let code =
            |states: &[State]| remarks(&set(states)).first().map(|error| (error.code.clone(), error.level.clone()));
        let told = |code: &str, level: &str| Some((code.to_owned(), level.to_owned()));
        use State::{Failed, Uploaded};
        assert_eq!(code(&[Uploaded, Uploaded]), None);
        assert_eq!(code(&[Failed, Failed]), told("all_image_failed", "error"));
        assert_eq!(code(&[Failed, Uploaded]), told("primary_image_load_failed", "warning"));
        assert_eq!(code(&[Uploaded, Failed]), told("some_image_failed", "warning"));
    }
}
