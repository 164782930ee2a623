//! The applicant's side: a draft that can be saved incomplete, given up, taken up again, and submitted once it is whole (O6).

use super::{
    loaded::{agents, applicants, event, save, take_for, tell},
    wire,
};
use crate::{
    Failure, Tx, attachments, audit, failure::refuse_if_any, outbox, parameters, sessions::Expected,
};
use chrono::Days;
use forprev_core::{
    attachment::URSSAF_CERTIFICATE,
    id::{OrganisationFileId, OrganisationId},
    organisation::{
        caisse::Commune,
        file::{
            Field, FileContent, FileFacts, FileKind, FileState, FileStep, OrganisationFile, RESTORABLE_DAYS,
            instructed,
        },
        siret::Siret,
    },
    policy::{Action, may_ever},
    problem::{Code, Fault},
    text::search_key,
};
use forprev_store as store;
use serde_json::{Value, json};
use store::{Json, organisation_file::Row};

/// `POST /organisation-files`: begins a file that enters an organisation, incomplete as it may be.
///
/// # Errors
/// As `may_ever`; what is wrong in shape.
pub fn create_organisation_file(tx: &mut Tx<'_>, input: &FileContent) -> Result<OrganisationFile, Failure> {
    may_ever(tx.actor, Action::DraftOrganisationFile)?;
    refuse_if_any(input.check())?;
    let row = begin(tx, FileKind::Opening, None, FileContent::default().with(input))?;
    let id = row.id.to_string();
    audit::record(tx, "create_organisation_file", "organisation_file", &id, None, Value::Null)?;
    wire::to_wire(tx, row)
}

/// Writes a new draft.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    kind: FileKind,
    organisation: Option<OrganisationId>,
    content: FileContent,
) -> Result<Row, Failure> {
    let author_id = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let mut row = Row {
        id: OrganisationFileId::new(tx.new_id()),
        kind,
        state: FileState::Draft,
        organisation_id: organisation,
        author_id,
        content: Json(FileContent::default()),
        submitted_content: None,
        caisse_code: None,
        departement: None,
        city: None,
        assigned_to: None,
        queued_at: tx.now.into(),
        submitted_at: None,
        abandoned_on: None,
        comment: None,
        corrections: Json(std::collections::BTreeMap::new()),
        siret: None,
        raison_sociale: String::new(),
        search_key: String::new(),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    hold(tx, &mut row, content)?;
    store::organisation_file::insert(tx.conn, row.clone())?;
    event(tx, &row, "created", None)?;
    Ok(row)
}

/// Puts a content into a file, and what lists and searches need of it.
fn hold(tx: &mut Tx<'_>, row: &mut Row, content: FileContent) -> Result<(), Failure> {
    let siret: Option<Siret> = content.typed(Field::Siret).and_then(|text| text.parse().ok());
    let commune = content.commune(&communes(tx, &content)?).ok().flatten().map(|one| one.name.clone());
    let name = content.typed(Field::RaisonSociale).unwrap_or_default();
    row.siret = siret.map(|siret| siret.as_str().to_owned());
    row.city = commune;
    row.search_key = search_key(&format!(
        "{name} {} {} {}",
        content.typed(Field::Enseigne).unwrap_or_default(),
        row.city.as_deref().unwrap_or_default(),
        row.siret.as_deref().unwrap_or_default(),
    ));
    row.raison_sociale = name.to_owned();
    row.content = Json(content);
    Ok(())
}

/// O1: the communes of the postal code that was typed.
fn communes(tx: &mut Tx<'_>, content: &FileContent) -> Result<Vec<Commune>, Failure> {
    let Some(typed) = content.typed(Field::PostalCode) else { return Ok(Vec::new()) };
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let rows = store::place::communes(tx.conn, &bare)?;
    let commune = |row: store::place::CommuneRow| {
        Some(Commune {
            postal_code: row.postal_code.parse().ok()?,
            insee_code: row.insee_code.parse().ok()?,
            name: row.name,
            departement: row.departement,
        })
    };
    Ok(rows.into_iter().filter_map(commune).collect())
}

/// What the rules need to know of a file besides its content.
pub(crate) fn facts(tx: &mut Tx<'_>, row: &Row) -> Result<FileFacts, Failure> {
    let siret = row.siret.as_deref().and_then(|text| text.parse::<Siret>().ok());
    let holder = match &siret {
        Some(siret) => store::organisation::by_siret(tx.conn, siret)?.map(|one| one.id),
        None => None,
    };
    Ok(FileFacts {
        communes: communes(tx, &row.content.0)?,
        urssaf_attached: urssaf_attached(tx, row)?,
        siret_taken: holder.is_some() && holder != row.organisation_id,
        urssaf_months: parameters::on(tx, tx.today)?.urssaf_certificate_months,
    })
}

/// Whether the certificate of the URSSAF is attached; of a change, only where it changes.
fn urssaf_attached(tx: &mut Tx<'_>, row: &Row) -> Result<bool, Failure> {
    if attachments::has(tx, row.id.into(), URSSAF_CERTIFICATE)? {
        return Ok(true);
    }
    let (FileKind::Change, Some(organisation)) = (row.kind, row.organisation_id) else { return Ok(false) };
    let held = super::content_of(tx, organisation)?;
    let same = |field: Field| held.typed(field) == row.content.0.typed(field);
    Ok(same(Field::UrssafIssuedOn) && same(Field::UrssafCode))
}

/// `PATCH /organisation-files/{id}`: what is present replaces, an empty text clears, what is absent stays. The draft is
/// kept as it is, complete or not.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `organisation_file.state`, `version.stale`.
pub fn update_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
    patch: &FileContent,
) -> Result<OrganisationFile, Failure> {
    refuse_if_any(patch.check())?;
    let mut row = take_for(tx, id, FileStep::Edit, expected)?;
    let content = row.content.0.with(patch);
    hold(tx, &mut row, content)?;
    save(tx, &mut row, None, None)?;
    let detail = json!({ "version": row.version });
    audit::record(
        tx,
        "update_organisation_file",
        "organisation_file",
        &id.to_string(),
        row.organisation_id,
        detail,
    )?;
    wire::to_wire(tx, row)
}

/// `POST /organisation-files/{id}/submit`: to the caisse of its commune (O1). The whole check runs each time, so that nothing
/// mandatory is lost in a correction.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.state`, `version.stale`; all that O1, O3, O4 and O6 refuse, at once; of a
/// change, `organisation.change_empty`.
pub fn submit_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
) -> Result<OrganisationFile, Failure> {
    let mut row = take_for(tx, id, FileStep::Submit, expected)?;
    let facts = facts(tx, &row)?;
    let mut faults = row.content.0.violations(&facts, tx.today);
    faults.extend(empty_change(tx, &row)?);
    refuse_if_any(faults)?;
    let again = row.submitted_at.is_some();
    destine(tx, &mut row, &facts)?;
    if !again {
        row.submitted_at = Some(tx.now.into());
        row.queued_at = tx.now.into();
    }
    row.state = FileState::Submitted;
    row.comment = None;
    row.corrections.0.clear();
    save(tx, &mut row, Some("submitted"), None)?;
    // What was submitted before stays until the file is read: it is what the agent compares with.
    let organisation = row.organisation_id;
    audit::record(
        tx,
        "submit_organisation_file",
        "organisation_file",
        &id.to_string(),
        organisation,
        Value::Null,
    )?;
    // Of another caisse than before, or not taken in charge yet: whoever is there.
    let kind =
        if row.assigned_to.is_some() { outbox::Kind::FileResubmitted } else { outbox::Kind::FileSubmitted };
    let people = agents(tx, &row)?;
    tell(tx, kind, &row, &people, None)?;
    wire::to_wire(tx, row)
}

/// O2: a change that changes nothing of what is instructed.
fn empty_change(tx: &mut Tx<'_>, row: &Row) -> Result<Option<Fault>, Failure> {
    let (FileKind::Change, Some(organisation)) = (row.kind, row.organisation_id) else { return Ok(None) };
    let held = super::content_of(tx, organisation)?;
    let empty = instructed(&held, &row.content.0).is_empty();
    Ok(empty.then(|| Fault::new(Code::ChangeEmpty)))
}

/// O1, H10: who instructs it. A change is for the caisse of the organisation, whatever address it asks for; what comes back
/// stays with the caisse that has it, unless the département of a new organisation changed.
fn destine(tx: &mut Tx<'_>, row: &mut Row, facts: &FileFacts) -> Result<(), Failure> {
    if let (FileKind::Change, Some(organisation)) = (row.kind, row.organisation_id) {
        if row.submitted_at.is_none() {
            row.caisse_code = store::organisation::caisse_of(tx.conn, organisation)?;
        }
        return Ok(());
    }
    let commune = row.content.0.commune(&facts.communes).ok().flatten();
    let departement = commune.map(|commune| commune.departement.clone());
    if row.departement != departement {
        let code = departement.as_deref().unwrap_or_default();
        row.caisse_code = store::place::caisse_of(tx.conn, code)?.map(|caisse| caisse.code);
        row.departement = departement;
        row.assigned_to = None;
    }
    Ok(())
}

/// `POST /organisation-files/{id}/abandon`: gives it up. It can be taken up again for 30 days, then it is erased (B4).
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.state`, `version.stale`.
pub fn abandon_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
) -> Result<OrganisationFile, Failure> {
    let mut row = take_for(tx, id, FileStep::Abandon, expected)?;
    row.state = FileState::Abandoned;
    row.abandoned_on = Some(tx.today);
    save(tx, &mut row, Some("abandoned"), None)?;
    let organisation = row.organisation_id;
    audit::record(
        tx,
        "abandon_organisation_file",
        "organisation_file",
        &id.to_string(),
        organisation,
        Value::Null,
    )?;
    wire::to_wire(tx, row)
}

/// `POST /organisation-files/{id}/restore`: takes up what was given up less than 30 days ago.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.state` also once the days are over, `organisation_file.open` where another
/// change began meanwhile, `version.stale`.
pub fn restore_organisation_file(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    expected: impl Into<Expected>,
) -> Result<OrganisationFile, Failure> {
    let mut row = take_for(tx, id, FileStep::Restore, expected)?;
    let until = row.abandoned_on.map(|day| day + Days::new(RESTORABLE_DAYS));
    if until.is_none_or(|until| until < tx.today) {
        return Err(Failure::of(Code::FileState));
    }
    if row.kind == FileKind::Change
        && let Some(organisation) = row.organisation_id
        && store::organisation_file::open_change(tx.conn, organisation)?.is_some()
    {
        return Err(Failure::of(Code::FileOpen));
    }
    row.state = FileState::Draft;
    row.abandoned_on = None;
    save(tx, &mut row, Some("restored"), None)?;
    let organisation = row.organisation_id;
    audit::record(
        tx,
        "restore_organisation_file",
        "organisation_file",
        &id.to_string(),
        organisation,
        Value::Null,
    )?;
    wire::to_wire(tx, row)
}

/// Whom a decision is told.
pub(super) fn tell_applicants(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    row: &Row,
    by: Option<String>,
) -> Result<(), Failure> {
    let people = applicants(tx, row)?;
    tell(tx, kind, row, &people, by)
}
