//! Many at once: nothing is lost, nothing is done twice.

use crate::{
    base::{on_both, postgres},
    rows::{day, some_sessions},
};
use forprev_core::id::SessionId;
use forprev_store::{Error, Pool, Result, session, setting};
use std::{
    sync::{
        Barrier,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

const THREADS: usize = 8;
const TIMES: usize = 25;

fn at_once(times: usize, work: impl Fn(usize) + Sync) {
    let start = Barrier::new(times);
    thread::scope(|scope| {
        for n in 0..times {
            let (start, work) = (&start, &work);
            scope.spawn(move || {
                start.wait();
                work(n);
            });
        }
    });
}

fn one_session(pool: &Pool) -> SessionId {
    pool.write(|c| -> Result<_> { Ok(some_sessions(c, 1)[0].id) }).unwrap()
}

#[test]
fn no_change_is_lost_and_no_writer_is_turned_away() {
    on_both(|base| {
        let pool = base.pool();
        let id = one_session(&pool);
        let today = day("2026-11-23");
        at_once(THREADS, |_| {
            for _ in 0..TIMES {
                let write: Result<()> = pool.write(|c| {
                    let mut row = session::touch(c, id, today, None)?;
                    // Read, compute, write: what is lost when nothing holds the row.
                    let count: u32 = row.external_ref.as_deref().unwrap_or("0").parse().unwrap();
                    row.external_ref = Some((count + 1).to_string());
                    session::save(c, row)
                });
                write.unwrap();
            }
        });
        let row = pool.read(|c| session::find(c, id, today)).unwrap_or_else(|error: Error| panic!("{error}"));
        let expected = THREADS * TIMES;
        assert_eq!(row.external_ref, Some(expected.to_string()), "{}", base.url);
        assert_eq!(row.version, i64::try_from(expected).unwrap() + 1);
    });
}

#[test]
fn of_two_who_correct_one_session_one_is_told() {
    on_both(|base| {
        let pool = base.pool();
        let id = one_session(&pool);
        let (kept, stale) = (AtomicU32::new(0), AtomicU32::new(0));
        at_once(2, |_| {
            let outcome: Result<()> = pool.write(|c| {
                let row = session::touch(c, id, day("2026-11-23"), Some(1))?;
                session::save(c, row)
            });
            match outcome {
                Ok(()) => kept.fetch_add(1, Ordering::Relaxed),
                Err(Error::Stale) => stale.fetch_add(1, Ordering::Relaxed),
                Err(other) => panic!("{other}"),
            };
        });
        assert_eq!((kept.into_inner(), stale.into_inner()), (1, 1), "{}", base.url);
    });
}

#[test]
fn two_that_block_each_other_both_end_well() {
    // SQLite has one writer at a time, and no deadlock.
    let base = postgres();
    let pool = base.pool();
    let ids: Vec<_> = pool
        .write(|c| -> Result<_> { Ok(some_sessions(c, 2).into_iter().map(|row| row.id).collect()) })
        .unwrap();
    let (tries, both_hold_one) = (AtomicU32::new(0), Barrier::new(2));
    at_once(2, |n| {
        let mut first_try = true;
        let outcome: Result<()> = pool.write(|c| {
            tries.fetch_add(1, Ordering::Relaxed);
            session::touch(c, ids[n], day("2026-11-23"), None)?;
            if std::mem::take(&mut first_try) {
                both_hold_one.wait();
            }
            session::touch(c, ids[1 - n], day("2026-11-23"), None)?;
            Ok(())
        });
        outcome.unwrap();
    });
    assert_eq!(tries.into_inner(), 3, "one of them was tried again");
    for id in ids {
        let row = pool.read(|c| session::find(c, id, day("2026-11-23")));
        let row: Result<_> = row;
        assert_eq!(row.unwrap().version, 3);
    }
}

#[test]
fn a_use_case_with_errors_of_its_own_is_tried_again_too() {
    #[derive(Debug)]
    struct Failure;
    impl From<Error> for Failure {
        fn from(_: Error) -> Self {
            Self
        }
    }
    let base = postgres();
    let pool = base.pool();
    let ids: Vec<_> = pool
        .write(|c| -> Result<_> { Ok(some_sessions(c, 2).into_iter().map(|row| row.id).collect()) })
        .unwrap();
    let both_hold_one = Barrier::new(2);
    at_once(2, |n| {
        let mut first_try = true;
        let outcome = pool.write(|c| -> std::result::Result<(), Failure> {
            session::touch(c, ids[n], day("2026-11-23"), None)?;
            if std::mem::take(&mut first_try) {
                both_hold_one.wait();
            }
            session::touch(c, ids[1 - n], day("2026-11-23"), None)?;
            Ok(())
        });
        outcome.unwrap();
    });
}

#[test]
fn a_panic_undoes_its_transaction_and_leaves_the_pool_whole() {
    on_both(|base| {
        let pool = base.pool();
        for _ in 0..3 {
            let panicked = thread::scope(|scope| {
                let work = scope.spawn(|| {
                    pool.write(|c| -> Result<()> {
                        setting::set(c, "half", "done")?;
                        std::panic::resume_unwind(Box::new("in the middle"))
                    })
                });
                work.join().is_err()
            });
            assert!(panicked);
        }
        assert_eq!(pool.write(|c| setting::get(c, "half")), Ok::<_, Error>(None), "{}", base.url);
    });
}
