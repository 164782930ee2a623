//! A14: from which browser somebody signs in, and whether it ever was.

use super::{base64url, digest_hex, throttle::network, token::random};
use crate::{Failure, Tx, outbox};
use forprev_core::id::PersonId;
use forprev_store as store;
use serde_json::json;
use std::net::IpAddr;

/// The browser of a request that may begin a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Browser and system in words.
    pub words: String,
    /// By what it is known again, where it signed in before: the cookie `forprev_device`.
    pub id: Option<String>,
}

impl Device {
    /// The browser that calls itself this (`User-Agent`), with the cookie that it sent.
    ///
    /// ```
    /// use forprev_app::accounts::Device;
    /// let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0";
    /// assert_eq!(Device::of(agent, None).words, "Firefox sur Windows");
    /// assert_eq!(Device::of("curl/8.5", None).words, "Navigateur inconnu");
    /// ```
    #[must_use]
    pub fn of(agent: &str, id: Option<String>) -> Self {
        let named = |names: &[(&str, &'static str)]| {
            names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
        };
        let browser = named(&BROWSERS).unwrap_or("Navigateur inconnu");
        let words = match named(&SYSTEMS) {
            Some(system) => format!("{browser} sur {system}"),
            None => browser.to_owned(),
        };
        Self { words, id }
    }
}

/// What browsers call themselves. Most also claim to be those that came before them: the order counts.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// Writes down a sign-in that begins, and tells its owner where this browser never signed them in while others did. By
/// what the browser is known again.
pub(super) fn enter(tx: &mut Tx<'_>, person: PersonId, family: &str) -> Result<String, Failure> {
    let sent = tx.device.and_then(|device| device.id.clone()).filter(|id| is_of_ours(id));
    let id = sent.map_or_else(random, Ok)?;
    // With the person: the base does not tell which people share a browser.
    let secret = tx.app.secret.derive("device");
    let digest = digest_hex(&secret, format!("{person}\n{id}").as_bytes());
    let words = tx.device.map_or_else(|| "Navigateur inconnu".to_owned(), |device| device.words.clone());
    let before = store::sign_in::of_person(tx.conn, person)?;
    if !before.is_empty() && before.iter().all(|one| one.device_digest != digest) {
        let payload = json!({ "device": words, "at": tx.now });
        outbox::put(tx, outbox::Kind::DeviceNew, Some(person), None, None, payload)?;
    }
    store::sign_in::insert(
        tx.conn,
        store::sign_in::Row {
            id: family.to_owned(),
            person_id: person,
            device: words,
            device_digest: digest,
            network: tx.address.map(network_words),
            created_at: tx.now.into(),
            last_seen_at: tx.now.into(),
        },
    )?;
    Ok(id)
}

/// Whether a cookie has the form of those that we give.
fn is_of_ours(id: &str) -> bool {
    id.len() == base64url(&[0; 32]).len()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A network as its owner recognises it, without the part that tells one device from another.
fn network_words(address: IpAddr) -> String {
    match network(address) {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.x")
        }
        v6 => format!("{v6}/64"),
    }
}
