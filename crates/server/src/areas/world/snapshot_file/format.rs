//! The file of a world: lines of JSON, packed with gzip. First what it is, then table by table its rows, then the files,
//! last how much there was and a hash of all lines before. `zcat` shows it.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    store::Arg,
};

/// How the lines are to be read. Raised when that changes.
pub const FORMAT: i64 = 1;
/// The longest line, in bytes.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;
/// Bytes of a file in one line.
const PIECE: usize = 384 * 1024;

/// One line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first.
    World { format: i64, schema: i64 },
    /// A table; its rows follow.
    Table { name: String, columns: Vec<String> },
    /// A row of the table above.
    Row(Vec<Cell>),
    /// A file; its bytes follow.
    File(String),
    /// Bytes of the file above, base64.
    Bytes(String),
    /// The last.
    End { rows: i64, files: i64, sha256: String },
}

/// A value of a row.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// None.
    Null(()),
}

impl Cell {
    pub fn of(arg: &Arg) -> Self {
        match arg {
            Arg::Int(Some(number)) => Self::Int(*number),
            Arg::Text(Some(text)) => Self::Text(text.clone()),
            Arg::Int(None) | Arg::Text(None) => Self::Null(()),
        }
    }

    /// As a column of this type takes it.
    pub fn into_arg(self, is_text: bool) -> Result<Arg> {
        match (self, is_text) {
            (Self::Int(number), false) => Ok(Arg::Int(Some(number))),
            (Self::Text(text), true) => Ok(Arg::Text(Some(text))),
            (Self::Null(()), true) => Ok(Arg::Text(None)),
            (Self::Null(()), false) => Ok(Arg::Int(None)),
            _ => Err(damaged("a value is not of its column's type")),
        }
    }
}

/// A file that cannot be read as it should be.
pub fn damaged(what: &str) -> Error {
    Error::BadRequest(format!("the file is damaged, or holds no world: {what}"))
}

/// Writes a file.
pub struct Writer {
    to: GzEncoder<BufWriter<File>>,
    hash: Sha256,
    rows: i64,
    files: i64,
}

impl Writer {
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(|error| named(path, &error))?;
        let to = GzEncoder::new(BufWriter::new(file), Compression::fast());
        Ok(Self { to, hash: Sha256::new(), rows: 0, files: 0 })
    }

    pub fn line(&mut self, line: &Line) -> Result<()> {
        match line {
            Line::Row(_) => self.rows += 1,
            Line::File(_) => self.files += 1,
            _ => {}
        }
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.hash.update(&text);
        self.to.write_all(&text).map_err(internal)
    }

    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.line(&Line::File(name.to_owned()))?;
        bytes.chunks(PIECE).try_for_each(|piece| self.line(&Line::Bytes(STANDARD.encode(piece))))
    }

    /// Ends the file; what it says is on the disk. Answers rows and files.
    pub fn finish(mut self) -> Result<(i64, i64)> {
        let (rows, files) = (self.rows, self.files);
        let sha256 = hex(&std::mem::take(&mut self.hash).finalize());
        self.line(&Line::End { rows, files, sha256 })?;
        let file = self.to.finish().and_then(|file| file.into_inner().map_err(std::io::IntoInnerError::into_error));
        file.and_then(|file| file.sync_all()).map_err(internal)?;
        Ok((rows, files))
    }
}

/// Reads a file line by line.
pub struct Reader(BufReader<GzDecoder<BufReader<File>>>);

impl Reader {
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| named(path, &error))?;
        Ok(Self(BufReader::new(GzDecoder::new(BufReader::new(file)))))
    }

    /// The next line; none at the end.
    pub fn next(&mut self) -> Result<Option<Line>> {
        self.next_text()?.map(|text| read(&text)).transpose()
    }

    fn next_text(&mut self) -> Result<Option<Vec<u8>>> {
        let mut text = Vec::new();
        let read = (&mut self.0).take(LONGEST_LINE).read_until(b'\n', &mut text);
        match read.map_err(|error| damaged(&error.to_string()))? {
            0 => Ok(None),
            _ if text.ends_with(b"\n") => Ok(Some(text)),
            _ => Err(damaged("a line has no end")),
        }
    }
}

fn read(text: &[u8]) -> Result<Line> {
    serde_json::from_slice(text).map_err(|error| damaged(&error.to_string()))
}

/// What a whole file says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The version of its tables.
    pub schema: i64,
    /// Its rows.
    pub rows: i64,
    /// Its files.
    pub files: i64,
}

/// Reads a file to its end and holds it against its own words.
pub fn check(path: &Path) -> Result<About> {
    let mut reader = Reader::open(path)?;
    let (mut hash, mut about, mut width) = (Sha256::new(), About { schema: 0, rows: 0, files: 0 }, None);
    let mut is_first = true;
    while let Some(text) = reader.next_text()? {
        let line = read(&text)?;
        match (&line, is_first) {
            (Line::World { format, .. }, true) if *format > FORMAT => {
                return Err(Error::Conflict(format!(
                    "the file is of format {format}; the newest one known here is {FORMAT}"
                )));
            }
            (Line::World { schema, .. }, true) => about.schema = *schema,
            (_, true) => return Err(damaged("it does not begin as one")),
            (Line::World { .. }, false) => return Err(damaged("it begins twice")),
            (Line::Table { columns, .. }, _) if about.files == 0 => width = Some(columns.len()),
            (Line::Row(cells), _) if about.files == 0 && Some(cells.len()) == width => about.rows += 1,
            (Line::File(_), _) => about.files += 1,
            (Line::Bytes(_), _) if about.files > 0 => {}
            (Line::End { rows, files, sha256 }, _) => {
                let as_told = (*rows, *files) == (about.rows, about.files) && *sha256 == hex(&hash.finalize());
                return match (as_told, reader.next_text()?) {
                    (true, None) => Ok(about),
                    _ => Err(damaged("what it says of itself is not so")),
                };
            }
            _ => return Err(damaged("a line is in the wrong place")),
        }
        is_first = false;
        hash.update(&text);
    }
    Err(damaged("it has no end"))
}

/// The bytes of a line.
pub fn bytes(piece: &str) -> Result<Vec<u8>> {
    STANDARD.decode(piece).map_err(|error| damaged(&error.to_string()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named(path: &Path, error: &std::io::Error) -> Error {
    Error::BadRequest(format!("{}: {error}", path.display()))
}

fn internal(error: std::io::Error) -> Error {
    Error::Internal(error.into())
}
