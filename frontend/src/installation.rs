//! How this installation is called and shown (A1): what the server wrote into the page.

use crate::i18n::t;
use std::cell::OnceCell;

thread_local! {
    static NAME: OnceCell<String> = const { OnceCell::new() };
    static LOGO: OnceCell<String> = const { OnceCell::new() };
}

fn written(name: &str) -> Option<String> {
    let page = web_sys::window()?.document()?;
    let meta = page.query_selector(&format!("meta[name=forprev-{name}]")).ok()??;
    meta.get_attribute("content").filter(|text| !text.is_empty())
}

/// Its name.
#[must_use]
pub fn name() -> String {
    NAME.with(|name| {
        name.get_or_init(|| written("name").unwrap_or_else(|| t().shell.name.to_owned())).clone()
    })
}

/// The address of its logo.
#[must_use]
pub fn logo() -> String {
    LOGO.with(|logo| {
        logo.get_or_init(|| written("logo").unwrap_or_else(|| "/favicon.svg".to_owned())).clone()
    })
}
