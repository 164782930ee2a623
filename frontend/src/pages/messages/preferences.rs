//! What comes by mail, and how often (U6).

use crate::{api::call, components::*, form::Form, i18n::t, remote::Remote};
use forprev_core::notification::{Frequency, Preferences, PreferencesPatch};
use leptos::prelude::*;

/// `/mon-compte/messages`.
#[component]
pub fn PreferencesPage() -> impl IntoView {
    let words = t().messages;
    let chosen = Remote::new(|| call(async |client| client.get_preferences().await));
    let toasts = Toasts::here();
    let done = Callback::new(move |_: Preferences| toasts.good(t().messages.saved));
    view! {
        <PageTitle title=words.preferences/>
        <p>{words.preferences_lead}</p>
        <Load from=chosen let:chosen>
            <PreferencesForm chosen=chosen submit=words.save done=done/>
        </Load>
    }
}

fn frequencies() -> Vec<Choice> {
    let words = t().messages;
    let name = |one: Frequency| match one {
        Frequency::AtOnce | Frequency::Unknown => words.at_once,
        Frequency::Daily => words.daily,
        Frequency::Weekly => words.weekly,
        Frequency::Never => words.never,
    };
    Frequency::ALL.into_iter().map(|one| Choice::new(one.as_str(), name(one))).collect()
}

/// The choices with a button; `done` hears that they were stored.
#[component]
pub fn PreferencesForm(
    /// As they are.
    chosen: Signal<Preferences>,
    /// What the button says.
    submit: &'static str,
    /// Called with what the server then says.
    done: Callback<Preferences>,
) -> impl IntoView {
    let words = t().messages;
    let now = chosen.get_untracked();
    let text = |one: Frequency| Some(one.as_str().to_owned());
    let patch = PreferencesPatch {
        actions: text(now.actions),
        alerts: text(now.alerts),
        information: text(now.information),
    };
    let form = Form::new(patch, PreferencesPatch::check);
    let value = |text: &Option<String>| text.clone().unwrap_or_default();
    let actions = form.bind("/actions", move |p| value(&p.actions), |p, v| p.actions = Some(v));
    let alerts = form.bind("/alerts", move |p| value(&p.alerts), |p, v| p.alerts = Some(v));
    let information =
        form.bind("/information", move |p| value(&p.information), |p, v| p.information = Some(v));
    let send = move |event| {
        form.submit(
            event,
            move |patch: PreferencesPatch| async move {
                call(async move |client| client.update_preferences(&patch).await).await
            },
            move |chosen| done.run(chosen),
        );
    };
    view! {
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Select bind=actions label=words.actions hint=words.actions_help choices=frequencies()/>
            <Select bind=alerts label=words.alerts hint=words.alerts_help choices=frequencies()/>
            <Select bind=information label=words.information hint=words.information_help choices=frequencies()/>
            <div>
                <Button submit=true weight=Weight::Main busy=form.busy()>{submit}</Button>
            </div>
        </form>
    }
}
