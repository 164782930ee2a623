//! What became of mails: never what they say.

use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
};
use forprev_core::{
    calendar::french_moment,
    mail::{MailState, MailSummary},
    page::Page,
    query::MailQuery,
};
use leptos::prelude::*;

const STATE: &str = "etat";

/// `/travaux/messages`.
#[component]
pub fn Mails() -> impl IntoView {
    let words = t().operations;
    let state = address::query(STATE);
    let query = memo(move || MailQuery {
        state: Some(state.get()).filter(|state| MailState::of(state).is_some()),
        ..MailQuery::default()
    });
    let mails = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        mails.more(|cursor| ask(MailQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || mails.value().with(|page| page.as_ref().map(|page| page.total)));
    let is_empty = |page: Page<MailSummary>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.mails_none help=words.mails_none_help/> };
    let states: Vec<_> =
        MailState::ALL.into_iter().map(|state| Choice::new(state.as_str(), name(state))).collect();
    let head = [words.what, words.to, words.state, words.written];
    view! {
        <Breadcrumb above=vec![(words.jobs.to_owned(), "/travaux".to_owned())] here=words.mails/>
        <PageTitle title=words.mails/>
        <FilterBar names=vec![STATE] total=total counted=true>
            <Select bind=state label=words.state none=words.all choices=states/>
        </FilterBar>
        <Load from=mails is_empty=is_empty empty=nothing let:page>
            <Table caption=words.mails caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|mail| (mail.id.clone(), mail.attempts) let:mail>
                    <Line mail=mail/>
                </For>
            </Table>
            <More
                shown=mails.shown()
                total=mails.total()
                counted=true
                more=mails.has_more()
                busy=mails.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: MailQuery) -> Result<Page<MailSummary>, Failure> {
    call(async |client| client.list_mails(&query).await).await
}

fn name(state: MailState) -> &'static str {
    let words = t().operations;
    match state {
        MailState::Waiting => words.waiting,
        MailState::Sent => words.sent,
        MailState::Bounced => words.bounced,
        MailState::GivenUp => words.given_up,
        MailState::Unknown => words.other,
    }
}

#[component]
fn Line(mail: MailSummary) -> impl IntoView {
    let words = t().operations;
    let tone = match mail.state {
        MailState::Sent => Tone::Good,
        MailState::Bounced | MailState::GivenUp => Tone::Bad,
        MailState::Waiting | MailState::Unknown => Tone::Plain,
    };
    let next = mail.next_at.map(|at| fill(words.again, &[("moment", &french_moment(at))]));
    let said = mail.last_error.clone();
    view! {
        <Row>
            <Cell heading=true label=words.what>{mail.kind.clone()}</Cell>
            <Cell label=words.to>{mail.to.clone()}</Cell>
            <Cell label=words.state>
                <Badge tone=tone>{name(mail.state)}</Badge>
                {said.map(|said| view! { <span class="line small">{said}</span> })}
                {next.map(|next| view! { <span class="line small muted">{next}</span> })}
            </Cell>
            <Cell label=words.written>{french_moment(mail.created_at)}</Cell>
        </Row>
    }
}
