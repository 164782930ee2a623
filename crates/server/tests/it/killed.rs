//! The server killed under load: what it acknowledged is there, and nothing is there by half.

use forprev_client::{Client, Write};
use forprev_core::{
    id::SessionId,
    query::SessionQuery,
    session::{NewFormateur, NewPlace, NewSession, State},
};
use forprev_testkit::{Database, PASSWORD, TestApp, everybody_passed, trainee};
use futures_util::future::join_all;
use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, time::timeout};

pub struct Killable {
    pub child: Child,
    pub folder: PathBuf,
    pub url: String,
}

impl Drop for Killable {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The binary, on the base of `app`, which has made it and stands aside; with these settings besides.
pub async fn serve(app: &TestApp, name: &str, settings: &[(&str, String)]) -> Killable {
    let folder = std::env::temp_dir().join(format!("forprev_killed_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new(env!("CARGO_BIN_EXE_forprev"))
        .arg("serve")
        .current_dir(&folder)
        .env("FORPREV_DATABASE_URL", app.database_url())
        .env("FORPREV_BIND", format!("127.0.0.1:{port}"))
        .env("FORPREV_DEMO", "1")
        .env("FORPREV_NOW", "2026-11-23T08:00:00Z")
        .env("FORPREV_RATE_LIMIT", "0")
        .envs(settings.iter().map(|(name, value)| (*name, value.as_str())))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Killable { child, folder, url: format!("http://127.0.0.1:{port}") };
    let start = Instant::now();
    while Client::new(&server.url).health_ready().await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(30), "the server is not ready");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server
}

pub async fn signed_in(server: &Killable, who: &str) -> Client {
    let client = Client::new(&server.url);
    let identifier = format!("{who}@demo.example");
    let credentials = forprev_core::sign_in::Credentials { identifier, password: PASSWORD.into() };
    client.login(&credentials).await.unwrap();
    client
}

async fn new_session(client: &Client) -> NewSession {
    let me = client.get_me().await.unwrap();
    let organisation = me.profiles.iter().find_map(|profile| profile.organisation_id).unwrap();
    let offered = client.list_offered_habilitations(organisation).await.unwrap().items;
    let sst = offered.into_iter().find(|one| one.dispositif == "SST" && one.level == 1).unwrap();
    NewSession {
        habilitation_id: sst.id.to_string(),
        certificate_code: Some("SST".into()),
        kind: Some("initial".into()),
        ends_on: Some("2026-11-20".into()),
        place: Some(NewPlace {
            name: "Centre".into(),
            address: "1 rue de la Paix".into(),
            postal_code: "44000".into(),
            city: "Nantes".into(),
            insee_code: Some("44109".into()),
            platform_id: None,
        }),
        formateurs: vec![NewFormateur { forprev_number: me.forprev_number.to_string(), lead: true }],
        trainees: (0..10).map(trainee).collect(),
        ..NewSession::default()
    }
}

/// What the server acknowledged of each session: its state and how many certificates. Each write that it acknowledges
/// adds a permit.
struct Acknowledged {
    sessions: Mutex<BTreeMap<SessionId, (State, usize)>>,
    writes: Semaphore,
}

/// Takes sessions through their life until the server is gone.
async fn work(client: Client, new: NewSession, worker: usize, acknowledged: Arc<Acknowledged>) {
    let note = |id, state, certificates| {
        acknowledged.sessions.lock().unwrap().insert(id, (state, certificates));
        acknowledged.writes.add_permits(1);
    };
    for turn in 0.. {
        let new = NewSession { external_ref: Some(format!("killed-{worker}-{turn}")), ..new.clone() };
        let Ok(draft) = client.create_session(&new, Write::default()).await else { return };
        note(draft.id, State::Draft, 0);
        let Ok(submitted) = client.submit_session(draft.id, Write::default()).await else { return };
        note(draft.id, State::Submitted, 0);
        let results = everybody_passed(&submitted);
        if client.record_results(draft.id, &results, Write::default()).await.is_err() {
            return;
        }
        note(draft.id, State::Verified, 0);
        let Ok(certificates) = client.generate_certificates(draft.id, Write::default()).await else { return };
        note(draft.id, State::Certified, certificates.items.len());
    }
}

fn rank(state: State) -> usize {
    [State::Draft, State::Submitted, State::Verified, State::Certified]
        .iter()
        .position(|one| *one == state)
        .unwrap()
}

async fn killed_under_load(database: Database) {
    let app = TestApp::demo(database);
    let acknowledged = Arc::new(Acknowledged { sessions: Mutex::default(), writes: Semaphore::new(0) });
    // Killed after so many writes, wherever the others are then.
    for (round, writes) in [37, 58].into_iter().enumerate() {
        let mut server = serve(&app, &format!("{database:?}_{round}").to_lowercase(), &[]).await;
        let client = signed_in(&server, "double").await;
        let new = new_session(&client).await;
        let workers = (0..4).map(|worker| {
            tokio::spawn(work(client.clone(), new.clone(), round * 10 + worker, Arc::clone(&acknowledged)))
        });
        let workers: Vec<_> = workers.collect();
        let enough = timeout(Duration::from_secs(60), acknowledged.writes.acquire_many(writes)).await;
        enough.expect("the server does not write").unwrap().forget();
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        for worker in join_all(workers).await {
            worker.unwrap();
        }
        // What was acknowledged while it was being killed is not of the next round.
        acknowledged.writes.forget_permits(usize::MAX);
    }
    let server = serve(&app, &format!("{database:?}_after").to_lowercase(), &[]).await;
    let client = signed_in(&server, "double").await;
    let acknowledged = acknowledged.sessions.lock().unwrap().clone();
    assert!(acknowledged.len() >= (37 + 58) / 4, "{database:?}: {} sessions only", acknowledged.len());
    for (id, (state, certificates)) in &acknowledged {
        let session = client.get_session(*id).await.unwrap();
        assert!(rank(session.state) >= rank(*state), "{id} was {state:?} and is {:?}", session.state);
        if *certificates > 0 {
            assert_eq!(client.list_certificates(*id).await.unwrap().items.len(), *certificates, "{id}");
        }
    }
    // Also of those that nobody was told of, each is whole.
    let mut query = SessionQuery { limit: Some(200), ..SessionQuery::default() };
    loop {
        let page = client.list_sessions(&query).await.unwrap();
        let ours = |row: &&forprev_core::session::SessionRow| {
            row.external_ref.as_deref().is_some_and(|reference| reference.starts_with("killed-"))
        };
        for row in page.items.iter().filter(ours) {
            assert_eq!(row.trainee_count, 10, "{}", row.id);
            if row.state == State::Certified {
                assert_eq!(client.list_certificates(row.id).await.unwrap().items.len(), 10, "{}", row.id);
            }
        }
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_on_sqlite() {
    killed_under_load(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_on_postgres() {
    killed_under_load(Database::Postgres).await;
}
