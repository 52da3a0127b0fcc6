//! What became of an import: `/v1/product/import/info`.

use gostiny_wire::{
    product::{
        ProductImportInfoItem, ProductImportInfoResult, ProductImportInfoV1Request, ProductImportInfoV1Response,
    },
    scalar::{TaskId, Time},
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

/// An import, counted.
#[derive(Clone, Debug)]
pub struct ImportTask {
    /// Its number.
    pub task_id: TaskId,
    /// When it arrived.
    pub created_at: Time,
    /// Whether it has been carried out.
    pub done: bool,
    /// Goods in it.
    pub items: i64,
    /// Goods that it refused.
    pub failed: i64,
}

/// A page of the shop's imports before one of them, newest first.
pub async fn imports(call: &mut Call, before: TaskId, limit: i64) -> Result<Vec<ImportTask>> {
    call.tx.rows(IMPORTS, args![call.seller, before, limit], import).await
}

const IMPORTS: &str = "select t.task_id, t.created_at, t.done, \
    (select count(*) from import_item i where i.seller_id = t.seller_id and i.task_id = t.task_id), \
    (select count(*) from import_item i where i.seller_id = t.seller_id and i.task_id = t.task_id \
        and i.status = 'failed') \
    from import_task t where t.seller_id = $1 and t.task_id < $2 order by t.task_id desc limit $3";

fn import(row: &Row<'_>) -> Result<ImportTask> {
    Ok(ImportTask {
        task_id: row.next()?,
        created_at: row.next()?,
        done: row.next::<i64>()? == 1,
        items: row.next()?,
        failed: row.next()?,
    })
}
