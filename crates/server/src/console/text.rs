//! What the console says, in each language: one table of a key and a text per line.

use std::{collections::HashMap, sync::OnceLock};

/// A language of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Russian.
    Ru,
    /// English.
    En,
}

const RU: &str = include_str!("../../assets/console/ru.txt");
const EN: &str = include_str!("../../assets/console/en.txt");

type Table = HashMap<&'static str, &'static str>;

fn table(text: &'static str) -> Table {
    let line = |line: &'static str| line.split_once('=').map(|(key, text)| (key.trim(), text.trim()));
    text.lines().filter_map(line).collect()
}

impl Lang {
    /// As it is written in cookies and attributes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// By its code.
    pub fn named(code: &str) -> Option<Self> {
        [Self::Ru, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// What a browser asks for; the first language that is spoken here, else Russian.
    pub fn accepted(header: &str) -> Self {
        let tags = header.split(',').filter_map(|tag| tag.split([';', '-']).next());
        tags.filter_map(|tag| Self::named(&tag.trim().to_lowercase())).next().unwrap_or(Self::Ru)
    }

    fn table(self) -> &'static Table {
        static TABLES: OnceLock<(Table, Table)> = OnceLock::new();
        let (ru, en) = TABLES.get_or_init(|| (table(RU), table(EN)));
        match self {
            Self::Ru => ru,
            Self::En => en,
        }
    }

    /// The text under a key; the key itself when there is none, which a test rules out.
    pub fn say(self, key: &'static str) -> &'static str {
        self.table().get(key).copied().unwrap_or(key)
    }

    /// The text for a word of the wire, such as a status; the word itself when it has none.
    pub fn word<'a>(self, of: &str, word: &'a str) -> &'a str {
        self.table().get(format!("{of}.{word}").as_str()).copied().unwrap_or(word)
    }

    /// Whether there is a text for a word.
    pub fn knows(self, of: &str, word: &str) -> bool {
        self.table().contains_key(format!("{of}.{word}").as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn keys(text: &'static str) -> Vec<&'static str> {
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split_once('=').unwrap().0.trim()).collect()
    }

    /// The sources of the console.
    fn sources(folder: &Path) -> String {
        let mut all = String::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.push_str(&sources(&path));
            } else {
                all.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
        all
    }

    #[test]
    fn both_languages_are_complete_and_every_text_is_said() {
        let (ru, en) = (keys(RU), keys(EN));
        assert_eq!(ru, en, "the tables have the same keys in the same order");
        let unique: BTreeSet<_> = ru.iter().collect();
        assert_eq!(unique.len(), ru.len(), "a key stands twice");
        let empty = |lang: Lang| lang.table().iter().filter(|(_, text)| text.is_empty()).count();
        assert_eq!((empty(Lang::Ru), empty(Lang::En)), (0, 0));

        let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console"));
        let said: BTreeSet<&str> =
            sources.split("say(\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(key, _)| key)).collect();
        let unknown: Vec<_> = said.iter().filter(|key| !unique.contains(key)).collect();
        assert!(unknown.is_empty(), "said but in no table: {unknown:?}");
        // Words, names of pages and notices are put together where they are said.
        let together = [
            "nav.",
            "done.",
            "status.",
            "substatus.",
            "event.",
            "state.",
            "moderate.",
            "visibility.",
            "setting.",
            "task.",
            "push.",
            "part.",
            "account.",
            "return.",
            "total.",
            "role.",
            "agenda.",
            "scheme.",
            "delivery.",
            "dimension.",
            "report.",
            "chat.",
            "carriage.",
            "certificate.",
            "warehouse.",
            "rate.",
            "unit.",
            "mark.",
            "marks.",
            "history.",
            "audit.",
        ];
        let unsaid: Vec<_> = ru
            .iter()
            .filter(|key| !said.contains(*key) && !together.iter().any(|head| key.starts_with(head)))
            .collect();
        assert!(unsaid.is_empty(), "in the tables but said nowhere: {unsaid:?}");
    }

    #[test]
    fn a_browser_s_wish_is_met() {
        assert_eq!(Lang::accepted("en-US,en;q=0.9,ru;q=0.8"), Lang::En);
        assert_eq!((Lang::accepted("de, ru-RU;q=0.5, en;q=0.1"), Lang::accepted("")), (Lang::Ru, Lang::Ru));
        assert_eq!(Lang::named("fr"), None);
    }
}
