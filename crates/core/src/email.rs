//! E-mail addresses.

use crate::format::{Format, written_form};
use std::{fmt, hash::Hash};

/// The longest address that mail can carry (RFC 5321, errata 1690).
pub const EMAIL_MAX: usize = 254;

/// An e-mail address, kept as it was typed. Two that differ by case alone are the same one: comparison, order and
/// hash go by [`Email::key`] (U1).
///
/// ```
/// use forprev_core::email::Email;
///
/// let email: Email = " Anne.Martin@Example.fr ".parse().unwrap();
/// assert_eq!(email.as_str(), "Anne.Martin@Example.fr");
/// assert_eq!(email.key(), "anne.martin@example.fr");
/// assert!("anne@localhost".parse::<Email>().is_err());
/// ```
#[derive(Clone)]
pub struct Email(String);

written_form!(
    Email,
    Format::Email,
    pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$",
    example = "anne.martin@example.fr"
);

impl Email {
    fn read(text: &str) -> Option<Self> {
        let address = text.trim();
        let (local, domain) = address.split_once('@')?;
        let well_formed = address.len() <= EMAIL_MAX && is_local_part(local) && is_domain(domain);
        well_formed.then(|| Self(address.to_owned()))
    }

    /// What the address is unique by: the same in lower case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The address for someone who may only recognise it: its first letter and its domain (C4).
    ///
    /// ```
    /// let email: forprev_core::email::Email = "anne.martin@example.fr".parse().unwrap();
    /// assert_eq!(email.masked(), "a•••@example.fr");
    /// ```
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{domain}")
    }
}

// RFC 5321's dot-string. Quoted local parts and addresses beyond ASCII exist on paper: no mail server that the
// application meets is bound to take them.
fn is_local_part(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.split('.').all(|atom| {
            !atom.is_empty()
                && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
        })
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.contains('.')
        && text.split('.').all(label)
        && last.len() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit())
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Email {}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Email {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

// Debugging output ends up in logs, where nobody's address belongs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}
