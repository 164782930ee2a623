//! Files of trainees: CSV or XLSX, told apart by what they hold and not by their name, as lines of cells.

use super::xlsx;
use encoding_rs::{Encoding, WINDOWS_1252};
use forprev_core::{
    problem::{Code, Fault},
    session::paste::{Line, first_lines},
};

/// How many lines with something on them a file has at the most. A session holds a hundred trainees: beyond this
/// the file is another one, and a report of it would help nobody.
pub(super) const LINES_MAX: usize = 2_000;

/// The lines of a file with something on them.
///
/// # Errors
/// `import.unreadable` where it is neither, `import.empty` where nothing stands on any line,
/// `session.too_many_trainees` beyond [`LINES_MAX`].
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, Fault> {
    let found = if bytes.starts_with(b"PK") {
        xlsx::lines(bytes).ok_or_else(|| Fault::new(Code::ImportUnreadable))?
    } else {
        // One more than can be taken is enough to refuse.
        first_lines(&text(bytes)?, LINES_MAX + 1)
    };
    if found.is_empty() {
        return Err(Fault::new(Code::ImportEmpty));
    }
    if found.len() > LINES_MAX {
        return Err(Fault::new(Code::SessionTooManyTrainees)
            .with("maximum", LINES_MAX)
            .with("count", found.len()));
    }
    Ok(found)
}

/// The text of a CSV file: Unicode where a mark at its beginning or its bytes say so, otherwise Windows-1252, in
/// which spreadsheets in French write.
fn text(bytes: &[u8]) -> Result<String, Fault> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((WINDOWS_1252, 0));
    let rest = bytes.get(mark..).unwrap_or_default();
    let text = match std::str::from_utf8(rest) {
        Ok(text) if encoding == WINDOWS_1252 => text.to_owned(),
        _ => encoding.decode_without_bom_handling(rest).0.into_owned(),
    };
    // What no text holds: a picture, a PDF, an older workbook.
    let binary = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{80}'..='\u{9f}');
    if text.chars().take(4_096).any(binary) || text.contains('\0') {
        return Err(Fault::new(Code::ImportUnreadable));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).unwrap().into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn the_encodings_of_spreadsheets() {
        let expected = [["Œuvrard", "Hélène", "02/04/1990"]];
        let text = "Œuvrard;Hélène;02/04/1990\r\n";
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(cells(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected);
        assert_eq!(cells(&WINDOWS_1252.encode(text).0), expected);
        let utf_16: Vec<u8> =
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&utf_16), expected);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in [
            b"%PDF-1.7\n%\x00\x01\x02".as_slice(),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"PK\x03\x04 not a workbook",
            b"PK",
        ] {
            assert_eq!(read(bytes).unwrap_err().code, Code::ImportUnreadable, "{bytes:?}");
        }
        for bytes in [b"".as_slice(), b"\xEF\xBB\xBF", b"\r\n \n;;;\n"] {
            assert_eq!(read(bytes).unwrap_err().code, Code::ImportEmpty, "{bytes:?}");
        }
    }

    #[test]
    fn a_file_of_something_else_is_refused_whole() {
        let fits = "a;b\n".repeat(LINES_MAX);
        assert_eq!(read(fits.as_bytes()).unwrap().len(), LINES_MAX);
        let fault = read(format!("{fits}a;b\n").as_bytes()).unwrap_err();
        assert_eq!(fault.code, Code::SessionTooManyTrainees);
    }
}
