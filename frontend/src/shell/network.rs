//! The banner that says that the network is gone, and that it is back.

use crate::{
    components::{Icon, Toasts, outline},
    i18n::t,
};
use leptos::{ev, prelude::*};

/// The banner: nothing while there is a network.
#[component]
pub fn NetworkBanner() -> impl IntoView {
    let online = RwSignal::new(window().navigator().on_line());
    let toasts = Toasts::here();
    let lost = window_event_listener(ev::offline, move |_| online.set(false));
    let back = window_event_listener(ev::online, move |_| {
        online.set(true);
        toasts.good(t().shell.online);
    });
    on_cleanup(move || {
        lost.remove();
        back.remove();
    });
    view! {
        <div role="status">
            <Show when=move || !online.get()>
                <div class="network">
                    <p>
                        <Icon of=outline::WIFI_OFF/>
                        <span>{t().shell.offline}</span>
                    </p>
                </div>
            </Show>
        </div>
    }
}
