//! Trainees from a file: every line of it is either created or told, none is dropped without a word.

mod file;
mod lines;
mod xlsx;

use super::{
    content,
    loaded::{Expected, take_for},
    wire,
};
use crate::{Failure, Tx, audit};
use forprev_core::{
    id::SessionId,
    problem::{Code, Fault},
    session::{
        content::TraineeContent,
        import::{ImportMode, ImportReport, RefusedLine},
        state::Step,
    },
};
use forprev_store as store;
use lines::{Read, Room, of_file};
use serde_json::json;

/// A file of trainees, read: what each of its lines says. Reading takes as long as a file is large, so it is done
/// before the transaction, in which other writers wait.
pub struct TraineeFile(Vec<Read>);

impl TraineeFile {
    /// The trainees of a CSV or XLSX file, told apart by its bytes.
    ///
    /// # Errors
    /// `import.unreadable`, `import.empty`, `import.columns`, `session.too_many_trainees` for a file of another size
    /// altogether.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        Ok(Self(of_file(&file::read(bytes)?)?))
    }
}

/// `POST /sessions/{id}/trainees/import`: the trainees of a file, after those that the session has. The file and its
/// name are not kept.
///
/// # Errors
/// `not_found`, `forbidden`, `session.state`, `version.stale`. What is wrong with a line is told in the report.
pub fn import_trainees(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    file: &TraineeFile,
    mode: ImportMode,
) -> Result<ImportReport, Failure> {
    let mut loaded = take_for(tx, id, Step::Edit, expected)?;
    let room = Room { content: &loaded.content, known: &loaded.known, today: tx.today };
    let (good, refused) = room.sort_out(file.0.clone());
    let (good, refused) = decided(mode, good, refused);
    let (created, lines) = (good.len(), good.len() + refused.len());
    if good.is_empty() {
        // Nothing changes: neither does the version.
        loaded.row.version -= 1;
        store::session::save(tx.conn, loaded.row.clone())?;
    } else {
        let habilitation = loaded.habilitation.clone();
        let mut with = loaded.content.clone();
        with.trainees.extend(good.into_iter().map(|(_, trainee)| trainee));
        let ready = content::prepare(tx, with, &habilitation, &loaded.trainees)?;
        loaded = content::write(tx, loaded, habilitation, ready)?;
    }
    let detail = json!({ "lines": lines, "created": created, "version": loaded.row.version });
    let organisation = Some(loaded.row.organisation_id);
    audit::record(tx, "import_trainees", "session", &id.to_string(), organisation, detail)?;
    Ok(ImportReport {
        lines: count(lines),
        created: count(created),
        refused,
        session: wire::to_wire(tx, &loaded)?,
    })
}

fn count(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// What is stored, and what is told: with `all_or_nothing`, one refused line keeps the good ones out too.
fn decided(
    mode: ImportMode,
    good: Vec<(u32, TraineeContent)>,
    mut refused: Vec<RefusedLine>,
) -> (Vec<(u32, TraineeContent)>, Vec<RefusedLine>) {
    if mode == ImportMode::ValidLines || refused.is_empty() {
        return (good, refused);
    }
    refused.extend(good.into_iter().map(|(line, _)| {
        lines::refusal(
            Read { line, trainee: TraineeContent::default(), faults: Vec::new() },
            Fault::new(Code::ImportOtherLines),
        )
    }));
    refused.sort_by_key(|one| one.line);
    (Vec::new(), refused)
}
