//! Whoever holds the mailed token reads the invitation, and accepts it: with the account that they are signed in with, or
//! with a new one (U2).

use super::{caisse_name, organisation_name, same_identity, token, what};
use crate::{App, Caller, Failure, Tx, accounts, agents, audit, failure::refuse_if_any, outbox, users};
use forprev_core::{
    account::password::Owner,
    actor::Actor,
    id::PersonId,
    problem::{Code, Fault},
    user::{AcceptInvitation, Accepted, InvitationToken, OpenedInvitation},
};
use forprev_store as store;
use serde_json::json;

/// `POST /invitations/open`: what the invitation is. Whether the address has an account is told to whoever holds the
/// token, which was mailed to that address.
///
/// # Errors
/// What is wrong in shape; `invitation.unknown`, `invitation.used`, `invitation.cancelled`, `invitation.expired`.
pub fn open_invitation(tx: &mut Tx<'_>, input: &InvitationToken) -> Result<OpenedInvitation, Failure> {
    refuse_if_any(input.check())?;
    let row = usable(tx, &input.token)?;
    Ok(OpenedInvitation {
        kind: row.kind,
        rank: row.rank,
        organisation_name: organisation_name(tx, &row)?,
        caisse_name: caisse_name(tx, &row)?,
        for_caller: caller(tx, &row)?.map(|found| found.is_some()),
        account: store::person::by_email(tx.conn, &row.email)?.is_some(),
        email: row.email.masked(),
        last_name: row.last_name,
        first_name: row.first_name,
        expires_at: row.expires_at.utc(),
    })
}

/// `POST /invitations/accept`: once. Whoever is signed in becomes what the invitation says, where it is for them: the
/// same address, or the same names and birth date. Who is not, and whose address has no account, gets one.
///
/// # Errors
/// As [`open_invitation`]; `invitation.another_person`, `invitation.sign_in`, `user.exists`, what is wrong with the
/// password.
pub fn accept_invitation(app: &App, by: &Caller, input: &AcceptInvitation) -> Result<Accepted, Failure> {
    refuse_if_any(input.check())?;
    let new_account = app.read(by, |tx| {
        let row = usable(tx, &input.token)?;
        Ok(who(tx, &row)?.is_none().then_some(row))
    })?;
    let hash = match (&input.password, new_account) {
        (_, None) => None,
        (Some(password), Some(row)) => {
            let (last_name, first_name) = (row.last_name.as_str(), row.first_name.as_str());
            let owner = Owner { last_name, first_name, email: Some(&row.email), ..Owner::default() };
            accounts::refuse_weak(owner, password, "/password")?;
            // Outside any transaction: it takes long.
            Some(app.hashing.hash(password)?)
        }
        (None, Some(_)) => return Err(Fault::new(Code::Required).at("/password").into()),
    };
    app.write(by, |tx| accept(tx, &input.token, hash.as_deref()))
}

/// The invitation of this token, where it can be accepted.
fn usable(tx: &mut Tx<'_>, text: &str) -> Result<store::invitation::Row, Failure> {
    let found = store::invitation::by_digest(tx.conn, &token::digest(tx.app, text))?;
    let row = found.ok_or_else(|| Failure::of(Code::InvitationUnknown))?;
    if row.accepted_at.is_some() {
        Err(Failure::of(Code::InvitationUsed))
    } else if row.cancelled_at.is_some() {
        Err(Failure::of(Code::InvitationCancelled))
    } else if row.expires_at.utc() <= tx.now {
        Err(Failure::of(Code::InvitationExpired))
    } else {
        Ok(row)
    }
}

/// Whoever is signed in; inside, their account where the invitation is for them.
fn caller(
    tx: &mut Tx<'_>,
    row: &store::invitation::Row,
) -> Result<Option<Option<store::person::Row>>, Failure> {
    let Some(id) = tx.actor.person_id() else { return Ok(None) };
    let person = store::person::find(tx.conn, id)?;
    // Also of an address whose account was merged into theirs.
    let of_address = store::person::by_email(tx.conn, &row.email)?;
    let theirs = of_address.is_some_and(|one| one.id == person.id)
        || same_identity(&person, &row.last_name, &row.first_name, row.birth_date);
    Ok(Some(theirs.then_some(person)))
}

/// The account that accepts; none where a new one is to be opened.
fn who(tx: &mut Tx<'_>, row: &store::invitation::Row) -> Result<Option<store::person::Row>, Failure> {
    match caller(tx, row)? {
        Some(Some(person)) => Ok(Some(person)),
        Some(None) => Err(Failure::of(Code::InvitationAnother)),
        None if store::person::by_email(tx.conn, &row.email)?.is_some() => {
            Err(Failure::of(Code::InvitationSignIn))
        }
        None => Ok(None),
    }
}

fn accept(tx: &mut Tx<'_>, text: &str, hash: Option<&str>) -> Result<Accepted, Failure> {
    let organisation = usable(tx, text)?.organisation_id;
    // Of two at once, the second waits here and finds it accepted.
    match organisation {
        Some(id) => drop(store::organisation::touch(tx.conn, id, None)?),
        None => agents::lock(tx)?,
    }
    let row = usable(tx, text)?;
    let (person, new_account) = match (who(tx, &row)?, hash) {
        (Some(person), _) => (person, false),
        (None, Some(hash)) => (open_account(tx, &row, hash)?, true),
        // Their account is gone since the first look.
        (None, None) => return Err(Fault::new(Code::Required).at("/password").into()),
    };
    if !store::invitation::accept(tx.conn, &row.token_digest, person.id, tx.now.into())? {
        return Err(Failure::of(Code::InvitationUsed));
    }
    let profile = give(tx, &row, person.id)?;
    let actor = Actor::Person(accounts::person(&person, Vec::new(), false));
    let detail = json!({ "user": profile, "new_account": new_account });
    audit::record_by(tx, &actor, "accept_invitation", "invitation", &row.id, organisation, detail)?;
    let payload = json!({ "organisation": organisation_name(tx, &row)?, "what": what(tx, &row)? });
    outbox::put(tx, outbox::Kind::UserAdded, Some(person.id), None, organisation, payload)?;
    Ok(Accepted { forprev_number: person.forprev_number, new_account })
}

/// Makes the person what the invitation says.
fn give(tx: &mut Tx<'_>, row: &store::invitation::Row, person: PersonId) -> Result<String, Failure> {
    let same = |one: &store::profile::Row| {
        one.kind == row.kind
            && one.organisation_id == row.organisation_id
            && one.caisse_code == row.caisse_code
    };
    if store::profile::of_person(tx.conn, person)?.iter().any(same) {
        return Err(Failure::of(Code::UserExists));
    }
    let id = tx.new_id().to_string();
    let profile = store::profile::Row {
        organisation_id: row.organisation_id,
        caisse_code: row.caisse_code.clone(),
        rank: row.rank,
        until_on: row.until_on,
        ..store::profile::Row::new(id.clone(), person, row.kind, tx.now.into())
    };
    store::profile::insert(tx.conn, profile)?;
    for (_, habilitation) in store::invitation::habilitations_of(tx.conn, std::slice::from_ref(&row.id))? {
        users::attach(tx, &id, habilitation)?;
    }
    Ok(id)
}

/// Opens an account of the names and the birth date declared, with the address to which the token was mailed.
fn open_account(
    tx: &mut Tx<'_>,
    row: &store::invitation::Row,
    hash: &str,
) -> Result<store::person::Row, Failure> {
    let person = store::person::Row {
        id: PersonId::new(tx.new_id()),
        forprev_number: accounts::free_number(tx)?,
        last_name: row.last_name.clone(),
        first_name: row.first_name.clone(),
        birth_date: Some(row.birth_date),
        identity_key: store::person::identity_key(&row.last_name, &row.first_name),
        search_key: store::person::search_key(&row.last_name, &row.first_name),
        email: Some(row.email.clone()),
        email_key: Some(row.email_key.clone()),
        password_hash: Some(hash.to_owned()),
        phone: None,
        caisse_code: None,
        checked_on: None,
        onboarded_at: None,
        closed_at: None,
        version: 1,
        created_at: tx.now.into(),
    };
    // Somebody opened an account of this address a moment ago: they sign in.
    if store::person::insert_unless_taken(tx.conn, person.clone())? {
        Ok(person)
    } else {
        Err(Failure::of(Code::InvitationSignIn))
    }
}
