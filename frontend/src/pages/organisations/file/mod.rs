//! `/dossiers/:id`: a file, to who wrote it and to who instructs it.

mod actions;
mod decide;
mod hand_over;
mod messages;
mod standing;

use super::{
    content::{Content, Differences},
    words::{StateBadge, has_place, is_theirs, kind_name, name_of, organisation_path},
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{effect, memo, task_of_the_application},
    i18n::{fill, t},
    pages::not_found::NotFound,
    remote::Remote,
    session,
};
use actions::Actions;
use forprev_core::{
    attachment::{AttachmentOwner, SUPPORTING_DOCUMENT, URSSAF_CERTIFICATE},
    calendar::french_moment,
    id::OrganisationFileId,
    organisation::file::{FileEvent, FileKind, FileState, OrganisationFile},
    policy::file::keeps,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use messages::Messages;
use standing::Standing;

/// The page.
#[component]
pub(super) fn FilePage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<OrganisationFileId>().ok()))
    });
    move || match id.get() {
        Some(id) => view! { <OneFile id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

/// Whether the file is read by those who instruct such files, and not by who writes it.
pub(super) fn by_agent(file: &OrganisationFile) -> bool {
    !is_theirs(&file.actions.edit)
}

#[component]
fn OneFile(id: OrganisationFileId) -> impl IntoView {
    let words = t().organisations;
    let remote = Remote::new(move || call(async move |client| client.get_organisation_file(id).await));
    let changed = Callback::new(move |file| remote.set(file));
    let title = Signal::derive(move || {
        remote
            .value()
            .with(|file| file.as_ref().map_or_else(|| words.files.to_owned(), |file| name_of(&file.content)))
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    let above = move || {
        let agent = remote.value().with(|file| file.as_ref().is_some_and(by_agent));
        let (label, path) = if agent { (words.desk, "/instruction") } else { (words.files, "/dossiers") };
        view! { <Breadcrumb above=vec![(label.to_owned(), path.to_owned())] here=title/> }
    };
    view! {
        {above}
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title>
                {move || remote.value().with(|file| file.as_ref().map(|file| (file.kind, file.state))).map(
                    |(kind, state)| view! { <Badge>{kind_name(kind)}</Badge> <StateBadge of=state/> },
                )}
            </PageTitle>
            <Load from=remote let:file>
                <Whole file=file changed=changed/>
            </Load>
        </Show>
    }
}

#[component]
fn Whole(file: Signal<OrganisationFile>, changed: Callback<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    let id = file.with_untracked(|file| file.id);
    let agent = memo(move || file.with(by_agent));
    // Who wrote it has become the first gestionnaire (E14): the application does not know yet.
    effect(move || {
        let became = file.with(|file| {
            file.organisation_id.filter(|_| file.state == FileState::Validated && !by_agent(file))
        });
        if became.is_some_and(|organisation| keeps(&untrack(session::actor), organisation).is_err()) {
            task_of_the_application(session::find_out());
        }
    });
    let differences = move || {
        let (list, content, kind) =
            file.with(|file| (file.differences.clone(), file.content.clone(), file.kind));
        let title = if kind == FileKind::Change { words.differences } else { words.differences_resubmitted };
        (!list.is_empty()).then(|| view! { <Differences list=list content=content title=title/> })
    };
    let content = Signal::derive(move || file.with(|file| file.content.clone()));
    // Once a change is decided or given up, its content is history: what is in force stands with the organisation.
    let author = move || {
        let name = file.with(|file| file.author.clone());
        (!name.is_empty()).then(|| view! { <p class="small muted">{words.author}" "{name}</p> })
    };
    view! {
        <div class="stack-wide">
            <Standing file=file/>
            <Actions file=file changed=changed/>
            {differences}
            <section class="stack" aria-labelledby="file-content">
                <h2 id="file-content">{words.content}</h2>
                {author}
                <Content content=content/>
            </section>
            <Papers id=id file=file changed=changed/>
            <Messages file=file agent=agent/>
            <History file=file/>
        </div>
    }
}

/// The attachments.
#[component]
fn Papers(
    id: OrganisationFileId,
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
) -> impl IntoView {
    let words = t().organisations;
    let owner = AttachmentOwner::from(id);
    let editable = Signal::derive(move || file.with(|file| file.actions.edit.allowed));
    let again = Callback::new(move |()| {
        task_of_the_application(async move {
            if let Ok(file) = call(async |client| client.get_organisation_file(id).await).await {
                changed.try_run(file);
            }
        });
    });
    view! {
        <section class="card" aria-labelledby="file-papers">
            <h2 id="file-papers">{words.attachments}</h2>
            <Attachments
                owner=owner
                purpose=URSSAF_CERTIFICATE
                label=words.urssaf_certificate
                editable=editable
                on_change=again
            />
            <Attachments
                owner=owner
                purpose=SUPPORTING_DOCUMENT
                label=words.supporting
                hint=words.supporting_hint
                editable=editable
                on_change=again
            />
        </section>
    }
}

/// What happened to it.
#[component]
fn History(file: Signal<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    let events = move || {
        let mut events = file.with(|file| file.events.clone());
        events.reverse();
        events.into_iter().map(happening).collect_view()
    };
    view! {
        <section class="stack" aria-labelledby="file-history">
            <h2 id="file-history">{words.history}</h2>
            <Timeline>{events}</Timeline>
        </section>
    }
}

fn happening(event: FileEvent) -> impl IntoView {
    let words = t().organisations;
    let title = match event.what.as_str() {
        "created" => words.event_created,
        "submitted" => words.event_submitted,
        "returned" => words.event_returned,
        "validated" => words.event_validated,
        "refused" => words.event_refused,
        "abandoned" => words.event_abandoned,
        "restored" => words.event_restored,
        "handed_over" => words.event_handed_over,
        _ => words.event_other,
    };
    let moment = french_moment(event.at);
    let when = if event.who.is_empty() {
        moment
    } else {
        fill(words.event_when, &[("moment", &moment), ("who", &event.who)])
    };
    view! {
        <Happening when=when title=title>
            {event.comment.map(|comment| view! { <p class="comment">{comment}</p> })}
        </Happening>
    }
}
