//! Which version of a parameter and of the catalogue counts: the one on `end` (S1, S2, S6), on the day of generation
//! (S14), or today's (S13); and that the list of tasks says what the act then answers.

use super::*;
use crate::both;
use forprev_core::{catalogue::Dated, task::TaskKind};

/// Submits such a session on `today`; what refuses it.
fn submitted_on(world: &World, today: &str, end: &str) -> Vec<String> {
    world.on(today);
    let draft = world.create(&world.gestionnaire, &world.new_session(end)).unwrap();
    world.submit(&world.gestionnaire, &draft).map_or_else(|problem| faults(&problem), |_| Vec::new())
}

both! {
    fn s1_is_judged_by_what_is_in_force_on_the_end(world) {
        from_day(world, "2026-09-16", "declaration_after_months", 2);
        // Today's version would allow it, that of the end does not; and the other way round.
        assert_eq!(submitted_on(world, "2026-10-15", "2026-09-15"), Vec::<String>::new());
        assert_eq!(submitted_on(world, "2026-10-16", "2026-09-15"), ["session.window.too_late /ends_on"]);
        assert_eq!(submitted_on(world, "2026-11-16", "2026-09-16"), Vec::<String>::new());
        assert_eq!(submitted_on(world, "2026-11-17", "2026-09-16"), ["session.window.too_late /ends_on"]);
        // A version that begins between today and the end counts already.
        from_day(world, "2026-11-20", "declaration_before_months", 1);
        assert_eq!(submitted_on(world, "2026-09-01", "2026-11-19"), Vec::<String>::new());
        assert_eq!(submitted_on(world, "2026-10-19", "2026-11-20"), ["session.window.too_early /ends_on"]);
        assert_eq!(submitted_on(world, "2026-10-20", "2026-11-20"), Vec::<String>::new());
    }

    fn s2_is_judged_by_what_is_in_force_on_the_end_and_tasks_say_so(world) {
        let old = verified(world, &world.new_session("2026-08-31"), &[]);
        from_day(world, "2026-09-01", "closing_after_months", 1);
        let mut new = world.new_session("2026-09-01");
        new.trainees.truncate(4);
        let submitted = world.submit(&world.gestionnaire, &world.create(&world.gestionnaire, &new).unwrap()).unwrap();
        world.on("2026-09-01");
        let new = world.results(&world.lead, &submitted, &everybody_passed(&submitted)).unwrap();
        let due: Vec<_> = tasks(world, &world.gestionnaire).into_iter().map(|task| (session_of(&task), task.due_on.unwrap())).collect();
        assert_eq!(due, [(new.id, day("2026-10-01")), (old.id, day("2026-11-30"))]);
        world.on("2026-10-02");
        assert_eq!(refused(generate(world, &world.gestionnaire, &new)), code(422, "session.closed"));
        world.on("2026-11-30");
        assert_eq!(generate(world, &world.gestionnaire, &old).unwrap().0, 201, "on the day that the task named");
    }

    fn s6_is_judged_by_the_catalogue_in_force_on_the_end(world) {
        world.write(|tx| {
            let mut sst = store::catalogue::dispositifs(tx.conn)?.into_iter().find(|one| one.entry.code == "SST").unwrap().entry;
            sst.levels[0].certificates[0].trainees_min = Some(6);
            sst.levels[0].certificates[0].validity_months = Some(12);
            Ok(store::catalogue::add_dispositif(tx.conn, 0, &Dated { holds_from: day("2026-09-02"), entry: sst })?)
        });
        assert_eq!(submitted_on(world, "2026-09-05", "2026-09-02"), ["session.too_few_trainees /trainees"]);
        assert_eq!(submitted_on(world, "2026-09-05", "2026-09-01"), Vec::<String>::new());
        // C1: the length too. Generated when another one is in force.
        world.on("2026-09-01");
        let session = verified(world, &world.new_session("2026-09-01"), &[]);
        world.on("2026-09-05");
        let (_, made) = generate(world, &world.gestionnaire, &session).unwrap();
        assert_eq!(made.items[0].valid_until, Some(day("2028-08-31")));
    }

    fn s8_is_judged_by_what_is_in_force_on_the_end(world) {
        from_day(world, "2026-09-01", "trainee_min_age", 16);
        let on = |end: &str| {
            let mut new = world.new_session(end);
            new.trainees[0].birth_date = "2011-08-31".into();
            violations(&world.create(&world.gestionnaire, &new).unwrap())
        };
        assert_eq!(on("2026-08-31"), Vec::<String>::new());
        assert_eq!(on("2026-09-01"), ["trainee.birth_date /trainees/0/birth_date"]);
    }

    fn s14_is_judged_by_what_is_in_force_on_the_day_of_generation(world) {
        from_day(world, "2026-09-10", "retention_days", 30);
        let before = verified(world, &world.new_session("2026-08-31"), &[]);
        let after = verified(world, &world.new_session("2026-08-31"), &[]);
        world.on("2026-09-09");
        let (_, made) = generate(world, &world.gestionnaire, &before).unwrap();
        assert_eq!(made.items[0].downloadable_until, day("2026-09-24"));
        world.on("2026-09-10");
        let (_, made) = generate(world, &world.gestionnaire, &after).unwrap();
        assert_eq!(made.items[0].downloadable_until, day("2026-10-10"));
        for (session, last, gone) in [(&before, "2026-09-24", "2026-09-25"), (&after, "2026-10-10", "2026-10-11")] {
            world.on(last);
            let read = world.read(&world.gestionnaire, session).unwrap();
            assert_eq!(read.readable_until, day(last));
            let task = tasks(world, &world.gestionnaire).into_iter().find(|task| session_of(task) == session.id).unwrap();
            assert_eq!((task.kind, task.due_on), (TaskKind::DownloadCertificates, Some(day(last))));
            world.on(gone);
            assert_eq!(refused(world.read(&world.gestionnaire, session)), code(404, "not_found"));
        }
    }

    fn s13_is_judged_by_what_is_in_force_today_and_tasks_agree(world) {
        let (both, session) = verified_by_its_declarer(world);
        from_day(world, "2026-09-10", "same_person_may_sign_twice", false);
        from_day(world, "2026-09-20", "same_person_may_sign_twice", true);
        for (today, may) in [("2026-08-31", true), ("2026-09-09", true), ("2026-09-10", false), ("2026-09-19", false), ("2026-09-20", true)] {
            world.on(today);
            let listed = tasks(world, &both).iter().any(|task| task.kind == TaskKind::GenerateCertificates);
            let read = world.read(&both, &session).unwrap();
            let tried = told(world.app.dry_run(&both, |tx| certificates::generate_certificates(tx, session.id)));
            let tried = tried.map(|answer| answer.body.violations.len()).map_err(|problem| problem.code.to_string());
            let expected = if may { Ok(0) } else { Err("double_validation.same_person".to_owned()) };
            assert_eq!((listed, read.actions.generate.allowed, tried), (may, may, expected), "{today}");
        }
        assert_eq!(generate(world, &both, &session).unwrap().0, 201);
    }
}
