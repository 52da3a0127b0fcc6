//! Keeps an outline.

use std::sync::Arc;

use gostiny_wire::{
    polygon::{PolygonCreateV1Request, PolygonCreateV1Response},
    scalar::{Digits, PolygonId},
};

use super::{grid, shape::Shape};
use crate::{
    App, args,
    call::{By, Call},
    error::{Error, Result},
};

/// Characters of an outline's text.
const LONGEST: usize = 500_000;

/// A long outline is read and checked before the transaction, which others may wait for.
pub(super) async fn v1(app: Arc<App>, by: By, req: PolygonCreateV1Request) -> Result<PolygonCreateV1Response> {
    let shape = Arc::new(read(&req)?);
    let kept = app.write(by, move |call| {
        let shape = shape.clone();
        Box::pin(async move { keep(call, &shape).await })
    });
    kept.await
}

/// The same inside a transaction.
pub async fn create(call: &mut Call, req: &PolygonCreateV1Request) -> Result<PolygonCreateV1Response> {
    let shape = read(req)?;
    keep(call, &shape).await
}

fn read(req: &PolygonCreateV1Request) -> Result<Shape> {
    if req.coordinates.len() > LONGEST {
        return Err(Error::BadRequest(format!("invalid coordinates, no more than {LONGEST} characters")));
    }
    Shape::read(&req.coordinates)
}

async fn keep(call: &mut Call, shape: &Shape) -> Result<PolygonCreateV1Response> {
    let polygon_id = PolygonId(call.id("polygon").await?);
    call.tx.run(KEEP, args![call.seller, polygon_id, shape.text(), call.now]).await?;
    let (low, high) = shape.bounds();
    let mut cells = grid::cells(low, high);
    cells.sort_unstable();
    let rows: Vec<_> = cells.into_iter().map(|cell| args![call.seller, cell, polygon_id].to_vec()).collect();
    call.tx.run_bulk(CELLS, &rows).await?;
    Ok(PolygonCreateV1Response { polygon_id, digits: Digits(polygon_id.0) })
}

const KEEP: &str = "insert into polygon (seller_id, polygon_id, coordinates, created_at) values ($1, $2, $3, $4)";
const CELLS: &str = "insert into polygon_cell (seller_id, cell, polygon_id) \
    select seller_id, cell, polygon_id from {rows(seller_id, cell, polygon_id)}";
