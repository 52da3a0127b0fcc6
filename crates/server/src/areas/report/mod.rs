//! Reports: ordered by a call, made in the background page by page, handed out by a link for a day. Owns `report`.
//! Start at `create.rs`: how a report is ordered; `make.rs` makes it, and a file for each kind says what stands in it.

mod ask;
mod column;
mod create;
mod finance;
mod goods;
mod info;
mod make;
mod movement;
mod postings;
mod prices;
mod products;
mod returns;
mod row;
mod stock;
mod today;
mod transactions;
mod warehouse;

pub use create::{finance as order_finance, postings as order_postings, products as order_products};

use gostiny_wire::report as wire;

use crate::{
    api::Routes,
    job::{self, Kind},
};

/// On the agenda from the order to the file; the subject is the report.
const MAKE: Kind = Kind("report.make");
/// On the agenda until a file is no longer offered; the subject is the report, the payload the file.
const EXPIRE: Kind = Kind("report.expire");

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(wire::ReportListV1, info::list_v1)
        .reads(wire::ReportInfoV1, info::info_v1)
        .writes(wire::ReportProductsCreateV1, create::products)
        .writes(wire::ReportPostingsCreateV1, create::postings)
        .writes(wire::ReportReturnsCreateV1, create::returns)
        .writes(wire::ReportStockCreateV1, create::stock)
        .writes(wire::ReportProductsMovementCreateV1, create::movement)
        .writes(wire::ReportProductsPricesCreateV1, create::prices)
        .writes(wire::ReportTransactionsCreateV1, create::transactions)
        .writes(wire::ReportFinanceCreateV1, create::finance)
        .writes(wire::ReportReturnsCreateV2, today::returns_v2)
        .writes(wire::ReportWarehouseStockV1, today::warehouse_stock_v1)
        .long_job(MAKE, make::make)
        .long_job(EXPIRE, job::drop_file)
}
