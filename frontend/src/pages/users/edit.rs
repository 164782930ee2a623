//! What is attached to a délégataire, and until when.

use super::{declare::offered, words::training};
use crate::{api::call, components::*, form::Form, graph::memo, i18n::t, remote::Remote};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    id::OrganisationId,
    user::{User, UserPatch},
};
use leptos::prelude::*;

#[component]
pub(super) fn Edit(of: OrganisationId, user: User, remote: Remote<User>) -> impl IntoView {
    let words = t().users;
    let attached: Vec<_> = user.habilitations.iter().map(|one| one.id.to_string()).collect();
    let beginning = UserPatch {
        habilitation_ids: Some(attached),
        until_on: Some(user.until_on.map(|day| day.to_string())),
    };
    let form = Form::new(beginning, UserPatch::check);
    let toasts = Toasts::here();
    let (id, version) = (user.id, user.version);
    let habilitations = Remote::new(move || call(async move |client| client.list_habilitations(of).await));
    // What is attached stays in sight, whatever it is today.
    let kept = StoredValue::new(user.habilitations);
    let choices = memo(move || {
        let mut choices: Vec<Choice> = habilitations
            .value()
            .with(|page| page.iter().flat_map(|page| &page.items).filter_map(offered).collect());
        kept.with_value(|kept| {
            for one in kept {
                if !choices.iter().any(|choice| choice.value == one.id.to_string()) {
                    choices.push(
                        Choice::new(one.id.to_string(), training(one)).with_hint(one.number.to_string()),
                    );
                }
            }
        });
        choices
    });
    let ids = form.bind(
        "/habilitation_ids",
        |patch| patch.habilitation_ids.clone().unwrap_or_default(),
        |patch, ids| patch.habilitation_ids = Some(ids),
    );
    let until = form.bind(
        "/until_on",
        |patch| patch.until_on.clone().flatten().as_deref().and_then(parse_day),
        |patch, day: Option<NaiveDate>| patch.until_on = Some(day.map(|day| day.to_string())),
    );
    let send = move |event| {
        form.submit(
            event,
            move |patch: UserPatch| async move {
                call(async move |client| client.update_user(of, id, version, &patch).await).await
            },
            move |user| {
                toasts.good(words.saved);
                remote.set(user);
            },
        );
    };
    view! {
        <section class="narrow" aria-labelledby="user-delegation">
            <form class="card" novalidate on:submit=send>
                <h2 id="user-delegation">{words.delegation}</h2>
                <ErrorSummary of=form.state()/>
                <CheckGroup bind=ids label=words.habilitations choices=choices/>
                <DateInput bind=until label=words.until_on hint=words.until_hint optional=true calendar=true/>
                <div>
                    <Button submit=true icon=outline::CHECK busy=form.busy()>{words.save}</Button>
                </div>
            </form>
        </section>
    }
}
