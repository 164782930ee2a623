//! What the server hands out: `frontend/dist`.
//!
//! - `assets/…`: the module, its parts, its script, `frontend/boot.js`, the style sheet, the fonts. Their names carry the hash of their content, so they
//!   may be kept for ever; the script starts the application by itself.
//! - `index.html` and the files of `frontend/static`: under their own names, so never to be kept without asking.
//!
//! In `index.html`, and in the scripts and manifests of `frontend/static`, these are replaced: `{{js}}`, `{{css}}`,
//! `{{boot}}`, `{{wasm}}`, `{{reader}}`, `{{verifier}}` by their paths, `{{asset NAME}}` by the path of a file of `frontend/style` (a font), `{{assets}}` by a JSON
//! list of every hashed path, `{{version}}` by a word that changes whenever one of those or the page does (both for a service worker, and in no page). In
//! `frontend/boot.js` it is `{{offline}}`, by whether there shall be a service worker.
//! Each file that compresses has a `.br` beside it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    bindgen::{APPLICATION, BOOT, READER, VERIFIER, hex},
    parts, style,
    workspace::{Workspace, files_under, read_text, write_if_changed},
};

/// Extensions of what is text, or packs like it; fonts and pictures are compressed already.
const COMPRESSIBLE: [&str; 10] =
    ["html", "js", "css", "wasm", "svg", "json", "txt", "webmanifest", "xml", "csv"];

/// Lays out the bound module and everything beside it, and removes what an earlier build left.
pub fn lay_out(workspace: &Workspace, bound: &Path, compress: bool) -> Result<()> {
    let mut dist =
        Dist { folder: workspace.dist(), compress, written: BTreeSet::new(), hashed: BTreeMap::new() };
    let frontend = workspace.frontend();

    let (wasm_path, js_path) = dist.module(bound, APPLICATION)?;
    let (_, reader_path) = dist.module(bound, READER)?;
    let (_, verifier_path) = dist.module(bound, VERIFIER)?;

    let style_folder = frontend.join("style");
    for file in files_under(&style_folder)? {
        if file.extension().is_some_and(|extension| extension != "css") {
            let name = file.strip_prefix(&style_folder)?.display().to_string();
            let (stem, extension) = split(&file);
            let path = dist.hashed(&stem, &extension, &fs::read(&file)?)?;
            dist.hashed.insert(name, path);
        }
    }
    let sheet = style::sheet(&style_folder, &dist.hashed)?;
    let css_path = dist.hashed(APPLICATION, "css", sheet.as_bytes())?;

    // A development build goes without a service worker.
    let offline = ("offline", compress.to_string());
    let boot = render(&read_text(&frontend.join("boot.js"))?, &[offline], &dist.hashed);
    let boot_path = dist.hashed(BOOT, "js", boot.as_bytes())?;

    // The compressed forms are the server's affair: they have no address.
    let addresses = dist.written.iter().filter(|path| split(path).1 != "br");
    let assets: Vec<String> = addresses.map(|path| format!("/{}", path.display())).collect();
    let list = serde_json::to_string(&assets)?;
    let values = [
        ("js", js_path),
        ("css", css_path),
        ("boot", boot_path),
        ("wasm", wasm_path),
        ("reader", reader_path),
        ("verifier", verifier_path),
    ];
    let page = render(&read_text(&frontend.join("index.html"))?, &values, &dist.hashed);
    ensure!(!page.contains("{{"), "frontend/index.html holds a placeholder that nothing replaces");
    dist.write(Path::new("index.html"), page.as_bytes())?;
    // The page names every other file that it needs, so it changes whenever one of them does.
    let version: String = hex(format!("{list}{page}").as_bytes()).chars().take(12).collect();
    let values = [&values[..], &[("assets", list), ("version", version)]].concat();

    let static_folder = frontend.join("static");
    for file in files_under(&static_folder)? {
        let name = file.strip_prefix(&static_folder)?.to_path_buf();
        if matches!(split(&file).1.as_str(), "js" | "webmanifest") {
            let text = render(&read_text(&file)?, &values, &dist.hashed);
            dist.write(&name, text.as_bytes())?;
        } else {
            dist.write(&name, &fs::read(&file)?)?;
        }
    }
    dist.remove_others()
}

struct Dist {
    folder: PathBuf,
    compress: bool,
    /// Paths inside the folder.
    written: BTreeSet<PathBuf>,
    /// From a file of `frontend/style` to the path under which it is served.
    hashed: BTreeMap<String, String>,
}

impl Dist {
    /// Writes a bound module with its parts, and its script; returns the paths of the first module's and the script's addresses.
    fn module(&mut self, bound: &Path, stem: &str) -> Result<(String, String)> {
        let bound = bound.join(stem);
        let first = format!("{stem}_bg.wasm");
        let mut script = read_text(&bound.join(format!("{stem}.js")))?;
        let mut wasm_path = String::new();
        for module in parts::modules(&bound)? {
            // The script asks for each under the name that it was bound with.
            let bound_name = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
            ensure!(script.contains(&bound_name), "the script of {stem} does not ask for {bound_name}");
            let is_first = bound_name == first;
            let name = if is_first { stem.to_owned() } else { split(&module).0 };
            let path = self.hashed(&name, "wasm", &fs::read(&module)?)?;
            script = script.replace(&bound_name, path.rsplit('/').next().unwrap_or_default());
            if is_first {
                wasm_path = path;
            }
        }
        ensure!(!wasm_path.is_empty(), "there is no {first}");
        let js_path = self.hashed(stem, "js", script.as_bytes())?;
        let snippets = bound.join("snippets");
        for snippet in files_under(&snippets)? {
            // wasm-bindgen's folder names carry a hash of their own, and the script refers to them.
            let name = Path::new("assets/snippets").join(snippet.strip_prefix(&snippets)?);
            self.write(&name, &fs::read(&snippet)?)?;
        }
        Ok((wasm_path, js_path))
    }

    /// Writes a file that is named by its content and returns the path of its address.
    fn hashed(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let hash: String = hex(content).chars().take(16).collect();
        let name = format!("assets/{stem}-{hash}.{extension}");
        self.write(Path::new(&name), content)?;
        Ok(format!("/{name}"))
    }

    fn write(&mut self, name: &Path, content: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        let changed = write_if_changed(&path, content)?;
        let (_, extension) = split(name);
        if self.compress && COMPRESSIBLE.contains(&extension.as_str()) {
            let packed_name = name.with_extension(format!("{extension}.br"));
            let packed_path = self.folder.join(&packed_name);
            if changed || !packed_path.is_file() {
                write_if_changed(&packed_path, &brotli(content)?)?;
            }
            self.written.insert(packed_name);
        }
        self.written.insert(name.to_path_buf());
        Ok(())
    }

    fn remove_others(&self) -> Result<()> {
        for file in files_under(&self.folder)? {
            if !self.written.contains(file.strip_prefix(&self.folder)?) {
                fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
            }
        }
        Ok(())
    }
}

fn render(text: &str, values: &[(&str, String)], hashed: &BTreeMap<String, String>) -> String {
    let mut rendered = text.to_owned();
    for (name, value) in values {
        rendered = rendered.replace(&format!("{{{{{name}}}}}"), value);
    }
    for (name, path) in hashed {
        rendered = rendered.replace(&format!("{{{{asset {name}}}}}"), path);
    }
    rendered
}

fn split(path: &Path) -> (String, String) {
    let part = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
    };
    (part(path.file_stem()), part(path.extension()))
}

/// The smallest that brotli makes of it; a browser unpacks it as fast as any other. Which blocks and distances suit a file
/// is known once it was tried.
fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut smallest: Option<Vec<u8>> = None;
    for (block_bits, direct_distances) in [(0, 0), (17, 8)] {
        let mut params = brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 24,
            lgblock: block_bits,
            size_hint: content.len(),
            ..Default::default()
        };
        params.dist.num_direct_distance_codes = direct_distances;
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut packed, &params)?;
        if smallest.as_ref().is_none_or(|smallest| packed.len() < smallest.len()) {
            smallest = Some(packed);
        }
    }
    Ok(smallest.unwrap_or_default())
}
