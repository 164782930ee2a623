//! What the rules need and the server did not tell: said where it counts, and asked again.

use crate::{components::*, failure::Failure, i18n::t};
use leptos::prelude::*;

/// Why something is missing, with what asks for it again. Nothing while nothing is missing.
#[component]
pub fn Missing(
    /// Why it is missing.
    of: RwSignal<Option<Failure>>,
    /// Asks for it again.
    again: Callback<()>,
) -> impl IntoView {
    move || {
        of.get().map(|failure| {
            view! {
                <Notice tone=Tone::Bad live=true>
                    <p>{t().session_form.lookup_failed}" "{failure.message()}</p>
                    <Button icon=outline::REFRESH_CW on_press=again>{t().parts.retry}</Button>
                </Notice>
            }
        })
    }
}
