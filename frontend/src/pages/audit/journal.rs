//! The log, with filters that stand in the URL.

use super::when;
use crate::{
    address,
    api::call,
    components::*,
    download,
    failure::Failure,
    form::Bound,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_core::{
    audit::{AuditLine, AuditQuery, acts},
    calendar::parse_day,
    page::Page,
    policy::{Action, may_ever},
};
use leptos::prelude::*;
use leptos_router::components::A;

const FROM: &str = "du";
const TO: &str = "au";
const ACTION: &str = "action";

/// `/journal`.
#[component]
pub fn Journal() -> impl IntoView {
    let words = t().audit;
    let (from, to, action) = (address::query(FROM), address::query(TO), address::query(ACTION));
    let query = memo(move || {
        let day = |bound: Bound<String>| Some(bound.get()).filter(|text| parse_day(text).is_some());
        // A period that somebody wrote the wrong way round has no end.
        let (from, to) = (day(from), day(to));
        let to = to.filter(|to| from.as_ref().is_none_or(|from| from <= to));
        let action = Some(action.get()).filter(|name| acts().iter().any(|(known, _)| known == name));
        AuditQuery { from, to, action, ..AuditQuery::default() }
    });
    let lines = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        lines.more(|cursor| ask(AuditQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || lines.value().with(|page| page.as_ref().map(|page| page.total)));
    let is_empty = |page: Page<AuditLine>| page.items.is_empty();
    let nothing =
        move || view! { <EmptyState title=words.journal_none help=words.journal_none_help/> }.into_any();
    let choices: Vec<Choice> = acts().iter().map(|(name, sentence)| Choice::new(*name, *sentence)).collect();
    view! {
        <PageTitle title=words.journal><Csv query=query.into()/></PageTitle>
        <p>{words.journal_help}</p>
        <FilterBar names=vec![FROM, TO, ACTION] total=total counted=true>
            <DateInput bind=day("filter-from", from) label=words.filter_from bare=true/>
            <DateInput bind=day("filter-to", to) label=words.filter_to bare=true/>
            <Select bind=action label=words.filter_action none=words.filter_all choices=choices/>
        </FilterBar>
        <Load from=lines is_empty=is_empty empty=nothing let:page>
            <Rows page=page/>
            <More
                shown=lines.shown()
                total=lines.total()
                counted=true
                more=lines.has_more()
                busy=lines.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: AuditQuery) -> Result<Page<AuditLine>, Failure> {
    call(async |client| client.list_audit(&query).await).await
}

/// A day that stands in the URL.
fn day(id: &'static str, text: Bound<String>) -> Bound<Option<NaiveDate>> {
    let value = Signal::derive(move || parse_day(&text.get()));
    let change = Callback::new(move |day: Option<NaiveDate>| {
        text.set(day.map(|day| day.to_string()).unwrap_or_default());
    });
    Bound::alone(id, value, change)
}

/// The same lines as a file.
#[component]
fn Csv(query: Signal<AuditQuery>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let fetch = Callback::new(move |()| {
        let query = query.get_untracked();
        let coming = async move { call(async |client| client.list_audit_csv(&query).await).await };
        let then = move |_here: bool, stored: Result<String, Failure>| {
            if let Err(failure) = stored {
                toasts.bad(fill(t().audit.csv_failed, &[("reason", &failure.message())]));
            }
        };
        download::fetch(Box::pin(coming), "journal.csv".to_owned(), busy, Box::new(then));
    });
    view! { <Button icon=outline::DOWNLOAD busy=busy on_press=fetch>{t().audit.csv}</Button> }
}

#[component]
fn Rows(page: Signal<Page<AuditLine>>) -> impl IntoView {
    let words = t().audit;
    let head =
        [words.column_when, words.column_who, words.column_what, words.column_about, words.column_address];
    view! {
        <Table caption=words.journal_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
            <For each=move || page.get().items key=|line| line.id.clone() let:line>
                {row(line)}
            </For>
        </Table>
    }
}

fn row(line: AuditLine) -> AnyView {
    let words = t().audit;
    let kind = match line.resource_kind.as_str() {
        "session" => words.kind_session,
        "certificate" => words.kind_certificate,
        "person" => words.kind_person,
        "organisation" => words.kind_organisation,
        _ => "",
    };
    // INRS reads what was done, not the sessions.
    let may_read = may_ever(&untrack(session::actor), Action::ReadSessions).is_ok();
    let about = match (line.resource_kind.as_str(), line.resource_id) {
        ("session", Some(id)) if may_read => {
            view! { <A href=format!("/sessions/{id}")>{kind}</A> }.into_any()
        }
        ("certificate", Some(number)) => view! { {kind}" "<span class="number">{number}</span> }.into_any(),
        _ => kind.into_any(),
    };
    view! {
        <Row>
            <Cell heading=true label=words.column_when><span class="number">{when(line.at)}</span></Cell>
            <Cell label=words.column_who>{line.who}</Cell>
            <Cell label=words.column_what>{line.sentence}</Cell>
            <Cell label=words.column_about>
                {about}
                {line.organisation_name.map(|name| view! { <span class="line small muted">{name}</span> })}
            </Cell>
            <Cell label=words.column_address><span class="number">{line.address.unwrap_or_default()}</span></Cell>
        </Row>
    }
    .into_any()
}
