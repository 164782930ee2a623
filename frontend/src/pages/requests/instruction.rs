//! The tab "Instruction": the steps with who has the hand (C5), the opinions, what is done with it, the messages.

use super::{
    desk::Desk,
    words::{has_place, is_theirs, opinion_name, side_name, stage_names, subject_name},
    writing::Writing,
};
use crate::{
    components::*,
    graph::memo,
    i18n::{fill, plain_day, short_day, t},
    pages::organisations::words::days,
};
use forprev_core::{
    calendar::today_in_paris,
    request::{OpinionTold, Request, clock::Stage},
};
use leptos::prelude::*;

/// The tab.
#[component]
pub(super) fn Instruction(
    /// The request.
    writing: Writing,
    /// Shows how it stands, once an answer told.
    changed: Callback<Request>,
    /// Asks how it stands.
    reload: Callback<()>,
) -> impl IntoView {
    let held = writing.held;
    let id = held.with_untracked(|request| request.id);
    let agent = memo(move || held.with(|request| !is_theirs(&request.actions.edit)));
    let sent = memo(move || held.with(|request| request.submitted_on.is_some()));
    let reads = memo(move || held.with(|request| is_theirs(&request.actions.write)));
    let may_write = memo(move || held.with(|request| has_place(&request.actions.write)));
    let may_note = memo(move || held.with(|request| has_place(&request.actions.note)));
    view! {
        <div class="stack-wide">
            <StepTable writing=writing/>
            // To those who instruct and decide the desk tells them, with what gives them.
            <Show when=move || !agent.get()>
                <Opinions writing=writing/>
            </Show>
            <Show when=move || agent.get()>
                <Desk request=held.into() changed=changed reload=reload/>
            </Show>
            // Nothing is written before the caisse has it; the CNH reads no messages.
            <Show when=move || sent.get() && reads.get()>
                <Threads
                    of=Correspondence::Request(id)
                    agent=agent
                    may_write=may_write
                    may_note=may_note
                />
            </Show>
        </div>
    }
}

/// The steps, each with its days.
#[component]
fn StepTable(writing: Writing) -> impl IntoView {
    let words = t().requests;
    let head =
        [words.column_step, words.column_held_by, words.column_entered, words.column_left, words.column_days];
    let rows = move || {
        let stages = writing.held.with(|request| request.stages.clone());
        stages.into_iter().map(step).collect_view()
    };
    let awaited = move || {
        writing.held.with(|request| {
            let side = request.state.held_by()?;
            Some(fill(words.held_by_now, &[("side", side_name(side))]))
        })
    };
    let sitting = move || {
        writing.held.with(|request| {
            let day = request.sitting.as_ref()?.held_on;
            Some(view! { <p>{fill(words.sitting_on, &[("day", &plain_day(day))])}</p> })
        })
    };
    view! {
        <section class="stack" aria-labelledby="steps">
            <h2 id="steps">{words.steps}</h2>
            <p>{awaited}</p>
            {sitting}
            <Table caption=words.steps caption_unseen=true head=head.map(str::to_owned).to_vec()>{rows}</Table>
        </section>
    }
}

fn step(stage: Stage) -> impl IntoView {
    let words = t().requests;
    let name = stage_names().get(usize::from(stage.number)).copied().unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map(short_day).unwrap_or_default();
    let entered = stage.entered_on.is_some();
    let took = (entered && stage.side.is_some()).then(|| {
        let paused = (stage.paused_days > 0).then(|| {
            let paused = days(i64::from(stage.paused_days));
            view! { <span class="line small muted">{fill(words.paused, &[("days", &paused)])}</span> }
        });
        view! { <span class="nowrap">{days(i64::from(stage.days))}</span> {paused} }
    });
    view! {
        <Row>
            <Cell heading=true label=words.column_step>{name}</Cell>
            <Cell label=words.column_held_by>{stage.side.map(side_name)}</Cell>
            <Cell label=words.column_entered><span class="number">{day(stage.entered_on)}</span></Cell>
            <Cell label=words.column_left><span class="number">{day(stage.left_on)}</span></Cell>
            <Cell label=words.column_days>{took}</Cell>
        </Row>
    }
}

/// The opinions that were given, as far as the reader may know them.
#[component]
fn Opinions(writing: Writing) -> impl IntoView {
    let words = t().requests;
    move || {
        let opinions = writing.held.with(|request| request.opinions.clone());
        (!opinions.is_empty()).then(|| {
            view! {
                <section class="stack" aria-labelledby="opinions">
                    <h2 id="opinions">{words.opinions}</h2>
                    <ul class="plain-list">{opinions.into_iter().map(opinion).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn opinion(one: OpinionTold) -> impl IntoView {
    let words = t().requests;
    let told = one.opinion.map_or(words.opinion_confidential, opinion_name);
    let line = fill(words.opinion_line, &[("subject", subject_name(one.subject)), ("opinion", told)]);
    let day = short_day(today_in_paris(one.at));
    let by = one.by.map(|by| format!(", {} {}", by.first_name, by.last_name)).unwrap_or_default();
    let kept = one.confidential && one.opinion.is_some();
    view! {
        <li class="said">
            <p><b>{line}</b> {kept.then(|| view! { " "<Badge>{words.opinion_confidential}</Badge> })}</p>
            <p class="small muted">{day}{by}</p>
            {one.comment.map(|comment| view! { <p class="comment">{comment}</p> })}
        </li>
    }
}
