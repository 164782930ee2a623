//! Once opened, the application opens without a network: `static/sw.js` keeps the page, its module and the keys.

use crate::graph::task_of_the_application;

/// Has the browser fetch the service worker, and look for a newer one. Not in a development build, where it would
/// hide what was just changed.
pub fn prepare() {
    if cfg!(debug_assertions) {
        return;
    }
    // Browsers have none in private windows and on sites without https: reading it is `undefined` there.
    let navigator = leptos::prelude::window().navigator();
    if js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        let registered = navigator.service_worker().register("/sw.js");
        task_of_the_application(async move {
            // Without it everything works, as long as there is a network.
            let _ = wasm_bindgen_futures::JsFuture::from(registered).await;
        });
    }
}
