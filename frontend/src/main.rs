//! Begins the application, over the first screen of `index.html`.

use std::time::Duration;
use wasm_bindgen::JsCast;

fn main() {
    // In a turn of its own: see `App`.
    leptos::prelude::set_timeout(begin, Duration::ZERO);
}

fn begin() {
    forprev_web::press::listen();
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        leptos::mount::mount_to(root, forprev_web::app::App).forget();
    }
}
