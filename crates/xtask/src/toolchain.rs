//! The compiler of the front end: rustup's, or Debian's where rustup cannot bring the WebAssembly target.
//!
//! `scripts/setup.sh wasm` installs the first of the two that can be had. Debian's is a folder of unpacked packages and
//! some variables; they are set for this one child process, so that they never reach the build of the server.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::Workspace;

/// The browser's target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Runs cargo for the browser's target, in the front end's own target directory.
pub fn cargo(workspace: &Workspace, arguments: &[String], variables: &[(&str, &str)]) -> Result<()> {
    let Some((subcommand, rest)) = arguments.split_first() else { bail!("name a cargo command") };
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(&workspace.root)
        .args([subcommand.as_str(), "--target", TARGET])
        .args(rest)
        .env("CARGO_TARGET_DIR", &workspace.web_target)
        .envs(variables.iter().copied());
    for (name, value) in compiler()? {
        command.env(name, value);
    }
    let status = command.status().context("starting cargo")?;
    ensure!(status.success(), "cargo {subcommand} for the browser failed");
    Ok(())
}

/// The variables that choose the compiler: none for rustup's.
fn compiler() -> Result<Vec<(&'static str, String)>> {
    let sysroot = rustc(&["--print", "sysroot"])?;
    let rustlib = Path::new(&sysroot).join("lib/rustlib");
    let debian = cache()?.join("rustc-web/root/usr");
    if env::var_os("FORPREV_WASM_FROM_DEBIAN").is_none() && rustlib.join(TARGET).is_dir() {
        return Ok(Vec::new());
    }
    let compiler = debian.join("bin/rustc");
    if !compiler.is_file() {
        bail!("the target {TARGET} is missing: run `make setup`");
    }
    let machine = rustc(&["--print", "host-tuple"])?;
    let library = |folder: &str| debian.join(folder).display().to_string();
    Ok(vec![
        ("LD_LIBRARY_PATH", format!("{}:{}", library("lib/x86_64-linux-gnu"), library("lib"))),
        ("RUSTC", compiler.display().to_string()),
        ("RUSTC_BOOTSTRAP", "1".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
        // The generic driver: rustc itself passes `-flavor wasm`, which `gcc-ld/wasm-ld` does not take.
        (
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
            rustlib.join(machine).join("bin/rust-lld").display().to_string(),
        ),
    ])
}

fn rustc(arguments: &[&str]) -> Result<String> {
    let output = Command::new("rustc").args(arguments).output().context("starting rustc")?;
    ensure!(output.status.success(), "rustc {} failed", arguments.join(" "));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Where set-up keeps what it unpacks, as `scripts/setup.sh` has it.
fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(base.join("forprev"))
}
