//! Who sees what, until when, and what waits for whom.

use crate::{both, cast::*};
use forprev_app::{Caller, sessions};
use forprev_core::{
    actor::{InrsRank, Profile, ProfileKind},
    page::Page,
    query::SessionQuery,
    session::{NewFormateur, SessionRow, State},
    task::TaskKind,
};
use std::collections::HashSet;

fn list(world: &World, by: &Caller, query: &SessionQuery) -> Page<SessionRow> {
    told(world.app.read(by, |tx| sessions::list_sessions(tx, query))).unwrap()
}

fn all(world: &World, by: &Caller) -> Vec<SessionRow> {
    list(world, by, &SessionQuery::default()).items
}

both! {
    fn s5_a_formateur_who_does_not_lead_sees_no_birth_date(world) {
        let mut new = world.new_session("2026-08-31");
        new.external_ref = Some("Dupuis 1990".into());
        new.formateurs.push(NewFormateur { forprev_number: number_of(&world.second), lead: false });
        let draft = world.create(&world.gestionnaire, &new).unwrap();
        assert_eq!(refused(world.read(&world.second, &draft)), code(404, "not_found"));
        assert!(all(world, &world.second).is_empty());
        let submitted = world.submit(&world.gestionnaire, &draft).unwrap();
        let seen = world.read(&world.second, &submitted).unwrap();
        assert_eq!(seen.trainees.len(), 4);
        assert!(seen.trainees.iter().all(|one| one.birth_date.is_none()));
        assert_eq!(seen.external_ref, None);
        assert!(!serde_json::to_string(&seen).unwrap().contains("1990"));
        assert!(!seen.actions.results.allowed);
        assert!(world.read(&world.lead, &submitted).unwrap().trainees.iter().all(|one| one.birth_date.is_some()));
        assert_eq!(all(world, &world.second)[0].external_ref, None);
    }

    fn the_caisse_sees_sessions_without_trainees(world) {
        let draft = world.draft();
        let mut new = world.new_session("2026-08-31");
        new.trainees.truncate(4);
        let submitted = world.submit(&world.gestionnaire, &world.create(&world.gestionnaire, &new).unwrap()).unwrap();
        let caisse = world.write(|tx| {
            Ok(forprev_store::organisation::find(tx.conn, world.organisation)?.caisse_code.unwrap())
        });
        let ours = world.person("Inès", "Instruit", vec![instructeur_of(&caisse)]);
        let theirs = world.person("Ivan", "Instruit", vec![instructeur_of("MARSEILLE")]);
        let seen = world.read(&ours, &submitted).unwrap();
        assert_eq!((seen.trainees.len(), seen.trainee_count), (0, 4));
        assert_eq!(refused(world.read(&ours, &draft)), code(404, "not_found"));
        assert_eq!(all(world, &ours).iter().map(|one| one.id).collect::<Vec<_>>(), [submitted.id]);
        assert_eq!(refused(world.read(&theirs, &submitted)), code(404, "not_found"));
        assert!(all(world, &theirs).is_empty());
    }

    fn inrs_the_cnh_and_strangers_see_none(world) {
        let submitted = world.submitted();
        let inrs = Profile { rank: Some(InrsRank::Administrator), ..Profile::alone(ProfileKind::Inrs) };
        for profile in [inrs, Profile::alone(ProfileKind::Cnh), Profile::alone(ProfileKind::Demandeur), gestionnaire_of(world.other)] {
            let who = world.person("Autre", "Personne", vec![profile]);
            assert_eq!(refused(world.read(&who, &submitted)), code(404, "not_found"));
            assert!(all(world, &who).is_empty());
            assert!(tasks(world, &who).is_empty());
        }
    }

    fn s9_a_delegataire_sees_what_they_declared(world) {
        let profile = delegataire_of(world.organisation, &[world.acteurs]);
        let delegataire = world.person("Dubois", "Denis", vec![profile]);
        let theirs = world.draft();
        let own = world.create(&delegataire, &world.new_session("2026-08-31")).unwrap();
        assert_eq!(all(world, &delegataire).iter().map(|one| one.id).collect::<Vec<_>>(), [own.id]);
        assert_eq!(refused(world.read(&delegataire, &theirs)), code(404, "not_found"));
        assert_eq!(all(world, &world.gestionnaire).len(), 2);
        assert!(world.read(&world.gestionnaire, &own).unwrap().actions.edit.allowed);
    }

    fn a_person_with_several_profiles_sees_the_union_once(world) {
        let profiles = vec![gestionnaire_of(world.organisation), Profile::alone(ProfileKind::Formateur)];
        let both = world.person("Double", "Denise", profiles);
        world.qualification(&both, "FORM_SST", "2026-01-01", "2028-12-31");
        let mut new = world.new_session("2026-08-31");
        new.formateurs[0].forprev_number = number_of(&both);
        let submitted = world.submit(&both, &world.create(&both, &new).unwrap()).unwrap();
        assert_eq!(all(world, &both).iter().map(|one| one.id).collect::<Vec<_>>(), [submitted.id]);
        let kinds: Vec<_> = tasks(world, &both).iter().map(|task| task.kind).collect();
        assert_eq!(kinds, [TaskKind::VerifySession]);
    }

    fn s14_nothing_is_served_after_the_last_day_purged_or_not(world) {
        // Ends on 31 August, closes on 30 November, is read through 15 December.
        let submitted = world.submitted();
        assert_eq!(submitted.readable_until, day("2026-12-15"));
        world.on("2026-12-15");
        assert!(world.read(&world.gestionnaire, &submitted).is_ok());
        assert_eq!(all(world, &world.lead).len(), 1);
        world.on("2026-12-16");
        for who in [&world.gestionnaire, &world.lead] {
            assert_eq!(refused(world.read(who, &submitted)), code(404, "not_found"));
            assert!(all(world, who).is_empty() && tasks(world, who).is_empty());
        }
        let change = forprev_core::session::SessionPatch::default();
        let late = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, submitted.id, submitted.version, &change)
        }));
        assert_eq!(refused(late), code(404, "not_found"));
        assert_eq!(refused(world.submit(&world.gestionnaire, &submitted)), code(404, "not_found"));
    }

    fn s14_a_day_ends_at_midnight_in_paris(world) {
        let submitted = world.submitted();
        // 23:30 UTC in winter is half past midnight in Paris.
        world.app.clock.set("2026-12-15T22:30:00Z".parse().unwrap());
        assert!(world.read(&world.gestionnaire, &submitted).is_ok());
        world.app.clock.set("2026-12-15T23:30:00Z".parse().unwrap());
        assert_eq!(refused(world.read(&world.gestionnaire, &submitted)), code(404, "not_found"));
    }

    fn filters_and_orders(world) {
        let at = |end: &str, reference: &str| {
            let mut new = world.new_session(end);
            new.external_ref = Some(reference.into());
            world.create(&world.gestionnaire, &new).unwrap()
        };
        let (a, b, c) = (at("2026-08-31", "A"), at("2026-09-15", "B"), at("2026-09-20", "C"));
        world.app.clock.advance(chrono::Duration::minutes(1));
        world.submit(&world.gestionnaire, &a).unwrap();
        let found = |query: SessionQuery| -> Vec<_> {
            list(world, &world.gestionnaire, &query).items.iter().map(|one| one.id).collect()
        };
        let ask = SessionQuery::default;
        assert_eq!(found(ask()), [c.id, b.id, a.id]);
        assert_eq!(found(SessionQuery { sort: Some("ends_on".into()), ..ask() }), [a.id, b.id, c.id]);
        assert_eq!(found(SessionQuery { sort: Some("-updated_at".into()), ..ask() })[0], a.id);
        assert_eq!(found(SessionQuery { sort: Some("updated_at".into()), ..ask() })[2], a.id);
        assert_eq!(found(SessionQuery { state: Some("submitted".into()), ..ask() }), [a.id]);
        assert_eq!(found(SessionQuery { end_from: Some("2026-09-15".into()), ..ask() }), [c.id, b.id]);
        assert_eq!(found(SessionQuery { end_to: Some("2026-09-15".into()), ..ask() }), [b.id, a.id]);
        assert_eq!(found(SessionQuery { external_ref: Some("B".into()), ..ask() }), [b.id]);
        assert_eq!(found(SessionQuery { dispositif: Some("PRAP_IBC".into()), ..ask() }), []);
        let organisation = Some(world.other.to_string());
        assert_eq!(found(SessionQuery { organisation_id: organisation, ..ask() }), []);
        let wrong = SessionQuery { cursor: Some("zz".into()), ..ask() };
        let answer = told(world.app.read(&world.gestionnaire, |tx| sessions::list_sessions(tx, &wrong)));
        assert_eq!(refused(answer), code(400, "request.cursor"));
    }

    fn a_cursor_skips_nothing_while_others_come_and_go(world) {
        for sort in ["-ends_on", "ends_on", "-updated_at", "updated_at"] {
            let made: Vec<_> = (0..7).map(|_| world.draft()).collect();
            let (mut seen, mut query) = (HashSet::new(), SessionQuery {
                limit: Some(2),
                sort: Some(sort.into()),
                ..SessionQuery::default()
            });
            let mut gone = made.iter();
            loop {
                let page = list(world, &world.gestionnaire, &query);
                for row in &page.items {
                    assert!(seen.insert(row.id), "{sort}: twice");
                }
                // One that was seen goes, another comes.
                if let Some(session) = gone.find(|one| seen.contains(&one.id)) {
                    told(world.app.write(&world.gestionnaire, |tx| sessions::cancel_session(tx, session.id, 1))).unwrap();
                }
                world.draft();
                match page.next_cursor {
                    Some(next) if seen.len() < 200 => query.cursor = Some(next),
                    _ => break,
                }
            }
            assert!(made.iter().all(|one| seen.contains(&one.id)), "{sort}: one was skipped");
        }
    }

    fn tasks_of_each_step(world) {
        let draft = world.draft();
        let early = world.create(&world.gestionnaire, &world.new_session("2026-09-15")).unwrap();
        let early = world.submit(&world.gestionnaire, &early).unwrap();
        let told = |by: &Caller| -> Vec<_> {
            tasks(world, by).into_iter().map(|task| (session_of(&task), task.kind, task.possible_from, task.due_on)).collect()
        };
        assert_eq!(told(&world.gestionnaire), [(draft.id, TaskKind::SubmitSession, None, Some(day("2026-09-30")))]);
        let verify = (early.id, TaskKind::VerifySession, Some(day("2026-09-15")), Some(day("2026-12-15")));
        assert_eq!(told(&world.lead), [verify]);
        world.on("2026-09-15");
        let verified = world.results(&world.lead, &early, &everybody_passed(&early)).unwrap();
        assert_eq!(verified.state, State::Verified);
        let generate = (early.id, TaskKind::GenerateCertificates, None, Some(day("2026-12-15")));
        assert!(told(&world.gestionnaire).contains(&generate));
        assert!(told(&world.lead).is_empty());
    }
}
