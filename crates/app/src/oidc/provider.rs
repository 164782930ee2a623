//! The provider, asked.

use super::{Settings, http};
use crate::Failure;
use chrono::{DateTime, Duration, Utc};
use forprev_core::problem::Code;
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, CsrfToken, DiscoveryError, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, SignatureVerificationError, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken,
        CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    },
    url::Url,
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time,
};
use ureq::Agent;

/// How long one request to the provider may take: somebody waits.
const PATIENCE: time::Duration = time::Duration::from_secs(5);
/// For how long what the provider says of itself is believed without asking again.
const KEPT_FOR: Duration = Duration::hours(1);
/// How long a provider that did not answer is left alone: whoever asks meanwhile need not wait for it.
const LEFT_ALONE_FOR: Duration = Duration::seconds(10);
/// The longest name that a provider gives to a person (OpenID Connect Core, 2).
const SUBJECT_MAX: usize = 255;

/// How ID tokens may be signed: by a key that only the provider has, never by a secret that we share.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What has begun at the provider: where the browser goes, and what its answer is checked with.
pub struct Begun {
    /// The provider's page, with all that it needs.
    pub url: String,
    /// Comes back with the answer.
    pub state: String,
    /// Stands in the ID token.
    pub nonce: String,
    /// Whose digest went along (PKCE).
    pub verifier: String,
}

/// What an answer of the provider is checked with.
pub struct Shown<'a> {
    /// The code that the browser brought.
    pub code: &'a str,
    /// As [`Begun`].
    pub nonce: &'a str,
    /// As [`Begun`].
    pub verifier: &'a str,
}

/// A client whose endpoints are those that the provider told.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the provider said of itself, and when.
#[derive(Default)]
struct Known {
    metadata: Option<(Arc<CoreProviderMetadata>, DateTime<Utc>)>,
    failed_at: Option<DateTime<Utc>>,
}

/// The provider of an installation.
pub struct Provider {
    settings: Settings,
    agent: Agent,
    known: Mutex<Known>,
    /// Held by who asks the provider what it says of itself: nobody waits behind one that hangs.
    asking: Mutex<()>,
}

impl Provider {
    /// The provider of these settings. It is asked when it is first needed: where it is down, all else works.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with_patience(settings, PATIENCE)
    }

    /// The same, whose requests may take so long.
    #[must_use]
    pub fn with_patience(settings: Settings, patience: time::Duration) -> Self {
        let agent = http::agent(patience, settings.issuer.url().scheme() == "https");
        Self { settings, agent, known: Mutex::default(), asking: Mutex::default() }
    }

    /// As the provider calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.settings.issuer()
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.settings.name()
    }

    /// Begins a sign-in at the provider, which leads back to `back`. May ask the provider: not in a transaction.
    ///
    /// # Errors
    /// `oidc.unavailable`.
    pub fn begin(&self, back: &str, now: DateTime<Utc>) -> Result<Begun, Failure> {
        let metadata = self.metadata(now, None)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = self
            .client(&metadata, back)?
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .url();
        Ok(Begun {
            url: url.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Who signed in at the provider, as it calls them. Asks the provider: not in a transaction.
    ///
    /// # Errors
    /// `oidc.refused` where the code is not good or the ID token does not hold; `oidc.unavailable` where the provider does
    /// not answer as the standard says.
    pub fn finish(&self, back: &str, now: DateTime<Utc>, shown: &Shown<'_>) -> Result<String, Failure> {
        let metadata = self.metadata(now, None)?;
        let token = self.exchange(&metadata, back, shown)?;
        let subject = match self.subject(&metadata, &token, now, shown.nonce) {
            // The provider may have new keys since it was last asked.
            Err(NotShown::UnknownKey) => {
                let fresh = self.metadata(now, Some(&metadata))?;
                self.subject(&fresh, &token, now, shown.nonce)
            }
            other => other,
        };
        subject.map_err(|why| {
            tracing::warn!(cause = %why.told(), "an ID token does not hold");
            Failure::of(Code::OidcRefused)
        })
    }

    /// This server, as the provider knows it.
    fn client(&self, metadata: &CoreProviderMetadata, back: &str) -> Result<Client, Failure> {
        let back = RedirectUrl::new(back.to_owned());
        let back = back.map_err(|_| Failure::internal("the public address is not one"))?;
        let (id, secret) = (self.settings.client_id.clone(), self.settings.client_secret.clone());
        Ok(CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(back))
    }

    fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        back: &str,
        shown: &Shown<'_>,
    ) -> Result<CoreIdToken, Failure> {
        let client = self.client(metadata, back)?.set_auth_type(way_to_show_the_secret(metadata));
        let answer = client
            .exchange_code(AuthorizationCode::new(shown.code.to_owned()))
            .map_err(|_| unavailable("it names no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(shown.verifier.to_owned()))
            .request(&|request: HttpRequest| http::send(&self.agent, request));
        let answer = answer.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => match said.error() {
                // Used before, made up, of another client, or ended.
                CoreErrorResponseType::InvalidGrant => Failure::of(Code::OidcRefused),
                other => unavailable(&format!("it refuses this server: {other}")),
            },
            RequestTokenError::Request(error) => unavailable(&silent(&error)),
            RequestTokenError::Parse(..) => unavailable("its token endpoint's answer cannot be read"),
            RequestTokenError::Other(_) => unavailable("its token endpoint answered something else"),
        })?;
        answer.id_token().cloned().ok_or_else(|| unavailable("it gave no ID token"))
    }

    /// Whom an ID token names, where all of it holds: issuer, audience, signature, end by our clock, nonce.
    fn subject(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        now: DateTime<Utc>,
        nonce: &str,
    ) -> Result<String, NotShown> {
        let verifier = CoreIdTokenVerifier::new_public_client(
            self.settings.client_id.clone(),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        );
        let verifier = verifier.set_allowed_algs(SIGNED_BY).set_time_fn(move || now);
        let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                NotShown::UnknownKey
            }
            other => NotShown::Because(told(&other)),
        })?;
        let subject = claims.subject().as_str();
        // So that it can be kept, and compared byte by byte.
        if (1..=SUBJECT_MAX).contains(&subject.len())
            && subject.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        {
            Ok(subject.to_owned())
        } else {
            Err(NotShown::Because("its subject is not as the standard says"))
        }
    }

    /// What the provider says of itself; asked again where it is old, or no other than `outdated`. One asks for all: others
    /// go on meanwhile with what it said before.
    fn metadata(
        &self,
        now: DateTime<Utc>,
        outdated: Option<&Arc<CoreProviderMetadata>>,
    ) -> Result<Arc<CoreProviderMetadata>, Failure> {
        let known = self.known();
        let young = |since: DateTime<Utc>, lifetime| (since..since + lifetime).contains(&now);
        if let Some((metadata, since)) = &known.metadata
            && young(*since, KEPT_FOR)
            && !outdated.is_some_and(|one| Arc::ptr_eq(one, metadata))
        {
            return Ok(Arc::clone(metadata));
        }
        let near = |at: DateTime<Utc>| (at - LEFT_ALONE_FOR..at + LEFT_ALONE_FOR).contains(&now);
        let left_alone = known.failed_at.is_some_and(near);
        drop(known);
        let began = time::Instant::now();
        let asked = match self.asking.try_lock() {
            Ok(_asking) if !left_alone => self.discover().map_err(Some),
            _ => Err(None),
        };
        let took = Duration::seconds(i64::try_from(began.elapsed().as_secs()).unwrap_or_default());
        let mut known = self.known();
        match asked {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *known = Known { metadata: Some((Arc::clone(&metadata), now)), failed_at: None };
                Ok(metadata)
            }
            Err(why) => {
                if let Some(why) = why {
                    tracing::warn!(cause = %why, "the identity provider is not as expected");
                    known.failed_at = Some(now + took);
                }
                // What it said before may still hold; an ID token tells.
                let before = known.metadata.as_ref().map(|(metadata, _)| Arc::clone(metadata));
                before.ok_or_else(|| Failure::of(Code::OidcUnavailable))
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What it holds is written whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn discover(&self) -> Result<CoreProviderMetadata, String> {
        let issuer: &IssuerUrl = &self.settings.issuer;
        let found =
            CoreProviderMetadata::discover(issuer, &|request: HttpRequest| http::send(&self.agent, request));
        let metadata = found.map_err(|error| match error {
            DiscoveryError::Request(error) => silent(&error),
            DiscoveryError::Response(status, ..) => format!("its document answers {status}"),
            DiscoveryError::Parse(_) => "its document cannot be read".to_owned(),
            DiscoveryError::Validation(_) => "its document is of another issuer".to_owned(),
            _ => "its document cannot be asked for".to_owned(),
        })?;
        // The browser is led there: to a page, and to nothing else that an address can be.
        let scheme = |url: &Url| url.scheme() == issuer.url().scheme();
        if !scheme(metadata.authorization_endpoint().url()) {
            return Err("its page is not reached as it is itself".to_owned());
        }
        Ok(metadata)
    }
}

/// Why an ID token shows nobody.
enum NotShown {
    UnknownKey,
    Because(&'static str),
}

impl NotShown {
    const fn told(&self) -> &'static str {
        match self {
            Self::UnknownKey => "it is signed with an unknown key",
            Self::Because(why) => why,
        }
    }
}

/// The kind of a fault only: what the library says of it quotes the token.
const fn told(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "it has ended",
        ClaimsVerificationError::InvalidAudience(_) => "it is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "it is of another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "it answers another request",
        ClaimsVerificationError::SignatureVerification(_) => "its signature does not hold",
        _ => "it cannot be read",
    }
}

fn silent(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "it does not answer in time".to_owned(),
        // Of the network or of the protocol: names no secret.
        other => format!("it cannot be reached: {other}"),
    }
}

fn unavailable(why: &str) -> Failure {
    tracing::warn!(cause = %why, "the identity provider is not as expected");
    Failure::of(Code::OidcUnavailable)
}

/// In the header, which all providers know unless they say otherwise; in the body where they take it only there.
fn way_to_show_the_secret(metadata: &CoreProviderMetadata) -> AuthType {
    let knows = |method| {
        metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| methods.contains(&method))
    };
    if knows(CoreClientAuthMethod::ClientSecretPost) && !knows(CoreClientAuthMethod::ClientSecretBasic) {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    }
}
