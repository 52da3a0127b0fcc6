//! Cyrillic in Latin letters, in the manner of Russian road signs (GOST R 52290), without apostrophes.

/// Writes Cyrillic letters in Latin ones; everything else stays. A capital that becomes several letters is
/// written `Zh` before small letters and `ZH` in a word of capitals.
pub(super) fn translit(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut after_capital = false;
    while let Some(letter) = letters.next() {
        let Some(small) = small_latin(letter) else {
            latin.push(letter);
            after_capital = letter.is_uppercase();
            continue;
        };
        if letter.is_uppercase() {
            let next = letters.peek().copied().filter(|next| next.is_alphabetic());
            let all = next.map_or(after_capital, char::is_uppercase);
            capitalize(&mut latin, small, all);
        } else {
            latin.push_str(small);
        }
        after_capital = letter.is_uppercase();
    }
    latin
}

fn capitalize(latin: &mut String, small: &str, all: bool) {
    for (at, letter) in small.chars().enumerate() {
        latin.push(if all || at == 0 { letter.to_ascii_uppercase() } else { letter });
    }
}

/// The Latin form of a Cyrillic letter of either case, in small letters; the hard and the soft sign leave nothing.
fn small_latin(letter: char) -> Option<&'static str> {
    let small = letter.to_lowercase().next()?;
    Some(match small {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' => "y",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'є' => "ye",
        'ї' => "yi",
        'һ' => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::translit;

    #[test]
    fn cyrillic_becomes_latin_and_the_rest_stays() {
        for (cyrillic, latin) in [
            ("Щётка для обуви, 2 шт. (ЭКО)", "Shchyotka dlya obuvi, 2 sht. (EKO)"),
            ("ГОСТИНЫЙ_ДВОР_1", "GOSTINYY_DVOR_1"),
            ("ЩИ и Щи, НОЧЬ", "SHCHI i Shchi, NOCH"),
            ("Я, Юлия Цой", "Ya, Yuliya Tsoy"),
            ("МАТЧ", "MATCH"),
            ("Україна, Қазақстан", "Ukrayina, Kazakstan"),
            ("USB-C кабель №5", "USB-C kabel №5"),
            ("", ""),
        ] {
            assert_eq!(translit(cyrillic), latin);
        }
    }
}
