//! `Idempotency-Key`: the same key and body give the first answer again, for 24 hours.

use crate::{App, Caller, Failure, Tx};
use chrono::Duration;
use forprev_core::{
    actor::Actor,
    id::SessionId,
    problem::{Code, Fault},
};
use forprev_store as store;
use serde::{Serialize, de::DeserializeOwned};

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
        let once = |tx: &mut Tx<'_>| {
            let owner = owner(tx.actor);
            if let Some(answer) = given(tx, &owner, key)? {
                return Ok(answer);
            }
            // First the key, then the work: of two at once, the second waits here for the first.
            store::idempotency::begin(tx.conn, &owner, &key.route, &key.key, &key.body_hash, tx.now)?;
            let answer = f(tx)?;
            let body = serde_json::to_string(&Kept { version: answer.version, body: &answer.body })?;
            store::idempotency::finish(
                tx.conn,
                &owner,
                &key.route,
                &key.key,
                answer.status,
                &body,
                answer.session,
            )?;
            Ok(answer)
        };
        let mut once = once;
        match self.write(caller, &mut once) {
            // Both began: the other one has finished, and its answer is there.
            Err(Failure::Store(store::Error::Unique(index)))
                if index == "idempotency_caller_route_key_unique" =>
            {
                self.write(caller, once).map_err(|failure| match failure {
                    Failure::Store(store::Error::Unique(_)) => Fault::new(Code::IdempotencyRunning).into(),
                    other => other,
                })
            }
            other => other,
        }
    }
}

#[derive(Serialize, serde::Deserialize)]
struct Kept<T> {
    version: Option<i64>,
    body: T,
}

fn owner(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => format!("person {}", person.id),
        Actor::Client(client) => format!("client {}", client.id),
        Actor::Anyone => "anyone".to_owned(),
    }
}

/// The answer that this key was given, where it was.
fn given<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    owner: &str,
    key: &IdempotencyKey,
) -> Result<Option<Answer<T>>, Failure> {
    let Some(row) = store::idempotency::find(tx.conn, owner, &key.route, &key.key)? else { return Ok(None) };
    if row.created_at.utc() + KEPT <= tx.now {
        store::idempotency::forget(tx.conn, owner, &key.route, &key.key)?;
        return Ok(None);
    }
    if row.body_hash != key.body_hash {
        return Err(Fault::new(Code::IdempotencyBody).into());
    }
    let (Some(status), Some(body)) = (row.status, row.body) else {
        return Err(Fault::new(Code::IdempotencyRunning).into());
    };
    let kept: Kept<T> = serde_json::from_str(&body)?;
    let status = u16::try_from(status).map_err(|_| Failure::internal("a stored status is not one"))?;
    Ok(Some(Answer { status, version: kept.version, session: row.session_id, body: kept.body }))
}
