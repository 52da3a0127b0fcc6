//! A method of the API, declared once: name, path, request and answer. Server, client, description and
//! coverage test all read the same line of an area's `methods!` table.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};

use crate::json;

/// The HTTP verb of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Parameters travel in the query.
    Get,
    /// Parameters travel in a JSON body. Nearly every method of the seller API.
    Post,
    /// As `Post`, but parameters and files travel in a form: `multipart/form-data`.
    Form,
    /// As `Post`; operator API only.
    Put,
    /// Parameters travel in the path and the query; operator API only.
    Delete,
}

impl Verb {
    /// The verb as HTTP spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post | Self::Form => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Ties a path to the types that travel over it.
pub trait Method: Send + Sync + 'static {
    /// The line of the table, type-erased.
    const INFO: Info;
    /// What the caller sends. Path and query parameters are fields of it.
    type Request: DeserializeOwned + Serialize + JsonSchema + Send + Sync + 'static;
    /// What the server answers.
    type Response: Answer;
}

/// One line of the method table without its types: for routing, description and coverage.
#[derive(Clone, Copy)]
pub struct Info {
    /// Name of the marker type, `ShipV4`.
    pub name: &'static str,
    /// The noun whose table holds the method, `posting`.
    pub area: &'static str,
    /// HTTP verb.
    pub verb: Verb,
    /// It changes nothing: a call that got no answer may be made again.
    pub reads: bool,
    /// Official path; `{name}` marks a path parameter.
    pub path: &'static str,
    /// Other spellings that are served too.
    pub aliases: &'static [&'static str],
    /// What it does, in one or two sentences.
    pub summary: &'static str,
    /// Names of the types of its request and its answer.
    pub types: (&'static str, &'static str),
    /// Schema of the request.
    pub request: fn(&mut SchemaGenerator) -> Schema,
    /// Schema of a JSON answer; `None` for bytes.
    pub answer: fn(&mut SchemaGenerator) -> Option<Schema>,
    /// Content type of a good answer.
    pub content_type: &'static str,
}

/// A good answer: JSON for every serializable type, bytes for [`Pdf`] and [`Png`].
pub trait Answer: Sized + Send + 'static {
    /// Content type on the wire.
    const CONTENT_TYPE: &'static str;
    /// The body, for which room for so many bytes is made at first.
    fn into_body(self, room: usize) -> serde_json::Result<Vec<u8>>;
    /// The body as the caller received it.
    fn from_body(body: Vec<u8>) -> serde_json::Result<Self>;
    /// Schema of a JSON answer.
    fn schema(schemas: &mut SchemaGenerator) -> Option<Schema>;
}

impl<T: Serialize + DeserializeOwned + JsonSchema + Send + 'static> Answer for T {
    const CONTENT_TYPE: &'static str = "application/json";
    fn into_body(self, room: usize) -> serde_json::Result<Vec<u8>> {
        let mut body = Vec::with_capacity(room);
        serde_json::to_writer(&mut body, &self)?;
        Ok(body)
    }
    fn from_body(body: Vec<u8>) -> serde_json::Result<Self> {
        json::from_answer(&body)
    }
    fn schema(schemas: &mut SchemaGenerator) -> Option<Schema> {
        Some(schemas.subschema_for::<T>())
    }
}

/// A document: the raw bytes travel, never JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf(pub Vec<u8>);

impl Answer for Pdf {
    const CONTENT_TYPE: &'static str = "application/pdf";
    fn into_body(self, _: usize) -> serde_json::Result<Vec<u8>> {
        Ok(self.0)
    }
    fn from_body(body: Vec<u8>) -> serde_json::Result<Self> {
        Ok(Self(body))
    }
    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// A picture: the raw bytes travel, never JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Png(pub Vec<u8>);

impl Answer for Png {
    const CONTENT_TYPE: &'static str = "image/png";
    fn into_body(self, _: usize) -> serde_json::Result<Vec<u8>> {
        Ok(self.0)
    }
    fn from_body(body: Vec<u8>) -> serde_json::Result<Self> {
        Ok(Self(body))
    }
    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// A request or an answer without fields: `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(default)]
pub struct Empty {}

/// Declares an area's methods: `Name: VERB reads "path" | "alias", Request => Response;`, each with a `///` summary.
/// The word `reads` stands behind `Post` where a method changes nothing; a `Get` reads anyway.
#[macro_export]
macro_rules! methods {
    (area $area:literal; $( $(#[doc = $doc:literal])+ $name:ident : $verb:ident $($word:ident)? $path:literal $(| $alias:literal)*, $request:ty => $response:ty; )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl $crate::method::Method for $name {
                const INFO: $crate::method::Info = $crate::method::Info {
                    name: stringify!($name),
                    area: $area,
                    verb: $crate::method::Verb::$verb,
                    reads: $crate::methods!(@reads $verb $($word)?),
                    path: $path,
                    aliases: &[$($alias),*],
                    summary: concat!($($doc),+),
                    types: (stringify!($request), stringify!($response)),
                    request: |schemas| schemas.subschema_for::<$request>(),
                    answer: <$response as $crate::method::Answer>::schema,
                    content_type: <$response as $crate::method::Answer>::CONTENT_TYPE,
                };
                type Request = $request;
                type Response = $response;
            }
        )+
        /// The methods of this area, in the order of the table.
        pub const METHODS: &[$crate::method::Info] = &[$(<$name as $crate::method::Method>::INFO),+];
    };
    (@reads Get) => { true };
    (@reads $verb:ident reads) => { true };
    (@reads $verb:ident) => { false };
}
