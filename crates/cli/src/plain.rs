//! Texts that others wrote, on a terminal.

/// Whether a terminal does something else with it than showing it: control characters, ends of lines and paragraphs,
/// and what turns the direction of writing.
pub fn moves(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text in one line, without what would move the cursor.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if moves(c) { ' ' } else { c }).collect()
}
