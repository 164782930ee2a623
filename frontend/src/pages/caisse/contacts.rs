//! `/contacts`: whom to call at one's caisse and at INRS; those who keep the contacts change them here.

use super::contact_form::ContactForm;
use crate::{
    api::call,
    components::*,
    graph::{memo, task_in},
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    contact::{Contact, ContactQuery},
    page::{MAX_LIMIT, Page},
    policy::{Action, may_ever},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// What the dialog edits.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Edited {
    /// A contact that is added.
    New,
    /// One that there is.
    Known(Box<Contact>),
}

/// The page.
#[component]
pub(super) fn Contacts() -> impl IntoView {
    let words = t().caisse;
    let list = Remote::new(|| ask(None));
    let further = Callback::new(move |()| list.more(|cursor| ask(Some(cursor))));
    let keeps = memo(|| may_ever(&session::actor(), Action::EditContacts).is_ok());
    let (edited, open) = (RwSignal::new(Edited::New), RwSignal::new(false));
    let edit = Callback::new(move |one: Edited| {
        edited.set(one);
        open.set(true);
    });
    let (removed, asking) = (RwSignal::new(None::<Contact>), RwSignal::new(false));
    let remove = Callback::new(move |one: Contact| {
        removed.set(Some(one));
        asking.set(true);
    });
    let saved = Callback::new(move |()| {
        open.set(false);
        list.reload();
    });
    let title = Signal::derive(move || match edited.get() {
        Edited::New => words.new_contact.to_owned(),
        Edited::Known(_) => words.edit_contact.to_owned(),
    });
    let is_empty = |page: Page<Contact>| page.items.is_empty();
    let nothing = move || view! { <EmptyState title=words.contacts_none help=words.contacts_none_help/> };
    view! {
        <PageTitle title=words.contacts>
            <Show when=move || keeps.get()>
                <Button
                    weight=Weight::Main
                    icon=outline::PLUS
                    on_press=move |()| edit.run(Edited::New)
                >
                    {words.new_contact}
                </Button>
            </Show>
        </PageTitle>
        <p>{words.contacts_lead}</p>
        <Load from=list is_empty=is_empty empty=nothing let:page>
            <Groups page=page edit=edit remove=remove/>
            <Show when=move || list.has_more().get()>
                <More
                    shown=list.shown()
                    total=list.total()
                    more=list.has_more()
                    busy=list.busy()
                    on_more=further
                />
            </Show>
        </Load>
        <Show when=move || !keeps.get()>
            <p class="muted small">{words.choose_caisse}" "<A href="/mon-compte">{words.my_account}</A></p>
        </Show>
        <Dialog open=open title=title>
            <ContactForm edited=edited.get_untracked() on_done=saved/>
        </Dialog>
        <Removal of=removed open=asking list=list/>
    }
}

async fn ask(cursor: Option<String>) -> Result<Page<Contact>, crate::failure::Failure> {
    let query = ContactQuery { limit: Some(MAX_LIMIT), cursor, ..ContactQuery::default() };
    call(async |client| client.list_contacts(&query).await).await
}

/// Those of each caisse under its name, in the order of the list.
#[component]
fn Groups(page: Signal<Page<Contact>>, edit: Callback<Edited>, remove: Callback<Contact>) -> impl IntoView {
    move || {
        let items = page.with(|page| page.items.clone());
        let groups = items.chunk_by(|a, b| a.caisse == b.caisse).filter_map(|group| {
            let first = group.first()?;
            let heading = format!("contacts-{}", first.caisse.as_deref().unwrap_or("inrs"));
            let cards: Vec<_> = group.iter().map(|one| card(one.clone(), edit, remove)).collect();
            Some(view! {
                <section class="stack" aria-labelledby=heading.clone()>
                    <h2 id=heading.clone()>{first.caisse_name.clone()}</h2>
                    <ul class="plain-list">{cards}</ul>
                </section>
            })
        });
        view! { <div class="stack-wide">{groups.collect_view()}</div> }
    }
}

fn card(one: Contact, edit: Callback<Edited>, remove: Callback<Contact>) -> AnyView {
    let words = t().caisse;
    let about = Signal::stored(fill(words.about, &[("name", &one.name)]));
    let phone = |number: String| {
        let figures: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        view! { <a class="nowrap" href=format!("tel:{figures}")>{number}</a> }
    };
    let fact = |label: &'static str, value: Option<AnyView>| {
        value.map(|value| view! { <dt>{label}</dt> <dd>{value}</dd> })
    };
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let place = [one.postal_code.as_str(), one.city.as_str()].join(" ");
    let lines: Vec<_> =
        [one.address.as_str(), place.trim()].into_iter().filter(|text| !text.is_empty()).collect();
    let address = filled(&lines.join(", ")).map(IntoAny::into_any);
    let email = filled(&one.email)
        .map(|email| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> }.into_any());
    let keeps = one.edit.allowed.then(|| {
        let (edited, removed) = (one.clone(), one.clone());
        view! {
            <div class="row">
                <Button
                    small=true
                    icon=outline::PENCIL
                    about=about
                    on_press=move |()| edit.run(Edited::Known(Box::new(edited.clone())))
                >
                    {words.edit}
                </Button>
                <Button
                    small=true
                    weight=Weight::Quiet
                    icon=outline::TRASH
                    about=about
                    on_press=move |()| remove.run(removed.clone())
                >
                    {words.remove}
                </Button>
            </div>
        }
    });
    view! {
        <li class="card stack-tight">
            <h3>{one.name.clone()}</h3>
            <dl class="facts">
                {fact(words.function, filled(&one.function).map(IntoAny::into_any))}
                {fact(words.phone, filled(&one.phone).map(|text| phone(text).into_any()))}
                {fact(words.other_phone, filled(&one.other_phone).map(|text| phone(text).into_any()))}
                {fact(words.email, email)}
                {fact(words.address, address)}
            </dl>
            {keeps}
        </li>
    }
    .into_any()
}

/// The question before a contact is removed.
#[component]
fn Removal(
    of: RwSignal<Option<Contact>>,
    open: RwSignal<bool>,
    list: Remote<Page<Contact>>,
) -> impl IntoView {
    let words = t().caisse;
    let (toasts, busy, page) = (Toasts::here(), RwSignal::new(false), StoredValue::new(Owner::current()));
    let name = move || of.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
    let remove = move |()| {
        let Some((id, version)) = of.with_untracked(|one| one.as_ref().map(|one| (one.id, one.version)))
        else {
            return;
        };
        busy.set(true);
        task_in(page.get_value(), async move {
            let ask = async |client: &forprev_client::Client| {
                client.remove_contact(id, Write::on_version(version)).await
            };
            let outcome = call(ask).await;
            busy.set(false);
            open.set(false);
            match outcome {
                Ok(()) => toasts.good(words.removed),
                Err(failure) => toasts.bad(failure.message()),
            }
            list.reload();
        });
    };
    view! {
        <Dialog open=open title=words.remove_title>
            <p>{move || fill(words.remove_help, &[("name", &name())])}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=remove>
                    {words.remove_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}
