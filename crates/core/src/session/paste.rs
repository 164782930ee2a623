//! Trainees as people keep them in a spreadsheet: lines and cells of a text, columns by heading or by order, days as
//! they are typed. The import of a file and a paste in the browser read with the same rules.

use super::NewTrainee;
use crate::{calendar::parse_typed_day, text::identity_key};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// Last name.
    LastName,
    /// First name.
    FirstName,
    /// Birth date.
    BirthDate,
    /// Of a formateur trainee: e-mail address.
    Email,
    /// Of a formateur trainee: Forprev number.
    ForprevNumber,
}

impl Column {
    /// The columns in the order in which they are read when the first line has no headings.
    pub const ORDER: [Self; 5] =
        [Self::LastName, Self::FirstName, Self::BirthDate, Self::Email, Self::ForprevNumber];

    /// Its name in the API, and the end of the pointer to its field.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LastName => "last_name",
            Self::FirstName => "first_name",
            Self::BirthDate => "birth_date",
            Self::Email => "email",
            Self::ForprevNumber => "forprev_number",
        }
    }

    /// The column that a heading announces, whatever its case, accents and punctuation.
    ///
    /// ```
    /// use forprev_core::session::paste::Column;
    /// assert_eq!(Column::of("Prénom"), Some(Column::FirstName));
    /// assert_eq!(Column::of("DATE DE NAISSANCE (JJ/MM/AAAA)"), Some(Column::BirthDate));
    /// assert_eq!(Column::of("Né(e) le"), Some(Column::BirthDate));
    /// assert_eq!(Column::of("Téléphone"), None);
    /// ```
    #[must_use]
    pub fn of(heading: &str) -> Option<Self> {
        match identity_key(&without_brackets(heading)).as_str() {
            "NOM" | "NOMDEFAMILLE" | "NOMDENAISSANCE" | "NOMDUSAGE" | "NOMSTAGIAIRE" | "NOMDUSTAGIAIRE"
            | "LASTNAME" | "SURNAME" | "FAMILYNAME" => Some(Self::LastName),
            "PRENOM" | "PRENOMS" | "PRENOMSTAGIAIRE" | "PRENOMDUSTAGIAIRE" | "FIRSTNAME" | "GIVENNAME"
            | "FORENAME" => Some(Self::FirstName),
            "DATEDENAISSANCE" | "DATENAISSANCE" | "NAISSANCE" | "NELE" | "NEELE" | "DDN" | "BIRTHDATE"
            | "DATEOFBIRTH" | "BIRTHDAY" | "DOB" => Some(Self::BirthDate),
            "EMAIL"
            | "EMAILADDRESS"
            | "MAIL"
            | "COURRIEL"
            | "ADRESSEEMAIL"
            | "ADRESSEMAIL"
            | "ADRESSEELECTRONIQUE" => Some(Self::Email),
            "NUMEROFORPREV" | "NFORPREV" | "NOFORPREV" | "FORPREV" | "FORPREVNUMBER" => {
                Some(Self::ForprevNumber)
            }
            _ => None,
        }
    }
}

/// What stands in brackets explains: "Date de naissance (JJ/MM/AAAA)".
fn without_brackets(heading: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in heading.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Where each column stands in the lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Columns {
    places: Vec<Option<Column>>,
    /// Whether the first line holds headings rather than a trainee.
    pub from_headings: bool,
}

impl Columns {
    /// Reads the first line: headings as soon as one of its cells is the name of a column, otherwise the columns in
    /// their order. Of two columns with the same name the first counts.
    ///
    /// ```
    /// use forprev_core::session::paste::Columns;
    /// assert!(Columns::of(&["Prénom", "Nom", "Né(e) le"]).from_headings);
    /// assert!(!Columns::of(&["Martin", "Paul", "02/04/1990"]).from_headings);
    /// ```
    #[must_use]
    pub fn of<S: AsRef<str>>(first_line: &[S]) -> Self {
        let named: Vec<_> = first_line.iter().map(|cell| Column::of(cell.as_ref())).collect();
        if named.iter().all(Option::is_none) {
            return Self { places: Column::ORDER.map(Some).to_vec(), from_headings: false };
        }
        let mut places: Vec<Option<Column>> = Vec::new();
        for column in named {
            let again = column.is_some() && places.contains(&column);
            places.push(if again { None } else { column });
        }
        Self { places, from_headings: true }
    }

    /// The columns that a trainee cannot do without and that the headings do not name.
    #[must_use]
    pub fn missing(&self) -> Vec<Column> {
        [Column::LastName, Column::FirstName, Column::BirthDate]
            .into_iter()
            .filter(|column| !self.has(*column))
            .collect()
    }

    /// Whether this column is there.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.places.contains(&Some(column))
    }

    /// The places, from 0, of cells that are filled and that no column takes.
    #[must_use]
    pub fn left_over<S: AsRef<str>>(&self, cells: &[S]) -> Vec<usize> {
        cells
            .iter()
            .enumerate()
            .filter(|(place, cell)| {
                !cell.as_ref().trim().is_empty() && self.places.get(*place).copied().flatten().is_none()
            })
            .map(|(place, _)| place)
            .collect()
    }

    /// The trainee of a line. A birth date that can be read is written AAAA-MM-JJ, any other stays as it was typed,
    /// for [`NewTrainee::read`] to refuse it at its place.
    ///
    /// ```
    /// use forprev_core::session::paste::Columns;
    /// let columns = Columns::of(&["Prénom", "Nom", "Naissance"]);
    /// let trainee = columns.trainee(&["Paul", " Martin ", "2/4/1990"]);
    /// assert_eq!((trainee.last_name.as_str(), trainee.birth_date.as_str()), ("Martin", "1990-04-02"));
    /// ```
    #[must_use]
    pub fn trainee<S: AsRef<str>>(&self, cells: &[S]) -> NewTrainee {
        let mut trainee = NewTrainee::default();
        for (cell, column) in cells.iter().zip(&self.places) {
            let cell = cell.as_ref().trim().to_owned();
            match column {
                Some(Column::LastName) => trainee.last_name = cell,
                Some(Column::FirstName) => trainee.first_name = cell,
                Some(Column::BirthDate) => {
                    trainee.birth_date = parse_typed_day(&cell).map_or(cell, |day| day.to_string());
                }
                Some(Column::Email) => trainee.email = Some(cell).filter(|cell| !cell.is_empty()),
                Some(Column::ForprevNumber) => {
                    trainee.forprev_number = Some(cell).filter(|cell| !cell.is_empty());
                }
                None => {}
            }
        }
        trainee
    }
}

/// A line of a text: its number from 1, and its cells.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its number in the text, from 1, lines without anything on them counted.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

// A line holds people's names: a careless `{:?}` must not write them anywhere.
impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("number", &self.number).finish_non_exhaustive()
    }
}

/// How many cells of a line are read; trainees have five. A line of separators alone would have millions.
const CELLS_MAX: usize = 100;

/// What parts the cells of a text: a tab where there is one, else the more frequent of `;` and `,` on its first line
/// with anything on it.
#[must_use]
pub fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    if first.contains('\t') {
        '\t'
    } else if count(',') > count(';') {
        ','
    } else {
        ';'
    }
}

/// The lines of a text copied from a spreadsheet or of a CSV file (RFC 4180 quoting), those with nothing on them left
/// out.
///
/// ```
/// use forprev_core::session::paste::lines;
/// let found = lines("Martin\tPaul\t02/04/1990\n\n\"Le \"\"Goff\"\"\"\tAnne\t1991-01-01\r\n");
/// assert_eq!(found.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 3]);
/// assert_eq!(found[1].cells, ["Le \"Goff\"", "Anne", "1991-01-01"]);
/// ```
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    first_lines(text, usize::MAX)
}

/// The first of these lines, at most `max`: what follows them is not looked at.
#[must_use]
pub fn first_lines(text: &str, max: usize) -> Vec<Line> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    // A quote that nothing closes would swallow all that follows: then quotes are characters like others.
    read(text, separator, true, max).or_else(|| read(text, separator, false, max)).unwrap_or_default()
}

/// The lines, unless the text ends within quotes.
fn read(text: &str, separator: char, quoting: bool, max: usize) -> Option<Vec<Line>> {
    let (mut found, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut number, mut begins_at, mut quoted) = (1_u32, 1_u32, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let ends_line = c == '\n' || (c == '\r' && rest.peek() != Some(&'\n'));
        if ends_line {
            number += 1;
        }
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            _ if quoted => cell.push(c),
            // A quote inside a cell that does not begin with one is a character like another.
            '"' if quoting && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if !ends_line => {}
            _ if ends_line => {
                put(&mut cells, &mut cell);
                keep(&mut found, begins_at, &mut cells);
                if found.len() >= max {
                    return Some(found);
                }
                begins_at = number;
            }
            _ if c == separator => put(&mut cells, &mut cell),
            _ => cell.push(c),
        }
    }
    if quoted {
        return None;
    }
    put(&mut cells, &mut cell);
    keep(&mut found, begins_at, &mut cells);
    Some(found)
}

/// Ends a cell.
fn put(cells: &mut Vec<String>, cell: &mut String) {
    let cell = std::mem::take(cell);
    if cells.len() < CELLS_MAX {
        cells.push(cell);
    }
}

/// Ends a line, and keeps it where something stands on it.
fn keep(found: &mut Vec<Line>, number: u32, cells: &mut Vec<String>) {
    let cells = std::mem::take(cells);
    if cells.iter().any(|cell| !cell.trim().is_empty()) {
        found.push(Line { number, cells });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    fn cells(text: &str) -> Vec<Vec<String>> {
        lines(text).into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn each_separator_is_found() {
        for text in ["a;b,c;d", "a\tb,c\td", "a,\"b,c\",d"] {
            assert_eq!(cells(text), [["a", "b,c", "d"]], "{text}");
        }
        assert_eq!(cells("une seule cellule"), [["une seule cellule"]]);
        assert!(cells(" \n\t\n;;\n").is_empty());
    }

    #[test]
    fn lines_keep_their_numbers_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a;b", "", "c;\"d\nd\"", "e;f"].join(end);
            let numbers: Vec<_> = lines(&text).iter().map(|line| line.number).collect();
            assert_eq!(numbers, [1, 3, 5], "{end:?}");
        }
        assert_eq!(cells("\u{feff}O'Neil \"Bob\";x"), [["O'Neil \"Bob\"", "x"]]);
    }

    #[test]
    fn a_quote_that_nothing_closes_swallows_no_line() {
        assert_eq!(cells("a;\"b\nc;d\ne;f"), [["a", "\"b"], ["c", "d"], ["e", "f"]]);
        assert_eq!(cells("\"a\";b\n\"c;d"), [["\"a\"", "b"], ["\"c", "d"]]);
    }

    #[test]
    fn no_more_is_read_than_is_asked_for() {
        let text = format!("\n;;\n{}", "a;b\n".repeat(10));
        assert_eq!(first_lines(&text, 3).iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(first_lines(&text, 3), lines(&text)[..3]);
        assert_eq!(first_lines(&text, 11), lines(&text));
        let wide = format!("a{}b", ";".repeat(1_000));
        assert_eq!(lines(&wide)[0].cells.len(), CELLS_MAX);
    }

    #[test]
    fn headings_in_any_order_and_language() {
        for headings in [
            vec!["Nom", "Prénom", "Date de naissance"],
            vec!["first_name", "LAST NAME", "birth_date"],
            vec!["N°", "Date naissance", "prenom", "nom"],
        ] {
            let columns = Columns::of(&headings);
            assert!(columns.from_headings && columns.missing().is_empty(), "{headings:?}");
        }
        assert_eq!(Columns::of(&["Nom", "Prénom", "Ville"]).missing(), [Column::BirthDate]);
        let twice = Columns::of(&["Nom", "Nom de naissance", "Prénom"]);
        assert_eq!(twice.trainee(&["Martin", "Durand", "Anne"]).last_name, "Martin");
        assert_eq!(twice.left_over(&["Martin", "Durand", "Anne", "x"]), [1, 3]);
    }

    #[test]
    fn a_day_that_cannot_be_read_stays_and_is_refused_at_its_place() {
        let columns = Columns::of(&["Martin", "Paul", "31/02/1990"]);
        let trainee = columns.trainee(&["Martin", "Paul", "31/02/1990"]);
        assert_eq!(trainee.birth_date, "31/02/1990");
        let (_, faults) = trainee.read();
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(found, [("/birth_date", Code::BadDate)]);
    }
}
