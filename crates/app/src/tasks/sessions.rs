//! What sessions ask of those who declare them and of those who lead them. They are counted in the base, by what says when
//! they are due; only those of the page that is asked for are read.

use crate::{
    Failure, Tx, parameters,
    sessions::{Seen, readable_until, seen},
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::day_before,
    page::Wanted,
    parameters::Parameters,
    policy::session::{declared, is_declarer, is_lead, leads, others_generate, step},
    session::state::{State, Step},
    task::{
        Task, TaskKind, TaskOrganisation, TaskSession, asked_of_declarer, asked_of_lead, session_days,
        urgency_of,
    },
};
use forprev_store::{
    self as store,
    session::{Count, Waiting},
};
use std::collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry};

/// The sessions of one kind of task and one last day, of which none was read.
struct Alike {
    whose: Waiting,
    state: State,
    ends: BTreeSet<NaiveDate>,
    erased: BTreeSet<NaiveDate>,
}

/// What waits, by how its urgency begins.
#[derive(Default)]
pub(super) struct Sessions {
    alike: BTreeMap<String, Alike>,
    /// How many tasks there are in all.
    pub(super) total: u64,
}

/// Counts what the sessions ask of the caller.
pub(super) fn count(tx: &mut Tx<'_>) -> Result<Sessions, Failure> {
    let mut found = Sessions::default();
    let today = parameters::on(tx, tx.today)?;
    let declarer = Waiting::Declarer(declared(tx.actor), others_generate(tx.actor.person_id(), &today));
    let lead = leads(tx.actor).map(Waiting::Lead);
    let all = [(Some(declarer), asked_of_declarer as fn(State) -> Option<TaskKind>), (lead, asked_of_lead)];
    let versions = store::parameter::versions(tx.conn)?;
    let mut in_force: HashMap<Option<NaiveDate>, Parameters> = HashMap::new();
    for (whose, asked) in all {
        let Some(whose) = whose else { continue };
        let states: Vec<State> = State::ALL.into_iter().filter(|state| asked(*state).is_some()).collect();
        for one in store::session::counts(tx.conn, &whose, &states, tx.today)? {
            let Some(kind) = asked(one.state) else { continue };
            let parameters = match in_force.entry(one.ends_on) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let on = Parameters::in_force(&versions, one.ends_on.unwrap_or(tx.today));
                    place.insert(on.map_err(|error| Failure::internal(error.to_string()))?)
                }
            };
            found.add(&whose, kind, &one, tx.today, parameters);
        }
    }
    Ok(found)
}

impl Sessions {
    fn add(
        &mut self,
        whose: &Waiting,
        kind: TaskKind,
        one: &Count,
        today: NaiveDate,
        parameters: &Parameters,
    ) {
        let days = session_days(one.state, one.ends_on, day_before(one.erase_on), today, parameters);
        let Some(days) = days else { return };
        let alike = self.alike.entry(urgency_of(kind, days.due_on)).or_insert_with(|| Alike {
            whose: whose.clone(),
            state: one.state,
            ends: BTreeSet::new(),
            erased: BTreeSet::new(),
        });
        alike.ends.insert(store::session::ends_sort(one.ends_on));
        alike.erased.insert(one.erase_on);
        self.total += one.count.unsigned_abs();
    }

    /// The tasks of a page, and one more where there is one: no other session is read.
    pub(super) fn of_page(&self, tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Task>, Failure> {
        let (after, enough) = (wanted.after().unwrap_or_default(), wanted.limit() + 1);
        let mut tasks = Vec::new();
        for (urgency, alike) in &self.alike {
            let left = enough.saturating_sub(tasks.len());
            // Of those before the page, the last ones alone can begin as its cursor does.
            let last =
                after.strip_prefix(urgency.as_str()).map(|rest| rest.split(' ').next().unwrap_or_default());
            if left == 0 || (last.is_none() && urgency.as_str() < after) {
                continue;
            }
            let days: [Vec<NaiveDate>; 2] =
                [&alike.ends, &alike.erased].map(|days| days.iter().copied().collect());
            let rows = store::session::of_days(
                tx.conn,
                &alike.whose,
                alike.state,
                (&days[0], &days[1]),
                last,
                i64::try_from(left).unwrap_or(i64::MAX),
            )?;
            tasks.extend(seen(tx, rows)?.iter().filter_map(|session| asked(tx, session)));
        }
        Ok(tasks)
    }
}

/// What this session asks of the caller: of a person who is both its declarer and its lead, one thing at a time.
fn asked(tx: &Tx<'_>, session: &Seen) -> Option<Task> {
    let (row, standing, parameters) = (&session.row, &session.standing, &session.parameters);
    let of_lead = || asked_of_lead(row.state).filter(|_| is_lead(tx.actor, standing));
    let of_declarer = || asked_of_declarer(row.state).filter(|_| is_declarer(tx.actor, standing));
    let kind = of_lead().or_else(of_declarer)?;
    // What another person has to do (S13) is no task of this one.
    let refused = step(tx.actor, standing, Step::Generate, tx.today, parameters).err();
    if kind == TaskKind::GenerateCertificates && refused.is_some_and(|denied| denied.code.status() == 403) {
        return None;
    }
    let days = session_days(row.state, row.ends_on, readable_until(row), tx.today, parameters)?;
    Some(Task {
        organisation: Some(TaskOrganisation {
            id: row.organisation_id,
            name: session.organisation_name.clone(),
        }),
        session: Some(TaskSession {
            id: row.id,
            dispositif: row.dispositif.clone(),
            level: row.level,
            ends_on: row.ends_on,
            city: row.place_city.clone(),
        }),
        possible_from: days.possible_from,
        due_on: days.due_on,
        ..Task::of(kind)
    })
}
