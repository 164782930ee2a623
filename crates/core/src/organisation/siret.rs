//! The SIRET, by which an establishment is known (O3).

use crate::format::{Format, written_form};

const LA_POSTE: &str = "356000000";
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

/// A SIRET: 14 digits that pass the Luhn check, or La Poste's own (O3). Spaces are accepted between the digits.
///
/// ```
/// use forprev_core::organisation::siret::Siret;
///
/// let siret: Siret = "732 829 320 00074".parse().unwrap();
/// assert_eq!(siret.as_str(), "73282932000074");
/// assert_eq!(siret.siren(), "732829320");
/// assert!("73282932000075".parse::<Siret>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Siret(String);

written_form!(Siret, Format::Siret, pattern = "^[0-9]{14}$", example = "73282932000074");

impl Siret {
    fn read(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let well_formed = digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit());
        (well_formed && passes_check(&digits)).then_some(Self(digits))
    }

    /// The SIREN, which names the legal unit: the first nine digits.
    #[must_use]
    pub fn siren(&self) -> &str {
        self.0.get(..9).unwrap_or_default()
    }

    /// The number as people write it.
    ///
    /// ```
    /// use forprev_core::organisation::siret::Siret;
    ///
    /// let siret: Siret = "73282932000074".parse().unwrap();
    /// assert_eq!(siret.grouped(), "732 829 320 00074");
    /// ```
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut out = String::with_capacity(17);
        for (i, c) in self.0.chars().enumerate() {
            if matches!(i, 3 | 6 | 9) {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }
}

// INSEE gave La Poste more establishments than Luhn leaves numbers: their digits' sum is a multiple of 5, save that
// of its head office, which is older and follows Luhn.
fn passes_check(digits: &str) -> bool {
    let sum: u32 = digits.bytes().map(|b| u32::from(b - b'0')).sum();
    if digits.starts_with(LA_POSTE) && digits != LA_POSTE_HEAD_OFFICE {
        return sum.is_multiple_of(5);
    }
    // Fourteen zeros pass Luhn and are what people type to get past a form.
    sum > 0 && luhn(digits).is_multiple_of(10)
}

fn luhn(digits: &str) -> u32 {
    let weigh = |(i, b): (usize, u8)| match (i % 2, u32::from(b - b'0')) {
        (0, digit) => digit,
        (_, digit) if digit > 4 => 2 * digit - 9,
        (_, digit) => 2 * digit,
    };
    digits.bytes().rev().enumerate().map(weigh).sum()
}
