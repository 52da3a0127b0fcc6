//! What pages load: a style sheet, a script, a mark. In the program itself, under names that change with what they hold.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{Console, page};
use crate::digest;

/// A file.
pub struct Asset {
    stem: &'static str,
    ending: &'static str,
    content_type: &'static str,
    text: &'static str,
    name: OnceLock<String>,
}

pub static STYLE: Asset =
    Asset::new("console", "css", "text/css; charset=utf-8", include_str!("../../assets/console/console.css"));
pub static SCRIPT: Asset =
    Asset::new("console", "js", "text/javascript; charset=utf-8", include_str!("../../assets/console/console.js"));
pub static ICON: Asset = Asset::new("mark", "svg", "image/svg+xml", include_str!("../../assets/console/mark.svg"));

impl Asset {
    const fn new(stem: &'static str, ending: &'static str, content_type: &'static str, text: &'static str) -> Self {
        Self { stem, ending, content_type, text, name: OnceLock::new() }
    }

    fn name(&self) -> &str {
        self.name.get_or_init(|| {
            let hash: String = digest(self.text).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            format!("{}-{hash}.{}", self.stem, self.ending)
        })
    }

    /// Where it is loaded from.
    pub fn path(&self) -> String {
        format!("/console/assets/{}", self.name())
    }
}

/// Hands a file out, to be kept for a year.
pub async fn serve(State(_): State<Arc<Console>>, Path(name): Path<String>) -> Response {
    let found = [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.name() == name);
    let Some(asset) = found else {
        return page::bare(404, "Нет такой страницы. · There is no such page.");
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, Body::from(asset.text)).into_response()
}
