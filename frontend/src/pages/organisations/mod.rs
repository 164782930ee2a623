//! Organisations: the files by which they are entered and changed, their instruction, their data.

mod abandon;
mod act;
mod confirm;
mod content;
mod edit;
mod file;
mod letters;
mod list;
mod mine;
mod queue;
mod record;
mod wizard;
pub(super) mod words;

use crate::{part, session};
pub(in crate::pages) use confirm::ConfirmButton;
pub(in crate::pages) use content::OrganisationContent;
use edit::EditOrganisation;
use file::FilePage;
use forprev_core::policy::organisation;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::Organisations;
use mine::MyFiles;
use queue::Queue;
use record::{MyOrganisation, OrganisationPage};
use wizard::WizardPage;

part::pages! {
    organisations {
        files: MyFiles,
        file: FilePage,
        wizard: WizardPage,
        edit: EditOrganisation,
    }
}

// With what a caisse does besides: who fills in a form does not fetch them.
part::pages! {
    caisse {
        queue: Queue,
        organisations: Organisations,
        organisation: OrganisationPage,
        mine: MyOrganisation,
    }
}

/// The pages of organisations and of their files.
#[component(transparent)]
pub fn OrganisationRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/dossiers") view=files/>
            <Route path=path!("/dossiers/:id") view=file/>
            <Route path=path!("/dossiers/:id/:page") view=wizard/>
            <Route path=path!("/instruction") view=queue/>
            <Route path=path!("/mon-organisation") view=mine/>
            <Route path=path!("/organisations") view=organisations/>
            <Route path=path!("/organisations/:id") view=organisation/>
            <Route path=path!("/organisations/:id/modifier") view=edit/>
        </ParentRoute>
    }
    .into_inner()
}

/// Whether the person searches among organisations. Tracks.
fn searches() -> bool {
    organisation::searches(&session::actor()).is_ok()
}
