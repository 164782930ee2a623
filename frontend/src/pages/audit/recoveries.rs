//! `/retablissements`: recoveries of access, which another agent confirms (A15).

use super::when;
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::task_of_the_application,
    i18n::{fill, t},
    pages::second_factor::Confirmed,
    remote::Remote,
};
use forprev_client::{Client, Write};
use forprev_core::{
    page::Page,
    query::PageQuery,
    recovery::{Recovery, RecoveryState},
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Recoveries() -> impl IntoView {
    let words = t().recovery;
    let all = Remote::new(|| ask(PageQuery::default()));
    let further = Callback::new(move |()| {
        all.more(|cursor| ask(PageQuery { cursor: Some(cursor), ..PageQuery::default() }));
    });
    let is_empty = |page: Page<Recovery>| page.items.is_empty();
    let nothing =
        move || view! { <EmptyState title=words.none help=words.none_help icon=outline::USER/> }.into_any();
    let (which, open) = (RwSignal::new(None::<Recovery>), RwSignal::new(false));
    let show = Callback::new(move |one: Recovery| {
        which.set(Some(one));
        open.set(true);
    });
    let head = [
        t().audit.column_person,
        words.column_state,
        words.column_opened,
        words.column_confirmed,
        t().audit.column_actions,
    ];
    let head = StoredValue::new(head.map(str::to_owned).to_vec());
    view! {
        <PageTitle title=words.list/>
        <p>{words.list_help}</p>
        <Load from=all is_empty=is_empty empty=nothing let:page>
            <Table caption=words.list caption_unseen=true head=head.get_value()>
                {move || page.with(|page| page.items.iter().map(|one| row(one, show)).collect_view())}
            </Table>
            <More shown=all.shown() total=all.total() more=all.has_more() busy=all.busy() on_more=further/>
        </Load>
        <Deciding which=which open=open done=Callback::new(move |()| all.reload())/>
    }
}

async fn ask(query: PageQuery) -> Result<Page<Recovery>, Failure> {
    call(async |client| client.list_recoveries(&query).await).await
}

fn name_of(one: &Recovery) -> String {
    format!("{} {}", one.first_name, one.last_name)
}

fn state(one: &Recovery) -> String {
    let words = t().recovery;
    let due = when(one.due_at);
    match one.state {
        RecoveryState::Asked => fill(words.state_asked, &[("day", &due)]),
        RecoveryState::Confirmed => fill(words.state_confirmed, &[("day", &due)]),
        RecoveryState::Done => words.state_done.to_owned(),
        RecoveryState::Refused => words.state_refused.to_owned(),
        RecoveryState::Cancelled => words.state_cancelled.to_owned(),
        RecoveryState::Expired => words.state_expired.to_owned(),
        RecoveryState::Unknown => String::new(),
    }
}

fn row(one: &Recovery, show: Callback<Recovery>) -> AnyView {
    let words = t().recovery;
    let by = |at, name: Option<&String>| {
        fill(words.by, &[("day", &when(at)), ("name", name.map_or("", String::as_str))])
    };
    let name = name_of(one);
    let about = fill(words.about, &[("name", &name)]);
    let opened = by(one.opened_at, one.opened_by.as_ref());
    let confirmed = one.confirmed_at.map(|at| by(at, one.confirmed_by.as_ref()));
    let state = state(one);
    let action = one.state.is_open().then(|| {
        let one = one.clone();
        view! { <Button small=true about=about on_press=move |()| show.run(one.clone())>{words.look}</Button> }
    });
    view! {
        <Row>
            <Cell heading=true label=t().audit.column_person>{name}</Cell>
            <Cell label=words.column_state>{state}</Cell>
            <Cell label=words.column_opened>{opened}</Cell>
            <Cell label=words.column_confirmed>{confirmed}</Cell>
            <Cell label=t().audit.column_actions>{action}</Cell>
        </Row>
    }
    .into_any()
}

/// The dialog in which a recovery is confirmed or cancelled.
#[component]
fn Deciding(which: RwSignal<Option<Recovery>>, open: RwSignal<bool>, done: Callback<()>) -> impl IntoView {
    let words = t().recovery;
    let title = Signal::derive(move || {
        let name = which.with(|one| one.as_ref().map(name_of).unwrap_or_default());
        fill(words.dialog_title, &[("name", &name)])
    });
    let (toasts, busy) = (Toasts::here(), RwSignal::new(false));
    let decide = Callback::new(move |confirms: bool| {
        let Some(one) = which.get_untracked() else { return };
        busy.set(true);
        task_of_the_application(async move {
            let asked = async |client: &Client| match confirms {
                true => client.confirm_recovery(&one.id, Write::default()).await,
                false => client.cancel_recovery(&one.id, Write::default()).await,
            };
            match call(asked).await {
                Ok(_) => toasts.good(if confirms { words.confirmed } else { words.cancelled }),
                Err(failure) => toasts.bad(failure.message()),
            }
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
            done.run(());
        });
    });
    view! {
        <Dialog open=open title=title>
            {move || which.get().map(|one| {
                let confirm = if one.can_confirm {
                    view! {
                        <Confirmed>
                            <div>
                                <Button
                                    weight=Weight::Main
                                    icon=outline::CHECK
                                    busy=busy
                                    on_press=move |()| decide.run(true)
                                >
                                    {words.confirm}
                                </Button>
                            </div>
                        </Confirmed>
                    }.into_any()
                } else if one.state == RecoveryState::Asked {
                    view! { <p>{words.other_agent}</p> }.into_any()
                } else {
                    ().into_any()
                };
                let factors = one.without_second_factors.then(|| view! { <p>{words.without_factors_too}</p> });
                view! {
                    <div class="stack">
                        <p>{state(&one)}</p>
                        <dl class="facts">
                            <div><dt>{words.number}</dt><dd class="number">{one.forprev_number.to_string()}</dd></div>
                            <div><dt>{words.new_email}</dt><dd>{one.email.clone()}</dd></div>
                            <div><dt>{words.why}</dt><dd>{one.reason.clone()}</dd></div>
                        </dl>
                        {factors}
                        {confirm}
                        <div class="row">
                            <Button weight=Weight::Danger busy=busy on_press=move |()| decide.run(false)>
                                {words.cancel}
                            </Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.close}</Button>
                        </div>
                    </div>
                }
            })}
        </Dialog>
    }
}
