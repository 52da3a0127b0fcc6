//! What has to have a certificate, category by category and brand by brand.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    certificate::{
        BrandCertification, BrandCompanyCertificationListV1Request, BrandCompanyCertificationListV1Response,
        BrandCompanyCertificationListV1Result, ProductCertification, ProductCertificationListV1Request,
        ProductCertificationListV1Response, ProductCertificationListV1Result, ProductCertificationListV2Request,
        ProductCertificationListV2Response, ProductCertificationV2,
    },
    method::Empty,
    operator::{CertificationBrand, CertificationCategory, CertificationRules},
    scalar::{CategoryId, TypeId, ValueId},
};

use crate::{
    areas::{category, product},
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::{Arg, Row},
};

const REQUEST: &str = "CertificationRules";
/// Categories, or brands, that are certified.
const MOST: usize = 10_000;

/// A page of certified categories, by number.
pub async fn categories_v1(
    call: &mut Call,
    req: &ProductCertificationListV1Request,
) -> Result<ProductCertificationListV1Response> {
    let (page, total) = certified(call, req.page.into(), req.page_size.into()).await?;
    let ids: Vec<CategoryId> = page.iter().map(|one| one.category_id).collect();
    let known = category::find_all(call, &ids).await?;
    let shown = |one: &CertificationCategory| ProductCertification {
        category_name: known.get(&one.category_id).map(|category| category.title.clone()).unwrap_or_default(),
        is_required: one.is_required,
    };
    let result = ProductCertificationListV1Result { certification: page.iter().map(shown).collect(), total };
    Ok(ProductCertificationListV1Response { result })
}

/// The same in the words of today's tree.
pub async fn categories_v2(
    call: &mut Call,
    req: &ProductCertificationListV2Request,
) -> Result<ProductCertificationListV2Response> {
    let (page, total) = certified(call, req.page, req.page_size).await?;
    let ids: Vec<CategoryId> = page.iter().map(|one| one.category_id).collect();
    let known = category::find_all(call, &ids).await?;
    let mut above: Vec<CategoryId> = known.values().map(|category| category.description().0).collect();
    above.sort_unstable();
    above.dedup();
    let above = category::find_all(call, &above).await?;
    let title = |id: CategoryId| above.get(&id).map(|category| category.title.clone()).unwrap_or_default();
    let shown = |one: &CertificationCategory| {
        let leaf = known.get(&one.category_id).filter(|category| category.is_leaf);
        let (category_id, type_id) = leaf.map_or((one.category_id, TypeId(0)), category::Category::description);
        ProductCertificationV2 {
            category_id,
            category_name: leaf.map_or_else(
                || known.get(&one.category_id).map(|category| category.title.clone()).unwrap_or_default(),
                |_| title(category_id),
            ),
            is_required: one.is_required,
            type_id,
            type_name: leaf.map(|category| category.title.clone()).unwrap_or_default(),
        }
    };
    Ok(ProductCertificationListV2Response { certification: page.iter().map(shown).collect(), total })
}

/// A page of certified categories, and how many there are.
async fn certified(call: &mut Call, page: i64, page_size: i64) -> Result<(Vec<CertificationCategory>, i64)> {
    let (limit, offset) = window("ProductCertificationListRequest", page, page_size)?;
    let page = call.tx.rows(CATEGORIES, args![limit, offset], certified_category).await?;
    Ok((page, call.tx.value("select count(*) from certified_category", &[]).await?))
}

const CATEGORIES: &str =
    "select category_id, is_required from certified_category order by category_id limit $1 offset $2";

fn certified_category(row: &Row<'_>) -> Result<CertificationCategory> {
    Ok(CertificationCategory { category_id: row.next()?, is_required: row.next()? })
}

/// A page of the brands of the shop's goods, by number.
pub async fn brands_v1(
    call: &mut Call,
    req: &BrandCompanyCertificationListV1Request,
) -> Result<BrandCompanyCertificationListV1Response> {
    let (limit, offset) = window("BrandCompanyCertificationListRequest", req.page.into(), req.page_size.into())?;
    let (brands, total) = product::brands(call, offset, limit).await?;
    let list: Vec<Arg> = brands.iter().map(|brand| brand.brand_id.into()).collect();
    let rules = call.tx.rows_in(BRANDS_IN, &[], &list, certified_brand).await?;
    let rules: HashMap<ValueId, bool> = rules.into_iter().map(|one| (one.brand_id, one.is_required)).collect();
    let shown = |brand: product::Brand| BrandCertification {
        brand_id: brand.brand_id,
        brand_name: brand.name,
        has_certificate: rules.get(&brand.brand_id).copied().unwrap_or_default(),
    };
    let brand_certification = brands.into_iter().map(shown).collect();
    Ok(BrandCompanyCertificationListV1Response {
        result: BrandCompanyCertificationListV1Result { brand_certification, total },
    })
}

const BRANDS_IN: &str = "select brand_id, is_required from certified_brand where brand_id {in}";

fn certified_brand(row: &Row<'_>) -> Result<CertificationBrand> {
    Ok(CertificationBrand { brand_id: row.next()?, is_required: row.next()? })
}

/// Limit and offset of a page. Page 0 is the first one too; no size is 100.
fn window(request: &str, page: i64, page_size: i64) -> Result<(i64, i64)> {
    let size = if page_size == 0 { 100 } else { page_size };
    if !(1..=1_000).contains(&size) {
        return Err(Error::invalid(format!("{request}.PageSize"), "value must be inside range (0, 1000]"));
    }
    if page < 0 {
        return Err(Error::invalid(format!("{request}.Page"), "value must be greater than or equal to 0"));
    }
    Ok((size, (page - 1).max(0).saturating_mul(size)))
}

/// What is said about all categories and brands.
pub async fn get(call: &mut Call, _: &Empty) -> Result<CertificationRules> {
    let categories = "select category_id, is_required from certified_category order by category_id";
    let brands = "select brand_id, is_required from certified_brand order by brand_id";
    Ok(CertificationRules {
        categories: call.tx.rows(categories, &[], certified_category).await?,
        brands: call.tx.rows(brands, &[], certified_brand).await?,
    })
}

/// Replaces it.
pub async fn set(call: &mut Call, req: &CertificationRules) -> Result<CertificationRules> {
    check::items(REQUEST, "Categories", req.categories.len(), 0, MOST)?;
    check::items(REQUEST, "Brands", req.brands.len(), 0, MOST)?;
    let categories: BTreeMap<CategoryId, bool> =
        req.categories.iter().map(|one| (one.category_id, one.is_required)).collect();
    let brands: BTreeMap<ValueId, bool> = req.brands.iter().map(|one| (one.brand_id, one.is_required)).collect();
    let ids: Vec<CategoryId> = categories.keys().copied().collect();
    let known = category::find_all(call, &ids).await?;
    if let Some(unknown) = ids.iter().find(|id| !known.contains_key(id)) {
        return Err(Error::NotFound(format!("there is no category {unknown}")));
    }
    if let Some(wrong) = brands.keys().find(|id| id.0 <= 0) {
        return Err(Error::invalid(format!("{REQUEST}.Brands"), format!("{wrong} is no value of a dictionary")));
    }
    call.tx.run("delete from certified_category", &[]).await?;
    call.tx.run("delete from certified_brand", &[]).await?;
    let rows: Vec<Vec<Arg>> = categories.into_iter().map(|(id, required)| args![id, required].to_vec()).collect();
    call.tx.run_bulk(ADD_CATEGORIES, &rows).await?;
    let rows: Vec<Vec<Arg>> = brands.into_iter().map(|(id, required)| args![id, required].to_vec()).collect();
    call.tx.run_bulk(ADD_BRANDS, &rows).await?;
    get(call, &Empty {}).await
}

const ADD_CATEGORIES: &str = "insert into certified_category (category_id, is_required) \
    select category_id, is_required from {rows(category_id, is_required)} where true \
    on conflict (category_id) do update set is_required = excluded.is_required";
const ADD_BRANDS: &str = "insert into certified_brand (brand_id, is_required) \
    select brand_id, is_required from {rows(brand_id, is_required)} where true \
    on conflict (brand_id) do update set is_required = excluded.is_required";
