//! Sessions in words: their state, kind, training.

use crate::{
    components::*,
    i18n::{fill, t},
};
use chrono::{DateTime, Utc};
use forprev_core::{
    calendar::today_in_paris,
    catalogue::Dispositif,
    session::{PersonName, Place, SessionKind, State},
};
use leptos::prelude::*;

/// A state in a word.
#[must_use]
pub fn state_name(state: State) -> &'static str {
    let words = t().sessions;
    match state {
        State::Draft => words.state_draft,
        State::Submitted => words.state_submitted,
        State::Returned => words.state_returned,
        State::Verified => words.state_verified,
        State::Certified => words.state_certified,
        State::Unknown => words.state_other,
    }
}

/// A state as a badge.
#[component]
pub fn StateBadge(
    /// The state.
    #[prop(into)]
    of: Signal<State>,
) -> impl IntoView {
    move || {
        let state = of.get();
        let (tone, icon) = match state {
            State::Draft | State::Unknown => (Tone::Plain, outline::PENCIL),
            State::Submitted => (Tone::Note, outline::SEND),
            State::Returned => (Tone::Warn, outline::UNDO),
            State::Verified => (Tone::Note, outline::SHIELD_CHECK),
            State::Certified => (Tone::Good, outline::BADGE_CHECK),
        };
        view! { <Badge tone=tone icon=icon>{state_name(state)}</Badge> }
    }
}

/// A kind in words.
#[must_use]
pub fn kind_name(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Initial => t().sessions.kind_initial,
        SessionKind::Mac => t().sessions.kind_mac,
    }
}

/// A dispositif at a level: `SST niveau 1`.
#[must_use]
pub fn training(dispositif: &str, level: u8) -> String {
    fill(t().sessions.level, &[("dispositif", dispositif), ("level", &level.to_string())])
}

/// The label of a certificate, or its code where the catalogue does not have it.
#[must_use]
pub fn certificate_label(catalogue: &[Dispositif], code: &str) -> String {
    catalogue
        .iter()
        .flat_map(|dispositif| &dispositif.levels)
        .find_map(|level| level.certificate(code))
        .map_or_else(|| code.to_owned(), |certificate| certificate.label.clone())
}

/// A person, first name first.
#[must_use]
pub fn full_name(person: &PersonName) -> String {
    format!("{} {}", person.first_name, person.last_name)
}

/// A place in a line; nothing where nothing is known of it.
#[must_use]
pub fn place_line(place: &Place) -> Option<String> {
    let city = format!("{} {}", place.postal_code, place.city);
    let parts: Vec<&str> = [place.name.as_str(), &place.address, city.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The day of an instant in Paris, in words.
#[must_use]
pub fn day_of(instant: DateTime<Utc>) -> String {
    crate::i18n::plain_day(today_in_paris(instant))
}

/// A kind in a word, for rows.
#[must_use]
pub fn kind_short(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Initial => t().sessions.kind_initial,
        SessionKind::Mac => t().sessions.kind_mac_short,
    }
}
