//! The name of an attachment: as people know it, and never more than a name. It comes and goes in `Content-Disposition`
//! (RFC 6266, RFC 8187).

use super::MediaType;
use crate::{endpoint::encoded, text};

/// The longest name of an attachment, in characters.
pub const NAME_MAX: usize = 120;
/// What a file is called that has no name of its own.
const NAMELESS: &str = "document";

/// The name under which a file of this type is kept: without folders, control characters and other marks that nobody
/// sees, in composed form (NFC), with the ending of what it is, and no longer than [`NAME_MAX`].
///
/// ```
/// use forprev_core::attachment::{MediaType, clean_name};
/// assert_eq!(clean_name("C:\\Scans\\Attestation.PDF", MediaType::Pdf), "Attestation.PDF");
/// assert_eq!(clean_name("../../etc/passwd", MediaType::Png), "passwd.png");
/// assert_eq!(clean_name("facture.pdf", MediaType::Jpeg), "facture.jpg");
/// assert_eq!(clean_name("facture.pdf.exe", MediaType::Pdf), "facture.pdf.exe.pdf");
/// ```
#[must_use]
pub fn clean_name(sent: &str, media_type: MediaType) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String =
        last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(is_seen).collect();
    let words: Vec<_> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    let name = text::clean(&words.join(" "));
    // Dots at the beginning hide a file, and at the end some systems drop them.
    let name = name.trim_matches(['.', ' ']);
    let (stem, ending) = split(name, media_type);
    let room = NAME_MAX.saturating_sub(ending.chars().count() + 1);
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    format!("{}.{ending}", if stem.is_empty() { NAMELESS } else { stem })
}

/// A character that one sees. What turns the direction of the others would make `fdp.exe` of a name.
fn is_seen(c: &char) -> bool {
    let unseen =
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffd}');
    !unseen && !text::has_control_character(c.encode_utf8(&mut [0; 4]))
}

/// A name without its ending, and the ending that it is to have: its own where that fits the type. Another of ours is
/// taken away; what is neither stays, before the right one.
fn split(name: &str, media_type: MediaType) -> (&str, String) {
    let usual = media_type.extensions().first().copied().unwrap_or("bin").to_owned();
    let Some((stem, ending)) = name.rsplit_once('.') else { return (name, usual) };
    let is_of = |one: MediaType| one.extensions().contains(&ending.to_ascii_lowercase().as_str());
    if is_of(media_type) {
        (stem, ending.to_owned())
    } else if MediaType::ALL.into_iter().any(is_of) {
        (stem, usual)
    } else {
        (name, usual)
    }
}

/// What `Content-Disposition` says of a file that is to be kept and not shown: in ASCII for old programs, whole for the
/// others.
///
/// ```
/// use forprev_core::attachment::disposition;
/// assert_eq!(
///     disposition("l’\"été\".pdf"),
///     "attachment; filename=\"l_t_.pdf\"; filename*=UTF-8''l%E2%80%99%22%C3%A9t%C3%A9%22.pdf"
/// );
/// ```
#[must_use]
pub fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || " -._()".contains(c);
    let mut ascii = String::new();
    for c in name.chars() {
        // One mark for a run of what cannot be written.
        if plain(c) {
            ascii.push(c);
        } else if !ascii.ends_with('_') {
            ascii.push('_');
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", encoded(name))
}

/// The name that a value of `Content-Disposition` gives: `filename*` in UTF-8, or else `filename`.
///
/// ```
/// use forprev_core::attachment::{disposition, name_in};
/// assert_eq!(name_in(&disposition("l’\"été\".pdf")).as_deref(), Some("l’\"été\".pdf"));
/// assert_eq!(name_in("attachment; filename=\"a \\\"b\\\".pdf\"").as_deref(), Some("a \"b\".pdf"));
/// assert_eq!(name_in("attachment; filename=scan.pdf").as_deref(), Some("scan.pdf"));
/// assert_eq!(name_in("inline"), None);
/// ```
#[must_use]
pub fn name_in(disposition: &str) -> Option<String> {
    let parameters = parameters(disposition);
    let named = |name: &str| {
        parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let extended = named("filename*").and_then(|value| {
        let mut parts = value.splitn(3, '\'');
        let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
        charset.eq_ignore_ascii_case("utf-8").then(|| decoded(text)).flatten()
    });
    extended.or_else(|| named("filename").map(str::to_owned)).filter(|name| !name.trim().is_empty())
}

/// The parameters of a header's value, in their order, unquoted.
fn parameters(value: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([' ', ';', '\t']).to_owned();
        let after = after.trim_start();
        let text;
        (text, rest) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (token, rest) = after.split_once(';').unwrap_or((after, ""));
                (token.trim().to_owned(), rest)
            }
        };
        found.push((name, text));
    }
    found
}

/// A quoted text up to its closing mark, and what follows that.
fn unquoted(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut letters = quoted.char_indices();
    while let Some((_, letter)) = letters.next() {
        match letter {
            '"' => break,
            '\\' => text.extend(letters.next().map(|(_, escaped)| escaped)),
            other => text.push(other),
        }
    }
    (text, letters.as_str())
}

/// Percent-encoded UTF-8; nothing where it is not.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
