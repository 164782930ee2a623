//! A fault at each statement of a step: all of it or nothing. The tables that a step writes are compared with the list
//! of its faults, so that a new one is tried too.

use super::*;
use crate::both;
use forprev_app::{Failure, Tx, sessions};
use forprev_core::{
    actor::{Profile, ProfileKind},
    session::State,
};
use store::testing::{Change, break_down, mend};

/// Runs `act` with each of these faults in turn, then without; nothing else may be written than where a fault was.
fn all_or_nothing<T: std::fmt::Debug>(
    world: &World,
    by: &Caller,
    faults: &[(&str, Change)],
    act: impl Fn(&mut Tx<'_>) -> Result<T, Failure>,
) -> T {
    let before = rows(world);
    for (table, change) in faults {
        world.write(|tx| Ok(break_down(tx.conn, table, *change)?));
        let answer = world.app.write(by, &act);
        world.write(|tx| Ok(mend(tx.conn)?));
        let failure = answer.expect_err(&format!("{change:?} of {table} is never done"));
        assert!(failure.is_ours(), "{change:?} of {table}: {failure}");
        assert_eq!(failure.problem().status, 500, "{change:?} of {table}");
        for (name, kept) in rows(world) {
            assert_eq!(kept, before[&name], "{change:?} of {table} failed, and {name} was changed");
        }
    }
    let answer = world.app.write(by, &act).unwrap();
    let mut written: Vec<_> =
        rows(world).into_iter().filter(|(name, now)| before[name] != *now).map(|(name, _)| name).collect();
    let mut tried: Vec<_> = faults.iter().map(|(table, _)| (*table).to_owned()).collect();
    tried.sort_unstable();
    tried.dedup();
    written.sort_unstable();
    assert_eq!(written, tried, "what is written is what was tried");
    answer
}

both! {
    fn s12_a_generation_that_breaks_down_has_done_nothing(world) {
        let known = world.person("Dupuis", "Camille", vec![]);
        let mut trainees = newcomers();
        trainees[3] = NewTrainee { forprev_number: Some(number_of(&known)), ..trainee("Dupuis", "Camille", "1980-05-17") };
        let session = verified(world, &of_formateurs(world, "initial", trainees), &[4]);
        let faults = [
            ("session", Change::Update),
            ("certificate", Change::Insert),
            ("certificate_document", Change::Insert),
            ("trainee", Change::Update),
            ("person", Change::Insert),
            ("person_word", Change::Insert),
            ("person", Change::Update),
            ("profile", Change::Insert),
            ("qualification", Change::Insert),
            ("one_time_link", Change::Insert),
            ("statistic", Change::Insert),
            ("audit", Change::Insert),
            ("audit_pending", Change::Insert),
            ("one_time_link", Change::Insert),
            ("notification", Change::Insert),
            ("outbox", Change::Insert),
        ];
        let answer = all_or_nothing(world, &world.gestionnaire, &faults, |tx| certificates::generate_certificates(tx, session.id));
        assert_eq!((answer.status, answer.body.items.len()), (201, 4));
        // In a month in which something was counted already.
        let next = verified(world, &of_formateurs(world, "initial", vec![
            with_email("Faure", "f@test.example"), with_email("Girard", "g@test.example"), with_email("Hamon", "h@test.example"),
            with_email("Imbert", "i@test.example"), with_email("Joly", "j@test.example"),
        ]), &[]);
        world.write(|tx| Ok(break_down(tx.conn, "statistic", Change::Update)?));
        let before = rows(world);
        assert!(world.app.write(&world.gestionnaire, |tx| certificates::generate_certificates(tx, next.id)).is_err());
        assert_eq!(rows(world), before);
    }

    fn s10_a_submission_that_breaks_down_has_done_nothing(world) {
        let newcomer = world.person("Nouvelle", "Nadia", vec![Profile::alone(ProfileKind::Formateur)]);
        let mut new = world.new_session("2026-08-31");
        new.formateurs[0].forprev_number = number_of(&newcomer);
        let draft = world.create(&world.gestionnaire, &new).unwrap();
        // The number becomes a formateur's: who leads is written again.
        world.qualification(&newcomer, "FORM_SST", "2026-01-01", "2028-12-31");
        let faults = [
            ("session", Change::Update),
            ("session_formateur", Change::Delete),
            ("session_formateur", Change::Insert),
            ("formateur_known", Change::Insert),
            ("audit", Change::Insert),
            ("audit_pending", Change::Insert),
            ("notification", Change::Insert),
            ("outbox", Change::Insert),
        ];
        let submitted = all_or_nothing(world, &world.gestionnaire, &faults, |tx| sessions::submit_session(tx, draft.id, None));
        assert_eq!((submitted.state, submitted.version), (State::Submitted, 2));
    }

    fn s11_results_that_break_down_have_done_nothing(world) {
        let submitted = world.submitted();
        let faults = [
            ("session", Change::Update),
            ("trainee", Change::Update),
            ("audit", Change::Insert),
            ("audit_pending", Change::Insert),
            ("notification", Change::Insert),
            ("outbox", Change::Insert),
        ];
        let results = but(&submitted, &[1]);
        let verified = all_or_nothing(world, &world.lead, &faults, |tx| sessions::record_results(tx, submitted.id, None, &results));
        assert_eq!((verified.state, verified.version), (State::Verified, 3));
    }

    fn s14_a_purge_that_breaks_down_has_erased_nothing(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        generate(world, &world.gestionnaire, &session).unwrap();
        world.on("2026-09-16");
        let before = rows(world);
        for table in ["certificate_document", "trainee", "session_formateur", "outbox", "notification", "session"] {
            world.write(|tx| Ok(break_down(tx.conn, table, Change::Delete)?));
            assert!(forprev_app::jobs::purge::run(&world.app).is_err(), "{table}");
            world.write(|tx| Ok(mend(tx.conn)?));
            // That it was tried may be noted; nothing of the session is half gone.
            for name in ["session", "session_formateur", "trainee", "certificate", "certificate_document", "outbox", "statistic"] {
                assert_eq!(rows(world)[name], before[name], "{table}: {name}");
            }
        }
        assert_eq!(forprev_app::jobs::purge::run(&world.app).unwrap().sessions, 1);
        assert_eq!(rows(world)["statistic"], before["statistic"]);
    }
}
