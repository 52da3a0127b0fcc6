//! From sheets to the bytes of a PDF. The only file that speaks to the PDF writer, and the only one with
//! fractional numbers: layout units are scaled to points by the page's transform.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};

use super::PdfError;
use super::sheet::{Area, Paper, Sheet};

/// Points in a layout unit of 1/80 mm.
const POINTS: f32 = 0.035_433_07;
/// Grey behind table headers, 0 black to 255 white.
const SHADE: u8 = 236;

/// Draws the sheets, one page each. Nothing but the arguments goes into the bytes; `made_at` (Unix seconds)
/// becomes the document's date.
pub(super) fn render(sheets: &[Sheet], title: &str, made_at: i64) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new_with(SerializeSettings { enable_tagging: false, ..Default::default() });
    document.set_metadata(metadata(title, made_at));
    for sheet in sheets {
        let (width, height) = points(sheet.paper);
        let mut page = document.start_page_with(PageSettings::from_wh(width, height).ok_or(PdfError::Page)?);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(POINTS, POINTS));
        draw(&mut surface, sheet)?;
        surface.pop();
        surface.finish();
        page.finish();
    }
    Ok(document.finish()?)
}

fn draw(surface: &mut Surface<'_>, sheet: &Sheet) -> Result<(), PdfError> {
    surface.set_fill(Some(grey(SHADE)));
    fill(surface, &sheet.shades);
    surface.set_fill(Some(grey(0)));
    fill(surface, &sheet.rules);
    for symbol in &sheet.symbols {
        fill(surface, symbol);
    }
    for text in &sheet.texts {
        let font = text.style.face().ok_or(PdfError::Font)?.font.clone();
        let at = Point::from_xy(unit(text.x), unit(text.y));
        surface.draw_text(at, font, unit(text.style.size), &text.text, false, TextDirection::LeftToRight);
    }
    Ok(())
}

/// All areas as one path: one paint operation, no seams between neighbours.
fn fill(surface: &mut Surface<'_>, areas: &[Area]) {
    if let Some(path) = path(areas) {
        surface.draw_path(&path);
    }
}

fn path(areas: &[Area]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for area in areas {
        builder.push_rect(Rect::from_xywh(unit(area.x), unit(area.y), unit(area.width), unit(area.height))?);
    }
    builder.finish()
}

fn grey(lightness: u8) -> Fill {
    Fill { paint: luma::Color::new(lightness).into(), ..Fill::default() }
}

/// A layout unit for the writer; the longest side of any paper is under `i16::MAX` units.
fn unit(value: i32) -> f32 {
    f32::from(i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX }))
}

/// Paper size in points, rounded down so that a 203 dpi raster has no dot to spare.
const fn points(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::Label => (212.598, 340.157),
        Paper::Small => (164.409, 113.385),
        Paper::A4 => (595.275, 841.889),
    }
}

fn metadata(title: &str, made_at: i64) -> Metadata {
    let metadata = Metadata::new()
        .title(title.to_owned())
        .creator("Gostiny".to_owned())
        .language("ru".to_owned())
        .document_id(format!("{title} {made_at}"));
    match date(made_at) {
        Some(date) => metadata.creation_date(date),
        None => metadata,
    }
}

/// UTC calendar date of Unix seconds in the Gregorian calendar, counting years from March so that the leap day
/// is a year's last. Nothing outside the years 0-9999.
fn date(made_at: i64) -> Option<DateTime> {
    let second = made_at.rem_euclid(86_400);
    let days = made_at.div_euclid(86_400).checked_add(719_468)?;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day + 2) / 153;
    let day = day - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    if year > 9999 {
        return None;
    }
    Some(
        DateTime::new(u16::try_from(year).ok()?)
            .month(u8::try_from(month).ok()?)
            .day(u8::try_from(day).ok()?)
            .hour(u8::try_from(second / 3600).ok()?)
            .minute(u8::try_from(second / 60 % 60).ok()?)
            .second(u8::try_from(second % 60).ok()?)
            .utc_offset_hour(0)
            .utc_offset_minute(0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_a_calendar_date() {
        let on = |year, month, day| {
            DateTime::new(year)
                .month(month)
                .day(day)
                .hour(0)
                .minute(0)
                .second(0)
                .utc_offset_hour(0)
                .utc_offset_minute(0)
        };
        assert_eq!(date(0), Some(on(1970, 1, 1)));
        assert_eq!(date(1_709_164_800), Some(on(2024, 2, 29)));
        assert_eq!(date(1_768_208_401), Some(on(2026, 1, 12).hour(9).second(1)));
        assert_eq!(date(i64::MAX), None);
        assert_eq!(date(i64::MIN), None);
    }
}
