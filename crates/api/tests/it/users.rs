//! U2–U4: gestionnaires declare users, attach habilitations, suspend and remove; one gestionnaire stays.

use crate::{
    invitations::{declare, mails, new_user},
    raw::{Answer, Cookies, send},
};
use forprev_client::{Client, Write};
use forprev_core::{
    id::{OrganisationId, UserId},
    problem::Code,
    query::{RemovalQuery, UserQuery},
    user::{Review, User, UserPatch, UserState},
};
use forprev_store as store;
use forprev_testkit::{Declared, Holding, Person, TestApp, both_databases};
use serde_json::{Value, json};

/// The user that a person is, as a gestionnaire sees them.
pub async fn user_of(client: &Client, organisation: OrganisationId, person: &Person) -> User {
    let all = client.list_users(organisation, &UserQuery::default()).await.unwrap();
    all.items.into_iter().find(|user| user.email.as_deref() == Some(person.email.as_str())).unwrap()
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, forprev_client::Error>) -> (u16, Code) {
    let error = answer.unwrap_err();
    (error.status().unwrap(), error.code().unwrap())
}

fn to(user: Option<UserId>) -> RemovalQuery {
    RemovalQuery { hand_over_to: user.map(|id| id.to_string()), dry_run: None }
}

/// A délégataire of the story's organisation, who declared a session in each open state.
async fn delegataire(app: &TestApp, story: &Declared) -> (Person, Client) {
    let person = app.person(&[Holding::Delegataire(story.organisation.id, vec![story.habilitation])]);
    let client = app.signed_in(&person).await;
    (person, client)
}

async fn patch(app: &TestApp, by: &Cookies, path: &str, version: &str, body: Value) -> Answer {
    send(by.request(app, "PATCH", path).header("If-Match", version).json(&body)).await
}

both_databases! {
    async fn u2_a_table_of_who_may_do_what(app) {
        let story = app.declared().await;
        let elsewhere = app.organisation();
        let (person, _) = delegataire(&app, &story).await;
        let id = user_of(&story.declarer, story.organisation.id, &person).await.id;
        let here = story.organisation.id;
        let asked = [
            ("GET", format!("/api/v1/organisations/{here}/users"), json!({})),
            ("GET", format!("/api/v1/organisations/{here}/users/{id}"), json!({})),
            ("POST", format!("/api/v1/organisations/{here}/users?dry_run=true"), new_user("nouveau@test.example", "gestionnaire", &[])),
            ("POST", format!("/api/v1/organisations/{here}/users/review?dry_run=true"), json!({ "user_ids": [id] })),
            ("POST", format!("/api/v1/organisations/{here}/users/{id}/suspend?dry_run=true"), json!({})),
            ("POST", format!("/api/v1/organisations/{here}/users/{id}/resume?dry_run=true"), json!({})),
            ("DELETE", format!("/api/v1/organisations/{here}/users/{id}?dry_run=true"), json!({})),
        ];
        for (name, holdings, expected) in [
            ("gestionnaire", vec![Holding::Gestionnaire(here)], None),
            ("gestionnaire of another organisation", vec![Holding::Gestionnaire(elsewhere.id)], Some((404, "not_found"))),
            ("délégataire", vec![Holding::Delegataire(here, vec![story.habilitation])], Some((403, "forbidden"))),
            ("formateur", vec![Holding::Formateur(vec!["FORM_SST"])], Some((403, "forbidden"))),
            ("demandeur", vec![Holding::Demandeur], Some((403, "forbidden"))),
            ("instructeur", vec![Holding::Instructeur(story.organisation.caisse.clone())], Some((403, "forbidden"))),
            ("INRS", vec![Holding::Inrs(forprev_core::actor::InrsRank::Administrator)], Some((403, "forbidden"))),
            ("CNH", vec![Holding::Cnh], Some((403, "forbidden"))),
        ] {
            let by = Cookies::of(&app, &app.person(&holdings).email).await;
            for (method, path, body) in &asked {
                let request = by.request(&app, method, path).header("If-Match", "*");
                let answer = send(if *method == "GET" { request } else { request.json(body) }).await;
                match expected {
                    None => assert!((200..300).contains(&answer.status), "{method} {path} by {name}: {}", answer.text),
                    Some((status, code)) => {
                        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{method} {path} by {name}");
                    }
                }
            }
        }
        assert_eq!(user_of(&story.declarer, here, &person).await.state, UserState::Active);
    }

    async fn e6_the_list_tells_states_and_takes_filters(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let (person, _) = delegataire(&app, &story).await;
        let suspended = app.person_named("Éluard", "Ève", &[Holding::Delegataire(here, vec![])]);
        let id = user_of(&story.declarer, here, &suspended).await.id;
        story.declarer.suspend_user(here, id, Write::default()).await.unwrap();
        declare(&app, &by, here, new_user("=nouveau@test.example", "delegataire", &[story.habilitation])).await;
        let list = async |query: &str| {
            let path = format!("/api/v1/organisations/{here}/users{query}");
            let items = by.get(&app, &path).await.json()["items"].as_array().unwrap().clone();
            items.iter().map(|one| one["email"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (mine, invited) = (story.gestionnaire.email.clone(), "=nouveau@test.example".to_owned());
        assert_eq!(list("").await.len(), 4);
        assert_eq!(list("?state=suspended").await, std::slice::from_ref(&suspended.email));
        assert_eq!(list("?state=invited").await, std::slice::from_ref(&invited));
        assert_eq!(list("?role=gestionnaire").await, std::slice::from_ref(&mine));
        assert_eq!(list("?q=eluard%20eve").await, std::slice::from_ref(&suspended.email));
        assert_eq!(list("?q=NOUVEAU@test").await, std::slice::from_ref(&invited));
        assert!(list("?q=personne").await.is_empty());
        // E7: as Forprev 1 called the roles, alone and beside a name.
        assert_eq!(list("?q=CEH").await, std::slice::from_ref(&mine));
        assert_eq!(list("?q=cea").await.len(), 3);
        assert_eq!(list("?q=CEA%20eluard").await, std::slice::from_ref(&suspended.email));
        assert!(list("?q=CEH%20eluard").await.is_empty());
        assert!(list("?review_due=true").await.is_empty());
        app.on("2027-11-23");
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let path = format!("/api/v1/organisations/{here}/users?review_due=true");
        assert_eq!(by.get(&app, &path).await.json()["total"], 2);
        let path = format!("/api/v1/organisations/{here}/users?state=expired");
        assert_eq!(by.get(&app, &path).await.json()["items"][0]["email"], invited);
        let one = user_of(&app.signed_in(&story.gestionnaire).await, here, &person).await;
        assert_eq!(one.last_sign_in_on.unwrap().to_string(), "2026-11-23");
        assert_eq!(one.habilitations[0].id, story.habilitation);
        let path = format!("/api/v1/organisations/{here}/users");
        let answer = send(by.request(&app, "GET", &path).header("Accept", "text/csv")).await;
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(answer.text.lines().count(), 5);
        assert!(answer.text.contains(",'=nouveau@test.example,"), "{}", answer.text);
    }

    async fn u3_what_is_attached_is_valid_when_chosen_and_ends_with_its_last_day(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let day = |text: &str| text.parse().unwrap();
        let expired = app.habilitation_between(&story.organisation, "PRAPIBC", 1, day("2020-01-01"), day("2023-12-31"));
        let upcoming = app.habilitation_between(&story.organisation, "PRAP2S", 1, day("2027-01-01"), day("2029-12-31"));
        let second = app.habilitation(&story.organisation, "SST", 2);
        let theirs = app.habilitation(&app.organisation(), "SST", 1);
        let (person, client) = delegataire(&app, &story).await;
        let user = user_of(&story.declarer, here, &person).await;
        let path = format!("/api/v1/organisations/{here}/users/{}", user.id);
        for (ids, code, pointer) in [
            (vec![story.habilitation, expired], "habilitation.not_valid", "/habilitation_ids/1"),
            (vec![upcoming], "habilitation.not_valid", "/habilitation_ids/0"),
            (vec![theirs], "field.reference", "/habilitation_ids/0"),
            (vec![], "delegation.missing", "/habilitation_ids"),
        ] {
            let answer = patch(&app, &by, &path, "\"1\"", json!({ "habilitation_ids": ids })).await;
            let fault = answer.json()["errors"][0].clone();
            assert_eq!((answer.status, &fault["code"], &fault["pointer"]), (422, &json!(code), &json!(pointer)));
        }
        let answer = patch(&app, &by, &path, "\"1\"", json!({ "until_on": "2026-11-22" })).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "field.past"));
        let send_without = send(by.request(&app, "PATCH", &path).json(&json!({}))).await;
        assert_eq!((send_without.status, send_without.code().as_str()), (428, "version.missing"));
        let change = json!({ "habilitation_ids": [second], "until_on": "2026-11-25" });
        let answer = patch(&app, &by, &path, "\"1\"", change.clone()).await;
        assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""), "{}", answer.text);
        assert_eq!(patch(&app, &by, &path, "\"1\"", change).await.status, 412);
        let held = client.get_me().await.unwrap().profiles;
        assert_eq!(held[0].habilitations, [second]);
        // Through its last day, and no longer.
        app.on("2026-11-25");
        let client = app.signed_in(&person).await;
        assert!(client.list_habilitations(here).await.is_ok());
        app.on("2026-11-26");
        let declarer = app.signed_in(&story.gestionnaire).await;
        assert_eq!(user_of(&declarer, here, &person).await.state, UserState::Ended);
        assert_eq!(code(client.list_habilitations(here).await).0, 403);
        let gestionnaire = user_of(&declarer, here, &story.gestionnaire).await;
        let none = UserPatch { habilitation_ids: Some(vec![second.to_string()]), until_on: None };
        let answer = declarer.update_user(here, gestionnaire.id, gestionnaire.version, &none).await;
        assert_eq!(code(answer), (422, Code::BadChoice));
    }

    async fn a_suspended_user_loses_their_rights_at_once_and_gets_them_back(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let (person, client) = delegataire(&app, &story).await;
        let session = client.create_session(&story.new_session("2026-11-20", 4), Write::default()).await.unwrap();
        let user = user_of(&story.declarer, here, &person).await;
        let suspended = story.declarer.suspend_user(here, user.id, Write::on_version(1)).await.unwrap();
        assert_eq!((suspended.state, suspended.version), (UserState::Suspended, 2));
        assert_eq!(code(client.get_session(session.id).await), (403, Code::Forbidden));
        assert_eq!(mails(&app, "user.suspended").len(), 1);
        // Again changes nothing.
        story.declarer.suspend_user(here, user.id, Write::default()).await.unwrap();
        assert_eq!(mails(&app, "user.suspended").len(), 1);
        let back = story.declarer.resume_user(here, user.id, Write::default()).await.unwrap();
        assert_eq!((back.state, back.reviewed_on), (UserState::Active, Some(app.today())));
        assert_eq!(client.get_session(session.id).await.unwrap().id, session.id);
    }

    async fn e10_who_leaves_hands_open_sessions_over(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let (person, client) = delegataire(&app, &story).await;
        let theirs = Declared { declarer: client, ..app_story(&app, &story).await };
        let open = [theirs.draft("2026-11-20").await, theirs.submitted("2026-11-19").await, theirs.verified("2026-11-18").await];
        let certified = theirs.certified("2026-11-17").await;
        let second = app.habilitation(&story.organisation, "SST", 2);
        let unable = app.person(&[Holding::Delegataire(here, vec![second])]);
        let able = app.person(&[Holding::Delegataire(here, vec![story.habilitation])]);
        let stranger = app.person(&[Holding::Gestionnaire(app.organisation().id)]);
        let strangers = app.signed_in(&stranger).await;
        let user = user_of(&story.declarer, here, &person).await;
        assert_eq!(user.open_sessions, 3);
        let of = async |person: &Person| user_of(&story.declarer, here, person).await.id;
        let unable = of(&unable).await;
        let able_id = of(&able).await;
        let elsewhere = strangers.get_me().await.unwrap().profiles[0].organisation_id.unwrap();
        let foreign = user_of(&strangers, elsewhere, &stranger).await.id;
        for (target, expected) in [
            (None, Code::HandOverNeeded),
            (Some(unable), Code::HandOverUnable),
            (Some(user.id), Code::HandOverUnable),
            (Some(foreign), Code::BadReference),
        ] {
            assert_eq!(code(story.declarer.remove_user(here, user.id, user.version, &to(target)).await), (422, expected));
        }
        story.declarer.suspend_user(here, able_id, Write::default()).await.unwrap();
        let refused = story.declarer.remove_user(here, user.id, user.version, &to(Some(able_id))).await;
        assert_eq!(code(refused), (422, Code::HandOverUnable));
        story.declarer.resume_user(here, able_id, Write::default()).await.unwrap();
        assert_eq!(code(story.declarer.remove_user(here, user.id, 7, &to(Some(able_id))).await).0, 412);
        story.declarer.remove_user(here, user.id, user.version, &to(Some(able_id))).await.unwrap();
        let successor = app.signed_in(&able).await;
        for session in &open {
            let seen = successor.get_session(session.id).await.unwrap();
            assert_eq!(seen.declared_by.unwrap().forprev_number, able.forprev_number);
        }
        assert_eq!(code(successor.get_session(certified.id).await).0, 404);
        // What was verified is still what was verified (S13).
        successor.generate_certificates(open[2].id, Write::default()).await.unwrap();
        assert_eq!(code(theirs.declarer.get_session(open[0].id).await).0, 403);
        assert_eq!(mails(&app, "user.removed").len(), 1);
        let done = app.read(|tx| Ok(store::audit::of_resource(tx.conn, "user", &user.id.to_string())?));
        assert_eq!(done.last().unwrap().action, "remove_user");
    }

    async fn u4_the_last_gestionnaire_stays(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let me = user_of(&story.declarer, here, &story.gestionnaire).await;
        assert!(!me.actions.remove.allowed && me.me);
        let last = (409, Code::GestionnaireLast);
        assert_eq!(code(story.declarer.suspend_user(here, me.id, Write::default()).await), last);
        assert_eq!(code(story.declarer.remove_user(here, me.id, me.version, &to(None)).await), last);
        // A suspended one does not count; one who can act does.
        let second = app.person(&[Holding::Gestionnaire(here)]);
        let other = user_of(&story.declarer, here, &second).await;
        story.declarer.suspend_user(here, other.id, Write::default()).await.unwrap();
        assert_eq!(code(story.declarer.remove_user(here, me.id, me.version, &to(None)).await), last);
        story.declarer.resume_user(here, other.id, Write::default()).await.unwrap();
        story.declarer.remove_user(here, me.id, me.version, &to(None)).await.unwrap();
        assert_eq!(code(story.declarer.list_users(here, &UserQuery::default()).await).0, 403);
        let alone = app.read(|tx| forprev_app::users::only_gestionnaire_of(tx, second.id));
        assert_eq!(alone, [here]);
    }

    async fn u4_of_two_who_leave_or_remove_each_other_at_once_one_stays(app) {
        for round in 0..6 {
            let organisation = app.organisation();
            let here = organisation.id;
            let people = [app.person(&[Holding::Gestionnaire(here)]), app.person(&[Holding::Gestionnaire(here)])];
            let clients = [app.signed_in(&people[0]).await, app.signed_in(&people[1]).await];
            let users = [user_of(&clients[0], here, &people[0]).await, user_of(&clients[0], here, &people[1]).await];
            // They leave; they remove each other; they suspend each other.
            let target = |who: usize| if round % 3 == 0 { users[who].id } else { users[1 - who].id };
            let act = async |who: usize| {
                if round % 3 == 2 {
                    clients[who].suspend_user(here, target(who), Write::default()).await.map(drop)
                } else {
                    clients[who].remove_user(here, target(who), 1, &to(None)).await
                }
            };
            let (one, other) = tokio::join!(act(0), act(1));
            let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
            assert_eq!(refused.len(), 1, "round {round}");
            let left = app.read(|tx| Ok(store::profile::of_organisation(tx.conn, here)?));
            assert_eq!(left.iter().filter(|row| row.is_active(app.today())).count(), 1, "round {round}");
            let told = refused[0].code().unwrap();
            assert!(matches!(told, Code::GestionnaireLast | Code::NotFound | Code::Forbidden), "{told}");
        }
    }

    async fn e11_a_gestionnaire_confirms_accesses(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let (person, _) = delegataire(&app, &story).await;
        let user = user_of(&story.declarer, here, &person).await;
        let review = |ids: &[String]| Review { user_ids: ids.to_vec() };
        let done = story.declarer.review_users(here, &review(&[user.id.to_string(), user.id.to_string()])).await.unwrap();
        assert_eq!((done.users, done.reviewed_on), (1, app.today()));
        let user = user_of(&story.declarer, here, &person).await;
        assert_eq!((user.reviewed_on, user.review_due_on.unwrap().to_string()), (Some(app.today()), "2027-11-23".into()));
        let nobody = "0198c0de-0000-7000-8000-00000000abcd".to_owned();
        assert_eq!(code(story.declarer.review_users(here, &review(&[nobody])).await), (422, Code::BadReference));
        assert_eq!(code(story.declarer.review_users(here, &review(&[])).await), (422, Code::Required));
    }
}

/// The same story, to be told by somebody else.
async fn app_story(app: &TestApp, story: &Declared) -> Declared {
    Declared {
        organisation: story.organisation.clone(),
        habilitation: story.habilitation,
        gestionnaire: story.gestionnaire.clone(),
        declarer: story.declarer.clone(),
        formateur: story.formateur.clone(),
        lead: app.signed_in(&story.formateur).await,
    }
}
