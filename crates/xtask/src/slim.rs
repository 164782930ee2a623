//! What wasm-bindgen makes for whoever may want it, cut down to what our own page uses.
//!
//! A crate far below exports classes to JavaScript (streams of a server we do not have): nothing may throw them away
//! but we. And each of some three hundred imports is named by its function and a hash, in both files, where a letter or
//! two do as well: hashes are what a compressor cannot shrink.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Output;

/// The depth at which wasm-bindgen writes the functions that the module imports.
const ENTRY: &str = "        ";

/// Takes from the module what nobody calls, gives short names to the rest, and returns the script that goes with it.
pub fn slim(output: &mut Output) -> String {
    let script = without_classes(output.js());
    let called: BTreeSet<&str> = words(&script).collect();
    let mut names = BTreeMap::new();
    let wasm = output.wasm_mut();
    let unused: Vec<_> = wasm
        .exports
        .iter()
        .filter(|export| !called.contains(export.name.as_str()))
        .map(|export| export.id())
        .collect();
    for export in unused {
        wasm.exports.delete(export);
    }
    // Only what cannot be another word of the script.
    for export in wasm.exports.iter_mut().filter(|export| export.name.starts_with("wasm_bindgen_")) {
        let short = format!("_{}", names.len());
        names.insert(mem::replace(&mut export.name, short.clone()), short);
    }
    for import in wasm.imports.iter_mut().filter(|import| import.name.starts_with("__wb")) {
        let short = format!("_{}", names.len());
        names.insert(mem::replace(&mut import.name, short.clone()), short);
    }
    renamed(&script, &names)
}

/// The script without the functions that the optimised module does not import any more, and without indentation.
///
/// # Errors
/// The module is none.
pub fn without_unused(script: &str, module: &[u8]) -> Result<String> {
    let imports = imports(module).context("reading the imports of the optimised module")?;
    let mut kept = String::with_capacity(script.len());
    let mut skipping = false;
    for line in script.lines() {
        if let Some(name) = entry(line) {
            skipping = !imports.contains(name);
        }
        let (whole, line) = (line, line.trim());
        if !skipping && !line.is_empty() && !is_comment(line) {
            kept.push_str(line);
            kept.push('\n');
        }
        // An entry ends at its own depth.
        if whole.starts_with("        }") && whole.ends_with("},") {
            skipping = false;
        }
    }
    Ok(kept)
}

/// The name of the imported function that begins on this line.
fn entry(line: &str) -> Option<&str> {
    let (name, rest) = line.strip_prefix(ENTRY)?.split_once(": ")?;
    let short = name.strip_prefix('_').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    (short && rest.starts_with("function")).then_some(name)
}

fn is_comment(line: &str) -> bool {
    ["//", "/**", "* ", "*/"].iter().any(|start| line.starts_with(start))
}

/// Without the classes that are exported, and what is said of them afterwards.
fn without_classes(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        if line.starts_with("export class ") {
            inside = true;
        }
        if !inside && !line.starts_with("if (Symbol.dispose)") {
            kept.push_str(line);
            kept.push('\n');
        }
        if line == "}" {
            inside = false;
        }
    }
    kept
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

fn words(script: &str) -> impl Iterator<Item = &str> {
    script.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut renamed = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
        renamed.push_str(names.get(word).map_or(word, String::as_str));
        let (between, next) = after.split_at(after.find(is_word).unwrap_or(after.len()));
        renamed.push_str(between);
        rest = next;
    }
    renamed
}

/// The names in the import section of a WebAssembly module; `None` where it is none.
fn imports(module: &[u8]) -> Option<BTreeSet<&str>> {
    const IMPORTS: u8 = 2;
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    while let Some((kind, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (section, after) = after.split_at_checked(length)?;
        if *kind == IMPORTS {
            return names(section);
        }
        rest = after;
    }
    Some(BTreeSet::new())
}

fn names(section: &[u8]) -> Option<BTreeSet<&str>> {
    let (count, mut rest) = number(section)?;
    let mut names = BTreeSet::new();
    for _ in 0..count {
        let (_, after) = text(rest)?;
        let (name, after) = text(after)?;
        let (kind, after) = after.split_first()?;
        // A function has a type; wasm-bindgen imports nothing else.
        (*kind == 0).then_some(())?;
        let (_, after) = number(after)?;
        names.insert(name);
        rest = after;
    }
    Some(names)
}

fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, after) = number(bytes)?;
    let (text, after) = after.split_at_checked(length)?;
    Some((std::str::from_utf8(text).ok()?, after))
}

/// A LEB128 number.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
export class Stream {
    free() {
        wasm.__wbg_stream_free(0);
    }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;
const import0 = {
        _0: function(arg0) {
            if (arg0) {
                return 1;
            }
        },
        _1: function() { return handleError(function () {
            return 2;
        }, arguments); },
};
";

    #[test]
    fn what_is_not_imported_is_not_loaded() {
        let module = b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x02_1\0\0";
        assert_eq!(imports(module).unwrap().into_iter().collect::<Vec<_>>(), ["_1"]);
        let script = without_unused(&without_classes(SCRIPT), module).unwrap();
        assert_eq!(
            script,
            "const import0 = {\n_1: function() { return handleError(function () {\nreturn 2;\n}, arguments); },\n};\n"
        );
        assert!(without_unused(SCRIPT, b"no module").is_err());
    }

    #[test]
    fn whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_a".to_owned(), "_0".to_owned())]);
        assert_eq!(renamed("f(__wbg_a, __wbg_ab); é__wbg_a", &names), "f(_0, __wbg_ab); é_0");
    }
}
