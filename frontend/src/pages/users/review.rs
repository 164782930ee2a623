//! The yearly review: who keeps their access.

use super::{
    list::{at, full_name},
    scope::OfOrganisation,
    words::{day, role_name},
};
use crate::{api::call, components::*, form::Form, i18n::t, remote::Remote};
use forprev_core::{
    id::OrganisationId,
    page::{MAX_LIMIT, Page},
    problem::{Code, Fault},
    query::UserQuery,
    user::{Review, Reviewed, User},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// `/utilisateurs/acces`.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let page = Callback::new(|id| view! { <ReviewOf of=id/> }.into_any());
    view! { <OfOrganisation title=t().users.review_title page=page/> }
}

fn check(review: &Review) -> Vec<Fault> {
    if review.user_ids.is_empty() { vec![Fault::new(Code::Required).at("/user_ids")] } else { Vec::new() }
}

#[component]
fn ReviewOf(of: OrganisationId) -> impl IntoView {
    let words = t().users;
    let due = Remote::new(move || {
        let query = UserQuery { review_due: Some(true), limit: Some(MAX_LIMIT), ..UserQuery::default() };
        call(async move |client| client.list_users(of, &query).await)
    });
    let is_empty = |page: Page<User>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.review_none help=words.review_none_help icon=outline::CHECK/> };
    view! {
        <Breadcrumb
            above=vec![(words.title.to_owned(), at("/utilisateurs", of))]
            here=words.review_title
        />
        <PageTitle title=words.review_title/>
        <Load from=due is_empty=is_empty empty=nothing let:page>
            <Choose of=of page=page/>
        </Load>
    }
}

#[component]
fn Choose(of: OrganisationId, page: Signal<Page<User>>) -> impl IntoView {
    let words = t().users;
    let form = Form::new(Review::default(), check);
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let ids = form.bind("/user_ids", |review| review.user_ids.clone(), |review, ids| review.user_ids = ids);
    let choices = Signal::derive(move || {
        page.with(|page| {
            page.items
                .iter()
                .map(|user| {
                    let last = day(user.last_sign_in_on);
                    let hint = format!(
                        "{}. {} : {}",
                        role_name(user.role),
                        words.column_last_sign_in,
                        if last.is_empty() { words.never.to_owned() } else { last },
                    );
                    Choice::new(user.id.to_string(), full_name(user)).with_hint(hint)
                })
                .collect::<Vec<_>>()
        })
    });
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |review: Review| async move {
                call(async move |client| client.review_users(of, &review).await).await
            },
            move |done: Reviewed| {
                toasts.good(words.reviewed.of(i64::from(done.users)));
                navigate(&at("/utilisateurs", of), NavigateOptions::default());
            },
        );
    };
    view! {
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <p>{words.review_lead}</p>
            <CheckGroup bind=ids label=words.review_field choices=choices/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::SHIELD_CHECK busy=form.busy()>
                    {words.review_send}
                </Button>
            </div>
        </form>
    }
}
