//! `/demandes`: the requests that one sees: the organisation's own, or the queue of those who instruct and decide.

use super::words::{StateBadge, age_words, kind_name, request_path, side_name, state_name, training};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    form::Bound,
    graph::memo,
    i18n::{fill, short_day, t},
    pages::organisations::words::{caisse_name, caisses, desk_choices},
    remote::Remote,
    session,
};
use forprev_core::{
    id::OrganisationId,
    organisation::CaisseChoice,
    page::Page,
    policy::{
        Action, may_ever,
        request::{draft, scope, sees_some},
    },
    request::{RequestKind, RequestRow, State, query::RequestQuery, state::Side},
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";
const HELD: &str = "chez";
const KIND: &str = "type";
const DISPOSITIF: &str = "dispositif";
const ASSIGNED: &str = "charge";
const CAISSE: &str = "caisse";
/// All the states; without a word it is those that run.
const ALL: &str = "toutes";
/// Those that are over.
const OVER: &str = "closes";

/// The sides, as addresses and the API call them.
const SIDES: [(&str, Side); 4] =
    [("applicant", Side::Applicant), ("caisse", Side::Caisse), ("inrs", Side::Inrs), ("cnh", Side::Cnh)];

/// Whether the person instructs or decides requests. Tracks.
fn has_desk() -> bool {
    let scope = scope(&session::actor());
    scope.submitted || scope.at_cnh || !scope.caisses.is_empty()
}

/// The page.
#[component]
pub(super) fn Requests() -> impl IntoView {
    let desk = memo(has_desk);
    move || if desk.get() { view! { <Queue/> }.into_any() } else { view! { <Mine/> }.into_any() }
}

async fn ask(query: RequestQuery) -> Result<Page<RequestRow>, Failure> {
    call(async |client| client.list_requests(&query).await).await
}

/// The organisation's own.
#[component]
fn Mine() -> impl IntoView {
    let words = t().requests;
    let chosen = session::organisation();
    let query = move || RequestQuery {
        organisation_id: chosen.get().map(|id| id.to_string()),
        sort: Some("-updated_at".to_owned()),
        ..RequestQuery::default()
    };
    let requests = Remote::new(move || ask(query()));
    let further = Callback::new(move |()| {
        requests.more(|cursor| ask(RequestQuery { cursor: Some(cursor), ..untrack(query) }));
    });
    let is_empty = |page: Page<RequestRow>| page.items.is_empty();
    let none = memo(|| scope(&session::actor()).is_empty());
    let nothing = move || {
        // Who has no organisation yet begins with its file (C3).
        if none.get() {
            view! {
                <EmptyState title=t().organisations.begin_title help=t().organisations.begin_help icon=outline::BUILDING>
                    <ButtonLink href="/dossiers" weight=Weight::Main>{t().organisations.begin}</ButtonLink>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState title=words.list_none help=words.list_none_help icon=outline::AWARD>
                    <New/>
                </EmptyState>
            }
            .into_any()
        }
    };
    let several = memo(|| session::me().is_some_and(|me| session::organisations(&me).len() > 1));
    view! {
        <PageTitle title=words.list_title>
            {move || {
                let some = requests.value().with(|page| page.as_ref().is_some_and(|page| !page.items.is_empty()));
                some.then(|| view! { <New/> })
            }}
        </PageTitle>
        <Load from=requests is_empty=is_empty empty=nothing let:page>
            <OwnRows page=page several=several/>
            <More
                shown=requests.shown()
                total=requests.total()
                more=requests.has_more()
                busy=requests.busy()
                on_more=further
            />
        </Load>
    }
}

/// Those of one organisation, on its page; nothing to who reads no requests.
#[component]
pub(in crate::pages) fn OrganisationRequests(
    /// Which.
    id: OrganisationId,
) -> impl IntoView {
    let words = t().requests;
    if untrack(|| sees_some(&session::actor())).is_err() {
        return ().into_any();
    }
    let query = move |cursor| RequestQuery {
        organisation_id: Some(id.to_string()),
        sort: Some("-updated_at".to_owned()),
        cursor,
        ..RequestQuery::default()
    };
    let requests = Remote::new(move || ask(query(None)));
    let further = Callback::new(move |()| requests.more(|cursor| ask(query(Some(cursor)))));
    let is_empty = |page: Page<RequestRow>| page.items.is_empty();
    let nothing = move || view! { <p class="muted">{words.list_none}</p> };
    let theirs = memo(move || draft(&session::actor(), id).is_ok());
    view! {
        <section class="stack" aria-labelledby="organisation-requests">
            <div class="row-apart">
                <h2 id="organisation-requests">{words.list_title}</h2>
                <Show when=move || theirs.get()>
                    <ButtonLink href=format!("/demandes/nouvelle?organisation={id}") icon=outline::PLUS>
                        {words.new}
                    </ButtonLink>
                </Show>
            </div>
            <Load from=requests is_empty=is_empty empty=nothing let:page>
                <OwnRows page=page several=memo(|| false)/>
                <Show when=move || requests.has_more().get()>
                    <More
                        shown=requests.shown()
                        total=requests.total()
                        more=requests.has_more()
                        busy=requests.busy()
                        on_more=further
                    />
                </Show>
            </Load>
        </section>
    }
    .into_any()
}

#[component]
fn New() -> impl IntoView {
    let may = memo(|| may_ever(&session::actor(), Action::DraftRequest).is_ok());
    view! {
        <Show when=move || may.get()>
            <ButtonLink href="/demandes/nouvelle" weight=Weight::Main icon=outline::PLUS>
                {t().requests.new}
            </ButtonLink>
        </Show>
    }
}

#[component]
fn OwnRows(page: Signal<Page<RequestRow>>, several: Memo<bool>) -> impl IntoView {
    let words = t().requests;
    let head = [
        words.column_training,
        words.column_kind,
        words.column_state,
        words.column_held_by,
        words.column_submitted,
        words.column_age,
    ];
    view! {
        <Table caption=words.list_caption_own caption_unseen=true head=head.map(str::to_owned).to_vec()>
            <For each=move || page.get().items key=|row| (row.id, row.version) let:row>
                <OwnLine row=row several=several/>
            </For>
        </Table>
    }
}

#[component]
fn OwnLine(row: RequestRow, several: Memo<bool>) -> impl IntoView {
    let words = t().requests;
    let (until, name) = (until(&row), training(&row.dispositif, row.level));
    let own = untrack(|| draft(&session::actor(), row.organisation_id)).is_ok();
    view! {
        <Row>
            <Cell heading=true label=words.column_training>
                <A href=request_path(row.id)>{name}</A>
                {several
                    .get_untracked()
                    .then(|| view! { <span class="line small muted">{row.organisation_name}</span> })}
            </Cell>
            <Cell label=words.column_kind>{kind_name(row.kind)} {until}</Cell>
            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
            <Cell label=words.column_held_by>{row.held_by.map(|side| own_side_name(side, own))}</Cell>
            <Cell label=words.column_submitted>
                <span class="number">{row.submitted_on.map(short_day)}</span>
            </Cell>
            <Cell label=words.column_age>
                <span class="nowrap">{row.submitted_on.map(|_| age_words(row.age))}</span>
            </Cell>
        </Row>
    }
}

/// Who has it, to its applicant: "Vous".
fn own_side_name(side: Side, own: bool) -> &'static str {
    if own && side == Side::Applicant { t().requests.side_you } else { side_name(side) }
}

/// Of a renewal that runs, the last day of what it renews.
fn until(row: &RequestRow) -> Option<impl IntoView + use<>> {
    row.renewed_until.filter(|_| row.state.is_open()).map(|day| {
        let text = fill(t().requests.before, &[("day", &short_day(day))]);
        view! { <span class="line small muted">{text}</span> }
    })
}

/// The queue of those who instruct and decide, the longest first.
#[component]
fn Queue() -> impl IntoView {
    let words = t().requests;
    let (state, held, kind) = (address::query(STATE), address::query(HELD), address::query(KIND));
    let (dispositif, assigned, caisse) =
        (address::query(DISPOSITIF), address::query(ASSIGNED), address::query(CAISSE));
    let filled = |bound: Bound<String>| Some(bound.get().trim().to_owned()).filter(|text| !text.is_empty());
    let query = memo(move || {
        let state = filled(state);
        RequestQuery {
            open: match state.as_deref() {
                None => Some(true),
                Some(OVER) => Some(false),
                Some(_) => None,
            },
            state: state.filter(|state| State::of(state).is_some()),
            held_by: filled(held).filter(|side| SIDES.iter().any(|(name, _)| name == side)),
            kind: filled(kind).filter(|kind| RequestKind::of(kind).is_some()),
            dispositif: filled(dispositif),
            assigned_to: filled(assigned).filter(|one| matches!(one.as_str(), "me" | "nobody")),
            caisse: filled(caisse),
            ..RequestQuery::default()
        }
    });
    let requests = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        requests.more(|cursor| ask(RequestQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || requests.value().with(|page| page.as_ref().map(|page| page.total)));
    let all = caisses();
    let everywhere = memo(|| {
        let scope = scope(&session::actor());
        scope.submitted || scope.at_cnh
    });
    let is_empty = |page: Page<RequestRow>| page.items.is_empty();
    let nothing = move || {
        view! { <EmptyState title=words.queue_none help=words.queue_none_help icon=outline::CIRCLE_CHECK/> }
    };
    // A draft is the organisation's alone.
    let states = State::ALL.into_iter().filter(|state| *state != State::Draft);
    let states: Vec<Choice> = states
        .map(|state| Choice::new(state.as_str(), queue_state_name(state)))
        .chain([Choice::new(OVER, words.filter_over), Choice::new(ALL, words.filter_all)])
        .collect();
    let sides: Vec<Choice> =
        SIDES.into_iter().map(|(name, side)| Choice::new(name, side_name(side))).collect();
    let kinds: Vec<Choice> =
        RequestKind::ALL.into_iter().map(|kind| Choice::new(kind.as_str(), kind_name(kind))).collect();
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let dispositifs = Signal::derive(move || {
        catalogue.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(&one.code, &one.label)).collect::<Vec<_>>()
        })
    });
    let hands = vec![
        Choice::new("me", t().organisations.filter_me),
        Choice::new("nobody", t().organisations.filter_nobody),
    ];
    view! {
        <PageTitle title=words.list_title/>
        <Counts held=held/>
        <FilterBar names=vec![STATE, HELD, KIND, DISPOSITIF, ASSIGNED, CAISSE] total=total>
            <Select bind=state label=words.column_state none=words.filter_open choices=states/>
            <Select bind=held label=words.column_held_by none=words.filter_all choices=sides/>
            <Select bind=kind label=words.column_kind none=words.filter_all choices=kinds/>
            <Select bind=dispositif label=words.column_training none=words.filter_all choices=dispositifs/>
            <Select bind=assigned label=t().organisations.filter_assigned none=words.filter_all choices=hands/>
            <Show when=move || everywhere.get()>
                <Select
                    bind=caisse
                    label=t().organisations.filter_caisse
                    none=words.filter_all
                    choices=desk_choices(all)
                />
            </Show>
        </FilterBar>
        <Load from=requests is_empty=is_empty empty=nothing let:page>
            <Rows page=page everywhere=everywhere caisses=all/>
            <More
                shown=requests.shown()
                total=requests.total()
                more=requests.has_more()
                busy=requests.busy()
                on_more=further
            />
        </Load>
    }
}

/// A state among the filters, where two are called alike elsewhere.
fn queue_state_name(state: State) -> String {
    let words = t().requests;
    match state {
        State::Incomplete => {
            fill(words.state_at, &[("state", state_name(state)), ("stage", words.stage_admissibility)])
        }
        State::Returned => {
            fill(words.state_at, &[("state", state_name(state)), ("stage", words.stage_instruction)])
        }
        _ => state_name(state).to_owned(),
    }
}

/// How many run, by who has them now: each leads to these.
#[component]
fn Counts(held: Bound<String>) -> impl IntoView {
    let counts = Remote::new(move || async move {
        let mut counts = Vec::with_capacity(SIDES.len());
        for (name, side) in SIDES {
            let query = RequestQuery {
                held_by: Some(name.to_owned()),
                open: Some(true),
                limit: Some(1),
                ..RequestQuery::default()
            };
            counts.push((name, side, ask(query).await?.total));
        }
        Ok::<_, Failure>(counts)
    });
    let items = move || {
        counts.value().get().map(|counts| {
            let items = counts.into_iter().filter(|(.., total)| *total > 0).map(|(name, side, total)| {
                let current = move || (held.get() == name).then_some("true");
                view! {
                    <li class="count">
                        <A href=format!("/demandes?{HELD}={name}") attr:aria-current=current>
                            <b>{total}</b>
                            <span>{side_name(side)}</span>
                        </A>
                    </li>
                }
            });
            view! { <ul class="counts" role="list" aria-label=t().requests.counts>{items.collect_view()}</ul> }
        })
    };
    view! { {items} }
}

#[component]
fn Rows(
    page: Signal<Page<RequestRow>>,
    everywhere: Memo<bool>,
    caisses: Remote<Page<CaisseChoice>>,
) -> impl IntoView {
    let words = t().requests;
    let head = [
        Some(words.column_organisation),
        Some(words.column_kind),
        Some(words.column_state),
        Some(words.column_received),
        Some(words.column_age),
        Some(t().organisations.column_agent),
        everywhere.get_untracked().then_some(t().organisations.column_caisse),
    ];
    let head: Vec<String> = head.into_iter().flatten().map(str::to_owned).collect();
    view! {
        <Table caption=words.list_caption caption_unseen=true head=head>
            <For each=move || page.get().items key=|row| (row.id, row.version) let:row>
                <Line row=row everywhere=everywhere caisses=caisses/>
            </For>
        </Table>
    }
}

#[component]
fn Line(row: RequestRow, everywhere: Memo<bool>, caisses: Remote<Page<CaisseChoice>>) -> impl IntoView {
    let words = t().requests;
    let agent = row.assigned_to.as_ref().map_or_else(
        || t().organisations.filter_nobody.to_owned(),
        |one| format!("{} {}", one.first_name, one.last_name),
    );
    let (until, name) = (until(&row), training(&row.dispositif, row.level));
    let code = row.caisse.clone();
    let caisse = everywhere.get_untracked().then(|| {
        let name = move || caisse_name(caisses, code.as_deref(), t().organisations.inrs);
        view! { <Cell label=t().organisations.column_caisse>{name}</Cell> }
    });
    let paused = (row.age.paused_days > 0).then(|| {
        let days = crate::pages::organisations::words::days(i64::from(row.age.paused_days));
        view! { <span class="line small muted">{fill(words.paused, &[("days", &days)])}</span> }
    });
    view! {
        <Row>
            <Cell heading=true label=words.column_organisation>
                <A href=request_path(row.id)>{row.organisation_name.clone()}</A>
                <span class="line small muted">{name}</span>
            </Cell>
            <Cell label=words.column_kind>{kind_name(row.kind)} {until}</Cell>
            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
            <Cell label=words.column_received>
                <span class="number">{row.submitted_on.map(short_day)}</span>
            </Cell>
            <Cell label=words.column_age><span class="nowrap">{age_words(row.age)}</span> {paused}</Cell>
            <Cell label=t().organisations.column_agent>{agent}</Cell>
            {caisse}
        </Row>
    }
}
