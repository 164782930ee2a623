//! Draws certificates on one core and tells how many it draws in a second, and how large they are, as one line of
//! JSON: `cargo run --release -p forprev-app --example certificates_per_second -- 1000`.

use std::error::Error;
use std::time::Instant;

use forprev_app::render::archive::{file_name, zip_certificates};
use forprev_app::render::certificate::{CertificateSheet, render_certificate};

/// As long as the signed code of a usual name.
const CODE_LENGTH: usize = 420;

fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(1_000), |text| text.parse())?;
    let sample: CertificateSheet = serde_json::from_str(include_str!("../tests/certificate_sheet.json"))?;
    let sheets: Vec<_> = (0..count.max(10)).map(|number| fresh(&sample, number)).collect();
    // The fonts are read once per process: a server has done it.
    let size = render_certificate(&fresh(&sample, count))?.len();

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
            "session_of_10_zipped_ms": (session * 10.0).round() / 10.0,
        })
    );
    Ok(())
}

/// Another certificate: another number, another name, another code.
fn fresh(sample: &CertificateSheet, number: usize) -> CertificateSheet {
    // A linear congruential generator: the code must look random, not be it.
    let mut state = number as u64;
    let letter = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'A' + u8::try_from((state >> 33) % 26).unwrap_or_default())
    };
    CertificateSheet {
        certificate_number: format!("SST-2026-{number:09}"),
        last_name: format!(
            "{}-{}",
            sample.last_name,
            char::from(b'a' + u8::try_from(number % 26).unwrap_or_default())
        ),
        signed_code: format!("FP1{}", std::iter::repeat_with(letter).take(CODE_LENGTH).collect::<String>()),
        ..sample.clone()
    }
}
