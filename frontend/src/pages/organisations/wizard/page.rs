//! `/dossiers/:id/:page`: a page of the form, with the list of all pages.

use super::{
    super::{
        abandon::AbandonDialog,
        words::{file_path, full_label, is_theirs, label, name_of, page_name, page_path, value_in_words},
    },
    desk::Desk,
    fields::draw,
    known::{is_shown, pages},
    status::{Clashes, SaveState},
    summary::Summary,
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{effect, memo, when_left},
    i18n::{fill, t},
    pages::not_found::NotFound,
    remote::Remote,
};
use forprev_core::{
    attachment::{AttachmentOwner, URSSAF_CERTIFICATE},
    id::OrganisationFileId,
    organisation::file::{Field, FileKind, OrganisationFile, Page, URSSAF_POINTER},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map, use_query_map},
};

/// The page.
#[component]
pub(in crate::pages::organisations) fn WizardPage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<OrganisationFileId>().ok()))
    });
    let page = memo(move || params.with(|params| params.get_str("page").and_then(Page::of)));
    let known = memo(move || id.get().filter(|_| page.with(Option::is_some)));
    // The form outlives its pages: only another file begins another.
    move || match known.get() {
        Some(id) => {
            let page = Signal::derive(move || page.get().unwrap_or(Page::Identity));
            view! { <OneFile id=id page=page/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneFile(id: OrganisationFileId, page: Signal<Page>) -> impl IntoView {
    let remote = Remote::new(move || call(async move |client| client.get_organisation_file(id).await));
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <Load from=remote let:file>
                <Whole file=file.get_untracked() page=page/>
            </Load>
        </Show>
    }
}

#[component]
fn Whole(file: OrganisationFile, page: Signal<Page>) -> impl IntoView {
    if !is_theirs(&file.actions.edit) {
        return view! { <NotFound/> }.into_any();
    }
    let desk = Desk::new(file, page);
    desk.known.follow(desk.form.value());
    let open = memo(move || desk.held.with(|file| file.actions.edit.allowed));
    (move || if open.get() { view! { <OpenForm desk=desk/> }.into_any() } else { closed(desk) }).into_any()
}

fn closed(desk: Desk) -> AnyView {
    let words = t().organisations;
    view! {
        <PageTitle title=words.closed/>
        <p>{words.closed_help}</p>
        <p><ButtonLink href=file_path(desk.id) weight=Weight::Main>{words.open_file}</ButtonLink></p>
    }
    .into_any()
}

#[component]
fn OpenForm(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    let page = desk.known.page;
    let all = memo(move || desk.form.value().with(|content| pages(content, desk.known)));
    let place = memo(move || {
        let page = page.get();
        all.with(|all| all.iter().position(|one| *one == page))
    });
    let abandoning = RwSignal::new(false);
    let kind = desk.held.with_untracked(|file| file.kind);
    let file = Signal::derive(move || desk.held.get());
    // Another page: what was tried on the one before is behind.
    effect(move || {
        page.track();
        desk.form.state().forget();
    });
    // Left, a field is stored.
    let leave = when_left(move || desk.keeper.save());
    let above = vec![(words.files.to_owned(), "/dossiers".to_owned())];
    let here = Signal::derive(move || desk.form.value().with(name_of));
    let changed = Callback::new(move |file: OrganisationFile| {
        desk.keeper.done();
        desk.held.set(file);
    });
    view! {
        <Breadcrumb above=above here=here/>
        {move || match place.get() {
            None => view! { <NotFound/> }.into_any(),
            Some(place) => {
                view! {
                    <StepOf step={place + 1} total=all.with(Vec::len)/>
                    <PageTitle title=page_name(page.get())/>
                }
                .into_any()
            }
        }}
        <SaveState desk=desk/>
        <Clashes desk=desk/>
        <div class="wizard" on:focusout=leave>
            <div class="stack">
                {move || match place.get() {
                    None => ().into_any(),
                    Some(_) if page.get() == Page::Summary => view! { <Summary desk=desk/> }.into_any(),
                    Some(_) => view! { <Fields desk=desk page=page.get() kind=kind/> }.into_any(),
                }}
                <Turning desk=desk all=all place=place/>
                <div>
                    <Button weight=Weight::Quiet icon=outline::TRASH on_press=move |()| abandoning.set(true)>
                        {words.abandon}
                    </Button>
                </div>
            </div>
            <StepList desk=desk all=all/>
        </div>
        <AbandonDialog file=file changed=changed open=abandoning/>
    }
}

/// The fields of a page.
#[component]
fn Fields(desk: Desk, page: Page, kind: FileKind) -> impl IntoView {
    let words = t().organisations;
    let lead = match page {
        Page::Identity => words.lead_identity,
        Page::Address => words.lead_address,
        Page::Contact => words.lead_contact,
        Page::Urssaf => words.lead_urssaf,
        Page::Publication => words.lead_publication,
        Page::Signatory | Page::Summary => words.lead_signatory,
    };
    let fields = page.fields().map(|field| view! { <OneField desk=desk field=field/> }).collect_view();
    let certificate = (page == Page::Urssaf).then(|| view! { <Certificate desk=desk/> });
    let query = use_query_map();
    // Led here to one place: there.
    effect(move || {
        let Some(place) = query.with(|query| query.get("champ")) else { return };
        let pointer = format!("/{place}");
        desk.known.strict.set(true);
        desk.form.state().touch(&pointer);
        request_animation_frame(move || {
            if !desk.held.is_disposed() {
                desk.form.state().focus(&pointer);
            }
        });
    });
    view! {
        <div class="card">
            <p class="muted">{lead}</p>
            {(kind == FileKind::Change)
                .then(|| {
                    view! {
                        <Notice tone=Tone::Note>
                            <p>{words.change_notice}</p>
                            <p>{words.change_direct}</p>
                        </Notice>
                    }
                })}
            <ErrorSummary of=desk.form.state()/>
            {fields}
            {certificate}
        </div>
    }
}

#[component]
fn OneField(desk: Desk, field: Field) -> impl IntoView {
    let shown = memo(move || desk.form.value().with(|content| is_shown(field, content, desk.known)));
    view! {
        <Show when=move || shown.get()>
            <Correction desk=desk place=field.as_str()/>
            {draw(field, desk.form, Some(desk.known))}
            <InForce desk=desk field=field/>
        </Show>
    }
}

/// What the caisse asks of this place, where it does.
#[component]
fn Correction(desk: Desk, place: &'static str) -> impl IntoView {
    move || {
        desk.held.with(|file| file.corrections.get(place).cloned()).map(|text| {
            let title = format!("{} : {}", t().organisations.correction, full_label(place));
            view! { <Notice tone=Tone::Warn title=title><p class="comment">{text}</p></Notice> }
        })
    }
}

/// Of a change, what is in force of a field that differs.
#[component]
fn InForce(desk: Desk, field: Field) -> impl IntoView {
    let words = t().organisations;
    move || {
        desk.held.with(|file| {
            let change = file.differences.iter().find(|one| one.field == field.as_str());
            let change = change.filter(|_| file.kind == FileKind::Change)?;
            let before = change.before.as_deref().map(|value| value_in_words(field, value));
            let before = before.unwrap_or_else(|| words.empty.to_owned());
            let label = format!("{} – {}", label(field), fill(words.change_field, &[("value", &before)]));
            // The commune is said by its name on the summary.
            (field != Field::InseeCode).then(|| view! { <p class="small muted">{label}</p> })
        })
    }
}

/// The certificate of the URSSAF, attached.
#[component]
fn Certificate(desk: Desk) -> impl IntoView {
    let state = desk.form.state();
    view! {
        <Correction desk=desk place=URSSAF_CERTIFICATE/>
        <div id=state.element_id(URSSAF_POINTER) tabindex="-1">
            <Attachments
                owner=AttachmentOwner::from(desk.id)
                purpose=URSSAF_CERTIFICATE
                label=t().organisations.urssaf_certificate
                editable=Signal::stored(true)
                error=Signal::derive(move || state.error_at(URSSAF_POINTER))
                on_change=Callback::new(move |()| desk.keeper.refresh())
            />
        </div>
    }
}

/// "Précédent", "Suivant", "Enregistrer et quitter".
#[component]
fn Turning(desk: Desk, all: Memo<Vec<Page>>, place: Memo<Option<usize>>) -> impl IntoView {
    let words = t().organisations;
    let (navigate, toasts) = (StoredValue::new(use_navigate()), Toasts::here());
    let go = move |page: Option<Page>| {
        if let Some(page) = page {
            navigate.with_value(|navigate| navigate(&page_path(desk.id, page), NavigateOptions::default()));
        }
    };
    let beside = move |step: isize| {
        let place = place.get_untracked()?.checked_add_signed(step)?;
        all.with_untracked(|all| all.get(place).copied())
    };
    let next = Callback::new(move |()| {
        desk.keeper.save();
        // What is wrong is shown; what is missing can wait.
        if desk.is_wrong_here() {
            desk.form.state().attempt();
        } else {
            go(beside(1));
        }
    });
    let quit = Callback::new(move |()| {
        desk.keeper.save_then(move |stored| {
            if stored {
                toasts.good(words.saved);
            } else {
                toasts.note(words.kept_here);
            }
            navigate.with_value(|navigate| navigate(&file_path(desk.id), NavigateOptions::default()));
        });
    });
    let (first, last) = (
        memo(move || place.get() == Some(0)),
        memo(move || all.with(Vec::len) == place.get().map_or(0, |place| place + 1)),
    );
    view! {
        <div class="row">
            <Show when=move || !last.get()>
                <Button weight=Weight::Main icon=outline::ARROW_RIGHT on_press=next>{words.next}</Button>
            </Show>
            <Show when=move || !first.get()>
                <Button icon=outline::CHEVRON_LEFT on_press=move |()| go(beside(-1))>{words.previous}</Button>
            </Show>
            <Button icon=outline::CHECK on_press=quit>{words.save}</Button>
        </div>
    }
}

/// All the pages, with what is done and what is not.
#[component]
fn StepList(desk: Desk, all: Memo<Vec<Page>>) -> impl IntoView {
    let words = t().organisations;
    let items = move || {
        let faults = desk.faults.get();
        all.get()
            .into_iter()
            .map(|page| {
                let open =
                    faults.iter().any(|fault| super::super::words::page_of(&fault.pointer) == Some(page));
                let state = match page {
                    Page::Summary => None,
                    _ if open => Some((words.step_missing, outline::PENCIL, "missing")),
                    _ => Some((words.step_done, outline::CHECK, "done")),
                };
                let kind = state.map(|(.., kind)| kind);
                view! {
                    <li data-state=kind>
                        <A href=page_path(desk.id, page)>{page_name(page)}</A>
                        {state.map(|(text, icon, _)| view! {
                            <span class="small muted"><Icon of=icon/>" "{text}</span>
                        })}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="wizard-steps" aria-label=words.steps>
            <ol role="list">{items}</ol>
        </nav>
    }
}
