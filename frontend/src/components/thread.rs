//! What the two sides of a file or a request write to each other, and, apart, what agents note among themselves.

use super::{
    button::Button,
    load::Load,
    outline,
    summary::{ErrorSummary, restored_line},
    table::More,
    text_input::Textarea,
    toast::Toasts,
};
use crate::{
    api::call,
    device,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::french_moment,
    id::{OrganisationFileId, RequestId},
    organisation::file::{Message, NewMessage},
    page::{MAX_LIMIT, Page},
    query::PageQuery,
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// What one writes about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Correspondence {
    /// An organisation file.
    File(OrganisationFileId),
    /// A habilitation request.
    Request(RequestId),
}

impl Correspondence {
    /// The name of what is typed on the device.
    fn draft(self, internal: bool) -> String {
        let what = if internal { "note" } else { "message" };
        match self {
            Self::File(id) => format!("organisation-file-{what}/{id}"),
            Self::Request(id) => format!("request-{what}/{id}"),
        }
    }

    async fn list(self, query: PageQuery) -> Result<Page<Message>, Failure> {
        call(async move |client| match self {
            Self::File(id) => client.list_organisation_file_messages(id, &query).await,
            Self::Request(id) => client.list_request_messages(id, &query).await,
        })
        .await
    }

    async fn write(self, message: NewMessage, key: String) -> Result<Message, Failure> {
        call(async move |client| {
            let write = Write::once(key.clone());
            match self {
                Self::File(id) => client.write_organisation_file_message(id, &message, write).await,
                Self::Request(id) => client.write_request_message(id, &message, write).await,
            }
        })
        .await
    }
}

/// The messages, and to agents the notes.
#[component]
pub fn Threads(
    /// What they are about.
    of: Correspondence,
    /// Whether they are read by those who instruct.
    #[prop(into)]
    agent: Signal<bool>,
    /// Whether the reader can write to the other side.
    #[prop(into)]
    may_write: Signal<bool>,
    /// Whether the reader can note something among agents.
    #[prop(into)]
    may_note: Signal<bool>,
) -> impl IntoView {
    let words = t().threads;
    let ask = move |cursor| of.list(PageQuery { limit: Some(MAX_LIMIT), cursor });
    let remote = Remote::new(move || ask(None));
    let further = Callback::new(move |()| remote.more(|cursor| ask(Some(cursor))));
    let title = move || if agent.get() { words.messages_agent } else { words.messages };
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="messages">
                <h2 id="messages">{title}</h2>
                <Load from=remote let:page>
                    <Thread page=page internal=false/>
                </Load>
                <Show when=move || may_write.get()>
                    <WriteForm of=of internal=false remote=remote/>
                </Show>
            </section>
            <Show when=move || agent.get()>
                <section class="card" aria-labelledby="notes">
                    <h2 id="notes">{words.notes}</h2>
                    <Load from=remote let:page>
                        <Thread page=page internal=true/>
                    </Load>
                    <Show when=move || may_note.get()>
                        <WriteForm of=of internal=true remote=remote/>
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
    let words = t().threads;
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
fn WriteForm(of: Correspondence, internal: bool, remote: Remote<Page<Message>>) -> impl IntoView {
    let words = t().threads;
    let new = move || NewMessage { text: String::new(), internal };
    let form = Form::new(new(), NewMessage::check);
    let toasts = Toasts::here();
    let draft = StoredValue::new(session::draft(&of.draft(internal)));
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
            move |message: NewMessage| {
                let key = key_of(&message.text);
                of.write(message, key)
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
            {restored.map(restored_line)}
            <Textarea bind=bind label=label hint=hint limit=COMMENT_MAX/>
            <div>
                <Button submit=true icon=outline::SEND busy=form.busy()>{press}</Button>
            </div>
        </form>
    }
}
