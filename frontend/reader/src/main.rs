//! A worker: pictures come in, texts go out. The page that shows a camera stays smooth meanwhile.
//!
//! In: `{ pixels: Uint8Array, width: number }`. Out: an array of strings, the texts of the codes in the picture.

use forprev_reader::{
    read,
    worker::{array, field, serve},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

fn main() {
    serve(texts);
}

fn texts(picture: &JsValue) -> Option<Array> {
    let pixels = field(picture, "pixels")?.dyn_into::<Uint8Array>().ok()?.to_vec();
    let width = field(picture, "width")?.as_f64()?;
    // A count of pixels: whole and small.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of pixels")]
    let width = width as usize;
    Some(array(&read(&pixels, width)))
}
