//! Passkeys (WebAuthn): made for this site's address, with the owner's own gesture or code each time.
//!
//! Between the two halves of a ceremony its state goes out and comes back sealed, and serves once: nothing that nobody
//! finishes is kept.

use super::{about_to_change, add, called};
use crate::{
    App, Failure, Tx,
    accounts::{base64url, sealed},
    failure::refuse_if_any,
};
use chrono::Duration;
use forprev_core::{
    id::{PersonId, SecondFactorId},
    problem::{Code, Fault},
    second_factor::{AddedFactor, FactorKind, FinishPasskey, PasskeyAnswer, PasskeyOptions, wrong},
};
use forprev_store::{self as store, second_factor::Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

const MAKING: &str = "passkey being made";
const ASKING: &str = "passkey being asked for";
/// How long a browser has.
const LIFETIME: Duration = Duration::minutes(5);

/// What a passkey is asked for: an answer to one serves for no other.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Use {
    /// The second step of a sign-in, or all of it.
    SecondStep,
    /// The identity confirmed again.
    StepUp,
}

#[derive(Serialize, Deserialize)]
struct Making {
    person: PersonId,
    state: PasskeyRegistration,
}

#[derive(Serialize, Deserialize)]
struct Asking {
    serves: Use,
    of: Of,
}

/// Of whom a passkey is asked.
#[derive(Serialize, Deserialize)]
enum Of {
    Person(PersonId, PasskeyAuthentication),
    Anyone(DiscoverableAuthentication),
}

/// The site: passkeys are bound to the name in its public address.
fn site(app: &App) -> Result<Webauthn, Failure> {
    let unavailable = || Failure::of(Code::PasskeyUnavailable);
    let origin = Url::parse(&app.settings.public_url).map_err(|_| unavailable())?;
    // Not an address of numbers: the standard binds passkeys to names.
    let name = origin.domain().ok_or_else(unavailable)?.to_owned();
    let builder = WebauthnBuilder::new(&name, &origin).map_err(|_| unavailable())?;
    // On the developer's own machine any port is the same site.
    let builder = builder.rp_name("Forprev").allow_any_port(name == "localhost");
    builder.build().map_err(|_| unavailable())
}

fn passkeys(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Passkey>, Failure> {
    let rows = store::second_factor::of_person(tx.conn, person)?;
    let kept = rows.iter().filter_map(|row| row.credential.as_deref());
    Ok(kept.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn failed(what: &'static str) -> impl Fn(webauthn_rs::prelude::WebauthnError) -> Failure {
    move |_| Failure::internal(what)
}

/// Begins to make a passkey.
///
/// # Errors
/// `step_up.required`, `passkey.unavailable`; or the base fails.
pub fn begin_passkey(tx: &mut Tx<'_>) -> Result<PasskeyOptions, Failure> {
    let person = about_to_change(tx)?;
    let site = site(tx.app)?;
    let row = store::person::find(tx.conn, person)?;
    let known = passkeys(tx, person)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let name = format!("{} {}", row.first_name, row.last_name);
    let (challenge, state) = site
        .start_passkey_registration(person.uuid(), row.forprev_number.as_str(), &name, Some(known))
        .map_err(failed("a passkey could not be begun"))?;
    let mut options = serde_json::to_value(challenge.public_key)?;
    // So that it serves to sign in without a name, where the device can.
    if let Some(Value::Object(wish)) = options.get_mut("authenticatorSelection") {
        wish.insert("residentKey".to_owned(), "preferred".into());
    }
    let token = sealed::token(tx, MAKING, Making { person, state }, LIFETIME)?;
    Ok(PasskeyOptions { token, options })
}

/// Sets up a passkey that a browser made.
///
/// # Errors
/// `field.*`, `step_up.required`, `second_factor.expired`, `second_factor.wrong`, `field.too_many`; or the base fails.
pub fn finish_passkey(tx: &mut Tx<'_>, body: &FinishPasskey) -> Result<AddedFactor, Failure> {
    refuse_if_any(body.check())?;
    let person = about_to_change(tx)?;
    let making: Making = sealed::read(tx, MAKING, &body.token)?;
    spend(tx, &body.token)?;
    let refused = || Failure::from(wrong("/credential"));
    if making.person != person {
        return Err(refused());
    }
    let made: RegisterPublicKeyCredential = Deserialize::deserialize(&body.credential)
        .map_err(|_| Fault::new(Code::BadFormat).at("/credential"))?;
    let passkey = site(tx.app)?.finish_passkey_registration(&made, &making.state).map_err(|_| refused())?;
    let row = Row {
        id: SecondFactorId::new(tx.new_id()),
        person_id: person,
        kind: FactorKind::Passkey,
        name: called(&body.name, "Clé d’accès"),
        secret: None,
        last_step: None,
        credential_id: Some(base64url(passkey.cred_id())),
        credential: Some(serde_json::to_string(&passkey)?),
        created_at: tx.now.into(),
        last_used_at: None,
    };
    add(tx, row)
}

/// Asks for one of this person's passkeys.
pub(crate) fn ask(tx: &mut Tx<'_>, person: PersonId, serves: Use) -> Result<PasskeyOptions, Failure> {
    let passkeys = passkeys(tx, person)?;
    if passkeys.is_empty() {
        return Err(Failure::of(Code::SecondFactorNone));
    }
    let (challenge, state) = site(tx.app)?
        .start_passkey_authentication(&passkeys)
        .map_err(failed("a passkey could not be asked for"))?;
    asked(tx, challenge.public_key, Asking { serves, of: Of::Person(person, state) })
}

/// Asks for a passkey of whoever is there, to sign in without a name.
pub(crate) fn ask_anyone(tx: &mut Tx<'_>) -> Result<PasskeyOptions, Failure> {
    let (challenge, state) = site(tx.app)?
        .start_discoverable_authentication()
        .map_err(failed("a passkey could not be asked for"))?;
    asked(tx, challenge.public_key, Asking { serves: Use::SecondStep, of: Of::Anyone(state) })
}

fn asked(tx: &Tx<'_>, options: impl Serialize, asking: Asking) -> Result<PasskeyOptions, Failure> {
    Ok(PasskeyOptions {
        token: sealed::token(tx, ASKING, asking, LIFETIME)?,
        options: serde_json::to_value(options)?,
    })
}

/// Whose passkey answered; nobody's, whatever is wrong with it: unknown, removed, of somebody else, of an account that was
/// merged, badly signed.
pub(crate) fn answered(
    tx: &mut Tx<'_>,
    body: &PasskeyAnswer,
    serves: Use,
) -> Result<Option<PersonId>, Failure> {
    let asking: Asking = sealed::read(tx, ASKING, &body.token)?;
    if asking.serves != serves {
        return Err(Failure::of(Code::SecondFactorExpired));
    }
    let alone = matches!(asking.of, Of::Anyone(_));
    spend(tx, &body.token)?;
    let Ok(answer) = PublicKeyCredential::deserialize(&body.credential) else { return Ok(None) };
    let id = base64url(answer.get_credential_id());
    let Some(row) = store::second_factor::by_credential_id(tx.conn, &id)? else { return Ok(None) };
    // Whoever closes or recovers the account at the same time comes before or after, and not between.
    let person = store::person::lock(tx.conn, row.person_id)?;
    // Alone it opens no account that waits for another password, after a recovery for example.
    let shut = person.closed_at.is_some() || (alone && person.password_hash.is_none());
    if shut || store::person_merge::of_merged(tx.conn, row.person_id)?.is_some() {
        return Ok(None);
    }
    let Some(kept) = row.credential.as_deref() else { return Ok(None) };
    let mut passkey: Passkey = serde_json::from_str(kept)?;
    let site = site(tx.app)?;
    let checked = match asking.of {
        Of::Person(person, state) if person == row.person_id => {
            site.finish_passkey_authentication(&answer, &state)
        }
        Of::Anyone(state)
            if answer.get_user_unique_id() == Some(row.person_id.uuid().as_bytes().as_slice()) =>
        {
            site.finish_discoverable_authentication_v2(&answer, state, &passkey)
        }
        _ => return Ok(None),
    };
    let Ok(result) = checked else { return Ok(None) };
    passkey.update_credential(&result);
    let there =
        store::second_factor::used(tx.conn, row.id, &serde_json::to_string(&passkey)?, tx.now.into())?;
    Ok(there.then_some(row.person_id))
}

/// Spends a token that serves once.
fn spend(tx: &mut Tx<'_>, token: &str) -> Result<(), Failure> {
    if sealed::spend(tx, token, LIFETIME)? { Ok(()) } else { Err(Failure::of(Code::SecondFactorExpired)) }
}
