//! The list of users, with filters that stand in the URL.

use super::{
    scope::OfOrganisation,
    words::{StateBadge, role_filters, role_name, states, training},
};
use crate::{
    address,
    api::call,
    components::*,
    download,
    failure::Failure,
    graph::memo,
    i18n::{fill, plain_day, short_day, t},
    remote::Remote,
};
use forprev_core::{
    calendar::today_in_paris,
    id::OrganisationId,
    page::Page,
    query::UserQuery,
    user::{User, UserRole, UserState},
};
use leptos::prelude::*;
use leptos_router::components::A;

const STATE: &str = "etat";
const ROLE: &str = "role";
const WORDS: &str = "q";

/// `/utilisateurs`.
#[component]
pub fn UserList() -> impl IntoView {
    let page = Callback::new(|id| view! { <Users of=id/> }.into_any());
    view! { <OfOrganisation title=t().users.title page=page/> }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[component]
fn Users(of: OrganisationId) -> impl IntoView {
    let words = t().users;
    let (state, role, search) = (address::query(STATE), address::query(ROLE), address::query(WORDS));
    let query = memo(move || UserQuery {
        state: filled(&state.get()).filter(|state| UserState::of(state).is_some()),
        role: filled(&role.get()).filter(|role| UserRole::of(role).is_some()),
        q: filled(&search.get()),
        ..UserQuery::default()
    });
    let users = Remote::new(move || ask(of, query.get()));
    let due = Remote::new(move || {
        ask(of, UserQuery { review_due: Some(true), limit: Some(1), ..UserQuery::default() })
    });
    let further = Callback::new(move |()| {
        users.more(|cursor| ask(of, UserQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total = Signal::derive(move || users.value().with(|page| page.as_ref().map(|page| page.total)));
    let is_empty = |page: Page<User>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.none help=words.none_help/> };
    view! {
        <PageTitle title=words.title>
            <ButtonLink href=at("/utilisateurs/nouveau", of) weight=Weight::Main icon=outline::PLUS>
                {words.new}
            </ButtonLink>
            <Export of=of query=query/>
        </PageTitle>
        <ReviewNotice of=of due=due/>
        <FilterBar names=vec![STATE, ROLE, WORDS] total=total>
            <Select bind=state label=words.filter_state none=words.filter_all choices=states()/>
            <Select bind=role label=words.filter_role none=words.filter_all choices=role_filters()/>
            <WordsFilter bind=search label=words.filter_words/>
        </FilterBar>
        <Load from=users is_empty=is_empty empty=nothing let:page>
            <Rows of=of page=page/>
            <More
                shown=users.shown()
                total=users.total()
                more=users.has_more()
                busy=users.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(of: OrganisationId, query: UserQuery) -> Result<Page<User>, Failure> {
    call(async |client| client.list_users(of, &query).await).await
}

/// The address of a page of this organisation.
pub(super) fn at(path: &str, of: OrganisationId) -> String {
    format!("{path}?organisation={of}")
}

/// The address of a user's page.
pub(super) fn path(user: &User, of: OrganisationId) -> String {
    at(&format!("/utilisateurs/{}", user.id), of)
}

/// First name and last name.
pub(super) fn full_name(user: &User) -> String {
    format!("{} {}", user.first_name, user.last_name)
}

#[component]
fn ReviewNotice(of: OrganisationId, due: Remote<Page<User>>) -> impl IntoView {
    let words = t().users;
    move || {
        let count = due.value().with(|page| page.as_ref().map_or(0, |page| page.total));
        (count > 0).then(|| {
            view! {
                <Notice tone=Tone::Warn title=words.review_due.of(i64::try_from(count).unwrap_or(i64::MAX))>
                    <p>{words.review_due_help}</p>
                    <ButtonLink href=at("/utilisateurs/acces", of) icon=outline::SHIELD_CHECK>
                        {words.review}
                    </ButtonLink>
                </Notice>
            }
        })
    }
}

#[component]
fn Export(of: OrganisationId, query: Memo<UserQuery>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let press = move |()| {
        let query = query.get_untracked();
        let coming = async move { call(async |client| client.users_csv(of, &query).await).await };
        let then = move |_here: bool, stored: Result<String, Failure>| {
            if let Err(failure) = stored {
                toasts.bad(failure.message());
            }
        };
        download::fetch(Box::pin(coming), t().users.export_file.to_owned(), busy, Box::new(then));
    };
    view! { <Button on_press=press busy=busy icon=outline::DOWNLOAD>{t().users.export}</Button> }
}

#[component]
fn Rows(of: OrganisationId, page: Signal<Page<User>>) -> impl IntoView {
    let words = t().users;
    let head = [
        words.column_name,
        words.column_role,
        words.column_state,
        words.column_habilitations,
        words.column_last_sign_in,
    ];
    view! {
        <Table caption=words.caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
            <For each=move || page.get().items key=|user| (user.id, user.version) let:user>
                <Line of=of user=user/>
            </For>
        </Table>
    }
}

#[component]
fn Line(of: OrganisationId, user: User) -> impl IntoView {
    let words = t().users;
    let me = user.me.then_some(words.me);
    let until = user.until_on.map(|day| fill(words.until, &[("day", &short_day(day))]));
    let expires = user
        .expires_at
        .filter(|_| user.state == UserState::Invited)
        .map(|at| fill(words.expires, &[("day", &plain_day(today_in_paris(at)))]));
    let trainings: Vec<_> = user.habilitations.iter().map(training).collect();
    let last = user.last_sign_in_on.map_or_else(|| words.never.to_owned(), short_day);
    let (page, name, role, state) = (path(&user, of), full_name(&user), user.role, user.state);
    view! {
        <Row>
            <Cell heading=true label=words.column_name>
                <A href=page>{name}</A>
                " "{me}
                {user.email.map(|text| view! { <span class="line small muted">{text}</span> })}
            </Cell>
            <Cell label=words.column_role>
                {role_name(role)}
                {until.map(|text| view! { <span class="line small muted">{text}</span> })}
            </Cell>
            <Cell label=words.column_state>
                <StateBadge of=state/>
                {expires.map(|text| view! { <span class="line small muted">{text}</span> })}
            </Cell>
            <Cell label=words.column_habilitations>{trainings.join(", ")}</Cell>
            <Cell label=words.column_last_sign_in><span class="number">{last}</span></Cell>
        </Row>
    }
}
