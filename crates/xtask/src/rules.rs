//! Rules of the source tree that no compiler checks.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::workspace::{Workspace, files_under, read_text};

/// No file is longer than this, in lines.
const LONGEST: usize = 600;
/// Nine files of ten are at most so long.
const LONG: usize = 350;
/// The one file that may be: diesel's description of the tables.
const SCHEMA: &str = "crates/store/src/schema.rs";

/// Who names a kind of profile without deciding anything by it: writes one, reads one back, or gives it its word.
const NAME_PROFILES: [&str; 9] = [
    "crates/app/src/accounts/request.rs",
    "crates/app/src/certificates/holder.rs",
    "crates/app/src/seed/accounts.rs",
    "crates/app/src/seed/cast.rs",
    "crates/app/src/seed/national/people.rs",
    "crates/app/src/seed/people.rs",
    "crates/app/src/seed/sessions.rs",
    "crates/store/src/profile.rs",
    "frontend/src/shell/account.rs",
];

/// The dependencies of the workspace that ARCHITECTURE.md does not explain.
fn unexplained(manifest: &str, architecture: &str) -> Vec<String> {
    let table = architecture.split("## Dependencies").nth(1).unwrap_or_default();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .flat_map(|cell| cell.split([',', ' ']))
        .collect();
    manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .filter(|name| !name.starts_with("forprev-") && !named.contains(name))
        .map(|name| format!("ARCHITECTURE.md does not say why {name} is there"))
        .collect()
}

/// Reads every source file of the workspace and reports each breach, all at once.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut breaches = Vec::new();
    let mut count = 0;
    let mut long = 0;
    for folder in ["crates", "frontend/src", "frontend/reader", "frontend/style", "e2e/specs", "e2e/fixtures"]
    {
        for file in files_under(&workspace.root.join(folder))? {
            let name = file.strip_prefix(&workspace.root)?.display().to_string();
            if is_source(&file) {
                let text = read_text(&file)?;
                breaches.extend(faults(&name, &text));
                count += 1;
                long += usize::from(text.lines().count() > LONG);
            } else if let Some(test) = test_of_snapshot(&file) {
                let text = read_text(&test).unwrap_or_default();
                breaches.extend(stale_snapshot(&name, &text));
            }
        }
    }
    if long * 10 > count {
        breaches.push(format!("{long} of {count} files are longer than {LONG} lines, more than one in ten"));
    }
    let (manifest, architecture) = ("Cargo.toml", "ARCHITECTURE.md");
    breaches.extend(unexplained(
        &read_text(&workspace.root.join(manifest))?,
        &read_text(&workspace.root.join(architecture))?,
    ));
    for breach in &breaches {
        println!("{breach}");
    }
    ensure!(breaches.is_empty(), "{} breaches of the rules of the source tree", breaches.len());
    println!("{count} source files keep the rules");
    Ok(())
}

fn is_source(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| ["rs", "toml", "ts", "css"].iter().any(|known| extension == *known))
}

/// Where the test of a snapshot stands: `…/snapshots/it__story__name.snap` is one of `…/story.rs`.
fn test_of_snapshot(file: &Path) -> Option<PathBuf> {
    let name = file.file_name()?.to_str()?.strip_suffix(".snap")?;
    let module = name.split("__").nth(1)?;
    Some(file.parent()?.parent()?.join(module).with_extension("rs"))
}

/// A snapshot that its test, of this text, does not name would be compared with nothing.
fn stale_snapshot(name: &str, test: &str) -> Option<String> {
    let own = name.trim_end_matches(".snap").rsplit("__").next().unwrap_or_default();
    let named = test.contains(&format!("\"{own}\"")) || test.contains(&format!("fn {own}("));
    (!named).then(|| format!("{name}: no test compares this snapshot"))
}

fn faults(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST && name != SCHEMA {
        found.push(format!("{name}: {lines} lines, more than {LONGEST}: split it by domain"));
    }
    if name.starts_with("crates/xtask/") {
        // These very rules.
        return found;
    }
    let rust = Path::new(name).extension().is_some_and(|extension| extension == "rs");
    for (number, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", number + 1);
        // Tests call by role and have to name it; a decision by role belongs to core's policy alone.
        let profile = line.contains("ProfileKind::") || line.contains("InrsRank::");
        if rust
            && profile
            && !name.starts_with("crates/core/")
            && !is_test(name)
            && !NAME_PROFILES.contains(&name)
        {
            found.push(format!("{place}: a decision by role outside core: ask core's policy"));
        }
        if line.contains("diesel") && !name.starts_with("crates/store/") {
            found.push(format!("{place}: diesel outside the store: add a named query there"));
        }
    }
    found
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.starts_with("crates/testkit/")
}

#[cfg(test)]
mod tests {
    use super::{faults, stale_snapshot, test_of_snapshot};
    use std::path::Path;

    #[test]
    fn a_snapshot_belongs_to_a_test() {
        let name = "crates/api/tests/it/snapshots/it__roles__who_may.snap";
        assert_eq!(
            test_of_snapshot(Path::new(name)).as_deref(),
            Some(Path::new("crates/api/tests/it/roles.rs"))
        );
        assert!(stale_snapshot(name, "assert_snapshot!(\"who_may\", text)").is_none());
        assert!(stale_snapshot(name, "fn who_may() {").is_none());
        assert!(stale_snapshot(name, "fn who_may_not() {").is_some());
    }

    #[test]
    fn a_role_is_named_in_core_and_in_tests_only() {
        let text = "if profile.kind == ProfileKind::Inrs {}\n";
        assert_eq!(faults("crates/api/src/handlers.rs", text).len(), 1);
        assert!(faults("crates/core/src/policy.rs", text).is_empty());
        assert!(faults("crates/api/tests/it/main.rs", text).is_empty());
    }

    #[test]
    fn diesel_stays_in_the_store() {
        let text = "diesel.workspace = true\n";
        assert_eq!(faults("crates/api/Cargo.toml", text).len(), 1);
        assert!(faults("crates/store/Cargo.toml", text).is_empty());
    }

    #[test]
    fn no_file_is_too_long_but_the_schema() {
        let text = "line\n".repeat(601);
        assert_eq!(faults("crates/app/src/lib.rs", &text).len(), 1);
        assert!(faults("crates/store/src/schema.rs", &text).is_empty());
    }
}
