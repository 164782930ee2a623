//! A file of the device.

use super::field::{Words, framed};
use crate::form::Bound;
use leptos::{html, prelude::*};

/// The browser's own choice of a file, which every assistive technology knows.
#[component]
pub fn FilePicker(
    /// What the file is for.
    #[prop(into)]
    label: Signal<String>,
    /// Which kinds, as HTML's `accept` names them.
    accept: &'static str,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Opens a phone's camera at once: `environment`.
    #[prop(optional, into)]
    capture: Option<&'static str>,
    /// Gets the file.
    #[prop(into)]
    on_file: UnsyncCallback<web_sys::File>,
    /// What is said of the file: what is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let nothing = RwSignal::new(());
    let mut words = Words::of(Bound::signal(super::unique("file"), nothing), label, hint, false, false);
    words.error = error;
    let (described_by, invalid, id) = (words.described_by(), words.invalid(), words.id.clone());
    let control = view! {
        <input
            node_ref=input
            id=id
            class="input"
            type="file"
            accept=accept
            capture=capture
            aria-describedby=described_by
            aria-invalid=invalid
            on:change=move |_| {
                let Some(input) = input.get_untracked() else { return };
                let file = input.files().and_then(|files| files.get(0));
                if let Some(file) = file {
                    on_file.run(file);
                }
                // The same file, mended, can be chosen again.
                input.set_value("");
            }
        />
    };
    framed(words, control.into_any())
}
