//! Values on their way into a statement and out of a row. A NULL keeps its type, as PostgreSQL demands.

use std::cell::Cell;

use gostiny_wire::scalar::{
    ActionId, AttributeId, CancelReasonId, CancellationId, CarriageId, CategoryId, CertificateId, ChatId, ClientId,
    DeliveryMethodId, DictionaryId, Digits, DiscountTaskId, MessageId, Money, OfferId, OperationId, OrderId,
    OrderNumber, PolygonId, PostingNumber, ProductId, ReturnId, Sku, SupplyOrderId, TaskId, Time, ValueId, WarehouseId,
    WaybillId,
};

use crate::error::{Error, Result};

/// One bound value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Arg {
    /// A `bigint`.
    Int(Option<i64>),
    /// A `text`.
    Text(Option<String>),
}

/// Bound values in the order of `$1`, `$2`, ...
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Arg::from($value)),*] };
}

macro_rules! number_args {
    ($($id:ident)+) => {$(
        impl From<$id> for Arg {
            fn from(id: $id) -> Self {
                Self::Int(Some(id.0))
            }
        }
        impl From<Option<$id>> for Arg {
            fn from(id: Option<$id>) -> Self {
                Self::Int(id.map(|id| id.0))
            }
        }
        impl Column for $id {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                i64::read(row, at).map(Self)
            }
        }
        impl Column for Option<$id> {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                Ok(Option::<i64>::read(row, at)?.map($id))
            }
        }
    )+};
}

macro_rules! text_args {
    ($($id:ident)+) => {$(
        impl From<&$id> for Arg {
            fn from(id: &$id) -> Self {
                Self::Text(Some(id.0.clone()))
            }
        }
        impl Column for $id {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                String::read(row, at).map(Self)
            }
        }
    )+};
}

number_args! {
    ActionId AttributeId CancelReasonId CarriageId CategoryId CertificateId ClientId DeliveryMethodId DictionaryId Digits Money OperationId
    OrderId ProductId Sku TaskId Time ValueId WarehouseId
    MessageId PolygonId CancellationId DiscountTaskId ReturnId SupplyOrderId WaybillId
}
text_args! { ChatId OfferId OrderNumber PostingNumber }

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<i32> for Arg {
    fn from(value: i32) -> Self {
        Self::Int(Some(value.into()))
    }
}
impl From<bool> for Arg {
    fn from(value: bool) -> Self {
        Self::Int(Some(value.into()))
    }
}
impl From<Option<i64>> for Arg {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}
impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}
impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}

/// One row of an answer; [`Row::next`] reads its columns in order.
pub struct Row<'r> {
    source: Source<'r>,
    at: Cell<usize>,
}

enum Source<'r> {
    Lite(&'r rusqlite::Row<'r>),
    Pg(&'r tokio_postgres::Row),
}

impl<'r> Row<'r> {
    pub(super) fn lite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { source: Source::Lite(row), at: Cell::new(0) }
    }
    pub(super) fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self { source: Source::Pg(row), at: Cell::new(0) }
    }

    /// The next column: the first, then the second, and so on.
    pub fn next<T: Column>(&self) -> Result<T> {
        let at = self.at.get();
        self.at.set(at + 1);
        T::read(self, at)
    }

    /// Stored JSON of the next column.
    pub fn next_json<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        let at = self.at.get();
        self.at.set(at + 1);
        let text = match self.source {
            Source::Lite(row) => row.get_ref(at)?.as_str().map_err(|error| Error::Internal(error.into()))?,
            Source::Pg(row) => row.try_get(at)?,
        };
        Ok(serde_json::from_str(text)?)
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads the column at this place.
    fn read(row: &Row<'_>, at: usize) -> Result<Self>;
}

macro_rules! plain_columns {
    ($($kind:ty)+) => {$(
        impl Column for $kind {
            fn read(row: &Row<'_>, at: usize) -> Result<Self> {
                match row.source {
                    Source::Lite(row) => row.get(at).map_err(Error::from),
                    Source::Pg(row) => row.try_get(at).map_err(Error::from),
                }
            }
        }
    )+};
}
plain_columns! { i64 String Option<i64> Option<String> }

impl Column for i32 {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        let value = i64::read(row, at)?;
        Self::try_from(value).map_err(|_| Error::internal(format!("column {at} holds {value}")))
    }
}

impl Column for bool {
    fn read(row: &Row<'_>, at: usize) -> Result<Self> {
        Ok(i64::read(row, at)? != 0)
    }
}
