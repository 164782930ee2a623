//! A user: what they are here, and what can be done.

use super::{
    edit::Edit,
    list::{at, full_name},
    remove::RemoveDialog,
    scope::OfOrganisation,
    words::{RoleRights, StateBadge, day, fact, role_name, training},
};
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{memo, task_in},
    i18n::{plain_day, t},
    pages::not_found::NotFound,
    remote::Remote,
    rights::with_former,
};
use forprev_client::Write;
use forprev_core::{
    calendar::today_in_paris,
    id::{OrganisationId, UserId},
    problem::Decision,
    user::{User, UserState},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// `/utilisateurs/:id`.
#[component]
pub fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<UserId>().ok())));
    move || match id.get() {
        Some(id) => {
            let page = Callback::new(move |of| view! { <OneUser of=of id=id/> }.into_any());
            view! { <OfOrganisation title=t().users.title page=page/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneUser(of: OrganisationId, id: UserId) -> impl IntoView {
    let words = t().users;
    let remote = Remote::new(move || call(async move |client| client.get_user(of, id).await));
    let title = Signal::derive(move || {
        remote.value().with(|user| user.as_ref().map_or_else(|| words.title.to_owned(), full_name))
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Breadcrumb above=vec![(words.title.to_owned(), at("/utilisateurs", of))] here=title/>
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title>
                {move || remote.value().with(|user| user.as_ref().map(|user| user.state)).map(|state| {
                    view! { <StateBadge of=state/> }
                })}
            </PageTitle>
            <Load from=remote let:user>
                {let role = memo(move || user.with(|user| user.role));
                view! { <div class="stack-wide">
                    <Show when=move || user.with(|user| user.state == UserState::Undelivered)>
                        <Notice tone=Tone::Warn><p>{words.undelivered_help}</p></Notice>
                    </Show>
                    <Facts user=user/>
                    {move || editable(&user.get()).then(|| view! {
                        <Edit of=of user=user.get_untracked() remote=remote/>
                    })}
                    <Actions of=of user=user remote=remote/>
                    {move || view! { <RoleRights of=role.get()/> }}
                </div> }}
            </Load>
        </Show>
    }
}

/// Whether something is attached to them that can be changed.
fn editable(user: &User) -> bool {
    user.role.has_habilitations() && !user.state.is_invitation()
}

#[component]
fn Facts(user: Signal<User>) -> impl IntoView {
    let words = t().users;
    move || {
        let user = user.get();
        let invited = user.state.is_invitation();
        let trainings: Vec<_> = user.habilitations.iter().map(training).collect();
        let expires = user.expires_at.map(|at| plain_day(today_in_paris(at))).unwrap_or_default();
        let open = if user.open_sessions > 0 { user.open_sessions.to_string() } else { String::new() };
        let last = day(user.last_sign_in_on);
        view! {
            <dl class="facts card">
                {fact(words.email, user.email.unwrap_or_default())}
                {fact(words.number, user.forprev_number.map(|number| number.to_string()).unwrap_or_default())}
                {fact(words.role, with_former(role_name(user.role), user.role))}
                {fact(if invited { words.invited_on } else { words.since }, plain_day(user.since_on))}
                {fact(words.until_on, day(user.until_on))}
                {fact(words.invitation_expires, expires)}
                {fact(words.habilitations, trainings.join(", "))}
                {fact(words.column_last_sign_in, if last.is_empty() && !invited { words.never.to_owned() } else { last })}
                {fact(words.reviewed_on, day(user.reviewed_on))}
                {fact(words.review_on, day(user.review_due_on))}
                {fact(words.open_sessions, open)}
            </dl>
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Suspend,
    Resume,
    SendAgain,
    Cancel,
}

#[component]
fn Actions(of: OrganisationId, user: Signal<User>, remote: Remote<User>) -> impl IntoView {
    let words = t().users;
    let (busy, removing) = (RwSignal::new(None::<Act>), RwSignal::new(false));
    let (toasts, owner, navigate) = (Toasts::here(), Owner::current(), use_navigate());
    let act = Callback::new(move |act: Act| {
        let (id, version, navigate) =
            (user.with_untracked(|user| user.id), user.with_untracked(|user| user.version), navigate.clone());
        busy.set(Some(act));
        let task = async move {
            let write = Write::on_version(version);
            let answer = call(async |client| match act {
                Act::Suspend => client.suspend_user(of, id, write.clone()).await.map(Some),
                Act::Resume => client.resume_user(of, id, write.clone()).await.map(Some),
                Act::SendAgain => client.send_invitation_again(of, id, Write::default()).await.map(Some),
                Act::Cancel => client.cancel_invitation(of, id).await.map(|()| None),
            })
            .await;
            busy.set(None);
            match answer {
                Ok(after) => {
                    toasts.good(done(act));
                    match after {
                        Some(user) => remote.set(user),
                        None => navigate(&at("/utilisateurs", of), NavigateOptions::default()),
                    }
                }
                Err(failure) => {
                    toasts.bad(failure.message());
                    remote.reload();
                }
            }
        };
        task_in(owner.clone(), task);
    });
    let is_busy = move |act: Act| Signal::derive(move || busy.get() == Some(act));
    let press = move |of: Act| Callback::new(move |()| act.run(of));
    let state = memo(move || user.with(|user| user.state));
    let invited = memo(move || state.get().is_invitation());
    let me = memo(move || user.with(|user| user.me));
    let remove = Signal::derive(move || user.with(|user| Decision::from(&user.actions.remove)));
    let suspend = Signal::derive(move || user.with(|user| Decision::from(&user.actions.suspend)));
    view! {
        <section class="stack" aria-labelledby="user-actions">
            <h2 id="user-actions">{words.actions}</h2>
            <div class="row">
                <Show when=move || invited.get()>
                    <Button icon=outline::SEND busy=is_busy(Act::SendAgain) on_press=press(Act::SendAgain)>
                        {words.send_again}
                    </Button>
                    <Button
                        weight=Weight::Danger
                        icon=outline::TRASH
                        busy=is_busy(Act::Cancel)
                        on_press=press(Act::Cancel)
                    >
                        {words.cancel_invitation}
                    </Button>
                </Show>
                <Show when=move || matches!(state.get(), UserState::Active | UserState::Ended) && !me.get()>
                    <Can
                        decision=suspend
                        icon=outline::LOCK
                        busy=is_busy(Act::Suspend)
                        on_press=press(Act::Suspend)
                    >
                        {words.suspend}
                    </Can>
                </Show>
                <Show when=move || state.get() == UserState::Suspended>
                    <Button icon=outline::UNDO busy=is_busy(Act::Resume) on_press=press(Act::Resume)>
                        {words.resume}
                    </Button>
                </Show>
                <Show when=move || !invited.get()>
                    <Can
                        decision=remove
                        weight=Weight::Danger
                        icon=outline::TRASH
                        on_press=move |()| removing.set(true)
                    >
                        {move || if me.get() { words.leave } else { words.remove }}
                    </Can>
                </Show>
            </div>
        </section>
        <RemoveDialog of=of user=user open=removing/>
    }
}

fn done(act: Act) -> &'static str {
    let words = t().users;
    match act {
        Act::Suspend => words.suspended,
        Act::Resume => words.resumed,
        Act::SendAgain => words.sent_again,
        Act::Cancel => words.cancelled,
    }
}
