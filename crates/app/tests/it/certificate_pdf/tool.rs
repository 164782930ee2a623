//! The tools that read a PDF back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use forprev_app::render::certificate::{CertificateSheet, render_certificate};

static FILES: AtomicU32 = AtomicU32::new(0);

/// A PDF in a file, removed with it.
pub struct Pdf {
    bytes: Vec<u8>,
    path: PathBuf,
}

/// A text without its spaces and line breaks, which a page sets as it needs, nor its hyphens, which `pdftotext`
/// takes for those of a division at the end of a line.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

fn run(package: &str, tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool).args(arguments).output();
    let output = output.unwrap_or_else(|_| panic!("{tool} is needed: install the package {package}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool} {arguments:?}: {said}{errors}");
    said
}

impl Pdf {
    pub fn of(sheet: &CertificateSheet) -> Self {
        Self::new(render_certificate(sheet).unwrap())
    }

    pub fn new(bytes: Vec<u8>) -> Self {
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("forprev-certificate-{}-{number}.pdf", std::process::id()));
        std::fs::write(&path, &bytes).unwrap();
        Self { bytes, path }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn contains(&self, text: &str) -> bool {
        self.bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    pub fn text(&self) -> String {
        run("poppler-utils", "pdftotext", &["-enc", "UTF-8", self.path(), "-"])
    }

    pub fn text_in_reading_order(&self) -> String {
        run("poppler-utils", "pdftotext", &["-raw", "-enc", "UTF-8", self.path(), "-"])
    }

    /// What `pdfinfo` says, with single spaces.
    pub fn info(&self) -> String {
        let said = run("poppler-utils", "pdfinfo", &[self.path()]);
        said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
    }

    /// The names of the structure elements, in their order.
    pub fn structure(&self) -> Vec<String> {
        let said = run("poppler-utils", "pdfinfo", &["-struct", self.path()]);
        said.lines()
            .filter_map(|line| line.split_whitespace().next())
            .map(|name| name.replace(':', ""))
            .collect()
    }

    pub fn assert_sound(&self) {
        let said = run("qpdf", "qpdf", &["--check", self.path()]);
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }

    pub fn fonts_not_embedded(&self) -> Vec<String> {
        let said = run("poppler-utils", "pdffonts", &[self.path()]);
        let fonts: Vec<_> = said.lines().skip(2).collect();
        assert!(!fonts.is_empty(), "{said}");
        // Name, type, encoding, then: embedded, subset, with a map to Unicode; object and generation.
        let ends_well = |line: &&str| {
            let mut words = line.split_whitespace().rev().skip(2);
            words.by_ref().take(3).all(|word| word == "yes")
        };
        fonts.into_iter().filter(|line| !ends_well(line)).map(str::to_owned).collect()
    }

    /// The content of the QR code on the first page, as a camera would see it at so many dots per inch.
    pub fn qr_code(&self, dpi: u32) -> String {
        let picture = self.path.with_extension("");
        let picture = picture.to_str().unwrap();
        run(
            "poppler-utils",
            "pdftoppm",
            &["-r", &dpi.to_string(), "-png", "-singlefile", self.path(), picture],
        );
        let picture = format!("{picture}.png");
        let said =
            run("zbar-tools", "zbarimg", &["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", &picture]);
        std::fs::remove_file(Path::new(&picture)).unwrap();
        said.trim_end().to_owned()
    }

    /// No line of text touches another, nor the QR code, nor leaves the frame.
    pub fn assert_nothing_overlaps(&self) {
        let said = run("poppler-utils", "pdftotext", &["-bbox-layout", self.path(), "-"]);
        let lines: Vec<Box> = said.lines().filter_map(Box::of_line).collect();
        assert!(lines.len() > 15, "{said}");
        for (index, line) in lines.iter().enumerate() {
            assert!(
                line.left >= 60.0 && line.right <= 535.5 && line.top >= 45.0 && line.bottom <= 806.0,
                "{line:?}"
            );
            // The QR code with its quiet zone: nothing else stands at the left of the foot of the page.
            assert!(line.bottom <= 655.0 || line.left >= 70.0 + 113.0 + 4.0, "{line:?} is in the QR code");
            for other in lines.iter().skip(index + 1) {
                assert!(!line.overlaps(other), "{line:?} and {other:?}");
            }
        }
    }
}

impl Drop for Pdf {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A line of text, from the font's ascent to its descent.
#[derive(Debug)]
struct Box {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Box {
    fn of_line(text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix("<line ")?;
        let value = |name: &str| text.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.parse().ok();
        Some(Self {
            left: value("xMin")?,
            top: value("yMin")?,
            right: value("xMax")?,
            bottom: value("yMax")?,
        })
    }

    // Ascent and descent leave room for the tallest marks of all; lines of one paragraph share some of it.
    fn overlaps(&self, other: &Self) -> bool {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        let smaller = (self.bottom - self.top).min(other.bottom - other.top);
        width > 0.5 && height > 0.1 * smaller
    }
}
