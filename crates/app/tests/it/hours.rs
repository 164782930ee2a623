//! The day is that of Paris: in summer it is tomorrow there at 22:30 UTC, in winter at 23:30 UTC. At each rule that
//! counts days, the last half hour before midnight and the first one after.

use crate::{both, cast::*};
use forprev_app::{Caller, Failure, Tx, certificates, sessions};
use forprev_core::{
    problem::{Code, Fault},
    session::{NewSession, Session, State},
    task::TaskKind,
};

fn at(world: &World, instant: &str) {
    world.app.clock.set(instant.parse().unwrap());
}

/// What refuses `act`, which is undone either way.
fn tried<T>(world: &World, by: &Caller, act: impl Fn(&mut Tx<'_>) -> Result<T, Failure>) -> Vec<String> {
    let undone = || Failure::from(Fault::new(Code::Unknown));
    let answer = world.app.write(by, |tx| act(tx).and_then(|_| Err::<(), _>(undone())));
    let found = faults(&told(answer).unwrap_err());
    found.into_iter().filter(|fault| fault != "unknown ").collect()
}

/// A session that was submitted on the day it ended.
fn submitted(world: &World, end: &str) -> Session {
    world.on(end);
    let draft = world.create(&world.gestionnaire, &world.new_session(end)).unwrap();
    world.submit(&world.gestionnaire, &draft).unwrap()
}

const EARLY: &str = "session.window.too_early /ends_on";
const LATE: &str = "session.window.too_late /ends_on";
const CLOSED: &str = "session.closed /ends_on";

both! {
    fn s1_the_first_and_the_last_day_to_declare(world) {
        for (end, instant, refusal) in [
            // From 31 May, in summer, to 30 September.
            ("2026-08-31", "2026-05-30T21:30:00Z", Some(EARLY)),
            ("2026-08-31", "2026-05-30T22:30:00Z", None),
            ("2026-08-31", "2026-05-30T23:30:00Z", None),
            ("2026-08-31", "2026-09-30T21:30:00Z", None),
            ("2026-08-31", "2026-09-30T22:30:00Z", Some(LATE)),
            // From 28 November, in winter.
            ("2027-02-28", "2026-11-27T22:30:00Z", Some(EARLY)),
            ("2027-02-28", "2026-11-27T23:30:00Z", None),
            // To 31 January.
            ("2026-12-31", "2027-01-31T22:30:00Z", None),
            ("2026-12-31", "2027-01-31T23:30:00Z", Some(LATE)),
        ] {
            at(world, instant);
            let draft = world.create(&world.gestionnaire, &world.new_session(end)).unwrap();
            let expected: Vec<_> = refusal.into_iter().collect();
            assert_eq!(violations(&draft), expected, "{end} at {instant}");
            let answer = world.submit(&world.gestionnaire, &draft);
            match answer {
                Ok(submitted) => assert_eq!(submitted.declared_on, Some(world.app.today()), "{instant}"),
                Err(problem) => assert_eq!(faults(&problem), expected, "{end} at {instant}"),
            }
        }
        at(world, "2026-08-31T22:30:00Z");
        assert_eq!(world.app.today(), day("2026-09-01"));
    }

    fn s2_the_first_day_of_results_and_certificates(world) {
        for (end, before, after) in [
            ("2026-08-31", "2026-08-30T21:30:00Z", "2026-08-30T22:30:00Z"),
            ("2026-12-15", "2026-12-14T22:30:00Z", "2026-12-14T23:30:00Z"),
        ] {
            world.on("2026-09-20");
            if end == "2026-08-31" {
                world.on("2026-08-20");
            }
            let draft = world.create(&world.gestionnaire, &world.new_session(end)).unwrap();
            let session = world.submit(&world.gestionnaire, &draft).unwrap();
            let results = everybody_passed(&session);
            let waits = || {
                tasks(world, &world.lead).into_iter().find(|task| session_of(task) == session.id).unwrap()
            };
            at(world, before);
            assert_eq!(faults(&world.results(&world.lead, &session, &results).unwrap_err()), ["results.too_early /ends_on"]);
            assert_eq!((waits().kind, waits().possible_from), (TaskKind::VerifySession, Some(day(end))));
            at(world, after);
            assert_eq!(waits().possible_from, None);
            let verified = world.results(&world.lead, &session, &results).unwrap();
            let generate = |tx: &mut Tx<'_>| certificates::generate_certificates(tx, verified.id);
            at(world, before);
            let told = told(world.app.write(&world.gestionnaire, generate).map(|_| ()));
            assert_eq!(faults(&told.unwrap_err()), ["certificates.too_early /ends_on"]);
            at(world, after);
            assert!(world.app.write(&world.gestionnaire, generate).is_ok());
        }
    }

    fn s2_the_closing_day(world) {
        for (end, before, after) in [
            // 15 September, in summer; 30 November, in winter.
            ("2026-06-15", "2026-09-15T21:30:00Z", "2026-09-15T22:30:00Z"),
            ("2026-08-31", "2026-11-30T22:30:00Z", "2026-11-30T23:30:00Z"),
        ] {
            let returned = submitted(world, end);
            told(world.app.write(&world.lead, |tx| sessions::return_session(tx, returned.id, None, &comment("Non.")))).unwrap();
            let waiting = submitted(world, end);
            let results = everybody_passed(&waiting);
            let verified = submitted(world, end);
            let verified = world.results(&world.lead, &verified, &everybody_passed(&verified)).unwrap();
            for (instant, expected) in [(before, vec![]), (after, vec![CLOSED])] {
                at(world, instant);
                let submission = tried(world, &world.gestionnaire, |tx| sessions::submit_session(tx, returned.id, None));
                assert_eq!(submission, expected, "submission at {instant}");
                let entered = tried(world, &world.lead, |tx| sessions::record_results(tx, waiting.id, None, &results));
                assert_eq!(entered, expected, "results at {instant}");
                let made = tried(world, &world.gestionnaire, |tx| certificates::generate_certificates(tx, verified.id));
                assert_eq!(made, expected, "generation at {instant}");
            }
        }
    }

    fn s8_nobody_is_born_today(world) {
        for (born, before, after) in [
            ("2026-08-31", "2026-08-31T21:30:00Z", "2026-08-31T22:30:00Z"),
            ("2026-12-15", "2026-12-15T22:30:00Z", "2026-12-15T23:30:00Z"),
        ] {
            let refusals = |instant: &str| {
                at(world, instant);
                let mut new = NewSession { ends_on: None, ..world.new_session("2026-08-31") };
                new.trainees[0].birth_date = born.into();
                let found = violations(&world.create(&world.gestionnaire, &new).unwrap());
                found.into_iter().filter(|one| one.contains("/trainees")).collect::<Vec<_>>()
            };
            assert_eq!(refusals(before), ["trainee.birth_date /trainees/0/birth_date"], "{before}");
            assert_eq!(refusals(after), Vec::<String>::new(), "{after}");
        }
    }

    fn s14_the_fifteen_days_begin_and_end_at_midnight_in_paris(world) {
        for (end, generated, until, before, after) in [
            ("2026-08-31", "2026-08-31T21:30:00Z", "2026-09-15", "2026-09-15T21:30:00Z", "2026-09-15T22:30:00Z"),
            ("2026-08-31", "2026-08-31T22:30:00Z", "2026-09-16", "2026-09-16T21:30:00Z", "2026-09-16T22:30:00Z"),
            ("2026-12-15", "2026-12-15T22:30:00Z", "2026-12-30", "2026-12-30T22:30:00Z", "2026-12-30T23:30:00Z"),
            ("2026-12-15", "2026-12-31T23:30:00Z", "2027-01-16", "2027-01-16T22:30:00Z", "2027-01-16T23:30:00Z"),
        ] {
            let session = submitted(world, end);
            let session = world.results(&world.lead, &session, &everybody_passed(&session)).unwrap();
            at(world, generated);
            let made = told(world.app.write(&world.gestionnaire, |tx| certificates::generate_certificates(tx, session.id))).unwrap().body;
            assert_eq!(made.items[0].downloadable_until, day(until), "{generated}");
            let number = made.items[0].number.to_string();
            // The year of the number is that of the day in Paris.
            assert!(number.contains(if generated.starts_with("2026-12-31") { "-2027-" } else { "-2026-" }), "{number} {generated}");
            let download = || told(world.app.write(&world.gestionnaire, |tx| certificates::get_certificate_pdf(tx, &number)));
            at(world, before);
            assert_eq!(world.read(&world.gestionnaire, &session).unwrap().state, State::Certified);
            assert!(download().is_ok(), "{before}");
            at(world, after);
            assert_eq!(refused(world.read(&world.gestionnaire, &session)), code(404, "not_found"), "{after}");
            assert_eq!(refused(download().map(|_| ())), code(410, "certificate.no_longer_available"), "{after}");
            assert_eq!(forprev_app::jobs::purge::run(&world.app).unwrap().sessions, 1, "{after}");
        }
    }
}
