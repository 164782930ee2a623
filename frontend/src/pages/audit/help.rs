//! `/personnes/:id`: a person whom an agent helps: access recovered (A15), identity corrected (A9).

use crate::{
    api::call,
    components::*,
    device,
    failure::Failure,
    form::Form,
    graph::memo,
    i18n::{short_day, t},
    pages::{not_found::NotFound, second_factor::Confirmed},
    remote::Remote,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    id::PersonId,
    recovery::{IdentityPatch, NewRecovery, PersonRecord, Recovery},
    text::COMMENT_MAX,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<PersonId>().ok())));
    move || match id.get() {
        Some(id) => view! { <Person id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Person(id: PersonId) -> impl IntoView {
    let words = t().recovery;
    let remote = Remote::new(move || call(async move |client| client.get_person(id).await));
    let title = Signal::derive(move || {
        remote.value().with(|person| {
            person.as_ref().map_or_else(
                || words.person.to_owned(),
                |one| format!("{} {}", one.first_name, one.last_name),
            )
        })
    });
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Breadcrumb above=vec![(t().audit.people.to_owned(), "/personnes".to_owned())] here=title/>
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title/>
            <Load from=remote let:person>
                <div class="stack-wide">
                    {move || facts(&person.get())}
                    <Confirmed>
                        <div class="stack-wide">
                            <Open id=id/>
                            {move || view! { <Identity person=person.get() remote=remote/> }}
                        </div>
                    </Confirmed>
                </div>
            </Load>
        </Show>
    }
}

fn facts(person: &PersonRecord) -> AnyView {
    let words = t().recovery;
    let born = person.birth_date.map_or_else(|| words.unknown.to_owned(), short_day);
    let email = person.email.clone().unwrap_or_else(|| words.no_email.to_owned());
    view! {
        <dl class="facts">
            <div><dt>{words.number}</dt><dd class="number">{person.forprev_number.to_string()}</dd></div>
            <div><dt>{words.birth_date}</dt><dd class="number">{born}</dd></div>
            <div><dt>{words.email}</dt><dd>{email}</dd></div>
        </dl>
    }
    .into_any()
}

#[component]
fn Open(id: PersonId) -> impl IntoView {
    let words = t().recovery;
    let form = Form::new(NewRecovery::default(), NewRecovery::check);
    let email = form.bind("/email", |one| one.email.clone(), |one, text| one.email = text);
    let reason = form.bind("/reason", |one| one.reason.clone(), |one, text| one.reason = text);
    let factors = form.bind(
        "/without_second_factors",
        |one| one.without_second_factors,
        |one, yes| one.without_second_factors = yes,
    );
    let (toasts, navigate, key) = (Toasts::here(), use_navigate(), device::random_key());
    let send = move |event| {
        let (navigate, key) = (navigate.clone(), key.clone());
        form.submit(
            event,
            move |new: NewRecovery| async move {
                call(async |client| client.open_recovery(id, &new, Write::once(key.clone())).await).await
            },
            move |_: Recovery| {
                toasts.good(words.opened);
                navigate("/retablissements", NavigateOptions::default());
            },
        );
    };
    view! {
        <section class="narrow" aria-labelledby="open-recovery">
            <form class="card" novalidate on:submit=send>
                <h2 id="open-recovery">{words.open_title}</h2>
                <p>{words.open_help}</p>
                <ErrorSummary of=form.state()/>
                <TextInput bind=email label=words.new_email kind="email" inputmode="email"/>
                <Textarea bind=reason label=words.reason hint=words.reason_hint limit=COMMENT_MAX/>
                <Checkbox bind=factors label=words.without_factors/>
                <div>
                    <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>{words.open}</Button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Identity(person: PersonRecord, remote: Remote<PersonRecord>) -> impl IntoView {
    let words = t().recovery;
    let (id, version) = (person.id, person.version);
    let beginning = IdentityPatch {
        last_name: Some(person.last_name),
        first_name: Some(person.first_name),
        birth_date: person.birth_date.map(|day| day.to_string()),
        reason: String::new(),
    };
    let form = Form::new(beginning, IdentityPatch::check);
    let last_name = form.bind(
        "/last_name",
        |one| one.last_name.clone().unwrap_or_default(),
        |one, text| one.last_name = Some(text),
    );
    let first_name = form.bind(
        "/first_name",
        |one| one.first_name.clone().unwrap_or_default(),
        |one, text| one.first_name = Some(text),
    );
    let birth_date = form.bind(
        "/birth_date",
        |one| one.birth_date.as_deref().and_then(parse_day),
        |one, day: Option<NaiveDate>| one.birth_date = day.map(|day| day.to_string()),
    );
    let reason = form.bind("/reason", |one| one.reason.clone(), |one, text| one.reason = text);
    let toasts = Toasts::here();
    let send = move |event| {
        form.submit(
            event,
            move |patch: IdentityPatch| async move {
                let write = Write::on_version(version);
                call(async |client| client.correct_identity(id, &patch, write.clone()).await).await
            },
            move |person| {
                toasts.good(words.corrected);
                remote.set(person);
            },
        );
    };
    view! {
        <section class="narrow" aria-labelledby="identity">
            <form class="card" novalidate on:submit=send>
                <h2 id="identity">{words.identity_title}</h2>
                <p>{words.identity_help}</p>
                <ErrorSummary of=form.state()/>
                <TextInput bind=last_name label=words.last_name/>
                <TextInput bind=first_name label=words.first_name/>
                <DateInput bind=birth_date label=words.birth_date optional=true/>
                <Textarea bind=reason label=words.identity_reason limit=COMMENT_MAX/>
                <div>
                    <Button submit=true icon=outline::CHECK busy=form.busy()>{words.correct}</Button>
                </div>
            </form>
        </section>
    }
}
