//! The opinions: the caisse's, of each subject, and INRS's, with which the request goes to the CNH.

use super::{act::told, owed, standing::full_name};
use crate::{
    api::call,
    components::*,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::memo,
    i18n::{fill, t},
    pages::{
        decisions::words::OpinionBadge,
        requests::words::{has_place, opinion_name, subject_name},
    },
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::french_moment,
    id::RequestId,
    problem::Fault,
    request::{
        OpinionTold, Request,
        instruction::{NewInrsOpinion, NewOpinion, Opinion, Subject},
    },
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// All that are owed or given, with what gives those of the caisse.
#[component]
pub(super) fn Opinions(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t().desk;
    // Before it was admissible nobody forms an opinion.
    let begun = memo(move || request.with(|one| has_place(&one.actions.examine) || !one.opinions.is_empty()));
    let subjects = memo(move || {
        request.with(|one| {
            let inrs = one.opinions.iter().any(|one| one.subject == Subject::Inrs);
            owed(one).iter().copied().chain(inrs.then_some(Subject::Inrs)).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || begun.get()>
            <section class="stack" aria-labelledby="opinions">
                <h2 id="opinions">{words.opinions}</h2>
                <div class="columns">
                    <For each=move || subjects.get() key=|one| *one let:subject>
                        <One subject=subject request=request changed=changed reload=reload/>
                    </For>
                </div>
            </section>
        </Show>
    }
}

fn given(request: &Request, subject: Subject) -> Option<OpinionTold> {
    request.opinions.iter().find(|one| one.subject == subject).cloned()
}

#[component]
fn One(
    subject: Subject,
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t().desk;
    let opinion = memo(move || request.with(|one| given(one, subject)));
    let gives = memo(move || subject != Subject::Inrs && request.with(|one| one.actions.examine.allowed));
    let open = RwSignal::new(false);
    let heading = format!("opinion-{}", subject.as_str());
    let labelled_by = heading.clone();
    let said = move || match opinion.get() {
        None => view! { <p class="muted">{words.opinion_missing}</p> }.into_any(),
        Some(one) => {
            let moment = french_moment(one.at);
            let by = one.by.as_ref().map_or_else(
                || moment.clone(),
                |who| fill(words.opinion_by, &[("who", &full_name(who)), ("moment", &moment)]),
            );
            let comment = one.comment.map(|text| view! { <p class="comment">{text}</p> });
            let hidden =
                one.confidential.then(|| view! { <p class="small muted">{words.opinion_hidden}</p> });
            view! {
                <p><OpinionBadge of=one.opinion/></p>
                {comment}
                <p class="small muted">{by}</p>
                {hidden}
            }
            .into_any()
        }
    };
    let label = move || {
        if opinion.with(Option::is_some) { words.opinion_change } else { words.opinion_give }
    };
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <h3 id=heading>{subject_name(subject)}</h3>
            {said}
            <Show when=move || gives.get()>
                <div>
                    <Button
                        icon=outline::PENCIL
                        about=Signal::stored(format!("({})", subject_name(subject)))
                        on_press=move |()| open.set(true)
                    >
                        {label}
                    </Button>
                </div>
            </Show>
            <OpinionDialog request=request changed=changed reload=reload open=open subject=subject/>
        </section>
    }
}

/// The dialog in which an opinion is given. What is typed in it is kept on the device.
#[component]
pub(super) fn OpinionDialog(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
    subject: Subject,
) -> impl IntoView {
    view! {
        <Dialog open=open title=subject_name(subject)>
            <Give request=request changed=changed reload=reload open=open subject=subject/>
        </Dialog>
    }
}

fn of_inrs(typed: &NewOpinion) -> NewInrsOpinion {
    NewInrsOpinion {
        opinion: typed.opinion.clone(),
        comment: typed.comment.clone(),
        confidential: typed.confidential,
    }
}

/// INRS's names no subject.
fn check(typed: &NewOpinion, subject: Subject) -> Vec<Fault> {
    if subject == Subject::Inrs { of_inrs(typed).check() } else { typed.check() }
}

async fn give(id: RequestId, version: i64, subject: Subject, typed: NewOpinion) -> Result<Request, Failure> {
    let write = Write::on_version(version);
    if subject == Subject::Inrs {
        let body = of_inrs(&typed);
        call(async |client| client.give_inrs_opinion(id, &body, write.clone()).await).await
    } else {
        call(async |client| client.give_opinion(id, &typed, write.clone()).await).await
    }
}

#[component]
fn Give(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
    subject: Subject,
) -> impl IntoView {
    let words = t().desk;
    let (id, before) = request.with_untracked(|one| (one.id, given(one, subject)));
    let inrs = subject == Subject::Inrs;
    let begun = NewOpinion {
        subject: subject.as_str().to_owned(),
        opinion: before.as_ref().and_then(|one| one.opinion).map_or("", Opinion::as_str).to_owned(),
        comment: before.as_ref().and_then(|one| one.comment.clone()).unwrap_or_default(),
        confidential: before.is_some_and(|one| one.confidential),
    };
    let form = Form::new(begun, move |typed: &NewOpinion| check(typed, subject));
    let toasts = Toasts::here();
    let name = format!("request-opinion-{}/{id}", subject.as_str());
    let draft = StoredValue::new(session::draft(&name));
    let restored = draft.get_value().and_then(|draft| form.keep(draft));
    let opinion = form.bind("/opinion", |one| one.opinion.clone(), |one, text| one.opinion = text);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let hidden = form.bind("/confidential", |one| one.confidential, |one, yes| one.confidential = yes);
    let choices = [Opinion::Favourable, Opinion::Unfavourable]
        .map(|one| Choice::new(one.as_str(), opinion_name(one)))
        .to_vec();
    let send = move |event| {
        let version = request.with_untracked(|one| one.version);
        form.submit(
            event,
            move |typed: NewOpinion| async move {
                told(give(id, version, subject, typed).await, reload, toasts)
            },
            move |request| {
                draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                open.set(false);
                toasts.good(if inrs { words.inrs_given } else { words.opinion_given });
                changed.run(request);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {restored.map(restored_line)}
            {inrs.then(|| view! { <p>{words.inrs_help}</p> })}
            <RadioGroup bind=opinion label=words.opinion choices=choices inline=true/>
            <Textarea
                bind=comment
                label=words.opinion_comment
                hint=words.opinion_comment_hint
                limit=COMMENT_MAX
            />
            <Checkbox
                bind=hidden
                label=words.opinion_confidential
                hint=words.opinion_confidential_hint
            />
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {if inrs { words.inrs_send } else { words.opinion_send }}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
