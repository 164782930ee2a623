//! The agenda of a sitting: put in order, added to from what waits, or as it was decided.

use super::{
    sitting::refused,
    words::{OutcomeBadge, about},
};
use crate::{
    api::call,
    components::*,
    device,
    failure::Failure,
    form::Bound,
    graph::{memo, task_in},
    i18n::{fill, short_day, t},
    pages::{
        organisations::words::{caisse_name, caisses},
        requests::words::{age_words, kind_name, request_path, training},
    },
    remote::Remote,
};
use forprev_core::{
    id::RequestId,
    organisation::CaisseChoice,
    page::{MAX_LIMIT, Page},
    request::{
        RequestRow, State,
        query::RequestQuery,
        sitting::{Sitting, SittingPatch},
    },
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Another agenda, what to say of it, and what has the focus then: rows that move lose it.
struct Wanted {
    agenda: Vec<RequestId>,
    told: String,
    focus: Option<String>,
}

/// What puts another agenda in the place of the sitting's.
fn keeper(one: Signal<Sitting>, remote: Remote<Sitting>, busy: RwSignal<bool>) -> Callback<Wanted> {
    let (toasts, owner) = (Toasts::here(), Owner::current());
    Callback::new(move |Wanted { agenda, told, focus }: Wanted| {
        if busy.get_untracked() {
            return;
        }
        let (id, version) = one.with_untracked(|one| (one.id, one.version));
        let agenda = agenda.iter().map(ToString::to_string).collect();
        let patch = SittingPatch { agenda: Some(agenda), ..SittingPatch::default() };
        busy.set(true);
        task_in(owner.clone(), async move {
            let answer = call(async |client| client.update_sitting(id, version, &patch).await).await;
            busy.set(false);
            match answer {
                Ok(changed) => {
                    toasts.say(told);
                    remote.set(changed);
                    if let Some(id) = focus {
                        request_animation_frame(move || {
                            device::focus(&id);
                        });
                    }
                }
                Err(failure) => refused(&failure, remote, toasts),
            }
        });
    })
}

fn ids(one: &Sitting) -> Vec<RequestId> {
    one.agenda.iter().map(|row| row.id).collect()
}

/// The agenda of a sitting that was not held.
#[component]
pub(super) fn Agenda(one: Signal<Sitting>, remote: Remote<Sitting>, editable: Memo<bool>) -> impl IntoView {
    let words = t().decisions;
    let busy = RwSignal::new(false);
    let keep = keeper(one, remote, busy);
    let all = caisses();
    let empty = memo(move || one.with(|one| one.agenda.is_empty()));
    let head = [
        Some(words.column_rank),
        Some(words.column_request),
        Some(words.column_training),
        Some(words.column_kind),
        Some(words.column_caisse),
        Some(words.column_age),
        editable.get_untracked().then_some(words.column_order),
    ];
    let head: Vec<String> = head.into_iter().flatten().map(str::to_owned).collect();
    view! {
        <section class="stack" aria-labelledby="agenda" aria-busy=move || busy.get().then_some("true")>
            <h2 id="agenda" tabindex="-1">{words.agenda}</h2>
            <Show when=move || !empty.get() fallback=move || view! { <p class="muted">{words.agenda_none}</p> }>
                <Table caption=words.agenda caption_unseen=true head=head.clone()>
                    <For each=move || one.get().agenda key=|row| row.id let:row>
                        <Line row=row one=one keep=keep editable=editable caisses=all/>
                    </For>
                </Table>
            </Show>
        </section>
    }
}

#[component]
fn Line(
    row: RequestRow,
    one: Signal<Sitting>,
    keep: Callback<Wanted>,
    editable: Memo<bool>,
    caisses: Remote<Page<CaisseChoice>>,
) -> impl IntoView {
    let words = t().decisions;
    let (id, told) = (row.id, about(&row));
    let place = memo(move || one.with(|one| one.agenda.iter().position(|other| other.id == id)).unwrap_or(0));
    let last = memo(move || one.with(|one| one.agenda.len()).saturating_sub(1));
    let rank = move || (place.get() + 1).to_string();
    let name = StoredValue::new(told.clone());
    let move_by = move |to: usize, focus: &str| {
        let mut agenda = one.with_untracked(ids);
        let from = place.get_untracked();
        if from < agenda.len() && to < agenda.len() {
            agenda.swap(from, to);
            let n = (to + 1).to_string();
            let told = name.with_value(|name| fill(words.moved, &[("request", name), ("n", &n)]));
            keep.run(Wanted { agenda, told, focus: Some(format!("{focus}-{id}")) });
        }
    };
    let up = Callback::new(move |()| move_by(place.get_untracked().wrapping_sub(1), "up"));
    let down = Callback::new(move |()| move_by(place.get_untracked() + 1, "down"));
    let remove = Callback::new(move |()| {
        let mut agenda = one.with_untracked(ids);
        agenda.retain(|other| *other != id);
        keep.run(Wanted { agenda, told: words.agenda_saved.to_owned(), focus: Some("agenda".into()) });
    });
    let whose = Signal::stored(told);
    let (first, end) = (memo(move || place.get() == 0), memo(move || place.get() >= last.get()));
    let order = move || {
        editable.get().then(|| view! {
            <Cell label=words.column_order>
                <div class="row">
                    <Shift id=format!("up-{id}") words=words.up about=whose off=first on_press=up/>
                    <Shift id=format!("down-{id}") words=words.down about=whose off=end on_press=down/>
                    <Button small=true weight=Weight::Quiet about=whose on_press=remove>{words.remove}</Button>
                </div>
            </Cell>
        })
    };
    view! {
        <Row>
            <Cell label=words.column_rank><span class="number">{rank}</span></Cell>
            <Request row=row caisses=caisses/>
            {order}
        </Row>
    }
}

/// A button that moves a row. It stays at the ends, where it does nothing, so that the focus does.
#[component]
fn Shift(
    id: String,
    words: &'static str,
    about: Signal<String>,
    off: Memo<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class="button button-small"
            data-kind="quiet"
            aria-disabled=move || off.get().then_some("true")
            on:click=move |_| {
                if !off.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <span>{words}<span class="unseen">" "{about}</span></span>
        </button>
    }
}

/// What a row says of its request.
#[component]
fn Request(row: RequestRow, caisses: Remote<Page<CaisseChoice>>) -> impl IntoView {
    let words = t().decisions;
    let renewed = row.renewed_until.map(|day| {
        let told = fill(words.renewed_until, &[("day", &short_day(day))]);
        view! { <span class="line small muted">{told}</span> }
    });
    view! {
        <Cell heading=true label=words.column_request>
            <A href=request_path(row.id)>{row.organisation_name}</A>
        </Cell>
        <Cell label=words.column_training>{training(&row.dispositif, row.level)}</Cell>
        <Cell label=words.column_kind>{kind_name(row.kind)} {renewed}</Cell>
        <Cell label=words.column_caisse>
            {move || caisse_name(caisses, row.caisse.as_deref(), words.inrs)}
        </Cell>
        <Cell label=words.column_age>
            <span class="number nowrap">{age_words(row.age)}</span>
        </Cell>
    }
}

/// What was decided at a sitting that was held.
#[component]
pub(super) fn Decided(one: Signal<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let rows = one.with_untracked(|one| one.agenda.clone());
    let head = [
        words.column_request,
        words.column_training,
        words.column_kind,
        words.column_caisse,
        words.column_age,
        words.column_decision,
    ];
    let head = head.map(str::to_owned).to_vec();
    let caisses = caisses();
    let line = |row: RequestRow| {
        let state = row.state;
        view! {
            <Row>
                <Request row=row caisses=caisses/>
                <Cell label=words.column_decision><OutcomeBadge of=state/></Cell>
            </Row>
        }
    };
    let content = if rows.is_empty() {
        view! { <p class="muted">{words.held_none}</p> }.into_any()
    } else {
        let lines = rows.into_iter().map(line).collect_view();
        view! { <Table caption=words.agenda_held caption_unseen=true head=head>{lines}</Table> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="agenda">
            <h2 id="agenda">{words.agenda_held}</h2>
            {content}
        </section>
    }
}

/// The requests that wait for a decision and stand on no agenda: what can be added.
#[component]
pub(super) fn Waiting(one: Signal<Sitting>, remote: Remote<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let (busy, chosen) = (RwSignal::new(false), RwSignal::new(Vec::<String>::new()));
    let keep = keeper(one, remote, busy);
    let query = |cursor: Option<String>| RequestQuery {
        state: Some(State::Decision.as_str().to_owned()),
        limit: Some(MAX_LIMIT),
        cursor,
        ..RequestQuery::default()
    };
    let version = memo(move || one.with(|one| one.version));
    // Another agenda leaves others to wait.
    let waiting = Remote::new(move || {
        // Read, not only tracked: a memo that nobody has read yet follows nothing.
        let _ = version.get();
        ask(query(None))
    });
    let further = Callback::new(move |()| waiting.more(|cursor| ask(query(Some(cursor)))));
    let all_caisses = caisses();
    let free = memo(move || {
        waiting.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.filter(|row| row.sitting.is_none()).map(|row| choice(row, all_caisses)).collect::<Vec<_>>()
        })
    });
    let none = memo(move || free.with(Vec::is_empty));
    let all = Callback::new(move |()| {
        chosen.set(free.with_untracked(|free| free.iter().map(|one| one.value.clone()).collect()));
    });
    let add = Callback::new(move |()| {
        let chosen_now = chosen.get_untracked();
        let mut agenda = one.with_untracked(ids);
        // In the order in which they wait, not in that of the ticks.
        let added = free.with_untracked(|free| {
            let ticked = free.iter().filter(|one| chosen_now.contains(&one.value));
            ticked.filter_map(|one| one.value.parse::<RequestId>().ok()).collect::<Vec<_>>()
        });
        if added.is_empty() {
            return;
        }
        agenda.extend(added);
        chosen.set(Vec::new());
        keep.run(Wanted { agenda, told: words.agenda_saved.to_owned(), focus: Some("agenda".into()) });
    });
    let bind = Bound::signal("to-add", chosen);
    view! {
        <section class="card" aria-labelledby="waiting">
            <h2 id="waiting">{words.add}</h2>
            <Load from=waiting let:_page>
                <Show when=move || !none.get() fallback=move || view! { <p class="muted">{words.add_none}</p> }>
                    <CheckGroup bind=bind label=words.add_choose choices=free hint=words.add_help/>
                    <div class="row">
                        <Button icon=outline::PLUS busy=busy on_press=add>{words.add_send}</Button>
                        <Button weight=Weight::Quiet on_press=all>{words.add_all}</Button>
                    </div>
                </Show>
                <Show when=move || waiting.has_more().get()>
                    <More
                        shown=waiting.shown()
                        total=waiting.total()
                        more=waiting.has_more()
                        busy=waiting.busy()
                        on_more=further
                    />
                </Show>
            </Load>
        </section>
    }
}

fn choice(row: &RequestRow, caisses: Remote<Page<CaisseChoice>>) -> Choice {
    let words = t().decisions;
    let values = [
        ("organisation", row.organisation_name.as_str()),
        ("training", &training(&row.dispositif, row.level)),
        ("kind", kind_name(row.kind)),
    ];
    let day = row.submitted_on.map(short_day).unwrap_or_default();
    let caisse = caisse_name(caisses, row.caisse.as_deref(), words.inrs);
    let hint = fill(words.add_hint, &[("day", &day), ("caisse", &caisse)]);
    Choice::new(row.id.to_string(), fill(words.add_line, &values)).with_hint(hint)
}

async fn ask(query: RequestQuery) -> Result<Page<RequestRow>, Failure> {
    call(async |client| client.list_requests(&query).await).await
}
