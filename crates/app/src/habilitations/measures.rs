//! H11, C27: a habilitation is suspended, its suspension lifted, it is withdrawn. Nothing else is written than its days, its
//! history and the letter: sessions and the public directory follow the days by themselves.

use super::{detail, event, seen};
use crate::{
    Failure, Tx, audit,
    failure::refuse_if_any,
    letters::{self, Decided as Told},
    outbox,
    sessions::Expected,
};
use forprev_core::{
    habilitation::measure::{
        Decided, HabilitationDetail, HabilitationEventKind, Measure, NewLifting, NewSuspension,
        NewWithdrawal, Standing, faults, lifted, to_lift,
    },
    id::HabilitationId,
    letter::LetterKind,
    policy::organisation::measure,
};
use forprev_store as store;
use serde_json::json;
use store::habilitation::Whole;

/// `POST /habilitations/{id}/suspend`: from a day, until another or until it is lifted.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `habilitation.state`, `version.stale`; `habilitation.effect_day`,
/// `field.order`, `habilitation.hearing`.
pub fn suspend_habilitation(
    tx: &mut Tx<'_>,
    id: HabilitationId,
    expected: impl Into<Expected>,
    input: &NewSuspension,
) -> Result<HabilitationDetail, Failure> {
    decide(tx, id, expected.into(), &input.read()?)
}

/// `POST /habilitations/{id}/lift`: lifted on d, the suspension ends the day before.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `habilitation.state`, `version.stale`; `habilitation.effect_day`.
pub fn lift_suspension(
    tx: &mut Tx<'_>,
    id: HabilitationId,
    expected: impl Into<Expected>,
    input: &NewLifting,
) -> Result<HabilitationDetail, Failure> {
    decide(tx, id, expected.into(), &input.read()?)
}

/// `POST /habilitations/{id}/withdraw`: final, from a day on.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `habilitation.state`, `version.stale`; `habilitation.effect_day`,
/// `habilitation.hearing`.
pub fn withdraw_habilitation(
    tx: &mut Tx<'_>,
    id: HabilitationId,
    expected: impl Into<Expected>,
    input: &NewWithdrawal,
) -> Result<HabilitationDetail, Failure> {
    decide(tx, id, expected.into(), &input.read()?)
}

/// What a measure is called where it is kept and told.
struct Names {
    operation: &'static str,
    event: HabilitationEventKind,
    letter: LetterKind,
    mail: outbox::Kind,
}

const fn names(measure: Measure) -> Names {
    match measure {
        Measure::Suspend => Names {
            operation: "suspend_habilitation",
            event: HabilitationEventKind::Suspended,
            letter: LetterKind::Suspension,
            mail: outbox::Kind::HabilitationSuspended,
        },
        Measure::Lift => Names {
            operation: "lift_suspension",
            event: HabilitationEventKind::Lifted,
            letter: LetterKind::Lifting,
            mail: outbox::Kind::HabilitationLifted,
        },
        Measure::Withdraw => Names {
            operation: "withdraw_habilitation",
            event: HabilitationEventKind::Withdrawn,
            letter: LetterKind::Withdrawal,
            mail: outbox::Kind::HabilitationWithdrawn,
        },
    }
}

fn decide(
    tx: &mut Tx<'_>,
    id: HabilitationId,
    expected: Expected,
    decided: &Decided,
) -> Result<HabilitationDetail, Failure> {
    let version = store::habilitation::touch(tx.conn, id, None)?.version;
    let mut found = store::habilitation::find(tx.conn, id)?;
    let organisation = seen(tx, &found)?;
    let validity = found.validity();
    measure(tx.actor, Standing::of(&validity, tx.today), decided.measure)?;
    expected.check(version - 1)?;
    refuse_if_any(faults(decided, &validity, tx.today))?;
    apply(tx, &mut found, decided)?;
    let names = names(decided.measure);
    let number = found.row.number.to_string();
    let letter = letters::make(
        tx,
        Told {
            kind: names.letter,
            organisation: &organisation,
            habilitation: Some((id, number.clone())),
            request: None,
            dispositif: &found.row.dispositif,
            level: found.row.level,
            decided_on: tx.today,
            from: Some(decided.from),
            until: decided.until,
            hearing_until: decided.hearing_until,
            reason: decided.reason.clone(),
            remarks: Vec::new(),
        },
    )?;
    let row = store::habilitation::EventRow {
        from_on: Some(decided.from),
        until_on: decided.until,
        hearing_until: decided.hearing_until,
        reason: decided.reason.clone(),
        letter_id: Some(letter),
        ..event(tx, id, names.event)
    };
    store::habilitation::insert_event(tx.conn, row)?;
    let of = Some(found.row.organisation_id);
    let said =
        json!({ "from": decided.from, "until": decided.until, "hearing_until": decided.hearing_until });
    audit::record(tx, names.operation, "habilitation", &id.to_string(), of, said)?;
    let payload = json!({
        "dispositif": found.row.dispositif,
        "level": found.row.level,
        "organisation": organisation.raison_sociale,
        "organisation_id": organisation.id,
        "habilitation_number": number,
        "from": decided.from,
        "until": decided.until,
        "hearing_until": decided.hearing_until,
        "reason": decided.reason,
        "letter_id": letter,
    });
    outbox::put_to_gestionnaires(tx, names.mail, organisation.id, payload)?;
    let found = store::habilitation::find(tx.conn, id)?;
    detail(tx, &organisation, found)
}

/// Writes the days of a measure.
fn apply(tx: &mut Tx<'_>, found: &mut Whole, decided: &Decided) -> Result<(), Failure> {
    match decided.measure {
        Measure::Suspend => {
            let row = store::habilitation::SuspensionRow {
                id: tx.new_id().to_string(),
                habilitation_id: found.row.id,
                from_on: decided.from,
                until_on: decided.until,
                reason: decided.reason.clone(),
                created_at: tx.now.into(),
            };
            store::habilitation::insert_suspension(tx.conn, row)?;
        }
        Measure::Lift => {
            let Some(suspension) = to_lift(&found.validity(), tx.today) else { return Ok(()) };
            let kept = lifted(suspension, decided.from);
            let its = |one: &&store::habilitation::SuspensionRow| {
                one.from_on == suspension.from && one.until_on == suspension.until
            };
            if let Some(row) = found.suspensions.iter().find(its) {
                store::habilitation::end_suspension(tx.conn, &row.id, kept.and_then(|one| one.until))?;
            }
        }
        Measure::Withdraw => {
            found.row.withdrawn_from = Some(decided.from);
            found.row.withdrawal_reason.clone_from(&decided.reason);
            store::habilitation::save(tx.conn, found.row.clone())?;
        }
    }
    Ok(())
}
