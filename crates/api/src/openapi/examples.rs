//! Examples of bodies. They stand in `examples.json`, as the test `examples` sent and got them: what is documented is
//! what the server takes and says.

use forprev_core::endpoint::Endpoint;
use serde_json::{Map, Value};
use std::sync::OnceLock;

/// A user of the organisation of the examples.
pub const USER: &str = "0198c0de-0000-7000-8000-000000000040";
/// The organisation of the examples.
pub const ORGANISATION: &str = "0198c0de-0000-7000-8000-000000000002";
/// A second factor of somebody.
pub const FACTOR: &str = "0198c0de-0000-7000-8000-000000000007";
/// An identity of somebody at a provider.
pub const IDENTITY: &str = "0198c0de-0000-7000-8000-000000000061";
/// A file by which an organisation is entered.
pub const ORGANISATION_FILE: &str = "0198c0de-0000-7000-8000-0000000000a0";
/// A document of it.
pub const ATTACHMENT: &str = "0198c0de-0000-7000-8000-0000000000a1";
/// Its session.
pub const SESSION: &str = "0198c0de-0000-7000-8000-000000000005";
/// The first trainee of it.
pub const TRAINEE: &str = "0198c0de-0000-7000-8000-000000000020";
/// Their certificate.
pub const NUMBER: &str = "SST-2026-73S0ZG9CS";

/// The SIRET of an organisme de formation.
pub const SIRET: &str = "73282932000074";
/// Somebody with two accounts: the one that closes.
pub const PERSON: &str = "0198c0de-0000-7000-8000-000000000050";
/// A view as somebody.
pub const VIEW: &str = "0198c0de-0000-7000-8000-000000000053";

/// A habilitation request.
pub const REQUEST: &str = "0198c0de-0000-7000-8000-000000000090";
/// A platform of it.
pub const PLATFORM: &str = "0198c0de-0000-7000-8000-000000000091";
/// The sitting that decides it.
pub const SITTING: &str = "0198c0de-0000-7000-8000-000000000092";

/// A contact.
pub const CONTACT: &str = "0198c0de-0000-7000-8000-0000000000d0";
/// An audit of the organisation.
pub const VISIT: &str = "0198c0de-0000-7000-8000-0000000000d1";
/// A corrective action of it.
pub const VISIT_ACTION: &str = "0198c0de-0000-7000-8000-0000000000d2";

/// The examples as they are kept: by operation, `request` and `answer`, where these are JSON or text.
#[must_use]
pub fn text() -> &'static str {
    include_str!("examples.json")
}

fn all() -> &'static Map<String, Value> {
    static ALL: OnceLock<Map<String, Value>> = OnceLock::new();
    ALL.get_or_init(|| serde_json::from_str(text()).unwrap_or_default())
}

fn part(endpoint: Endpoint, name: &str) -> Option<Value> {
    all().get(endpoint.operation)?.get(name).cloned()
}

/// What is sent.
pub(super) fn request(endpoint: Endpoint) -> Option<Value> {
    part(endpoint, "request")
}

/// What is answered.
pub(super) fn answer(endpoint: Endpoint) -> Option<Value> {
    part(endpoint, "answer")
}

/// A value in the path.
pub(super) fn in_path(endpoint: Endpoint, name: &str) -> &'static str {
    match name {
        "number" => NUMBER,
        "siret" => SIRET,
        "trainee_id" => TRAINEE,
        "user_id" => USER,
        "id" if endpoint.path.contains("/agents/") => USER,
        _ if endpoint.path.contains("/requests/") => REQUEST,
        _ if endpoint.path.contains("/request-platforms/") => PLATFORM,
        _ if endpoint.path.contains("/sittings/") => SITTING,
        _ if endpoint.path.contains("/organisation-files/") => ORGANISATION_FILE,
        _ if endpoint.path.contains("/attachments/") => ATTACHMENT,
        _ if endpoint.path.contains("/organisations/") => ORGANISATION,
        _ if endpoint.path.contains("/people/") => PERSON,
        _ if endpoint.path.contains("/support/views/") => VIEW,
        _ if endpoint.path.contains("/second-factors/") => FACTOR,
        _ if endpoint.path.contains("/oidc/") => IDENTITY,
        _ => SESSION,
    }
}
