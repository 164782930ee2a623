//! The banner of whoever's address does not take mails (I9).

use crate::{
    components::{Icon, outline},
    graph::memo,
    i18n::t,
    session,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Says that the last mail came back, and leads to where the address is changed. Nothing where mails arrive.
#[component]
pub fn AddressBanner() -> impl IntoView {
    let returned = memo(|| session::me().is_some_and(|me| me.email_returned));
    view! {
        <Show when=move || returned.get()>
            <section class="viewed" aria-label=t().shell.address_returned_title>
                <p><Icon of=outline::TRIANGLE_ALERT/><span>{t().shell.address_returned}</span></p>
                <A href="/mon-compte">{t().shell.address_mend}</A>
            </section>
        </Show>
    }
}
