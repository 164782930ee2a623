//! What the two sides write to each other, and, apart, what agents note among themselves.

use super::has_place;
use crate::{
    api::call,
    components::*,
    device,
    draft::Draft,
    form::Form,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::french_moment,
    id::OrganisationFileId,
    organisation::file::{Message, NewMessage, OrganisationFile},
    page::{MAX_LIMIT, Page},
    query::PageQuery,
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The messages, and to agents the notes. Nothing before there can be some.
#[component]
pub(super) fn Messages(
    /// The file.
    file: Signal<OrganisationFile>,
    /// Whether it is read by an agent.
    agent: Memo<bool>,
) -> impl IntoView {
    let id = file.with_untracked(|file| file.id);
    let sent = memo(move || file.with(|file| file.submitted_at.is_some()));
    view! {
        <Show when=move || sent.get()>
            <Threads id=id file=file agent=agent/>
        </Show>
    }
}

#[component]
fn Threads(id: OrganisationFileId, file: Signal<OrganisationFile>, agent: Memo<bool>) -> impl IntoView {
    let words = t().organisations;
    let ask = move |cursor: Option<String>| {
        let query = PageQuery { limit: Some(MAX_LIMIT), cursor };
        call(async move |client| client.list_organisation_file_messages(id, &query).await)
    };
    let remote = Remote::new(move || ask(None));
    let further = Callback::new(move |()| remote.more(|cursor| ask(Some(cursor))));
    let may_write = memo(move || file.with(|file| has_place(&file.actions.write)));
    let may_note = memo(move || file.with(|file| has_place(&file.actions.note)));
    let title = move || if agent.get() { words.messages_agent } else { words.messages };
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="file-messages">
                <h2 id="file-messages">{title}</h2>
                <Load from=remote let:page>
                    <Thread page=page internal=false/>
                </Load>
                <Show when=move || may_write.get()>
                    <WriteForm id=id internal=false remote=remote/>
                </Show>
            </section>
            <Show when=move || agent.get()>
                <section class="card" aria-labelledby="file-notes">
                    <h2 id="file-notes">{words.notes}</h2>
                    <Load from=remote let:page>
                        <Thread page=page internal=true/>
                    </Load>
                    <Show when=move || may_note.get()>
                        <WriteForm id=id internal=true remote=remote/>
                    </Show>
                </section>
            </Show>
        </div>
        <Show when=move || remote.has_more().get()>
            <More
                shown=remote.shown()
                total=remote.total()
                more=remote.has_more()
                busy=remote.busy()
                on_more=further
            />
        </Show>
    }
}

#[component]
fn Thread(page: Signal<Page<Message>>, internal: bool) -> impl IntoView {
    let words = t().organisations;
    let list = memo(move || {
        page.with(|page| {
            page.items.iter().filter(|one| one.internal == internal).cloned().collect::<Vec<_>>()
        })
    });
    let none = memo(move || list.with(Vec::is_empty));
    view! {
        <Show when=move || none.get()>
            <p class="muted">{if internal { words.notes_none } else { words.messages_none }}</p>
        </Show>
        <ol class="thread" role="list" hidden=move || none.get()>
            <For each=move || list.get() key=|one| one.id let:one>
                <li class="said" data-mine=one.mine.then_some("")>
                    <p class="small muted">
                        {
                            let text = if one.mine { words.message_mine } else { words.message_who };
                            fill(text, &[("who", &one.who), ("moment", &french_moment(one.at))])
                        }
                    </p>
                    <p class="comment">{one.text}</p>
                </li>
            </For>
        </ol>
    }
}

#[component]
fn WriteForm(id: OrganisationFileId, internal: bool, remote: Remote<Page<Message>>) -> impl IntoView {
    let words = t().organisations;
    let new = move || NewMessage { text: String::new(), internal };
    let form = Form::new(new(), NewMessage::check);
    let toasts = Toasts::here();
    let name = if internal { "note" } else { "message" };
    let draft = StoredValue::new(session::draft(&format!("organisation-file-{name}/{id}")));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    // The same text under the same key is one message, also when its answer is lost and it is sent again.
    let attempt = StoredValue::new((String::new(), device::random_key()));
    let key_of = move |text: &str| {
        attempt.update_value(|(last, key)| {
            if last != text {
                *key = device::random_key();
                *last = text.to_owned();
            }
        });
        attempt.with_value(|(_, key)| key.clone())
    };
    let bind = form.bind("/text", |one| one.text.clone(), |one, text| one.text = text);
    let send = move |event| {
        form.submit(
            event,
            move |message: NewMessage| async move {
                let write = Write::once(key_of(&message.text));
                call(async |client| client.write_organisation_file_message(id, &message, write.clone()).await)
                    .await
            },
            move |message| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                attempt.set_value((String::new(), device::random_key()));
                form.value().set(new());
                form.state().forget();
                toasts.good(if internal { words.note_sent } else { words.message_sent });
                remote.update(|page| {
                    page.total += 1;
                    page.items.push(message);
                });
            },
        );
    };
    let (label, hint, press) = if internal {
        (words.note_new, words.note_hint, words.note_send)
    } else {
        (words.message_new, words.message_hint, words.message_send)
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {restored.map(crate::pages::organisations::restored_line)}
            <Textarea bind=bind label=label hint=hint limit=COMMENT_MAX/>
            <div>
                <Button submit=true icon=outline::SEND busy=form.busy()>{press}</Button>
            </div>
        </form>
    }
}
