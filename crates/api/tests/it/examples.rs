//! The examples of the document are what this story sent and got. Where the API has changed, `FORPREV_WRITE_EXAMPLES=1`
//! writes them anew.

mod attachments;
mod factors;
mod organisations;
mod register;
mod requests;
mod visits;

use crate::{
    authenticator::Authenticator,
    identity_provider::IdentityProvider,
    invitations::token,
    raw::{Answer, Cookies, login, request, send},
    second_factor,
};
use forprev_api::openapi::examples::{
    self, IDENTITY, NUMBER, ORGANISATION, PERSON, SESSION, TRAINEE, USER, VIEW,
};
use forprev_client::Write;
use forprev_core::{
    actor::InrsRank,
    endpoint::{self as e, Endpoint},
    id::PersonId,
    oidc::{OidcBegun, OidcLink},
    query::NotificationQuery,
    second_factor::{AddedFactor, PasskeyOptions, RecoveryCodes, TotpSetup},
    session::{NewFormateur, NewSession, NewTrainee, Session},
};
use forprev_testkit::{
    Database, Holding, Organisation, PASSWORD, Person, TestApp, both_databases, everybody_passed, trainee,
};
use reqwest::header::{CONTENT_TYPE, COOKIE, IF_MATCH};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What all identifiers of the examples begin with.
const MADE_UP: &str = "0198c0de-0000-7000-8000-0000000000";

/// What was said, by operation; and what identifiers and names are called in the document.
struct Told {
    committed: Map<String, Value>,
    said: Map<String, Value>,
    names: Vec<(String, String)>,
}

impl Told {
    fn new() -> Self {
        let committed = serde_json::from_str(examples::text()).unwrap();
        Self { committed, said: Map::new(), names: Vec::new() }
    }

    fn name(&mut self, real: impl ToString, documented: &str) {
        self.names.push((real.to_string(), documented.to_owned()));
    }

    /// What the document calls so, as it is here.
    fn real(&self, documented: &str) -> &str {
        &self.names.iter().rev().find(|(_, name)| name == documented).expect(documented).0
    }

    fn name_trainees(&mut self, session: &Session) {
        for one in &session.trainees {
            let real = one.id.to_string();
            if !self.names.iter().any(|(known, _)| *known == real) {
                let place =
                    self.names.iter().filter(|(_, name)| name.starts_with(&format!("{MADE_UP}2"))).count();
                self.name(real, &format!("{MADE_UP}{}", 20 + place));
            }
        }
    }

    /// Sends the example of an operation, with what it names as it is called here.
    async fn call(
        &mut self,
        app: &TestApp,
        by: Option<&Cookies>,
        endpoint: Endpoint,
        path: &str,
        version: i64,
    ) -> Answer {
        let (method, path) = (endpoint.method.as_str(), path.to_owned());
        let mut asked = by.map_or_else(|| request(app, method, &path), |by| by.request(app, method, &path));
        let sent = self.committed.get(endpoint.operation).and_then(|one| one.get("request")).cloned();
        if version > 0 {
            asked = asked.header(IF_MATCH, format!("\"{version}\""));
        }
        match &sent {
            None => {}
            Some(Value::String(text)) => asked = asked.header(CONTENT_TYPE, "text/csv").body(text.clone()),
            Some(body) => {
                let real = |text: String, (real, name): &(String, String)| text.replace(name, real);
                let body = self.names.iter().fold(body.to_string(), real);
                asked = asked.header(CONTENT_TYPE, "application/json").body(body);
            }
        }
        let answer = send(asked).await;
        self.keep(endpoint, sent, &answer);
        answer
    }

    fn keep(&mut self, endpoint: Endpoint, sent: Option<Value>, answer: &Answer) {
        let operation = endpoint.operation;
        assert!((200..300).contains(&answer.status), "{operation}: {} {}", answer.status, answer.text);
        let json = answer.header("content-type").contains("json") && operation != "get_openapi";
        let answered = json.then(|| answer.json());
        let parts = [("request", sent), ("answer", answered)];
        let parts = parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?)));
        self.said.insert(operation.to_owned(), Value::Object(parts.collect()));
    }

    /// All that was said, in the document's names.
    fn documented(&self) -> Map<String, Value> {
        let text = serde_json::to_string(&self.said).unwrap();
        let named = self.names.iter().fold(text, |text, (real, name)| text.replace(real, name));
        for (operation, said) in serde_json::from_str::<Map<String, Value>>(&named).unwrap() {
            for identifier in said.to_string().split('"').filter(|part| Uuid::parse_str(part).is_ok()) {
                assert!(
                    identifier.starts_with(MADE_UP),
                    "{operation}: {identifier} has no name in the examples"
                );
            }
        }
        serde_json::from_str(&named).unwrap()
    }
}

/// What one was told of the story, by mail and on the dashboard; and how that work runs.
async fn told_and_mailed(app: &TestApp, told: &mut Told, lead: &Person) {
    let letters = app.letters();
    let by = Cookies::of(app, &lead.email).await;
    for (place, letter) in letters.iter().enumerate() {
        told.name(&letter.id, &format!("{MADE_UP}8{place}"));
    }
    let seen = app.signed_in(lead).await.list_notifications(&NotificationQuery::default()).await.unwrap();
    for (place, one) in seen.items.iter().enumerate() {
        told.name(&one.id, &format!("{MADE_UP}7{place}"));
    }
    for endpoint in [
        e::LIST_NOTIFICATIONS,
        e::COUNT_UNREAD,
        e::READ_NOTIFICATIONS,
        e::GET_PREFERENCES,
        e::UPDATE_PREFERENCES,
    ] {
        told.call(app, Some(&by), endpoint, endpoint.path, 0).await;
    }
    let address = letters.iter().find_map(|letter| letter.unsubscribe.clone()).unwrap();
    let path = address.split_once("/api/").map(|(_, path)| format!("/api/{path}")).unwrap();
    told.call(app, None, e::UNSUBSCRIBE, &path, 0).await;
    let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
    let inrs = Cookies::of(app, &inrs.email).await;
    told.call(app, Some(&inrs), e::LIST_JOBS, e::LIST_JOBS.path, 0).await;
    told.call(app, Some(&inrs), e::LIST_MAILS, "/api/v1/mails?limit=1", 0).await;
}

fn session_of(answer: &Answer) -> Session {
    serde_json::from_str(&answer.text).unwrap()
}

/// Who answers to the demonstration's question.
async fn demo(told: &mut Told) {
    let app = TestApp::demo(Database::Sqlite);
    told.call(&app, None, e::GET_DEMO, e::GET_DEMO.path, 0).await;
    // A mailbox in which nothing has arrived yet.
    told.call(&app, None, e::LIST_DEMO_MAILS, e::LIST_DEMO_MAILS.path, 0).await;
}

/// An identity at a provider is linked, signs in and is removed.
async fn of_identities(told: &mut Told) {
    let provider = IdentityProvider::start();
    let app = TestApp::with_oidc(Database::Sqlite, provider.known());
    let anne = app.person_named("Martin", "Anne", &[Holding::Demandeur]);
    told.name(anne.id, &format!("{MADE_UP}60"));
    told.name(&anne.forprev_number, "JKA37864");
    told.name(&anne.email, "anne.martin@example.fr");
    let by = Cookies::of(&app, &anne.email).await;
    told.call(&app, None, e::GET_OIDC, e::GET_OIDC.path, 0).await;
    let page = "https://identity.example/authorize?response_type=code&client_id=forprev&state=kX3";
    for (begin, finish, by) in [
        (e::BEGIN_OIDC_LINK, e::FINISH_OIDC_LINK, Some(&by)),
        (e::BEGIN_OIDC_LOGIN, e::FINISH_OIDC_LOGIN, None),
    ] {
        let begun = told.call(&app, by, begin, begin.path, 0).await;
        let begun: OidcBegun = serde_json::from_str(&begun.text).unwrap();
        told.name(&begun.token, "token-of-the-beginning");
        told.name(&begun.url, page);
        let led = provider.sign_in(&begun.url, "anne");
        let real = json!({ "token": begun.token, "code": led.code, "state": led.state });
        let documented = json!({ "token": "token-of-the-beginning", "code": "4fH9", "state": "kX3" });
        let answer = factors::drawn(told, &app, by, finish, real, documented).await;
        if let Ok(link) = serde_json::from_str::<OidcLink>(&answer.text) {
            told.name(link.id, IDENTITY);
        }
    }
    let seen = told.call(&app, Some(&by), e::LIST_OIDC_LINKS, e::LIST_OIDC_LINKS.path, 0).await;
    let path = e::REMOVE_OIDC_LINK.path_with(&[seen.json()["links"][0]["id"].as_str().unwrap()]);
    told.call(&app, Some(&by), e::REMOVE_OIDC_LINK, &path, 0).await;
}

/// A formateur gets a certificate: an existing person is chosen among candidates.
async fn of_formateurs(app: &TestApp, told: &mut Told) {
    let organisation = app.organisation();
    let habilitation = app.habilitation(&organisation, "SST", 2);
    let gestionnaire = app.person(&[Holding::Gestionnaire(organisation.id)]);
    let lead = app.person(&[Holding::Formateur(vec!["FORM_SST", "FF_SST"])]);
    let known = app.person_named("Le Goff", "Jean-Noël", &[Holding::Formateur(vec![])]);
    let (by, client) = (Cookies::of(app, &gestionnaire.email).await, app.signed_in(&gestionnaire).await);
    let one = NewTrainee {
        last_name: "Le Goff".into(),
        first_name: "Jean-Noël".into(),
        birth_date: "1980-05-17".into(),
        ..NewTrainee::default()
    };
    let with_address =
        |place: usize| NewTrainee { email: Some(format!("t{place}@test.example")), ..trainee(place) };
    let new = NewSession {
        habilitation_id: habilitation.to_string(),
        certificate_code: Some("FORM_SST".into()),
        trainees: [one].into_iter().chain((0..5).map(with_address)).collect(),
        formateurs: vec![NewFormateur { forprev_number: lead.forprev_number.to_string(), lead: true }],
        ..app.declared().await.new_session("2026-11-20", 0)
    };
    let draft = client.create_session(&new, Write::default()).await.unwrap();
    let trainee = draft.trainees[0].id.to_string();
    let path = e::LIST_TRAINEE_CANDIDATES.path_with(&[&draft.id.to_string(), &trainee]);
    told.name(known.id, &format!("{MADE_UP}03"));
    told.call(app, Some(&by), e::LIST_TRAINEE_CANDIDATES, &path, 0).await;
    let chosen = json!({ "person_id": known.id }).to_string();
    let path = e::UPDATE_TRAINEE.path_with(&[&draft.id.to_string(), &trainee]);
    let request =
        by.request(app, "PATCH", &path).header(IF_MATCH, "*").header(CONTENT_TYPE, "application/json");
    assert_eq!(send(request.body(chosen)).await.status, 200);
    let submitted = client.submit_session(draft.id, Write::default()).await.unwrap();
    let results = everybody_passed(&submitted);
    app.signed_in(&lead).await.record_results(draft.id, &results, Write::default()).await.unwrap();
    let made = client.generate_certificates(draft.id, Write::default()).await.unwrap();
    let theirs = made.items.iter().find(|one| one.trainee_id == submitted.trainees[0].id).unwrap();
    told.name(&theirs.number, "FORM-SST-2026-73S0ZG9CS");
    told.name(&organisation.name, "Prévention Ouest");
    let by = Cookies::of(app, &known.email).await;
    told.call(app, Some(&by), e::LIST_MY_CERTIFICATES, e::LIST_MY_CERTIFICATES.path, 0).await;
}

/// INRS helps somebody with two accounts.
async fn of_people(app: &TestApp, told: &mut Told) {
    let helper = app.person_named("Petit", "Luc", &[Holding::Inrs(InrsRank::Administrator)]);
    let old = app.person_named("Moreau", "Paul", &[Holding::Demandeur]);
    let new = app.person_named("Moreau", "Paul", &[Holding::Formateur(vec!["FORM_SST"])]);
    for (real, documented) in
        [(old.id, PERSON), (new.id, &format!("{MADE_UP}51")), (helper.id, &format!("{MADE_UP}52"))]
    {
        told.name(real, documented);
    }
    told.name(&old.forprev_number, "PMO10240");
    told.name(&new.forprev_number, "PMO10241");
    let by = Cookies::of(app, &helper.email).await;
    let found = format!("{}?q={}", e::LIST_PEOPLE.path, old.forprev_number);
    told.call(app, Some(&by), e::LIST_PEOPLE, &found, 0).await;
    let view = told.call(app, Some(&by), e::START_SUPPORT_VIEW, e::START_SUPPORT_VIEW.path, 0).await;
    let view = view.json()["id"].as_str().unwrap().to_owned();
    told.name(&view, VIEW);
    told.call(app, Some(&by), e::END_SUPPORT_VIEW, &e::END_SUPPORT_VIEW.path_with(&[&view]), 0).await;
    let viewed = Cookies::of(app, &old.email).await;
    told.call(app, Some(&viewed), e::LIST_LOOKS, e::LIST_LOOKS.path, 0).await;
    let log =
        told.call(app, Some(&by), e::LIST_AUDIT, "/api/v1/audit?action=start_support_view&limit=1", 0).await;
    told.name(log.json()["items"][0]["id"].as_str().unwrap(), &format!("{MADE_UP}54"));
    let of = |endpoint: Endpoint| endpoint.path_with(&[&old.id.to_string()]);
    of_a_recovery(app, told, &by, &old).await;
    told.call(app, Some(&by), e::MERGE_PERSON, &of(e::MERGE_PERSON), 0).await;
    told.call(app, Some(&by), e::UNDO_MERGE, &of(e::UNDO_MERGE), 0).await;
}

/// Somebody who lost their mailbox is helped by two agents, refuses, and is helped again.
async fn of_a_recovery(app: &TestApp, told: &mut Told, by: &Cookies, old: &Person) {
    let other = app.person_named("Roux", "Nina", &[Holding::Inrs(InrsRank::Administrator)]);
    let other = Cookies::of(app, &other.email).await;
    let of = |endpoint: Endpoint| endpoint.path_with(&[&old.id.to_string()]);
    let version =
        told.call(app, Some(by), e::GET_PERSON, &of(e::GET_PERSON), 0).await.json()["version"].as_i64();
    told.call(app, Some(by), e::CORRECT_IDENTITY, &of(e::CORRECT_IDENTITY), version.unwrap()).await;
    let own = Cookies::of(app, &old.email).await;
    for last in [e::REFUSE_RECOVERY, e::STOP_MY_RECOVERY, e::CANCEL_RECOVERY] {
        let opened = told.call(app, Some(by), e::OPEN_RECOVERY, &of(e::OPEN_RECOVERY), 0).await.json();
        let id = opened["id"].as_str().unwrap().to_owned();
        told.name(&id, &format!("{MADE_UP}55"));
        told.call(app, Some(&other), e::CONFIRM_RECOVERY, &e::CONFIRM_RECOVERY.path_with(&[&id]), 0).await;
        if last == e::REFUSE_RECOVERY {
            told.call(app, Some(by), e::LIST_RECOVERIES, e::LIST_RECOVERIES.path, 0).await;
            told.call(app, Some(&own), e::LIST_MY_RECOVERIES, e::LIST_MY_RECOVERIES.path, 0).await;
            let token = forprev_app::accounts::link::token(&app.app, &id);
            told.name(token, "Zt4Rk8Wm1Vn6Bq3Xs9Yd2Hf7Jg5Lp0Ca8Te6Ui4Ovb2");
            told.call(app, None, last, last.path, 0).await;
        } else if last == e::STOP_MY_RECOVERY {
            told.call(app, Some(&own), last, &last.path_with(&[&id]), 0).await;
        } else {
            told.call(app, Some(by), last, &last.path_with(&[&id]), 0).await;
        }
    }
}

/// A délégataire is invited, accepts, is changed, suspended, confirmed and removed.
async fn of_users(app: &TestApp, told: &mut Told, by: &Cookies, of: &str) {
    let of_it = |endpoint: Endpoint, user: &str| endpoint.path_with(&[of, user]);
    let declared = told.call(app, Some(by), e::DECLARE_USER, &of_it(e::DECLARE_USER, ""), 0).await.json();
    let invitation = declared["user"]["id"].as_str().unwrap().to_owned();
    told.name(&invitation, &format!("{MADE_UP}41"));
    let others = by.get(app, &of_it(e::LIST_USERS, "")).await.json();
    let others = others["items"].as_array().unwrap().iter().filter(|one| one["id"] != invitation.as_str());
    for (place, one) in others.enumerate() {
        told.name(one["id"].as_str().unwrap(), &format!("{MADE_UP}6{place}"));
    }
    told.call(app, Some(by), e::LIST_USERS, &of_it(e::LIST_USERS, ""), 0).await;
    let again = of_it(e::SEND_INVITATION_AGAIN, &invitation);
    told.call(app, Some(by), e::SEND_INVITATION_AGAIN, &again, 0).await;
    told.name(token(app, "nadia.moreau@example.fr"), "kq3Xo5yM2dJ8wTz1vB7nRf4hLc9sGp0uEaYiQxKjWtU");
    told.call(app, None, e::OPEN_INVITATION, e::OPEN_INVITATION.path, 0).await;
    let accepted = told.call(app, None, e::ACCEPT_INVITATION, e::ACCEPT_INVITATION.path, 0).await.json();
    told.name(accepted["forprev_number"].as_str().unwrap(), "JKA37903");
    let path = format!("{}?q=nadia.moreau", of_it(e::LIST_USERS, ""));
    let user = by.get(app, &path).await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    told.name(&user, USER);
    told.call(app, Some(by), e::GET_USER, &of_it(e::GET_USER, &user), 0).await;
    told.call(app, Some(by), e::UPDATE_USER, &of_it(e::UPDATE_USER, &user), 1).await;
    told.call(app, Some(by), e::SUSPEND_USER, &of_it(e::SUSPEND_USER, &user), 0).await;
    told.call(app, Some(by), e::RESUME_USER, &of_it(e::RESUME_USER, &user), 0).await;
    told.call(app, Some(by), e::REVIEW_USERS, &of_it(e::REVIEW_USERS, ""), 0).await;
    told.call(app, Some(by), e::REMOVE_USER, &of_it(e::REMOVE_USER, &user), 5).await;
    // Once more the same, to give it up.
    let declared = told.call(app, Some(by), e::DECLARE_USER, &of_it(e::DECLARE_USER, ""), 0).await.json();
    let invitation = declared["user"]["id"].as_str().unwrap().to_owned();
    told.name(&invitation, &format!("{MADE_UP}41"));
    told.call(app, Some(by), e::CANCEL_INVITATION, &of_it(e::CANCEL_INVITATION, &invitation), 0).await;
}

/// An agent is invited; another one is changed, suspended and ended.
async fn of_agents(app: &TestApp, told: &mut Told) {
    let administrator = app.person_named("Rousseau", "Claire", &[Holding::Inrs(InrsRank::Administrator)]);
    let agent = app.person_named("Kermarrec", "Soazig", &[Holding::Instructeur("RENNES".into())]);
    told.name(&agent.email, "soazig.kermarrec@example.fr");
    told.name(&agent.forprev_number, "JKA37904");
    let by = Cookies::of(app, &administrator.email).await;
    let declared = told.call(app, Some(&by), e::DECLARE_AGENT, e::DECLARE_AGENT.path, 0).await.json();
    let invitation = declared["agent"]["id"].as_str().unwrap().to_owned();
    told.name(&invitation, &format!("{MADE_UP}43"));
    let again = e::SEND_AGENT_INVITATION_AGAIN.path_with(&[&invitation]);
    told.call(app, Some(&by), e::SEND_AGENT_INVITATION_AGAIN, &again, 0).await;
    let id = app.read(|tx| Ok(forprev_store::profile::of_person(tx.conn, agent.id)?))[0].id.clone();
    told.name(&id, &format!("{MADE_UP}42"));
    told.call(app, Some(&by), e::LIST_AGENTS, "/api/v1/agents?caisse=RENNES", 0).await;
    let of = |endpoint: Endpoint| endpoint.path_with(&[&id]);
    told.call(app, Some(&by), e::UPDATE_AGENT, &of(e::UPDATE_AGENT), 1).await;
    told.call(app, Some(&by), e::SUSPEND_AGENT, &of(e::SUSPEND_AGENT), 0).await;
    told.call(app, Some(&by), e::RESUME_AGENT, &of(e::RESUME_AGENT), 0).await;
    told.call(app, Some(&by), e::REMOVE_AGENT, &of(e::REMOVE_AGENT), 4).await;
    told.call(app, None, e::LIST_CAISSES, "/api/v1/caisses?limit=2", 0).await;
}

/// The caisse of an organisation invites one more gestionnaire.
async fn of_a_successor(app: &TestApp, told: &mut Told, organisation: &Organisation) {
    let agent = app.person(&[Holding::Instructeur(organisation.caisse.clone())]);
    let siret = app.read(|tx| Ok(forprev_store::organisation::find(tx.conn, organisation.id)?.siret));
    told.name(siret, "73282932000074");
    let by = Cookies::of(app, &agent.email).await;
    told.call(app, Some(&by), e::NAME_SUCCESSOR, e::NAME_SUCCESSOR.path, 0).await;
}

/// The token of the one link that waits to be mailed to a person, or of the last one.
fn token_for(app: &TestApp, person: PersonId) -> String {
    let waiting = app.read(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, person)?));
    let link = waiting.iter().rev().find_map(|mail| mail.payload.0["link"].as_str()).unwrap();
    forprev_app::accounts::link::token(&app.app, link)
}

/// An account, from its request to its closing.
async fn of_an_account(app: &TestApp, told: &mut Told) {
    told.call(app, None, e::REQUEST_ACCOUNT, e::REQUEST_ACCOUNT.path, 0).await;
    forprev_app::jobs::requests::run(&app.app).unwrap();
    let email = "paul.durand@example.fr".parse().unwrap();
    let person = app.read(|tx| Ok(forprev_store::person::by_email(tx.conn, &email)?)).unwrap();
    told.name(person.id, &format!("{MADE_UP}30"));
    told.name(&person.forprev_number, "PLD04217");
    told.name(token_for(app, person.id), "w5F0cVq1h8y3Zk2RrXb7mT9uJd4sLeNnGa6PoQiWvYE");
    told.call(app, None, e::OPEN_LINK, e::OPEN_LINK.path, 0).await;
    told.call(app, None, e::USE_LINK, e::USE_LINK.path, 0).await;
    told.call(app, None, e::REQUEST_PASSWORD, e::REQUEST_PASSWORD.path, 0).await;
    let first = Cookies::from(&login(app, email.as_str(), "trois girafes dans le bus").await);
    let path = e::TAKE_ONBOARDING_STEP.path;
    told.call(app, Some(&first), e::TAKE_ONBOARDING_STEP, path, 0).await;
    let by = Cookies::from(&login(app, email.as_str(), "trois girafes dans le bus").await);
    let me = by.get(app, e::GET_ME.path).await.json();
    told.call(app, Some(&by), e::UPDATE_ME, e::UPDATE_ME.path, me["version"].as_i64().unwrap()).await;
    let open = by.get(app, e::LIST_MY_SIGN_INS.path).await.json();
    for (place, one) in open["items"].as_array().unwrap().iter().enumerate() {
        told.name(one["id"].as_str().unwrap(), &format!("{MADE_UP}{}", 31 + place));
    }
    told.call(app, Some(&by), e::LIST_MY_SIGN_INS, e::LIST_MY_SIGN_INS.path, 0).await;
    let other = open["items"].as_array().unwrap().iter().find(|one| one["current"] == false).unwrap();
    let path = e::END_MY_SIGN_IN.path_with(&[other["id"].as_str().unwrap()]);
    told.call(app, Some(&by), e::END_MY_SIGN_IN, &path, 0).await;
    for endpoint in [
        e::END_MY_OTHER_SIGN_INS,
        e::CHANGE_MY_EMAIL,
        e::CHANGE_MY_PASSWORD,
        e::EXPORT_MY_DATA,
        e::CLOSE_MY_ACCOUNT,
    ] {
        told.call(app, Some(&by), endpoint, endpoint.path, 0).await;
    }
}

/// A formateur asks for a habilitation too.
async fn of_a_demandeur(app: &TestApp, told: &mut Told) {
    let person = app.person_named("Marchand", "Éloïse", &[Holding::Formateur(vec!["FORM_SST"])]);
    told.name(person.id, &format!("{MADE_UP}44"));
    told.name(&person.forprev_number, "JKA37899");
    told.name(&person.email, "eloise.marchand@example.fr");
    let by = Cookies::of(app, &person.email).await;
    told.call(app, Some(&by), e::BECOME_DEMANDEUR, e::BECOME_DEMANDEUR.path, 0).await;
}

both_databases! {
    async fn the_examples_are_what_the_server_takes_and_says(app) {
        let mut told = Told::new();
        let organisation = app.organisation();
        let habilitation = app.habilitation(&organisation, "SST", 1);
        let anne = app.person_named("Martin", "Anne", &[Holding::Gestionnaire(organisation.id)]);
        let lead = app.person_named("Nguyen", "Claire", &[Holding::Formateur(vec!["FORM_SST"])]);
        told.name(organisation.id, ORGANISATION);
        told.name(habilitation, &format!("{MADE_UP}10"));
        told.name(anne.id, &format!("{MADE_UP}01"));
        told.name(lead.id, &format!("{MADE_UP}04"));
        told.name(&anne.email, "anne.martin@example.fr");
        told.name(&anne.forprev_number, "JKA37880");
        told.name(&lead.forprev_number, "JKA37899");
        told.name(&organisation.name, "Prévention Ouest");

        let signed_in = told.call(&app, None, e::LOGIN, e::LOGIN.path, 0).await;
        let by = Cookies::from(&signed_in);
        let lead_by = Cookies::of(&app, &lead.email).await;
        let of_organisation = e::LIST_HABILITATIONS.path_with(&[&organisation.id.to_string()]);
        let formateurs = format!(
            "{}?forprev_number={}&habilitation_id={habilitation}&on=2026-11-20", e::LIST_FORMATEURS.path, lead.forprev_number
        );
        for (endpoint, path) in [
            (e::GET_ME, e::GET_ME.path),
            (e::LIST_CAISSES, "/api/v1/caisses?limit=2"),
            (e::GET_PARAMETERS, "/api/v1/parameters?on=2026-11-20"),
            (e::LIST_DISPOSITIFS, "/api/v1/dispositifs?limit=1"),
            (e::LIST_COMMUNES, "/api/v1/communes?postal_code=44000"),
            (e::LIST_HABILITATIONS, &of_organisation),
            (e::LIST_FORMATEURS, &formateurs),
        ] {
            told.call(&app, Some(&by), endpoint, path, 0).await;
        }

        let draft = session_of(&told.call(&app, Some(&by), e::CREATE_SESSION, e::CREATE_SESSION.path, 0).await);
        let id = draft.id.to_string();
        told.name(draft.id, SESSION);
        assert_eq!(draft.trainees.len(), 2);
        told.name_trainees(&draft);
        assert_eq!(told.names.iter().filter(|(_, name)| name == TRAINEE).count(), 1);
        let of = |endpoint: Endpoint| endpoint.path_with(&[&id]);
        let trainee_path = |endpoint: Endpoint, place: usize| endpoint.path_with(&[&id, &draft.trainees[place].id.to_string()]);
        let added = session_of(&told.call(&app, Some(&by), e::ADD_TRAINEE, &of(e::ADD_TRAINEE), 0).await);
        told.name_trainees(&added);
        told.call(&app, Some(&by), e::IMPORT_TRAINEES, &of(e::IMPORT_TRAINEES), 0).await;
        let seen = session_of(&told.call(&app, Some(&by), e::GET_SESSION, &of(e::GET_SESSION), 0).await);
        told.name_trainees(&seen);
        let path = trainee_path(e::UPDATE_TRAINEE, 0);
        let version = session_of(&told.call(&app, Some(&by), e::UPDATE_TRAINEE, &path, seen.version).await).version;
        let path = trainee_path(e::REMOVE_TRAINEE, 1);
        let version = session_of(&told.call(&app, Some(&by), e::REMOVE_TRAINEE, &path, version).await).version;
        told.call(&app, Some(&by), e::UPDATE_SESSION, &of(e::UPDATE_SESSION), version).await;
        told.call(&app, Some(&by), e::LIST_SESSIONS, "/api/v1/sessions?state=draft", 0).await;
        told.call(&app, Some(&by), e::SUBMIT_SESSION, &of(e::SUBMIT_SESSION), 0).await;
        told.call(&app, Some(&lead_by), e::LIST_TASKS, e::LIST_TASKS.path, 0).await;
        told.call(&app, Some(&lead_by), e::RETURN_SESSION, &of(e::RETURN_SESSION), 0).await;
        told.call(&app, Some(&by), e::SUBMIT_SESSION, &of(e::SUBMIT_SESSION), 0).await;
        told.call(&app, Some(&lead_by), e::RECORD_RESULTS, &of(e::RECORD_RESULTS), 0).await;
        told.call(&app, Some(&by), e::REOPEN_SESSION, &of(e::REOPEN_SESSION), 0).await;
        told.call(&app, Some(&lead_by), e::RECORD_RESULTS, &of(e::RECORD_RESULTS), 0).await;
        let made = told.call(&app, Some(&by), e::GENERATE_CERTIFICATES, &of(e::GENERATE_CERTIFICATES), 0).await;
        let number = made.json()["items"][0]["number"].as_str().unwrap().to_owned();
        told.name(&number, NUMBER);
        for endpoint in [e::LIST_CERTIFICATES, e::GET_CERTIFICATES_ZIP, e::GET_CERTIFICATES_PDF] {
            told.call(&app, Some(&by), endpoint, &of(endpoint), 0).await;
        }
        let of_it = |endpoint: Endpoint| endpoint.path_with(&[&number]);
        told.call(&app, Some(&by), e::GET_CERTIFICATE_PDF, &of_it(e::GET_CERTIFICATE_PDF), 0).await;
        told.call(&app, None, e::GET_PUBLIC_CERTIFICATE, &of_it(e::GET_PUBLIC_CERTIFICATE), 0).await;
        let agent = app.person(&[Holding::Instructeur(organisation.caisse.clone())]);
        let agent = Cookies::of(&app, &agent.email).await;
        told.call(&app, Some(&agent), e::REVOKE_CERTIFICATE, &of_it(e::REVOKE_CERTIFICATE), 0).await;

        told_and_mailed(&app, &mut told, &lead).await;
        for (endpoint, path) in [
            (e::LIST_PUBLIC_ORGANISATIONS, "/api/v1/public/organisations?dispositif=SST&level=1"),
            (e::GET_JWKS, e::GET_JWKS.path),
            (e::HEALTH_LIVE, e::HEALTH_LIVE.path),
            (e::HEALTH_READY, e::HEALTH_READY.path),
            (e::GET_METRICS, e::GET_METRICS.path),
            (e::GET_OPENAPI, e::GET_OPENAPI.path),
        ] {
            told.call(&app, None, endpoint, path, 0).await;
        }
        let keys = told.said["get_jwks"]["answer"]["keys"][0].clone();
        told.name(keys["x"].as_str().unwrap(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        told.name(keys["kid"].as_str().unwrap(), "2026-1");

        requests::of_requests(&app, &mut told, &organisation, &anne).await;
        visits::of_visits(&app, &mut told, &organisation, &anne).await;
        of_users(&app, &mut told, &by, &organisation.id.to_string()).await;
        attachments::of_attachments(&app, &mut told).await;
        organisations::of_files(&app, &mut told).await;
        organisations::of_letters(&app, &mut told, &organisation, &anne).await;
        of_agents(&app, &mut told).await;
        of_a_successor(&app, &mut told, &organisation).await;
        of_formateurs(&app, &mut told).await;
        of_people(&app, &mut told).await;
        of_an_account(&app, &mut told).await;
        of_a_demandeur(&app, &mut told).await;
        factors::of_second_factors(&app, &mut told).await;
        of_identities(&mut told).await;
        register::of_a_company(&mut told).await;
        demo(&mut told).await;

        // To begin with, a session of one's own to give up; then nobody is signed in any more.
        let more: NewSession = serde_json::from_value(json!({ "habilitation_id": habilitation })).unwrap();
        let more = app.signed_in(&anne).await.create_session(&more, Write::default()).await.unwrap();
        let path = e::CANCEL_SESSION.path_with(&[&more.id.to_string()]);
        told.call(&app, Some(&by), e::CANCEL_SESSION, &path, more.version).await;
        let by = Cookies::from(&login(&app, &anne.email, PASSWORD).await);
        let cookie = format!("forprev_refresh={}", by.refresh);
        let renewed = send(request(&app, "POST", e::REFRESH.path).header(COOKIE, cookie)).await;
        told.keep(e::REFRESH, None, &renewed);
        told.call(&app, Some(&Cookies::from(&renewed)), e::LOGOUT, e::LOGOUT.path, 0).await;

        for endpoint in e::ALL {
            assert!(told.said.contains_key(endpoint.operation), "{} has no example", endpoint.operation);
        }
        let documented = told.documented();
        if std::env::var_os("FORPREV_WRITE_EXAMPLES").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi/examples.json");
            // Both databases say the same, or the next run tells.
            std::fs::write(path, serde_json::to_string_pretty(&documented).unwrap() + "\n").unwrap();
            return;
        }
        for (operation, example) in &documented {
            assert_eq!(told.committed.get(operation), Some(example), "{operation}");
        }
        assert_eq!(told.committed.len(), documented.len());
    }
}
