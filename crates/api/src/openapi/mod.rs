//! The document of the API (OpenAPI 3.1), made from the list of operations and the types of core, without a database
//! or a configuration: committed as `api-spec/openapi.json`, served as `/api/v1/openapi.json` and, for people, as
//! `/api/docs`.

mod account;
mod attachment;
mod certificate;
mod contact;
pub mod examples;
mod habilitation;
mod letter;
mod notification;
mod oidc;
mod operation;
mod organisation;
mod page;
mod people;
mod recovery;
mod reference;
mod request;
mod second_factor;
mod session;
mod sitting;
mod user;
mod visit;

pub use page::page;

use operation::Described;
use std::{collections::BTreeMap, sync::OnceLock};
use utoipa::openapi::{
    Components, Info, OpenApi, Paths, RefOr, Schema,
    info::LicenseBuilder,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};

const DESCRIPTION: &str = "\
Forprev: habilitations, certification sessions and certificates of training in the prevention of occupational risks.

**Order of answers.** 401, 403 by role (before the body is read), 400, 422 by shape, 404 not visible, 403 by row, 409 or \
412 state or version, 422 by rule.

**Errors** are RFC 9457 problems: `code` says why, `rule` names the rule, `errors` lists all that is wrong at once, each \
with an RFC 6901 `pointer`. Sentences are French, English where `Accept-Language` asks. Each answer below names the \
codes that it may tell; `/api/docs#codes` says what they mean.

**Days** are `2026-11-23`, instants RFC 3339 in UTC. Identifiers are UUIDv7. Fields are only ever added within v1.

**Signing in.** A browser keeps cookies, and sends `X-CSRF-Token` with the value of the cookie `forprev_csrf` on writes.

**Idempotency.** A POST may carry `Idempotency-Key`: for 24 hours the same key and body give the first answer again.

**Trials.** `?dry_run=true` on a write checks every rule and writes nothing.

**Concurrency.** `ETag` on a session is its version; `If-Match` with it is needed to change it.";

fn described() -> Vec<Described> {
    let mut all = Vec::new();
    all.extend(account::operations());
    all.extend(second_factor::operations());
    all.extend(oidc::operations());
    all.extend(notification::operations());
    all.extend(user::operations());
    all.extend(organisation::operations());
    all.extend(letter::operations());
    all.extend(request::operations());
    all.extend(sitting::operations());
    all.extend(contact::operations());
    all.extend(visit::operations());
    all.extend(attachment::operations());
    all.extend(reference::operations());
    all.extend(habilitation::operations());
    all.extend(session::operations());
    all.extend(certificate::operations());
    all.extend(people::operations());
    all.extend(recovery::operations());
    all
}

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    for one in described() {
        schemas.extend(one.schemas());
        let (path, method, operation) = one.build();
        paths.add_path_operation(path, vec![method], operation);
    }
    let mut components = Components::new();
    components.schemas = schemas.into_iter().collect();
    components.add_security_scheme(
        "cookie",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "forprev_access",
            "Set by `POST /api/v1/auth/login`; writes carry `X-CSRF-Token` besides.",
        ))),
    );
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    let mut info = Info::new("Forprev", "1.0.0");
    info.description = Some(DESCRIPTION.to_owned());
    info.license = Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build());
    let mut document = OpenApi::new(info, paths);
    document.components = Some(components);
    document.tags = Some(
        operation::TAGS
            .iter()
            .map(|(name, text)| TagBuilder::new().name(*name).description(Some(*text)).build())
            .collect(),
    );
    document
}

/// The document as it is committed and served.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
        text.push('\n');
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::endpoint;

    #[test]
    fn every_operation_is_described_once() {
        let mut described: Vec<_> = described().iter().map(|one| one.endpoint.operation).collect();
        let mut all: Vec<_> = endpoint::ALL.iter().map(|one| one.operation).collect();
        described.sort_unstable();
        all.sort_unstable();
        assert_eq!(described, all);
    }

    #[test]
    fn the_document_is_whole() {
        let document: serde_json::Value = serde_json::from_str(text()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        assert!(!text().contains("BTreeMap"), "a map named after its Rust type");
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for reference in text().split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name} is referred to and not there");
        }
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let what = format!("{method} {path}");
                for field in ["summary", "description", "operationId"] {
                    assert!(
                        operation[field].as_str().is_some_and(|text| !text.is_empty()),
                        "{what} has no {field}"
                    );
                }
                assert!(operation["responses"]["500"].is_object(), "{what} does not tell its failures");
            }
        }
    }

    #[test]
    fn what_is_documented_is_what_can_happen() {
        let document: serde_json::Value = serde_json::from_str(text()).unwrap();
        let at = |path: &str, method: &str| document["paths"][path][method].clone();
        let organisations = at("/api/v1/public/organisations", "get");
        assert!(organisations["responses"]["200"]["content"]["text/csv"].is_object());
        assert!(organisations["responses"]["200"]["content"]["application/json"].is_object());
        let import = at("/api/v1/sessions/{id}/trainees/import", "post");
        let form = &import["requestBody"]["content"]["multipart/form-data"]["schema"];
        assert_eq!(form["properties"]["file"]["format"], "binary");
        assert!(at("/api/v1/public/certificates/{number}", "get")["responses"]["404"].is_null());
        for file in ["zip", "pdf"] {
            let path = format!("/api/v1/sessions/{{id}}/certificates.{file}");
            assert!(at(&path, "get")["responses"]["410"].is_null(), "{path}");
        }
        let needed = at("/api/v1/communes", "get")["responses"]["422"]["description"].to_string();
        assert!(needed.contains("`field.required`"), "{needed}");
        for (path, method) in [
            ("/api/v1/sessions/{id}", "patch"),
            ("/api/v1/sessions/{id}", "delete"),
            ("/api/v1/sessions/{id}/trainees/{trainee_id}", "patch"),
            ("/api/v1/sessions/{id}/trainees/{trainee_id}", "delete"),
        ] {
            let operation = at(path, method);
            let parameters = operation["parameters"].as_array().unwrap();
            let named = |name: &str| parameters.iter().find(|one| one["name"] == name).unwrap();
            assert_eq!(named("dry_run")["in"], "query", "{method} {path}");
            assert_eq!(named("If-Match")["schema"]["pattern"], "^(\\*|\"[0-9]{1,18}\")$");
        }
    }

    /// What a trial answers is 200, whatever the write answers.
    #[test]
    fn what_can_be_tried_says_what_a_trial_answers() {
        let document: serde_json::Value = serde_json::from_str(text()).unwrap();
        let mut tried = 0;
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                if parameters.into_iter().any(|one| one["name"] == "dry_run") {
                    let answers = &operation["responses"];
                    assert!(answers["201"].is_null() || answers["200"].is_object(), "{method} {path}");
                    tried += 1;
                }
            }
        }
        assert!(tried > 20, "{tried}");
    }

    #[test]
    fn the_committed_document_is_the_code_s() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../api-spec/openapi.json");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == text(), "api-spec/openapi.json is not what the code says: make api-spec");
    }
}
