//! A worker's side of the talk with a page.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers each message, in order, with what `answer` makes of it; an empty array where that is nothing. First says,
/// once, by an empty array, that it is ready. Does nothing outside a worker.
pub fn serve(answer: fn(&JsValue) -> Option<Array>) {
    let Ok(worker) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answering = worker.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        // Nobody is left to tell where this fails.
        let _ = answering.post_message(&answer(&message.data()).unwrap_or_default());
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    let _ = worker.post_message(&Array::new());
}

/// A field of an object; `None` where it has none of that name.
#[must_use]
pub fn field(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Texts as JavaScript has them.
#[must_use]
pub fn array(texts: &[String]) -> Array {
    texts.iter().map(|text| JsValue::from_str(text)).collect()
}
