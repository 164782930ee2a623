//! One's own data (A9, H1, H2), and the first sign-in steps (U5).

use super::{actor, own};
use crate::{Answer, Failure, Tx, audit, failure::refuse_if_any, sessions::Expected};
use chrono::{Datelike, NaiveDate};
use forprev_core::{
    account::{
        onboarding::{OnboardingDone, OnboardingStep},
        own::MePatch,
    },
    actor::{Me, Profile},
    policy::account::{ASKS, may_correct_identity},
    problem::{Code, Fault},
    text,
};
use forprev_store as store;
use serde_json::{Value, json};

/// Nobody is older.
const AGE_MAX: i32 = 120;

/// `PATCH /me`: corrects one's own data.
///
/// # Errors
/// What is wrong in shape, `version.*`, `identity.fixed`, `field.reference` for a caisse that does not exist.
pub fn update_me(tx: &mut Tx<'_>, expected: Expected, patch: &MePatch) -> Result<Answer<Me>, Failure> {
    refuse_if_any(patch.check())?;
    let (mut row, profiles) = taken(tx)?;
    expected.check(row.version - 1)?;
    let mut faults = Vec::new();
    if !may_correct_identity(&profiles, row.onboarded_at.is_some()) {
        faults.extend(patch.identity().into_iter().map(|at| Fault::new(Code::IdentityFixed).at(at)));
    }
    let birth_date = patch.birth_date.as_deref().and_then(|text| text.trim().parse::<NaiveDate>().ok());
    if birth_date.is_some_and(|day| day >= tx.today || tx.today.year() - day.year() > AGE_MAX) {
        faults.push(Fault::new(Code::BadDate).at("/birth_date"));
    }
    faults.extend(unknown_caisse(tx, patch.caisse.as_deref())?);
    refuse_if_any(faults)?;
    let mut changed = Vec::new();
    let mut set = |name: &'static str, to: &mut String, from: Option<&String>| {
        if let Some(text) = from.map(|text| text::clean(text)).filter(|text| text != to) {
            *to = text;
            changed.push(name);
        }
    };
    set("last_name", &mut row.last_name, patch.last_name.as_ref());
    set("first_name", &mut row.first_name, patch.first_name.as_ref());
    let mut phone = row.phone.take().unwrap_or_default();
    set("phone", &mut phone, patch.phone.as_ref());
    row.phone = Some(phone).filter(|phone| !phone.is_empty());
    if birth_date.is_some() && birth_date != row.birth_date {
        row.birth_date = birth_date;
        changed.push("birth_date");
    }
    row.identity_key = store::person::identity_key(&row.last_name, &row.first_name);
    row.search_key = store::person::search_key(&row.last_name, &row.first_name);
    let before = row.caisse_code.clone();
    if let Some(caisse) = &patch.caisse {
        row.caisse_code = Some(caisse.trim().to_owned());
    }
    // Which fields, never what they hold; of caisses the history is kept (H1).
    let caisse = (before != row.caisse_code).then(|| json!([before, row.caisse_code]));
    let id = row.id;
    note_caisse(tx, before.as_deref(), &row)?;
    store::person::save(tx.conn, row)?;
    let detail = json!({ "fields": changed, "caisse": caisse });
    audit::record(tx, "update_me", "person", &id.to_string(), None, detail)?;
    told(tx)
}

/// `POST /me/onboarding`: takes a step of the first sign-in. They can be taken again: data are confirmed once a year.
///
/// # Errors
/// What is wrong in shape, `field.reference` for a caisse that does not exist, `onboarding.incomplete` for `done` while
/// another step is left.
pub fn take_onboarding_step(tx: &mut Tx<'_>, input: &OnboardingDone) -> Result<Answer<Me>, Failure> {
    refuse_if_any(input.check())?;
    let (mut row, profiles) = taken(tx)?;
    let mut detail = json!({ "step": input.step.trim() });
    let before = row.caisse_code.clone();
    match input.step.trim() {
        "data" => row.checked_on = Some(tx.today),
        // What was chosen stands; who chose nothing keeps what holds for them.
        "notifications" => {
            let chosen = store::mail_preference::of_person(tx.conn, row.id)?;
            store::mail_preference::set(tx.conn, row.id, chosen)?;
        }
        "caisse" => {
            let caisse = input.caisse.as_deref().map(str::trim);
            refuse_if_any(unknown_caisse(tx, caisse)?.into_iter().collect())?;
            let next = caisse.map(str::to_owned);
            detail = json!({ "step": "caisse", "caisse": [before, next] });
            row.caisse_code = next;
        }
        _ => {
            let left = actor::steps_left(tx, &row, &profiles)?;
            let missing = left.into_iter().filter(|step| step.is_needed());
            refuse_if_any(missing.map(incomplete).collect())?;
            row.onboarded_at = row.onboarded_at.or(Some(tx.now.into()));
        }
    }
    let id = row.id;
    note_caisse(tx, before.as_deref(), &row)?;
    store::person::save(tx.conn, row)?;
    audit::record(tx, "take_onboarding_step", "person", &id.to_string(), None, detail)?;
    told(tx)
}

/// `POST /me/demandeur`: makes the signed-in person a demandeur besides what they are (A4); nothing where they are one.
///
/// # Errors
/// `unauthenticated`; the base cannot be written.
pub fn become_demandeur(tx: &mut Tx<'_>) -> Result<Answer<Me>, Failure> {
    // With their lock: asked twice at once, the second sees what the first wrote.
    let id = store::person::lock(tx.conn, own(tx)?)?.id;
    if !store::profile::of_person(tx.conn, id)?.iter().any(|profile| profile.kind == ASKS) {
        let profile = store::profile::Row::new(tx.new_id().to_string(), id, ASKS, tx.now.into());
        store::profile::insert(tx.conn, profile)?;
        audit::record(tx, "become_demandeur", "person", &id.to_string(), None, Value::Null)?;
    }
    told(tx)
}

/// H1: the history of caisses is kept.
fn note_caisse(tx: &mut Tx<'_>, before: Option<&str>, row: &store::person::Row) -> Result<(), Failure> {
    match row.caisse_code.as_deref() {
        Some(now) if before != Some(now) => Ok(store::caisse_choice::put(tx.conn, row.id, now, tx.today)?),
        _ => Ok(()),
    }
}

fn incomplete(step: OnboardingStep) -> Fault {
    Fault::new(Code::OnboardingIncomplete).at("/step").with("step", step.as_str())
}

/// The signed-in person, locked and in their next version, with what they are.
fn taken(tx: &mut Tx<'_>) -> Result<(store::person::Row, Vec<Profile>), Failure> {
    let row = store::person::touch(tx.conn, own(tx)?, None)?;
    let profiles = store::profile::held_by(tx.conn, row.id, tx.today)?;
    Ok((row, profiles))
}

fn unknown_caisse(tx: &mut Tx<'_>, code: Option<&str>) -> Result<Option<Fault>, Failure> {
    let Some(code) = code.map(str::trim) else { return Ok(None) };
    let known = store::place::caisse(tx.conn, code)?.is_some();
    Ok((!known).then(|| Fault::new(Code::BadReference).at("/caisse")))
}

fn told(tx: &mut Tx<'_>) -> Result<Answer<Me>, Failure> {
    let me = actor::me(tx)?;
    Ok(Answer { version: Some(me.version), ..Answer::ok(me) })
}
