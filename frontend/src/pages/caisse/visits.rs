//! `/audits`: the audits and visits that one sees, the latest day first.

use super::visit_words::{StateBadge, kind_name, path, state_name};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    graph::memo,
    i18n::{fill, short_day, t},
    remote::Remote,
};
use forprev_core::{
    page::Page,
    visit::{VisitQuery, VisitRow, VisitState},
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";

/// The page.
#[component]
pub(super) fn Visits() -> impl IntoView {
    let words = t().visits;
    let state = address::query(STATE);
    let query = memo(move || VisitQuery {
        state: Some(state.get()).filter(|state| VisitState::of(state).is_some()),
        ..VisitQuery::default()
    });
    let list = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        list.more(|cursor| ask(VisitQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || list.value().with(|page| page.as_ref().map(|page| page.total)));
    let states: Vec<_> =
        VisitState::ALL.into_iter().map(|state| Choice::new(state.as_str(), state_name(state))).collect();
    let is_empty = |page: Page<VisitRow>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.none help=words.none_help/> };
    let head = [
        words.column_what,
        words.column_organisation,
        words.column_day,
        words.column_state,
        words.column_open,
        words.column_agent,
    ];
    view! {
        <PageTitle title=words.list/>
        <FilterBar names=vec![STATE] total=total>
            <Select bind=state label=words.column_state none=words.all choices=states/>
        </FilterBar>
        <Load from=list is_empty=is_empty empty=nothing let:page>
            <Table caption=words.list caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|row| (row.id, row.updated_at) let:row>
                    <Line row=row/>
                </For>
            </Table>
            <More
                shown=list.shown()
                total=list.total()
                more=list.has_more()
                busy=list.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: VisitQuery) -> Result<Page<VisitRow>, Failure> {
    call(async |client| client.list_visits(&query).await).await
}

#[component]
fn Line(row: VisitRow) -> impl IntoView {
    let words = t().visits;
    let due = row.next_due_on.map(|day| fill(words.due, &[("day", &short_day(day))]));
    let open = (row.actions_open > 0).then(|| row.actions_open.to_string());
    view! {
        <Row>
            <Cell heading=true label=words.column_what>
                <A href=path(row.id)>{kind_name(row.kind)}</A>
                <span class="line small muted">{row.subject}</span>
            </Cell>
            <Cell label=words.column_organisation>{row.organisation}</Cell>
            <Cell label=words.column_day><span class="number">{short_day(row.held_on)}</span></Cell>
            <Cell label=words.column_state><StateBadge of=row.state/></Cell>
            <Cell label=words.column_open>{open}" "<span class="small muted">{due}</span></Cell>
            <Cell label=words.column_agent>{row.agent}</Cell>
        </Row>
    }
}
