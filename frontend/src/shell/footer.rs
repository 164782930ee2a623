//! The footer: what concerns the application as a whole.

use crate::{
    components::{Choice, Select},
    device,
    form::Bound,
    i18n::t,
    installation, session,
};
use forprev_core::policy::{Action, may_ever};
use leptos::prelude::*;
use leptos_router::components::A;

const KEY: &str = "forprev.theme";

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let theme = RwSignal::new(device::read(KEY).unwrap_or_default());
    let bind = Bound::alone(
        "apparence",
        theme,
        Callback::new(move |value: String| {
            apply(&value);
            theme.set(value);
        }),
    );
    let choices =
        vec![Choice::new("light", t().shell.theme_light), Choice::new("dark", t().shell.theme_dark)];
    view! {
        <footer class="foot">
            <div class="foot-inner row-apart">
                <div class="row">
                    <span>{installation::name()}" – "{t().shell.tagline}</span>
                    <Show when=|| may_ever(&session::actor(), Action::ReadContacts).is_ok()>
                        <A href="/contacts">{t().shell.contacts}</A>
                    </Show>
                    <A href="/verifier">{t().shell.verify}</A>
                    <a href="/api/docs" rel="external">{t().shell.api}</a>
                    <a href="/licences.txt" rel="external">{t().shell.licences}</a>
                </div>
                <Select bind=bind label=t().shell.theme choices=choices none=t().shell.theme_auto/>
            </div>
        </footer>
    }
}

/// Shows the appearance that was chosen, and keeps it; `boot.js` shows it before the next first paint.
fn apply(theme: &str) {
    let Some(root) = document().document_element() else { return };
    if theme.is_empty() {
        device::erase(KEY);
        let _ = root.remove_attribute("data-theme");
    } else {
        device::keep(KEY, theme);
        let _ = root.set_attribute("data-theme", theme);
    }
}
