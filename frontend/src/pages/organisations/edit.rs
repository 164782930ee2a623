//! `/organisations/:id/modifier`: what is not instructed applies at once (O2, B13).

use super::{
    wizard::draw,
    words::{organisation_path, page_name},
};
use crate::{
    api::call, components::*, draft::Draft, failure::Failure, form::Form, graph::memo, i18n::t,
    pages::not_found::NotFound, remote::Remote, session,
};
use forprev_core::{
    id::OrganisationId,
    organisation::{
        file::{Field, FileContent, Need, Page, differences, need},
        record::Organisation,
    },
    problem::Fault,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// The page.
#[component]
pub(super) fn EditOrganisation() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<OrganisationId>().ok()))
    });
    move || match id.get() {
        Some(id) => view! { <Loaded id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Loaded(id: OrganisationId) -> impl IntoView {
    let words = t().organisations;
    let remote = Remote::new(move || call(async move |client| client.get_organisation(id).await));
    let here = Signal::derive(move || {
        remote.value().with(|one| {
            let name = one.as_ref().and_then(|one| one.content.typed(Field::RaisonSociale));
            name.map_or_else(|| words.mine.to_owned(), ToOwned::to_owned)
        })
    });
    let gone = move || {
        remote.value().with(|one| one.as_ref().is_some_and(|one| !one.keep.allowed))
            || remote.value().with(Option::is_none)
                && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    let trail = move || {
        let above = vec![(here.get(), organisation_path(id))];
        view! { <Breadcrumb above=above here=words.edit_title/> }
    };
    view! {
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            {trail}
            <PageTitle title=words.edit_title/>
            <Load from=remote let:one>
                <Fields one=one.get_untracked() remote=remote/>
            </Load>
        </Show>
    }
}

/// What may not be emptied, and is: as the server says it. What was empty before may be filled little by little.
fn check(held: &FileContent, typed: &FileContent) -> Vec<Fault> {
    let emptied = |fault: &Fault| {
        Field::of(fault.pointer.trim_start_matches('/')).is_some_and(|field| held.typed(field).is_some())
    };
    let mut faults = typed.check();
    faults.extend(typed.missing().into_iter().filter(emptied));
    faults
}

/// What of `typed` differs from what is held, as a patch.
fn patch(held: &FileContent, typed: &FileContent) -> FileContent {
    let mut patch = FileContent::default();
    for one in differences(held, typed) {
        if let Some(field) = Field::of(&one.field) {
            patch.set(field, Some(one.after.unwrap_or_default()));
        }
    }
    patch
}

#[component]
fn Fields(one: Organisation, remote: Remote<Organisation>) -> impl IntoView {
    let words = t().organisations;
    let (id, version) = (one.id, RwSignal::new(one.version));
    let held = StoredValue::new(one.content.clone());
    let form = Form::new(one.content, move |typed: &FileContent| held.with_value(|held| check(held, typed)));
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let draft = StoredValue::new(session::draft(&format!("organisation/{id}")));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    let found = RwSignal::new(restored);
    let discard = move |()| form.value().set(held.get_value());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |typed: FileContent| async move {
                let patch = held.with_value(|held| patch(held, &typed));
                let at = version.get_untracked();
                let answer = call(async |client| client.update_organisation(id, at, &patch).await).await;
                if answer.as_ref().is_err_and(Failure::is_stale)
                    && let Ok(latest) = call(async |client| client.get_organisation(id).await).await
                {
                    // Changed elsewhere: what was typed stays, and goes over how it is now.
                    version.set(latest.version);
                    held.set_value(latest.content.clone());
                    toasts.note(t().sheets.reloaded);
                }
                answer
            },
            move |one: Organisation| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                toasts.good(words.edited);
                remote.set(one);
                navigate(&organisation_path(id), NavigateOptions::default());
            },
        );
    };
    let sections = Page::ALL
        .into_iter()
        .filter(|page| page.fields().any(|field| !field.is_instructed()))
        .map(|page| view! { <Section form=form page=page/> })
        .collect_view();
    view! {
        <form class="narrow stack" novalidate on:submit=send>
            <p>{words.edit_lead}</p>
            <ErrorSummary of=form.state()/>
            <DraftNotice found=found on_discard=discard/>
            {sections}
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.edit_save}
                </Button>
                <ButtonLink href=organisation_path(id)>{t().parts.cancel}</ButtonLink>
            </div>
        </form>
    }
}

/// Those of a page that apply at once.
#[component]
fn Section(form: Form<FileContent>, page: Page) -> impl IntoView {
    let heading = format!("edit-{}", page.as_str());
    let shown = memo(move || {
        form.value().with(|content| {
            page.fields()
                .filter(|field| !field.is_instructed() && need(*field, content) != Need::NotAsked)
                .collect::<Vec<_>>()
        })
    });
    let fields = move || shown.get().into_iter().map(|field| draw(field, form, None)).collect_view();
    view! {
        <Show when=move || !shown.with(Vec::is_empty)>
            <section class="card" aria-labelledby=heading.clone()>
                <h2 id=heading.clone()>{page_name(page)}</h2>
                {fields}
            </section>
        </Show>
    }
}
