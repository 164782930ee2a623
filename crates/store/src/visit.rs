//! Audits and visits of organisations (C17), and the corrective actions that come of them.

use crate::{
    Connection, Instant, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged},
    schema::{organisation, visit, visit_action},
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::{helper_types::IntoBoxed, prelude::*};
use forprev_core::{
    id::{OrganisationId, PersonId, VisitActionId, VisitId},
    policy::organisation::OrganisationScope,
    visit::{ActionOutcome, VisitKind, VisitState},
};

/// An audit or a visit as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = visit, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<VisitId>)]
    pub id: VisitId,
    /// Of which organisation.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// Audit or visit.
    #[diesel(serialize_as = Stored<VisitKind>)]
    pub kind: VisitKind,
    /// Where it is.
    #[diesel(serialize_as = Stored<VisitState>)]
    pub state: VisitState,
    /// Its day.
    pub held_on: NaiveDate,
    /// When it begins, `HH:MM`, or nothing.
    pub starts_at: String,
    /// When it ends, `HH:MM`, or nothing.
    pub ends_at: String,
    /// What it is about.
    pub subject: String,
    /// Where, or nothing.
    pub place: String,
    /// The agent who has it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub agent_id: PersonId,
    /// When the organisation was told.
    pub notified_at: Option<Instant>,
    /// What was looked at.
    pub summary: Option<String>,
    /// What was found.
    pub findings: Option<String>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was planned.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A corrective action as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = visit_action, treat_none_as_default_value = false)]
pub struct ActionRow {
    /// Its identifier.
    #[diesel(serialize_as = Stored<VisitActionId>)]
    pub id: VisitActionId,
    /// Of which audit or visit.
    #[diesel(serialize_as = Stored<VisitId>)]
    pub visit_id: VisitId,
    /// Its place in the report.
    pub position: i32,
    /// What is to be done.
    pub what: String,
    /// By which day.
    pub due_on: NaiveDate,
    /// What the organisation answered.
    pub answer: Option<String>,
    /// When.
    pub answered_at: Option<Instant>,
    /// Who.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub answered_by: Option<PersonId>,
    /// What became of it.
    #[diesel(serialize_as = Stored<ActionOutcome>)]
    pub outcome: ActionOutcome,
    /// On which day that was seen.
    pub followed_on: Option<NaiveDate>,
    /// What was seen.
    pub comment: Option<String>,
}

/// Writes a new audit or visit.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(visit::table).values(row).execute(c)?;
    Ok(())
}

/// The audit or visit of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: VisitId) -> Result<Row> {
    Ok(visit::table.find(Stored(id)).first(c)?)
}

/// The same, with a lock on it until the end of the transaction; its version stays.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn hold(c: &mut Connection, id: VisitId) -> Result<Row> {
    Ok(diesel::update(visit::table.find(Stored(id)))
        .set(visit::version.eq(visit::version))
        .returning(visit::all_columns)
        .get_result(c)?)
}

/// Takes the row lock and the next version of an audit or a visit, before it is changed.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn touch(c: &mut Connection, id: VisitId) -> Result<Row> {
    Ok(diesel::update(visit::table.find(Stored(id)))
        .set(visit::version.eq(visit::version + 1))
        .returning(visit::all_columns)
        .get_result(c)?)
}

/// Writes all of an audit or a visit that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = visit::table.find(Stored(row.id));
    crate::version::saved(diesel::update(held).set(row).execute(c)?)
}

/// The corrective actions of these audits and visits, in the order of their reports.
///
/// # Errors
/// Those of the base.
pub fn actions_of(c: &mut Connection, ids: &[VisitId]) -> Result<Vec<ActionRow>> {
    Ok(visit_action::table
        .filter(visit_action::visit_id.eq_any(ids.iter().copied().map(Stored)))
        .order((visit_action::visit_id, visit_action::position))
        .load(c)?)
}

/// Writes all the corrective actions of an audit or a visit, in the place of those before.
///
/// # Errors
/// Those of the base.
pub fn replace_actions(c: &mut Connection, id: VisitId, rows: Vec<ActionRow>) -> Result<()> {
    diesel::delete(visit_action::table.filter(visit_action::visit_id.eq(Stored(id)))).execute(c)?;
    for row in rows {
        diesel::insert_into(visit_action::table).values(row).execute(c)?;
    }
    Ok(())
}

/// Which audits and visits of a scope are wanted: all of them where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// In this state.
    pub state: Option<VisitState>,
    /// Of the organisations of this caisse.
    pub caisse: Option<String>,
}

/// The days, up to `today`, of the audits and visits of this agent that were announced and have no report yet, the first first;
/// each with the caisse of its organisation.
///
/// # Errors
/// Those of the base.
pub fn to_report(
    c: &mut Connection,
    agent: PersonId,
    today: NaiveDate,
) -> Result<Vec<(NaiveDate, Option<String>)>> {
    Ok(visit::table
        .inner_join(organisation::table)
        .filter(visit::agent_id.eq(Stored(agent)))
        .filter(visit::state.eq(Stored(VisitState::Notified)))
        .filter(visit::held_on.le(today))
        .order(visit::held_on)
        .select((visit::held_on, organisation::caisse_code))
        .load(c)?)
}

/// By which days this organisation has to answer the corrective actions that wait for an answer, the first first.
///
/// # Errors
/// Those of the base.
pub fn to_answer(c: &mut Connection, organisation: OrganisationId) -> Result<Vec<NaiveDate>> {
    Ok(visit_action::table
        .inner_join(visit::table.on(visit::id.eq(visit_action::visit_id)))
        .filter(visit::organisation_id.eq(Stored(organisation)))
        .filter(visit::state.eq(Stored(VisitState::Held)))
        .filter(visit_action::outcome.eq(Stored(ActionOutcome::Open)))
        .filter(visit_action::answered_at.is_null())
        .order(visit_action::due_on)
        .select(visit_action::due_on)
        .load(c)?)
}

type Query<'a> = IntoBoxed<'a, diesel::dsl::InnerJoin<visit::table, organisation::table>, MultiBackend>;

/// One page of the audits and visits that `scope` lets see, the latest day first, after `after`; each with the name of its
/// organisation, and how many there are in all. An organisation sees those of which it was told.
///
/// # Errors
/// [`crate::Error::NotFound`] for a cursor that is not of this list.
pub fn list(
    c: &mut Connection,
    scope: &OrganisationScope,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<(Row, String)>> {
    let total = wanted(scope, filter).count().get_result(c)?;
    let mut page = wanted(scope, filter);
    if let Some(after) = after {
        let (day, id) = (after.day()?, after.id().to_owned());
        page = page.filter(visit::held_on.lt(day).or(visit::held_on.eq(day).and(visit::id.lt(id))));
    }
    let rows: Vec<(Row, String)> = page
        .order((visit::held_on.desc(), visit::id.desc()))
        .limit(i64::from(limit) + 1)
        .select((visit::all_columns, organisation::raison_sociale))
        .load(c)?;
    let cursor = |(row, _): &(Row, String)| Cursor::new(&row.held_on.to_string(), &row.id.to_string());
    Ok(Paged::cut(rows, limit, total, cursor))
}

fn wanted<'a>(scope: &OrganisationScope, filter: &Filter) -> Query<'a> {
    let mut query = visit::table.inner_join(organisation::table).into_boxed();
    if !scope.all {
        let these: Vec<String> = scope.these.iter().map(ToString::to_string).collect();
        let caisses: Vec<Option<String>> = scope.caisses.iter().cloned().map(Some).collect();
        let told = visit::notified_at.is_not_null().and(visit::organisation_id.eq_any(these));
        query = query.filter(told.or(organisation::caisse_code.eq_any(caisses).assume_not_null()));
    }
    if let Some(one) = filter.organisation {
        query = query.filter(visit::organisation_id.eq(Stored(one)));
    }
    if let Some(one) = filter.state {
        query = query.filter(visit::state.eq(Stored(one)));
    }
    if let Some(one) = &filter.caisse {
        query = query.filter(organisation::caisse_code.eq(one.clone()));
    }
    query
}
