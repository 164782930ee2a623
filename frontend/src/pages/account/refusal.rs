//! `/refus`: whoever reads the old mailbox refuses that another address takes its place (A15). Nobody need be signed in.
//! A button is pressed: programs that read mails open links by themselves.

use super::link::taken;
use crate::{api::call_signed_out, components::*, form::Form, i18n::t};
use forprev_core::recovery::RecoveryRefusal;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Refusal() -> impl IntoView {
    let words = t().recovery;
    let body = match taken() {
        Some((token, _)) => view! { <Asked token=token/> }.into_any(),
        None => view! { <Notice tone=Tone::Warn><p>{words.refuse_none}</p></Notice> }.into_any(),
    };
    view! {
        <PageTitle title=words.refuse_title/>
        {body}
    }
}

#[component]
fn Asked(token: String) -> impl IntoView {
    let words = t().recovery;
    let done = RwSignal::new(false);
    let form = Form::new(RecoveryRefusal { token }, RecoveryRefusal::check);
    let send = move |event| {
        form.submit(
            event,
            async |refusal: RecoveryRefusal| {
                call_signed_out(async |client| client.refuse_recovery(&refusal).await).await
            },
            move |()| done.set(true),
        );
    };
    view! {
        <div role="status">
            <Show when=move || done.get()>
                <Notice tone=Tone::Good><p>{words.refused}</p></Notice>
            </Show>
        </div>
        <form class="card" novalidate hidden=done on:submit=send>
            <p>{words.refuse_help}</p>
            <ErrorSummary of=form.state()/>
            <div>
                <Button submit=true weight=Weight::Danger busy=form.busy()>{words.refuse}</Button>
            </div>
        </form>
    }
}
