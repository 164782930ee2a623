//! The dashboard: what has to be done, by date.

use crate::{api::call, components::*, i18n::t, remote::Remote, session};
use leptos::prelude::*;

/// The page after sign-in.
#[component]
pub fn Dashboard() -> impl IntoView {
    let tasks = Remote::new(|| call(async |client| client.list_tasks().await));
    view! {
        <PageTitle title=t().dashboard.title/>
        <p>{move || session::me().map(|me| me.first_name.clone())}</p>
        <Load from=tasks let:page>
            {move || page.with(|page| page.items.len())}
        </Load>
    }
}
