//! Pages of the log: always of a scope, newest first.

use super::Row;
use crate::{
    Connection, Error, Instant, Result,
    conn::MultiBackend,
    counted::{COUNTED, counted},
    cursor::{Cursor, Paged, in_range},
    schema::audit,
    stored::Stored,
};
use chrono::{DateTime, Datelike};
use diesel::{helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::{OrganisationId, PersonId},
    policy::audit::AuditScope,
    text::has_control_character,
};

/// Which lines of a scope are wanted: all of them where nothing is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// At this instant or later.
    pub from: Option<Instant>,
    /// Before this instant.
    pub before: Option<Instant>,
    /// Of this act.
    pub action: Option<String>,
    /// By this person.
    pub person: Option<PersonId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// To this kind of thing.
    pub resource_kind: Option<String>,
    /// To this one.
    pub resource_id: Option<String>,
}

type Query<'a> = IntoBoxed<'a, audit::table, MultiBackend>;
type Condition<'a> =
    Box<dyn BoxableExpression<audit::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a>;

/// One page of the lines that `scope` lets read, after `after`, newest first; and how many there are, counted up to
/// 1,000.
///
/// # Errors
/// [`Error::NotFound`] for a cursor that is not of this list.
pub fn list(
    c: &mut Connection,
    scope: &AuditScope,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    // PostgreSQL cannot even be asked about a NUL; nothing that is stored has a control character.
    let texts = [&filter.action, &filter.resource_kind, &filter.resource_id];
    let impossible = texts.into_iter().flatten().any(|text| has_control_character(text));
    if impossible || *scope == AuditScope::default() {
        return Ok(Paged { items: Vec::new(), next: None, total: 0 });
    }
    let total = counted(c, filtered(scope, filter).select(audit::id).limit(COUNTED))?;
    let mut query = filtered(scope, filter).order((audit::at.desc(), audit::id.desc()));
    if let Some(after) = after {
        let at = instant(after)?;
        query = query.filter(audit::at.lt(at).or(audit::at.eq(at).and(audit::id.lt(after.id().to_owned()))));
    }
    // One more than asked for: whether there is a next page.
    let rows: Vec<Row> = query.limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(rows, limit, total, |row| {
        Cursor::new(&row.at.utc().timestamp_millis().to_string(), &row.id)
    }))
}

fn instant(cursor: &Cursor) -> Result<Instant> {
    let at = cursor.sort().parse().ok().and_then(DateTime::from_timestamp_millis);
    Ok(at.filter(|at| in_range(at.year())).ok_or(Error::NotFound)?.into())
}

fn in_scope(scope: &AuditScope) -> Query<'_> {
    if scope.all {
        return audit::table.into_boxed();
    }
    let mut read: Vec<Condition<'_>> = Vec::new();
    if let Some(person) = scope.own {
        let own = audit::person_id.assume_not_null().eq(Stored(person));
        read.push(Box::new(audit::person_id.is_not_null().and(own)));
    }
    for organisation in &scope.organisations {
        let theirs = audit::organisation_id.assume_not_null().eq(Stored(*organisation));
        read.push(Box::new(audit::organisation_id.is_not_null().and(theirs)));
    }
    for caisse in &scope.caisses {
        let theirs = audit::caisse_code.assume_not_null().eq(caisse);
        read.push(Box::new(audit::caisse_code.is_not_null().and(theirs)));
    }
    // What is not in any part of the scope is not read: without one, nothing.
    let any = read.into_iter().reduce(|any, one| Box::new(any.or(one)));
    audit::table.filter(any.unwrap_or_else(|| Box::new(audit::id.eq("")))).into_boxed()
}

fn filtered<'a>(scope: &'a AuditScope, filter: &'a Filter) -> Query<'a> {
    let mut query = in_scope(scope);
    if let Some(from) = filter.from {
        query = query.filter(audit::at.ge(from));
    }
    if let Some(before) = filter.before {
        query = query.filter(audit::at.lt(before));
    }
    if let Some(action) = &filter.action {
        // Of an act there are far more lines than in any scope but that of all: there is no looking for them by its index,
        // which SQLite, that counts nothing beforehand, takes to be as good.
        query = if scope.all {
            query.filter(audit::action.eq(action))
        } else {
            query.filter(audit::action.concat("").eq(action))
        };
    }
    if let Some(person) = filter.person {
        query = query.filter(audit::person_id.eq(Stored(person)));
    }
    if let Some(organisation) = filter.organisation {
        query = query.filter(audit::organisation_id.eq(Stored(organisation)));
    }
    if let Some(kind) = &filter.resource_kind {
        query = query.filter(audit::resource_kind.eq(kind));
    }
    if let Some(id) = &filter.resource_id {
        query = query.filter(audit::resource_id.eq(id));
    }
    query
}
