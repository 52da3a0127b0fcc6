//! Codes come in by a task: all of an upload or none of it.

use std::collections::{BTreeMap, BTreeSet};

use gostiny_wire::{
    digital::{
        ProductUploadDigitalCodesInfoV1Request, ProductUploadDigitalCodesInfoV1Response,
        ProductUploadDigitalCodesInfoV1Result, ProductUploadDigitalCodesV1Request, ProductUploadDigitalCodesV1Response,
        ProductUploadDigitalCodesV1Result,
    },
    scalar::{ProductId, TaskId},
};

use crate::{
    areas::{
        product::{self, Product},
        setting, stock,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::{self, Due, Kind},
    store::Arg,
};

/// The turn of an upload; its subject is the task.
pub(super) const IMPORT: Kind = Kind("digital.import");

const REQUEST: &str = "ProductUploadDigitalCodesRequest";
/// Codes of one upload.
const MOST_CODES: usize = 1_000;
/// Characters of one code.
pub(super) const LONGEST: usize = 500;

/// Takes an upload. What is wrong with single codes is told by the task.
pub async fn v1(
    call: &mut Call,
    req: &ProductUploadDigitalCodesV1Request,
) -> Result<ProductUploadDigitalCodesV1Response> {
    check::positive(REQUEST, "ProductId", req.product_id.0)?;
    check::items(REQUEST, "DigitalCodes", req.digital_codes.len(), 1, MOST_CODES)?;
    match product::briefs_by_product_ids(call, &[req.product_id]).await?.first() {
        None => return Err(Error::NotFound("Product not found".to_owned())),
        Some(product) if product.is_archived => return Err(Error::WrongState("PRODUCT_IS_ARCHIVED".to_owned())),
        Some(_) => {}
    }
    if !product::may_be_digital(call, req.product_id).await? {
        return Err(Error::WrongState("PRODUCT_IS_NOT_DIGITAL".to_owned()));
    }
    if has_other_stock(call, req.product_id).await? {
        return Err(Error::WrongState("PRODUCT_HAS_STOCK".to_owned()));
    }
    let task_id = TaskId(call.id("task").await?);
    let codes = serde_json::to_string(&req.digital_codes)?;
    call.tx.run(ADD_TASK, args![call.seller, task_id, req.product_id, codes, call.now]).await?;
    let due_at = call.now.plus_seconds(setting::of(call).await?.import_delay_seconds);
    job::schedule(call, IMPORT, due_at, &task_id.to_string(), "").await?;
    Ok(ProductUploadDigitalCodesV1Response { result: ProductUploadDigitalCodesV1Result { task_id } })
}

const ADD_TASK: &str = "insert into digital_task (seller_id, task_id, product_id, status, codes, created_at) \
    values ($1, $2, $3, 'pending', $4, $5)";

/// What became of an upload.
pub async fn info_v1(
    call: &mut Call,
    req: &ProductUploadDigitalCodesInfoV1Request,
) -> Result<ProductUploadDigitalCodesInfoV1Response> {
    let found = call.tx.row(STATUS, args![call.seller, req.task_id], |row| row.next()).await?;
    let status = found.ok_or_else(|| Error::NotFound("Task not found".to_owned()))?;
    Ok(ProductUploadDigitalCodesInfoV1Response { result: ProductUploadDigitalCodesInfoV1Result { status } })
}

const STATUS: &str = "select status from digital_task where seller_id = $1 and task_id = $2";

/// Carries out a task. Its codes leave it either way: they are worth money and stand in one place only.
pub(super) async fn import(call: &mut Call, due: &Due) -> Result<()> {
    let task_id = TaskId(due.subject_number()?);
    let read = |row: &crate::store::Row<'_>| Ok((row.next::<ProductId>()?, row.next_json::<Vec<String>>()?));
    let Some((product_id, codes)) = call.tx.row(WAITING, args![call.seller, task_id], read).await? else {
        return Ok(());
    };
    let status = match sound(&codes) {
        Some(codes)
            if is_kept(call, product_id).await?
                && !known(call, product_id, &codes).await?
                && !has_other_stock(call, product_id).await? =>
        {
            add(call, product_id, codes).await?;
            "imported"
        }
        _ => "failed",
    };
    call.tx.run(SETTLE, args![call.seller, task_id, status]).await?;
    Ok(())
}

const WAITING: &str =
    "select product_id, codes from digital_task where seller_id = $1 and task_id = $2 and status = 'pending'";
const SETTLE: &str = "update digital_task set status = $3, codes = '[]' where seller_id = $1 and task_id = $2";

/// Whether the product is still there and outside the archive.
async fn is_kept(call: &mut Call, id: ProductId) -> Result<bool> {
    let found = product::briefs_by_product_ids(call, &[id]).await?;
    Ok(found.iter().any(|product| !product.is_archived))
}

/// Whether a product that is not digital yet has units without a code.
pub(super) async fn has_other_stock(call: &mut Call, id: ProductId) -> Result<bool> {
    if !product::digital(call, &[id]).await?.is_empty() {
        return Ok(false);
    }
    let found = product::by_product_ids(call, &[id]).await?;
    Ok(found.iter().any(|product| product.present_fbs + product.present_fbo > 0))
}

/// The codes without outer spaces, unless one is blank, too long or there twice.
fn sound(codes: &[String]) -> Option<Vec<&str>> {
    let trimmed: Vec<&str> = codes.iter().map(|code| code.trim()).collect();
    let fits = |code: &&str| (1..=LONGEST).contains(&code.chars().count());
    let different: BTreeSet<&&str> = trimmed.iter().collect();
    (trimmed.iter().all(fits) && different.len() == trimmed.len()).then_some(trimmed)
}

/// Whether the product has, or had, one of them.
async fn known(call: &mut Call, product_id: ProductId, codes: &[&str]) -> Result<bool> {
    let list: Vec<Arg> = codes.iter().map(|code| Arg::from(*code)).collect();
    let found = call.tx.rows_in(KNOWN, args![call.seller, product_id], &list, |row| row.next::<i64>()).await?;
    Ok(!found.is_empty())
}

const KNOWN: &str = "select code_id from digital_code where seller_id = $1 and product_id = $2 and code {in}";

async fn add(call: &mut Call, product_id: ProductId, codes: Vec<&str>) -> Result<()> {
    let count = i64::try_from(codes.len()).map_err(|error| Error::Internal(error.into()))?;
    let first = call.ids("code", count).await?;
    let row = |(code, id): (&str, i64)| args![call.seller, product_id, id, code].to_vec();
    let rows: Vec<Vec<Arg>> = codes.into_iter().zip(first..).map(row).collect();
    // Of two uploads at once that hold the same code one sees the other's and fails.
    if call.tx.run_bulk(ADD, &rows).await? != u64::try_from(count).unwrap_or(u64::MAX) {
        return Err(Error::Raced);
    }
    put_on_sale(call, product_id, count).await
}

/// Units that are sold as codes lie in the marketplace's warehouse; with the first of them the product is digital.
pub(super) async fn put_on_sale(call: &mut Call, id: ProductId, units: i64) -> Result<()> {
    let is_first = product::digital(call, &[id]).await?.is_empty();
    product::become_digital(call, id).await?;
    stock::arrive(call, &BTreeMap::from([(id, units)])).await?;
    // It may have gone into the archive, or got units without a code, since it was looked at.
    let found = product::by_product_ids(call, &[id]).await?;
    let is_sound =
        |product: &Product| !product.is_archived && (!is_first || product.present_fbs + product.present_fbo == units);
    if found.iter().any(is_sound) { Ok(()) } else { Err(Error::Raced) }
}

const ADD: &str = "insert into digital_code (seller_id, product_id, code_id, code, posting_number, sold_at) \
    select seller_id, product_id, code_id, code, '', null from {rows(seller_id, product_id, code_id, code)} \
    where true on conflict (seller_id, product_id, code) do nothing";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_sound_or_not() {
        let check =
            |codes: &[&str]| sound(&codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>()).map(|ok| ok.len());
        assert_eq!(check(&[" A-1", "A-2 "]), Some(2));
        for wrong in [&["A", " "][..], &["A", "A "], &["Ж".repeat(501).as_str()]] {
            assert_eq!(check(wrong), None, "{wrong:?}");
        }
        assert_eq!(check(&["Ж".repeat(500).as_str()]), Some(1));
    }
}
