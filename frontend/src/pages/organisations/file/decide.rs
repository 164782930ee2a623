//! A file is sent back with what to complete, field by field, or refused with the reason.

use super::super::{
    act::refused,
    words::{full_label, page_name},
};
use crate::{
    api::call,
    components::*,
    draft::Draft,
    form::Form,
    i18n::{fill, t},
    session,
};
use forprev_client::{Client, Write};
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{Field, FileDecision, Need, OrganisationFile, Page, URSSAF_POINTER, need},
    problem::{Code, Fault},
    text::COMMENT_MAX,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is sent back.
    Return,
    /// It is refused.
    Refuse,
}

/// What is typed: corrections in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Typed {
    comment: String,
    corrections: Vec<(String, String)>,
}

impl Typed {
    fn to_send(&self) -> FileDecision {
        let filled =
            self.corrections.iter().filter(|(field, text)| !field.is_empty() || !text.trim().is_empty());
        FileDecision { comment: self.comment.clone(), corrections: filled.cloned().collect() }
    }

    /// All that is wrong, each at its place in the form.
    fn check(&self) -> Vec<Fault> {
        let mut faults = FileDecision { comment: self.comment.clone(), ..FileDecision::default() }.check();
        for (index, (field, text)) in self.corrections.iter().enumerate() {
            let at = |part: &str| format!("/corrections/{index}/{part}");
            let twice = self.corrections.iter().take(index).any(|(other, _)| other == field);
            match (field.is_empty(), text.trim().is_empty()) {
                (true, true) => {}
                (true, false) => faults.push(Fault::new(Code::Required).at(at("field"))),
                (false, _) if twice => faults.push(Fault::new(Code::BadChoice).at(at("field"))),
                (false, true) => faults.push(Fault::new(Code::Required).at(at("text"))),
                (false, false) => {
                    let one = FileDecision { comment: text.clone(), ..FileDecision::default() };
                    faults.extend(one.check().into_iter().map(|fault| fault.at(at("text"))));
                }
            }
        }
        faults
    }
}

/// The dialog. What is typed in it is kept on the device.
#[component]
pub(super) fn DecisionDialog(
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
    open: RwSignal<bool>,
    which: RwSignal<Decision>,
) -> impl IntoView {
    let words = t().organisations;
    let title = Signal::derive(move || {
        match which.get() {
            Decision::Return => words.return_title,
            Decision::Refuse => words.refuse_title,
        }
        .to_owned()
    });
    view! {
        <Dialog open=open title=title wide=true>
            <Decide file=file changed=changed open=open which=which.get_untracked()/>
        </Dialog>
    }
}

#[component]
fn Decide(
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
    open: RwSignal<bool>,
    which: Decision,
) -> impl IntoView {
    let words = t().organisations;
    let id = file.with_untracked(|file| file.id);
    let form = Form::new(Typed::default(), Typed::check);
    let toasts = Toasts::here();
    let name = if which == Decision::Return { "return" } else { "refuse" };
    let draft = StoredValue::new(session::draft(&format!("organisation-file-{name}/{id}")));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let send = move |event| {
        let version = file.with_untracked(|file| file.version);
        form.submit(
            event,
            move |typed: Typed| async move {
                let answer = decide(id, version, which, typed.to_send()).await;
                if let Err(failure) = &answer
                    && failure.is_stale()
                {
                    refused(failure, id, changed, toasts).await;
                }
                answer
            },
            move |file| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                open.set(false);
                toasts.good(if which == Decision::Return { words.returned } else { words.refused });
                changed.run(file);
            },
        );
    };
    let (label, hint, press, weight, icon) = match which {
        Decision::Return => {
            (words.return_comment, words.return_comment_hint, words.return_send, Weight::Main, outline::UNDO)
        }
        Decision::Refuse => {
            (words.refuse_comment, words.refuse_hint, words.refuse_send, Weight::Danger, outline::X)
        }
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {restored.map(restored_line)}
            <Textarea bind=comment label=label hint=hint limit=COMMENT_MAX/>
            {(which == Decision::Return).then(|| view! { <Corrections form=form file=file/> })}
            <div class="row">
                <Button submit=true weight=weight icon=icon busy=form.busy()>{press}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

async fn decide(
    id: OrganisationFileId,
    version: i64,
    which: Decision,
    decision: FileDecision,
) -> Result<OrganisationFile, crate::failure::Failure> {
    let write = Write::on_version(version);
    let ask = async |client: &Client| match which {
        Decision::Return => client.return_organisation_file(id, &decision, write.clone()).await,
        Decision::Refuse => client.refuse_organisation_file(id, &decision, write.clone()).await,
    };
    call(ask).await
}

/// The corrections: a field and what is wrong with it, as many as needed.
#[component]
fn Corrections(form: Form<Typed>, file: Signal<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    let count = crate::graph::memo(move || form.value().with(|typed| typed.corrections.len()));
    let choices = file.with_untracked(places);
    let add = Callback::new(move |()| {
        let index = count.get_untracked();
        form.value().update(|typed| typed.corrections.push(Default::default()));
        let state = form.state();
        request_animation_frame(move || {
            state.focus(&format!("/corrections/{index}/field"));
        });
    });
    let rows = move || {
        (0..count.get())
            .map(|index| view! { <Correction form=form index=index choices=choices.clone()/> })
            .collect_view()
    };
    view! {
        {rows}
        <div>
            <Button icon=outline::PLUS on_press=add>{words.return_add}</Button>
        </div>
    }
}

#[component]
fn Correction(form: Form<Typed>, index: usize, choices: Vec<Choice>) -> impl IntoView {
    let words = t().organisations;
    let field = form.bind(
        format!("/corrections/{index}/field"),
        move |typed| typed.corrections.get(index).map(|one| one.0.clone()).unwrap_or_default(),
        move |typed, field| {
            if let Some(one) = typed.corrections.get_mut(index) {
                one.0 = field;
            }
        },
    );
    let text = form.bind(
        format!("/corrections/{index}/text"),
        move |typed| typed.corrections.get(index).map(|one| one.1.clone()).unwrap_or_default(),
        move |typed, text| {
            if let Some(one) = typed.corrections.get_mut(index) {
                one.1 = text;
            }
        },
    );
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
            <Select bind=field label=words.return_field none=t().parts.choose choices=choices/>
            <TextInput bind=text label=words.return_text spellcheck=true/>
            <div>
                <Button small=true weight=Weight::Quiet icon=outline::TRASH about=Signal::stored(row) on_press=remove>
                    {words.return_remove}
                </Button>
            </div>
        </fieldset>
    }
}

/// What can be corrected: the fields that the content has, and the certificate.
fn places(file: &OrganisationFile) -> Vec<Choice> {
    let mut choices = Vec::new();
    for page in Page::of_content(&file.content) {
        let fields = page.fields().filter(|field: &Field| need(*field, &file.content) != Need::NotAsked);
        choices.extend(fields.map(|field| Choice::new(field.as_str(), choice(page, field.as_str()))));
        if page == Page::Urssaf {
            let name = URSSAF_POINTER.trim_start_matches('/');
            choices.push(Choice::new(name, full_label(name)));
        }
    }
    choices
}

/// "Identité – Raison sociale".
fn choice(page: Page, name: &str) -> String {
    let full = full_label(name);
    let of = page_name(page);
    if full.starts_with(of) {
        full
    } else {
        fill(t().organisations.field_of, &[("page", of), ("field", &full)])
    }
}
