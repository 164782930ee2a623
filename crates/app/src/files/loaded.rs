//! A file with what decides about it.

use crate::{Failure, Tx, desks::in_charge, outbox, sessions::Expected};
use forprev_core::{
    id::{OrganisationFileId, PersonId},
    organisation::file::{FileKind, FileStep, Side},
    policy::file::{FileStanding, instructs, sees, side, step},
    problem::Code,
};
use forprev_store as store;
use serde_json::json;
use store::organisation_file::Row;

/// What the policy needs to know of a file.
pub(crate) fn standing(row: &Row) -> FileStanding {
    FileStanding {
        author: row.author_id,
        organisation: row.organisation_id,
        caisse: row.caisse_code.clone(),
        state: row.state,
        was_submitted: row.submitted_at.is_some(),
    }
}

/// The file of this identifier, where the transaction's actor may see it.
///
/// # Errors
/// `not_found`.
pub(super) fn load(tx: &mut Tx<'_>, id: OrganisationFileId) -> Result<Row, Failure> {
    let row = store::organisation_file::find(tx.conn, id)?;
    if sees(tx.actor, &standing(&row)) { Ok(row) } else { Err(Failure::of(Code::NotFound)) }
}

/// The file, locked and in its next version, for this step of the transaction's actor. Answers in the order of the API: not
/// visible, not allowed, not in this state, not in the version expected.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.state`, `version.stale`, `version.missing`.
pub(super) fn take_for(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    wanted: FileStep,
    expected: impl Into<Expected>,
) -> Result<Row, Failure> {
    let row = store::organisation_file::touch(tx.conn, id)?;
    let standing = standing(&row);
    if !sees(tx.actor, &standing) {
        return Err(Failure::of(Code::NotFound));
    }
    step(tx.actor, &standing, wanted)?;
    expected.into().check(row.version - 1)?;
    Ok(row)
}

/// Writes a file that was taken, and what happened to it where there is something to tell.
pub(super) fn save(
    tx: &mut Tx<'_>,
    row: &mut Row,
    what: Option<&str>,
    comment: Option<String>,
) -> Result<(), Failure> {
    row.updated_at = tx.now.into();
    store::organisation_file::save(tx.conn, row.clone())?;
    if let Some(what) = what { event(tx, row, what, comment) } else { Ok(()) }
}

/// Notes what happened to a file.
pub(super) fn event(tx: &mut Tx<'_>, row: &Row, what: &str, comment: Option<String>) -> Result<(), Failure> {
    let id = tx.new_id().to_string();
    store::organisation_file::insert_event(
        tx.conn,
        store::organisation_file::EventRow {
            id,
            file_id: row.id,
            at: tx.now.into(),
            what: what.to_owned(),
            state: row.state,
            person_id: tx.actor.person_id(),
            by_agent: side(tx.actor, &standing(row)) == Some(Side::Agent),
            caisse_code: row.caisse_code.clone(),
            comment,
        },
    )?;
    Ok(())
}

/// Tells these people of a file.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    row: &Row,
    people: &[PersonId],
    by: Option<String>,
) -> Result<(), Failure> {
    let name = Some(&row.raison_sociale).filter(|name| !name.is_empty());
    let what = (row.kind == FileKind::Change).then_some("change");
    let payload = json!({ "file_id": row.id, "organisation": name, "what": what, "by": by });
    // Who did it themselves knows.
    for person in people.iter().filter(|person| Some(**person) != tx.actor.person_id()) {
        outbox::put(tx, kind, Some(*person), None, row.organisation_id, payload.clone())?;
    }
    Ok(())
}

/// Whom of the applicant's side to tell: its author, and of a change all gestionnaires of the organisation.
pub(super) fn applicants(tx: &mut Tx<'_>, row: &Row) -> Result<Vec<PersonId>, Failure> {
    let mut people = match (row.kind, row.organisation_id) {
        (FileKind::Change, Some(organisation)) => store::profile::people_of(
            tx.conn,
            organisation,
            forprev_core::policy::account::MANAGES,
            tx.today,
        )?,
        _ => Vec::new(),
    };
    if row.kind != FileKind::Change || people.is_empty() {
        people.push(row.author_id);
    }
    Ok(people)
}

/// Whom of the caisse's side to tell: who has it in charge, or all those of its desk.
pub(super) fn agents(tx: &mut Tx<'_>, row: &Row) -> Result<Vec<PersonId>, Failure> {
    let standing = standing(row);
    in_charge(tx, row.assigned_to, row.caisse_code.as_deref(), |profiles| instructs(profiles, &standing))
}

/// The name of a caisse, or INRS's.
pub(crate) fn caisse_in_words(tx: &mut Tx<'_>, code: Option<&str>) -> Result<String, Failure> {
    let Some(code) = code else { return Ok("l’INRS".to_owned()) };
    Ok(store::place::caisse(tx.conn, code)?.map_or_else(|| code.to_owned(), |caisse| caisse.name))
}
