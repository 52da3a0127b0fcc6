//! Drawing printed documents: posting labels, acceptance acts with their waybill, container labels.
//! Takes plain structs, returns the bytes of a PDF; knows no area, no database, no HTTP. Layout is integer
//! arithmetic on `Sheet`s in tenths of a 203 dpi dot; only `render` speaks PDF.

mod act;
mod container;
mod font;
mod form;
mod label;
mod picture;
mod render;
mod sheet;
mod small;
mod symbol;
mod table;
mod text;
mod waybill;

#[cfg(test)]
mod tests;

pub use act::{Act, ActRow, act};
pub use container::{ContainerLabel, container_labels};
pub use label::{Label, LabelItem, labels};
pub use picture::barcode_picture;
pub use small::small_labels;

/// Why a document could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The text of a code is empty or has characters the symbology cannot carry.
    #[error("\"{0}\" cannot be written as a barcode")]
    Barcode(String),
    /// The code has no room on its paper with bars wide enough for a 203 dpi printer.
    #[error("barcode \"{0}\" is too long for the paper")]
    BarcodeTooLong(String),
    /// The built-in fonts could not be read.
    #[error("the built-in fonts cannot be read")]
    Font,
    /// The page size was refused by the PDF writer.
    #[error("the page size was refused")]
    Page,
    /// The picture writer failed.
    #[error("PNG: {0}")]
    Picture(#[from] png::EncodingError),
    /// The PDF writer failed.
    #[error("PDF: {0}")]
    Write(#[from] krilla::error::KrillaError),
}
