//! From cargo's module to one that a browser loads: taken apart (`parts`), wasm-bindgen as a library, then binaryen's
//! `wasm-opt`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    parts::{self, Parts},
    workspace::{Workspace, read_text},
};

/// What the files of the application's module begin with.
pub const APPLICATION: &str = "forprev";
/// What those of the reader of QR codes begin with: a module of its own, which a worker loads when it is needed.
pub const READER: &str = "reader";
/// What those of the module that verifies signatures begin with: loaded by a worker, too.
pub const VERIFIER: &str = "verifier";

/// The features that rustc turns on by default for this target; `wasm-opt` takes no other on its own.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What makes the module small. Nothing of Rust lies below the first kilobyte of memory: the stack ends there.
const WASM_OPT: [&str; 4] = ["-Oz", "--low-memory-unused", "--strip-debug", "--strip-producers"];

/// What makes its script small, in its place.
const ESBUILD: [&str; 4] = ["--minify", "--format=esm", "--log-level=warning", "--allow-overwrite"];

/// What the script that starts the application is called: small, and in every page before anything else.
pub const BOOT: &str = "boot";

/// One module on its way to the browser.
pub struct Module {
    /// What its files begin with.
    pub stem: &'static str,
    /// What cargo made.
    pub compiled: PathBuf,
    /// The folder for what comes out: `<stem>.js`, `<stem>_bg.wasm`, `snippets/`, and the parts, `*.wasm`.
    pub bound: PathBuf,
    /// Whether it is to be taken apart.
    pub parts: bool,
    /// Whether `wasm-opt` and `esbuild` shall make it small.
    pub optimise: bool,
}

/// Binds and optimises the module, unless the very same was bound by the same tools before.
pub fn bind(workspace: &Workspace, module: &Module) -> Result<()> {
    let compiled =
        fs::read(&module.compiled).with_context(|| format!("reading {}", module.compiled.display()))?;
    let find = |package: &str, program: &str| match module.optimise {
        true => Tool::find(workspace, package, program),
        false => Ok(None),
    };
    let (wasm_opt, esbuild) = (find("binaryen", "bin/wasm-opt")?, find("esbuild", "bin/esbuild")?);
    let version = |tool: &Option<Tool>| tool.as_ref().map_or("none", |tool| &tool.version).to_owned();
    let start = format!(
        "\nexport const begun = __wbg_init({{ module_or_path: new URL(\"{}_bg.wasm\", import.meta.url) }});\n",
        module.stem
    );
    let how = format!("{start} {WASM_OPT:?} {FEATURES:?} {ESBUILD:?}");
    let stamp = format!(
        "{} {} wasm-opt {} esbuild {}\n",
        hex(&compiled),
        hex(how.as_bytes()),
        version(&wasm_opt),
        version(&esbuild)
    );
    let stamp_path = module.bound.join("stamp");
    if fs::read_to_string(&stamp_path).is_ok_and(|present| present == stamp) {
        return Ok(());
    }

    if module.bound.is_dir() {
        fs::remove_dir_all(&module.bound)?;
    }
    let parts = module.parts.then(|| Parts::take(&compiled, module.stem, &module.bound)).transpose()?;
    let mut bindgen = Bindgen::new();
    match &parts {
        // The parts need what the linker exports, and their names match by the names as they are.
        Some(parts) => {
            bindgen.input_bytes(module.stem, parts.first.clone()).keep_lld_exports(true).demangle(false)
        }
        None => bindgen.input_path(&module.compiled),
    };
    bindgen
        .out_name(module.stem)
        .web(true)?
        .typescript(false)
        .debug(!module.optimise)
        .generate(&module.bound)?;
    let script = module.bound.join(format!("{}.js", module.stem));
    let mut text = read_text(&script)?;
    if let Some(parts) = &parts {
        text = parts.join(&text)?;
    }
    // It starts by itself; before its names are made short.
    fs::write(&script, text + &start)?;
    if module.optimise && (wasm_opt.is_none() || esbuild.is_none()) {
        println!(
            "the npm packages binaryen and esbuild are not installed: the module stays larger than it could be"
        );
    }
    if let Some(wasm_opt) = wasm_opt {
        for wasm in parts::modules(&module.bound)? {
            wasm_opt.run(WASM_OPT.into_iter().chain(FEATURES), &wasm, "--output")?;
        }
    }
    if let Some(esbuild) = esbuild {
        esbuild.run(ESBUILD, &script, "--outfile")?;
    }
    // Last, so that a build that was interrupted is not taken for a finished one.
    fs::write(stamp_path, stamp)?;
    Ok(())
}

/// A program among the front end's Node packages.
struct Tool {
    program: PathBuf,
    version: String,
}

impl Tool {
    /// `None` where its package is not installed.
    fn find(workspace: &Workspace, package: &str, program: &str) -> Result<Option<Self>> {
        let package = workspace.frontend().join("node_modules").join(package);
        let program = package.join(program);
        if !program.is_file() {
            return Ok(None);
        }
        let described: serde_json::Value = serde_json::from_str(&read_text(&package.join("package.json"))?)?;
        let version =
            described.get("version").and_then(|version| version.as_str()).unwrap_or("unknown").to_owned();
        Ok(Some(Self { program, version }))
    }

    /// Writes a file anew, as the tool makes it of itself.
    fn run<'a>(&self, options: impl IntoIterator<Item = &'a str>, file: &Path, into: &str) -> Result<()> {
        let output = Command::new(&self.program)
            .args(options)
            .arg(file)
            .arg(format!("{into}={}", file.display()))
            .output()
            .with_context(|| format!("starting {}", self.program.display()))?;
        // Where it succeeds it is silent: it warns of names in a part, which it does not know and drops.
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{} failed on {}: {said}", self.program.display(), file.display());
        Ok(())
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
