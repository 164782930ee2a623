//! The certificates of a session: who gets which, once, all or none; and what becomes of them.

mod downloads;
mod faults;
mod generation;
mod holders;
mod parameters;
mod refusals;
mod signatures;

use crate::cast::*;
use forprev_app::{Caller, certificates};
use forprev_core::{
    actor::{Actor, Person, Profile, ProfileKind},
    certificate::SessionCertificates,
    parameters::ParameterVersion,
    problem::Problem,
    session::{NewFormateur, NewSession, NewTrainee, Results, Session},
};
use forprev_store as store;
use serde_json::Value;

/// The status of the answer, and the certificates.
fn generate(world: &World, by: &Caller, session: &Session) -> Result<(u16, SessionCertificates), Problem> {
    told(world.app.write(by, |tx| {
        let answer = certificates::generate_certificates(tx, session.id)?;
        Ok((answer.status, answer.body))
    }))
}

fn numbers(certificates: &SessionCertificates) -> Vec<String> {
    certificates.items.iter().map(|one| one.number.to_string()).collect()
}

/// A session that trains formateurs, and ends on 31 August.
fn of_formateurs(world: &World, kind: &str, trainees: Vec<NewTrainee>) -> NewSession {
    NewSession {
        habilitation_id: world.formateurs.to_string(),
        certificate_code: Some("FORM_SST".into()),
        kind: Some(kind.into()),
        formateurs: vec![NewFormateur { forprev_number: number_of(&world.lead), lead: true }],
        trainees,
        ..world.new_session("2026-08-31")
    }
}

/// A session that one person declared and verified, gestionnaire and formateur at once; it ends on 31 August.
fn verified_by_its_declarer(world: &World) -> (Caller, Session) {
    let profiles = vec![gestionnaire_of(world.organisation), Profile::alone(ProfileKind::Formateur)];
    let both = world.person("Double", "Denise", profiles);
    world.qualification(&both, "FORM_SST", "2026-01-01", "2028-12-31");
    let mut new = world.new_session("2026-08-31");
    new.formateurs[0].forprev_number = number_of(&both);
    let submitted = world.submit(&both, &world.create(&both, &new).unwrap()).unwrap();
    let session = world.results(&both, &submitted, &everybody_passed(&submitted)).unwrap();
    (both, session)
}

fn with_email(last_name: &str, email: &str) -> NewTrainee {
    NewTrainee { email: Some(email.into()), ..trainee(last_name, "Camille", "1990-04-02") }
}

/// Five of whom nobody has an account.
fn newcomers() -> Vec<NewTrainee> {
    ["Arnaud", "Bernard", "Collet", "Dupuis", "Étienne"]
        .iter()
        .enumerate()
        .map(|(place, name)| with_email(name, &format!("nouveau-{place}@test.example")))
        .collect()
}

/// The results of a session in which those at these places failed.
fn but(session: &Session, failed: &[usize]) -> Results {
    let mut results = everybody_passed(session);
    for place in failed {
        results.results[*place].outcome = "failed".into();
    }
    results
}

/// The session through its first signature.
fn verified(world: &World, new: &NewSession, failed: &[usize]) -> Session {
    let submitted =
        world.submit(&world.gestionnaire, &world.create(&world.gestionnaire, new).unwrap()).unwrap();
    world.results(&world.lead, &submitted, &but(&submitted, failed)).unwrap()
}

/// A value of a national parameter, from a day on.
fn from_day(world: &World, day_: &str, name: &str, value: impl Into<Value>) {
    let version = ParameterVersion { name: name.into(), holds_from: day(day_), value: value.into() };
    world.write(|tx| Ok(store::parameter::set(tx.conn, &version)?));
}

fn execute(world: &World, statement: &str) {
    world.write(|tx| Ok(store::testing::execute(tx.conn, statement)?));
}

fn rows(world: &World) -> std::collections::BTreeMap<String, Vec<String>> {
    world.write(|tx| Ok(store::testing::rows(tx.conn)?))
}

fn person_of(world: &World, email: &str) -> Option<store::person::Row> {
    world.write(|tx| Ok(store::person::by_email(tx.conn, &email.parse().unwrap())?))
}

/// Somebody of the base, with the profiles that they have there, past their first sign-in.
fn as_caller(world: &World, person: &store::person::Row) -> Caller {
    let profiles = world.write(|tx| Ok(store::profile::held_by(tx.conn, person.id, tx.today)?));
    Caller::of(Actor::Person(Person {
        id: person.id,
        forprev_number: person.forprev_number.clone(),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        profiles,
        onboarded: true,
        second_factor_missing: false,
    }))
}

fn qualifications(world: &World, person: forprev_core::id::PersonId) -> Vec<store::qualification::Row> {
    world.write(|tx| Ok(store::qualification::of_people(tx.conn, &[person])?))
}
