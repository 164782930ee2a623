//! The page of the form: what it needs from the server, then its sections and what is done with them.

use super::{
    Known,
    candidates::Candidates,
    check,
    conflict::Conflict,
    desk::Desk,
    entry::Entry,
    follow,
    formateurs::Formateurs,
    grid::Trainees,
    import::{ImportDialog, Importing},
    known::{Missed, faults},
    training::{Training, begin},
    unfinished::Unfinished,
    when_where::{Dates, PlaceOf},
};
use crate::{
    address,
    api::call,
    components::*,
    device,
    failure::Failure,
    form::Form,
    graph::{effect, memo},
    i18n::t,
    pages::sessions::{meanwhile, path},
    remote::Remote,
    session,
};
use forprev_core::{
    catalogue::Catalogue,
    habilitation::Habilitation,
    id::SessionId,
    parameters::ParametersOn,
    policy,
    problem::{Decision, Language},
    session::{Session, State, window},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use std::collections::HashMap;

/// The name of the parameter that holds a new session's identifier once it was saved: the page stays the same.
const SAVED: &str = "session";

const NEW: &str = "/sessions/nouvelle";

/// `/sessions/nouvelle`.
#[component]
pub fn NewSessionPage() -> impl IntoView {
    let saved = use_query_map().with_untracked(|query| query.get_str(SAVED).and_then(|id| id.parse().ok()));
    view! { <Opening id=saved title=t().session_form.title_new/> }
}

/// `/sessions/:id/modifier`.
#[component]
pub fn EditSession() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<SessionId>().ok())));
    move || match id.get() {
        Some(id) => view! { <Opening id=Some(id) title=t().session_form.title_edit/> }.into_any(),
        None => view! { <crate::pages::not_found::NotFound/> }.into_any(),
    }
}

/// What the rules are asked with from the start.
type Figures = (Catalogue, ParametersOn);

/// The session on the server.
#[derive(Clone, Debug, PartialEq)]
enum Stored {
    /// A new one.
    No,
    Here(Box<Session>),
    /// It was cancelled or erased, or is not the person's.
    Gone,
}

/// Asks for what the form needs, all at once, and shows it when it is there.
#[component]
fn Opening(id: Option<SessionId>, title: &'static str) -> impl IntoView {
    let only = session::organisation();
    let stored = Remote::new(move || async move {
        let Some(id) = id else { return Ok::<_, Failure>(Stored::No) };
        match meanwhile::latest(id).await {
            Ok(session) => Ok(Stored::Here(Box::new(session))),
            Err(failure) if failure.status() == Some(404) => {
                // What was typed for it holds names, and has no use any more.
                meanwhile::forget(id);
                Ok(Stored::Gone)
            }
            Err(failure) => Err(failure),
        }
    });
    let habilitations = Remote::new(move || habilitations(only.get()));
    let figures = Remote::new(|| async {
        let parameters = call(async |client| client.get_parameters(None).await).await?;
        let page = call(async |client| client.list_dispositifs(None).await).await?;
        let catalogue = Catalogue { dispositifs: page.items, ..Catalogue::default() };
        Ok::<Figures, Failure>((catalogue, parameters))
    });
    view! {
        <Breadcrumb above=vec![(t().sessions.title.to_owned(), "/sessions".to_owned())] here=title/>
        <PageTitle title=title/>
        <Load from=figures let:figures>
            <Load from=habilitations let:habilitations>
                <Load from=stored let:stored>
                    {open(figures.get_untracked(), habilitations.get_untracked(), stored.get_untracked())}
                </Load>
            </Load>
        </Load>
    }
}

/// The habilitations for which the person may declare, of all their organisations or of the chosen one.
async fn habilitations(only: Option<forprev_core::id::OrganisationId>) -> Result<Vec<Habilitation>, Failure> {
    let organisations = untrack(session::me).map(|me| session::organisations(&me)).unwrap_or_default();
    let mut found = Vec::new();
    for (id, _) in organisations.into_iter().filter(|(id, _)| only.is_none_or(|only| only == *id)) {
        match call(async move |client| client.list_habilitations(id).await).await {
            Ok(page) => found.extend(page.items),
            // A profile of that organisation may not reach its habilitations: another one's may.
            Err(Failure::Refused(problem)) if matches!(problem.status, 403 | 404) => {}
            Err(failure) => return Err(failure),
        }
    }
    let actor = untrack(session::actor);
    found.retain(|one| policy::session::declare(&actor, one.organisation_id, one.id).is_ok());
    Ok(found)
}

fn open((catalogue, figures): Figures, mut all: Vec<Habilitation>, stored: Stored) -> AnyView {
    let words = t().session_form;
    let stored = match stored {
        Stored::No => None,
        Stored::Here(session) => Some(*session),
        Stored::Gone => {
            return view! {
                <EmptyState title=words.gone help=words.gone_help icon=outline::LIST>
                    <ButtonLink href="/sessions">{t().sessions.title}</ButtonLink>
                </EmptyState>
            }
            .into_any();
        }
    };
    if let Some(session) = &stored
        && let Err(denied) = Decision::from(&session.actions.edit)
    {
        session::forget_drafts(&meanwhile::declaration(session.id), None);
        let (reason, to) = (denied.message(Language::French), path(session.id));
        return view! {
            <Notice tone=Tone::Warn title=words.not_editable><p>{reason}</p></Notice>
            <p><ButtonLink href=to>{words.back_to_session}</ButtonLink></p>
        }
        .into_any();
    }
    let today = untrack(session::today);
    let (first, last) = window::ends_declarable_on(today, &figures.parameters);
    // S3: those that are valid on some day of the window, and the one that was chosen before.
    all.retain(|one| {
        one.validity.within(first, last)
            || stored.as_ref().is_some_and(|session| session.habilitation_id == one.id)
    });
    if all.is_empty() {
        return view! {
            <EmptyState title=words.no_habilitation help=words.no_habilitation_help icon=outline::AWARD>
                <ButtonLink href="/sessions">{t().sessions.title}</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    let known = Known {
        today,
        habilitations: StoredValue::new(all),
        catalogue: RwSignal::new(catalogue),
        parameters: RwSignal::new(figures.parameters),
        formateurs: RwSignal::new(HashMap::new()),
        communes: RwSignal::new(HashMap::new()),
        declared: stored.as_ref().and_then(|session| session.declared_on),
        strict: RwSignal::new(false),
        missed: Missed::nothing(),
    };
    view! { <Sheet known=known stored=stored/> }.into_any()
}

/// The form itself.
#[component]
fn Sheet(known: Known, stored: Option<Session>) -> impl IntoView {
    let words = t().session_form;
    let start = stored.as_ref().map_or_else(|| begin(known), Entry::of);
    let form = Form::new(start.clone(), move |entry| check(entry, known));
    let desk = Desk::new(form, known, session::number());
    let restored = desk.keep();
    follow(form, known);
    if let Some(session) = stored.as_ref().filter(|_| restored.is_some()) {
        desk.meet(session);
    }
    // A question, or nothing that differs, says enough.
    let told =
        restored.filter(|_| desk.conflict.with_untracked(Option::is_none) && untrack(|| desk.is_dirty()));
    let is_new = stored.is_none() && restored.is_none();
    if restored.is_some() {
        desk.show_gone();
    }
    let returned = stored.as_ref().filter(|session| session.state == State::Returned);
    let comment = returned.and_then(|session| session.comment.clone());
    let is_draft = stored.as_ref().is_none_or(|session| session.state == State::Draft);
    // Once it is being saved, the beginning is no longer what there is to go back to.
    let told = RwSignal::new(told);
    effect(move || {
        if form.busy().get() {
            told.set(None);
        }
    });
    let begin_again = move |()| {
        desk.restart(start.clone());
        form.state().forget();
        known.strict.set(false);
        desk.conflict.set(None);
    };
    let discard_words = if stored.is_some() { words.conflict_take } else { t().parts.draft_discard };
    let importing = Importing::nothing();
    view! {
        <form class="stack-wide" novalidate on:submit=|event| event.prevent_default()>
            {comment
                .map(|comment| {
                    view! {
                        <Notice tone=Tone::Warn title=t().sessions.returned_title>
                            <p class="comment">{comment}</p>
                        </Notice>
                    }
                })}
            <DraftNotice found=told on_discard=begin_again discard_words=discard_words/>
            {is_new.then(|| view! { <Unfinished desk=desk/> })}
            <Conflict desk=desk/>
            <ErrorSummary of=form.state()/>
            <p class="muted">{words.lead}</p>
            <Training form=form known=known/>
            <Dates form=form known=known/>
            <PlaceOf form=form known=known/>
            <Formateurs form=form known=known/>
            <Trainees
                form=form
                known=known
                on_import=move |()| importing.open(false)
                report=Signal::derive(move || importing.is_reported())
                on_report=move |()| importing.open(true)
            />
            <Candidates desk=desk/>
            <Sending desk=desk is_draft=is_draft/>
        </form>
        <ImportDialog desk=desk of=importing/>
    }
}

/// How things stand, and the two ways on.
#[component]
fn Sending(desk: Desk, is_draft: bool) -> impl IntoView {
    let texts = t().session_form;
    let (form, known) = (desk.form, desk.known);
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let stays = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let is_new = address::here().starts_with(NEW);
    let to_saved = navigate.clone();
    let id = memo(move || form.value().with(|entry| entry.saved.map(|saved| saved.id)));
    // A reload finds a new session again once it was saved; the page itself stays as it is.
    Effect::watch(
        move || id.get(),
        move |id, _, _| {
            if let Some(id) = id
                && is_new
            {
                to_saved(&format!("{NEW}?{SAVED}={id}"), stays.clone());
            }
        },
        false,
    );
    let save = move |()| desk.save(move |_| toasts.good(texts.saved_toast));
    let submit = move |()| {
        let navigate = navigate.clone();
        desk.submit(move |session| {
            if session.state != State::Submitted {
                // The section appears with the answer to what was saved.
                toasts.note(t().session_form.candidates_first);
                request_animation_frame(|| {
                    let _ = device::focus("section-candidates");
                });
                return;
            }
            toasts.good(t().sessions.submitted_toast);
            desk.show(&session);
            navigate(&path(session.id), NavigateOptions::default());
        });
    };
    let left = memo(move || form.value().with(|entry| faults(entry, known).len()));
    let begun = move || form.value().with(|entry| !entry.content.habilitation_id.is_empty());
    let complete = move || match left.get() {
        // What is missing depends on the habilitation.
        _ if !begun() => ().into_any(),
        0 => view! { <Badge tone=Tone::Good icon=outline::CIRCLE_CHECK>{texts.complete}</Badge> }.into_any(),
        n => {
            let text = texts.incomplete.of(i64::try_from(n).unwrap_or(i64::MAX));
            view! { <Badge tone=Tone::Warn icon=outline::INFO>{text}</Badge> }.into_any()
        }
    };
    let dirty = memo(move || desk.is_dirty());
    let is_saved = move || form.value().with(|entry| entry.saved.is_some());
    let stored = move || {
        if form.busy().get() {
            texts.saving
        } else if dirty.get() {
            if desk.unkept.get() { texts.not_kept } else { texts.kept }
        } else if is_saved() {
            texts.saved
        } else {
            ""
        }
    };
    let back = move || match form.value().with(|entry| entry.saved) {
        Some(saved) => path(saved.id),
        None => "/sessions".to_owned(),
    };
    view! {
        <section class="card" aria-label=t().sessions.actions>
            <div class="row-apart">
                {complete}
                <p class="muted small" role="status">{stored}</p>
            </div>
            <div class="row">
                <Button weight=Weight::Main icon=outline::SEND busy=form.busy() on_press=submit>
                    {texts.submit}
                </Button>
                <Button busy=form.busy() on_press=save>
                    {if is_draft { texts.save } else { texts.save_returned }}
                </Button>
                <ButtonLink href=Signal::derive(back) weight=Weight::Quiet>{texts.leave}</ButtonLink>
            </div>
            <p class="muted small">{texts.submit_help}</p>
        </section>
    }
}
