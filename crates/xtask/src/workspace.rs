//! Where things lie.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The folders that the commands read and write.
pub struct Workspace {
    /// The repository's top folder.
    pub root: PathBuf,
    /// Cargo's folder for the front end. It has its own, because another compiler may build it (see `toolchain`).
    pub web_target: PathBuf,
}

impl Workspace {
    /// Finds the workspace that `cargo run` was called in; not the one that was compiled, since a target directory may
    /// serve several clones.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo run --package xtask`")?;
        let root = Path::new(&package)
            .ancestors()
            .nth(2)
            .context("crates/xtask lies two folders below the top")?
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self { web_target: target.join("web"), root })
    }

    /// The sources of the browser application.
    pub fn frontend(&self) -> PathBuf {
        self.root.join("frontend")
    }

    /// What the server carries or serves.
    pub fn dist(&self) -> PathBuf {
        self.frontend().join("dist")
    }
}

/// Every file under `folder`, sorted; none if there is no such folder.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a text file, naming it where that fails.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// Writes a file and the folders above it, unless it already holds just that: a file left alone rebuilds nothing.
pub fn write_if_changed(path: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("writing {}", path.display()))?;
    Ok(true)
}
