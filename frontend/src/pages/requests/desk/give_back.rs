//! A request is sent back with what to complete, field by field and document by document (C18).

use super::{super::places::places, act::told};
use crate::{
    api::call,
    components::*,
    draft::Draft,
    form::Form,
    graph::memo,
    i18n::{fill, t},
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    problem::{Code, Fault},
    request::{
        Request,
        instruction::{Correction, NewReturn},
    },
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The dialog. What is typed in it is kept on the device.
#[component]
pub(super) fn ReturnDialog(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t().desk.return_title wide=true>
            <Return request=request changed=changed reload=reload open=open/>
        </Dialog>
    }
}

fn is_blank(one: &Correction) -> bool {
    one.pointer.is_empty() && one.comment.trim().is_empty()
}

/// What is sent: rows that nobody filled in are none.
fn to_send(typed: &NewReturn) -> NewReturn {
    let corrections = typed.corrections.iter().filter(|one| !is_blank(one)).cloned().collect();
    NewReturn { corrections, ..typed.clone() }
}

/// All that is wrong, each at its place in the form; nothing of rows that nobody filled in. Tracks.
fn check(typed: &NewReturn) -> Vec<Fault> {
    let of_blank =
        |fault: &Fault| {
            typed.corrections.iter().enumerate().any(|(index, one)| {
                is_blank(one) && fault.pointer.starts_with(&format!("/corrections/{index}/"))
            })
        };
    let mut faults = typed.check(session::today());
    faults.retain(|fault| !of_blank(fault));
    for (index, one) in typed.corrections.iter().enumerate().filter(|(_, one)| !is_blank(one)) {
        let at = format!("/corrections/{index}/pointer");
        if one.pointer.is_empty() {
            faults.push(Fault::new(Code::Required).at(at));
        } else if typed.corrections.iter().take(index).any(|other| other.pointer == one.pointer) {
            faults.push(Fault::new(Code::BadChoice).at(at));
        }
    }
    faults
}

#[component]
fn Return(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().desk;
    let id = request.with_untracked(|one| one.id);
    let form = Form::new(NewReturn::default(), check);
    let toasts = Toasts::here();
    let draft = StoredValue::new(session::draft(&format!("request-return/{id}")));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let due = form.bind("/due_on", NewReturn::due, |one, day: Option<NaiveDate>| {
        one.due_on = day.map(|day| day.to_string())
    });
    let send = move |event| {
        let version = request.with_untracked(|one| one.version);
        form.submit(
            event,
            move |typed: NewReturn| async move {
                let (write, body) = (Write::on_version(version), to_send(&typed));
                let ask = async |client: &forprev_client::Client| {
                    client.return_request(id, &body, write.clone()).await
                };
                told(call(ask).await, reload, toasts)
            },
            move |request| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                open.set(false);
                toasts.good(words.returned);
                changed.run(request);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {restored.map(restored_line)}
            <Textarea
                bind=comment
                label=words.return_comment
                hint=words.return_comment_hint
                limit=COMMENT_MAX
            />
            <Corrections form=form request=request/>
            <DateInput bind=due label=words.return_due optional=true calendar=true/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::UNDO busy=form.busy()>
                    {words.return_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

/// The corrections: a place and what is wrong with it, as many as needed.
#[component]
fn Corrections(form: Form<NewReturn>, request: Signal<Request>) -> impl IntoView {
    let count = memo(move || form.value().with(|typed| typed.corrections.len()));
    let choices = request.with_untracked(places);
    let choices: Vec<Choice> =
        choices.into_iter().map(|(pointer, name)| Choice::new(pointer, name)).collect();
    let add = Callback::new(move |()| {
        let index = count.get_untracked();
        form.value().update(|typed| typed.corrections.push(Correction::default()));
        let state = form.state();
        request_animation_frame(move || {
            state.focus(&format!("/corrections/{index}/pointer"));
        });
    });
    let rows = move || {
        (0..count.get())
            .map(|index| view! { <One form=form index=index choices=choices.clone()/> })
            .collect_view()
    };
    view! {
        {rows}
        <div>
            <Button icon=outline::PLUS on_press=add>{t().desk.return_add}</Button>
        </div>
    }
}

#[component]
fn One(form: Form<NewReturn>, index: usize, choices: Vec<Choice>) -> impl IntoView {
    let words = t().desk;
    let field = |name: &str, get: fn(&Correction) -> &String, set: fn(&mut Correction) -> &mut String| {
        form.bind(
            format!("/corrections/{index}/{name}"),
            move |typed: &NewReturn| typed.corrections.get(index).map(get).cloned().unwrap_or_default(),
            move |typed: &mut NewReturn, text: String| {
                if let Some(one) = typed.corrections.get_mut(index) {
                    *set(one) = text;
                }
            },
        )
    };
    let place = field("pointer", |one| &one.pointer, |one| &mut one.pointer);
    let text = field("comment", |one| &one.comment, |one| &mut one.comment);
    let row = fill(words.return_row, &[("n", &(index + 1).to_string())]);
    let remove = move |()| {
        form.value().update(|typed| {
            if index < typed.corrections.len() {
                typed.corrections.remove(index);
            }
        });
    };
    view! {
        <fieldset class="correction">
            <legend>{row.clone()}</legend>
            <Select bind=place label=words.return_place none=t().parts.choose choices=choices/>
            <TextInput bind=text label=words.return_text spellcheck=true/>
            <div>
                <Button
                    small=true
                    weight=Weight::Quiet
                    icon=outline::TRASH
                    about=Signal::stored(row)
                    on_press=remove
                >
                    {words.return_remove}
                </Button>
            </div>
        </fieldset>
    }
}
