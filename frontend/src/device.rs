//! What the browser keeps on the device. Storage can be full, switched off or private: what cannot be kept is
//! not kept, and nothing breaks.

use leptos::{ev, prelude::window_event_listener};
use std::cell::OnceCell;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is kept under `key`.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps `value` under `key`; false where the device refuses.
pub fn keep(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Erases what is kept under `key`.
pub fn erase(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The keys that begin with `prefix`.
#[must_use]
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let length = storage.length().unwrap_or(0);
    (0..length)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// Under which the name of a tab waits for the page to come back, while the tab loads it again.
const TAB: &str = "forprev.tab";

thread_local! {
    static NAME: OnceCell<String> = const { OnceCell::new() };
}

/// The name of this tab: the same after a reload, another in another tab, one that was made from this one included. So
/// the browser, which copies what it keeps for a tab, keeps the name only between two pages.
#[must_use]
pub fn tab() -> String {
    let take = || {
        let name = read_for_tab(TAB);
        erase_for_tab(TAB);
        name
    };
    let begin = || {
        let name = take().unwrap_or_else(random_key);
        let waiting = name.clone();
        window_event_listener(ev::pagehide, move |_| {
            keep_for_tab(TAB, &waiting);
        });
        // Back from the browser's memory, as it was left.
        window_event_listener(ev::pageshow, move |_| {
            let _ = take();
        });
        name
    };
    NAME.with(|name| name.get_or_init(begin).clone())
}

/// Under which what a tab is to come back to is kept: erased when it was used, and at sign-out.
pub const INVITATION: &str = "forprev.invitation";
/// Under which the chosen organisation is kept for this tab (A10).
pub const ORGANISATION: &str = "forprev.organisation";

fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// What is kept under `key` for this tab.
#[must_use]
pub fn read_for_tab(key: &str) -> Option<String> {
    of_tab()?.get_item(key).ok().flatten()
}

/// Keeps `value` under `key` for this tab, until it is closed. False where the browser does not.
pub fn keep_for_tab(key: &str, value: &str) -> bool {
    of_tab().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Erases what is kept under `key` for this tab.
pub fn erase_for_tab(key: &str) {
    let _ = of_tab().map(|storage| storage.remove_item(key));
}

/// Moves the focus to the element with this `id`; false where the page has none.
pub fn focus(id: &str) -> bool {
    use wasm_bindgen::JsCast;
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// A key that nobody else has, for a request that may be sent twice. Drawn from the device's random numbers.
#[must_use]
pub fn random_key() -> String {
    let mut bytes = [0_u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The content of a file that the person chose; `None` where the device cannot read it any more.
pub async fn bytes_of(file: &web_sys::File) -> Option<Vec<u8>> {
    let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}
