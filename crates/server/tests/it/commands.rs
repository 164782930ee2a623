//! The binary, as an operator meets it.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

/// A folder with a base and keys of its own.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("forprev_server_{name}_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_forprev"));
        command
            .args(arguments)
            .env_clear()
            .current_dir(&self.0)
            .env("FORPREV_LOG", "warn")
            .envs(environment.iter().copied());
        command
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        self.command(arguments, environment).output().unwrap()
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// A server that ends with its test.
struct Serving {
    child: Child,
    port: u16,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    fn start(place: &Place, environment: &[(&str, &str)]) -> Self {
        let port = free_port();
        let bind = format!("127.0.0.1:{port}");
        let mut all = environment.to_vec();
        all.push(("FORPREV_BIND", &bind));
        let child = place.command(&["serve"], &all).stderr(Stdio::null()).spawn().unwrap();
        Self { child, port }
    }

    fn wait_until_ready(&self) -> Duration {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            if get(self.port, "/health/ready").is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return start.elapsed();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server is not ready after 30 s");
    }
}

#[test]
fn every_setting_is_listed_with_its_default() {
    let output =
        Place::new("config").run(&["config"], &[("FORPREV_DATABASE_URL", "postgres://f:secret@db/forprev")]);
    let text = told(&output);
    assert!(output.status.success(), "{text}");
    for expected in [
        "FORPREV_BIND=127.0.0.1:8080  # default",
        "FORPREV_SECRET_KEY_FILE=data/secret.key",
        "FORPREV_SIGNING_KEYS_DIR=data/signing-keys",
        "FORPREV_ATTACHMENTS_URL=file:data/attachments",
        "FORPREV_TRUSTED_PROXIES=",
        "FORPREV_DEMO=0",
        "FORPREV_NOW=",
        "FORPREV_PUBLIC_URL=http://localhost:8080",
        "FORPREV_DATABASE_URL=postgres://f:…@db/forprev  # from the environment",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains("secret@"));
}

#[test]
fn a_wrong_value_stops_the_start_with_a_sentence() {
    let place = Place::new("wrong");
    for (name, value) in [
        ("FORPREV_DATABASE_URL", "forprev.db"),
        ("FORPREV_BIND", "localhost"),
        ("FORPREV_ATTACHMENTS_URL", "data/attachments"),
        ("FORPREV_NOW", "2026-11-23T08:00:00Z"),
        ("FORPREV_DEMO", "maybe"),
        ("FORPREV_CONFIG", "/nowhere/forprev.toml"),
    ] {
        let output = place.run(&["serve"], &[(name, value)]);
        assert!(!output.status.success(), "{name}");
        let text = told(&output);
        assert!(text.contains("expected") || text.contains("/nowhere"), "{name}: {text}");
    }
    std::fs::write(place.0.join("forprev.toml"), "colour = 'red'").unwrap();
    let output = place.run(&["--config", "forprev.toml", "serve"], &[]);
    assert!(told(&output).contains("unknown setting"), "{}", told(&output));
}

#[test]
fn the_demonstration_is_seeded_once_and_served_as_such_only() {
    let place = Place::new("demo");
    let refused = place.run(&["seed"], &[]);
    assert!(!refused.status.success() && told(&refused).contains("FORPREV_DEMO=1"));
    let demo = [("FORPREV_DEMO", "1"), ("FORPREV_NOW", "2026-11-23T08:00:00Z")];
    let first = place.run(&["seed", "--scale", "demo"], &demo);
    assert!(first.status.success() && told(&first).contains("were written"), "{}", told(&first));
    let base = std::fs::read(place.0.join("data/forprev.db")).unwrap();
    let second = place.run(&["seed", "--scale", "demo"], &demo);
    assert!(second.status.success() && told(&second).contains("already"), "{}", told(&second));
    assert_eq!(std::fs::read(place.0.join("data/forprev.db")).unwrap(), base, "nothing changed");

    let without = place.run(&["serve"], &[("FORPREV_BIND", "127.0.0.1:0")]);
    assert!(!without.status.success() && told(&without).contains("demonstration"), "{}", told(&without));

    let server = Serving::start(&place, &demo);
    server.wait_until_ready();
    let accounts = get(server.port, "/api/v1/demo").unwrap();
    for account in
        ["gestionnaire", "delegataire", "formateur", "demandeur", "instructeur", "cnh", "inrs", "double"]
    {
        assert!(accounts.contains(&format!("{account}@demo.example")), "{account}");
    }
    let parameters = get(server.port, "/api/v1/dispositifs").unwrap();
    assert!(parameters.starts_with("HTTP/1.1 200"));
    // What is no address of the API is the application's own; the API never answers with its page.
    let nothing = get(server.port, "/api/v1/nothing").unwrap();
    assert!(nothing.starts_with("HTTP/1.1 404") && nothing.contains("application/problem+json"), "{nothing}");
    assert!(get(server.port, "/assets/missing.js").unwrap().starts_with("HTTP/1.1 404"));
    assert!(get(server.port, "/../../Cargo.toml").unwrap().starts_with("HTTP/1.1 404"));
}

#[test]
fn a_server_starts_on_an_empty_place_and_stops_when_asked() {
    let place = Place::new("serve");
    let migrated = place.run(&["migrate"], &[]);
    assert!(migrated.status.success(), "{}", told(&migrated));
    let mut server = Serving::start(&place, &[]);
    let took = server.wait_until_ready();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(get(server.port, "/api/v1/demo").unwrap().starts_with("HTTP/1.1 404"), "no demonstration here");
    let stopped = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = server.child.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
}

#[test]
fn a_purge_can_be_asked_for_and_the_document_written() {
    let place = Place::new("purge");
    assert!(place.run(&["migrate"], &[]).status.success());
    let purged = place.run(&["purge"], &[]);
    assert!(purged.status.success() && told(&purged).contains("0 sessions"), "{}", told(&purged));
    let document = place.run(&["openapi"], &[("FORPREV_BIND", "nonsense")]);
    assert!(document.status.success(), "it needs no configuration");
    assert!(told(&document).starts_with("{\n  \"openapi\": \"3.1.0\""));
}

#[test]
fn the_log_is_verified_by_a_command() {
    let place = Place::new("audit");
    assert!(place.run(&["migrate"], &[]).status.success());
    let empty = place.run(&["audit", "verify"], &[]);
    assert!(empty.status.success() && told(&empty).contains("The log holds."), "{}", told(&empty));
    let json = place.run(&["audit", "verify", "--json"], &[]);
    assert!(json.status.success() && told(&json).contains("\"holds\":true"), "{}", told(&json));
    // A place that the chain never had: somebody cut the end off.
    let expected = format!("7:{}", "a".repeat(64));
    let cut = place.run(&["audit", "verify", "--expect", &expected], &[]);
    assert_eq!(cut.status.code(), Some(1));
    assert!(told(&cut).contains("BROKEN"), "{}", told(&cut));
    let wrong = place.run(&["audit", "verify", "--expect", "seven"], &[]);
    assert_eq!(wrong.status.code(), Some(2));
    let nowhere = [("FORPREV_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")];
    assert_eq!(place.run(&["audit", "verify"], &nowhere).status.code(), Some(2));
}
