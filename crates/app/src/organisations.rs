//! Organisations that were validated: read, kept up to date (O2), confirmed before a request (H6).

use crate::{Failure, Tx, audit, failure::refuse_if_any, files, sessions::Expected};
use forprev_core::{
    id::OrganisationId,
    organisation::{
        file::{Field, FileContent, FileKind, OrganisationFile, instructed},
        record::{Organisation, OrganisationQuery, OrganisationRow},
    },
    page::Page,
    policy::{
        file::keeps,
        organisation::{OrganisationStanding, read, scope},
    },
    problem::{Code, Fault},
    text::clean,
};
use forprev_store::{
    self as store,
    cursor::{Cursor, Paged},
};
use serde_json::{Value, json};

/// `GET /organisations`: a page of the organisations that the caller reads, by name.
///
/// # Errors
/// What is wrong in shape, `request.cursor`.
pub fn list_organisations(
    tx: &mut Tx<'_>,
    query: &OrganisationQuery,
) -> Result<Page<OrganisationRow>, Failure> {
    refuse_if_any(query.check())?;
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let caisse = query.caisse.as_deref().map(clean);
    let words = query.q.as_deref().unwrap_or_default();
    let scope = scope(tx.actor);
    let Paged { items, next, total } = store::organisation::list(
        tx.conn,
        &scope,
        caisse.as_deref(),
        words,
        after.as_ref(),
        query.page_size(),
    )?;
    let told = |row: store::organisation::Row| OrganisationRow {
        id: row.id,
        kind: row.kind,
        raison_sociale: row.raison_sociale,
        enseigne: row.enseigne,
        siret: row.siret.as_str().to_owned(),
        city: row.city,
        departement: row.departement,
        caisse: row.caisse_code,
    };
    Ok(Page {
        items: items.into_iter().map(told).collect(),
        next_cursor: next.map(|one| one.to_text()),
        total,
    })
}

/// `GET /organisations/{id}`: its data.
///
/// # Errors
/// `not_found`.
pub fn get_organisation(tx: &mut Tx<'_>, id: OrganisationId) -> Result<Organisation, Failure> {
    let row = seen(tx, id)?;
    to_wire(tx, row)
}

fn seen(tx: &mut Tx<'_>, id: OrganisationId) -> Result<store::organisation::Row, Failure> {
    let row = store::organisation::find(tx.conn, id)?;
    read(tx.actor, &OrganisationStanding { id, caisse: row.caisse_code.clone() })?;
    Ok(row)
}

/// Locked and in its next version, for who keeps it.
fn take(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    expected: Expected,
) -> Result<store::organisation::Row, Failure> {
    let row = store::organisation::touch(tx.conn, id, None)?;
    // Who writes files and reads no organisation learns nothing of one.
    let standing = OrganisationStanding { id, caisse: row.caisse_code.clone() };
    read(tx.actor, &standing).map_err(|_| Failure::of(Code::NotFound))?;
    keeps(tx.actor, id)?;
    expected.check(row.version - 1)?;
    Ok(row)
}

fn to_wire(tx: &mut Tx<'_>, row: store::organisation::Row) -> Result<Organisation, Failure> {
    let detail = store::organisation_detail::of(tx.conn, row.id)?;
    let keep = keeps(tx.actor, row.id);
    let open_change = store::organisation_file::open_change(tx.conn, row.id)?.map(|file| file.id);
    Ok(Organisation {
        id: row.id,
        content: files::content_of(tx, row.id)?,
        city: row.city,
        departement: row.departement,
        caisse_name: files::caisse_in_words(tx, row.caisse_code.as_deref())?,
        caisse: row.caisse_code,
        confirmed_on: detail.confirmed_on,
        open_change,
        keep: keep.into(),
        created_at: row.created_at.into(),
        version: row.version,
    })
}

/// `PATCH /organisations/{id}`: what is not instructed changes at once (O2, B13). What is present replaces, an empty text
/// clears, what is absent stays.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `version.stale`; `organisation.instructed` at each field that the caisse
/// examines, `organisation.incomplete` at each that may not be empty.
pub fn update_organisation(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    expected: impl Into<Expected>,
    patch: &FileContent,
) -> Result<Organisation, Failure> {
    refuse_if_any(patch.check())?;
    let row = take(tx, id, expected.into())?;
    let held = files::content_of(tx, id)?;
    let wanted = held.with(patch);
    let examined = instructed(&held, &wanted).into_iter();
    let mut faults: Vec<Fault> =
        examined.map(|field| Fault::new(Code::OrganisationInstructed).at(field.pointer())).collect();
    // What was empty before, of an organisation that was taken over, may be filled little by little.
    let emptied = |fault: &Fault| {
        let field = Field::of(fault.pointer.trim_start_matches('/'));
        field.is_some_and(|field| held.typed(field).is_some())
    };
    faults.extend(wanted.missing().into_iter().filter(emptied));
    refuse_if_any(faults)?;
    files::put(tx, row, &wanted)?;
    let fields: Vec<_> = forprev_core::organisation::file::differences(&held, &wanted)
        .into_iter()
        .map(|one| one.field)
        .collect();
    audit::record(
        tx,
        "update_organisation",
        "organisation",
        &id.to_string(),
        Some(id),
        json!({ "fields": fields }),
    )?;
    get_organisation(tx, id)
}

/// `POST /organisations/{id}/changes`: begins a change of what is instructed (O2). The values in force stay so until the
/// caisse accepts.
///
/// # Errors
/// `not_found`, `forbidden`, `organisation_file.open` where one is running.
pub fn open_organisation_change(tx: &mut Tx<'_>, id: OrganisationId) -> Result<OrganisationFile, Failure> {
    take(tx, id, Expected::Any)?;
    if store::organisation_file::open_change(tx.conn, id)?.is_some() {
        return Err(Failure::of(Code::FileOpen));
    }
    let content = files::content_of(tx, id)?;
    let row = files::begin(tx, FileKind::Change, Some(id), content)?;
    audit::record(
        tx,
        "open_organisation_change",
        "organisation_file",
        &row.id.to_string(),
        Some(id),
        Value::Null,
    )?;
    files::get_organisation_file(tx, row.id)
}

/// `POST /organisations/{id}/confirm`: its data are right today (H6).
///
/// # Errors
/// `not_found`, `forbidden`, `version.stale`.
pub fn confirm_organisation(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    expected: impl Into<Expected>,
) -> Result<Organisation, Failure> {
    take(tx, id, expected.into())?;
    let mut detail = store::organisation_detail::of(tx.conn, id)?;
    detail.confirmed_on = Some(tx.today);
    detail.confirmed_by = tx.actor.person_id();
    store::organisation_detail::save(tx.conn, detail)?;
    audit::record(tx, "confirm_organisation", "organisation", &id.to_string(), Some(id), Value::Null)?;
    get_organisation(tx, id)
}
