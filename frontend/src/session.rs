//! Who is signed in, as the server says: asked once, renewed by [`crate::api::call`], told to the whole application.

use crate::{
    address,
    api::{call_signed_out, has_session},
    device,
    draft::{self, Draft},
    failure::Failure,
    form::Bound,
    graph::{effect, memo, task_of_the_application},
    support,
};
use chrono::NaiveDate;
use forprev_core::{
    actor::{Actor, Me, Person},
    id::OrganisationId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::{cell::Cell, sync::Arc};

/// What is known of who uses the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Not asked yet.
    NotYet,
    /// The server did not answer.
    Unreachable(Failure),
    /// Nobody is signed in.
    Nobody,
    /// Nobody is signed in: someone has just signed out. Who comes next does not land on their page.
    Left,
    /// This person.
    Someone(Arc<Me>),
}

impl Known {
    fn is_out(&self) -> bool {
        matches!(self, Self::Nobody | Self::Left)
    }
}

/// Under which who is signed in is written for the other tabs of this browser: a Forprev number, or nothing after a
/// sign-out.
const WHO: &str = "forprev.who";
/// Under which the organisation stands in the URL.
pub const ORGANISATION: &str = "organisation";

thread_local! {
    static CURRENT: Cell<Option<RwSignal<Known>>> = const { Cell::new(None) };
    static CHOSEN: Cell<Option<RwSignal<Option<OrganisationId>>>> = const { Cell::new(None) };
}

/// Makes the place for what is known. Once, by the application: it lives as long.
pub fn start() {
    CURRENT.set(Some(RwSignal::new(Known::NotYet)));
    let kept = device::read_for_tab(device::ORGANISATION).and_then(|id| id.parse().ok());
    CHOSEN.set(Some(RwSignal::new(kept)));
    // Before the browser may copy it to another tab.
    let _ = device::tab();
}

fn chosen() -> RwSignal<Option<OrganisationId>> {
    CHOSEN.get().unwrap_or_else(|| RwSignal::new(None))
}

/// Chooses an organisation for this tab, also for when its page is loaded again; another tab has its own.
fn choose(organisation: Option<OrganisationId>) {
    match organisation {
        Some(id) => {
            device::keep_for_tab(device::ORGANISATION, &id.to_string());
        }
        None => device::erase_for_tab(device::ORGANISATION),
    }
    chosen().set(organisation);
}

fn known() -> RwSignal<Known> {
    CURRENT.get().unwrap_or_else(|| RwSignal::new(Known::NotYet))
}

/// Who uses the application. Tracks.
#[must_use]
pub fn who() -> Known {
    known().get()
}

/// Asks the server who is signed in. Called when the application starts, after sign-in, and when the page comes
/// back to the front after a while: the day may have changed.
pub async fn find_out() {
    if !has_session() {
        return ended();
    }
    let began_out = known().with_untracked(Known::is_out);
    match call_signed_out(async |client| client.get_me().await).await {
        Ok(me) => is(me),
        // Someone may have signed in here since this was asked.
        Err(Failure::SignedOut) if began_out => {}
        Err(Failure::SignedOut) => ended(),
        // A support view that has ended: as oneself again.
        Err(failure) if failure.status() == Some(403) && support::id().is_some() => support::over(),
        Err(failure) => known().update(|known| {
            // Someone whose connection fails is still who they are.
            if !matches!(known, Known::Someone(_)) {
                *known = Known::Unreachable(failure);
            }
        }),
    }
}

/// The server said who is signed in.
pub fn is(me: Me) {
    // In a support view, other tabs go on as who is signed in.
    if support::id().is_none() {
        draft::sweep(me.today);
        tell_tabs(me.forprev_number.as_str());
    }
    let now = Known::Someone(Arc::new(me));
    // Asked at each return to the page: what has not changed draws nothing again.
    if known().with_untracked(|known| *known != now) {
        known().set(now);
    }
}

/// The session is over: nobody is signed in. What someone types at sign-in is not drawn again for it.
pub fn ended() {
    if known().with_untracked(|known| !known.is_out()) {
        known().set(Known::Nobody);
    }
}

/// Ends the session, and erases what this device kept of the person.
///
/// # Errors
/// When the server could not be told; the session then goes on.
pub async fn sign_out() -> Result<(), Failure> {
    match call_signed_out(async |client| client.logout().await).await {
        Ok(_) => {}
        Err(Failure::SignedOut) => {}
        Err(failure) => return Err(failure),
    }
    left();
    Ok(())
}

/// The person has left: what this device kept of them goes.
pub fn left() {
    if let Known::Someone(me) = known().get_untracked() {
        draft::erase_of(me.forprev_number.as_str());
    }
    support::over();
    tell_tabs("");
    gone();
}

/// Nobody is there any more: what this tab was about goes.
fn gone() {
    device::erase_for_tab(device::INVITATION);
    choose(None);
    known().set(Known::Left);
}

/// The person who is signed in: every page inside the guard has one. Tracks.
#[must_use]
pub fn me() -> Option<Arc<Me>> {
    match who() {
        Known::Someone(me) => Some(me),
        _ => None,
    }
}

/// The Forprev number of who is signed in, or nothing.
#[must_use]
pub fn number() -> String {
    untrack(me).map(|me| me.forprev_number.to_string()).unwrap_or_default()
}

/// The person as core's rules take them. Tracks.
#[must_use]
pub fn actor() -> Actor {
    me().map_or(Actor::Anyone, |me| {
        Actor::Person(Person {
            id: me.id,
            forprev_number: me.forprev_number.clone(),
            last_name: me.last_name.clone(),
            first_name: me.first_name.clone(),
            profiles: me.profiles.clone(),
            onboarded: me.onboarded,
            second_factor_missing: me.second_factor_missing,
        })
    })
}

/// Today in Paris, by the server's clock; never the device's. The epoch for nobody. Tracks.
#[must_use]
pub fn today() -> NaiveDate {
    me().map_or_else(NaiveDate::default, |me| me.today)
}

/// The draft called `name` of the person who is signed in.
#[must_use]
pub fn draft(name: &str) -> Option<Draft> {
    // Nothing of whom one sees as stays on this device.
    untrack(me)
        .filter(|_| support::id().is_none())
        .map(|me| Draft::of(me.forprev_number.as_str(), name, me.today))
}

/// Erases those drafts of the person who is signed in whose names begin with `name`, but for the one called `kept`.
pub fn forget_drafts(name: &str, kept: Option<&str>) {
    if let Some(me) = untrack(me) {
        draft::erase_below(me.forprev_number.as_str(), name, kept);
    }
}

fn tell_tabs(number: &str) {
    if device::read(WHO).as_deref() != Some(number) {
        device::keep(WHO, number);
    }
}

/// Asks again who is signed in when the page comes back to the front: the day may have changed. What another tab does
/// is heard at once: who signs out there leaves nothing in sight here, nor does who makes place for another.
pub fn watch() {
    let seen = window_event_listener(leptos::ev::focus, |_| {
        // A tab at sign-in goes on with the session that another tab has renewed for the same person.
        if has_session() && !matches!(known().get_untracked(), Known::NotYet) {
            task_of_the_application(find_out());
        }
    });
    let heard = window_event_listener(leptos::ev::storage, |event| {
        if event.key().as_deref() == Some(WHO) {
            other_tab_says(event.new_value().unwrap_or_default());
        }
    });
    on_cleanup(move || {
        seen.remove();
        heard.remove();
    });
}

fn other_tab_says(number: String) {
    let here = known().with_untracked(|known| match known {
        Known::Someone(me) => Some(me.forprev_number.as_str() == number),
        _ => None,
    });
    match here {
        Some(true) => {}
        Some(false) if support::id().is_some() && !number.is_empty() => {}
        Some(false) if number.is_empty() => gone(),
        Some(false) => {
            choose(None);
            known().set(Known::NotYet);
            task_of_the_application(find_out());
        }
        // A tab at sign-in goes on with who signed in elsewhere.
        None if !number.is_empty() => task_of_the_application(find_out()),
        None => {}
    }
}

/// The organisation that a person of several has chosen; none means all of them. It stands in the URL
/// (`?organisation=`), so that an address can be shared, and goes along from page to page. Take it while the component
/// is made.
#[must_use]
pub fn organisation() -> Signal<Option<OrganisationId>> {
    let (query, chosen) = (use_query_map(), chosen());
    // Somebody else's organisation, in an address that was passed on for example, chooses nothing.
    let mine = |id: &OrganisationId| {
        me().is_some_and(|me| me.profiles.iter().any(|profile| profile.organisation_id == Some(*id)))
    };
    let asked = memo(move || {
        query.with(|query| query.get_str(ORGANISATION)?.parse::<OrganisationId>().ok()).filter(mine)
    });
    effect(move || {
        if let Some(asked) = asked.get() {
            choose(Some(asked));
        }
    });
    memo(move || asked.get().or_else(|| chosen.get().filter(mine))).into()
}

/// What chooses the organisation: its id, or nothing for all. Take it while the component is made.
#[must_use]
pub fn organisation_choice() -> Bound<String> {
    let (url, organisation) = (address::query(ORGANISATION), organisation());
    let text = memo(move || organisation.get().map(|id| id.to_string()).unwrap_or_default());
    let change = Callback::new(move |text: String| {
        choose(text.parse().ok());
        url.set(text);
    });
    Bound::alone("organisation", text, change)
}

/// The organisations of a person, by id and name, each once.
#[must_use]
pub fn organisations(me: &Me) -> Vec<(OrganisationId, String)> {
    let mut list: Vec<(OrganisationId, String)> = Vec::new();
    for profile in &me.profiles {
        if let Some(id) = profile.organisation_id
            && !list.iter().any(|(other, _)| *other == id)
        {
            list.push((id, profile.organisation_name.clone().unwrap_or_else(|| id.to_string())));
        }
    }
    list
}
