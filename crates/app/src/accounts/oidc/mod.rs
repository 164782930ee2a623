//! Signing in by an identity at a provider (A13), and the identities that people linked to their account. Never by an
//! address that the provider tells: whoever has it there need not be its owner here.
//!
//! What the browser needs in between goes out sealed and serves once; the provider is asked outside any transaction.

mod link;
mod login;

pub(crate) use link::forget;
pub(super) use link::shown;
pub use link::{begin_oidc_link, finish_oidc_link, list_oidc_links, remove_oidc_link};
pub use login::{begin_oidc_login, finish_oidc_login};

use super::sealed;
use crate::{
    App, Caller, Failure,
    oidc::{Provider, Shown},
};
use chrono::Duration;
use forprev_core::{
    id::PersonId,
    oidc::{OidcAnswer, OidcBegun, OidcOffer, RETURN_PATH},
    problem::Code,
};
use serde::{Deserialize, Serialize};

/// How long a sign-in at the provider may take: some look for their telephone first.
const LIFETIME: Duration = Duration::minutes(10);

/// What for the provider is asked: the answer to one serves for no other.
#[derive(Clone, Copy)]
struct Purpose(&'static str);

const LOGIN: Purpose = Purpose("sign-in at a provider");
const LINK: Purpose = Purpose("identity being linked");

/// What the token of a beginning says.
#[derive(Serialize, Deserialize)]
struct Asked {
    /// Whose account is being linked.
    person: Option<PersonId>,
    state: String,
    nonce: String,
    verifier: String,
}

/// Who signed in at the provider.
struct Subject<'a> {
    issuer: &'a str,
    name: String,
}

/// `GET /auth/oidc`: whether one can sign in at a provider, and what it is called.
#[must_use]
pub fn get_oidc(app: &App) -> OidcOffer {
    OidcOffer { name: app.oidc.as_ref().map(|provider| provider.name().to_owned()) }
}

fn provider(app: &App) -> Result<&Provider, Failure> {
    app.oidc.as_ref().ok_or_else(|| Failure::of(Code::NotFound))
}

fn back(app: &App) -> String {
    format!("{}{RETURN_PATH}", app.settings.public_url)
}

fn begin(
    app: &App,
    caller: &Caller,
    purpose: Purpose,
    person: Option<PersonId>,
) -> Result<OidcBegun, Failure> {
    let begun = provider(app)?.begin(&back(app), app.now())?;
    let asked = Asked { person, state: begun.state, nonce: begun.nonce, verifier: begun.verifier };
    let token = app.read(caller, |tx| sealed::token(tx, purpose.0, &asked, LIFETIME))?;
    Ok(OidcBegun { url: begun.url, token })
}

/// Whom the provider's answer names. The token is spent first: whatever comes of it, it serves no more.
fn finish<'a>(
    app: &'a App,
    caller: &Caller,
    purpose: Purpose,
    person: Option<PersonId>,
    body: &OidcAnswer,
) -> Result<Subject<'a>, Failure> {
    let asked: Asked = app.write(caller, |tx| {
        let asked: Option<Asked> = sealed::opened(tx, purpose.0, &body.token);
        let asked = asked.filter(|asked| asked.person == person);
        let asked = asked.ok_or_else(|| Failure::of(Code::OidcExpired))?;
        if !sealed::spend(tx, &body.token, LIFETIME)? {
            return Err(Failure::of(Code::OidcExpired));
        }
        Ok(asked)
    })?;
    let provider = provider(app)?;
    // Of another beginning: somebody else's, put under the hand of whoever has this page.
    if asked.state != body.state {
        return Err(Failure::of(Code::OidcRefused));
    }
    let shown = Shown { code: &body.code, nonce: &asked.nonce, verifier: &asked.verifier };
    let name = provider.finish(&back(app), app.now(), &shown)?;
    Ok(Subject { issuer: provider.issuer(), name })
}
