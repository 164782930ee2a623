//! Documents, one under another, with what can be done to each.

use super::{
    super::{
        button::{Button, Weight},
        icon::Icon,
        outline,
    },
    ACCEPT, choose,
};
use crate::i18n::{fill, short_day, t};
use forprev_core::{attachment::Attachment, calendar::today_in_paris, id::AttachmentId};
use leptos::{html, prelude::*};
use web_sys::File;

/// What can be done to a document.
#[derive(Clone, Copy)]
pub struct Doings {
    /// Stores it on the device.
    pub download: Callback<Attachment>,
    /// Sends a file in its place.
    pub replace: Callback<(File, Option<AttachmentId>)>,
    /// Asks whether to remove it.
    pub remove: Callback<Attachment>,
}

/// The documents.
#[component]
pub fn AttachmentList(
    /// What they are.
    label: Signal<String>,
    /// Which there are.
    all: Signal<Vec<Attachment>>,
    /// Whether they can be replaced and removed.
    editable: Signal<bool>,
    /// How.
    doings: Doings,
) -> impl IntoView {
    let words = t().attachments;
    let (input, replaced) = (NodeRef::<html::Input>::new(), RwSignal::new(None::<AttachmentId>));
    let none = move || all.with(Vec::is_empty);
    view! {
        <Show when=none>
            <p class="muted">{words.none}</p>
        </Show>
        <ul class="attachments" aria-label=label hidden=none>
            <For each=move || all.get() key=|one| one.id let:one>
                <One one=one editable=editable doings=doings on_replace=Callback::new(move |id| {
                    replaced.set(Some(id));
                    choose(input);
                })/>
            </For>
        </ul>
        // Opened by a button, and by nothing else.
        <input
            node_ref=input
            type="file"
            accept=ACCEPT
            hidden=true
            on:change=move |_| {
                let Some(input) = input.get_untracked() else { return };
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    doings.replace.run((file, replaced.get_untracked()));
                }
                input.set_value("");
            }
        />
    }
}

#[component]
fn One(
    one: Attachment,
    editable: Signal<bool>,
    doings: Doings,
    on_replace: Callback<AttachmentId>,
) -> impl IntoView {
    let words = t().attachments;
    let about = fill(words.about, &[("name", &one.file_name)]);
    let about = Signal::stored(about);
    let (id, one) = (one.id, StoredValue::new(one));
    let (name, facts, icon) = one.with_value(|one| {
        let icon = if one.media_type.is_picture() { outline::IMAGE } else { outline::FILE_TEXT };
        (one.file_name.clone(), facts(one), icon)
    });
    view! {
        <li class="attachment">
            <Icon of=icon/>
            <div class="attachment-words">
                <span>{name}</span>
                <span class="muted small">{facts}</span>
            </div>
            <div class="row">
                <Button small=true icon=outline::DOWNLOAD about=about on_press=move |()| doings.download.run(one.get_value())>
                    {words.download}
                </Button>
                <Show when=move || editable.get()>
                    <Button small=true weight=Weight::Quiet icon=outline::REFRESH_CW about=about on_press=move |()| on_replace.run(id)>
                        {words.replace}
                    </Button>
                    <Button small=true weight=Weight::Quiet icon=outline::TRASH about=about on_press=move |()| doings.remove.run(one.get_value())>
                        {words.remove}
                    </Button>
                </Show>
            </div>
        </li>
    }
}

fn facts(one: &Attachment) -> String {
    let words = t().attachments;
    let (size, day) = (size(one.size), short_day(today_in_paris(one.uploaded_at)));
    match &one.uploaded_by {
        Some(name) => fill(words.facts_by, &[("size", &size), ("day", &day), ("name", name)]),
        None => fill(words.facts, &[("size", &size), ("day", &day)]),
    }
}

/// A size as people say it: with one decimal below ten.
fn size(bytes: u64) -> String {
    let words = t().attachments;
    let tenths = |unit: u64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        if tenths < 100 { format!("{},{}", tenths / 10, tenths % 10) } else { (tenths / 10).to_string() }
    };
    match bytes {
        0..1024 => words.bytes.of(bytes.cast_signed()),
        1024..1_048_576 => fill(words.kilobytes, &[("n", &tenths(1024))]),
        _ => fill(words.megabytes, &[("n", &tenths(1_048_576))]),
    }
}
