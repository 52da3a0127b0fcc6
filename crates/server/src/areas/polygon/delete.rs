//! Forgets areas, all that are named or none.

use std::collections::BTreeSet;

use gostiny_wire::{method::Empty, polygon::PolygonDeleteV1Request, scalar::PolygonId};

use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

/// Areas in one call.
const MOST: usize = 500;

/// A method whose last area is forgotten delivers everywhere again.
pub async fn v1(call: &mut Call, req: &PolygonDeleteV1Request) -> Result<Empty> {
    check::items("PolygonDeleteRequest", "PolygonIds", req.polygon_ids.len(), 1, MOST)?;
    let wanted: BTreeSet<PolygonId> = req.polygon_ids.iter().map(|id| PolygonId::from(*id)).collect();
    let list: Vec<Arg> = wanted.iter().map(|id| Arg::from(*id)).collect();
    let gone = call.tx.rows_in(FORGET, args![call.seller], &list, |row| row.next::<PolygonId>()).await?;
    if let Some(missing) = wanted.iter().find(|id| !gone.contains(id)) {
        return Err(Error::NotFound(format!("polygon id {missing} not found")));
    }
    call.tx.run_in(UNBIND, args![call.seller], &list).await?;
    call.tx.run_in(CELLS, args![call.seller], &list).await?;
    Ok(Empty {})
}

const FORGET: &str = "delete from polygon where seller_id = $1 and polygon_id {in} returning polygon_id";
const UNBIND: &str = "delete from polygon_binding where seller_id = $1 and polygon_id {in}";
const CELLS: &str = "delete from polygon_cell where seller_id = $1 and polygon_id {in}";
