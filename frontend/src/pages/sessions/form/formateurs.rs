//! Who trains: looked up by number or name, each shown qualified or not on the end date, one of them the lead.

use super::{Known, entry::Entry, formateur_search::Search, known::Lookup, lookups::Missing};
use crate::{
    components::*,
    form::Form,
    graph::memo,
    i18n::{fill, plain_day, t},
};
use chrono::NaiveDate;
use forprev_core::{calendar::parse_day, formateur::FormateurFound, session::eligibility::qualified};
use leptos::prelude::*;

/// As many formateurs as core takes.
const MOST: usize = 20;

/// The day on which qualifications count: the end, today while it is not set.
fn day_of(form: Form<Entry>, known: Known) -> Memo<NaiveDate> {
    memo(move || {
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
    let habilitation = memo(move || form.value().with(|entry| entry.content.habilitation_id.clone()));
    let count = memo(move || form.value().with(|entry| entry.content.formateurs.len()));
    let day = day_of(form, known);
    // Named before anyone stands there: a fault may be told as soon as somebody does.
    for place in 0..MOST {
        let name = fill(words.formateur_place, &[("n", &(place + 1).to_string())]);
        form.state().name(&format!("/formateurs/{place}"), name);
    }
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
                <Missing of=known.missed.formateurs again=known.missed.retry/>
                <Search form=form known=known day=day habilitation=habilitation/>
                <Show when=move || { count.get() > 1 }>
                    <Lead form=form known=known/>
                </Show>
            </Show>
        </section>
    }
}

/// A formateur of the session.
#[component]
fn Chosen(form: Form<Entry>, known: Known, day: Memo<NaiveDate>, place: usize) -> impl IntoView {
    let words = t().session_form;
    let pointer = format!("/formateurs/{place}");
    let number = memo(move || {
        form.value().with(|entry| {
            entry.content.formateurs.get(place).map(|one| one.forprev_number.clone()).unwrap_or_default()
        })
    });
    let lookup = memo(move || {
        let habilitation = form.value().with(|entry| entry.content.habilitation_id.clone());
        known.lookup(&habilitation, &number.get())
    });
    let name = memo(move || match lookup.get() {
        Some(Lookup::Found(found)) => full_name(&found),
        Some(Lookup::Unknown) => words.formateur_unknown.to_owned(),
        _ => String::new(),
    });
    let standing = move || match lookup.get() {
        Some(Lookup::Found(found)) => standing(form, known, &found, day.get()),
        Some(Lookup::Unknown) => view! { <Badge tone=Tone::Bad>{words.formateur_unknown}</Badge> }.into_any(),
        Some(Lookup::Asked) => view! { <span class="muted">{t().parts.loading}</span> }.into_any(),
        None => view! { <Badge tone=Tone::Warn>{words.formateur_unchecked}</Badge> }.into_any(),
    };
    let leads = memo(move || {
        form.value().with(|entry| entry.content.formateurs.get(place).is_some_and(|one| one.lead))
    });
    let remove = move |()| {
        form.value().update(|entry| {
            if place < entry.content.formateurs.len() {
                let gone = entry.content.formateurs.remove(place);
                if gone.lead
                    && let Some(first) = entry.content.formateurs.first_mut()
                {
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
                <div>
                    <Show when=move || leads.get()>
                        <Badge tone=Tone::Note icon=outline::SHIELD_CHECK>{words.formateur_lead}</Badge>
                    </Show>
                </div>
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

/// Which of several leads; one alone does.
#[component]
fn Lead(form: Form<Entry>, known: Known) -> impl IntoView {
    let words = t().session_form;
    let bind = form.bind(
        "/formateurs/lead",
        |entry| {
            let lead = entry.content.formateurs.iter().find(|one| one.lead);
            lead.map(|one| one.forprev_number.clone()).unwrap_or_default()
        },
        |entry, number| {
            for one in &mut entry.content.formateurs {
                one.lead = one.forprev_number == number;
            }
        },
    );
    let choices = Signal::derive(move || {
        form.value().with(|entry| {
            let name = |number: &str| match known.lookup(&entry.content.habilitation_id, number) {
                Some(Lookup::Found(found)) => full_name(&found),
                _ => number.to_owned(),
            };
            let named = entry.content.formateurs.iter().map(|one| &one.forprev_number);
            named.map(|number| Choice::new(number, name(number))).collect::<Vec<_>>()
        })
    });
    view! { <RadioGroup bind=bind label=words.formateur_lead hint=words.formateur_lead_hint choices=choices/> }
}

pub(super) fn full_name(found: &FormateurFound) -> String {
    format!("{} {}", found.first_name, found.last_name)
}

/// Whether someone may train on this day, and until when or why not: as core says, and again on each change.
pub(super) fn standing(form: Form<Entry>, known: Known, found: &FormateurFound, day: NaiveDate) -> AnyView {
    let words = t().session_form;
    let id = form.value().with(|entry| entry.content.habilitation_id.clone());
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
