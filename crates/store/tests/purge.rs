//! S14: what is erased leaves nothing behind.

use crate::{
    base::on_both,
    operations::waiting,
    rows::{day, habilitation, now, organisation, person, session, trainee},
};
use forprev_core::{
    catalogue::Holder,
    id::{PersonId, SessionId},
    session::{Outcome, SessionKind},
};
use forprev_store::{
    Connection, Error, Json, Result,
    certificate::{self, DocumentRow},
    habilitation as habilitations, idempotency, organisation as organisations, outbox, person as people,
    purge, session as sessions, trainee as trainees,
};

const ACTEUR: &str = "Xylographovicz";
const FAILED: &str = "Quetzalcoatlus";
const FORMATEUR: &str = "Formatovskaia";

fn number(holder: Holder, n: u8) -> forprev_core::certificate::number::CertificateNumber {
    let code = if holder == Holder::Acteur { "SST" } else { "FORM_SST" };
    forprev_core::certificate::number::CertificateNumber::new(code, 2026, [n; 8]).unwrap()
}

fn certified(c: &mut Connection, session: SessionId, holder: Holder, n: u8, name: &str) -> Result<()> {
    let person_id = (holder == Holder::Formateur).then(|| person(9, name, "Zoé").id);
    let mut row = trainee(u64::from(n), session, name);
    row.outcome = Some(Outcome::Passed);
    let document = DocumentRow {
        number: number(holder, n),
        session_id: Some(session),
        trainee_id: Some(row.id),
        position: row.position,
        signed_code: format!("FP1{name}"),
        sheet: Json(serde_json::json!({ "last_name": name })),
    };
    trainees::insert_all(c, vec![row])?;
    certificate::insert_all(c, vec![certificate_row(holder, n, person_id)], vec![document])
}

fn certificate_row(holder: Holder, n: u8, person_id: Option<PersonId>) -> certificate::Row {
    let owner = organisation(1, "Une");
    certificate::Row {
        number: number(holder, n),
        dispositif: "SST".into(),
        level: 1,
        certificate_code: "SST".into(),
        holder,
        kind: SessionKind::Initial,
        ends_on: day("2026-11-01"),
        valid_until: Some(day("2028-10-31")),
        organisation_id: owner.id,
        habilitation_id: habilitation(1, owner.id).id,
        generated_on: day("2026-11-02"),
        downloadable_until: day("2026-11-17"),
        person_id,
        revoked_at: None,
        revoked_by: None,
        revocation_reason: None,
    }
}

fn scene(c: &mut Connection) -> Result<SessionId> {
    let owner = organisation(1, "Une");
    let held = habilitation(1, owner.id);
    let mut row = session(1, &held, Some(day("2026-11-01")));
    row.erase_on = day("2026-11-18");
    row.comment = Some(format!("Vérifiez {ACTEUR}"));
    row.external_ref = Some(ACTEUR.into());
    let id = row.id;
    organisations::insert(c, owner)?;
    habilitations::insert(c, held.clone())?;
    people::insert(c, person(9, FORMATEUR, "Zoé"))?;
    sessions::insert(c, row)?;
    sessions::insert(c, session(2, &held, Some(day("2026-11-20"))))?;
    certified(c, id, Holder::Acteur, 1, ACTEUR)?;
    certified(c, id, Holder::Formateur, 2, FORMATEUR)?;
    let mut failed = trainee(3, id, FAILED);
    failed.outcome = Some(Outcome::Failed);
    trainees::insert_all(c, vec![failed])?;
    let mail = outbox::Row {
        session_id: Some(id),
        payload: Json(serde_json::json!({ "about": ACTEUR })),
        ..waiting(1, now())
    };
    outbox::insert(c, mail)?;
    let answer = idempotency::Row {
        caller: "client".into(),
        route: "POST /sessions".into(),
        key: "k".into(),
        body_hash: "h".into(),
        status: Some(201),
        headers: None,
        body: Some(format!("{{\"last_name\":\"{ACTEUR}\"}}")),
        session_id: Some(id),
        created_at: now(),
    };
    idempotency::claim(c, answer, now())?;
    Ok(id)
}

fn holds(bytes: &[u8], name: &str) -> bool {
    bytes.windows(name.len()).any(|window| window == name.as_bytes())
}

#[test]
fn s14_nothing_is_left_of_an_acteur_or_a_failed_trainee() {
    on_both(|base| {
        let pool = base.pool();
        let id = pool.write(scene).unwrap();
        // Names were rewritten in the meantime, as a correction does: old versions of rows are in free pages too.
        let corrected: Result<()> = pool.write(|c| {
            let row = sessions::touch(c, id, day("2026-11-10"), None)?;
            sessions::save(c, row)
        });
        corrected.unwrap();
        let before = base.bytes();
        assert!(holds(&before, ACTEUR) && holds(&before, FAILED), "{}", base.url);

        let due = |today: &str| -> Vec<SessionId> {
            let found: Result<_> = pool.read(|c| purge::due(c, day(today), 10));
            found.unwrap()
        };
        assert!(due("2026-11-17").is_empty(), "D+15 is readable");
        assert_eq!(due("2026-11-18"), [id]);
        assert_eq!(pool.write(|c| purge::erase(c, &[id])), Ok::<_, Error>(1));
        assert_eq!(pool.write(|c| purge::erase(c, &[id])), Ok::<_, Error>(0), "once is enough");
        pool.leave_no_trace().unwrap();
        let after = base.bytes();
        assert!(!holds(&after, ACTEUR), "{}", base.url);
        assert!(!holds(&after, FAILED), "{}", base.url);
        assert!(holds(&after, FORMATEUR), "C3: a formateur keeps their certificate");
    });
}

#[test]
fn what_is_kept_for_ever_is_kept() {
    on_both(|base| {
        let pool = base.pool();
        let id = pool.write(scene).unwrap();
        let seen = pool.write(|c| -> Result<_> {
            purge::erase(c, &[id])?;
            let acteur = certificate::find(c, &number(Holder::Acteur, 1))?;
            let acteur_document = certificate::document(c, &number(Holder::Acteur, 1))?;
            let own = certificate::of_person(c, person(9, "x", "y").id)?;
            let document = certificate::document(c, &number(Holder::Formateur, 2))?;
            let other = sessions::find(
                c,
                session(2, &habilitation(1, organisation(1, "x").id), None).id,
                day("2026-11-18"),
            );
            let mails = outbox::due(c, now(), 10)?;
            Ok((acteur, acteur_document, own, document, other.is_ok(), mails))
        });
        let (acteur, acteur_document, own, document, other, mails) = seen.unwrap();
        assert_eq!(acteur, Some(certificate_row(Holder::Acteur, 1, None)), "C6 {}", base.url);
        assert_eq!(acteur_document, None);
        assert_eq!(own.len(), 1);
        let document = document.unwrap();
        assert_eq!((document.session_id, document.trainee_id), (None, None), "it forgets its session");
        assert!(other && mails.is_empty());
    });
}

#[test]
fn s12_a_trainee_gets_one_certificate() {
    on_both(|base| {
        let pool = base.pool();
        let id = pool.write(scene).unwrap();
        let again = pool.write(|c| -> Result<()> {
            let document = DocumentRow {
                number: number(Holder::Acteur, 8),
                session_id: Some(id),
                trainee_id: Some(trainee(1, id, ACTEUR).id),
                position: 1,
                signed_code: "FP1".into(),
                sheet: Json(serde_json::json!({})),
            };
            certificate::insert_all(c, vec![certificate_row(Holder::Acteur, 8, None)], vec![document])
        });
        assert_eq!(
            again,
            Err(Error::Unique("certificate_document_trainee_id_unique".into())),
            "{}",
            base.url
        );
        let found = pool.read(|c| certificate::find(c, &number(Holder::Acteur, 8)));
        assert_eq!(found, Ok::<_, Error>(None), "all or none");
    });
}

#[test]
fn c7_a_certificate_is_revoked_once() {
    on_both(|base| {
        let pool = base.pool();
        pool.write(scene).unwrap();
        let by = person(9, "x", "y").id;
        let revoke = |n: u8| -> Result<certificate::Row> {
            pool.write(|c| certificate::revoke(c, &number(Holder::Acteur, n), by, "Fraude", now()))
        };
        assert_eq!(revoke(1).unwrap().revoked_by, Some(by), "{}", base.url);
        assert_eq!(revoke(1), Err(Error::Stale));
        assert_eq!(revoke(5), Err(Error::NotFound));
        let list = pool.read(certificate::revoked);
        assert_eq!(list, Ok::<_, Error>(vec![(number(Holder::Acteur, 1), now())]));
    });
}
