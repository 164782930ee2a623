//! The page of an address that leads nowhere.

use crate::{
    components::{ButtonLink, PageTitle},
    i18n::t,
};
use leptos::prelude::*;

/// "Page introuvable".
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageTitle title=t().shell.not_found/>
        <p>{t().shell.not_found_help}</p>
        <p><ButtonLink href="/">{t().shell.back_home}</ButtonLink></p>
    }
}
