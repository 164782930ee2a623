//! Scheduled work: last and next runs, and failures.

use crate::{
    api::call,
    components::*,
    i18n::{fill, t},
    remote::Remote,
};
use chrono::{DateTime, Utc};
use forprev_core::{
    calendar::french_moment,
    job::{JobRun, JobStatus},
};
use leptos::prelude::*;

/// `/travaux`.
#[component]
pub fn Jobs() -> impl IntoView {
    let words = t().operations;
    let jobs = Remote::new(|| call(async |client| client.list_jobs().await));
    let again = Callback::new(move |()| jobs.reload());
    let head = [words.job, words.state, words.last, words.next];
    view! {
        <PageTitle title=words.jobs>
            <ButtonLink href="/travaux/messages" icon=outline::SEND>{words.mails}</ButtonLink>
            <Button on_press=again icon=outline::REFRESH_CW>{words.reload}</Button>
        </PageTitle>
        <Load from=jobs let:page>
            <Table caption=words.jobs caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|job| (job.name.clone(), job.last_finished_at, job.running) let:job>
                    <Line job=job/>
                </For>
            </Table>
        </Load>
    }
}

fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| t().operations.never.to_owned(), french_moment)
}

#[component]
fn Line(job: JobStatus) -> impl IntoView {
    let words = t().operations;
    let state = if job.failures > 0 {
        let failed = words.failed.of(i64::from(job.failures));
        view! { <Badge tone=Tone::Bad icon=outline::TRIANGLE_ALERT>{failed}</Badge> }.into_any()
    } else if job.running {
        view! { <Badge tone=Tone::Note icon=outline::CLOCK>{words.running}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Good icon=outline::CHECK>{words.fine}</Badge> }.into_any()
    };
    let error = job.last_error.clone().map(|error| view! { <span class="line small">{error}</span> });
    let runs = (!job.runs.is_empty()).then(|| view! { <Runs runs=job.runs.clone()/> });
    view! {
        <Row>
            <Cell heading=true label=words.job>{job.label.clone()} {runs}</Cell>
            <Cell label=words.state>{state} {error}</Cell>
            <Cell label=words.last>{moment(job.last_finished_at)}</Cell>
            <Cell label=words.next>{moment(Some(job.next_at))}</Cell>
        </Row>
    }
}

#[component]
fn Runs(runs: Vec<JobRun>) -> impl IntoView {
    let words = t().operations;
    let lines = runs.into_iter().map(|run| {
        let what = match run.error {
            Some(error) => error,
            None => words.done.of(i64::try_from(run.done).unwrap_or(i64::MAX)),
        };
        let line = fill(words.run, &[("moment", &french_moment(run.started_at)), ("what", &what)]);
        view! { <li>{line}</li> }
    });
    view! {
        <details class="small">
            <summary>{words.runs}</summary>
            <ul>{lines.collect_view()}</ul>
        </details>
    }
}
