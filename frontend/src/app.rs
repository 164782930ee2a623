//! The application: its frame and its routes. At most three levels of nested routes; each area brings its own as
//! one transparent component.

use crate::{
    components::Toasts,
    graph::task_of_the_application,
    guard::Guard,
    pages::{
        account::{OpenAccountRoutes, OwnAccountRoutes},
        audit::AuditRoutes,
        caisse::CaisseRoutes,
        certificates::MyCertificates,
        check::CheckCertificate,
        dashboard::{Dashboard, ToDo},
        decisions::DecisionRoutes,
        messages::{MailboxRoutes, MessageRoutes},
        not_found::NotFound,
        oidc::{IdentitiesPage, ReturnPage},
        operations::OperationRoutes,
        organisations::OrganisationRoutes,
        requests::RequestRoutes,
        second_factor::SecondFactorsPage,
        sessions::SessionRoutes,
        sign_in::SignIn,
        users::{InvitationRoute, UserRoutes},
    },
    part, session,
    shell::Shell,
    support, waiting,
};
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};
use std::time::Duration;

/// The application. Its page comes a turn later than its frame, and the first screen stays until then: between the two
/// the browser may paint and answer, where a slow phone would be deaf for half a second.
#[component]
pub fn App() -> impl IntoView {
    Toasts::provide();
    support::start();
    session::start();
    waiting::start();
    session::watch();
    task_of_the_application(session::find_out());
    let framed = RwSignal::new(false);
    set_timeout(
        move || {
            // It hides what stands after it (`layout.css`).
            if let Some(first) = document().get_element_by_id("first-screen") {
                first.remove();
            }
            framed.set(true);
        },
        Duration::ZERO,
    );
    view! {
        <Router>
            <Shell>
                <Show when=move || framed.get()>
                    <Routes fallback=NotFound>
                        <PublicRoutes/>
                        <SignedInRoutes/>
                    </Routes>
                </Show>
            </Shell>
        </Router>
    }
}

/// Pages for everybody.
#[component(transparent)]
fn PublicRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/connexion") view=SignIn/>
            <Route path=path!("/connexion/retour") view=from_provider/>
            <OpenAccountRoutes/>
            <Route path=path!("/verifier") view=CheckCertificate/>
            <InvitationRoute/>
            <MailboxRoutes/>
            <Route path=path!("/_composants") view=Development/>
        </ParentRoute>
    }
    .into_inner()
}

part::pages! { sessions { my_certificates: MyCertificates } }
part::pages! {
    second_factor { second_factors: SecondFactorsPage, identities: IdentitiesPage, from_provider: ReturnPage }
}
part::pages! { messages { to_do: ToDo } }

/// Pages inside the application, behind the guard. Each has its row in `area::AREAS`.
#[component(transparent)]
fn SignedInRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Guard>
            <Route path=path!("/") view=Dashboard/>
            <Route path=path!("/a-traiter") view=to_do/>
            <OwnAccountRoutes/>
            <SessionRoutes/>
            <MessageRoutes/>
            <OperationRoutes/>
            <UserRoutes/>
            <OrganisationRoutes/>
            <DecisionRoutes/>
            <RequestRoutes/>
            <Route path=path!("/mes-certificats") view=my_certificates/>
            <Route path=path!("/mon-compte/double-authentification") view=second_factors/>
            <Route path=path!("/mon-compte/identites") view=identities/>
            <AuditRoutes/>
            <CaisseRoutes/>
        </ParentRoute>
    }
    .into_inner()
}

/// The gallery of components; in a release, an address like any other that leads nowhere.
#[component]
fn Development() -> impl IntoView {
    #[cfg(debug_assertions)]
    return view! { <crate::pages::gallery::Gallery/> };
    #[cfg(not(debug_assertions))]
    view! { <NotFound/> }
}
