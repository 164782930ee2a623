//! Each reason for a refusal is given somewhere, and told in the document of the API.

use forprev_core::problem::Code;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Of what nothing refuses yet. This list may only shrink.
const GIVEN_BY_NOTHING: &[(&str, &str)] = &[];

/// What the document names at no operation and in no schema. This list may only shrink.
const NAMED_NOWHERE: &[(&str, &str)] = &[("MethodNotAllowed", "it is about a method that is no operation")];

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The names of the reasons that the sources of the program write, but for where they are defined and documented.
fn given() -> BTreeSet<String> {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let sources =
        ["core", "store", "app", "api"].iter().flat_map(|name| files(&crates.join(name).join("src")));
    let mut found = BTreeSet::new();
    for path in sources {
        let apart = ["problem/code.rs", "/openapi/", "tests.rs", "/testing.rs"];
        if apart.iter().any(|part| path.to_string_lossy().contains(part)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        for line in program.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for after in line.split("Code::").skip(1) {
                found.insert(after.chars().take_while(|letter| letter.is_alphanumeric()).collect());
            }
        }
    }
    found
}

/// Those of all the reasons that `held` does not hold are those of the list: no more, and no fewer.
fn all_but(left_out: &[(&str, &str)], held: impl Fn(&str, &str) -> bool) {
    let name = |code: &Code| format!("{code:?}");
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !held(&name(code), code.as_str())).map(name).collect();
    let listed: Vec<_> = left_out.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(missing.iter().collect::<BTreeSet<_>>(), listed.iter().collect::<BTreeSet<_>>());
}

#[test]
fn each_reason_is_given_somewhere() {
    let given = given();
    assert!(given.len() > 50, "the sources were read");
    all_but(GIVEN_BY_NOTHING, |name, _| given.contains(name));
}

#[test]
fn each_reason_is_named_in_the_document() {
    // As one names it: in quotation marks or as code.
    let document = forprev_api::openapi::text();
    all_but(NAMED_NOWHERE, |_, code| {
        document.contains(&format!("\"{code}\"")) || document.contains(&format!("`{code}`"))
    });
}

#[test]
fn each_reason_stands_on_the_page_for_people() {
    let page = forprev_api::openapi::page();
    for code in Code::ALL {
        assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
    }
}
