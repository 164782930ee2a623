//! Passkeys of the browser: it reads the server's options and writes its answer as JSON (WebAuthn 3), so that nothing is
//! converted here.

use forprev_client::json;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why a browser gave no passkey.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It knows none, or is too old.
    Unknown,
    /// The person gave up, time ran out, or no passkey of this site is there.
    Ended,
}

/// Makes a passkey.
///
/// # Errors
/// Why there is none.
pub async fn create(options: &Value) -> Result<Value, Refused> {
    ask("create", "parseCreationOptionsFromJSON", options).await
}

/// Asks for a passkey.
///
/// # Errors
/// Why there is none.
pub async fn get(options: &Value) -> Result<Value, Refused> {
    ask("get", "parseRequestOptionsFromJSON", options).await
}

async fn ask(verb: &str, parse: &str, options: &Value) -> Result<Value, Refused> {
    let promise = begin(verb, parse, options).ok_or(Refused::Unknown)?;
    let credential = JsFuture::from(promise).await.map_err(|_| Refused::Ended)?;
    // Calls `toJSON` by itself.
    let text = JSON::stringify(&credential).map_err(|_| Refused::Unknown)?;
    json::read(String::from(text).as_bytes()).ok_or(Refused::Unknown)
}

fn begin(verb: &str, parse: &str, options: &Value) -> Option<Promise> {
    let options = JSON::parse(&serde_json::to_string(options).ok()?).ok()?;
    let page = js_sys::global();
    let class = member(&page, "PublicKeyCredential")?;
    let parsed = method(&class, parse)?.call1(&class, &options).ok()?;
    let credentials = member(&member(&page, "navigator")?, "credentials")?;
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &parsed).ok()?;
    method(&credentials, verb)?.call1(&credentials, &asked).ok()?.dyn_into().ok()
}

fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    member(of, name)?.dyn_into().ok()
}
