//! All that is kept of a person, for themselves (A14; article 20 of the GDPR).

use super::{confirmed::confirm, me, oidc, second_factor, sign_ins};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any, people};
use forprev_core::{
    account::own::{
        Export, ExportedAct, ExportedFile, ExportedMessage, ExportedQualification, PasswordAgain,
    },
    id::PersonId,
};
use forprev_store as store;
use serde_json::Value;

/// `POST /me/export`: all that is kept of the signed-in person.
///
/// # Errors
/// What is wrong in shape, `password.wrong`, `request.too_many`.
pub fn export_my_data(app: &App, caller: &Caller, input: &PasswordAgain) -> Result<Export, Failure> {
    refuse_if_any(input.check())?;
    let person = confirm(app, caller, &input.password, "/password")?;
    app.write(caller, |tx| {
        audit::record(tx, "export_my_data", "person", &person.id.to_string(), None, Value::Null)?;
        gather(tx, &person)
    })
}

/// The files that they wrote.
fn files(tx: &mut Tx<'_>, author: PersonId) -> Result<Vec<ExportedFile>, Failure> {
    let rows = store::organisation_file::written_by(tx.conn, author)?;
    let told = |row: store::organisation_file::Row| ExportedFile {
        id: row.id,
        state: row.state,
        content: row.content.0,
        updated_at: row.updated_at.into(),
    };
    Ok(rows.into_iter().map(told).collect())
}

fn gather(tx: &mut Tx<'_>, person: &store::person::Row) -> Result<Export, Failure> {
    let id = person.id;
    let me = me(tx)?;
    let qualifications = store::qualification::of_people(tx.conn, &[id])?.into_iter();
    let certificates = store::certificate::of_person(tx.conn, id)?.into_iter();
    let sign_ins = store::sign_in::of_person(tx.conn, id)?.into_iter();
    let second_factors = store::second_factor::of_person(tx.conn, id)?;
    let identities = store::federated_identity::of_person(tx.conn, id)?;
    let messages = store::outbox::of_person(tx.conn, id)?.into_iter();
    let recoveries = store::account_recovery::of_person(tx.conn, id)?;
    let recoveries = recoveries.into_iter().map(|row| people::own(tx, &row)).collect::<Result<_, _>>()?;
    let acts = store::audit::of_person(tx.conn, id)?.into_iter();
    Ok(Export {
        exported_at: tx.now,
        person: me,
        opened_at: person.created_at.into(),
        qualifications: qualifications
            .map(|one| ExportedQualification {
                certificate_code: one.certificate_code,
                obtained_on: one.obtained_on,
                valid_until: one.valid_until,
            })
            .collect(),
        certificates: certificates.map(|one| one.number).collect(),
        sign_ins: sign_ins.filter_map(|one| sign_ins::told(one, tx.sign_in)).collect(),
        second_factors: second_factors.iter().map(second_factor::shown).collect(),
        identities: identities.iter().map(|row| oidc::shown(tx.app, row)).collect(),
        recoveries,
        preferences: store::mail_preference::of_person(tx.conn, id)?,
        organisation_files: files(tx, id)?,
        looks: crate::looks::all(tx)?,
        messages: messages
            .map(|one| ExportedMessage {
                kind: one.kind,
                created_at: one.created_at.into(),
                sent_at: one.done_at.map(Into::into),
            })
            .collect(),
        acts: acts
            .map(|one| ExportedAct {
                at: one.at.into(),
                action: one.action,
                resource_kind: one.resource_kind,
                resource_id: one.resource_id,
                address: one.address,
            })
            .collect(),
    })
}
