//! One-time links. The secret of one is derived from its identifier: the base keeps a digest of it, the outbox the
//! identifier, and only the mail the secret itself.

use super::{base64url, digest};
use crate::App;

/// The secret of a link.
#[must_use]
pub fn token(app: &App, id: &str) -> String {
    base64url(&digest(&app.secret.derive("one-time link"), id.as_bytes()))
}

/// The address that a mail gives. The secret is a fragment: it reaches no server and no log.
#[must_use]
pub fn url(app: &App, page: &str, id: &str) -> String {
    format!("{}/{page}#{}", app.settings.public_url, token(app, id))
}
