//! Each rule of an import once, and all of them together.

use gostiny_wire::{
    product::{ProductImportAttribute, ProductImportComplexAttribute, ProductImportValue},
    scalar::{AttributeId, OfferId},
};

use super::*;
use crate::areas::tariff::Commission;

fn attribute(id: i64, kind: &str, dictionary_id: i64) -> Attribute {
    Attribute {
        attribute_id: AttributeId(id),
        name: format!("Атрибут {id}"),
        kind: kind.to_owned(),
        is_required: false,
        is_collection: false,
        is_aspect: false,
        dictionary_id: DictionaryId(dictionary_id),
        value_ids: Vec::new(),
    }
}

/// Brand (required), type (two values of the dictionary fit), colour (several, aspect), description, power, wireless, manual.
fn asked() -> Vec<Attribute> {
    vec![
        Attribute { is_required: true, ..attribute(85, "String", 1) },
        Attribute { value_ids: vec![ValueId(21), ValueId(22)], ..attribute(8229, "String", 2) },
        Attribute { is_collection: true, is_aspect: true, ..attribute(10096, "String", 3) },
        attribute(4191, "String", 0),
        attribute(5433, "Integer", 0),
        attribute(5371, "Decimal", 0),
        attribute(6017, "Boolean", 0),
        attribute(8789, "URL", 0),
    ]
}

fn dictionary() -> Dictionary {
    let rows =
        [(1, 11, "Нева"), (2, 20, "Чехол"), (2, 21, "Чехол"), (2, 22, "Плёнка"), (3, 31, "белый"), (3, 32, "чёрный")];
    let mut dictionary = Dictionary::default();
    for (of, id, text) in rows {
        dictionary.texts.insert((DictionaryId(of), ValueId(id)), text.to_owned());
        dictionary.ids.entry((DictionaryId(of), text.to_lowercase())).or_default().push(ValueId(id));
    }
    dictionary
}

fn values(id: i64, values: &[(i64, &str)]) -> ProductImportAttribute {
    let value =
        |&(id, text): &(i64, &str)| ProductImportValue { dictionary_value_id: ValueId(id), value: text.to_owned() };
    ProductImportAttribute { complex_id: 0, id: AttributeId(id), values: values.iter().map(value).collect() }
}

fn kettle() -> ProductImportItem {
    ProductImportItem {
        attributes: vec![values(85, &[(11, "")])],
        category_id: CategoryId(5),
        currency_code: "RUB".into(),
        depth: 200,
        width: 200,
        height: 250,
        dimension_unit: "mm".into(),
        images: vec!["https://img.example.test/1.jpg".into()],
        name: "Чайник".into(),
        offer_id: OfferId::from("A-1"),
        price: "590".into(),
        vat: "0.2".into(),
        weight: 900,
        weight_unit: "g".into(),
        ..ProductImportItem::default()
    }
}

fn checked(change: impl Fn(&mut ProductImportItem)) -> Checked {
    let mut item = kettle();
    change(&mut item);
    let leaf = |id| Category {
        category_id: CategoryId(id),
        parent_id: CategoryId(1),
        title: "Чайники".into(),
        is_leaf: id == 5,
        commission: Commission::default(),
    };
    let category = Some(leaf(item.category_id.0)).filter(|category| [4, 5].contains(&category.category_id.0));
    check(
        &item,
        &Facts {
            currency_code: "RUB",
            category: category.as_ref(),
            asked: &asked(),
            dictionary: &dictionary(),
            bounds: PriceBounds { min: None, max: Some(Money(5_000_000)) },
            fetches: false,
        },
    )
}

/// `level code field attribute` of all remarks.
fn remarks(change: impl Fn(&mut ProductImportItem)) -> Vec<String> {
    let short = |error: &ItemError| format!("{} {} {} {}", error.level, error.code, error.field, error.attribute_id);
    checked(change).errors().iter().map(short).collect()
}

#[test]
fn a_good_item_passes_and_takes_one_form() {
    let good = checked(|item| {
        item.vat = "0.10".into();
        item.old_price = "0".into();
        item.premium_price = "550.50".into();
        item.currency_code.clear();
    });
    assert!(good.errors().is_empty(), "{:?}", good.errors());
    assert_eq!((good.item.vat.as_str(), good.item.currency_code.as_str()), ("0.1", "RUB"));
    assert_eq!((good.price, good.old_price, good.premium_price), (Money(59_000), None, Some(Money(55_050))));
    assert_eq!(good.item.attributes, [values(85, &[(11, "Нева")])]);
}

type Change = fn(&mut ProductImportItem);

#[test]
fn what_a_draft_cannot_be_made_of_is_refused() {
    let cases: [(Change, &str); 11] = [
        (|item| item.offer_id = OfferId::default(), "EMPTY_REQUIRED"),
        (|item| item.offer_id = OfferId("я".repeat(51)), "VALUE_MAX_LIMIT"),
        (|item| item.category_id = CategoryId(0), "description_category_is_empty"),
        (|item| item.category_id = CategoryId(9), "levels_category_not_found"),
        (|item| item.category_id = CategoryId(4), "description_category_invalid"),
        (|item| item.vat = String::new(), "vat_invalid"),
        (|item| item.vat = "0.18".into(), "vat_invalid"),
        (|item| item.price = String::new(), "EMPTY_REQUIRED"),
        (|item| item.price = "12,50".into(), "price_out_of_range"),
        (|item| item.price = "-1".into(), "price_is_negative"),
        (|item| item.currency_code = "USD".into(), "currency_differs_from_contract"),
    ];
    for (change, code) in cases {
        let refused = checked(change);
        assert!(refused.findings.is_refused(), "{code}");
        assert_eq!(refused.errors().first().map(|error| error.code.as_str()), Some(code));
    }
    assert!(!checked(|item| item.offer_id = OfferId("я".repeat(50))).findings.has_errors());
}

#[test]
fn all_that_is_wrong_is_listed_at_once() {
    let found = remarks(|item| {
        item.attributes = vec![values(5433, &[(0, "много")]), values(777, &[(0, "x")])];
        item.name = "я".repeat(501);
        item.depth = 0;
        item.old_price = "590".into();
        item.images = vec!["img.jpg".into()];
        item.barcode = "4006381333932".into();
    });
    let wanted = [
        "error name_too_long name 0",
        "error old_price_less_than_price old_price 0",
        "error missing_dimension depth 0",
        "error pics_http_error images 0",
        "warning barcode_check_digit barcode 0",
        "error error_attribute_values_empty attribute 85",
        "error INVALID_VALUE attribute 5433",
        "warning error_attribute_unknown attribute 0",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn dictionary_values_are_found_by_number_or_text_within_the_category() {
    let of = |attribute: ProductImportAttribute| {
        let good = checked(|item| item.attributes = vec![values(85, &[(0, " нева ")]), attribute.clone()]);
        let code = good.errors().first().map(|error| error.code.clone());
        (good.item.attributes, code)
    };
    let brand = values(85, &[(11, "Нева")]);
    assert_eq!(of(values(8229, &[(0, "чехол")])), (vec![brand.clone(), values(8229, &[(21, "Чехол")])], None));
    assert_eq!(of(values(8229, &[(22, "что угодно")])).0, [brand.clone(), values(8229, &[(22, "Плёнка")])]);
    let out_of_range = Some("error_attribute_values_out_of_range".to_owned());
    for wrong in [(20, ""), (99, ""), (0, "Чашка")] {
        assert_eq!(of(values(8229, &[wrong])).1, out_of_range, "{wrong:?}");
    }
    assert_eq!(
        of(values(10096, &[(31, ""), (0, "ЧЁРНЫЙ")])).0,
        [brand, values(10096, &[(31, "белый"), (32, "чёрный")])]
    );
    assert_eq!(of(values(8229, &[(21, ""), (22, "")])).1, Some("VALUE_MAX_LIMIT".to_owned()));
}

#[test]
fn free_values_are_read_by_their_kind() {
    let good = [
        (5433, "2200", "2200"),
        (5371, "1,7", "1.7"),
        (6017, "True", "true"),
        (8789, "https://a.test/m", "https://a.test/m"),
    ];
    for (id, given, kept) in good {
        let item = checked(|item| item.attributes.push(values(id, &[(0, given)]))).item;
        assert_eq!(item.attributes.last(), Some(&values(id, &[(0, kept)])));
    }
    for (id, given) in [(5433, "2.5"), (5371, "1.2.3"), (6017, "да"), (8789, "a.test/m"), (4191, "<script>")] {
        let wanted = format!("error INVALID_VALUE attribute {id}");
        assert_eq!(remarks(|item| item.attributes.push(values(id, &[(0, given)]))), [wanted]);
    }
}

#[test]
fn pictures_are_counted_and_one_is_needed() {
    let many = |count: usize| vec!["https://img.example.test/1.jpg".to_owned(); count];
    assert!(remarks(|item| item.images = many(15)).is_empty());
    assert_eq!(remarks(|item| item.images = many(16)), ["error VALUE_MAX_LIMIT images 0"]);
    let with_primary =
        remarks(|item| (item.images, item.primary_image) = (many(15), "https://img.example.test/0.jpg".into()));
    assert_eq!(with_primary, ["error VALUE_MAX_LIMIT images 0"]);
    assert_eq!(remarks(|item| item.images360 = many(71)), ["error VALUE_MAX_LIMIT images360 0"]);
    assert_eq!(remarks(|item| item.images.clear()), ["error EMPTY_REQUIRED images 0"]);
    let film = "https://img.example.test/film.mp4";
    assert_eq!(remarks(|item| item.images.push(film.into())), ["error pics_cant_decode images 0"]);
    assert_eq!(remarks(|item| item.color_image = film.into()), ["error pics_cant_decode color_image 0"]);
}

#[test]
fn a_video_has_an_address_and_other_groups_are_left_out() {
    let group = |members: &[(i64, &str)]| ProductImportComplexAttribute {
        attributes: members.iter().map(|(id, value)| values(*id, &[(0, value)])).collect(),
    };
    let video = group(&[(21841, "https://video.test/1"), (21837, "Обзор")]);
    let kept = checked(|item| item.complex_attributes = vec![video.clone(), group(&[(5, "x")])]);
    assert_eq!(kept.item.complex_attributes, [video]);
    assert_eq!(kept.errors().iter().map(|error| error.level.as_str()).collect::<Vec<_>>(), ["warning"]);
    for (members, code) in [([(21841, "video.mp4")], "INVALID_VALUE"), ([(21837, "Обзор")], "EMPTY_REQUIRED")] {
        let wanted = format!("error {code} complex_attributes 0");
        assert_eq!(remarks(|item| item.complex_attributes = vec![group(&members)]), [wanted]);
    }
}

#[test]
fn places_come_from_the_directory_and_prices_stay_within_the_category() {
    assert!(remarks(|item| item.geo_names = vec!["Казань".into(), "Россия".into()]).is_empty());
    assert_eq!(remarks(|item| item.geo_names = vec!["Китеж".into()]), ["error INVALID_VALUE geo_names 0"]);
    assert!(remarks(|item| item.price = "50000".into()).is_empty());
    assert_eq!(remarks(|item| item.price = "50000.01".into()), ["error invalid_category_price price 0"]);
}

#[test]
fn the_same_request_has_the_same_hash_whatever_its_prices_and_order() {
    let hash = |change: fn(&mut ProductImportItem)| checked(change).request_hash().unwrap();
    let plain = hash(|item| item.attributes.push(values(10096, &[(31, "")])));
    assert_eq!(plain, hash(|item| item.attributes.insert(0, values(10096, &[(0, "Белый")]))));
    assert_ne!(plain, hash(|item| item.name = "Чайник 2".into()));
    assert_eq!(hash(|item| item.price = "1".into()), hash(|_| ()));
}

#[test]
fn an_aspect_changes_by_value_not_by_spelling() {
    let before = [values(10096, &[(31, "белый")]), values(85, &[(11, "Нева")])];
    let same = [values(10096, &[(31, "White")])];
    assert!(changed_aspects(&asked(), &before, &same).is_empty());
    let changed = changed_aspects(&asked(), &before, &[values(10096, &[(32, "")])]);
    assert_eq!(changed.first().map(|error| error.attribute_id), Some(AttributeId(10096)));
}
