//! What is shown to who has shown who they are lately, and how to do so to others (A14).

use super::confirm::Confirm;
use crate::{api::call, components::*, graph::memo, remote::Remote};
use leptos::prelude::*;

/// Its children, once the identity is confirmed.
#[component]
pub fn Confirmed(children: ChildrenFn) -> impl IntoView {
    let remote = Remote::new(|| call(async |client| client.list_second_factors().await));
    let reload = Callback::new(move |()| remote.reload());
    let children = StoredValue::new(children);
    view! {
        <Load from=remote let:all>
            {
                let confirmed = memo(move || all.with(|all| all.confirmed_until.is_some()));
                view! {
                    <Show
                        when=move || confirmed.get()
                        fallback=move || view! { <Confirm all=all confirmed=reload/> }
                    >
                        {children.get_value()()}
                    </Show>
                }
            }
        </Load>
    }
}
