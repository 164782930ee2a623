//! Trainees from a file: every line with something on it is created or refused.

use crate::{base, both, cast::*};
use forprev_app::{
    Caller,
    sessions::{self, TraineeFile},
};
use forprev_core::{
    problem::Problem,
    session::{
        Session,
        import::{ImportMode, ImportReport},
        paste::lines,
    },
};
use proptest::prelude::*;

fn import(
    world: &World,
    by: &Caller,
    session: &Session,
    file: &[u8],
    mode: ImportMode,
) -> Result<ImportReport, Problem> {
    let file = &told(TraineeFile::read(file))?;
    let seen = Some(session.version);
    told(world.app.write(by, |tx| sessions::import_trainees(tx, session.id, seen, file, mode)))
}

/// Each refused line as `line code column`.
fn refusals(report: &ImportReport) -> Vec<String> {
    let column = |one: &Option<String>| one.clone().unwrap_or_default();
    report.refused.iter().map(|one| format!("{} {} {}", one.line, one.code, column(&one.column))).collect()
}

const MIXED: &str = "Prénom;NOM;Né(e) le;Ville\r\n\
    Anne;Martin;02/04/1990;Nantes\r\n\
    \r\n\
    Paul;\"Le Goff\";1991-01-02;\r\n\
    anne;MARTIN;1990-04-02;Rezé\r\n\
    Camille;Arnaud;02/04/1990;\r\n\
    Zoé;Bihan;31/02/1990;\r\n\
    R2D2;;3/4/1990;\r\n\
    Léo;Petit;01/09/2012;\r\n";

both! {
    fn each_line_is_created_or_told(world) {
        let session = world.draft();
        let report = import(world, &world.gestionnaire, &session, MIXED.as_bytes(), ImportMode::ValidLines).unwrap();
        assert_eq!((report.lines, report.created), (7, 2));
        assert_eq!(
            refusals(&report),
            [
                "5 trainee.duplicate ",
                "6 trainee.duplicate ",
                "7 field.date birth_date",
                "8 field.name first_name",
                "9 trainee.birth_date birth_date",
            ]
        );
        assert_eq!(report.refused[3].errors.len(), 2);
        let names: Vec<_> = report.session.trainees[4..].iter().map(|one| one.last_name.as_str()).collect();
        assert_eq!((names, report.session.version), (vec!["Martin", "Le Goff"], 2));
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), report.session);
    }

    fn all_or_nothing_is_nothing_when_a_line_is_refused(world) {
        let session = world.draft();
        let report = import(world, &world.gestionnaire, &session, MIXED.as_bytes(), ImportMode::AllOrNothing).unwrap();
        assert_eq!((report.lines, report.created, report.refused.len()), (7, 0, 7));
        assert_eq!(refusals(&report)[..2], ["2 import.other_lines ", "4 import.other_lines "]);
        assert_eq!(report.session, session);
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), session);
        let good = "Martin\tAnne\t02/04/1990\nLe Goff\tPaul\t1991-01-02\n";
        let report = import(world, &world.gestionnaire, &session, good.as_bytes(), ImportMode::AllOrNothing).unwrap();
        assert_eq!((report.lines, report.created, report.session.version), (2, 2, 2));
    }

    fn s6_what_does_not_fit_is_told(world) {
        let session = world.draft();
        let letter = |n: u32| char::from_u32(u32::from('a') + n).unwrap();
        let many: String = (0..150).map(|n| format!("N{}{},X,1990-01-01\n", letter(n / 26), letter(n % 26))).collect();
        let report = import(world, &world.gestionnaire, &session, many.as_bytes(), ImportMode::ValidLines).unwrap();
        assert_eq!((report.lines, report.created, report.refused.len()), (150, 96, 54));
        assert!(report.refused.iter().all(|one| one.code.as_str() == "session.too_many_trainees"));
        assert_eq!(report.session.trainee_count, 100);
    }

    fn s15_a_file_with_addresses_is_for_formateurs(world) {
        let session = world.draft();
        let file = "Nom;Prénom;Date de naissance;E-mail\nMartin;Anne;02/04/1990;a@example.fr\nPetit;Léo;02/04/1990;\n";
        let report = import(world, &world.gestionnaire, &session, file.as_bytes(), ImportMode::ValidLines).unwrap();
        assert_eq!(refusals(&report), ["2 trainee.field_not_allowed email"]);
        assert_eq!(report.created, 1);
        let mut new = world.new_session("2026-08-31");
        new.habilitation_id = world.formateurs.to_string();
        let formateurs = world.create(&world.gestionnaire, &new).unwrap();
        let report = import(world, &world.gestionnaire, &formateurs, file.as_bytes(), ImportMode::ValidLines).unwrap();
        assert_eq!((report.created, report.refused.len()), (2, 0));
        assert_eq!(report.session.trainees[4].email.as_deref(), Some("a@example.fr"));
    }

    fn what_is_no_list_is_refused_whole(world) {
        let session = world.draft();
        let ask = |file: &[u8]| refused(import(world, &world.gestionnaire, &session, file, ImportMode::ValidLines));
        assert_eq!(ask(b"%PDF-1.7\0\x01"), code(422, "import.unreadable"));
        assert_eq!(ask(b" \n;;\n"), code(422, "import.empty"));
        assert_eq!(ask("Nom;Prénom;Date de naissance\n".as_bytes()), code(422, "import.empty"));
        assert_eq!(ask("Nom;Prénom;Ville\nMartin;Anne;Nantes\n".as_bytes()), code(422, "import.columns"));
        assert_eq!(ask("a;b\n".repeat(2_001).as_bytes()), code(422, "session.too_many_trainees"));
        let submitted = world.submitted();
        let late = import(world, &world.gestionnaire, &submitted, b"Martin;Anne;1990-01-01", ImportMode::ValidLines);
        assert_eq!(refused(late), code(409, "session.state"));
        let stale = Session { version: 7, ..session };
        let late = import(world, &world.gestionnaire, &stale, b"Martin;Anne;1990-01-01", ImportMode::ValidLines);
        assert_eq!(refused(late), code(412, "version.stale"));
    }
}

/// Cells as people type them, and worse.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zéÉœ' -]{0,12}",
        2 => (1900_i32..2030, 1_u32..14, 1_u32..33).prop_map(|(y, m, d)| format!("{d:02}/{m:02}/{y}")),
        1 => "[a-z]{1,4}@[a-z]{2,5}\\.fr",
        1 => "[A-Z]{3}[0-9]{5}",
        1 => "[ -~]{0,20}",
        1 => Just(String::new()),
    ]
}

fn quoted(cell: &str, separator: char) -> String {
    if cell.contains(['"', separator]) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A line of a file is never dropped without a word, whatever the file holds.
#[test]
fn created_and_refused_are_the_lines_of_the_file() {
    let world = World::new(base::of(base::Database::Sqlite));
    let session = world.draft();
    let strategy = (
        proptest::collection::vec(proptest::collection::vec(cell(), 0..7), 1..30),
        prop_oneof![Just(';'), Just(','), Just('\t')],
        prop_oneof![Just("\n"), Just("\r\n")],
        any::<(bool, bool)>(),
    );
    let config = ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() };
    proptest::test_runner::TestRunner::new(config)
        .run(&strategy, |(rows, separator, end, (headings, all))| {
            let written = |row: &Vec<String>| {
                row.iter()
                    .map(|cell| quoted(cell, separator))
                    .collect::<Vec<_>>()
                    .join(&separator.to_string())
            };
            let mut text: Vec<String> = rows.iter().map(written).collect();
            if headings {
                text.insert(0, ["Nom", "Prénom", "Naissance"].join(&separator.to_string()));
            }
            let text = text.join(end);
            let mode = if all { ImportMode::AllOrNothing } else { ImportMode::ValidLines };
            let answer = told(TraineeFile::read(text.as_bytes()).and_then(|file| {
                let by = &world.gestionnaire;
                world.app.dry_run(by, |tx| sessions::import_trainees(tx, session.id, None, &file, mode))
            }));
            let filled = lines(&text).len();
            match answer {
                Ok(report) => {
                    prop_assert_eq!(report.created as usize + report.refused.len(), report.lines as usize);
                    let below = report.lines as usize;
                    prop_assert!(below == filled || below + 1 == filled, "{} of {}", below, filled);
                    prop_assert_eq!(report.session.trainees.len(), 4 + report.created as usize);
                    let mut told: Vec<_> = report.refused.iter().map(|one| one.line).collect();
                    told.dedup();
                    prop_assert_eq!(told.len(), report.refused.len());
                }
                Err(problem) => {
                    let code = problem.code.to_string();
                    prop_assert!(
                        ["import.empty", "import.columns", "import.unreadable"].contains(&code.as_str()),
                        "{}",
                        code
                    );
                }
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), session);
}
