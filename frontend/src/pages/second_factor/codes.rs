//! New recovery codes, shown once.

use crate::{components::*, i18n::t};
use leptos::prelude::*;

#[component]
pub(super) fn Codes(codes: RwSignal<Vec<String>>) -> impl IntoView {
    let words = t().second_factor;
    let kept = Callback::new(move |()| codes.set(Vec::new()));
    let list = move || {
        codes.with(|codes| {
            codes.iter().map(|code| view! { <li><code>{code.clone()}</code></li> }).collect_view()
        })
    };
    view! {
        <Show when=move || codes.with(|codes| !codes.is_empty())>
            <Notice tone=Tone::Warn live=true title=words.codes_title>
                <p>{words.codes_once}</p>
                <ul role="list" class="columns number">{list}</ul>
                <div>
                    <Button icon=outline::CHECK on_press=kept>{words.codes_kept}</Button>
                </div>
            </Notice>
        </Show>
    }
}
