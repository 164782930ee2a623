//! One-time links that mails bring (A3). The base keeps a digest of the token only; the token is derived from the link's
//! identifier under the installation's secret, so that a mail can be composed from the identifier.

use super::{acting, base64url, digest, digest_hex, email, password_change};
use crate::{App, Caller, Failure, Tx, failure::refuse_if_any};
use chrono::{DateTime, Duration, Utc};
use forprev_core::{
    account::{
        link::{LinkPurpose, LinkToken, LinkUse, OpenedLink},
        password,
    },
    calendar::today_in_paris,
    email::Email,
    id::PersonId,
    problem::{Code, Fault},
};
use forprev_store as store;
use serde_json::{Value, json};

/// The page that takes a link's token from its address.
pub(super) const PAGE: &str = "lien";
/// The same, which then leads to where one becomes a demandeur (A4).
pub(super) const TO_DEMANDEUR: &str = "lien?pour=demandeur";
/// How long after its end a link is remembered, so that whoever comes late is told why it does not serve.
pub(crate) const EXPLAINED: Duration = Duration::days(30);

/// How long a link serves: whoever forgot a password asks again in a minute, a new account's owner reads mails later.
const fn lifetime(purpose: LinkPurpose) -> Duration {
    match purpose {
        LinkPurpose::ResetPassword => Duration::hours(2),
        _ => Duration::hours(48),
    }
}

/// Makes a link for a person. Its identifier, which goes into a mail's payload.
///
/// # Errors
/// The base cannot be written.
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    person: PersonId,
    purpose: LinkPurpose,
    email: Option<Email>,
) -> Result<String, Failure> {
    if purpose == LinkPurpose::ConfirmEmail {
        // Whoever asks for another address no longer wants the one before.
        store::one_time_link::end(tx.conn, person, &[purpose], tx.now.into())?;
    }
    let id = tx.new_id().to_string();
    store::one_time_link::insert(
        tx.conn,
        store::one_time_link::Row {
            id: id.clone(),
            purpose,
            person_id: person,
            email,
            token_digest: kept(tx.app, &token(tx.app, &id)),
            created_at: tx.now.into(),
            expires_at: (tx.now + lifetime(purpose)).into(),
            used_at: None,
        },
    )?;
    Ok(id)
}

/// What a mail's payload says of a link.
pub(crate) fn payload(id: &str) -> Value {
    json!({ "link": id, "page": PAGE })
}

/// The token of a link.
#[must_use]
pub fn token(app: &App, id: &str) -> String {
    base64url(&digest(&app.secret.derive("one-time link"), id.as_bytes()))
}

/// The address of a link. The token is its fragment, which reaches no server and no log.
#[must_use]
pub fn url(app: &App, page: &str, id: &str) -> String {
    format!("{}/{page}#{}", app.settings.public_url, token(app, id))
}

/// What the base keeps of a token.
pub(crate) fn kept(app: &App, token: &str) -> String {
    digest_hex(&app.secret.derive("one-time link digest"), token.trim().as_bytes())
}

/// The link of this token, where it still serves.
///
/// # Errors
/// `link.unknown`, `link.used`, `link.expired`.
fn good(tx: &mut Tx<'_>, token: &str) -> Result<store::one_time_link::Row, Failure> {
    let digest = kept(tx.app, token);
    let row =
        store::one_time_link::by_digest(tx.conn, &digest)?.ok_or_else(|| Failure::of(Code::LinkUnknown))?;
    let expires_at: DateTime<Utc> = row.expires_at.into();
    if row.used_at.is_some() {
        Err(Failure::of(Code::LinkUsed))
    } else if expires_at <= tx.now {
        Err(Fault::new(Code::LinkExpired).with("since", today_in_paris(expires_at)).into())
    } else {
        Ok(row)
    }
}

/// `POST /auth/links/open`: what a link is for. It stays unused: mail programs open links by themselves.
///
/// # Errors
/// What is wrong in shape, `link.unknown`, `link.used`, `link.expired`.
pub fn open_link(tx: &mut Tx<'_>, input: &LinkToken) -> Result<OpenedLink, Failure> {
    refuse_if_any(input.check())?;
    let row = good(tx, &input.token)?;
    Ok(OpenedLink { purpose: row.purpose, expires_at: row.expires_at.into() })
}

/// `POST /auth/links/use`: does what a link is for, once. Nobody is signed in by it.
///
/// # Errors
/// As [`open_link`]; `password.*`; `email.already_used` where the new address became somebody else's.
pub fn use_link(app: &App, caller: &Caller, input: &LinkUse) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let (link, person) = app.read(caller, |tx| {
        let link = good(tx, &input.token)?;
        let person = store::person::find(tx.conn, link.person_id)?;
        Ok((link, person))
    })?;
    let hash = if link.purpose.sets_password() {
        password_change::refuse_weak(owner(&person), &input.password, "/password")?;
        // Outside any transaction: it takes long.
        Some(app.hashing.hash(&input.password)?)
    } else {
        None
    };
    app.write(caller, |tx| {
        let person = store::person::touch(tx.conn, link.person_id, None)?;
        if !store::one_time_link::use_once(tx.conn, &link.id, tx.now.into())? {
            good(tx, &input.token)?;
            return Err(Failure::of(Code::LinkUsed));
        }
        let whose = acting(tx, person.id)?;
        match (&hash, &link.email) {
            (Some(hash), _) => password_change::set(tx, person, hash)?,
            (None, Some(email)) => email::confirm(tx, person, email)?,
            (None, None) => return Err(Failure::internal("a link for nothing")),
        }
        let detail = json!({ "purpose": link.purpose });
        crate::audit::record_by(tx, &whose, "use_link", "person", &link.person_id.to_string(), None, detail)
    })
}

/// The purposes whose links end when a password is set.
pub(super) const OF_PASSWORDS: [LinkPurpose; 2] = [LinkPurpose::OpenAccount, LinkPurpose::ResetPassword];

// The rules of core know whom a password belongs to.
pub(super) fn owner(person: &store::person::Row) -> password::Owner<'_> {
    password::Owner {
        last_name: &person.last_name,
        first_name: &person.first_name,
        email: person.email.as_ref(),
        forprev_number: Some(&person.forprev_number),
    }
}
