//! Takes the application's module apart: what the pages of a part alone need (`frontend/src/part.rs`) goes to
//! `split_<part>.wasm`, what several parts need and the first module does not to `chunk_<number>.wasm`.
//!
//! The first module finds them by functions of a script. wasm-bindgen's own script imports those, and they import it: made one
//! script here, they are fetched at once, and one hash names both.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::Options;

use crate::workspace::{files_under, read_text};

/// What the first module calls the script that fetches parts.
const SCRIPT: &str = "./parts.js";

/// A module that was taken apart.
pub struct Parts {
    /// The first module, on its way to wasm-bindgen.
    pub first: Vec<u8>,
    /// The script that fetches the others.
    script: String,
    stem: &'static str,
}

impl Parts {
    /// Takes a module apart that was linked with its relocations, and leaves the parts in the folder `bound`.
    pub fn take(compiled: &[u8], stem: &'static str, bound: &Path) -> Result<Self> {
        let first = bound.join("first");
        let main = format!("./{stem}.js");
        let mut options = Options::new(compiled);
        options.output_dir = bound;
        options.main_out_path = &first;
        options.link_name = SCRIPT;
        options.main_module = &main;
        fs::create_dir_all(bound)?;
        wasm_split_cli_support::transform(options)
            .map_err(|error| anyhow!("taking {stem} apart: {error:#}"))?;
        let script = bound.join(SCRIPT);
        let parts = Self { first: fs::read(&first)?, script: read_text(&script)?, stem };
        fs::remove_file(first)?;
        fs::remove_file(script)?;
        Ok(parts)
    }

    /// Makes one script of wasm-bindgen's and the one that fetches parts.
    pub fn join(&self, bound: &str) -> Result<String> {
        let own_import = format!("import {{ initSync }} from \"./{}.js\";", self.stem);
        ensure!(self.script.contains(&own_import), "the script that fetches parts imports something else");
        let fetching = self.script.replace(&own_import, "");
        // Each import is `import * as NAME from "./parts.js"`, its functions used as NAME.FUNCTION.
        let loaders: Vec<&str> = fetching
            .lines()
            .filter_map(|line| line.strip_prefix("export const ")?.split_once(' ').map(|(name, _)| name))
            .collect();
        let mut joined = String::new();
        let mut names = Vec::new();
        for line in bound.lines() {
            match line.strip_prefix("import * as ") {
                Some(import) if import.contains(SCRIPT) => {
                    let (name, _) = import.split_once(' ').context("an import without a name")?;
                    names.push(format!("const {name} = {{ {} }};\n", loaders.join(", ")));
                }
                _ => {
                    joined.push_str(line);
                    joined.push('\n');
                }
            }
        }
        ensure!(!names.is_empty(), "the script of {} fetches no part", self.stem);
        // Before the rest, which begins as soon as it stands.
        Ok(fetching.replace("export const ", "const ") + &names.concat() + &joined)
    }
}

/// Whether a module of this stem is a part, and not one that begins by itself.
pub fn is_part(stem: &str) -> bool {
    stem.starts_with("split_") || is_shared(stem)
}

/// Whether it is what several parts need.
pub fn is_shared(stem: &str) -> bool {
    stem.starts_with("chunk_")
}

/// What the script fetches: each module by the name of its file, with those that it needs besides the first, its own
/// included.
pub fn fetched(script: &str) -> Result<BTreeMap<String, Vec<String>>> {
    const FETCH: &str = "=fetch(new URL(\"./";
    // NAME=once(()=>{const n=fetch(new URL("./FILE",…));…},[NAME,…]), the parts themselves wrapped once more.
    let mut modules = Vec::new();
    for (place, _) in script.match_indices(FETCH) {
        let (before, after) = (&script[..place], &script[place + FETCH.len()..]);
        let (file, rest) = after.split_once('"').context("a fetch without an end")?;
        let head = &before[..before.rfind("(()=>{").context("a fetch that nothing begins")?];
        let (left, _) = head.rsplit_once('=').context("a fetch without a name")?;
        let begin = left.rfind([',', ' ', ';']).map_or(0, |at| at + 1);
        let (_, list) = rest.split_once("},[").context("a fetch without what it needs")?;
        let (needs, _) = list.split_once(']').context("a list without an end")?;
        let needs: Vec<&str> = needs.split(',').filter(|name| !name.is_empty()).collect();
        modules.push((&left[begin..], file, needs));
    }
    let file_of = |wanted: &str| {
        let found = modules.iter().find(|(name, ..)| *name == wanted);
        found.map(|(_, file, _)| (*file).to_owned()).with_context(|| format!("{wanted} is no module"))
    };
    modules
        .iter()
        .map(|(_, file, needs)| {
            let mut files = needs.iter().map(|name| file_of(name)).collect::<Result<Vec<_>>>()?;
            files.push((*file).to_owned());
            Ok(((*file).to_owned(), files))
        })
        .collect()
}

/// The modules in a folder: the first and its parts.
pub fn modules(bound: &Path) -> Result<Vec<PathBuf>> {
    let is_module = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "wasm");
    Ok(files_under(bound)?.into_iter().filter(is_module).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scripts_become_one_that_fetches_by_itself() -> Result<()> {
        let fetching =
            "import { initSync } from \"./forprev.js\";\nexport const __wasm_split_load_sessions = wrap();\n";
        let parts = Parts { first: Vec::new(), script: fetching.to_owned(), stem: "forprev" };
        let bound = "import * as star0 from \"./parts.js\"\nuse(star0.__wasm_split_load_sessions);\n";
        let joined = parts.join(bound)?;
        assert_eq!(
            joined,
            "\nconst __wasm_split_load_sessions = wrap();\nconst star0 = { __wasm_split_load_sessions };\nuse(star0.__wasm_split_load_sessions);\n"
        );
        assert!(parts.join("use(nothing);\n").is_err());
        Ok(())
    }
    #[test]
    fn a_part_is_fetched_with_what_it_needs() -> Result<()> {
        let script = r#"let q;const a=r(()=>{const n=fetch(new URL("./chunk_0-1.wasm",import.meta.url));return n},[]),$b=r(()=>{const n=fetch(new URL("./chunk_1-2.wasm",import.meta.url));return n},[]),c=y(r(()=>{const n=fetch(new URL("./split_users-3.wasm",import.meta.url));return n},[a,$b]));"#;
        let fetched = fetched(script)?;
        assert_eq!(fetched.len(), 3);
        assert_eq!(fetched.get("chunk_0-1.wasm"), Some(&vec!["chunk_0-1.wasm".to_owned()]));
        let users = ["chunk_0-1.wasm", "chunk_1-2.wasm", "split_users-3.wasm"].map(str::to_owned).to_vec();
        assert_eq!(fetched.get("split_users-3.wasm"), Some(&users));
        assert!(super::fetched(r#"c=r(()=>{const n=fetch(new URL("./split_a.wasm"));},[d])"#).is_err());
        Ok(())
    }
}
