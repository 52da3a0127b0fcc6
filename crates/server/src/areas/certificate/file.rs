//! What a scan is, by its content: senders call files as they like.

/// The end of the name under which a scan is kept; none for what is no scan.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        _ if bytes.starts_with(PNG) => Some("png"),
        // Writers may put a byte order mark or an empty line before it.
        _ if bytes.get(..bytes.len().min(1_024))?.windows(5).any(|five| five == b"%PDF-") => Some("pdf"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_content() {
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Some("jpg"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n\x00\x00"), Some("png"));
        assert_eq!(kind(b"\n%PDF-1.7\n"), Some("pdf"));
        let late = [vec![b' '; 1_024], b"%PDF-1.7".to_vec()].concat();
        for nothing in [&b""[..], b"GIF89a", b"<html>", b"\xFF\xD8", b"PDF-1.7", &late] {
            assert_eq!(kind(nothing), None);
        }
    }
}
