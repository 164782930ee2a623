//! The style sheet: every `frontend/style/**/*.css` as one file, with the fonts' served names.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::workspace::{files_under, read_text};

/// Joins the sheets in the order of their names; a sheet that is named by a line `@import "other.css";` goes where that
/// line stands, and those with such lines go first.
pub fn sheet(folder: &Path, hashed: &BTreeMap<String, String>) -> Result<String> {
    let mut sheets = Vec::new();
    for file in files_under(folder)? {
        if file.extension().is_some_and(|extension| extension == "css") {
            let text = read_text(&file)?;
            let imports = text.lines().any(|line| line.starts_with("@import"));
            sheets.push((!imports, file));
        }
    }
    sheets.sort();
    let mut joined = String::new();
    let mut seen = BTreeSet::new();
    for (_, file) in sheets {
        append(&mut joined, &file, &mut seen)?;
    }
    addresses(&joined, hashed)
}

fn append(joined: &mut String, file: &Path, seen: &mut BTreeSet<PathBuf>) -> Result<()> {
    let file = file.canonicalize().with_context(|| format!("looking for {}", file.display()))?;
    if !seen.insert(file.clone()) {
        return Ok(());
    }
    for line in read_text(&file)?.lines() {
        if let Some(import) = line.strip_prefix("@import") {
            let name = import.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\";"));
            let name =
                name.with_context(|| format!("{}: write it as @import \"name.css\";", file.display()))?;
            append(joined, &file.with_file_name(name), seen)?;
        } else {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    Ok(())
}

/// Puts the served path into each relative `url(…)`; an address of another site is an error, for no page may ask one.
fn addresses(sheet: &str, hashed: &BTreeMap<String, String>) -> Result<String> {
    let mut parts = sheet.split("url(");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (address, rest) = part.split_once(')').context("a url( without its end")?;
        let plain = address.trim_matches(['"', '\'', ' ']);
        let served = if plain.contains("://") || plain.starts_with("//") {
            if !plain.starts_with("data:") {
                bail!("the style sheet refers to another site: {plain}");
            }
            address
        } else if plain.starts_with(['/', '#']) || plain.starts_with("data:") {
            address
        } else {
            let name = plain.trim_start_matches("./").trim_start_matches("../");
            hashed.get(name).with_context(|| format!("frontend/style has no file {name}"))?
        };
        result.push_str("url(");
        result.push_str(served);
        result.push(')');
        result.push_str(rest);
    }
    Ok(result)
}
