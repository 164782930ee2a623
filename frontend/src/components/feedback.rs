//! What tells how things stand: notices, badges, empty states, progress, days left.

use super::{
    icon::Icon,
    outline::{self, Outline},
};
use crate::i18n::{fill, long_day, t};
use chrono::NaiveDate;
use forprev_core::calendar::{days_left, french_months};
use leptos::prelude::*;

/// What a message means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// For information.
    Note,
    /// Done, valid.
    Good,
    /// Needs attention.
    Warn,
    /// Failed, refused, over.
    Bad,
}

impl Tone {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Note => "note",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    pub(super) const fn outline(self) -> Outline {
        match self {
            Self::Plain | Self::Note => outline::INFO,
            Self::Good => outline::CIRCLE_CHECK,
            Self::Warn => outline::TRIANGLE_ALERT,
            Self::Bad => outline::CIRCLE_ALERT,
        }
    }
}

/// A message that stands in the page.
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Its first line, in bold.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// Read out as soon as it appears: for what comes of an action.
    #[prop(optional)]
    live: bool,
    /// The rest.
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Bad { "alert" } else { "status" });
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <Icon of=tone.outline()/>
            <div class="notice-body">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// A state in a word or two.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Outline>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="badge" data-tone=tone.name()>
            {icon.map(|icon| view! { <Icon of=icon/> })}
            {children()}
        </span>
    }
}

/// Nothing to show, and what to do about it.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: Signal<String>,
    /// What that means, or what to do.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
    /// A picture.
    #[prop(optional, into)]
    icon: Option<Outline>,
    /// A button that changes it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon of=icon.unwrap_or(outline::LIST)/>
            <p class="notice-title">{title}</p>
            {help.map(|help| view! { <p class="muted">{help}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

/// The time left until a day, that day included; more and more pressing.
#[component]
pub fn Countdown(
    /// The last day.
    #[prop(into)]
    until: Signal<NaiveDate>,
    /// Today, by the server.
    #[prop(into)]
    today: Signal<NaiveDate>,
) -> impl IntoView {
    move || {
        let (until, days) = (until.get(), (until.get() - today.get()).num_days());
        let (tone, words) = match days {
            ..0 => (Tone::Bad, t().days.past.to_owned()),
            0 => (Tone::Bad, t().days.last_day.to_owned()),
            1..=3 => (Tone::Warn, t().days.left.of(days)),
            _ => (Tone::Note, time_left(today.get(), until)),
        };
        view! {
            <span class="nowrap" title=long_day(until)>
                <Badge tone=tone icon=outline::CLOCK>{words}</Badge>
            </span>
        }
    }
}

/// In days while one counts in days.
fn time_left(today: NaiveDate, until: NaiveDate) -> String {
    match french_months(today, until) {
        Some(months) => fill(t().days.still, &[("time", &months)]),
        None => t().days.left.of(days_left(today, until)),
    }
}

/// How far a long work is.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done, of `max`; left out while that is not known.
    #[prop(optional, into)]
    value: Option<Signal<u32>>,
    /// The whole.
    #[prop(optional, into)]
    max: Signal<u32>,
) -> impl IntoView {
    let id = super::unique("progress");
    view! {
        <div class="stack-tight">
            <label for=id.clone()>{label}</label>
            <progress
                class="bar"
                id=id
                max=move || max.get().max(1)
                value=move || value.map(|value| value.get())
            ></progress>
        </div>
    }
}
