//! What the seller adds to the lines of a posting before it is packed: real weights, countries of origin.

use gostiny_wire::{
    posting::{
        PostingFbsProductChangeV2Item, PostingFbsProductChangeV2Request, PostingFbsProductChangeV2Response,
        PostingFbsProductCountryListV2Request, PostingFbsProductCountryListV2Response,
        PostingFbsProductCountrySetV2Request, PostingFbsProductCountrySetV2Response, ProductCountry,
    },
    scalar::PostingNumber,
};

use super::{
    exemplar,
    needs::line_of,
    row::{self, Item},
    ship::to_pack,
};
use crate::{
    areas::mark,
    call::Call,
    check,
    error::{Error, Result},
};

/// Notes what each unit of weighed goods weighs.
pub async fn weights_v2(
    call: &mut Call,
    req: &PostingFbsProductChangeV2Request,
) -> Result<PostingFbsProductChangeV2Response> {
    check::items("PostingFbsProductChangeV2Request", "Items", req.items.len(), 1, 1_000)?;
    let mut items = lines(call, &req.posting_number).await?;
    exemplar::read(call, &mut items, true).await?;
    for given in &req.items {
        weigh(line_of(&mut items, given.sku)?, given)?;
    }
    if items.iter().any(|item| !item.needs.units.is_empty()) {
        exemplar::keep(call, &items).await?;
    }
    exemplar::note(call, &items).await?;
    Ok(PostingFbsProductChangeV2Response { result: req.posting_number.clone() })
}

/// The lines of a posting that is there to be packed, and nobody else's until it is.
async fn lines(call: &mut Call, number: &PostingNumber) -> Result<Vec<Item>> {
    to_pack(call, number).await?;
    row::items(call, std::slice::from_ref(number)).await
}

fn weigh(item: &mut Item, given: &PostingFbsProductChangeV2Item) -> Result<()> {
    let refused = |code: &str| Error::BadRequest(code.to_owned());
    let (least, most) = item.needs.weight.ok_or_else(|| refused("PRODUCT_IS_NOT_WEIGHED"))?;
    if i64::try_from(given.weight_real.len()).unwrap_or(i64::MAX) != item.quantity {
        return Err(refused("HAS_INCORRECT_PRODUCT_QUANTITY"));
    }
    if given.weight_real.iter().any(|weight| !(least..=most).contains(&weight.0)) {
        return Err(refused("PRODUCT_WEIGHT_OUT_OF_RANGE"));
    }
    item.needs.weights = given.weight_real.iter().map(|weight| weight.0).collect();
    // It stands for what the units said of themselves, and for what was wrong with that.
    for unit in &mut item.needs.units {
        unit.weight = 0;
        unit.weight_errors.clear();
    }
    Ok(())
}

/// Countries by a part of their names.
pub async fn country_list_v2(
    _: &mut Call,
    req: &PostingFbsProductCountryListV2Request,
) -> Result<PostingFbsProductCountryListV2Response> {
    let part = req.name_search.trim().to_lowercase();
    let fits = mark::countries().iter().filter(|country| country.name.to_lowercase().contains(&part));
    let result =
        fits.map(|country| ProductCountry { country_iso_code: country.code.to_owned(), name: country.name.to_owned() });
    Ok(PostingFbsProductCountryListV2Response { result: result.collect() })
}

/// Notes where goods were made.
pub async fn country_set_v2(
    call: &mut Call,
    req: &PostingFbsProductCountrySetV2Request,
) -> Result<PostingFbsProductCountrySetV2Response> {
    let code = req.country_iso_code.trim().to_uppercase();
    if !mark::countries().iter().any(|country| country.code == code) {
        let rule = "value must be a code of ISO 3166-1 alpha-2";
        return Err(Error::invalid("PostingFbsProductCountrySetV2Request.CountryIsoCode", rule));
    }
    let mut items = lines(call, &req.posting_number).await?;
    // The method's field says product, its examples write SKU.
    let known = items.iter().find(|item| item.sku == req.product_id || item.product_id.0 == req.product_id.0);
    let sku = known.map_or(req.product_id, |item| item.sku);
    let line = line_of(&mut items, sku)?;
    line.needs.country = code;
    let is_gtd_needed = line.needs.needs_gtd();
    exemplar::read(call, &mut items, true).await?;
    exemplar::note(call, &items).await?;
    Ok(PostingFbsProductCountrySetV2Response { is_gtd_needed, product_id: req.product_id })
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{posting::Kilograms, scalar::Sku};

    use super::{super::view::tests::item, *};

    #[test]
    fn each_unit_is_weighed_within_the_bounds_of_its_card() {
        let mut line = item(2, 100, 0);
        let given = |grams: &[i64]| PostingFbsProductChangeV2Item {
            sku: Sku(15),
            weight_real: grams.iter().map(|&grams| Kilograms(grams)).collect(),
        };
        let mut refusal = |grams: &[i64]| weigh(&mut line, &given(grams)).map_err(|error| error.to_string());
        assert_eq!(refusal(&[300, 400]), Err("PRODUCT_IS_NOT_WEIGHED".to_owned()));
        line.needs.weight = Some((250, 500));
        let mut refusal = |grams: &[i64]| weigh(&mut line, &given(grams)).map_err(|error| error.to_string());
        assert_eq!(refusal(&[300]), Err("HAS_INCORRECT_PRODUCT_QUANTITY".to_owned()));
        assert_eq!(refusal(&[300, 501]), Err("PRODUCT_WEIGHT_OUT_OF_RANGE".to_owned()));
        assert_eq!(refusal(&[300, 500]), Ok(()));
        assert_eq!((line.needs.weights.clone(), line.weight_of_all()), (vec![300, 500], 800));
    }
}
