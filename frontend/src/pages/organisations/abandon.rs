//! A file is given up, and taken up again (B4).

use super::act::{Act, act};
use crate::{components::*, i18n::t};
use forprev_core::organisation::file::OrganisationFile;
use leptos::prelude::*;

/// The question before a file is given up.
#[component]
pub(super) fn AbandonDialog(
    /// The file.
    file: Signal<OrganisationFile>,
    /// Shows how it stands afterwards.
    changed: Callback<OrganisationFile>,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().organisations;
    let busy = RwSignal::new(false);
    let give_up = act(Act::Abandon, file, changed, busy, open);
    view! {
        <Dialog open=open title=words.abandon_title>
            <p>{words.abandon_help}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=give_up>
                    {words.abandon_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}
