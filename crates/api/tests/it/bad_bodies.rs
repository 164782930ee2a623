//! Each operation that takes a body, given what it cannot take: the answer that the conventions name, with its place,
//! and no row of any table changed.

mod organisations;
mod requests;
mod visits;

use crate::{
    invitations::{declare, new_user, token},
    raw::{Answer, Cookies, send},
    second_factor::code,
};
use forprev_core::{
    endpoint::{self, Endpoint},
    session::Session,
};
use forprev_testkit::{Holding, PASSWORD, TestApp, both_databases, everybody_passed, trainee};
use serde_json::{Value, json};

/// An operation, who may call it, on what; a body that it takes, and where texts stand in it.
struct Call {
    endpoint: Endpoint,
    path: String,
    version: Option<i64>,
    cookies: Cookies,
    body: Value,
    texts: Vec<&'static str>,
}

/// The same, of whoever signs in by this address.
type Possible<'a> = (Endpoint, Vec<String>, Option<i64>, &'a String, Value, Vec<&'static str>);

impl Call {
    async fn all_of(app: &TestApp, possible: Vec<Possible<'_>>) -> Vec<Self> {
        let mut calls = Vec::new();
        for (endpoint, values, version, who, body, texts) in possible {
            let values: Vec<_> = values.iter().map(String::as_str).collect();
            let path = endpoint.path_with(&values);
            calls.push(Self { endpoint, path, version, cookies: Cookies::of(app, who).await, body, texts });
        }
        calls
    }

    async fn send(&self, app: &TestApp, body: String, trial: bool) -> Answer {
        let path = if trial { format!("{}?dry_run=true", self.path) } else { self.path.clone() };
        let request = self.cookies.request(app, self.endpoint.method.as_str(), &path);
        let request = match self.version {
            Some(version) => request.header("If-Match", format!("\"{version}\"")),
            None => request,
        };
        send(request.header("Content-Type", "application/json").body(body)).await
    }

    fn with(&self, pointer: &str, value: impl Into<Value>) -> String {
        let mut body = self.body.clone();
        *body.pointer_mut(pointer).expect(pointer) = value.into();
        body.to_string()
    }
}

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let all = body["errors"].as_array().unwrap().iter();
    all.map(|one| (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect()
}

const OF_A_SESSION: [&str; 12] = [
    "/certificate_code",
    "/kind",
    "/starts_on",
    "/ends_on",
    "/place/name",
    "/place/address",
    "/place/postal_code",
    "/place/city",
    "/formateurs/0/forprev_number",
    "/trainees/0/last_name",
    "/trainees/0/first_name",
    "/trainees/0/birth_date",
];
const OF_A_TRAINEE: [&str; 3] = ["/last_name", "/first_name", "/birth_date"];

/// One call of each operation that takes JSON, each possible as it stands.
async fn calls(app: &TestApp) -> Vec<Call> {
    let story = app.declared().await;
    let (draft, submitted) = (story.draft("2026-11-20").await, story.submitted("2026-11-19").await);
    let (verified, certified) = (story.verified("2026-11-18").await, story.certified("2026-11-17").await);
    let number = story.declarer.list_certificates(certified.id).await.unwrap().items[0].number.to_string();
    let agent = app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
    let mut whole = serde_json::to_value(story.new_session("2026-11-20", 4)).unwrap();
    whole["starts_on"] = json!("2026-11-19");
    whole["external_ref"] = json!("R-42");
    let of_session = [&OF_A_SESSION[..], &["/external_ref"]].concat();
    let id = |session: &Session| session.id.to_string();
    let one = draft.trainees[0].id.to_string();
    let version = Some(draft.version);
    let trainee = serde_json::to_value(trainee(7)).unwrap();
    let comment = json!({ "comment": "Non." });
    let results = serde_json::to_value(everybody_passed(&submitted)).unwrap();
    let (declarer, lead) = (&story.gestionnaire.email, &story.formateur.email);
    let login = json!({ "identifier": declarer, "password": "not this one" });
    let here = story.organisation.id.to_string();
    let delegataire = app.person(&[Holding::Delegataire(story.organisation.id, vec![story.habilitation])]);
    let profile = |person: &forprev_testkit::Person| {
        app.read(|tx| Ok(forprev_store::profile::of_person(tx.conn, person.id)?))[0].id.clone()
    };
    let (user, agent_id) = (profile(&delegataire), profile(&agent));
    let inrs = app.person(&[Holding::Inrs(forprev_core::actor::InrsRank::Administrator)]);
    let mut new_user = new_user("new@test.example", "delegataire", &[story.habilitation]);
    new_user["until_on"] = json!("2027-11-23");
    let invited_by = Cookies::of(app, declarer).await;
    declare(app, &invited_by, story.organisation.id, new_user.clone()).await;
    let token = token(app, "new@test.example");
    let patch = json!({ "habilitation_ids": [story.habilitation], "until_on": "2027-11-23" });
    new_user["email"] = json!("other@test.example");
    let new_agent = json!({
        "last_name": "Martin", "first_name": "Anne", "birth_date": "1980-05-17", "email": "agent@test.example",
        "kind": "instructeur", "caisse": "RENNES",
    });
    let of_a_user = vec![
        "/last_name",
        "/first_name",
        "/birth_date",
        "/email",
        "/role",
        "/habilitation_ids/0",
        "/until_on",
    ];
    let of_an_agent = vec!["/last_name", "/first_name", "/birth_date", "/email", "/kind", "/caisse"];
    let siret = app
        .read(|tx| Ok(forprev_store::organisation::find(tx.conn, story.organisation.id)?.siret.to_string()));
    let successor = json!({
        "siret": siret, "last_name": "Roux", "first_name": "Dominique", "birth_date": "1979-10-02",
        "email": "successor@test.example", "reason": "Extrait Kbis.",
    });
    let of_a_successor = vec!["/siret", "/last_name", "/first_name", "/birth_date", "/email", "/reason"];
    let accept = json!({ "token": token, "password": "une phrase assez longue" });
    let newcomer = app.person(&[Holding::Demandeur]);
    let begun = app.signed_in(&newcomer).await.begin_totp().await.unwrap();
    let first_code = json!({ "token": begun.token, "code": code(app, &begun.secret, 0), "name": "A" });
    let newcomer = &newcomer.email;
    let by_code = json!({ "token": "x", "code": "123456" });
    let credential = json!({ "id": "x", "type": "public-key" });
    let by_passkey = json!({ "token": "x", "credential": credential });
    let brought = json!({ "token": "x", "code": "x", "state": "x" });
    let made = json!({ "token": "x", "credential": credential, "name": "A" });
    let asked = json!({ "last_name": "Martin", "first_name": "Anne", "email": "a@test.example", "phone": "0102030405" });
    let me = json!({
        "last_name": "Martin", "first_name": "Anne", "birth_date": "1980-05-17", "phone": "0102030405", "caisse": "RENNES",
    });
    let step = json!({ "step": "caisse", "caisse": "RENNES" });
    let email = json!({ "email": "a@test.example", "password": PASSWORD });
    let password = json!({ "current": PASSWORD, "new": "trois girafes dans le bus" });
    let again = json!({ "password": PASSWORD });
    let opened = json!({ "token": "x" });
    let link = json!({ "token": "x", "password": "trois girafes dans le bus" });
    let possible = vec![
        (endpoint::DECLARE_USER, vec![here.clone()], None, declarer, new_user, of_a_user),
        (
            endpoint::UPDATE_USER,
            vec![here.clone(), user.clone()],
            Some(1),
            declarer,
            patch,
            vec!["/habilitation_ids/0", "/until_on"],
        ),
        (
            endpoint::REVIEW_USERS,
            vec![here],
            None,
            declarer,
            json!({ "user_ids": [user] }),
            vec!["/user_ids/0"],
        ),
        (endpoint::DECLARE_AGENT, vec![], None, &inrs.email, new_agent, of_an_agent),
        (
            endpoint::UPDATE_AGENT,
            vec![agent_id],
            Some(1),
            &inrs.email,
            json!({ "caisse": "NANTES" }),
            vec!["/caisse"],
        ),
        (endpoint::NAME_SUCCESSOR, vec![], None, &inrs.email, successor, of_a_successor),
        (endpoint::OPEN_INVITATION, vec![], None, declarer, json!({ "token": token }), vec!["/token"]),
        (endpoint::ACCEPT_INVITATION, vec![], None, declarer, accept, vec!["/token", "/password"]),
        (endpoint::LOGIN, vec![], None, declarer, login, vec!["/identifier"]),
        (
            endpoint::REQUEST_ACCOUNT,
            vec![],
            None,
            newcomer,
            asked,
            vec!["/last_name", "/first_name", "/email", "/phone"],
        ),
        (
            endpoint::REQUEST_PASSWORD,
            vec![],
            None,
            newcomer,
            json!({ "identifier": "a" }),
            vec!["/identifier"],
        ),
        (endpoint::OPEN_LINK, vec![], None, newcomer, opened.clone(), vec!["/token"]),
        (endpoint::USE_LINK, vec![], None, newcomer, link, vec!["/token"]),
        (
            endpoint::UPDATE_ME,
            vec![],
            Some(1),
            newcomer,
            me,
            vec!["/last_name", "/first_name", "/birth_date", "/phone", "/caisse"],
        ),
        (endpoint::TAKE_ONBOARDING_STEP, vec![], None, newcomer, step, vec!["/step", "/caisse"]),
        (endpoint::CHANGE_MY_EMAIL, vec![], None, newcomer, email, vec!["/email"]),
        (endpoint::CHANGE_MY_PASSWORD, vec![], None, newcomer, password, vec![]),
        (endpoint::LOGIN_TOTP, vec![], None, newcomer, by_code.clone(), vec!["/token", "/code"]),
        (endpoint::LOGIN_RECOVERY, vec![], None, newcomer, by_code, vec!["/token", "/code"]),
        (endpoint::BEGIN_PASSKEY_LOGIN, vec![], None, newcomer, opened, vec!["/token"]),
        (endpoint::FINISH_PASSKEY_LOGIN, vec![], None, newcomer, by_passkey.clone(), vec!["/token"]),
        (
            endpoint::FINISH_OIDC_LOGIN,
            vec![],
            None,
            newcomer,
            brought.clone(),
            vec!["/token", "/code", "/state"],
        ),
        (endpoint::FINISH_OIDC_LINK, vec![], None, newcomer, brought, vec!["/token", "/code", "/state"]),
        (endpoint::CONFIRM_TOTP, vec![], None, newcomer, first_code, vec!["/token", "/code", "/name"]),
        (endpoint::FINISH_PASSKEY, vec![], None, newcomer, made, vec!["/token", "/name"]),
        (endpoint::STEP_UP, vec![], None, newcomer, again.clone(), vec![]),
        (endpoint::FINISH_PASSKEY_STEP_UP, vec![], None, newcomer, by_passkey, vec!["/token"]),
        (endpoint::EXPORT_MY_DATA, vec![], None, newcomer, again.clone(), vec![]),
        (endpoint::CLOSE_MY_ACCOUNT, vec![], None, newcomer, again, vec![]),
        (
            endpoint::START_SUPPORT_VIEW,
            vec![],
            None,
            &inrs.email,
            json!({ "person_id": agent.id, "reason": "Aide." }),
            vec!["/person_id", "/reason"],
        ),
        (
            endpoint::MERGE_PERSON,
            vec![story.formateur.id.to_string()],
            None,
            &inrs.email,
            json!({ "into": story.gestionnaire.id, "reason": "Doublon." }),
            vec!["/into", "/reason"],
        ),
        (
            endpoint::OPEN_RECOVERY,
            vec![story.formateur.id.to_string()],
            None,
            &inrs.email,
            json!({ "email": "b@test.example", "reason": "Carte vue." }),
            vec!["/email", "/reason"],
        ),
        (
            endpoint::CORRECT_IDENTITY,
            vec![story.formateur.id.to_string()],
            Some(1),
            &inrs.email,
            json!({ "last_name": "Martin", "first_name": "Anne", "birth_date": "1980-05-17", "reason": "Acte vu." }),
            vec!["/last_name", "/first_name", "/birth_date", "/reason"],
        ),
        (endpoint::REFUSE_RECOVERY, vec![], None, newcomer, json!({ "token": "x" }), vec!["/token"]),
        (
            endpoint::READ_NOTIFICATIONS,
            vec![],
            None,
            newcomer,
            json!({ "until": "2026-11-23T08:00:00Z" }),
            vec![],
        ),
        (
            endpoint::UPDATE_PREFERENCES,
            vec![],
            None,
            newcomer,
            json!({ "actions": "daily", "alerts": "daily", "information": "daily" }),
            vec!["/actions", "/alerts", "/information"],
        ),
        (endpoint::CREATE_SESSION, vec![], None, declarer, whole.clone(), of_session.clone()),
        (endpoint::UPDATE_SESSION, vec![id(&draft)], version, declarer, whole, of_session),
        (endpoint::ADD_TRAINEE, vec![id(&draft)], None, declarer, trainee.clone(), OF_A_TRAINEE.to_vec()),
        (endpoint::UPDATE_TRAINEE, vec![id(&draft), one], version, declarer, trainee, OF_A_TRAINEE.to_vec()),
        (endpoint::RETURN_SESSION, vec![id(&submitted)], None, lead, comment.clone(), vec!["/comment"]),
        (endpoint::REOPEN_SESSION, vec![id(&verified)], None, declarer, comment, vec!["/comment"]),
        (
            endpoint::RECORD_RESULTS,
            vec![id(&submitted)],
            None,
            lead,
            results,
            vec!["/results/0/trainee_id", "/results/0/outcome"],
        ),
        (
            endpoint::REVOKE_CERTIFICATE,
            vec![number],
            None,
            &agent.email,
            json!({ "reason": "Erreur." }),
            vec!["/reason"],
        ),
    ];
    let mut all = Call::all_of(app, possible).await;
    all.extend(requests::calls(app).await);
    all.extend(organisations::calls(app).await);
    all.extend(visits::calls(app).await);
    all
}

#[test]
fn no_operation_with_a_body_is_left_out() {
    let document: Value = serde_json::from_str(forprev_api::openapi::text()).unwrap();
    let mut with_json: Vec<&str> = Vec::new();
    for operation in
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values())
    {
        if operation["requestBody"]["content"]["application/json"].is_object() {
            with_json.push(operation["operationId"].as_str().unwrap());
        }
    }
    with_json.sort_unstable();
    let tried = [
        "abandon_request",
        "accept_invitation",
        "add_trainee",
        "answer_grid",
        "answer_visit_action",
        "assign_organisation_file",
        "assign_request",
        "assign_visit",
        "begin_passkey_login",
        "cancel_visit",
        "change_my_email",
        "change_my_password",
        "close_my_account",
        "confirm_totp",
        "correct_identity",
        "create_contact",
        "create_letter_model",
        "create_organisation_file",
        "create_request",
        "create_session",
        "create_sitting",
        "decide_request",
        "decide_sitting",
        "declare_agent",
        "declare_user",
        "export_my_data",
        "finish_oidc_link",
        "finish_oidc_login",
        "finish_passkey",
        "finish_passkey_login",
        "finish_passkey_step_up",
        "follow_visit_action",
        "give_inrs_opinion",
        "give_opinion",
        "hand_over_organisation_file",
        "hand_over_request",
        "lift_suspension",
        "login",
        "login_recovery",
        "login_totp",
        "merge_person",
        "name_successor",
        "open_invitation",
        "open_link",
        "open_recovery",
        "plan_visit",
        "preview_letter",
        "preview_letter_pdf",
        "read_notifications",
        "record_results",
        "refuse_organisation_file",
        "refuse_recovery",
        "reopen_session",
        "report_visit",
        "request_account",
        "request_password",
        "return_organisation_file",
        "return_request",
        "return_session",
        "review_users",
        "revoke_certificate",
        "start_support_view",
        "step_up",
        "suspend_habilitation",
        "take_onboarding_step",
        "update_agent",
        "update_contact",
        "update_me",
        "update_organisation",
        "update_organisation_file",
        "update_preferences",
        "update_request",
        "update_session",
        "update_sitting",
        "update_trainee",
        "update_user",
        "update_visit",
        "use_link",
        "withdraw_habilitation",
        "write_organisation_file_message",
        "write_request_message",
    ];
    assert_eq!(with_json, tried);
}

both_databases! {
    async fn what_is_no_json_or_of_another_form_is_400_with_its_place(app) {
        let calls = calls(&app).await;
        let before = app.rows();
        for call in &calls {
            let operation = call.endpoint.operation;
            let whole = call.body.to_string();
            let cut = &whole[..whole.len() - 1];
            let twice = format!("{whole} {whole}");
            for body in ["", "{", "[1,2", "{\"a\":}", "\u{feff}{}", "{'a': 1}", "\u{0}", cut, &twice] {
                let answer = call.send(&app, body.to_owned(), false).await;
                assert_eq!((answer.status, answer.code().as_str()), (400, "request.malformed"), "{operation} {body}");
            }
            for body in ["[]", "12", "\"text\"", "null", "true"] {
                let answer = call.send(&app, body.to_owned(), false).await;
                assert_eq!((answer.status, answer.code().as_str()), (400, "request.wrong_type"), "{operation} {body}");
            }
            let mut unknown = call.body.clone();
            unknown["is_admin"] = json!(true);
            let answer = call.send(&app, unknown.to_string(), false).await;
            assert_eq!(answer.status, 400, "{operation}: {}", answer.text);
            assert_eq!(faults(&answer), [("/is_admin".to_owned(), "request.unknown_field".to_owned())], "{operation}");
            for pointer in &call.texts {
                for wrong in [json!(12), json!({ "a": 1 }), json!(["a"]), json!(true)] {
                    let answer = call.send(&app, call.with(pointer, wrong.clone()), false).await;
                    assert_eq!(answer.status, 400, "{operation} {pointer} {wrong}: {}", answer.text);
                    let expected = ((*pointer).to_owned(), "request.wrong_type".to_owned());
                    assert_eq!(faults(&answer), [expected], "{operation} {wrong}");
                }
            }
        }
        assert!(app.rows() == before, "something was written");
    }

    async fn what_no_text_may_be_is_422_with_its_place(app) {
        let calls = calls(&app).await;
        let before = app.rows();
        let long = "é".repeat(10_000);
        for call in &calls {
            for pointer in &call.texts {
                for wrong in ["a\u{0}b", "a\u{7}b", "a\u{9b}b", &long] {
                    let answer = call.send(&app, call.with(pointer, wrong), false).await;
                    let what = format!("{} {pointer} {:?}", call.endpoint.operation, wrong.chars().take(4).collect::<String>());
                    assert_eq!(answer.status, 422, "{what}: {}", answer.text);
                    let places: Vec<_> = faults(&answer).into_iter().map(|(place, _)| place).collect();
                    assert_eq!(places, [*pointer], "{what}");
                    assert!(!answer.text.contains(&long[..100]), "{what}: a value is told back");
                }
            }
        }
        assert!(app.rows() == before, "something was written");
    }

    async fn sql_and_html_are_texts_like_others_or_refused(app) {
        let calls = calls(&app).await;
        let before = app.rows();
        // What cannot be tried without doing it is left out.
        let tried = |call: &&Call| {
            !call.endpoint.path.starts_with("/api/v1/auth/") && call.endpoint.operation != "accept_invitation"
        };
        for call in calls.iter().filter(tried) {
            for pointer in &call.texts {
                for odd in ["'; DROP TABLE trainee; --", "' OR '1'='1", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}${7*7}%00"] {
                    // What is taken is undone.
                    let answer = call.send(&app, call.with(pointer, odd), true).await;
                    let what = format!("{} {pointer} {odd}: {}", call.endpoint.operation, answer.text);
                    match answer.status {
                        200 => assert!(!answer.header("content-type").contains("html"), "{what}"),
                        422 => {
                            assert!(faults(&answer).iter().any(|(place, _)| place == pointer), "{what}");
                            assert!(!answer.text.contains("DROP") && !answer.text.contains('<'), "{what}");
                        }
                        // A token that is none of ours counts as one that has ended.
                        410 => assert!(*pointer == "/token" || call.body["token"] == "x", "{what}"),
                        _ => panic!("{} {what}", answer.status),
                    }
                }
            }
        }
        assert!(app.rows() == before, "something was written");
    }

    async fn sql_and_html_sign_nobody_in(app) {
        let person = app.person(&[Holding::Demandeur]);
        for odd in ["' OR '1'='1", "'; DROP TABLE person; --", "<script>alert(1)</script>", "%", "*", &format!("{}' --", person.email)] {
            for (identifier, password) in [(odd, "x"), (person.email.as_str(), odd)] {
                // Each from a new account's point of view: the count of failures is not what is asked here.
                app.clock.advance(chrono::Duration::hours(2));
                let answer = crate::raw::login(&app, identifier, password).await;
                assert_eq!((answer.status, answer.code().as_str()), (401, "sign_in.failed"), "{odd}: {}", answer.text);
                assert!(answer.cookies().is_empty() && !answer.text.contains(odd), "{odd}");
            }
        }
        let long = "é".repeat(10_000);
        let answer = crate::raw::login(&app, &person.email, &long).await;
        assert_eq!((answer.status, faults(&answer)[0].0.as_str()), (422, "/password"));
    }
}
