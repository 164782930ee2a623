//! Bodies of organisation files, of organisations, and of models of letters.

use super::{Call, Possible};
use crate::{
    organisation_files::{begin, submitted, whole},
    raw::Cookies,
};
use forprev_core::{actor::InrsRank, endpoint as e};
use forprev_testkit::{Holding, TestApp};
use serde_json::{Value, json};

/// The fields of a file that are texts or names of something.
const OF_A_FILE: [&str; 20] = [
    "/kind",
    "/siret",
    "/raison_sociale",
    "/enseigne",
    "/nda",
    "/regime",
    "/address",
    "/postal_code",
    "/insee_code",
    "/contact_last_name",
    "/contact_first_name",
    "/contact_email",
    "/contact_phone",
    "/urssaf_issued_on",
    "/urssaf_code",
    "/publication",
    "/published_website",
    "/signatory_last_name",
    "/signatory_function",
    "/signatory_email",
];

/// One call of each operation, each possible as it stands.
pub(super) async fn calls(app: &TestApp) -> Vec<Call> {
    let demandeur = app.person(&[Holding::Demandeur]);
    let by = Cookies::of(app, &demandeur.email).await;
    let draft = begin(app, &by, &whole()).await;
    let (_, _, sent) = submitted(app, &whole()).await;
    let agent = app.person(&[Holding::Instructeur("NANTES".into())]);
    let organisation = app.organisation();
    let gestionnaire = app.person(&[Holding::Gestionnaire(organisation.id)]);
    let editor = app.person(&[Holding::Inrs(InrsRank::Editor)]);
    let id = |file: &Value| vec![file["id"].as_str().unwrap().to_owned()];
    let version = draft["version"].as_i64();
    let kept =
        json!({ "contact_email": "contact@example.fr", "signatory_last_name": "Petit", "publication": "no" });
    let of_kept = vec!["/contact_email", "/signatory_last_name", "/publication"];
    let model = json!({
        "kind": "lifting", "dispositif": "SST",
        "body": "# Levée\n\n{{organisation}} : l’habilitation {{numero}} est rétablie le {{debut}}.",
    });
    let of_model = vec!["/kind", "/dispositif", "/body"];
    let returned = json!({ "comment": "Non.", "corrections": { "siret": "Celui du siège." } });
    let comment = json!({ "comment": "Non." });
    let over = json!({ "caisse": "RENNES", "comment": "Non." });
    let all: Vec<Possible<'_>> = vec![
        (e::CREATE_ORGANISATION_FILE, vec![], None, &demandeur.email, whole(), OF_A_FILE.to_vec()),
        (e::UPDATE_ORGANISATION_FILE, id(&draft), version, &demandeur.email, whole(), OF_A_FILE.to_vec()),
        (
            e::UPDATE_ORGANISATION,
            vec![organisation.id.to_string()],
            Some(1),
            &gestionnaire.email,
            kept,
            of_kept,
        ),
        (
            e::ASSIGN_ORGANISATION_FILE,
            id(&sent),
            None,
            &agent.email,
            json!({ "person_id": agent.id }),
            vec!["/person_id"],
        ),
        (e::HAND_OVER_ORGANISATION_FILE, id(&sent), None, &agent.email, over, vec!["/caisse", "/comment"]),
        (
            e::RETURN_ORGANISATION_FILE,
            id(&sent),
            None,
            &agent.email,
            returned,
            vec!["/comment", "/corrections/siret"],
        ),
        (e::REFUSE_ORGANISATION_FILE, id(&sent), None, &agent.email, comment, vec!["/comment"]),
        (
            e::WRITE_ORGANISATION_FILE_MESSAGE,
            id(&sent),
            None,
            &agent.email,
            json!({ "text": "Oui." }),
            vec!["/text"],
        ),
        (e::CREATE_LETTER_MODEL, vec![], None, &editor.email, model.clone(), of_model.clone()),
        (e::PREVIEW_LETTER, vec![], None, &editor.email, model.clone(), of_model.clone()),
        (e::PREVIEW_LETTER_PDF, vec![], None, &editor.email, model, of_model),
    ];
    Call::all_of(app, all).await
}
