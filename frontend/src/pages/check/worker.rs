//! The workers of `frontend/reader`: one reads QR codes, one verifies signatures. Each is loaded when somebody needs it,
//! and ended when they do not.

use super::picture::Picture;
use forprev_core::certificate::signature::{Verdict, from_texts};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, set_timeout};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker whose module does not come says nothing at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The reader of QR codes.
pub(super) struct Reader(Helper);

impl Reader {
    /// Starts it; none where the browser has no such workers, or the network did not bring it.
    pub(super) async fn start() -> Option<Self> {
        Helper::start("meta[name=forprev-reader]").await.map(Self)
    }

    /// The texts of the codes in a picture; none where the worker failed.
    pub(super) async fn read(&self, picture: &Picture) -> Option<Vec<String>> {
        let pixels = Uint8Array::from(picture.pixels.as_slice());
        let message = message([("pixels", pixels.into()), ("width", picture.width.into())])?;
        Some(strings(&self.0.answer(Some(message)).await?))
    }
}

/// What verifies signatures.
pub(super) struct Verifier(Helper);

impl Verifier {
    /// As [`Reader::start`].
    pub(super) async fn start() -> Option<Self> {
        Helper::start("meta[name=forprev-verifier]").await.map(Self)
    }

    /// What comes of each of these codes by the published keys, a JWK Set as JSON; none where the worker failed.
    pub(super) async fn verify(&self, codes: &[String], keys: &str) -> Option<Vec<Verdict>> {
        let given: Array = codes.iter().map(|code| JsValue::from_str(code)).collect();
        let message = message([("codes", given.into()), ("keys", keys.into())])?;
        let answer = self.0.answer(Some(message)).await?;
        let verdict = |texts: JsValue| from_texts(&strings(&texts.dyn_into().ok()?));
        let verdicts: Vec<Verdict> = answer.iter().map(verdict).collect::<Option<_>>()?;
        (verdicts.len() == codes.len()).then_some(verdicts)
    }
}

struct Helper(Worker);

impl Helper {
    /// Of the script whose address the page has in this element: its name carries a hash.
    async fn start(element: &str) -> Option<Self> {
        let address = document().query_selector(element).ok()??.get_attribute("content")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let helper = Self(Worker::new_with_options(&address, &options).ok()?);
        // It says that it is ready.
        helper.answer(None).await?;
        Some(helper)
    }

    /// Sends the message, if any, and waits for the worker's next.
    async fn answer(&self, message: Option<JsValue>) -> Option<Array> {
        let promise = Promise::new(&mut |resolve, reject| {
            self.0.set_onmessage(Some(&resolve));
            self.0.set_onerror(Some(&reject));
            set_timeout(
                move || {
                    // Too late for a promise that was kept.
                    let _ = reject.call0(&JsValue::UNDEFINED);
                },
                PATIENCE,
            );
        });
        if let Some(message) = message {
            self.0.post_message(&message).ok()?;
        }
        let answer: MessageEvent = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        answer.data().dyn_into().ok()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

fn message(fields: [(&str, JsValue); 2]) -> Option<JsValue> {
    let message = Object::new();
    for (name, value) in fields {
        Reflect::set(&message, &name.into(), &value).ok()?;
    }
    Some(message.into())
}

fn strings(texts: &Array) -> Vec<String> {
    texts.iter().filter_map(|text| text.as_string()).collect()
}
