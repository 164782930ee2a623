//! The log as a chain: whatever is done to it beside the program is found, and where.

use crate::{both, cast::*};
use forprev_app::{
    audit::chain::{self, Fault, Place, Verified},
    jobs::seal,
};
use forprev_store as store;
use std::thread;

fn verify(world: &World) -> Verified {
    chain::verify(&world.app, None).unwrap()
}

/// What somebody with the base's password can do.
fn tamper(world: &World, statements: &str) {
    world.write(|tx| {
        let on = |table: &str| match tx.conn {
            store::Connection::Sqlite(_) => String::new(),
            store::Connection::Postgres(_) => format!(" ON {table}"),
        };
        let open: String = ["audit", "audit_seal"]
            .iter()
            .flat_map(|table| {
                ["update", "delete"]
                    .map(|change| format!("DROP TRIGGER IF EXISTS {table}_no_{change}{};", on(table)))
            })
            .collect();
        Ok(store::testing::execute(tx.conn, &format!("{open}{statements};"))?)
    });
}

/// Five lines at least, all sealed.
fn sealed(world: &World) -> Verified {
    world.verified();
    world.draft();
    seal::run(&world.app).unwrap();
    let found = verify(world);
    assert!(found.holds() && found.sealed >= 4, "{found:?}");
    found
}

both! {
    fn lines_are_sealed_in_order_and_once(world) {
        assert_eq!(verify(world), Verified { head_holds: true, ..Verified::default() });
        world.submitted();
        let found = verify(world);
        assert_eq!((found.sealed, found.waiting, found.holds()), (0, 2, true));
        assert_eq!(seal::run(&world.app).unwrap(), 2);
        assert_eq!(seal::run(&world.app).unwrap(), 0);
        let found = verify(world);
        assert_eq!((found.sealed, found.waiting, found.foreign, found.holds()), (2, 0, 0, true));
        assert_eq!(found.last.map(|last| last.sequence), Some(2));
    }

    fn writers_and_sealers_at_once_make_one_chain(world) {
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..6).for_each(|_| drop(world.draft())));
            }
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        seal::run(&world.app).unwrap();
                    }
                });
            }
        });
        seal::run(&world.app).unwrap();
        let found = verify(world);
        assert_eq!((found.sealed, found.waiting, found.holds()), (24, 0, true), "{found:?}");
    }

    fn a_line_that_was_changed_is_found(world) {
        let before = sealed(world);
        tamper(world, "UPDATE audit SET action = 'nothing' WHERE id = (SELECT audit_id FROM audit_seal WHERE sequence = 3)");
        let found = verify(world);
        let first = found.first_broken.clone().unwrap();
        assert_eq!((first.sequence, first.why, found.broken), (3, Fault::Changed, 1));
        assert!(!found.holds() && found.last == before.last);
    }

    fn a_line_that_was_erased_is_found(world) {
        sealed(world);
        tamper(world, "DELETE FROM audit WHERE id = (SELECT audit_id FROM audit_seal WHERE sequence = 2)");
        let found = verify(world);
        let first = found.first_broken.clone().unwrap();
        assert_eq!((first.sequence, first.why, found.missing), (2, Fault::Missing, 1));
        tamper(world, "DELETE FROM audit_seal WHERE sequence = 2");
        let first = verify(world).first_broken.unwrap();
        assert_eq!((first.sequence, first.why), (3, Fault::Gap));
    }

    fn an_end_that_was_cut_off_is_found(world) {
        let whole = sealed(world);
        let early = world.app.read(&forprev_app::Caller::anyone(), |tx| Ok(store::audit::chain::head(tx.conn)?)).unwrap();
        world.draft();
        seal::run(&world.app).unwrap();
        let last = verify(world).last.unwrap();
        let tail = format!("sequence = {}", last.sequence);
        tamper(world, &format!(
            "DELETE FROM audit WHERE id = (SELECT audit_id FROM audit_seal WHERE {tail}); DELETE FROM audit_seal WHERE {tail}"
        ));
        let found = verify(world);
        assert!(!found.holds() && !found.head_holds && found.broken == 0);
        // With the head of before, which was signed, only what was kept elsewhere tells.
        tamper(world, &format!(
            "UPDATE audit_chain SET sequence = {}, hash = '{}', signature = '{}'", early.sequence, early.hash, early.signature
        ));
        let found = chain::verify(&world.app, Some(&last)).unwrap();
        assert_eq!((found.head_holds, found.expected_holds, found.holds()), (true, Some(false), false));
        let found = chain::verify(&world.app, whole.last.as_ref()).unwrap();
        assert_eq!((found.expected_holds, found.holds()), (Some(true), true));
        // Another head cannot be signed without the secret.
        tamper(world, "UPDATE audit_chain SET signature = ''");
        assert!(!verify(world).head_holds);
    }

    fn a_line_of_another_hand_is_found(world) {
        sealed(world);
        world.draft();
        tamper(world, "DELETE FROM audit_pending");
        let found = verify(world);
        assert_eq!((found.foreign, found.waiting, found.holds()), (1, 0, false));
    }

    fn lines_of_an_organisation_have_its_caisse(world) {
        let session = world.draft();
        let lines = world.write(|tx| Ok(store::audit::of_resource(tx.conn, "session", &session.id.to_string())?));
        assert!(!lines.is_empty() && lines.iter().all(|line| line.caisse_code.is_some()), "{lines:?}");
    }
}

#[test]
fn a_place_is_written_as_it_is_printed() {
    let hash = "a".repeat(64);
    assert_eq!(format!("17:{hash}").parse(), Ok(Place { sequence: 17, hash }));
    for wrong in ["", "17", "17:abc", ":", "x:0"] {
        assert!(wrong.parse::<Place>().is_err(), "{wrong}");
    }
}

/// Every act that the program records has its sentence.
#[test]
fn every_act_that_is_recorded_is_known() {
    fn sources(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                sources(&entry, found);
            } else {
                found.push(std::fs::read_to_string(entry).unwrap());
            }
        }
    }
    /// What an act is on, where its name is a variable.
    const KINDS: &[&str] = &["session", "person", "request", "sitting", "habilitation", "contact", "visit"];
    let mut texts = Vec::new();
    sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut texts);
    let known: Vec<_> = forprev_core::audit::acts().iter().map(|(name, _)| *name).collect();
    let mut recorded = 0;
    for text in &texts {
        for call in ["audit::record(", "audit::record_by("] {
            for after in text.split(call).skip(1) {
                // The first text of the call, where it is written there; of a variable, the operation's name.
                let arguments = after.split(';').next().unwrap();
                let Some(act) = arguments.split('"').nth(1).filter(|act| !KINDS.contains(act)) else {
                    continue;
                };
                assert!(known.contains(&act), "{act} has no sentence in core::audit");
                recorded += 1;
            }
        }
    }
    assert!(recorded > 15, "{recorded}");
    let writes =
        forprev_core::endpoint::ALL.iter().filter(|one| one.method != forprev_core::endpoint::Method::Get);
    // These change nothing that anybody else would ask about: requests are recorded when they are answered.
    // A sign-in has one name, whatever was shown; what is only begun keeps nothing.
    let unrecorded = [
        "refresh",
        "open_link",
        "open_invitation",
        "read_notifications",
        "request_account",
        "request_password",
        "login_totp",
        "login_recovery",
        "begin_passkey_login",
        "finish_passkey_login",
        "begin_oidc_login",
        "finish_oidc_login",
        "begin_oidc_link",
        "begin_totp",
        "begin_passkey",
        "begin_passkey_step_up",
        // Recorded by another name, or kept nowhere.
        "upload_organisation_file_attachment",
        "upload_request_attachment",
        "upload_platform_attachment",
        "upload_visit_attachment",
        "preview_letter",
        "preview_letter_pdf",
    ];
    for one in writes.filter(|one| !unrecorded.contains(&one.operation)) {
        assert!(known.contains(&one.operation), "{} has no sentence in core::audit", one.operation);
    }
}
