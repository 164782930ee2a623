//! What the CNH decides of one request by itself: granted, refused, or adjourned to a later sitting.

use super::act::told;
use crate::{
    api::call,
    components::*,
    draft::Draft,
    form::Form,
    graph::{memo, task},
    i18n::{fill, plain_day, t},
    pages::decisions::{
        outcome::{OutcomeFields, outcomes},
        terms::{came_on, term_of},
    },
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    page::MAX_LIMIT,
    parameters::Parameters,
    problem::Fault,
    request::{
        NewDecision, Outcome, Request,
        decision::{Term, decided, stated},
        query::SittingQuery,
        rules::may_be_decided,
        sitting::{Sitting, SittingState},
    },
};
use leptos::prelude::*;

/// The dialog. What is typed in it is kept on the device.
#[component]
pub(super) fn DecideDialog(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t().desk.decide_title wide=true>
            <Decide request=request changed=changed reload=reload open=open/>
        </Dialog>
    }
}

/// The day of a decision for which none is said: that of its sitting, once that is here, or today.
fn usual_day(request: &Request) -> NaiveDate {
    let today = session::today();
    let held = request.sitting.as_ref().map(|one| one.held_on).filter(|day| *day <= today);
    let day = held.unwrap_or(today);
    came_on(request).map_or(day, |came| came.max(day))
}

/// What belongs to the outcome: a reason that was typed before it became a grant is none.
fn to_send(typed: &NewDecision) -> NewDecision {
    let mut sent = typed.clone();
    match sent.read() {
        Some(Outcome::Granted) => sent.reason.clear(),
        _ => sent.valid_until = None,
    }
    if sent.read() != Some(Outcome::Adjourned) {
        sent.sitting_id = None;
    }
    sent
}

/// All that is wrong. Tracks.
fn check(sent: &NewDecision, request: &Request, term: Option<Term>) -> Vec<Fault> {
    let mut found = sent.check();
    if let (Some(day), Some(came)) = (sent.day(), came_on(request)) {
        found.extend(decided(day, came, session::today()).err());
    }
    if matches!(sent.read(), Some(Outcome::Granted | Outcome::Refused)) {
        let pending = may_be_decided(request.admin_data.change_pending).err();
        found.extend(pending.map(|fault| fault.at("/outcome")));
    }
    if sent.read() == Some(Outcome::Granted)
        && let Some(term) = term
    {
        found.extend(stated(term, sent.until()).err());
    }
    found
}

#[component]
fn Decide(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().desk;
    let id = request.with_untracked(|one| one.id);
    let parameters = RwSignal::new(None::<Parameters>);
    let sittings = RwSignal::new(Vec::<Sitting>::new());
    let usual = memo(move || request.with(usual_day));
    task(async move {
        let on = Some(usual.get_untracked());
        if let Ok(told) = call(async |client| client.get_parameters(on).await).await {
            parameters.set(Some(told.parameters));
        }
        let query = SittingQuery {
            state: Some(SittingState::Planned.as_str().to_owned()),
            limit: Some(MAX_LIMIT),
            cursor: None,
        };
        if let Ok(page) = call(async |client| client.list_sittings(&query).await).await {
            let after = request.with_untracked(|one| {
                one.sitting
                    .as_ref()
                    .map_or(usual.get_untracked(), |one| one.held_on.max(usual.get_untracked()))
            });
            sittings.set(page.items.into_iter().filter(|one| one.held_on > after).collect());
        }
    });
    let term_on = move |day: Option<NaiveDate>| {
        let on = day.unwrap_or_else(|| usual.get());
        parameters.with(|known| known.as_ref().map(|known| request.with(|one| term_of(one, on, known))))
    };
    let form = Form::new(NewDecision::default(), move |typed: &NewDecision| {
        let sent = to_send(typed);
        request.with(|one| check(&sent, one, term_on(sent.day())))
    });
    let toasts = Toasts::here();
    let draft = StoredValue::new(session::draft(&format!("request-decision/{id}")));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    let outcome = form.bind("/outcome", |one| one.outcome.clone(), |one, text| one.outcome = text);
    let reason = form.bind("/reason", |one| one.reason.clone(), |one, text| one.reason = text);
    let later = form.bind(
        "/sitting_id",
        |one| one.sitting_id.clone().unwrap_or_default(),
        |one, text: String| one.sitting_id = Some(text).filter(|text| !text.is_empty()),
    );
    let until = form.bind("/valid_until", NewDecision::until, |one, day: Option<NaiveDate>| {
        one.valid_until = day.map(|day| day.to_string())
    });
    let on = form.bind("/decided_on", NewDecision::day, |one, day: Option<NaiveDate>| {
        one.decided_on = day.map(|day| day.to_string())
    });
    let chosen = memo(move || Outcome::of(&outcome.get()));
    let term = memo(move || term_on(on.get()));
    let day_hint = Signal::derive(move || fill(words.decide_day_hint, &[("day", &plain_day(usual.get()))]));
    let send = move |event| {
        let version = request.with_untracked(|one| one.version);
        form.submit(
            event,
            move |typed: NewDecision| async move {
                let (write, body) = (Write::on_version(version), to_send(&typed));
                let ask = async |client: &forprev_client::Client| {
                    client.decide_request(id, &body, write.clone()).await
                };
                told(call(ask).await, reload, toasts)
            },
            move |request| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                open.set(false);
                toasts.good(words.decided);
                changed.run(request);
            },
        );
    };
    let sitting = move || {
        request.with(|one| one.sitting.clone()).map(|one| {
            let text = fill(words.decide_sitting, &[("day", &plain_day(one.held_on))]);
            view! {
                <Notice tone=Tone::Note>
                    <p>{text}</p>
                    <ButtonLink href=format!("/seances/{}", one.id)>{words.decide_sitting_see}</ButtonLink>
                </Notice>
            }
        })
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {restored.map(restored_line)}
            {sitting}
            <RadioGroup bind=outcome label=t().decisions.outcome choices=outcomes() inline=true/>
            {move || chosen.get().map(|chosen| view! {
                <OutcomeFields chosen=chosen reason=reason until=until later=later term=term sittings=sittings/>
            })}
            <DateInput bind=on label=words.decide_day hint=day_hint optional=true calendar=true/>
            <p>{words.decide_warning}</p>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.decide_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
