//! What became of an import: `/v1/product/import/info`.

use gostiny_wire::{
    product::{
        ProductImportInfoItem, ProductImportInfoResult, ProductImportInfoV1Request, ProductImportInfoV1Response,
    },
    scalar::TaskId,
};

use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// The items of a task in the order of the import; `pending` until the agenda has carried it out.
pub(super) async fn v1(call: &mut Call, req: &ProductImportInfoV1Request) -> Result<ProductImportInfoV1Response> {
    let items = call.tx.rows(ITEMS, args![call.seller, req.task_id], item).await?;
    if items.is_empty() {
        let task: Option<TaskId> = call.tx.row(TASK, args![call.seller, req.task_id], |row| row.next()).await?;
        task.ok_or_else(|| Error::NotFound("Task is not found".to_owned()))?;
    }
    let total = i32::try_from(items.len()).unwrap_or(i32::MAX);
    Ok(ProductImportInfoV1Response { result: ProductImportInfoResult { items, total } })
}

/// An import by SKU that found no card has no items.
const TASK: &str = "select task_id from import_task where seller_id = $1 and task_id = $2";
const ITEMS: &str = "select offer_id, product_id, status, errors from import_item \
    where seller_id = $1 and task_id = $2 order by position";

fn item(row: &Row<'_>) -> Result<ProductImportInfoItem> {
    Ok(ProductImportInfoItem {
        offer_id: row.next()?,
        product_id: row.next()?,
        status: row.next()?,
        errors: row.next_json()?,
    })
}
