//! Closing one's account: nobody signs in to it any more. What others rely on stays under the number: qualifications,
//! certificates, acts.

use super::{acting, confirmed::confirm, oidc, second_factor};
use crate::{App, Caller, Failure, Tx, agents, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    account::{link::LinkPurpose, own::PasswordAgain},
    policy::account::{MANAGES, managed},
    problem::Code,
};
use forprev_store as store;
use serde_json::{Value, json};

/// `POST /me/close`.
///
/// # Errors
/// What is wrong in shape, `password.wrong`, `request.too_many`; `gestionnaire.last` where an organisation would be left
/// without one (U4).
pub fn close_my_account(app: &App, caller: &Caller, input: &PasswordAgain) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let id = confirm(app, caller, &input.password, "/password")?.id;
    app.write(caller, |tx| {
        let mut organisations = managed(&store::profile::held_by(tx.conn, id, tx.today)?);
        // In one order, so that two who leave the same organisations do not wait for each other.
        organisations.sort_unstable();
        for organisation in organisations {
            // Of two gestionnaires who leave at once, the second sees that the first has.
            store::organisation::touch(tx.conn, organisation, None)?;
            if store::profile::people_of(tx.conn, organisation, MANAGES, tx.today)? == [id] {
                return Err(Failure::of(Code::GestionnaireLast));
            }
        }
        agents::may_all_end(tx, id)?;
        let row = store::person::touch(tx.conn, id, None)?;
        let whose = acting(tx, id)?;
        for profile in store::profile::of_person(tx.conn, id)? {
            store::profile::end(tx.conn, &profile.id, tx.now.into())?;
        }
        if let Some(email) = &row.email {
            let payload = json!({ "to": email.as_str() });
            outbox::put(tx, outbox::Kind::AccountClosed, Some(id), None, None, payload)?;
        }
        close(tx, row)?;
        // Their addresses lead to this account, and are the same person's.
        for other in store::person_merge::merged_into(tx.conn, id)? {
            let row = store::person::touch(tx.conn, other, None)?;
            close(tx, row)?;
        }
        audit::record_by(tx, &whose, "close_my_account", "person", &id.to_string(), None, Value::Null)
    })
}

/// Closes one account that was taken: no address, and no way in.
fn close(tx: &mut Tx<'_>, row: store::person::Row) -> Result<(), Failure> {
    store::refresh_token::end_others(tx.conn, row.id, None, tx.now.into())?;
    store::sign_in::erase_of(tx.conn, row.id)?;
    second_factor::forget(tx, row.id)?;
    oidc::forget(tx, row.id)?;
    store::one_time_link::end(tx.conn, row.id, &LinkPurpose::ALL, tx.now.into())?;
    let closed = store::person::Row {
        email: None,
        email_key: None,
        password_hash: None,
        phone: None,
        closed_at: Some(tx.now.into()),
        ..row
    };
    Ok(store::person::save(tx.conn, closed)?)
}
