//! E10: what is told to the declarer of a session reaches the gestionnaires once the declarer can no longer act.

use crate::invitations::mails;
use crate::users::user_of;
use forprev_client::Write;
use forprev_core::{
    account::own::PasswordAgain, id::PersonId, query::SessionQuery, session::Comment, user::UserPatch,
};
use forprev_testkit::{Declared, Holding, PASSWORD, Person, TestApp, both_databases, everybody_passed};

/// To whom mails of this kind about a session go, sorted.
fn told(app: &TestApp, kind: &str) -> Vec<PersonId> {
    let mut people: Vec<_> = mails(app, kind).into_iter().filter_map(|row| row.person_id).collect();
    people.sort_unstable();
    people
}

async fn leave(app: &TestApp, story: &Declared, how: &str, person: &Person) {
    let here = story.organisation.id;
    let user = user_of(&story.declarer, here, person).await;
    match how {
        "acts" => {}
        "suspended" => drop(story.declarer.suspend_user(here, user.id, Write::default()).await.unwrap()),
        "detached" => {
            let other = app.habilitation(&story.organisation, "PRAPIBC", 1);
            let patch = UserPatch { habilitation_ids: Some(vec![other.to_string()]), until_on: None };
            story.declarer.update_user(here, user.id, user.version, &patch).await.unwrap();
        }
        _ => {
            let again = PasswordAgain { password: PASSWORD.into() };
            app.signed_in(person).await.close_my_account(&again).await.unwrap();
        }
    }
}

both_databases! {
    async fn e10_whoever_can_act_is_told(app) {
        for how in ["acts", "suspended", "detached", "closed"] {
            let story = app.declared().await;
            let second = app.person(&[Holding::Gestionnaire(story.organisation.id)]);
            let person = app.person(&[Holding::Delegataire(story.organisation.id, vec![story.habilitation])]);
            let client = app.signed_in(&person).await;
            let mut sessions = Vec::new();
            for end in ["2026-11-19", "2026-11-20"] {
                let draft = client.create_session(&story.new_session(end, 4), Write::default()).await.unwrap();
                sessions.push(client.submit_session(draft.id, Write::default()).await.unwrap());
            }
            leave(&app, &story, how, &person).await;
            let mut whom = vec![story.gestionnaire.id, second.id];
            whom.sort_unstable();
            let whom = if how == "acts" { vec![person.id] } else { whom };
            let of_story = |people: Vec<PersonId>| -> Vec<PersonId> {
                people.into_iter().filter(|one| [person.id, story.gestionnaire.id, second.id].contains(one)).collect()
            };
            let why = Comment { comment: "Une date est fausse.".into() };
            story.lead.return_session(sessions[0].id, &why, Write::default()).await.unwrap();
            story.lead.record_results(sessions[1].id, &everybody_passed(&sessions[1]), Write::default()).await.unwrap();
            assert_eq!(of_story(told(&app, "session.returned")), whom, "{how}");
            assert_eq!(of_story(told(&app, "session.verified")), whom, "{how}");
            // Nothing is left to nobody: a gestionnaire sees both, has both to do, and can.
            let list = story.declarer.list_sessions(&SessionQuery::default()).await.unwrap();
            assert_eq!(list.total, 2, "{how}");
            let tasks = story.declarer.list_tasks().await.unwrap();
            assert_eq!(tasks.total, 2, "{how}");
            story.declarer.generate_certificates(sessions[1].id, Write::default()).await.unwrap();
            assert_eq!(of_story(told(&app, "session.certified")), whom, "{how}");
        }
    }

    async fn e10_reminders_too(app) {
        let story = app.declared().await;
        let person = app.person(&[Holding::Delegataire(story.organisation.id, vec![story.habilitation])]);
        let client = app.signed_in(&person).await;
        let draft = client.create_session(&story.new_session("2026-11-20", 4), Write::default()).await.unwrap();
        let session = client.submit_session(draft.id, Write::default()).await.unwrap();
        let why = Comment { comment: "Une date est fausse.".into() };
        story.lead.return_session(session.id, &why, Write::default()).await.unwrap();
        leave(&app, &story, "suspended", &person).await;
        app.clock.advance(chrono::Duration::days(8));
        assert_eq!(forprev_app::jobs::reminders::run(&app.app).unwrap(), 1);
        assert_eq!(told(&app, "session.reminder"), [story.gestionnaire.id]);
    }
}
