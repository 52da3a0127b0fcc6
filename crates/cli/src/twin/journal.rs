//! Which postings were taken over: a file that grows line by line, so that whatever ends the program leaves it whole.

use std::{
    collections::{HashMap, HashSet},
    fs::{File, OpenOptions},
    io::{Read, Seek, Write},
    path::Path,
};

use gostiny_wire::scalar::PostingNumber;
use serde::{Deserialize, Serialize};

use super::Failure;

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first one: of which shop, and into which.
    Shops(i64, i64),
    /// It is about to be made at the target.
    Begun(PostingNumber),
    /// It was made.
    Made(PostingNumber, PostingNumber),
    /// It was taken as far as the source's had come: status and substatus.
    Moved(PostingNumber, String, String),
}

/// A posting that was taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its number at the target.
    pub number: PostingNumber,
    /// Where the source's stood when it was moved last.
    pub stood: (String, String),
}

/// What was taken over.
#[derive(Default)]
pub struct Journal {
    file: Option<File>,
    pub known: HashMap<PostingNumber, Known>,
    /// Numbers at the target.
    pub made: HashSet<PostingNumber>,
    /// The last of them.
    pub last: Option<PostingNumber>,
    /// The run before ended between beginning it and knowing that it was made.
    pub begun: Option<PostingNumber>,
}

impl Journal {
    /// Reads what a file tells, or begins it; without one nothing outlasts the program.
    pub fn open(path: Option<&Path>, shops: (i64, i64)) -> Result<Self, Failure> {
        let mut journal = Self::default();
        let Some(path) = path else { return Ok(journal) };
        let at = |error: std::io::Error| Failure::from(format!("{}: {error}", path.display()));
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(at)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(at)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        // What was not written to its end did not happen.
        file.set_len(u64::try_from(whole)?).map_err(at)?;
        file.seek(std::io::SeekFrom::End(0)).map_err(at)?;
        let lines = bytes.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        for (number, line) in (1..).zip(lines) {
            let line = serde_json::from_slice(line)
                .map_err(|error| format!("{} is no state: line {number}: {error}", path.display()))?;
            if let Line::Shops(of, into) = &line
                && (*of, *into) != shops
            {
                return Err(format!("{} is the state of shop {of} and its twin {into}", path.display()).into());
            }
            if (number == 1) != matches!(line, Line::Shops(..)) {
                return Err(format!("{} is no state", path.display()).into());
            }
            journal.learn(line);
        }
        journal.file = Some(file);
        if whole == 0 {
            journal.write(Line::Shops(shops.0, shops.1))?;
        }
        Ok(journal)
    }

    /// Whether it is kept.
    pub fn is_kept(&self) -> bool {
        self.file.is_some()
    }

    /// It is about to be made.
    pub fn begin(&mut self, source: &PostingNumber) -> Result<(), Failure> {
        self.write(Line::Begun(source.clone()))
    }

    /// It was made.
    pub fn made(&mut self, source: &PostingNumber, number: &PostingNumber) -> Result<(), Failure> {
        self.write(Line::Made(source.clone(), number.clone()))
    }

    /// It was moved as far as the source's had come.
    pub fn moved(&mut self, source: &PostingNumber, status: &str, substatus: &str) -> Result<(), Failure> {
        self.write(Line::Moved(source.clone(), status.to_owned(), substatus.to_owned()))
    }

    fn write(&mut self, line: Line) -> Result<(), Failure> {
        if let Some(file) = &mut self.file {
            let mut bytes = serde_json::to_vec(&line)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            // What moves is looked at again anyway; what is made must be known.
            if !matches!(line, Line::Moved(..)) {
                file.sync_data()?;
            }
        }
        self.learn(line);
        Ok(())
    }

    fn learn(&mut self, line: Line) {
        match line {
            Line::Shops(..) => {}
            Line::Begun(source) => self.begun = Some(source),
            Line::Made(source, number) => {
                self.begun = None;
                self.made.insert(number.clone());
                self.last = Some(number.clone());
                self.known.insert(source, Known { number, ..Known::default() });
            }
            Line::Moved(source, status, substatus) => {
                if let Some(known) = self.known.get_mut(&source) {
                    known.stood = (status, substatus);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_did_not_happen_and_another_shop_s_state_is_refused() {
        let path = std::env::temp_dir().join(format!("gostiny-twin-{}.jsonl", std::process::id()));
        let numbers: [PostingNumber; 3] = ["1-1-1".into(), "2-1-1".into(), "9-1-1".into()];
        let mut journal = Journal::open(Some(&path), (1, 2)).unwrap();
        journal.begin(&numbers[0]).unwrap();
        journal.made(&numbers[0], &numbers[2]).unwrap();
        journal.moved(&numbers[0], "delivered", "posting_received").unwrap();
        journal.begin(&numbers[1]).unwrap();
        drop(journal);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"made\":[\"2-1").unwrap();
        for _ in 0..2 {
            let journal = Journal::open(Some(&path), (1, 2)).unwrap();
            let stood = ("delivered".to_owned(), "posting_received".to_owned());
            assert_eq!(journal.known.get(&numbers[0]), Some(&Known { number: numbers[2].clone(), stood }));
            assert_eq!((journal.begun.as_ref(), journal.known.len()), (Some(&numbers[1]), 1));
        }
        assert!(Journal::open(Some(&path), (1, 3)).is_err());
        std::fs::write(&path, "{}\n").unwrap();
        assert!(Journal::open(Some(&path), (1, 2)).is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(!Journal::open(None, (1, 2)).unwrap().is_kept());
    }
}
