//! The page of a mailed invitation. Its token stands in the address's fragment, which reaches no server, and does not stay
//! in the address bar nor in the history: the tab keeps it until it has served, so that one comes back to it from sign-in.

use crate::{
    address::{self, sign_in_from},
    api::call_signed_out,
    components::*,
    device::{self, INVITATION},
    failure::Failure,
    form::Form,
    graph::{effect, memo, task_in},
    i18n::{fill, plain_day, t},
    remote::Remote,
    session::{self, Known},
};
use forprev_core::{
    calendar::today_in_paris,
    user::{AcceptInvitation, Accepted, InvitationToken, OpenedInvitation, in_words},
};
use leptos::prelude::*;

/// `/invitation`.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let words = t().users;
    let token = StoredValue::new(taken());
    // Whoever is signed in is known before the server is asked: it tells whether the invitation is for them.
    let known = memo(|| !matches!(session::who(), Known::NotYet));
    view! {
        <Show
            when=move || token.with_value(Option::is_some)
            fallback=move || {
                view! {
                    <PageTitle title=words.invitation/>
                    <Notice tone=Tone::Warn><p>{words.invitation_missing}</p></Notice>
                }
            }
        >
            <Show when=move || known.get()>
                <Opened token=token.get_value().unwrap_or_default()/>
            </Show>
        </Show>
    }
}

/// Where one signs in to come back here.
fn sign_in() -> String {
    sign_in_from("/invitation")
}

/// The token that the page was opened with, taken out of the address; without one, that which this tab keeps.
fn taken() -> Option<String> {
    let Some(token) = address::fragment() else { return device::read_for_tab(INVITATION) };
    device::keep_for_tab(INVITATION, &token);
    address::bare(false);
    Some(token)
}

#[component]
fn Opened(token: String) -> impl IntoView {
    let words = t().users;
    let token = StoredValue::new(token);
    let opened = Remote::new(move || {
        let token = InvitationToken { token: token.get_value() };
        async move { call_signed_out(async |client| client.open_invitation(&token).await).await }
    });
    let accepted = RwSignal::new(None::<Accepted>);
    let why = move || opened.failure().with(|failure| failure.as_ref().map(Failure::message));
    let refused = memo(move || {
        opened
            .failure()
            .with(|failure| matches!(failure.as_ref().and_then(Failure::status), Some(404 | 410 | 422)))
    });
    effect(move || {
        if accepted.with(Option::is_some) || refused.get() {
            device::erase_for_tab(INVITATION);
        }
    });
    view! {
        {move || match accepted.get() {
            Some(accepted) => view! { <Done accepted=accepted/> }.into_any(),
            None if refused.get() => {
                view! {
                    <PageTitle title=words.invitation/>
                    <Notice tone=Tone::Warn><p>{why}</p></Notice>
                    <p><ButtonLink href="/connexion" icon=outline::LOG_IN>{words.sign_in}</ButtonLink></p>
                }
                .into_any()
            }
            None => {
                view! {
                    <PageTitle title=words.invitation/>
                    <Load from=opened let:invitation>
                        <Invitation invitation=invitation token=token accepted=accepted/>
                    </Load>
                }
                .into_any()
            }
        }}
    }
}

#[component]
fn Invitation(
    invitation: Signal<OpenedInvitation>,
    token: StoredValue<String>,
    accepted: RwSignal<Option<Accepted>>,
) -> impl IntoView {
    let words = t().users;
    let one = invitation.get_untracked();
    let role = in_words(one.kind, one.rank, one.caisse_name.as_deref());
    let whose = one.organisation_name.as_ref().map(|name| fill(words.of_organisation, &[("name", name)]));
    let name = format!("{} {}", one.first_name, one.last_name);
    let to = fill(words.invitation_for, &[("name", &name), ("email", &one.email)]);
    let until = plain_day(today_in_paris(one.expires_at));
    let face = match one.for_caller {
        Some(true) => view! { <Join token=token accepted=accepted/> }.into_any(),
        Some(false) => view! { <Notice tone=Tone::Warn><p>{words.accept_other}</p></Notice> }.into_any(),
        None if one.account => view! {
            <Notice tone=Tone::Note><p>{words.has_account}</p></Notice>
            <div>
                <ButtonLink href=sign_in() weight=Weight::Main icon=outline::LOG_IN>{words.sign_in}</ButtonLink>
            </div>
        }
        .into_any(),
        None => view! { <Create token=token accepted=accepted/> }.into_any(),
    };
    view! {
        <div class="narrow stack">
            <div class="card">
                <h2>{fill(words.invitation_to, &[("role", &role)])} " " {whose}</h2>
                <p>{to}</p>
                <p>{fill(words.invitation_until, &[("day", &until)])}</p>
            </div>
            {face}
        </div>
    }
}

/// Whoever is signed in accepts with their account.
#[component]
fn Join(token: StoredValue<String>, accepted: RwSignal<Option<Accepted>>) -> impl IntoView {
    let words = t().users;
    let busy = RwSignal::new(false);
    let (toasts, owner) = (Toasts::here(), Owner::current());
    let accept = Callback::new(move |()| {
        busy.set(true);
        let task = async move {
            let asked = AcceptInvitation { token: token.get_value(), password: None };
            let answer = call_signed_out(async |client| client.accept_invitation(&asked).await).await;
            busy.set(false);
            match answer {
                Ok(done) => {
                    // What they may do has changed.
                    session::find_out().await;
                    accepted.set(Some(done));
                }
                Err(failure) => toasts.bad(failure.message()),
            }
        };
        task_in(owner.clone(), task);
    });
    view! {
        <p>{fill(words.accept_with, &[("number", &session::number())])}</p>
        <div>
            <Button weight=Weight::Main icon=outline::CHECK busy=busy on_press=accept>{words.accept}</Button>
        </div>
    }
}

/// Who has no account gets one.
#[component]
fn Create(token: StoredValue<String>, accepted: RwSignal<Option<Accepted>>) -> impl IntoView {
    let words = t().users;
    let beginning = AcceptInvitation { token: token.get_value(), password: Some(String::new()) };
    let form = Form::new(beginning, AcceptInvitation::check);
    let password = form.bind(
        "/password",
        |asked| asked.password.clone().unwrap_or_default(),
        |asked, text| asked.password = Some(text),
    );
    let send = move |event| {
        form.submit(
            event,
            |asked: AcceptInvitation| async move {
                call_signed_out(async |client| client.accept_invitation(&asked).await).await
            },
            move |done| accepted.set(Some(done)),
        );
    };
    view! {
        <form class="card" novalidate on:submit=send>
            <h2>{words.create}</h2>
            <ErrorSummary of=form.state()/>
            <PasswordInput bind=password label=words.password hint=words.password_hint autocomplete="new-password"/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>{words.accept}</Button>
            </div>
        </form>
        <Notice tone=Tone::Note>
            <p>{words.may_have_account}</p>
            <ButtonLink href=sign_in() icon=outline::LOG_IN>{words.sign_in}</ButtonLink>
        </Notice>
    }
}

#[component]
fn Done(accepted: Accepted) -> impl IntoView {
    let words = t().users;
    let number = accepted.forprev_number.to_string();
    let (to, label) = if accepted.new_account { ("/connexion", words.sign_in) } else { ("/", words.go_on) };
    view! {
        <PageTitle title=words.accepted/>
        <Notice tone=Tone::Good live=true>
            <p>{fill(words.accepted_number, &[("number", &number)])}</p>
        </Notice>
        <p><ButtonLink href=to weight=Weight::Main>{label}</ButtonLink></p>
    }
}
