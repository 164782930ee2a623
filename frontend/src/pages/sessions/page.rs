//! The page of a session: where it stands, what to do, and everything in it.

use super::{
    panels::Panels,
    steps::Actions,
    words::{StateBadge, certificate_label, day_of, full_name, kind_name, place_line, training},
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    i18n::{fill, plain_day, short_day, span, t},
    pages::{not_found::NotFound, verification::lists_trainees},
    remote::Remote,
    session,
};
use forprev_core::{
    catalogue::Dispositif,
    id::SessionId,
    page::Page,
    session::{Outcome, Session, State, Trainee},
    task::due_on,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/sessions/:id`.
#[component]
pub fn SessionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<SessionId>().ok())));
    move || match id.get() {
        Some(id) => view! { <OneSession id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneSession(id: SessionId) -> impl IntoView {
    let words = t().sessions;
    let remote = Remote::new(move || call(async move |client| client.get_session(id).await));
    // What names its certificate: the page reads without it.
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let changed = Callback::new(move |session| remote.set(session));
    let title = Signal::derive(move || {
        remote.value().with(|session| session.as_ref().map_or_else(|| words.title.to_owned(), name_of))
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Breadcrumb above=vec![(words.title.to_owned(), "/sessions".to_owned())] here=title/>
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title>
                {move || {
                    remote.value().with(|session| session.as_ref().map(|session| session.state)).map(|state| {
                        view! { <StateBadge of=Signal::stored(state)/> }
                    })
                }}
            </PageTitle>
            <Load from=remote let:session>
                <Standing session=session/>
                <Panels session=session changed=changed/>
                <Actions session=session changed=changed/>
                <Training session=session catalogue=catalogue/>
                <Formateurs session=session/>
                <Show when=move || !session.with(lists_trainees)>
                    <Trainees session=session/>
                </Show>
                <History session=session/>
            </Load>
        </Show>
    }
}

/// "SST niveau 1, 31/08/2026".
fn name_of(session: &Session) -> String {
    let name = training(&session.dispositif, session.level);
    match session.ends_on {
        Some(end) => format!("{name}, {}", short_day(end)),
        None => name,
    }
}

/// Where it stands: steps, what comes next, what is in the way.
#[component]
fn Standing(session: Signal<Session>) -> impl IntoView {
    let words = t().sessions;
    let current = Signal::derive(move || match session.with(|one| one.state) {
        State::Draft | State::Returned | State::Unknown => 0,
        State::Submitted => 1,
        State::Verified => 2,
        State::Certified => 3,
    });
    let steps = [words.step_declared, words.step_verified, words.step_certified].map(str::to_owned).to_vec();
    let end = Memo::new(move |_| session.with(|one| one.ends_on));
    let parameters = Remote::new(move || {
        let end = end.get();
        call(async move |client| client.get_parameters(end).await)
    });
    let due = move || {
        let parameters = parameters.value().get()?.parameters;
        session.with(|one| due_on(one.state, one.ends_on, one.readable_until, &parameters))
    };
    let next = move || session.with(next_in_words);
    let comment = move || {
        session.with(|one| {
            let title = match one.state {
                State::Returned => words.returned_title,
                _ => words.reopened_title,
            };
            one.comment.clone().map(|comment| {
                view! { <Notice tone=Tone::Warn title=title><p class="comment">{comment}</p></Notice> }
            })
        })
    };
    let violations = move || {
        let list = session.with(|one| one.violations.clone());
        (!list.is_empty()).then(|| {
            let title = words.violations.of(i64::try_from(list.len()).unwrap_or(i64::MAX));
            let items = list.into_iter().map(|fault| view! { <li>{located(&fault)}</li> }).collect_view();
            view! { <Notice tone=Tone::Warn title=title><ul>{items}</ul></Notice> }
        })
    };
    view! {
        <Steps label=words.steps steps=steps current=current/>
        <div class="row">
            <p>{next}</p>
            {move || {
                due().map(|day| {
                    view! {
                        <p class="muted">{fill(words.due, &[("day", &plain_day(day))])}</p>
                        <Countdown until=day today=session::today()/>
                    }
                })
            }}
        </div>
        {comment}
        {violations}
    }
}

fn next_in_words(session: &Session) -> String {
    let words = t().sessions;
    match session.state {
        State::Draft => words.next_draft.to_owned(),
        State::Submitted => {
            let lead = session.formateurs.iter().find(|one| one.lead);
            let name = lead.map(|one| format!("{} {}", one.first_name, one.last_name)).unwrap_or_default();
            fill(words.next_submitted, &[("name", &name)])
        }
        State::Returned => words.next_returned.to_owned(),
        State::Verified => words.next_verified.to_owned(),
        State::Certified => fill(words.next_certified, &[("day", &plain_day(session.readable_until))]),
        State::Unknown => String::new(),
    }
}

/// A fault with the name of its place.
fn located(fault: &forprev_core::problem::Fault) -> String {
    let (words, form) = (t().sessions, t().session_form);
    let mut parts = fault.pointer.split('/').skip(1);
    let place = match parts.next().unwrap_or_default() {
        "habilitation_id" => words.habilitation.to_owned(),
        "certificate_code" => words.certificate.to_owned(),
        "kind" => words.kind.to_owned(),
        "starts_on" => form.starts_on.to_owned(),
        "ends_on" => form.ends_on.to_owned(),
        "place" => match parts.next() {
            Some("name") => form.place_name.to_owned(),
            Some("address") => form.place_address.to_owned(),
            Some("postal_code") => form.place_postal_code.to_owned(),
            _ => form.place_city.to_owned(),
        },
        "formateurs" => words.formateurs.to_owned(),
        "trainees" => match parts.next().and_then(|index| index.parse::<usize>().ok()) {
            Some(index) => format!("{}, {}", words.trainees, fill(form.row, &[("n", &(index + 1).to_string())])),
            None => words.trainees.to_owned(),
        },
        _ => return fault.message.clone(),
    };
    format!("{place} : {}", fault.message)
}

#[component]
fn Training(session: Signal<Session>, catalogue: Remote<Page<Dispositif>>) -> impl IntoView {
    let words = t().sessions;
    let or_unknown = move |text: Option<String>| text.unwrap_or_else(|| words.unknown.to_owned());
    let certificate = move || {
        let items = catalogue.value().with(|page| page.as_ref().map(|page| page.items.clone())).unwrap_or_default();
        or_unknown(session.with(|one| one.certificate_code.as_deref().map(|code| certificate_label(&items, code))))
    };
    let dates = move || session.with(|one| one.ends_on.map_or_else(|| words.no_end.to_owned(), |end| span(one.starts_on, end)));
    let reference = move || {
        session.with(|one| one.external_ref.clone()).map(|text| view! { <dt>{words.reference}</dt> <dd>{text}</dd> })
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

#[component]
fn Formateurs(session: Signal<Session>) -> impl IntoView {
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

#[component]
fn Trainees(session: Signal<Session>) -> impl IntoView {
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
    let count = move || words.trainee_count.of(session.with(|one| one.trainee_count).into());
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
fn History(session: Signal<Session>) -> impl IntoView {
    let words = t().sessions;
    let happened = move || {
        session.with(|one| {
            let signed = |when: String, by: Option<String>| match by {
                Some(name) => fill(words.by, &[("when", &when), ("name", &name)]),
                None => when,
            };
            let mut list = vec![(words.happened_created, signed(day_of(one.created_at), one.declared_by.as_ref().map(full_name)))];
            list.extend(one.declared_on.map(|day| (words.happened_declared, plain_day(day))));
            for (title, signature) in [(words.happened_verified, &one.verified), (words.happened_certified, &one.certified)] {
                list.extend(signature.as_ref().map(|it| (title, signed(day_of(it.at), it.by.as_ref().map(full_name)))));
            }
            list.into_iter().rev().map(|(title, when)| view! { <Happening when=when title=title/> }).collect_view()
        })
    };
    view! {
        <section class="stack" aria-labelledby="session-history">
            <h2 id="session-history">{words.history}</h2>
            <Timeline>{happened}</Timeline>
        </section>
    }
}
