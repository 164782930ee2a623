//! `/demandes/:id/:tab`: a request, to all four sides. The frame: title, progress line, tabs.

use super::{
    asked::{Missing, Returned},
    general::General,
    history::History,
    instruction::Instruction,
    pedagogy::Pedagogy,
    submit::Whole,
    technique::Technique,
    words::{StateBadge, Tab, kind_name, stage_names, tab_path, training},
    writing::Writing,
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{effect, memo, when_left},
    i18n::t,
    pages::not_found::NotFound,
    remote::Remote,
};
use forprev_core::{
    catalogue::{Dispositif, Level},
    id::RequestId,
    page::Page,
    request::Request,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

/// The page.
#[component]
pub(super) fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<RequestId>().ok())));
    // Nothing after the number is the first tab; an unknown word is no page.
    let tab = memo(move || {
        params.with(|params| match params.get_str("tab").filter(|name| !name.is_empty()) {
            Some(name) => Tab::of(name),
            None => Some(Tab::General),
        })
    });
    let known = memo(move || id.get().filter(|_| tab.with(Option::is_some)));
    // What is typed outlives a change of tab: only another request begins another page.
    move || match known.get() {
        Some(id) => {
            let tab = Signal::derive(move || tab.get().unwrap_or(Tab::General));
            view! { <OneRequest id=id tab=tab/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneRequest(id: RequestId, tab: Signal<Tab>) -> impl IntoView {
    let words = t().requests;
    let remote = Remote::new(move || call(async move |client| client.get_request(id).await));
    let catalogue = Remote::new(|| call(async |client| client.list_dispositifs(None).await));
    let title = Signal::derive(move || {
        remote.value().with(|request| {
            let title = request.as_ref().map(|one| training(&one.dispositif, one.level));
            title.unwrap_or_else(|| words.list_title.to_owned())
        })
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    let badges = move || {
        remote
            .value()
            .with(|one| one.as_ref().map(|one| (one.kind, one.state)))
            .map(|(kind, state)| view! { <Badge>{kind_name(kind)}</Badge> <StateBadge of=state/> })
    };
    view! {
        <Breadcrumb above=vec![(words.list.to_owned(), "/demandes".to_owned())] here=title/>
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title>{badges}</PageTitle>
            <Load from=catalogue let:catalogue>
                <Load from=remote let:request>
                    <Loaded request=request catalogue=catalogue remote=remote tab=tab/>
                </Load>
            </Load>
        </Show>
    }
}

#[component]
fn Loaded(
    request: Signal<Request>,
    catalogue: Signal<Page<Dispositif>>,
    remote: Remote<Request>,
    tab: Signal<Tab>,
) -> impl IntoView {
    let words = t().requests;
    let first = request.get_untracked();
    let (id, dispositif, number) = (first.id, first.dispositif.clone(), first.level);
    let level = memo(move || {
        catalogue.with(|page| {
            let found = page.items.iter().find(|one| one.code == dispositif);
            found.and_then(|one| one.level(number)).cloned()
        })
    });
    let tabs = tabs(&first, level.get_untracked().as_ref());
    let writing = Writing::new(first, level.into());
    let held = writing.held;
    // What was asked for anew is taken over; what a step told stands above the tabs, too.
    effect(move || {
        let latest = request.get();
        if held.with_untracked(|held| held.version < latest.version) {
            writing.keeper.take(latest);
        }
    });
    effect(move || {
        let latest = held.get();
        if request.with_untracked(|request| *request != latest) {
            remote.set(latest);
        }
    });
    // Of a part that this request has not, the first is shown.
    let shown = tabs.clone();
    let selected = Signal::derive(move || {
        let tab = tab.get();
        shown.iter().find(|one| **one == tab).unwrap_or(&Tab::General).as_str().to_owned()
    });
    let navigate = use_navigate();
    let select = Callback::new(move |name: String| {
        if let Some(tab) = Tab::of(&name) {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&tab_path(id, tab), options);
        }
    });
    lead(writing);
    let changed = Callback::new(move |request| writing.keeper.take(request));
    let reload = Callback::new(move |()| writing.keeper.refresh());
    let choices = tabs.iter().map(|tab| Choice::new(tab.as_str(), tab.label())).collect::<Vec<_>>();
    let technique = tabs.contains(&Tab::Technique).then(|| {
        view! {
            <TabPanel of=Tab::Technique.as_str() selected=selected>
                <Technique writing=writing/>
            </TabPanel>
        }
    });
    // Left, a field is stored.
    let leave = when_left(move || {
        if untrack(|| writing.is_open()) {
            writing.keeper.save();
        }
    });
    view! {
        <div class="stack-wide">
            <Progress request=held.into()/>
            <Returned writing=writing/>
            <Whole writing=writing/>
            <Missing writing=writing/>
            <div class="stack" on:focusout=leave>
                <Tabs label=words.tabs tabs=choices selected=selected on_select=select/>
                <TabPanel of=Tab::General.as_str() selected=selected>
                    <General writing=writing catalogue=catalogue/>
                </TabPanel>
                <TabPanel of=Tab::Pedagogy.as_str() selected=selected>
                    <Pedagogy writing=writing/>
                </TabPanel>
                {technique}
                <TabPanel of=Tab::Instruction.as_str() selected=selected>
                    <Instruction writing=writing changed=changed reload=reload/>
                </TabPanel>
                <TabPanel of=Tab::History.as_str() selected=selected>
                    <History writing=writing/>
                </TabPanel>
            </div>
        </div>
    }
}

/// Led here to one place (`?champ=`): there, with what is wrong with it.
fn lead(writing: Writing) {
    let query = use_query_map();
    effect(move || {
        let Some(place) = query.with(|query| query.get("champ")) else { return };
        writing.lead_to(format!("/{place}"));
    });
}

/// The parts of a request: the technical one only where the level asks for platforms, or some were told already.
fn tabs(request: &Request, level: Option<&Level>) -> Vec<Tab> {
    let technical = level.is_some_and(|level| level.requires_platform) || !request.platforms.is_empty();
    Tab::ALL.into_iter().filter(|tab| *tab != Tab::Technique || technical).collect()
}

/// The progress line; of a request that was given up it stays where it was left.
#[component]
fn Progress(request: Signal<Request>) -> impl IntoView {
    let words = t().requests;
    let current = Signal::derive(move || {
        request.with(|request| match request.state.stage() {
            Some(5) => 6,
            Some(stage) => usize::from(stage),
            None => {
                request.stages.iter().filter(|stage| stage.entered_on.is_some()).count().saturating_sub(1)
            }
        })
    });
    let steps = stage_names().map(str::to_owned).to_vec();
    view! { <Steps label=words.progress steps=steps current=current/> }
}
