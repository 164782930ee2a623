//! A file sent as a form sends it (RFC 7578): the part that is a file, whatever its name.

use crate::body;
use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest,
    error::PayloadError,
    web::{Bytes, Payload},
};
use forprev_app::Failure;
use forprev_core::problem::Code;
use futures_util::{StreamExt, stream};

/// The media type of such a body.
pub(crate) const MEDIA_TYPE: &str = "multipart/form-data";
/// What a form may hold beside its file: other fields, and what stands between the parts.
const BESIDE: usize = 64 * 1024;

/// The bytes of the first file. Parts that are no file are passed over; all together have one limit, or a form of
/// many parts would have none.
pub(crate) async fn file(http: &HttpRequest, payload: Payload, limit: usize) -> Result<Vec<u8>, Failure> {
    let whole = Bytes::from(body::read(http, payload, limit + BESIDE).await?);
    let whole = stream::iter([Ok::<_, PayloadError>(whole)]);
    let mut parts = Multipart::new(http.headers(), whole);
    let mut found = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Failure::of(Code::Malformed))?;
        let is_file = part.content_disposition().is_some_and(|of| of.get_filename().is_some());
        let bytes = read(&mut part, limit).await?;
        if is_file && found.is_none() {
            found = Some(bytes);
        }
    }
    found.ok_or_else(|| Failure::of(Code::ImportUnreadable))
}

async fn read(part: &mut Field, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Failure::of(Code::Malformed))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Failure::of(Code::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
