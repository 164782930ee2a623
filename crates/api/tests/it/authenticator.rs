//! A passkey in software, as a browser would use one (WebAuthn 3): ES256, attestation "none", the user verified.

use ciborium::Value as Cbor;
use forprev_core::second_factor::PasskeyOptions;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const ORIGIN: &str = "http://localhost:8080";

/// A passkey of one person.
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    counter: u32,
}

fn text(bytes: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(bytes)
}

impl Authenticator {
    /// Makes one for these options: it, and what the browser answers. `seed` tells it from others.
    pub fn create(options: &PasskeyOptions, seed: u8) -> (Self, Value) {
        let options = &options.options;
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let user = options["user"]["id"].as_str().unwrap().to_owned();
        let made = Self { key, id: vec![seed; 16], user, counter: 1 };
        let mut data = made.data(options["rp"]["id"].as_str().unwrap(), 0x45);
        data.extend([0; 16]);
        data.extend(u16::try_from(made.id.len()).unwrap().to_be_bytes());
        data.extend(&made.id);
        data.extend(made.public_key());
        let mut attestation = Vec::new();
        let object = Cbor::Map(vec![
            (Cbor::from("fmt"), Cbor::from("none")),
            (Cbor::from("attStmt"), Cbor::Map(vec![])),
            (Cbor::from("authData"), Cbor::Bytes(data)),
        ]);
        ciborium::into_writer(&object, &mut attestation).unwrap();
        let client = client_data("webauthn.create", options, ORIGIN);
        let answer = json!({
            "id": text(&made.id), "rawId": text(&made.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": text(&client), "attestationObject": text(&attestation), "transports": ["internal"],
            },
        });
        (made, answer)
    }

    /// Answers to options that ask for a passkey.
    pub fn get(&mut self, options: &PasskeyOptions) -> Value {
        self.get_at(options, ORIGIN)
    }

    /// The same on a page of another site.
    pub fn get_at(&mut self, options: &PasskeyOptions, origin: &str) -> Value {
        let options = &options.options;
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), 0x05);
        let client = client_data("webauthn.get", options, origin);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(&client), "authenticatorData": text(&data),
                "signature": text(signature.to_der().as_bytes()), "userHandle": self.user,
            },
        })
    }

    fn data(&self, site: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(site).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// COSE_Key (RFC 9053) of ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_encoded_point(false);
        let number = |value: i64| Cbor::from(value);
        let key = Cbor::Map(vec![
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), Cbor::Bytes(point.x().unwrap().to_vec())),
            (number(-3), Cbor::Bytes(point.y().unwrap().to_vec())),
        ]);
        let mut bytes = Vec::new();
        ciborium::into_writer(&key, &mut bytes).unwrap();
        bytes
    }
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let data = json!({
        "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false,
    });
    serde_json::to_vec(&data).unwrap()
}
