//! Signing in by a linked identity: in the place of the password, and of nothing else. A second factor is asked for as
//! after a password, and what weighs heavily asks for the password or a passkey.

use super::{LOGIN, Subject, begin, finish};
use crate::{
    App, Caller, Failure, Tx,
    accounts::{Login, second_step, sign_in::signed_in, throttle},
    audit,
    failure::refuse_if_any,
};
use forprev_core::{
    oidc::{OidcAnswer, OidcBegun},
    problem::Code,
};
use forprev_store as store;
use serde_json::json;

/// Begins to sign in at the provider. Whoever asks is answered: nobody was named.
///
/// # Errors
/// `not_found` where no provider is set up, `oidc.unavailable`; or the base fails.
pub fn begin_oidc_login(app: &App, caller: &Caller) -> Result<OidcBegun, Failure> {
    begin(app, caller, LOGIN, None)
}

/// Signs in whose account is linked to the identity that the provider's answer shows, or asks for the second factor where
/// one is set.
///
/// # Errors
/// `field.*`, `oidc.expired`, `oidc.refused`, `oidc.unknown`, `oidc.unavailable`, `request.too_many` where many answers
/// from one network were refused; or the base fails.
pub fn finish_oidc_login(app: &App, caller: &Caller, body: &OidcAnswer) -> Result<Login, Failure> {
    refuse_if_any(body.check())?;
    app.read(caller, throttle::refuse_if_network_blocked)?;
    let subject = match finish(app, caller, LOGIN, None, body) {
        Err(failure) if failure.code() == Code::OidcRefused => {
            app.write(caller, |tx| {
                throttle::network_failed(tx)?;
                failed(tx)
            })?;
            return Err(failure);
        }
        other => other?,
    };
    let login = app.write(caller, |tx| {
        let login = by(tx, &subject)?;
        if login.is_none() {
            failed(tx)?;
        }
        Ok(login)
    })?;
    login.ok_or_else(|| Failure::of(Code::OidcUnknown))
}

/// Never whom the provider named: it may be anybody.
fn failed(tx: &mut Tx<'_>) -> Result<(), Failure> {
    audit::record(tx, "login_failed", "person", "unknown", None, json!({ "by": "oidc" }))
}

/// What this identity opens; nothing where it is not linked, or to an account that is closed or was merged.
fn by(tx: &mut Tx<'_>, subject: &Subject<'_>) -> Result<Option<Login>, Failure> {
    let linked = store::federated_identity::by_subject(tx.conn, subject.issuer, &subject.name)?;
    let Some(identity) = linked else { return Ok(None) };
    let person = store::person::lock(tx.conn, identity.person_id)?;
    let merged = store::person_merge::of_merged(tx.conn, person.id)?.is_some();
    if merged || person.closed_at.is_some() {
        return Ok(None);
    }
    // Meanwhile its owner may have removed it.
    if !store::federated_identity::used(tx.conn, person.id, identity.id, tx.now.into())? {
        return Ok(None);
    }
    if let Some(pending) = second_step::ask(tx, &person, Some(identity.id))? {
        return Ok(Some(Login::Pending(pending)));
    }
    let (me, signed_in) = signed_in(tx, person.id, Some(identity.id), None)?;
    Ok(Some(Login::Done(Box::new(me), signed_in)))
}
