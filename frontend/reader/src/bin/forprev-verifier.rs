//! A worker: codes come in, what came of verifying them goes out. All the cryptography of the application is here,
//! and is loaded when somebody has something to verify.
//!
//! In: `{ codes: string[], keys: string }`, with the published keys as JSON. Out: an array of arrays of strings, what
//! came of each code as `to_texts` tells it.

use forprev_core::certificate::signature::{Jwk, PublicKey, to_texts};
use forprev_reader::{
    check::verify,
    worker::{array, field, serve},
};
use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue};

fn main() {
    serve(verdicts);
}

fn verdicts(asked: &JsValue) -> Option<Array> {
    let codes = field(asked, "codes")?.dyn_into::<Array>().ok()?;
    let keys = keys(&field(asked, "keys")?).unwrap_or_default();
    let verdict = |code: JsValue| array(&to_texts(&verify(&code.as_string().unwrap_or_default(), &keys)));
    Some(codes.iter().map(verdict).collect())
}

/// Those of a JWK Set that can verify a code.
fn keys(set: &JsValue) -> Option<Vec<PublicKey>> {
    let set = JSON::parse(&set.as_string()?).ok()?;
    let keys = field(&set, "keys")?.dyn_into::<Array>().ok()?;
    Some(keys.iter().filter_map(|key| jwk(&key).public_key()).collect())
}

fn jwk(key: &JsValue) -> Jwk {
    let text = |name| field(key, name).and_then(|value| value.as_string());
    Jwk {
        kty: text("kty").unwrap_or_default(),
        crv: text("crv").unwrap_or_default(),
        kid: text("kid").unwrap_or_default(),
        x: text("x").unwrap_or_default(),
        alg: text("alg"),
        usage: text("use"),
        retired_at: None,
    }
}
