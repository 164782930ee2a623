//! S14: what is served no more, although it is still in the base; and that nobody keeps a session for ever.

use crate::{both, cast::*};
use forprev_app::{Answer, Caller, IdempotencyKey, certificates, sessions};
use forprev_core::{
    problem::Problem,
    session::{Session, SessionPatch},
};
use forprev_store as store;

fn key(world: &World, route: &str, key: &str) -> IdempotencyKey {
    IdempotencyKey::new(&world.app, route.into(), key.into(), b"{}")
}

/// A trainee more, once under this key.
fn add(world: &World, by: &Caller, session: &Session, name: &str) -> Result<Session, Problem> {
    let key = key(world, &format!("add_trainee {}", session.id), "k");
    let one = trainee(name, "Camille", "1990-04-02");
    told(world.app.write_once(by, Some(&key), |tx| {
        Ok(Answer::created(sessions::add_trainee(tx, session.id, None, &one)?).about_session(session.id))
    }))
    .map(|answer| answer.body)
}

fn move_end(world: &World, session: &Session, end: &str) -> Session {
    let change = SessionPatch { ends_on: Some(Some(end.into())), ..SessionPatch::default() };
    told(
        world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, session.id, session.version, &change)
        }),
    )
    .unwrap()
}

both! {
    fn s14_an_answer_that_was_kept_is_not_given_after_the_last_day(world) {
        // Never certified: closes on 30 November, is read through 15 December.
        let draft = world.draft();
        world.app.clock.set("2026-12-15T20:00:00Z".parse().unwrap());
        let first = add(world, &world.gestionnaire, &draft, "Nouveau").unwrap();
        assert_eq!(first.trainee_count, 5);
        world.app.clock.set("2026-12-15T22:30:00Z".parse().unwrap());
        assert_eq!(add(world, &world.gestionnaire, &draft, "Nouveau").unwrap(), first, "the same answer again");
        // Three hours after it was kept, and before any purge.
        world.app.clock.set("2026-12-15T23:30:00Z".parse().unwrap());
        assert_eq!(refused(add(world, &world.gestionnaire, &draft, "Nouveau")), code(404, "not_found"));
        forprev_app::jobs::purge::run(&world.app).unwrap();
        assert_eq!(refused(add(world, &world.gestionnaire, &draft, "Nouveau")), code(404, "not_found"));
    }

    fn s14_certificates_that_were_told_once_are_not_told_after_the_last_day(world) {
        let verified = world.verified();
        let again = || {
            let key = key(world, &format!("generate_certificates {}", verified.id), "k");
            told(world.app.write_once(&world.gestionnaire, Some(&key), |tx| certificates::generate_certificates(tx, verified.id)))
        };
        told(world.app.write(&world.gestionnaire, |tx| certificates::generate_certificates(tx, verified.id))).unwrap();
        world.app.clock.set("2026-09-15T21:30:00Z".parse().unwrap());
        assert_eq!(again().unwrap().body.items.len(), 4);
        world.app.clock.set("2026-09-15T22:30:00Z".parse().unwrap());
        assert_eq!(refused(again().map(|_| ())), code(404, "not_found"));
    }

    fn s9_an_answer_that_was_kept_is_not_given_to_who_lost_the_right(world) {
        let draft = world.draft();
        add(world, &world.gestionnaire, &draft, "Nouveau").unwrap();
        let mut former = world.gestionnaire.clone();
        let forprev_core::actor::Actor::Person(person) = &mut former.actor else { unreachable!() };
        person.profiles = vec![gestionnaire_of(world.other)];
        assert_eq!(refused(add(world, &former, &draft, "Nouveau")), code(404, "not_found"));
    }

    fn s14_moving_the_end_again_and_again_does_not_keep_a_draft_longer(world) {
        let draft = world.draft();
        assert_eq!(draft.readable_until, day("2026-12-15"));
        // A year that was mistyped: what was typed stays for fifteen days.
        let mut moved = move_end(world, &draft, "2016-08-31");
        assert_eq!(moved.readable_until, day("2026-09-15"));
        for (today, end) in [("2026-09-05", "2016-08-30"), ("2026-09-10", "2017-01-01"), ("2026-09-15", "2015-05-05")] {
            world.on(today);
            moved = move_end(world, &moved, end);
            assert_eq!(moved.readable_until, day("2026-09-15"), "moved on {today}");
        }
        world.on("2026-09-16");
        assert_eq!(refused(world.read(&world.gestionnaire, &moved)), code(404, "not_found"));
        assert_eq!(forprev_app::jobs::purge::run(&world.app).unwrap().sessions, 1);
        let left = world.write(|tx| Ok(store::trainee::of_session(tx.conn, draft.id)?));
        assert!(left.is_empty());
    }

    fn s14_an_end_that_is_put_right_counts_again(world) {
        let moved = move_end(world, &world.draft(), "2016-08-31");
        world.on("2026-09-15");
        let right = move_end(world, &moved, "2026-09-01");
        assert_eq!(right.readable_until, day("2026-12-16"));
    }
}
