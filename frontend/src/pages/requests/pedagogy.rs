//! The tab "Pédagogie": who trains, the programme, how it is laid out, the documents.

use super::{
    asked::{Correction, Place},
    words::document_name,
    writing::Writing,
};
use crate::{components::*, form::Bound, graph::memo, i18n::t};
use forprev_core::{
    attachment::{AttachmentOwner, SUPPORTING_DOCUMENT},
    problem::{Code, Language, sentence},
    request::{NewRequestFormateur, RequestForm, RequestFormateur},
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// As many formateurs as core takes.
const MOST: usize = 50;

/// The tab.
#[component]
pub(super) fn Pedagogy(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let words = t().requests;
    view! {
        <div class="stack-wide">
            <Formateurs writing=writing/>
            <section class="card" aria-labelledby="training">
                <h2 id="training">{words.the_training}</h2>
                <Text
                    writing=writing
                    pointer="/programme"
                    label=words.programme
                    hint=words.programme_hint
                    get=|form| form.programme.clone()
                    set=|form, text| form.programme = text
                />
                <Text
                    writing=writing
                    pointer="/schedule"
                    label=words.schedule
                    hint=words.schedule_hint
                    get=|form| form.schedule.clone()
                    set=|form, text| form.schedule = text
                />
            </section>
            <Documents writing=writing/>
        </div>
    }
}

/// A text, to write or to read.
#[component]
fn Text(
    writing: Writing,
    pointer: &'static str,
    label: &'static str,
    hint: &'static str,
    get: fn(&RequestForm) -> String,
    set: fn(&mut RequestForm, String),
) -> impl IntoView {
    let open = memo(move || writing.is_open());
    let bind = writing.form.bind(pointer, get, set);
    let text = move || {
        let text = bind.get();
        if text.trim().is_empty() {
            view! { <p class="muted">{t().organisations.empty}</p> }.into_any()
        } else {
            view! { <p class="comment">{text}</p> }.into_any()
        }
    };
    view! {
        <Correction writing=writing pointer=pointer/>
        <Show
            when=move || open.get()
            fallback=move || view! { <div class="stack-tight"><h3>{label}</h3> {text}</div> }
        >
            <Textarea bind=bind label=label hint=hint limit=COMMENT_MAX/>
        </Show>
    }
}

/// Who trains, each with their qualification.
#[component]
fn Formateurs(writing: Writing) -> impl IntoView {
    let words = t().requests;
    let (form, state) = (writing.form, writing.form.state());
    let open = memo(move || writing.is_open());
    let count = memo(move || form.value().with(|form| form.formateurs.len()));
    state.name("/formateurs", words.formateurs.to_owned());
    view! {
        <section class="card" aria-labelledby="formateurs">
            <h2 id="formateurs">{words.formateurs}</h2>
            <Correction writing=writing pointer="/formateurs"/>
            <Place writing=writing pointer="/formateurs"/>
            <Show when=move || { count.get() > 0 } fallback=move || view! { <p class="muted">{words.formateurs_none}</p> }>
                <ul role="list" class="people">
                    <For each=move || 0..count.get() key=|place| *place let:place>
                        <OneFormateur writing=writing place=place open=open/>
                    </For>
                </ul>
            </Show>
            <Show when=move || open.get() && (count.get() < MOST)>
                <AddFormateur writing=writing/>
            </Show>
        </section>
    }
}

#[component]
fn OneFormateur(writing: Writing, place: usize, open: Memo<bool>) -> impl IntoView {
    let words = t().requests;
    let state = writing.form.state();
    let pointer = format!("/formateurs/{place}");
    let number = memo(move || {
        writing
            .form
            .value()
            .with(|form| form.formateurs.get(place).map(|one| one.forprev_number.clone()).unwrap_or_default())
    });
    // What the server found, once the number has reached it.
    let found = memo(move || {
        let number = number.get();
        writing.held.with(|request| {
            request.formateurs.iter().find(|one| one.forprev_number.to_string() == number).cloned()
        })
    });
    let name = memo(move || {
        found.with(|found| match found {
            Some(one) if !one.last_name.is_empty() => format!("{} {}", one.first_name, one.last_name),
            Some(_) => words.formateur_nobody.to_owned(),
            None => String::new(),
        })
    });
    let remove = move |()| {
        writing.form.value().update(|form| {
            if place < form.formateurs.len() {
                form.formateurs.remove(place);
            }
        });
        state.changed("/formateurs");
        writing.keeper.save();
        state.focus("/formateurs/new");
    };
    let below = pointer.clone();
    view! {
        <li class="person" id=state.element_id(&pointer) tabindex="-1">
            <Correction writing=writing pointer=below/>
            <div class="row-apart">
                <div>
                    <p><b>{move || name.get()}</b></p>
                    <p class="muted small number">{move || number.get()}</p>
                </div>
                {move || found.get().map(standing)}
            </div>
            <Show when=move || open.get()>
                <div>
                    <Button
                        weight=Weight::Quiet
                        small=true
                        icon=outline::TRASH
                        about=Signal::derive(move || number.get())
                        on_press=remove
                    >
                        {words.formateur_remove}
                    </Button>
                </div>
            </Show>
        </li>
    }
}

/// Whether somebody may train for this today, or why not: as the server found.
fn standing(one: RequestFormateur) -> AnyView {
    let words = t().requests;
    if one.qualified {
        return view! { <Badge tone=Tone::Good icon=outline::BADGE_CHECK>{words.formateur_qualified}</Badge> }
            .into_any();
    }
    let unknown = one.last_name.is_empty();
    let code = if unknown { Some(Code::FormateurUnknown) } else { one.reason };
    let why = code.map(|code| sentence(code, &Default::default(), Language::French));
    view! {
        <div class="standing">
            <Badge tone=Tone::Bad icon=outline::CIRCLE_ALERT>
                {if unknown { words.formateur_nobody } else { words.formateur_not_qualified }}
            </Badge>
            <p class="small">{why.filter(|text| !text.contains('{'))}</p>
        </div>
    }
    .into_any()
}

/// Names one more, by their number.
#[component]
fn AddFormateur(writing: Writing) -> impl IntoView {
    let words = t().requests;
    let state = writing.form.state();
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let bind = Bound::alone(
        state.element_id("/formateurs/new"),
        typed,
        Callback::new(move |text| {
            typed.set(text);
            problem.set(None);
        }),
    );
    let add = Callback::new(move |()| {
        let named = NewRequestFormateur { forprev_number: typed.get_untracked() };
        let (read, faults) = RequestForm { formateurs: vec![named], ..RequestForm::default() }.read();
        let Some(number) = read.formateurs.into_iter().flatten().next() else {
            problem.set(faults.into_iter().next().map(|fault| fault.message));
            crate::device::focus(&bind.id());
            return;
        };
        let number = number.to_string();
        let twice = writing.form.value().with_untracked(|form| {
            form.formateurs.iter().any(|one| one.forprev_number.trim().eq_ignore_ascii_case(&number))
        });
        if twice {
            problem.set(Some(words.formateur_twice.to_owned()));
            crate::device::focus(&bind.id());
            return;
        }
        writing.form.value().update(|form| {
            form.formateurs.push(NewRequestFormateur { forprev_number: number });
        });
        state.changed("/formateurs");
        typed.set(String::new());
        problem.set(None);
        writing.keeper.save();
    });
    // Enter adds.
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            add.run(());
        }
    };
    view! {
        <div class="stack-tight">
            <div class="row-end" on:keydown=enter>
                <TextInput bind=bind label=words.formateur_number hint=words.formateur_number_hint width="medium"/>
                <Button icon=outline::PLUS on_press=add>{words.formateur_add}</Button>
            </div>
            <p class="field-error" role="alert" hidden=move || problem.with(Option::is_none)>{move || problem.get()}</p>
        </div>
    }
}

/// The documents of the request itself: those that the level asks for, and others.
#[component]
fn Documents(writing: Writing) -> impl IntoView {
    let words = t().requests;
    let owner = AttachmentOwner::from(writing.held.with_untracked(|request| request.id));
    let asked = memo(move || {
        writing.held.with(|request| {
            let own = request.documents.iter().filter(|one| one.platform_id.is_none());
            own.map(|one| one.purpose.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="card" aria-labelledby="documents">
            <h2 id="documents">{words.documents}</h2>
            <p class="muted">{words.documents_lead}</p>
            <For each=move || asked.get() key=Clone::clone let:purpose>
                <Document writing=writing owner=owner pointer=format!("/documents/{purpose}") purpose=purpose/>
            </For>
            <Attachments
                owner=owner
                purpose=SUPPORTING_DOCUMENT
                label=words.documents_other
                editable=Signal::derive(move || writing.is_open())
            />
        </section>
    }
}

/// A document that is asked for, attached or not.
#[component]
pub(super) fn Document(
    writing: Writing,
    owner: AttachmentOwner,
    pointer: String,
    purpose: String,
) -> impl IntoView {
    let state = writing.form.state();
    let (id, at, corrected) = (state.element_id(&pointer), pointer.clone(), pointer.clone());
    state.name(&pointer, document_name(&purpose));
    view! {
        <div id=id tabindex="-1">
            <Correction writing=writing pointer=corrected/>
            <Attachments
                owner=owner
                purpose=purpose.clone()
                label=document_name(&purpose)
                editable=Signal::derive(move || writing.is_open())
                error=Signal::derive(move || state.error_at(&at))
                on_change=Callback::new(move |()| writing.keeper.refresh())
            />
        </div>
    }
}
