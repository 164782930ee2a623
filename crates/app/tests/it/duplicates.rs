//! S7, whoever declares and however: the same person is never twice in a session.

use crate::{both, cast::*};
use forprev_app::{Caller, sessions};
use forprev_core::session::{Session, import::ImportMode};

/// The same person as `Arnaud Camille`, otherwise written.
const OTHERWISE: [(&str, &str); 3] = [("ARNAUD", "Camille"), ("Ârnaùd", "CAMILLE"), ("Ar-naud", "Ca’mille")];

fn declarers(world: &World) -> Vec<(&'static str, Caller)> {
    let delegataire =
        world.person("Dubois", "Denis", vec![delegataire_of(world.organisation, &[world.acteurs])]);
    vec![
        ("gestionnaire", world.gestionnaire.clone()),
        ("délégataire", delegataire),
        ("system", world.system(&["sessions:read", "sessions:write"])),
    ]
}

/// Refused at its submission, and foretold.
fn refuses(world: &World, by: &Caller, session: &Session, line: usize, what: &str) {
    let expected = [format!("trainee.duplicate /trainees/{line}")];
    assert_eq!(violations(&world.read(by, session).unwrap()), expected, "{what}");
    assert_eq!(faults(&world.submit(by, session).unwrap_err()), expected, "{what}");
}

both! {
    fn s7_by_gestionnaire_delegataire_and_system(world) {
        for (who, by) in declarers(world) {
            for (last_name, first_name) in OTHERWISE {
                let what = format!("{who}: {last_name} {first_name}");
                let again = trainee(last_name, first_name, "1990-04-02");
                // Declared at once.
                let mut new = world.new_session("2026-08-31");
                new.trainees.push(again.clone());
                refuses(world, &by, &world.create(&by, &new).unwrap(), 4, &what);
                // Added afterwards.
                let draft = world.create(&by, &world.new_session("2026-08-31")).unwrap();
                let draft = told(world.app.write(&by, |tx| sessions::add_trainee(tx, draft.id, None, &again))).unwrap();
                refuses(world, &by, &draft, 4, &what);
                // Another who is renamed.
                let draft = world.create(&by, &world.new_session("2026-08-31")).unwrap();
                let patch = forprev_core::session::TraineePatch { last_name: Some(last_name.into()), first_name: Some(first_name.into()), ..Default::default() };
                let draft = told(world.app.write(&by, |tx| {
                    sessions::update_trainee(tx, draft.id, draft.trainees[3].id, draft.version, &patch)
                })).unwrap();
                refuses(world, &by, &draft, 3, &what);
            }
        }
    }

    fn s7_by_import(world) {
        for (who, by) in declarers(world) {
            let draft = world.create(&by, &world.new_session("2026-08-31")).unwrap();
            let file = "nom;prénom;date de naissance\nÂrnaùd;CAMILLE;02/04/1990\nPetit;Léo;01/02/1991\nPETIT;Leo;01/02/1991\n";
            let file = told(sessions::TraineeFile::read(file.as_bytes())).unwrap();
            let report = told(world.app.write(&by, |tx| {
                sessions::import_trainees(tx, draft.id, None, &file, ImportMode::ValidLines)
            })).unwrap();
            let refused: Vec<_> = report.refused.iter().map(|one| (one.line, one.code.as_str())).collect();
            assert_eq!((report.created, refused), (1, vec![(2, "trainee.duplicate"), (4, "trainee.duplicate")]), "{who}");
        }
    }

    fn s7_another_birth_date_is_another_person(world) {
        let mut new = world.new_session("2026-08-31");
        new.trainees.push(trainee("Arnaud", "Camille", "1990-04-03"));
        assert_eq!(violations(&world.create(&world.gestionnaire, &new).unwrap()), Vec::<String>::new());
    }
}
