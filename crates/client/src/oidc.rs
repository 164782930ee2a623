//! Signing in by an identity at a provider; one's own identities.

use crate::{Client, Result, call::Call};
use forprev_core::{
    endpoint::{
        BEGIN_OIDC_LINK, BEGIN_OIDC_LOGIN, FINISH_OIDC_LINK, FINISH_OIDC_LOGIN, GET_OIDC, LIST_OIDC_LINKS,
        REMOVE_OIDC_LINK,
    },
    id::FederatedIdentityId,
    oidc::{OidcAnswer, OidcBegun, OidcLink, OidcLinks, OidcOffer},
    second_factor::Login,
};

impl Client {
    /// Whether one can sign in at a provider, and what it is called.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_oidc(&self) -> Result<OidcOffer> {
        self.answer(Call::to(GET_OIDC, &[])).await
    }

    /// Begins to sign in at the provider.
    ///
    /// # Errors
    /// `not_found` where none is set up, `oidc.unavailable`, or no answer.
    pub async fn begin_oidc_login(&self) -> Result<OidcBegun> {
        self.answer(Call::to(BEGIN_OIDC_LOGIN, &[])).await
    }

    /// Signs in with the provider's answer; the cookies keep it. Where a second factor is set, its own methods go on.
    ///
    /// # Errors
    /// `oidc.expired`, `oidc.refused`, `oidc.unknown`, `oidc.unavailable`, `request.too_many`, or no answer.
    pub async fn finish_oidc_login(&self, body: &OidcAnswer) -> Result<Login> {
        self.sign_in(Call::to(FINISH_OIDC_LOGIN, &[]).json(body)).await
    }

    /// One's own identities.
    ///
    /// # Errors
    /// `unauthenticated`, or no answer.
    pub async fn list_oidc_links(&self) -> Result<OidcLinks> {
        self.answer(Call::to(LIST_OIDC_LINKS, &[])).await
    }

    /// Begins to link an identity, at the provider.
    ///
    /// # Errors
    /// `step_up.required`, `not_found` where no provider is set up, `oidc.unavailable`, or no answer.
    pub async fn begin_oidc_link(&self) -> Result<OidcBegun> {
        self.answer(Call::to(BEGIN_OIDC_LINK, &[])).await
    }

    /// Links an identity with the provider's answer.
    ///
    /// # Errors
    /// `step_up.required`, `oidc.expired`, `oidc.refused`, `oidc.taken`, `oidc.unavailable`, or no answer.
    pub async fn finish_oidc_link(&self, body: &OidcAnswer) -> Result<OidcLink> {
        self.answer(Call::to(FINISH_OIDC_LINK, &[]).json(body)).await
    }

    /// Removes one of one's own identities.
    ///
    /// # Errors
    /// `step_up.required`, `not_found`, or no answer.
    pub async fn remove_oidc_link(&self, id: FederatedIdentityId) -> Result<()> {
        self.done(Call::to(REMOVE_OIDC_LINK, &[&id.to_string()])).await
    }
}
