//! `/connexion/retour`: where the provider leads back to, with what it tells in the address. It does not stay there, nor in
//! the history.

use crate::{
    address,
    api::{call, call_signed_out},
    components::*,
    graph::{effect, task},
    i18n::t,
    oidc::{self, Waiting},
    pages::second_factor::{Begun, SecondStepCard},
    session::{self, Known},
};
use forprev_core::{oidc::OidcAnswer, second_factor::Login};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Where one's own identities are.
const IDENTITIES: &str = "/mon-compte/identites";

/// What the provider told.
enum Told {
    Code {
        code: String,
        state: String,
    },
    /// Whoever was there did not want to.
    GivenUp,
    Nothing,
}

fn told() -> Told {
    let query = use_query_map().get_untracked();
    let (code, state, error) = (query.get("code"), query.get("state"), query.get("error"));
    address::bare(false);
    match (code, state, error) {
        (_, _, Some(error)) if error == "access_denied" => Told::GivenUp,
        (Some(code), Some(state), None) => Told::Code { code, state },
        _ => Told::Nothing,
    }
}

/// The page.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let words = t().oidc;
    let failed = RwSignal::new(None::<String>);
    let (token, ways) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
    let navigate = use_navigate();
    let go = Callback::new(move |to: String| {
        navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    provide_context(Begun { token, ways, back: Callback::new(move |()| go.run("/connexion".to_owned())) });
    let waiting = oidc::take();
    let link = waiting.as_ref().is_some_and(|waiting| waiting.link);
    let to = address::safe_return(waiting.as_ref().map(|waiting| waiting.to.clone()));
    let second = move || !ways.with(Vec::is_empty);
    let then = to.clone();
    effect(move || {
        if second() && matches!(session::who(), Known::Someone(_)) {
            go.run(then.clone());
        }
    });
    let toasts = Toasts::here();
    match (told(), waiting) {
        (Told::GivenUp, _) => failed.set(Some(words.given_up.to_owned())),
        (Told::Code { code, state }, Some(Waiting { token: begun, link: true, .. })) => {
            let body = OidcAnswer { token: begun, code, state };
            task(async move {
                match call(async |client| client.finish_oidc_link(&body).await).await {
                    Ok(_) => {
                        toasts.good(words.linked);
                        go.run(IDENTITIES.to_owned());
                    }
                    Err(failure) => failed.set(Some(failure.message())),
                }
            });
        }
        (Told::Code { code, state }, Some(Waiting { token: begun, .. })) => {
            let body = OidcAnswer { token: begun, code, state };
            task(async move {
                match call_signed_out(async |client| client.finish_oidc_login(&body).await).await {
                    Ok(Login::Done(me)) => {
                        session::is(*me);
                        go.run(to);
                    }
                    Ok(Login::Pending(pending)) => {
                        token.set(pending.second_factor.token);
                        ways.set(pending.second_factor.methods);
                    }
                    Err(failure) => failed.set(Some(failure.message())),
                }
            });
        }
        _ => failed.set(Some(words.nothing_begun.to_owned())),
    }
    let content = move || match failed.get() {
        Some(message) => {
            let (way, label) =
                if link { (IDENTITIES, words.back_mine) } else { ("/connexion", words.back_sign_in) };
            view! {
                <Notice tone=Tone::Bad live=true><p>{message}</p></Notice>
                <p><ButtonLink href=way icon=outline::CHEVRON_LEFT>{label}</ButtonLink></p>
            }
            .into_any()
        }
        None if second() => view! { <SecondStepCard/> }.into_any(),
        None => view! {
            <p class="loading" role="status">
                <Icon of=outline::LOADER_CIRCLE spin=true/>
                <span>{words.finishing}</span>
            </p>
        }
        .into_any(),
    };
    view! {
        <PageTitle title=words.return_title/>
        {content}
    }
}
