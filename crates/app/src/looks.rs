//! Who looked at whose data: noted once a reader, person and day, and told to the person.

use crate::{App, Caller, Failure, Tx, failure::refuse_if_any};
use chrono::NaiveDate;
use forprev_core::{
    actor::Actor,
    audit::Look,
    id::{OrganisationId, PersonId},
    page::{Page, latest_first},
    policy::{Action, support::on_behalf},
    query::PageQuery,
};
use forprev_store as store;
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many looks are remembered as noted: beyond, the base is asked again.
const REMEMBERED: usize = 100_000;
/// How many are told at the most.
const TOLD_MAX: i64 = 2_000;

/// A way of looking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// Found among formateurs.
    Formateur,
    /// Found by an agent.
    Search,
    /// Opened by an agent, to help (A9, A15).
    Record,
    /// Named in a session that an agent of a caisse read.
    Session,
    /// Shown as who a formateur trainee may be (C4).
    Candidate,
    /// Seen as the person (N5).
    Support,
}

impl What {
    /// The name in the base and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Formateur => "formateur",
            Self::Search => "search",
            Self::Record => "record",
            Self::Session => "session",
            Self::Candidate => "candidate",
            Self::Support => "support",
        }
    }

    /// The action through which one looks so.
    const fn action(self) -> Action {
        match self {
            Self::Formateur => Action::LookUpFormateur,
            Self::Search => Action::SearchPeople,
            Self::Record => Action::HelpPeople,
            Self::Session => Action::ReadSessions,
            Self::Candidate => Action::DeclareSession,
            Self::Support => Action::ViewAsPerson,
        }
    }
}

/// A reader, whom they looked at, and how.
type Noted = (String, PersonId, What);

/// The looks that this program noted today: a search while one types finds the same people again and again.
#[derive(Debug, Default)]
pub struct NotedToday(Mutex<(Option<NaiveDate>, HashSet<Noted>)>);

impl NotedToday {
    fn of(&self, day: NaiveDate) -> MutexGuard<'_, (Option<NaiveDate>, HashSet<Noted>)> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 != Some(day) || noted.1.len() > REMEMBERED {
            *noted = (Some(day), HashSet::new());
        }
        noted
    }
}

/// Notes that the caller was shown these people, after they were read: once a day. Oneself is not noted.
///
/// # Errors
/// The base cannot be written.
pub fn note(app: &App, caller: &Caller, people: &[PersonId], what: What) -> Result<(), Failure> {
    let Some(reader) = reader(&caller.actor) else { return Ok(()) };
    let today = app.today();
    let new: Vec<PersonId> = {
        let noted = app.looks.of(today);
        let is_new = |person: &&PersonId| {
            caller.actor.person_id() != Some(**person) && !noted.1.contains(&(reader.clone(), **person, what))
        };
        people.iter().filter(is_new).copied().collect()
    };
    if new.is_empty() {
        return Ok(());
    }
    app.write(caller, |tx| note_in(tx, &new, what))?;
    app.looks.of(today).1.extend(new.into_iter().map(|person| (reader.clone(), person, what)));
    Ok(())
}

/// The same, in a transaction.
pub(crate) fn note_in(tx: &mut Tx<'_>, people: &[PersonId], what: What) -> Result<(), Failure> {
    let Some(reader) = reader(tx.actor) else { return Ok(()) };
    let profile = on_behalf(tx.actor, what.action());
    let organisation = match tx.actor {
        Actor::Client(client) => Some(client.organisation_id),
        _ => profile.and_then(|profile| profile.organisation_id),
    };
    let caisse = profile.and_then(|profile| profile.caisse.clone());
    let rows = people
        .iter()
        .map(|person| store::look::Row {
            reader_id: reader.clone(),
            person_id: *person,
            day: tx.today,
            what: what.as_str().to_owned(),
            organisation_id: organisation,
            caisse_code: caisse.clone(),
            first_at: tx.now.into(),
        })
        .collect();
    Ok(store::look::note(tx.conn, rows)?)
}

fn reader(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Person(person) => Some(person.id.to_string()),
        Actor::Client(client) => Some(client.id.to_string()),
        Actor::Anyone => None,
    }
}

/// All the looks that are told, the latest first.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Look>, Failure> {
    let mut looks = told(tx)?;
    looks.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(looks.into_iter().map(|(_, look)| look).collect())
}

/// `GET /me/looks`: who looked at the signed-in person's data, the last first.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_looks(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<Look>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    Ok(wanted.cut(told(tx)?, |(key, _)| key.clone()).map(|(_, look)| look))
}

/// The looks, each with what it is sorted by.
fn told(tx: &mut Tx<'_>) -> Result<Vec<(String, Look)>, Failure> {
    let Some(me) = tx.actor.person_id() else { return Ok(Vec::new()) };
    // Looks stay with the account that was looked at (A15): who has several now sees those at each.
    let mut accounts = store::person_merge::merged_into(tx.conn, me)?;
    accounts.push(me);
    let mut rows = store::look::of_accounts(tx.conn, &accounts, TOLD_MAX)?;
    // The same reader may have looked at two of them on one day, in one way.
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert((row.reader_id.clone(), row.day, row.what.clone())));
    let mut ids: Vec<PersonId> = rows.iter().filter_map(|row| row.reader_id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<String, String> = store::person::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|row| (row.id.to_string(), format!("{} {}", row.first_name, row.last_name)))
        .collect();
    let mut ids: Vec<OrganisationId> = rows.iter().filter_map(|row| row.organisation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let organisations: HashMap<OrganisationId, String> = store::organisation::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|row| (row.id, row.raison_sociale))
        .collect();
    let caisses: HashMap<String, String> =
        store::place::caisses(tx.conn)?.into_iter().map(|row| (row.code, row.name)).collect();
    let key = |row: &store::look::Row| {
        let within = i64::MAX - row.first_at.utc().timestamp_millis();
        format!("{} {within:019} {} {}", latest_first(row.day), row.reader_id, row.what)
    };
    let look = |row: store::look::Row| Look {
        who: people.get(&row.reader_id).cloned().unwrap_or_else(|| "Un système connecté".to_owned()),
        on_behalf_of: match (&row.organisation_id, &row.caisse_code) {
            (Some(id), _) => organisations.get(id).cloned().unwrap_or_default(),
            (None, Some(code)) => caisses.get(code).cloned().unwrap_or_else(|| code.clone()),
            (None, None) => "INRS".to_owned(),
        },
        day: row.day,
        first_at: row.first_at.utc(),
        what: row.what,
    };
    Ok(rows.into_iter().map(|row| (key(&row), look(row))).collect())
}
