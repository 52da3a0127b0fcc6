//! The report's row.

use std::collections::BTreeMap;

use gostiny_wire::{report::Report, scalar::Time};

use crate::{call::Call, error::Result, store::Row};

/// Waits for its time.
pub(super) const WAITING: &str = "waiting";
/// Is being made.
pub(super) const PROCESSING: &str = "processing";
/// The file is there.
pub(super) const SUCCESS: &str = "success";
/// It could not be made.
pub(super) const FAILED: &str = "failed";

/// All columns that [`told`] reads, in its order.
macro_rules! reports {
    ($rest:literal) => {
        concat!(
            "select code, created_at, error, file, expires_at, params, report_type, status from report \
             where seller_id = $1",
            $rest
        )
    };
}
pub(super) use reports;

/// A row of `reports!`: the report, its file, and until when that is offered.
pub(super) type Told = (Report, String, Time);

/// Reads a row of `reports!`.
pub(super) fn told(row: &Row<'_>) -> Result<Told> {
    let (code, created_at, error) = (row.next()?, row.next()?, row.next()?);
    let (file, expires_at) = (row.next()?, row.next()?);
    let params: BTreeMap<String, String> = row.next_json()?;
    let report_type = row.next::<String>()?.to_lowercase();
    let report = Report { code, created_at, error, file: String::new(), params, report_type, status: row.next()? };
    Ok((report, file, expires_at))
}

/// With the link to its file, as long as that is offered.
pub(super) fn with_link(call: &Call, (report, file, expires_at): Told) -> Report {
    if report.status == SUCCESS && call.now < expires_at {
        return Report { file: call.files.link(&file, expires_at), ..report };
    }
    report
}
