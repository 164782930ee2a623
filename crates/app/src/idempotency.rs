//! `Idempotency-Key`: the same key and body give the first answer again, for 24 hours.

use crate::{App, Caller, Failure, Tx, sessions};
use chrono::Duration;
use forprev_core::{actor::Actor, id::SessionId, problem::Code};
use forprev_store::{self as store, idempotency::Claim};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long an answer is kept.
const KEPT: Duration = Duration::hours(24);

/// A key that a caller sent, with what it was sent for.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The operation and the resource: `create_session`, `submit_session 0198…`.
    pub route: String,
    /// The key, 1 to 255 characters.
    pub key: String,
    /// A digest of the body, of which the body cannot be guessed.
    pub body_hash: String,
}

impl IdempotencyKey {
    /// The key of a request to `route` with this body.
    #[must_use]
    pub fn new(app: &App, route: String, key: String, body: &[u8]) -> Self {
        let body_hash = crate::accounts::digest_hex(&app.secret.derive("idempotent bodies"), body);
        Self { route, key, body_hash }
    }
}

/// What a writing use case answers over HTTP.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// The status.
    pub status: u16,
    /// The version of what was written, for `ETag`.
    pub version: Option<i64>,
    /// The session whose data stand in the body: with it, the stored answer is erased (S14).
    pub session: Option<SessionId>,
    /// The body.
    pub body: T,
}

impl<T> Answer<T> {
    /// 200 with this body.
    pub const fn ok(body: T) -> Self {
        Self { status: 200, version: None, session: None, body }
    }

    /// 201 with this body.
    pub const fn created(body: T) -> Self {
        Self { status: 201, version: None, session: None, body }
    }

    /// The same answer, of this session in this version.
    #[must_use]
    pub fn of_session(mut self, session: SessionId, version: i64) -> Self {
        self.session = Some(session);
        self.version = Some(version);
        self
    }

    /// The same answer, which holds data of this session.
    #[must_use]
    pub fn about_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }
}

impl App {
    /// Runs a use case that writes, once for each key: an answer that was given is given again, in the transaction
    /// that would have written. Refusals are not kept: nothing was done.
    ///
    /// # Errors
    /// `idempotency.body_differs`, `idempotency.running`; those of `f`, and of the base.
    pub fn write_once<T: Serialize + DeserializeOwned>(
        &self,
        caller: &Caller,
        key: Option<&IdempotencyKey>,
        mut f: impl FnMut(&mut Tx<'_>) -> Result<Answer<T>, Failure>,
    ) -> Result<Answer<T>, Failure> {
        let Some(key) = key else { return self.write(caller, f) };
        let owner = owner(&caller.actor);
        let _running = self.running.begin(&owner, key)?;
        self.write(caller, |tx| {
            // First the key, then the work, in one transaction: of two on different servers, the second waits here.
            if let Some(answer) = claim(tx, &owner, key)? {
                return Ok(answer);
            }
            let answer = f(tx)?;
            let body = serde_json::to_string(&answer.body)?;
            let headers = json!({ "version": answer.version });
            let row = (owner.as_str(), key.route.as_str(), key.key.as_str());
            store::idempotency::answer(tx.conn, row, answer.status, headers, &body, answer.session)?;
            Ok(answer)
        })
    }
}

/// Forgets the answers that are older than they are kept. How many there were.
///
/// # Errors
/// The base cannot be written.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<usize, Failure> {
    Ok(store::idempotency::erase_before(tx.conn, (tx.now - KEPT).into())?)
}

fn owner(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => format!("person {}", person.id),
        Actor::Client(client) => format!("client {}", client.id),
        Actor::Anyone => "anyone".to_owned(),
    }
}

/// The requests with a key that this server is answering.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashSet<String>>);

impl Running {
    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, owner: &str, key: &IdempotencyKey) -> Result<Begun<'_>, Failure> {
        let name = format!("{owner}\n{}\n{}", key.route, key.key);
        if self.lock().insert(name.clone()) {
            Ok(Begun { running: self, name })
        } else {
            Err(Failure::of(Code::IdempotencyRunning))
        }
    }
}

/// One of them, until it is answered, however that ends.
struct Begun<'a> {
    running: &'a Running,
    name: String,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.running.lock().remove(&self.name);
    }
}

/// Claims the key; the answer that it was given, where it was. One that tells of a session is given only while its
/// caller could read the session: not after its last day (S14), nor once it is no longer theirs (S9).
fn claim<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    owner: &str,
    key: &IdempotencyKey,
) -> Result<Option<Answer<T>>, Failure> {
    let row = store::idempotency::Row {
        caller: owner.to_owned(),
        route: key.route.clone(),
        key: key.key.clone(),
        body_hash: key.body_hash.clone(),
        status: None,
        headers: None,
        body: None,
        session_id: None,
        created_at: tx.now.into(),
    };
    let row = match store::idempotency::claim(tx.conn, row, (tx.now - KEPT).into())? {
        Claim::First => return Ok(None),
        Claim::Used(row) => row,
    };
    if row.body_hash != key.body_hash {
        return Err(Failure::of(Code::IdempotencyBody));
    }
    let (Some(status), Some(body)) = (row.status, row.body) else {
        return Err(Failure::of(Code::IdempotencyRunning));
    };
    if let Some(session) = row.session_id {
        sessions::load(tx, session)?;
    }
    let status = u16::try_from(status).map_err(|_| Failure::internal("a stored status is not one"))?;
    let version =
        row.headers.and_then(|headers| headers.0.get("version").and_then(serde_json::Value::as_i64));
    Ok(Some(Answer { status, version, session: row.session_id, body: serde_json::from_str(&body)? }))
}
