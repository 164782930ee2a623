//! A user leaves: their open sessions go to somebody else.

use super::{
    list::{at, full_name},
    words::role_name,
};
use crate::{
    api::call,
    components::*,
    form::Form,
    graph::task_of_the_application,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_core::{
    id::OrganisationId,
    page::MAX_LIMIT,
    query::{RemovalQuery, UserQuery},
    user::{User, UserState},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The dialog. It offers those who can act, and the server says who can take these sessions over.
#[component]
pub(super) fn RemoveDialog(of: OrganisationId, user: Signal<User>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().users;
    let title = Signal::derive(move || {
        user.with(|user| {
            if user.me {
                words.leave_title.to_owned()
            } else {
                fill(words.remove_title, &[("name", &full_name(user))])
            }
        })
    });
    view! {
        <Dialog open=open title=title>
            <Removal of=of user=user open=open/>
        </Dialog>
    }
}

#[component]
fn Removal(of: OrganisationId, user: Signal<User>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().users;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let (id, version, me, sessions) =
        user.with_untracked(|user| (user.id, user.version, user.me, i64::from(user.open_sessions)));
    let form = Form::new(RemovalQuery::default(), |_| Vec::new());
    let to = form.bind(
        "/hand_over_to",
        |query| query.hand_over_to.clone().unwrap_or_default(),
        |query, text: String| query.hand_over_to = Some(text).filter(|text| !text.is_empty()),
    );
    let others = Remote::new(move || {
        let query =
            UserQuery { state: Some("active".into()), limit: Some(MAX_LIMIT), ..UserQuery::default() };
        call(async move |client| client.list_users(of, &query).await)
    });
    let choices = Signal::derive(move || {
        others.value().with(|page| {
            let all = page.iter().flat_map(|page| &page.items);
            all.filter(|other| other.id != id && other.state == UserState::Active)
                .map(|other| {
                    Choice::new(
                        other.id.to_string(),
                        format!("{} ({})", full_name(other), role_name(other.role)),
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |query: RemovalQuery| async move {
                call(async move |client| client.remove_user(of, id, version, &query).await).await
            },
            move |()| {
                open.set(false);
                toasts.good(words.removed);
                if me {
                    task_of_the_application(session::find_out());
                    navigate("/", NavigateOptions::default());
                } else {
                    navigate(&at("/utilisateurs", of), NavigateOptions::default());
                }
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <p>{if me { words.leave_help } else { words.remove_help }}</p>
            {(sessions > 0)
                .then(|| {
                    view! {
                        <Select
                            bind=to
                            label=words.hand_over.of(sessions)
                            none=t().parts.choose
                            choices=choices
                        />
                    }
                })}
            <div class="row">
                <Button submit=true weight=Weight::Danger icon=outline::TRASH busy=form.busy()>
                    {if me { words.leave_send } else { words.remove_send }}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
