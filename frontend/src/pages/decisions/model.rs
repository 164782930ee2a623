//! `/modeles-de-courrier/:kind`: the model of a kind of letter, changed while core tells what is wrong with it and what it
//! makes; and its versions.

use super::{
    blocks::Sheet,
    fetch::FetchPdf,
    models::{all_models, version},
    words::letter_kind,
};
use crate::{
    address,
    api::call,
    components::*,
    device,
    download::Coming,
    draft::Draft,
    form::{Bound, Form},
    graph::memo,
    i18n::t,
    pages::not_found::NotFound,
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    catalogue::Dispositif,
    letter::{BODY_MAX, LetterKind, LetterModel, LetterText, NewLetterModel, Placeholder, examples},
    page::Page,
    policy::{Action, may_ever},
    problem::Fault,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wasm_bindgen::JsCast;

const DISPOSITIF: &str = "dispositif";
const BODY: &str = "/body";

/// The page.
#[component]
pub(super) fn ModelPage() -> impl IntoView {
    let params = use_params_map();
    let kind = memo(move || params.with(|params| params.get_str("kind").and_then(LetterKind::of)));
    move || match kind.get() {
        Some(kind) => view! { <OfKind kind=kind/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OfKind(kind: LetterKind) -> impl IntoView {
    let words = t().decisions;
    let models = Remote::new(all_models);
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let dispositif = address::query(DISPOSITIF);
    let title = letter_kind(kind);
    view! {
        <Breadcrumb above=vec![(words.models.to_owned(), "/modeles-de-courrier".to_owned())] here=title/>
        <PageTitle title=title/>
        <Load from=models let:page>
            <Whose bind=dispositif catalogue=catalogue/>
            {move || {
                let dispositif = Some(dispositif.get()).filter(|code| !code.is_empty());
                view! { <Edit kind=kind dispositif=dispositif page=page models=models/> }
            }}
        </Load>
    }
}

/// For which dispositif.
#[component]
fn Whose(bind: Bound<String>, catalogue: Remote<Page<Dispositif>>) -> impl IntoView {
    let words = t().decisions;
    let choices = Signal::derive(move || {
        catalogue.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            let choice =
                |one: &Dispositif| Choice::new(one.code.clone(), format!("{} – {}", one.code, one.label));
            items.map(choice).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="narrow">
            <Select
                bind=bind
                label=words.model_for
                hint=words.model_for_hint
                none=words.for_all
                choices=choices
            />
        </div>
    }
}

fn of_these(page: &Page<LetterModel>, kind: LetterKind, dispositif: Option<&String>) -> Vec<LetterModel> {
    let theirs = |one: &&LetterModel| one.kind == kind && one.dispositif.as_ref() == dispositif;
    page.items.iter().filter(theirs).cloned().collect()
}

#[component]
fn Edit(
    kind: LetterKind,
    dispositif: Option<String>,
    page: Signal<Page<LetterModel>>,
    models: Remote<Page<LetterModel>>,
) -> impl IntoView {
    let words = t().decisions;
    let of = StoredValue::new(dispositif.clone());
    let versions = memo(move || page.with(|page| of.with_value(|of| of_these(page, kind, of.as_ref()))));
    // What letters are made of now: its own model, or that of all.
    let current = memo(move || {
        let own = versions.with(|all| all.iter().find(|one| one.current).map(|one| one.body.clone()));
        own.or_else(|| {
            let common = page.with(|page| of_these(page, kind, None));
            common.into_iter().find(|one| one.current).map(|one| one.body)
        })
        .unwrap_or_default()
    });
    let begun = NewLetterModel {
        kind: kind.as_str().to_owned(),
        dispositif: dispositif.clone(),
        body: current.get_untracked(),
    };
    let form = Form::new(begun, NewLetterModel::check);
    let body = form.bind(BODY, |one| one.body.clone(), |one, text| one.body = text);
    // Told while it is typed, and not first when it is left: what moves then would move the button from under the press.
    body.touch();
    let edits = untrack(|| may_ever(&session::actor(), Action::EditLetterModels)).is_ok();
    let text = memo(move || form.value().with(|one| LetterText::of(&one.body, &examples())));
    let take = Callback::new(move |text: String| {
        body.set(text);
        device::focus(&body.id());
    });
    let own_none = (dispositif.is_some() && versions.with_untracked(Vec::is_empty))
        .then(|| view! { <p class="muted">{words.model_own_none}</p> });
    let writing = edits.then(|| {
        let name = format!("letter-model/{}/{}", kind.as_str(), dispositif.unwrap_or_default());
        view! { <Writing form=form body=body kind=kind current=current name=name models=models/> }
    });
    view! {
        <div class="stack-wide">
            {own_none}
            <div class="beside">
                {writing}
                <section class="stack" aria-labelledby="preview">
                    <h2 id="preview">{words.preview}</h2>
                    <p class="muted small">{words.preview_help}</p>
                    <Sheet of=text/>
                    {edits.then(|| view! { <div class="row"><Pdf form=form/></div> })}
                </section>
            </div>
            <Versions versions=versions take=take edits=edits/>
        </div>
    }
}

/// The preview as PDF: asked for with what stands in the form, right or wrong.
#[component]
fn Pdf(form: Form<NewLetterModel>) -> impl IntoView {
    let words = t().decisions;
    let ask = Callback::new(move |()| -> Coming {
        let model = form.value().get_untracked();
        Box::pin(async move { call(async |client| client.preview_letter_pdf(&model).await).await })
    });
    view! { <FetchPdf ask=ask fallback=words.preview_file>{words.preview_pdf}</FetchPdf> }
}

#[component]
fn Writing(
    form: Form<NewLetterModel>,
    body: Bound<String>,
    kind: LetterKind,
    current: Memo<String>,
    name: String,
    models: Remote<Page<LetterModel>>,
) -> impl IntoView {
    let words = t().decisions;
    let toasts = Toasts::here();
    let draft = StoredValue::new(session::draft(&name));
    let found = RwSignal::new(draft.get_value().and_then(|draft| form.keep(draft)));
    let discard = move |()| form.value().update(|one| one.body = current.get_untracked());
    let same = memo(move || form.value().with(|one| one.body == current.get()));
    let send = move |event| {
        form.submit(
            event,
            |model: NewLetterModel| async move {
                call(async |client| client.create_letter_model(&model, Write::default()).await).await
            },
            move |_: LetterModel| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                found.set(None);
                toasts.good(words.model_saved);
                models.reload();
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <DraftNotice found=found on_discard=discard discard_words=words.draft_discard/>
            <div class="letter-body">
                <Textarea bind=body label=words.model_body hint=words.model_body_hint limit=BODY_MAX/>
            </div>
            <Faults form=form/>
            <Show when=move || !same.get() fallback=move || view! { <p class="muted">{words.model_same}</p> }>
                <div class="row">
                    <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                        {words.model_save}
                    </Button>
                    <p class="small muted">{words.model_save_help}</p>
                </div>
            </Show>
            <Placeholders form=form body=body kind=kind/>
        </form>
    }
}

/// All that is wrong with the text as it stands, while it is typed.
#[component]
fn Faults(form: Form<NewLetterModel>) -> impl IntoView {
    let words = t().decisions;
    let faults = memo(move || form.value().with(|one| told(&one.check())));
    let content = move || {
        let faults = faults.get();
        if faults.is_empty() {
            return view! { <Badge tone=Tone::Good icon=outline::CHECK>{words.model_fine}</Badge> }
                .into_any();
        }
        let title = words.model_faults.of(i64::try_from(faults.len()).unwrap_or(i64::MAX));
        let lines = faults.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        view! { <Notice tone=Tone::Warn title=title><ul>{lines}</ul></Notice> }.into_any()
    };
    view! { <div role="status">{content}</div> }
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| fault.message.clone()).collect()
}

/// The words that can be inserted, those that a letter of this kind cannot go without first to be seen.
#[component]
fn Placeholders(form: Form<NewLetterModel>, body: Bound<String>, kind: LetterKind) -> impl IntoView {
    let words = t().decisions;
    let used = move |one: Placeholder| {
        let mark = mark(one);
        memo(move || form.value().with(|model| model.body.replace(' ', "").contains(&mark)))
    };
    let line = move |one: Placeholder| {
        let (needed, used) = (kind.needs().contains(&one), used(one));
        let state = move || match (needed, used.get()) {
            (_, true) => {
                Some(view! { <Badge tone=Tone::Good icon=outline::CHECK>{words.used}</Badge> }.into_any())
            }
            (true, false) => Some(
                view! { <Badge tone=Tone::Warn icon=outline::TRIANGLE_ALERT>{words.missing}</Badge> }
                    .into_any(),
            ),
            (false, false) => None,
        };
        let insert = Callback::new(move |()| insert(body, &mark(one)));
        let must = needed.then(|| view! { <span class="small muted">" ("{words.needed}")"</span> });
        view! {
            <li class="row-apart">
                <div>
                    <code>{mark(one)}</code> " " {state}
                    <span class="line small">{one.words()}{must}</span>
                </div>
                <Button small=true weight=Weight::Quiet about=Signal::stored(mark(one)) on_press=insert>
                    {words.insert}
                </Button>
            </li>
        }
    };
    let lines = Placeholder::ALL.iter().copied().map(line).collect_view();
    view! {
        <section class="card" aria-labelledby="placeholders">
            <h2 id="placeholders">{words.placeholders}</h2>
            <p class="muted">{words.placeholders_help}</p>
            <ul class="plain-list">{lines}</ul>
        </section>
    }
}

fn mark(one: Placeholder) -> String {
    format!("{{{{{}}}}}", one.as_str())
}

/// Puts a word where the cursor stands, and the cursor after it.
fn insert(body: Bound<String>, word: &str) {
    let element = document()
        .get_element_by_id(&body.id())
        .and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let text = body.value().get_untracked();
    // The browser counts in UTF-16.
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = element.as_ref().and_then(|element| element.selection_start().ok().flatten());
    let at = at.map_or(units.len(), |at| (at as usize).min(units.len()));
    let (before, after) = units.split_at(at);
    let (before, after) = (String::from_utf16_lossy(before), String::from_utf16_lossy(after));
    body.set(format!("{before}{word}{after}"));
    let Some(element) = element else { return };
    let end = u32::try_from(at + word.encode_utf16().count()).unwrap_or(u32::MAX);
    request_animation_frame(move || {
        let _ = element.focus();
        let _ = element.set_selection_range(end, end);
    });
}

/// What was written before, to be read and taken up again.
#[component]
fn Versions(versions: Memo<Vec<LetterModel>>, take: Callback<String>, edits: bool) -> impl IntoView {
    let words = t().decisions;
    let none = memo(move || versions.with(Vec::is_empty));
    let line = move |one: LetterModel| {
        let body = one.body.clone();
        let text = LetterText::of(&one.body, &examples());
        let take = Callback::new(move |()| take.run(body.clone()));
        let current = one.current.then(|| view! { <Badge tone=Tone::Good>{words.current}</Badge> });
        let about = version(&one);
        view! {
            <li>
                <details>
                    <summary>{version(&one)} " " {current}</summary>
                    <div class="stack">
                        <Sheet of=Signal::stored(text)/>
                        {edits.then(|| view! {
                            <div>
                                <Button small=true icon=outline::UNDO about=Signal::stored(about) on_press=take>
                                    {words.take_version}
                                </Button>
                            </div>
                        })}
                    </div>
                </details>
            </li>
        }
    };
    view! {
        <Show when=move || !none.get()>
            <section class="stack" aria-labelledby="versions">
                <h2 id="versions">{words.versions}</h2>
                <ol class="plain-list">
                    <For each=move || versions.get() key=|one| (one.id.clone(), one.current) children=line/>
                </ol>
            </section>
        </Show>
    }
}
