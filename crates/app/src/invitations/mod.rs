//! Invitations of users and of agents (U2): written and mailed, opened and accepted by whoever holds the mailed token.

mod accept;
mod delivery;
mod token;

pub use accept::{accept_invitation, open_invitation};
pub(crate) use delivery::undelivered;
pub use token::token;

use crate::{Failure, Tx, outbox};
use chrono::{Duration, NaiveDate};
use forprev_core::{
    actor::{InrsRank, ProfileKind},
    calendar::today_in_paris,
    email::Email,
    id::OrganisationId,
    user::{INVITATION_DAYS, in_words},
};
use forprev_store as store;
use serde_json::json;

/// Who is invited to become what.
pub(crate) struct Invited {
    pub organisation: Option<OrganisationId>,
    pub kind: ProfileKind,
    pub caisse: Option<String>,
    pub rank: Option<InrsRank>,
    pub last_name: String,
    pub first_name: String,
    pub birth_date: NaiveDate,
    pub email: Email,
    pub until_on: Option<NaiveDate>,
}

/// Whether an account is of somebody of these names, born on this day.
pub(crate) fn same_identity(
    person: &store::person::Row,
    last_name: &str,
    first_name: &str,
    birth_date: NaiveDate,
) -> bool {
    person.identity_key == store::person::identity_key(last_name, first_name)
        && person.birth_date == Some(birth_date)
}

/// U2: whether somebody of this address and this birth date has an account, whatever was typed as their names. One that
/// matches in part is not told: who types an address does not learn whether it has an account.
pub(crate) fn known(tx: &mut Tx<'_>, email: &Email, birth_date: NaiveDate) -> Result<bool, Failure> {
    let person = store::person::by_email(tx.conn, email)?;
    Ok(person.is_some_and(|person| person.birth_date == Some(birth_date)))
}

/// Writes an invitation and puts its mail down. Its identifier.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    invited: Invited,
    habilitations: &[forprev_core::id::HabilitationId],
) -> Result<String, Failure> {
    let invited_by = tx.actor.person_id().ok_or_else(|| Failure::internal("nobody invites"))?;
    let (id, link) = (tx.new_id().to_string(), tx.new_id().to_string());
    let row = store::invitation::Row {
        id: id.clone(),
        organisation_id: invited.organisation,
        kind: invited.kind,
        caisse_code: invited.caisse,
        rank: invited.rank,
        last_name: invited.last_name,
        first_name: invited.first_name,
        birth_date: invited.birth_date,
        email_key: invited.email.key(),
        email: invited.email,
        until_on: invited.until_on,
        invited_by,
        created_at: tx.now.into(),
        expires_at: (tx.now + Duration::days(INVITATION_DAYS)).into(),
        sent_count: 1,
        token_digest: token::digest(tx.app, &token::token(tx.app, &link)),
        accepted_at: None,
        cancelled_at: None,
        person_id: None,
    };
    store::invitation::insert(tx.conn, row.clone(), habilitations)?;
    mail(tx, &row, &link)?;
    Ok(id)
}

/// Gives an invitation that waits another token and five more days, and puts its mail down.
pub(crate) fn send_again(tx: &mut Tx<'_>, row: store::invitation::Row) -> Result<(), Failure> {
    let link = tx.new_id().to_string();
    let digest = token::digest(tx.app, &token::token(tx.app, &link));
    let expires_at = (tx.now + Duration::days(INVITATION_DAYS)).into();
    if !store::invitation::renew(tx.conn, &row.id, &digest, expires_at)? {
        return Err(Failure::of(forprev_core::problem::Code::NotFound));
    }
    mail(tx, &store::invitation::Row { expires_at, ..row }, &link)
}

/// `link` is what the token derives from: the token itself stands nowhere.
fn mail(tx: &mut Tx<'_>, row: &store::invitation::Row, link: &str) -> Result<(), Failure> {
    let payload = json!({
        "link": link,
        "page": "invitation",
        "to": row.email.as_str(),
        "organisation": organisation_name(tx, row)?,
        "what": what(tx, row)?,
        "until": today_in_paris(row.expires_at.utc()),
    });
    outbox::put(tx, outbox::Kind::UserInvited, None, None, row.organisation_id, payload)
}

fn organisation_name(tx: &mut Tx<'_>, row: &store::invitation::Row) -> Result<Option<String>, Failure> {
    let Some(id) = row.organisation_id else { return Ok(None) };
    Ok(Some(store::organisation::find(tx.conn, id)?.raison_sociale))
}

/// What the person will be, in words.
fn what(tx: &mut Tx<'_>, row: &store::invitation::Row) -> Result<String, Failure> {
    Ok(in_words(row.kind, row.rank, caisse_name(tx, row)?.as_deref()))
}

fn caisse_name(tx: &mut Tx<'_>, row: &store::invitation::Row) -> Result<Option<String>, Failure> {
    let Some(code) = &row.caisse_code else { return Ok(None) };
    let found = store::place::caisses(tx.conn)?.into_iter().find(|one| one.code == *code);
    Ok(found.map(|caisse| caisse.name))
}
