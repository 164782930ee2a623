//! The bytes of attachments: put down as they come, read as they go, never whole in memory. What is put down is nobody's
//! until a row names it, and goes away again where none does.

use super::key;
use crate::Failure;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use forprev_core::attachment::{Inspector, MediaType};
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, buffered::BufWriter, path::Path};
use sha2::{Digest, Sha256};
use std::{
    fs,
    future::Future,
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::{Duration, Instant},
};
use tokio::{io::AsyncWriteExt, runtime::Runtime};

/// For how long a place that was written to is believed to be writable.
const BELIEVED: Duration = Duration::from_secs(5);
/// What is written to find that out.
const PROBE: &str = "probe";

/// Where the bytes are kept.
pub struct Shelf {
    store: Arc<dyn ObjectStore>,
    /// Where that is a folder.
    folder: Option<PathBuf>,
    /// How much is written at a time.
    part: usize,
    /// What works for those who are gone, and for those who cannot wait otherwise: jobs. Something is there until the end.
    runtime: Option<Runtime>,
    written_at: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").field("store", &self.store.to_string()).finish_non_exhaustive()
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        // Whoever drops the last of it may be at work for others, and must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What the store says is for the log: a key and a cause, no name.
fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::internal(format!("attachments: {error}"))
}

impl Shelf {
    pub(super) fn new(
        store: Arc<dyn ObjectStore>,
        folder: Option<PathBuf>,
        part: usize,
        runtime: Runtime,
    ) -> Self {
        Self { store, folder, part, runtime: Some(runtime), written_at: Mutex::default() }
    }

    /// Has something done, whoever waits for it or not.
    fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<tokio::task::JoinHandle<T>, Failure> {
        self.runtime.as_ref().map(|runtime| runtime.spawn(work)).ok_or_else(|| broken("stopped"))
    }

    /// Has something done, and waits for it as a thread waits: also where futures are driven, which tests do.
    fn wait<T: Send + 'static>(
        &self,
        work: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = mpsc::channel();
        drop(self.spawn(async move { tell.send(work.await) })?);
        told.recv().map_err(broken)?.map_err(broken)
    }

    /// Begins to take what comes, under this key.
    #[must_use]
    pub fn receive(self: &Arc<Self>, key: String) -> Incoming {
        let path = Path::from(key.as_str());
        // One part is on its way while the next one comes.
        let writer =
            BufWriter::with_capacity(Arc::clone(&self.store), path, self.part).with_max_concurrency(1);
        Incoming {
            shelf: Arc::clone(self),
            key,
            writer: Some(writer),
            inspector: Inspector::default(),
            hash: Sha256::new(),
        }
    }

    /// What is kept under a key, in pieces, where it has this size.
    ///
    /// # Errors
    /// It cannot be read, or is another size.
    pub async fn read(
        &self,
        key: &str,
        size: u64,
    ) -> Result<BoxStream<'static, Result<Bytes, io::Error>>, Failure> {
        let found = self.store.get(&Path::from(key)).await.map_err(broken)?;
        if found.meta.size != size {
            return Err(broken(format!("{key} has {} bytes, not {size}", found.meta.size)));
        }
        Ok(found.into_stream().map_err(io::Error::from).boxed())
    }

    /// Whether it can be written to. A server that cannot write is not ready.
    ///
    /// # Errors
    /// It cannot.
    pub fn check(&self) -> Result<(), Failure> {
        let believed = |at: &Option<Instant>| at.is_some_and(|at| at.elapsed() < BELIEVED);
        if believed(&self.written_at.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        let store = Arc::clone(&self.store);
        self.wait(async move {
            let probe = Path::from(PROBE);
            store.put(&probe, "Can this be written?".into()).await?;
            store.delete(&probe).await
        })?;
        *self.written_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    /// Removes what is kept under these keys. What is gone already is gone.
    pub(super) fn remove(&self, keys: Vec<String>) -> Result<(), Failure> {
        let store = Arc::clone(&self.store);
        self.wait(async move {
            for key in keys {
                match store.delete(&Path::from(key)).await {
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
    }

    /// Removes what is kept under a key, when there is time.
    fn remove_later(&self, key: String) {
        let store = Arc::clone(&self.store);
        // What cannot be removed now is swept later.
        let _ = self.spawn(async move { drop(store.delete(&Path::from(key)).await) });
    }

    /// All the keys of a space under which something has been kept since before this instant.
    pub(super) fn keys_before(&self, space: &str, before: DateTime<Utc>) -> Result<Vec<String>, Failure> {
        let (store, space) = (Arc::clone(&self.store), Path::from(space));
        self.wait(async move {
            let mut all = store.list(Some(&space));
            let mut keys = Vec::new();
            while let Some(object) = all.try_next().await? {
                let key = String::from(object.location);
                if key::made_at(&key).is_some_and(|at| at < before) {
                    keys.push(key);
                }
            }
            Ok(keys)
        })
    }

    /// Removes what was begun before this instant and never ended, where a server died in the middle: a folder keeps it
    /// under the key with `#` and a number, and lists it nowhere. S3 has a rule of its own for that, which the operator sets
    /// (`AbortIncompleteMultipartUpload`). How many there were.
    pub(super) fn remove_begun_before(&self, space: &str, before: DateTime<Utc>) -> Result<usize, Failure> {
        let Some(folder) = &self.folder else { return Ok(0) };
        let mut removed = 0;
        for month in entries(&folder.join(space))? {
            for file in entries(&month)? {
                let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let begun = name.split_once('#').and_then(|(key, _)| key::made_at(key));
                if begun.is_some_and(|at| at < before) {
                    fs::remove_file(&file).map_err(broken)?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

/// What a folder holds; nothing where there is none.
fn entries(folder: &std::path::Path) -> Result<Vec<PathBuf>, Failure> {
    match fs::read_dir(folder) {
        Ok(all) => all.map(|entry| entry.map(|entry| entry.path()).map_err(broken)).collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => Err(broken(error)),
    }
}

/// Something that comes. Let go before its end, nothing is left of it.
pub struct Incoming {
    shelf: Arc<Shelf>,
    key: String,
    writer: Option<BufWriter>,
    inspector: Inspector,
    hash: Sha256,
}

impl Incoming {
    /// The next piece.
    ///
    /// # Errors
    /// `attachment.too_large`, `attachment.type`; it cannot be put down.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), Failure> {
        self.inspector.push(&piece)?;
        self.hash.update(&piece);
        let writer = self.writer.as_mut().ok_or_else(|| broken("written after its end"))?;
        writer.put(piece).await.map_err(broken)
    }

    /// Its end: it is put down whole, or not at all. It ends also where whoever waits for it goes away, and then nothing is
    /// left of it either.
    ///
    /// # Errors
    /// `attachment.empty`, `attachment.type`, `attachment.cut`; it cannot be put down.
    pub async fn finish(mut self) -> Result<Received, Failure> {
        let found = self.inspector.finish()?;
        let mut writer = self.writer.take().ok_or_else(|| broken("ended twice"))?;
        let received = Received {
            shelf: Arc::clone(&self.shelf),
            key: self.key.clone(),
            media_type: found.media_type,
            size: found.size,
            sha256: data_encoding::HEXLOWER.encode(&self.hash.finalize_reset()),
            named: false,
        };
        let ending = self.shelf.spawn(async move {
            writer.shutdown().await?;
            Ok::<_, io::Error>(received)
        })?;
        ending.await.map_err(broken)?.map_err(broken)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(mut writer) = self.writer.take() {
            // What cannot be removed now is swept later.
            let _ = self.shelf.spawn(async move { drop(writer.abort().await) });
        }
    }
}

/// Something that has come, and that no row names yet: let go without one, it is removed.
pub struct Received {
    shelf: Arc<Shelf>,
    /// Under which key it is kept.
    pub key: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    named: bool,
}

impl Received {
    /// A row names it: it stays.
    pub fn stays(mut self) {
        self.named = true;
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.named {
            self.shelf.remove_later(std::mem::take(&mut self.key));
        }
    }
}
