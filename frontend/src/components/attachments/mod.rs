//! Documents of a file or a request: chosen or dropped, checked before they are sent, listed, read, replaced, removed.

mod list;
mod send;

pub use list::{AttachmentList, Doings};

use super::{
    button::{Button, Weight},
    dialog::Dialog,
    feedback::Progress,
    field::{Words, framed},
    load::Load,
    outline,
    toast::Toasts,
};
use crate::{
    api::call,
    download,
    form::Bound,
    graph::task_in,
    i18n::{fill, t},
    remote::Remote,
};
use forprev_core::{
    attachment::{Attachment, AttachmentOwner, AttachmentQuery},
    id::AttachmentId,
    page::MAX_LIMIT,
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{File, FileList};

/// What is offered when a file is chosen: by the ends of names, and by types for a phone's pictures.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png";

/// A file on its way: its name, how much of it has gone, and what was wrong with the last one.
#[derive(Clone, Copy)]
struct Way {
    name: RwSignal<Option<String>>,
    percent: RwSignal<u32>,
    problem: RwSignal<Option<String>>,
}

/// The documents of one purpose, and the means to add to them where the caller may.
///
/// ```ignore
/// <Attachments owner=AttachmentOwner::from(file_id) purpose=URSSAF_CERTIFICATE label="Attestation" editable=may_edit/>
/// ```
#[component]
pub fn Attachments(
    /// What they belong to.
    owner: AttachmentOwner,
    /// What they are for.
    purpose: &'static str,
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label, before what is taken.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Whether documents can be added, replaced and removed now.
    #[prop(into)]
    editable: Signal<bool>,
    /// What the form says of them: that one is missing, for example.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Told when they have changed.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let words = t().attachments;
    let (toasts, page) = (Toasts::here(), StoredValue::new(Owner::current()));
    let list = Remote::new(move || {
        let query =
            AttachmentQuery { purpose: Some(purpose.into()), limit: Some(MAX_LIMIT), ..Default::default() };
        async move { call(async move |client| client.list_attachments(owner, &query).await).await }
    });
    let changed = Callback::new(move |()| {
        list.reload();
        if let Some(on_change) = on_change {
            on_change.run(());
        }
    });
    let way = Way { name: RwSignal::new(None), percent: RwSignal::new(0), problem: RwSignal::new(None) };
    let send = Callback::new(move |(file, replaces): (File, Option<AttachmentId>)| {
        if way.name.with_untracked(Option::is_some) {
            return;
        }
        let name = file.name();
        way.problem.set(None);
        way.percent.set(0);
        way.name.set(Some(name.clone()));
        task_in(page.get_value(), async move {
            let outcome = send::send(owner, purpose, file, replaces, way.percent).await;
            way.name.set(None);
            match outcome {
                Ok(sent) => {
                    let told = if replaces.is_some() { words.replaced } else { words.sent };
                    toasts.good(fill(told, &[("name", &sent.file_name)]));
                    changed.run(());
                }
                Err(why) => {
                    let problem = fill(words.problem, &[("name", &name), ("why", &why)]);
                    toasts.say(&problem);
                    way.problem.set(Some(problem));
                }
            }
        });
    });
    let (removing, asking) = (RwSignal::new(None::<Attachment>), RwSignal::new(false));
    let doings = Doings {
        download: Callback::new(move |one| fetch(one, toasts)),
        replace: send,
        remove: Callback::new(move |one| {
            removing.set(Some(one));
            asking.set(true);
        }),
    };
    let error = Signal::derive(move || way.problem.get().or_else(|| error.get()));
    let add = Callback::new(move |file| send.run((file, None)));
    view! {
        <div class="stack-tight">
            <Show when=move || editable.get() fallback=move || view! { <p><strong>{label}</strong></p> }>
                <Chooser label=label hint=hint error=error way=way on_file=add/>
            </Show>
            <Load from=list let:all>
                <AttachmentList
                    label=label
                    all=Signal::derive(move || all.with(|page| page.items.clone()))
                    editable=editable
                    doings=doings
                />
            </Load>
            <Removal of=removing open=asking toasts=toasts on_done=changed/>
        </div>
    }
}

/// Where a file is chosen, or dropped; with how far the one on its way is.
#[component]
fn Chooser(
    label: Signal<String>,
    hint: Option<Signal<String>>,
    error: Signal<Option<String>>,
    way: Way,
    on_file: Callback<File>,
) -> impl IntoView {
    let words = t().attachments;
    let (input, over) = (NodeRef::<html::Input>::new(), RwSignal::new(false));
    let hint = Signal::derive(move || {
        let own = hint.map(|hint| format!("{} ", hint.get())).unwrap_or_default();
        format!("{own}{} {}", words.kinds, words.drop)
    });
    let nothing = Bound::signal(super::unique("attachment"), RwSignal::new(()));
    let mut said = Words::of(nothing, label, Some(hint), false, false);
    said.error = error;
    let (described_by, invalid, id) = (said.described_by(), said.invalid(), said.id.clone());
    let busy = move || way.name.with(Option::is_some);
    let take = move |files: Option<FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
        }
    };
    let sending =
        Signal::derive(move || fill(words.sending, &[("name", &way.name.get().unwrap_or_default())]));
    let control = view! {
        <div
            class="drop"
            data-over=move || over.get().then_some("")
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(event.data_transfer().and_then(|dropped| dropped.files()));
            }
        >
            <input
                node_ref=input
                id=id
                class="input"
                type="file"
                accept=ACCEPT
                aria-disabled=move || busy().then_some("true")
                on:click=move |event| {
                    // One after the other; it keeps the focus meanwhile.
                    if way.name.with_untracked(Option::is_some) {
                        event.prevent_default();
                    }
                }
                aria-describedby=described_by
                aria-invalid=invalid
                on:change=move |_| {
                    let Some(input) = input.get_untracked() else { return };
                    take(input.files());
                    // The same file, mended, can be chosen again.
                    input.set_value("");
                }
            />
            <Show when=busy>
                <Progress label=sending value=Signal::from(way.percent) max=Signal::stored(100_u32)/>
            </Show>
        </div>
    };
    framed(said, control.into_any())
}

/// The question before a document is removed.
#[component]
fn Removal(
    of: RwSignal<Option<Attachment>>,
    open: RwSignal<bool>,
    toasts: Toasts,
    on_done: Callback<()>,
) -> impl IntoView {
    let words = t().attachments;
    let (busy, page) = (RwSignal::new(false), StoredValue::new(Owner::current()));
    let name = Signal::derive(move || {
        of.with(|one| one.as_ref().map(|one| one.file_name.clone()).unwrap_or_default())
    });
    let remove = move |()| {
        let Some(id) = of.with_untracked(|one| one.as_ref().map(|one| one.id)) else { return };
        busy.set(true);
        task_in(page.get_value(), async move {
            let outcome = call(async move |client| client.remove_attachment(id).await).await;
            busy.set(false);
            open.set(false);
            match outcome {
                Ok(()) => toasts.good(words.removed),
                Err(failure) => toasts.bad(failure.message()),
            }
            on_done.run(());
        });
    };
    view! {
        <Dialog open=open title=words.remove_title>
            <p>{move || fill(words.remove_help, &[("name", &name.get())])}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=remove>
                    {words.remove_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

/// Has the browser store a document.
fn fetch(one: Attachment, toasts: Toasts) {
    let (id, name) = (one.id, one.file_name);
    let coming = Box::pin(async move { call(async move |client| client.get_attachment(id).await).await });
    download::fetch(
        coming,
        name,
        RwSignal::new(false),
        Box::new(move |_, stored| {
            if let Err(failure) = stored {
                toasts.bad(failure.message());
            }
        }),
    );
}

/// Opens the browser's choice of a file.
fn choose(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.unchecked_ref::<web_sys::HtmlElement>().click();
    }
}
