//! Settings as they are written: in the environment, in a TOML file, or by default.

use anyhow::{Context, Result, bail};
use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

/// A setting: its name in the environment, its default, what it means.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    pub meaning: &'static str,
}

pub const DATABASE_URL: &str = "FORPREV_DATABASE_URL";
pub const DATABASE_CONNECTIONS: &str = "FORPREV_DATABASE_CONNECTIONS";
pub const BIND: &str = "FORPREV_BIND";
pub const PUBLIC_URL: &str = "FORPREV_PUBLIC_URL";
pub const SECRET_KEY_FILE: &str = "FORPREV_SECRET_KEY_FILE";
pub const SIGNING_KEYS_DIR: &str = "FORPREV_SIGNING_KEYS_DIR";
pub const ATTACHMENTS_URL: &str = "FORPREV_ATTACHMENTS_URL";
pub const TRUSTED_PROXIES: &str = "FORPREV_TRUSTED_PROXIES";
pub const RATE_LIMIT: &str = "FORPREV_RATE_LIMIT";
pub const SMTP_URL: &str = "FORPREV_SMTP_URL";
pub const MAIL_FROM: &str = "FORPREV_MAIL_FROM";
pub const LOG: &str = "FORPREV_LOG";
pub const DEMO: &str = "FORPREV_DEMO";
pub const SECOND_FACTOR: &str = "FORPREV_SECOND_FACTOR";
pub const OIDC_ISSUER: &str = "FORPREV_OIDC_ISSUER";
pub const OIDC_CLIENT_ID: &str = "FORPREV_OIDC_CLIENT_ID";
pub const OIDC_CLIENT_SECRET: &str = "FORPREV_OIDC_CLIENT_SECRET";
pub const OIDC_NAME: &str = "FORPREV_OIDC_NAME";
pub const NOW: &str = "FORPREV_NOW";

/// Every setting.
pub const ALL: &[Setting] = &[
    Setting {
        name: DATABASE_URL,
        default: "sqlite://data/forprev.db",
        meaning: "The base: sqlite://path or postgres://user@host/name. A path that does not begin with / starts here.",
    },
    Setting { name: DATABASE_CONNECTIONS, default: "8", meaning: "Connections to the base, at the most." },
    Setting { name: BIND, default: "127.0.0.1:8080", meaning: "Address and port to listen on." },
    Setting {
        name: PUBLIC_URL,
        default: "http://localhost:8080",
        meaning: "The address under which people reach the application: printed on certificates. With https, cookies go \
                  over https only.",
    },
    Setting {
        name: SECRET_KEY_FILE,
        default: "data/secret.key",
        meaning: "The secret of sign-ins and digests, made on the first start. All servers of one base share it.",
    },
    Setting {
        name: SIGNING_KEYS_DIR,
        default: "data/signing-keys",
        meaning: "The keys that sign certificates, made on the first start. All servers share this folder.",
    },
    Setting {
        name: ATTACHMENTS_URL,
        default: "file:data/attachments",
        meaning: "Where the files that people attach are kept: file:folder, made on the first start, or s3://bucket/prefix, with \
                  AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a store other than Amazon's, AWS_ENDPOINT in the \
                  environment. All servers of one base share it.",
    },
    Setting {
        name: TRUSTED_PROXIES,
        default: "",
        meaning: "Addresses or networks, separated by commas, whose X-Forwarded-For is believed.",
    },
    Setting {
        name: RATE_LIMIT,
        default: "6000",
        meaning: "Requests a minute from one address; 0 for no limit.",
    },
    Setting {
        name: SMTP_URL,
        default: "",
        meaning: "The mail server: smtps://user:password@host:465, or smtp://host:587?tls=required. Without one, mails wait; \
                  a demonstration shows them on its mailbox page instead.",
    },
    Setting { name: MAIL_FROM, default: "Forprev <no-reply@localhost>", meaning: "The sender of mails." },
    Setting {
        name: LOG,
        default: "info",
        meaning: "What to log: error, warn, info, debug, or directives by module.",
    },
    Setting {
        name: DEMO,
        default: "0",
        meaning: "1 for a demonstration: its accounts are shown on the sign-in page. Never with real data.",
    },
    Setting {
        name: SECOND_FACTOR,
        default: "",
        meaning: "Who must have a second factor to sign in: agents (of caisses, INRS and the CNH), nobody, or roles with commas \
                  between them, like instructeur,inrs,cnh,gestionnaire. By default agents, in a demonstration nobody.",
    },
    Setting {
        name: OIDC_ISSUER,
        default: "",
        meaning: "A provider of identities (OpenID Connect) at which people may sign in instead of by their password: its address, \
                  as it calls itself, like https://identity.example. It leads back to /connexion/retour at the public address. \
                  Without one, nobody is offered it.",
    },
    Setting { name: OIDC_CLIENT_ID, default: "", meaning: "As whom that provider knows this server." },
    Setting {
        name: OIDC_CLIENT_SECRET,
        default: "",
        meaning: "The secret that the provider gave with it; nothing where it gave none.",
    },
    Setting {
        name: OIDC_NAME,
        default: "",
        meaning: "What people call that provider, ProConnect for example; its host where this is empty.",
    },
    Setting {
        name: NOW,
        default: "",
        meaning: "In a demonstration, the instant at which the clock starts, like 2026-11-23T08:00:00Z.",
    },
];

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File,
    Environment,
}

/// The value of each setting, by name.
pub type Values = BTreeMap<&'static str, (String, Source)>;

/// Reads the environment and, where one is named, a TOML file.
pub fn read(file: Option<&Path>) -> Result<Values> {
    let mut values = defaults();
    if let Some(path) = file {
        let text = fs::read_to_string(path).with_context(|| format!("the settings in {}", path.display()))?;
        from_toml(&text, &mut values).with_context(|| format!("the settings in {}", path.display()))?;
    }
    for setting in ALL {
        match env::var(setting.name) {
            Ok(value) => drop(values.insert(setting.name, (value, Source::Environment))),
            Err(env::VarError::NotPresent) => {}
            Err(env::VarError::NotUnicode(_)) => bail!("{}: expected text in UTF-8", setting.name),
        }
    }
    Ok(values)
}

fn defaults() -> Values {
    ALL.iter().map(|setting| (setting.name, (setting.default.to_owned(), Source::Default))).collect()
}

/// The name of a setting in the file: `FORPREV_PUBLIC_URL` is `public_url` there.
fn in_file(name: &str) -> String {
    name.trim_start_matches("FORPREV_").to_ascii_lowercase()
}

fn from_toml(text: &str, values: &mut Values) -> Result<()> {
    let table: toml::Table = text.parse()?;
    for (key, value) in table {
        let Some(setting) = ALL.iter().find(|setting| in_file(setting.name) == key) else {
            let known: Vec<_> = ALL.iter().map(|setting| in_file(setting.name)).collect();
            bail!("unknown setting {key:?}: expected one of {}", known.join(", "));
        };
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => u8::from(flag).to_string(),
            toml::Value::Datetime(instant) => instant.to_string(),
            other => bail!("{key}: expected text or a number, got a {}", other.type_str()),
        };
        values.insert(setting.name, (value, Source::File));
    }
    Ok(())
}

/// All the settings for people: name, value, source, meaning. Neither a password in a URL nor a secret is shown.
pub fn listed(values: &Values) -> String {
    let mut out = String::new();
    for setting in ALL {
        let (value, source) = values.get(setting.name).cloned().unwrap_or((String::new(), Source::Default));
        let source = match source {
            Source::Default => "default",
            Source::File => "from the file",
            Source::Environment => "from the environment",
        };
        let _ = writeln!(
            out,
            "# {}\n{}={}  # {source}\n",
            setting.meaning,
            setting.name,
            shown(setting.name, &value)
        );
    }
    out.push_str("# The same in a TOML file named by --config or FORPREV_CONFIG: public_url = \"…\"; the environment goes first.\n");
    out
}

fn shown(name: &str, value: &str) -> String {
    if name == OIDC_CLIENT_SECRET && !value.is_empty() {
        return "…".to_owned();
    }
    without_password(value)
}

fn without_password(value: &str) -> String {
    let secret = |scheme: &str| ["postgres", "smtp"].iter().any(|known| scheme.starts_with(known));
    let Some((scheme, rest)) = value.split_once("://").filter(|(scheme, _)| secret(scheme)) else {
        return value.to_owned();
    };
    // What follows `?` can be a password, too.
    let rest = rest.split_once('?').map_or_else(|| rest.to_owned(), |(before, _)| format!("{before}?…"));
    let hidden = rest.rsplit_once('@').and_then(|(user, host)| {
        let (name, _) = user.split_once(':')?;
        Some(format!("{name}:…@{host}"))
    });
    format!("{scheme}://{}", hidden.unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_values_by_their_short_names() {
        let mut values = defaults();
        from_toml("public_url = \"https://forprev.example\"\nrate_limit = 0\ndemo = true", &mut values)
            .unwrap();
        assert_eq!(values[PUBLIC_URL], ("https://forprev.example".into(), Source::File));
        assert_eq!((values[RATE_LIMIT].0.as_str(), values[DEMO].0.as_str()), ("0", "1"));
        assert_eq!(values[BIND].1, Source::Default);
    }

    #[test]
    fn an_unknown_setting_is_told_with_those_that_exist() {
        let error = from_toml("port = 80", &mut defaults()).unwrap_err().to_string();
        assert!(error.contains("unknown setting \"port\"") && error.contains("bind"), "{error}");
    }

    #[test]
    fn a_password_is_not_listed() {
        let mut values = defaults();
        for url in [
            "postgres://forprev:hunter2@db/forprev",
            "postgres://forprev:p@hunter2@db/forprev",
            "postgresql://db/forprev?user=forprev&password=hunter2",
        ] {
            values.insert(DATABASE_URL, (url.into(), Source::Environment));
            let listed = listed(&values);
            assert!(!listed.contains("hunter2") && listed.contains("db/forprev"), "{listed}");
        }
        values.insert(OIDC_CLIENT_SECRET, ("hunter2".into(), Source::File));
        values.insert(SMTP_URL, ("smtps://forprev:hunter2@mail.example:465".into(), Source::Environment));
        let listed = listed(&values);
        assert!(!listed.contains("hunter2") && listed.contains("mail.example:465"), "{listed}");
        assert!(listed.contains("FORPREV_OIDC_CLIENT_SECRET=…"), "{listed}");
    }
}
