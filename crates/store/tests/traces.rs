//! S14: of sessions that were erased among others that stay, no page of the files keeps a trace. Rows that are long and
//! were changed leave copies in pages that were split, in free ones, beside the table, and in what the planner knows.

use crate::{
    base::{Base, on_both, postgres},
    operations::{letter, waiting},
    rows::{day, habilitation, now, organisation, session, trainee, uuid},
};
use diesel::{RunQueryDsl, sql_query};
use forprev_core::{
    catalogue::Holder,
    certificate::number::CertificateNumber,
    id::{SessionId, TraineeId},
    session::{Outcome, SessionKind},
};
use forprev_store::{
    Connection, Error, Json, Pool, PoolOptions, Result,
    certificate::{self, DocumentRow},
    habilitation as habilitations, idempotency, mail, organisation as organisations, outbox, purge,
    session as sessions, trainee as trainees,
};
use forprev_testbase::Database;
use std::{sync::mpsc, time::Duration};

const SESSIONS: u64 = 240;
/// Every text about a session that is erased holds this, and every other one that.
const ERASED: &str = "qzverloschen";
const KEPT: &str = "qzvgeblieben";
/// Their birth dates, in a century of their own.
const BORN: &str = "1913-02-17";

const fn is_erased(n: u64) -> bool {
    n.is_multiple_of(2)
}

/// A text of so many characters that tells of what session it is, again and again.
fn marked(n: u64, length: usize) -> String {
    let mark = if is_erased(n) { ERASED } else { KEPT };
    format!("{mark} {n} ").chars().cycle().take(length - 1).chain(['x']).collect()
}

fn people(n: u64, session: SessionId, length: usize) -> Vec<trainees::Row> {
    let one = |place: u64| trainees::Row {
        id: TraineeId::new(uuid(100_000 + n * 10 + place)),
        position: i32::try_from(place).unwrap(),
        first_name: marked(n, length),
        birth_date: day(if is_erased(n) { BORN } else { "1990-04-02" }),
        outcome: Some(if place == 0 { Outcome::Passed } else { Outcome::Failed }),
        email: format!("{}@test.example", marked(n, 20).replace(' ', ".")).parse().ok(),
        ..trainee(place, session, &marked(n, length + 20))
    };
    (0..5).map(one).collect()
}

fn certificate(n: u64, session: &sessions::Row) -> (certificate::Row, DocumentRow) {
    let digits = [0, 0, 0, 0, 0, 0, n / 32, n % 32].map(|digit| u8::try_from(digit).unwrap());
    let number = CertificateNumber::new("SST", 2026, digits).unwrap();
    let row = certificate::Row {
        number: number.clone(),
        dispositif: "SST".into(),
        level: 1,
        certificate_code: "SST".into(),
        holder: Holder::Acteur,
        kind: SessionKind::Initial,
        ends_on: day("2026-11-01"),
        valid_until: Some(day("2028-10-31")),
        organisation_id: session.organisation_id,
        habilitation_id: session.habilitation_id,
        generated_on: day("2026-11-02"),
        downloadable_until: day("2026-11-17"),
        person_id: None,
        revoked_at: None,
        revoked_by: None,
        revocation_reason: None,
    };
    let document = DocumentRow {
        number,
        session_id: Some(session.id),
        trainee_id: Some(TraineeId::new(uuid(100_000 + n * 10))),
        position: 0,
        signed_code: format!("FP1 {}", marked(n, 400)),
        sheet: Json(told(n)),
    };
    (row, document)
}

fn told(n: u64) -> serde_json::Value {
    let born = if is_erased(n) { BORN } else { "1990-04-02" };
    serde_json::json!({ "last_name": marked(n, 100), "birth_date": born, "others": marked(n, 3000) })
}

fn organisation_of_all(c: &mut Connection) -> Result<()> {
    let owner = organisation(1, "Une");
    let held = habilitation(1, owner.id);
    organisations::insert(c, owner)?;
    habilitations::insert(c, held)
}

fn write(c: &mut Connection, n: u64) -> Result<SessionId> {
    let held = habilitation(1, organisation(1, "Une").id);
    let mut row = session(1000 + n, &held, Some(day("2026-11-01")));
    row.erase_on = day(if is_erased(n) { "2026-11-18" } else { "2027-06-01" });
    row.place_name = Some(marked(n, 120));
    row.external_ref = Some(marked(n, 100));
    row.comment = Some(marked(n, 2000));
    let id = row.id;
    sessions::insert(c, row.clone())?;
    trainees::insert_all(c, people(n, id, 60))?;
    let (certificate, document) = certificate(n, &row);
    certificate::insert_all(c, vec![certificate], vec![document])?;
    let line = waiting(n, now());
    outbox::insert(
        c,
        outbox::Row { session_id: Some(id), payload: Json(told(n)), mail_id: Some(n.to_string()), ..line },
    )?;
    mail::insert(c, mail::Row { content: Some(Json(told(n))), ..letter(&n.to_string()) })?;
    let answer = idempotency::Row {
        caller: "client".into(),
        route: "create_session".into(),
        key: n.to_string(),
        body_hash: "h".into(),
        status: Some(201),
        headers: None,
        body: Some(told(n).to_string()),
        session_id: Some(id),
        created_at: now(),
    };
    idempotency::claim(c, answer, now())?;
    Ok(id)
}

/// A correction: shorter or longer than what was.
fn correct(c: &mut Connection, n: u64, id: SessionId) -> Result<()> {
    let length = usize::try_from(n * 7 % 40).unwrap() + 14;
    let mut row = sessions::touch(c, id, day("2026-11-10"), None)?;
    row.comment = Some(marked(n, length * 37));
    sessions::save(c, row)?;
    let mut all = trainees::of_session(c, id)?;
    let mut last = all.pop().unwrap();
    last.id = TraineeId::new(uuid(200_000 + n));
    last.last_name = marked(n, length);
    // The one who passed keeps their row: a certificate names it.
    trainees::insert_all(c, vec![trainees::Row { position: 9, ..last }])
}

fn execute(base: &Base, statement: &str) {
    base.pool().write(|c| -> Result<_> { Ok(sql_query(statement).execute(c)?) }).unwrap();
}

/// Whether the text stands in these bytes.
fn holds(bytes: &[u8], text: &str) -> bool {
    let first = text.as_bytes()[0];
    bytes.windows(text.len()).any(|part| part[0] == first && part == text.as_bytes())
}

#[test]
fn s14_what_was_erased_among_what_stays_is_in_no_page() {
    on_both(|base| {
        let postgres = base.on() == Database::Postgres;
        if postgres {
            // Compressed, nobody would find them, and they would be there.
            for (table, column) in [
                ("session", "comment"),
                ("outbox", "payload"),
                ("mail", "content"),
                ("idempotency", "body"),
                ("certificate_document", "sheet"),
            ] {
                execute(base, &format!("ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL"));
            }
        }
        let pool = base.pool();
        pool.write(organisation_of_all).unwrap();
        // A transaction each, so that what is erased lies between what stays.
        let ids: Vec<_> = (0..SESSIONS).map(|n| pool.write(|c| write(c, n)).unwrap()).collect();
        for (n, id) in (0..).zip(&ids).filter(|(n, _)| n % 3 != 0) {
            pool.write(|c| correct(c, n, *id)).unwrap();
        }
        if postgres {
            execute(base, "ANALYZE");
        }
        let before = base.bytes().to_ascii_lowercase();
        assert!([ERASED, KEPT, BORN].iter().all(|mark| holds(&before, mark)), "{}", base.url);

        let mut erased = 0;
        loop {
            let some: Vec<SessionId> =
                pool.read(|c| -> Result<_> { purge::due(c, day("2026-11-18"), 50) }).unwrap();
            if some.is_empty() {
                break;
            }
            erased += pool.write(|c| purge::erase(c, &some)).unwrap();
        }
        assert_eq!(erased as u64, SESSIONS / 2);
        pool.leave_no_trace().unwrap();
        if postgres {
            execute(base, "ANALYZE");
        }
        let after = base.bytes().to_ascii_lowercase();
        for mark in [ERASED, BORN] {
            assert!(!holds(&after, mark), "{mark} is left in {}", base.url);
        }
        assert!(holds(&after, KEPT));
        for (n, id) in (0..).zip(&ids).filter(|(n, _)| !is_erased(*n)) {
            let left = pool.read(|c| trainees::of_session(c, *id)).unwrap();
            assert_eq!(left.len(), if n % 3 == 0 { 5 } else { 6 }, "session {n} of {}", base.url);
        }
    });
}

/// Erases a session while `other` runs, which began before; then once it has ended. On SQLite the checkpoint waits for
/// readers, for as long as its patience lasts.
fn erased_beside(base: &Base, other: impl FnOnce(mpsc::Sender<()>, mpsc::Receiver<()>) + Send) {
    let pool = base.pool();
    pool.write(organisation_of_all).unwrap();
    let id = pool.write(|c| write(c, 0)).unwrap();
    std::thread::scope(|scope| {
        let ((begins, begun), (stop, stopped)) = (mpsc::channel(), mpsc::channel());
        scope.spawn(move || other(begins, stopped));
        begun.recv().unwrap();
        assert_eq!(pool.write(|c| purge::erase(c, &[id])).unwrap(), 1);
        // It may not say that nothing is left.
        let impatient = PoolOptions { wait: Duration::from_millis(300), ..PoolOptions::default() };
        assert_eq!(Pool::open(&base.url, impatient).unwrap().leave_no_trace(), Err(Error::Busy));
        drop(stop);
    });
    pool.leave_no_trace().unwrap();
    let after = base.bytes().to_ascii_lowercase();
    assert!(!holds(&after, ERASED) && !holds(&after, BORN));
}

#[test]
fn s14_who_still_reads_what_was_erased_is_waited_for_on_postgres() {
    let base = postgres();
    let reader = base.pool();
    erased_beside(&base, move |begins, stopped| {
        // It asks about something else, but could still ask about the session.
        let done = reader.read(|c| -> Result<()> {
            organisations::find(c, organisation(1, "Une").id)?;
            begins.send(()).unwrap();
            let _: std::result::Result<(), _> = stopped.recv();
            Ok(())
        });
        done.unwrap();
    });
}

#[test]
fn s14_who_writes_to_another_database_of_the_server_is_waited_for_too() {
    let (base, elsewhere) = (postgres(), postgres());
    let writer = elsewhere.pool();
    erased_beside(&base, move |begins, stopped| {
        let done = writer.write(|c| -> Result<()> {
            organisations::insert(c, organisation(1, "Une"))?;
            begins.send(()).unwrap();
            let _: std::result::Result<(), _> = stopped.recv();
            Ok(())
        });
        done.unwrap();
    });
}
