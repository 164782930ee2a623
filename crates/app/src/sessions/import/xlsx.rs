//! Workbooks: the first sheet with something on it, line by line, without trusting what the file says of its size.

use super::file::LINES_MAX;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use chrono::{Days, NaiveDate};
use forprev_core::session::paste::Line;
use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
};
use zip::ZipArchive;

/// How large a workbook may be once unpacked, in bytes. Two thousand trainees are a hundredth of it.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
/// How many parts a workbook has at the most.
const PARTS_MAX: usize = 1_000;
/// How many columns are read of a line; trainees have five.
const COLUMNS_MAX: u32 = 50;

/// The lines of a workbook; `None` where it is not one, or would grow beyond measure.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<Line>> {
    if !is_bounded(bytes) {
        return None;
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    for sheet in book.sheet_names() {
        let found = of_sheet(&mut book, &sheet)?;
        if !found.is_empty() {
            return Some(found);
        }
    }
    Some(Vec::new())
}

/// Whether the archive unpacks to what a list of people can weigh, and says no more of its texts than it holds.
/// Unpacked once to find out: the sizes that an archive states of itself can lie.
fn is_bounded(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = UNPACKED_MAX;
    if archive.len() > PARTS_MAX {
        return false;
    }
    (0..archive.len()).all(|index| {
        let Ok(part) = archive.by_index(index) else { return false };
        let texts = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        let mut kept = Vec::new();
        // One byte more than is left tells a part that fits from one that does not.
        let mut part = part.take(left + 1);
        let unpacked =
            if texts { io::copy(&mut part, &mut kept) } else { io::copy(&mut part, &mut io::sink()) };
        match unpacked {
            Ok(unpacked) if unpacked <= left => {
                left -= unpacked;
                counts_its_texts(&kept)
            }
            _ => false,
        }
    })
}

/// Whether a part of shared texts states no more of them than it can hold: its reader makes room for as many as are
/// stated, and a program that asks for a petabyte ends.
fn counts_its_texts(part: &[u8]) -> bool {
    const STATED: &[u8] = b"uniqueCount";
    // `<si/>`, the shortest text.
    let held = part.len() / 5;
    part.windows(STATED.len()).enumerate().filter(|(_, window)| *window == STATED).all(|(place, _)| {
        let after = part.get(place + STATED.len()..).unwrap_or_default();
        let digits: String = after
            .iter()
            .map(|byte| char::from(*byte))
            .skip_while(|c| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\'' | '+'))
            .take_while(char::is_ascii_digit)
            .collect();
        digits.is_empty() || digits.parse::<usize>().is_ok_and(|stated| stated <= held)
    })
}

/// The lines of a sheet. Cells are read as they come: a sheet whose last cell is a billion lines down has one line
/// more, not a billion.
fn of_sheet(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Option<Vec<Line>> {
    // A sheet of charts has no cells.
    let Ok(mut reader) = book.worksheet_cells_reader(sheet) else { return Some(Vec::new()) };
    let mut found: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = reader.next_cell().ok()? {
        let ((row, column), text) = (cell.get_position(), written(cell.get_value()));
        if column >= COLUMNS_MAX || text.trim().is_empty() {
            continue;
        }
        let cells = found.entry(row).or_default();
        let place = column as usize;
        if cells.len() <= place {
            cells.resize(place + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(place) {
            *cell = text;
        }
        // One more than can be taken is enough to refuse.
        if found.len() > LINES_MAX {
            break;
        }
    }
    Some(found.into_iter().map(|(row, cells)| Line { number: row.saturating_add(1), cells }).collect())
}

/// A cell as one would type it; a day as AAAA-MM-JJ.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(instant) => day(instant),
        // `1990-04-02T00:00:00`: the day counts.
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn day(instant: &ExcelDateTime) -> String {
    if !instant.is_datetime() {
        return instant.as_f64().to_string();
    }
    let (year, month, day, ..) = instant.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day that a spreadsheet means by a bare number, in a cell that was not formatted as a date: days since 30
/// December 1899, from 1 March 1900 on (the system believes in a 29 February 1900).
pub(super) fn serial_day(text: &str) -> Option<NaiveDate> {
    let serial: u64 = text.trim().parse().ok().filter(|serial| (61..=73_050).contains(serial))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// A workbook with this as its sheet's data. Style 1 is a date.
    pub(crate) fn workbook(rows: &str) -> Vec<u8> {
        workbook_with(rows, None)
    }

    fn workbook_with(rows: &str, texts: Option<&str>) -> Vec<u8> {
        let parts = [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Feuille\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"s\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ];
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let texts = texts.map(|texts| ("xl/sharedStrings.xml", texts.to_owned()));
        for (name, content) in parts.into_iter().chain(texts) {
            archive.start_file(name, options).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// A cell of text.
    pub(crate) fn text(place: &str, value: &str) -> String {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>")
    }

    #[test]
    fn cells_of_text_dates_and_numbers() {
        let rows = [
            format!(
                "<row r=\"1\">{}{}{}</row>",
                text("A1", "Nom"),
                text("B1", "Prénom"),
                text("C1", "Né(e) le")
            ),
            format!(
                "<row r=\"3\">{}{}<c r=\"C3\" s=\"1\"><v>32965</v></c></row>",
                text("A3", "Martin"),
                text("B3", "Anne")
            ),
            format!(
                "<row r=\"4\">{}{}<c r=\"C4\"><v>32965</v></c></row>",
                text("A4", "Durand"),
                text("B4", "Paul")
            ),
            format!(
                "<row r=\"6\">{}<c r=\"C6\" t=\"d\"><v>1990-04-02T00:00:00</v></c></row>",
                text("A6", "Petit")
            ),
        ];
        let found = lines(&workbook(&rows.concat())).unwrap();
        let shown: Vec<_> = found.iter().map(|line| (line.number, line.cells.join("|"))).collect();
        let expected = [
            (1, "Nom|Prénom|Né(e) le"),
            (3, "Martin|Anne|1990-04-02"),
            (4, "Durand|Paul|32965"),
            (6, "Petit||1990-04-02"),
        ];
        assert_eq!(shown, expected.map(|(number, cells)| (number, cells.to_owned())));
    }

    #[test]
    fn a_bare_number_is_a_day_of_the_spreadsheet() {
        assert_eq!(serial_day("32965"), NaiveDate::from_ymd_opt(1990, 4, 2));
        assert_eq!(serial_day("61"), NaiveDate::from_ymd_opt(1900, 3, 1));
        for text in ["0", "60", "73051", "-1", "1.5", "abc", "99999999999999999999"] {
            assert_eq!(serial_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_a_million_lines_down_costs_nothing() {
        let rows = format!(
            "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
            text("A1", "Nom"),
            text("XFD1048576", "x")
        );
        let found = lines(&workbook(&rows)).unwrap();
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let rows = "<row><c><v>1</v></c></row>".repeat(2_000_000);
        let bytes = workbook(&rows);
        assert!(bytes.len() < 1_000_000, "{}", bytes.len());
        assert_eq!(lines(&bytes), None);
    }

    #[test]
    fn a_workbook_that_states_more_texts_than_it_holds_is_none() {
        let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
        let with = |stated: &str| {
            let texts = format!("<sst xmlns=\"{MAIN}\" {stated}><si><t>Nom</t></si></sst>");
            lines(&workbook_with(rows, Some(&texts)))
        };
        for right in ["", "uniqueCount=\"1\"", "count='9' uniqueCount = '1'"] {
            assert_eq!(with(right).unwrap()[0].cells, ["Nom"], "{right}");
        }
        for wrong in
            ["100000000000000", "1000000000000000000", "99999999999999999999", "+100000000000000", "1000"]
        {
            assert_eq!(with(&format!("uniqueCount=\"{wrong}\"")), None, "{wrong}");
            assert_eq!(with(&format!("uniqueCount\n=  '{wrong}'")), None, "{wrong}");
        }
    }
}
