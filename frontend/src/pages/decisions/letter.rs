//! `/courriers/:id`: a letter as a page, and its PDF.

use super::{
    blocks::Blocks,
    fetch::FetchPdf,
    words::{letter_kind, organisation_path},
};
use crate::{
    api::call,
    components::*,
    download::Coming,
    failure::Failure,
    graph::memo,
    i18n::{plain_day, t},
    pages::{not_found::NotFound, requests::words::training},
    remote::Remote,
    session,
};
use forprev_core::{
    id::LetterId,
    letter::Letter,
    policy::{Action, may_ever},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub(super) fn LetterPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<LetterId>().ok())));
    move || match id.get() {
        Some(id) => view! { <One id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn One(id: LetterId) -> impl IntoView {
    let words = t().decisions;
    let remote = Remote::new(move || call(async move |client| client.get_letter(id).await));
    let title = Signal::derive(move || {
        remote
            .value()
            .with(|one| one.as_ref().map_or_else(|| words.letter.to_owned(), |one| one.text.title.clone()))
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title/>
            <Load from=remote let:one>
                <Whole one=one.get_untracked()/>
            </Load>
        </Show>
    }
}

#[component]
fn Whole(one: Letter) -> impl IntoView {
    let words = t().decisions;
    let (id, row) = (one.row.id, one.row);
    let ask = Callback::new(move |()| -> Coming {
        Box::pin(async move { call(async move |client| client.get_letter_pdf(id).await).await })
    });
    // The CNH reads letters, and no organisation's page.
    let reads = untrack(|| may_ever(&session::actor(), Action::ReadOrganisations)).is_ok();
    let organisation = reads.then(|| {
        let to = organisation_path(row.organisation_id);
        view! { <ButtonLink href=to icon=outline::BUILDING>{words.letter_see}</ButtonLink> }
    });
    view! {
        <div class="stack-wide">
            <div class="row">
                <FetchPdf ask=ask fallback=words.letter_file weight=Weight::Main>{words.letter_pdf}</FetchPdf>
                {organisation}
            </div>
            <dl class="facts card">
                <dt>{words.column_letter}</dt> <dd>{letter_kind(row.kind)}</dd>
                <dt>{words.letter_training}</dt> <dd>{training(&row.dispositif, row.level)}</dd>
                <dt>{words.letter_of}</dt> <dd>{plain_day(row.decided_on)}</dd>
            </dl>
            <article class="letter">
                <Blocks of=one.text.blocks/>
            </article>
        </div>
    }
}
