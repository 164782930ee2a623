//! `/dossiers`: one's own files, with where each is and what to do.

use super::words::{StateBadge, file_path, kind_name, named, page_path};
use crate::{
    api::call, components::*, device, failure::Failure, graph::task_in, i18n::t, remote::Remote, session,
};
use forprev_client::Write;
use forprev_core::{
    organisation::file::{FileContent, FileQuery, FileState, OrganisationFileRow, Page as FormPage},
    page::Page,
    policy::{Action, may_ever},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

/// The page.
#[component]
pub(super) fn MyFiles() -> impl IntoView {
    let words = t().organisations;
    let chosen = session::organisation();
    let query =
        move || FileQuery { organisation_id: chosen.get().map(|id| id.to_string()), ..FileQuery::default() };
    let files = Remote::new(move || ask(query()));
    let further = Callback::new(move |()| {
        files.more(|cursor| ask(FileQuery { cursor: Some(cursor), ..untrack(query) }));
    });
    let is_empty = |page: Page<OrganisationFileRow>| page.items.is_empty();
    let nothing = move || {
        view! {
            <EmptyState title=words.files_none help=words.files_none_help icon=outline::FILE_TEXT>
                <New/>
            </EmptyState>
        }
    };
    let head = [words.column_organisation, words.column_file, words.column_state, words.column_next];
    view! {
        <PageTitle title=words.files>
            {move || {
                let some = files.value().with(|page| page.as_ref().is_some_and(|page| !page.items.is_empty()));
                some.then(|| view! { <New/> })
            }}
        </PageTitle>
        <Load from=files is_empty=is_empty empty=nothing let:page>
            <Table caption=words.files_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|row| (row.id, row.updated_at) let:row>
                    <Line row=row/>
                </For>
            </Table>
            <More
                shown=files.shown()
                total=files.total()
                more=files.has_more()
                busy=files.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: FileQuery) -> Result<Page<OrganisationFileRow>, Failure> {
    call(async |client| client.list_organisation_files(&query).await).await
}

/// Begins a file, and goes to its first page.
#[component]
fn New() -> impl IntoView {
    let (busy, toasts, owner) = (RwSignal::new(false), Toasts::here(), Owner::current());
    let navigate = use_navigate();
    // Pressed again because the answer was lost, it begins the same file.
    let key = device::random_key();
    let begin = move |()| {
        busy.set(true);
        let (navigate, key) = (navigate.clone(), key.clone());
        task_in(owner.clone(), async move {
            let new = async |client: &forprev_client::Client| {
                client.create_organisation_file(&FileContent::default(), Write::once(key.clone())).await
            };
            let answer = call(new).await;
            busy.set(false);
            match answer {
                Ok(file) => navigate(&page_path(file.id, FormPage::Identity), NavigateOptions::default()),
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    };
    let may = move || may_ever(&session::actor(), Action::DraftOrganisationFile).is_ok();
    view! {
        <Show when=may>
            <Button weight=Weight::Main icon=outline::PLUS busy=busy on_press=begin.clone()>
                {t().organisations.new}
            </Button>
        </Show>
    }
}

#[component]
fn Line(row: OrganisationFileRow) -> impl IntoView {
    let words = t().organisations;
    let next = match row.state {
        FileState::Draft => words.next_draft,
        FileState::Submitted => words.next_submitted,
        FileState::Returned => words.next_returned,
        FileState::Validated => words.next_validated,
        FileState::Refused => words.next_refused,
        FileState::Abandoned => words.next_abandoned,
        FileState::Unknown => "",
    };
    let place = row.city.clone();
    let name = named(&row.raison_sociale);
    view! {
        <Row>
            <Cell heading=true label=words.column_organisation>
                <A href=file_path(row.id)>{name}</A>
                {place.map(|place| view! { <span class="line small muted">{place}</span> })}
            </Cell>
            <Cell label=words.column_file>{kind_name(row.kind)}</Cell>
            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
            <Cell label=words.column_next>{next}</Cell>
        </Row>
    }
}
