//! One's own sign-ins (A14), seen and ended.

use crate::{
    api::call,
    components::*,
    graph::task_in,
    i18n::{fill, short_day, t},
    remote::Remote,
};
use forprev_core::{account::own::SignIn, calendar::today_in_paris, id::SignInId};
use leptos::prelude::*;

/// The list.
#[component]
pub(super) fn SignIns() -> impl IntoView {
    let words = t().account;
    let remote = Remote::new(|| call(async |client| client.list_my_sign_ins().await));
    let (toasts, owner) = (Toasts::here(), Owner::current());
    // One of them, or all the others.
    let end = Callback::new(move |one: Option<SignInId>| {
        task_in(owner.clone(), async move {
            let ended = match one {
                Some(id) => call(async |client| client.end_my_sign_in(id).await).await,
                None => call(async |client| client.end_my_other_sign_ins().await).await,
            };
            match ended {
                Ok(()) => toasts.good(words.ended),
                // It had ended by itself, for example: the list tells.
                Err(failure) => toasts.bad(failure.message()),
            }
            remote.reload();
        });
    });
    let head = [words.device, words.network, words.since, words.seen, words.action];
    let head = StoredValue::new(head.map(str::to_owned).to_vec());
    view! {
        <section class="card" aria-labelledby="connexions">
            <h2 id="connexions">{words.sign_ins}</h2>
            <p class="muted">{words.sign_ins_help}</p>
            <Load from=remote let:page>
                <Table caption=words.sign_ins caption_unseen=true head=head.get_value()>
                    {move || page.with(|page| page.items.iter().map(|one| row(one, end)).collect_view())}
                </Table>
                <Show when=move || page.with(|page| page.items.len() > 1)>
                    <div><Button on_press=move |()| end.run(None)>{words.end_others}</Button></div>
                </Show>
            </Load>
        </section>
    }
}

fn row(one: &SignIn, end: Callback<Option<SignInId>>) -> impl IntoView + use<> {
    let words = t().account;
    let day = |at| short_day(today_in_paris(at));
    let (id, device, since, seen) = (one.id, one.device.clone(), day(one.created_at), day(one.last_seen_at));
    let about = fill(words.end_about, &[("device", &device), ("day", &since)]);
    let action = if one.current {
        view! { <Badge tone=Tone::Good>{words.this_one}</Badge> }.into_any()
    } else {
        view! {
            <Button small=true about=about on_press=move |()| end.run(Some(id))>{words.end_one}</Button>
        }
        .into_any()
    };
    let network = one.network.clone();
    view! {
        <Row>
            <Cell heading=true label=words.device>{device}</Cell>
            <Cell label=words.network><span class="number">{network}</span></Cell>
            <Cell label=words.since><span class="number">{since}</span></Cell>
            <Cell label=words.seen><span class="number">{seen}</span></Cell>
            <Cell>{action}</Cell>
        </Row>
    }
}
