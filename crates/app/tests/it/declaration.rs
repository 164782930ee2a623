//! Drafts: what may be stored, what is told of it, and what is refused at once.

use crate::{both, cast::*};
use forprev_app::sessions;
use forprev_core::{
    id::{HabilitationId, PlatformId},
    session::{NewPlace, NewSession, SessionPatch, State},
};
use forprev_store as store;
use uuid::Uuid;

fn patch(json: &str) -> SessionPatch {
    serde_json::from_str(json).unwrap()
}

both! {
    fn a_draft_needs_only_its_habilitation(world) {
        let bare = NewSession { habilitation_id: world.acteurs.to_string(), ..NewSession::default() };
        let session = world.create(&world.gestionnaire, &bare).unwrap();
        assert_eq!((session.state, session.version, session.level), (State::Draft, 1, 1));
        assert!(violations(&session).contains(&"field.required /ends_on".to_owned()));
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), session);
        assert!(!session.actions.results.allowed && session.actions.edit.allowed);
    }

    fn a_whole_session_breaks_no_rule_and_reads_as_it_was_written(world) {
        let mut new = world.new_session("2026-08-31");
        new.starts_on = Some("2026-08-30".into());
        new.external_ref = Some(" R-42 ".into());
        new.trainees[0].last_name = "  Œuvrard ".into();
        let session = world.create(&world.gestionnaire, &new).unwrap();
        assert_eq!(violations(&session), Vec::<String>::new());
        assert_eq!(session.trainees[0].last_name, "Œuvrard");
        assert_eq!(session.external_ref.as_deref(), Some("R-42"));
        assert_eq!(session.formateurs[0].last_name, "Lebrun");
        assert_eq!(session.declared_by.as_ref().unwrap().last_name, "Garnier");
        assert_eq!(session.readable_until, day("2026-12-15"));
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), session);
        let departement = world.write(|tx| Ok(store::session::find(tx.conn, session.id, tx.today)?.departement));
        assert_eq!(departement.as_deref(), Some("44"));
    }

    fn what_is_wrong_in_shape_is_told_at_once_and_nothing_is_stored(world) {
        let mut new = world.new_session("2026-02-30");
        new.trainees[1].last_name = "a".repeat(81);
        new.trainees[2].birth_date = String::new();
        let problem = world.create(&world.gestionnaire, &new).unwrap_err();
        assert_eq!(problem.status, 422);
        assert_eq!(
            faults(&problem),
            ["field.date /ends_on", "field.too_long /trainees/1/last_name", "field.required /trainees/2/birth_date"]
        );
        let query = forprev_core::query::SessionQuery::default();
        let page = told(world.app.read(&world.gestionnaire, |tx| sessions::list_sessions(tx, &query))).unwrap();
        assert_eq!(page.total, 0);
    }

    fn the_habilitation_of_somebody_else_is_not_found(world) {
        let theirs = HabilitationId::new(Uuid::now_v7());
        world.add_habilitation(theirs, world.other, "SST", 1, "2026-01-01", "2028-12-31");
        for habilitation in [theirs.to_string(), Uuid::now_v7().to_string()] {
            let new = NewSession { habilitation_id: habilitation, ..world.new_session("2026-08-31") };
            assert_eq!(refused(world.create(&world.gestionnaire, &new)), code(404, "not_found"));
        }
        let delegataire = world.person("Dubois", "Denis", vec![delegataire_of(world.organisation, &[world.formateurs])]);
        assert_eq!(refused(world.create(&delegataire, &world.new_session("2026-08-31"))), code(404, "not_found"));
        let idle = world.person("Dubois", "Irène", vec![delegataire_of(world.organisation, &[])]);
        assert_eq!(refused(world.create(&idle, &world.new_session("2026-08-31"))), code(403, "delegation.none"));
        assert_eq!(refused(world.create(&world.lead, &world.new_session("2026-08-31"))), code(403, "forbidden"));
    }

    fn a_system_declares_with_its_scope_alone(world) {
        let system = world.system(&["sessions:write"]);
        let session = world.create(&system, &world.new_session("2026-08-31")).unwrap();
        assert_eq!((session.declared_by.clone(), session.trainees.len()), (None, 4));
        let submitted = world.submit(&system, &session).unwrap();
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap().state, submitted.state);
        let reader = world.system(&["sessions:read"]);
        assert_eq!(refused(world.create(&reader, &world.new_session("2026-08-31"))), code(403, "forbidden"));
        assert!(world.read(&reader, &session).is_ok());
    }

    fn s15_of_an_acteur_nothing_more_is_ever_stored(world) {
        let mut new = world.new_session("2026-08-31");
        new.trainees[0].email = Some("a@example.fr".into());
        new.trainees[1].forprev_number = Some("ABC00001".into());
        let problem = world.create(&world.gestionnaire, &new).unwrap_err();
        assert_eq!(
            faults(&problem),
            ["trainee.field_not_allowed /trainees/0/email", "trainee.field_not_allowed /trainees/1/forprev_number"]
        );
        let session = world.draft();
        let mut trainees = NewSession::from(&session).trainees;
        trainees[3].email = Some("d@example.fr".into());
        let change = SessionPatch { trainees: Some(trainees), ..SessionPatch::default() };
        let answer = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, session.id, session.version, &change)
        }));
        assert_eq!(faults(&answer.unwrap_err()), ["trainee.field_not_allowed /trainees/3/email"]);
        let kept = world.write(|tx| Ok(store::trainee::of_session(tx.conn, session.id)?));
        assert!(kept.iter().all(|one| one.email.is_none() && one.forprev_number.is_none() && one.person_id.is_none()));
    }

    fn the_platform_chosen_fills_what_is_blank(world) {
        let platform = PlatformId::new(Uuid::now_v7());
        let row = store::habilitation::PlatformRow {
            id: platform,
            habilitation_id: world.acteurs,
            name: "Plateau technique".into(),
            address: "3 quai de la Fosse".into(),
            postal_code: "01200".into(),
            city: "Valserhône".into(),
            insee_code: "01033".into(), kind: None };
        world.write(|tx| Ok(store::habilitation::insert_platform(tx.conn, row.clone())?));
        let at = |platform: String, name: &str| NewSession {
            place: Some(NewPlace { name: name.into(), platform_id: Some(platform), ..NewPlace::default() }),
            ..world.new_session("2026-08-31")
        };
        let session = world.create(&world.gestionnaire, &at(platform.to_string(), "Salle 2")).unwrap();
        let place = session.place.clone().unwrap();
        assert_eq!((place.name.as_str(), place.city.as_str()), ("Salle 2", "Valserhône"));
        assert_eq!(place.insee_code.as_deref(), Some("01033"));
        assert_eq!(violations(&session), Vec::<String>::new());
        let problem = world.create(&world.gestionnaire, &at(Uuid::now_v7().to_string(), "")).unwrap_err();
        assert_eq!(faults(&problem), ["field.reference /place/platform_id"]);
    }

    fn o1_a_postal_code_in_two_departements_needs_its_commune(world) {
        let at = |postal_code: &str, insee_code: Option<&str>| {
            let mut new = world.new_session("2026-08-31");
            let place = new.place.as_mut().unwrap();
            place.postal_code = postal_code.into();
            place.insee_code = insee_code.map(str::to_owned);
            violations(&world.create(&world.gestionnaire, &new).unwrap())
        };
        assert_eq!(at("01200", None), ["address.commune_ambiguous /place/insee_code"]);
        assert_eq!(at("01200", Some("74109")), Vec::<String>::new());
        assert_eq!(at("01200", Some("44109")), ["address.commune_ambiguous /place/insee_code"]);
        // Several communes of one département: which one is not asked.
        assert_eq!(at("01090", None), Vec::<String>::new());
        assert_eq!(at("44099", None), ["address.unknown_commune /place/postal_code"]);
    }

    fn a_change_replaces_clears_and_leaves(world) {
        let session = world.draft();
        let change = patch(r#"{"kind": null, "ends_on": "2026-09-15", "external_ref": "X"}"#);
        let changed = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, session.id, session.version, &change)
        })).unwrap();
        assert_eq!((changed.kind, changed.version), (None, 2));
        assert_eq!(changed.ends_on, Some(day("2026-09-15")));
        assert_eq!(changed.readable_until, day("2026-12-30"));
        assert_eq!(changed.trainees, session.trainees);
        assert_eq!(violations(&changed), ["field.required /kind"]);
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), changed);
    }

    fn a_trainee_sent_with_an_id_stays_the_same_one(world) {
        let session = world.draft();
        let mut trainees = NewSession::from(&session).trainees;
        trainees.swap(0, 3);
        trainees[0].first_name = "Dominique".into();
        trainees.remove(1);
        trainees.push(trainee("Nouveau", "Noël", "1991-01-01"));
        let change = SessionPatch { trainees: Some(trainees.clone()), ..SessionPatch::default() };
        let changed = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, session.id, 1, &change)
        })).unwrap();
        assert_eq!(changed.trainees[0].id, session.trainees[3].id);
        assert_eq!(changed.trainees[0].first_name, "Dominique");
        assert_eq!(changed.trainees[1].id, session.trainees[2].id);
        let ids: Vec<_> = session.trainees.iter().map(|one| one.id).collect();
        assert!(!ids.contains(&changed.trainees[3].id));
        // An identifier of another session, or twice the same, is nobody's.
        let other = world.draft();
        for (place, id) in [(0, other.trainees[0].id), (1, changed.trainees[0].id)] {
            let mut wrong = NewSession::from(&changed).trainees;
            wrong[place].id = Some(id.to_string());
            let change = SessionPatch { trainees: Some(wrong), ..SessionPatch::default() };
            let answer = told(world.app.write(&world.gestionnaire, |tx| {
                sessions::update_session(tx, session.id, 2, &change)
            }));
            assert_eq!(faults(&answer.unwrap_err()), [format!("field.reference /trainees/{place}/id")]);
        }
    }

    fn answers_come_in_their_order(world) {
        let session = world.submitted();
        let update = |by: &forprev_app::Caller, version: i64, json: &str| {
            let change = patch(json);
            refused(told(world.app.write(by, |tx| sessions::update_session(tx, session.id, version, &change))))
        };
        let stranger = world.person("Petit", "Hors", vec![gestionnaire_of(world.other)]);
        // 422 by shape before 404, 404 before 403, 403 before 409, 409 before 412.
        assert_eq!(update(&stranger, 9, r#"{"ends_on": "2026-02-30"}"#), code(422, "field.date"));
        assert_eq!(update(&stranger, 9, "{}"), code(404, "not_found"));
        assert_eq!(update(&world.lead, 9, "{}"), code(403, "forbidden"));
        assert_eq!(update(&world.gestionnaire, 9, "{}"), code(409, "session.state"));
        let draft = world.draft();
        let change = patch(r#"{"habilitation_id": "01890a5d-ac96-774b-bcce-b302099a8057"}"#);
        let stale = told(world.app.write(&world.gestionnaire, |tx| sessions::update_session(tx, draft.id, 9, &change)));
        assert_eq!(refused(stale), code(412, "version.stale"));
        let lost = told(world.app.write(&world.gestionnaire, |tx| sessions::update_session(tx, draft.id, 1, &change)));
        assert_eq!(refused(lost), code(404, "not_found"));
        // What was refused changed nothing, not even the version.
        assert_eq!(world.read(&world.gestionnaire, &draft).unwrap(), draft);
    }

    fn a_dry_run_tells_and_writes_nothing(world) {
        let new = world.new_session("2026-07-30");
        let session = told(world.app.dry_run(&world.gestionnaire, |tx| sessions::create_session(tx, &new))).unwrap();
        assert_eq!(violations(&session), ["session.window.too_late /ends_on"]);
        assert_eq!(refused(world.read(&world.gestionnaire, &session)), code(404, "not_found"));
        // A step that would be refused is told with what refuses it, and with the session as it stays.
        let session = world.create(&world.gestionnaire, &new).unwrap();
        let submit = || told(world.app.dry_run(&world.gestionnaire, |tx| sessions::submit_session(tx, session.id, None)));
        assert_eq!(submit().unwrap(), session);
        let fine = world.draft();
        let submitted = told(world.app.dry_run(&world.gestionnaire, |tx| sessions::submit_session(tx, fine.id, None)));
        assert_eq!(submitted.unwrap().state, State::Submitted);
        assert_eq!(world.read(&world.gestionnaire, &fine).unwrap(), fine);
    }

    fn s1_too_early_too_late_and_closed_are_told(world) {
        for (end, expected) in [
            ("2026-12-01", "session.window.too_early /ends_on"),
            ("2026-07-30", "session.window.too_late /ends_on"),
            ("2026-05-30", "session.closed /ends_on"),
        ] {
            let session = world.create(&world.gestionnaire, &world.new_session(end)).unwrap();
            assert_eq!(violations(&session), [expected], "{end}");
            // Even one that closed long ago can be read, and its end corrected.
            assert_eq!(refused(world.submit(&world.gestionnaire, &session)).0, 422, "{end}");
        }
    }
}
