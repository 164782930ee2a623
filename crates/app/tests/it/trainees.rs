//! Trainees one by one, and who a formateur trainee is (C4).

use crate::{both, cast::*};
use forprev_app::sessions;
use forprev_core::session::{NewFormateur, NewSession, Session, TraineePatch};

/// A session that trains formateurs, of this one trainee.
fn of_formateurs(world: &World, one: forprev_core::session::NewTrainee) -> NewSession {
    NewSession {
        habilitation_id: world.formateurs.to_string(),
        certificate_code: Some("FORM_SST".into()),
        formateurs: vec![
            NewFormateur { forprev_number: number_of(&world.lead), lead: true },
            NewFormateur { forprev_number: number_of(&world.second), lead: false },
        ],
        trainees: vec![one],
        ..world.new_session("2026-08-31")
    }
}

fn about_trainees(session: &Session) -> Vec<String> {
    violations(session).into_iter().filter(|one| one.contains("/trainees/")).collect()
}

fn patch(json: &str) -> TraineePatch {
    serde_json::from_str(json).unwrap()
}

both! {
    fn one_more_one_changed_one_less(world) {
        let session = world.draft();
        let more = trainee("Nouveau", "Noël", "1991-01-01");
        let session = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::add_trainee(tx, session.id, Some(1), &more)
        })).unwrap();
        assert_eq!((session.version, session.trainee_count), (2, 5));
        let last = session.trainees[4].id;
        let change = patch(r#"{"first_name": "Noëlle"}"#);
        let session = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_trainee(tx, session.id, last, 2, &change)
        })).unwrap();
        assert_eq!(session.trainees[4].first_name, "Noëlle");
        assert_eq!((session.trainees[4].id, session.trainees[4].birth_date), (last, Some(day("1991-01-01"))));
        let session = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::remove_trainee(tx, session.id, last, 3)
        })).unwrap();
        assert_eq!((session.version, session.trainee_count), (4, 4));
        let gone = told(world.app.write(&world.gestionnaire, |tx| sessions::remove_trainee(tx, session.id, last, 4)));
        assert_eq!(refused(gone), code(404, "not_found"));
    }

    fn what_is_wrong_points_into_the_trainee(world) {
        let session = world.draft();
        let wrong = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::add_trainee(tx, session.id, Some(1), &trainee("R2D2", "", "1990-02-30"))
        })).unwrap_err();
        assert_eq!(faults(&wrong), ["field.date /birth_date", "field.required /first_name", "field.name /last_name"]);
        let mut acteur = trainee("Nouveau", "Noël", "1991-01-01");
        acteur.email = Some("n@example.fr".into());
        let wrong = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::add_trainee(tx, session.id, Some(1), &acteur)
        })).unwrap_err();
        assert_eq!(faults(&wrong), ["trainee.field_not_allowed /email"]);
        let first = session.trainees[0].id;
        let other = world.draft();
        let change = patch("{}");
        let lost = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_trainee(tx, other.id, first, 1, &change)
        }));
        assert_eq!(refused(lost), code(404, "not_found"));
    }

    fn s6_a_draft_holds_a_hundred(world) {
        let mut new = world.new_session("2026-08-31");
        let letter = |n: u32| char::from_u32(u32::from('a') + n).unwrap();
        new.trainees =
            (0..100).map(|n| trainee(&format!("N{}{}", letter(n / 26), letter(n % 26)), "X", "1990-01-01")).collect();
        let session = world.create(&world.gestionnaire, &new).unwrap();
        let more = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::add_trainee(tx, session.id, Some(1), &trainee("Nouveau", "Noël", "1991-01-01"))
        }));
        assert_eq!(refused(more), code(422, "session.too_many_trainees"));
    }

    fn c4_candidates_are_masked_and_only_they_can_be_chosen(world) {
        let known = world.person("Le Goff", "Jean-Noël", vec![]);
        let namesake = world.person("LEGOFF", "Jean Noel", vec![]);
        let stranger = world.person("Martin", "Anne", vec![]);
        let new = of_formateurs(world, trainee("Le  Goff", "jean-noël", "1980-05-17"));
        let session = world.create(&world.gestionnaire, &new).unwrap();
        assert_eq!(about_trainees(&session), ["trainee.identity_incomplete /trainees/0/email"]);
        let id = session.trainees[0].id;
        let found = told(world.app.read(&world.gestionnaire, |tx| {
            sessions::list_trainee_candidates(tx, session.id, id)
        })).unwrap();
        let mut people: Vec<_> = found.items.iter().map(|one| one.person_id).collect();
        people.sort_unstable();
        let mut expected = vec![id_of(&known), id_of(&namesake)];
        expected.sort_unstable();
        assert_eq!(people, expected);
        for one in &found.items {
            assert!(one.forprev_number.contains('•') && one.email.as_ref().unwrap().contains('•'), "{one:?}");
        }
        let choose = |session: &Session, person: &forprev_app::Caller| {
            let change = patch(&format!(r#"{{"person_id": "{}"}}"#, id_of(person)));
            told(world.app.write(&world.gestionnaire, |tx| {
                sessions::update_trainee(tx, session.id, id, session.version, &change)
            }))
        };
        assert_eq!(faults(&choose(&session, &stranger).unwrap_err()), ["field.reference /person_id"]);
        let session = choose(&session, &known).unwrap();
        assert_eq!(about_trainees(&session), Vec::<String>::new());
        assert_eq!(session.trainees[0].person_id, Some(id_of(&known)));
        // Whose name is corrected is no longer that person.
        let change = patch(r#"{"first_name": "Jeanne"}"#);
        let session = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_trainee(tx, session.id, id, session.version, &change)
        })).unwrap();
        assert_eq!(session.trainees[0].person_id, None);
        assert_eq!(about_trainees(&session), ["trainee.identity_incomplete /trainees/0/email"]);
    }

    fn c4_an_address_or_number_of_another_identity(world) {
        let known = world.person("Martin", "Anne", vec![]);
        let Some(person) = known.actor.person() else { unreachable!() };
        let number = person.forprev_number.to_string();
        let email = world.write(|tx| Ok(forprev_store::person::find(tx.conn, id_of(&known))?.email.unwrap()));
        let with = |name: &str, number: Option<&str>, email: Option<&str>| {
            let mut one = trainee(name, "Anne", "1980-05-17");
            one.forprev_number = number.map(str::to_owned);
            one.email = email.map(str::to_owned);
            about_trainees(&world.create(&world.gestionnaire, &of_formateurs(world, one)).unwrap())
        };
        assert_eq!(with("MARTIN", Some(&number), Some(email.as_str())), Vec::<String>::new());
        assert_eq!(
            with("Durand", Some(&number), Some(&email.as_str().to_uppercase())),
            ["trainee.unknown_person /trainees/0/email", "trainee.unknown_person /trainees/0/forprev_number"]
        );
        assert_eq!(with("Durand", Some("ZZZ99999"), None), ["field.reference /trainees/0/forprev_number"]);
        assert_eq!(with("Durand", None, Some("new@test.example")), Vec::<String>::new());
    }

    fn c4_nobody_is_offered_for_an_acteur(world) {
        world.person("Arnaud", "Camille", vec![]);
        let session = world.draft();
        let one = session.trainees[0].id;
        let found = told(world.app.read(&world.gestionnaire, |tx| {
            sessions::list_trainee_candidates(tx, session.id, one)
        })).unwrap();
        assert!(found.items.is_empty());
        let submitted = world.submit(&world.gestionnaire, &session).unwrap();
        let answer = told(world.app.read(&world.lead, |tx| {
            sessions::list_trainee_candidates(tx, submitted.id, submitted.trainees[0].id)
        }));
        assert_eq!(refused(answer), code(403, "forbidden"));
    }
}
