//! What a caisse keeps of its territory: its contacts, audits and visits of organisations.

mod contact_form;
mod contacts;
mod visit;
mod visit_action;
mod visit_plan;
mod visit_report;
mod visit_words;
mod visits;

use crate::part;
use contacts::Contacts;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use visit::VisitPage;
use visit_plan::{EditVisit, PlanVisit};
use visit_report::ReportVisit;
use visits::Visits;

part::pages! {
    caisse {
        contacts: Contacts,
        visits: Visits,
        plan: PlanVisit,
        visit: VisitPage,
        edit: EditVisit,
        report: ReportVisit,
    }
}

/// The pages of what a caisse keeps.
#[component(transparent)]
pub fn CaisseRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/contacts") view=contacts/>
            <Route path=path!("/audits") view=visits/>
            <Route path=path!("/organisations/:id/audit") view=plan/>
            <Route path=path!("/audits/:id") view=visit/>
            <Route path=path!("/audits/:id/modifier") view=edit/>
            <Route path=path!("/audits/:id/compte-rendu") view=report/>
        </ParentRoute>
    }
    .into_inner()
}
