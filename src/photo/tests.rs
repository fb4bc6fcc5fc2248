use super::*;

/// A QR code drawn in dark grey on light grey, `scale` pixels a module.
fn drawn(text: &str, scale: usize) -> Grey {
    let code = qrcode::QrCode::new(text).unwrap();
    let count = code.width() + 8;
    let dark = |x: usize, y: usize| {
        let inside = (4..count - 4).contains(&x) && (4..count - 4).contains(&y);
        inside && code[(x - 4, y - 4)] == qrcode::Color::Dark
    };
    let side = count * scale;
    let pixels = (0..side * side).map(|at| if dark(at % side / scale, at / side / scale) { 20 } else { 230 }).collect();
    Grey::new(u32::try_from(side).unwrap(), u32::try_from(side).unwrap(), pixels).unwrap()
}

const TEXT: &str =
    "HTTPS://CERT.EXAMPLE.ORG/V/7K3M9QWX2TRB5HNC8XYZ#AHY373X5U5ASPNYSMZUXE3JNNZXS2ZDJONRWS4DMNFXGKH7HUS5OLPUL";

#[test]
fn a_code_is_read_at_any_size() {
    for scale in [2, 3, 8] {
        assert_eq!(codes(&drawn(TEXT, scale)), [TEXT], "{scale} pixels a module");
    }
    assert_eq!(codes(&drawn(TEXT, 2).doubled().halved()), [TEXT]);
}

#[test]
fn an_empty_page_has_no_code() {
    assert!(codes(&Grey::new(300, 200, vec![255; 60_000]).unwrap()).is_empty());
    assert!(codes(&Grey::new(1, 1, vec![0]).unwrap()).is_empty());
}

#[test]
fn a_picture_comes_out_of_png_as_it_went_in() {
    let picture = drawn(TEXT, 3);
    let (width, height) = picture.sides();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(picture.pixels()).unwrap();
    assert_eq!(format(&bytes), Some(Format::Png));
    assert_eq!(read(&bytes).unwrap(), picture);
    for end in (0..bytes.len()).step_by(97) {
        assert!(read(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_not_begun() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 60_000, 60_000);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, b"x").unwrap();
    drop(writer);
    assert_eq!(read(&bytes), Err(Unread::TooLarge));
}

#[test]
fn formats_are_told_by_their_first_bytes() {
    assert_eq!(format(b"%PDF-1.7 and so on"), None);
    assert_eq!(format(b"\xFF\xD8\xFF\xE0"), Some(Format::Jpeg));
    assert_eq!(format(b"RIFF\0\0\0\0WEBPVP8 "), Some(Format::Webp));
    assert_eq!(format(b"\0\0\0\x18ftypheic\0\0"), Some(Format::Heif));
    assert_eq!(read(b"\0\0\0\x18ftypheic\0\0"), Err(Unread::Damaged));
    assert_eq!(read(b"\xFF\xD8\xFF\xE0 and nothing"), Err(Unread::Damaged));
}
