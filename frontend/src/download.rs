//! Files that the server gives, handed to the browser to be stored.
//!
//! They are fetched, not linked: a link that meets an expired sign-in or a refusal would store the refusal.

use crate::{failure::Failure, graph::task_of_the_application, session};
use forprev_client::File;
use leptos::prelude::{RwSignal, Set, document, set_timeout};
use std::{pin::Pin, time::Duration};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser may take to begin storing.
const KEPT: Duration = Duration::from_mins(1);

/// A file on its way.
pub type Coming = Pin<Box<dyn Future<Output = Result<File, Failure>>>>;
/// What became of it: whether the page that asked is still there, and the name under which it is stored.
pub type Then = Box<dyn FnOnce(bool, Result<String, Failure>)>;

/// Waits for a file and has the browser store it, `busy` meanwhile. Not tied to the page: what was asked for arrives, even
/// to who looks elsewhere. But it is for who asked: of somebody who signed out since, or made place for another, nothing is
/// stored and nothing told.
pub fn fetch(coming: Coming, fallback: String, busy: RwSignal<bool>, then: Then) {
    busy.set(true);
    let whose = session::number();
    task_of_the_application(async move {
        let answer = coming.await;
        let here = busy.try_set(false).is_none();
        if session::number() == whose {
            then(here, answer.and_then(|file| store(&file, &fallback).map_err(|_| Failure::Unreadable)));
        }
    });
}

/// Has the browser store `file`, under the server's name for it or else `fallback`; gives the name.
///
/// # Errors
/// What the browser said.
pub fn store(file: &File, fallback: &str) -> Result<String, JsValue> {
    let name = file.name.clone().unwrap_or_else(|| fallback.to_owned());
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(file.bytes.as_slice()));
    let options = BlobPropertyBag::new();
    options.set_type(&file.media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(&name);
    // The router would take the click for a change of page.
    link.set_rel("external");
    link.click();
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        KEPT,
    );
    Ok(name)
}
