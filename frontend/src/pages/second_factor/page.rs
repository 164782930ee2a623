//! `/mon-compte/double-authentification`: one's own second factors.

use super::{adding::Adding, codes::Codes, confirm::Confirm, mine::Mine};
use crate::{
    api::call,
    components::*,
    graph::{memo, task_of_the_application},
    i18n::t,
    remote::Remote,
    session,
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn SecondFactorsPage() -> impl IntoView {
    let words = t().second_factor;
    let remote = Remote::new(|| call(async |client| client.list_second_factors().await));
    let codes = RwSignal::new(Vec::<String>::new());
    let reload = Callback::new(move |()| remote.reload());
    let changed = Callback::new(move |new: Vec<String>| {
        if !new.is_empty() {
            codes.set(new);
        }
        remote.reload();
        // What this person may do has changed with it.
        task_of_the_application(session::find_out());
    });
    let first = memo(|| session::me().is_some_and(|me| !me.onboarded && !me.second_factor_missing));
    let missing = memo(|| session::me().is_some_and(|me| me.second_factor_missing));
    view! {
        <PageTitle title=words.title/>
        <Show when=move || missing.get()>
            <Notice tone=Tone::Warn title=words.required>
                <p>{words.required_help}</p>
            </Notice>
        </Show>
        <p>{words.help}</p>
        <Codes codes=codes/>
        <Show when=move || first.get()>
            <p><ButtonLink href="/premiers-pas">{words.back_to_first_steps}</ButtonLink></p>
        </Show>
        <Load from=remote let:all>
            {
                let confirmed = memo(move || all.with(|all| all.confirmed_until.is_some()));
                view! {
                    <Mine all=all confirmed=confirmed changed=changed reload=reload/>
                    <Show
                        when=move || confirmed.get()
                        fallback=move || view! { <Confirm all=all confirmed=reload/> }
                    >
                        <Adding changed=changed reload=reload/>
                    </Show>
                }
            }
        </Load>
    }
}
