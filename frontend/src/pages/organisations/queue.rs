//! `/instruction`: the files of the caisse, the oldest first.

use super::words::{
    StateBadge, caisse_name, caisses, days, desk_choices, file_path, kind_name, named, state_name,
};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    form::Bound,
    graph::memo,
    i18n::{short_day, t},
    remote::Remote,
    session,
};
use forprev_core::{
    calendar::today_in_paris,
    organisation::{
        CaisseChoice,
        file::{FileKind, FileQuery, FileState, OrganisationFileRow},
    },
    page::Page,
    policy::file::scope,
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";
const KIND: &str = "dossier";
const ASSIGNED: &str = "charge";
const CAISSE: &str = "caisse";
const WORDS: &str = "q";
/// All the states; without a word it is what waits for the caisse.
const ALL: &str = "tous";

/// The page.
#[component]
pub(super) fn Queue() -> impl IntoView {
    let words = t().organisations;
    let (state, kind, assigned) = (address::query(STATE), address::query(KIND), address::query(ASSIGNED));
    let (caisse, search) = (address::query(CAISSE), address::query(WORDS));
    let filled = |bound: Bound<String>| Some(bound.get().trim().to_owned()).filter(|text| !text.is_empty());
    let query = memo(move || FileQuery {
        state: match filled(state) {
            None => Some(FileState::Submitted.as_str().to_owned()),
            Some(state) => Some(state).filter(|state| FileState::of(state).is_some()),
        },
        kind: filled(kind).filter(|kind| FileKind::of(kind).is_some()),
        assigned: filled(assigned).filter(|one| matches!(one.as_str(), "me" | "nobody")),
        caisse: filled(caisse),
        q: filled(search),
        ..FileQuery::default()
    });
    let files = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        files.more(|cursor| ask(FileQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || files.value().with(|page| page.as_ref().map(|page| page.total)));
    let all = caisses();
    let everywhere = memo(|| scope(&session::actor()).all);
    let is_empty = |page: Page<OrganisationFileRow>| page.items.is_empty();
    let nothing = move || {
        view! { <EmptyState title=words.desk_none help=words.desk_none_help icon=outline::CIRCLE_CHECK/> }
    };
    let states: Vec<Choice> = [FileState::Returned, FileState::Validated, FileState::Refused]
        .into_iter()
        .map(|state| Choice::new(state.as_str(), state_name(state)))
        .chain([Choice::new(ALL, words.filter_all)])
        .collect();
    let kinds = [FileKind::Opening, FileKind::Change];
    let kinds: Vec<Choice> =
        kinds.into_iter().map(|kind| Choice::new(kind.as_str(), kind_name(kind))).collect();
    let hands = vec![Choice::new("me", words.filter_me), Choice::new("nobody", words.filter_nobody)];
    view! {
        <PageTitle title=words.desk_title/>
        <FilterBar names=vec![STATE, KIND, ASSIGNED, CAISSE, WORDS] total=total>
            <Select bind=state label=words.filter_state none=words.filter_to_do choices=states/>
            <Select bind=kind label=words.filter_kind none=words.filter_all choices=kinds/>
            <Select bind=assigned label=words.filter_assigned none=words.filter_all choices=hands/>
            <Show when=move || everywhere.get()>
                <Select
                    bind=caisse
                    label=words.filter_caisse
                    none=words.filter_all
                    choices=desk_choices(all)
                />
            </Show>
            <WordsFilter bind=search label=words.filter_words/>
        </FilterBar>
        <Load from=files is_empty=is_empty empty=nothing let:page>
            <Rows page=page everywhere=everywhere caisses=all/>
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

#[component]
fn Rows(
    page: Signal<Page<OrganisationFileRow>>,
    everywhere: Memo<bool>,
    caisses: Remote<Page<CaisseChoice>>,
) -> impl IntoView {
    let words = t().organisations;
    let head = [
        Some(words.column_organisation),
        Some(words.column_kind),
        Some(words.column_state),
        Some(words.column_received),
        Some(words.column_age),
        Some(words.column_agent),
        everywhere.get_untracked().then_some(words.column_caisse),
    ];
    let head: Vec<String> = head.into_iter().flatten().map(str::to_owned).collect();
    view! {
        <Table caption=words.desk_caption caption_unseen=true head=head>
            <For each=move || page.get().items key=|row| (row.id, row.updated_at) let:row>
                <Line row=row everywhere=everywhere caisses=caisses/>
            </For>
        </Table>
    }
}

#[component]
fn Line(
    row: OrganisationFileRow,
    everywhere: Memo<bool>,
    caisses: Remote<Page<CaisseChoice>>,
) -> impl IntoView {
    let words = t().organisations;
    let received = row.submitted_at.map(|at| short_day(today_in_paris(at))).unwrap_or_default();
    let city = row.city.map(|city| view! { <span class="line small muted">{city}</span> });
    let agent = row.assigned_to.unwrap_or_else(|| words.filter_nobody.to_owned());
    let code = row.caisse;
    let caisse = everywhere.get_untracked().then(|| {
        let name = move || caisse_name(caisses, code.as_deref(), words.inrs);
        view! { <Cell label=words.column_caisse>{name}</Cell> }
    });
    view! {
        <Row>
            <Cell heading=true label=words.column_organisation>
                <A href=file_path(row.id)>{named(&row.raison_sociale)}</A>
                {city}
            </Cell>
            <Cell label=words.column_kind>{kind_name(row.kind)}</Cell>
            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
            <Cell label=words.column_received><span class="number">{received}</span></Cell>
            <Cell label=words.column_age><span class="number nowrap">{days(row.days_at_caisse)}</span></Cell>
            <Cell label=words.column_agent>{agent}</Cell>
            {caisse}
        </Row>
    }
}
