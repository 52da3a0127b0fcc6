//! A bar code as a picture for a screen.

use super::{PdfError, symbol::Symbol};

/// Dots of a module.
const MODULE: i32 = 4;
/// Dots of a bar.
const HEIGHT: i32 = 160;
/// Free dots above and below.
const EDGE: i32 = 16;

/// A Code 128 of the text, black on white, as PNG.
pub fn barcode_picture(text: &str) -> Result<Vec<u8>, PdfError> {
    let symbol = Symbol::code128(text)?;
    let refused = || PdfError::Barcode(text.to_owned());
    let size = |dots: i32| u32::try_from(dots).map_err(|_| refused());
    let (width, height) = (size(symbol.width(MODULE))?, size(HEIGHT + 2 * EDGE)?);
    let bars = symbol.areas((symbol.quiet(MODULE), 0), MODULE, HEIGHT);
    let is_dark = |x: i32| bars.iter().any(|bar| (bar.x..bar.x + bar.width).contains(&x));
    let shade = |x: i32| if is_dark(x) { 0_u8 } else { 255 };
    let bar: Vec<u8> = (0..symbol.width(MODULE)).map(shade).collect();
    let blank = vec![255_u8; bar.len()];
    let in_bars = |y: &i32| (EDGE..EDGE + HEIGHT).contains(y);
    let dots = (0..HEIGHT + 2 * EDGE).flat_map(|y| if in_bars(&y) { bar.iter() } else { blank.iter() });
    let dots: Vec<u8> = dots.copied().collect();
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&dots)?;
    writer.finish()?;
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_shows_the_bars_of_the_code() {
        let picture = barcode_picture("%303%23241294001").unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&picture)).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        let columns = Symbol::code128("%303%23241294001").unwrap().columns;
        assert_eq!(info.width, u32::try_from((columns + 20) * MODULE).unwrap());
        let middle =
            &dots[usize::try_from(info.width * info.height / 2).unwrap()..][..usize::try_from(info.width).unwrap()];
        // A quiet zone, the wide bar of the start sign, a quiet zone.
        assert_eq!((middle[0], middle[40], middle[middle.len() - 1]), (255, 0, 255));
        assert!(barcode_picture("Ж").is_err());
    }
}
