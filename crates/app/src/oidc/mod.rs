//! A provider of identities (A13, OpenID Connect): what it says of itself, asked and kept for a while; and who signed in
//! there, believed as far as it is signed.
//!
//! The authorization code comes by the browser, and is worth something only to whoever has our secret, the verifier of
//! PKCE and the nonce: these never leave this server in clear. Of all that a provider knows, only `sub` is read.

mod http;
mod provider;

pub use provider::{Begun, Provider, Shown};

use openidconnect::{ClientId, ClientSecret, IssuerUrl};

/// The longest name of a provider, in characters.
const NAME_MAX: usize = 60;
/// The longest address by which a provider calls itself, in characters.
const ISSUER_MAX: usize = 255;

/// Which provider, and as whom this server asks it.
#[derive(Clone)]
pub struct Settings {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    name: String,
}

// The secret is for no log.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("oidc::Settings").field("issuer", &self.issuer.as_str()).finish_non_exhaustive()
    }
}

impl Settings {
    /// The provider at this address, which knows this server as `client_id`, with a secret or without one. People call it
    /// `name`; where that is empty, as its host.
    ///
    /// # Errors
    /// What is expected of the value that cannot be used.
    pub fn new(issuer: &str, client_id: &str, client_secret: &str, name: &str) -> Result<Self, &'static str> {
        let address = "expected the provider's address like https://identity.example, as it calls itself";
        let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|_| address)?;
        let url = issuer.url();
        let host = url.host_str().ok_or(address)?.to_owned();
        // Whoever listens on the way could answer in the provider's place: without TLS only on this machine.
        let near = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        if !(url.scheme() == "https" || (url.scheme() == "http" && near)) {
            return Err("expected an address that begins with https://");
        }
        if issuer.as_str().len() > ISSUER_MAX || url.query().is_some() || url.fragment().is_some() {
            return Err(address);
        }
        if client_id.is_empty() {
            return Err("expected the client identifier that the provider gave to this server");
        }
        let name = if name.is_empty() { host } else { name.to_owned() };
        if name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
            return Err("expected a name of at most 60 characters");
        }
        Ok(Self {
            issuer,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: Some(client_secret)
                .filter(|secret| !secret.is_empty())
                .map(|secret| ClientSecret::new(secret.to_owned())),
            name,
        })
    }

    /// As the provider calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The host of a provider that is set up no more: what there is to call it.
#[must_use]
pub fn host_of(issuer: &str) -> String {
    let host = openidconnect::url::Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| issuer.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_told_with_what_is_expected() {
        for (issuer, client, name) in [
            ("identity.example", "forprev", ""),
            ("http://identity.example", "forprev", ""),
            ("ftp://identity.example", "forprev", ""),
            ("https://identity.example?a=b", "forprev", ""),
            ("https://identity.example", "", ""),
            ("https://identity.example", "forprev", &"n".repeat(61)),
        ] {
            let expected = Settings::new(issuer, client, "", name).unwrap_err();
            assert!(expected.starts_with("expected "), "{expected}");
        }
    }

    #[test]
    fn a_provider_is_called_by_its_host_unless_it_has_a_name() {
        let named =
            |name| Settings::new("https://identity.example/api/v2", "forprev", "hunter2", name).unwrap();
        assert_eq!(named("").name(), "identity.example");
        assert_eq!(named("ProConnect").name(), "ProConnect");
        assert!(!format!("{:?}", named("")).contains("hunter2"));
        assert_eq!(host_of("https://identity.example/api/v2"), "identity.example");
    }

    #[test]
    fn on_this_machine_it_may_do_without_tls() {
        assert!(Settings::new("http://127.0.0.1:4000", "forprev", "", "").is_ok());
        assert!(Settings::new("http://localhost:4000", "forprev", "", "").is_ok());
    }
}
