//! Bodies of habilitation requests and of sittings.

use super::{Call, Possible};
use forprev_client::Write;
use forprev_core::{
    actor::InrsRank, endpoint as e, habilitation::measure::NewSuspension, request::sitting::NewSitting,
};
use forprev_testkit::{Holding, TestApp};
use serde_json::json;

/// One call of each operation, each possible as it stands.
pub(super) async fn calls(app: &TestApp) -> Vec<Call> {
    let story = app.requesting().await;
    let draft = story.draft("CATEC", 1).await;
    let submitted = story.submitted(app, "SST", 1).await;
    let admitted = story.admitted(app, "TMS", 1).await;
    let forwarded = story.forwarded(app, "RPS", 1).await;
    let at_cnh = story.at_cnh(app, "EVRP", 1).await;
    let on_agenda = story.at_cnh(app, "SDC", 1).await;
    let today = app.today().to_string();
    let planned =
        NewSitting { held_on: today.clone(), place: "Paris".into(), agenda: vec![on_agenda.id.to_string()] };
    let sitting = story.cnh.create_sitting(&planned, Write::default()).await.unwrap();
    let later = NewSitting { held_on: "2027-01-14".into(), ..NewSitting::default() };
    let later = story.cnh.create_sitting(&later, Write::default()).await.unwrap();
    let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
    let cnh = app.person(&[Holding::Cnh]);
    let (applicant, caisse) = (story.gestionnaire.email.clone(), story.agent.email.clone());
    let mut whole = serde_json::to_value(story.new_request("CATEC", 1).content).unwrap();
    whole["platforms"][0]["id"] = json!(draft.platforms[0].id);
    let of_content = [
        "/formateurs/0/forprev_number",
        "/programme",
        "/schedule",
        "/platforms/0/id",
        "/platforms/0/name",
        "/platforms/0/kind",
        "/platforms/0/address",
        "/platforms/0/postal_code",
        "/platforms/0/insee_code",
    ];
    let new = json!({
        "dispositif": "PRAPIBC", "level": 1,
        "content": { "formateurs": [{ "forprev_number": story.formateur.forprev_number }], "programme": "A", "schedule": "B" },
    });
    let comment = json!({ "comment": "Non." });
    let returned = json!({
        "comment": "Non.", "corrections": [{ "pointer": "/schedule", "comment": "À revoir." }], "due_on": "2026-12-31",
    });
    let opinion = json!({ "subject": "pedagogical", "opinion": "favourable", "comment": "Bien." });
    let adjourned = json!({
        "outcome": "adjourned", "decided_on": today, "reason": "Plus tard.", "sitting_id": later.id,
    });
    let stated =
        json!({ "outcome": "granted", "decided_on": today, "valid_until": "2029-11-22", "reason": "Bien." });
    let decisions = json!({ "decisions": [{ "request_id": on_agenda.id, "decision": stated }] });
    let (id, organisation) = (|id: &dyn ToString| vec![id.to_string()], story.organisation.id);
    let mut all: Vec<Possible<'_>> = vec![
        (
            e::CREATE_REQUEST,
            id(&organisation),
            None,
            &applicant,
            new,
            vec![
                "/dispositif",
                "/content/formateurs/0/forprev_number",
                "/content/programme",
                "/content/schedule",
            ],
        ),
        (e::UPDATE_REQUEST, id(&draft.id), Some(draft.version), &applicant, whole, of_content.to_vec()),
        (e::ABANDON_REQUEST, id(&submitted.id), None, &applicant, comment, vec!["/comment"]),
        (
            e::RETURN_REQUEST,
            id(&submitted.id),
            None,
            &caisse,
            returned,
            vec!["/comment", "/corrections/0/pointer", "/corrections/0/comment", "/due_on"],
        ),
        (
            e::ASSIGN_REQUEST,
            id(&submitted.id),
            None,
            &caisse,
            json!({ "person_id": story.agent.id }),
            vec!["/person_id"],
        ),
        (
            e::HAND_OVER_REQUEST,
            id(&submitted.id),
            None,
            &caisse,
            json!({ "caisse": "RENNES", "comment": "Déménagement." }),
            vec!["/caisse", "/comment"],
        ),
        (
            e::ANSWER_GRID,
            id(&admitted.id),
            Some(admitted.version),
            &caisse,
            json!({ "answers": [{ "item": "PED_PROGRAMME", "answer": "conforme", "comment": "Bien." }] }),
            vec!["/answers/0/item", "/answers/0/answer", "/answers/0/comment"],
        ),
        (e::GIVE_OPINION, id(&admitted.id), None, &caisse, opinion, vec!["/subject", "/opinion", "/comment"]),
        (
            e::GIVE_INRS_OPINION,
            id(&forwarded.id),
            None,
            &inrs.email,
            json!({ "opinion": "favourable", "comment": "Bien." }),
            vec!["/opinion", "/comment"],
        ),
        (
            e::DECIDE_REQUEST,
            id(&at_cnh.id),
            None,
            &cnh.email,
            adjourned,
            vec!["/outcome", "/decided_on", "/reason", "/sitting_id"],
        ),
        (
            e::WRITE_REQUEST_MESSAGE,
            id(&submitted.id),
            None,
            &applicant,
            json!({ "text": "Bonjour.", "internal": false }),
            vec!["/text"],
        ),
        (
            e::CREATE_SITTING,
            vec![],
            None,
            &cnh.email,
            json!({ "held_on": "2027-02-01", "place": "Lyon", "agenda": [at_cnh.id] }),
            vec!["/held_on", "/place", "/agenda/0"],
        ),
        (
            e::UPDATE_SITTING,
            id(&later.id),
            Some(later.version),
            &cnh.email,
            json!({ "held_on": "2027-02-02", "place": "Lyon", "agenda": [at_cnh.id] }),
            vec!["/held_on", "/place", "/agenda/0"],
        ),
        (
            e::DECIDE_SITTING,
            id(&sitting.id),
            None,
            &cnh.email,
            decisions,
            vec![
                "/decisions/0/request_id",
                "/decisions/0/decision/outcome",
                "/decisions/0/decision/decided_on",
                "/decisions/0/decision/valid_until",
                "/decisions/0/decision/reason",
            ],
        ),
    ];
    let days = |from: &str| json!({ "from": from, "until": from, "reason": "Contrôle.", "hearing_until": "2026-11-23" });
    let (clear, suspended, other) = (
        app.habilitation(&story.organisation, "HAPASMS", 1),
        app.habilitation(&story.organisation, "TRANSVOY", 1),
        app.habilitation(&story.organisation, "TRANSMAT", 1),
    );
    let now = NewSuspension { from: today.clone(), reason: "Contrôle.".into(), ..NewSuspension::default() };
    story.inrs.suspend_habilitation(suspended, &now, Write::default()).await.unwrap();
    let mut withdrawal = days("2026-12-01");
    withdrawal.as_object_mut().unwrap().remove("until");
    let texts = vec!["/from", "/until", "/reason", "/hearing_until"];
    all.push((e::SUSPEND_HABILITATION, id(&clear), None, &inrs.email, days("2026-12-01"), texts));
    let texts = vec!["/from", "/reason", "/hearing_until"];
    all.push((e::WITHDRAW_HABILITATION, id(&other), None, &inrs.email, withdrawal, texts));
    let lifting = json!({ "from": "2026-12-01", "reason": "Corrigé." });
    all.push((e::LIFT_SUSPENSION, id(&suspended), None, &inrs.email, lifting, vec!["/from", "/reason"]));
    Call::all_of(app, all).await
}
