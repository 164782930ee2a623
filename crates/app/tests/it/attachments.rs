//! The bytes of attachments: put down piece by piece, whole or not at all, and swept where nobody refers to them.

use crate::base::{self, Database};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use forprev_app::{
    App, Caller, Clock, Settings,
    attachments::{Incoming, Place, Shelf, sweep},
    keys::{SecretKey, SigningKeys},
};
use forprev_core::{
    attachment::{AttachmentOwner, MediaType, OwnerKind},
    id::AttachmentId,
    policy::second_factor::Requirement,
};
use forprev_store as store;
use futures_util::TryStreamExt;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::{Builder, Uuid};

const PDF: &[u8] = b"%PDF-1.4\nsomething\n%%EOF";

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("forprev-attachments-{}", Uuid::now_v7())))
    }

    fn shelf(&self) -> Arc<Shelf> {
        Arc::new(Place::Folder(self.0.clone()).open().unwrap())
    }

    /// Every file in it, by its path from there.
    fn files(&self) -> Vec<String> {
        fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(root, &path, found);
                } else {
                    found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.0, &self.0, &mut found);
        found.sort();
        found
    }

    /// Until it holds this many files: what is let go is removed in its own time.
    async fn holds(&self, count: usize) {
        for _ in 0..1000 {
            if self.files().len() == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{count} files were expected: {:?}", self.files());
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn come(shelf: &Arc<Shelf>, key: &str, pieces: &[&'static [u8]]) -> Incoming {
    let mut incoming = shelf.receive(key.to_owned());
    for piece in pieces {
        incoming.write(Bytes::from_static(piece)).await.unwrap();
    }
    incoming
}

async fn read(shelf: &Shelf, key: &str, size: usize) -> Vec<u8> {
    let pieces = shelf.read(key, size as u64).await.unwrap();
    pieces
        .try_fold(Vec::new(), |mut all, piece| async move {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn what_came_is_what_is_read() {
    let folder = Folder::new();
    for shelf in [folder.shelf(), Arc::new(Place::Memory.open().unwrap())] {
        let received = come(&shelf, "a/2026-11/key", &[b"%PD", b"F-1.4\nsomething", b"\n%%EOF"])
            .await
            .finish()
            .await
            .unwrap();
        assert_eq!(received.size, PDF.len() as u64);
        assert_eq!(received.sha256, digest(PDF));
        received.stays();
        assert_eq!(read(&shelf, "a/2026-11/key", PDF.len()).await, PDF);
        assert!(shelf.read("a/2026-11/key", 3).await.is_err(), "another size is another object");
        assert!(shelf.read("a/2026-11/another", 3).await.is_err());
    }
    assert_eq!(folder.files(), ["a/2026-11/key"]);
}

fn digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

#[tokio::test]
async fn large_things_go_in_parts() {
    let folder = Folder::new();
    let shelf = folder.shelf();
    let mut incoming = shelf.receive("large".to_owned());
    let mut all = b"\xff\xd8\xff\xe0".to_vec();
    all.extend((0..5_000_000_u32).map(|number| (number % 251) as u8));
    for piece in all.chunks(60_000) {
        incoming.write(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    let received = incoming.finish().await.unwrap();
    assert_eq!(received.sha256, digest(&all));
    received.stays();
    assert!(read(&shelf, "large", all.len()).await == all);
}

#[tokio::test]
async fn of_what_stops_or_is_refused_nothing_is_left() {
    let folder = Folder::new();
    let shelf = folder.shelf();
    // Let go in the middle, once something is in the folder.
    let mut incoming = shelf.receive("stopped".to_owned());
    incoming.write(Bytes::from_static(b"\xff\xd8\xff\xe0")).await.unwrap();
    for _ in 0..10 {
        incoming.write(Bytes::from(vec![0; 64 * 1024])).await.unwrap();
    }
    assert!(!folder.files().is_empty(), "a part was written");
    drop(incoming);
    folder.holds(0).await;
    // Refused for what it is.
    let mut incoming = shelf.receive("page".to_owned());
    let refused = incoming.write(Bytes::from_static(b"<html><script>")).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "attachment.type");
    drop(incoming);
    // Refused at its end.
    for (pieces, code) in
        [(&[][..], "attachment.empty"), (&[b"%PDF-1.4 and no end".as_slice()], "attachment.cut")]
    {
        let refused = come(&shelf, "end", pieces).await.finish().await.err().unwrap();
        assert_eq!(refused.code().as_str(), code);
    }
    folder.holds(0).await;
    // Whole, and then nobody's.
    drop(come(&shelf, "nobodys", &[PDF]).await.finish().await.unwrap());
    folder.holds(0).await;
}

#[test]
fn a_folder_that_is_gone_is_not_ready() {
    let folder = Folder::new();
    let shelf = folder.shelf();
    fs::remove_dir_all(&folder.0).unwrap();
    fs::write(&folder.0, "in the way").unwrap();
    assert!(shelf.check().is_err());
    fs::remove_file(&folder.0).unwrap();
    fs::create_dir(&folder.0).unwrap();
    shelf.check().unwrap();
    assert_eq!(folder.files(), Vec::<String>::new());
}

fn key_of(space: &str, instant: &str) -> String {
    let at: DateTime<Utc> = instant.parse().unwrap();
    let millis = u64::try_from(at.timestamp_millis()).unwrap();
    let id = Builder::from_unix_timestamp_millis(millis, &[7; 10]).into_uuid();
    format!("{space}/{}/{id}", at.format("%Y-%m"))
}

fn swept(database: Database) {
    let (folder, base) = (Folder::new(), base::of(database));
    let clock = Clock::manual("2026-11-23T08:00:00Z".parse().unwrap());
    let signing = SigningKeys::open_or_create(&base.folder.join("keys"), clock.now()).unwrap();
    let settings =
        Settings { public_url: "http://localhost".into(), demo: false, second_factor: Requirement::Nobody };
    let app = App::new(base::open(&base.url), clock, signing, SecretKey::from_bytes([42; 32]), settings)
        .with_attachments(folder.shelf());
    let space = app
        .read(&Caller::anyone(), |tx| Ok(store::setting::get(tx.conn, store::attachment::SPACE)?))
        .unwrap()
        .unwrap();
    assert_eq!(space.len(), 16);
    let put = |key: &str| {
        let path = folder.0.join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, PDF).unwrap();
    };
    let (named, old) = (key_of(&space, "2026-11-01T08:00:00Z"), key_of(&space, "2026-11-22T07:59:59Z"));
    let (new, elsewhere) =
        (key_of(&space, "2026-11-22T08:00:01Z"), key_of("0123456789abcdef", "2026-01-01T00:00:00Z"));
    let cut = format!("{}#1", key_of(&space, "2026-10-01T08:00:00Z"));
    let coming = format!("{}#1", key_of(&space, "2026-11-23T07:59:59Z"));
    for key in [&named, &old, &new, &elsewhere, &cut, &coming] {
        put(key);
    }
    let owner = AttachmentOwner { kind: OwnerKind::OrganisationFile, id: Uuid::now_v7() };
    let row = |key: &str| store::attachment::Row {
        id: AttachmentId::new(Uuid::now_v7()),
        owner_kind: owner.kind,
        owner_id: owner.id.to_string(),
        purpose: "urssaf_certificate".into(),
        file_name: "Attestation.pdf".into(),
        media_type: MediaType::Pdf,
        size: PDF.len() as i64,
        sha256: digest(PDF),
        object_key: key.into(),
        uploaded_by: None,
        created_at: app.now().into(),
        ended_at: None,
        replaced_by: None,
    };
    app.write(&Caller::anyone(), |tx| Ok(store::attachment::insert(tx.conn, row(&named))?)).unwrap();
    assert_eq!(sweep::run(&app).unwrap(), 2);
    let mut left = vec![named.clone(), new, elsewhere.clone(), coming.clone()];
    left.sort();
    assert_eq!(folder.files(), left);
    assert_eq!(sweep::run(&app).unwrap(), 0);
    // Its owner is erased, and a day goes by.
    app.write(&Caller::anyone(), |tx| Ok(store::attachment::erase(tx.conn, owner)?)).unwrap();
    app.clock.set("2026-11-24T08:00:00Z".parse().unwrap());
    assert_eq!(sweep::run(&app).unwrap(), 3);
    assert_eq!(folder.files(), [elsewhere]);
}

#[test]
fn what_nobody_refers_to_is_swept_after_a_day_sqlite() {
    swept(Database::Sqlite);
}

#[test]
fn what_nobody_refers_to_is_swept_after_a_day_postgres() {
    swept(Database::Postgres);
}
