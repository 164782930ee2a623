//! One's own identities at a provider: listed, linked, removed.

use super::{LINK, begin, finish, get_oidc};
use crate::{
    App, Caller, Failure, Tx,
    accounts::{own, step_up},
    audit,
    failure::refuse_if_any,
    oidc, outbox,
};
use forprev_core::{
    id::{FederatedIdentityId, PersonId},
    oidc::{LINKS_MAX, OidcAnswer, OidcBegun, OidcLink, OidcLinks},
    problem::{Code, Fault},
};
use forprev_store::{self as store, federated_identity::Row};
use serde_json::json;

/// What people call this provider.
fn called(app: &App, issuer: &str) -> String {
    let of_now = app.oidc.as_ref().filter(|provider| provider.issuer() == issuer);
    of_now.map_or_else(|| oidc::host_of(issuer), |provider| provider.name().to_owned())
}

/// An identity as its owner sees it. What the provider calls them is told to nobody.
pub(in crate::accounts) fn shown(app: &App, row: &Row) -> OidcLink {
    OidcLink {
        id: row.id,
        name: called(app, &row.issuer),
        created_at: row.created_at.utc(),
        last_used_at: row.last_used_at.map(store::Instant::utc),
    }
}

/// Erases all identities of a person.
///
/// # Errors
/// The base fails.
pub(crate) fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    store::federated_identity::remove_all(tx.conn, person)?;
    Ok(())
}

/// `GET /me/oidc`: one's own identities, those of a provider that is set up no more included.
///
/// # Errors
/// The base fails.
pub fn list_oidc_links(tx: &mut Tx<'_>) -> Result<OidcLinks, Failure> {
    let person = own(tx)?;
    let rows = store::federated_identity::of_person(tx.conn, person)?;
    let links = rows.iter().map(|row| shown(tx.app, row)).collect();
    Ok(OidcLinks { name: get_oidc(tx.app).name, links })
}

/// Whose identities are about to be changed: one's own, by who has shown who they are lately.
fn about_to_change(tx: &mut Tx<'_>) -> Result<PersonId, Failure> {
    step_up::confirmed_lately(tx)?;
    own(tx)
}

/// Begins to link an identity, at the provider.
///
/// # Errors
/// `step_up.required`, `not_found` where no provider is set up, `oidc.unavailable`; or the base fails.
pub fn begin_oidc_link(app: &App, caller: &Caller) -> Result<OidcBegun, Failure> {
    let person = app.read(caller, about_to_change)?;
    begin(app, caller, LINK, Some(person))
}

/// Links the identity that the provider's answer shows. One that is linked already stays as it is.
///
/// # Errors
/// `field.*`, `step_up.required`, `oidc.expired`, `oidc.refused`, `oidc.taken`, `oidc.unavailable`, `field.too_many`; or
/// the base fails.
pub fn finish_oidc_link(app: &App, caller: &Caller, body: &OidcAnswer) -> Result<OidcLink, Failure> {
    refuse_if_any(body.check())?;
    let person = app.read(caller, about_to_change)?;
    let subject = finish(app, caller, LINK, Some(person), body)?;
    app.write(caller, |tx| {
        about_to_change(tx)?;
        // Of two at once one comes after the other.
        store::person::touch(tx.conn, person, None)?;
        let new = Row {
            id: FederatedIdentityId::new(tx.new_id()),
            person_id: person,
            issuer: subject.issuer.to_owned(),
            subject: subject.name.clone(),
            created_at: tx.now.into(),
            last_used_at: None,
        };
        link(tx, new)
    })
}

fn link(tx: &mut Tx<'_>, new: Row) -> Result<OidcLink, Failure> {
    let taken = || Failure::of(Code::OidcTaken);
    let person = new.person_id;
    let before = store::federated_identity::by_subject(tx.conn, &new.issuer, &new.subject)?;
    if let Some(row) = before.as_ref().filter(|row| row.person_id == person) {
        return Ok(shown(tx.app, row));
    }
    if store::federated_identity::of_person(tx.conn, person)?.len() >= LINKS_MAX {
        return Err(Fault::new(Code::TooManyItems).with("maximum", LINKS_MAX).into());
    }
    let link = match before {
        None => {
            let link = shown(tx.app, &new);
            if !store::federated_identity::insert_unless_known(tx.conn, new)? {
                return Err(taken());
            }
            link
        }
        // Of an account of the same person that was merged into this one (A15): nobody signs in to that any more.
        Some(row) => {
            let kept = store::person_merge::kept(tx.conn, &[row.person_id])?;
            let theirs = kept.get(&row.person_id) == Some(&person);
            if !theirs || !store::federated_identity::hand_over(tx.conn, row.id, row.person_id, person)? {
                return Err(taken());
            }
            shown(tx.app, &row)
        }
    };
    changed(tx, person, "finish_oidc_link", "linked", &link.name)?;
    Ok(link)
}

/// Removes one of one's own identities: nobody signs in by it any more. Sign-ins that have begun go on.
///
/// # Errors
/// `step_up.required`, `not_found`; or the base fails.
pub fn remove_oidc_link(tx: &mut Tx<'_>, id: FederatedIdentityId) -> Result<(), Failure> {
    let person = about_to_change(tx)?;
    let rows = store::federated_identity::of_person(tx.conn, person)?;
    let row = rows.iter().find(|row| row.id == id).ok_or_else(|| Failure::of(Code::NotFound))?;
    let name = called(tx.app, &row.issuer);
    if !store::federated_identity::remove(tx.conn, person, id)? {
        return Err(Failure::of(Code::NotFound));
    }
    changed(tx, person, "remove_oidc_link", "removed", &name)
}

/// Records a change, and tells the person.
fn changed(
    tx: &mut Tx<'_>,
    person: PersonId,
    operation: &str,
    what: &str,
    provider: &str,
) -> Result<(), Failure> {
    let payload = json!({ "what": what, "by": provider });
    audit::record(tx, operation, "person", &person.to_string(), None, payload.clone())?;
    outbox::put(tx, outbox::Kind::IdentityChanged, Some(person), None, None, payload)
}
