//! The Forprev number: one per person, whatever their roles.

use crate::format::{Format, written_form};

/// A person's number: three capital letters and five digits. Lower case and spaces around it are accepted.
///
/// ```
/// use forprev_core::forprev_number::ForprevNumber;
///
/// let number: ForprevNumber = "jka37899".parse().unwrap();
/// assert_eq!(number.to_string(), "JKA37899");
/// assert!("JK37899".parse::<ForprevNumber>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ForprevNumber(String);

written_form!(ForprevNumber, Format::ForprevNumber, pattern = "^[A-Z]{3}[0-9]{5}$", example = "JKA37899");

impl ForprevNumber {
    /// How many numbers there are: 26³ × 10⁵.
    pub const COUNT: u64 = 26 * 26 * 26 * 100_000;

    fn read(text: &str) -> Option<Self> {
        let number = text.trim().to_ascii_uppercase();
        let well_formed = number.len() == 8
            && number
                .bytes()
                .enumerate()
                .all(|(i, b)| if i < 3 { b.is_ascii_uppercase() } else { b.is_ascii_digit() });
        well_formed.then_some(Self(number))
    }

    /// The number that these eight bytes draw, when they are random. The caller draws again until nobody has it.
    ///
    /// ```
    /// use forprev_core::forprev_number::ForprevNumber;
    ///
    /// assert_eq!(ForprevNumber::from_random([0; 8]).as_str(), "AAA00000");
    /// ```
    #[must_use]
    pub fn from_random(random: [u8; 8]) -> Self {
        // 2⁶⁴ is not a multiple of the count, but exceeds it so much that no number is favoured by more than 10⁻¹⁰.
        Self::from_sequence(u64::from_be_bytes(random))
    }

    /// The number at a place in the order AAA00000, AAA00001, … ZZZ99999, counted from 0 and beginning again after
    /// the last.
    ///
    /// ```
    /// use forprev_core::forprev_number::ForprevNumber;
    ///
    /// assert_eq!(ForprevNumber::from_sequence(100_001).as_str(), "AAB00001");
    /// assert_eq!(ForprevNumber::from_sequence(ForprevNumber::COUNT - 1).as_str(), "ZZZ99999");
    /// ```
    #[must_use]
    pub fn from_sequence(place: u64) -> Self {
        let place = place % Self::COUNT;
        let (letters, digits) = (place / 100_000, place % 100_000);
        let letter = |n: u64| char::from(b'A' + (n % 26) as u8);
        let (first, second, third) = (letter(letters / 676), letter(letters / 26), letter(letters));
        Self(format!("{first}{second}{third}{digits:05}"))
    }

    /// The number with its middle hidden, for someone who may only recognise it (C4).
    ///
    /// ```
    /// let number: forprev_core::forprev_number::ForprevNumber = "JKA37899".parse().unwrap();
    /// assert_eq!(number.masked(), "J••••••9");
    /// ```
    #[must_use]
    pub fn masked(&self) -> String {
        let mut shown = self.0.chars();
        let (first, last) = (shown.next(), shown.next_back());
        first.into_iter().chain(std::iter::repeat_n('•', 6)).chain(last).collect()
    }
}
