//! Requests to a provider: nothing is followed elsewhere, and neither a slow nor an endless answer is waited for.

use openidconnect::{HttpRequest, HttpResponse, http::Method};
use std::time::Duration;
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};

/// The longest answer that is read, in bytes.
const ANSWER_MAX: u64 = 1024 * 1024;

/// What sends requests, each of which takes no longer than `limit`; only by TLS, unless the provider is on this machine.
pub(super) fn agent(limit: Duration, only_tls: bool) -> Agent {
    // As the machine's owner decided: an administration may have certificates of its own.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .timeout_global(Some(limit))
        .https_only(only_tls)
        .max_redirects(0)
        // What a provider says with a refusal is read.
        .http_status_as_error(false)
        .tls_config(tls)
        .build();
    Agent::new_with_config(config)
}

/// Sends one request.
pub(super) fn send(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let answer =
        if request.method() == Method::GET { agent.run(request.map(drop))? } else { agent.run(request)? };
    let (parts, mut body) = answer.into_parts();
    let bytes = body.with_config().limit(ANSWER_MAX).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}
