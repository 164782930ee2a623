//! The search for formateurs, by number or by name.

use super::{
    Known,
    entry::Entry,
    formateurs::{full_name, standing},
    known::Lookup,
    lookups::Missing,
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    form::Form,
    graph::{effect, memo, task_in},
    i18n::{fill, t},
    session,
};
use chrono::NaiveDate;
use forprev_core::{
    formateur::FormateurFound, forprev_number::ForprevNumber, page::Page, query::FormateurQuery,
    session::NewFormateur,
};
use leptos::{leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

/// How long the search waits for the next key.
const PAUSE: Duration = Duration::from_millis(300);
/// The shortest text that is searched for.
const SHORTEST: usize = 2;
/// How many are offered: enough to choose from.
const OFFERED: u32 = 20;

/// The search, and what it found.
#[component]
pub fn Search(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
    /// The day on which qualifications count.
    day: Memo<NaiveDate>,
    /// The habilitation for which they would train.
    habilitation: Memo<String>,
) -> impl IntoView {
    let words = t().session_form;
    let (typed, found) = (RwSignal::new(String::new()), RwSignal::new(None::<Page<FormateurFound>>));
    let failed = RwSignal::new(None::<Failure>);
    // Its place is that of the whole list, so that "a formateur is missing" is said here.
    let bind = form.bind("/formateurs", move |_| typed.get(), move |_, text| typed.set(text));
    let owner = Owner::current();
    // Each key, and another habilitation or day, overtakes what was asked before.
    let turn = StoredValue::new(0_u32);
    let overtake = move || turn.update_value(|turn| *turn = turn.wrapping_add(1));
    let search = move |text: String| {
        overtake();
        failed.set(None);
        let text = text.trim().to_owned();
        if text.chars().count() < SHORTEST {
            found.set(None);
            return;
        }
        let number = text.parse::<ForprevNumber>().ok().map(|number| number.to_string());
        let query = FormateurQuery {
            q: number.is_none().then_some(text),
            forprev_number: number,
            habilitation_id: Some(habilitation.get_untracked()),
            on: Some(day.get_untracked().to_string()),
            limit: Some(OFFERED),
            cursor: None,
        };
        let asked = turn.get_value();
        let ask = async move {
            let answer = call(async |client| client.list_formateurs(&query).await).await;
            if turn.get_value() != asked {
                return;
            }
            match answer {
                Ok(page) => found.set(Some(page)),
                Err(failure) => {
                    found.set(None);
                    failed.set(Some(failure));
                }
            }
        };
        task_in(owner.clone(), ask);
    };
    let mut later = debounce(PAUSE, search.clone());
    effect(move || {
        habilitation.track();
        day.track();
        overtake();
        later(typed.get());
    });
    let again = Callback::new(move |()| {
        if untrack(session::me).is_some() {
            search(typed.get_untracked());
        }
    });
    once_online(failed.into(), again);

    let toasts = Toasts::here();
    let add = Callback::new(move |one: FormateurFound| {
        let number = one.forprev_number.to_string();
        let name = full_name(&one);
        known.formateurs.update(|list| {
            list.insert((habilitation.get_untracked(), number.clone()), Lookup::Found(Box::new(one)));
        });
        form.value().update(|entry| {
            let list = &mut entry.content.formateurs;
            if list.iter().all(|one| one.forprev_number != number) {
                let lead = list.iter().all(|one| !one.lead);
                list.push(NewFormateur { forprev_number: number, lead });
            }
        });
        form.state().changed("/formateurs");
        typed.set(String::new());
        found.set(None);
        toasts.say(fill(words.formateur_added, &[("name", &name)]));
        form.state().focus("/formateurs");
    });
    // Enter takes the only one found, and does not send the form.
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            if let Some([only]) = found.get_untracked().as_ref().map(|page| page.items.as_slice()) {
                add.run(only.clone());
            }
        }
    };
    let told = move || {
        found.with(|found| {
            found.as_ref().map(|page| match page.items.len() {
                0 => words.formateur_none.to_owned(),
                n if page.total > u64::try_from(n).unwrap_or(u64::MAX) => fill(
                    words.formateur_shown,
                    &[("shown", &n.to_string()), ("total", &page.total.to_string())],
                ),
                n => words.formateur_found.of(i64::try_from(n).unwrap_or(i64::MAX)),
            })
        })
    };
    let results = move || {
        let list = found.get().map(|page| page.items).unwrap_or_default();
        (!list.is_empty()).then(|| {
            let items = list.into_iter().map(|one| view! { <Found form=form known=known day=day one=one add=add/> });
            view! { <ul role="list" class="people" aria-label=words.formateur_results>{items.collect_view()}</ul> }
        })
    };
    view! {
        <div class="stack-tight" on:keydown=enter>
            <TextInput
                bind=bind
                label=words.formateur_search
                hint=words.formateur_search_hint
                kind="search"
                width="medium"
            />
            <p class="muted small" role="status">{told}</p>
            <Missing of=failed again=again/>
        </div>
        {results}
    }
}

/// Someone who was found.
#[component]
fn Found(
    form: Form<Entry>,
    known: Known,
    day: Memo<NaiveDate>,
    one: FormateurFound,
    add: Callback<FormateurFound>,
) -> impl IntoView {
    let words = t().session_form;
    let (name, number) = (full_name(&one), one.forprev_number.to_string());
    let own = number.clone();
    let already = memo(move || {
        form.value().with(|entry| entry.content.formateurs.iter().any(|other| other.forprev_number == own))
    });
    let (shown, taken, about) = (one.clone(), StoredValue::new(one), name.clone());
    view! {
        <li class="person">
            <div class="row-apart">
                <div>
                    <p><b>{name}</b></p>
                    <p class="muted small number">{number}</p>
                </div>
                {move || standing(form, known, &shown, day.get())}
                <Show
                    when=move || !already.get()
                    fallback=|| view! { <span class="muted">{t().session_form.formateur_already}</span> }
                >
                    <Button
                        small=true
                        icon=outline::PLUS
                        about=about.clone()
                        on_press=move |()| add.run(taken.get_value())
                    >
                        {words.formateur_add}
                    </Button>
                </Show>
            </div>
        </li>
    }
}
