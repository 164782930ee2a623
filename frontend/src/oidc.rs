//! The way to a provider of identities and back (A13). What has begun waits in this tab, and nowhere else: whoever leads
//! somebody here with a sign-in of their own finds nothing that goes with it.

use crate::device;
use forprev_core::oidc::OidcBegun;
use leptos::prelude::window;

/// Under which what has begun is kept.
const KEY: &str = "forprev.oidc";

/// What has begun, and waits for the provider to lead back.
pub struct Waiting {
    /// What goes with the provider's answer.
    pub token: String,
    /// Whether an identity is being linked; otherwise somebody signs in.
    pub link: bool,
    /// The page to go to afterwards.
    pub to: String,
}

/// Leaves for the provider's page. False where the browser keeps nothing for this tab, or does not go.
pub fn leave(begun: &OidcBegun, link: bool, to: &str) -> bool {
    let kept = format!("{}\n{to}\n{}", if link { "link" } else { "login" }, begun.token);
    device::keep_for_tab(KEY, &kept) && window().location().assign(&begun.url).is_ok()
}

/// Takes what has begun in this tab: it serves once.
pub fn take() -> Option<Waiting> {
    let kept = device::read_for_tab(KEY)?;
    device::erase_for_tab(KEY);
    let mut lines = kept.splitn(3, '\n').map(str::to_owned);
    let (link, to) = (lines.next()? == "link", lines.next()?);
    Some(Waiting { token: lines.next()?, link, to })
}
