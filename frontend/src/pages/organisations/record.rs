//! An organisation: the data in force, who instructs, its habilitations and its files.

use super::{
    confirm::ConfirmButton,
    content::Content,
    letters::Letters,
    words::{HabilitationBadge, StateBadge, file_path, kind_name, organisation_path, page_path},
};
use crate::{
    api::call,
    can::can,
    components::*,
    failure::Failure,
    graph::{memo, task_in},
    i18n::{fill, plain_day, short_day, t},
    pages::{not_found::NotFound, requests::OrganisationRequests},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::today_in_paris,
    habilitation::{Habilitation, HabilitationStatus},
    id::OrganisationId,
    organisation::{
        file::{Field, FileQuery, OrganisationFileRow, Page as FormPage},
        record::Organisation,
    },
    page::{MAX_LIMIT, Page},
    policy::{Action, file::keeps, may_ever},
    visit::{VisitQuery, VisitRow},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};

/// `/organisations/:id`.
#[component]
pub(super) fn OrganisationPage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<OrganisationId>().ok()))
    });
    move || match id.get() {
        Some(id) => {
            let searched = super::searches();
            let above = if searched {
                vec![(t().organisations.list.to_owned(), "/organisations".to_owned())]
            } else {
                Vec::new()
            };
            view! { <Record id=id above=above/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}

/// `/mon-organisation`: the one that is chosen, or the only one whose data the person keeps.
#[component]
pub(super) fn MyOrganisation() -> impl IntoView {
    let words = t().organisations;
    let (chosen, bind) = (session::organisation(), session::organisation_choice());
    let kept = memo(|| {
        let actor = session::actor();
        let all = session::me().map_or_else(Vec::new, |me| session::organisations(&me));
        all.into_iter().filter(|(id, _)| keeps(&actor, *id).is_ok()).collect::<Vec<_>>()
    });
    let one = memo(move || {
        let kept = kept.get();
        match (chosen.get(), kept.as_slice()) {
            (Some(id), kept) if kept.iter().any(|(other, _)| *other == id) => Some(id),
            (_, [(only, _)]) => Some(*only),
            _ => None,
        }
    });
    let choices = Signal::derive(move || {
        kept.get().into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    move || match one.get() {
        Some(id) => view! { <Record id=id above=Vec::new()/> }.into_any(),
        None => view! {
            <PageTitle title=words.mine/>
            <div class="narrow card">
                <RadioGroup bind=bind label=words.mine_choose choices=choices/>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Record(id: OrganisationId, above: Vec<(String, String)>) -> impl IntoView {
    let words = t().organisations;
    let remote = Remote::new(move || call(async move |client| client.get_organisation(id).await));
    let title = Signal::derive(move || {
        remote.value().with(|one| {
            let name = one.as_ref().and_then(|one| one.content.typed(Field::RaisonSociale));
            name.map_or_else(|| words.mine.to_owned(), ToOwned::to_owned)
        })
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    let trail = (!above.is_empty()).then(|| view! { <Breadcrumb above=above here=title/> });
    view! {
        {trail}
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title/>
            <Load from=remote let:one>
                <div class="stack-wide">
                    <Standing id=id one=one remote=remote/>
                    <section class="stack" aria-labelledby="organisation-content">
                        <h2 id="organisation-content">{words.in_force}</h2>
                        <Content content=Signal::derive(move || one.with(|one| one.content.clone()))/>
                    </section>
                    <Habilitations id=id/>
                    <OrganisationRequests id=id/>
                    <Letters id=id/>
                    <Files id=id/>
                    <Visits id=id/>
                </div>
            </Load>
        </Show>
    }
}

/// Who instructs it, when its data were last confirmed, and what those who keep them do.
#[component]
fn Standing(id: OrganisationId, one: Signal<Organisation>, remote: Remote<Organisation>) -> impl IntoView {
    let words = t().organisations;
    let facts = move || {
        let one = one.get();
        let confirmed = one.confirmed_on.map_or_else(|| words.never_confirmed.to_owned(), plain_day);
        let place = fill(words.commune_line, &[("name", &one.city), ("departement", &one.departement)]);
        view! {
            <dl class="facts card">
                <dt>{words.instructed_by}</dt> <dd>{capital(&one.caisse_name)}</dd>
                <dt>{words.commune}</dt> <dd>{place}</dd>
                <dt>{words.since}</dt> <dd>{plain_day(today_in_paris(one.created_at))}</dd>
                <dt>{words.confirmed_on}</dt> <dd>{confirmed}</dd>
            </dl>
        }
    };
    let keeps = memo(move || one.with(|one| one.keep.allowed));
    view! {
        <div class="stack">
            <Show when=move || keeps.get()>
                <Keeping id=id one=one remote=remote/>
            </Show>
            {facts}
        </div>
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[component]
fn Keeping(id: OrganisationId, one: Signal<Organisation>, remote: Remote<Organisation>) -> impl IntoView {
    let words = t().organisations;
    let changing = RwSignal::new(false);
    let (toasts, owner, navigate) = (Toasts::here(), StoredValue::new(Owner::current()), use_navigate());
    let change = Callback::new(move |()| {
        changing.set(true);
        let navigate = navigate.clone();
        task_in(owner.get_value(), async move {
            let open = async |client: &forprev_client::Client| {
                client.open_organisation_change(id, Write::default()).await
            };
            let answer = call(open).await;
            changing.set(false);
            match answer {
                Ok(file) => navigate(&page_path(file.id, FormPage::Identity), NavigateOptions::default()),
                Err(failure) => {
                    toasts.bad(failure.message());
                    remote.reload();
                }
            }
        });
    });
    let running = memo(move || one.with(|one| one.open_change));
    let decision = can(one, |one| (&one.keep).into());
    view! {
        {move || running.get().map(|file| view! {
            <Notice tone=Tone::Note>
                <p>{words.change_open}</p>
                <ButtonLink href=file_path(file)>{words.change_see}</ButtonLink>
            </Notice>
        })}
        <div class="row">
            <ConfirmButton
                one=one
                on_done=Callback::new(move |one| remote.set(one))
                // What one confirms is what one has read.
                on_failed=Callback::new(move |()| remote.reload())
            />
            <ButtonLink href=format!("{}/modifier", organisation_path(id)) icon=outline::PENCIL>
                {words.edit}
            </ButtonLink>
            <Show when=move || running.get().is_none()>
                <Can decision=decision icon=outline::FILE_TEXT busy=changing on_press=change>
                    {words.change}
                </Can>
            </Show>
        </div>
    }
}

/// Its habilitations, with their status and the time left.
#[component]
fn Habilitations(id: OrganisationId) -> impl IntoView {
    let words = t().organisations;
    // Somebody who reads the organisation may not read these.
    if untrack(|| may_ever(&session::actor(), Action::ReadHabilitations)).is_err() {
        return ().into_any();
    }
    let remote = Remote::new(move || call(async move |client| client.list_habilitations(id).await));
    let is_empty = |page: Page<Habilitation>| page.items.is_empty();
    let nothing = move || view! { <p class="muted">{words.habilitations_none}</p> };
    let head = [
        words.column_training,
        words.column_number,
        words.column_state,
        words.column_until,
        words.column_left,
    ];
    view! {
        <section class="stack" aria-labelledby="organisation-habilitations">
            <h2 id="organisation-habilitations">{words.habilitations}</h2>
            <Load from=remote is_empty=is_empty empty=nothing let:page>
                <Table caption=words.habilitations caption_unseen=true head=head.map(str::to_owned).to_vec()>
                    <For each=move || page.get().items key=|one| one.id let:one>
                        <OneHabilitation one=one/>
                    </For>
                </Table>
            </Load>
        </section>
    }
    .into_any()
}

#[component]
fn OneHabilitation(one: Habilitation) -> impl IntoView {
    let words = t().organisations;
    let level = one.level.to_string();
    let training = fill(t().sessions.level, &[("dispositif", &one.dispositif), ("level", &level)]);
    let until = one.validity.valid_until;
    let left = matches!(one.status, HabilitationStatus::Valid | HabilitationStatus::Suspended)
        .then(|| view! { <Countdown until=until today=Signal::derive(session::today)/> });
    view! {
        <Row>
            <Cell heading=true label=words.column_training>{training}</Cell>
            <Cell label=words.column_number><span class="number-long">{one.number.to_string()}</span></Cell>
            <Cell label=words.column_state><HabilitationBadge of=one.status/></Cell>
            <Cell label=words.column_until><span class="number">{short_day(until)}</span></Cell>
            <Cell label=words.column_left>{left}</Cell>
        </Row>
    }
}

/// Its files, as far as the reader sees them.
#[component]
fn Files(id: OrganisationId) -> impl IntoView {
    let words = t().organisations;
    if untrack(|| may_ever(&session::actor(), Action::ReadOrganisationFiles)).is_err() {
        return ().into_any();
    }
    let query = move |cursor: Option<String>| FileQuery {
        organisation_id: Some(id.to_string()),
        limit: Some(MAX_LIMIT),
        cursor,
        ..FileQuery::default()
    };
    let ask = move |cursor| {
        let query = query(cursor);
        async move { call(async |client| client.list_organisation_files(&query).await).await }
    };
    let remote = Remote::new(move || ask(None));
    let further = Callback::new(move |()| remote.more(|cursor| ask(Some(cursor))));
    let is_empty = |page: Page<OrganisationFileRow>| page.items.is_empty();
    let nothing = move || view! { <p class="muted">{words.organisation_files_none}</p> };
    let head = [words.column_file, words.column_state, words.column_received];
    view! {
        <section class="stack" aria-labelledby="organisation-files">
            <h2 id="organisation-files">{words.organisation_files}</h2>
            <Load from=remote is_empty=is_empty empty=nothing let:page>
                <Table caption=words.organisation_files caption_unseen=true head=head.map(str::to_owned).to_vec()>
                    <For each=move || page.get().items key=|row| (row.id, row.updated_at) let:row>
                        <Row>
                            <Cell heading=true label=words.column_file>
                                <A href=file_path(row.id)>{kind_name(row.kind)}</A>
                            </Cell>
                            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
                            <Cell label=words.column_received>
                                <span class="number">
                                    {row.submitted_at.map(|at| short_day(today_in_paris(at)))}
                                </span>
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

/// Its audits and visits, as far as the reader sees them; agents plan them here.
#[component]
fn Visits(id: OrganisationId) -> impl IntoView {
    let words = t().visits;
    if untrack(|| may_ever(&session::actor(), Action::ReadVisits)).is_err() {
        return ().into_any();
    }
    let plans = memo(|| may_ever(&session::actor(), Action::ManageVisits).is_ok());
    let ask = move |cursor: Option<String>| {
        let organisation_id = Some(id.to_string());
        let query = VisitQuery { organisation_id, limit: Some(MAX_LIMIT), cursor, ..VisitQuery::default() };
        async move { call(async |client| client.list_visits(&query).await).await }
    };
    let remote = Remote::new(move || ask(None));
    let further = Callback::new(move |()| remote.more(|cursor| ask(Some(cursor))));
    let is_empty = |page: Page<VisitRow>| page.items.is_empty();
    let nothing = move || view! { <p class="muted">{words.none}</p> };
    let head = [words.column_what, words.column_day, words.column_open];
    view! {
        <section class="stack" aria-labelledby="organisation-visits">
            <h2 id="organisation-visits">{words.list}</h2>
            <Show when=move || plans.get()>
                <div>
                    <ButtonLink href=format!("{}/audit", organisation_path(id)) icon=outline::CALENDAR>
                        {words.plan}
                    </ButtonLink>
                </div>
            </Show>
            <Load from=remote is_empty=is_empty empty=nothing let:page>
                <Table caption=words.list caption_unseen=true head=head.map(str::to_owned).to_vec()>
                    <For each=move || page.get().items key=|row| (row.id, row.updated_at) let:row>
                        <Row>
                            <Cell heading=true label=words.column_what>
                                <A href=format!("/audits/{}", row.id)>{row.subject}</A>
                            </Cell>
                            <Cell label=words.column_day>
                                <span class="number">{short_day(row.held_on)}</span>
                            </Cell>
                            <Cell label=words.column_open>
                                {(row.actions_open > 0).then_some(row.actions_open)}
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
