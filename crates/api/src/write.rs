//! Answers to writes: once for each idempotency key, or undone where only a trial was asked for.

use crate::{
    headers,
    request::{Answered, Request, blocking},
};
use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, ETAG},
    },
};
use forprev_app::{
    Answer, Failure, IdempotencyKey, Tx,
    attachments::Received,
    looks::{self, What},
};
use forprev_core::{id::PersonId, problem::Code, query::DryRunQuery};
use serde::{Serialize, de::DeserializeOwned};

/// An answer that nobody keeps: what it says depends on who asks, and when.
pub(crate) fn private(status: StatusCode) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}

/// 200 with this body.
pub(crate) fn ok(body: impl Serialize) -> Answered {
    Ok(private(StatusCode::OK).json(body))
}

/// 200 with this body, of what has this version.
pub(crate) fn ok_version(version: i64, body: impl Serialize) -> Answered {
    Ok(private(StatusCode::OK).insert_header((ETAG, etag(version))).json(body))
}

/// 204.
pub(crate) fn done() -> Answered {
    Ok(private(StatusCode::NO_CONTENT).finish())
}

fn told(dry_run: bool, answer: Answer<impl Serialize>) -> HttpResponse {
    let status = if dry_run { 200 } else { answer.status };
    let mut told = private(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
    if let Some(version) = answer.version {
        told.insert_header((ETAG, etag(version)));
    }
    told.json(answer.body)
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

impl Request {
    /// Runs a use case that writes. With `?dry_run=true` it is undone, and answers 200 with what would have been.
    pub(crate) async fn write<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        body: &[u8],
        f: impl FnMut(&mut Tx<'_>) -> Result<Answer<T>, Failure> + Send + 'static,
    ) -> Answered {
        let dry_run = self.query::<DryRunQuery>()?.dry_run.unwrap_or_default();
        self.write_or_try(dry_run, body, f).await
    }

    /// The same, where the parameters of the address were read already.
    pub(crate) async fn write_or_try<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        dry_run: bool,
        body: &[u8],
        f: impl FnMut(&mut Tx<'_>) -> Result<Answer<T>, Failure> + Send + 'static,
    ) -> Answered {
        let key = self.idempotency(body)?;
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        let answer = blocking(move || {
            if dry_run { app.dry_run(&caller, f) } else { app.write_once(&caller, key.as_ref(), f) }
        })
        .await?;
        Ok(told(dry_run, answer))
    }

    /// The same, of something that came before: once a row names it, it stays, also where nobody waits for the answer any
    /// more. `digest` stands for its bytes where an idempotency key does.
    pub(crate) async fn write_received<T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        dry_run: bool,
        digest: &[u8],
        received: Received,
        mut f: impl FnMut(&mut Tx<'_>, &Received) -> Result<Answer<T>, Failure> + Send + 'static,
    ) -> Answered {
        let key = self.idempotency(digest)?;
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        let answer = blocking(move || {
            let mut named = false;
            let name = |tx: &mut Tx<'_>| {
                let answer = f(tx, &received)?;
                named = true;
                Ok(answer)
            };
            let answer = if dry_run {
                app.dry_run(&caller, name)
            } else {
                app.write_once(&caller, key.as_ref(), name)
            };
            // Of a base that went away it is not known whether it kept the row: where it did not, the bytes are swept.
            let perhaps =
                answer.as_ref().map_or_else(|failure| failure.code() == Code::Unavailable, |_| true);
            if named && perhaps && !dry_run {
                received.stays();
            }
            answer
        })
        .await?;
        Ok(told(dry_run, answer))
    }

    /// Runs a use case that writes down that something was read, and gives what it made.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        blocking(move || app.write(&caller, f)).await
    }

    /// Notes that the caller was shown these people's data, once it was read.
    pub(crate) async fn note_looks(&self, people: Vec<PersonId>, what: What) -> Result<(), Failure> {
        if people.is_empty() {
            return Ok(());
        }
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        blocking(move || looks::note(&app, &caller, &people, what)).await
    }

    /// Runs a use case that writes and whose answer is told this once: what opens an account is kept for no key, so that
    /// one serves for nothing here. With `?dry_run=true` it is undone.
    pub(crate) async fn tell_once<T: Serialize + Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Answered {
        let dry_run = self.query::<DryRunQuery>()?.dry_run.unwrap_or_default();
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        let told =
            blocking(move || if dry_run { app.dry_run(&caller, f) } else { app.write(&caller, f) }).await?;
        ok(told)
    }

    /// Runs a use case that erases what has a version, which the caller named: 204. With `?dry_run=true` it is undone.
    pub(crate) async fn erase(
        &self,
        f: impl FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send + 'static,
    ) -> Answered {
        let dry_run = self.query::<DryRunQuery>()?.dry_run.unwrap_or_default();
        self.erase_or_try(dry_run, f).await
    }

    /// The same, where the parameters of the address were read already.
    pub(crate) async fn erase_or_try(
        &self,
        dry_run: bool,
        f: impl FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send + 'static,
    ) -> Answered {
        let (app, caller) = (self.api.app.clone(), self.caller.clone());
        blocking(move || if dry_run { app.dry_run(&caller, f) } else { app.write(&caller, f) }).await?;
        done()
    }

    fn idempotency(&self, body: &[u8]) -> Result<Option<IdempotencyKey>, Failure> {
        let Some(key) = headers::idempotency_key(&self.http)? else { return Ok(None) };
        let route = format!("{} {}", self.http.method(), self.http.path());
        // What is asked for in the address is part of the request.
        let mut whole = self.http.query_string().as_bytes().to_vec();
        whole.push(0);
        whole.extend_from_slice(body);
        Ok(Some(IdempotencyKey::new(&self.api.app, route, key, &whole)))
    }
}
