//! A user is invited in two steps: what they are to be, then a look at it before it leaves.

use super::{
    list::at,
    scope::OfOrganisation,
    words::{RoleRights, day, fact, role_name, roles},
};
use crate::{
    api::call,
    components::*,
    form::{Bound, Form},
    i18n::{fill, short_day, t},
    pages::account::AddressHints,
    remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    habilitation::{Habilitation, HabilitationStatus},
    id::OrganisationId,
    problem::Fault,
    user::{DeclaredUser, NewUser, UserRole},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// `/utilisateurs/nouveau`.
#[component]
pub fn NewUserPage() -> impl IntoView {
    let page = Callback::new(|id| view! { <Declare of=id/> }.into_any());
    view! { <OfOrganisation title=t().users.new_title page=page/> }
}

fn check(user: &NewUser) -> Vec<Fault> {
    match user.read() {
        Ok(read) => read.violations(session::today()),
        Err(faults) => faults,
    }
}

/// A day that the form keeps as text.
pub(super) fn as_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[component]
fn Declare(of: OrganisationId) -> impl IntoView {
    let words = t().users;
    let form = Form::new(NewUser::default(), check);
    let checked = RwSignal::new(None::<DeclaredUser>);
    let habilitations = Remote::new(move || call(async move |client| client.list_habilitations(of).await));
    let choices = Signal::derive(move || {
        habilitations
            .value()
            .with(|page| page.iter().flat_map(|page| &page.items).filter_map(offered).collect())
    });
    view! {
        <Breadcrumb
            above=vec![(words.title.to_owned(), at("/utilisateurs", of))]
            here=words.new_title
        />
        {move || match checked.get() {
            None => view! { <Fields of=of form=form checked=checked choices=choices/> }.into_any(),
            Some(declared) => {
                view! { <Check of=of form=form checked=checked declared=declared choices=choices/> }.into_any()
            }
        }}
    }
}

/// A habilitation that can be attached today.
pub(super) fn offered(one: &Habilitation) -> Option<Choice> {
    let level = one.level.to_string();
    let label = fill(t().sessions.level, &[("dispositif", &one.dispositif), ("level", &level)]);
    let until = fill(t().users.valid_until, &[("day", &short_day(one.validity.valid_until))]);
    let choice = Choice::new(one.id.to_string(), label).with_hint(format!("{}, {until}", one.number));
    (one.status == HabilitationStatus::Valid).then_some(choice)
}

#[component]
fn Fields(
    of: OrganisationId,
    form: Form<NewUser>,
    checked: RwSignal<Option<DeclaredUser>>,
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let words = t().users;
    let last_name =
        form.bind("/last_name", |user| user.last_name.clone(), |user, text| user.last_name = text);
    let first_name =
        form.bind("/first_name", |user| user.first_name.clone(), |user, text| user.first_name = text);
    let birth_date = form.bind(
        "/birth_date",
        |user| parse_day(&user.birth_date),
        |user, day| user.birth_date = as_text(day),
    );
    let email = form.bind("/email", |user| user.email.clone(), |user, text| user.email = text);
    let role = form.bind(
        "/role",
        |user| user.role.clone(),
        |user, text: String| {
            // What a gestionnaire has not is not sent for them.
            if text != UserRole::Delegataire.as_str() {
                user.habilitation_ids.clear();
                user.until_on = None;
            }
            user.role = text;
        },
    );
    let send = move |event| {
        form.submit(
            event,
            move |user: NewUser| async move {
                call(async move |client| client.declare_user(of, &user, Write::dry_run()).await).await
            },
            move |declared| checked.set(Some(declared)),
        );
    };
    view! {
        <PageTitle title=words.new_title/>
        <StepOf step=1_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <TextInput bind=last_name label=words.last_name/>
            <TextInput bind=first_name label=words.first_name/>
            <DateInput bind=birth_date label=words.birth_date/>
            <TextInput bind=email label=words.email hint=words.email_hint kind="email" inputmode="email"/>
            <AddressHints bind=email/>
            <RadioGroup bind=role label=words.role choices=roles()/>
            {move || UserRole::of(&role.get()).map(|role| view! { <RoleRights of=role/> })}
            <Delegation form=form role=role choices=choices/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.check}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Delegation(form: Form<NewUser>, role: Bound<String>, choices: Signal<Vec<Choice>>) -> impl IntoView {
    let words = t().users;
    let attached = form.bind(
        "/habilitation_ids",
        |user| user.habilitation_ids.clone(),
        |user, ids| user.habilitation_ids = ids,
    );
    let until = form.bind(
        "/until_on",
        |user| user.until_on.as_deref().and_then(parse_day),
        |user, day: Option<NaiveDate>| user.until_on = day.map(|day| day.to_string()),
    );
    let hint = Signal::derive(move || {
        let none = choices.with(Vec::is_empty);
        if none { words.no_habilitation.to_owned() } else { words.habilitations_hint.to_owned() }
    });
    view! {
        <Show when=move || role.get() == UserRole::Delegataire.as_str()>
            <CheckGroup bind=attached label=words.habilitations hint=hint choices=choices/>
            <DateInput
                bind=until
                label=words.until_on
                hint=words.until_hint
                optional=true
                calendar=true
            />
        </Show>
    }
}

#[component]
fn Check(
    of: OrganisationId,
    form: Form<NewUser>,
    checked: RwSignal<Option<DeclaredUser>>,
    declared: DeclaredUser,
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let words = t().users;
    let toasts = Toasts::here();
    let navigate = use_navigate();
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |user: NewUser| async move {
                call(async move |client| client.declare_user(of, &user, Write::default()).await).await
            },
            move |_: DeclaredUser| {
                toasts.good(words.sent);
                navigate(&at("/utilisateurs", of), NavigateOptions::default());
            },
        );
    };
    let user = form.value().get_untracked();
    let labels = move || {
        choices.with(|choices| {
            let chosen = choices.iter().filter(|one| user.habilitation_ids.contains(&one.value));
            chosen.map(|one| one.label.clone()).collect::<Vec<_>>().join(", ")
        })
    };
    let user = declared.user;
    view! {
        <PageTitle title=words.check_title/>
        <StepOf step=2_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <dl class="facts card">
                {fact(words.last_name, user.last_name)}
                {fact(words.first_name, user.first_name)}
                {fact(words.birth_date, day(parse_day(&form.value().get_untracked().birth_date)))}
                {fact(words.email, user.email.unwrap_or_default())}
                {fact(words.role, role_name(user.role).to_owned())}
                {fact(words.habilitations, untrack(labels))}
                {fact(words.until_on, day(user.until_on))}
            </dl>
            <Notice tone=Tone::Note>
                <p>{words.known_or_not}</p>
                <p>{words.lives}</p>
            </Notice>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>{words.send}</Button>
                <Button icon=outline::PENCIL on_press=move |()| checked.set(None)>{words.change}</Button>
            </div>
        </form>
    }
}
