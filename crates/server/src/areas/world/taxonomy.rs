//! Takes a category tree over, unless goods stand in its way.

use gostiny_wire::{
    operator::{TaxonomyImportRequest, TaxonomyImportResponse},
    scalar::CategoryId,
};

use crate::{
    areas::{category, product},
    call::Call,
    error::{Error, Result},
};

/// The operator's call.
pub async fn import(call: &mut Call, req: &TaxonomyImportRequest) -> Result<TaxonomyImportResponse> {
    import_with_progress(call, req, &|_, _| {}).await
}

/// The same; `progress` hears how many rows of how many are written.
pub async fn import_with_progress(
    call: &mut Call,
    req: &TaxonomyImportRequest,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<TaxonomyImportResponse> {
    let plan = category::plan(call, req).await?;
    let in_use = product::categories_in_use(call, &plan.without_goods).await?;
    if !in_use.is_empty() {
        let mut ids: Vec<CategoryId> = in_use.into_iter().collect();
        ids.sort_unstable();
        let named: Vec<String> = ids.iter().take(10).map(ToString::to_string).collect();
        return Err(Error::Conflict(format!(
            "goods stand in {} categories that would become branches or ask for another kind of value: {}",
            ids.len(),
            named.join(", ")
        )));
    }
    if !req.dry_run {
        category::apply(call, &plan, progress).await?;
    }
    Ok(plan.counts)
}
