//! Somebody who keeps an organisation's data confirms that they are right (H6).

use crate::{api::call, can::can, components::*, graph::task_in, i18n::t};
use forprev_client::Write;
use forprev_core::organisation::record::Organisation;
use leptos::prelude::*;

/// The button.
#[component]
pub(in crate::pages) fn ConfirmButton(
    /// The organisation, as it was read.
    one: Signal<Organisation>,
    /// Told how it stands once it is confirmed.
    on_done: Callback<Organisation>,
    /// Told that it was not: it may have changed meanwhile.
    on_failed: Callback<()>,
) -> impl IntoView {
    let words = t().organisations;
    let (busy, toasts, owner) = (RwSignal::new(false), Toasts::here(), StoredValue::new(Owner::current()));
    let confirm = Callback::new(move |()| {
        let (id, version) = one.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        task_in(owner.get_value(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.confirm_organisation(id, write.clone()).await).await;
            busy.set(false);
            match answer {
                Ok(one) => {
                    toasts.good(words.confirmed);
                    on_done.run(one);
                }
                Err(failure) => {
                    toasts.bad(failure.message());
                    on_failed.run(());
                }
            }
        });
    });
    view! {
        <Can
            decision=can(one, |one| (&one.keep).into())
            weight=Weight::Main
            icon=outline::CHECK
            busy=busy
            on_press=confirm
        >
            {words.confirm}
        </Can>
    }
}
