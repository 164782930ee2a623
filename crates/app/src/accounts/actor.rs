//! Who is signed in, read from the base at each request: a right that was taken away ends at once.

use super::{email::email_returned, own, token::AccessToken};
use crate::{App, Failure, Tx};
use forprev_core::{
    account::{
        onboarding::{self, OnboardingStep, Standing},
        own::ChosenCaisse,
    },
    actor::{Actor, Me, Person, Profile},
    calendar::today_in_paris,
    id::PersonId,
    policy::{capabilities, second_factor::required},
    problem::{Code, Fault},
};
use forprev_store as store;

/// Who an access token stands for.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The person.
    pub actor: Actor,
    /// Their sign-in.
    pub family: String,
}

/// Who this access token stands for, now.
///
/// # Errors
/// `unauthenticated` for a token that is not ours, has ended, or whose sign-in has ended; or the base fails.
pub fn authenticate(app: &App, token: &str) -> Result<Authenticated, Failure> {
    let unauthenticated = || Failure::from(Fault::new(Code::Unauthenticated));
    let read = AccessToken::read(token, app).ok_or_else(unauthenticated)?;
    let now = app.now();
    app.pool.read(|conn| {
        if !store::refresh_token::is_alive(conn, &read.family, now.into())? {
            return Err(unauthenticated());
        }
        let row = match store::person::find(conn, read.person) {
            Err(store::Error::NotFound) => return Err(unauthenticated()),
            other => other?,
        };
        let profiles = store::profile::held_by(conn, row.id, today_in_paris(now))?;
        let missing = required(&profiles, &app.settings.second_factor)
            && !store::sign_in_proof::find(conn, &read.family)?.is_some_and(|proof| proof.second_factor);
        Ok(Authenticated { actor: Actor::Person(person(&row, profiles, missing)), family: read.family })
    })
}

/// U5: what is left of the first sign-in steps.
pub(super) fn steps_left(
    tx: &mut Tx<'_>,
    row: &store::person::Row,
    profiles: &[Profile],
) -> Result<Vec<OnboardingStep>, Failure> {
    let finished = row.onboarded_at.is_some();
    // Asked only where it counts.
    let chose_mails = finished || !store::mail_preference::of_people(tx.conn, &[row.id])?.is_empty();
    let second_factor = finished
        || required(profiles, &tx.app.settings.second_factor)
        || !store::second_factor::of_person(tx.conn, row.id)?.is_empty();
    Ok(onboarding::left(&Standing {
        profiles,
        finished,
        checked_on: row.checked_on,
        chose_mails,
        caisse: row.caisse_code.as_deref(),
        second_factor,
    }))
}

/// H1: the caisse of the first of their organisations that has one, where one is left to be chosen.
fn caisse_proposed(
    tx: &mut Tx<'_>,
    steps: &[OnboardingStep],
    profiles: &[Profile],
) -> Result<Option<String>, Failure> {
    if !steps.contains(&OnboardingStep::Caisse) {
        return Ok(None);
    }
    for organisation in profiles.iter().filter_map(|profile| profile.organisation_id) {
        if let Some(caisse) = store::organisation::caisse_of(tx.conn, organisation)? {
            return Ok(Some(caisse));
        }
    }
    Ok(None)
}

/// A person as they act today, by what they are now and whatever they showed.
///
/// # Errors
/// The base cannot be read.
pub(crate) fn acting(tx: &mut Tx<'_>, id: PersonId) -> Result<Actor, Failure> {
    let row = store::person::find(tx.conn, id)?;
    let profiles = store::profile::held_by(tx.conn, id, tx.today)?;
    Ok(Actor::Person(person(&row, profiles, false)))
}

/// The actor that a person is, and whether they lack a second factor that they must have.
pub(crate) fn person(
    row: &store::person::Row,
    profiles: Vec<Profile>,
    second_factor_missing: bool,
) -> Person {
    let onboarded = onboarding::is_done(row.onboarded_at.is_some(), &profiles, row.caisse_code.as_deref());
    Person {
        id: row.id,
        forprev_number: row.forprev_number.clone(),
        last_name: row.last_name.clone(),
        first_name: row.first_name.clone(),
        profiles,
        onboarded,
        second_factor_missing,
    }
}

/// `GET /me`: who is signed in.
///
/// # Errors
/// `unauthenticated` where nobody is; or the base fails.
pub fn me(tx: &mut Tx<'_>) -> Result<Me, Failure> {
    let id = own(tx)?;
    let missing = tx.actor.person().is_some_and(|person| person.second_factor_missing);
    me_of(tx, id, !missing).map(|(_, me)| me)
}

/// A person as an actor, who showed a second factor or not, and what `GET /me` tells of them.
pub(super) fn me_of(tx: &mut Tx<'_>, id: PersonId, showed_one: bool) -> Result<(Actor, Me), Failure> {
    let row = store::person::find(tx.conn, id)?;
    let profiles = store::profile::held_by(tx.conn, id, tx.today)?;
    let missing = !showed_one && required(&profiles, &tx.app.settings.second_factor);
    let email_returned = email_returned(tx, &row)?;
    let onboarding = steps_left(tx, &row, &profiles)?;
    let caisse_proposed = caisse_proposed(tx, &onboarding, &profiles)?;
    let caisses = store::caisse_choice::of_person(tx.conn, id)?.into_iter();
    let person = person(&row, profiles, missing);
    let onboarded = person.onboarded;
    let actor = Actor::Person(person);
    let me = Me {
        id,
        profiles: actor.profiles().to_vec(),
        capabilities: capabilities(&actor),
        forprev_number: row.forprev_number,
        last_name: row.last_name,
        first_name: row.first_name,
        email: row.email.map(|email| email.as_str().to_owned()),
        email_returned,
        today: tx.today,
        onboarded,
        second_factor_missing: missing,
        onboarding,
        birth_date: row.birth_date,
        phone: row.phone,
        caisse: row.caisse_code,
        caisses: caisses.map(|(code, name, since)| ChosenCaisse { code, name, since }).collect(),
        caisse_proposed,
        checked_on: row.checked_on,
        data_check_due: onboarding::data_check_due(row.checked_on, tx.today),
        version: row.version,
    };
    Ok((actor, me))
}
