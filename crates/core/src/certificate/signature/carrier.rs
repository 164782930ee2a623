//! Where a code stands: in a QR code, an address, a text or a PDF.

use super::PREFIX;

/// The fewest characters that a code can have: its signature alone takes 103.
const CODE_MIN: usize = 120;

/// What a QR code holds, in two segments of different modes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QrContent<'a> {
    /// In byte mode: the address that a phone's camera opens, up to its `#`. What follows reaches no server.
    pub prefix: String,
    /// In alphanumeric mode: the code.
    pub code: &'a str,
}

/// What the QR code of a certificate holds.
///
/// ```
/// use forprev_core::certificate::signature::qr_content;
///
/// let qr = qr_content("https://forprev.example/", "FP1ABC");
/// assert_eq!(qr.prefix, "https://forprev.example/verifier#");
/// assert_eq!(qr.code, "FP1ABC");
/// ```
#[must_use]
pub fn qr_content<'a>(public_url: &str, code: &'a str) -> QrContent<'a> {
    QrContent { prefix: format!("{}/verifier#", public_url.trim_end_matches('/')), code }
}

/// The first code that stands in a text: the code alone, an address that ends with it, a message that quotes it.
///
/// ```
/// use forprev_core::certificate::signature::extract_code;
///
/// let code = format!("FP1{}", "A".repeat(300));
/// let address = format!("https://forprev.example/verifier#{code}");
/// assert_eq!(extract_code(&address), Some(code.as_str()));
/// assert_eq!(extract_code("https://forprev.example/verifier"), None);
/// ```
#[must_use]
pub fn extract_code(text: &str) -> Option<&str> {
    codes_in(text.as_bytes()).next()
}

/// The first code that stands in a file. A certificate's PDF carries it uncompressed, in its XMP metadata.
///
/// ```
/// use forprev_core::certificate::signature::find_in_pdf;
///
/// let code = format!("FP1{}", "A".repeat(300));
/// let mut pdf = b"%PDF-1.7\n\xff\xfe<forprev:code>".to_vec();
/// pdf.extend(code.as_bytes());
/// pdf.extend(b"</forprev:code>");
/// assert_eq!(find_in_pdf(&pdf), Some(code.as_str()));
/// ```
#[must_use]
pub fn find_in_pdf(file: &[u8]) -> Option<&str> {
    codes_in(file).next()
}

/// All that looks like a code, in its order: a PDF of a whole session holds one for each certificate.
pub fn codes_in(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        while let Some(start) = rest.windows(PREFIX.len()).position(|window| window == PREFIX.as_bytes()) {
            let found = rest.get(start..)?;
            // The prefix holds a 1, which base32 has not: no code begins within another.
            let encoded = found.iter().skip(PREFIX.len()).take_while(|b| is_base32(**b)).count();
            let (code, after) = found.split_at_checked(PREFIX.len() + encoded)?;
            rest = after;
            if code.len() >= CODE_MIN {
                return std::str::from_utf8(code).ok();
            }
        }
        None
    })
}

fn is_base32(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7')
}
