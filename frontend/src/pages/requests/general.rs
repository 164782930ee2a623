//! The tab "Général": what is asked for, the organisation's data to confirm (H6), what was decided, with its letter.

use super::{
    words::{age_words, kind_name, outcome_name, training_in_full},
    writing::Writing,
};
use crate::{
    api::call,
    components::*,
    download,
    form::FormState,
    graph::memo,
    i18n::{fill, plain_day, t},
    pages::organisations::{
        ConfirmButton, OrganisationContent,
        words::{caisse_name, caisses, organisation_path},
    },
    remote::Remote,
    session,
};
use forprev_core::{
    calendar::day_after,
    catalogue::Dispositif,
    habilitation::renewal::{proposed_end, starts_on},
    id::OrganisationId,
    letter::{LetterKind, LetterRow},
    organisation::record::Organisation,
    page::{MAX_LIMIT, Page},
    policy::{Action, may_ever},
    query::PageQuery,
    request::{Request, RequestKind, decision::Decision},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The tab.
#[component]
pub(super) fn General(
    /// The request.
    writing: Writing,
    /// The catalogue of today.
    catalogue: Signal<Page<Dispositif>>,
) -> impl IntoView {
    let words = t().requests;
    let held = writing.held;
    let theirs = memo(move || held.with(|request| super::words::is_theirs(&request.actions.edit)));
    let decided = memo(move || held.with(|request| request.decision.clone()));
    let opened = held.with_untracked(|request| request.organisation_id);
    view! {
        <div class="stack-wide">
            {move || decided.get().map(|decision| view! { <Decided writing=writing decision=decision/> })}
            <section class="card" aria-labelledby="asked-for">
                <h2 id="asked-for">{words.asked_for}</h2>
                <Asked writing=writing catalogue=catalogue/>
                <Days writing=writing/>
            </section>
            <Show when=move || theirs.get() fallback=move || view! { <Confirmed writing=writing/> }>
                <AdminData writing=writing id=opened/>
            </Show>
        </div>
    }
}

/// What is asked for, by whom, of whom.
#[component]
fn Asked(writing: Writing, catalogue: Signal<Page<Dispositif>>) -> impl IntoView {
    let words = t().requests;
    let caisses = caisses();
    let reads = memo(|| may_ever(&session::actor(), Action::ReadOrganisations).is_ok());
    move || {
        let request = writing.held.get();
        let training =
            catalogue.with(|page| training_in_full(&page.items, &request.dispositif, request.level));
        let caisse = caisse_name(caisses, request.caisse.as_deref(), t().organisations.inrs);
        let (id, name) = (request.organisation_id, request.organisation_name.clone());
        let organisation = if reads.get() {
            view! { <A href=organisation_path(id)>{name}</A> }.into_any()
        } else {
            name.into_any()
        };
        let renewed = request.renews.clone().map(|one| {
            let until = fill(
                words.renews_until,
                &[("number", one.number.as_ref()), ("day", &plain_day(one.valid_until))],
            );
            view! { <dt>{words.renews}</dt> <dd>{until}</dd> }
        });
        let submitted = request.submitted_on.map(|day| {
            view! {
                <dt>{words.submitted_on}</dt> <dd>{plain_day(day)}</dd>
                <dt>{words.age}</dt> <dd>{age_words(request.age)}</dd>
            }
        });
        view! {
            <dl class="facts">
                <dt>{words.column_training}</dt> <dd>{training}</dd>
                <dt>{words.column_kind}</dt> <dd>{kind_name(request.kind)}</dd>
                <dt>{words.column_organisation}</dt> <dd>{organisation}</dd>
                <dt>{words.instructed_by}</dt> <dd>{caisse}</dd>
                {renewed}
                {submitted}
            </dl>
        }
    }
}

/// The days that a grant would give (H3, H4), and what a late one leaves uncovered (C14). Until it is decided.
#[component]
fn Days(writing: Writing) -> impl IntoView {
    move || {
        let request = writing.held.get();
        let parameters = writing.parameters.get()?;
        if !request.state.is_open() {
            return None;
        }
        let lines = match &request.renews {
            Some(one) => renewal_lines(one.valid_until, session::today(), &parameters),
            None if request.kind == RequestKind::Renewal => return None,
            None => {
                let from = session::today();
                let until = proposed_end(from, false, &parameters);
                vec![fill(
                    t().requests.days_first,
                    &[("from", &plain_day(from)), ("until", &plain_day(until))],
                )]
            }
        };
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        Some(view! { <Notice tone=Tone::Note title=t().requests.days_title>{lines}</Notice> })
    }
}

/// What a renewal's decision gives, in time and late: by the rules of core, of the days told.
pub(super) fn renewal_lines(
    valid_until: chrono::NaiveDate,
    today: chrono::NaiveDate,
    parameters: &forprev_core::parameters::Parameters,
) -> Vec<String> {
    let words = t().requests;
    let in_time = starts_on(valid_until, Some(valid_until));
    let (last, first) = (plain_day(valid_until), plain_day(in_time));
    let end = plain_day(proposed_end(in_time, true, parameters));
    if valid_until < today {
        let until = plain_day(proposed_end(starts_on(today, Some(valid_until)), true, parameters));
        let today = plain_day(today);
        return vec![fill(
            words.days_late,
            &[
                ("last", &last),
                ("from", &today),
                ("until", &until),
                ("gap", &plain_day(day_after(valid_until))),
            ],
        )];
    }
    vec![
        fill(words.days_in_time, &[("last", &last), ("from", &first), ("until", &end)]),
        fill(words.days_if_late, &[("last", &last), ("from", &first)]),
    ]
}

/// H6: the data in force, which who submits confirms on that day.
#[component]
fn AdminData(writing: Writing, id: OrganisationId) -> impl IntoView {
    let words = t().requests;
    let remote = Remote::new(move || call(async move |client| client.get_organisation(id).await));
    let held = writing.held;
    let state: FormState = writing.form.state();
    let changed = Callback::new(move |one: Organisation| {
        remote.set(one);
        writing.keeper.refresh();
    });
    let open = memo(move || writing.is_open());
    let standing = memo(move || held.with(|request| request.admin_data.clone()));
    let line = move || {
        let data = standing.get();
        if data.confirmed {
            return view! { <Badge tone=Tone::Good icon=outline::CHECK>{words.confirmed_today}</Badge> }
                .into_any();
        }
        let text = match data.confirmed_on {
            Some(day) => fill(words.confirmed_before, &[("day", &plain_day(day))]),
            None => words.never_confirmed.to_owned(),
        };
        view! { <p class="muted">{text}</p> }.into_any()
    };
    let to_confirm = memo(move || open.get() && !standing.get().confirmed);
    let error =
        move || state.error_at("/admin_data").map(|message| view! { <p class="field-error">{message}</p> });
    state.name("/admin_data", words.admin_data.to_owned());
    view! {
        <section
            class="stack"
            id=state.element_id("/admin_data")
            tabindex="-1"
            aria-labelledby="admin-data"
        >
            <h2 id="admin-data">{words.admin_data}</h2>
            {line}
            {move || standing.get().change_pending.then(|| view! {
                <Notice tone=Tone::Warn title=words.change_pending>
                    <p>{words.change_pending_help}</p>
                    <ButtonLink href=organisation_path(id)>{t().organisations.see_organisation}</ButtonLink>
                </Notice>
            })}
            {error}
            <Load from=remote let:one>
                <Show when=move || to_confirm.get()>
                    <p>{words.confirm_lead}</p>
                    <div class="row">
                        <ConfirmButton one=one on_done=changed on_failed=Callback::new(move |()| remote.reload())/>
                        <ButtonLink href=organisation_path(id) icon=outline::PENCIL>{words.confirm_mend}</ButtonLink>
                    </div>
                </Show>
                <details>
                    <summary>{words.admin_data_see}</summary>
                    <OrganisationContent content=Signal::derive(move || one.with(|one| one.content.clone()))/>
                </details>
            </Load>
        </section>
    }
}

/// To those who instruct and decide: who confirmed them, and when.
#[component]
fn Confirmed(writing: Writing) -> impl IntoView {
    let words = t().requests;
    move || {
        let data = writing.held.with(|request| request.admin_data.clone());
        let text = match (data.confirmed_on, data.confirmed_by) {
            (Some(day), Some(by)) => {
                let name = format!("{} {}", by.first_name, by.last_name);
                fill(words.confirmed_by, &[("day", &plain_day(day)), ("name", &name)])
            }
            (Some(day), None) => fill(words.confirmed_before, &[("day", &plain_day(day))]),
            (None, _) => words.never_confirmed.to_owned(),
        };
        view! {
            <section class="card" aria-labelledby="admin-data">
                <h2 id="admin-data">{words.admin_data}</h2>
                <p>{text}</p>
                {data.change_pending.then(|| view! { <p>{words.change_pending_agent}</p> })}
            </section>
        }
    }
}

/// What was decided, and its letters.
#[component]
fn Decided(writing: Writing, decision: Decision) -> impl IntoView {
    let words = t().requests;
    let tone = match decision.outcome {
        forprev_core::request::Outcome::Granted => Tone::Good,
        forprev_core::request::Outcome::Refused => Tone::Bad,
        forprev_core::request::Outcome::Adjourned => Tone::Warn,
    };
    let title = fill(
        words.decided,
        &[("outcome", outcome_name(decision.outcome)), ("day", &plain_day(decision.decided_on))],
    );
    let term = decision.term.map(|term| {
        let text = fill(
            words.decided_term,
            &[("from", &plain_day(term.valid_from)), ("until", &plain_day(term.valid_until))],
        );
        view! { <p>{text}</p> }
    });
    let reason = decision.reason.map(|reason| view! { <p class="comment">{reason}</p> });
    view! {
        <Notice tone=tone title=title>
            {term}
            {reason}
            <Letters writing=writing/>
        </Notice>
    }
}

/// The letters of this request: those of what it asks for, made while it ran.
#[component]
fn Letters(writing: Writing) -> impl IntoView {
    let words = t().requests;
    if untrack(|| may_ever(&session::actor(), Action::ReadLetters)).is_err() {
        return ().into_any();
    }
    let of = writing.held.with_untracked(|request| request.organisation_id);
    let remote = Remote::new(move || {
        let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
        call(async move |client| client.list_letters(of, &query).await)
    });
    let none = move || view! { <p class="muted">{words.letters_none}</p> };
    let of_request = move |page: &Page<LetterRow>| {
        writing.held.with(|request| {
            page.items.iter().filter(|letter| is_of(letter, request)).cloned().collect::<Vec<_>>()
        })
    };
    let is_empty = move |page: Page<LetterRow>| of_request(&page).is_empty();
    view! {
        <Load from=remote is_empty=is_empty empty=none let:page>
            <ul class="plain-list">
                <For each=move || page.with(of_request) key=|letter| letter.id let:letter>
                    <Letter letter=letter/>
                </For>
            </ul>
        </Load>
    }
    .into_any()
}

fn is_of(letter: &LetterRow, request: &Request) -> bool {
    let decides = matches!(letter.kind, LetterKind::Grant | LetterKind::Refusal | LetterKind::Adjournment);
    let last = request.decision.as_ref().map_or(request.updated_at, |decision| decision.recorded_at);
    decides
        && letter.dispositif == request.dispositif
        && letter.level == request.level
        && (request.created_at..=last).contains(&letter.created_at)
}

#[component]
fn Letter(letter: LetterRow) -> impl IntoView {
    let words = t().requests;
    let (busy, toasts) = (RwSignal::new(false), Toasts::here());
    let (id, name) = (letter.id, format!("{}.pdf", letter.title));
    let about = Signal::stored(letter.title.clone());
    let take = move |()| {
        let coming = Box::pin(async move { call(async move |client| client.get_letter_pdf(id).await).await });
        download::fetch(
            coming,
            name.clone(),
            busy,
            Box::new(move |_, stored| {
                if let Err(failure) = stored {
                    toasts.bad(failure.message());
                }
            }),
        );
    };
    view! {
        <li class="row">
            <A href=format!("/courriers/{id}")>{letter.title}</A>
            <Button small=true icon=outline::DOWNLOAD busy=busy about=about on_press=take>{words.letter_pdf}</Button>
        </li>
    }
}
