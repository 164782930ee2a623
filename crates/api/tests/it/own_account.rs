//! One's own account: data, address, password, sign-ins, export, closing (A8, A9, A14, H1, U4).

use crate::{
    opening::{NEW, kinds, mails, post, token},
    raw::{Answer, Cookies, login, request, send},
};
use chrono::Duration;
use forprev_store as store;
use forprev_testkit::{Holding, PASSWORD, TestApp, both_databases};
use serde_json::{Value, json};

pub async fn ask(app: &TestApp, who: &Cookies, path: &str, body: Value) -> Answer {
    who.post(app, &format!("/api/v1/me{path}"), &body.to_string()).await
}

pub async fn patch(app: &TestApp, who: &Cookies, version: &Value, body: Value) -> Answer {
    let request = who.request(app, "PATCH", "/api/v1/me").header("If-Match", format!("\"{version}\""));
    send(request.json(&body)).await
}

pub async fn me(app: &TestApp, who: &Cookies) -> Value {
    who.get(app, "/api/v1/me").await.json()
}

async fn delete(app: &TestApp, who: &Cookies, path: &str) -> Answer {
    send(who.request(app, "DELETE", path)).await
}

pub fn faults(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let all = body["errors"].as_array().unwrap().iter();
    all.map(|one| (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect()
}

pub fn wrong(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

both_databases! {
    async fn a8_data_are_confirmed_again_after_a_year(app) {
        let person = app.person(&[Holding::Demandeur]);
        for (day, due) in [("2027-11-22", false), ("2027-11-23", true)] {
            app.on(day);
            let who = Cookies::of(&app, &person.email).await;
            assert_eq!(me(&app, &who).await["data_check_due"], due, "{day}");
        }
        let who = Cookies::of(&app, &person.email).await;
        let confirmed = ask(&app, &who, "/onboarding", json!({ "step": "data" })).await.json();
        assert_eq!((&confirmed["data_check_due"], &confirmed["checked_on"]), (&json!(false), &json!("2027-11-23")));
        assert_eq!(confirmed["onboarded"], true);
        let acts = app.read(|tx| Ok(store::audit::of_person(tx.conn, person.id)?));
        let stamped = acts.iter().filter(|act| act.action == "take_onboarding_step").map(|act| act.resource_id.clone());
        assert_eq!(stamped.collect::<Vec<_>>(), [Some(person.id.to_string())], "by whom, and of whom");
    }

    async fn a9_who_corrects_what_of_their_data(app) {
        let organisation = app.organisation();
        let names = json!({ "last_name": "  D’Hondt ", "birth_date": "1981-02-28" });
        for (holdings, may) in [
            (vec![Holding::Demandeur], true),
            (vec![Holding::Gestionnaire(organisation.id)], true),
            (vec![Holding::Demandeur, Holding::Formateur(vec!["FORM_SST"])], false),
            (vec![Holding::Delegataire(organisation.id, vec![])], false),
            (vec![Holding::Instructeur("RENNES".into())], false),
        ] {
            let person = app.person(&holdings);
            let who = Cookies::of(&app, &person.email).await;
            let version = me(&app, &who).await["version"].clone();
            let answer = patch(&app, &who, &version, names.clone()).await;
            if may {
                let told = answer.json();
                assert_eq!((answer.status, &told["last_name"], &told["birth_date"]), (200, &json!("D’Hondt"), &json!("1981-02-28")), "{holdings:?}");
                assert_eq!(answer.header("etag"), format!("\"{}\"", told["version"]));
            } else {
                let at = |pointer: &str| (pointer.to_owned(), "identity.fixed".to_owned());
                assert_eq!((answer.status, faults(&answer)), (422, vec![at("/birth_date"), at("/last_name")].into_iter().rev().collect()), "{holdings:?}");
            }
            let version = me(&app, &who).await["version"].clone();
            let phone = patch(&app, &who, &version, json!({ "phone": "+33 2 99 00 00 00", "caisse": "RENNES" })).await.json();
            assert_eq!((&phone["phone"], &phone["caisse"]), (&json!("+33 2 99 00 00 00"), &json!("RENNES")));
            let stale = patch(&app, &who, &version, json!({ "phone": "" })).await;
            assert_eq!((stale.status, stale.code().as_str()), (412, "version.stale"));
            let gone = patch(&app, &who, &phone["version"], json!({ "phone": "" })).await.json();
            assert_eq!(gone.get("phone"), None);
        }
        let person = app.person(&[Holding::Demandeur]);
        let who = Cookies::of(&app, &person.email).await;
        let unsaid = send(who.request(&app, "PATCH", "/api/v1/me").json(&json!({}))).await;
        assert_eq!(unsaid.status, 428);
        for (birth_date, caisse) in [("2026-11-23", "RENNES"), ("1899-01-01", "RENNES")] {
            let body = json!({ "birth_date": birth_date, "caisse": caisse });
            let answer = patch(&app, &who, &json!(1), body).await;
            assert_eq!(faults(&answer), wrong("/birth_date", "field.date"));
        }
        let lines = app.rows()["audit"].join("\n");
        assert!(!lines.contains("Hondt") && !lines.contains("+33"), "an act does not tell the data");
    }

    async fn a9_another_address_is_confirmed_on_the_new_and_told_to_the_old(app) {
        let person = app.person(&[Holding::Demandeur]);
        let who = Cookies::of(&app, &person.email).await;
        let wanted = json!({ "email": "New@test.example", "password": PASSWORD });
        let refused = ask(&app, &who, "/email", json!({ "email": "new@test.example", "password": "not mine" })).await;
        assert_eq!((refused.status, faults(&refused)), (422, wrong("/password", "password.wrong")));
        assert_eq!(ask(&app, &who, "/email", wanted.clone()).await.status, 202);
        let first = token(&app, person.id, "email.confirm");
        assert_eq!(ask(&app, &who, "/email", wanted).await.status, 202);
        assert_eq!(me(&app, &who).await["email"], person.email.as_str(), "not before it is confirmed");
        let (kind, payload) = mails(&app, person.id).pop().unwrap();
        assert_eq!((kind.as_str(), &payload["to"]), ("email.confirm", &json!("New@test.example")));
        // The link of the request before is dead.
        assert_eq!(post(&app, "auth/links/use", json!({ "token": first })).await.code(), "link.used");
        let token = token(&app, person.id, "email.confirm");
        assert_eq!(post(&app, "auth/links/open", json!({ "token": token })).await.json()["purpose"], "confirm_email");
        assert_eq!(post(&app, "auth/links/use", json!({ "token": token })).await.status, 204);
        assert_eq!(me(&app, &who).await["email"], "New@test.example");
        let (kind, payload) = mails(&app, person.id).pop().unwrap();
        assert_eq!((kind.as_str(), &payload["to"]), ("email.changed", &json!(person.email)));
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 401);
        assert_eq!(login(&app, "new@test.example", PASSWORD).await.status, 200);
    }

    async fn an_address_that_is_or_becomes_somebody_s_is_told_by_its_link_only(app) {
        let (person, other) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let who = Cookies::of(&app, &person.email).await;
        for email in [other.email.to_uppercase(), "free@test.example".to_owned()] {
            let asked = ask(&app, &who, "/email", json!({ "email": email, "password": PASSWORD })).await;
            assert_eq!((asked.status, asked.text.as_str()), (202, ""));
            if email.starts_with("free") {
                // Taken meanwhile.
                app.write(|tx| {
                    let row = store::person::touch(tx.conn, other.id, None)?;
                    let (email, key) = (email.parse().ok(), Some(email.clone()));
                    Ok(store::person::save(tx.conn, store::person::Row { email, email_key: key, ..row })?)
                });
            }
            let token = token(&app, person.id, "email.confirm");
            let used = post(&app, "auth/links/use", json!({ "token": token })).await;
            assert_eq!((used.status, used.code().as_str()), (409, "email.already_used"));
        }
        assert_eq!(me(&app, &who).await["email"], person.email.as_str());
        assert!(!kinds(&app, person.id).contains(&"email.changed".to_owned()));
    }

    async fn a_link_of_one_purpose_serves_no_other(app) {
        let person = app.person(&[Holding::Demandeur]);
        let who = Cookies::of(&app, &person.email).await;
        ask(&app, &who, "/email", json!({ "email": "new@test.example", "password": PASSWORD })).await;
        let token = token(&app, person.id, "email.confirm");
        // With a password besides it is still no more than an address.
        let used = post(&app, "auth/links/use", json!({ "token": token, "password": NEW })).await;
        assert_eq!(used.status, 204);
        assert_eq!(login(&app, "new@test.example", NEW).await.status, 401);
        assert_eq!(login(&app, "new@test.example", PASSWORD).await.status, 200);
    }

    async fn a11_a_password_is_changed_by_who_knows_it(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (here, elsewhere) = (Cookies::of(&app, &person.email).await, Cookies::of(&app, &person.email).await);
        for (current, new, fault) in [
            ("not mine at all", NEW, wrong("/current", "password.wrong")),
            (PASSWORD, "court", wrong("/new", "password.too_short")),
            (PASSWORD, "bonjour bonjour", wrong("/new", "password.leaked")),
            (PASSWORD, &person.email, wrong("/new", "password.personal")),
        ] {
            let refused = ask(&app, &here, "/password", json!({ "current": current, "new": new })).await;
            assert_eq!((refused.status, faults(&refused)), (422, fault), "{new}");
        }
        assert_eq!(ask(&app, &here, "/password", json!({ "current": PASSWORD, "new": NEW })).await.status, 204);
        assert_eq!(here.get(&app, "/api/v1/me").await.status, 200, "this one goes on");
        assert_eq!(elsewhere.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!((login(&app, &person.email, PASSWORD).await.status, login(&app, &person.email, NEW).await.status), (401, 200));
        assert!(kinds(&app, person.id).contains(&"password.changed".to_owned()));
    }

    async fn a_stolen_sign_in_cannot_guess_the_password(app) {
        let person = app.person(&[Holding::Demandeur]);
        let who = Cookies::of(&app, &person.email).await;
        for path in ["/export", "/close", "/export", "/close", "/export"] {
            assert_eq!(ask(&app, &who, path, json!({ "password": "a guess" })).await.code(), "password.wrong");
        }
        for path in ["/export", "/close"] {
            let slowed = ask(&app, &who, path, json!({ "password": PASSWORD })).await;
            assert_eq!((slowed.status, slowed.code().as_str()), (429, "request.too_many"), "{path}");
        }
        assert_eq!(who.get(&app, "/api/v1/me").await.status, 200);
    }

    async fn a14_sign_ins_are_listed_and_ended(app) {
        let (person, other) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let theirs = Cookies::of(&app, &other.email).await;
        let mut all = Vec::new();
        for _ in 0..4 {
            app.clock.advance(Duration::seconds(1));
            all.push(Cookies::of(&app, &person.email).await);
        }
        let list = all[3].get(&app, "/api/v1/me/sign-ins?limit=3").await.json();
        assert_eq!((&list["total"], list["items"].as_array().unwrap().len()), (&json!(4), 3));
        let items = list["items"].as_array().unwrap();
        assert_eq!((&items[0]["current"], &items[1]["current"]), (&json!(true), &json!(false)), "the newest first");
        assert_eq!((&items[0]["device"], &items[0]["network"]), (&json!("Navigateur inconnu"), &json!("127.0.0.x")));
        let path = format!("/api/v1/me/sign-ins/{}", items[1]["id"].as_str().unwrap());
        assert_eq!(delete(&app, &theirs, &path).await.status, 404, "somebody else's");
        assert_eq!(delete(&app, &all[3], &path).await.status, 204);
        assert_eq!(delete(&app, &all[3], &path).await.status, 404, "it has ended");
        let alive = |place: usize| { let (app, one) = (&app, &all[place]); async move { one.get(app, "/api/v1/me").await.status } };
        assert_eq!((alive(2).await, alive(1).await), (401, 200));
        assert_eq!(delete(&app, &all[3], "/api/v1/me/sign-ins").await.status, 204);
        assert_eq!((alive(0).await, alive(1).await, alive(3).await), (401, 401, 200));
        assert_eq!(all[3].get(&app, "/api/v1/me/sign-ins").await.json()["total"], 1);
        assert_eq!(Cookies::refresh(&app, &all[0].refresh).await.status, 401);
        assert_eq!(theirs.get(&app, "/api/v1/me").await.status, 200);
    }

    async fn a14_a_new_browser_is_told_and_a_known_one_is_not(app) {
        let person = app.person(&[Holding::Demandeur]);
        let with = |cookie: Option<String>| {
            let (app, email) = (&app, person.email.clone());
            async move {
                let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
                let asked = request(app, "POST", "/api/v1/auth/login").header("User-Agent", agent);
                let asked = match cookie {
                    Some(cookie) => asked.header("Cookie", format!("forprev_device={cookie}")),
                    None => asked,
                };
                send(asked.json(&json!({ "identifier": email, "password": PASSWORD }))).await
            }
        };
        let first = with(None).await;
        assert!(kinds(&app, person.id).is_empty(), "the first of all is no news");
        let (device, attributes) = first.cookies()["forprev_device"].clone();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=34560000"] {
            assert!(attributes.contains(attribute), "{attributes}");
        }
        assert_eq!(with(Some(device.clone())).await.cookies()["forprev_device"].0, device);
        assert!(kinds(&app, person.id).is_empty());
        with(None).await;
        let told = mails(&app, person.id);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].0.as_str(), &told[0].1["device"]), ("device.new", &json!("Firefox sur Windows")));
        // One that somebody made up is a new one, and what we give instead is ours.
        let made_up = with(Some("x".repeat(5000))).await;
        assert_eq!(made_up.cookies()["forprev_device"].0.len(), 43);
        assert_eq!(kinds(&app, person.id).len(), 2);
        let rows = app.rows()["sign_in"].join("\n");
        assert!(!rows.contains(&device), "the base does not know browsers by their cookie");
    }

    async fn the_export_is_whole_and_for_who_knows_the_password(app) {
        let person = app.person(&[Holding::Formateur(vec!["FORM_SST"]), Holding::Demandeur]);
        let who = Cookies::of(&app, &person.email).await;
        assert_eq!(ask(&app, &who, "/export", json!({ "password": "not mine" })).await.code(), "password.wrong");
        ask(&app, &who, "/email", json!({ "email": "new@test.example", "password": PASSWORD })).await;
        let file = crate::organisation_files::begin(&app, &who, &crate::organisation_files::whole()).await;
        let answer = ask(&app, &who, "/export", json!({ "password": PASSWORD })).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        let all = answer.json();
        assert_eq!(all["person"]["email"], person.email.as_str());
        assert_eq!(all["person"]["birth_date"], "1980-05-17");
        assert_eq!(all["person"]["profiles"].as_array().unwrap().len(), 2);
        assert_eq!(all["qualifications"][0]["certificate_code"], "FORM_SST");
        assert_eq!(all["sign_ins"][0]["current"], true);
        assert_eq!(all["messages"][0]["kind"], "email.confirm");
        assert_eq!(all["preferences"]["actions"], "at_once");
        assert_eq!(all["organisation_files"][0]["id"], file["id"]);
        assert_eq!(all["organisation_files"][0]["content"]["contact_email"], "lea@example.fr");
        assert!(all["looks"].as_array().unwrap().is_empty());
        let acts: Vec<_> = all["acts"].as_array().unwrap().iter().map(|act| act["action"].as_str().unwrap()).collect();
        assert_eq!(acts, ["login", "password_wrong", "change_my_email", "create_organisation_file", "export_my_data"]);
        assert!(!answer.text.contains("argon2"));
    }

    async fn a_closed_account_is_nobody_s_and_keeps_what_others_rely_on(app) {
        let person = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        let who = Cookies::of(&app, &person.email).await;
        let closed = ask(&app, &who, "/close", json!({ "password": PASSWORD })).await;
        assert_eq!(closed.status, 204, "{}", closed.text);
        assert!(closed.cookies().values().all(|(value, _)| value.is_empty()) && closed.cookies().len() == 3);
        assert_eq!(who.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!(Cookies::refresh(&app, &who.refresh).await.status, 401);
        for identifier in [person.email.as_str(), person.forprev_number.as_str()] {
            assert_eq!(login(&app, identifier, PASSWORD).await.code(), "sign_in.failed");
        }
        let (kind, payload) = mails(&app, person.id).pop().unwrap();
        assert_eq!((kind.as_str(), &payload["to"]), ("account.closed", &json!(person.email)));
        let (row, held) = app.read(|tx| {
            let held = store::qualification::of_people(tx.conn, &[person.id])?;
            Ok((store::person::find(tx.conn, person.id)?, held))
        });
        assert_eq!((row.email, row.password_hash, row.phone, held.len()), (None, None, None, 1));
        // Nothing is mailed to who cannot be reached; the address is free.
        post(&app, "auth/password-requests", json!({ "identifier": person.forprev_number })).await;
        let asked = json!({ "last_name": "A", "first_name": "B", "email": person.email, "phone": "0299000000" });
        post(&app, "auth/account-requests", asked).await;
        assert_eq!(forprev_app::jobs::requests::run(&app.app).unwrap(), 2);
        assert_eq!(kinds(&app, person.id), ["account.closed"]);
    }

    async fn u4_of_two_gestionnaires_who_leave_at_once_one_stays(app) {
        let organisation = app.organisation();
        let people = [0, 1].map(|_| app.person(&[Holding::Gestionnaire(organisation.id)]));
        let cookies = futures_util::future::join_all(people.iter().map(|one| Cookies::of(&app, &one.email))).await;
        let close = |who| ask(&app, who, "/close", json!({ "password": PASSWORD }));
        let answers = futures_util::future::join_all(cookies.iter().map(close)).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "{answers:?}");
        assert!(answers.iter().any(|answer| answer.status == 409 && answer.code() == "gestionnaire.last"));
        let left = app.read(|tx| Ok(store::profile::people_of(tx.conn, organisation.id, forprev_core::actor::ProfileKind::Gestionnaire, tx.today)?));
        assert_eq!(left.len(), 1);
    }
}
