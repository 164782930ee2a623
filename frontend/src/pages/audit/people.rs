//! People, found to be helped.

use super::{
    merge::{MergeDialog, UndoDialog},
    view::ViewDialog,
};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    form::Bound,
    graph::{effect, memo},
    i18n::{fill, t},
    remote::Remote,
    session,
    shell::profile_name,
};
use forprev_core::{
    audit::PeopleQuery,
    page::Page,
    policy::{Action, may_ever},
    support::PersonFound,
};
use leptos::prelude::*;

const Q: &str = "q";

/// What is about to be done with somebody.
#[derive(Clone, Copy)]
struct Acts {
    who: RwSignal<Option<PersonFound>>,
    view: RwSignal<bool>,
    merge: RwSignal<bool>,
    undo: RwSignal<bool>,
}

/// `/personnes`.
#[component]
pub fn People() -> impl IntoView {
    let words = t().audit;
    let asked = address::query(Q);
    let typed = RwSignal::new(asked.value().get_untracked());
    effect(move || typed.set(asked.get()));
    let query = memo(move || asked.get().trim().to_owned());
    let found = Remote::new(move || ask(query.get(), None));
    let further = Callback::new(move |()| {
        found.more(|cursor| ask(query.get_untracked(), Some(cursor)));
    });
    let acts = Acts {
        who: RwSignal::new(None),
        view: RwSignal::new(false),
        merge: RwSignal::new(false),
        undo: RwSignal::new(false),
    };
    let again = Callback::new(move |()| found.reload());
    let is_empty = |page: Page<PersonFound>| page.items.is_empty();
    let nothing = move || {
        if query.get().is_empty() {
            ().into_any()
        } else {
            view! { <EmptyState title=words.people_none help=words.people_none_help icon=outline::SEARCH/> }
                .into_any()
        }
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set(typed.get_untracked());
    };
    view! {
        <PageTitle title=words.people/>
        <p>{words.people_help}</p>
        <form class="narrow stack-tight" role="search" on:submit=send>
            <TextInput
                bind=Bound::signal("people-q", typed)
                label=words.people_search
                hint=words.people_search_hint
                kind="search"
            />
            <div>
                <Button submit=true weight=Weight::Main icon=outline::SEARCH busy=found.busy()>
                    {words.people_go}
                </Button>
            </div>
        </form>
        <Load from=found is_empty=is_empty empty=nothing let:page>
            <Rows page=page acts=acts/>
            <More
                shown=found.shown()
                total=found.total()
                more=found.has_more()
                busy=found.busy()
                on_more=further
            />
        </Load>
        <ViewDialog who=acts.who open=acts.view/>
        <MergeDialog who=acts.who open=acts.merge done=again/>
        <UndoDialog who=acts.who open=acts.undo done=again/>
    }
}

async fn ask(q: String, cursor: Option<String>) -> Result<Page<PersonFound>, Failure> {
    if q.is_empty() {
        return Ok(Page::whole(Vec::new()));
    }
    let query = PeopleQuery { q, cursor, limit: None };
    call(async |client| client.list_people(&query).await).await
}

#[component]
fn Rows(page: Signal<Page<PersonFound>>, acts: Acts) -> impl IntoView {
    let words = t().audit;
    let head = [
        words.column_person,
        words.column_number,
        words.column_email,
        words.column_profiles,
        words.column_actions,
    ];
    view! {
        <Table caption=words.people_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
            <For each=move || page.get().items key=|one| (one.id, one.merged_into) let:person>
                {row(person, acts)}
            </For>
        </Table>
    }
}

fn row(person: PersonFound, acts: Acts) -> AnyView {
    let words = t().audit;
    let name = format!("{} {}", person.first_name, person.last_name);
    let about = fill(words.view_about, &[("name", &name)]);
    let profiles =
        person.profiles.iter().map(|profile| view! { <li>{profile_name(profile)}</li> }).collect_view();
    let actor = untrack(session::actor);
    let (may_view, may_merge) =
        (may_ever(&actor, Action::ViewAsPerson).is_ok(), may_ever(&actor, Action::MergePeople).is_ok());
    let merged = person.merged_into.is_some();
    let open = {
        let person = person.clone();
        move |which: RwSignal<bool>| {
            let person = person.clone();
            Callback::new(move |()| {
                acts.who.set(Some(person.clone()));
                which.set(true);
            })
        }
    };
    let button = move |which, label: &'static str| {
        let press = open(which);
        let about = about.clone();
        view! { <Button small=true on_press=press about=Signal::stored(about)>{label}</Button> }
    };
    let may_help = !merged && may_ever(&actor, Action::HelpPeople).is_ok();
    let id = person.id;
    let whom = format!(" {name}");
    let help = may_help.then(|| {
        view! {
            <ButtonLink small=true href=format!("/personnes/{id}")>
                {t().recovery.help}<span class="unseen">{whom}</span>
            </ButtonLink>
        }
    });
    let actions = view! {
        <div class="row">
            {help}
            {(!merged && may_view).then(|| button(acts.view, words.view))}
            {(!merged && may_merge).then(|| button(acts.merge, words.merge))}
            {(merged && may_merge).then(|| button(acts.undo, words.undo))}
        </div>
    };
    view! {
        <Row>
            <Cell heading=true label=words.column_person>
                {name}
                {merged.then(|| view! { " "<Badge tone=Tone::Warn>{words.merged}</Badge> })}
            </Cell>
            <Cell label=words.column_number><span class="number">{person.forprev_number.to_string()}</span></Cell>
            <Cell label=words.column_email>{person.email.unwrap_or_else(|| words.no_email.to_owned())}</Cell>
            <Cell label=words.column_profiles><ul role="list" class="small">{profiles}</ul></Cell>
            <Cell label=words.column_actions>{actions}</Cell>
        </Row>
    }
    .into_any()
}
