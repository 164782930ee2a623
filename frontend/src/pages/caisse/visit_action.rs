//! A corrective action: answered by the organisation, followed up by the caisse.

use super::visit_words::outcome_name;
use crate::{
    api::call,
    components::*,
    form::Form,
    i18n::{fill, plain_day, t},
    remote::Remote,
};
use forprev_client::Write;
use forprev_core::{
    calendar::today_in_paris,
    id::VisitActionId,
    text::COMMENT_MAX,
    visit::{ActionOutcome, FollowUp, Visit, VisitAction, VisitComment},
};
use leptos::prelude::*;

/// A corrective action, with what the reader may do with it.
#[component]
pub(super) fn OneAction(action: VisitAction, one: Signal<Visit>, remote: Remote<Visit>) -> impl IntoView {
    let words = t().visits;
    let (id, due) = (action.id, fill(words.action_due_on, &[("day", &plain_day(action.due_on))]));
    let (answering, following) = (RwSignal::new(false), RwSignal::new(false));
    let about = Signal::stored(fill(t().attachments.about, &[("name", &action.what)]));
    let badge = match action.outcome {
        ActionOutcome::Open if action.late => view! { <Badge tone=Tone::Bad>{words.late}</Badge> },
        ActionOutcome::Open => view! { <Badge tone=Tone::Warn>{words.open}</Badge> },
        ActionOutcome::Done => view! { <Badge tone=Tone::Good>{words.done}</Badge> },
        other => view! { <Badge tone=Tone::Bad>{outcome_name(other)}</Badge> },
    };
    let answered = action.answer.clone().map(|answer| {
        let day = action.answered_at.map(|at| plain_day(today_in_paris(at))).unwrap_or_default();
        view! {
            <p class="small muted">{fill(words.answered, &[("day", &day)])}</p>
            <p class="comment">{answer}</p>
        }
    });
    let seen = action.followed_on.map(|day| {
        let values = [("outcome", outcome_name(action.outcome)), ("day", &plain_day(day))];
        view! { <p class="small muted">{fill(words.seen_on, &values)}</p> }
    });
    let comment = action.comment.clone().map(|text| view! { <p class="comment">{text}</p> });
    let (may_answer, may_follow) = (
        move || one.with(|one| one.actions.answer.allowed),
        move || one.with(|one| one.actions.follow_up.allowed),
    );
    let answer = action.answer.clone().unwrap_or_default();
    let follow = FollowUp {
        outcome: action.outcome.as_str().into(),
        comment: action.comment.clone().unwrap_or_default(),
    };
    view! {
        <li class="card stack-tight">
            <p class="comment">{action.what.clone()}</p>
            <p class="row">{badge} <span>{due}</span></p>
            {answered} {seen} {comment}
            <div class="row">
                <Show when=may_answer>
                    <Button small=true icon=outline::SEND about=about on_press=move |()| answering.set(true)>
                        {words.answer_write}
                    </Button>
                </Show>
                <Show when=may_follow>
                    <Button small=true icon=outline::CHECK about=about on_press=move |()| following.set(true)>
                        {words.follow}
                    </Button>
                </Show>
            </div>
            <Dialog open=answering title=words.answer_title>
                <Answer id=id answer=answer.clone() one=one remote=remote open=answering/>
            </Dialog>
            <Dialog open=following title=words.follow_title>
                <Follow id=id follow=follow.clone() one=one remote=remote open=following/>
            </Dialog>
        </li>
    }
}

#[component]
fn Answer(
    id: VisitActionId,
    answer: String,
    one: Signal<Visit>,
    remote: Remote<Visit>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().visits;
    let form = Form::new(VisitComment { comment: answer }, VisitComment::check);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let toasts = Toasts::here();
    let send = move |event| {
        let (visit, version) = one.with_untracked(|one| (one.id, one.version));
        form.submit(
            event,
            move |body: VisitComment| async move {
                let write = Write::on_version(version);
                call(async |client| client.answer_visit_action(visit, id, &body, write.clone()).await).await
            },
            move |one: Visit| {
                open.set(false);
                toasts.good(words.answer_done);
                remote.set(one);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Textarea bind=comment label=words.answer limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>
                    {words.answer_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

#[component]
fn Follow(
    id: VisitActionId,
    follow: FollowUp,
    one: Signal<Visit>,
    remote: Remote<Visit>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().visits;
    let form = Form::new(follow, FollowUp::check);
    let outcome = form.bind("/outcome", |one| one.outcome.clone(), |one, text| one.outcome = text);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let choices: Vec<_> =
        ActionOutcome::ALL.iter().map(|one| Choice::new(one.as_str(), outcome_name(*one))).collect();
    let toasts = Toasts::here();
    let send = move |event| {
        let (visit, version) = one.with_untracked(|one| (one.id, one.version));
        form.submit(
            event,
            move |body: FollowUp| async move {
                let write = Write::on_version(version);
                call(async |client| client.follow_visit_action(visit, id, &body, write.clone()).await).await
            },
            move |one: Visit| {
                open.set(false);
                toasts.good(words.follow_done);
                remote.set(one);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <RadioGroup bind=outcome label=words.outcome choices=choices/>
            <Textarea bind=comment label=words.follow_comment optional=true limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.follow_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
