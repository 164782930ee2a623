//! Staying signed in: each refresh token is exchanged once for its successor. One that comes back later was copied,
//! and ends the sign-in it belongs to.

use super::token::{AccessToken, REFRESH_LIFETIME, kept, random, successor};
use super::{device, link, throttle};
use crate::{App, Caller, Failure, Tx, audit};
use chrono::{DateTime, Duration, Utc};
use forprev_core::{id::PersonId, problem::Code};
use forprev_store as store;
use serde_json::json;
use uuid::Uuid;

/// Answers get lost on weak networks: for so long the immediate predecessor gives the same successor.
const GRACE: Duration = Duration::seconds(30);

/// What the browser keeps of a sign-in.
#[derive(Clone)]
pub struct SignedIn {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
    /// The sign-in that they belong to.
    pub family: String,
    /// By what the browser is known again at the next sign-in, where this one has just begun.
    pub device: Option<String>,
}

impl SignedIn {
    /// Begins a sign-in of this person, who showed a second factor or not, and last showed who they are then. All its
    /// tokens are as strong.
    pub(super) fn begin(
        tx: &mut Tx<'_>,
        person: PersonId,
        second_factor: bool,
        confirmed_at: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let refresh = random()?;
        let family = Uuid::now_v7().to_string();
        let device = device::enter(tx, person, &family)?;
        give(tx, &refresh, &family, person)?;
        store::sign_in_proof::insert(
            tx.conn,
            store::sign_in_proof::Row {
                family_id: family.clone(),
                person_id: person,
                second_factor,
                confirmed_at: confirmed_at.into(),
            },
        )?;
        let access = AccessToken::new(person, &family, tx.now).sign(&tx.app.secret)?;
        Ok(Self { access, refresh, family, device: Some(device) })
    }
}

fn give(tx: &mut Tx<'_>, token: &str, family: &str, person: PersonId) -> Result<(), Failure> {
    store::refresh_token::insert(
        tx.conn,
        store::refresh_token::Row {
            id: Uuid::now_v7().to_string(),
            family_id: family.to_owned(),
            person_id: person,
            token_hash: kept(token, &tx.app.secret),
            created_at: tx.now.into(),
            expires_at: (tx.now + REFRESH_LIFETIME).into(),
            used_at: None,
            ended_at: None,
        },
    )?;
    Ok(())
}

/// Exchanges a refresh token.
///
/// # Errors
/// `unauthenticated` for a token that is not ours, has ended or was copied; or the base fails.
pub fn refresh(app: &App, caller: &Caller, token: &str) -> Result<SignedIn, Failure> {
    let exchanged = app.write(caller, |tx| {
        let hash = kept(token, &tx.app.secret);
        let Some(row) = store::refresh_token::by_hash(tx.conn, &hash)? else { return Ok(None) };
        let expires_at: DateTime<Utc> = row.expires_at.into();
        if row.ended_at.is_some() || expires_at <= tx.now {
            return Ok(None);
        }
        let next = successor(token, &tx.app.secret);
        // Whoever ends all sign-ins of a person takes their row too: of the two, one sees what the other did.
        store::person::lock(tx.conn, row.person_id)?;
        if store::refresh_token::use_once(tx.conn, &row.id, tx.now.into())? {
            give(tx, &next, &row.family_id, row.person_id)?;
        } else if !honoured(tx, &hash)? {
            // Committed with the refusal.
            store::refresh_token::end_family(tx.conn, &row.family_id, tx.now.into())?;
            let person = row.person_id.to_string();
            audit::record(
                tx,
                "refresh_reused",
                "person",
                &person,
                None,
                json!({ "sign_in": row.family_id }),
            )?;
            return Ok(None);
        }
        let access = AccessToken::new(row.person_id, &row.family_id, tx.now).sign(&tx.app.secret)?;
        store::sign_in::seen(tx.conn, &row.family_id, tx.now.into())?;
        Ok(Some(SignedIn { access, refresh: next, family: row.family_id, device: None }))
    })?;
    exchanged.ok_or_else(|| Failure::of(Code::Unauthenticated))
}

/// Whether a used token is the immediate predecessor of the present one, and was used just now.
fn honoured(tx: &mut Tx<'_>, hash: &str) -> Result<bool, Failure> {
    // Read again: another request may have used it since.
    let Some(row) = store::refresh_token::by_hash(tx.conn, hash)? else { return Ok(false) };
    let Some(used_at) = row.used_at.map(DateTime::<Utc>::from) else { return Ok(false) };
    Ok(row.ended_at.is_none()
        && tx.now < used_at + GRACE
        && !store::refresh_token::used_since(tx.conn, &row)?)
}

/// Ends a sign-in, whatever is left of it: by its refresh token, or by its access token's family.
///
/// # Errors
/// The base cannot be written.
pub fn logout(
    app: &App,
    caller: &Caller,
    refresh: Option<&str>,
    family: Option<&str>,
) -> Result<(), Failure> {
    app.write(caller, |tx| {
        let of_refresh = match refresh {
            Some(token) => store::refresh_token::by_hash(tx.conn, &kept(token, &tx.app.secret))?,
            None => None,
        };
        for family in of_refresh.map(|row| row.family_id).iter().map(String::as_str).chain(family) {
            // Nothing to tell of one that had ended before.
            if let Some(person) = store::refresh_token::end_family(tx.conn, family, tx.now.into())? {
                let detail = json!({ "sign_in": family });
                audit::record(tx, "logout", "person", &person.to_string(), None, detail)?;
            }
        }
        Ok(())
    })
}

/// Forgets sign-ins that have ended by themselves, links that nobody asks about any more, and failures that no limit
/// counts any more. How many there were.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<usize, Failure> {
    let tokens = store::refresh_token::erase_expired(tx.conn, tx.now.into())?;
    let attempts = store::sign_in_attempt::erase_before(tx.conn, (tx.now - throttle::REMEMBERED).into())?;
    let links = store::one_time_link::erase_expired(tx.conn, (tx.now - link::EXPLAINED).into())?;
    let sign_ins = store::sign_in::erase_before(tx.conn, (tx.now - throttle::REMEMBERED).into())?;
    let proofs = store::sign_in_proof::forget_old(tx.conn)?;
    let spent = store::spent_token::forget_old(tx.conn, tx.now.into())?;
    Ok(tokens + attempts + links + sign_ins + proofs + spent)
}
