//! From the draft to the results, and back (S1–S4, S10, S11, S13).

use crate::{both, cast::*};
use forprev_app::{Caller, sessions};
use forprev_core::{
    habilitation::Suspension,
    parameters::ParameterVersion,
    session::{Results, Session, SessionPatch, State},
    task::TaskKind,
};
use forprev_store as store;

fn return_(
    world: &World,
    by: &Caller,
    session: &Session,
    text: &str,
) -> Result<Session, forprev_core::problem::Problem> {
    told(world.app.write(by, |tx| sessions::return_session(tx, session.id, None, &comment(text))))
}

fn reopen(
    world: &World,
    by: &Caller,
    session: &Session,
    text: &str,
) -> Result<Session, forprev_core::problem::Problem> {
    told(world.app.write(by, |tx| sessions::reopen_session(tx, session.id, None, &comment(text))))
}

fn set(world: &World, name: &str, value: serde_json::Value) {
    let version = ParameterVersion { name: name.into(), holds_from: day("2020-01-01"), value };
    world.write(|tx| Ok(store::parameter::set(tx.conn, &version)?));
}

fn row(world: &World, session: &Session) -> store::session::Row {
    world.write(|tx| Ok(store::session::find(tx.conn, session.id, tx.today)?))
}

fn mails(world: &World, to: &Caller) -> Vec<String> {
    let waiting = world.write(|tx| Ok(store::outbox::waiting_for(tx.conn, id_of(to))?));
    waiting.into_iter().map(|one| one.kind).collect()
}

both! {
    fn a_submission_is_refused_for_all_that_is_wrong_at_once(world) {
        let mut new = world.new_session("2026-12-01");
        new.kind = None;
        new.trainees[1] = new.trainees[0].clone();
        new.formateurs[0].lead = false;
        let session = world.create(&world.gestionnaire, &new).unwrap();
        let problem = world.submit(&world.gestionnaire, &session).unwrap_err();
        let expected = [
            "session.window.too_early /ends_on",
            "session.formateurs_missing /formateurs",
            "field.required /kind",
            "trainee.duplicate /trainees/1",
        ];
        assert_eq!((problem.status, faults(&problem)), (422, expected.map(str::to_owned).to_vec()));
        assert_eq!(violations(&session), expected);
        assert_eq!(world.read(&world.gestionnaire, &session).unwrap(), session);
    }

    fn s1_the_first_day_of_submission_is_kept(world) {
        let submitted = world.submitted();
        assert_eq!((submitted.state, submitted.declared_on), (State::Submitted, Some(day("2026-08-31"))));
        assert_eq!(mails(world, &world.lead), ["session.submitted"]);
        world.on("2026-11-20");
        let returned = return_(world, &world.lead, &submitted, "Une date est fausse.\nMerci.").unwrap();
        assert_eq!((returned.state, returned.comment.as_deref()), (State::Returned, Some("Une date est fausse.\nMerci.")));
        assert_eq!(mails(world, &world.gestionnaire), ["session.returned"]);
        let again = world.submit(&world.gestionnaire, &returned).unwrap();
        assert_eq!((again.declared_on, again.comment.clone()), (Some(day("2026-08-31")), None));
        // Emptied during the correction: the whole check runs again.
        let returned = return_(world, &world.lead, &again, "Encore.").unwrap();
        let change = SessionPatch { kind: Some(None), ..SessionPatch::default() };
        let emptied = told(world.app.write(&world.gestionnaire, |tx| {
            sessions::update_session(tx, returned.id, returned.version, &change)
        })).unwrap();
        assert_eq!(faults(&world.submit(&world.gestionnaire, &emptied).unwrap_err()), ["field.required /kind"]);
    }

    fn s10_who_takes_which_step_from_where(world) {
        let draft = world.draft();
        assert_eq!(refused(return_(world, &world.lead, &draft, "Non.")), code(404, "not_found"));
        let submitted = world.submit(&world.gestionnaire, &draft).unwrap();
        assert_eq!(refused(world.submit(&world.gestionnaire, &submitted)), code(409, "session.state"));
        assert_eq!(refused(return_(world, &world.gestionnaire, &submitted, "Non.")), code(403, "forbidden"));
        assert_eq!(refused(return_(world, &world.lead, &submitted, "  ")), code(422, "field.required"));
        assert_eq!(refused(reopen(world, &world.lead, &submitted, "")), code(409, "session.state"));
        let system = world.system(&["sessions:read", "sessions:write"]);
        let answer = world.results(&system, &submitted, &everybody_passed(&submitted));
        assert_eq!(refused(answer), code(403, "double_validation.client"));
    }

    fn s11_results_for_everybody(world) {
        let submitted = world.submitted();
        let all = everybody_passed(&submitted);
        let mut one_missing = all.clone();
        one_missing.results.pop();
        let problem = world.results(&world.lead, &submitted, &one_missing).unwrap_err();
        assert_eq!(faults(&problem), ["results.incomplete /results"]);
        let unconfirmed = Results { dates_confirmed: false, ..all.clone() };
        let problem = world.results(&world.lead, &submitted, &unconfirmed).unwrap_err();
        assert_eq!(faults(&problem), ["results.not_confirmed /dates_confirmed"]);
        let mut mixed = all.clone();
        mixed.results[1].outcome = "failed".into();
        let verified = world.results(&world.lead, &submitted, &mixed).unwrap();
        let outcomes: Vec<_> = verified.trainees.iter().map(|one| one.outcome.unwrap().as_str()).collect();
        assert_eq!(outcomes, ["passed", "failed", "passed", "passed"]);
        assert_eq!(verified.verified.as_ref().unwrap().by.as_ref().unwrap().last_name, "Lebrun");
        assert_eq!(mails(world, &world.gestionnaire), ["session.verified"]);
        assert_eq!(world.read(&world.lead, &verified).unwrap().trainees, verified.trainees);
        assert_eq!(refused(world.results(&world.lead, &verified, &all)), code(409, "session.state"));
    }

    fn s2_s3_s4_are_checked_again_when_results_are_entered(world) {
        let early = world.create(&world.gestionnaire, &world.new_session("2026-09-15")).unwrap();
        let early = world.submit(&world.gestionnaire, &early).unwrap();
        let all = everybody_passed(&early);
        assert_eq!(faults(&world.results(&world.lead, &early, &all).unwrap_err()), ["results.too_early /ends_on"]);
        assert_eq!(violations(&world.read(&world.lead, &early).unwrap()), ["results.too_early /ends_on"]);
        world.on("2026-12-16");
        assert_eq!(faults(&world.results(&world.lead, &early, &all).unwrap_err()), ["session.closed /ends_on"]);
        world.on("2026-09-15");
        let suspension = Suspension { from: day("2026-09-01"), until: None };
        let suspended = store::habilitation::SuspensionRow {
            id: uuid::Uuid::now_v7().to_string(),
            habilitation_id: world.acteurs,
            from_on: suspension.from,
            until_on: suspension.until,
            reason: None,
            created_at: world.app.now().into(),
        };
        world.write(|tx| Ok(store::habilitation::insert_suspension(tx.conn, suspended.clone())?));
        assert_eq!(
            faults(&world.results(&world.lead, &early, &all).unwrap_err()),
            ["habilitation.suspended /habilitation_id"]
        );
    }

    fn s10_reopening_clears_the_results(world) {
        let verified = world.verified();
        assert!(row(world, &verified).verified_mac.is_some());
        let needed = |by| world.read(by, &verified).unwrap().actions.reopen.comment_required;
        assert_eq!((needed(&world.gestionnaire), needed(&world.lead)), (true, false));
        assert_eq!(refused(reopen(world, &world.gestionnaire, &verified, "")), code(422, "field.required"));
        let reopened = reopen(world, &world.gestionnaire, &verified, "Il manque quelqu’un.").unwrap();
        assert_eq!((reopened.state, reopened.verified.clone()), (State::Submitted, None));
        assert!(reopened.trainees.iter().all(|one| one.outcome.is_none()));
        assert_eq!(mails(world, &world.lead), ["session.submitted", "session.reopened"]);
        assert_eq!(world.read(&world.lead, &reopened).unwrap().comment.as_deref(), Some("Il manque quelqu’un."));
        let kept = row(world, &reopened);
        assert!(kept.verified_at.is_none() && kept.verified_by.is_none() && kept.verified_mac.is_none());
        // The lead takes it back without a word.
        let verified = world.results(&world.lead, &reopened, &everybody_passed(&reopened)).unwrap();
        let taken_back = reopen(world, &world.lead, &verified, "").unwrap();
        assert_eq!((taken_back.state, taken_back.comment), (State::Submitted, None));
    }

    fn s13_the_signature_is_of_what_was_verified(world) {
        let verified = world.verified();
        let recorded = row(world, &verified).verified_mac.unwrap();
        let matches = || {
            told(world.app.read(&world.gestionnaire, |tx| {
                let loaded = sessions::load(tx, verified.id)?;
                sessions::content_mac::matches(&loaded, &recorded)
            })).unwrap()
        };
        assert!(matches());
        let trainees = world.write(|tx| Ok(store::trainee::of_session(tx.conn, verified.id)?));
        type Change = fn(&mut store::trainee::Row);
        let changes: [Change; 4] = [
            |one| one.last_name.push('e'),
            |one| one.birth_date = one.birth_date.succ_opt().unwrap(),
            |one| one.outcome = Some(forprev_core::session::Outcome::Failed),
            |one| one.first_name = std::mem::take(&mut one.last_name) + &one.first_name,
        ];
        for change in changes {
            let mut changed = trainees.clone();
            change(&mut changed[2]);
            changed[2].last_name = Some(changed[2].last_name.clone()).filter(|name| !name.is_empty()).unwrap_or("X".into());
            world.write(|tx| Ok(store::trainee::replace(tx.conn, verified.id, changed.clone())?));
            assert!(!matches());
        }
        world.write(|tx| Ok(store::trainee::replace(tx.conn, verified.id, trainees.clone())?));
        assert!(matches());
        world.write(|tx| {
            let row = store::session::touch(tx.conn, verified.id, tx.today, None)?;
            let city = Some("Rezé".to_owned());
            Ok(store::session::save(tx.conn, store::session::Row { place_city: city, ..row })?)
        });
        assert!(!matches());
    }

    fn s13_one_person_signs_twice_unless_inrs_forbids_it(world) {
        let both = world.person("Double", "Denise", vec![
            gestionnaire_of(world.organisation),
            forprev_core::actor::Profile::alone(forprev_core::actor::ProfileKind::Formateur),
        ]);
        world.qualification(&both, "FORM_SST", "2026-01-01", "2028-12-31");
        let mut new = world.new_session("2026-08-31");
        new.formateurs[0].forprev_number = number_of(&both);
        let submitted = world.submit(&both, &world.create(&both, &new).unwrap()).unwrap();
        let verified = world.results(&both, &submitted, &everybody_passed(&submitted)).unwrap();
        assert!(verified.actions.generate.allowed);
        let kinds = || {
            tasks(world, &both).into_iter().map(|task| task.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(), [TaskKind::GenerateCertificates]);
        set(world, "same_person_may_sign_twice", false.into());
        let read = world.read(&both, &verified).unwrap();
        assert_eq!(read.actions.generate.code.unwrap().as_str(), "double_validation.same_person");
        assert!(world.read(&world.gestionnaire, &verified).unwrap().actions.generate.allowed);
        assert_eq!(kinds(), []);
    }

    fn s10_a_cancelled_session_is_erased(world) {
        let submitted = world.submitted();
        let cancel = |by: &Caller, version: i64| {
            told(world.app.write(by, |tx| sessions::cancel_session(tx, submitted.id, version)))
        };
        assert_eq!(refused(cancel(&world.lead, 2)), code(403, "forbidden"));
        assert_eq!(refused(cancel(&world.gestionnaire, 1)), code(412, "version.stale"));
        cancel(&world.gestionnaire, 2).unwrap();
        assert_eq!(refused(world.read(&world.gestionnaire, &submitted)), code(404, "not_found"));
        assert!(world.write(|tx| Ok(store::trainee::of_session(tx.conn, submitted.id)?)).is_empty());
        // What was to be sent about it went with it; that it is gone is told.
        assert_eq!(mails(world, &world.lead), ["session.cancelled"]);
    }

    fn a_number_that_became_somebodys_leads(world) {
        let newcomer = world.person("Nouvelle", "Nadia", vec![
            forprev_core::actor::Profile::alone(forprev_core::actor::ProfileKind::Formateur),
        ]);
        let mut new = world.new_session("2026-08-31");
        new.formateurs[0].forprev_number = number_of(&newcomer);
        let session = world.create(&world.gestionnaire, &new).unwrap();
        // Holds nothing, and held nothing: their name is not told by way of their number.
        assert_eq!(violations(&session), ["formateur.unknown /formateurs/0"]);
        assert_eq!(session.formateurs[0].last_name, "");
        world.qualification(&newcomer, "FORM_SST", "2026-01-01", "2028-12-31");
        let submitted = world.submit(&world.gestionnaire, &session).unwrap();
        assert_eq!(submitted.formateurs[0].last_name, "Nouvelle");
        let seen = world.read(&newcomer, &submitted).unwrap();
        world.results(&newcomer, &seen, &everybody_passed(&seen)).unwrap();
    }

    fn every_step_is_audited_and_told_without_a_name(world) {
        let verified = world.verified();
        reopen(world, &world.gestionnaire, &verified, "Arnaud Camille est né en 1991.").unwrap();
        let id = verified.id.to_string();
        let (audit, mails) = world.write(|tx| {
            let audit = store::audit::of_resource(tx.conn, "session", &id)?;
            let mut mails = store::outbox::waiting_for(tx.conn, id_of(&world.lead))?;
            mails.extend(store::outbox::waiting_for(tx.conn, id_of(&world.gestionnaire))?);
            Ok((audit, mails))
        });
        let actions: Vec<_> = audit.iter().map(|line| line.action.as_str()).collect();
        assert_eq!(actions, ["create_session", "submit_session", "record_results", "reopen_session"]);
        assert_eq!(audit[2].person_id, Some(id_of(&world.lead)));
        assert!(audit.iter().all(|line| line.organisation_id == Some(world.organisation)));
        let details = audit.iter().filter_map(|line| line.detail.as_ref()).map(|detail| detail.0.to_string());
        let told: String = details.chain(mails.iter().map(|mail| mail.payload.0.to_string())).collect();
        for name in ["Arnaud", "Bernard", "Camille", "1990", "1991"] {
            assert!(!told.contains(name), "{told}");
        }
    }
}
