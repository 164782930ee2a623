//! Accounts: asked for, opened by a link, begun, kept.

mod address;
mod ask;
mod caisse;
mod data;
mod demandeur;
mod first_steps;
mod leave;
mod link;
mod mine;
mod password;
mod recovery;
mod refusal;
mod roles;
mod sign_ins;

use crate::part;
pub(crate) use ask::AddressHints;
use ask::{AskAccount, AskPassword};
use demandeur::BecomeDemandeur;
use first_steps::FirstSteps;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use link::UseLink;
use mine::MyAccount;
use refusal::Refusal;

part::pages! {
    account {
        ask_account: AskAccount,
        ask_password: AskPassword,
        use_link: UseLink,
        refusal_page: Refusal,
        first_steps: FirstSteps,
        my_account: MyAccount,
        become_demandeur: BecomeDemandeur,
    }
}

/// The pages for who is not signed in.
#[component(transparent)]
pub fn OpenAccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/creer-un-compte") view=ask_account/>
            <Route path=path!("/mot-de-passe-oublie") view=ask_password/>
            <Route path=path!("/lien") view=use_link/>
            <Route path=path!("/refus") view=refusal_page/>
        </ParentRoute>
    }
    .into_inner()
}

/// The pages for who is.
#[component(transparent)]
pub fn OwnAccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/premiers-pas") view=first_steps/>
            <Route path=path!("/mon-compte") view=my_account/>
            <Route path=path!("/devenir-demandeur") view=become_demandeur/>
        </ParentRoute>
    }
    .into_inner()
}
