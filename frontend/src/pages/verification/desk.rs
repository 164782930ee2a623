//! The formateur's work on one version of a session.

use super::{
    return_dialog::ReturnDialog,
    typed::{Counts, Typed, pointer_of},
};
use crate::{
    api::call,
    components::*,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::memo,
    i18n::{fill, plain_day, short_day, span, t},
    pages::sessions::{meanwhile, place_line},
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    id::TraineeId,
    problem::{Decision, Language},
    session::{Outcome, Results, Session, Trainee},
};
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// What was declared, and where it can be done now, the results.
#[component]
pub(super) fn Desk(
    session: Session,
    changed: Callback<Session>,
    sent: RwSignal<Option<Counts>>,
) -> impl IntoView {
    let words = t().verification;
    let (id, version) = (session.id, session.version);
    let returning = RwSignal::new(false);
    let results_draft = session::draft(&meanwhile::results(id, version));
    let return_draft = session::draft(&meanwhile::returning(id));
    let body = match Decision::from(&session.actions.results) {
        Ok(()) => {
            let erase = return_draft.clone();
            let done = Callback::new(move |(counts, session): (Counts, Session)| {
                erase.iter().for_each(Draft::erase);
                sent.set(Some(counts));
                changed.run(session);
            });
            view! { <ResultsForm session=Arc::new(session.clone()) draft=results_draft changed=changed done=done/> }
                .into_any()
        }
        Err(denied) => view! {
            <Notice tone=Tone::Note title=words.not_yet>
                <p>{denied.message(Language::French)}</p>
                <p>{words.not_yet_help}</p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <section class="card verification" aria-labelledby="verification">
            <h2 id="verification">{words.title}</h2>
            <p>{words.lead}</p>
            {declared(&session)}
            {body}
            <div class="stack-tight return">
                <p class="muted">{words.return_help}</p>
                <div>
                    <Button icon=outline::UNDO on_press=move |()| returning.set(true)>{words.return_open}</Button>
                </div>
            </div>
        </section>
        <ReturnDialog id=id version=version draft=return_draft changed=changed open=returning/>
    }
}

/// Dates, place, formateurs, as declared.
fn declared(session: &Session) -> impl IntoView + use<> {
    let words = t().verification;
    let dates = session.ends_on.map(|end| span(session.starts_on, end));
    let place = session.place.as_ref().and_then(place_line);
    let formateurs = session
        .formateurs
        .iter()
        .map(|one| {
            let name = format!("{} {}", one.first_name, one.last_name);
            let name = if one.lead { fill(words.lead_formateur, &[("name", &name)]) } else { name };
            view! { <li>{name}</li> }
        })
        .collect_view();
    view! {
        <h3>{words.declared}</h3>
        <dl class="facts">
            <dt>{words.dates}</dt>
            <dd class="number">{dates}</dd>
            <dt>{words.place}</dt>
            <dd>{place}</dd>
            <dt>{words.formateurs}</dt>
            <dd><ul role="list">{formateurs}</ul></dd>
        </dl>
    }
}

#[component]
fn ResultsForm(
    session: Arc<Session>,
    draft: Option<Draft>,
    changed: Callback<Session>,
    done: Callback<(Counts, Session)>,
) -> impl IntoView {
    let words = t().verification;
    let (id, version) = (session.id, session.version);
    let ids: Arc<[TraineeId]> = session.trainees.iter().map(|trainee| trainee.id).collect();
    let checked = Arc::clone(&ids);
    let mut untyped = Typed::default();
    untyped.align(&session);
    let form = Form::new(untyped.clone(), move |typed: &Typed| typed.faults(&checked));
    let restored = RwSignal::new(draft.clone().and_then(|draft| form.keep(draft)));
    form.value().update(|typed| typed.align(&session));
    let draft = StoredValue::new(draft);

    // The same results sent again are the same request: if the first answer was lost, it is given again.
    let last_key = StoredValue::new(None::<(Results, String)>);
    let key_for = move |results: &Results| {
        let known =
            last_key.with_value(|last| last.clone().filter(|(sent, _)| sent == results).map(|(_, key)| key));
        known.unwrap_or_else(|| {
            let key = crate::device::random_key();
            last_key.set_value(Some((results.clone(), key.clone())));
            key
        })
    };
    let send = move |event| {
        form.submit(
            event,
            move |typed: Typed| {
                let write = Write::once(key_for(&typed.results)).and_version(version);
                async move {
                    let ask = async |client: &forprev_client::Client| {
                        client.record_results(id, &typed.results, write.clone()).await
                    };
                    let answer = call(ask).await;
                    match &answer {
                        Err(Failure::Unreachable | Failure::SignedOut) => remember_unsent(form, draft, typed),
                        // The session went on without this page: show where it is.
                        Err(failure) if failure.is_stale() => meanwhile::show_latest(id, changed).await,
                        _ => {}
                    }
                    answer
                }
            },
            move |session| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                done.run((form.value().with_untracked(Typed::counts), session));
            },
        );
    };
    let toasts = Toasts::here();
    // What is as it was at first is not kept: the draft goes with it.
    let discard = Callback::new(move |()| {
        form.value().set(untyped.clone());
        restored.set(None);
        toasts.say(words.discarded);
    });
    let dates_confirmed = form.bind(
        "/dates_confirmed",
        |typed| typed.results.dates_confirmed,
        |typed, value| typed.results.dates_confirmed = value,
    );
    let identities_confirmed = form.bind(
        "/identities_confirmed",
        |typed| typed.results.identities_confirmed,
        |typed, value| typed.results.identities_confirmed = value,
    );
    let lines = session
        .trainees
        .iter()
        .enumerate()
        .map(|(index, trainee)| trainee_line(form, index, trainee))
        .collect_view();
    let dates_hint = session.ends_on.map(|end| dates_in_words(session.starts_on, end)).unwrap_or_default();
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {move || restored.get().map(|day| restored_notice(day, discard))}
            <div class="row-apart">
                <h3>{words.results}</h3>
                <AllPassed form=form/>
            </div>
            <Tally form=form/>
            <ul role="list" class="trainee-results" id=form.state().element_id("/results") tabindex="-1">{lines}</ul>
            <h3>{words.confirmations}</h3>
            <div class="confirmations">
                <Checkbox bind=dates_confirmed label=words.dates_confirmed hint=dates_hint/>
                <Checkbox bind=identities_confirmed label=words.identities_confirmed hint=words.identities_hint/>
            </div>
            <p>{words.engagement}</p>
            <Unsent form=form/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>{words.send}</Button>
            </div>
        </form>
    }
}

/// Written at once: the page may be about to go, to sign in again.
fn remember_unsent(form: Form<Typed>, draft: StoredValue<Option<Draft>>, typed: Typed) {
    let typed = Typed { unsent: true, ..typed };
    draft.with_value(|draft| draft.as_ref().map(|draft| draft.keep(&typed)));
    form.value().try_set(typed);
}

fn restored_notice(day: NaiveDate, discard: Callback<()>) -> impl IntoView {
    view! {
        <Notice tone=Tone::Note>
            <p>{fill(t().parts.draft_restored, &[("day", &short_day(day))])}</p>
            <Button icon=outline::TRASH on_press=discard>{t().verification.discard}</Button>
        </Notice>
    }
}

fn dates_in_words(from: Option<NaiveDate>, to: NaiveDate) -> String {
    let words = t().verification;
    let dates = match from {
        Some(from) if from != to => {
            fill(words.dates_span, &[("from", &plain_day(from)), ("to", &plain_day(to))])
        }
        _ => fill(words.dates_on, &[("day", &plain_day(to))]),
    };
    fill(words.dates_hint, &[("dates", &dates)])
}

fn trainee_line(form: Form<Typed>, index: usize, trainee: &Trainee) -> impl IntoView + use<> {
    let words = t().verification;
    let bind = form.bind(
        pointer_of(index),
        move |typed| typed.outcome(index),
        move |typed, outcome| typed.set_outcome(index, outcome),
    );
    let name = format!("{} {}", trainee.last_name, trainee.first_name);
    let born = trainee
        .birth_date
        .map_or_else(|| words.no_birth_date.to_owned(), |day| fill(words.born, &[("day", &short_day(day))]));
    let choices = vec![
        Choice::new(Outcome::Passed.as_str(), t().sessions.passed),
        Choice::new(Outcome::Failed.as_str(), t().sessions.failed),
    ];
    view! {
        <li class="trainee-result">
            <RadioGroup bind=bind label=name hint=born choices=choices inline=true/>
        </li>
    }
}

/// "8 reçus, 1 non reçu, 1 sans résultat".
#[component]
fn Tally(form: Form<Typed>) -> impl IntoView {
    let words = t().verification;
    let counts = memo(move || form.value().with(Typed::counts));
    let text = move || {
        let Counts { passed, failed, open } = counts.get();
        let open = if open > 0 { format!(", {}", words.count_open.of(open)) } else { String::new() };
        format!("{}, {}{open}", words.count_passed.of(passed), words.count_failed.of(failed))
    };
    view! { <p class="muted" role="status">{text}</p> }
}

#[component]
fn AllPassed(form: Form<Typed>) -> impl IntoView {
    let words = t().verification;
    let open = RwSignal::new(false);
    let toasts = Toasts::here();
    let confirm = Callback::new(move |()| {
        form.value().update(Typed::all_passed);
        open.set(false);
        toasts.say(words.all_done);
    });
    let content = move || {
        let (count, failed) =
            form.value().with_untracked(|typed| (typed.results.results.len(), typed.counts().failed));
        view! {
            <p>{words.all_help.of(i64::try_from(count).unwrap_or(i64::MAX))}</p>
            {(failed > 0).then(|| view! { <p>{words.all_over.of(failed)}</p> })}
        }
    };
    view! {
        <Button icon=outline::CHECK on_press=move |()| open.set(true)>{words.all_passed}</Button>
        <Dialog open=open title=words.all_title>
            {content}
            <div class="row">
                <Button weight=Weight::Main icon=outline::CHECK on_press=confirm>{words.all_confirm}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

/// What was sent and got no answer: it leaves in one press.
#[component]
fn Unsent(form: Form<Typed>) -> impl IntoView {
    let words = t().verification;
    let unsent = memo(move || form.value().with(|typed| typed.unsent));
    let back = RwSignal::new(false);
    let listener = window_event_listener(ev::online, move |_| back.set(true));
    on_cleanup(move || listener.remove());
    let help = move || if back.get() { words.unsent_back } else { words.unsent_help };
    view! {
        <div role="status">
            <Show when=move || unsent.get() && !form.busy().get()>
                <Notice tone=Tone::Warn title=words.unsent>
                    <p>{help}</p>
                    <Button submit=true icon=outline::SEND>{words.send_again}</Button>
                </Notice>
            </Show>
        </div>
    }
}
