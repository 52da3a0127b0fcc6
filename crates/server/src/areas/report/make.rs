//! Makes the file of a report outside any transaction: a short read for each page, the rows straight into the file, so
//! that memory stays the same however long the table is.

use std::sync::Arc;

use gostiny_wire::{
    operator::ReportFormat,
    scalar::{ClientId, Time},
};

use super::{
    EXPIRE,
    ask::{From, Order, Style},
    row::{FAILED, PROCESSING, SUCCESS, WAITING},
};
use crate::{
    areas::setting,
    args,
    call::{Call, World},
    error::{Error, Result},
    files::{self, Writer},
    job::{self, Due},
    sheet::{Format, Rest, Sheet},
};

/// A report that could not be made so often is given up.
const MOST_TRIES: i64 = 5;
/// How long a file is offered, in hours of the world's clock.
const OFFERED_HOURS: i64 = 24;

/// Executes [`super::MAKE`].
pub(super) async fn make(world: World, due: Due) -> Result<()> {
    let (id, seller) = (due.subject_number()?, due.seller);
    let Some(task) = world.write(seller, move |call| Box::pin(begin(call, id))).await?.0 else {
        // The world was reset meanwhile.
        return due.finish(&world, |_| Box::pin(async { Ok(()) })).await;
    };
    match write(&world, seller, &task).await {
        Ok(()) => {
            let file = Arc::new(task.file);
            let done = due.finish(&world, move |call| {
                let file = file.clone();
                Box::pin(async move { succeed(call, id, &file).await })
            });
            done.await
        }
        Err(error) if due.attempts + 1 < MOST_TRIES => Err(error),
        Err(error) => {
            tracing::error!(report = id, error = ?error, "a report is given up");
            due.finish(&world, move |call| Box::pin(fail(call, id))).await
        }
    }
}

/// What is to be made, and how.
struct Task {
    order: Arc<Order>,
    style: Style,
    format: Format,
    /// The same each time the report is tried.
    file: String,
}

async fn begin(call: &mut Call, id: i64) -> Result<Option<Task>> {
    call.tx.run(BEGIN, args![PROCESSING, call.seller, id, WAITING]).await?;
    let read = |row: &crate::store::Row<'_>| Ok((row.next::<String>()?, row.next_json::<Order>()?));
    let Some((code, order)) = call.tx.row(FIND, args![call.seller, id], read).await? else { return Ok(None) };
    let settings = setting::of(call).await?;
    let format = match settings.report_format {
        ReportFormat::Csv => Format::Csv,
        ReportFormat::Xlsx => Format::Xlsx,
    };
    let style = Style { language: order.language, headings: settings.report_headings };
    let file = files::anonymous("reports", &format!("{} {code}", call.seller), format.extension());
    Ok(Some(Task { order: Arc::new(order), style, format, file }))
}

const BEGIN: &str = "update report set status = $1 where seller_id = $2 and report_id = $3 and status = $4";
const FIND: &str = "select code, request from report where seller_id = $1 and report_id = $2";

async fn write(world: &World, seller: ClientId, task: &Task) -> Result<()> {
    let mut sheet = Sheet::new(task.format, &task.order.headings(task.style))?;
    let mut writer = world.files.writer(&task.file)?;
    let mut from = From::Start;
    loop {
        let (order, style, at) = (task.order.clone(), task.style, Arc::new(from));
        let page = world.read(seller, move |call| {
            let (order, at) = (order.clone(), at.clone());
            Box::pin(async move { order.page(call, style, &at).await })
        });
        let page = page.await?;
        for row in &page.rows {
            sheet.row(row)?;
        }
        writer.write(&sheet.take()?).await?;
        match page.next {
            Some(next) => from = next,
            None => break,
        }
    }
    // A book is packed here, which takes a while.
    let rest = tokio::task::spawn_blocking(move || sheet.finish());
    finish(writer, rest.await.map_err(|error| Error::Internal(error.into()))??).await
}

async fn finish(mut writer: Writer, mut rest: Rest) -> Result<()> {
    while let Some(piece) = rest.piece()? {
        writer.write(&piece).await?;
    }
    writer.finish().await
}

async fn succeed(call: &mut Call, id: i64, file: &str) -> Result<()> {
    let expires_at: Time = call.now.plus_hours(OFFERED_HOURS);
    call.tx.run(SUCCEED, args![SUCCESS, file, expires_at, call.seller, id]).await?;
    job::schedule(call, EXPIRE, expires_at, &id.to_string(), file).await
}

const SUCCEED: &str =
    "update report set status = $1, file = $2, expires_at = $3 where seller_id = $4 and report_id = $5";

async fn fail(call: &mut Call, id: i64) -> Result<()> {
    call.tx.run(FAIL, args![FAILED, "report_generation_failed", call.seller, id]).await?;
    Ok(())
}

const FAIL: &str = "update report set status = $1, error = $2 where seller_id = $3 and report_id = $4";
