//! The letters to an organisation: as long as the reader may see them (D2).

use crate::{
    api::call,
    components::*,
    i18n::{short_day, t},
    pages::{
        decisions::words::{letter_kind, letter_path},
        requests::words::training,
    },
    remote::Remote,
    session,
};
use forprev_core::{
    id::OrganisationId,
    letter::LetterRow,
    page::Page,
    policy::{Action, may_ever},
    query::PageQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The list.
#[component]
pub(super) fn Letters(id: OrganisationId) -> impl IntoView {
    let words = t().decisions;
    // Somebody who reads the organisation may not read these.
    if untrack(|| may_ever(&session::actor(), Action::ReadLetters)).is_err() {
        return ().into_any();
    }
    let ask = move |cursor: Option<String>| {
        let query = PageQuery { cursor, ..PageQuery::default() };
        async move { call(async |client| client.list_letters(id, &query).await).await }
    };
    let remote = Remote::new(move || ask(None));
    let further = Callback::new(move |()| remote.more(|cursor| ask(Some(cursor))));
    let is_empty = |page: Page<LetterRow>| page.items.is_empty();
    let nothing = move || view! { <p class="muted">{words.letters_none}</p> };
    let head = [words.column_letter, words.column_training, words.letter_of];
    view! {
        <section class="stack" aria-labelledby="organisation-letters">
            <h2 id="organisation-letters">{words.letters}</h2>
            <Load from=remote is_empty=is_empty empty=nothing let:page>
                <Table caption=words.letters caption_unseen=true head=head.map(str::to_owned).to_vec()>
                    <For each=move || page.get().items key=|row| row.id let:row>
                        <Row>
                            <Cell heading=true label=words.column_letter>
                                <A href=letter_path(row.id)>{letter_kind(row.kind)}</A>
                            </Cell>
                            <Cell label=words.column_training>{training(&row.dispositif, row.level)}</Cell>
                            <Cell label=words.letter_of>
                                <span class="number">{short_day(row.decided_on)}</span>
                            </Cell>
                        </Row>
                    </For>
                </Table>
                <Show when=move || remote.has_more().get()>
                    <More
                        shown=remote.shown()
                        total=remote.total()
                        more=remote.has_more()
                        busy=remote.busy()
                        on_more=further
                    />
                </Show>
            </Load>
        </section>
    }
    .into_any()
}
