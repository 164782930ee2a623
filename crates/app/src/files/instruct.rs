//! The agents' side: a file is taken, handed over, accepted, sent back or refused. Each decision names the agent, the day and
//! the version that they saw (B11).

use super::{
    draft::tell_applicants,
    loaded::{caisse_in_words, save, standing, take_for, tell},
    validated, wire,
};
use crate::{
    Failure, Tx, attachments, audit, desks::at_desk, failure::refuse_if_any, outbox, sessions::Expected,
};
use forprev_core::{
    id::{OrganisationFileId, PersonId},
    organisation::file::{Assignment, FileDecision, FileState, FileStep, HandOver, OrganisationFile},
    policy::file::instructs,
    problem::{Code, Fault},
    text::clean,
};
use forprev_store::{self as store, Json};
use serde_json::{Value, json};

/// What an act is on, in the log.
const FILE: &str = "organisation_file";

/// `POST /organisation-files/{id}/assign`: takes the file, or gives it to another agent who may instruct it.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `organisation_file.state`, `version.stale`; `field.reference` for
/// somebody who does not instruct it.
pub fn assign_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
    input: &Assignment,
) -> Result<OrganisationFile, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, FileStep::Assign, expected)?;
    let me = tx.actor.person_id();
    let wanted: Option<PersonId> =
        input.person_id.as_deref().and_then(|text| text.trim().parse().ok()).or(me);
    let agent = wanted.ok_or_else(|| Failure::of(Code::Forbidden))?;
    let profiles = store::profile::held_by(tx.conn, agent, tx.today)?;
    if !instructs(&profiles, &standing(&row)) {
        return Err(Fault::new(Code::BadReference).at("/person_id").into());
    }
    row.assigned_to = Some(agent);
    save(tx, &mut row, None, None)?;
    let detail = json!({ "to": agent });
    audit::record(
        tx,
        "assign_organisation_file",
        "organisation_file",
        &id.to_string(),
        row.organisation_id,
        detail,
    )?;
    if Some(agent) != me {
        let by = tx.actor.person().map(|person| format!("{} {}", person.first_name, person.last_name));
        tell(tx, outbox::Kind::FileAssigned, &row, &[agent], by)?;
    }
    wire::to_wire(tx, row)
}

/// `POST /organisation-files/{id}/hand-over`: another caisse, or INRS, is to instruct it (O1). The move is recorded.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `organisation_file.state`, `version.stale`; `field.reference` for a
/// caisse that does not exist, or that has it already.
pub fn hand_over_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
    input: &HandOver,
) -> Result<OrganisationFile, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, FileStep::HandOver, expected)?;
    let wanted = Some(clean(&input.caisse)).filter(|code| !code.is_empty());
    let unknown = match &wanted {
        Some(code) => store::place::caisse(tx.conn, code)?.is_none(),
        None => false,
    };
    if unknown || wanted == row.caisse_code {
        return Err(Fault::new(Code::BadReference).at("/caisse").into());
    }
    let from = row.caisse_code.clone();
    row.caisse_code.clone_from(&wanted);
    row.assigned_to = None;
    let to = caisse_in_words(tx, wanted.as_deref())?;
    let comment = format!("{to} — {}", clean(&input.comment));
    save(tx, &mut row, Some("handed_over"), Some(comment.chars().take(2_000).collect()))?;
    let detail = json!({ "from": from, "to": wanted });
    audit::record(
        tx,
        "hand_over_organisation_file",
        "organisation_file",
        &id.to_string(),
        row.organisation_id,
        detail,
    )?;
    // What was sent back waits for the applicant.
    if row.state == FileState::Submitted {
        let people = at_desk(tx, row.caisse_code.as_deref())?;
        tell(tx, outbox::Kind::FileSubmitted, &row, &people, None)?;
    }
    wire::to_wire_after(tx, row)
}

/// `POST /organisation-files/{id}/validate`: an opening file becomes an organisation, whose first gestionnaire is its author
/// (E14); a change comes into force (O2).
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.state`, `version.stale`, `siret.already_registered` where another
/// organisation took its SIRET meanwhile.
pub fn validate_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
) -> Result<OrganisationFile, Failure> {
    let mut row = take_for(tx, id, FileStep::Validate, expected)?;
    validated::apply(tx, &mut row)?;
    row.state = FileState::Validated;
    decided(tx, row, "validated", "validate_organisation_file", outbox::Kind::FileValidated, None)
}

/// `POST /organisation-files/{id}/return`: sends it back with what to complete, field by field. The caisse's clock stands
/// until it comes back.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `organisation_file.state`, `version.stale`.
pub fn return_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
    input: &FileDecision,
) -> Result<OrganisationFile, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, FileStep::Return, expected)?;
    row.state = FileState::Returned;
    row.submitted_content = Some(Json(row.content.0.clone()));
    let cleaned = input.corrections.iter().map(|(field, text)| (field.clone(), clean(text)));
    row.corrections = Json(cleaned.collect());
    let comment = Some(clean(&input.comment));
    row.comment.clone_from(&comment);
    decided(tx, row, "returned", "return_organisation_file", outbox::Kind::FileReturned, comment)
}

/// `POST /organisation-files/{id}/refuse`: with the reason.
///
/// # Errors
/// As [`return_organisation_file`].
pub fn refuse_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
    input: &FileDecision,
) -> Result<OrganisationFile, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, FileStep::Refuse, expected)?;
    row.state = FileState::Refused;
    let comment = Some(clean(&input.comment));
    row.comment.clone_from(&comment);
    decided(tx, row, "refused", "refuse_organisation_file", outbox::Kind::FileRefused, comment)
}

/// Writes a decision down, and tells the applicant.
fn decided(
    tx: &mut Tx<'_>,
    mut row: store::organisation_file::Row,
    what: &str,
    action: &str,
    kind: outbox::Kind,
    comment: Option<String>,
) -> Result<OrganisationFile, Failure> {
    // Who decides has it in hand.
    row.assigned_to = row.assigned_to.or(tx.actor.person_id());
    save(tx, &mut row, Some(what), comment)?;
    if !row.state.is_open() {
        attachments::forget_history(tx, row.id.into())?;
    }
    let detail: Value = json!({ "version": row.version - 1 });
    audit::record(tx, action, FILE, &row.id.to_string(), row.organisation_id, detail)?;
    let by = caisse_in_words(tx, row.caisse_code.as_deref())?;
    tell_applicants(tx, kind, &row, Some(by))?;
    wire::to_wire(tx, row)
}
