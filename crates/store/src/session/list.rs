//! Lists of sessions: always of a scope, a page at a time.

use super::Row;
use crate::{
    Connection, Error, Instant, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged, in_range},
    schema::{session, session_formateur},
    stored::Stored,
};
use chrono::{DateTime, Datelike, NaiveDate};
use diesel::{helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::{OrganisationId, SessionId},
    policy::session::SessionScope,
    session::State,
    text::has_control_character,
};

/// Which sessions of a scope are wanted: all of them where nothing is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// In this state; in any where there is none.
    pub state: Option<State>,
    /// That end on this day or later.
    pub end_from: Option<NaiveDate>,
    /// That end on this day or earlier.
    pub end_to: Option<NaiveDate>,
    /// Of this dispositif.
    pub dispositif: Option<String>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of this reference in another system.
    pub external_ref: Option<String>,
}

/// The order of a list. Two sessions that end on the same day stand in the order in which they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The last to end first; drafts without an end before all.
    #[default]
    LastToEnd,
    /// The first to end first; drafts without an end after all.
    FirstToEnd,
    /// The newest first.
    Newest,
    /// The last to have changed first.
    LastChanged,
    /// The first to have changed first.
    FirstChanged,
}

type Query<'a> = IntoBoxed<'a, session::table, MultiBackend>;

/// One page of the sessions that `scope` lets see today, after `after`, and how many there are in all.
///
/// # Errors
/// [`Error::NotFound`] for a cursor that is not of this list.
pub fn list(
    c: &mut Connection,
    scope: &SessionScope,
    today: NaiveDate,
    filter: &Filter,
    sort: Sort,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    // PostgreSQL cannot even be asked about a NUL; nothing that is stored has a control character.
    let texts = [&filter.dispositif, &filter.external_ref];
    let impossible = texts.into_iter().flatten().any(|text| has_control_character(text));
    if impossible || scope.is_empty() {
        return Ok(Paged { items: Vec::new(), next: None, total: 0 });
    }
    let named = naming(c, scope)?;
    let total: i64 = filtered(in_scope(scope, &named, today), filter).count().get_result(c)?;
    let page = filtered(in_scope(scope, &named, today), filter);
    // One more than asked for: whether there is a next page.
    let rows: Vec<Row> = ordered(page, sort, after)?.limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(rows, limit, total, |row| match sort {
        Sort::LastToEnd | Sort::FirstToEnd => Cursor::new(&row.ends_sort.to_string(), &row.id.to_string()),
        Sort::Newest => Cursor::new("", &row.id.to_string()),
        Sort::LastChanged | Sort::FirstChanged => {
            Cursor::new(&row.updated_at.utc().timestamp_millis().to_string(), &row.id.to_string())
        }
    }))
}

/// Sessions that name the person of a scope: a few dozen, they are erased. A subquery among alternatives would make
/// PostgreSQL read the whole table; a list of identifiers does not.
fn naming(c: &mut Connection, scope: &SessionScope) -> Result<Vec<SessionId>> {
    let Some(person) = scope.formateur else { return Ok(Vec::new()) };
    let named = session_formateur::table.filter(session_formateur::person_id.eq(Stored(person)));
    Ok(named.select(session_formateur::session_id).distinct().load(c)?)
}

pub(super) type Condition<'a> =
    Box<dyn BoxableExpression<session::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a>;

fn in_scope<'a>(scope: &'a SessionScope, named: &[SessionId], today: NaiveDate) -> Query<'a> {
    session::table.filter(session::erase_on.gt(today)).filter(any_of(scope, named)).into_boxed()
}

/// What a scope lets see, where `named` are the sessions that name its formateur.
pub(super) fn any_of<'a>(scope: &'a SessionScope, named: &[SessionId]) -> Condition<'a> {
    let mut seen: Vec<Condition<'a>> = Vec::new();
    if !scope.organisations.is_empty() {
        let organisations: Vec<_> = scope.organisations.iter().copied().map(Stored).collect();
        seen.push(Box::new(session::organisation_id.eq_any(organisations)));
    }
    if let Some((person, habilitations)) = &scope.declared {
        let habilitations: Vec<_> = habilitations.iter().copied().map(Stored).collect();
        let declared = session::declared_by.assume_not_null().eq(Stored(*person));
        seen.push(Box::new(
            session::declared_by
                .is_not_null()
                .and(declared)
                .and(session::habilitation_id.eq_any(habilitations)),
        ));
    }
    let shown = || session::state.ne(State::Draft.as_str());
    if !named.is_empty() {
        let named: Vec<_> = named.iter().copied().map(Stored).collect();
        seen.push(Box::new(session::id.eq_any(named).and(shown())));
    }
    // One at a time: of each, an index has the sessions in the order of the list.
    for caisse in &scope.caisses {
        let theirs =
            session::caisse_code.is_not_null().and(session::caisse_code.assume_not_null().eq(caisse));
        seen.push(Box::new(theirs.and(shown())));
    }
    // What is not in any part of the scope is not seen: without one, nothing.
    let any = seen.into_iter().reduce(|any, one| Box::new(any.or(one)));
    any.unwrap_or_else(|| Box::new(session::id.eq("")))
}

fn filtered<'a>(mut query: Query<'a>, filter: &'a Filter) -> Query<'a> {
    // An index has the sessions of one state in the order of the list; of one state among several, PostgreSQL would not know.
    if let Some(state) = filter.state {
        query = query.filter(session::state.eq(state.as_str()));
    }
    if let Some(from) = filter.end_from {
        query = query.filter(session::ends_on.ge(from));
    }
    if let Some(to) = filter.end_to {
        query = query.filter(session::ends_on.le(to));
    }
    if let Some(dispositif) = &filter.dispositif {
        query = query.filter(session::dispositif.eq(dispositif));
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(session::organisation_id.eq(Stored(organisation)));
    }
    if let Some(reference) = &filter.external_ref {
        query = query.filter(session::external_ref.eq(reference));
    }
    query
}

/// The row that a cursor names.
struct Start {
    day: NaiveDate,
    changed: Instant,
    id: String,
}

impl Start {
    fn of(cursor: &Cursor, sort: Sort) -> Result<Self> {
        let mut start =
            Self { day: NaiveDate::MIN, changed: DateTime::UNIX_EPOCH.into(), id: cursor.id().to_owned() };
        match sort {
            Sort::LastToEnd | Sort::FirstToEnd => start.day = cursor.day()?,
            Sort::Newest => {}
            Sort::LastChanged | Sort::FirstChanged => {
                let millis = cursor.sort().parse().ok();
                let changed = millis.and_then(DateTime::from_timestamp_millis);
                start.changed = changed.filter(|at| in_range(at.year())).ok_or(Error::NotFound)?.into();
            }
        }
        Ok(start)
    }
}

fn ordered<'a>(query: Query<'a>, sort: Sort, after: Option<&Cursor>) -> Result<Query<'a>> {
    use session::{ends_sort, id, updated_at};
    let start = after.map(|cursor| Start::of(cursor, sort)).transpose()?;
    let query = match sort {
        Sort::LastToEnd => query.order((ends_sort.desc(), id.desc())),
        Sort::FirstToEnd => query.order((ends_sort, id)),
        Sort::Newest => query.order(id.desc()),
        Sort::LastChanged => query.order((updated_at.desc(), id.desc())),
        Sort::FirstChanged => query.order((updated_at, id)),
    };
    let Some(Start { day, changed, id: last }) = start else { return Ok(query) };
    Ok(match sort {
        Sort::LastToEnd => query.filter(ends_sort.lt(day).or(ends_sort.eq(day).and(id.lt(last)))),
        Sort::FirstToEnd => query.filter(ends_sort.gt(day).or(ends_sort.eq(day).and(id.gt(last)))),
        Sort::Newest => query.filter(id.lt(last)),
        Sort::LastChanged => query.filter(updated_at.lt(changed).or(updated_at.eq(changed).and(id.lt(last)))),
        Sort::FirstChanged => {
            query.filter(updated_at.gt(changed).or(updated_at.eq(changed).and(id.gt(last))))
        }
    })
}
