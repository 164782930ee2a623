//! Agents of the caisses, of INRS and of the CNH.

use super::words::{StateBadge, kinds, post_of, states};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    graph::{effect, memo, task_in},
    i18n::{fill, short_day, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    page::Page,
    policy::{self, Action},
    problem::Decision,
    query::AgentQuery,
    user::{Agent, UserState},
};
use leptos::prelude::*;

const STATE: &str = "etat";
const KIND: &str = "fonction";
const CAISSE: &str = "caisse";

/// `/agents`.
#[component]
pub fn AgentList() -> impl IntoView {
    let words = t().users;
    let (state, kind, caisse) = (address::query(STATE), address::query(KIND), address::query(CAISSE));
    let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let known = |choices: Vec<Choice>, value: &String| choices.iter().any(|one| one.value == *value);
    let query = memo(move || AgentQuery {
        state: filled(state.get()).filter(|value| known(states(), value)),
        kind: filled(kind.get()).filter(|value| known(kinds(), value)),
        caisse: filled(caisse.get()),
        ..AgentQuery::default()
    });
    let agents = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        agents.more(|cursor| ask(AgentQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || agents.value().with(|page| page.as_ref().map(|page| page.total)));
    let caisses = caisses();
    let manages = memo(|| policy::may_ever(&session::actor(), Action::ManageAgents).is_ok());
    let is_empty = |page: Page<Agent>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.none help=words.none_help/> };
    view! {
        <PageTitle title=words.agents>
            <Show when=move || manages.get()>
                <ButtonLink href="/agents/nouveau" weight=Weight::Main icon=outline::PLUS>
                    {words.new_agent}
                </ButtonLink>
            </Show>
        </PageTitle>
        <FilterBar names=vec![STATE, KIND, CAISSE] total=total>
            <Select bind=state label=words.filter_state none=words.filter_all choices=states()/>
            <Select bind=kind label=words.filter_kind none=words.filter_all choices=kinds()/>
            <Select bind=caisse label=words.filter_caisse none=words.filter_all choices=caisses/>
        </FilterBar>
        <Load from=agents is_empty=is_empty empty=nothing let:page>
            <Rows page=page list=agents manages=manages/>
            <More
                shown=agents.shown()
                total=agents.total()
                more=agents.has_more()
                busy=agents.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: AgentQuery) -> Result<Page<Agent>, Failure> {
    call(async |client| client.list_agents(&query).await).await
}

/// The caisses, to choose from.
pub(super) fn caisses() -> Signal<Vec<Choice>> {
    let caisses = Remote::new(|| call(async |client| client.list_caisses().await));
    Signal::derive(move || {
        caisses.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(&one.code, &one.name)).collect()
        })
    })
}

fn full_name(agent: &Agent) -> String {
    format!("{} {}", agent.first_name, agent.last_name)
}

#[component]
fn Rows(page: Signal<Page<Agent>>, list: Remote<Page<Agent>>, manages: Memo<bool>) -> impl IntoView {
    let words = t().users;
    let ending = RwSignal::new(None::<Agent>);
    let mut head = vec![words.column_name, words.column_post, words.column_state, words.column_last_sign_in];
    if manages.get_untracked() {
        head.push(words.column_actions);
    }
    let head: Vec<String> = head.into_iter().map(str::to_owned).collect();
    view! {
        <Table caption=words.agents_caption caption_unseen=true head=head>
            <For each=move || page.get().items key=|agent| (agent.id, agent.version) let:agent>
                <Line agent=agent list=list manages=manages ending=ending/>
            </For>
        </Table>
        <EndDialog ending=ending list=list/>
    }
}

#[component]
fn Line(
    agent: Agent,
    list: Remote<Page<Agent>>,
    manages: Memo<bool>,
    ending: RwSignal<Option<Agent>>,
) -> impl IntoView {
    let words = t().users;
    let me = agent.me.then_some(words.me);
    let last = agent.last_sign_in_on.map_or_else(|| words.never.to_owned(), short_day);
    let shown = agent.clone();
    let (name, post, state) = (full_name(&agent), post_of(&agent), agent.state);
    view! {
        <Row>
            <Cell heading=true label=words.column_name>
                {name} " " {me}
                {agent.email.map(|text| view! { <span class="line small muted">{text}</span> })}
            </Cell>
            <Cell label=words.column_post>{post}</Cell>
            <Cell label=words.column_state><StateBadge of=state/></Cell>
            <Cell label=words.column_last_sign_in><span class="number">{last}</span></Cell>
            {manages
                .get_untracked()
                .then(|| view! { <Cell><Actions agent=shown list=list ending=ending/></Cell> })}
        </Row>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Suspend,
    Resume,
    SendAgain,
}

#[component]
fn Actions(agent: Agent, list: Remote<Page<Agent>>, ending: RwSignal<Option<Agent>>) -> impl IntoView {
    let words = t().users;
    let busy = RwSignal::new(false);
    let (toasts, owner) = (Toasts::here(), Owner::current());
    let (id, version, state) = (agent.id, agent.version, agent.state);
    let about = fill(words.about_agent, &[("name", &full_name(&agent))]);
    let act = Callback::new(move |act: Act| {
        busy.set(true);
        let task = async move {
            let write = Write::on_version(version);
            let answer = call(async |client| match act {
                Act::Suspend => client.suspend_agent(id, write.clone()).await,
                Act::Resume => client.resume_agent(id, write.clone()).await,
                Act::SendAgain => client.send_agent_invitation_again(id, Write::default()).await,
            })
            .await;
            busy.set(false);
            match answer {
                Ok(_) => toasts.good(match act {
                    Act::Suspend => words.suspended,
                    Act::Resume => words.resumed,
                    Act::SendAgain => words.sent_again,
                }),
                Err(failure) => toasts.bad(failure.message()),
            }
            list.reload();
        };
        task_in(owner.clone(), task);
    });
    let step = match state {
        state if state.is_invitation() => Some((Act::SendAgain, words.send_again, outline::SEND)),
        UserState::Suspended => Some((Act::Resume, words.resume, outline::UNDO)),
        UserState::Active if agent.actions.suspend.allowed => {
            Some((Act::Suspend, words.suspend, outline::LOCK))
        }
        _ => None,
    };
    let may_end = Decision::from(&agent.actions.remove).is_ok();
    let end_words = if state.is_invitation() { words.cancel_invitation } else { words.end_agent };
    let ended = StoredValue::new(agent);
    view! {
        <div class="row">
            {step
                .map(|(one, label, icon)| {
                    view! {
                        <Button
                            small=true
                            icon=icon
                            busy=busy
                            about=about.clone()
                            on_press=move |()| act.run(one)
                        >
                            {label}
                        </Button>
                    }
                })}
            {may_end
                .then(|| {
                    view! {
                        <Button
                            small=true
                            weight=Weight::Danger
                            icon=outline::TRASH
                            about=about.clone()
                            on_press=move |()| ending.set(Some(ended.get_value()))
                        >
                            {end_words}
                        </Button>
                    }
                })}
        </div>
    }
}

#[component]
fn EndDialog(ending: RwSignal<Option<Agent>>, list: Remote<Page<Agent>>) -> impl IntoView {
    let words = t().users;
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let (toasts, owner) = (Toasts::here(), Owner::current());
    // Each sets the other only where they differ: set to what it is, a signal would tell all the same.
    effect(move || {
        if ending.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() && ending.with_untracked(Option::is_some) {
            ending.set(None);
        }
    });
    let title = Signal::derive(move || {
        ending.with(|agent| {
            let name = agent.as_ref().map(full_name).unwrap_or_default();
            fill(words.end_agent_title, &[("name", &name)])
        })
    });
    let end = Callback::new(move |()| {
        let Some(agent) = ending.get_untracked() else { return };
        busy.set(true);
        let task = async move {
            let answer = call(async |client| client.remove_agent(agent.id, agent.version).await).await;
            busy.set(false);
            open.set(false);
            match answer {
                Ok(()) if agent.state.is_invitation() => toasts.good(words.cancelled),
                Ok(()) => toasts.good(words.agent_ended),
                Err(failure) => toasts.bad(failure.message()),
            }
            list.reload();
        };
        task_in(owner.clone(), task);
    });
    view! {
        <Dialog open=open title=title>
            <p>{words.end_agent_help}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=end>{words.end_agent}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}
