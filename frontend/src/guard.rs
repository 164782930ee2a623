//! What stands before every page inside the application: who is signed in, and whether they may see it.

use crate::{
    address, area,
    components::{Button, ButtonLink, Icon, Notice, PageTitle, Tone, outline},
    failure::Failure,
    graph::{effect, memo, task_of_the_application},
    i18n::t,
    installation,
    pages::home::Home,
    session::{self, Known},
    support,
};
use forprev_core::{
    id::PersonId,
    problem::{Decision, Language},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

/// Where the first sign-in is done.
const FIRST_STEPS: &str = "/premiers-pas";
/// Where second factors are set up.
const SECOND_FACTOR: &str = "/mon-compte/double-authentification";

#[derive(Clone, PartialEq, Eq)]
enum Face {
    Waiting,
    Unreachable(Failure),
    SignIn {
        come_back: bool,
    },
    /// The home page of who is not signed in (A1).
    Home,
    /// A second factor comes first (A12).
    SecondFactor,
    /// Of this person: another one who signs in meanwhile, in another tab, gets a page of their own.
    Page(PersonId, Decision),
    /// The first sign-in is not done (U5).
    FirstSteps,
}

/// Shows the page to who may see it; leads others to sign-in, or says why not. At `/` who is not signed in is at home too.
#[component]
pub fn Guard() -> impl IntoView {
    let path = use_location().pathname;
    // Seen as somebody else, nothing is asked of them.
    let asks = || support::id().is_none();
    let face = memo(move || match session::who() {
        Known::NotYet => Face::Waiting,
        Known::Unreachable(failure) => Face::Unreachable(failure),
        // Also on the way from there to a page for everybody, whose path is known before this is gone.
        Known::Nobody if path.with(|path| path == "/" || !area::has(path)) => Face::Home,
        Known::Nobody => Face::SignIn { come_back: true },
        Known::Left => Face::SignIn { come_back: false },
        Known::Someone(me) if me.second_factor_missing && asks() && path.get() != SECOND_FACTOR => {
            Face::SecondFactor
        }
        // Not away from where recovery codes are shown this once.
        Known::Someone(me)
            if !me.onboarded && asks() && ![FIRST_STEPS, SECOND_FACTOR].contains(&path.get().as_str()) =>
        {
            Face::FirstSteps
        }
        Known::Someone(me) => Face::Page(me.id, area::decide(&path.get(), &session::actor())),
    });
    let navigate = use_navigate();
    effect(move || {
        let to = match face.get() {
            Face::SignIn { come_back: true } => address::sign_in_from(&address::here()),
            Face::SignIn { come_back: false } => "/connexion".to_owned(),
            Face::SecondFactor => SECOND_FACTOR.to_owned(),
            Face::FirstSteps => address::leading_back(FIRST_STEPS, &address::here()),
            _ => return,
        };
        navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    move || match face.get() {
        Face::Home => view! { <Home/> }.into_any(),
        Face::Waiting | Face::SignIn { .. } | Face::SecondFactor | Face::FirstSteps => waiting().into_any(),
        // Whoever has no role left, or a suspended one, may not even ask who they are.
        Face::Unreachable(failure) if failure.status() == Some(403) => refused(failure.message()).into_any(),
        Face::Unreachable(failure) => unreachable(&failure).into_any(),
        Face::Page(_, Ok(())) => view! { <Outlet/> }.into_any(),
        Face::Page(_, Err(denied)) => refused(denied.message(Language::French)).into_any(),
    }
}

fn waiting() -> impl IntoView {
    view! {
        <p class="loading" role="status">
            <Icon of=outline::LOADER_CIRCLE spin=true/>
            <span>{t().shell.loading}</span>
        </p>
    }
}

fn unreachable(failure: &Failure) -> impl IntoView + use<> {
    let message = failure.message();
    let retry = Callback::new(|()| task_of_the_application(session::find_out()));
    view! {
        <PageTitle title=installation::name()/>
        <Notice tone=Tone::Bad live=true>
            <p>{message}</p>
            <Button icon=outline::REFRESH_CW on_press=retry>{t().parts.retry}</Button>
        </Notice>
    }
}

fn refused(reason: String) -> impl IntoView {
    view! {
        <PageTitle title=t().shell.not_allowed/>
        <Notice tone=Tone::Warn>
            <p>{t().shell.not_allowed_help}</p>
            <p>{reason}</p>
        </Notice>
        <p><ButtonLink href="/">{t().shell.back_home}</ButtonLink></p>
    }
}
