//! Codes as certificates carry them, drawn with a slant, noise and shade.

use super::read;
use forprev_core::certificate::signature::qr_content;
use qrcode::{
    QrCode, Version,
    bits::Bits,
    types::{Color, EcLevel},
};

struct Code {
    modules: Vec<bool>,
    width: usize,
    text: String,
}

/// A code with `length` characters of base32, as small as it can be.
fn code(length: usize) -> Code {
    let signed: String =
        "FP1".chars().chain("MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U".chars().cycle().take(length)).collect();
    let content = qr_content("https://forprev.example", &signed);
    (1..=40)
        .find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            bits.push_byte_data(content.prefix.as_bytes()).ok()?;
            bits.push_alphanumeric_data(signed.as_bytes()).ok()?;
            bits.push_terminator(EcLevel::M).ok()?;
            let code = QrCode::with_bits(bits, EcLevel::M).ok()?;
            let text = format!("{}{signed}", content.prefix);
            Some(Code {
                width: code.width(),
                modules: code.into_colors().iter().map(|c| *c == Color::Dark).collect(),
                text,
            })
        })
        .unwrap()
}

/// Draws codes side by side, turned by `angle` radians, with modules of `size` pixels.
fn picture(codes: &[&Code], size: f64, angle: f64, noise: f64) -> (Vec<u8>, usize) {
    let cell = codes.iter().map(|code| code.width).max().unwrap() as f64 * size * 1.6;
    let (width, height) = ((cell * codes.len() as f64) as usize, cell as usize);
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let index = ((x as f64 / cell) as usize).min(codes.len() - 1);
            let code = codes[index];
            let (dx, dy) = (x as f64 - cell * (index as f64 + 0.5), y as f64 - cell / 2.0);
            let half = code.width as f64 / 2.0;
            let column = (angle.cos() * dx + angle.sin() * dy) / size + half;
            let row = (angle.cos() * dy - angle.sin() * dx) / size + half;
            let inside = |v: f64| v >= 0.0 && v < code.width as f64;
            let dark =
                inside(column) && inside(row) && code.modules[row as usize * code.width + column as usize];
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let grain = ((seed % 1000) as f64 / 500.0 - 1.0) * noise;
            let shade = 1.0 - 0.4 * x as f64 / width as f64;
            let light = if dark { 45.0 } else { 220.0 };
            pixels.push((light * shade + grain) as u8);
        }
    }
    (pixels, width)
}

#[test]
fn codes_of_certificates_are_read_at_a_slant_and_in_poor_light() {
    for length in [480, 620, 900] {
        let code = code(length);
        for (size, angle, noise) in [(4.0, 0.0, 0.0), (4.0, 0.2, 12.0), (5.0, -0.35, 20.0), (6.0, 1.2, 20.0)]
        {
            let (pixels, width) = picture(&[&code], size, angle, noise);
            assert_eq!(
                read(&pixels, width),
                [code.text.as_str()],
                "{length} characters, {size} px, {angle} rad"
            );
        }
    }
}

#[test]
fn all_codes_of_a_picture_are_read() {
    let (one, other) = (code(480), code(500));
    let (pixels, width) = picture(&[&one, &other], 4.0, 0.1, 5.0);
    let mut found = read(&pixels, width);
    found.sort_by_key(String::len);
    assert_eq!(found, [one.text, other.text]);
}

#[test]
fn what_is_no_picture_or_holds_no_code_gives_nothing() {
    assert!(read(&[], 0).is_empty());
    assert!(read(&[], 10).is_empty());
    assert!(read(&[1, 2, 3], 2).is_empty());
    assert!(read(&[255; 100], 100).is_empty());
    assert!(read(&vec![255; 300 * 300], 300).is_empty());
    let noise: Vec<u8> = (0..90_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(read(&noise, 300).is_empty());
}
