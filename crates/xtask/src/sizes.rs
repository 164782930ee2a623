//! What a browser transfers on its first visit, against the budget.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::bindgen::{BOOT, READER, VERIFIER};
use crate::parts;
use crate::workspace::{Workspace, files_under, read_text};

/// The module that every page loads and its script, compressed, in bytes: lower it as they shrink, never raise it. What is
/// asked for is 450 KB.
const MODULE_BUDGET: u64 = 350 * 1024;
/// The reader of QR codes, which is loaded when somebody points a camera, compressed, in bytes.
const READER_BUDGET: u64 = 90 * 1024;
/// What verifies signatures, which is loaded when somebody has a certificate to verify, compressed, in bytes.
const VERIFIER_BUDGET: u64 = 60 * 1024;
/// The longest first visit, compressed where it compresses, in bytes: all that any page needs, and the part that is
/// largest with what it shares with others. Nobody loads every part at once.
const VISIT_BUDGET: u64 = 700 * 1024;

#[derive(Default)]
struct Sizes {
    lines: Vec<String>,
    module: u64,
    parts: u64,
    largest_part: u64,
    reader: u64,
    verifier: u64,
    whole: u64,
}

impl Sizes {
    fn visit(&self) -> u64 {
        self.whole - self.parts - self.reader - self.verifier + self.largest_part
    }
}

/// Prints raw and transferred size of every file.
pub fn print(workspace: &Workspace) -> Result<()> {
    let sizes = measure(workspace)?;
    for line in &sizes.lines {
        println!("{line}");
    }
    println!(
        "first module and script {} KB of {} KB, its parts {} KB, reader {} KB of {} KB, verifier {} KB of {} KB, longest first visit {} KB of {} KB, all files {} KB (brotli)",
        sizes.module / 1024,
        MODULE_BUDGET / 1024,
        sizes.parts / 1024,
        sizes.reader / 1024,
        READER_BUDGET / 1024,
        sizes.verifier / 1024,
        VERIFIER_BUDGET / 1024,
        sizes.visit() / 1024,
        VISIT_BUDGET / 1024,
        sizes.whole / 1024
    );
    Ok(())
}

/// Prints the sizes and fails where they are over the budget.
pub fn check(workspace: &Workspace) -> Result<()> {
    print(workspace)?;
    let sizes = measure(workspace)?;
    ensure!(sizes.whole > 0, "frontend/dist is empty: build it with `cargo run -p xtask -- web`");
    ensure!(sizes.module <= MODULE_BUDGET, "the first module and its script are over their budget");
    ensure!(sizes.reader <= READER_BUDGET, "the reader of QR codes is over its budget");
    ensure!(sizes.verifier <= VERIFIER_BUDGET, "the verifier of signatures is over its budget");
    ensure!(sizes.visit() <= VISIT_BUDGET, "the longest first visit is over its budget");
    Ok(())
}

fn measure(workspace: &Workspace) -> Result<Sizes> {
    let dist = workspace.dist();
    let (mut sizes, mut modules, mut script) = (Sizes::default(), BTreeMap::new(), String::new());
    for file in files_under(&dist)? {
        if extension(&file) == "br" {
            continue;
        }
        let raw = fs::metadata(&file)?.len();
        let mut packed = file.clone().into_os_string();
        packed.push(".br");
        let transferred = fs::metadata(packed).map_or(raw, |packed| packed.len());
        if matches!(extension(&file), "wasm" | "js") && file.starts_with(dist.join("assets")) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match name.split('-').next() {
                Some(READER) => sizes.reader += transferred,
                Some(VERIFIER) => sizes.verifier += transferred,
                Some(part) if parts::is_part(part) => {
                    sizes.parts += transferred;
                    modules.insert(name.into_owned(), transferred);
                }
                // Counted in the whole, like the page and the style sheet.
                Some(BOOT) => {}
                _ => {
                    sizes.module += transferred;
                    if extension(&file) == "js" {
                        script = read_text(&file)?;
                    }
                }
            }
        }
        sizes.whole += transferred;
        let name = file.strip_prefix(&dist)?.display().to_string();
        sizes.lines.push(format!("{raw:>9} {transferred:>9}  {name}"));
    }
    let fetched = parts::fetched(&script)?;
    for name in modules.keys() {
        let files = fetched.get(name).with_context(|| format!("{name} is fetched by nothing"))?;
        let visit = files.iter().filter_map(|file| modules.get(file)).sum();
        if !parts::is_shared(name) {
            sizes.lines.push(format!("{visit:>19}  {name} with what it shares"));
        }
        sizes.largest_part = sizes.largest_part.max(visit);
    }
    Ok(sizes)
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}
