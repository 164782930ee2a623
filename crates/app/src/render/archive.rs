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
/// # let sheet = serde_json::from_str(include_str!("../../tests/it/certificate_pdf/certificate_sheet.json")).unwrap();
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
        .map(|word| {
            word.chars().map(plain).collect::<String>().chars().filter(char::is_ascii_alphanumeric).collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect();
    words.into_iter()
}

/// Letters that are no variant of a plain one, as people write them where they cannot type them.
fn plain(letter: char) -> String {
    let written = match letter {
        'ð' | 'ɗ' | 'ɖ' => "d",
        'þ' => "th",
        'ŋ' => "n",
        'ħ' => "h",
        'ŧ' => "t",
        'ɓ' => "b",
        'ƙ' | 'ĸ' => "k",
        'ƴ' => "y",
        'ə' | 'ǝ' | 'ɛ' => "e",
        'ɔ' => "o",
        'ɩ' => "i",
        'ʋ' => "v",
        other => return other.to_string(),
    };
    written.to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(last: &str, first: &str) -> String {
        let mut sheet: CertificateSheet =
            serde_json::from_str(include_str!("../../tests/it/certificate_pdf/certificate_sheet.json"))
                .unwrap();
        sheet.last_name = last.into();
        sheet.first_name = first.into();
        file_name(&sheet)
    }

    #[test]
    fn a_file_name_holds_plain_letters_only() {
        assert_eq!(named("D’Œuvre / Ł.", "Đặng ẞ"), "SST-2026-73S0ZG9CA_D-OEUVRE-L_Dang-Ss.pdf");
        assert_eq!(named("Þórðarson", "Ŋgara Ɓaɗo"), "SST-2026-73S0ZG9CA_THORDARSON_Ngara-Bado.pdf");
        assert_eq!(named("王", "Дмитрий"), "SST-2026-73S0ZG9CA_NOM_Prenom.pdf");
        assert_eq!(named("../../etc", "a\0b"), "SST-2026-73S0ZG9CA_ETC_A-B.pdf");
        assert_eq!(named(&"É".repeat(80), "A").len(), "SST-2026-73S0ZG9CA__A.pdf".len() + 50);
    }

    #[test]
    fn an_archive_gives_back_its_files_and_refuses_two_of_one_name() {
        let files = [("a.pdf".to_owned(), b"one".to_vec()), ("b.pdf".to_owned(), b"two".to_vec())];
        let bytes = zip_certificates(&files).unwrap();
        assert_eq!(bytes, zip_certificates(&files).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (index, (name, content)) in files.iter().enumerate() {
            let mut file = archive.by_index(index).unwrap();
            let mut read = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut read).unwrap();
            assert_eq!((file.name().unwrap().as_ref(), &read), (name.as_str(), content));
        }
        assert!(zip_certificates(&[files[0].clone(), files[0].clone()]).is_err());
    }
}
