use std::sync::Barrier;

use forprev_core::certificate::signature::verify;
use forprev_core::session::SessionKind;

use super::*;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("forprev-keys-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn content() -> SignedContent {
    SignedContent {
        certificate_number: "SST-2026-73S0ZG9CS".parse().unwrap(),
        dispositif: "SST".into(),
        level: 1,
        certificate_code: "SST".into(),
        last_name: "Nguyễn".into(),
        first_name: "Éloïse".into(),
        birth_date: "1990-04-02".parse().unwrap(),
        kind: SessionKind::Mac,
        end: "2026-08-31".parse().unwrap(),
        valid_until: None,
        organisation: "Prévention Ouest".into(),
        habilitation_number: "H12345/2026/SST-1/O/13".parse().unwrap(),
    }
}

#[test]
fn c6_a_code_signed_before_a_rotation_still_verifies() {
    let folder = folder("rotation");
    let keys = SigningKeys::open_or_create(&folder, at("2026-11-02T08:00:00Z")).unwrap();
    // A second server on the same folder.
    let other = SigningKeys::open_or_create(&folder, at("2026-11-02T08:00:01Z")).unwrap();
    assert_eq!((keys.current(), other.current()), ("2026-1".into(), "2026-1".into()));
    let before = keys.sign(&content());
    assert_eq!(before, other.sign(&content()));

    assert_eq!(keys.rotate(at("2026-12-01T00:00:00Z")).unwrap(), "2026-2");
    assert_eq!(other.current(), "2026-2", "a running server sees the new key");
    let after = other.sign(&content());
    let published = keys.public_keys();
    assert_eq!(published.keys.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>(), ["2026-2", "2026-1"]);
    assert_eq!(published.keys[0].retired_at, None);
    assert_eq!(published.keys[1].retired_at, Some(at("2026-12-01T00:00:00Z")));
    for code in [&before, &after] {
        assert_eq!(verify(code, &published.public_keys()).unwrap(), content());
    }
    assert_eq!(keys.rotate(at("2027-01-01T00:00:00Z")).unwrap(), "2027-1");

    // What is published is no private key, and a new start finds the same keys.
    assert!(!serde_json::to_string(&published).unwrap().contains("\"d\""));
    let again = SigningKeys::open_or_create(&folder, at("2027-02-01T00:00:00Z")).unwrap();
    assert_eq!(again.public_keys(), keys.public_keys());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn servers_that_start_together_share_one_key_and_one_secret() {
    let folder = folder("together");
    let start = Barrier::new(8);
    let made: Vec<(String, [u8; 32])> = std::thread::scope(|scope| {
        let servers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    let keys =
                        SigningKeys::open_or_create(&folder.join("signing"), at("2026-11-02T08:00:00Z"));
                    let secret = SecretKey::open_or_create(&folder.join("secret")).unwrap();
                    (keys.unwrap().sign(&content()), secret.derive("tokens"))
                })
            })
            .collect();
        servers.into_iter().map(|server| server.join().unwrap()).collect()
    });
    assert!(made.iter().all(|one| *one == made[0]));
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("owner");
    SigningKeys::open_or_create(&folder, at("2026-11-02T08:00:00Z"))
        .unwrap()
        .rotate(at("2026-11-03T08:00:00Z"))
        .unwrap();
    SecretKey::open_or_create(&folder.join("secret")).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_that_is_no_key_is_named_and_not_shown() {
    let folder = folder("wrong");
    SigningKeys::open_or_create(&folder, at("2026-11-02T08:00:00Z")).unwrap();
    std::fs::copy(folder.join("2026-1.json"), folder.join("stolen.json")).unwrap();
    let error = SigningKeys::open_or_create(&folder, at("2026-11-02T08:00:00Z")).unwrap_err().to_string();
    assert!(error.contains("stolen.json: expected an Ed25519 key"), "{error}");
    std::fs::write(folder.join("secret"), "short").unwrap();
    let error = SecretKey::open_or_create(&folder.join("secret")).unwrap_err().to_string();
    assert!(error.contains("expected 32 random bytes"), "{error}");
    assert!(!error.contains("short"));
    std::fs::remove_dir_all(folder).unwrap();
}
