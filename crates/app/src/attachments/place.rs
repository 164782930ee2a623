//! Where the bytes of attachments are kept: a folder, or a bucket of S3.

use super::Shelf;
use object_store::{
    ObjectStore,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    client::SpawnedReqwestConnector,
    local::LocalFileSystem,
    memory::InMemory,
    prefix::PrefixStore,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::runtime::{Builder, Runtime};

/// How much is written at a time to a folder.
const PART: usize = 256 * 1024;
/// The least that S3 takes at a time, but for the last part.
const PART_OF_S3: usize = 5 * 1024 * 1024;

/// What is expected of the address of a place.
const EXPECTED: &str = "expected a folder like file:data/attachments, or a bucket like s3://bucket/prefix";

/// A place, as an operator names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, or one that all servers share.
    Folder(PathBuf),
    /// A bucket, and what the keys in it begin with. Its region, credentials and endpoint come from the environment, by the
    /// names that all programs for S3 read: `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT`.
    Bucket {
        /// Which.
        name: String,
        /// Without slashes around it.
        prefix: String,
    },
    /// Memory, for tests.
    Memory,
}

impl Place {
    /// Reads an address.
    ///
    /// # Errors
    /// What is expected of one that names no place.
    pub fn of(address: &str) -> Result<Self, &'static str> {
        if let Some(rest) = address.strip_prefix("s3://") {
            let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let fits = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
            let prefix = prefix.trim_matches('/');
            let whole = !name.is_empty() && rest.chars().all(fits) && !prefix.contains("//");
            return if whole {
                Ok(Self::Bucket { name: name.to_owned(), prefix: prefix.to_owned() })
            } else {
                Err(EXPECTED)
            };
        }
        let path = address.strip_prefix("file://").or_else(|| address.strip_prefix("file:"));
        match path {
            Some(path) if !path.is_empty() => Ok(Self::Folder(PathBuf::from(path))),
            _ => Err(EXPECTED),
        }
    }

    /// Makes it ready: a folder is made where there is none.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn open(&self) -> Result<Shelf, String> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("attachments")
            .enable_all()
            .build()
            .map_err(|error| format!("a thread for attachments: {error}"))?;
        let (store, folder, part) = match self {
            Self::Folder(path) => {
                let path = made(path).map_err(|error| format!("the folder {}: {error}", path.display()))?;
                let store = LocalFileSystem::new_with_prefix(&path).map_err(|error| error.to_string())?;
                (Arc::new(store.with_fsync(true)) as Arc<dyn ObjectStore>, Some(path), PART)
            }
            Self::Bucket { name, prefix } => (bucket(name, prefix, &runtime)?, None, PART_OF_S3),
            Self::Memory => (Arc::new(InMemory::new()) as Arc<dyn ObjectStore>, None, PART),
        };
        Ok(Shelf::new(store, folder, part, runtime))
    }
}

/// The folder, which only this program's user reads where it is made here.
fn made(path: &Path) -> std::io::Result<PathBuf> {
    if !path.exists() {
        fs::create_dir_all(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
    }
    path.canonicalize()
}

fn bucket(name: &str, prefix: &str, runtime: &Runtime) -> Result<Arc<dyn ObjectStore>, String> {
    // All of TLS here is by ring. Where somebody chose already, they chose.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let store = AmazonS3Builder::from_env()
        .with_config(AmazonS3ConfigKey::Bucket, name)
        // Connections live on a thread of their own, whoever asks: a server has several, and a job has none.
        .with_http_connector(SpawnedReqwestConnector::new(runtime.handle().clone()))
        .build()
        .map_err(|error| format!("the bucket {name}: {error}"))?;
    Ok(if prefix.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_folder_or_a_bucket() {
        let folder = |path: &str| Ok(Place::Folder(path.into()));
        let bucket =
            |name: &str, prefix: &str| Ok(Place::Bucket { name: name.into(), prefix: prefix.into() });
        for (address, expected) in [
            ("file:data/attachments", folder("data/attachments")),
            ("file:///var/lib/forprev", folder("/var/lib/forprev")),
            ("file:/var/lib/forprev", folder("/var/lib/forprev")),
            ("s3://forprev", bucket("forprev", "")),
            ("s3://forprev/", bucket("forprev", "")),
            ("s3://forprev/a/b/", bucket("forprev", "a/b")),
            ("s3://", Err(EXPECTED)),
            ("s3://a//b/", bucket("a", "b")),
            ("s3://a/b//c", Err(EXPECTED)),
            ("s3://a b", Err(EXPECTED)),
            ("https://bucket.example", Err(EXPECTED)),
            ("data/attachments", Err(EXPECTED)),
            ("file:", Err(EXPECTED)),
            ("", Err(EXPECTED)),
        ] {
            assert_eq!(Place::of(address), expected, "{address}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_is_told_by_its_path() {
        let file = std::env::temp_dir().join(format!("forprev-{}", uuid::Uuid::now_v7()));
        fs::write(&file, "in the way").unwrap();
        let told = Place::Folder(file.join("attachments")).open().err().unwrap();
        assert!(told.contains("attachments"), "{told}");
        fs::remove_file(file).unwrap();
    }
}
