//! How an installation looks (A1): its name, its logo, its colours. Without settings, all is as it was built.
//!
//! The page is built once for everybody; what differs is put in its place when it is handed out. Nothing of it is a
//! style or a script inside the page, which the content security policy refuses.

use crate::colours::{Accent, Band, sheet};
use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// Where the logo is.
pub const LOGO: &str = "logo";
/// Where the colours are.
pub const COLOURS: &str = "couleurs.css";
/// The name that the page is built with.
const NAME: &str = "Forprev";
/// The longest name, in characters: it stands in the header of a phone.
const NAME_MAX: usize = 40;
/// The largest logo, in bytes: each first visit fetches it.
const LOGO_MAX: u64 = 256 * 1024;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A logo, as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub content: Vec<u8>,
    pub media_type: &'static str,
}

impl Logo {
    /// Reads one; what it is, is told by its content.
    pub fn open(path: &Path) -> Result<Self> {
        let size = fs::metadata(path).context("expected an SVG or PNG file")?.len();
        ensure!(size <= LOGO_MAX, "expected a file of at most {LOGO_MAX} bytes, got {size}");
        Self::read(fs::read(path).context("expected an SVG or PNG file")?)
    }

    fn read(content: Vec<u8>) -> Result<Self> {
        let media_type = if content.starts_with(PNG) {
            "image/png"
        } else {
            let text = std::str::from_utf8(&content).unwrap_or_default();
            let begins = text.trim_start_matches('\u{feff}').trim_start();
            let svg =
                ["<svg", "<?xml", "<!--", "<!DOCTYPE svg"].iter().any(|start| begins.starts_with(start));
            ensure!(svg && begins.contains("<svg"), "expected an SVG or PNG file");
            "image/svg+xml"
        };
        Ok(Self { content, media_type })
    }
}

/// What differs from how the page was built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    name: Option<String>,
    logo: Option<Logo>,
    colours: Option<String>,
    band: Option<Band>,
}

impl Look {
    pub fn new(
        name: &str,
        logo: Option<Logo>,
        accent: Option<(Accent, Accent)>,
        band: Option<Band>,
    ) -> Result<Self> {
        let length = name.chars().count();
        ensure!(
            (1..=NAME_MAX).contains(&length) && !name.chars().any(char::is_control),
            "expected a name of 1 to {NAME_MAX} characters"
        );
        let colours = (accent.is_some() || band.is_some()).then(|| sheet(accent, band));
        Ok(Self { name: Some(name.to_owned()).filter(|name| name != NAME), logo, colours, band })
    }

    /// The logo, where there is one.
    pub fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    /// The style sheet of the colours, where some are set.
    pub fn colours(&self) -> Option<&str> {
        self.colours.as_deref()
    }

    /// The page with what differs; nothing where nothing does.
    pub fn page(&self, built: &str) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        let mut page = built.to_owned();
        let mut put = |before: &str, after: &str| page = page.replace(before, after);
        let name = self.name.as_deref().map_or_else(|| NAME.to_owned(), escaped);
        let address = self.logo.as_ref().map(|logo| format!("/{LOGO}?v={}", edition(&logo.content)));
        if self.name.is_some() {
            put(NAME_META, &NAME_META.replace(NAME, &name));
            put(TITLE, &TITLE.replace(NAME, &name));
            put(HEADING, &HEADING.replace(NAME, &name));
        }
        if let Some(address) = &address {
            put(LOGO_META, &LOGO_META.replace(BUILT_LOGO, address));
        }
        let shown = address.map_or_else(
            || BRAND.to_owned(),
            |address| format!(r#"<img src="{address}" alt="" height="32" /> {NAME}"#),
        );
        put(BRAND, &shown.replace(NAME, &name));
        if let Some(band) = self.band {
            put(THEME, &THEME.replace(BUILT_BAND, &band.colour()));
        }
        if let Some(colours) = &self.colours {
            let address = format!("/{COLOURS}?v={}", edition(colours.as_bytes()));
            put(HEAD_END, &format!("  <link rel=\"stylesheet\" href=\"{address}\" />\n  {HEAD_END}"));
        }
        Some(page)
    }

    /// The service worker keeps the page, and what it names: another look is another worker, which fetches them anew.
    pub fn worker(&self, built: &str) -> Option<String> {
        let differs = self.page(&[NAME_META, LOGO_META, THEME, HEAD_END].concat())?;
        let logo = self.logo.is_some().then_some(LOGO);
        let own = logo.into_iter().chain(self.colours.is_some().then_some(COLOURS));
        let own: Vec<_> = own.map(|path| format!("\"/{path}\"")).collect();
        let named = format!("const own = [{}]; // {}", own.join(", "), edition(differs.as_bytes()));
        Some(built.replace(WORKER_OWN, &named))
    }
}

/// What of `frontend/index.html` is another's where something is set.
const NAME_META: &str = r#"<meta name="forprev-name" content="Forprev" />"#;
const LOGO_META: &str = r#"<meta name="forprev-logo" content="/favicon.svg" />"#;
const THEME: &str = r##"<meta name="theme-color" content="#033325" />"##;
const TITLE: &str = "<title>Forprev – ";
const HEADING: &str = "<h1>Forprev</h1>";
const BRAND: &str = r#"<img src="/favicon.svg" alt="" width="32" height="32" /> Forprev"#;
const HEAD_END: &str = "</head>";
/// And of `frontend/static/sw.js`.
const WORKER_OWN: &str = "const own = [];";
const BUILT_LOGO: &str = "/favicon.svg";
const BUILT_BAND: &str = "#033325";

/// A word that changes with the content: an address with it may be kept for ever.
pub fn edition(content: &[u8]) -> String {
    HEXLOWER.encode(Sha256::digest(content).get(..8).unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = include_str!("../../../frontend/index.html");
    const WORKER: &str = include_str!("../../../frontend/static/sw.js");

    fn svg() -> Logo {
        Logo::read(b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()).unwrap()
    }

    #[test]
    fn each_place_is_in_the_page_that_is_built() {
        for place in [NAME_META, LOGO_META, THEME, TITLE, HEADING, BRAND, HEAD_END] {
            assert_eq!(BUILT.matches(place).count(), 1, "{place}");
        }
        assert_eq!(WORKER.matches(WORKER_OWN).count(), 1);
    }

    #[test]
    fn without_settings_the_page_is_as_it_was_built() {
        let look = Look::new(NAME, None, None, None).unwrap();
        assert_eq!(look, Look::default());
        assert!(look.page(BUILT).is_none() && look.worker("").is_none());
    }

    #[test]
    fn a_name_a_logo_and_colours_take_their_places() {
        let accent = Some((Accent::light("#7a1fa2").unwrap(), Accent::dark("#d9a3f0").unwrap()));
        let look =
            Look::new("Pré\"v<ention", Some(svg()), accent, Some(Band::read("#2b0a3d").unwrap())).unwrap();
        let page = look.page(BUILT).unwrap();
        for expected in [
            r#"<meta name="forprev-name" content="Pré&quot;v&lt;ention" />"#,
            r##"<meta name="theme-color" content="#2b0a3d" />"##,
            "<title>Pré&quot;v&lt;ention – ",
            r#"<link rel="stylesheet" href="/couleurs.css?v="#,
            r#"<img src="/logo?v="#,
        ] {
            assert!(page.contains(expected), "{expected} in {page}");
        }
        assert!(
            !page.contains("style=") && page.matches("<script").count() == BUILT.matches("<script").count()
        );
        let worker = look.worker(WORKER).unwrap();
        assert!(worker.contains(r#"const own = ["/logo", "/couleurs.css"];"#), "{worker}");
        assert_ne!(worker, Look::new("Autre", None, None, None).unwrap().worker(WORKER).unwrap());
    }

    #[test]
    fn a_logo_is_a_picture() {
        assert_eq!(svg().media_type, "image/svg+xml");
        assert_eq!(Logo::read([PNG, b"rest"].concat()).unwrap().media_type, "image/png");
        for other in [&b"<html><svg/></html>"[..], b"GIF89a", b"", b"\xff\xfe<svg"] {
            assert!(Logo::read(other.to_vec()).unwrap_err().to_string().contains("expected"));
        }
    }
}
