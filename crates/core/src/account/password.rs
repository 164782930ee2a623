//! A11: which passwords are refused. Long ones are wanted; of what they are made is nobody's business, but they are
//! neither about their owner nor made of words that stand in every list of leaked ones.

use crate::{
    email::Email,
    forprev_number::ForprevNumber,
    problem::{Code, Fault},
    shape, text,
};
use validator::ValidationError;

/// The fewest characters of a password (NIST SP 800-63B asks for 8, and for 15 where there is no second factor).
pub const PASSWORD_MIN: usize = 12;
/// The most: bounds the work of hashing.
pub const PASSWORD_MAX: usize = 200;

/// A part of a name or of an address is looked for from so many letters on: shorter ones are in every other word.
const TELLING: usize = 4;
/// A password of so many listed words is no longer one that is tried first.
const WORDS_MAX: usize = 3;

/// Words that people make passwords of, as lists of leaked ones have them: French, English, keyboards, names, and the
/// words of this trade. Lower case, without marks.
const WORDS: &str = include_str!("words.txt");

/// A new password: required, 12 to 200 characters.
///
/// # Errors
/// What is wrong, as a code.
pub fn new(value: &str) -> Result<(), ValidationError> {
    if value.is_empty() { Err(shape::refuse(Code::Required)) } else { optional_new(value) }
}

/// A new password, or nothing.
///
/// # Errors
/// What is wrong, as a code.
pub fn optional_new(value: &str) -> Result<(), ValidationError> {
    let length = value.chars().count();
    if !value.is_empty() && length < PASSWORD_MIN {
        return Err(shape::refuse_with(Code::PasswordTooShort, "minimum", PASSWORD_MIN));
    }
    if length > PASSWORD_MAX {
        return Err(shape::refuse_with(Code::TooLong, "maximum", PASSWORD_MAX));
    }
    Ok(())
}

/// Whose password it is to be.
#[derive(Clone, Copy, Default)]
pub struct Owner<'a> {
    /// Last name.
    pub last_name: &'a str,
    /// First name.
    pub first_name: &'a str,
    /// E-mail address.
    pub email: Option<&'a Email>,
    /// Forprev number.
    pub forprev_number: Option<&'a ForprevNumber>,
}

/// What refuses a new password, at this place of the form. The server looks into longer lists besides.
///
/// ```
/// use forprev_core::{account::password::{Owner, refusal}, problem::Code};
///
/// let owner = Owner { last_name: "Lefèvre", first_name: "Anne", ..Owner::default() };
/// let code = |password| refusal(password, owner, "/password").map(|fault| fault.code);
/// assert_eq!(code("court"), Some(Code::PasswordTooShort));
/// assert_eq!(code("les lefevre de Nantes"), Some(Code::PasswordPersonal));
/// assert_eq!(code("Soleil-Soleil-2026!"), Some(Code::PasswordLeaked));
/// assert_eq!(code("trois girafes dans le bus"), None);
/// ```
#[must_use]
pub fn refusal(password: &str, owner: Owner<'_>, pointer: &str) -> Option<Fault> {
    let fault = |code| Some(Fault::new(code).at(pointer));
    let length = password.chars().count();
    if length == 0 {
        fault(Code::Required)
    } else if length < PASSWORD_MIN {
        fault(Code::PasswordTooShort).map(|one| one.with("minimum", PASSWORD_MIN))
    } else if length > PASSWORD_MAX {
        fault(Code::TooLong).map(|one| one.with("maximum", PASSWORD_MAX))
    } else if is_about(password, owner) {
        fault(Code::PasswordPersonal)
    } else if is_common(password) {
        fault(Code::PasswordLeaked)
    } else {
        None
    }
}

/// Whether a password holds its owner's name, address or number.
fn is_about(password: &str, owner: Owner<'_>) -> bool {
    let folded = text::identity_key(password);
    let local = owner.email.and_then(|email| email.as_str().split('@').next());
    let number = owner.forprev_number.map(ForprevNumber::as_str);
    let names = [owner.last_name, owner.first_name].into_iter().flat_map(|name| name.split([' ', '-']));
    names
        .chain([owner.last_name, owner.first_name])
        .chain(local)
        .chain(number)
        .map(text::identity_key)
        .any(|part| part.chars().count() >= TELLING && folded.contains(&part))
}

/// Whether a password is a few listed words, with whatever figures and signs around them; or figures, or few letters,
/// alone.
fn is_common(password: &str) -> bool {
    let folded: Vec<char> = text::search_key(password).chars().filter(|c| *c != ' ').collect();
    let mut distinct = folded.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 {
        return true;
    }
    let letters: String = folded.iter().filter(|c| c.is_alphabetic()).collect();
    // Figures that stand for letters, as in m0td3passe; not those that are hung on at an end, a year for example.
    let is_letter = |c: &char| c.is_alphabetic();
    let ends = folded.iter().position(is_letter).zip(folded.iter().rposition(is_letter));
    let inner = ends.and_then(|(first, last)| folded.get(first..=last)).unwrap_or_default();
    let read: String = inner.iter().filter_map(|c| stands_for(*c)).collect();
    [letters, read].iter().any(|letters| is_few_words(letters))
}

fn stands_for(c: char) -> Option<char> {
    match c {
        '0' => Some('o'),
        '1' => Some('i'),
        '3' => Some('e'),
        '4' => Some('a'),
        '5' => Some('s'),
        '7' => Some('t'),
        c if c.is_alphabetic() => Some(c),
        _ => None,
    }
}

/// Whether letters are nothing but a few listed words: the fewest that make each beginning of them.
fn is_few_words(letters: &str) -> bool {
    if letters.len() < TELLING {
        return true;
    }
    let mut fewest = vec![usize::MAX; letters.len() + 1];
    if let Some(first) = fewest.first_mut() {
        *first = 0;
    }
    for start in 0..letters.len() {
        let Some(before) = fewest.get(start).copied().filter(|count| *count < WORDS_MAX) else { continue };
        let Some(rest) = letters.get(start..) else { continue };
        for word in WORDS.split_whitespace().filter(|word| rest.starts_with(word)) {
            if let Some(count) = fewest.get_mut(start + word.len()) {
                *count = (*count).min(before + 1);
            }
        }
    }
    fewest.last().is_some_and(|count| *count <= WORDS_MAX)
}
