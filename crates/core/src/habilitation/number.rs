//! The number of a habilitation, printed on decision letters and certificates.

use crate::format::{Format, written_form};

/// A habilitation's number: `H` and five digits that restart each year, the year, the dispositif and the level, `O`
/// for an organisme de formation or `E` for an entreprise, and the number of the caisse. In URLs stands the UUID,
/// never this.
///
/// ```
/// use forprev_core::habilitation::number::{HabilitationNumber, HolderLetter};
///
/// let number = HabilitationNumber::new(12_345, 2026, "SST", 1, HolderLetter::O, "15").unwrap();
/// assert_eq!(number.as_str(), "H12345/2026/SST-1/O/15");
/// assert_eq!("h12345/2026/sst-1/o/15".parse(), Ok(number));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HabilitationNumber(String);

written_form!(
    HabilitationNumber,
    Format::HabilitationNumber,
    pattern = "^H[0-9]{5}/[0-9]{4}/[A-Z0-9_]+-[12]/[OE]/[0-9]{2}$",
    example = "H12345/2026/SST-1/O/15"
);

/// The letter that tells who holds the habilitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HolderLetter {
    /// An organisme de formation.
    O,
    /// An entreprise or a local authority.
    E,
}

impl HabilitationNumber {
    /// The number made of its parts; `None` when one does not fit its place (a sequence beyond 99,999, for example).
    #[must_use]
    pub fn new(
        sequence: u32,
        year: i32,
        dispositif: &str,
        level: u8,
        holder: HolderLetter,
        caisse_number: &str,
    ) -> Option<Self> {
        let holder = match holder {
            HolderLetter::O => 'O',
            HolderLetter::E => 'E',
        };
        Self::read(&format!("H{sequence:05}/{year}/{dispositif}-{level}/{holder}/{caisse_number}"))
    }

    fn read(text: &str) -> Option<Self> {
        let typed = text.trim().to_ascii_uppercase();
        let mut parts = typed.split('/');
        let (sequence, year) = (parts.next()?.strip_prefix('H')?, parts.next()?);
        let (dispositif, level) = parts.next()?.rsplit_once('-')?;
        let (holder, caisse) = (parts.next()?, parts.next()?);
        let digits =
            |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        let well_formed = parts.next().is_none()
            && digits(sequence, 5)
            && digits(year, 4)
            && (1..=20).contains(&dispositif.len())
            && dispositif.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && matches!(level, "1" | "2")
            && matches!(holder, "O" | "E")
            && digits(caisse, 2);
        well_formed.then_some(Self(typed))
    }

    /// The place in the year's sequence.
    ///
    /// ```
    /// use forprev_core::habilitation::number::HabilitationNumber;
    ///
    /// let number: HabilitationNumber = "H00042/2026/SST-1/O/15".parse().unwrap();
    /// assert_eq!(number.sequence(), 42);
    /// ```
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.0.get(1..6).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }
}
