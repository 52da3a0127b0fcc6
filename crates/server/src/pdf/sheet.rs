//! A page before it is PDF: texts, rules, shades and symbols at integer positions.
//! One layout unit is 1/80 mm, a tenth of a 203 dpi printer dot; y grows downwards.

use super::PdfError;
use super::font::Style;
use super::symbol::Symbol;
use super::text::{fit, wrap};

/// Units in a printer dot of 0.125 mm; bars and rules lie on this grid.
pub(super) const DOT: i32 = 10;

/// Captions over values.
const CAPTION: Style = Style::regular(65);

/// Millimetres in units.
pub(super) const fn mm(millimetres: i32) -> i32 {
    millimetres * 80
}

/// Tenths of a point in units.
pub(super) const fn pt(tenths: i32) -> i32 {
    tenths * 254 * 80 / 7200
}

/// What is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    /// 75 x 120 mm, the thermal label.
    Label,
    /// 58 x 40 mm, the small one.
    Small,
    /// 210 x 297 mm.
    A4,
}

/// A rectangle in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// A horizontal stretch that text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub x: i32,
    pub width: i32,
}

/// Where in its span a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A text at its baseline.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub x: i32,
    pub y: i32,
    pub style: Style,
    pub text: String,
}

/// One page.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub paper: Paper,
    pub shades: Vec<Area>,
    pub rules: Vec<Area>,
    pub symbols: Vec<Vec<Area>>,
    pub texts: Vec<Text>,
}

impl Sheet {
    pub fn new(paper: Paper) -> Self {
        Self { paper, shades: Vec::new(), rules: Vec::new(), symbols: Vec::new(), texts: Vec::new() }
    }

    /// One line, shortened to the span; returns the y below it.
    pub fn line(&mut self, span: Span, y: i32, align: Align, style: Style, text: &str) -> i32 {
        let text = fit(text, style, span.width);
        if !text.is_empty() {
            let spare = span.width.saturating_sub(style.width(&text)).max(0);
            let shift = match align {
                Align::Left => 0,
                Align::Centre => spare / 2,
                Align::Right => spare,
            };
            self.texts.push(Text { x: span.x + shift, y: y + style.baseline(), style, text });
        }
        y + style.line()
    }

    /// Left-aligned text in at most `most` lines; returns the y below it.
    pub fn paragraph(&mut self, span: Span, y: i32, style: Style, most: usize, text: &str) -> i32 {
        wrap(text, style, span.width, most).iter().fold(y, |y, line| self.line(span, y, Align::Left, style, line))
    }

    /// A small caption with its value under it in at most `most` lines; an empty value is a dash.
    pub fn field(&mut self, span: Span, y: i32, caption: &str, style: Style, most: usize, value: &str) -> i32 {
        let y = self.line(span, y, Align::Left, CAPTION, caption);
        self.paragraph(span, y, style, most, if value.trim().is_empty() { "—" } else { value })
    }

    /// A horizontal rule, `dots` thick.
    pub fn rule(&mut self, span: Span, y: i32, dots: i32) {
        self.rules.push(Area { x: span.x, y: snap(y), width: span.width, height: dots * DOT });
    }

    /// Code 128 in the area, modules at most `most` dots wide: centred with both quiet zones inside, or its bars
    /// on the area's right edge with the right quiet zone left to the page's margin.
    pub fn code128(&mut self, area: Area, align: Align, most: i32, text: &str) -> Result<(), PdfError> {
        let symbol = Symbol::code128(text)?;
        let module = symbol.module(area.width, most).ok_or_else(|| PdfError::BarcodeTooLong(text.to_owned()))?;
        let bars = symbol.columns * module;
        let x = match align {
            Align::Left => area.x + symbol.quiet(module),
            Align::Centre => area.x + (area.width - bars) / 2,
            Align::Right => area.x + area.width - bars,
        };
        self.symbols.push(symbol.areas((snap(x), snap(area.y)), module, area.height / DOT * DOT));
        Ok(())
    }

    /// A square symbol as large as fits the square at x, y, its right and top edges on the square's;
    /// the quiet zone is outside. Returns its side.
    pub fn square(&mut self, symbol: &Symbol, right: i32, y: i32, side: i32, text: &str) -> Result<i32, PdfError> {
        let module = (side / (symbol.columns * DOT)) * DOT;
        if module < 2 * DOT {
            return Err(PdfError::BarcodeTooLong(text.to_owned()));
        }
        let side = module * symbol.columns;
        self.symbols.push(symbol.areas((snap(right - side), snap(y)), module, module));
        Ok(side)
    }
}

/// The nearest dot at or before.
const fn snap(position: i32) -> i32 {
    position / DOT * DOT
}
