//! Lists of organisation files: an applicant's own, an agent's queue, the oldest first.

use super::wire::{life_of, names_of};
use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    organisation::{
        INRS_DESK,
        file::{FileKind, FileQuery, FileState, OrganisationFileRow, days_at_caisse},
    },
    page::Page,
    policy::file::{reads_notes, scope},
    problem::Code,
    text::clean,
};
use forprev_store::{
    self as store,
    cursor::{Cursor, Paged},
    organisation_file::{Assigned, Desk, Filter},
};

/// `GET /organisation-files`: a page of the files that the caller sees.
///
/// # Errors
/// What is wrong in shape; `request.cursor` for a cursor that is not of this list.
pub fn list_organisation_files(
    tx: &mut Tx<'_>,
    query: &FileQuery,
) -> Result<Page<OrganisationFileRow>, Failure> {
    refuse_if_any(query.check())?;
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let (scope, filter) = (scope(tx.actor), filter_of(tx, query));
    let page = store::organisation_file::list(tx.conn, &scope, &filter, after.as_ref(), query.page_size());
    let Paged { items, next, total } = page.map_err(|error| match error {
        store::Error::NotFound => unreadable(),
        other => other.into(),
    })?;
    let ids: Vec<_> = items.iter().map(|row| row.id).collect();
    let events = store::organisation_file::events_of(tx.conn, &ids)?;
    let agents: Vec<_> = items.iter().filter_map(|row| row.assigned_to).collect();
    let names = names_of(tx, &agents)?;
    let told = |row: store::organisation_file::Row| {
        let life = life_of(events.iter().filter(|event| event.file_id == row.id));
        let agent = row.assigned_to.filter(|_| reads_notes(tx.actor, &super::standing(&row)));
        OrganisationFileRow {
            id: row.id,
            kind: row.kind,
            state: row.state,
            organisation_id: row.organisation_id,
            raison_sociale: row.raison_sociale,
            city: row.city,
            caisse: row.caisse_code,
            assigned_to: agent.and_then(|agent| names.get(&agent).cloned()),
            submitted_at: row.submitted_at.map(Into::into),
            days_at_caisse: days_at_caisse(&life, tx.now),
            updated_at: row.updated_at.into(),
        }
    };
    Ok(Page {
        items: items.into_iter().map(told).collect(),
        next_cursor: next.map(|one| one.to_text()),
        total,
    })
}

fn filter_of(tx: &Tx<'_>, query: &FileQuery) -> Filter {
    let assigned = match (query.assigned.as_deref(), tx.actor.person_id()) {
        (Some("me"), Some(me)) => Some(Assigned::To(me)),
        (Some("nobody"), _) => Some(Assigned::ToNobody),
        _ => None,
    };
    Filter {
        state: query.state.as_deref().and_then(FileState::of),
        kind: query.kind.as_deref().and_then(FileKind::of),
        desk: query.caisse.as_deref().map(desk),
        assigned,
        organisation: query.organisation_id.as_deref().and_then(|text| text.trim().parse().ok()),
        of_none: false,
        words: query.q.clone(),
    }
}

/// Which desk a list asks for: a caisse by its code, or INRS.
pub(crate) fn desk(asked: &str) -> Desk {
    let asked = clean(asked);
    if asked == INRS_DESK { Desk::Inrs } else { Desk::Caisse(asked) }
}
