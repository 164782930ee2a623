//! C4: what a successful formateur trainee gets, or keeps.

use super::*;
use crate::both;
use forprev_core::actor::{Profile, ProfileKind};

fn profiles(world: &World, person: forprev_core::id::PersonId) -> Vec<ProfileKind> {
    world
        .write(|tx| Ok(store::profile::of_person(tx.conn, person)?))
        .into_iter()
        .map(|one| one.kind)
        .collect()
}

/// Each line of the outbox to this person as `kind payload`, and whether it goes with the session.
fn told_to(world: &World, person: forprev_core::id::PersonId) -> Vec<(String, bool)> {
    let waiting = world.write(|tx| Ok(store::outbox::waiting_for(tx.conn, person)?));
    waiting
        .into_iter()
        .map(|one| (format!("{} {}", one.kind, one.payload.0), one.session_id.is_some()))
        .collect()
}

both! {
    fn c4_a_newcomer_gets_an_account_a_number_a_qualification_and_a_profile(world) {
        let session = verified(world, &of_formateurs(world, "initial", newcomers()), &[4]);
        assert!(person_of(world, "nouveau-0@test.example").is_none(), "no account before the certificates");
        let (status, made) = generate(world, &world.gestionnaire, &session).unwrap();
        assert_eq!((status, made.items.len()), (201, 4));
        let mut given = std::collections::HashSet::new();
        for (place, certificate) in made.items.iter().enumerate() {
            let person = person_of(world, &format!("nouveau-{place}@test.example")).unwrap();
            assert!(given.insert(person.forprev_number.to_string()), "a number is one person's");
            assert_eq!((person.birth_date, person.password_hash.as_ref(), person.onboarded_at), (Some(day("1990-04-02")), None, None));
            assert_eq!(person.last_name, session.trainees[place].last_name);
            // 36 months from the end; C1.
            let held = qualifications(world, person.id);
            assert_eq!(held.len(), 1);
            assert_eq!((held[0].certificate_code.as_str(), held[0].obtained_on, held[0].valid_until), ("FORM_SST", day("2026-08-31"), Some(day("2029-08-30"))));
            assert_eq!(held[0].certificate_number.as_ref(), Some(&certificate.number));
            assert_eq!(profiles(world, person.id), [ProfileKind::Formateur]);
            // The mail with their first password outlives the session.
            let [(told, with_session)] = told_to(world, person.id).try_into().unwrap();
            assert!(told.starts_with("account.opened {\"link\":") && told.ends_with("\"page\":\"lien\"}"), "{told}");
            assert!(!with_session);
            let kept = world.write(|tx| Ok(store::certificate::find(tx.conn, &certificate.number)?.unwrap()));
            assert_eq!((kept.person_id, certificate.valid_until), (Some(person.id), Some(day("2029-08-30"))));
        }
        assert!(person_of(world, "nouveau-4@test.example").is_none(), "who failed gets no account");
        // They may lead a session of acteurs from that day on.
        let first = as_caller(world, &person_of(world, "nouveau-0@test.example").unwrap());
        let mut next = world.new_session("2026-08-31");
        next.formateurs[0].forprev_number = number_of(&first);
        next.trainees = ["Un", "Deux", "Trois", "Quatre"].iter().map(|name| trainee(name, "X", "1990-01-01")).collect();
        assert_eq!(violations(&world.create(&world.gestionnaire, &next).unwrap()), Vec::<String>::new());
    }

    fn c4_who_has_an_account_keeps_it_with_its_number(world) {
        let by_number = world.person("Arnaud", "Camille", vec![]);
        let by_email = world.person("Bernard", "Camille", vec![]);
        let chosen = world.person("Collet", "Camille", vec![]);
        let formateur = world.person("Dupuis", "Camille", vec![]);
        world.write(|tx| {
            let id = uuid::Uuid::now_v7().to_string();
            let row = store::profile::Row::new(id, id_of(&formateur), ProfileKind::Formateur, tx.now.into());
            Ok(store::profile::insert(tx.conn, row)?)
        });
        world.qualification(&formateur, "FORM_SST", "2023-10-01", "2026-09-30");
        let before = |who: &Caller| world.write(|tx| Ok(store::person::find(tx.conn, id_of(who))?));
        let accounts: Vec<_> = [&by_number, &by_email, &chosen, &formateur].map(before).to_vec();
        let of = |place: usize| trainee(["Arnaud", "Bernard", "Collet", "Dupuis"][place], "Camille", "1980-05-17");
        let email = |place: usize| Some(accounts[place].email.as_ref().unwrap().as_str().to_uppercase());
        let trainees = vec![
            NewTrainee { forprev_number: Some(number_of(&by_number)), ..of(0) },
            NewTrainee { email: email(1), ..of(1) },
            NewTrainee { person_id: Some(id_of(&chosen).to_string()), ..of(2) },
            NewTrainee { email: email(3), forprev_number: Some(number_of(&formateur)), ..of(3) },
            with_email("Étienne", "nouveau@test.example"),
        ];
        let session = verified(world, &of_formateurs(world, "mac", trainees), &[]);
        let (_, made) = generate(world, &world.gestionnaire, &session).unwrap();
        for (place, before) in accounts.iter().enumerate() {
            let after = world.write(|tx| Ok(store::person::find(tx.conn, before.id)?));
            assert_eq!((&after.forprev_number, &after.email, &after.onboarded_at), (&before.forprev_number, &before.email, &before.onboarded_at));
            assert_eq!(profiles(world, before.id), [ProfileKind::Formateur], "one, whether they had it or not");
            assert_eq!(told_to(world, before.id), [], "no account was opened");
            let held = qualifications(world, before.id);
            let newest = held.last().unwrap();
            assert_eq!(newest.certificate_number.as_ref(), Some(&made.items[place].number));
        }
        // A MAC that ends before the old expiry starts the new period on its end; the old one is not touched.
        let days: Vec<_> = qualifications(world, id_of(&formateur)).into_iter().map(|one| (one.obtained_on, one.valid_until.unwrap())).collect();
        assert_eq!(days, [(day("2023-10-01"), day("2026-09-30")), (day("2026-08-31"), day("2029-08-30"))]);
    }

    fn c4_two_trainees_cannot_share_a_new_address(world) {
        let mut trainees = newcomers();
        trainees[3].email = Some("NOUVEAU-1@test.example".into());
        let session = world.create(&world.gestionnaire, &of_formateurs(world, "initial", trainees)).unwrap();
        assert_eq!(violations(&session), ["trainee.unknown_person /trainees/3/email"]);
        assert_eq!(faults(&world.submit(&world.gestionnaire, &session).unwrap_err()), violations(&session));
    }

    fn c4_an_address_that_became_somebody_elses_meanwhile_gives_nothing_to_them(world) {
        let session = verified(world, &of_formateurs(world, "initial", newcomers()), &[]);
        let stranger = world.person("Tout", "Autre", vec![Profile::alone(ProfileKind::Demandeur)]);
        let key = "nouveau-2@test.example";
        execute(world, &format!("UPDATE person SET email = '{key}', email_key = '{key}' WHERE id = '{}'", id_of(&stranger)));
        let before = rows(world);
        assert_eq!(refused(generate(world, &world.gestionnaire, &session)), code(422, "trainee.unknown_person"));
        assert_eq!(rows(world), before, "none of the five got anything");
    }
}
