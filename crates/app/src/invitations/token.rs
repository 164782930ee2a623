//! Tokens of invitations: derived from what the outbox holds, so that a mail can be sent again and the base keeps none.

use crate::{App, accounts};

/// The token of this link, which the mail carries after a `#`.
#[must_use]
pub fn token(app: &App, link: &str) -> String {
    accounts::keyed_token(&app.secret.derive("one-time link"), link.as_bytes())
}

/// What the base keeps of a token.
pub(super) fn digest(app: &App, token: &str) -> String {
    accounts::digest_hex(&app.secret.derive("one-time link digest"), token.as_bytes())
}
