//! `/devenir-demandeur` (A4): whoever has an account asks for a habilitation with it.

use crate::{
    api::call,
    components::*,
    graph::{memo, task_in},
    i18n::t,
    session,
};
use forprev_client::Write;
use forprev_core::policy::{Action, account::is_demandeur, may_ever};
use leptos::prelude::*;

/// Whether the signed-in person is a demandeur. Tracks.
fn is_one() -> bool {
    session::me().is_some_and(|me| is_demandeur(&me.profiles))
}

/// The page.
#[component]
pub fn BecomeDemandeur() -> impl IntoView {
    let words = t().account;
    let is = memo(is_one);
    let busy = RwSignal::new(false);
    let (toasts, owner) = (Toasts::here(), Owner::current());
    let become_one = Callback::new(move |()| {
        busy.set(true);
        let task = async move {
            let answer = call(async |client| client.become_demandeur(Write::default()).await).await;
            busy.set(false);
            match answer {
                Ok(me) => session::is(me),
                Err(failure) => toasts.bad(failure.message()),
            }
        };
        task_in(owner.clone(), task);
    });
    view! {
        <PageTitle title=words.demandeur_title/>
        <div role="status">
            <Show when=move || is.get()>
                <Notice tone=Tone::Good>
                    <p>{words.demandeur_done}</p>
                    <p><ButtonLink href="/">{t().shell.back_home}</ButtonLink></p>
                </Notice>
            </Show>
        </div>
        <Show when=move || !is.get()>
            <section class="card">
                <p>{words.demandeur_help}</p>
                <div>
                    <Button weight=Weight::Main icon=outline::CHECK busy=busy on_press=become_one>
                        {words.demandeur_submit}
                    </Button>
                </div>
            </section>
        </Show>
    }
}

/// Where one becomes a demandeur, for who is none and may.
#[component]
pub(super) fn DemandeurLink() -> impl IntoView {
    let words = t().account;
    let may = memo(|| !is_one() && may_ever(&session::actor(), Action::BecomeDemandeur).is_ok());
    view! {
        <Show when=move || may.get()>
            <section class="card" aria-labelledby="demandeur">
                <h2 id="demandeur">{words.demandeur_section}</h2>
                <p>{words.demandeur_help}</p>
                <div><ButtonLink href="/devenir-demandeur">{words.demandeur_title}</ButtonLink></div>
            </section>
        </Show>
    }
}
