//! Certificates as files: their names, and the archive that holds those of a session.

use std::io::{Cursor, Write};

use forprev_core::text::search_key;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::certificate::{CertificateSheet, RenderError};

/// The longest part that a name takes in a file name, in characters.
const NAME_LENGTH: usize = 50;

/// The name of a certificate's file: `<number>_<LASTNAME>_<First>.pdf`, in ASCII letters, digits, `-`, `_` and `.`
/// only. The number makes it unique; the same certificate always has the same name.
///
/// ```
/// # use forprev_app::render::archive::file_name;
/// # let sheet = serde_json::from_str(include_str!("../../tests/certificate_sheet.json")).unwrap();
/// assert_eq!(file_name(&sheet), "SST-2026-73S0ZG9CA_NGUYEN-LEFEVRE_Eloise-Marie.pdf");
/// ```
#[must_use]
pub fn file_name(sheet: &CertificateSheet) -> String {
    let number: String = sheet.certificate_number.chars().map(safe).collect();
    let last = words(&sheet.last_name).map(|word| word.to_ascii_uppercase());
    let first = words(&sheet.first_name).map(|word| capitalised(&word));
    format!("{number}_{}_{}.pdf", joined(last, "NOM"), joined(first, "Prenom"))
}

/// The archive of files, in the order given. Its bytes depend on the files alone: it carries no time.
///
/// PDF files are compressed already: they are stored as they are, so that making the archive costs next to nothing.
///
/// # Errors
/// [`RenderError::Archive`] when two files have the same name.
pub fn zip_certificates(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, RenderError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn safe(character: char) -> char {
    if character.is_ascii_alphanumeric() { character } else { '-' }
}

/// The words of a name in plain letters; what has none (a name in another script) is left out.
fn words(name: &str) -> impl Iterator<Item = String> {
    let key = search_key(name);
    let words: Vec<String> = key
        .split(' ')
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    words.into_iter()
}

fn joined(words: impl Iterator<Item = String>, otherwise: &str) -> String {
    let all = words.collect::<Vec<_>>().join("-");
    let kept: String = all.chars().take(NAME_LENGTH).collect();
    let kept = kept.trim_end_matches('-');
    if kept.is_empty() { otherwise.to_owned() } else { kept.to_owned() }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
