//! Messages in Markdown, as pushes and the later versions show them.

use crate::call::Call;

/// How long a link to a file holds.
const LINK_HOURS: i64 = 24;

/// Where a file can be fetched for a day.
pub(super) fn link(call: &Call, key: &str) -> String {
    call.files.link(key, call.now.plus_hours(LINK_HOURS))
}

/// Whether a content type is that of a picture.
pub(super) fn is_image(mime: &str) -> bool {
    mime.starts_with("image/")
}

/// A picture is shown, another file is a link.
pub(super) fn file(call: &Call, key: &str, name: &str, mime: &str) -> String {
    let link = link(call, key);
    if is_image(mime) {
        return format!("![]({link})");
    }
    let name = name.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    format!("[{name}]({link})")
}
