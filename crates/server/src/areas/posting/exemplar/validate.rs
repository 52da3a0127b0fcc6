//! Tells whether codes are well formed. Nothing is kept.

use gostiny_wire::posting::{
    ExemplarMarkValidated, FbsPostingExemplarValidatedV5, FbsPostingProductExemplarValidateV4Exemplar,
    FbsPostingProductExemplarValidateV4Product, FbsPostingProductExemplarValidateV4Request,
    FbsPostingProductExemplarValidateV4Response, FbsPostingProductExemplarValidateV4Result,
    FbsPostingProductExemplarValidateV5Product, FbsPostingProductExemplarValidateV5Request,
    FbsPostingProductExemplarValidateV5Response, FbsPostingProductExemplarValidated,
    FbsPostingProductExemplarValidatedUnit, FbsPostingProductExemplarValidatedV5, Kilograms,
};

use super::{
    super::row::Item,
    Unit,
    check::{form, strictness},
    status::found,
};
use crate::{areas::mark::Strictness, call::Call, check, error::Result};

/// Looks at the form of codes and keeps nothing.
pub async fn v4(
    call: &mut Call,
    req: &FbsPostingProductExemplarValidateV4Request,
) -> Result<FbsPostingProductExemplarValidateV4Response> {
    check::items("FbsPostingProductExemplarValidateV4Request", "Products", req.products.len(), 1, 1_000)?;
    let (_, items) = found(call, &req.posting_number).await?;
    let strictness = strictness(call).await?;
    let products = req.products.iter().map(|product| validated(product, &items, strictness)).collect();
    Ok(FbsPostingProductExemplarValidateV4Response { result: FbsPostingProductExemplarValidateV4Result { products } })
}

fn validated(
    product: &FbsPostingProductExemplarValidateV4Product,
    items: &[Item],
    strictness: Strictness,
) -> FbsPostingProductExemplarValidated {
    let item = items.iter().find(|item| item.sku == product.product_id);
    let Some(item) = item else {
        let error = "UNKNOWN_PRODUCT_DEFINED".to_owned();
        return FbsPostingProductExemplarValidated { error, product_id: product.product_id, ..Default::default() };
    };
    let unit = |given: &FbsPostingProductExemplarValidateV4Exemplar| {
        let unit = Unit {
            mark: given.mandatory_mark.trim_matches(' ').to_owned(),
            gtd: given.gtd.trim().to_owned(),
            rnpt: given.rnpt.trim().to_owned(),
            uin: given.jw_uin.iter().map(|uin| uin.trim().to_owned()).filter(|uin| !uin.is_empty()).collect(),
            ..Unit::default()
        };
        let judged = form(unit, &item.needs, strictness);
        let errors: Vec<String> = judged.errors().into_iter().map(str::to_owned).collect();
        FbsPostingProductExemplarValidatedUnit {
            valid: errors.is_empty(),
            errors,
            gtd: given.gtd.clone(),
            jw_uin: given.jw_uin.clone(),
            mandatory_mark: given.mandatory_mark.clone(),
            rnpt: given.rnpt.clone(),
        }
    };
    let exemplars: Vec<_> = product.exemplars.iter().map(unit).collect();
    FbsPostingProductExemplarValidated {
        error: String::new(),
        product_id: product.product_id,
        valid: exemplars.iter().all(|unit| unit.valid),
        exemplars,
    }
}

/// The same of any number of typed marks, mark by mark.
pub async fn v5(
    call: &mut Call,
    req: &FbsPostingProductExemplarValidateV5Request,
) -> Result<FbsPostingProductExemplarValidateV5Response> {
    const REQUEST: &str = "FbsPostingProductExemplarValidateV5Request";
    check::items(REQUEST, "Products", req.products.len(), 1, 1_000)?;
    let (_, items) = found(call, &req.posting_number).await?;
    let strictness = strictness(call).await?;
    let product = |(product, at): (&FbsPostingProductExemplarValidateV5Product, usize)| {
        validated_today(&format!("{REQUEST}.Products[{at}]"), product, &items, strictness)
    };
    let products = req.products.iter().zip(0..).map(product).collect::<Result<_>>()?;
    Ok(FbsPostingProductExemplarValidateV5Response { products })
}

fn validated_today(
    request: &str,
    product: &FbsPostingProductExemplarValidateV5Product,
    items: &[Item],
    strictness: Strictness,
) -> Result<FbsPostingProductExemplarValidatedV5> {
    let product_id = product.product_id;
    let Some(item) = items.iter().find(|item| item.sku == product_id) else {
        let error = "UNKNOWN_PRODUCT_DEFINED".to_owned();
        return Ok(FbsPostingProductExemplarValidatedV5 { error, product_id, ..Default::default() });
    };
    let mut exemplars = Vec::with_capacity(product.exemplars.len());
    for (given, at) in product.exemplars.iter().zip(0..) {
        let unit = Unit {
            gtd: given.gtd.trim().to_owned(),
            rnpt: given.rnpt.trim().to_owned(),
            weight: given.weight.0,
            ..Unit::marked(&format!("{request}.Exemplars[{at}]"), &given.marks)?
        };
        exemplars.push(judged(form(unit, &item.needs, strictness)));
    }
    let valid = exemplars.iter().all(|unit| unit.valid);
    Ok(FbsPostingProductExemplarValidatedV5 { error: String::new(), exemplars, product_id, valid })
}

fn judged(unit: Unit) -> FbsPostingExemplarValidatedV5 {
    let mark = |(mark_type, mark, errors): (&str, String, &[String])| ExemplarMarkValidated {
        errors: errors.to_vec(),
        mark,
        mark_type: mark_type.to_owned(),
        valid: errors.is_empty(),
    };
    FbsPostingExemplarValidatedV5 {
        errors: [&unit.gtd_errors, &unit.rnpt_errors, &unit.weight_errors].into_iter().flatten().cloned().collect(),
        marks: unit.marks_with_errors().into_iter().map(mark).collect(),
        valid: unit.errors().is_empty(),
        weight: Kilograms(unit.weight),
        gtd: unit.gtd,
        rnpt: unit.rnpt,
    }
}
