//! Invitations: to a person to become a user of an organisation, or an agent (U2).

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::{invitation, invitation_habilitation},
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    actor::{InrsRank, ProfileKind},
    email::Email,
    id::{HabilitationId, OrganisationId, PersonId},
};

/// An invitation as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = invitation, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUID.
    pub id: String,
    /// The organisation; none for an agent.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// What the person will be.
    #[diesel(serialize_as = Stored<ProfileKind>)]
    pub kind: ProfileKind,
    /// The caisse, for an instructeur.
    pub caisse_code: Option<String>,
    /// The rank, for a person of INRS.
    #[diesel(serialize_as = Maybe<InrsRank>)]
    pub rank: Option<InrsRank>,
    /// Last name, as declared.
    pub last_name: String,
    /// First name, as declared.
    pub first_name: String,
    /// Birth date, as declared.
    pub birth_date: NaiveDate,
    /// The address to which it is mailed.
    #[diesel(serialize_as = Stored<Email>)]
    pub email: Email,
    /// The same in lower case: see [`Email::key`].
    pub email_key: String,
    /// The last day of what the person will be, where there is one.
    pub until_on: Option<NaiveDate>,
    /// Who invites.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub invited_by: PersonId,
    /// When it was written.
    pub created_at: Instant,
    /// From when it can no longer be accepted.
    pub expires_at: Instant,
    /// How often it was mailed.
    pub sent_count: i32,
    /// Digest of the token that was last mailed: who reads the base cannot use it.
    pub token_digest: String,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Who accepted it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("invitation::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new invitation, with the habilitations that a délégataire will have.
///
/// # Errors
/// [`crate::Error::Unique`] `invitation_organisation_id_email_key_kind_unique`. On PostgreSQL the transaction is over
/// then: ask first, with [`waiting_of`].
pub fn insert(c: &mut Connection, row: Row, habilitations: &[HabilitationId]) -> Result<()> {
    let id = row.id.clone();
    diesel::insert_into(invitation::table).values(row).execute(c)?;
    for one in habilitations {
        let attached = (
            invitation_habilitation::invitation_id.eq(&id),
            invitation_habilitation::habilitation_id.eq(Stored(*one)),
        );
        diesel::insert_into(invitation_habilitation::table).values(attached).execute(c)?;
    }
    Ok(())
}

/// The invitation of this identifier, where it waits: neither accepted nor cancelled.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find_waiting(c: &mut Connection, id: &str) -> Result<Row> {
    Ok(invitation::table
        .filter(invitation::id.eq(id))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::cancelled_at.is_null())
        .first(c)?)
}

/// The invitations of an organisation that wait, expired ones too; of agents where there is no organisation.
///
/// # Errors
/// Those of the base.
pub fn waiting_of(c: &mut Connection, organisation: Option<OrganisationId>) -> Result<Vec<Row>> {
    let waiting = invitation::table
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::cancelled_at.is_null())
        .order(invitation::id);
    Ok(match organisation {
        Some(of) => waiting.filter(invitation::organisation_id.eq(Stored(of))).load(c)?,
        None => waiting.filter(invitation::organisation_id.is_null()).load(c)?,
    })
}

/// The invitation whose token has this digest, whatever became of it.
///
/// # Errors
/// Those of the base.
pub fn by_digest(c: &mut Connection, digest: &str) -> Result<Option<Row>> {
    Ok(invitation::table.filter(invitation::token_digest.eq(digest)).first(c).optional()?)
}

/// The habilitations that these invitations promise, with the invitation of each.
///
/// # Errors
/// Those of the base.
pub fn habilitations_of(c: &mut Connection, ids: &[String]) -> Result<Vec<(String, HabilitationId)>> {
    in_parts(ids, |some| {
        invitation_habilitation::table
            .filter(invitation_habilitation::invitation_id.eq_any(some))
            .order((invitation_habilitation::invitation_id, invitation_habilitation::habilitation_id))
            .load(c)
    })
}

/// Gives an invitation that waits another token, and time: the one before is worth nothing any more. Whether it still
/// waited.
///
/// # Errors
/// Those of the base.
pub fn renew(c: &mut Connection, id: &str, token_digest: &str, expires_at: Instant) -> Result<bool> {
    let waiting = invitation::table
        .filter(invitation::id.eq(id))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::cancelled_at.is_null());
    let renewed = diesel::update(waiting)
        .set((
            invitation::token_digest.eq(token_digest),
            invitation::expires_at.eq(expires_at),
            invitation::sent_count.eq(invitation::sent_count + 1),
        ))
        .execute(c)?;
    Ok(renewed == 1)
}

/// Accepts an invitation by the token of this digest. Whether this call was the first to do so, and in time.
///
/// # Errors
/// Those of the base.
pub fn accept(c: &mut Connection, token_digest: &str, person: PersonId, at: Instant) -> Result<bool> {
    let open = invitation::table
        .filter(invitation::token_digest.eq(token_digest))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::cancelled_at.is_null())
        .filter(invitation::expires_at.gt(at));
    let accepted = diesel::update(open)
        .set((invitation::accepted_at.eq(at), invitation::person_id.eq(Stored(person))))
        .execute(c)?;
    Ok(accepted == 1)
}

/// Cancels an invitation that waits. Whether it still did.
///
/// # Errors
/// Those of the base.
pub fn cancel(c: &mut Connection, id: &str, at: Instant) -> Result<bool> {
    let waiting = invitation::table
        .filter(invitation::id.eq(id))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::cancelled_at.is_null());
    Ok(diesel::update(waiting).set(invitation::cancelled_at.eq(at)).execute(c)? == 1)
}
