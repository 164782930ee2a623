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

/// The address that was probably meant, where the domain is one letter away from one that many people have (A2).
///
/// ```
/// use forprev_core::email::meant;
/// assert_eq!(meant("anne@gmial.com").as_deref(), Some("anne@gmail.com"));
/// assert_eq!(meant("anne@gmail.com"), None);
/// assert_eq!(meant("anne@carsat-bretagne.fr"), None);
/// ```
#[must_use]
pub fn meant(typed: &str) -> Option<String> {
    let (local, domain) = typed.trim().split_once('@')?;
    let domain = domain.to_ascii_lowercase();
    if KNOWN_DOMAINS.contains(&domain.as_str()) || ALSO_REAL.contains(&domain.as_str()) {
        return None;
    }
    let near = KNOWN_DOMAINS.iter().find(|known| is_one_slip(known, &domain))?;
    Some(format!("{local}@{near}"))
}

/// Whether an address looks like one that several people read: an account is one person's (A7).
///
/// ```
/// use forprev_core::email::is_shared;
/// assert!(is_shared("Contact@formation.example"));
/// assert!(!is_shared("anne.martin@formation.example"));
/// ```
#[must_use]
pub fn is_shared(typed: &str) -> bool {
    let local = typed.trim().split('@').next().unwrap_or_default().to_ascii_lowercase();
    SHARED.contains(&local.as_str())
}

/// Domains that many people have an address at; short ones are left out, being one letter away from others' own.
const KNOWN_DOMAINS: [&str; 14] = [
    "gmail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "yahoo.com",
    "yahoo.fr",
    "orange.fr",
    "wanadoo.fr",
    "laposte.net",
    "icloud.com",
    "live.com",
    "bbox.fr",
    "numericable.fr",
];
/// Domains that exist though they are one letter away from a better known one.
const ALSO_REAL: [&str; 3] = ["ymail.com", "mail.com", "email.com"];

const SHARED: [&str; 16] = [
    "contact",
    "secretariat",
    "accueil",
    "info",
    "infos",
    "administration",
    "admin",
    "formation",
    "formations",
    "direction",
    "commercial",
    "comptabilite",
    "rh",
    "bureau",
    "service",
    "noreply",
];

/// Whether one letter was left out, doubled, replaced, or changed places with its neighbour.
fn is_one_slip(known: &str, typed: &str) -> bool {
    let (known, typed): (Vec<char>, Vec<char>) = (known.chars().collect(), typed.chars().collect());
    let same_start = known.iter().zip(&typed).take_while(|(a, b)| a == b).count();
    let rest = |text: &[char], skipped: usize| text.get(same_start + skipped..).map(<[char]>::to_vec);
    let swapped = || match (known.get(same_start..), typed.get(same_start..)) {
        (Some([a, b, rest @ ..]), Some([c, d, other @ ..])) => a == d && b == c && rest == other,
        _ => false,
    };
    rest(&known, 1).is_some() && rest(&known, 1) == rest(&typed, 1)
        || rest(&known, 1).is_some() && rest(&known, 1) == rest(&typed, 0)
        || rest(&typed, 1).is_some() && rest(&known, 0) == rest(&typed, 1)
        || swapped()
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
