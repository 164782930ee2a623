//! S12: all or none, once. C8: what is counted with it.

use super::*;
use crate::both;
use forprev_core::session::{NewPlace, SessionKind, State};

fn statistics(world: &World) -> Vec<store::statistic::Row> {
    world.write(|tx| Ok(store::statistic::all(tx.conn)?))
}

/// What is counted of an SST session in Nantes that ended in August.
fn counted(world: &World, sessions: i64, trainees: i64, certified: i64) -> store::statistic::Row {
    let caisse = world.write(|tx| Ok(store::organisation::find(tx.conn, world.organisation)?.caisse_code));
    store::statistic::Row {
        month: "2026-08".into(),
        dispositif: "SST".into(),
        level: 1,
        certificate_code: "SST".into(),
        kind: SessionKind::Initial,
        departement: "44".into(),
        caisse_code: caisse.unwrap(),
        organisation_id: world.organisation,
        sessions,
        trainees,
        certified,
    }
}

both! {
    fn c8_what_is_counted_stands_in_one_row_of_its_dimensions(world) {
        let first = verified(world, &world.new_session("2026-08-31"), &[2]);
        assert_eq!(statistics(world), [], "nothing before the certificates");
        generate(world, &world.gestionnaire, &first).unwrap();
        assert_eq!(statistics(world), [counted(world, 1, 4, 3)]);
        // A day of the same month, in the same place: the same cell; generated in another month.
        let mut second = world.new_session("2026-08-01");
        second.trainees.push(trainee("Étienne", "Camille", "1990-04-02"));
        let second = verified(world, &second, &[]);
        world.on("2026-10-02");
        generate(world, &world.gestionnaire, &second).unwrap();
        assert_eq!(statistics(world), [counted(world, 2, 9, 8)]);
        generate(world, &world.gestionnaire, &second).unwrap();
        assert_eq!(statistics(world), [counted(world, 2, 9, 8)], "a repeated generation counts nothing");
        // Elsewhere, a MAC: a cell of its own. The caisse is that of the organisation, not of the place (H10).
        let mut third = world.new_session("2026-09-30");
        third.kind = Some("mac".into());
        third.place = Some(NewPlace { postal_code: "33000".into(), city: "Bordeaux".into(), ..third.place.unwrap() });
        let third = verified(world, &third, &[]);
        generate(world, &world.gestionnaire, &third).unwrap();
        let elsewhere = store::statistic::Row {
            month: "2026-09".into(),
            kind: SessionKind::Mac,
            departement: "33".into(),
            ..counted(world, 1, 4, 4)
        };
        assert_eq!(statistics(world), [counted(world, 2, 9, 8), elsewhere]);
    }

    fn s12_nobody_passed_is_certified_with_none_and_counted(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[0, 1, 2, 3]);
        let (status, made) = generate(world, &world.gestionnaire, &session).unwrap();
        assert_eq!((status, made.items.len()), (201, 0));
        assert_eq!(statistics(world), [counted(world, 1, 4, 0)]);
        let read = world.read(&world.gestionnaire, &session).unwrap();
        assert_eq!((read.state, read.readable_until), (State::Certified, day("2026-09-15")));
        let (status, again) = generate(world, &world.gestionnaire, &session).unwrap();
        assert_eq!((status, again.items.len()), (200, 0));
        let zip = told(world.app.write(&world.gestionnaire, |tx| certificates::get_certificates_zip(tx, session.id)));
        assert_eq!(refused(zip), code(404, "not_found"), "there is no file of none");
    }

    fn s12_who_failed_gets_none(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[1]);
        let (_, made) = generate(world, &world.gestionnaire, &session).unwrap();
        let holders: Vec<_> = made.items.iter().map(|one| one.trainee_id).collect();
        assert_eq!(holders, [0, 2, 3].map(|place: usize| session.trainees[place].id));
        let kept = world.write(|tx| Ok(store::certificate::of_session(tx.conn, session.id)?));
        assert!(kept.iter().all(|(_, document)| document.trainee_id != Some(session.trainees[1].id)));
        assert_eq!(kept.len(), 3);
    }

    fn s12_a_repeated_generation_gives_the_same_also_when_one_person_may_no_longer_sign_twice(world) {
        let (both, session) = verified_by_its_declarer(world);
        let (status, first) = generate(world, &both, &session).unwrap();
        assert_eq!(status, 201);
        from_day(world, "2026-09-01", "same_person_may_sign_twice", false);
        for day in ["2026-08-31", "2026-09-01", "2026-09-15"] {
            world.on(day);
            for by in [&both, &world.gestionnaire] {
                let before = rows(world);
                let (status, again) = generate(world, by, &session).unwrap();
                assert_eq!((status, numbers(&again)), (200, numbers(&first)), "{day}");
                let written: Vec<_> = rows(world).into_iter().filter(|(table, now)| before[table] != *now).collect();
                assert!(written.is_empty(), "{day}: {written:?}");
            }
        }
        world.on("2026-09-16");
        assert_eq!(refused(generate(world, &both, &session)), code(404, "not_found"), "S14");
    }
}
