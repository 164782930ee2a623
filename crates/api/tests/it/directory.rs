//! Answers of the directory are kept, and none of them outlives what it says.

use crate::raw::{Answer, get, request, send};
use chrono::{Duration, NaiveDate};
use forprev_app::directory::SEEN_WITHIN;
use forprev_core::id::HabilitationId;
use forprev_store::{self as store, Pool, PoolOptions, habilitation::SuspensionRow};
use forprev_testkit::TestApp;
use std::io::Read;

const SST: &str = "/api/v1/public/organisations?dispositif=SST";

async fn total(app: &TestApp) -> u64 {
    let answer = get(app, SST).await;
    assert_eq!(answer.status, 200);
    answer.json()["total"].as_u64().unwrap()
}

fn suspension(app: &TestApp, of: HabilitationId) -> SuspensionRow {
    SuspensionRow {
        id: uuid::Uuid::now_v7().to_string(),
        habilitation_id: of,
        from_on: app.today(),
        until_on: None,
        reason: None,
        created_at: app.clock.now().into(),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

forprev_testkit::both_databases! {
    async fn a_write_of_this_server_is_seen_at_once(app) {
        let first = app.organisation();
        assert_eq!(total(&app).await, 0);
        let held = app.habilitation(&first, "SST", 1);
        assert_eq!(total(&app).await, 1);
        // What has nothing to do with it leaves the answer as it is.
        let before = get(&app, SST).await;
        app.person(&[]);
        let after = get(&app, SST).await;
        assert_eq!((before.header("etag"), &before.text), (after.header("etag"), &after.text));
        let second = app.organisation();
        app.habilitation(&second, "SST", 1);
        assert_eq!(total(&app).await, 2);
        let suspended = suspension(&app, held);
        app.write(|tx| Ok(store::habilitation::insert_suspension(tx.conn, suspended.clone())?));
        assert_eq!(total(&app).await, 1);
    }

    async fn the_day_of_paris_ends_what_ends_with_it(app) {
        let one = app.organisation();
        app.habilitation_between(&one, "SST", 1, day("2025-01-01"), day("2026-11-30"));
        app.habilitation_between(&one, "PRAP2S", 1, day("2025-01-01"), day("2028-01-01"));
        app.on("2026-11-30");
        assert_eq!(total(&app).await, 1);
        // Half past eleven at night, then midnight, in Paris: the base knows nothing of it.
        app.clock.set("2026-11-30T22:59:59.900Z".parse().unwrap());
        assert_eq!(total(&app).await, 1);
        app.clock.set("2026-11-30T23:00:00Z".parse().unwrap());
        assert_eq!(total(&app).await, 0);
    }

    async fn a_write_of_another_server_is_seen_within_the_time_that_is_said(app) {
        let one = app.organisation();
        let held = app.habilitation(&one, "SST", 1);
        assert_eq!(total(&app).await, 1);
        let other = Pool::open(app.database_url(), PoolOptions::default()).unwrap();
        let suspended = suspension(&app, held);
        let written = other.write(|c| store::habilitation::insert_suspension(c, suspended.clone()));
        written.unwrap();
        app.clock.advance(SEEN_WITHIN - Duration::milliseconds(1));
        assert_eq!(total(&app).await, 1, "the base is not asked again before");
        app.clock.advance(Duration::milliseconds(1));
        assert_eq!(total(&app).await, 0);
    }

    async fn a_write_that_is_undone_changes_nothing(app) {
        let one = app.organisation();
        let held = app.habilitation(&one, "SST", 1);
        assert_eq!(total(&app).await, 1);
        let suspended = suspension(&app, held);
        let undone = app.app.dry_run(&forprev_app::Caller::anyone(), |tx| {
            Ok(store::habilitation::insert_suspension(tx.conn, suspended.clone())?)
        });
        undone.unwrap();
        assert_eq!(total(&app).await, 1);
    }

    async fn the_same_question_has_the_same_answer_however_it_is_packed(app) {
        let one = app.organisation();
        app.habilitation(&one, "SST", 1);
        let plain = get(&app, SST).await;
        assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept, Accept-Encoding"));
        for (coding, unpack) in [("br", unbrotli as fn(&[u8]) -> String), ("gzip", ungzip)] {
            // Made, then kept.
            for _ in 0..2 {
                let answer = request(&app, "GET", SST).header("Accept-Encoding", coding).send().await.unwrap();
                assert_eq!(answer.headers()["content-encoding"], coding);
                assert_eq!(answer.headers()["etag"], plain.header("etag"));
                assert_eq!(unpack(&answer.bytes().await.unwrap()), plain.text);
            }
        }
        let known = request(&app, "GET", SST).header("If-None-Match", plain.header("etag"));
        assert_eq!(send(known).await.status, 304);
        let csv = |path: &str| send(request(&app, "GET", path).header("Accept", "text/csv"));
        let listed: Answer = csv(SST).await;
        assert!(listed.header("content-type").starts_with("text/csv"));
        assert_eq!(listed.text.lines().count(), 2);
        assert_eq!(csv(SST).await.text, listed.text);
        assert_eq!(get(&app, SST).await.text, plain.text);
    }

    async fn last_modified_tells_midnight_in_paris_and_each_write(app) {
        let one = app.organisation();
        let held = app.habilitation(&one, "SST", 1);
        let written = "2026-01-05 10:00:00";
        let set = format!("UPDATE directory_version SET changed_at = '{written}'");
        app.write(|tx| Ok(store::testing::execute(tx.conn, &set)?));
        let midnight = "Sun, 22 Nov 2026 23:00:00 GMT";
        let first = get(&app, SST).await;
        assert_eq!(first.header("last-modified"), midnight);
        let since = |date: &str| request(&app, "GET", SST).header("If-Modified-Since", date);
        assert_eq!(send(since(midnight)).await.status, 304);
        assert_eq!(send(since("Sun, 22 Nov 2026 22:59:59 GMT")).await.status, 200);
        assert_eq!(send(since("yesterday")).await.status, 200);
        assert_eq!(send(since(midnight).header("If-None-Match", "\"another\"")).await.status, 200);
        let known = since("Sun, 22 Nov 2026 22:59:59 GMT").header("If-None-Match", first.header("etag"));
        assert_eq!(send(known).await.status, 304);
        app.on("2026-11-24");
        assert_eq!(get(&app, SST).await.header("last-modified"), "Mon, 23 Nov 2026 23:00:00 GMT");
        assert_eq!(send(since(midnight)).await.status, 200);
        // A change of this very second may not be the last of it.
        for (written, told) in [
            ("2026-11-24 07:59:58", "Tue, 24 Nov 2026 07:59:58 GMT"),
            ("2026-11-24 07:59:59", ""),
            ("2026-11-24 08:00:00", ""),
        ] {
            let rise = "UPDATE directory_version SET version = version + 1";
            app.write(|tx| Ok(store::testing::execute(tx.conn, rise)?));
            let set = format!("UPDATE directory_version SET changed_at = '{written}'");
            app.write(|tx| Ok(store::testing::execute(tx.conn, &set)?));
            let answer = send(since("Tue, 24 Nov 2026 08:00:00 GMT")).await;
            let status = if told.is_empty() { 200 } else { 304 };
            assert_eq!((answer.status, answer.header("last-modified")), (status, told), "{written}");
        }
        // What takes out is a write as any other.
        let suspended = suspension(&app, held);
        app.write(|tx| Ok(store::habilitation::insert_suspension(tx.conn, suspended.clone())?));
        let last = app.read(|tx| Ok(store::directory::changed_at(tx.conn)?));
        assert!(last.utc().to_rfc3339() > written.replace(' ', "T"), "{last:?}");
    }

    async fn what_cannot_be_asked_is_refused_whatever_is_kept(app) {
        let one = app.organisation();
        app.habilitation(&one, "SST", 1);
        let refusals = [("limit=0", 422, "field.choice"), ("cursor=nonsense", 400, "request.cursor")];
        for kept in [false, true] {
            for accept in ["application/json", "text/csv"] {
                for (wrong, status, code) in refusals {
                    let asked = request(&app, "GET", &format!("{SST}&{wrong}")).header("Accept", accept);
                    let refused = send(asked).await;
                    let found = (refused.status, refused.code());
                    assert_eq!(found, (status, code.to_owned()), "{wrong} {accept} {kept}");
                }
            }
            for accept in ["application/json", "text/csv"] {
                let asked = request(&app, "GET", SST).header("Accept", accept);
                assert_eq!(send(asked).await.status, 200);
            }
        }
    }

    async fn csv_is_given_to_who_prefers_it(app) {
        let one = app.organisation();
        app.habilitation(&one, "SST", 1);
        for (accept, media_type) in [
            ("text/csv;q=0", "application/json"),
            ("application/json, text/csv;q=0.1", "application/json"),
            ("application/json;q=0.1, text/csv", "text/csv; charset=utf-8"),
        ] {
            let answer = send(request(&app, "GET", SST).header("Accept", accept)).await;
            assert_eq!(answer.header("content-type"), media_type, "{accept}");
        }
    }

    async fn questions_that_differ_have_answers_that_differ(app) {
        for _ in 0..3 {
            let one = app.organisation();
            app.habilitation(&one, "SST", 1);
        }
        let items = |answer: Answer| answer.json()["items"].as_array().unwrap().len();
        for _ in 0..2 {
            let first = get(&app, &format!("{SST}&limit=2")).await;
            let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
            assert_eq!(items(first), 2);
            assert_eq!(items(get(&app, &format!("{SST}&limit=2&cursor={cursor}")).await), 1);
            assert_eq!(items(get(&app, SST).await), 3);
            assert_eq!(items(get(&app, &format!("{SST}&level=2")).await), 0);
            assert_eq!(items(get(&app, &format!("{SST}&q=NANTES")).await), 3);
            assert_eq!(items(get(&app, &format!("{SST}&q=paris")).await), 0);
            assert_eq!(get(&app, &format!("{SST}&limit=0")).await.status, 422);
        }
    }
}

fn unbrotli(packed: &[u8]) -> String {
    let mut text = String::new();
    brotli::Decompressor::new(packed, 4096).read_to_string(&mut text).unwrap();
    text
}

fn ungzip(packed: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text
}
