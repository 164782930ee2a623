//! S2, S3, S4, H11: checked a third time when certificates are generated.

use super::*;
use crate::both;
use forprev_core::id::HabilitationId;

/// What a generation answers, as `code pointer`; nothing is written, and the session and a dry run foretell the same.
fn refusal(world: &World, session: &Session) -> Vec<String> {
    let before = rows(world);
    let problem = generate(world, &world.gestionnaire, session).unwrap_err();
    assert_eq!((problem.status, rows(world) == before), (422, true));
    assert_eq!(violations(&world.read(&world.gestionnaire, session).unwrap()), faults(&problem));
    let tried = told(
        world.app.dry_run(&world.gestionnaire, |tx| certificates::generate_certificates(tx, session.id)),
    );
    let foretold: Vec<_> = tried
        .unwrap()
        .body
        .violations
        .iter()
        .map(|fault| format!("{} {}", fault.code, fault.pointer))
        .collect();
    assert_eq!(foretold, faults(&problem));
    faults(&problem)
}

fn suspend(world: &World, habilitation: HabilitationId, from: &str, until: Option<&str>) {
    let row = store::habilitation::SuspensionRow {
        id: uuid::Uuid::now_v7().to_string(),
        habilitation_id: habilitation,
        from_on: day(from),
        until_on: until.map(day),
        reason: None,
        created_at: world.app.now().into(),
    };
    world.write(|tx| Ok(store::habilitation::insert_suspension(tx.conn, row.clone())?));
}

fn withdraw(world: &World, habilitation: HabilitationId, from: &str) {
    world.write(|tx| {
        let row = store::habilitation::touch(tx.conn, habilitation, None)?;
        let row = store::habilitation::Row {
            withdrawn_from: Some(day(from)),
            withdrawal_reason: Some("X".into()),
            ..row
        };
        Ok(store::habilitation::save(tx.conn, row)?)
    });
}

both! {
    fn h11_a_suspension_refuses_when_the_end_lies_within_whatever_today_is(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        suspend(world, world.acteurs, "2026-09-01", None);
        suspend(world, world.acteurs, "2026-08-01", Some("2026-08-30"));
        assert!(told(world.app.dry_run(&world.gestionnaire, |tx| certificates::generate_certificates(tx, session.id))).unwrap().body.violations.is_empty());
        suspend(world, world.acteurs, "2026-08-31", Some("2026-08-31"));
        for today in ["2026-08-31", "2026-09-15", "2026-11-30"] {
            world.on(today);
            assert_eq!(refusal(world, &session), ["habilitation.suspended /habilitation_id"], "{today}");
        }
        // Withdrawn is named before suspended.
        withdraw(world, world.acteurs, "2026-08-31");
        assert_eq!(refusal(world, &session), ["habilitation.withdrawn /habilitation_id"]);
    }

    fn h11_a_session_that_ends_before_the_withdrawal_can_still_be_closed(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        world.on("2026-09-10");
        withdraw(world, world.acteurs, "2026-08-31");
        assert_eq!(refusal(world, &session), ["habilitation.withdrawn /habilitation_id"]);
        withdraw(world, world.acteurs, "2026-09-01");
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201);
    }

    fn h1_s3_a_habilitation_that_was_cut_short(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        execute(world, &format!("UPDATE habilitation SET valid_until = '2026-08-30' WHERE id = '{}'", world.acteurs));
        assert_eq!(refusal(world, &session), ["habilitation.not_valid /habilitation_id"]);
        execute(world, &format!("UPDATE habilitation SET valid_until = '2026-08-31' WHERE id = '{}'", world.acteurs));
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201);
    }

    fn s4_a_formateur_whose_qualification_ended_before_the_end(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        let lead = id_of(&world.lead);
        let set = |column: &str, day: &str| execute(world, &format!("UPDATE qualification SET {column} = '{day}' WHERE person_id = '{lead}'"));
        set("valid_until", "2026-08-30");
        assert_eq!(refusal(world, &session), ["formateur.qualification_expired /formateurs/0"]);
        set("valid_until", "2027-08-31");
        set("obtained_on", "2026-09-01");
        assert_eq!(refusal(world, &session), ["formateur.not_qualified /formateurs/0"]);
        set("obtained_on", "2026-08-31");
        set("valid_until", "2026-08-31");
        // On the last day of both; and expired since, which does not matter.
        world.on("2026-09-15");
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201);
    }

    fn s2_not_before_the_end_nor_after_the_closing_day(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        // A clock that was set back.
        world.on("2026-08-30");
        assert_eq!(refusal(world, &session), ["certificates.too_early /ends_on"]);
        world.on("2026-12-01");
        assert_eq!(refusal(world, &session), ["session.closed /ends_on"]);
        world.on("2026-11-30");
        assert_eq!(generate(world, &world.gestionnaire, &session).unwrap().0, 201);
    }

    fn all_that_refuses_is_told_at_once(world) {
        let session = verified(world, &world.new_session("2026-08-31"), &[]);
        suspend(world, world.acteurs, "2026-08-31", None);
        execute(world, &format!("UPDATE qualification SET valid_until = '2026-08-30' WHERE person_id = '{}'", id_of(&world.lead)));
        world.on("2026-12-01");
        let expected = ["session.closed /ends_on", "formateur.qualification_expired /formateurs/0", "habilitation.suspended /habilitation_id"];
        assert_eq!(refusal(world, &session), expected);
    }
}
