//! A13: signing in by an identity at a provider, linking it, and all that a provider can do wrong.

use crate::{
    identity_provider::{IdentityProvider, Lie, SECRET},
    raw::{Answer, Cookies, get, login, request, send},
    second_factor,
};
use chrono::Duration;
use forprev_client::{Client, Error};
use forprev_core::{
    account::own::{PasswordAgain, PasswordChange},
    actor::InrsRank,
    id::FederatedIdentityId,
    oidc::{LINKS_MAX, OidcAnswer, OidcBegun, OidcLink},
    second_factor::{Login, LoginCode, SecondStep},
};
use forprev_store::federated_identity;
use forprev_testkit::{Database, Holding, PASSWORD, Person, TestApp, both_databases};
use serde_json::json;
use std::collections::BTreeMap;

const BEGIN: &str = "/api/v1/auth/oidc/begin";
const FINISH: &str = "/api/v1/auth/oidc/finish";
/// Whoever links an identity here, as the provider calls them.
const ANNE: &str = "anne-at-the-provider";

/// Makes a test of each database out of one body, with a provider.
macro_rules! with_a_provider {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident, $provider:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($app: TestApp, $provider: IdentityProvider) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let (app, provider) = start(Database::Sqlite);
                run(app, provider).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let (app, provider) = start(Database::Postgres);
                run(app, provider).await;
            }
        }
    )+};
}

fn start(database: Database) -> (TestApp, IdentityProvider) {
    let provider = IdentityProvider::start();
    let app = TestApp::with_oidc(database, provider.known());
    provider.follow(&app.clock);
    (app, provider)
}

/// What the browser brings back from the provider, where this person signed in.
fn led(provider: &IdentityProvider, begun: &OidcBegun, subject: &str) -> OidcAnswer {
    let led = provider.sign_in(&begun.url, subject);
    OidcAnswer { token: begun.token.clone(), code: led.code, state: led.state }
}

pub async fn link(client: &Client, provider: &IdentityProvider, subject: &str) -> Result<OidcLink, Error> {
    let begun = client.begin_oidc_link().await?;
    client.finish_oidc_link(&led(provider, &begun, subject)).await
}

/// A sign-in by the provider, to its end, as it is answered.
async fn sign_in(app: &TestApp, provider: &IdentityProvider, subject: &str) -> Answer {
    let begun = app.client().begin_oidc_login().await.unwrap();
    finish(app, &led(provider, &begun, subject)).await
}

async fn finish(app: &TestApp, body: &OidcAnswer) -> Answer {
    send(request(app, "POST", FINISH).json(body)).await
}

fn code(error: Error) -> String {
    error.code().map(|code| code.to_string()).unwrap_or_default()
}

/// Somebody who linked an identity.
async fn linked(app: &TestApp, provider: &IdentityProvider) -> (Person, Client, OidcLink) {
    let person = app.person(&[Holding::Demandeur]);
    let client = app.signed_in(&person).await;
    let link = link(&client, provider, ANNE).await.unwrap();
    (person, client, link)
}

fn told(app: &TestApp, person: &Person) -> Vec<String> {
    let rows = app.read(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, person.id)?));
    let changes = rows.into_iter().filter(|row| row.kind == "identity.changed");
    changes.map(|row| row.payload.0["what"].as_str().unwrap().to_owned()).collect()
}

/// All that a sign-in that is refused must leave as it was: what is counted and written down of it is left out.
fn kept(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let mut rows = app.rows();
    for table in ["audit", "audit_pending", "sign_in_attempt", "spent_token"] {
        rows.remove(table);
    }
    rows
}

with_a_provider! {
    async fn a13_an_identity_is_linked_signs_in_and_is_removed(app, provider) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        assert_eq!(client.get_oidc().await.unwrap().name.as_deref(), Some("ProConnect"));
        let before = client.list_oidc_links().await.unwrap();
        assert_eq!((before.name.as_deref(), before.links.len()), (Some("ProConnect"), 0));
        let unknown = sign_in(&app, &provider, ANNE).await;
        assert_eq!((unknown.status, unknown.code().as_str()), (403, "oidc.unknown"));
        assert!(unknown.cookies().is_empty());

        let link = link(&client, &provider, ANNE).await.unwrap();
        assert_eq!((link.name.as_str(), link.last_used_at), ("ProConnect", None));
        app.clock.advance(Duration::minutes(1));
        let answer = sign_in(&app, &provider, ANNE).await;
        assert_eq!((answer.status, &answer.json()["id"]), (200, &json!(person.id)));
        let cookies = Cookies::from(&answer);
        assert_eq!(cookies.get(&app, "/api/v1/me").await.status, 200);
        let seen = cookies.get(&app, "/api/v1/me/oidc").await;
        assert_eq!(seen.json()["links"][0]["last_used_at"], json!(app.clock.now()));
        assert!(!seen.text.contains(ANNE), "what the provider calls one is told to nobody");
        // The password goes on to serve, and what was shown to the provider is nowhere.
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        let rows = app.rows();
        assert!(!rows.values().flatten().any(|row| row.contains(SECRET) || row.contains("code-1")));
        let signed_in = rows["audit"].iter().filter(|row| row.contains("login") && row.contains("oidc")).count();
        assert_eq!(signed_in, 2, "the refused one and the other: {:?}", rows["audit"]);

        client.remove_oidc_link(link.id).await.unwrap();
        assert_eq!(client.remove_oidc_link(link.id).await.unwrap_err().status(), Some(404));
        assert_eq!(sign_in(&app, &provider, ANNE).await.code(), "oidc.unknown");
        // Sign-ins that have begun go on.
        assert_eq!(cookies.get(&app, "/api/v1/me").await.status, 200);
        assert_eq!(told(&app, &person), ["linked", "removed"]);
        let letters = app.letters();
        let mut texts = letters.iter().filter(|letter| letter.subject.contains("Moyens de connexion")).map(|one| &one.text);
        assert!(texts.any(|text| text.contains("ProConnect peut désormais servir")), "{letters:?}");
        assert!(!letters.iter().any(|letter| letter.text.contains(ANNE)));
        // Asked once, for an hour.
        assert_eq!(provider.was_asked("/.well-known/openid-configuration"), 1);
        app.clock.advance(Duration::hours(1));
        sign_in(&app, &provider, ANNE).await;
        assert_eq!(provider.was_asked("/.well-known/openid-configuration"), 2);
    }

    async fn what_does_not_hold_signs_nobody_in(app, provider) {
        linked(&app, &provider).await;
        let before = kept(&app);
        for lie in [
            Lie::WrongNonce, Lie::NoNonce, Lie::WrongAudience, Lie::SeveralAudiences, Lie::WrongIssuer, Lie::Ended,
            Lie::BadSignature, Lie::Changed, Lie::Unsigned, Lie::SharedSecret, Lie::UnknownKey, Lie::EmptySubject,
            Lie::LongSubject,
        ] {
            provider.lies(lie);
            let answer = sign_in(&app, &provider, ANNE).await;
            assert_eq!((answer.status, answer.code().as_str()), (422, "oidc.refused"), "{lie:?}: {}", answer.text);
            assert!(answer.cookies().is_empty());
            assert_eq!(kept(&app), before, "{lie:?}");
        }
        provider.lies(Lie::None);
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 200);
    }

    async fn a_provider_that_answers_something_else_is_told_as_unavailable(app, provider) {
        let (_, client, _) = linked(&app, &provider).await;
        let before = kept(&app);
        for lie in [
            Lie::NoIdToken, Lie::TokenGarbage, Lie::TokenFails, Lie::TokenHangsUp, Lie::TokenMovesElsewhere,
            Lie::RefusesTheClient,
        ] {
            provider.lies(lie);
            let answer = sign_in(&app, &provider, ANNE).await;
            assert_eq!((answer.status, answer.code().as_str()), (424, "oidc.unavailable"), "{lie:?}: {}", answer.text);
            let refused = link(&client, &provider, "another").await.unwrap_err();
            assert_eq!(code(refused), "oidc.unavailable", "{lie:?}");
            assert_eq!(kept(&app), before, "{lie:?}");
        }
        // Nothing of it counts as somebody's guess.
        provider.lies(Lie::None);
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 200);
        assert_eq!(provider.was_asked("/elsewhere"), 0);
    }

    async fn a_provider_that_is_down_disturbs_nobody_else_and_is_asked_again(app, provider) {
        let person = app.person(&[Holding::Demandeur]);
        let before = kept(&app);
        for lie in [
            Lie::HangsUp, Lie::DocumentFails, Lie::DocumentGarbage, Lie::DocumentEndless, Lie::DocumentOfAnother,
            Lie::PageIsAScript, Lie::KeysFail,
        ] {
            provider.lies(lie);
            let answer = send(request(&app, "POST", BEGIN)).await;
            assert_eq!((answer.status, answer.code().as_str()), (424, "oidc.unavailable"), "{lie:?}: {}", answer.text);
            assert_eq!(kept(&app), before, "{lie:?}");
            // It is left alone for a while, whatever it would say now.
            provider.lies(Lie::None);
            assert_eq!(send(request(&app, "POST", BEGIN)).await.status, 424, "{lie:?}");
            app.clock.advance(Duration::seconds(10));
        }
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        assert_eq!(send(request(&app, "POST", BEGIN)).await.status, 200);
        // What it said before holds for an hour, and longer where it cannot be asked.
        provider.lies(Lie::DocumentFails);
        app.clock.advance(Duration::hours(2));
        assert_eq!(send(request(&app, "POST", BEGIN)).await.status, 200);
    }

    async fn new_keys_of_the_provider_are_fetched_when_they_are_met(app, provider) {
        linked(&app, &provider).await;
        provider.changes_its_key();
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 200);
        assert_eq!(provider.was_asked("/keys"), 2);
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 200);
        assert_eq!(provider.was_asked("/keys"), 2);
    }

    async fn a_provider_may_take_secrets_in_the_body_only(app, provider) {
        provider.takes_secrets_in_the_body();
        linked(&app, &provider).await;
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 200);
    }

    async fn all_of_it_serves_once_for_its_own_purpose_and_for_ten_minutes(app, provider) {
        let (_, client, _) = linked(&app, &provider).await;
        let expired = |answer: Answer| assert_eq!((answer.status, answer.code().as_str()), (410, "oidc.expired"));
        let anyone = app.client();

        let used = led(&provider, &anyone.begin_oidc_login().await.unwrap(), ANNE);
        assert_eq!(finish(&app, &used).await.status, 200);
        expired(finish(&app, &used).await);
        // The code of before with another beginning, whose verifier is another.
        let begun = anyone.begin_oidc_login().await.unwrap();
        let other = OidcAnswer { code: used.code.clone(), ..led(&provider, &begun, ANNE) };
        assert_eq!(finish(&app, &other).await.code(), "oidc.refused");
        // A good code of somebody else, put under this browser's hand.
        let (mine, theirs) = (anyone.begin_oidc_login().await.unwrap(), anyone.begin_oidc_login().await.unwrap());
        let theirs = led(&provider, &theirs, ANNE);
        let mixed = OidcAnswer { token: mine.token.clone(), ..theirs };
        assert_eq!(finish(&app, &mixed).await.code(), "oidc.refused");
        let mine = led(&provider, &mine, ANNE);
        expired(finish(&app, &mine).await);
        // Even with the state of this beginning the code is another's.
        let (mine, theirs) = (anyone.begin_oidc_login().await.unwrap(), anyone.begin_oidc_login().await.unwrap());
        let theirs = led(&provider, &theirs, ANNE);
        let mixed = OidcAnswer { code: theirs.code, ..led(&provider, &mine, ANNE) };
        assert_eq!(finish(&app, &mixed).await.code(), "oidc.refused");

        // What began as a link signs nobody in, and the other way round; nor does it link for somebody else.
        let begun = client.begin_oidc_link().await.unwrap();
        expired(finish(&app, &led(&provider, &begun, ANNE)).await);
        let begun = anyone.begin_oidc_login().await.unwrap();
        let refused = client.finish_oidc_link(&led(&provider, &begun, "another")).await.unwrap_err();
        assert_eq!(code(refused), "oidc.expired");
        let somebody = app.signed_in(&app.person(&[Holding::Demandeur])).await;
        let begun = client.begin_oidc_link().await.unwrap();
        let refused = somebody.finish_oidc_link(&led(&provider, &begun, "another")).await.unwrap_err();
        assert_eq!(code(refused), "oidc.expired");

        let begun = anyone.begin_oidc_login().await.unwrap();
        let late = led(&provider, &begun, ANNE);
        app.clock.advance(Duration::minutes(10));
        expired(finish(&app, &late).await);
        expired(finish(&app, &OidcAnswer { token: "x".into(), ..late }).await);
    }

    async fn of_several_at_once_one_signs_in(app, provider) {
        linked(&app, &provider).await;
        let body = led(&provider, &app.client().begin_oidc_login().await.unwrap(), ANNE);
        let ask = || finish(&app, &body);
        let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
        let mut answers = [a.status, b.status, c.status, d.status];
        answers.sort_unstable();
        assert_eq!(answers, [200, 410, 410, 410]);
    }

    async fn an_identity_is_one_person_s(app, provider) {
        let (_, client, first) = linked(&app, &provider).await;
        let other = app.signed_in(&app.person(&[Holding::Demandeur])).await;
        let refused = link(&other, &provider, ANNE).await.unwrap_err();
        assert_eq!((refused.status(), code(refused).as_str()), (Some(409), "oidc.taken"));
        assert_eq!(other.remove_oidc_link(first.id).await.unwrap_err().status(), Some(404));
        assert!(other.list_oidc_links().await.unwrap().links.is_empty());
        // Linked again, it stays as it is.
        assert_eq!(link(&client, &provider, ANNE).await.unwrap().id, first.id);
        for n in 1..LINKS_MAX {
            link(&client, &provider, &format!("anne-{n}")).await.unwrap();
        }
        let refused = link(&client, &provider, "one more").await.unwrap_err();
        assert_eq!(code(refused), "field.too_many");
        assert_eq!(client.list_oidc_links().await.unwrap().links.len(), LINKS_MAX);
        // Of two people at once, one has it.
        let (a, b) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let (a, b) = (app.signed_in(&a).await, app.signed_in(&b).await);
        let (begun_a, begun_b) = (a.begin_oidc_link().await.unwrap(), b.begin_oidc_link().await.unwrap());
        let (led_a, led_b) = (led(&provider, &begun_a, "both"), led(&provider, &begun_b, "both"));
        let (a, b) = tokio::join!(a.finish_oidc_link(&led_a), b.finish_oidc_link(&led_b));
        let (good, bad): (Vec<_>, Vec<_>) = [a, b].into_iter().partition(Result::is_ok);
        assert_eq!((good.len(), bad.len()), (1, 1));
        assert_eq!(bad.into_iter().next().unwrap().unwrap_err().code().unwrap().as_str(), "oidc.taken");
    }

    async fn a_second_factor_is_asked_for_as_after_a_password(app, provider) {
        let (person, client, first) = linked(&app, &provider).await;
        let (secret, added) = second_factor::set_up(&app, &client).await;
        let pending = |answer: Answer| {
            assert_eq!((answer.status, answer.cookies().len()), (202, 0), "{}", answer.text);
            answer.json()["second_factor"]["token"].as_str().unwrap().to_owned()
        };
        app.clock.advance(Duration::minutes(1));
        let browser = app.client();
        let begun = browser.begin_oidc_login().await.unwrap();
        let Login::Pending(needed) = browser.finish_oidc_login(&led(&provider, &begun, ANNE)).await.unwrap() else {
            panic!("no second factor was asked for");
        };
        assert_eq!(needed.second_factor.methods, [SecondStep::Totp, SecondStep::Recovery]);
        let body = LoginCode { token: needed.second_factor.token, code: second_factor::code(&app, &secret, 0) };
        assert_eq!(browser.login_totp(&body).await.unwrap().id, person.id);
        // Complete, it is as strong as any other.
        assert!(browser.list_second_factors().await.unwrap().confirmed_until.is_some());
        let audit = app.rows()["audit"].join("\n");
        assert!(audit.contains("oidc") && audit.contains("totp"), "{audit}");

        // Meanwhile another password, or no such identity any more: the first step does not hold.
        let token = pending(sign_in(&app, &provider, ANNE).await);
        let change = PasswordChange { current: PASSWORD.into(), new: "trois girafes dans le bus".into() };
        browser.change_my_password(&change).await.unwrap();
        let with = |token: &str, n: usize| json!({ "token": token, "code": added.recovery_codes[n] });
        let recover = |body| send(request(&app, "POST", "/api/v1/auth/login/recovery").json(&body));
        assert_eq!(recover(with(&token, 0)).await.code(), "second_factor.expired");
        let token = pending(sign_in(&app, &provider, ANNE).await);
        browser.remove_oidc_link(first.id).await.unwrap();
        assert_eq!(recover(with(&token, 0)).await.code(), "second_factor.expired");
    }

    async fn a_sign_in_at_the_provider_is_no_confirmation_of_the_identity(app, provider) {
        let (_, client, first) = linked(&app, &provider).await;
        let browser = app.client();
        let begun = browser.begin_oidc_login().await.unwrap();
        browser.finish_oidc_login(&led(&provider, &begun, ANNE)).await.unwrap();
        for refused in [
            browser.begin_totp().await.map(drop),
            browser.begin_oidc_link().await.map(drop),
            browser.remove_oidc_link(first.id).await,
        ] {
            assert_eq!(code(refused.unwrap_err()), "step_up.required");
        }
        browser.step_up(&PasswordAgain { password: PASSWORD.into() }).await.unwrap();
        browser.begin_totp().await.unwrap();
        browser.remove_oidc_link(first.id).await.unwrap();
        // Fifteen minutes after the password, linking asks too; and what began before does not end after.
        let begun = client.begin_oidc_link().await.unwrap();
        let brought = led(&provider, &begun, ANNE);
        app.clock.advance(Duration::minutes(15));
        for refused in [
            client.begin_oidc_link().await.map(drop),
            client.finish_oidc_link(&brought).await.map(drop),
            client.remove_oidc_link(first.id).await,
        ] {
            assert_eq!(code(refused.unwrap_err()), "step_up.required");
        }
        assert!(client.list_oidc_links().await.unwrap().links.is_empty());
    }

    async fn a_closed_account_keeps_no_identity_and_the_export_tells_them(app, provider) {
        let (person, client, first) = linked(&app, &provider).await;
        let again = PasswordAgain { password: PASSWORD.into() };
        let export = client.export_my_data(&again).await.unwrap();
        assert_eq!(export.identities, [first]);
        client.close_my_account(&again).await.unwrap();
        assert!(app.rows()["federated_identity"].is_empty());
        assert_eq!(sign_in(&app, &provider, ANNE).await.code(), "oidc.unknown");
        // It can be linked to an account of later.
        let later = app.signed_in(&app.person(&[Holding::Demandeur])).await;
        link(&later, &provider, ANNE).await.unwrap();
        let answer = sign_in(&app, &provider, ANNE).await;
        assert_eq!(answer.status, 200);
        assert_ne!(answer.json()["id"], json!(person.id));
    }

    async fn a15_an_identity_of_a_merged_account_serves_when_its_owner_links_it_anew(app, provider) {
        let (old, _, first) = linked(&app, &provider).await;
        let kept = app.person(&[Holding::Demandeur]);
        let inrs = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        let body = json!({ "into": kept.id, "reason": "Deux comptes" }).to_string();
        let merged = inrs.post(&app, &format!("/api/v1/people/{}/merge", old.id), &body).await;
        assert_eq!(merged.status, 200, "{}", merged.text);
        assert_eq!(sign_in(&app, &provider, ANNE).await.code(), "oidc.unknown");
        let stranger = app.signed_in(&app.person(&[Holding::Demandeur])).await;
        assert_eq!(code(link(&stranger, &provider, ANNE).await.unwrap_err()), "oidc.taken");
        let client = app.signed_in(&kept).await;
        assert_eq!(link(&client, &provider, ANNE).await.unwrap().id, first.id);
        let answer = sign_in(&app, &provider, ANNE).await;
        assert_eq!((answer.status, &answer.json()["id"]), (200, &json!(kept.id)));
    }

    async fn who_is_refused_again_and_again_has_to_wait(app, provider) {
        linked(&app, &provider).await;
        provider.lies(Lie::BadSignature);
        for _ in 0..20 {
            assert_eq!(sign_in(&app, &provider, ANNE).await.status, 422);
        }
        let begun = app.client().begin_oidc_login().await.unwrap();
        provider.lies(Lie::None);
        let good = led(&provider, &begun, ANNE);
        let slowed = finish(&app, &good).await;
        assert_eq!((slowed.status, slowed.code().as_str()), (429, "request.too_many"));
        app.clock.advance(Duration::seconds(slowed.header("retry-after").parse().unwrap()));
        assert_eq!(finish(&app, &good).await.status, 200);
    }

    async fn an_identity_at_a_former_provider_is_seen_and_removed_and_signs_nobody_in(app, provider) {
        let person = app.person(&[Holding::Demandeur]);
        app.write(|tx| {
            let row = federated_identity::Row {
                id: FederatedIdentityId::new(uuid::Uuid::now_v7()),
                person_id: person.id,
                issuer: "https://former.example/api".into(),
                subject: ANNE.into(),
                created_at: tx.now.into(),
                last_used_at: None,
            };
            Ok(federated_identity::insert_unless_known(tx.conn, row)?)
        });
        // The same name at another provider is somebody else.
        assert_eq!(sign_in(&app, &provider, ANNE).await.code(), "oidc.unknown");
        let client = app.signed_in(&person).await;
        let links = client.list_oidc_links().await.unwrap().links;
        assert_eq!(links[0].name, "former.example");
        client.remove_oidc_link(links[0].id).await.unwrap();
    }

    async fn nothing_is_half_written(app, provider) {
        let (_, client, _) = linked(&app, &provider).await;
        let before = kept(&app);
        app.refuse_inserts("outbox");
        assert_eq!(link(&client, &provider, "another").await.unwrap_err().status(), Some(500));
        app.accept_inserts();
        app.refuse_inserts("refresh_token");
        assert_eq!(sign_in(&app, &provider, ANNE).await.status, 500);
        app.accept_inserts();
        assert_eq!(kept(&app), before);
    }
}

both_databases! {
    async fn it_is_off_by_default(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        assert_eq!(get(&app, "/api/v1/auth/oidc").await.json(), json!({ "name": null }));
        assert_eq!(client.begin_oidc_login().await.unwrap_err().status(), Some(404));
        assert_eq!(client.begin_oidc_link().await.unwrap_err().status(), Some(404));
        let made_up = OidcAnswer { token: "x".into(), code: "x".into(), state: "x".into() };
        assert_eq!(finish(&app, &made_up).await.code(), "oidc.expired");
        let listed = client.list_oidc_links().await.unwrap();
        assert_eq!((listed.name, listed.links.len()), (None, 0));
    }
}

/// A provider that never answers is waited for no longer than was said.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_provider_is_not_waited_for() {
    let provider = IdentityProvider::start();
    let soon = provider.known_with(std::time::Duration::from_millis(100));
    let app = TestApp::with_oidc(Database::Sqlite, soon);
    provider.lies(Lie::Silent);
    let answer = send(request(&app, "POST", BEGIN)).await;
    assert_eq!((answer.status, answer.code().as_str()), (424, "oidc.unavailable"));
}
