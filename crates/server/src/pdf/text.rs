//! Preparing text for print: characters the faces lack, shortening with an ellipsis, wrapping into lines,
//! Russian number words and sums.

use super::font::{MISSING, Style, has};

const NBSP: char = '\u{A0}';

/// One line of printable characters: no controls, single spaces, letters composed, unknown signs as `MISSING`.
pub(super) fn clean(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for character in text.chars() {
        let last = printed.chars().next_back();
        match character {
            // names typed on some systems come with the mark split off
            '\u{306}' | '\u{308}' => compose(&mut printed, last, character),
            NBSP | '\u{202F}' => printed.push(NBSP),
            _ if character.is_whitespace() => {
                if last.is_some_and(|last| last != ' ') {
                    printed.push(' ');
                }
            }
            _ if is_invisible(character) => {}
            _ if has(character) => printed.push(character),
            _ if last == Some(MISSING) => {}
            _ => printed.push(MISSING),
        }
    }
    printed.truncate(printed.trim_end_matches(' ').len());
    printed
}

fn compose(printed: &mut String, last: Option<char>, mark: char) {
    let composed = match (last, mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('И'), '\u{306}') => 'Й',
        (Some('е'), '\u{308}') => 'ё',
        (Some('Е'), '\u{308}') => 'Ё',
        _ => return,
    };
    printed.pop();
    printed.push(composed);
}

/// Controls, joiners, direction marks, variation selectors, skin tones, other combining marks.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text on one line of the width, its end replaced by an ellipsis when it is longer.
pub(super) fn fit(text: &str, style: Style, width: i32) -> String {
    let text = clean(text);
    if style.width(&text) <= width { text } else { shorten(&text, style, width) }
}

fn shorten(text: &str, style: Style, width: i32) -> String {
    let (head, _) = split_at_width(text, style, width.saturating_sub(style.advance('…')));
    format!("{}…", head.trim_end_matches([' ', ',', '.', '-', '(']))
}

/// The text in at most `most` lines of the width; when it is longer the last line ends with an ellipsis.
pub(super) fn wrap(text: &str, style: Style, width: i32, most: usize) -> Vec<String> {
    let text = clean(text);
    let mut rest = text.as_str();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < most {
        if style.width(rest) <= width {
            lines.push(rest.to_owned());
            break;
        }
        if lines.len().saturating_add(1) == most {
            lines.push(shorten(rest, style, width));
            break;
        }
        let (line, after) = break_line(rest, style, width);
        lines.push(line.to_owned());
        rest = after;
    }
    lines
}

/// Breaks at the last space that fits or after a hyphen between words; a longer word is cut.
fn break_line(text: &str, style: Style, width: i32) -> (&str, &str) {
    let (head, tail) = split_at_width(text, style, width);
    if tail.starts_with(' ') {
        return (head, tail.trim_start_matches(' '));
    }
    let mut end = None;
    let mut last = ' ';
    for (at, character) in head.char_indices() {
        match character {
            ' ' => end = Some(at),
            '-' if last.is_alphabetic() => end = at.checked_add(1),
            _ => {}
        }
        last = character;
    }
    match end.and_then(|at| text.split_at_checked(at)) {
        Some((line, after)) if !line.is_empty() => (line, after.trim_start_matches(' ')),
        _ => (head, tail),
    }
}

/// The longest beginning that fits, at least one character so that wrapping always advances, and what is left.
fn split_at_width(text: &str, style: Style, width: i32) -> (&str, &str) {
    let mut used = 0_i32;
    for (at, character) in text.char_indices() {
        used = used.saturating_add(style.advance(character));
        if used > width && at > 0 {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
    }
    (text, "")
}

/// A count with its noun: `counted(2, ["товар", "товара", "товаров"])` is "2 товара", the space unbreakable.
pub(super) fn counted(count: i64, forms: [&str; 3]) -> String {
    let [one, few, many] = forms;
    let noun = match (count.unsigned_abs() % 10, count.unsigned_abs() % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    };
    format!("{}{NBSP}{noun}", grouped(count))
}

/// A whole number in groups of three: `12 345`, with unbreakable spaces.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut printed = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            printed.push(NBSP);
        }
        printed.push(digit);
    }
    printed
}

/// Minor units of a printed sum such as `1 234,56`; nothing when it is not one.
pub(super) fn kopecks(sum: &str) -> Option<i64> {
    let plain: String = sum.chars().filter(|character| !character.is_whitespace()).collect();
    let (whole, part) = plain.split_once([',', '.']).unwrap_or((&plain, "0"));
    let minor = match part.len() {
        1 => part.parse::<u32>().ok()?.checked_mul(10)?,
        2 => part.parse::<u32>().ok()?,
        _ => return None,
    };
    let major = i64::from(whole.parse::<u32>().ok()?);
    major.checked_mul(100)?.checked_add(i64::from(minor))
}

/// The reverse of `kopecks`.
pub(super) fn sum(kopecks: i64) -> String {
    format!("{},{:02}", grouped(kopecks / 100), kopecks.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::regular(80);

    #[test]
    fn odd_characters_become_printable() {
        assert_eq!(clean(" Чай\t\u{200B}«Иван»\n  №5 "), "Чай «Иван» №5");
        assert_eq!(clean("и\u{306}од е\u{308}ж"), "йод ёж");
        assert_eq!(clean("🔥🔥👩🏽‍🚀 Кружка"), "\u{FFFD} Кружка");
        assert_eq!(clean("\u{0}\u{7}\u{FEFF}"), "");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing_but_spaces() {
        let text = "Подставка универсальная для ноутбука и планшета из алюминия с регулировкой высоты";
        let width = STYLE.width("Подставка универсальная для");
        let lines = wrap(text, STYLE, width, 20);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| STYLE.width(line) <= width));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_word_without_spaces_is_cut_and_a_long_text_ends_with_an_ellipsis() {
        let word = "Ж".repeat(500);
        assert_eq!(wrap(&word, STYLE, 2000, 1000).concat(), word);
        let lines = wrap(&word, STYLE, 2000, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.last().unwrap().ends_with('…'));
        assert!(STYLE.width(lines.last().unwrap()) <= 2000);
        let city = "Петропавловск-Камчатский";
        assert_eq!(wrap(city, STYLE, STYLE.width("Петропавловск-Кам"), 2), ["Петропавловск-", "Камчатский"]);
        assert_eq!(wrap("абв", STYLE, 1, 10), ["а", "б", "в"]);
    }

    #[test]
    fn counts_and_sums_read_as_russian() {
        let goods = ["товар", "товара", "товаров"];
        let printed: Vec<_> = [1, 2, 5, 11, 21, 112, 1_000_004].map(|count| counted(count, goods)).into();
        assert_eq!(
            printed.join("|").replace(NBSP, " "),
            "1 товар|2 товара|5 товаров|11 товаров|21 товар|112 товаров|1 000 004 товара"
        );
        assert_eq!(kopecks("1\u{A0}234,56"), Some(123_456));
        assert_eq!(kopecks("990"), Some(99_000));
        assert_eq!(kopecks("12,5"), Some(1_250));
        assert_eq!(kopecks("по запросу"), None);
        assert_eq!(sum(123_456), "1\u{A0}234,56");
    }
}
