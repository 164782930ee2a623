//! RFC 8058: the token by which the link of a mail stops mails of its kind. It says whose and which, is bound to the
//! server's secret, and opens nothing else.

use crate::{App, accounts::digest};
use data_encoding::BASE64URL_NOPAD;
use forprev_core::{id::PersonId, notification::Category};
use uuid::Uuid;

/// Bytes of the digest that are kept: 128 bits cannot be guessed.
const DIGEST: usize = 16;

/// The token for these categories.
pub(super) fn token(app: &App, person: PersonId, categories: &[Category]) -> String {
    let bits = Category::CHOSEN.iter().enumerate().filter(|(_, one)| categories.contains(one));
    let bits = bits.fold(0_u8, |bits, (place, _)| bits | 1 << place);
    let mut bytes = person.uuid().as_bytes().to_vec();
    bytes.push(bits);
    let mac = mac(app, &bytes);
    bytes.extend(mac);
    BASE64URL_NOPAD.encode(&bytes)
}

/// Whose mails of which categories a token stops; nothing where it is none of ours.
pub(crate) fn read(app: &App, token: &str) -> Option<(PersonId, Vec<Category>)> {
    let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    let (said, proof) = bytes.split_at_checked(17)?;
    if proof != mac(app, said) {
        return None;
    }
    let (uuid, bits) = said.split_at_checked(16)?;
    let person = PersonId::new(Uuid::from_slice(uuid).ok()?);
    let bits = bits.first()?;
    let chosen = Category::CHOSEN.into_iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
    Some((person, chosen.map(|(_, category)| category).collect()))
}

fn mac(app: &App, said: &[u8]) -> Vec<u8> {
    let mut mac = digest(&app.secret.derive("unsubscribe"), said).to_vec();
    mac.truncate(DIGEST);
    mac
}
