//! Puts the application in place of the first screen of `index.html`.

use wasm_bindgen::JsCast;

fn main() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        // The first screen has done its work.
        root.set_inner_html("");
        leptos::mount::mount_to(root, forprev_web::app::App).forget();
    }
}
