//! The page of the link with which a mail can be stopped. Nothing happens before a button is pressed: mail programs open
//! links by themselves.

use crate::{api::call_signed_out, components::*, graph::task_in, i18n::t};
use leptos::prelude::*;

/// `/desabonnement`.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let words = t().messages;
    let token = window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned();
    let missing = token.is_empty();
    let token = StoredValue::new(token);
    let (busy, done, owner) = (RwSignal::new(false), RwSignal::new(false), Owner::current());
    let why = RwSignal::new(None::<String>);
    let stop = Callback::new(move |()| {
        busy.set(true);
        let token = token.get_value();
        task_in(owner.clone(), async move {
            let answer = call_signed_out(async |client| client.unsubscribe(&token).await).await;
            busy.set(false);
            match answer {
                Ok(_) => done.set(true),
                Err(failure) => why.set(Some(failure.message())),
            }
        });
    });
    view! {
        <PageTitle title=words.stop_title/>
        {move || why.get().map(|why| view! { <Notice tone=Tone::Bad live=true><p>{why}</p></Notice> })}
        {move || {
            if done.get() {
                view! {
                    <Notice tone=Tone::Good live=true>
                        <p>{words.stopped}</p>
                        <p>{words.stopped_help}</p>
                    </Notice>
                }
                .into_any()
            } else if missing {
                view! { <Notice tone=Tone::Warn><p>{words.stop_missing}</p></Notice> }.into_any()
            } else {
                view! {
                    <p>{words.stop_lead}</p>
                    <p>
                        <Button on_press=stop busy=busy weight=Weight::Main>{words.stop}</Button>
                    </p>
                }
                .into_any()
            }
        }}
    }
}
