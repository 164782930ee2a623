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

use crate::{
    components::TextInput,
    form::Bound,
    graph::{effect, when_left},
    part, session,
};
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

/// Words to find by: asked for when they are whole, not at each key.
#[component]
fn WordsFilter(
    /// What stands in the URL.
    bind: Bound<String>,
    /// The label.
    label: &'static str,
) -> impl IntoView {
    let typed = RwSignal::new(bind.value().get_untracked());
    effect(move || typed.set(bind.get()));
    let settle = move || {
        if bind.value().get_untracked() != typed.get_untracked() {
            bind.set(typed.get_untracked());
        }
    };
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            settle();
        }
    };
    view! {
        <div class="field" on:focusout=when_left(settle) on:keydown=enter>
            <TextInput bind=Bound::signal("filter-words", typed) label=label kind="search"/>
        </div>
    }
}
