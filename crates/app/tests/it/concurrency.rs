//! Several people at once.

use crate::{both, cast::*};
use forprev_app::sessions;
use forprev_core::session::SessionPatch;
use std::{sync::Barrier, thread};

both! {
    fn two_declarers_correct_one_session_and_one_is_told(world) {
        let colleague = world.person("Collègue", "Karim", vec![gestionnaire_of(world.organisation)]);
        for round in 0..5 {
            let session = world.draft();
            let start = Barrier::new(2);
            let correct = |by: &forprev_app::Caller, reference: &str| {
                let change = SessionPatch { external_ref: Some(Some(reference.to_owned())), ..SessionPatch::default() };
                start.wait();
                told(world.app.write(by, |tx| sessions::update_session(tx, session.id, 1, &change)))
            };
            let answers = thread::scope(|scope| {
                let one = scope.spawn(|| correct(&world.gestionnaire, "one"));
                let two = scope.spawn(|| correct(&colleague, "two"));
                [one.join().unwrap(), two.join().unwrap()]
            });
            let stored = world.read(&world.gestionnaire, &session).unwrap();
            let mut refusals = Vec::new();
            for answer in answers {
                match answer {
                    Ok(won) => assert_eq!(won, stored, "round {round}"),
                    Err(problem) => refusals.push((problem.status, problem.code.to_string())),
                }
            }
            assert_eq!(refusals, [code(412, "version.stale")], "round {round}");
            assert_eq!(stored.version, 2);
        }
    }

    fn of_eight_submissions_at_once_one_counts(world) {
        let session = world.draft();
        let start = Barrier::new(8);
        let statuses: Vec<u16> = thread::scope(|scope| {
            let running: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| {
                    start.wait();
                    world.submit(&world.gestionnaire, &session).map_or_else(|problem| problem.status, |_| 200)
                }))
                .collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        let mails = world.write(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, id_of(&world.lead))?));
        assert_eq!(mails.len(), 1);
    }
}
