//! S14, over the whole run of the server, on either database: neither its log nor its base keep a trainee.

use forprev_client::{Client, Write};
use forprev_core::{
    query::FormateurQuery,
    session::{NewFormateur, NewPlace, NewSession, NewTrainee, Results, TraineeResult},
    sign_in::Credentials,
};
use forprev_testbase::{Base, Database};
use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Four last names, a first name, and a birth date that nobody else has, as it is stored, typed and printed.
const MARKS: [&str; 8] = [
    "Zwyklemarque",
    "Quintelmarque",
    "Vorzelmarque",
    "Yxelmarque",
    "Abelardine",
    "1931-07-05",
    "05/07/1931",
    "5 juillet 1931",
];

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

/// The binary in its folder, as of an instant, on the base of this URL or on the file that it makes by itself. All that
/// it can log is appended to one file.
fn forprev(folder: &Path, database: Option<&str>, now: &str) -> Command {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_forprev"));
    command
        .env_clear()
        .current_dir(folder)
        .env("FORPREV_DEMO", "1")
        .env("FORPREV_NOW", now)
        .env("FORPREV_LOG", "trace")
        .envs(database.map(|url| ("FORPREV_DATABASE_URL", url)))
        .stderr(log);
    command
}

async fn serve(folder: &Path, database: Option<&str>, now: &str) -> (Server, Client) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = forprev(folder, database, now)
        .arg("serve")
        .env("FORPREV_BIND", format!("127.0.0.1:{port}"))
        .spawn()
        .unwrap();
    let server = Server(child);
    let client = Client::new(&format!("http://127.0.0.1:{port}"));
    let start = Instant::now();
    while client.health_ready().await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(30), "the server is not ready");
        std::thread::sleep(Duration::from_millis(20));
    }
    (server, client)
}

async fn sign_in(client: &Client, who: &str) {
    let identifier = format!("{who}@demo.example");
    client.login(&Credentials { identifier, password: "demo-forprev-2026".into() }).await.unwrap();
}

fn session(habilitation: String, formateur: String) -> NewSession {
    let trainees = MARKS[..4].iter().map(|last_name| NewTrainee {
        last_name: (*last_name).into(),
        first_name: MARKS[4].into(),
        birth_date: MARKS[5].into(),
        ..NewTrainee::default()
    });
    NewSession {
        habilitation_id: habilitation,
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
        formateurs: vec![NewFormateur { forprev_number: formateur, lead: true }],
        trainees: trainees.collect(),
        ..NewSession::default()
    }
}

async fn certify(client: &Client) {
    sign_in(client, "double").await;
    let me = client.get_me().await.unwrap();
    let organisation = me.profiles.iter().find_map(|profile| profile.organisation_id).unwrap();
    let habilitations = client.list_offered_habilitations(organisation).await.unwrap().items;
    let sst = habilitations.iter().find(|one| one.dispositif == "SST" && one.level == 1).unwrap();
    // Names in an address, where a careless log would keep them.
    let query = FormateurQuery {
        q: Some(MARKS[0].into()),
        habilitation_id: Some(sst.id.to_string()),
        ..Default::default()
    };
    client.list_formateurs(&query).await.unwrap();
    let new = session(sst.id.to_string(), me.forprev_number.to_string());
    let draft = client.create_session(&new, Write::once("k")).await.unwrap();
    // And in what is refused.
    let mut wrong = new.clone();
    wrong.trainees[0].birth_date = format!("{}x", MARKS[5]);
    wrong.trainees[1].first_name += "\u{7}";
    client.create_session(&wrong, Write::default()).await.unwrap_err();
    let submitted = client.submit_session(draft.id, Write::default()).await.unwrap();
    let results = submitted
        .trainees
        .iter()
        .map(|one| TraineeResult { trainee_id: one.id.to_string(), outcome: "passed".into() })
        .collect();
    let results = Results { dates_confirmed: true, identities_confirmed: true, results };
    client.record_results(draft.id, &results, Write::default()).await.unwrap();
    let certificates = client.generate_certificates(draft.id, Write::default()).await.unwrap();
    assert_eq!(certificates.items.len(), 4);
    client.get_certificates_zip(draft.id).await.unwrap();
}

fn marks_in(bytes: &[u8]) -> Vec<&'static str> {
    let bytes = bytes.to_ascii_lowercase();
    let held = |mark: &&&str| {
        let mark = mark.to_ascii_lowercase().into_bytes();
        bytes.windows(mark.len()).any(|part| part == mark)
    };
    MARKS.iter().filter(held).copied().collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Certifies a session, lets its fifteen days pass, and searches all that the run wrote: its log, its files, its base.
async fn nothing_is_left(folder: &Path, database: Option<&str>, base: impl Fn() -> Vec<u8>) {
    let today = "2026-11-23T08:00:00Z";
    assert!(forprev(folder, database, today).args(["seed", "--scale", "demo"]).status().unwrap().success());
    {
        let (_server, client) = serve(folder, database, today).await;
        certify(&client).await;
    }
    assert!(!marks_in(&base()).is_empty(), "it was there");
    let after = "2026-12-09T08:00:00Z";
    let logged = || fs::read_to_string(folder.join("log")).unwrap();
    let before = logged().len();
    {
        // The purge runs when the server starts; it is over when the log says so.
        let (_server, _client) = serve(folder, database, after).await;
        let start = Instant::now();
        while !logged()[before..].lines().any(|line| line.contains("job=\"purge\"")) {
            assert!(start.elapsed() < Duration::from_secs(30), "no purge");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    // While others were in its way something may be left in the files: the command is asked until it says not.
    let start = Instant::now();
    loop {
        let purged = forprev(folder, database, after).arg("purge").stdout(Stdio::piped()).spawn().unwrap();
        let purged = purged.wait_with_output().unwrap();
        if purged.status.success() {
            let said = String::from_utf8(purged.stdout).unwrap();
            assert!(said.starts_with("Erased: 0 sessions"), "the server left them: {said}");
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "no purge");
    }
    for file in files(folder) {
        assert_eq!(marks_in(&fs::read(&file).unwrap()), Vec::<&str>::new(), "{}", file.display());
    }
    assert_eq!(marks_in(&base()), Vec::<&str>::new());
}

#[tokio::test]
async fn s14_no_file_of_a_run_keeps_a_trainee() {
    let folder = std::env::temp_dir().join(format!("forprev_erasure_{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    nothing_is_left(&folder, None, || fs::read(folder.join("data/forprev.db")).unwrap()).await;
    fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn s14_no_file_of_a_run_on_postgres_keeps_a_trainee() {
    let base = Base::empty(Database::Postgres);
    nothing_is_left(&base.folder, Some(&base.url), || base.bytes()).await;
}
