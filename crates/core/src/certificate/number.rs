//! The number of a certificate.

use crate::format::{Format, written_form};

/// Crockford's alphabet: the digits and the capitals without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 8;

/// A certificate's number: the certificate's code with `_` as `-`, the year of generation, eight random characters
/// of Crockford's alphabet and one that checks them (Luhn mod 32).
///
/// Reading it forgives lower case, spaces, and in the random part I or L for 1 and O for 0.
///
/// ```
/// use forprev_core::certificate::number::CertificateNumber;
///
/// let number = CertificateNumber::new("FORM_SST", 2026, [7, 3, 25, 0, 31, 16, 9, 12]).unwrap();
/// assert_eq!(number.as_str(), "FORM-SST-2026-73S0ZG9CS");
/// assert_eq!("form-sst-2026-73soz g9cs".parse(), Ok(number));
/// assert!("FORM-SST-2026-73S0ZG9CB".parse::<CertificateNumber>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CertificateNumber(String);

written_form!(
    CertificateNumber,
    Format::CertificateNumber,
    pattern = "^[A-Z0-9]+(?:-[A-Z0-9]+)*-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{9}$",
    example = "FORM-SST-2026-73S0ZG9CS"
);

impl CertificateNumber {
    /// The number made of a certificate's code (capitals, digits and `_`), a year of four digits, and eight random
    /// bytes, of each of which five bits are used. `None` when the code or the year has another form.
    #[must_use]
    pub fn new(certificate_code: &str, year: i32, random: [u8; 8]) -> Option<Self> {
        let code = certificate_code.replace('_', "-");
        let drawn: String = random.iter().filter_map(|byte| symbol(u32::from(byte & 31))).collect();
        let check = symbol(check_value(&drawn)?)?;
        Self::read(&format!("{code}-{year}-{drawn}{check}")).filter(|number| number.0.starts_with(&code))
    }

    fn read(text: &str) -> Option<Self> {
        let typed: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let (code_and_year, end) = typed.rsplit_once('-')?;
        let (code, year) = code_and_year.rsplit_once('-')?;
        let end: String = end.chars().map(forgive).collect();
        let (drawn, check) = end.split_at_checked(RANDOM)?;
        let well_formed = is_code(code)
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
            && check.len() == 1
            && check.chars().next() == symbol(check_value(drawn)?);
        well_formed.then(|| Self(format!("{code}-{year}-{end}")))
    }

    /// The code of the certificate in the catalogue.
    ///
    /// ```
    /// use forprev_core::certificate::number::CertificateNumber;
    ///
    /// let number = CertificateNumber::new("FORM_SST", 2026, [1; 8]).unwrap();
    /// assert_eq!(number.certificate_code(), "FORM_SST");
    /// assert_eq!(number.year(), 2026);
    /// ```
    #[must_use]
    pub fn certificate_code(&self) -> String {
        let mut parts = self.0.rsplitn(3, '-').skip(2);
        parts.next().unwrap_or_default().replace('-', "_")
    }

    /// The year of generation.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.0.rsplit('-').nth(1).and_then(|year| year.parse().ok()).unwrap_or_default()
    }
}

fn is_code(text: &str) -> bool {
    text.len() <= 40
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        })
}

// What people read for a character that the alphabet leaves out, as Crockford's base 32 says.
fn forgive(c: char) -> char {
    match c {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    }
}

fn symbol(value: u32) -> Option<char> {
    ALPHABET.get(usize::try_from(value).ok()?).map(|byte| char::from(*byte))
}

/// Luhn mod 32: every second value from the right is doubled and its two digits in base 32 are added up.
fn check_value(drawn: &str) -> Option<u32> {
    let mut sum = 0;
    for (i, byte) in drawn.bytes().rev().enumerate() {
        let value = u32::try_from(ALPHABET.iter().position(|symbol| *symbol == byte)?).ok()?;
        let weighed = if i % 2 == 0 { 2 * value } else { value };
        sum += weighed / 32 + weighed % 32;
    }
    Some((32 - sum % 32) % 32)
}
