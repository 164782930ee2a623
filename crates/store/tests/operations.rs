//! What the system does for itself.

use crate::{
    base::on_both,
    rows::{now, organisation, person, uuid},
};
use chrono::TimeDelta;
use diesel::{RunQueryDsl, sql_query};
use forprev_core::{id::OrganisationId, mail::MailState, session::SessionKind};
use forprev_store::{
    Error, Instant, Json, Result, audit,
    idempotency::{self, Claim},
    mail, organisation as organisations, outbox, person as people, refresh_token, scheduled_run,
    sign_in_attempt, statistic,
};

fn later(seconds: i64) -> Instant {
    (now().utc() + TimeDelta::seconds(seconds)).into()
}

/// A mail that is due.
pub fn letter(id: &str) -> mail::Row {
    mail::Row {
        id: id.into(),
        person_id: None,
        recipient: "anne@test.example".into(),
        kind: "session.submitted".into(),
        state: MailState::Waiting,
        created_at: now(),
        due_at: now(),
        done_at: None,
        attempts: 0,
        last_error: None,
        content: None,
    }
}

pub fn waiting(n: u64, due_at: Instant) -> outbox::Row {
    outbox::Row {
        id: n.to_string(),
        kind: "session.submitted".into(),
        person_id: None,
        session_id: None,
        organisation_id: None,
        payload: Json(serde_json::json!({ "session": n })),
        created_at: now(),
        due_at,
        done_at: None,
        mail_id: None,
    }
}

#[test]
fn the_audit_only_grows() {
    on_both(|base| {
        let pool = base.pool();
        let line = audit::Row {
            id: uuid(1).to_string(),
            at: now(),
            person_id: None,
            client_id: None,
            action: "session.submit".into(),
            resource_kind: "session".into(),
            resource_id: Some("s".into()),
            organisation_id: None,
            caisse_code: None,
            address: None,
            detail: Some(Json(serde_json::json!({ "trainees": 4 }))),
        };
        pool.write(|c| -> Result<()> { audit::insert(c, line.clone()) }).unwrap();
        for statement in ["UPDATE audit SET action = 'none'", "DELETE FROM audit"] {
            let outcome = pool.write(|c| -> Result<usize> { Ok(sql_query(statement).execute(c)?) });
            assert_eq!(outcome, Err(Error::Internal("audit is append-only".into())), "{}", base.url);
        }
        let kept = pool.read(|c| audit::of_resource(c, "session", "s"));
        assert_eq!(kept, Ok::<_, Error>(vec![line]), "{}", base.url);
    });
}

#[test]
fn what_is_to_be_told_becomes_one_mail() {
    on_both(|base| {
        let pool = base.pool();
        let outcome = pool.write(|c| -> Result<_> {
            let ids = ["1".to_owned(), "2".to_owned()];
            outbox::insert(c, waiting(1, now()))?;
            outbox::insert(c, waiting(2, now()))?;
            outbox::put_off(c, &ids[..1], later(60))?;
            let due = [outbox::due(c, now(), 10)?.len(), outbox::due(c, later(60), 10)?.len()];
            let first = outbox::done(c, &ids, Some("mail"), later(61))?;
            let second = outbox::done(c, &ids, Some("other"), later(61))?;
            let told = outbox::of_mail(c, "mail")?.len();
            Ok((due, first, second, told, outbox::due(c, later(9_999), 10)?.len()))
        });
        assert_eq!(outcome, Ok(([1, 2], 2, 0, 2, 0)), "{}", base.url);
    });
}

#[test]
fn a_mail_is_taken_by_one_server_and_tried_again() {
    on_both(|base| {
        let pool = base.pool();
        let outcome = pool.write(|c| -> Result<_> {
            mail::insert(c, letter("1"))?;
            let first = mail::take(c, "1", now(), later(60))?;
            let second = mail::take(c, "1", now(), later(60))?;
            // The first one died: after its time, another one tries.
            let third = mail::take(c, "1", later(60), later(120))?;
            let outcome = |state, seconds, error: Option<&str>| mail::Outcome {
                state,
                due_at: later(seconds),
                error: error.map(Into::into),
                content: None,
            };
            mail::tried(c, "1", later(61), outcome(MailState::Waiting, 180, Some("connection refused")))?;
            let none = mail::due(c, later(120), 10)?.len();
            let due = mail::due(c, later(180), 10)?;
            mail::tried(c, "1", later(200), outcome(MailState::Sent, 200, None))?;
            let after = mail::due(c, later(9_999), 10)?.len();
            let bounced = mail::bounced(c, "1", "5.1.1")?.map(|row| row.state);
            let again = mail::bounced(c, "1", "5.1.1")?.is_none();
            Ok((
                first,
                second,
                third,
                none,
                due[0].attempts,
                due[0].last_error.clone(),
                after,
                bounced,
                again,
            ))
        });
        let error = Some("connection refused".to_owned());
        let expected = (true, false, true, 0, 2, error, 0, Some(MailState::Bounced), true);
        assert_eq!(outcome, Ok(expected), "{}", base.url);
    });
}

#[test]
fn a_key_is_claimed_once() {
    on_both(|base| {
        let pool = base.pool();
        let row = idempotency::Row {
            caller: "client".into(),
            route: "POST /sessions".into(),
            key: "k-1".into(),
            body_hash: "hash".into(),
            status: None,
            headers: None,
            body: None,
            session_id: None,
            created_at: now(),
        };
        let id = ("client", "POST /sessions", "k-1");
        let claim = |since: Instant| -> Claim {
            let claimed: Result<_> = pool.write(|c| idempotency::claim(c, row.clone(), since));
            claimed.unwrap()
        };
        assert!(matches!(claim(now()), Claim::First), "{}", base.url);
        assert!(matches!(claim(now()), Claim::Used(running) if running.status.is_none()));
        let answered =
            pool.write(|c| idempotency::answer(c, id, 201, serde_json::json!({ "etag": "1" }), "{}", None));
        answered.unwrap_or_else(|error: Error| panic!("{error}"));
        let Claim::Used(answer) = claim(now()) else { panic!("a key is used once") };
        assert_eq!((answer.status, answer.body.as_deref()), (Some(201), Some("{}")));
        // After 24 hours the key is new again.
        assert!(matches!(claim(later(1)), Claim::First));
    });
}

#[test]
fn failures_are_counted_and_forgotten() {
    on_both(|base| {
        let outcome = base.pool().write(|c| -> Result<_> {
            let counts = [
                sign_in_attempt::fail(c, "a", now(), later(-600))?,
                sign_in_attempt::fail(c, "a", later(10), later(-590))?,
                sign_in_attempt::fail(c, "b", later(10), later(-590))?,
            ];
            sign_in_attempt::block(c, "a", later(70))?;
            let blocked = sign_in_attempt::find_all(c, &["a".into(), "b".into()])?;
            let long_after = sign_in_attempt::fail(c, "a", later(9_000), later(8_400))?;
            for _ in 0..7 {
                sign_in_attempt::fail(c, "c", later(0), later(-600))?;
            }
            sign_in_attempt::fade(c, "c", later(119), chrono::Duration::seconds(60))?;
            assert_eq!(sign_in_attempt::find_all(c, &["c".into()])?[0].failures, 3, "one half-life is over");
            sign_in_attempt::fade(c, "c", later(9_000_000), chrono::Duration::seconds(60))?;
            assert_eq!(sign_in_attempt::find_all(c, &["c".into()])?[0].failures, 0);
            sign_in_attempt::forget(c, "a")?;
            let again = sign_in_attempt::fail(c, "a", later(9_001), later(8_401))?;
            let until = blocked.iter().find(|row| row.key == "a").and_then(|row| row.blocked_until);
            Ok((counts, blocked.len(), until, long_after, again))
        });
        assert_eq!(outcome, Ok(([1, 2, 1], 2, Some(later(70)), 1, 1)), "{}", base.url);
    });
}

#[test]
fn a_refresh_token_is_used_once() {
    on_both(|base| {
        let outcome = base.pool().write(|c| -> Result<_> {
            let owner = person(1, "Martin", "Anne");
            people::insert(c, owner.clone())?;
            let token = |n: u64| refresh_token::Row {
                id: uuid(n).to_string(),
                family_id: "family".into(),
                person_id: owner.id,
                token_hash: format!("hash {n}"),
                created_at: now(),
                expires_at: later(3_600),
                used_at: None,
                ended_at: None,
            };
            refresh_token::insert(c, token(1))?;
            refresh_token::insert(c, token(2))?;
            let first = refresh_token::use_once(c, &token(1).id, later(1))?;
            let again = refresh_token::use_once(c, &token(1).id, later(2))?;
            let predecessor = !refresh_token::used_since(c, &token(1))?;
            refresh_token::use_once(c, &token(2).id, later(3))?;
            let older = refresh_token::used_since(c, &token(1))?;
            refresh_token::end_family(c, "family", later(4))?;
            let ended = refresh_token::by_hash(c, "hash 2")?.and_then(|row| row.ended_at);
            let left = (
                refresh_token::erase_expired(c, later(3_600))?,
                refresh_token::erase_expired(c, later(3_601))?,
            );
            Ok((first, again, predecessor, older, ended, left))
        });
        assert_eq!(outcome, Ok((true, false, true, true, Some(later(4)), (0, 2))), "{}", base.url);
    });
}

#[test]
fn a_scheduled_work_runs_once() {
    on_both(|base| {
        let outcome = base.pool().write(|c| -> Result<_> {
            scheduled_run::register(c, "purge", now())?;
            scheduled_run::register(c, "purge", later(999))?;
            let taken = [
                scheduled_run::take(c, "purge", later(-1), later(60))?,
                scheduled_run::take(c, "purge", now(), later(60))?,
                scheduled_run::take(c, "purge", now(), later(60))?,
            ];
            // The second server's word of a run that is no longer its own.
            scheduled_run::finish(c, "purge", later(61), later(2), later(77), None)?;
            scheduled_run::finish(c, "purge", later(60), later(2), later(60), Some("disk full"))?;
            let all = scheduled_run::all(c)?;
            // A server that died with it: after its time, another has it.
            let died = [
                scheduled_run::take(c, "purge", later(60), later(120))?,
                scheduled_run::take(c, "purge", later(119), later(180))?,
                scheduled_run::take(c, "purge", later(120), later(180))?,
            ];
            let row = &all[0];
            Ok((taken, all.len(), row.next_at, row.last_error.clone(), row.failures, died))
        });
        assert_eq!(
            outcome,
            Ok(([false, true, false], 1, later(60), Some("disk full".into()), 1, [true, false, true])),
            "{}",
            base.url
        );
    });
}

#[test]
fn c8_figures_of_the_same_cell_add_up() {
    on_both(|base| {
        let row = statistic::Row {
            month: "2026-11".into(),
            dispositif: "SST".into(),
            level: 1,
            certificate_code: "SST".into(),
            kind: SessionKind::Mac,
            departement: String::new(),
            caisse_code: String::new(),
            organisation_id: OrganisationId::new(uuid(1)),
            sessions: 1,
            trainees: 10,
            certified: 9,
        };
        let all = base.pool().write(|c| -> Result<_> {
            organisations::insert(c, organisation(1, "Une"))?;
            statistic::add(c, row.clone())?;
            statistic::add(c, statistic::Row { trainees: 4, certified: 4, ..row.clone() })?;
            statistic::add(c, statistic::Row { kind: SessionKind::Initial, ..row.clone() })?;
            statistic::all(c)
        });
        let figures: Vec<_> = all
            .unwrap()
            .into_iter()
            .map(|one| (one.kind, one.sessions, one.trainees, one.certified))
            .collect();
        let expected = [(SessionKind::Initial, 1, 10, 9), (SessionKind::Mac, 2, 14, 13)];
        assert_eq!(figures, expected, "{}", base.url);
    });
}
