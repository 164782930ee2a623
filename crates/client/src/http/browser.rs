//! By the browser's `fetch`, with the browser's cookies. Where somebody wants to know how a file goes, by the older way, which
//! alone tells it.

use super::{Answer, Content, Progress, Request};
use crate::{Error, Result};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ProgressEvent, RequestInit, Response, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

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
        let answered = match request.progress.clone() {
            Some(progress) => upload(request, progress).await,
            None => fetch(request).await,
        };
        answered.map_err(|_| Error::Network)
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
        init.set_body(&body.to_js());
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

impl Content {
    fn to_js(&self) -> JsValue {
        match self {
            Self::Bytes(bytes) => js_sys::Uint8Array::from(bytes.as_slice()).into(),
            Self::Blob(blob) => blob.into(),
        }
    }
}

/// Gives an upload up when nobody waits for it any more.
struct Stopped(XmlHttpRequest);

impl Drop for Stopped {
    fn drop(&mut self) {
        // Nothing happens to one that has ended.
        let _ = self.0.abort();
    }
}

async fn upload(request: Request, progress: Progress) -> std::result::Result<Answer, JsValue> {
    let sending = Stopped(XmlHttpRequest::new()?);
    let http = &sending.0;
    http.open(request.method, &request.address)?;
    http.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    for (name, value) in &request.headers {
        http.set_request_header(name, value)?;
    }
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        progress(event.loaded(), event.total());
    });
    http.upload()?.set_onprogress(Some(told.as_ref().unchecked_ref()));
    let ended = js_sys::Promise::new(&mut |resolve, _| http.set_onloadend(Some(&resolve)));
    match &request.body {
        Some(Content::Blob(blob)) => http.send_with_opt_blob(Some(blob))?,
        Some(Content::Bytes(bytes)) => http.send_with_opt_u8_array(Some(bytes))?,
        None => http.send()?,
    }
    JsFuture::from(ended).await?;
    let status = http.status()?;
    if status == 0 {
        return Err(JsValue::NULL);
    }
    let header = |name| http.get_response_header(name).ok().flatten();
    Ok(Answer {
        status,
        media_type: header("content-type"),
        disposition: header("content-disposition"),
        body: js_sys::Uint8Array::new(&http.response()?).to_vec(),
    })
}
