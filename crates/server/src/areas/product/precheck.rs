//! The check before moderation: what a machine can say about a card without looking at it.

use gostiny_wire::product::ItemError;

use super::{barcode, row::Product, validate::Findings};
use crate::{call::Call, error::Result};

/// Holds the card against the rules and takes its barcodes; answers what is wrong.
pub(super) async fn precheck(call: &mut Call, product: &Product) -> Result<Vec<ItemError>> {
    let taken = if product.is_archived { None } else { barcode::claim(call, product).await? };
    Ok(wrong(product, taken.as_deref()))
}

fn wrong(product: &Product, taken: Option<&str>) -> Vec<ItemError> {
    let mut findings = Findings::default();
    if let Some(barcode) = taken {
        findings.error("barcode_already_exists", "barcode", format!("Штрихкод {barcode} уже есть у другого товара."));
    }
    if product.item_errors.iter().any(|error| error.code == "all_image_failed") {
        findings.error("all_image_failed", "images", "Не загрузилось ни одного изображения.");
    }
    if let Some(word) = product.name.split_whitespace().find(|word| is_contact(word)) {
        findings.error("name_has_contact", "name", format!("В названии нельзя указывать адреса: «{word}»."));
    }
    let state = |error: &ItemError| ItemError { state: "validating".to_owned(), ..error.clone() };
    findings.list().iter().map(state).collect()
}

/// An address on the web or of a mail box.
fn is_contact(word: &str) -> bool {
    let word = word.to_lowercase();
    let mail = word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    mail || ["http://", "https://", "www."].iter().any(|start| word.contains(start))
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    #[test]
    fn each_rule_has_its_code() {
        assert!(wrong(&product(), None).is_empty());
        let named = |name: &str| Product { name: name.to_owned(), ..product() };
        let codes = |errors: Vec<ItemError>| errors.into_iter().map(|error| error.code).collect::<Vec<_>>();
        assert_eq!(codes(wrong(&product(), Some("4600000000008"))), ["barcode_already_exists"]);
        for name in ["Чайник https://shop.example", "Чайник (www.shop.example)", "Пишите a@b.example"]
        {
            assert_eq!(codes(wrong(&named(name), None)), ["name_has_contact"], "{name}");
        }
        for name in ["Чайник @home", "Кабель USB 3.0", "50/50"] {
            assert!(wrong(&named(name), None).is_empty(), "{name}");
        }
        let error = ItemError { code: "all_image_failed".to_owned(), ..ItemError::default() };
        let bare = wrong(&Product { item_errors: vec![error], ..product() }, None);
        assert_eq!(bare.first().map(|error| error.state.as_str()), Some("validating"));
    }
}
