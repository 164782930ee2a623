//! By the browser's `fetch`, with the browser's cookies.

use super::{Answer, Request};
use crate::{Error, Result};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

/// The browser.
#[derive(Clone, Copy, Default)]
pub(crate) struct Http(());

/// Gives the request up when nobody waits for its answer any more: its page has gone.
struct GivenUp(AbortController);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Http {
    pub(crate) async fn send(&self, request: Request) -> Result<Answer> {
        fetch(request).await.map_err(|_| Error::Network)
    }
}

async fn fetch(request: Request) -> std::result::Result<Answer, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let given_up = GivenUp(AbortController::new()?);
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_signal(Some(&given_up.0.signal()));
    if let Some(body) = &request.body {
        init.set_body(&js_sys::Uint8Array::from(body.as_slice()));
    }
    let response = JsFuture::from(window.fetch_with_str_and_init(&request.address, &init)).await?;
    let response: Response = response.dyn_into()?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    let header = |name| response.headers().get(name).ok().flatten();
    Ok(Answer {
        status: response.status(),
        media_type: header("content-type"),
        disposition: header("content-disposition"),
        body: js_sys::Uint8Array::new(&buffer).to_vec(),
    })
}
