//! `/seances/:id/decisions`: all of a sitting's agenda, decided in one go.

use super::{
    decision::OneDecision,
    sitting::{decidable, of_path, read},
    terms::{came_on, term_of},
    words::sitting_path,
};
use crate::{
    api::call,
    can::reason,
    components::*,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::{memo, task},
    i18n::t,
    pages::not_found::NotFound,
    remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    id::{RequestId, SittingId},
    page::MAX_LIMIT,
    parameters::Parameters,
    problem::Fault,
    request::{
        NewDecision, Outcome, Request,
        decision::{Term, stated},
        query::SittingQuery,
        rules::may_be_decided,
        sitting::{Sitting, SittingDecision, SittingDecisions, SittingState},
    },
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The page.
#[component]
pub(super) fn DecidePage() -> impl IntoView {
    let id = of_path();
    move || match id.get() {
        Some(id) => view! { <One id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn One(id: SittingId) -> impl IntoView {
    let words = t().decisions;
    let (remote, title, gone) = read(id);
    let trail = move || {
        let above = vec![(words.sittings.to_owned(), "/seances".to_owned()), (title.get(), sitting_path(id))];
        view! { <Breadcrumb above=above here=words.decide_title/> }
    };
    view! {
        {trail}
        <Show when=move || !gone.get() fallback=|| view! { <NotFound/> }>
            <PageTitle title=words.decide_title/>
            <Load from=remote let:one>
                {move || match one.with(decidable) {
                    Ok(()) => view! { <Decide one=one.get_untracked() remote=remote/> }.into_any(),
                    Err(denied) => view! {
                        <Notice tone=Tone::Warn>
                            <p>{if one.with(|one| one.agenda.is_empty() && one.state == SittingState::Planned) {
                                words.decide_empty.to_owned()
                            } else {
                                reason(&Err(denied)).unwrap_or_default()
                            }}</p>
                            <ButtonLink href=sitting_path(id)>{title}</ButtonLink>
                        </Notice>
                    }.into_any(),
                }}
            </Load>
        </Show>
    }
}

/// What the rules need to know of the requests, as far as the server has told it.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    held_on: NaiveDate,
    requests: RwSignal<Vec<Request>>,
    /// Those whose request could not be read.
    pub missed: RwSignal<Vec<RequestId>>,
    parameters: RwSignal<Option<Parameters>>,
    /// The sittings to which one can be adjourned.
    pub later: RwSignal<Vec<Sitting>>,
}

impl Facts {
    /// Asks for them: the requests one after another, for an agenda can be long.
    fn of(sitting: &Sitting) -> Self {
        let facts = Self {
            held_on: sitting.held_on,
            requests: RwSignal::new(Vec::new()),
            missed: RwSignal::new(Vec::new()),
            parameters: RwSignal::new(None),
            later: RwSignal::new(Vec::new()),
        };
        let ids: Vec<_> = sitting.agenda.iter().map(|row| row.id).collect();
        task(async move {
            let on = Some(facts.held_on);
            if let Ok(told) = call(async |client| client.get_parameters(on).await).await {
                facts.parameters.set(Some(told.parameters));
            }
            let query = SittingQuery {
                state: Some(SittingState::Planned.as_str().to_owned()),
                limit: Some(MAX_LIMIT),
                cursor: None,
            };
            if let Ok(page) = call(async |client| client.list_sittings(&query).await).await {
                facts.later.set(page.items.into_iter().filter(|one| one.held_on > facts.held_on).collect());
            }
            for id in ids {
                match call(async |client| client.get_request(id).await).await {
                    Ok(request) => facts.requests.update(|all| all.push(request)),
                    Err(_) => facts.missed.update(|all| all.push(id)),
                }
            }
        });
        facts
    }

    /// What is known of a request. Tracks.
    pub fn request(self, id: RequestId) -> Option<Request> {
        self.requests.with(|all| all.iter().find(|one| one.id == id).cloned())
    }

    /// H3, H4: the days that a grant at this sitting gives, where no last day is stated. Tracks.
    pub fn term(self, request: &Request) -> Option<Term> {
        let on = came_on(request).map_or(self.held_on, |came| came.max(self.held_on));
        self.parameters
            .with(|parameters| parameters.as_ref().map(|parameters| term_of(request, on, parameters)))
    }
}

/// All that is wrong, each at its place. Tracks.
fn check(typed: &SittingDecisions, agenda: &[RequestId], facts: Facts) -> Vec<Fault> {
    let mut found = typed.check();
    for (index, (one, id)) in typed.decisions.iter().zip(agenda).enumerate() {
        let Some(request) = facts.request(*id) else { continue };
        let at = |field: &str| format!("/decisions/{index}/decision/{field}");
        let outcome = one.decision.read();
        if matches!(outcome, Some(Outcome::Granted | Outcome::Refused)) {
            let pending = may_be_decided(request.admin_data.change_pending).err();
            found.extend(pending.map(|fault| fault.at(at("outcome"))));
        }
        if outcome == Some(Outcome::Granted)
            && let Some(Err(fault)) = facts.term(&request).map(|term| stated(term, one.decision.until()))
        {
            found.push(fault.at(at("valid_until")));
        }
    }
    found
}

/// One decision for each request, in the order of the agenda; those that `typed` has already.
fn laid_out(agenda: &[RequestId], typed: &SittingDecisions) -> SittingDecisions {
    let one = |id: &RequestId| {
        let text = id.to_string();
        let found = typed.decisions.iter().find(|one| one.request_id == text);
        let decision = found.map_or_else(NewDecision::default, |one| one.decision.clone());
        SittingDecision { request_id: text, decision }
    };
    SittingDecisions { decisions: agenda.iter().map(one).collect() }
}

/// What is sent: of each decision what belongs to its outcome, for a reason that was typed before it became a grant is none.
fn to_send(typed: &SittingDecisions) -> SittingDecisions {
    let mut sent = typed.clone();
    for SittingDecision { decision, .. } in &mut sent.decisions {
        let outcome = decision.read();
        if outcome == Some(Outcome::Granted) {
            decision.reason.clear();
        } else {
            decision.valid_until = None;
        }
        if outcome != Some(Outcome::Adjourned) {
            decision.sitting_id = None;
        }
    }
    sent
}

fn count(typed: &SittingDecisions, outcome: Option<Outcome>) -> usize {
    typed.decisions.iter().filter(|one| one.decision.read() == outcome).count()
}

#[component]
fn Decide(one: Sitting, remote: Remote<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let (id, version) = (one.id, one.version);
    let facts = Facts::of(&one);
    let agenda: Vec<RequestId> = one.agenda.iter().map(|row| row.id).collect();
    let begun = laid_out(&agenda, &SittingDecisions::default());
    let ids = agenda.clone();
    let form = Form::new(begun.clone(), move |typed: &SittingDecisions| check(&to_send(typed), &ids, facts));
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let draft = StoredValue::new(session::draft(&format!("sitting/{id}")));
    let found = RwSignal::new(draft.get_value().and_then(|draft| form.keep(draft)));
    // The agenda may have changed since.
    form.value().update(|typed| *typed = laid_out(&agenda, typed));
    let discard = move |()| form.value().set(begun.clone());
    let asking = RwSignal::new(false);
    let review = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.state().attempt() {
            asking.set(true);
        }
    };
    let send = Callback::new(move |()| {
        let navigate = navigate.clone();
        asking.set(false);
        let sent = to_send(&form.value().get_untracked());
        let ask = async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.decide_sitting(id, &sent, write.clone()).await).await;
            if answer.as_ref().is_err_and(Failure::is_stale) {
                toasts.bad(words.changed);
                remote.reload();
            }
            answer
        };
        form.send(ask, move |held: Sitting| {
            draft.with_value(|draft| draft.iter().for_each(Draft::erase));
            toasts.good(words.decided);
            navigate(&sitting_path(held.id), NavigateOptions::default());
        });
    });
    let undecided = memo(move || form.value().with(|typed| count(typed, None)));
    let progress = move || match undecided.get() {
        0 => words.decide_done.to_owned(),
        left => words.decide_progress.of(i64::try_from(left).unwrap_or(i64::MAX)),
    };
    let grant_rest = Callback::new(move |()| {
        form.value().update(|typed| {
            for one in typed.decisions.iter_mut().filter(|one| one.decision.read().is_none()) {
                one.decision.outcome = Outcome::Granted.as_str().to_owned();
            }
        });
    });
    let rows = one.agenda.into_iter().enumerate();
    let rows = rows.map(|(index, row)| view! { <OneDecision form=form index=index row=row facts=facts/> });
    view! {
        <form class="stack-wide" novalidate on:submit=review>
            <p>{words.decide_lead}</p>
            <ErrorSummary of=form.state()/>
            <DraftNotice found=found on_discard=discard/>
            {rows.collect_view()}
            <div class="row">
                <p role="status">{progress}</p>
                <Show when=move || { undecided.get() > 0 }>
                    <Button on_press=grant_rest>{words.grant_rest}</Button>
                </Show>
            </div>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.review}
                </Button>
                <ButtonLink href=sitting_path(id)>{t().parts.cancel}</ButtonLink>
            </div>
        </form>
        <Dialog open=asking title=words.decide_ask>
            <Summary form=form/>
            <p>{words.decide_warning}</p>
            <div class="row">
                <Button weight=Weight::Main icon=outline::CHECK busy=form.busy() on_press=send>
                    {words.decide_yes}
                </Button>
                <Button on_press=move |()| asking.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

#[component]
fn Summary(form: Form<SittingDecisions>) -> impl IntoView {
    let words = t().decisions;
    let lines = form.value().with_untracked(|typed| {
        [
            (words.count_granted, Outcome::Granted),
            (words.count_refused, Outcome::Refused),
            (words.count_adjourned, Outcome::Adjourned),
        ]
        .map(|(text, outcome)| (text, count(typed, Some(outcome))))
    });
    let lines = lines.into_iter().filter(|(_, count)| *count > 0).map(|(text, count)| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        view! { <li>{text.of(count)}</li> }
    });
    view! { <ul>{lines.collect_view()}</ul> }
}
