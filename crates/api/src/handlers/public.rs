//! What anyone may read: the directory, the status of a certificate, the keys that sign certificates.

use crate::{
    headers::wants_csv,
    ready::Ready,
    request::{Answered, Request},
    shelf::Asked,
};
use forprev_app::{Failure, certificates, directory};
use forprev_core::query::DirectoryQuery;
use serde::Serialize;
use std::sync::Arc;

fn json_bytes(body: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(body).map_err(|_| Failure::internal("an answer could not be written"))
}

pub(crate) async fn list_public_organisations(request: Request) -> Answered {
    let query: DirectoryQuery = request.query()?;
    // Before the shelf: what is refused is so whatever was asked before.
    directory::check(&query)?;
    let csv = wants_csv(&request.http);
    let asked = Asked::new(&query, csv);
    let shelf = Arc::clone(&request.api.directory);
    let known = directory::known_edition(&request.api.app);
    if let Some(ready) = known.and_then(|edition| shelf.find(edition, &asked)) {
        return ready.answer(&request).await;
    }
    let ready = request
        .read(move |tx| {
            let edition = directory::edition(tx)?;
            if let Some(ready) = shelf.find(edition, &asked) {
                return Ok(ready);
            }
            let changed_at = directory::changed_at(tx)?;
            let (media_type, bytes) = if csv {
                ("text/csv; charset=utf-8", directory::public_organisations_csv(tx, &query)?)
            } else {
                ("application/json", json_bytes(&directory::list_public_organisations(tx, &query)?)?)
            };
            let ready = Arc::new(Ready::new(media_type, bytes, 60, Some(changed_at)));
            shelf.keep(edition, asked, Arc::clone(&ready));
            Ok(ready)
        })
        .await?;
    ready.answer(&request).await
}

pub(crate) async fn get_public_certificate(request: Request) -> Answered {
    let number: String = request.path("number")?;
    let told = request.read(move |tx| certificates::get_public_certificate(tx, &number)).await?;
    // A certificate that was revoked a moment ago must not be told valid.
    let ready = Ready::new("application/json", json_bytes(&told)?, 0, None);
    Arc::new(ready).answer(&request).await
}

pub(crate) async fn get_jwks(request: Request) -> Answered {
    let bytes = json_bytes(&request.api.app.signing.public_keys())?;
    Arc::new(Ready::new("application/jwk-set+json", bytes, 3600, None)).answer(&request).await
}
