//! What each line of a file says, and what is wrong with it.

use super::{super::facts::Known, xlsx::serial_day};
use chrono::NaiveDate;
use forprev_core::{
    problem::{Code, Fault},
    session::{
        SessionContent,
        content::TraineeContent,
        import::RefusedLine,
        paste::{Columns, Line},
        trainee::{DRAFT_MAX, IdentityKey, birth_date, fields_not_allowed},
    },
};
use std::collections::HashMap;

/// A line, read.
#[derive(Clone)]
pub(super) struct Read {
    pub(super) line: u32,
    pub(super) trainee: TraineeContent,
    pub(super) faults: Vec<Fault>,
}

/// The trainees of a file's lines, headings aside, each with what is wrong with its shape.
///
/// # Errors
/// `import.columns` where headings name other columns, `import.empty` where there is nothing below them.
pub(super) fn of_file(lines: &[Line]) -> Result<Vec<Read>, Fault> {
    let first = lines.first().ok_or_else(|| Fault::new(Code::ImportEmpty))?;
    let columns = Columns::of(&first.cells);
    if !columns.missing().is_empty() {
        return Err(Fault::new(Code::ImportColumns));
    }
    let below = if columns.from_headings { lines.get(1..).unwrap_or_default() } else { lines };
    if below.is_empty() {
        return Err(Fault::new(Code::ImportEmpty));
    }
    Ok(below.iter().map(|line| read(line, &columns)).collect())
}

fn read(line: &Line, columns: &Columns) -> Read {
    let mut typed = columns.trainee(&line.cells);
    if let Some(day) = serial_day(&typed.birth_date) {
        typed.birth_date = day.to_string();
    }
    let (trainee, faults) = typed.read();
    Read { line: line.number, trainee, faults }
}

/// The line as the report tells it, for one reason more.
pub(super) fn refusal(read: Read, fault: Fault) -> RefusedLine {
    let mut errors = read.faults;
    errors.push(fault);
    told(read.line, errors)
}

fn told(line: u32, errors: Vec<Fault>) -> RefusedLine {
    let first = errors.first();
    RefusedLine {
        line,
        column: first.and_then(|fault| fault.pointer.strip_prefix('/')).map(ToOwned::to_owned),
        code: first.map_or(Code::Internal, |fault| fault.code),
        errors,
    }
}

/// The session that the lines go into.
pub(super) struct Room<'a> {
    pub(super) content: &'a SessionContent,
    pub(super) known: &'a Known,
    pub(super) today: NaiveDate,
}

/// Where an identity stands already.
#[derive(Clone, Copy)]
enum Stands {
    InSession(usize),
    InFile(u32),
}

impl Room<'_> {
    /// The lines that can be stored, and those that cannot, each in the file's order.
    pub(super) fn sort_out(&self, lines: Vec<Read>) -> (Vec<(u32, TraineeContent)>, Vec<RefusedLine>) {
        let mut stands: HashMap<IdentityKey, Stands> = HashMap::new();
        for (index, trainee) in self.content.trainees.iter().enumerate() {
            if let Some(key) = trainee.key() {
                stands.entry(key).or_insert(Stands::InSession(index + 1));
            }
        }
        let mut left = DRAFT_MAX.saturating_sub(self.content.trainees.len());
        let (mut good, mut refused) = (Vec::new(), Vec::new());
        for mut read in lines {
            read.faults.extend(self.faults(&read.trainee));
            if let Some(key) = read.trainee.key() {
                match stands.get(&key) {
                    Some(stand) => read.faults.push(double(*stand)),
                    None => {
                        stands.insert(key, Stands::InFile(read.line));
                    }
                }
            }
            if !read.faults.is_empty() {
                refused.push(told(read.line, read.faults));
            } else if left == 0 {
                let full = Fault::new(Code::SessionTooManyTrainees).with("maximum", DRAFT_MAX);
                refused.push(refusal(read, full.with("count", DRAFT_MAX + 1)));
            } else {
                left -= 1;
                good.push((read.line, read.trainee));
            }
        }
        (good, refused)
    }

    /// What the rules refuse of one trainee, whoever the others are: S15, S8.
    fn faults(&self, trainee: &TraineeContent) -> Vec<Fault> {
        let level = &self.known.level;
        let mut found = fields_not_allowed(std::slice::from_ref(trainee), level);
        for fault in &mut found {
            fault.pointer = fault.pointer.trim_start_matches("/trainees/0").to_owned();
        }
        if let Some(born) = trainee.birth_date {
            let fits = birth_date(
                born,
                self.content.ends_on,
                self.today,
                level.trains_acteurs(),
                &self.known.parameters,
            );
            found.extend(fits.err().map(|fault| fault.at("/birth_date")));
        }
        let formateur = trainee.key().is_some_and(|key| {
            self.known.formateurs.iter().any(|known| known.identity.as_ref() == Some(&key))
        });
        if formateur {
            found.push(Fault::new(Code::TraineeIsFormateur));
        }
        found
    }
}

fn double(stands: Stands) -> Fault {
    let fault = Fault::new(Code::TraineeDuplicate);
    match stands {
        Stands::InSession(line) => fault.with("line", line).with("in", "session"),
        Stands::InFile(line) => fault.with("line", line).with("in", "file"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        file,
        xlsx::tests::{text, workbook},
    };
    use super::*;

    #[test]
    fn days_of_a_workbook_are_days_whatever_their_cell() {
        let line = |row: u32, cell: &str| {
            let place = |column: &str| format!("{column}{row}");
            format!(
                "<row r=\"{row}\">{}{}{cell}</row>",
                text(&place("A"), "Anne"),
                text(&place("B"), "Martin")
            )
        };
        let rows = [
            format!(
                "<row r=\"1\">{}{}{}</row>",
                text("A1", "First name"),
                text("B1", "Last name"),
                text("C1", "Birth date")
            ),
            line(2, "<c r=\"C2\" s=\"1\"><v>32965</v></c>"),
            line(3, "<c r=\"C3\"><v>32965</v></c>"),
            line(4, &text("C4", "02/04/1990")),
            line(5, &text("C5", "1990-04-02")),
            line(6, "<c r=\"C6\"><v>32965.5</v></c>"),
        ];
        let found = of_file(&file::read(&workbook(&rows.concat())).unwrap()).unwrap();
        let born = NaiveDate::from_ymd_opt(1990, 4, 2);
        for read in found.iter().take(4) {
            assert_eq!((read.trainee.birth_date, read.faults.len()), (born, 0), "line {}", read.line);
        }
        assert_eq!(found[4].faults[0].code, Code::BadDate);
    }
}
