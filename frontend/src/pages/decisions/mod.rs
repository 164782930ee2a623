//! What is decided: the sittings of the CNH, decision letters, and the models of which letters are made.

mod agenda;
mod blocks;
mod decide;
mod decision;
mod fetch;
mod letter;
mod model;
mod models;
pub mod outcome;
mod plan;
mod sitting;
mod sittings;
pub mod terms;
pub mod words;

use crate::part;
use decide::DecidePage;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use letter::LetterPage;
use model::ModelPage;
use models::Models;
use sitting::SittingPage;
use sittings::Sittings;

part::pages! {
    decisions {
        sittings: Sittings,
        sitting: SittingPage,
        decide: DecidePage,
        letter: LetterPage,
        models: Models,
        model: ModelPage,
    }
}

/// The pages of sittings, letters and their models.
#[component(transparent)]
pub fn DecisionRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/seances") view=sittings/>
            <Route path=path!("/seances/:id") view=sitting/>
            <Route path=path!("/seances/:id/decisions") view=decide/>
            <Route path=path!("/courriers/:id") view=letter/>
            <Route path=path!("/modeles-de-courrier") view=models/>
            <Route path=path!("/modeles-de-courrier/:kind") view=model/>
        </ParentRoute>
    }
    .into_inner()
}
