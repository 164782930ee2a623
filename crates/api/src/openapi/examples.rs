//! Examples of bodies, made of the types themselves: what is documented can be sent and read.

use forprev_core::{
    certificate::Revocation,
    endpoint::{self as e, Endpoint},
    session::{Comment, NewFormateur, NewPlace, NewSession, NewTrainee, Results, TraineeResult},
    sign_in::Credentials,
};
use serde_json::{Value, json};

/// An example body of an operation.
#[derive(Clone, Debug)]
pub struct Example {
    /// The operation.
    pub endpoint: Endpoint,
    /// The body that is sent.
    pub request: Value,
}

const HABILITATION: &str = "0198c0de-0000-7000-8000-000000000010";
const TRAINEE: &str = "0198c0de-0000-7000-8000-000000000020";

fn trainee() -> NewTrainee {
    NewTrainee {
        last_name: "Martin".into(),
        first_name: "Anne-Marie".into(),
        birth_date: "1990-04-02".into(),
        ..NewTrainee::default()
    }
}

fn session() -> NewSession {
    NewSession {
        habilitation_id: HABILITATION.into(),
        certificate_code: Some("SST".into()),
        kind: Some("initial".into()),
        starts_on: Some("2026-11-19".into()),
        ends_on: Some("2026-11-20".into()),
        place: Some(NewPlace {
            name: "Centre de formation".into(),
            address: "12 rue des Lilas".into(),
            postal_code: "44000".into(),
            city: "Nantes".into(),
            insee_code: Some("44109".into()),
            platform_id: None,
        }),
        formateurs: vec![NewFormateur { forprev_number: "JKA37899".into(), lead: true }],
        trainees: vec![trainee()],
        external_ref: Some("2026-118".into()),
    }
}

fn written(body: impl serde::Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

/// The examples of bodies that are sent.
#[must_use]
pub fn all() -> Vec<Example> {
    let comment = Comment { comment: "La date de fin est le 20, pas le 21.".into() };
    let results = Results {
        dates_confirmed: true,
        identities_confirmed: true,
        results: vec![TraineeResult { trainee_id: TRAINEE.into(), outcome: "passed".into() }],
    };
    let credentials =
        Credentials { identifier: "gestionnaire@demo.example".into(), password: "demo-forprev-2026".into() };
    [
        (e::LOGIN, written(credentials)),
        (e::CREATE_SESSION, written(session())),
        (e::UPDATE_SESSION, json!({ "ends_on": "2026-11-21", "external_ref": null })),
        (e::ADD_TRAINEE, written(trainee())),
        (e::UPDATE_TRAINEE, json!({ "first_name": "Anne" })),
        (e::RETURN_SESSION, written(&comment)),
        (e::REOPEN_SESSION, written(&comment)),
        (e::RECORD_RESULTS, written(results)),
        (e::REVOKE_CERTIFICATE, written(Revocation { reason: "Délivré par erreur.".into() })),
    ]
    .map(|(endpoint, request)| Example { endpoint, request })
    .into()
}

pub(super) fn request(endpoint: Endpoint) -> Option<Value> {
    all().into_iter().find(|example| example.endpoint == endpoint).map(|example| example.request)
}

/// What an operation answers, where that is short enough to be read.
pub(super) fn answer(endpoint: Endpoint) -> Option<Value> {
    [
        (
            e::GET_ME,
            json!({
                "id": "0198c0de-0000-7000-8000-000000000001", "forprev_number": "JKA37899",
                "last_name": "Martin", "first_name": "Anne", "email": "anne.martin@example.fr",
                "profiles": [{ "kind": "gestionnaire", "organisation_id": "0198c0de-0000-7000-8000-000000000002",
                               "organisation_name": "Prévention Ouest" }],
                "capabilities": ["account.read", "sessions.declare"], "today": "2026-11-23", "onboarded": true
            }),
        ),
        (e::HEALTH_LIVE, json!({ "status": "live" })),
        (e::HEALTH_READY, json!({ "status": "ready" })),
        (
            e::GET_PUBLIC_CERTIFICATE,
            json!({ "number": "SST-2026-73S0ZG9CS", "status": "valid", "dispositif": "SST", "level": 1,
                    "certificate_code": "SST", "valid_from": "2026-11-20", "valid_until": "2028-11-19",
                    "organisation": "Prévention Ouest" }),
        ),
        (
            e::GENERATE_CERTIFICATES,
            json!({ "items": [{ "number": "SST-2026-73S0ZG9CS", "trainee_id": TRAINEE, "valid_from": "2026-11-20",
                    "valid_until": "2028-11-19", "downloadable_until": "2026-12-08" }] }),
        ),
    ]
    .into_iter()
    .find(|(of, _)| *of == endpoint)
    .map(|(_, answer)| answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::{
        actor::Me,
        certificate::{PublicCertificate, SessionCertificates},
        session::{SessionPatch, TraineePatch},
    };

    #[test]
    fn what_is_documented_can_be_sent() {
        for example in all() {
            let body = serde_json::to_vec(&example.request).unwrap();
            let read =
                |faults: Vec<forprev_core::problem::Fault>| assert_eq!(faults, [], "{:?}", example.endpoint);
            match example.endpoint.operation {
                "login" => read(crate::body::json::<Credentials>(&body).unwrap().check()),
                "create_session" => read(crate::body::json::<NewSession>(&body).unwrap().read().1),
                "update_session" => drop(crate::body::json::<SessionPatch>(&body).unwrap()),
                "add_trainee" => read(crate::body::json::<NewTrainee>(&body).unwrap().read().1),
                "update_trainee" => drop(crate::body::json::<TraineePatch>(&body).unwrap()),
                "return_session" | "reopen_session" => {
                    read(crate::body::json::<Comment>(&body).unwrap().check(true))
                }
                "record_results" => read(crate::body::json::<Results>(&body).unwrap().check()),
                "revoke_certificate" => read(crate::body::json::<Revocation>(&body).unwrap().check()),
                other => panic!("{other} has an example that nobody reads"),
            }
        }
    }

    #[test]
    fn what_is_documented_can_be_read() {
        let read = |endpoint| answer(endpoint).unwrap();
        serde_json::from_value::<Me>(read(e::GET_ME)).unwrap();
        serde_json::from_value::<PublicCertificate>(read(e::GET_PUBLIC_CERTIFICATE)).unwrap();
        serde_json::from_value::<SessionCertificates>(read(e::GENERATE_CERTIFICATES)).unwrap();
    }
}
