//! C3: a formateur's own certificate, as long as it is valid; C2: a session's, through D+15.

use super::*;
use crate::both;
use forprev_app::jobs::purge;
use forprev_core::{
    actor::{InrsRank, Profile, ProfileKind},
    certificate::{CertificateStatus, Revocation},
    query::PageQuery,
};

fn download(world: &World, by: &Caller, number: &str) -> Result<Vec<u8>, Problem> {
    told(world.app.write(by, |tx| certificates::get_certificate_pdf(tx, number)))
        .map(|file| file.draw().unwrap())
}

fn revoke(world: &World, number: &str) {
    let inrs = Profile { rank: Some(InrsRank::Administrator), ..Profile::alone(ProfileKind::Inrs) };
    let inrs = world.person("Institut", "Irma", vec![inrs]);
    let reason = Revocation { reason: "Délivré par erreur.".into() };
    told(world.app.write(&inrs, |tx| certificates::revoke_certificate(tx, number, &reason))).unwrap();
}

/// A session of formateurs that was certified: who holds its first certificate, and its number.
fn held(world: &World) -> (Caller, String) {
    let session = verified(world, &of_formateurs(world, "initial", newcomers()), &[]);
    let (_, made) = generate(world, &world.gestionnaire, &session).unwrap();
    let holder = as_caller(world, &person_of(world, "nouveau-0@test.example").unwrap());
    (holder, made.items[0].number.to_string())
}

both! {
    fn c3_the_holder_downloads_through_the_last_day(world) {
        let (holder, number) = held(world);
        let first = download(world, &holder, &number).unwrap();
        assert!(first.starts_with(b"%PDF"));
        // The session is erased, its formateur's certificate is not.
        world.on("2026-09-16");
        assert_eq!(purge::run(&world.app).unwrap().sessions, 1);
        for today in ["2026-09-16", "2029-08-30"] {
            world.on(today);
            assert!(download(world, &holder, &number).unwrap() == first, "{today}: the same bytes");
            assert_eq!(refused(download(world, &world.gestionnaire, &number)), code(410, "certificate.no_longer_available"));
            assert_eq!(refused(download(world, &world.second, &number)), code(404, "not_found"), "somebody else");
        }
        world.app.clock.set("2029-08-30T21:30:00Z".parse().unwrap());
        assert!(download(world, &holder, &number).is_ok(), "half past eleven at night in Paris");
        world.app.clock.set("2029-08-30T22:30:00Z".parse().unwrap());
        assert_eq!(refused(download(world, &holder, &number)), code(410, "certificate.expired"));
        world.on("2029-08-31");
        assert_eq!(refused(download(world, &holder, &number)), code(410, "certificate.expired"));
        let own = told(world.app.read(&holder, |tx| certificates::list_my_certificates(tx, &PageQuery::default()))).unwrap();
        assert_eq!(own.items[0].status, CertificateStatus::Expired);
    }

    fn c3_c7_a_revoked_certificate_is_no_longer_downloaded_by_its_holder(world) {
        let (holder, number) = held(world);
        world.on("2026-09-20");
        assert!(download(world, &holder, &number).is_ok());
        revoke(world, &number);
        assert_eq!(refused(download(world, &holder, &number)), code(410, "certificate.not_in_force"));
        // Also once it would have expired anyway.
        world.on("2029-08-31");
        assert_eq!(refused(download(world, &holder, &number)), code(410, "certificate.not_in_force"));
        assert_eq!(refused(download(world, &world.second, &number)), code(404, "not_found"));
        // What rested on it ended the day before.
        let qualified = qualifications(world, id_of(&holder));
        assert_eq!(qualified[0].valid_until, Some(day("2026-09-19")));
    }

    fn c2_an_acteur_certificate_is_the_same_bytes_through_d_15_then_never_again(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        let (_, made) = generate(world, &world.gestionnaire, &session).unwrap();
        let number = made.items[0].number.to_string();
        assert_eq!(made.items[0].downloadable_until, day("2026-09-15"));
        let first = download(world, &world.gestionnaire, &number).unwrap();
        world.on("2026-09-15");
        for by in [&world.gestionnaire, &world.lead] {
            assert!(download(world, by, &number).unwrap() == first);
        }
        for purged in [false, true] {
            world.on("2026-09-16");
            if purged {
                assert_eq!(purge::run(&world.app).unwrap().sessions, 1);
            }
            assert_eq!(refused(download(world, &world.gestionnaire, &number)), code(410, "certificate.no_longer_available"));
            assert_eq!(refused(download(world, &world.lead, &number)), code(404, "not_found"), "purged: {purged}");
        }
    }
}
