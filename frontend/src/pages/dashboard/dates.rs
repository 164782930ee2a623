//! The next dates: last and first days of what has to be done, ends of habilitations; one entry a day.

use super::words::action;
use crate::{
    api::call,
    graph::memo,
    i18n::{fill, long_day, t},
    remote::Remote,
    session,
};
use chrono::{Months, NaiveDate};
use forprev_core::{
    habilitation::{Habilitation, HabilitationStatus},
    id::OrganisationId,
    policy::{Action, may_ever, request::sees_some},
    task::{Task, TaskKind},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// How many days are listed.
const LISTED: usize = 6;
/// How far ahead the end of a habilitation is worth a line.
const HABILITATION_MONTHS: u32 = 12;

/// What happens on a day; the same on several sessions is one line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Last(&'static str),
    /// The last day of something that is done on no session.
    LastAlone(&'static str),
    First(&'static str),
    HabilitationEnds {
        what: String,
        number: String,
    },
}

impl Happens {
    fn words(&self, count: i64) -> String {
        match self {
            Self::Last(what) => fill(&t().dashboard.last_day.of(count), &[("what", what)]),
            Self::LastAlone(what) => fill(t().dashboard.last_day_alone, &[("what", what)]),
            Self::First(what) => fill(&t().dashboard.first_day.of(count), &[("what", what)]),
            Self::HabilitationEnds { what, number } => {
                fill(t().dashboard.habilitation_end, &[("what", what), ("number", number)])
            }
        }
    }
}

/// In order. They are few: trees would be more code than they save steps.
type Days = Vec<(NaiveDate, Vec<(Happens, i64)>)>;

fn add(days: &mut Days, day: NaiveDate, happens: Happens) {
    let place = days.partition_point(|(other, _)| *other < day);
    match days.get_mut(place) {
        Some((other, list)) if *other == day => {
            let place = list.partition_point(|(other, _)| *other < happens);
            match list.get_mut(place) {
                Some((other, count)) if *other == happens => *count += 1,
                _ => list.insert(place, (happens, 1)),
            }
        }
        _ => days.insert(place, (day, vec![(happens, 1)])),
    }
}

/// The section of the next dates.
#[component]
pub(super) fn NextDates(
    /// What has to be done.
    list: Memo<Vec<Task>>,
    /// The organisation chosen.
    organisation: Signal<Option<OrganisationId>>,
) -> impl IntoView {
    let habilitations = Remote::new(move || read_habilitations(organisation.get()));
    let days = memo(move || {
        let mut days = of_tasks(&list.get());
        habilitations
            .value()
            .with(|found| ends(found.as_deref().unwrap_or_default(), session::today(), &mut days));
        days
    });
    let lines = move || {
        let days = days.get();
        if days.is_empty() {
            return view! { <p class="muted">{t().dashboard.no_dates}</p> }.into_any();
        }
        let lines = days.into_iter().take(LISTED).map(|(day, happens)| {
            let happens =
                happens.into_iter().map(|(what, count)| view! { <p>{what.words(count)}</p> }).collect_view();
            view! {
                <li class="stack-tight">
                    <p class="muted small">{long_day(day)}</p>
                    {happens}
                </li>
            }
        });
        view! { <ul class="stack" role="list">{lines.collect_view()}</ul> }.into_any()
    };
    // Who keeps an organisation's habilitations asks for them, and renews them.
    let asks = memo(|| {
        let actor = session::actor();
        may_ever(&actor, Action::DraftRequest).is_ok() && sees_some(&actor).is_ok()
    });
    view! {
        <section class="card" aria-labelledby="prochaines-dates">
            <h2 id="prochaines-dates">{t().dashboard.dates}</h2>
            {lines}
            <Show when=move || asks.get()>
                <A href="/demandes/nouvelle">{t().dashboard.ask_or_renew}</A>
            </Show>
        </section>
    }
}

/// The habilitations of the organisations of this person, or of the one chosen. One that cannot be read leaves its
/// dates out: the rest of the dashboard is worth more than an error.
async fn read_habilitations(
    chosen: Option<OrganisationId>,
) -> Result<Vec<Habilitation>, crate::failure::Failure> {
    let Some(me) = untrack(session::me) else { return Ok(Vec::new()) };
    if may_ever(&untrack(session::actor), Action::ReadHabilitations).is_err() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for (id, _) in session::organisations(&me) {
        if chosen.is_none_or(|chosen| chosen == id)
            && let Ok(page) = call(async move |client| client.list_habilitations(id).await).await
        {
            all.extend(page.items);
        }
    }
    Ok(all)
}

fn of_tasks(list: &[Task]) -> Days {
    let mut days = Days::new();
    for task in list.iter().filter(|task| task.kind != TaskKind::Unknown) {
        if let Some(day) = task.due_on {
            let what = action(task.kind);
            let happens = if task.session.is_some() { Happens::Last(what) } else { Happens::LastAlone(what) };
            add(&mut days, day, happens);
        }
        if let Some(day) = task.possible_from {
            add(&mut days, day, Happens::First(action(task.kind)));
        }
    }
    days
}

fn ends(list: &[Habilitation], today: NaiveDate, days: &mut Days) {
    let far = today.checked_add_months(Months::new(HABILITATION_MONTHS)).unwrap_or(NaiveDate::MAX);
    let current = |one: &&Habilitation| {
        matches!(one.status, HabilitationStatus::Valid | HabilitationStatus::Suspended)
            && one.validity.valid_until <= far
    };
    for one in list.iter().filter(current) {
        let what =
            format!("{} {}", one.dispositif, fill(t().dashboard.level, &[("n", &one.level.to_string())]));
        let happens = Happens::HabilitationEnds { what, number: one.number.to_string() };
        add(days, one.validity.valid_until, happens);
    }
}
