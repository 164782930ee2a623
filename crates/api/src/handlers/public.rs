//! What anyone may read: the directory, the status of a certificate, the keys that sign certificates.

use crate::{
    headers::{text, wants_csv},
    request::{Answered, Request},
};
use actix_web::{
    HttpResponse,
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, ETAG, IF_NONE_MATCH, LAST_MODIFIED, VARY},
};
use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use forprev_app::{Failure, certificates, directory};
use forprev_core::query::DirectoryQuery;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A body that anyone may read from anywhere, and keep for some seconds.
struct Public {
    media_type: &'static str,
    bytes: Vec<u8>,
    max_age: u32,
    changed_at: Option<DateTime<Utc>>,
}

fn json_bytes(body: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(body).map_err(|_| Failure::internal("an answer could not be written"))
}

impl Public {
    fn answer(self, request: &Request) -> HttpResponse {
        let hash = Sha256::digest(&self.bytes);
        let etag = format!("\"{}\"", BASE64URL_NOPAD.encode(hash.get(..16).unwrap_or_default()));
        let known = text(&request.http, IF_NONE_MATCH.as_str()).is_some_and(|tags| {
            tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag || tag.trim() == "*")
        });
        let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer
            // Weak: on its way it may be compressed.
            .insert_header((ETAG, format!("W/{etag}")))
            .insert_header((CACHE_CONTROL, format!("public, max-age={}", self.max_age)))
            .insert_header((VARY, "Accept"))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header(("Access-Control-Expose-Headers", "ETag, Last-Modified"))
            .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
        if let Some(changed_at) = self.changed_at {
            answer.insert_header((LAST_MODIFIED, changed_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()));
        }
        if known { answer.finish() } else { answer.content_type(self.media_type).body(self.bytes) }
    }
}

pub(crate) async fn list_public_organisations(request: Request) -> Answered {
    let query: DirectoryQuery = request.query()?;
    let csv = wants_csv(&request.http);
    let (bytes, changed_at) = request
        .read(move |tx| {
            let changed_at = directory::changed_at(tx)?;
            if csv {
                return Ok((directory::public_organisations_csv(tx, &query)?, changed_at));
            }
            let page = directory::list_public_organisations(tx, &query)?;
            Ok((json_bytes(&page)?, changed_at))
        })
        .await?;
    let media_type = if csv { "text/csv; charset=utf-8" } else { "application/json" };
    Ok(Public { media_type, bytes, max_age: 60, changed_at }.answer(&request))
}

pub(crate) async fn get_public_certificate(request: Request) -> Answered {
    let number: String = request.path("number")?;
    let told = request.read(move |tx| certificates::get_public_certificate(tx, &number)).await?;
    // A certificate that was revoked a moment ago must not be told valid.
    let answer =
        Public { media_type: "application/json", bytes: json_bytes(&told)?, max_age: 0, changed_at: None };
    Ok(answer.answer(&request))
}

pub(crate) async fn get_jwks(request: Request) -> Answered {
    let bytes = json_bytes(&request.api.app.signing.public_keys())?;
    Ok(Public { media_type: "application/jwk-set+json", bytes, max_age: 3600, changed_at: None }
        .answer(&request))
}
