//! Addresses of an earlier site that lead to pages of this one (A1). The file is read and checked at the start: what
//! leads out of this site, or in circles, stops it.

use anyhow::{Context, Result, bail, ensure};
use std::{collections::HashMap, fs, path::Path};

/// The longest address, in bytes.
const ADDRESS_MAX: usize = 2000;
/// What this site answers by itself below these is never hidden.
const OWN: [&str; 3] = ["/api", "/assets", "/.well-known"];

/// From old addresses to new ones.
#[derive(Clone, Debug, Default)]
pub struct Redirects(HashMap<String, String>);

impl Redirects {
    /// Reads a file of two columns: the old address and the new one. Lines that begin with # are remarks.
    pub fn open(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).context("expected a CSV file in UTF-8")?;
        Self::read(&text)
    }

    fn read(text: &str) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .comment(Some(b'#'))
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let (mut found, mut leads) = (HashMap::new(), Vec::new());
        for record in reader.records() {
            let record = record.context("expected two columns, the old address and the new one")?;
            let line = record.position().map_or(0, csv::Position::line);
            let at = || format!("line {line}");
            let (Some(old), Some(new), 2) = (record.get(0), record.get(1), record.len()) else {
                bail!("line {line}: expected two columns, the old address and the new one");
            };
            let old = old_address(old).with_context(at)?;
            new_address(new).with_context(at)?;
            ensure!(
                !found.contains_key(&old),
                "line {line}: expected {old} once, and it stands above already"
            );
            leads.push((line, new.to_owned()));
            found.insert(old, new.to_owned());
        }
        let redirects = Self(found);
        if let Some((line, new)) = leads.iter().find(|(_, new)| redirects.is_old(new)) {
            bail!(
                "line {line}: expected a page of this site, and {new} is itself an old address of this file"
            );
        }
        Ok(redirects)
    }

    fn is_old(&self, new: &str) -> bool {
        let (path, query) = parts(new.split('#').next().unwrap_or_default());
        self.find(path, query.unwrap_or_default()).is_some()
    }

    /// Where this address leads now. What was asked in its query means nothing here, and does not go along.
    pub fn find(&self, path: &str, query: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let path = without_end(path);
        let exact = (!query.is_empty()).then(|| self.0.get(&format!("{path}?{query}"))).flatten();
        exact.or_else(|| self.0.get(path)).map(String::as_str)
    }
}

fn parts(address: &str) -> (&str, Option<&str>) {
    address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)))
}

/// With and without a slash at its end it is the same page.
fn without_end(path: &str) -> &str {
    if path.len() > 1 { path.trim_end_matches('/') } else { path }
}

/// Refuses what could lead out of this site, whatever a browser makes of it.
fn on_this_site(address: &str) -> Result<()> {
    ensure!(
        address.starts_with('/') && !address.starts_with("//"),
        "expected a path on this site that begins with one /, got {address:?}"
    );
    ensure!(address.len() <= ADDRESS_MAX, "expected at most {ADDRESS_MAX} characters");
    ensure!(
        address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>')),
        "expected letters without accents, and others as a browser sends them (%C3%A9 for é), got {address:?}"
    );
    let (path, _) = parts(address);
    ensure!(
        path.split('/').all(|part| !matches!(part, "." | ".."))
            // The first of them would be a host after another step.
            && !path.contains("//"),
        "expected a path without an empty step, . or .., got {address:?}"
    );
    Ok(())
}

fn old_address(text: &str) -> Result<String> {
    on_this_site(text)?;
    ensure!(!text.contains('#'), "expected no # in an old address: a browser does not send it, got {text:?}");
    let (path, query) = parts(text);
    let path = without_end(path);
    ensure!(
        path != "/" || query.is_some(),
        "expected an old address other than /, the home page of this site"
    );
    let within =
        |own: &str| path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(own) = OWN.into_iter().find(|own| within(own)) {
        bail!("expected an old address outside {own}, which this site answers by itself, got {text:?}");
    }
    Ok(query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

fn new_address(text: &str) -> Result<()> {
    on_this_site(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_leads_to_its_page_with_or_without_what_follows() {
        let redirects = Redirects::read(
            "# from the site before\n/v1/verif.php , /verifier\n\n/index.php?page=12,/creer-un-compte#haut\n\"/a,b\",/connexion\n",
        )
        .unwrap();
        assert_eq!(redirects.find("/v1/verif.php", ""), Some("/verifier"));
        assert_eq!(redirects.find("/v1/verif.php/", "numero=1&next=https://mal.example"), Some("/verifier"));
        assert_eq!(redirects.find("/index.php", "page=12"), Some("/creer-un-compte#haut"));
        assert_eq!(redirects.find("/index.php", "page=13"), None);
        assert_eq!(redirects.find("/index.php", ""), None);
        assert_eq!(redirects.find("/a,b", ""), Some("/connexion"));
        assert_eq!(Redirects::default().find("/", ""), None);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (line, expected) in [
            ("/old,https://mal.example", "begins with one /"),
            ("/old,//mal.example", "begins with one /"),
            ("/old,/\\mal.example", "without accents"),
            ("/old,/a/../..//mal.example", "without an empty step"),
            ("/old,javascript:alert(1)", "begins with one /"),
            ("/old,/a b", "without accents"),
            ("/vérifier,/verifier", "%C3%A9"),
            ("/old", "two columns"),
            ("/old,/new,/newer", "two columns"),
            ("/fine,/connexion", "once"),
            ("/api/v1/old,/verifier", "outside /api"),
            ("/,/verifier", "other than /"),
            ("/old#part,/verifier", "no #"),
            ("/old,/fine?a=b#c", "itself an old address"),
        ] {
            let error = format!("{:#}", Redirects::read(&format!("/fine,/verifier\n{line}\n")).unwrap_err());
            assert!(error.starts_with("line 2") && error.contains("expected"), "{line}: {error}");
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
