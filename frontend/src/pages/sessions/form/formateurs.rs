//! Who trains: looked up by number or name, each shown qualified or not on the end date, one of them the lead.

use super::{
    Known,
    entry::Entry,
    known::Lookup,
};
use crate::{
    api::call,
    components::*,
    form::Form,
    i18n::{fill, plain_day, t},
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    formateur::FormateurFound,
    forprev_number::ForprevNumber,
    query::FormateurQuery,
    session::{NewFormateur, eligibility::qualified},
};
use leptos::{leptos_dom::helpers::debounce, prelude::*, reactive::spawn_local_scoped_with_cancellation};
use std::time::Duration;

/// How long the search waits for the next key.
const PAUSE: Duration = Duration::from_millis(300);
/// The shortest text that is searched for.
const SHORTEST: usize = 2;

/// The day on which qualifications count: the end, today while it is not set.
fn day_of(form: Form<Entry>, known: Known) -> Memo<NaiveDate> {
    Memo::new(move |_| {
        form.value().with(|entry| entry.content.ends_on.as_deref().and_then(parse_day)).unwrap_or(known.today)
    })
}

/// The section "Formateurs".
#[component]
pub fn Formateurs(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
) -> impl IntoView {
    let words = t().session_form;
    let habilitation = Memo::new(move |_| form.value().with(|entry| entry.content.habilitation_id.clone()));
    let count = Memo::new(move |_| form.value().with(|entry| entry.content.formateurs.len()));
    let day = day_of(form, known);
    view! {
        <section class="card" aria-labelledby="section-formateurs">
            <h2 id="section-formateurs">{words.formateurs}</h2>
            <Show
                when=move || !habilitation.with(String::is_empty)
                fallback=|| view! { <p class="muted">{t().session_form.formateur_first}</p> }
            >
                <Show when=move || { count.get() > 0 }>
                    <ul role="list" class="people">
                        <For each=move || 0..count.get() key=|place| *place let:place>
                            <Chosen form=form known=known day=day place=place/>
                        </For>
                    </ul>
                </Show>
                <Search form=form known=known day=day habilitation=habilitation/>
            </Show>
        </section>
    }
}

/// A formateur of the session.
#[component]
fn Chosen(form: Form<Entry>, known: Known, day: Memo<NaiveDate>, place: usize) -> impl IntoView {
    let words = t().session_form;
    let pointer = format!("/formateurs/{place}");
    form.state().name(&pointer, fill(words.formateur_place, &[("n", &(place + 1).to_string())]));
    let number = Memo::new(move |_| {
        form.value().with(|entry| {
            entry.content.formateurs.get(place).map(|one| one.forprev_number.clone()).unwrap_or_default()
        })
    });
    let lookup = Memo::new(move |_| {
        let habilitation = form.value().with(|entry| entry.content.habilitation_id.clone());
        known.lookup(&habilitation, &number.get())
    });
    let name = Memo::new(move |_| match lookup.get() {
        Some(Lookup::Found(found)) => full_name(&found),
        Some(Lookup::Unknown) => words.formateur_unknown.to_owned(),
        _ => String::new(),
    });
    let standing = move || match lookup.get() {
        Some(Lookup::Found(found)) => standing(form, known, &found, day.get()),
        Some(Lookup::Unknown) => view! { <Badge tone=Tone::Bad>{words.formateur_unknown}</Badge> }.into_any(),
        _ => view! { <span class="muted">{t().parts.loading}</span> }.into_any(),
    };
    let lead = form.bind(
        format!("/formateurs/{place}/lead"),
        move |entry| entry.content.formateurs.get(place).is_some_and(|one| one.lead),
        move |entry, lead| {
            for (other, formateur) in entry.content.formateurs.iter_mut().enumerate() {
                formateur.lead = if other == place { lead } else { formateur.lead && !lead };
            }
        },
    );
    let remove = move |()| {
        form.value().update(|entry| {
            if place < entry.content.formateurs.len() {
                let gone = entry.content.formateurs.remove(place);
                if gone.lead && let Some(first) = entry.content.formateurs.first_mut() {
                    first.lead = true;
                }
            }
        });
        form.state().changed("/formateurs");
        form.state().focus("/formateurs");
    };
    view! {
        <li class="person" id=form.state().element_id(&pointer) tabindex="-1">
            <div class="row-apart">
                <div>
                    <p><b>{move || name.get()}</b></p>
                    <p class="muted small number">{move || number.get()}</p>
                </div>
                {standing}
            </div>
            <div class="row-apart">
                <Checkbox bind=lead label=words.formateur_lead hint=words.formateur_lead_hint/>
                <Button
                    weight=Weight::Quiet
                    small=true
                    icon=outline::TRASH
                    about=Signal::derive(move || name.get())
                    on_press=remove
                >
                    {words.formateur_remove}
                </Button>
            </div>
        </li>
    }
}

fn full_name(found: &FormateurFound) -> String {
    format!("{} {}", found.first_name, found.last_name)
}

/// Whether someone may train on this day, and until when or why not: as core says, and again on each change.
fn standing(form: Form<Entry>, known: Known, found: &FormateurFound, day: NaiveDate) -> AnyView {
    let words = t().session_form;
    let id = form.value().with_untracked(|entry| entry.content.habilitation_id.clone());
    let Some(level) = known.level(&id) else { return ().into_any() };
    match qualified(&found.qualifications, &level.animated_by, day) {
        Ok(()) => {
            let until = found
                .qualifications
                .iter()
                .filter(|one| level.animated_by.contains(&one.certificate_code) && one.obtained_on <= day)
                .filter(|one| one.valid_until.is_none_or(|until| day <= until))
                // One without an end outlasts the others.
                .max_by_key(|one| one.valid_until.unwrap_or(NaiveDate::MAX))
                .and_then(|one| one.valid_until);
            let text = match until {
                Some(until) => fill(words.formateur_qualified_until, &[("day", &plain_day(until))]),
                None => words.formateur_qualified.to_owned(),
            };
            view! { <Badge tone=Tone::Good icon=outline::BADGE_CHECK>{text}</Badge> }.into_any()
        }
        Err(fault) => view! {
            <div class="standing">
                <Badge tone=Tone::Bad icon=outline::CIRCLE_ALERT>{words.formateur_not}</Badge>
                <p class="small">{fault.message}</p>
            </div>
        }
        .into_any(),
    }
}

/// The search, and what it found.
#[component]
fn Search(form: Form<Entry>, known: Known, day: Memo<NaiveDate>, habilitation: Memo<String>) -> impl IntoView {
    let words = t().session_form;
    let (typed, found) = (RwSignal::new(String::new()), RwSignal::new(None::<Vec<FormateurFound>>));
    let failed = RwSignal::new(None::<String>);
    // Its place is that of the whole list, so that "a formateur is missing" is said here.
    let bind = form.bind("/formateurs", move |_| typed.get(), move |_, text| typed.set(text));
    let owner = Owner::current();
    let search = move |text: String| {
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
        };
        let ask = async move {
            let asked = typed.get_untracked();
            let answer = call(async |client| client.list_formateurs(&query).await).await;
            // Someone who types on gets the answer to what they typed last.
            if typed.get_untracked() != asked {
                return;
            }
            match answer {
                Ok(page) => {
                    failed.set(None);
                    found.set(Some(page.items));
                }
                Err(failure) => failed.set(Some(failure.message())),
            }
        };
        match &owner {
            Some(owner) => owner.with(|| spawn_local_scoped_with_cancellation(ask)),
            None => leptos::task::spawn_local(ask),
        }
    };
    let mut later = debounce(PAUSE, search);
    Effect::watch(move || typed.get(), move |text, _, _| later(text.clone()), false);

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
            if let Some([only]) = found.get_untracked().as_deref() {
                add.run(only.clone());
            }
        }
    };
    let told = move || {
        found.with(|found| {
            found.as_ref().map(|list| match list.len() {
                0 => words.formateur_none.to_owned(),
                n => words.formateur_found.of(i64::try_from(n).unwrap_or(i64::MAX)),
            })
        })
    };
    let results = move || {
        let list = found.get().unwrap_or_default();
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
            {move || failed.get().map(|message| view! { <Notice tone=Tone::Bad live=true><p>{message}</p></Notice> })}
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
    let already = Memo::new(move |_| {
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
