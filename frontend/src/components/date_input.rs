//! A day. Typed, because that is quickest on a keyboard and with a screen reader, and a calendar for near days.

use super::{
    field::{Words, framed},
    icon::Icon,
    outline,
    text_input::width_class,
};
use crate::{
    form::Bound,
    graph::{effect, when_left},
    i18n::{short_day, t, typed_day},
};
use chrono::NaiveDate;
use leptos::{html, prelude::*};

/// A day, typed as `JJ/MM/AAAA`, with or without separators, or ISO; written out in full when the field is left.
#[component]
pub fn DateInput(
    /// What it edits: `None` while what is typed is not a day.
    bind: Bound<Option<NaiveDate>>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label; the format where nothing else is said.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the label.
    #[prop(optional)]
    optional: bool,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    label_unseen: bool,
    /// Leaves the hint out, in a grid whose heading gives the format.
    #[prop(optional)]
    bare: bool,
    /// Offers the device's calendar: for near days, not for birth dates.
    #[prop(optional)]
    calendar: bool,
    /// `bday` or `off`.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let hint = if bare { hint } else { hint.or_else(|| Some(t().parts.date_hint.into())) };
    let mut words = Words::of(bind, label, hint, optional, label_unseen);
    // A field outside a form has nowhere else to say that it cannot be read.
    let unreadable = RwSignal::new(None::<String>);
    words.error = Signal::derive(move || bind.error().or_else(|| unreadable.get()));
    let (described_by, invalid) = (words.described_by(), words.invalid());

    let typed = RwSignal::new(String::new());
    let mut was_unreadable = false;
    effect(move || {
        let (day, is_unreadable) = (bind.get(), bind.is_unreadable());
        let read = untrack(|| typed.with(|text| typed_day(text)));
        // The form begins again: the value never held this text, so it does not change.
        let forgotten = was_unreadable && !is_unreadable && read.is_none();
        was_unreadable = is_unreadable;
        // Not while someone types: "3/4/2026" and "03/04/2026" are the same day.
        if read != day || forgotten {
            typed.set(day.map(short_day).unwrap_or_default());
            tell(bind, unreadable, None);
        }
    });
    let read = move |text: String| {
        let day = typed_day(&text);
        if day.is_some() || text.trim().is_empty() {
            tell(bind, unreadable, None);
        }
        typed.set(text);
        bind.set(day);
    };
    let leave = move || {
        let text = typed.get_untracked();
        match typed_day(&text) {
            Some(day) => typed.set(short_day(day)),
            None if text.trim().is_empty() => tell(bind, unreadable, None),
            None => tell(bind, unreadable, Some(t().parts.date_unreadable.to_owned())),
        }
        bind.touch();
    };
    let picker = NodeRef::<html::Input>::new();
    let control = view! {
        <div class="with-button">
            <input
                id=bind.id()
                class=width_class("short")
                type="text"
                inputmode="numeric"
                autocomplete=autocomplete
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=typed
                on:input=move |event| read(event_target_value(&event))
                on:change=when_left(leave)
                on:blur=when_left(leave)
            />
            {calendar
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button button-icon"
                            title=t().parts.pick_date
                            on:click=move |_| {
                                if let Some(input) = picker.get_untracked() {
                                    let _ = input.show_picker();
                                }
                            }
                        >
                            <Icon of=outline::CALENDAR/>
                            <span class="unseen">{t().parts.pick_date}" : "{label}</span>
                        </button>
                        <input
                            node_ref=picker
                            class="native-date"
                            type="date"
                            tabindex="-1"
                            aria-hidden="true"
                            prop:value=move || bind.get().map(|day| day.to_string()).unwrap_or_default()
                            on:change=move |event| {
                                read(event_target_value(&event));
                                leave();
                            }
                        />
                    }
                })}
        </div>
    };
    framed(words, control.into_any())
}

fn tell(bind: Bound<Option<NaiveDate>>, own: RwSignal<Option<String>>, message: Option<String>) {
    bind.unreadable(message.clone());
    if own.with_untracked(|own| *own != message) {
        own.set(message);
    }
}
