//! Work that runs by itself, or by a command: the same functions (workflows.md §6).
//!
//! The base knows when each work is due and which server has it, so any number of servers run all of it once. A server
//! that dies loses its lease, and another takes the work over: each does nothing twice, whoever runs it and whenever.

pub mod abandoned;
pub mod alerts;
pub mod purge;
pub mod recoveries;
pub mod reminders;
pub mod requests;
pub mod reviews;
pub mod seal;
mod status;
pub mod tidy;
pub mod unopened;

pub use status::list_jobs;

use crate::{App, Caller, Failure, Tx, attachments, mail};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use forprev_core::calendar::{day_after, instant_in_paris, today_in_paris};
use forprev_store as store;
use std::panic::{AssertUnwindSafe, catch_unwind};
use uuid::Uuid;

/// How long a server has a work it took. One that takes longer may be joined by another: that is safe, and rare.
const LEASE: Duration = Duration::minutes(5);
/// The wait after a first failure; it doubles, up to the time at which the work is due anyway.
const FIRST_WAIT: Duration = Duration::minutes(1);

/// When a work is due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So long after its last run.
    Every(Duration),
    /// Each day at this hour in Paris.
    DailyAt(u32),
}

impl When {
    fn after(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Every(time) => now + time,
            Self::DailyAt(hour) => {
                let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
                let today = today_in_paris(now);
                let at = instant_in_paris(today, time);
                if at > now { at } else { instant_in_paris(day_after(today), time) }
            }
        }
    }
}

/// A work that runs by itself.
pub struct Job {
    /// Its name in the base and in the API.
    pub name: &'static str,
    /// What it does, for its page.
    pub label: &'static str,
    /// When it is due again.
    pub when: When,
    /// Does all that is due, and says how many things that were.
    pub run: fn(&App) -> Result<usize, Failure>,
}

/// All of it, in the order in which it runs: what tells something comes before what sends it.
pub const ALL: &[Job] = &[
    Job {
        name: "requests",
        label: "Réponse aux demandes de compte et de mot de passe",
        when: When::Every(Duration::seconds(5)),
        run: requests::run,
    },
    Job {
        name: "recoveries",
        label: "Rétablissements d’accès à échéance",
        when: When::Every(Duration::minutes(1)),
        run: recoveries::run,
    },
    Job {
        name: "purge",
        label: "Effacement des sessions à échéance (S14)",
        when: When::Every(Duration::hours(1)),
        run: |app| purge::run(app).map(|purged| purged.sessions + purged.answers),
    },
    Job {
        name: "habilitation_alerts",
        label: "Alertes d’échéance des habilitations (H5)",
        when: When::DailyAt(6),
        run: alerts::habilitations,
    },
    Job {
        name: "qualification_alerts",
        label: "Rappels d’échéance des qualifications (C5)",
        when: When::DailyAt(6),
        run: alerts::qualifications,
    },
    Job {
        name: "reminders",
        label: "Rappels des sessions en attente depuis 7 jours",
        when: When::DailyAt(6),
        run: reminders::run,
    },
    Job {
        name: "access_reviews",
        label: "Revue annuelle des accès",
        when: When::DailyAt(6),
        run: reviews::run,
    },
    Job {
        name: "seal",
        label: "Scellement du journal",
        when: When::Every(Duration::seconds(10)),
        run: seal::run,
    },
    Job {
        name: "mails",
        label: "Envoi des messages",
        when: When::Every(Duration::seconds(5)),
        run: mail::run,
    },
    Job {
        name: "tidy",
        label: "Rangement des messages, des consultations et des journaux d’exécution anciens",
        when: When::DailyAt(4),
        run: tidy::run,
    },
    Job {
        name: "abandoned_files",
        label: "Effacement des dossiers d’organisation abandonnés depuis 30 jours",
        when: When::DailyAt(4),
        run: abandoned::run,
    },
    Job {
        name: "unopened_accounts",
        label: "Effacement des comptes demandés et jamais ouverts",
        when: When::DailyAt(4),
        run: unopened::run,
    },
    Job {
        name: "attachments",
        label: "Rangement des pièces jointes : ce à quoi plus rien ne renvoie",
        when: When::DailyAt(4),
        run: attachments::sweep::run,
    },
];

/// A run that is over.
#[derive(Debug)]
pub struct Ran {
    /// The work.
    pub name: &'static str,
    /// How many things it did, or why it failed.
    pub outcome: Result<usize, Failure>,
}

/// Runs all that is due and that no other server has. Asking when nothing is due reads the base, and writes nothing.
///
/// # Errors
/// The base cannot be read; a work that fails is told in what it answers, and its page.
pub fn run_due(app: &App) -> Result<Vec<Ran>, Failure> {
    let now: store::Instant = app.now().into();
    let caller = Caller::anyone();
    let known = app.read(&caller, |tx| Ok(store::scheduled_run::all(tx.conn)?))?;
    if ALL.iter().any(|job| !known.iter().any(|row| row.name == job.name)) {
        app.write(&caller, |tx| {
            for job in ALL {
                store::scheduled_run::register(tx.conn, job.name, now)?;
            }
            Ok(())
        })?;
    }
    let mut ran = Vec::new();
    for job in ALL {
        let waits = known
            .iter()
            .find(|row| row.name == job.name)
            .is_some_and(|row| row.next_at > now || row.lease_until.is_some_and(|until| until > now));
        if waits {
            continue;
        }
        ran.extend(take_and_run(app, job)?);
    }
    Ok(ran)
}

fn take_and_run(app: &App, job: &Job) -> Result<Option<Ran>, Failure> {
    let (began, caller) = (app.now(), Caller::anyone());
    let lease_until: store::Instant = (began + LEASE).into();
    let take =
        |tx: &mut Tx<'_>| Ok(store::scheduled_run::take(tx.conn, job.name, began.into(), lease_until)?);
    if !app.write(&caller, take)? {
        return Ok(None);
    }
    // A work that panics must not take the loop with it, nor keep its lease.
    let outcome = catch_unwind(AssertUnwindSafe(|| (job.run)(app)))
        .unwrap_or_else(|_| Err(Failure::internal("it panicked")));
    app.write(&caller, |tx| finish(tx, job, began, lease_until, &outcome))?;
    Ok(Some(Ran { name: job.name, outcome }))
}

fn finish(
    tx: &mut Tx<'_>,
    job: &Job,
    began: DateTime<Utc>,
    lease_until: store::Instant,
    outcome: &Result<usize, Failure>,
) -> Result<(), Failure> {
    let error = outcome.as_ref().err().map(ToString::to_string);
    let regular = job.when.after(tx.now);
    let next = match &error {
        None => regular,
        Some(_) => {
            let rows = store::scheduled_run::all(tx.conn)?;
            let failures = rows.iter().find(|row| row.name == job.name).map_or(0, |row| row.failures);
            let doubled = u32::try_from(failures).unwrap_or_default().min(10);
            regular.min(tx.now + FIRST_WAIT * 2_i32.pow(doubled))
        }
    };
    store::scheduled_run::finish(
        tx.conn,
        job.name,
        lease_until,
        tx.now.into(),
        next.into(),
        error.as_deref(),
    )?;
    let done = outcome.as_ref().map_or(0, |done| i64::try_from(*done).unwrap_or(i64::MAX));
    if done > 0 || error.is_some() {
        let row = store::job_run::Row {
            id: Uuid::now_v7().to_string(),
            name: job.name.to_owned(),
            started_at: began.into(),
            finished_at: tx.now.into(),
            done,
            error,
        };
        store::job_run::insert(tx.conn, row)?;
    }
    Ok(())
}

/// How many things are looked at in one transaction: short enough that other writers hardly wait.
pub(crate) const BATCH: i64 = 200;

/// Goes through a long list a batch and a transaction at a time. `batch` is given where the one before ended, and answers
/// where it ended, or nothing at the end of the list, and how many things it did.
pub(crate) fn in_batches<K: Clone>(
    app: &App,
    mut batch: impl FnMut(&mut Tx<'_>, Option<K>) -> Result<(Option<K>, usize), Failure>,
) -> Result<usize, Failure> {
    let (mut after, mut done) = (None, 0);
    loop {
        let (next, some) = app.write(&Caller::anyone(), |tx| batch(tx, after.clone()))?;
        done += some;
        if next.is_none() {
            return Ok(done);
        }
        after = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daily_work_is_due_at_its_hour_in_paris() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let next = |text: &str| When::DailyAt(6).after(at(text));
        assert_eq!(next("2026-11-23T04:59:59Z"), at("2026-11-23T05:00:00Z"));
        assert_eq!(next("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z"));
        assert_eq!(next("2026-10-24T10:00:00Z"), at("2026-10-25T05:00:00Z"), "clocks are put back");
        assert_eq!(next("2027-03-27T10:00:00Z"), at("2027-03-28T04:00:00Z"), "clocks are put forward");
    }

    #[test]
    fn each_work_has_a_name_of_its_own() {
        let mut names: Vec<_> = ALL.iter().map(|job| job.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
