//! `/seances`: the sittings of the CNH, the first to be held first; and a new one.

use super::{
    plan::PlanDialog,
    words::{SittingBadge, sitting_path, sitting_state},
};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    graph::memo,
    i18n::{long_day, t},
    remote::Remote,
    session,
};
use forprev_core::{
    page::Page,
    policy::{Action, may_ever},
    request::{
        query::SittingQuery,
        sitting::{Sitting, SittingState},
    },
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";
/// All the states; without a word it is those to come.
const ALL: &str = "toutes";

/// The page.
#[component]
pub(super) fn Sittings() -> impl IntoView {
    let words = t().decisions;
    let state = address::query(STATE);
    let query = memo(move || {
        let state = state.get();
        let asked = if state.is_empty() { SittingState::Planned.as_str() } else { state.as_str() };
        SittingQuery {
            state: SittingState::of(asked).map(|state| state.as_str().to_owned()),
            ..SittingQuery::default()
        }
    });
    let sittings = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        sittings.more(|cursor| ask(SittingQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || sittings.value().with(|page| page.as_ref().map(|page| page.total)));
    let plans = memo(|| may_ever(&session::actor(), Action::ManageSittings).is_ok());
    let planning = RwSignal::new(false);
    let is_empty = |page: Page<Sitting>| page.items.is_empty();
    let nothing = move || {
        view! { <EmptyState title=words.sittings_none help=words.sittings_none_help icon=outline::CALENDAR/> }
    };
    let states: Vec<Choice> = [SittingState::Held, SittingState::Cancelled]
        .into_iter()
        .map(|state| Choice::new(state.as_str(), sitting_state(state)))
        .chain([Choice::new(ALL, words.filter_all)])
        .collect();
    let head = [words.column_day, words.column_place, words.column_state, words.column_count];
    view! {
        <PageTitle title=words.sittings>
            <Show when=move || plans.get()>
                <Button weight=Weight::Main icon=outline::PLUS on_press=move |()| planning.set(true)>
                    {words.plan}
                </Button>
            </Show>
        </PageTitle>
        <FilterBar names=vec![STATE] total=total>
            <Select bind=state label=words.filter_state none=words.filter_planned choices=states/>
        </FilterBar>
        <Load from=sittings is_empty=is_empty empty=nothing let:page>
            <Table caption=words.sittings_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|one| (one.id, one.version) let:one>
                    <Line one=one/>
                </For>
            </Table>
            <More
                shown=sittings.shown()
                total=sittings.total()
                more=sittings.has_more()
                busy=sittings.busy()
                on_more=further
            />
        </Load>
        <PlanDialog open=planning/>
    }
}

async fn ask(query: SittingQuery) -> Result<Page<Sitting>, Failure> {
    call(async |client| client.list_sittings(&query).await).await
}

#[component]
fn Line(one: Sitting) -> impl IntoView {
    let words = t().decisions;
    let place = one.place.unwrap_or_else(|| words.place_none.to_owned());
    view! {
        <Row>
            <Cell heading=true label=words.column_day>
                <A href=sitting_path(one.id)>{long_day(one.held_on)}</A>
            </Cell>
            <Cell label=words.column_place>{place}</Cell>
            <Cell label=words.column_state><SittingBadge of=one.state/></Cell>
            <Cell label=words.column_count><span class="number">{one.count.to_string()}</span></Cell>
        </Row>
    }
}
