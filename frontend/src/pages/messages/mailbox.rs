//! The mailbox of the demonstration: what it would have sent.

use crate::{
    api::call_signed_out,
    components::*,
    i18n::{fill, t},
    remote::Remote,
};
use forprev_core::{calendar::french_moment, mail::SentMail, page::Page};
use leptos::prelude::*;

/// `/messagerie`.
#[component]
pub fn Mailbox() -> impl IntoView {
    let words = t().messages;
    let mails =
        Remote::new(|| async { call_signed_out(async |client| client.list_demo_mails().await).await });
    let again = Callback::new(move |()| mails.reload());
    let is_empty = |page: Page<SentMail>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.mailbox_none help=words.mailbox_none_help/> };
    view! {
        <PageTitle title=words.mailbox>
            <Button on_press=again icon=outline::REFRESH_CW>{words.mailbox_reload}</Button>
        </PageTitle>
        <p>{words.mailbox_lead}</p>
        <Load from=mails is_empty=is_empty empty=nothing let:page>
            <ul class="stack" role="list">
                <For each=move || page.get().items key=|one| one.id.clone() let:one>
                    <Mail one=one/>
                </For>
            </ul>
        </Load>
    }
}

#[component]
fn Mail(one: SentMail) -> impl IntoView {
    let words = t().messages;
    view! {
        <li class="card stack-tight">
            <h2>{one.subject.clone()}</h2>
            <p class="muted small">
                {fill(words.mailbox_to, &[("to", &one.to), ("moment", &french_moment(one.sent_at))])}
            </p>
            <pre class="mail" tabindex="0" aria-label=one.subject.clone()>{linked(&one.text)}</pre>
        </li>
    }
}

/// The text, in which addresses can be followed.
fn linked(text: &str) -> impl IntoView + use<> {
    let lines = text.lines().map(str::to_owned).map(|line| {
        if line.starts_with("http://") || line.starts_with("https://") {
            view! { <a href=line.clone() rel="external">{line.clone()}</a> "\n" }.into_any()
        } else {
            format!("{line}\n").into_any()
        }
    });
    lines.collect_view()
}
