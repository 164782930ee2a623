//! The frame of every page: skip link, header, menu, network banner, footer.

mod account;
mod address;
mod footer;
mod header;
mod network;
mod switch;

pub use account::profile_name;

use crate::{components::ToastRegion, i18n::t, support::ViewBanner};
use address::AddressBanner;
use footer::Footer;
use header::Header;
use leptos::prelude::*;
use network::NetworkBanner;

/// The frame around the page.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let to_content = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        crate::device::focus("contenu");
    };
    view! {
        <a class="skip" href="#contenu" rel="external" on:click=to_content>{t().shell.skip}</a>
        <Header/>
        <NetworkBanner/>
        <ViewBanner/>
        <AddressBanner/>
        <main class="main" id="contenu" tabindex="-1">{children()}</main>
        <Footer/>
        <ToastRegion/>
    }
}
