//! Settings as the program uses them. A value that cannot be used stops it, with a sentence that says what is expected.

use crate::settings::{self, Values};
use anyhow::{Result, anyhow, bail};
use chrono::{DateTime, Utc};
use forprev_api::network::TrustedProxies;
use forprev_app::{attachments::Place, oidc};
use forprev_core::policy::second_factor::{Requirement, UnknownRole};
use std::{net::SocketAddr, path::PathBuf};

/// The settings, read.
#[derive(Clone, Debug)]
pub struct Config {
    pub database_url: String,
    pub connections: u32,
    pub bind: SocketAddr,
    pub public_url: String,
    pub secret_key_file: PathBuf,
    pub signing_keys_dir: PathBuf,
    pub attachments: Place,
    pub trusted_proxies: TrustedProxies,
    pub requests_per_minute: Option<u32>,
    pub smtp_url: Option<String>,
    pub mail_from: String,
    pub log: String,
    pub demo: bool,
    pub second_factor: Requirement,
    pub oidc: Option<oidc::Settings>,
    pub now: Option<DateTime<Utc>>,
}

impl Config {
    /// Reads each value.
    pub fn of(values: &Values) -> Result<Self> {
        let text = |name: &str| values.get(name).map(|(value, _)| value.trim()).unwrap_or_default();
        let demo = match text(settings::DEMO) {
            "1" => true,
            "" | "0" => false,
            other => bail!("{}: expected 1 or 0, got {other:?}", settings::DEMO),
        };
        let now = match text(settings::NOW) {
            "" => None,
            _ if !demo => bail!(
                "{}: only a demonstration can have a clock of its own: expected {}=1 beside it, or nothing",
                settings::NOW,
                settings::DEMO
            ),
            instant => Some(instant_of(instant)?),
        };
        let limit = number(settings::RATE_LIMIT, text(settings::RATE_LIMIT), 0)?;
        let (smtp, from) = (text(settings::SMTP_URL), text(settings::MAIL_FROM));
        if !smtp.is_empty()
            && let Err(expected) = forprev_app::mail::Smtp::new(smtp, from)
        {
            bail!("{} or {}: {expected}", settings::SMTP_URL, settings::MAIL_FROM);
        }
        Ok(Self {
            database_url: database_url(text(settings::DATABASE_URL))?,
            connections: number(settings::DATABASE_CONNECTIONS, text(settings::DATABASE_CONNECTIONS), 1)?,
            bind: bind(text(settings::BIND))?,
            public_url: public_url(text(settings::PUBLIC_URL))?,
            secret_key_file: path(settings::SECRET_KEY_FILE, text(settings::SECRET_KEY_FILE))?,
            signing_keys_dir: path(settings::SIGNING_KEYS_DIR, text(settings::SIGNING_KEYS_DIR))?,
            attachments: attachments(text(settings::ATTACHMENTS_URL))?,
            trusted_proxies: match text(settings::TRUSTED_PROXIES).parse() {
                Ok(proxies) => proxies,
                Err(error) => bail!("{}: {error}", settings::TRUSTED_PROXIES),
            },
            requests_per_minute: Some(limit).filter(|limit| *limit > 0),
            smtp_url: Some(text(settings::SMTP_URL).to_owned()).filter(|url| !url.is_empty()),
            mail_from: text(settings::MAIL_FROM).to_owned(),
            log: log_directives(text(settings::LOG))?,
            demo,
            second_factor: second_factor(text(settings::SECOND_FACTOR), demo)?,
            oidc: oidc(text)?,
            now,
        })
    }
}

fn database_url(value: &str) -> Result<String> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| value.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())) {
        return Ok(value.to_owned());
    }
    bail!("{}: expected sqlite://path or postgres://user@host/name", settings::DATABASE_URL)
}

fn attachments(value: &str) -> Result<Place> {
    Place::of(value).map_err(|expected| anyhow!("{}: {expected}, got {value:?}", settings::ATTACHMENTS_URL))
}

fn bind(value: &str) -> Result<SocketAddr> {
    match value.parse() {
        Ok(address) => Ok(address),
        Err(_) => {
            bail!("{}: expected an address and a port like 127.0.0.1:8080, got {value:?}", settings::BIND)
        }
    }
}

/// The longest public address, in characters.
const PUBLIC_URL_MAX: usize = 100;

fn public_url(value: &str) -> Result<String> {
    let url = value.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = host.is_some_and(|host| {
        !host.is_empty()
            // It stands in each QR code, with all the rest.
            && url.len() <= PUBLIC_URL_MAX
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]/".contains(&byte))
    });
    if plain {
        return Ok(url.to_owned());
    }
    bail!(
        "{}: expected an address like https://forprev.example, of at most {PUBLIC_URL_MAX} characters, got {value:?}",
        settings::PUBLIC_URL
    )
}

fn second_factor(value: &str, demo: bool) -> Result<Requirement> {
    match value {
        "" if demo => Ok(Requirement::Nobody),
        "" => Ok(Requirement::Agents),
        said => said.parse().map_err(|UnknownRole(word)| {
            anyhow!(
                "{}: expected agents, nobody, or some of demandeur, gestionnaire, delegataire, formateur, instructeur, inrs \
                 and cnh with commas between them, got {word:?}",
                settings::SECOND_FACTOR
            )
        }),
    }
}

fn oidc<'a>(text: impl Fn(&str) -> &'a str) -> Result<Option<oidc::Settings>> {
    use settings::{OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ISSUER, OIDC_NAME};
    let all = [OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME];
    let (issuer, [client_id, secret, name]) = (text(OIDC_ISSUER), all.map(&text));
    if issuer.is_empty() {
        // Half of it is a mistake: nobody would be told that the rest is missing.
        return match all.into_iter().find(|one| !text(one).is_empty()) {
            Some(set) => bail!("{OIDC_ISSUER}: expected the provider's address beside {set}"),
            None => Ok(None),
        };
    }
    if client_id.is_empty() {
        bail!(
            "{OIDC_CLIENT_ID}: expected the client identifier that the provider of {OIDC_ISSUER} gave to this server"
        );
    }
    match oidc::Settings::new(issuer, client_id, secret, name) {
        Ok(settings) => Ok(Some(settings)),
        Err(expected) => bail!("{OIDC_ISSUER} or {OIDC_NAME}: {expected}"),
    }
}

fn log_directives(value: &str) -> Result<String> {
    if crate::log::is_readable(value) {
        return Ok(value.to_owned());
    }
    bail!(
        "{}: expected off, error, warn, info, debug or trace, or one of them for a part like forprev_api=debug, got \
         {value:?}",
        settings::LOG
    )
}

fn path(name: &str, value: &str) -> Result<PathBuf> {
    if value.is_empty() {
        bail!("{name}: expected a path, got nothing");
    }
    Ok(value.into())
}

fn number(name: &str, value: &str, least: u32) -> Result<u32> {
    match value.parse() {
        Ok(number) if number >= least => Ok(number),
        _ => bail!("{name}: expected a whole number of {least} or more, got {value:?}"),
    }
}

fn instant_of(value: &str) -> Result<DateTime<Utc>> {
    match DateTime::parse_from_rfc3339(value) {
        Ok(instant) => Ok(instant.to_utc()),
        Err(_) => bail!(
            "{}: expected an instant like 2026-11-23T08:00:00Z (RFC 3339), got {value:?}",
            settings::NOW
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{ALL, Source};

    fn with(changes: &[(&'static str, &str)]) -> Result<Config> {
        let mut values: Values =
            ALL.iter().map(|one| (one.name, (one.default.to_owned(), Source::Default))).collect();
        for (name, value) in changes {
            values.insert(name, ((*value).to_owned(), Source::Environment));
        }
        Config::of(&values)
    }

    #[test]
    fn the_defaults_can_be_used() {
        let config = with(&[]).unwrap();
        assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
        assert_eq!(config.requests_per_minute, Some(6000));
        assert!(!config.demo);
    }

    #[test]
    fn a_wrong_value_names_its_setting_and_what_is_expected() {
        for (name, value) in [
            (settings::DATABASE_URL, "mysql://x"),
            (settings::DATABASE_URL, "data/forprev.db"),
            (settings::DATABASE_CONNECTIONS, "0"),
            (settings::BIND, "8080"),
            (settings::PUBLIC_URL, "forprev.example"),
            (settings::PUBLIC_URL, "https://"),
            (settings::PUBLIC_URL, "https://forprev.example/?a=\"b\""),
            (settings::SECRET_KEY_FILE, ""),
            (settings::ATTACHMENTS_URL, "data/attachments"),
            (settings::ATTACHMENTS_URL, "https://bucket.example"),
            (settings::TRUSTED_PROXIES, "proxy"),
            (settings::RATE_LIMIT, "many"),
            (settings::DEMO, "yes"),
            (settings::SECOND_FACTOR, "1"),
            (settings::NOW, "2026-11-23T08:00:00Z"),
        ] {
            let error = with(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name) && error.contains("expected"), "{error}");
        }
        let error = with(&[(settings::DEMO, "1"), (settings::NOW, "tomorrow")]).unwrap_err().to_string();
        assert!(error.contains("RFC 3339"), "{error}");
    }

    #[test]
    fn a_provider_is_set_up_by_its_address_and_a_client_or_not_at_all() {
        let (issuer, client) = (settings::OIDC_ISSUER, settings::OIDC_CLIENT_ID);
        let (secret, name) = (settings::OIDC_CLIENT_SECRET, settings::OIDC_NAME);
        assert!(with(&[]).unwrap().oidc.is_none());
        let whole = [
            (issuer, "https://identity.example"),
            (client, "forprev"),
            (secret, "hunter2"),
            (name, "ProConnect"),
        ];
        let config = with(&whole).unwrap();
        assert_eq!(config.oidc.as_ref().unwrap().name(), "ProConnect");
        assert!(!format!("{config:?}").contains("hunter2"));
        for (changes, named) in [
            (&[(issuer, "https://identity.example")][..], client),
            (&[(client, "forprev")], issuer),
            (&[(secret, "hunter2")], issuer),
            (&[(issuer, "http://identity.example"), (client, "forprev")], issuer),
            (&[(issuer, "identity.example"), (client, "forprev")], issuer),
        ] {
            let error = with(changes).unwrap_err().to_string();
            assert!(error.starts_with(named) && error.contains("expected"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn agents_need_a_second_factor_but_in_a_demonstration() {
        let of = |changes: &[_]| with(changes).unwrap().second_factor;
        let (demo, name) = ((settings::DEMO, "1"), settings::SECOND_FACTOR);
        assert_eq!(of(&[]), Requirement::Agents);
        assert_eq!(of(&[demo]), Requirement::Nobody);
        assert_eq!(of(&[demo, (name, "agents")]), Requirement::Agents);
        assert_eq!(of(&[(name, "nobody")]), Requirement::Nobody);
        assert_eq!(of(&[(name, "inrs, cnh")]), "inrs,cnh".parse().unwrap());
    }

    #[test]
    fn a_demonstration_has_its_own_clock() {
        let config = with(&[(settings::DEMO, "1"), (settings::NOW, "2026-07-14T22:30:00Z")]).unwrap();
        assert_eq!(config.now.unwrap().to_rfc3339(), "2026-07-14T22:30:00+00:00");
    }
}
