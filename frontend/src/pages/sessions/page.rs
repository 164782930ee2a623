//! The page of a session: where it stands, what to do, and everything in it.

use super::{
    content::{Formateurs, History, Trainees, Training},
    meanwhile::{forget, forget_past, latest},
    panels::Panels,
    steps::Actions,
    words::{StateBadge, training},
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{effect, memo},
    i18n::{fill, plain_day, short_day, t},
    pages::{not_found::NotFound, verification::lists_trainees},
    remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::days_left,
    id::SessionId,
    session::{Session, State},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/sessions/:id`.
#[component]
pub fn SessionPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<SessionId>().ok())));
    move || match id.get() {
        Some(id) => view! { <OneSession id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneSession(id: SessionId) -> impl IntoView {
    let words = t().sessions;
    let remote = Remote::new(move || latest(id));
    // What names its certificate: the page reads without it.
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let changed = Callback::new(move |session| remote.set(session));
    effect(move || remote.value().with(|session| session.iter().for_each(forget_past)));
    let title = Signal::derive(move || {
        remote.value().with(|session| session.as_ref().map_or_else(|| words.title.to_owned(), name_of))
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    effect(move || {
        if gone() {
            forget(id);
        }
    });
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
                <div class="stack-wide">
                    <Standing session=session/>
                    <Panels session=session changed=changed/>
                    <Actions session=session changed=changed/>
                    <Training session=session catalogue=catalogue/>
                    <Formateurs session=session/>
                    <Show when=move || !session.with(lists_trainees)>
                        <Trainees session=session/>
                    </Show>
                    <History session=session/>
                </div>
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

/// How many days before its end a day is counted down.
pub(super) const NEAR: i64 = 30;

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
    // What there is to do with certificates, and until when, is said beside them.
    let due = move || session.with(|one| one.due_on.filter(|_| one.state != State::Certified));
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
    // Far from its end a day is only written.
    let countdown = |day: NaiveDate| {
        let today = session::today();
        (days_left(today, day) <= NEAR).then(|| view! { <Countdown until=day today=today/> })
    };
    view! {
        <div class="stack">
            <Steps label=words.steps steps=steps current=current/>
            <div class="row">
                <p>{next}</p>
                {move || {
                    due().map(|day| {
                        let text = fill(words.due, &[("day", &plain_day(day))]);
                        view! { <p class="muted">{text}</p> {countdown(day)} }
                    })
                }}
            </div>
            {comment}
            {violations}
        </div>
    }
}

fn next_in_words(session: &Session) -> String {
    let words = t().sessions;
    match session.state {
        State::Draft => words.next_draft.to_owned(),
        State::Submitted if session.actions.return_.allowed => words.next_submitted_mine.to_owned(),
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
            Some(index) => {
                format!("{}, {}", words.trainees, fill(form.row, &[("n", &(index + 1).to_string())]))
            }
            None => words.trainees.to_owned(),
        },
        _ => return fault.message.clone(),
    };
    format!("{place} : {}", fault.message)
}
