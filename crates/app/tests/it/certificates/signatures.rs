//! S13: two acts, two signatures, of one content.

use super::*;
use crate::both;
use forprev_core::session::State;

both! {
    fn s13_what_was_changed_since_it_was_verified_is_not_certified(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[1]);
        let (id, one) = (session.id, session.trainees[1].id);
        let second = number_of(&world.second);
        for (statement, back) in [
            (format!("UPDATE trainee SET outcome = 'passed' WHERE id = '{one}'"), format!("UPDATE trainee SET outcome = 'failed' WHERE id = '{one}'")),
            (format!("UPDATE trainee SET last_name = 'Bernart' WHERE id = '{one}'"), format!("UPDATE trainee SET last_name = 'Bernard' WHERE id = '{one}'")),
            (format!("UPDATE trainee SET birth_date = '1990-04-03' WHERE id = '{one}'"), format!("UPDATE trainee SET birth_date = '1990-04-02' WHERE id = '{one}'")),
            (format!("UPDATE session SET ends_on = '2026-08-30', ends_sort = '2026-08-30' WHERE id = '{id}'"), format!("UPDATE session SET ends_on = '2026-08-31', ends_sort = '2026-08-31' WHERE id = '{id}'")),
            (format!("UPDATE session SET kind = 'mac' WHERE id = '{id}'"), format!("UPDATE session SET kind = 'initial' WHERE id = '{id}'")),
            (format!("UPDATE session SET place_city = 'Rezé' WHERE id = '{id}'"), format!("UPDATE session SET place_city = 'Nantes' WHERE id = '{id}'")),
            (
                format!("UPDATE session_formateur SET forprev_number = '{second}' WHERE session_id = '{id}'"),
                format!("UPDATE session_formateur SET forprev_number = '{}' WHERE session_id = '{id}'", number_of(&world.lead)),
            ),
        ] {
            execute(world, &statement);
            let before = rows(world);
            let answer = refused(generate(world, &world.gestionnaire, &session));
            assert_eq!(answer, code(403, "double_validation.content_changed"), "{statement}");
            assert_eq!(rows(world), before, "{statement}");
            execute(world, &back);
        }
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201);
    }

    fn s13_each_act_records_who_when_and_what(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        world.on("2026-09-02");
        generate(world, &world.gestionnaire, &session).unwrap();
        let row = world.write(|tx| Ok(store::session::find(tx.conn, session.id, tx.today)?));
        assert_eq!((row.verified_by, row.certified_by), (Some(id_of(&world.lead)), Some(id_of(&world.gestionnaire))));
        assert_eq!((row.certified_on, row.certified_at.map(|at| at.utc())), (Some(day("2026-09-02")), Some(world.app.now())));
        assert!(row.verified_at.unwrap().utc() < row.certified_at.unwrap().utc());
        assert_eq!(row.verified_mac, row.certified_mac, "of one content, under the session's own key");
        let other = verified(world, &world.new_session("2026-08-31"), &[]);
        let other = world.write(|tx| Ok(store::session::find(tx.conn, other.id, tx.today)?));
        assert_ne!((&other.mac_key, &other.verified_mac), (&row.mac_key, &row.verified_mac));
    }

    fn s13_one_person_is_refused_where_inrs_forbids_it(world) {
        let (both, session) = verified_by_its_declarer(world);
        from_day(world, "2026-08-31", "same_person_may_sign_twice", false);
        let before = rows(world);
        assert_eq!(refused(generate(world, &both, &session)), code(403, "double_validation.same_person"));
        assert_eq!(rows(world), before);
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201, "another person may");
    }

    fn s13_a_system_never_verifies_and_generates_where_inrs_and_its_scopes_permit(world) {
        let scopes = ["sessions:read", "sessions:write", "certificates:read", "certificates:write"];
        let (system, reader) = (world.system(&scopes), world.system(&["sessions:read"]));
        let new = world.new_session("2026-08-31");
        let submitted = world.submit(&system, &world.create(&system, &new).unwrap()).unwrap();
        from_day(world, "2026-08-31", "api_client_may_generate", true);
        let never = code(403, "double_validation.client");
        assert_eq!(refused(world.results(&system, &submitted, &everybody_passed(&submitted))), never);
        let returned = told(world.app.write(&system, |tx| {
            forprev_app::sessions::return_session(tx, submitted.id, None, &comment("Non."))
        }));
        assert_eq!(refused(returned), never);
        let session = world.results(&world.lead, &submitted, &everybody_passed(&submitted)).unwrap();
        assert_eq!((session.state, session.verified.is_some()), (State::Verified, true));
        from_day(world, "2026-08-31", "api_client_may_generate", false);
        assert_eq!(refused(generate(world, &system, &session)), never);
        from_day(world, "2026-08-31", "api_client_may_generate", true);
        assert_eq!(refused(generate(world, &reader, &session)).0, 403, "without the scope");
        assert_eq!(generate(world, &system, &session).unwrap().0, 201);
        let row = world.write(|tx| Ok(store::session::find(tx.conn, session.id, tx.today)?));
        assert!(row.certified_by.is_none() && row.certified_by_client.is_some());
    }
}
