//! Short messages that come of an action, read out by screen readers wherever the focus is.

use super::{feedback::Tone, icon::Icon, outline};
use crate::i18n::t;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays that needs no action.
const STAY: Duration = Duration::from_secs(8);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    id: u32,
    tone: Tone,
    text: String,
}

/// The messages in sight. From anywhere: `Toasts::here().good("Session transmise.")`.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    list: RwSignal<Vec<Message>>,
    next: StoredValue<u32>,
    spoken: RwSignal<String>,
}

impl Toasts {
    /// Makes them known to the whole application.
    pub fn provide() {
        provide_context(Self {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            spoken: RwSignal::new(String::new()),
        });
    }

    /// Those of the application. Take it while the component is made, not in a handler.
    #[must_use]
    pub fn here() -> Self {
        expect_context()
    }

    /// Something was done.
    pub fn good(self, text: impl Into<String>) {
        self.show(Tone::Good, text.into());
    }

    /// Something failed. Stays until it is closed.
    pub fn bad(self, text: impl Into<String>) {
        self.show(Tone::Bad, text.into());
    }

    /// Something to know.
    pub fn note(self, text: impl Into<String>) {
        self.show(Tone::Note, text.into());
    }

    /// Says something to screen readers only: "3 stagiaires ajoutés".
    pub fn say(self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    fn show(self, tone: Tone, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| list.push(Message { id, tone, text }));
        if tone != Tone::Bad {
            set_timeout(move || self.close(id), STAY);
        }
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|message| message.id != id));
    }
}

/// Where the messages appear. Once, in the frame of the application: the live regions have to be there before
/// what they tell.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::here();
    view! {
        <p class="unseen" role="status">{move || toasts.spoken.get()}</p>
        <div class="toasts" role="log" aria-label=t().parts.messages>
            <For each=move || toasts.list.get() key=|message| message.id let:message>
                <div class="notice toast" data-tone=message.tone.name()>
                    <Icon of=message.tone.outline()/>
                    <div class="notice-body"><p>{message.text.clone()}</p></div>
                    <button
                        type="button"
                        class="button button-icon button-small"
                        data-kind="quiet"
                        title=t().parts.close
                        on:click=move |_| toasts.close(message.id)
                    >
                        <Icon of=outline::X/>
                        <span class="unseen">{t().parts.close}</span>
                    </button>
                </div>
            </For>
        </div>
    }
}
