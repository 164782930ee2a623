//! The list of sessions, with filters that stand in the URL.

use super::{
    page::NEAR,
    path,
    words::{StateBadge, full_name, state_name, training},
};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    form::Bound,
    graph::memo,
    i18n::{short_day, span, t},
    remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::{days_left, parse_day},
    page::Page,
    policy::{self, Action},
    query::SessionQuery,
    session::{SessionRow, State},
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";
const FROM: &str = "du";
const TO: &str = "au";
const DISPOSITIF: &str = "dispositif";
const REFERENCE: &str = "reference";

/// `/sessions`.
#[component]
pub fn SessionList() -> impl IntoView {
    let words = t().sessions;
    let filters = Filters::of_address();
    let query = memo(move || filters.query());
    let sessions = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        sessions.more(|cursor| ask(SessionQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || sessions.value().with(|page| page.as_ref().map(|page| page.total)));
    let may_declare = memo(|| policy::may_ever(&session::actor(), Action::DeclareSession).is_ok());
    let is_empty = |page: Page<SessionRow>| page.items.is_empty();
    let nothing = move || {
        if query.get() == SessionQuery::default() {
            view! {
                <EmptyState title=words.none help=words.none_help>
                    <NewSession when=may_declare/>
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <EmptyState title=words.none_filtered help=words.none_filtered_help/> }.into_any()
        }
    };
    view! {
        <PageTitle title=words.title>
            <NewSession when=may_declare/>
        </PageTitle>
        <Filter filters=filters total=total/>
        <Load from=sessions is_empty=is_empty empty=nothing let:page>
            <Rows page=page/>
            <More
                shown=sessions.shown()
                total=sessions.total()
                more=sessions.has_more()
                busy=sessions.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: SessionQuery) -> Result<Page<SessionRow>, Failure> {
    call(async |client| client.list_sessions(&query).await).await
}

/// The link to the form, for those who may declare.
#[component]
fn NewSession(when: Memo<bool>) -> impl IntoView {
    view! {
        <Show when=move || when.get()>
            <ButtonLink href="/sessions/nouvelle" weight=Weight::Main icon=outline::PLUS>
                {t().sessions.new}
            </ButtonLink>
        </Show>
    }
}

/// The filters, as they stand in the URL.
#[derive(Clone, Copy)]
struct Filters {
    state: Bound<String>,
    from: Bound<String>,
    to: Bound<String>,
    dispositif: Bound<String>,
    reference: Bound<String>,
    organisation: Signal<Option<forprev_core::id::OrganisationId>>,
}

impl Filters {
    fn of_address() -> Self {
        Self {
            state: address::query(STATE),
            from: address::query(FROM),
            to: address::query(TO),
            dispositif: address::query(DISPOSITIF),
            reference: address::query(REFERENCE),
            organisation: session::organisation(),
        }
    }

    /// What the server is asked; what somebody wrote into the URL by hand and means nothing is left out.
    fn query(self) -> SessionQuery {
        let filled =
            |bound: Bound<String>| Some(bound.get().trim().to_owned()).filter(|text| !text.is_empty());
        let day = |bound: Bound<String>| filled(bound).filter(|text| parse_day(text).is_some());
        SessionQuery {
            state: filled(self.state).filter(|state| State::of(state).is_some()),
            end_from: day(self.from),
            end_to: day(self.to),
            dispositif: filled(self.dispositif),
            external_ref: filled(self.reference),
            organisation_id: self.organisation.get().map(|id| id.to_string()),
            ..SessionQuery::default()
        }
    }
}

/// A day that stands in the URL.
fn day(id: &'static str, text: Bound<String>) -> Bound<Option<NaiveDate>> {
    let value = Signal::derive(move || parse_day(&text.get()));
    let change = Callback::new(move |day: Option<NaiveDate>| {
        text.set(day.map(|day| day.to_string()).unwrap_or_default());
    });
    Bound::alone(id, value, change)
}

#[component]
fn Filter(filters: Filters, total: Signal<Option<u64>>) -> impl IntoView {
    let words = t().sessions;
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let dispositifs = Signal::derive(move || {
        catalogue.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(&one.code, &one.label)).collect::<Vec<_>>()
        })
    });
    let states: Vec<Choice> =
        State::ALL.into_iter().map(|state| Choice::new(state.as_str(), state_name(state))).collect();
    view! {
        <FilterBar names=vec![STATE, FROM, TO, DISPOSITIF, REFERENCE] total=total>
            <Select bind=filters.state label=words.filter_state none=words.filter_all choices=states/>
            <DateInput bind=day("filter-from", filters.from) label=words.filter_from bare=true/>
            <DateInput bind=day("filter-to", filters.to) label=words.filter_to bare=true/>
            <Select
                bind=filters.dispositif
                label=words.filter_dispositif
                none=words.filter_all
                choices=dispositifs
            />
            <WordsFilter bind=filters.reference label=words.filter_reference id="filter-reference"/>
        </FilterBar>
    }
}

#[component]
fn Rows(page: Signal<Page<SessionRow>>) -> impl IntoView {
    let words = t().sessions;
    let head = [
        words.column_session,
        words.column_dates,
        words.column_place,
        words.column_lead,
        words.column_trainees,
        words.column_state,
        words.column_due,
    ];
    view! {
        <Table caption=words.caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
            // A row that changed is another row.
            <For each=move || page.get().items key=|row| (row.id, row.version) let:row>
                <Line row=row/>
            </For>
        </Table>
    }
}

#[component]
fn Line(row: SessionRow) -> impl IntoView {
    let words = t().sessions;
    let name = training(&row.dispositif, row.level);
    let (me, today) = untrack(|| (session::me(), session::today()));
    let several = me.is_some_and(|me| session::organisations(&me).len() != 1);
    let organisation =
        several.then(|| view! { <span class="line small muted">{row.organisation_name.clone()}</span> });
    let reference =
        row.external_ref.clone().map(|text| view! { <span class="line small muted">{text}</span> });
    let kind = row.kind.map(super::words::kind_short);
    let dates = row.ends_on.map_or_else(|| words.no_end.to_owned(), |end| span(row.starts_on, end));
    let due = row.due_on.map(|day| {
        // Close to its end a day is counted, far from it it is written.
        let left = days_left(today, day);
        if left > NEAR {
            view! { <span class="number">{short_day(day)}</span> }.into_any()
        } else {
            view! { <Countdown until=day today=today/> }.into_any()
        }
    });
    view! {
        <Row>
            <Cell heading=true label=words.column_session>
                <A href=path(row.id)>{name}</A>
                {kind.map(|kind| view! { <span class="line small muted">{kind}</span> })}
                {organisation}
                {reference}
            </Cell>
            <Cell label=words.column_dates><span class="number">{dates}</span></Cell>
            <Cell label=words.column_place>{row.city.unwrap_or_else(|| words.no_place.to_owned())}</Cell>
            <Cell label=words.column_lead>
                {row.lead.as_ref().map_or_else(|| words.no_lead.to_owned(), full_name)}
            </Cell>
            <Cell label=words.column_trainees><span class="number">{row.trainee_count}</span></Cell>
            <Cell label=words.column_state><StateBadge of=Signal::stored(row.state)/></Cell>
            <Cell label=words.column_due>{due}</Cell>
        </Row>
    }
}
