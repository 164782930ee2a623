//! Everything in a session, read: training, formateurs, trainees, what happened.

use super::words::{certificate_label, day_of, full_name, kind_name, place_line};
use crate::{
    components::*,
    i18n::{fill, plain_day, short_day, span, t},
    remote::Remote,
};
use forprev_core::{
    catalogue::Dispositif,
    page::Page,
    session::{Outcome, Session, Trainee},
};
use leptos::prelude::*;

/// Which training, where and when.
#[component]
pub fn Training(
    /// The session.
    session: Signal<Session>,
    /// What names its certificate.
    catalogue: Remote<Page<Dispositif>>,
) -> impl IntoView {
    let words = t().sessions;
    let or_unknown = move |text: Option<String>| text.unwrap_or_else(|| words.unknown.to_owned());
    let certificate = move || {
        let items =
            catalogue.value().with(|page| page.as_ref().map(|page| page.items.clone())).unwrap_or_default();
        or_unknown(
            session.with(|one| one.certificate_code.as_deref().map(|code| certificate_label(&items, code))),
        )
    };
    let dates = move || {
        session
            .with(|one| one.ends_on.map_or_else(|| words.no_end.to_owned(), |end| span(one.starts_on, end)))
    };
    let reference = move || {
        session
            .with(|one| one.external_ref.clone())
            .map(|text| view! { <dt>{words.reference}</dt> <dd>{text}</dd> })
    };
    view! {
        <section class="card" aria-labelledby="session-training">
            <h2 id="session-training">{words.training}</h2>
            <dl class="facts">
                <dt>{words.organisation}</dt>
                <dd>{move || session.with(|one| one.organisation_name.clone())}</dd>
                <dt>{words.habilitation}</dt>
                <dd class="number">{move || session.with(|one| one.habilitation_number.to_string())}</dd>
                <dt>{words.certificate}</dt>
                <dd>{certificate}</dd>
                <dt>{words.kind}</dt>
                <dd>{move || or_unknown(session.with(|one| one.kind.map(|kind| kind_name(kind).to_owned())))}</dd>
                <dt>{words.dates}</dt>
                <dd class="number">{dates}</dd>
                <dt>{words.place}</dt>
                <dd>{move || or_unknown(session.with(|one| one.place.as_ref().and_then(place_line)))}</dd>
                {reference}
                <dt>{words.kept_until}</dt>
                <dd>{move || plain_day(session.with(|one| one.readable_until))}</dd>
            </dl>
        </section>
    }
}

/// Who trains.
#[component]
pub fn Formateurs(
    /// The session.
    session: Signal<Session>,
) -> impl IntoView {
    let words = t().sessions;
    let rows = move || {
        let list = session.with(|one| one.formateurs.clone());
        if list.is_empty() {
            return view! { <p class="muted">{words.no_formateurs}</p> }.into_any();
        }
        let head = [words.formateur, words.number, words.role].map(str::to_owned).to_vec();
        let rows = list
            .into_iter()
            .map(|one| {
                view! {
                    <Row>
                        <Cell heading=true label=words.formateur>{format!("{} {}", one.first_name, one.last_name)}</Cell>
                        <Cell label=words.number><span class="number">{one.forprev_number.to_string()}</span></Cell>
                        <Cell label=words.role>{if one.lead { words.lead } else { words.trainer }}</Cell>
                    </Row>
                }
            })
            .collect_view();
        view! { <Table caption=words.formateurs caption_unseen=true head=head>{rows}</Table> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="session-formateurs">
            <h2 id="session-formateurs">{words.formateurs}</h2>
            {rows}
        </section>
    }
}

/// Who is trained.
#[component]
pub fn Trainees(
    /// The session.
    session: Signal<Session>,
) -> impl IntoView {
    let words = t().sessions;
    let rows = move || {
        session.with(|one| {
            if one.trainees.is_empty() {
                let hidden = one.trainee_count > 0;
                let text = if hidden { words.trainees_hidden } else { words.no_trainees };
                return view! { <p class="muted">{text}</p> }.into_any();
            }
            table_of(&one.trainees).into_any()
        })
    };
    let count = move || session.with(|one| one.trainee_count);
    view! {
        <section class="stack" aria-labelledby="session-trainees">
            <h2 id="session-trainees">{words.trainees}" " <span class="muted">"("{count}")"</span></h2>
            {rows}
        </section>
    }
}

/// The trainees, with the columns that somebody has something in.
fn table_of(trainees: &[Trainee]) -> impl IntoView + use<> {
    let words = t().sessions;
    let births = trainees.iter().any(|one| one.birth_date.is_some());
    let accounts = trainees.iter().any(|one| one.email.is_some() || one.forprev_number.is_some());
    let outcomes = trainees.iter().any(|one| one.outcome.is_some());
    let mut head = vec![words.last_name, words.first_name];
    head.extend(births.then_some(words.birth_date));
    head.extend(accounts.then_some(words.email));
    head.extend(accounts.then_some(words.number));
    head.extend(outcomes.then_some(words.outcome));
    let rows = trainees
        .iter()
        .map(|one| {
            let born = one.birth_date.map(short_day).unwrap_or_default();
            let email = one.email.clone().unwrap_or_default();
            let number = one.forprev_number.as_ref().map(ToString::to_string).unwrap_or_default();
            let outcome = one.outcome.map(|outcome| match outcome {
                Outcome::Passed => view! { <Badge tone=Tone::Good icon=outline::CHECK>{words.passed}</Badge> },
                Outcome::Failed => view! { <Badge icon=outline::X>{words.failed}</Badge> },
            });
            let (last_name, first_name) = (one.last_name.clone(), one.first_name.clone());
            view! {
                <Row>
                    <Cell heading=true label=words.last_name>{last_name}</Cell>
                    <Cell label=words.first_name>{first_name}</Cell>
                    {births.then(|| view! { <Cell label=words.birth_date><span class="number">{born}</span></Cell> })}
                    {accounts.then(|| view! { <Cell label=words.email>{email}</Cell> })}
                    {accounts.then(|| view! { <Cell label=words.number><span class="number">{number}</span></Cell> })}
                    {outcomes.then(|| view! { <Cell label=words.outcome>{outcome}</Cell> })}
                </Row>
            }
        })
        .collect_view();
    let head = head.into_iter().map(str::to_owned).collect::<Vec<_>>();
    view! { <Table caption=words.trainees caption_unseen=true head=head>{rows}</Table> }
}

/// What happened, the latest first.
#[component]
pub fn History(
    /// The session.
    session: Signal<Session>,
) -> impl IntoView {
    let words = t().sessions;
    let happened = move || {
        session.with(|one| {
            let signed = |when: String, by: Option<String>| match by {
                Some(name) => fill(words.by, &[("when", &when), ("name", &name)]),
                None => when,
            };
            let mut list = vec![(
                words.happened_created,
                signed(day_of(one.created_at), one.declared_by.as_ref().map(full_name)),
            )];
            list.extend(one.declared_on.map(|day| (words.happened_declared, plain_day(day))));
            for (title, signature) in
                [(words.happened_verified, &one.verified), (words.happened_certified, &one.certified)]
            {
                list.extend(
                    signature
                        .as_ref()
                        .map(|it| (title, signed(day_of(it.at), it.by.as_ref().map(full_name)))),
                );
            }
            list.into_iter()
                .rev()
                .map(|(title, when)| view! { <Happening when=when title=title/> })
                .collect_view()
        })
    };
    view! {
        <section class="stack" aria-labelledby="session-history">
            <h2 id="session-history">{words.history}</h2>
            <Timeline>{happened}</Timeline>
        </section>
    }
}
