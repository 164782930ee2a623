//! Lists of sessions: always of what the caller may see.

use super::{loaded::standing, people, wire::readable_until};
use crate::{Failure, Tx, failure::refuse_if_any};
use chrono::NaiveDate;
use forprev_core::{
    id::{OrganisationId, PersonId, SessionId},
    page::Page,
    parameters::{ParameterVersion, Parameters},
    policy::session::{Standing, View, scope, view},
    problem::Code,
    query::SessionQuery,
    session::{PersonName, SessionRow, State},
    task::due_on,
};
use forprev_store::{
    self as store,
    cursor::{Cursor, Paged},
    session::{Filter, Sort},
};
use std::collections::HashMap;

/// `GET /sessions`: a page of the sessions that the caller sees, empty for a role that has none.
///
/// # Errors
/// What is wrong in shape; `request.cursor` for a cursor that is not of this list.
pub fn list_sessions(tx: &mut Tx<'_>, query: &SessionQuery) -> Result<Page<SessionRow>, Failure> {
    refuse_if_any(query.check())?;
    let sort = sort_of(query.sort.as_deref());
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let scope = scope(tx.actor);
    let filter = filter_of(query);
    let page =
        store::session::list(tx.conn, &scope, tx.today, &filter, sort, after.as_ref(), query.page_size());
    let Paged { items, next, total } = page.map_err(|error| match error {
        store::Error::NotFound => unreadable(),
        other => other.into(),
    })?;
    let items = seen(tx, items)?.into_iter().map(Seen::into_row).collect();
    Ok(Page { items, next_cursor: next.map(|cursor| cursor.to_text()), total })
}

fn sort_of(name: Option<&str>) -> Sort {
    match name {
        Some("ends_on") => Sort::FirstToEnd,
        Some("updated_at") => Sort::FirstChanged,
        Some("-updated_at") => Sort::LastChanged,
        // `-ends_on`, and what the shape lets through: nothing else.
        _ => Sort::LastToEnd,
    }
}

fn filter_of(query: &SessionQuery) -> Filter {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse().ok());
    Filter {
        state: query.state.as_deref().and_then(State::of),
        end_from: day(&query.end_from),
        end_to: day(&query.end_to),
        dispositif: query.dispositif.as_deref().map(forprev_core::text::clean),
        organisation: query.organisation_id.as_deref().and_then(|text| text.trim().parse().ok()),
        external_ref: query.external_ref.as_deref().map(forprev_core::text::clean),
    }
}

/// A session of a list, with what the policy needs and the names that are shown.
pub(crate) struct Seen {
    pub(crate) row: store::session::Row,
    pub(crate) standing: Standing,
    pub(crate) organisation_name: String,
    /// Those in force on its `end`; those of S13 are today's.
    pub(crate) parameters: Parameters,
    view: View,
    lead: Option<PersonName>,
    declared_by: Option<PersonName>,
    trainees: u32,
}

impl Seen {
    fn into_row(self) -> SessionRow {
        let readable_until = readable_until(&self.row);
        let due_on = due_on(self.row.state, self.row.ends_on, readable_until, &self.parameters);
        let row = self.row;
        SessionRow {
            id: row.id,
            state: row.state,
            version: row.version,
            organisation_id: row.organisation_id,
            organisation_name: self.organisation_name,
            dispositif: row.dispositif,
            level: row.level,
            certificate_code: row.certificate_code,
            kind: row.kind,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            city: row.place_city,
            lead: self.lead,
            trainee_count: self.trainees,
            external_ref: row.external_ref.filter(|_| self.view == View::Whole),
            declared_by: self.declared_by,
            due_on,
            readable_until,
            updated_at: row.updated_at.utc(),
        }
    }
}

/// Reads what belongs to these sessions, in a handful of queries however many they are. One that the policy does not
/// show is left out: lists are scoped before, and this is what it is checked against.
pub(crate) fn seen(tx: &mut Tx<'_>, rows: Vec<store::session::Row>) -> Result<Vec<Seen>, Failure> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<SessionId> = rows.iter().map(|row| row.id).collect();
    let mut formateurs: HashMap<SessionId, Vec<store::session::FormateurRow>> = HashMap::new();
    for row in store::session::formateurs_of(tx.conn, &ids)? {
        formateurs.entry(row.session_id).or_default().push(row);
    }
    let counts: HashMap<SessionId, i64> =
        store::trainee::count_by_session(tx.conn, &ids)?.into_iter().collect();
    let mut wanted: Vec<OrganisationId> = rows.iter().map(|row| row.organisation_id).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let organisations: HashMap<OrganisationId, store::organisation::Row> =
        store::organisation::find_all(tx.conn, &wanted)?.into_iter().map(|row| (row.id, row)).collect();
    let leads = formateurs.values().flatten().filter(|one| one.lead).filter_map(|one| one.person_id);
    let mut wanted: Vec<PersonId> = rows.iter().filter_map(|row| row.declared_by).chain(leads).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let people: HashMap<PersonId, store::person::Row> =
        store::person::find_all(tx.conn, &wanted)?.into_iter().map(|row| (row.id, row)).collect();
    let named = |id: Option<PersonId>| id.and_then(|id| people.get(&id)).map(people::name);
    let mut in_force = InForce { versions: store::parameter::versions(tx.conn)?, known: HashMap::new() };
    let today = in_force.on(tx.today)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(organisation) = organisations.get(&row.organisation_id) else { continue };
        let own = formateurs.remove(&row.id).unwrap_or_default();
        let standing = standing(&row, &own, organisation);
        let Some(view) = view(tx.actor, &standing) else { continue };
        found.push(Seen {
            organisation_name: organisation.raison_sociale.clone(),
            parameters: in_force.on(row.ends_on.unwrap_or(tx.today))?.for_act_of(&today),
            lead: named(standing.lead),
            declared_by: named(row.declared_by),
            trainees: counts.get(&row.id).and_then(|count| u32::try_from(*count).ok()).unwrap_or_default(),
            view,
            standing,
            row,
        });
    }
    Ok(found)
}

/// The parameters in force on the ends of a list, most of which are the same.
struct InForce {
    versions: Vec<ParameterVersion>,
    known: HashMap<NaiveDate, Parameters>,
}

impl InForce {
    fn on(&mut self, day: NaiveDate) -> Result<Parameters, Failure> {
        if let Some(known) = self.known.get(&day) {
            return Ok(known.clone());
        }
        let parameters = Parameters::in_force(&self.versions, day)
            .map_err(|error| Failure::internal(error.to_string()))?;
        self.known.insert(day, parameters.clone());
        Ok(parameters)
    }
}
