//! Where the register is.

use reqwest::Url;

/// The address of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    address: Url,
}

impl Settings {
    /// The register at this address.
    ///
    /// # Errors
    /// What is expected of an address that cannot be used.
    ///
    /// ```
    /// use forprev_register::Settings;
    ///
    /// assert!(Settings::new("https://register.example/api").is_ok());
    /// assert!(Settings::new("http://register.example").unwrap_err().starts_with("expected "));
    /// ```
    pub fn new(address: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected the register's address like https://register.example";
        let url = Url::parse(address.trim_end_matches('/')).map_err(|_| EXPECTED)?;
        let host = url.host_str().ok_or(EXPECTED)?;
        // Whoever listens on the way could answer in the register's place: without TLS only on this machine.
        let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if !(url.scheme() == "https" || (url.scheme() == "http" && near)) {
            return Err("expected an address that begins with https://");
        }
        let bare = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(Self { address: url }) } else { Err(EXPECTED) }
    }

    /// Whether it is asked by TLS only.
    pub(crate) fn only_tls(&self) -> bool {
        self.address.scheme() == "https"
    }

    /// The address of the search for this SIRET: of the one firm, without the names of those who lead it.
    pub(crate) fn search(&self, siret: &str) -> Url {
        let mut url = self.address.clone();
        url.set_path(&format!("{}/search", self.address.path().trim_end_matches('/')));
        url.query_pairs_mut()
            .append_pair("q", siret)
            .append_pair("minimal", "true")
            .append_pair("include", "siege,matching_etablissements,complements")
            .append_pair("page", "1")
            .append_pair("per_page", "1");
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_told_with_what_is_expected() {
        for address in [
            "",
            "register.example",
            "ftp://register.example",
            "http://register.example",
            "https://register.example?q=1",
            "https://register.example#top",
            "https://somebody:secret@register.example",
        ] {
            let expected = Settings::new(address).unwrap_err();
            assert!(
                expected.starts_with("expected ") && !expected.contains("secret"),
                "{address}: {expected}"
            );
        }
    }

    #[test]
    fn the_search_stands_under_the_address() {
        for (address, begins) in [
            ("https://register.example", "https://register.example/search?q=73282932000074&minimal=true&"),
            ("https://register.example/", "https://register.example/search?q="),
            ("http://127.0.0.1:8099/api/", "http://127.0.0.1:8099/api/search?q="),
        ] {
            let url = Settings::new(address).unwrap().search("73282932000074");
            assert!(url.as_str().starts_with(begins), "{url}");
        }
    }
}
