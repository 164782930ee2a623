//! Files that only their owner reads, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::KeyError;

/// Names the file in what the system says.
pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> KeyError {
    move |source| KeyError::File { path: path.to_owned(), source }
}

/// Held while files of a folder are made: by one process at a time. The system lets go of it when its holder ends,
/// however it ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn of_folder(folder: &Path) -> Result<Self, KeyError> {
        Self::named(&folder.join(".lock"))
    }

    pub(super) fn named(path: &Path) -> Result<Self, KeyError> {
        let file = private().create(true).truncate(false).write(true).open(path).map_err(at(path))?;
        file.lock().map_err(at(path))?;
        Ok(Self { _file: file })
    }
}

/// Makes a folder, with those above it, that only its owner enters. One that is there stays as it is.
pub(super) fn make_folder(folder: &Path) -> Result<(), KeyError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(at(folder))
}

/// When a file was last added to a folder, renamed in it or removed from it; `None` when nobody can tell.
pub(super) fn modified(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder).and_then(|metadata| metadata.modified()).ok()
}

/// The bytes of a file, `None` when there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, KeyError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

/// Writes a file so that nobody ever reads a part of it: beside its place, then to the disk, then into its place.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), KeyError> {
    let beside = beside(path)?;
    let written = private().create_new(true).write(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // What could not be put in its place must not stay behind: it may hold a key.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(at(path))?;
    sync_folder(path);
    Ok(())
}

// The new name survives a power cut. Systems that cannot sync a folder do so by themselves.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

fn beside(path: &Path) -> Result<PathBuf, KeyError> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(KeyError::Random)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(path.with_file_name(format!(".{name}.{}", data_encoding::HEXLOWER.encode(&random))))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
