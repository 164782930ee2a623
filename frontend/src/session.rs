//! Who is signed in, as the server says: asked once, renewed by [`crate::api::call`], told to the whole application.

use crate::{
    api::{call, call_signed_out, has_session},
    draft::{self, Draft},
    failure::Failure,
    graph::{memo, task_of_the_application},
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

thread_local! {
    static CURRENT: Cell<Option<RwSignal<Known>>> = const { Cell::new(None) };
}

/// Makes the place for what is known. Once, by the application: it lives as long.
pub fn start() {
    CURRENT.set(Some(RwSignal::new(Known::NotYet)));
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
    match call(async |client| client.get_me().await).await {
        Ok(me) => is(me),
        // `call` has told already.
        Err(Failure::SignedOut) => {}
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
    draft::sweep(me.today);
    let now = Known::Someone(Arc::new(me));
    // Asked at each return to the page: what has not changed draws nothing again.
    if known().with_untracked(|known| *known != now) {
        known().set(now);
    }
}

/// The session is over: nobody is signed in.
pub fn ended() {
    known().set(Known::Nobody);
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
    if let Known::Someone(me) = known().get_untracked() {
        draft::erase_of(me.forprev_number.as_str());
    }
    known().set(Known::Left);
    Ok(())
}

/// The person who is signed in: every page inside the guard has one. Tracks.
#[must_use]
pub fn me() -> Option<Arc<Me>> {
    match who() {
        Known::Someone(me) => Some(me),
        _ => None,
    }
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
    untrack(me).map(|me| Draft::of(me.forprev_number.as_str(), name, me.today))
}

/// Asks again who is signed in when the page comes back to the front: the day may have changed, or the session
/// ended in another tab.
pub fn watch() {
    let seen = window_event_listener(leptos::ev::focus, |_| {
        if matches!(known().get_untracked(), Known::Someone(_)) {
            task_of_the_application(find_out());
        }
    });
    on_cleanup(move || seen.remove());
}

/// The organisation chosen in the URL (`?organisation=`), for who has several; none means all of them. Take it
/// while the component is made.
#[must_use]
pub fn organisation() -> Signal<Option<OrganisationId>> {
    let query = use_query_map();
    memo(move || query.with(|query| query.get_str("organisation").and_then(|text| text.parse().ok()))).into()
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
