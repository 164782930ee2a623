//! Draws certificates on one core and tells, as one line of JSON, how many it draws in a second, how large they are,
//! and how large one is whose texts are as long as the rules allow:
//! `cargo run --release -p forprev-app --example certificates_per_second -- 1000`.
//!
//! With `--sheets 100` it draws nothing: it prints what is to be drawn, a sheet and its QR code (SVG) a line, for
//! whoever draws the same page with another program.

use std::error::Error;
use std::time::Instant;

use forprev_app::render::archive::{file_name, zip_certificates};
use forprev_app::render::certificate::{CertificateSheet, render_certificate};
use qrcode::types::{Color, EcLevel};

/// As long as the signed code of a usual name.
const CODE_LENGTH: usize = 420;
/// As long as the signed code of the longest names, written with letters of three bytes each.
const LONGEST_CODE_LENGTH: usize = 1_300;
/// A letter of three bytes, of which fonts have no simpler form.
const WIDE: &str = "Ễ";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    let sample: CertificateSheet =
        serde_json::from_str(include_str!("../tests/it/certificate_pdf/certificate_sheet.json"))?;
    if first.as_deref() == Some("--sheets") {
        let count: usize = arguments.next().map_or(Ok(100), |text| text.parse())?;
        return (0..count).try_for_each(|number| print_sheet(&fresh(&sample, number)));
    }
    let count: usize = first.map_or(Ok(1_000), |text| text.parse())?;
    let sheets: Vec<_> = (0..count.max(10)).map(|number| fresh(&sample, number)).collect();
    // The fonts are read once per process: a server has done it.
    let size = render_certificate(&fresh(&sample, count))?.len();
    let longest = render_certificate(&longest(&sample))?.len();

    let start = Instant::now();
    for sheet in &sheets {
        std::hint::black_box(render_certificate(sheet)?);
    }
    let per_second = sheets.len() as f64 / start.elapsed().as_secs_f64();

    let start = Instant::now();
    let files: Result<Vec<_>, _> = sheets
        .iter()
        .take(10)
        .map(|sheet| Ok::<_, Box<dyn Error>>((file_name(sheet), render_certificate(sheet)?)))
        .collect();
    zip_certificates(&files?)?;
    let session = start.elapsed().as_secs_f64() * 1_000.0;

    println!(
        "{}",
        serde_json::json!({
            "documents": sheets.len(),
            "documents_per_second": per_second.round(),
            "bytes": size,
            "bytes_longest": longest,
            "session_of_10_zipped_ms": (session * 10.0).round() / 10.0,
        })
    );
    Ok(())
}

/// Another certificate: another number, another name, another code.
fn fresh(sample: &CertificateSheet, number: usize) -> CertificateSheet {
    CertificateSheet {
        certificate_number: format!("SST-2026-{number:09}"),
        last_name: format!(
            "{}-{}",
            sample.last_name,
            char::from(b'a' + u8::try_from(number % 26).unwrap_or_default())
        ),
        signed_code: code(number, CODE_LENGTH),
        ..sample.clone()
    }
}

/// A certificate of the longest texts.
fn longest(sample: &CertificateSheet) -> CertificateSheet {
    let name = WIDE.repeat(80);
    CertificateSheet {
        last_name: name.clone(),
        first_name: name.clone(),
        place: WIDE.repeat(120),
        organisation_name: WIDE.repeat(120),
        formateur_name: format!("{name} {name}"),
        generated_by: format!("{name} {name}"),
        signed_code: code(0, LONGEST_CODE_LENGTH),
        ..sample.clone()
    }
}

/// What looks like a signed code.
fn code(number: usize, length: usize) -> String {
    // A linear congruential generator: the code must look random, not be it.
    let mut state = number as u64;
    let letter = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'A' + u8::try_from((state >> 33) % 26).unwrap_or_default())
    };
    format!("FP1{}", std::iter::repeat_with(letter).take(length).collect::<String>())
}

fn print_sheet(sheet: &CertificateSheet) -> Result<(), Box<dyn Error>> {
    let address = format!("{}#{}", sheet.verification_url, sheet.signed_code);
    let code = qrcode::QrCode::with_error_correction_level(address, EcLevel::M)?;
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        // A line for each run of dark modules, as programs that write QR codes as SVG do.
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{column} {row}.5h{}", run.len()));
            }
            column += run.len();
        }
    }
    let qr = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\"><path stroke=\"#000\" d=\"{path}\"/></svg>"
    );
    println!("{}", serde_json::json!({ "sheet": sheet, "qr": qr }));
    Ok(())
}
