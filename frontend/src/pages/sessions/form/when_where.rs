//! When and where: dates, platform or another place, commune.

use super::{Known, entry::Entry, lookups::Missing};
use crate::{
    components::*,
    form::{Bound, Form},
    graph::{effect, memo},
    i18n::{fill, plain_day, short_day, t},
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    habilitation::Platform,
    organisation::CommuneChoice,
    session::{NewPlace, window},
    text::search_key,
};
use leptos::prelude::*;

/// The section "Dates".
#[component]
pub fn Dates(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
) -> impl IntoView {
    let words = t().session_form;
    let day = |text: &Option<String>| text.as_deref().and_then(parse_day);
    let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let starts = form.bind(
        "/starts_on",
        move |entry| day(&entry.content.starts_on),
        move |entry, day| entry.content.starts_on = text(day),
    );
    let ends = form.bind(
        "/ends_on",
        move |entry| day(&entry.content.ends_on),
        move |entry, day| entry.content.ends_on = text(day),
    );
    let window_of = move || {
        let between = |text: &str, (from, until): (NaiveDate, NaiveDate)| {
            fill(text, &[("from", &plain_day(from)), ("until", &plain_day(until))])
        };
        known.parameters.with(|all| match (ends.get(), known.declared) {
            // S1 goes by the day of the first submission, which is kept: S2 is left.
            (Some(end), Some(_)) => {
                fill(words.submit_until, &[("until", &plain_day(window::closing_day(end, all)))])
            }
            (Some(end), None) => between(words.declare_until, window::declaration_days(end, all)),
            (None, _) => between(words.ends_on_hint, window::ends_declarable_on(known.today, all)),
        })
    };
    view! {
        <section class="card" aria-labelledby="section-dates">
            <h2 id="section-dates">{words.dates}</h2>
            <div class="columns">
                <DateInput bind=starts label=words.starts_on optional=true calendar=true/>
                <DateInput bind=ends label=words.ends_on calendar=true/>
            </div>
            <p class="muted" aria-live="polite">{window_of}</p>
            <Missing of=known.missed.figures again=known.missed.retry/>
        </section>
    }
}

/// The value of "another place" among the platforms.
const OTHER: &str = "other";

/// The section "Lieu".
#[component]
pub fn PlaceOf(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
) -> impl IntoView {
    let words = t().session_form;
    let platforms = memo(move || {
        let id = form.value().with(|entry| entry.content.habilitation_id.clone());
        known.habilitation(&id).map(|one| one.platforms).unwrap_or_default()
    });
    let elsewhere = RwSignal::new(form.value().with_untracked(|entry| {
        entry.content.place.as_ref().is_some_and(|place| place.platform_id.is_none())
    }));
    let at = form.bind(
        "/place/platform_id",
        move |entry| match entry.content.place.as_ref().and_then(|place| place.platform_id.clone()) {
            Some(id) => id,
            None if elsewhere.get() => OTHER.to_owned(),
            None => String::new(),
        },
        move |entry, id| {
            elsewhere.set(id == OTHER);
            let chosen =
                platforms.with_untracked(|list| list.iter().find(|one| one.id.to_string() == id).cloned());
            let from_platform = entry.content.place.as_ref().is_some_and(|place| place.platform_id.is_some());
            match chosen {
                Some(platform) => entry.content.place = Some(of_platform(&platform)),
                None if from_platform => entry.content.place = None,
                None => {}
            }
        },
    );
    let choices = Signal::derive(move || {
        let mut list: Vec<Choice> = platforms.with(|list| {
            list.iter()
                .map(|one| {
                    let address = format!("{}, {} {}", one.address, one.postal_code, one.city);
                    Choice::new(one.id.to_string(), &one.name).with_hint(address)
                })
                .collect()
        });
        list.push(Choice::new(OTHER, words.place_other));
        list
    });
    // One that is gone has to be seen to be changed.
    let at_platform = move || {
        form.value()
            .with(|entry| entry.content.place.as_ref().is_some_and(|place| place.platform_id.is_some()))
    };
    let has_platforms = memo(move || at_platform() || platforms.with(|list| !list.is_empty()));
    let by_hand = memo(move || !has_platforms.get() || at.get() == OTHER);
    view! {
        <section class="card" aria-labelledby="section-place">
            <h2 id="section-place">{words.place}</h2>
            <Show when=move || has_platforms.get()>
                <RadioGroup bind=at label=words.place_where choices=choices/>
            </Show>
            <Show when=move || by_hand.get()>
                <Address form=form known=known/>
            </Show>
        </section>
    }
}

fn of_platform(platform: &Platform) -> NewPlace {
    NewPlace {
        name: platform.name.clone(),
        address: platform.address.clone(),
        postal_code: platform.postal_code.clone(),
        city: platform.city.clone(),
        insee_code: Some(platform.insee_code.clone()),
        platform_id: Some(platform.id.to_string()),
    }
}

fn part(
    form: Form<Entry>,
    pointer: &str,
    get: impl Fn(&NewPlace) -> String + Send + Sync + 'static,
    set: impl Fn(&mut NewPlace, String) + Send + Sync + 'static,
) -> Bound<String> {
    form.bind(
        pointer,
        move |entry| entry.content.place.as_ref().map(&get).unwrap_or_default(),
        move |entry, text| set(entry.content.place.get_or_insert_default(), text),
    )
}

/// A place written by hand.
#[component]
fn Address(form: Form<Entry>, known: Known) -> impl IntoView {
    let words = t().session_form;
    let name = part(form, "/place/name", |place| place.name.clone(), |place, text| place.name = text);
    let street =
        part(form, "/place/address", |place| place.address.clone(), |place, text| place.address = text);
    let postal_code = part(
        form,
        "/place/postal_code",
        |place| place.postal_code.clone(),
        |place, text| {
            // Another postal code is another commune.
            if place.postal_code.trim() != text.trim() {
                place.city.clear();
                place.insee_code = None;
            }
            place.postal_code = text;
        },
    );
    let communes = memo(move || known.communes_of(&postal_code.get()));
    // The only commune of a postal code is the commune; so is the one that another system named.
    effect(move || {
        let Some(list) = communes.get() else { return };
        let (chosen, city) =
            form.value().with_untracked(|entry| {
                entry.content.place.as_ref().map_or((None, String::new()), |place| {
                    (place.insee_code.clone(), search_key(&place.city))
                })
            });
        let meant = match list.as_slice() {
            [only] => Some(only),
            list => list.iter().find(|one| !city.is_empty() && search_key(&one.name) == city),
        };
        if let Some(meant) = meant
            .filter(|one| chosen.is_none() || list.len() == 1 && chosen.as_ref() != Some(&one.insee_code))
        {
            form.value().update(|entry| settle(entry.content.place.get_or_insert_default(), meant));
        }
    });
    let commune = part(
        form,
        "/place/insee_code",
        |place| place.insee_code.clone().unwrap_or_default(),
        move |place, code| {
            let chosen = communes.with_untracked(|list| {
                list.as_ref().and_then(|list| list.iter().find(|one| one.insee_code == code).cloned())
            });
            match chosen {
                Some(chosen) => settle(place, &chosen),
                None => {
                    place.city.clear();
                    place.insee_code = None;
                }
            }
        },
    );
    let choices = Signal::derive(move || {
        communes.get().unwrap_or_default().iter().map(commune_choice).collect::<Vec<_>>()
    });
    let none = Signal::derive(move || {
        match communes.with(Option::is_none) {
            true if known.missed.communes.with(Option::is_some) => words.place_city_missed,
            true => words.place_city_wait,
            false => t().parts.choose,
        }
        .to_owned()
    });
    view! {
        <TextInput bind=name label=words.place_name hint=words.place_name_hint/>
        <TextInput bind=street label=words.place_address hint=words.place_address_hint/>
        <div class="columns">
            <TextInput bind=postal_code label=words.place_postal_code inputmode="numeric" width="short"/>
            <Select bind=commune label=words.place_city choices=choices none=none/>
        </div>
        <Missing of=known.missed.communes again=known.missed.retry/>
    }
}

fn settle(place: &mut NewPlace, commune: &CommuneChoice) {
    place.city.clone_from(&commune.name);
    place.insee_code = Some(commune.insee_code.clone());
}

fn commune_choice(commune: &CommuneChoice) -> Choice {
    let label = fill(
        t().session_form.place_commune,
        &[("name", &commune.name), ("departement", &commune.departement)],
    );
    Choice::new(&commune.insee_code, label)
}

/// A day in figures, or a word for none.
pub(super) fn day_or(text: Option<&String>, none: &str) -> String {
    text.and_then(|text| parse_day(text)).map_or_else(|| none.to_owned(), short_day)
}
