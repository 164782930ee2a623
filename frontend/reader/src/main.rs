//! A worker: pictures come in, texts go out. The page that shows a camera stays smooth meanwhile.
//!
//! In: `{ pixels: Uint8Array, width: number }`. Out: an array of strings, one answer a picture, in order; first, once,
//! an empty one that says that it is ready.

use forprev_reader::read;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let Ok(worker) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answering = worker.clone();
    let answer = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let texts = texts(&message.data()).unwrap_or_default();
        let texts: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
        // Nobody is left to tell where this fails.
        let _ = answering.post_message(&texts);
    });
    worker.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    let _ = worker.post_message(&Array::new());
}

fn texts(picture: &JsValue) -> Option<Vec<String>> {
    let pixels = Reflect::get(picture, &"pixels".into()).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec();
    let width = Reflect::get(picture, &"width".into()).ok()?.as_f64()?;
    // A count of pixels: whole and small.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of pixels")]
    let width = width as usize;
    Some(read(&pixels, width))
}
