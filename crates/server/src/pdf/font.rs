//! The two built-in faces, Noto Sans Regular and Bold: parsed once, with the advance of each character,
//! and the `Style` (face and size) every text is set in.

use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::sheet::pt;

/// Stands in for a character the faces do not have.
pub(super) const MISSING: char = '\u{FFFD}';

static REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");
static FACES: LazyLock<Option<(Face, Face)>> = LazyLock::new(|| Some((Face::read(REGULAR)?, Face::read(BOLD)?)));

/// A parsed face. Advances are in units per em, indexed by code point; absent characters have none.
pub(super) struct Face {
    pub font: Font,
    em: i32,
    advances: Vec<Option<u16>>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let tables = FontRef::new(bytes).ok()?;
        let em = i32::from(tables.head().ok()?.units_per_em());
        let metrics = tables.hmtx().ok()?;
        let mut advances = Vec::new();
        for (code, glyph) in tables.charmap().mappings() {
            let code = usize::try_from(code).ok()?;
            if advances.len() <= code {
                advances.resize(code.saturating_add(1), None);
            }
            if let Some(slot) = advances.get_mut(code) {
                *slot = metrics.advance(glyph);
            }
        }
        Some(Self { font, em, advances })
    }

    fn advance(&self, character: char) -> Option<i32> {
        let code = usize::try_from(u32::from(character)).ok()?;
        self.advances.get(code).copied().flatten().map(i32::from)
    }
}

/// Whether both faces can print the character; they are cut to one set.
pub(super) fn has(character: char) -> bool {
    FACES.as_ref().is_some_and(|(regular, _)| regular.advance(character).is_some())
}

/// A face and a size in layout units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    bold: bool,
    pub size: i32,
}

impl Style {
    /// The regular face, size in tenths of a point.
    pub const fn regular(tenths: i32) -> Self {
        Self { bold: false, size: pt(tenths) }
    }

    /// The bold face, size in tenths of a point.
    pub const fn bold(tenths: i32) -> Self {
        Self { bold: true, size: pt(tenths) }
    }

    /// The face, unless the built-in fonts are unreadable.
    pub fn face(self) -> Option<&'static Face> {
        FACES.as_ref().map(|(regular, bold)| if self.bold { bold } else { regular })
    }

    /// Height of one line of text.
    pub const fn line(self) -> i32 {
        self.size * 6 / 5
    }

    /// From the top of a line to the baseline.
    pub const fn baseline(self) -> i32 {
        self.size * 19 / 20
    }

    /// Width of one character, rounded up so that a sum is never too small.
    pub fn advance(self, character: char) -> i32 {
        let Some(face) = self.face() else { return 0 };
        let units = face.advance(character).or_else(|| face.advance(MISSING)).unwrap_or(face.em);
        units.saturating_mul(self.size).saturating_add(face.em - 1) / face.em
    }

    /// Width of a text on one line.
    pub fn width(self, text: &str) -> i32 {
        text.chars().map(|character| self.advance(character)).fold(0, i32::saturating_add)
    }

    /// The same face made small enough for the text to fit the width, but not under `least` tenths of a point.
    pub fn shrunk(self, text: &str, width: i32, least: i32) -> Self {
        let needed = self.width(text);
        if needed <= width {
            return self;
        }
        let fitting = i64::from(self.size) * i64::from(width) / i64::from(needed.max(1));
        Self { size: i32::try_from(fitting).unwrap_or(self.size).saturating_sub(1).max(pt(least)), ..self }
    }
}
