//! A15: two accounts of one person become one, and two again.

use crate::{
    api::call,
    components::*,
    device,
    failure::Failure,
    form::Form,
    graph::task_of_the_application,
    i18n::{fill, short_day, t},
    pages::second_factor::Confirmed,
};
use forprev_client::{Client, Write};
use forprev_core::{
    audit::PeopleQuery,
    forprev_number::ForprevNumber,
    problem::{Code, Fault, Problem},
    support::{Merge, Merged, PersonFound},
    text::COMMENT_MAX,
};
use leptos::prelude::*;

fn name_of(who: RwSignal<Option<PersonFound>>) -> Signal<String> {
    Signal::derive(move || {
        who.with(|who| {
            who.as_ref().map(|who| format!("{} {}", who.first_name, who.last_name)).unwrap_or_default()
        })
    })
}

/// What is wrong with what was typed: `into` holds a number, which stands for a person once it is sent.
fn check(typed: &Merge) -> Vec<Fault> {
    let mut found = Vec::new();
    if typed.into.trim().is_empty() {
        found.push(Fault::new(Code::Required).at("/into"));
    } else if typed.into.trim().parse::<ForprevNumber>().is_err() {
        found.push(Fault::new(Code::BadFormat).at("/into"));
    }
    found.extend(typed.check().into_iter().filter(|fault| fault.pointer == "/reason"));
    found
}

/// Merges into the person of a number.
async fn merge(from: PersonFound, typed: Merge, key: String) -> Result<Merged, Failure> {
    let query = PeopleQuery { q: typed.into.trim().to_owned(), ..PeopleQuery::default() };
    let found = call(async |client: &Client| client.list_people(&query).await).await?;
    let Some(kept) = found.items.first() else {
        let unknown = Fault::new(Code::BadReference).at("/into");
        return Err(Failure::Refused(Box::new(Problem::of(vec![unknown]))));
    };
    let merge = Merge { into: kept.id.to_string(), reason: typed.reason };
    let write = Write::once(key);
    call(async |client: &Client| client.merge_person(from.id, &merge, write.clone()).await).await
}

/// The dialog in which a merge is decided, once who decides has shown who they are (A14).
#[component]
pub(super) fn MergeDialog(
    who: RwSignal<Option<PersonFound>>,
    open: RwSignal<bool>,
    done: Callback<()>,
) -> impl IntoView {
    let words = t().audit;
    let name = name_of(who);
    let title = Signal::derive(move || {
        let number =
            who.with(|who| who.as_ref().map(|who| who.forprev_number.to_string()).unwrap_or_default());
        fill(words.merge_title, &[("name", &name.get()), ("number", &number)])
    });
    view! {
        <Dialog open=open title=title>
            {move || view! { <Confirmed><Deciding who=who open=open done=done/></Confirmed> }}
        </Dialog>
    }
}

#[component]
fn Deciding(who: RwSignal<Option<PersonFound>>, open: RwSignal<bool>, done: Callback<()>) -> impl IntoView {
    let words = t().audit;
    let toasts = Toasts::here();
    let form = Form::new(Merge::default(), check);
    let into = form.bind("/into", |one: &Merge| one.into.clone(), |one, text| one.into = text);
    let reason = form.bind("/reason", |one: &Merge| one.reason.clone(), |one, text| one.reason = text);
    let key = device::random_key();
    let send = move |event| {
        let Some(from) = who.get_untracked() else { return };
        let key = key.clone();
        form.submit(
            event,
            move |typed| merge(from, typed, key),
            move |merged: Merged| {
                open.set(false);
                toasts.good(fill(words.merge_done, &[("day", &short_day(merged.undo_until))]));
                done.run(());
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <p>{words.merge_help}</p>
            <ErrorSummary of=form.state()/>
            <TextInput bind=into label=words.merge_into width="short"/>
            <Textarea bind=reason label=words.reason limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Danger busy=form.busy()>{words.merge_go}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

/// The dialog in which a merge is undone.
#[component]
pub(super) fn UndoDialog(
    who: RwSignal<Option<PersonFound>>,
    open: RwSignal<bool>,
    done: Callback<()>,
) -> impl IntoView {
    let words = t().audit;
    let toasts = Toasts::here();
    let name = name_of(who);
    let title = Signal::derive(move || fill(words.undo_title, &[("name", &name.get())]));
    let busy = RwSignal::new(false);
    let go = Callback::new(move |()| {
        let Some(person) = who.get_untracked() else { return };
        busy.set(true);
        task_of_the_application(async move {
            let ask = async |client: &Client| client.undo_merge(person.id, Write::default()).await;
            match call(ask).await {
                Ok(_) => {
                    toasts.good(words.undo_done);
                    done.run(());
                }
                Err(failure) => toasts.bad(failure.message()),
            }
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
        });
    });
    view! {
        <Dialog open=open title=title>
            {move || view! {
                <Confirmed>
                    <div class="stack">
                        <p>{words.undo_help}</p>
                        <div class="row">
                            <Button weight=Weight::Main icon=outline::UNDO busy=busy on_press=go>{words.undo_go}</Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                        </div>
                    </div>
                </Confirmed>
            }}
        </Dialog>
    }
}
