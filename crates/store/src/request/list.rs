//! Lists of requests: always of a scope, a page at a time.

use super::Row;
use crate::{
    Connection, Error, Instant, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged, in_range},
    organisation_file::Desk,
    schema::habilitation_request,
    stored::{Level, Stored},
};
use chrono::{DateTime, Datelike};
use diesel::{helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::{OrganisationId, PersonId, SittingId},
    policy::request::RequestScope,
    request::{RequestKind, State},
    text::has_control_character,
};

/// Who has a request in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// This agent.
    To(PersonId),
    /// Nobody.
    ToNobody,
}

/// Which requests of a scope are wanted: none where no state is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In these states.
    pub states: Vec<State>,
    /// Of this kind.
    pub kind: Option<RequestKind>,
    /// Of this dispositif.
    pub dispositif: Option<String>,
    /// Of this level.
    pub level: Option<u8>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Instructed there.
    pub desk: Option<Desk>,
    /// Had by whom.
    pub assigned: Option<Assigned>,
    /// On the agenda of this sitting.
    pub sitting: Option<SittingId>,
    /// On no agenda.
    pub on_no_agenda: bool,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The longest submitted first.
    #[default]
    Longest,
    /// The last submitted first.
    Newest,
    /// The last to have changed first.
    LastChanged,
    /// The first to have changed first.
    FirstChanged,
}

type Query<'a> = IntoBoxed<'a, habilitation_request::table, MultiBackend>;
type Condition<'a> = Box<
    dyn BoxableExpression<habilitation_request::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a,
>;

/// One page of the requests that `scope` lets see, after `after`, and how many there are in all.
///
/// # Errors
/// [`Error::NotFound`] for a cursor that is not of this list.
pub fn list(
    c: &mut Connection,
    scope: &RequestScope,
    filter: &Filter,
    sort: Sort,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    // PostgreSQL cannot even be asked about a NUL; nothing that is stored has a control character.
    let caisse = match &filter.desk {
        Some(Desk::Caisse(one)) => Some(one),
        Some(Desk::Inrs) | None => None,
    };
    let texts = [filter.dispositif.as_ref(), caisse];
    let impossible = texts.into_iter().flatten().any(|text| has_control_character(text));
    if impossible || scope.is_empty() || filter.states.is_empty() {
        return Ok(Paged { items: Vec::new(), next: None, total: 0 });
    }
    let total = count(c, scope, filter)?;
    let page = ordered(wanted(scope, filter), sort, after)?;
    let rows: Vec<Row> = page.limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(rows, limit, total, |row| {
        let at = match sort {
            Sort::Longest | Sort::Newest => row.queued_at,
            Sort::LastChanged | Sort::FirstChanged => row.updated_at,
        };
        Cursor::new(&at.utc().timestamp_millis().to_string(), &row.id.to_string())
    }))
}

/// How many requests of a scope are wanted.
///
/// # Errors
/// Those of the base.
pub fn count(c: &mut Connection, scope: &RequestScope, filter: &Filter) -> Result<i64> {
    if scope.is_empty() || filter.states.is_empty() {
        return Ok(0);
    }
    Ok(wanted(scope, filter).count().get_result(c)?)
}

fn in_scope(scope: &RequestScope) -> Query<'_> {
    use habilitation_request::{caisse_code, cnh_on, id, organisation_id, submitted_at};
    let mut seen: Vec<Condition<'_>> = Vec::new();
    if !scope.organisations.is_empty() {
        let organisations: Vec<_> = scope.organisations.iter().copied().map(Stored).collect();
        seen.push(Box::new(organisation_id.eq_any(organisations)));
    }
    if scope.submitted {
        seen.push(Box::new(submitted_at.is_not_null()));
    }
    if scope.at_cnh {
        seen.push(Box::new(cnh_on.is_not_null()));
    }
    for caisse in &scope.caisses {
        // It has one only since its submission.
        seen.push(Box::new(caisse_code.is_not_null().and(caisse_code.assume_not_null().eq(caisse))));
    }
    let any = seen.into_iter().reduce(|any, one| Box::new(any.or(one)));
    let any = any.unwrap_or_else(|| Box::new(id.eq("")));
    habilitation_request::table.filter(any).into_boxed()
}

fn wanted<'a>(scope: &'a RequestScope, filter: &'a Filter) -> Query<'a> {
    use habilitation_request::{
        assigned_to, caisse_code, dispositif, kind, level, organisation_id, sitting_id, state,
    };
    let mut query = in_scope(scope);
    match filter.states.as_slice() {
        [one] => query = query.filter(state.eq(Stored(*one))),
        all if all.len() == State::ALL.len() => {}
        several => query = query.filter(state.eq_any(several.iter().copied().map(Stored))),
    }
    if let Some(one) = filter.kind {
        query = query.filter(kind.eq(Stored(one)));
    }
    if let Some(one) = &filter.dispositif {
        query = query.filter(dispositif.eq(one));
    }
    if let Some(one) = filter.level {
        query = query.filter(level.eq(Level::from(one)));
    }
    if let Some(one) = filter.organisation {
        query = query.filter(organisation_id.eq(Stored(one)));
    }
    match &filter.desk {
        Some(Desk::Caisse(one)) => query = query.filter(caisse_code.eq(one)),
        Some(Desk::Inrs) => query = query.filter(caisse_code.is_null()),
        None => {}
    }
    match filter.assigned {
        Some(Assigned::To(person)) => query = query.filter(assigned_to.eq(Stored(person))),
        Some(Assigned::ToNobody) => query = query.filter(assigned_to.is_null()),
        None => {}
    }
    if filter.on_no_agenda {
        query = query.filter(sitting_id.is_null());
    }
    if let Some(one) = filter.sitting {
        query = query.filter(sitting_id.eq(Stored(one)));
    }
    query
}

fn ordered<'a>(query: Query<'a>, sort: Sort, after: Option<&Cursor>) -> Result<Query<'a>> {
    use habilitation_request::{id, queued_at, updated_at};
    let query = match sort {
        Sort::Longest => query.order((queued_at, id)),
        Sort::Newest => query.order((queued_at.desc(), id.desc())),
        Sort::LastChanged => query.order((updated_at.desc(), id.desc())),
        Sort::FirstChanged => query.order((updated_at, id)),
    };
    let Some(after) = after else { return Ok(query) };
    let millis = after.sort().parse().ok();
    let at = millis.and_then(DateTime::from_timestamp_millis).filter(|at| in_range(at.year()));
    let at: Instant = at.ok_or(Error::NotFound)?.into();
    let last = after.id().to_owned();
    Ok(match sort {
        Sort::Longest => query.filter(queued_at.gt(at).or(queued_at.eq(at).and(id.gt(last)))),
        Sort::Newest => query.filter(queued_at.lt(at).or(queued_at.eq(at).and(id.lt(last)))),
        Sort::LastChanged => query.filter(updated_at.lt(at).or(updated_at.eq(at).and(id.lt(last)))),
        Sort::FirstChanged => query.filter(updated_at.gt(at).or(updated_at.eq(at).and(id.gt(last)))),
    })
}
