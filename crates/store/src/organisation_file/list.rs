//! Lists of organisation files: always of a scope, the oldest first, a page at a time.

use super::Row;
use crate::{
    Connection, Error, Instant, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged, in_range},
    schema::organisation_file,
    stored::Stored,
};
use chrono::{DateTime, Datelike};
use diesel::{helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::{OrganisationId, PersonId},
    organisation::file::{FileKind, FileState},
    policy::file::FileScope,
    text::search_key,
};

/// Who has a file in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// This agent.
    To(PersonId),
    /// Nobody.
    ToNobody,
}

/// Who instructs (H10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// This caisse.
    Caisse(String),
    /// INRS, for want of a caisse.
    Inrs,
}

/// Which files of a scope are wanted: all of them where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<FileState>,
    /// Of this kind.
    pub kind: Option<FileKind>,
    /// Instructed there.
    pub desk: Option<Desk>,
    /// Had by whom.
    pub assigned: Option<Assigned>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Those of no organisation: they make one.
    pub of_none: bool,
    /// Whose names, commune or SIRET hold each of these words.
    pub words: Option<String>,
}

type Query<'a> = IntoBoxed<'a, organisation_file::table, MultiBackend>;
type Condition<'a> = Box<
    dyn BoxableExpression<organisation_file::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a,
>;

/// One page of the files that `scope` lets see, after `after`, and how many there are in all.
///
/// # Errors
/// [`Error::NotFound`] for a cursor that is not of this list.
pub fn list(
    c: &mut Connection,
    scope: &FileScope,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    let total = count(c, scope, filter)?;
    let mut page = wanted(scope, filter);
    if let Some(after) = after {
        let at = instant(after)?;
        let id = after.id().to_owned();
        page = page.filter(
            organisation_file::queued_at
                .gt(at)
                .or(organisation_file::queued_at.eq(at).and(organisation_file::id.gt(id))),
        );
    }
    let rows: Vec<Row> = page
        .order((organisation_file::queued_at, organisation_file::id))
        .limit(i64::from(limit) + 1)
        .load(c)?;
    let cursor =
        |row: &Row| Cursor::new(&row.queued_at.utc().timestamp_millis().to_string(), &row.id.to_string());
    Ok(Paged::cut(rows, limit, total, cursor))
}

fn instant(cursor: &Cursor) -> Result<Instant> {
    let millis = cursor.sort().parse().ok();
    let at = millis.and_then(DateTime::from_timestamp_millis).filter(|at| in_range(at.year()));
    at.map(Instant::from).ok_or(Error::NotFound)
}

/// How many files of a scope are wanted.
///
/// # Errors
/// Those of the base.
pub fn count(c: &mut Connection, scope: &FileScope, filter: &Filter) -> Result<i64> {
    Ok(wanted(scope, filter).count().get_result(c)?)
}

// Only what the scope has: a condition that is never true keeps an index from being used.
fn in_scope(scope: &FileScope) -> Query<'_> {
    use organisation_file::{author_id, caisse_code, id, organisation_id, submitted_at};
    let mut seen: Vec<Condition<'_>> = Vec::new();
    if !scope.organisations.is_empty() {
        let organisations: Vec<_> = scope.organisations.iter().copied().map(Stored).collect();
        seen.push(Box::new(
            organisation_id.is_not_null().and(organisation_id.assume_not_null().eq_any(organisations)),
        ));
    }
    if let Some(author) = scope.author {
        seen.push(Box::new(author_id.eq(Stored(author))));
    }
    if scope.all {
        seen.push(Box::new(submitted_at.is_not_null()));
    } else if !scope.caisses.is_empty() {
        let theirs =
            caisse_code.is_not_null().and(caisse_code.assume_not_null().eq_any(scope.caisses.clone()));
        seen.push(Box::new(submitted_at.is_not_null().and(theirs)));
    }
    let any = seen.into_iter().reduce(|any, one| Box::new(any.or(one)));
    let any = any.unwrap_or_else(|| Box::new(id.eq("")));
    organisation_file::table.filter(any).into_boxed()
}

fn wanted<'a>(scope: &'a FileScope, filter: &Filter) -> Query<'a> {
    use organisation_file::{assigned_to, caisse_code, kind, organisation_id, state};
    let mut query = in_scope(scope);
    if let Some(one) = filter.state {
        query = query.filter(state.eq(Stored(one)));
    }
    if let Some(one) = filter.kind {
        query = query.filter(kind.eq(Stored(one)));
    }
    match &filter.desk {
        Some(Desk::Caisse(one)) => query = query.filter(caisse_code.eq(one.clone())),
        Some(Desk::Inrs) => query = query.filter(caisse_code.is_null()),
        None => {}
    }
    if let Some(one) = filter.organisation {
        query = query.filter(organisation_id.eq(Stored(one)));
    }
    if filter.of_none {
        query = query.filter(organisation_id.is_null());
    }
    match filter.assigned {
        Some(Assigned::To(person)) => query = query.filter(assigned_to.eq(Stored(person))),
        Some(Assigned::ToNobody) => query = query.filter(assigned_to.is_null()),
        None => {}
    }
    for word in search_key(filter.words.as_deref().unwrap_or_default()).split_whitespace() {
        // A search key has neither % nor _.
        query = query.filter(organisation_file::search_key.like(format!("%{word}%")));
    }
    query
}
